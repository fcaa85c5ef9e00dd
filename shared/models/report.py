"""Reports and reviews: what a recruiter reads and decides, and what a candidate may read of it."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from shared.models.application import CandidateProfile
from shared.models.common import Body, Model, UtcDatetime
from shared.models.interview import Interview
from shared.models.job_role import JobRole, PublicJobRole
from shared.models.score import Score, ScoringStatus

Decision = Literal["advance", "reject", "hold"]


class ReviewRequest(Body):
    decision: Decision
    reason: str = Field(min_length=1, max_length=5_000, pattern=r"\S")


class Review(Model):
    id: UUID
    interview_id: UUID
    reviewer_id: UUID
    decision: Decision
    reason: str
    created_at: UtcDatetime


class Report(Model):
    """For the organisation: everything, each claim with its citations."""

    interview: Interview
    candidate: CandidateProfile | None
    job_role: JobRole
    scoring_status: ScoringStatus
    score: Score | None
    review: Review | None


class CandidateReport(Model):
    """For the candidate: no scores, no names of quotes, only what was written for them."""

    interview: Interview
    job_role: PublicJobRole
    scoring_status: ScoringStatus
    candidate_feedback: str | None


class ScoringView(Model):
    """Where the scoring of an interview stands. `samples_done` counts those of the run under way."""

    scoring_status: ScoringStatus
    samples_done: int
    score: dict[str, Any] | None
    candidate_feedback: str | None
    review: Review | None

    def full_score(self) -> Score | None:
        """The latest score with the candidate's feedback in its place."""
        if self.score is None:
            return None
        return Score.model_validate(self.score | {"candidate_feedback": self.candidate_feedback or ""})
