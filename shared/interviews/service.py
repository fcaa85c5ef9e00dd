"""The interview service: creating, starting, taking turns, ending and reading interviews."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID, uuid4

from shared.errors import BadRequest, Conflict, Forbidden, NotFound, UnprocessableEntity
from shared.interviews.plan import Plan
from shared.interviews.policy import State, opening_move
from shared.interviews.progress import progress_of
from shared.interviews.running import BegunTurn
from shared.interviews.turns import TurnEngine
from shared.models.interview import (
    Consent,
    CreateInterview,
    Interview,
    InterviewStatus,
    Progress,
    StartedInterview,
    TurnView,
)
from shared.models.score import ScoringStatus
from shared.services.azure_openai import AzureOpenAIService
from shared.services.supabase_client import SupabaseService
from shared.telemetry import log_event

if TYPE_CHECKING:
    from shared.settings import Settings

Role = Literal["candidate", "member"]


class InterviewView(NamedTuple):
    """An interview as a reader may see it. `role` is what the reader is to it; None for the system itself."""

    interview: Interview
    role: Role | None
    plan: Plan
    state: State
    elapsed_seconds: float
    lifecycle_run: int
    scoring_status: ScoringStatus
    reviewed: bool

    def progress(self) -> Progress:
        return progress_of(
            self.interview.status,
            self.plan,
            self.state,
            self.elapsed_seconds,
            scoring=self.scoring_status,
            reviewed=self.reviewed,
        )


class InterviewService:
    """What doors and the lifecycle ask of interviews. Rules that must hold across workers live in SQL functions."""

    def __init__(
        self,
        database: SupabaseService,
        model: AzureOpenAIService,
        settings: "Settings",
        on_completed: Callable[[UUID, int], None],
    ) -> None:
        self._database = database
        self._turns = TurnEngine(database, model, settings, on_completed)

    async def create(self, actor: UUID, wanted: CreateInterview) -> Interview:
        """Schedules an interview for an application. Raises 404, 403, or 409: one is open, or the role has no plan."""
        answer = await self._database.rpc(
            "create_interview",
            {
                "p_id": str(uuid4()),
                "p_actor": str(actor),
                "p_application_id": str(wanted.application_id),
                "p_mode": wanted.mode,
                "p_scheduled_at": wanted.scheduled_at.isoformat() if wanted.scheduled_at else None,
                "p_language": wanted.language,
                "p_accommodations": wanted.accommodations.model_dump(mode="json"),
            },
        )
        match answer["outcome"]:
            case "ok":
                log_event("interview.created", interview_id=answer["interview"]["id"])
                return Interview.model_validate(answer["interview"])
            case "missing":
                raise NotFound("This application was not found.", code="application_not_found")
            case "forbidden":
                raise Forbidden("Only a recruiter of the organisation can schedule this interview.")
            case "exists":
                detail = "This application has an interview that is not over. End or cancel it first."
                raise Conflict(detail, code="interview_exists")
            case "application_closed":
                raise Conflict("This application was rejected or withdrawn.", code="application_closed")
            case _:
                detail = "This job role has no frozen interview plan. Freeze its plan first."
                raise Conflict(detail, code="plan_missing")

    async def open(self, actor: UUID | None, interview_id: UUID) -> InterviewView:
        """The interview with plan and state. Raises 404, or 403: neither the actor's nor their organisation's."""
        answer = await self._database.rpc(
            "open_interview", {"p_actor": str(actor) if actor else None, "p_interview_id": str(interview_id)}
        )
        _refuse_strangers(answer)
        return InterviewView(
            interview=Interview.model_validate(answer["interview"]),
            role=answer["role"],
            plan=Plan.model_validate(answer["plan"]),
            state=State.model_validate(answer["state"] or {}),
            elapsed_seconds=float(answer["elapsed_seconds"]),
            lifecycle_run=answer["lifecycle_run"],
            scoring_status=answer["scoring_status"],
            reviewed=answer["reviewed"],
        )

    async def start(self, actor: UUID, interview_id: UUID, consent: Consent | None) -> tuple[StartedInterview, int]:
        """Starts the interview, once: in progress, it gives the same opening. Gives its lifecycle run, too.

        Raises 404, 403, 422 `consent_required`, and 400 when the interview is over.
        """
        view = await self.open(actor, interview_id)
        move = opening_move(view.plan, view.interview.accommodations.extra_time_factor)
        state = State(extra_time_factor=view.interview.accommodations.extra_time_factor)
        answer = await self._database.rpc(
            "start_interview",
            {
                "p_actor": str(actor),
                "p_interview_id": str(interview_id),
                "p_consent": consent.model_dump() if consent else None,
                "p_opening": move.say,
                "p_topic": move.topic_id,
                "p_state": state.model_dump(mode="json"),
            },
        )
        if answer["outcome"] == "forbidden":
            raise Forbidden("Only the candidate of this interview can start it.")
        _refuse_strangers(answer)
        match answer["outcome"]:
            case "ok":
                pass
            case "consent_required":
                detail = "Agree to the interview and to its transcript to start it; the recording is your choice."
                raise UnprocessableEntity(
                    detail,
                    code="consent_required",
                    errors=[{"loc": ["body", "consent"], "msg": detail, "type": "consent_required"}],
                )
            case _:
                detail = f"This interview is over: it is {answer['status']}."
                raise BadRequest(detail, code="interview_over")
        if answer["started"]:
            log_event("interview.started", interview_id=interview_id)
        else:
            state = view.state
        started = StartedInterview(
            opening_message=str(answer["opening"]),
            turn=TurnView(number=0, move=move.kind.value, topic=move.topic_title, replayed=not answer["started"]),
            progress=progress_of(InterviewStatus.IN_PROGRESS, view.plan, state, view.elapsed_seconds),
        )
        return started, view.lifecycle_run

    async def begin_turn(
        self, actor: UUID, interview_id: UUID, message: str, key: str | None, *, stream: bool = False
    ) -> BegunTurn:
        """Begins, joins or replays a turn; see `TurnEngine.begin`."""
        return await self._turns.begin(actor, interview_id, message, key, stream=stream)

    async def transition(self, actor: UUID | None, interview_id: UUID, to: InterviewStatus, reason: str) -> int:
        """Ends, cancels or expires the interview; harmless to repeat. Gives its lifecycle run.

        Raises 404, 403, or 400 where it does not fit.
        """
        answer = await self._database.rpc(
            "transition_interview",
            {
                "p_actor": str(actor) if actor else None,
                "p_interview_id": str(interview_id),
                "p_to": to.value,
                "p_reason": reason,
            },
        )
        _refuse_strangers(answer)
        if answer["outcome"] == "refused":
            status = InterviewStatus(answer["status"])
            if to is InterviewStatus.COMPLETED:
                raise BadRequest(
                    f"This interview is not in progress: it is {status}.", code="interview_not_in_progress"
                )
            raise BadRequest(f"This interview is over: it is {status}.", code="interview_over")
        if answer["changed"]:
            log_event(f"interview.{to.value}", interview_id=interview_id, reason=reason)
        return answer["lifecycle_run"]

    async def aclose(self) -> None:
        """Lets running turns finish."""
        await self._turns.aclose()


def _refuse_strangers(answer: dict[str, Any]) -> None:
    if answer["outcome"] == "missing":
        raise NotFound("This interview was not found.", code="interview_not_found")
    if answer["outcome"] == "forbidden":
        raise Forbidden("This interview is neither yours nor your organisation's.")
