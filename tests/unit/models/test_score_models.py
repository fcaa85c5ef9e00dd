"""What the models of scores, transcripts, reviews and job roles take and refuse."""

from typing import Any

import pytest

from shared.models.application import Application
from shared.models.job_role import JobRole, PublicJobRole
from shared.models.report import ReviewRequest
from shared.models.score import Citation, DimensionScore, Score
from shared.models.transcript import TranscriptSegment
from tests.fixtures.factories import (
    ApplicationFactory,
    CitationFactory,
    DimensionScoreFactory,
    JobRoleFactory,
    ScoreFactory,
    TranscriptSegmentFactory,
    as_row,
)
from tests.unit.models.refusals import refusals

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("score", [0, 100, None])
def test_a_score_lies_between_nothing_and_a_hundred_or_is_none(score: float | None) -> None:
    assert ScoreFactory(overall_score=score).overall_score == score


@pytest.mark.parametrize(
    ("score", "why"), [(-0.1, "greater_than_equal"), (100.1, "less_than_equal"), (float("nan"), "less_than_equal")]
)
def test_a_score_outside_of_that_is_refused(score: float, why: str) -> None:
    assert refusals(Score, as_row(ScoreFactory()) | {"overall_score": score}) == [("overall_score", why)]
    assert refusals(DimensionScore, as_row(DimensionScoreFactory()) | {"score": score}) == [("score", why)]


def test_a_dimension_without_evidence_has_no_score() -> None:
    dimension = DimensionScoreFactory(without_evidence=True)
    assert (dimension.score, dimension.level, dimension.cited_quotes) == (None, None, [])


@pytest.mark.parametrize(("field", "value"), [("weight", 1.01), ("weight", -0.01), ("agreement", 1.01)])
def test_weights_and_agreement_are_fractions(field: str, value: float) -> None:
    assert [place for place, _ in refusals(DimensionScore, as_row(DimensionScoreFactory()) | {field: value})] == [field]


@pytest.mark.parametrize("level", [0, 6])
def test_levels_go_from_one_to_five(level: int) -> None:
    assert [place for place, _ in refusals(DimensionScore, as_row(DimensionScoreFactory()) | {"level": level})] == [
        "level"
    ]


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_citation_begins_and_ends_in_its_segment(field: str) -> None:
    assert refusals(Citation, as_row(CitationFactory()) | {field: -1}) == [(field, "greater_than_equal")]


def test_a_segment_is_said_by_the_interviewer_or_the_candidate() -> None:
    row = as_row(TranscriptSegmentFactory()) | {"speaker": "system"}
    assert refusals(TranscriptSegment, row) == [("speaker", "literal_error")]


def test_a_segments_confidence_is_a_fraction() -> None:
    row = as_row(TranscriptSegmentFactory()) | {"confidence": 87}
    assert refusals(TranscriptSegment, row) == [("confidence", "less_than_equal")]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_decision_needs_a_reason(reason: str) -> None:
    found = refusals(ReviewRequest, {"decision": "hold", "reason": reason})
    assert [place for place, _ in found] == ["reason"]


def test_a_decision_is_one_of_three() -> None:
    found = refusals(ReviewRequest, {"decision": "maybe", "reason": "Not sure."})
    assert found == [("decision", "literal_error")]


def test_a_candidate_reads_nothing_of_a_role_that_scores_them() -> None:
    public = PublicJobRole.model_validate(JobRoleFactory().model_dump()).model_dump()
    assert not {"scoring_rubric", "interview_structure"} & set(public)


def test_a_rubrics_weight_is_a_fraction() -> None:
    row: dict[str, Any] = as_row(JobRoleFactory())
    row["scoring_rubric"]["technical_depth"]["weight"] = 60
    assert refusals(JobRole, row) == [("scoring_rubric.technical_depth.weight", "less_than_equal")]


def test_an_application_follows_its_interview() -> None:
    assert ApplicationFactory(in_progress=True).status == "interviewing"
    assert ApplicationFactory(completed=True).status == "in_review"


def test_an_application_has_a_status_of_the_contract() -> None:
    assert refusals(Application, as_row(ApplicationFactory()) | {"status": "hired"}) == [("status", "literal_error")]
