"""Samples: one judgement of a whole interview with every quote checked, as it is stored. Pure functions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import Field

from shared.models.common import Model
from shared.models.score import Citation
from shared.scoring.evidence import Evidence, Verdict, count_words
from shared.scoring.prompts import DimensionJudgement, Judgement, MissingQuote
from shared.scoring.rubric import RubricItem

_KEPT_OF_A_DROPPED_QUOTE: Final = 500
# What asking again can mend. A quote of a passage that steers is not asked for a second time.
_WORTH_ASKING_AGAIN: Final = frozenset(
    {Verdict.NOT_FOUND, Verdict.NOT_THE_CANDIDATE, Verdict.TOO_SHORT, Verdict.TOO_LONG}
)


class DroppedQuote(Model):
    """A quote of the model's that is no evidence, and why."""

    quote: str
    segment_id: str
    verdict: Verdict


class VerifiedDimension(Model):
    """The model's judgement of one dimension, its quotes looked up in the transcript."""

    dimension: str
    level: int | None = None
    citations: list[Citation] = Field(default_factory=list[Citation])
    dropped: list[DroppedQuote] = Field(default_factory=list[DroppedQuote])
    rationale: str = ""
    feedback: str = ""

    @property
    def evidenced_level(self) -> int | None:
        """The level, if at least one verified quote stands behind it."""
        return self.level if self.citations else None


class SampleUsage(Model):
    """Tokens and calls that a sample cost."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    calls: int = 0


class Sample(Model):
    """What is stored of a sample.

    `parts` is in how many requests the interview was judged, `split` which dimensions more than one of them judged, and
    `asked_again` how many quotes had to be asked for again.
    """

    n: int
    dimensions: list[VerifiedDimension]
    parts: int = 1
    split: list[str] = Field(default_factory=list[str])
    asked_again: int = 0
    model: str = ""
    prompt_version: str = ""
    prompt_hash: str = ""
    seed: int | None = None
    usage: SampleUsage = Field(default_factory=SampleUsage)

    def of(self, dimension: str) -> VerifiedDimension:
        """What the sample says on a dimension; nothing, if it says nothing."""
        return next(
            (item for item in self.dimensions if item.dimension == dimension), VerifiedDimension(dimension=dimension)
        )

    def verdicts(self) -> dict[str, int]:
        """How many quotes were found, and how many dropped, by verdict."""
        found = sum(len(item.citations) for item in self.dimensions)
        dropped = Counter(quote.verdict.value for item in self.dimensions for quote in item.dropped)
        return {Verdict.FOUND.value: found, **dropped}


def verify(judgement: Judgement, rubric: Sequence[RubricItem], evidence: Evidence) -> list[VerifiedDimension]:
    """The judgement on each dimension of the rubric, in its order, with every quote looked up.

    Dimensions that the rubric does not know are dropped, and of two on the same dimension the first counts. A level of
    None keeps no quotes.
    """
    judged: dict[str, DimensionJudgement] = {}
    for item in judgement.dimensions:
        judged.setdefault(item.dimension.strip(), item)
    return [
        _verified(judged[item.dimension.strip()], item.dimension, evidence)
        if item.dimension.strip() in judged
        else VerifiedDimension(dimension=item.dimension)
        for item in rubric
    ]


def missing_quotes(verified: Iterable[VerifiedDimension]) -> tuple[MissingQuote, ...]:
    """The quotes to ask for again."""
    return tuple(
        MissingQuote(dimension=item.dimension, segment_id=dropped.segment_id, quote=dropped.quote)
        for item in verified
        for dropped in item.dropped
        if dropped.verdict in _WORTH_ASKING_AGAIN
    )


def with_second_answer(
    first: Sequence[VerifiedDimension], second: Sequence[VerifiedDimension]
) -> list[VerifiedDimension]:
    """What counts after asking again: for each dimension that was asked about, one answer as a whole.

    A level is never kept without the quotes it was given for: the second answer takes the first one's place where it
    has evidence, or where the first has none. Quotes of the first that were found stay beside it only if both levels
    are the same.
    """
    again = {item.dimension: item for item in second}
    asked = {missing.dimension for missing in missing_quotes(first)}
    return [_settled(item, again[item.dimension]) if item.dimension in asked else item for item in first]


def best_evidenced(parts: Sequence[Sequence[VerifiedDimension]]) -> list[VerifiedDimension]:
    """One judgement of each dimension from those of several parts of a transcript.

    The part whose verified quotes hold the most words decides; at a tie the lower level. Parts are judged without sight
    of each other, so their levels are not averaged: a part that is about something else would pull a good answer down.
    """
    by_dimension: dict[str, list[VerifiedDimension]] = {}
    for part in parts:
        for item in part:
            by_dimension.setdefault(item.dimension, []).append(item)
    return [_best(items) for items in by_dimension.values()]


def _verified(judged: DimensionJudgement, dimension: str, evidence: Evidence) -> VerifiedDimension:
    verified = VerifiedDimension(
        dimension=dimension, level=judged.level, rationale=judged.rationale, feedback=judged.feedback
    )
    if judged.level is None:
        return verified
    for quoted in judged.quotes:
        verdict, citation = evidence.find(quoted.quote, quoted.segment_id)
        if citation is None:
            kept = quoted.quote[:_KEPT_OF_A_DROPPED_QUOTE]
            verified.dropped.append(DroppedQuote(quote=kept, segment_id=quoted.segment_id[:64], verdict=verdict))
        elif citation not in verified.citations:
            verified.citations.append(citation)
    return verified


def _settled(first: VerifiedDimension, second: VerifiedDimension) -> VerifiedDimension:
    if not second.citations and first.citations:
        return first
    kept = first.citations if first.level == second.level else []
    citations = [*second.citations, *(citation for citation in kept if citation not in second.citations)]
    return second.model_copy(update={"citations": citations})


def _best(items: Sequence[VerifiedDimension]) -> VerifiedDimension:
    judged = [item for item in items if item.evidenced_level is not None] or items
    best = max(
        judged, key=lambda item: (sum(count_words(citation.quote) for citation in item.citations), -(item.level or 0))
    )
    return best.model_copy(update={"dropped": [dropped for item in items for dropped in item.dropped]})
