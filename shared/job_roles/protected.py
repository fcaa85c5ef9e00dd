"""Finds questions about protected characteristics, by rules, in seven languages. Pure functions.

The rules look for questions that are put to the person ("your family", "are you pregnant"). What they miss is left to
the recruiter who reviews the plan and to the interviewer's prompt.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from shared.interviews.signals import plain
from shared.job_roles.phrases.belonging import BELONGING
from shared.job_roles.phrases.common import REASONS, Characteristic
from shared.job_roles.phrases.person import PERSON
from shared.job_roles.phrases.postings import POSTINGS
from shared.resumes.fields.text import fold


class Protected(NamedTuple):
    """A question about a protected characteristic: which one, and the words that ask, without case and diacritics."""

    characteristic: Characteristic
    words: str

    @property
    def reason(self) -> str:
        return REASONS[self.characteristic]


def screen(text: str) -> Protected | None:
    """The first protected characteristic that the text asks about, or None."""
    asked = _bare(text)
    for characteristic, pattern in _patterns().items():
        if found := pattern.search(asked):
            return Protected(characteristic, found.group().strip())
    return None


def refused_requirements(description: str) -> Iterator[tuple[Characteristic, int, int]]:
    """Where a job description asks for a protected characteristic of candidates."""
    asked = re.sub(r"\s", " ", fold(description))
    for characteristic, pattern in _requirement_patterns().items():
        for found in pattern.finditer(asked):
            yield characteristic, found.start(), found.end()


def _bare(text: str) -> str:
    """The text in one line as it reads, without case, diacritics and typographic apostrophes."""
    decomposed = unicodedata.normalize("NFD", " ".join(plain(text).split()).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def _patterns() -> dict[Characteristic, re.Pattern[str]]:
    """Compiled when first used: it takes longer than a cold start should."""
    return _compiled(PERSON | BELONGING)


@cache
def _requirement_patterns() -> dict[Characteristic, re.Pattern[str]]:
    return _compiled(POSTINGS)


def _compiled(phrases: Mapping[Characteristic, tuple[str, ...]]) -> dict[Characteristic, re.Pattern[str]]:
    return {name: re.compile("|".join(f"(?:{one})" for one in listed)) for name, listed in phrases.items()}
