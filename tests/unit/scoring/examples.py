"""Values that the scoring tests share: a transcript, a rubric, judgements and samples."""

from typing import Any
from uuid import UUID

from shared.models.score import ScoreContent
from shared.scoring.combination import combine
from shared.scoring.evidence import Evidence
from shared.scoring.prompts import DimensionJudgement, Judgement, QuotedEvidence
from shared.scoring.rubric import RubricItem
from shared.scoring.samples import Sample, verify
from shared.scoring.transcripts import Segment

ANCHORS = {level: f"Anchor number {level} of the plan." for level in range(1, 6)}
ANSWER = "I rebuilt the nightly load in Python because the old one lost rows, and it now ends in ten minutes."
SECOND_ANSWER = "We disagreed about the schema; I asked what she feared and we changed the key together."


def item(dimension: str = "technical_depth", weight: float = 1.0, **more: Any) -> RubricItem:
    return RubricItem(dimension=dimension, weight=weight, criteria="", anchors=ANCHORS, **more)


def segment(number: int, speaker: str, content: str, **more: Any) -> Segment:
    return Segment.model_validate(
        {"id": UUID(int=number), "turn": number // 2, "speaker": speaker, "content": content, **more}
    )


def transcript(*answers: str) -> list[Segment]:
    """The answers, each after a question; segment ids are 0 (question), 1 (answer), 2, 3 …"""
    segments: list[Segment] = []
    for number, answer in enumerate(answers):
        segments.append(segment(2 * number, "interviewer", f"Please tell me about subject number {number}."))
        segments.append(segment(2 * number + 1, "candidate", answer))
    return segments


def opinion(
    level: int | None, *quotes: str, dimension: str = "technical_depth", segment_id: str = "", **more: str
) -> DimensionJudgement:
    return DimensionJudgement(
        dimension=dimension,
        level=level,
        quotes=[QuotedEvidence(segment_id=segment_id, quote=quote) for quote in quotes],
        rationale=more.get("rationale", "They explained why they rebuilt the load."),
        feedback=more.get("feedback", "You said clearly what you did. Naming alternatives would add depth."),
    )


def scored(
    samples: list[list[DimensionJudgement]],
    rubric: list[RubricItem] | None = None,
    segments: list[Segment] | None = None,
    expected: int | None = None,
) -> ScoreContent:
    """The score of judgements, verified and combined."""
    rubric = rubric or [item()]
    segments = segments or transcript(ANSWER, SECOND_ANSWER)
    evidence = Evidence(segments)
    taken = [
        Sample(n=n, dimensions=verify(Judgement(dimensions=opinions), rubric, evidence), model="a-model")
        for n, opinions in enumerate(samples, start=1)
    ]
    return combine(taken, rubric, segments, evidence, expected=expected or len(taken), provenance={"model": "a-model"})
