"""Text as it reads: what is invisible gone, spellings of one thing made one; its words and sentences. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

type Span = tuple[int, int]  # start and end, in code points

# A letter of scripts that put no space between words.
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# In scripts that put no space between words, two letters count as a word, and a last one.
WORD: Final = re.compile(rf"[{UNSPACED}]{{1,2}}|[^\W_{UNSPACED}]+(?:['-][^\W_{UNSPACED}]+)*")
MOST_READ: Final = 50_000  # characters

_LONGEST_RUN_OF_MARKS = 30  # what Unicode's Stream-Safe Text Format allows (UAX 15)
# A run that could be too long. Nothing below U+0300, and no general punctuation, is a combining mark.
_LONG_RUN = re.compile(f"[^\x00-\u02ff\u2000-\u206f]{{{_LONGEST_RUN_OF_MARKS + 1}}}")
_SENTENCE = re.compile(r"\S(?:[^.!?…。！？\n]|[.!?…](?=\S))*[.!?…。！？]*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def plain(text: str) -> str:
    """The text as it reads: compatibility forms folded, nothing invisible, white space and apostrophes plain."""
    text = text[:MOST_READ]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _stream_safe(text))[:MOST_READ]  # one character can become eighteen
        text = _INVISIBLE.sub("", text)
        text = text.replace("\u2019", "'").replace("\u2018", "'")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def word_list(text: str) -> list[str]:
    """The words of a text, case-folded, for counting and comparing."""
    return words_in(text[:MOST_READ] if text.isascii() else plain(text))


def words_in(visible: str) -> list[str]:
    """The words of a text that is plain already."""
    return WORD.findall(visible.casefold())


def lowered(visible: str) -> str:
    """The text in lower case as patterns that ignore case read it: to them, i with and without a dot are one."""
    low = visible.lower()
    return low if low.isascii() else low.replace("i\u0307", "i").replace("\u0131", "i")


def sentences(text: str) -> list[Span]:
    """Where the sentences of a text stand; a line break ends one too."""
    return [match.span() for match in _SENTENCE.finditer(text)]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, with those that overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _stream_safe(text: str) -> str:
    """The text with long runs of combining marks cut: normalising takes quadratic time on them."""
    # Each run that is too long holds one of every so many characters.
    if _LONG_RUN.search(text) is None or not any(
        map(unicodedata.combining, text[_LONGEST_RUN_OF_MARKS :: _LONGEST_RUN_OF_MARKS + 1])
    ):
        return text
    kept, run = list[str](), 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _LONGEST_RUN_OF_MARKS:
            kept.append(character)
    return "".join(kept)
