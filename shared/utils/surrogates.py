"""Text that can be written as UTF-8: JSON may hold halves of characters, and models' streams cut characters in two."""


def whole(text: str) -> str:
    """The text with halves that belong together joined, and each lone half replaced by U+FFFD."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_first_half(character: str) -> bool:
    return "\ud800" <= character <= "\udbff"
