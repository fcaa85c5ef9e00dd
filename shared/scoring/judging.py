"""Taking a sample: the model judges, code looks up every quote, and what is not found is asked for once more."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from shared.scoring.evidence import Evidence
from shared.scoring.parts import judgement_requests, split_dimensions
from shared.scoring.prompts import PROMPT_HASH, PROMPT_VERSION, Judgement, JudgementRequest
from shared.scoring.rubric import RubricItem
from shared.scoring.samples import (
    Sample,
    SampleUsage,
    VerifiedDimension,
    best_evidenced,
    missing_quotes,
    verify,
    with_second_answer,
)
from shared.scoring.transcripts import Segment
from shared.services.model_wire import TokenUsage


class Judge(Protocol):
    """Who judges: `AzureOpenAIService`."""

    async def judge(
        self, request: JudgementRequest, *, seed: int | None = None, usage: TokenUsage | None = None
    ) -> Judgement: ...

    def count_tokens(self, text: str) -> int: ...


class Case(NamedTuple):
    """What every sample of an interview is judged from: the candidate's words, to look quotes up, and what is asked."""

    evidence: Evidence
    requests: list[JudgementRequest]


def prepare(
    judge: Judge, role: str, rubric: Sequence[RubricItem], segments: Sequence[Segment], *, max_tokens: int
) -> Case:
    """The case of an interview. Nothing is asked where the candidate said no word. `max_tokens` bounds each prompt."""
    evidence = Evidence(segments)
    if not evidence.words:
        return Case(evidence, [])
    return Case(evidence, judgement_requests(role, rubric, segments, max_tokens=max_tokens, count=judge.count_tokens))


async def take_sample(judge: Judge, case: Case, *, n: int, seed: int) -> Sample:
    """Sample `n` of an interview, verified. Raises what the judge raises."""
    usage = TokenUsage()
    answers = [await _judged(judge, request, case.evidence, seed, usage) for request in case.requests]
    parts = [verified for verified, _ in answers]
    return Sample(
        n=n,
        dimensions=best_evidenced(parts),
        parts=len(parts),
        split=split_dimensions(case.requests),
        asked_again=sum(asked for _, asked in answers),
        model=usage.model,
        prompt_version=PROMPT_VERSION,
        prompt_hash=PROMPT_HASH,
        seed=seed,
        usage=SampleUsage.model_validate(usage, from_attributes=True),
    )


async def _judged(
    judge: Judge, request: JudgementRequest, evidence: Evidence, seed: int, usage: TokenUsage
) -> tuple[list[VerifiedDimension], int]:
    """The verified judgement of one request, and how many quotes were asked for again."""
    first = verify(await judge.judge(request, seed=seed, usage=usage), request.dimensions, evidence)
    missing = missing_quotes(first)
    if not missing:
        return first, 0
    again = request.model_copy(update={"missing_quotes": missing})
    second = verify(await judge.judge(again, seed=seed, usage=usage), request.dimensions, evidence)
    return with_second_answer(first, second), len(missing)
