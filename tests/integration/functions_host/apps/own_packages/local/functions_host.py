"""A module with the name of the host's own package."""

who = "the app's module"
