"""Precision and recall of profiles, field by field, against the labels."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.models.resume import DateRange, Education, Experience, ResumeProfile
from shared.resumes.fields import skill_name
from shared.resumes.fields.contact import bare_url
from shared.resumes.fields.text import key
from tests.evaluation.resumes.labelled_set import Case
from tests.evaluation.resumes.wording import shown

_OVERLAP: Final = 0.8  # of the words of a longer text, on both sides
type Dates = tuple[str | None, str | None, bool]


@dataclass
class Tally:
    """`right` of `found` values are right, and `expected` are asked for."""

    right: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Score(dict[str, Tally]):
    """Tallies by field."""

    def add(self, field: str, found: int, expected: int, right: int) -> None:
        tally = self.setdefault(field, Tally())
        tally.right, tally.found, tally.expected = tally.right + right, tally.found + found, tally.expected + expected

    def one[Value](
        self, field: str, found: Value | None, expected: Value | None, same: Callable[[Value, Value], bool]
    ) -> None:
        right = found is not None and expected is not None and same(found, expected)
        self.add(field, found is not None, expected is not None, right)

    def many(self, field: str, found: Sequence[str], expected: Sequence[str], ignored: Iterable[str] = ()) -> None:
        """Lists of single things, compared by their letters and digits."""
        spare = {key(item) for item in ignored}
        wanted = {key(item) for item in expected}
        kept = {key(item) for item in found} - (spare - wanted)
        self.add(field, len(kept), len(wanted), len(kept & wanted))


def score(profiles: Iterable[tuple[Case, ResumeProfile]]) -> Score:
    total = Score()
    for case, profile in profiles:
        _contact(total, case, profile)
        _lists(total, case, profile)
        _positions(total, case, profile.experience)
        _studies(total, case, profile.education)
    return total


def _contact(total: Score, case: Case, profile: ResumeProfile) -> None:
    person = case.person
    total.one("name", profile.name, person.name, _equal)
    total.many("emails", profile.emails, [person.email])
    total.many("phones", profile.phones, [number for _, number in person.phones])
    total.many("links", [bare_url(link.url) for link in profile.links], person.links)
    total.one("location", profile.location, person.location, _equal)
    total.one("country", profile.country, person.country, _equal)
    summary = person.summary if case.shows("summary") else ""
    total.one("summary", profile.summary, summary or None, _overlapping)


def _lists(total: Score, case: Case, profile: ResumeProfile) -> None:
    person = case.person
    total.many("skills", _named(profile.skills), _named(person.skills), _named(person.also))
    total.many("certifications", profile.certifications, person.certifications)
    total.many("languages", [item.name for item in profile.languages], [name for name, _ in person.languages])
    levels = [f"{item.name} {item.level}" for item in profile.languages if item.level]
    total.many("language levels", levels, [f"{name} {level}" for name, level in person.languages])


def _named(skills: Iterable[str]) -> list[str]:
    """Under one name for each skill, so that a nickname that is spelt out is no mistake."""
    return [skill_name(skill) for skill in skills]


def _positions(total: Score, case: Case, found: Sequence[Experience]) -> None:
    jobs = case.person.experience
    expected = [
        Experience(
            employer=job.employer,
            title=job.title,
            location=job.location if case.shows("job locations") else None,
            dates=_dates(job.start, job.end, case.style),
            description="\n".join(job.lines) if case.shows("descriptions") else None,
        )
        for job in jobs
    ]
    for one, other in _aligned(found, expected, ("employer", "title")):
        total.one("employer", one and one.employer, other and other.employer, _equal)
        total.one("title", one and one.title, other and other.title, _equal)
        total.one("position dates", _of(one), _of(other), _same_dates)
        total.one("description", one and one.description, other and other.description, _overlapping)
        if other is None or other.location is not None:
            total.one("position location", one and one.location, other and other.location, _equal)


def _studies(total: Score, case: Case, found: Sequence[Education]) -> None:
    style = "years" if case.style in {"two digits", "quarters"} else case.style
    expected = [
        Education(
            institution=study.institution,
            degree=study.degree,
            field=study.field or None,
            dates=_dates(study.start, study.end, style),
        )
        for study in case.person.education
    ]
    for one, other in _aligned(found, expected, ("institution", "degree")):
        total.one("institution", one and one.institution, other and other.institution, _equal)
        total.one("degree", one and one.degree, other and other.degree, _equal)
        total.one("field of study", one and one.field, other and other.field, _equal)
        total.one("education dates", _of(one), _of(other), _same_dates)


def _aligned[Entry: (Experience, Education)](
    found: Sequence[Entry], expected: Sequence[Entry], names: tuple[str, str]
) -> list[tuple[Entry | None, Entry | None]]:
    """Entries in pairs, the most alike first; those left over alone."""
    likeness = sorted(
        (
            (-_alike(one, other, names), abs(at - place), at, place)
            for at, one in enumerate(found)
            for place, other in enumerate(expected)
        ),
    )
    left, open_ = set(range(len(found))), set(range(len(expected)))
    pairs: list[tuple[Entry | None, Entry | None]] = []
    for unlike, _, at, place in likeness:
        if unlike < 0 and at in left and place in open_:
            left.remove(at)
            open_.remove(place)
            pairs.append((found[at], expected[place]))
    return pairs + [(found[at], None) for at in sorted(left)] + [(None, expected[place]) for place in sorted(open_)]


def _alike(one: Experience | Education, other: Experience | Education, names: tuple[str, str]) -> float:
    values = [(getattr(one, name), getattr(other, name)) for name in names]
    return sum(2 * _equal(a, b) + (key(a) in key(b) or key(b) in key(a)) for a, b in values if a and b) + (
        _of(one) is not None and _of(one) == _of(other)
    )


def _dates(start: str, end: str, style: str) -> DateRange:
    return DateRange(
        start=shown(start, style, last=False) if start else None,
        end=shown(end, style, last=True) if end else None,
        current=not end,
        text="",
    )


def _of(entry: Experience | Education | None) -> Dates | None:
    dates = entry.dates if entry else None
    return (dates.start, dates.end, dates.current) if dates else None


def _same_dates(one: Dates, two: Dates) -> bool:
    return one == two


def _equal(one: str, two: str) -> bool:
    return key(one) == key(two)


def _overlapping(one: str, two: str) -> bool:
    words, others = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", two.lower()))
    return len(words & others) >= _OVERLAP * max(len(words), len(others), 1)
