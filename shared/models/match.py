"""How an application meets its role's requirements: facts with the résumé's words, for a person to weigh."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.models.common import Model, ScoreValue, UtcDatetime
from shared.models.job_role import Requirement

Met = Literal["shown", "partly", "not_shown"]


class ResumeQuote(Model):
    """Words of the résumé's visible text: `text[start:end] == quote`, in code points."""

    quote: str
    start: int
    end: int


class RequirementMatch(Model):
    """How one requirement is met. `not_shown` says that the résumé does not show it, not that the person lacks it."""

    requirement: Requirement
    met: Met
    quotes: list[ResumeQuote] = Field(default_factory=list[ResumeQuote])
    detail: str = ""


class Match(Model):
    """`score` is None where nothing is required. It orders nobody out: a person reads and decides."""

    score: ScoreValue | None = None
    requirements: list[RequirementMatch] = Field(default_factory=list[RequirementMatch])


class ApplicationMatch(Model):
    """`status` is `none` while there is no résumé that was read, `pending` while the match is being computed anew."""

    application_id: UUID
    job_role_id: UUID
    job_role_version: int | None = None
    resume_id: UUID | None = None
    status: Literal["none", "pending", "computed"]
    match_score: ScoreValue | None = None
    requirements: list[RequirementMatch] = Field(default_factory=list[RequirementMatch])
    computed_at: UtcDatetime | None = None
