"""Characters that have no width: taken out of words, and told when they hide or change what is said."""

import re
from typing import Final

_ZERO_WIDTH: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u206f\u3164\ufeff\uffa0"
)
_BIDI: Final = "\u202a-\u202e"
_TAGS: Final = "\U000e0000-\U000e007f"
_SELECTORS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ANY: Final = re.compile(f"[{_ZERO_WIDTH}{_BIDI}{_TAGS}{_SELECTORS}]+")
_SPACE: Final = re.compile("[ \n]")
_OVERRIDES: Final = frozenset("\u202d\u202e")
_JOINERS: Final = ("\u200c", "\u200d")
_SOFT_HYPHEN: Final = "\u00ad"
_BLACK_FLAG: Final = "\U0001f3f4"  # with tags after it the flag of a region
_EMOJI_STYLE: Final = ("\ufe0e", "\ufe0f")
_CODED_RUN: Final = 4  # so many in a row carry something
_LONGEST_WORD: Final = 100  # characters to each side that are shown of the word around a run
_FIRST_COMPLEX_SCRIPT: Final = "\u0590"  # from Hebrew on, joiners belong to the spelling; so they do in emoji


def without_invisible(text: str) -> tuple[str, list[str]]:
    """A text without characters that have no width, and what such characters hid in it.

    What is told: text spelled in tag characters, overrides of the direction, coded runs, and breaks within a word of
    Latin letters. Soft hyphens, marks of direction, joiners of scripts that need them and styles of emoji are ordinary.
    """
    if text.isascii() or _ANY.search(text) is None:
        return text, []
    found: list[str] = []
    kept: list[str] = []
    at = 0
    for match in _ANY.finditer(text):
        kept.append(text[at : match.start()])
        at = match.end()
        start = match.start()
        before, run, after = text[max(start - 1, 0) : start], match.group(), text[at : at + 1]
        if run in (*_JOINERS, *_EMOJI_STYLE) and before >= _FIRST_COMPLEX_SCRIPT:
            kept.append(run)
        elif _is_told(before, run, after):
            found.append(_decoded(run) or _around(text, start, at))
    kept.append(text[at:])
    return "".join(kept), found


def _is_told(before: str, run: str, after: str) -> bool:
    if before == _BLACK_FLAG:
        return False
    if _OVERRIDES & set(run) or any("\U000e0000" <= character <= "\U000e007f" for character in run):
        return True
    plain = run.replace(_SOFT_HYPHEN, "").strip("".join(_EMOJI_STYLE))
    if len(plain) >= _CODED_RUN:
        return True
    return bool(plain) and before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def _decoded(run: str) -> str:
    """What tag characters or variation selectors spell, where it is text."""
    tags = "".join(chr(ord(character) - 0xE0000) for character in run if "\U000e0020" <= character <= "\U000e007e")
    if tags:
        return tags
    codes = [_selected(character) for character in run]
    try:
        spelled = bytes(code for code in codes if code is not None).decode()
    except UnicodeDecodeError:
        return ""
    return spelled if spelled.isprintable() else ""


def _selected(character: str) -> int | None:
    if "\ufe00" <= character <= "\ufe0f":
        return ord(character) - 0xFE00
    if "\U000e0100" <= character <= "\U000e01ef":
        return ord(character) - 0xE0100 + 16
    return None


def _around(text: str, start: int, end: int) -> str:
    """The word that a run stands in, without what has no width."""
    before, after = text[max(start - _LONGEST_WORD, 0) : start], text[end : end + _LONGEST_WORD]
    return _ANY.sub("", _SPACE.split(before)[-1] + _SPACE.split(after)[0])
