"""Letters for comparing: lower case without accents, one for one, so that places in the folded text are places in
the text."""

import functools
import re
import unicodedata
from typing import Final

_ODD_SPACES: Final = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2007\u2008\u2009\u202f\u3000", " ")
)
_GLYPHS: Final = "•●▪■□◦‣⁃∙·*➤➢➔→✓✔►▶❖◆◇○♦⦿\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(rf"^\s*(?:[{re.escape(_GLYPHS)}]+\s*|[-–—o»>]\s+(?=\S))(?=\S)")
_LETTERSPACED = re.compile(r"^(?:[^\W\d_] ){3,}[^\W\d_]$|^(?:(?:[^\W\d_] ){2,}[^\W\d_](?: {2,}|$))+")
_CELL_GAP = re.compile(r"\s*\t\s*| {3,}")
_NO_KEY = re.compile(r"[^\w+#]|_")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[:1].lower()
        folded = base if len(base) == 1 else char
        self[code] = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "‘": "'", "ß": "s"}.get(folded, folded)
        return self[code]


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """Lower case without accents; as long as the text, character by character."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def clean(text: str) -> str:
    """Composed characters and ordinary spaces; runs of three spaces or more become a tab, which separates cells."""
    composed = unicodedata.normalize("NFC", text).translate(_ODD_SPACES)
    return _CELL_GAP.sub("\t", composed).strip()


def without_bullet(text: str) -> tuple[str, bool]:
    """The text without the mark of a list item, and whether it had one."""
    found = _BULLET.match(text)
    return (text[found.end() :].strip(), True) if found else (text, False)


def closed_up(text: str) -> str:
    """`E X P E R I E N C E` as a word; two spaces or more are between words."""
    spread = text.replace("\t", "   ")
    if not _LETTERSPACED.match(spread):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", spread))


@functools.lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What is equal for two spellings of one name: folded letters and digits, and the signs of C++, C# and .NET."""
    folded = fold(text).replace("&", "and")
    return _NO_KEY.sub("", folded) or folded.strip()
