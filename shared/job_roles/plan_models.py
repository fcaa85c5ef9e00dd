"""What the API takes and gives of interview plans, and what it tells of words that do not pass."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.interviews.plan import AskablePlan, AskableTopic, Plan
from shared.models.common import Body, Model, UtcDatetime
from shared.models.job_role import JobRole

WordedBy = Literal["model", "rules", "recruiter"]
Fault = Literal[
    "protected", "perhaps_protected", "several_questions", "no_question", "leading", "compound", "too_long", "levels",
    "weights"
]  # fmt: skip


class Flag(Model):
    """Words that do not pass. `field` is where they stand: ["topics", 0, "follow_ups", 1] in the plan, and
    ["description"], ["scoring_rubric", "depth", "criteria"] or ["requirements", "soft_skills", 0] in the role."""

    field: list[str | int]
    fault: Fault
    detail: str
    characteristic: str | None = None
    words: str | None = None


class EditedTopic(AskableTopic):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EditedPlan(AskablePlan):
    """A whole plan as a recruiter wants it; a misspelt field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: Annotated[tuple[EditedTopic, ...], Field(min_length=1, max_length=20)]  # pyright: ignore[reportIncompatibleVariableOverride]


class PlanRequest(Body):
    """What to do with the plan. `version` and `revision` are those that were read; nothing newer is overwritten.

    An edit needs both, and so does a proposal that is to replace a draft of a recruiter's. The role's title stays its
    own, whatever an edit says.
    """

    action: Literal["propose", "edit", "freeze"] = "propose"
    plan: EditedPlan | None = None
    version: int | None = Field(default=None, ge=1)
    revision: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _an_edit_has_a_plan(self) -> Self:
        if (self.action == "edit") != (self.plan is not None):
            raise ValueError("`plan` belongs to the action `edit`, and to no other")
        if self.action == "edit" and not self.says_what_was_read:
            raise ValueError("an edit needs `version` and `revision`: those of the plan that was read")
        return self

    @property
    def says_what_was_read(self) -> bool:
        return self.version is not None and self.revision is not None


class PlanQuery(Body):
    """`version`: of the job role; the current one by default."""

    version: int | None = Field(default=None, ge=1)


class JobRolePlan(Model):
    """The plan of a job-role version. `flags` are words that were replaced when it was proposed; `notices` are what a
    person should look at before it is frozen: words to improve, also the role's own, and dimensions that no topic asks
    about. `message` says so when a proposal or an edit made a new version, since the old one's plan is frozen."""

    job_role_id: UUID
    version: int
    current_version: int
    revision: int = Field(description="counts the saved states of this version's plan; 0 while there is none")
    status: Literal["none", "draft", "frozen"]
    plan: Plan | None
    method: WordedBy | None
    flags: list[Flag]
    notices: list[Flag]
    uncovered_dimensions: list[str]
    frozen_at: UtcDatetime | None
    frozen_by: UUID | None
    message: str | None = None


class SavedJobRole(JobRole):
    """A job role as it was made or changed. `notices` are what a person should look at: words of its description,
    criteria or requirements about a protected characteristic, and weights that add up to another sum than 1."""

    notices: list[Flag]
