"""How far an interview is, from its plan, state and times. Pure."""

from typing import Literal

from shared.interviews.plan import Plan
from shared.interviews.policy import Phase, State, total_seconds
from shared.models.interview import Interview, InterviewStatus, Progress
from shared.models.score import ScoringStatus


def progress_of(
    status: InterviewStatus,
    plan: Plan,
    state: State,
    elapsed_seconds: float,
    *,
    scoring: ScoringStatus = "none",
    reviewed: bool = False,
) -> Progress:
    """Progress from the database's own facts. `percent` is of the interview; where it was cut off, how far it came."""
    topics = [topic.title for topic in plan.topics]
    budget = total_seconds(plan, state)
    match status:
        case InterviewStatus.SCHEDULED:
            return Progress(
                stage="scheduled", percent=0, topics=topics, seconds_left=round(budget), waiting_for="candidate"
            )
        case InterviewStatus.IN_PROGRESS:
            current = plan.topics[state.topic_index].title if state.phase is Phase.TOPICS else None
            return Progress(
                stage="interviewing",
                percent=_percent(plan, state),
                topic=current,
                topics=topics,
                seconds_elapsed=round(elapsed_seconds),
                seconds_left=max(0, round(budget - elapsed_seconds)),
                waiting_for="candidate",
            )
        case InterviewStatus.COMPLETED:
            stage, waiting_for = _after(scoring, reviewed=reviewed)
            return Progress(
                stage=stage,
                percent=100,
                topics=topics,
                seconds_elapsed=round(elapsed_seconds),
                seconds_left=0,
                waiting_for=waiting_for,
            )
        case _:
            return Progress(
                stage="closed",
                percent=_percent(plan, state),
                topics=topics,
                seconds_elapsed=round(elapsed_seconds),
                seconds_left=0,
            )


def time_limit_seconds(plan: Plan, interview: Interview, grace_seconds: float) -> float:
    """After how many seconds from its start an interview is ended from outside: its budget, stretched, and a grace."""
    return plan.minutes * 60 * interview.accommodations.extra_time_factor * 1.25 + grace_seconds


def _after(scoring: ScoringStatus, *, reviewed: bool) -> tuple[Literal["closed", "in_review", "scoring"], str | None]:
    if reviewed:
        return "closed", None
    if scoring == "scored":
        return "in_review", "review"
    return "scoring", "retry of scoring" if scoring == "failed" else "scoring"


def _percent(plan: Plan, state: State) -> int:
    """Topics that are over, plus the share of the current one's follow-ups, of all topics; 99 until it is closed."""
    if state.phase is not Phase.TOPICS:
        return 99 if state.phase is Phase.WRAP_UP else 100
    topic = plan.topics[state.topic_index]
    share = state.follow_ups / (min(topic.follow_up_budget, len(topic.follow_ups)) + 1)
    return min(99, round(100 * (state.topic_index + share) / len(plan.topics)))
