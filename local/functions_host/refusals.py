"""The functions that this host does not load, and why; the others run, as with the real host."""

import logging

from .worker import Function

logger = logging.getLogger("host")


class Refusals:
    """Each function that is not loaded, by name."""

    def __init__(self) -> None:
        self._why: dict[str, str] = {}

    def add(self, function: Function, why: Exception) -> None:
        """Remembers and logs that a function is not loaded."""
        self._why[function.name] = str(why).rstrip(".")
        logger.error("Function %s is not loaded: %s.", function.name, self._why[function.name])

    def __contains__(self, function: Function) -> bool:
        return function.name in self._why

    def of(self, function: Function) -> list[str]:
        """What keeps a function from being loaded; nothing if it is."""
        return [self._why[function.name]] if function in self else []

    def errors(self) -> list[str]:
        """One line for each function that is not loaded; none if all of the app's functions are."""
        return [f"{name}: {why}" for name, why in self._why.items()]
