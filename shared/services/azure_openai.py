"""The language model: words for the interview, judgements for scoring, fields for résumés and job descriptions.

What only judging and reading need is imported by the method that needs it: a cold start answers a turn first.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from shared.interviews.plan import Move, Plan, default_plan
from shared.interviews.prompts import (
    Utterance,
    as_job_role,
    as_utterances,
    build_interviewer_prompt,
    default_move,
    interview_messages,
)
from shared.models.job_role import JobRole
from shared.models.transcript import TranscriptSegment
from shared.services.model_client import Ask, Body, ModelClient
from shared.services.model_errors import AnswerCutOff, ContentFiltered, is_model_failure
from shared.services.model_wire import TokenUsage
from shared.services.tokens import count_tokens, truncate_messages, truncate_text

if TYPE_CHECKING:
    import httpx2

    from shared.job_roles.proposal import Proposal
    from shared.job_roles.slots import Slot
    from shared.scoring.prompts import Judgement, JudgementRequest
    from shared.services.extraction import Extraction
    from shared.settings import Settings

__all__ = [
    "AnswerCutOff",
    "AzureOpenAIService",
    "ContentFiltered",
    "TokenUsage",
    "build_interviewer_prompt",
    "is_model_failure",
]

type Message = Mapping[str, str]
type Said = TranscriptSegment | Mapping[str, Any] | Utterance
type Role = JobRole | Mapping[str, Any]

WORDING_TEMPERATURE: Final = 0.4
WORDING_MAX_TOKENS: Final = 300
JUDGING_TEMPERATURE: Final = 0.2
JUDGING_MAX_TOKENS: Final = 6_000
EXTRACTION_TEMPERATURE: Final = 0.0
EXTRACTION_MAX_TOKENS: Final = 4_000
EXTRACTION_INPUT_TOKENS: Final = 12_000
LONG_ANSWER_FACTOR: Final = 3  # judgements and extractions write this much longer than a turn


class AskOptions(TypedDict, total=False):
    usage: TokenUsage | None
    temperature: float | None
    max_tokens: int | None
    timeout: float | None


class WordingOptions(TypedDict, total=False):
    """What is known of the interview beside what was said; without plan and move, those of the bare role."""

    plan: Plan | None
    move: Move | None
    notes: str
    language: str
    correction: str | None
    usage: TokenUsage | None
    timeout: float | None


class AzureOpenAIService:
    """Asks Azure OpenAI, or any server that speaks its protocol. One per worker.

    Every method that asks raises the SDK's errors as they came when its attempts or its deadline run out
    (`openai.RateLimitError`, `openai.APIConnectionError`, `openai.APITimeoutError`, `openai.InternalServerError`),
    `CircuitBreakerOpen` while the service is left alone, `ContentFiltered`, and `AnswerCutOff`. `timeout` is in seconds
    and bounds the whole call; without it each attempt has `model_timeout_seconds`. A given `usage` grows.
    """

    def __init__(self, settings: "Settings", *, http_client: "httpx2.AsyncClient | None" = None) -> None:
        self._settings = settings
        self._model = ModelClient(settings, http_client)

    async def chat_completion(
        self,
        messages: Sequence[Message],
        system_message: str | None = None,
        max_retries: int = 3,
        **options: Unpack[AskOptions],
    ) -> str:
        """The answer to a conversation, after `max_retries` attempts at most. `system_message` goes before it."""
        return await self._model.complete(self._ask(messages, system_message, max_retries, **options))

    def stream_completion(
        self,
        messages: Sequence[Message],
        system_message: str | None = None,
        max_retries: int = 3,
        **options: Unpack[AskOptions],
    ) -> AsyncGenerator[str]:
        """The same in pieces, as they come. Close the generator (`contextlib.aclosing`) to stop early."""
        return self._model.stream(self._ask(messages, system_message, max_retries, **options))

    async def generate_interview_response(
        self, transcript: Sequence[Said], job_role: Role, candidate_response: str, **options: Unpack[WordingOptions]
    ) -> str:
        """The interviewer's words for a decided move, unchecked. `transcript` ends before `candidate_response`."""
        return await self._model.complete(self._wording(transcript, job_role, candidate_response, **options))

    def stream_interview_response(
        self, transcript: Sequence[Said], job_role: Role, candidate_response: str, **options: Unpack[WordingOptions]
    ) -> AsyncGenerator[str]:
        """The same in pieces, as they come."""
        return self._model.stream(self._wording(transcript, job_role, candidate_response, **options))

    async def score_interview(
        self,
        transcript: Sequence[Said],
        job_role: Role,
        *,
        plan: Plan | None = None,
        seed: int | None = None,
        usage: TokenUsage | None = None,
    ) -> dict[str, Any]:
        """One sample of a score: the model judges anchors, code looks up every quote and computes every number.

        Gives the shape of a score without id and version. Raises `ValueError("Invalid scoring response: …")`.
        """
        from shared.scoring.combination import score_from_judgement
        from shared.scoring.prompts import JudgementRequest
        from shared.scoring.rubric import dimensions_of
        from shared.scoring.transcripts import as_judged, as_segments

        role = as_job_role(job_role)
        rubric = dimensions_of(role, plan)
        segments = as_segments(transcript)
        request = JudgementRequest(
            role=role.title,
            dimensions=tuple(rubric),
            transcript=tuple(as_judged(segment) for segment in segments),
        )
        spent = TokenUsage()
        try:
            judgement = await self.judge(request, seed=seed, usage=spent)
        finally:
            if usage is not None:
                usage.add(spent)
        return score_from_judgement(judgement, segments, rubric, model=spent.model or self._settings.model_name)

    async def judge(
        self, request: "JudgementRequest", *, seed: int | None = None, usage: TokenUsage | None = None
    ) -> "Judgement":
        """One judgement, its quotes unchecked. Raises `ValueError("Invalid scoring response: …")` for another shape."""
        from shared.scoring.prompts import JUDGEMENT_SCHEMA, parse_judgement, scoring_messages
        from shared.services.extraction import response_format

        body = self._body(
            scoring_messages(request),
            temperature=JUDGING_TEMPERATURE,
            max_completion_tokens=JUDGING_MAX_TOKENS,
            seed=seed,
            response_format=response_format("judgement", JUDGEMENT_SCHEMA),
        )
        return parse_judgement(await self._long_answer(body, usage))

    async def parse_resume(self, text: str, *, usage: TokenUsage | None = None) -> dict[str, Any]:
        """`name, email, phone, skills, experience, education, summary` of a résumé; what it does not say is None or [].

        Only the beginning of a very long text is read. Raises ValueError when the answer does not fit.
        """
        from shared.services.extraction import RESUME

        return await self._extract(RESUME, text, usage)

    async def extract_requirements(self, job_description: str, *, usage: TokenUsage | None = None) -> dict[str, Any]:
        """`technical_skills, experience_years, education, soft_skills` that a job description asks for, unchecked.

        `requirements` has each with its kind, whether it is a must-have, and the words that ask for it.
        Only the beginning of a very long text is read. Raises ValueError when the answer does not fit.
        """
        from shared.services.extraction import REQUIREMENTS

        return await self._extract(REQUIREMENTS, job_description, usage)

    async def propose_plan(
        self, job_role: JobRole, slots: "Sequence[Slot]", *, usage: TokenUsage | None = None
    ) -> "Proposal":
        """Words for the topics of a role's plan, unchecked. Raises ValueError when the answer does not fit."""
        from shared.job_roles.proposal import PROPOSAL_SCHEMA, parse_proposal, plan_messages
        from shared.services.extraction import response_format

        body = self._body(
            plan_messages(job_role, slots),
            temperature=WORDING_TEMPERATURE,
            max_completion_tokens=JUDGING_MAX_TOKENS,
            response_format=response_format("plan", PROPOSAL_SCHEMA),
        )
        return parse_proposal(await self._long_answer(body, usage))

    def count_tokens(self, text: str) -> int:
        """Tokens of a text (o200k_base); the first call of a process takes about a second."""
        return count_tokens(text)

    def truncate_messages(self, messages: Sequence[Message], max_tokens: int) -> list[dict[str, str]]:
        """The system messages and as many of the newest others as fit into `max_tokens`; all are copies."""
        return truncate_messages(messages, max_tokens)

    async def check(self) -> None:
        """Asks for the list of models, once and within seconds. Raises what the SDK raises."""
        await self._model.check()

    async def warm_up(self) -> None:
        """Loads the SDK and prepares the connection pool."""
        await self._model.warm_up()

    async def aclose(self) -> None:
        await self._model.aclose()

    async def _extract(self, extraction: "Extraction", text: str, usage: TokenUsage | None) -> dict[str, Any]:
        text = await asyncio.to_thread(truncate_text, text, EXTRACTION_INPUT_TOKENS)
        answer = await self._long_answer(
            self._body(
                extraction.messages(text),
                temperature=EXTRACTION_TEMPERATURE,
                max_completion_tokens=EXTRACTION_MAX_TOKENS,
                response_format=extraction.response_format,
            ),
            usage,
        )
        return extraction.read(answer)

    async def _long_answer(self, body: Body, usage: TokenUsage | None) -> str:
        per_attempt = self._settings.model_timeout_seconds * LONG_ANSWER_FACTOR
        attempts = self._settings.model_max_attempts
        return await self._model.complete(Ask(body, attempts, per_attempt * attempts, per_attempt, usage))

    def _wording(
        self,
        transcript: Sequence[Said],
        job_role: Role,
        candidate_response: str,
        *,
        plan: Plan | None = None,
        move: Move | None = None,
        notes: str = "",
        language: str = "en",
        correction: str | None = None,
        usage: TokenUsage | None = None,
        timeout: float | None = None,
    ) -> Ask:
        plan = plan or default_plan(as_job_role(job_role))
        said = as_utterances(transcript)
        messages = interview_messages(
            system_prompt=build_interviewer_prompt(job_role, plan, language),
            transcript=said,
            candidate_response=candidate_response,
            move=move or default_move(plan, said, candidate_response),
            notes=notes,
            correction=correction,
        )
        return self._ask(
            messages,
            max_retries=self._settings.model_max_attempts,
            usage=usage,
            temperature=WORDING_TEMPERATURE,
            max_tokens=WORDING_MAX_TOKENS,
            timeout=timeout,
        )

    def _ask(
        self,
        messages: Sequence[Message],
        system_message: str | None = None,
        max_retries: int = 3,
        *,
        usage: TokenUsage | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
        timeout: float | None = None,
    ) -> Ask:
        body = self._body(messages, system_message, temperature=temperature, max_completion_tokens=max_tokens)
        per_attempt = self._settings.model_timeout_seconds
        return Ask(body, max_retries, per_attempt * max_retries if timeout is None else timeout, per_attempt, usage)

    def _body(self, messages: Sequence[Message], system_message: str | None = None, **options: object) -> Body:
        """The request's body, without the options that are None."""
        head: list[Message] = [{"role": "system", "content": system_message}] if system_message else []
        given = {name: value for name, value in options.items() if value is not None}
        return {"model": self._settings.model_name, "messages": [*head, *messages], **given}
