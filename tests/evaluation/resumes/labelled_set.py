"""The labelled set: two parts of drawn résumés; layouts, wording and dates vary apart from the people."""

import functools
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.models.document import DocumentKind, ReadDocument
from shared.models.resume import ResumeProfile
from shared.resumes.embedded_text import read_embedded
from shared.resumes.fields import parse_fields
from tests.evaluation.resumes import layouts_first, layouts_held_out, layouts_second
from tests.evaluation.resumes.labels import Part, Person, people
from tests.evaluation.resumes.wording import DATE_STYLES

TODAY: Final = date(2026, 11, 15)
LAYOUTS_EACH: Final = 2
_LAYOUTS: Final = {
    "development": (*layouts_first.LAYOUTS, *layouts_second.LAYOUTS),
    "held_out": layouts_held_out.LAYOUTS,
}
# What a layout leaves out is not asked for.
_LEFT_OUT: Final = {
    "tabular": {"summary"},
    "word_table": {"summary", "job locations"},
    "capitals": {"job locations"},
    "europass": {"summary"},
    "harvard": {"summary"},
    "narrated": {"summary", "job locations"},
    "office": {"summary"},
    "grid": {"job locations", "descriptions"},
}


@dataclass(frozen=True)
class Case:
    """One drawn résumé: who, how, and in which style its dates are."""

    part: Part
    person: Person
    layout: str
    style: str
    variant: int
    kind: DocumentKind
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.person.email.split('@')[0]}-{self.layout}"

    def shows(self, what: str) -> bool:
        return what not in _LEFT_OUT.get(self.layout, set())


@functools.cache
def cases(part: Part) -> tuple[Case, ...]:
    """Each person in two layouts; which layout, wording and style of dates goes by turns."""
    layouts = _LAYOUTS[part]
    drawn: list[Case] = []
    for number, person in enumerate(people(part)):
        for turn in range(LAYOUTS_EACH):
            layout = layouts[(number * LAYOUTS_EACH + turn) % len(layouts)]
            style = DATE_STYLES[(number * 2 + turn * 5) % len(DATE_STYLES)]
            variant = number + turn
            kind, content = layout(person, style, variant)
            drawn.append(Case(part, person, layout.__name__, style, variant, kind, content))
    return tuple(drawn)


@functools.cache
def read(case: Case) -> ReadDocument:
    """The document as the app reads it where there is no Document Intelligence."""
    return read_embedded(case.content, case.kind).document


@functools.cache
def parsed(case: Case) -> ResumeProfile:
    """What the rules find in it."""
    return parse_fields(read(case), today=TODAY)
