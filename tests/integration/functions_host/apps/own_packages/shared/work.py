"""Work for a child process."""


def square(number: int) -> int:
    """A number times itself."""
    return number * number
