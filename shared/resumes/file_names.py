"""Names of files as candidates give them, made fit to be shown and stored: never used as a path."""

import re
import unicodedata
from typing import Final

MAX_CHARACTERS: Final = 120
_MAX_EXTENSION: Final = 10
_RESERVED: Final = re.compile(r'[<>:"|?*%]')
_NAMELESS: Final = "resume"


def safe_file_name(name: str) -> str:
    """The last part of a name without control, invisible or reserved characters; 1 to 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    spaced = "".join(
        " " if character.isspace() else character
        for character in last
        if character.isspace() or not unicodedata.category(character).startswith("C")
    )
    kept = " ".join(_RESERVED.sub("_", spaced).split()).strip(" .")
    if len(kept) > MAX_CHARACTERS:
        stem, dot, extension = kept.rpartition(".")
        end = f"{dot}{extension}" if stem and len(extension) <= _MAX_EXTENSION else ""
        kept = kept[: MAX_CHARACTERS - len(end)].rstrip(" .") + end
    return kept or _NAMELESS
