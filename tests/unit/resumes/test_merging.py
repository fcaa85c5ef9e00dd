"""One profile of two: the rules' dates stand, and no position is there twice."""

import pytest

from shared.models.resume import DateRange, Experience, ResumeProfile
from shared.resumes.merging import merge

pytestmark = pytest.mark.unit


def position(title: str | None, employer: str | None, years: str | None, **fields: str) -> Experience:
    start, _, end = (years or "").partition("-")
    dates = DateRange(start=start, end=end, text=years) if years else None
    return Experience.model_validate({"title": title, "employer": employer, "dates": dates} | fields)


def merged(rules: list[Experience], model: list[Experience]) -> list[Experience]:
    return merge(ResumeProfile(experience=rules), ResumeProfile(experience=model, method="rules_and_model")).experience


def test_a_model_does_not_contradict_the_dates_of_the_rules() -> None:
    read = [position("Engineer", "Northwind", "2018-2020")]
    assert merged(read, [position("Engineer", "Northwind", "2010-2020")]) == read
    assert merged(read, [position("Engineer", "Northwind", "2018-2021")]) == read
    assert merged(
        read, [position("Engineer", "Northwind", "2010-2020"), position("Intern", "Globex", "2009-2010")]
    ) == [
        *read,
        position("Intern", "Globex", "2009-2010"),
    ]


def test_two_stints_with_one_employer_stay_two() -> None:
    stints = [position("Engineer", "Northwind", "2018-2020"), position("Engineer", "Northwind", "2010-2012")]
    assert merged(stints, stints[::-1]) == stints[::-1]
    assert merged(stints[1:], stints) == stints


def test_what_the_rules_miss_of_an_entry_is_filled_in() -> None:
    bare = position("Engineer", None, "2018-2020")
    whole = position("Engineer", "Northwind", "2018-2020", description="Built services")
    assert merged([bare], [whole]) == [whole]
    assert merged([position("Engineer", "Northwind", None)], [whole]) == [whole]
