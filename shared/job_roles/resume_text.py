"""Where a résumé's visible text says something, and not to say that it is missing. Pure functions of one text."""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from shared.job_roles.mentions import line_around, places
from shared.job_roles.studies import bare, content, stem
from shared.models.match import Met, ResumeQuote
from shared.resumes.fields.denials import is_denied
from shared.resumes.fields.text import fold, key
from shared.resumes.fields.vocabulary import spellings, term_of

type Place = tuple[int, int]

_MOST_QUOTES: Final = 3
_MOST_MENTIONS: Final = 200  # of one name
_MOST_LINES: Final = 20  # that hold most of a phrase
_PART_OF_WORDS: Final = 0.5  # of a phrase's words, in one line
_LEAST_OF_COMPOUND: Final = 8  # letters that a longer word may begin with and be of the same thing
_AROUND_ITEM: Final = 8  # characters
_ITEM_BEGINS = re.compile(r"(?:\A|[\n,;:|/(•●▪·*]|\n[ \t]*[-–—]|\b(?:and|und|et|y|e))[ \t]*\Z")
_ITEM_ENDS = re.compile(r"[ \t]*(?:[\n,;|/()•●▪·]|\.?\Z|\.\s|(?:and|und|et|y|e)\b)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Word(NamedTuple):
    stem: str
    start: int
    end: int


class ResumeText:
    """The visible text of a résumé, and the keys of the skills that were read from it."""

    def __init__(self, text: str, skill_keys: frozenset[str]) -> None:
        self.text = text
        self.folded = fold(text)
        self._skill_keys = skill_keys

    def said(self, found: Iterable[Place]) -> list[Place]:
        """The places that do not say that the thing is missing or only wished for."""
        return [place for place in islice(found, _MOST_MENTIONS) if not is_denied(self.folded, *place)]

    def mentions(self, name: str) -> list[Place]:
        """Where a skill is named, under any of its names.

        A name that is also a word counts only if the reader of the résumé took it for a skill, and where it is spelt
        like the name, in several words, or an item of a list: "Go", "project management", "python, go, sql".
        """
        found: dict[int, Place] = {}
        for spelling in self._names(name):
            known = term_of(spelling)
            doubtful = known is not None and known.where != "everywhere"
            if known and doubtful and key(known.name) not in self._skill_keys:
                continue
            where = places(spelling, self.text)
            if doubtful and " " not in spelling:
                where = (one for one in where if self.text[slice(*one)] == spelling or self._is_item(*one))
            for place in self.said(where):
                found.setdefault(place[0], place)
        return list(found.values())

    def _is_item(self, start: int, end: int) -> bool:
        """Whether a place is a whole item of a list, or a whole line."""
        return (
            _ITEM_BEGINS.search(self.folded, max(0, start - _AROUND_ITEM), start) is not None
            and _ITEM_ENDS.match(self.folded, end) is not None
        )

    def names(self, name: str) -> bool:
        """Whether a skill is named at all, if only to say that it is missing."""
        return any(True for spelling in self._names(name) for _ in places(spelling, self.text))

    def holds_words(self, phrase: str) -> tuple[Met, list[Place]]:
        """The line that holds most of a phrase's words: partly, if it holds half of them, and two if there are two.

        Of a single long word a compound will do: "Photovoltaik" in "Photovoltaikanlagen".
        """
        subject = content(phrase)
        wanted = {stem(word) for word in subject}
        compound = tuple(word for word in subject if len(subject) == 1 and len(word) >= _LEAST_OF_COMPOUND)
        least = max(min(2, len(wanted)), len(wanted) * _PART_OF_WORDS)
        held = [
            (len({found.stem for found in fitting}), fitting)
            for line in self.lines
            if (fitting := [one for one in line if one.stem in wanted or one.stem.startswith(compound)])
        ]
        likely = sorted((one for one in held if one[0] >= least), key=lambda one: -one[0])
        for _, fitting in likely[:_MOST_LINES]:
            said = [one for one in fitting if not is_denied(self.folded, one.start, one.end)]
            if len({one.stem for one in said}) >= least:
                return "partly", [(said[0].start, said[-1].end)]
        return "not_shown", []

    def quotes(self, where: Iterable[Place]) -> list[ResumeQuote]:
        """The lines in which the places stand, each once, the ones that say most first to be kept."""
        lines = dict.fromkeys(line_around(self.text, start, end) for start, end in where)
        told = sorted(lines, key=lambda place: place[0] - place[1])[:_MOST_QUOTES]
        return [ResumeQuote(quote=self.text[start:end], start=start, end=end) for start, end in sorted(told)]

    def _names(self, name: str) -> Iterable[str]:
        term = term_of(name)
        return dict.fromkeys((name, *(spellings(term.name) if term else ())))

    @cached_property
    def lines(self) -> list[list[Word]]:
        return [
            [Word(stem(bare(word.group())), *word.span()) for word in _WORD.finditer(self.folded, *line.span())]
            for line in re.finditer(r"[^\n]+", self.text)
        ]
