"""The rubric: which dimensions, which anchors, and the arithmetic."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.interviews.plan import GENERIC_LEVELS, Plan, Topic
from shared.models.job_role import JobRole, RubricDimension
from shared.scoring.rubric import dimensions_of, level_to_score, median_level, overall_score

pytestmark = pytest.mark.unit

LEVELS = {level: f"Own anchor {level}" for level in range(1, 6)}


def role(**rubric: RubricDimension) -> JobRole:
    return JobRole(
        id=uuid4(),
        organisation_id=uuid4(),
        title="Nurse",
        description="",
        status="open",
        version=1,
        scoring_rubric=rubric,
    )


def plan(*competencies: str) -> Plan:
    topics = [
        Topic(id=f"t-{number}", title=f"Title {number}", competency=name, question="Why?", minutes=5, levels=LEVELS)
        for number, name in enumerate(competencies)
    ]
    return Plan(role_title="Nurse", topics=tuple(topics))


def test_rubric_dimensions_take_the_anchors_of_the_plan():
    (care,) = dimensions_of(role(care=RubricDimension(weight=0.4, criteria="Is kind")), plan("care", "other", "care"))
    assert (care.weight, care.criteria, care.anchors) == (0.4, "Is kind", LEVELS)
    assert (care.topics, care.titles) == (("t-0", "t-2"), ("Title 0", "Title 2"))


def test_dimensions_come_in_the_order_of_the_plan_and_then_the_rest():
    one = RubricDimension(weight=0.2)
    items = dimensions_of(role(rest=one, second=one, first=one), plan("first", "unweighed", "second"))
    assert [entry.dimension for entry in items] == ["first", "second", "rest"]


def test_a_dimension_without_a_topic_has_the_generic_anchors():
    (care,) = dimensions_of(role(care=RubricDimension(weight=1)), plan("other"))
    assert care.anchors == GENERIC_LEVELS


def test_a_role_without_a_rubric_is_judged_on_the_competencies_of_its_plan_in_equal_parts():
    items = dimensions_of(role(), plan("care", "teamwork", "care"))
    assert [(entry.dimension, entry.weight) for entry in items] == [("care", 0.5), ("teamwork", 0.5)]


def test_a_role_with_neither_has_one_dimension():
    (only,) = dimensions_of(role(), None)
    assert (only.dimension, only.weight, only.anchors) == ("overall", 1, GENERIC_LEVELS)


def test_levels_are_evenly_spaced_from_0_to_100():
    assert [level_to_score(level) for level in range(1, 6)] == [0, 25, 50, 75, 100]


@pytest.mark.parametrize(("levels", "median"), [([3], 3), ([2, 5, 3], 3), ([3, 4], 3), ([1, 1, 5, 5], 1)])
def test_the_median_is_a_level_that_was_given(levels: list[int], median: int):
    assert median_level(levels) == median


@pytest.mark.parametrize(
    ("pairs", "overall"),
    [
        ([(0.35, 75), (0.3, 50), (0.2, 25), (0.15, 100)], 61.2),
        ([(0.5, 100), (0.3, None), (0.2, 50)], 85.7),
        ([(0, 100), (0, 50)], 75),
        ([(0.4, None), (0.6, None)], None),
        ([(1, None), (0, 100)], None),
        ([], None),
    ],
)
def test_the_overall_score_weighs_what_was_scored(pairs: list[tuple[float, float | None]], overall: float | None):
    assert overall_score(pairs) == overall


@given(st.lists(st.tuples(st.floats(0, 1), st.none() | st.integers(1, 5).map(level_to_score)), max_size=8))
def test_the_overall_score_lies_among_the_scores(pairs: list[tuple[float, float | None]]):
    overall, scores = overall_score(pairs), [score for _, score in pairs if score is not None]
    assert overall is None or min(scores) <= overall <= max(scores)
