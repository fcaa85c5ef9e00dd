"""Spoken languages and certificates that a sentence of a job description names. Pure functions."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from shared.job_roles.certificates import LETTERS
from shared.job_roles.ladders import education_levels, language_code
from shared.job_roles.mentions import Mention
from shared.job_roles.needs import MUST_CUE, NICE_CUE
from shared.resumes.fields.text import fold
from shared.resumes.fields.vocabulary import term_of

_LANGUAGE_CUE = re.compile(
    r"fluen|proficien|native|speak|spoken|written|language|business level|\b[abc][12]\b|sprach|kenntnisse"
    r"|fliessend|fliesend|verhandlungssicher|parl|courant|langue"
    r"|maitrise|habla|idioma|nivel|fluid|lingua|conoscenza|fala|vloeiend|taal|mother tongue|command of"
    r"|working knowledge|\bavan[cz]\w+|\bniveau|\blevel\b"
)
_SMALL_LANGUAGE = re.compile(
    r"(?:^|[,;:•*]|\s[-–]|\b(?:l|d|dell)['’]|\b(?:le|du|en|de|del|dello|di|il|do|em|no|et|ou|y|o|e|et|parl\w+|habl\w+|nivel"
    r"|niveau|valora\w*))[ \t]*(?P<name>[^\W\d_A-Z]{4,})"
)
_TAUGHT: Final = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "zh"})
_NO_SMALL_LETTER: Final = frozenset({"english", "german", "french", "spanish", "italian", "polish", "dutch", "turkish"})
_CERTIFIED = re.compile(
    r"\b(?:(?:[A-Z][\w+.-]*[ ,]+(?:(?:and|of|in|for) )?){0,5}(?:[Cc]ertif(?:ication|icate|ied)\b(?:["
    r" ,]+(?:[A-Z][\w+.-]*|in|for|as|of)){0,5})"
    r"|(?:[a-z]+ )?(?:[Dd]riv(?:ing|er'?s?) licen[cs]e|[Ll]icen[cs]ure|[Nn]ursing licen[cs]e|RN"
    r" licen[cs]e)|Führerschein(?: \(?Klasse [A-Z]\)?)?|[Pp]ermis (?:de conduire|B)"
    r"|[Cc]arn[eé]t? de conducir|[Pp]atente (?:di guida|B)|[Cc]arta de condução|[Rr]ijbewijs(?: B)?"
    rf"|{LETTERS}|CompTIA \w+\+?)(?!\w)"
)
_LETTERS = re.compile(rf"(?:{LETTERS})")
_LETTERS_BESIDE = re.compile(r"\s*(?:,|/|,?\s+(?:or|oder|ou|and|und))\s*([A-Z]{2,6}\d?)\b")
_EDGES: Final = " \t\n,.;:-–—•·●▪*()"


def languages_in(text: str, start: int, end: int) -> list[Mention]:
    """Spoken languages, in a sentence that speaks of them."""
    return [Mention(one.name, start + one.start, start + one.end) for one in _languages(text[start:end])]


def certificates_in(text: str, start: int, end: int) -> list[Mention]:
    """Certificates and licences, and those that nobody knows beside others that go by letters."""
    found = [
        Mention(one.group().strip(_EDGES), *one.span())
        for one in _CERTIFIED.finditer(text, start, end)
        if _is_certificate(one.group())
    ]
    return [*found, *_letters_beside(text, found, end)]


def _letters_beside(text: str, certificates: Iterable[Mention], end: int) -> Iterator[Mention]:
    """Certificates that nobody knows beside those that go by letters: "CPA, ACMA or CGMA"."""
    known = {one.start for one in certificates}
    for one in certificates:
        at = one.end if _LETTERS.fullmatch(one.name) else end
        while (found := _LETTERS_BESIDE.match(text, at, end)) and found.start(1) not in known:
            if term_of(found[1]) or education_levels(fold(found[1])):
                break
            known.add(found.start(1))
            yield Mention(found[1], *found.span(1))
            at = found.end()


def _is_certificate(words: str) -> bool:
    return len(words.split()) > 1 or words.isupper() or words.startswith("Führerschein")


def _languages(sentence: str) -> Iterator[Mention]:
    """Spoken languages, in a sentence that speaks of them."""
    if not _LANGUAGE_CUE.search(fold(sentence)) and not _says_need(sentence):
        return
    for word in re.finditer(r"[A-ZÀ-Þ][^\W\d_]{2,}?(?=kenntnisse|sprach|\b)", sentence):
        if language_code(word.group()):
            yield Mention(word.group(), *word.span())
    for word in _SMALL_LANGUAGE.finditer(sentence):  # as most Romance languages write them
        if language_code(word["name"]) in _TAUGHT and fold(word["name"]) not in _NO_SMALL_LETTER:
            yield Mention(word["name"], *word.span("name"))


def _says_need(sentence: str) -> bool:
    folded = fold(sentence)
    return NICE_CUE.search(folded) is not None or MUST_CUE.search(folded) is not None
