"""Interviews: the entity, what the endpoints take, and what they give."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from shared.models.common import MAX_MESSAGE_LENGTH, Body, JsonObject, Model, UtcDatetime


class InterviewStatus(StrEnum):
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


InterviewMode = Literal["chat", "voice"]


class Accommodations(Body):
    """Adjustments a candidate is given. `extra_time_factor` multiplies every time budget (1 to 3)."""

    extra_time_factor: float = Field(default=1.0, ge=1.0, le=3.0)
    captions: bool = False
    text_only: bool = False


class Interview(Model):
    id: UUID
    application_id: UUID
    job_role_id: UUID
    job_role_version: int
    mode: InterviewMode
    status: InterviewStatus
    language: str
    scheduled_at: UtcDatetime | None = None
    started_at: UtcDatetime | None = None
    ended_at: UtcDatetime | None = None
    duration_seconds: int | None = None
    recording_url: str | None = None
    accommodations: Accommodations = Field(default_factory=Accommodations)
    metadata: JsonObject = Field(
        default_factory=dict[str, Any],
        description="`ended_by` says who ended it: candidate, recruiter, interviewer, or system (a limit of time).",
    )
    created_at: UtcDatetime
    updated_at: UtcDatetime


class CreateInterview(Body):
    application_id: UUID
    mode: InterviewMode = "chat"
    scheduled_at: UtcDatetime | None = None
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)
    accommodations: Accommodations = Field(default_factory=Accommodations)

    @field_validator("scheduled_at")
    @classmethod
    def _within_ten_years(cls, scheduled_at: datetime | None) -> datetime | None:
        if scheduled_at is not None and abs(scheduled_at - datetime.now(UTC)) > timedelta(days=3660):
            raise ValueError("an interview is scheduled within ten years")
        return scheduled_at


class Consent(Body):
    """What the candidate agrees to. Without `interview` and `transcript` there is no interview."""

    interview: bool
    recording: bool = False
    transcript: bool


class StartInterview(Body):
    consent: Consent | None = None


class ChatRequest(Body):
    interview_id: UUID
    message: str = Field(min_length=1, max_length=MAX_MESSAGE_LENGTH)

    @field_validator("message")
    @classmethod
    def _says_something(cls, message: str) -> str:
        if not message.strip():
            raise ValueError("the message is empty")
        if "\x00" in message:
            raise ValueError("the message holds a NUL character")
        return message


class TurnView(Model):
    """A turn as the API shows it. `number` 0 is the opening."""

    number: int
    move: str
    topic: str | None
    replayed: bool = False


class Progress(Model):
    stage: Literal["scheduled", "interviewing", "processing", "scoring", "in_review", "closed"]
    percent: int = Field(ge=0, le=100)
    topic: str | None = None
    topics: list[str] = Field(default_factory=list[str])
    seconds_elapsed: int = 0
    seconds_left: int | None = None
    waiting_for: str | None = None


class StartedInterview(Model):
    status: Literal["in_progress"] = "in_progress"
    opening_message: str
    turn: TurnView
    progress: Progress


class ChatReply(Model):
    response: str
    turn: TurnView
    progress: Progress
    interview_status: InterviewStatus


class StatusOnly(Model):
    status: InterviewStatus
