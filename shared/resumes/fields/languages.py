"""Languages that a person speaks, each with its level in the words of the résumé."""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shared.models.resume import SpokenLanguage
from shared.resumes.fields.data import table, word_list
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import fold, key

_LEAST_LETTERS: Final = 7  # of the names of small languages, many of which are short words elsewhere
_PARTS = re.compile(r"\s*(?:[;|•·●▪\n]|,(?![^()]*\))|\s(?:and|und|et|y|e|en)\s(?=[A-ZÀ-Ý]))\s*")
_MOTHER = re.compile(
    r"^\W*(mother tongues?|native languages?|native|muttersprachen?|langue maternelle|lengua materna|"
    r"lingua materna|idioma materno|"
    r"madrelingua|moedertaal|first language)(?:\(s\))?\s*[:\t]\s*"
)
_LABEL = re.compile(
    r"^\W*(?:other languages?|foreign languages?|languages?|sprachen|fremdsprachen|langues|idiomas|"
    r"lingue|talen|altre lingue|"
    r"otros idiomas|outras linguas|autres langues|overige talen)\s*[:\t]\s*"
)
_CEFR = re.compile(r"\b[ABC][12]\b(?:\s?[-/–]\s?[ABC][12]\b)?\+?")


@functools.cache
def _names() -> frozenset[str]:
    listed = {
        key(name)
        for code, names in table("languages")
        for name in names.split("|")
        if len(code) == 2 or len(name) >= _LEAST_LETTERS
    }
    return frozenset((listed | word_list("language_also")) - word_list("language_like_a_word"))


@functools.lru_cache(maxsize=2048)
def is_language(text: str) -> bool:
    """Whether a text is the name of a language that people speak."""
    return (len(text) > 2 and key(text) in _names()) or (
        re.search(r"[\u3040-\uffdc]", text) is not None and key(text) in _names()
    )


def languages_of(rows: Sequence[Row]) -> list[SpokenLanguage]:
    """The languages of a section in the order of the text, each once."""
    found: dict[str, SpokenLanguage] = {}
    pending: str | None = None
    for row in rows:
        for language in _in_row(row.text):
            found.setdefault(key(language.name), language)
            pending = key(language.name) if language.level is None else None
        if pending and pending in found and not list(_in_row(row.text)) and _reads_as_level(row.text):
            found[pending] = found[pending].model_copy(update={"level": row.text.strip(" ()-–:")})
            pending = None
    return list(found.values())


def says_a_level(text: str) -> bool:
    """Whether a text names a language and how well it is spoken: "Spanish (fluent)"."""
    return any(item.level and _reads_as_level(item.level) for item in _in_row(text))


def speaks_of_languages(text: str) -> bool:
    """Whether a text names a language that people speak."""
    return any(is_language(word.strip(":;,.()[]–-")) for word in text.replace("/", " ").split())


def _in_row(text: str) -> Iterator[SpokenLanguage]:
    folded = fold(text)
    level: str | None = None
    if mother := _MOTHER.match(folded):
        level = text[mother.start(1) : mother.end(1)].strip()
        text = text[mother.end() :]
    elif label := _LABEL.match(folded):
        text = text[label.end() :]
    for part in _apart(_PARTS.split(text)):
        if language := _language(part, level):
            yield language


def _apart(parts: Iterable[str]) -> Iterator[str]:
    """Parts that begin with a language; what does not belongs to the one before, "English - C1, fluent"."""
    current: str | None = None
    for part in parts:
        for cell in _cells(part):
            starts = _leading_language(cell) is not None or _trailing_language(cell) is not None
            if starts:
                if current:
                    yield current
                current = cell
            elif current:
                current += f"\t{cell}"
            elif cell:
                current = cell
    if current:
        yield current


def _cells(part: str) -> list[str]:
    cells = [cell.strip() for cell in part.split("\t") if cell.strip()]
    spaced = [piece for cell in cells for piece in re.split(r"(?<=\))\s+(?=[A-ZÀ-Ý])", cell)]
    return spaced or [part]


def _leading_language(text: str) -> str | None:
    words_ = re.findall(r"[^\s:(),/–—|\[-]+(?:-[^\s:(),/–—|\[]+)?", text)[:3]
    for size in (2, 1):
        name = " ".join(words_[:size])
        if len(words_) >= size and is_language(name) and fold(text).lstrip(" -–").startswith(fold(name)):
            return name
    return None


def _trailing_language(text: str) -> str | None:
    """`Fluent English`, `Native speaker of Hindi`."""
    tokens = text.split()
    return tokens[-1].strip(".,") if 1 < len(tokens) <= 6 and is_language(tokens[-1].strip(".,")) else None


def _language(part: str, level: str | None) -> SpokenLanguage | None:
    if name := _leading_language(part):
        start = fold(part).find(fold(name))
        rest = part[start + len(name) :]
        return SpokenLanguage(name=part[start : start + len(name)], level=level or _level(rest))
    if name := _trailing_language(part):
        before = re.sub(r"\s+(?:in|speaker of|of|en|auf)$", "", part[: part.rfind(name)].strip())
        return SpokenLanguage(name=name, level=level or _level(before))
    return None


def _level(rest: str) -> str | None:
    text = re.sub(r"[●○◉■□★☆▰▱⬤◯•]+", " ", rest.replace("\t", ", ")).strip(" :–—-,.|/")
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    text = " ".join(text.strip(" :–—-,.|").split())
    text = re.sub(r"^\(([^()]*)\)$", r"\1", text)
    return text if text and len(text) <= 60 else (found.group() if (found := _CEFR.search(rest)) else None)


def _reads_as_level(text: str) -> bool:
    return (
        len(text.split()) <= 5
        and re.search(
            r"native|fluent|mother|advanced|intermediate|basic|proficien|beginner|conversational|professional|working|"
            r"bilingual|"
            r"mutter|flie(?:ss|ß|s)end|verhandlung|grund|fortgeschritten|gut|courant|maternelle|notions|intermediaire|"
            r"nativo|nativa|fluid|alto|medio|"
            r"basico|avanzad|fluent|madrelingua|ottimo|buon|scolast|moedertaal|vloeiend|goed|[abc][12]\b",
            fold(text),
        )
        is not None
    )
