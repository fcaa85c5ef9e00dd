"""What an interview's orchestration is told, and what it acts on."""

from collections.abc import Mapping
from typing import Literal

from shared.models.common import Model, UtcDatetime
from shared.models.interview import InterviewStatus, Progress
from shared.models.score import ScoringStatus

LifecycleEvent = Literal["started", "cancelled", "ended"]
EVENT_OF_STATUS: Mapping[InterviewStatus, LifecycleEvent] = {
    InterviewStatus.IN_PROGRESS: "started",
    InterviewStatus.COMPLETED: "ended",
    InterviewStatus.CANCELLED: "cancelled",
}


class LifecycleFacts(Model):
    """What the orchestrator acts on. It carries ids and times, never words of the interview.

    `due_at`: when an interview that nobody came to expires, or one that goes on reaches its time limit.
    """

    status: InterviewStatus
    run: int
    scoring: ScoringStatus
    due_at: UtcDatetime | None
    progress: Progress
