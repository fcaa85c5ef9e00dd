"""Finds questions about protected characteristics, by rules, in seven languages. Pure functions.

The rules look for questions that are put to the person ("your family", "are you pregnant"). What they miss is left to
the recruiter who reviews the plan and to the interviewer's prompt.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from shared.job_roles.phrases.belonging import BELONGING
from shared.job_roles.phrases.common import REASONS, Characteristic
from shared.job_roles.phrases.doubtful import DOUBTFUL
from shared.job_roles.phrases.grammar import phrases
from shared.job_roles.phrases.person import PERSON
from shared.job_roles.phrases.postings import CANDIDATES, IS, LOOSE, NAMED, OTHERS_WORK, POSTINGS
from shared.job_roles.phrases.topics import OTHERS, TOPICS
from shared.resumes.fields.text import fold
from shared.utils.plain_text import plain

_MOST_WORDS: Final = 50  # of one characteristic that are shown
_REACH: Final = 300  # characters that a sentence is looked at around a place
_SENTENCE_ENDS: Final = re.compile(r"[.;!?\n]")
_CLAUSE_ENDS: Final = re.compile(r"[.,;:!?\n]")
_CANDIDATES, _NAMED, _IS = re.compile(CANDIDATES), re.compile(NAMED), re.compile(IS)
_OTHERS = re.compile(OTHERS_WORK)
_NO_MATTER = re.compile(
    r"\b(?:without regard (?:to|for)|regardless of|irrespective of"
    r"|(?:not?|never|without|against) (?:\w+ ){0,2}discriminat\w+"
    r"|unabhangig von|ungeachtet|sans distinction|sans discrimination|independientemente|sin distincion"
    r"|sin discriminacion|indipendentemente|independentemente|ongeacht)\b"
    r"(?!.*\b(?:must|should|only|want|seek|looking|muss|doit|debe)\b)"
)


class Protected(NamedTuple):
    """A question about a protected characteristic: which one, and the words that ask, without case and diacritics."""

    characteristic: Characteristic
    words: str

    @property
    def reason(self) -> str:
        return REASONS[self.characteristic]


class RequirementWords(NamedTuple):
    """Words about a protected characteristic, and whether they are certainly said of candidates."""

    characteristic: Characteristic
    start: int
    end: int
    certain: bool


def screen(text: str) -> Protected | None:
    """The first protected characteristic that the text asks about, or None."""
    asked = _bare(text)
    for characteristic, pattern in _patterns().items():
        if found := pattern.search(asked):
            return Protected(characteristic, found.group().strip())
    return None


def doubtful(text: str) -> Protected | None:
    """What the text may ask about; whether it does is for a person to say."""
    asked = _bare(text)
    for characteristic, pattern in _doubtful_patterns().items():
        if found := pattern.search(asked):
            return Protected(characteristic, found.group().strip())
    return None


def refused_requirements(description: str) -> Iterator[tuple[Characteristic, int, int]]:
    """Where a job description asks for a protected characteristic of candidates."""
    for found in requirement_words(description):
        if found.certain:
            yield found.characteristic, found.start, found.end


def requirement_words(text: str) -> Iterator[RequirementWords]:
    """Where a text speaks of a protected characteristic of candidates, or of what could be one."""
    folded = fold(text)
    asked = re.sub(r"\s", " ", folded)
    seen: list[tuple[int, int]] = []
    for loose, patterns in ((False, _posting_patterns()), (True, _loose_patterns())):
        for characteristic, pattern in patterns.items():
            for found in islice(pattern.finditer(asked), _MOST_WORDS):
                if loose and any(start < found.end() and found.start() < end for start, end in seen):
                    continue
                if _is_of_no_matter(folded, found.start()):
                    continue
                seen.append(found.span())
                certain = _means_candidates(folded, *found.span(), loose=loose)
                yield RequirementWords(characteristic, *found.span(), certain)


def _is_of_no_matter(folded: str, at: int) -> bool:
    """Whether the sentence says before a place that such things do not count: "without regard to marital status"."""
    return _NO_MATTER.search(folded, _back_to(_SENTENCE_ENDS, folded, at), at) is not None


def _means_candidates(folded: str, start: int, end: int, *, loose: bool) -> bool:
    """Whether words are certainly said of candidates, and not of those whom the work is for."""
    sentence = folded[_back_to(_SENTENCE_ENDS, folded, start) : _on_to(_SENTENCE_ENDS, folded, end)]
    if not loose and _NAMED.search(sentence):
        return True
    first, last = _back_to(_CLAUSE_ENDS, folded, start), _on_to(_CLAUSE_ENDS, folded, end)
    if _OTHERS.search(folded, first, start) or _OTHERS.search(folded, end, last):
        return False
    before, after = folded[first:start], folded[end:last]
    alone = not any(character.isalnum() for character in before + after)
    meant = _CANDIDATES.search(sentence) is not None or _IS.match(before) is not None
    return alone or not loose or meant


def _back_to(ends: re.Pattern[str], text: str, at: int) -> int:
    """Where the sentence or clause begins that holds a place; a long one is cut."""
    first = max(0, at - _REACH)
    return max((found.end() for found in ends.finditer(text, first, at)), default=first)


def _on_to(ends: re.Pattern[str], text: str, at: int) -> int:
    found = ends.search(text, at, at + _REACH)
    return found.start() if found else min(len(text), at + _REACH)


def _bare(text: str) -> str:
    """The text in one line as it reads, without case, diacritics and typographic apostrophes."""
    decomposed = unicodedata.normalize("NFD", " ".join(plain(text).split()).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def _patterns() -> dict[Characteristic, re.Pattern[str]]:
    """Compiled when first used: it takes longer than a cold start should."""
    listed = PERSON | BELONGING
    return _compiled({name: (*listed[name], *OTHERS.get(name, ()), *phrases(TOPICS.get(name, {}))) for name in listed})


@cache
def _doubtful_patterns() -> dict[Characteristic, re.Pattern[str]]:
    return _compiled(DOUBTFUL)


@cache
def _posting_patterns() -> dict[Characteristic, re.Pattern[str]]:
    return _compiled(POSTINGS)


@cache
def _loose_patterns() -> dict[Characteristic, re.Pattern[str]]:
    return _compiled(LOOSE)


def _compiled(phrases: Mapping[Characteristic, tuple[str, ...]]) -> dict[Characteristic, re.Pattern[str]]:
    return {name: re.compile("|".join(f"(?:{one})" for one in listed)) for name, listed in phrases.items()}
