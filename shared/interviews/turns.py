"""The turn: two database round trips around one model call, taken once however often it is asked for.

The work of a turn runs in a task of its own that this engine holds. Requests only watch it, so a client that leaves
does not stop the turn, and a repeated request on the same worker watches the same task.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

from shared.errors import AppError, BadRequest, ServiceUnavailable
from shared.interviews.plan import Move, Plan
from shared.interviews.policy import Phase, State, advance, next_move
from shared.interviews.progress import progress_of
from shared.interviews.prompts import Utterance, as_job_role
from shared.interviews.refusals import busy, refusal
from shared.interviews.running import BegunTurn, RoleVersion, RunningTurn, TakenTurn
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
_VERSIONS_KEPT = 256
_INTERVIEWS_KEPT = 10_000
_LONG_ANSWER = 5_000  # code points; reading the signal of one takes longer than the loop should be held up
_KEY_PREFIX = "key:"


class _Known(NamedTuple):
    """What this worker knows of an interview: its job-role version, and the last turn that is committed for certain."""

    version: UUID
    committed: int


@dataclass
class TurnEngine:
    """Takes turns. One per worker; `on_completed` hears of interviews that the policy brought to their end,
    with their lifecycle run."""

    database: SupabaseService
    model: AzureOpenAIService
    settings: "Settings"
    on_completed: Callable[[UUID, int], None]
    _running: dict[tuple[UUID, str], RunningTurn] = field(default_factory=dict[tuple[UUID, str], RunningTurn])
    _versions: OrderedDict[UUID, RoleVersion] = field(default_factory=OrderedDict[UUID, RoleVersion])
    _interviews: OrderedDict[UUID, _Known] = field(default_factory=OrderedDict[UUID, _Known])
    _loose: set[asyncio.Task[Any]] = field(default_factory=set[asyncio.Task[Any]])  # whose caller may be gone

    async def begin(self, actor: UUID, interview_id: UUID, message: str, key: str | None, *, stream: bool) -> BegunTurn:
        """Begins the turn, or joins or replays the one that this message already has.

        Raises the problem of a turn that may not be taken (429, 404, 403, 400, 409). On a message whose turn another
        worker is answering it waits for that answer, up to the turn's deadline. A caller who leaves stops nothing.
        """
        return await asyncio.shield(self._go_on(self._begin(actor, interview_id, message, key, stream=stream)))

    async def aclose(self) -> None:
        """Waits for running turns, as a stopping worker should; those that take too long are resumed by their key."""
        ends = asyncio.get_running_loop().time() + self.settings.turn_deadline_seconds
        while tasks := {*self._loose, *(running.task for running in self._running.values() if running.task)}:
            left = ends - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await asyncio.wait(tasks, timeout=left)

    def _go_on[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """A task that is held until it is over, whoever waits for it."""
        task = asyncio.create_task(work)
        self._loose.add(task)
        task.add_done_callback(self._loose.discard)
        task.add_done_callback(_seen)
        return task

    async def _begin(
        self, actor: UUID, interview_id: UUID, message: str, key: str | None, *, stream: bool
    ) -> BegunTurn:
        turn_key = _KEY_PREFIX + key if key is not None else None
        now = asyncio.get_running_loop().time
        arrived_at = now()
        deadline = arrived_at + self.settings.turn_deadline_seconds
        headers: dict[str, str] | None = None
        limit = limits_from(self.settings)["ai_operation"]
        seen = self._interviews.get(interview_id)
        while True:
            lease = uuid4()
            known = self._versions.get(seen.version) if seen else None
            asked = {
                "p_actor": str(actor),
                "p_interview_id": str(interview_id),
                "p_turn_key": turn_key,
                "p_message": message,
                "p_lease": str(lease),
                "p_lease_seconds": self.settings.turn_deadline_seconds + _LEASE_MARGIN_SECONDS,
                "p_limit": limit.max_requests,
                "p_window_ms": limit.window_ms,
                "p_count": headers is None,
                "p_seen_turn": seen.committed if seen else None,
                "p_known_version": str(known.id) if known else None,
            }
            try:
                answer = await self.database.rpc(
                    "begin_turn", lambda asked=asked: {**asked, "p_age_ms": round((now() - arrived_at) * 1000)}
                )
                if headers is None:
                    hit = answer["rate"]
                    headers = rate_limit_headers(
                        limit,
                        {"is_limited": hit["limited"], "remaining": hit["remaining"], "reset_at": hit["reset_at"]},
                    )
                if answer["outcome"] == "lease":
                    return BegunTurn(headers, running=self._run(interview_id, lease, known, answer, stream=stream))
            except Exception:
                self._go_on(self._give_back(interview_id, lease))  # it may be held, although nobody heard of it
                raise
            match answer["outcome"]:
                case "replay":
                    self._note_committed(interview_id, int(answer["turn"]))
                    return BegunTurn(headers, stored=await self._replayed(interview_id, answer))
                case "wait":
                    turn_key = str(answer["turn_key"])
                    if running := self._running.get((interview_id, turn_key)):
                        return BegunTurn(headers, running=running)
                    if now() >= deadline:
                        raise busy(float(answer["lease_seconds_left"]), headers)
                    await asyncio.sleep(_POLL_SECONDS)
                case _:
                    raise refusal(answer, headers)

    def _run(
        self, interview_id: UUID, lease: UUID, known: RoleVersion | None, answer: dict[str, Any], *, stream: bool
    ) -> RunningTurn:
        turn = TakenTurn(
            interview_id=interview_id,
            number=int(answer["turn"]),
            lease=lease,
            message="\n".join(answer["messages"]),
            role=self._role_version(interview_id, known, answer),
            state=State.model_validate(answer["state"]),
            language=str(answer["language"]),
            elapsed_seconds=float(answer["elapsed_seconds"]),
            recent=[Utterance(speaker, content) for speaker, content in answer["recent"]],
        )
        running, name = RunningTurn(), (interview_id, str(answer["turn_key"]))
        running.streamed = stream
        running.task = asyncio.create_task(self._answer(turn, running), name=f"turn {interview_id} {turn.number}")
        self._running[name] = running

        def over(task: asyncio.Task[ChatReply]) -> None:
            if self._running.get(name) is running:
                del self._running[name]
            _seen(task)
            running.wake()

        running.task.add_done_callback(over)
        return running

    def _role_version(self, interview_id: UUID, known: RoleVersion | None, answer: dict[str, Any]) -> RoleVersion:
        """The frozen version that the interview refers to: what came with the answer, or what was known before."""
        version_id = UUID(answer["version_id"])
        if known is None or known.id != version_id:
            known = self._versions.get(version_id)  # of another interview
        if known is None:
            given = answer["version"]
            plan = Plan.model_validate(given["plan"])
            rules = WordingRules(plan, [text for text in given["criteria"] if text])
            known = RoleVersion(version_id, plan, rules, as_job_role(given["job_role"]))
        _keep(self._versions, known.id, known, _VERSIONS_KEPT)
        _keep(self._interviews, interview_id, _Known(known.id, int(answer["turn"]) - 1), _INTERVIEWS_KEPT)
        return known

    def _note_committed(self, interview_id: UUID, number: int) -> None:
        if known := self._interviews.get(interview_id):
            self._interviews[interview_id] = known._replace(committed=max(known.committed, number))

    async def _answer(self, turn: TakenTurn, running: RunningTurn) -> ChatReply:
        """Decides, words and commits. On a failure the lease goes back, so that the turn can be resumed at once."""
        usage = TokenUsage()
        try:
            async with asyncio.timeout(self.settings.turn_deadline_seconds):
                signal = await _signal_of(turn)
                move = next_move(turn.role.plan, turn.state, signal, turn.elapsed_seconds)
                with span(
                    "interview.turn.words", interview_id=str(turn.interview_id), turn=turn.number, move=move.kind
                ):
                    text = await Wording(self.model, turn, move, usage).say(running)
        except BaseException as error:
            await self._give_back(turn.interview_id, turn.lease)
            if is_model_failure(error):
                log_event("interview.turn.model_failed", error=error, interview_id=turn.interview_id, turn=turn.number)
                raise ServiceUnavailable(
                    "The interviewer cannot answer just now. What you said is kept; send it again in a moment.",
                    code="model_unavailable",
                    retry_after=5,
                ) from None
            raise
        return await self._commit(turn, move, signal, text, usage)

    async def _commit(self, turn: TakenTurn, move: Move, signal: Signal, text: str, usage: TokenUsage) -> ChatReply:
        state = advance(turn.role.plan, turn.state, signal, move, turn.elapsed_seconds)
        completes = state.phase is Phase.CLOSED
        stored = {
            "p_lease": str(turn.lease),
            "p_interview_id": str(turn.interview_id),
            "p_reply": text,
            "p_move": move.kind.value,
            "p_topic": move.topic_id,
            "p_state": state.model_dump(mode="json"),
            "p_token_usage": asdict(usage),
            "p_completes": completes,
        }
        try:
            answer = await self.database.rpc("commit_turn", stored)
        except BaseException as error:
            answer = await self._give_back(turn.interview_id, turn.lease)
            if answer.get("outcome") != "committed" or not isinstance(error, ServiceUnavailable):
                raise
        if answer["outcome"] == "ended":
            raise BadRequest(
                "This interview is not in progress any more. Your last answer was kept.",
                code="interview_not_in_progress",
            )
        if answer["outcome"] == "lost":
            raise busy(1)
        self._note_committed(turn.interview_id, turn.number)
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
            self.on_completed(turn.interview_id, answer["lifecycle_run"])
        return ChatReply(
            response=text,
            turn=TurnView(number=turn.number, move=move.kind.value, topic=move.topic_title),
            progress=progress_of(status, turn.role.plan, state, turn.elapsed_seconds),
            interview_status=status,
        )

    async def _give_back(self, interview_id: UUID, lease: UUID) -> dict[str, Any]:
        """Releases the lease; gives what that came to. Where even that fails, the lease runs out by itself."""
        try:
            return await self.database.rpc("release_turn", {"p_lease": str(lease), "p_interview_id": str(interview_id)})
        except AppError:
            log_event("interview.turn.lease_left", interview_id=interview_id)
            return {}

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
            progress=progress_of(
                status,
                plan,
                State.model_validate(view["state"]),
                float(view["elapsed_seconds"]),
                scoring=view["scoring_status"],
                reviewed=view["reviewed"],
            ),
            interview_status=status,
        )


def _keep[K, V](kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    """Remembers a value as the latest one used; the one that was not used for longest makes room."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


def _seen(task: asyncio.Task[Any]) -> None:
    """Looks at how a task ended, so that an error which nobody waits for any more is not reported as lost."""
    if not task.cancelled():
        task.exception()


async def _signal_of(turn: TakenTurn) -> Signal:
    earlier = [said.content for said in turn.recent if said.speaker == "candidate"]
    if len(turn.message) < _LONG_ANSWER:
        return read_signal(turn.message, earlier)
    return await asyncio.to_thread(read_signal, turn.message, earlier)
