"""The rules parser on the labelled set: what a change of its rules or vocabularies must pass.

The floors lie a little below what is reached. The development part is what rules were made on; the held-out part is
what shows whether they are rules.
"""

from typing import Final

import pytest

from shared.models.resume import ResumeProfile
from shared.resumes.fields.data import table
from tests.evaluation.resumes.labelled_set import cases, parsed, read
from tests.evaluation.resumes.labels import Part
from tests.evaluation.resumes.naive import naive_fields
from tests.evaluation.resumes.scoring import Score, score

pytestmark = pytest.mark.integration

# Precision and recall at least, by part.
FLOORS: Final[dict[Part, dict[str, tuple[float, float]]]] = {
    "development": {
        "name": (0.97, 0.97),
        "emails": (0.99, 0.99),
        "phones": (0.97, 0.97),
        "links": (0.97, 0.97),
        "location": (0.95, 0.95),
        "country": (0.97, 0.95),
        "summary": (0.95, 0.95),
        "skills": (0.95, 0.95),
        "certifications": (0.9, 0.92),
        "languages": (0.97, 0.97),
        "language levels": (0.95, 0.95),
        "employer": (0.93, 0.93),
        "title": (0.96, 0.96),
        "position dates": (0.97, 0.97),
        "description": (0.95, 0.95),
        "position location": (0.95, 0.9),
        "institution": (0.96, 0.96),
        "degree": (0.96, 0.96),
        "field of study": (0.95, 0.95),
        "education dates": (0.97, 0.97),
    },
    "held_out": {
        "name": (0.92, 0.92),
        "emails": (0.97, 0.97),
        "phones": (0.95, 0.88),
        "links": (0.95, 0.95),
        "location": (0.92, 0.76),
        "country": (0.95, 0.76),
        "summary": (0.8, 0.76),
        "skills": (0.91, 0.9),
        "certifications": (0.92, 0.82),
        "languages": (0.95, 0.83),
        "language levels": (0.95, 0.83),
        "employer": (0.87, 0.82),
        "title": (0.89, 0.84),
        "position dates": (0.95, 0.9),
        "description": (0.8, 0.76),
        "position location": (0.92, 0.82),
        "institution": (0.87, 0.87),
        "degree": (0.87, 0.87),
        "field of study": (0.68, 0.7),
        "education dates": (0.95, 0.9),
    },
}


def scored(part: Part) -> Score:
    return score((case, parsed(case)) for case in cases(part))


@pytest.mark.parametrize("part", ["development", "held_out"])
def test_precision_and_recall_stay_above_their_floors(part: Part) -> None:
    found = scored(part)
    below = {
        field: (round(found[field].precision, 3), round(found[field].recall, 3))
        for field, (precision, recall) in FLOORS[part].items()
        if found[field].precision < precision or found[field].recall < recall
    }
    assert below == {}
    assert set(found) == set(FLOORS[part])


def test_the_rules_do_better_than_a_naive_reader_in_every_field() -> None:
    rules = scored("held_out")
    naive = score((case, naive_fields(read(case))) for case in cases("held_out"))
    assert [field for field in rules if rules[field].f1 < naive[field].f1] == []


def test_the_set_is_as_large_and_as_varied_as_it_claims() -> None:
    both = [*cases("development"), *cases("held_out")]
    assert len(both) >= 100
    assert {case.kind for case in both} == {"pdf", "docx", "text"}
    assert len({case.person.country for case in both}) >= 25
    assert len({case.person.language for case in both}) == 7
    assert {case.person.name for case in cases("development")}.isdisjoint(
        case.person.name for case in cases("held_out")
    )
    assert {case.layout for case in cases("development")}.isdisjoint(case.layout for case in cases("held_out"))


def test_a_profile_that_is_all_wrong_scores_nothing() -> None:
    empty = score((case, ResumeProfile(name="Nobody At All")) for case in cases("held_out"))
    assert empty["name"].precision == 0
    assert all(tally.recall == 0 for tally in empty.values())


def test_no_name_of_the_set_stands_in_the_word_lists() -> None:
    listed = " ".join(" ".join(row) for name in ("skills", "words") for row in table(name)).lower()
    both = [*cases("development"), *cases("held_out")]
    people = {case.person.name.lower() for case in both} | {case.person.name.split()[-1].lower() for case in both}
    employers = {job.employer.lower() for case in both for job in case.person.experience}
    themselves = {"freelance", "self-employed", "autónomo", "libera professionista"}
    known = set(listed.replace("|", " ").split())
    assert [name for name in people if name in known] == []
    assert [name for name in employers - themselves if name in listed] == []
