"""Job roles and their versions: requirements, rubric, interview structure."""

import unicodedata
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from shared.models.common import Body, Fraction, Model, UtcDatetime

JobRoleStatus = Literal["draft", "open", "closed"]
RequirementKind = Literal[
    "technical_skill", "experience", "education", "soft_skill", "language", "certification", "other"
]


def _composed(text: str) -> str:
    """Letters and their accents as one character each, as words are compared."""
    return unicodedata.normalize("NFC", text)


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_composed)]
Criteria = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_composed)]
Description = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(_composed)]
Years = Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]


class Requirement(Model):
    """One thing that a role asks for. `source` are the description's words for it, at `start:end` (code points).

    `years` is how long, where a skill or experience is asked for with its length.
    """

    kind: RequirementKind
    name: Name
    must_have: bool = True
    years: Years | None = None
    source: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)


class Requirements(Model):
    """What a role asks for, in short; `requirements` says of each whether it is a must-have and where it stands."""

    technical_skills: list[Name] = Field(default_factory=list[str], max_length=100)
    experience_years: Years | None = None
    education: Annotated[str, StringConstraints(max_length=500)] | None = None
    soft_skills: list[Name] = Field(default_factory=list[str], max_length=100)
    requirements: list[Requirement] = Field(default_factory=list[Requirement], max_length=200)


class RefusedRequirement(Model):
    """Words of a description that ask for a protected characteristic: no requirement, and a person should see them."""

    words: str
    category: str
    start: int
    end: int


class ExtractedRequirements(Requirements):
    """What a description asks for. `dropped` counts what the model gave and the description does not hold.

    With `method` "rules" no model took part.
    """

    method: Literal["rules", "rules_and_model"] = "rules"
    dropped: int = 0
    refused: list[RefusedRequirement] = Field(default_factory=list[RefusedRequirement])


class RubricDimension(Model):
    """One dimension of a scoring rubric. `weight` is relative; weights are normalised over what was scored."""

    weight: Fraction
    criteria: Criteria = ""


class InterviewStructure(Model):
    """What the interview covers; `time_per_topic` is in minutes."""

    topics: list[Name] = Field(default_factory=list[str], max_length=20)
    time_per_topic: Annotated[float, Field(gt=0, le=60)] | None = None


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


class WantedRequirements(ExtractedRequirements):
    """Requirements as an extraction gave them or as a person wrote them; a misspelt field is refused."""

    model_config = ConfigDict(extra="forbid")


class WantedDimension(RubricDimension):
    model_config = ConfigDict(extra="forbid")


class WantedStructure(InterviewStructure):
    model_config = ConfigDict(extra="forbid")


Rubric = Annotated[dict[Name, WantedDimension], Field(max_length=20)]


class CreateJobRole(Body):
    """`organisation_id` may be left out by a member of one organisation."""

    organisation_id: UUID | None = None
    title: Name
    description: Description = ""
    status: JobRoleStatus = "open"
    requirements: WantedRequirements = Field(default_factory=WantedRequirements)
    scoring_rubric: Rubric = Field(default_factory=dict[str, WantedDimension])
    interview_structure: WantedStructure = Field(default_factory=WantedStructure)


class ChangeJobRole(Body):
    """What is left out stays. `version` is the version that was read; another one's change is not overwritten."""

    version: int = Field(ge=1)
    title: Name | None = None
    description: Description | None = None
    status: JobRoleStatus | None = None
    requirements: WantedRequirements | None = None
    scoring_rubric: Rubric | None = None
    interview_structure: WantedStructure | None = None


class ExtractRequest(Body):
    """The places of requirements count in the composed text (NFC)."""

    job_description: Annotated[
        str, StringConstraints(min_length=1, max_length=50_000, pattern=r"\S"), AfterValidator(_composed)
    ]
