"""The turn: two database round trips around one model call, taken once however often it is asked for.

The work of a turn runs in a task of its own that this engine holds. Requests only watch it, so a client that leaves
does not stop the turn, and a repeated request on the same worker watches the same task.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.errors import AppError, BadRequest, Conflict, Forbidden, NotFound, ServiceUnavailable, TooManyRequests
from shared.interviews.plan import Move, Plan
from shared.interviews.policy import Phase, State, advance, next_move
from shared.interviews.progress import progress_of
from shared.interviews.prompts import Utterance
from shared.interviews.running import BegunTurn, RunningTurn, TakenTurn
from shared.interviews.signals import Signal, read_signal
from shared.interviews.wording import WordingRules
from shared.interviews.words import Wording
from shared.models.interview import ChatReply, InterviewStatus, TurnView
from shared.services.azure_openai import AzureOpenAIService, TokenUsage, is_model_failure
from shared.services.supabase_client import SupabaseService
from shared.telemetry import log_event, span
from shared.utils.rate_limiter import limits_from, rate_limit_headers

if TYPE_CHECKING:
    from shared.settings import Settings

_LEASE_MARGIN_SECONDS = 5
_POLL_SECONDS = 0.25
_PLANS_KEPT = 256
_KEY_PREFIX = "key:"


@dataclass
class TurnEngine:
    """Takes turns. One per worker; `on_completed` hears of interviews that the policy brought to their end."""

    database: SupabaseService
    model: AzureOpenAIService
    settings: "Settings"
    on_completed: Callable[[UUID], None]
    _running: dict[tuple[UUID, str], RunningTurn] = field(default_factory=dict[tuple[UUID, str], RunningTurn])
    _plans: OrderedDict[str, tuple[Plan, WordingRules]] = field(
        default_factory=OrderedDict[str, tuple[Plan, WordingRules]]
    )

    async def begin(self, actor: UUID, interview_id: UUID, message: str, key: str | None, *, stream: bool) -> BegunTurn:
        """Begins the turn, or joins or replays the one that this message already has.

        Raises the problem of a turn that may not be taken (429, 404, 403, 400, 409). On a message whose turn another
        worker is answering it waits for that answer, up to the turn's deadline.
        """
        turn_key = _KEY_PREFIX + key if key is not None else None
        deadline = asyncio.get_running_loop().time() + self.settings.turn_deadline_seconds
        arrived_at = datetime.now(UTC)
        headers: dict[str, str] | None = None
        limit = limits_from(self.settings)["ai_operation"]
        while True:
            answer = await self._begin_turn(actor, interview_id, turn_key, message, arrived_at, count=headers is None)
            if headers is None:
                hit = answer["rate"]
                headers = rate_limit_headers(
                    limit, {"is_limited": hit["limited"], "remaining": hit["remaining"], "reset_at": hit["reset_at"]}
                )
            match answer["outcome"]:
                case "lease":
                    running = self._run(interview_id, answer, stream=stream)
                    return BegunTurn(headers, running=running)
                case "replay":
                    return BegunTurn(headers, stored=await self._replayed(interview_id, answer))
                case "wait":
                    turn_key = str(answer["turn_key"])
                    if running := self._running.get((interview_id, turn_key)):
                        return BegunTurn(headers, running=running)
                    if asyncio.get_running_loop().time() >= deadline:
                        raise _busy(float(answer["lease_seconds_left"]), headers)
                    await asyncio.sleep(_POLL_SECONDS)
                case _:
                    raise _problem(answer, headers)

    async def aclose(self) -> None:
        """Waits for running turns, as a stopping worker should; those that take too long are resumed by their key."""
        tasks = [running.task for running in self._running.values() if running.task]
        if tasks:
            await asyncio.wait(tasks, timeout=self.settings.turn_deadline_seconds)

    async def _begin_turn(
        self, actor: UUID, interview_id: UUID, turn_key: str | None, message: str, arrived_at: datetime, *, count: bool
    ) -> dict[str, Any]:
        limit = limits_from(self.settings)["ai_operation"]
        return await self.database.rpc(
            "begin_turn",
            {
                "p_actor": str(actor),
                "p_interview_id": str(interview_id),
                "p_turn_key": turn_key,
                "p_message": message,
                "p_lease_seconds": self.settings.turn_deadline_seconds + _LEASE_MARGIN_SECONDS,
                "p_limit": limit.max_requests,
                "p_window_ms": limit.window_ms,
                "p_count": count,
                "p_arrived_at": arrived_at.isoformat(),
            },
        )

    def _run(self, interview_id: UUID, answer: dict[str, Any], *, stream: bool) -> RunningTurn:
        plan, rules = self._plan(answer)
        turn = TakenTurn(
            interview_id=interview_id,
            number=int(answer["turn"]),
            lease=str(answer["lease"]),
            message=str(answer["message"]),
            plan=plan,
            plan_id=str(answer["plan_id"]),
            state=State.model_validate(answer["state"]),
            rules=rules,
            job_role=answer["job_role"],
            language=str(answer["language"]),
            elapsed_seconds=float(answer["elapsed_seconds"]),
            recent=[Utterance(speaker, content) for speaker, content in answer["recent"]],
        )
        running, name = RunningTurn(), (interview_id, str(answer["turn_key"]))
        running.streamed = stream
        running.task = asyncio.create_task(self._answer(turn, running), name=f"turn {interview_id} {turn.number}")
        self._running[name] = running

        def over(task: asyncio.Task[ChatReply]) -> None:
            self._running.pop(name, None)
            if not task.cancelled():
                task.exception()  # seen here even when nobody watches any more
            running.wake()

        running.task.add_done_callback(over)
        return running

    def _plan(self, answer: dict[str, Any]) -> tuple[Plan, WordingRules]:
        """The frozen plan and its wording rules; a plan never changes, so it is parsed once."""
        plan_id = str(answer["plan_id"])
        known = self._plans.get(plan_id)
        if known is None:
            plan = Plan.model_validate(answer["plan"])
            known = plan, WordingRules(plan, [text for text in answer["criteria"] if text])
            self._plans[plan_id] = known
            if len(self._plans) > _PLANS_KEPT:
                self._plans.popitem(last=False)
        return known

    async def _answer(self, turn: TakenTurn, running: RunningTurn) -> ChatReply:
        """Decides, words and commits. On a failure the lease goes back, so that the turn can be resumed at once."""
        signal = read_signal(turn.message, [said.content for said in turn.recent if said.speaker == "candidate"])
        move = next_move(turn.plan, turn.state, signal, turn.elapsed_seconds)
        usage = TokenUsage()
        try:
            async with asyncio.timeout(self.settings.turn_deadline_seconds):
                with span(
                    "interview.turn.words", interview_id=str(turn.interview_id), turn=turn.number, move=move.kind
                ):
                    text = await Wording(self.model, turn, move, usage).say(running)
            return await self._commit(turn, move, signal, text, usage)
        except BaseException as error:
            await self._give_back(turn)
            if is_model_failure(error):
                log_event("interview.turn.model_failed", error=error, interview_id=turn.interview_id, turn=turn.number)
                raise ServiceUnavailable(
                    "The interviewer cannot answer just now. What you said is kept; send it again in a moment.",
                    code="model_unavailable",
                    retry_after=5,
                ) from None
            raise

    async def _commit(self, turn: TakenTurn, move: Move, signal: Signal, text: str, usage: TokenUsage) -> ChatReply:
        state = advance(turn.plan, turn.state, signal, move, turn.elapsed_seconds)
        completes = state.phase is Phase.CLOSED
        answer = await self.database.rpc(
            "commit_turn",
            {
                "p_lease": turn.lease,
                "p_interview_id": str(turn.interview_id),
                "p_reply": text,
                "p_move": move.kind.value,
                "p_topic": move.topic_id,
                "p_state": state.model_dump(mode="json"),
                "p_token_usage": asdict(usage),
                "p_completes": completes,
            },
        )
        if answer["outcome"] == "ended":
            raise BadRequest(
                "This interview is not in progress any more. Your last answer was kept.",
                code="interview_not_in_progress",
            )
        if answer["outcome"] == "lost":
            raise _busy(1)
        status = InterviewStatus(answer["interview_status"])
        log_event(
            "interview.turn.committed",
            interview_id=turn.interview_id,
            turn=turn.number,
            move=move.kind.value,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
        )
        if completes:
            self.on_completed(turn.interview_id)
        return ChatReply(
            response=text,
            turn=TurnView(number=turn.number, move=move.kind.value, topic=move.topic_title),
            progress=progress_of(status, turn.plan, state, turn.elapsed_seconds),
            interview_status=status,
        )

    async def _give_back(self, turn: TakenTurn) -> None:
        """Releases the lease. Where even that fails, the lease runs out by itself."""
        try:
            await self.database.rpc("release_turn", {"p_lease": turn.lease, "p_interview_id": str(turn.interview_id)})
        except AppError:
            log_event("interview.turn.lease_left", interview_id=turn.interview_id, turn=turn.number)

    async def _replayed(self, interview_id: UUID, answer: dict[str, Any]) -> ChatReply:
        """A stored reply, with the progress of now."""
        view = await self.database.rpc("open_interview", {"p_actor": None, "p_interview_id": str(interview_id)})
        plan = Plan.model_validate(view["plan"])
        status = InterviewStatus(answer["interview_status"])
        titles = {topic.id: topic.title for topic in plan.topics}
        return ChatReply(
            response=str(answer["reply"]),
            turn=TurnView(
                number=int(answer["turn"]),
                move=str(answer["move"]),
                topic=titles.get(str(answer["topic"])),
                replayed=True,
            ),
            progress=progress_of(status, plan, State.model_validate(view["state"]), float(view["elapsed_seconds"])),
            interview_status=status,
        )


def _busy(seconds: float, headers: Mapping[str, str] | None = None) -> Conflict:
    return Conflict(
        "Another message of this interview is being answered. Wait a moment, then send this one again.",
        code="turn_in_progress",
        headers={**(headers or {}), "Retry-After": str(max(1, round(seconds)))},
    )


def _problem(answer: Mapping[str, Any], headers: Mapping[str, str]) -> AppError:
    match answer["outcome"]:
        case "limited":
            detail = "You have sent more messages than a minute takes. Wait until the limit resets, then go on."
            return TooManyRequests(detail, headers=headers)
        case "missing":
            return NotFound("This interview was not found.", code="interview_not_found", headers=headers)
        case "forbidden":
            return Forbidden("Only the candidate of this interview can take part in it.", headers=headers)
        case "mismatch":
            detail = "This Idempotency-Key came with another message before. Use a new key for a new message."
            return Conflict(detail, code="idempotency_mismatch", headers=headers)
        case "busy":
            return _busy(min(2, float(answer["lease_seconds_left"])), headers)
        case _:
            detail = f"This interview is not in progress: it is {answer['interview_status']}."
            return BadRequest(detail, code="interview_not_in_progress", headers=headers)
