"""Scores: what a report says, and what it rests on."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from shared.models.common import Fraction, Model, ScoreValue, UtcDatetime


class Citation(Model):
    """Where a quote stands: `content[start:end] == quote` in its segment, in Unicode code points."""

    quote: str
    segment_id: UUID
    turn: int
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class DimensionScore(Model):
    dimension: str
    score: ScoreValue | None
    weight: Fraction
    evidence: str
    cited_quotes: list[str]
    citations: list[Citation]
    level: int | None = Field(default=None, ge=1, le=5)
    anchors: dict[int, str] = Field(default_factory=dict[int, str])
    samples: list[int | None] = Field(default_factory=list[int | None])
    agreement: Fraction | None = None
    status: Literal["scored", "insufficient_evidence"]


class ScoreContent(Model):
    """A score without its id, version and time: what scoring gives the database."""

    overall_score: ScoreValue | None
    dimensions: list[DimensionScore]
    narrative_summary: str
    candidate_feedback: str
    agreement: Fraction | None
    needs_review: bool
    reasons: list[str]
    provenance: dict[str, Any]


class Score(ScoreContent):
    id: UUID
    version: int
    created_at: UtcDatetime | None = None


ScoringStatus = Literal["none", "pending", "scored", "failed"]
RunStatus = Literal["pending", "scored", "failed"]


class ScoringRun(Model):
    """One scoring of one version of a transcript; `version` numbers the interview's scores."""

    run_id: UUID
    version: int
    status: RunStatus
    samples: int
