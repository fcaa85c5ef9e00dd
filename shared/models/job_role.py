"""Job roles and their versions: requirements, rubric, interview structure."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.models.common import Fraction, Model, UtcDatetime

JobRoleStatus = Literal["draft", "open", "closed"]


class Requirements(Model):
    technical_skills: list[str] = Field(default_factory=list[str])
    experience_years: float | None = None
    education: str | None = None
    soft_skills: list[str] = Field(default_factory=list[str])


class RubricDimension(Model):
    """One dimension of a scoring rubric. `weight` is relative; weights are normalised over what was scored."""

    weight: Fraction
    criteria: str = ""


class InterviewStructure(Model):
    """What the interview covers; `time_per_topic` is in minutes."""

    topics: list[str] = Field(default_factory=list[str])
    time_per_topic: float | None = None


class PublicJobRole(Model):
    """What a candidate who applied may read of a job role."""

    id: UUID
    organisation_id: UUID
    title: str
    description: str
    status: JobRoleStatus
    requirements: Requirements = Field(default_factory=Requirements)
    version: int
    created_at: UtcDatetime | None = None
    updated_at: UtcDatetime | None = None


class JobRole(PublicJobRole):
    """A job role with its current version's rubric and structure, for the organisation's members."""

    scoring_rubric: dict[str, RubricDimension] = Field(default_factory=dict[str, RubricDimension])
    interview_structure: InterviewStructure = Field(default_factory=InterviewStructure)
