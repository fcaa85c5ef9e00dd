"""The app's own package, in the way of the host's."""

place = "the app's own"
