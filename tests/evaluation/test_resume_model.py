"""A model's pass over the labelled set: one that reads right loses little, one that mixes entries up mixes up none."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pytest

from shared.models.resume import Experience, ResumeProfile
from shared.resumes.fields.rows import rows_of
from shared.resumes.fields.text import key
from shared.resumes.grounding import ground
from shared.resumes.merging import merge
from tests.evaluation.resumes.labelled_set import TODAY, Case, cases, parsed, read
from tests.evaluation.resumes.labels import Job, Part
from tests.evaluation.resumes.wording import PRESENT, date

pytestmark = pytest.mark.integration

PART: Final[Part] = "held_out"  # whose wording no rule was made on
NAMES_KEPT: Final = 0.98
DATES_KEPT: Final = 0.85  # those of two digits are left to the rules
EMPTY: Final[dict[str, Any]] = {
    "name": None, "email": None, "phone": None, "links": [], "location": None, "summary": None, "skills": [],
    "experience": [], "education": [], "certifications": [], "languages": [],
}  # fmt: skip


def jobs(case: Case) -> list[dict[str, Any]]:
    """The positions as a model that reads right gives them."""
    language = case.person.language
    return [
        {
            "employer": job.employer,
            "title": job.title,
            "location": None,
            "start": date(job.start, language, case.style),
            "end": date(job.end, language, case.style) if job.end else PRESENT[language][case.variant % 3],
            "description": None,
        }
        for job in case.person.experience
    ]


def mixed(given: Sequence[dict[str, Any]], *fields: str) -> list[dict[str, Any]]:
    """The positions, each with these fields of the next."""
    nexts = [*given[1:], given[0]]
    return [{**one, **{name: other[name] for name in fields}} for one, other in zip(given, nexts, strict=True)]


def grounded(case: Case, given: Sequence[dict[str, Any]]) -> ResumeProfile:
    document = read(case)
    return ground({**EMPTY, "experience": given}, document.text, rows_of(document))[0]


def test_a_model_that_reads_right_loses_little() -> None:
    asked = [(one, case) for case in cases(PART) for one in jobs(case)]
    kept = [entry for one, case in asked for entry in grounded(case, [one]).experience]
    assert sum(entry.employer is not None for entry in kept) >= NAMES_KEPT * len(asked)
    assert sum(entry.title is not None for entry in kept) >= NAMES_KEPT * len(asked)
    assert sum(entry.dates is not None for entry in kept) >= DATES_KEPT * len(asked)


def test_a_model_that_mixes_entries_up_mixes_up_none() -> None:
    """It gives each position the next one's employer, or dates, or end."""
    mixes = (("employer",), ("start", "end"), ("end",))
    assert [name for case in cases(PART) for mix in mixes for name in wrong_in(case, mixed(jobs(case), *mix))] == []


def wrong_in(case: Case, given: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The positions of the whole profile that no job of the person's has."""
    profile = merge(parsed(case), grounded(case, given), today=TODAY)
    for entry in profile.experience:
        if not any(is_of(entry, job) for job in case.person.experience) and is_of_several(entry, case):
            yield f"{case.name}: {entry.title}, {entry.employer}, {entry.dates and entry.dates.text}"


def is_of(entry: Experience, job: Job) -> bool:
    return all(agreeing(entry, job).values())


def is_of_several(entry: Experience, case: Case) -> bool:
    """Whether each field is some job's: what the rules cut wrongly is not mixed up."""
    told = [agreeing(entry, job) for job in case.person.experience]
    return all(any(one[name] for one in told) for name in told[0])


def agreeing(entry: Experience, job: Job) -> dict[str, bool]:
    """Of each field that the entry has, whether it is the job's; of dates the years."""
    names = {"title": (entry.title, job.title), "employer": (entry.employer, job.employer)}
    years = {"start": (entry.dates.start, job.start), "end": (entry.dates.end, job.end)} if entry.dates else {}
    return {name: key(one) == key(other) for name, (one, other) in names.items() if one} | {
        name: one[:4] == other[:4] for name, (one, other) in years.items() if one
    }
