"""The app's own package, in the way of Talenti's."""
