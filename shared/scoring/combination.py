"""Several samples become one score: medians, agreement, citations, and the reasons why a person should look closer."""

from collections.abc import Collection, Mapping, Sequence
from math import fsum
from typing import Any, Final

from shared.models.score import Citation, DimensionScore, ScoreContent
from shared.scoring.evidence import MOST_CHARACTERS, Evidence, Verdict, comparable, count_words
from shared.scoring.prompts import Judgement
from shared.scoring.report import (
    INSUFFICIENT_EVIDENCE,
    NOT_ASKED,
    Judged,
    candidate_feedback,
    checked_rationale,
    narrative_summary,
)
from shared.scoring.rubric import RubricItem, level_to_score, median_level, overall_score, was_asked
from shared.scoring.samples import Sample, verify
from shared.scoring.transcripts import Segment, spoken_topics

METHOD: Final = "median-3"  # the version of what this file computes
LOW_AGREEMENT: Final = 0.75  # below it: levels of three samples two apart, or one of three without evidence
THIN_WORDS: Final = 8  # fewer words than this in all of a dimension's citations
LOW_CONFIDENCE: Final = 0.6  # of speech recognition, 0 to 1
MOST_CITATIONS: Final = 4

_INVENTED: Final = frozenset({Verdict.NOT_FOUND, Verdict.NOT_THE_CANDIDATE})


def combine(
    samples: Sequence[Sample],
    rubric: Sequence[RubricItem],
    segments: Sequence[Segment],
    evidence: Evidence,
    *,
    expected: int,
    provenance: dict[str, Any],
    cut_short: Collection[str] = (),
) -> ScoreContent:
    """The score of an interview from its verified samples.

    `expected` is how many were to be taken, `cut_short` the ids of topics on which time ran out before each follow-up.
    """
    judged = [_judged(item, samples, segments, evidence) for item in rubric]
    dimensions = [entry.score for entry in judged]
    overall = overall_score((score.weight, score.score) for score in dimensions)
    turns = _turns(evidence)
    reasons = _reasons(samples, judged, segments, turns, overall, expected, cut_short)
    return ScoreContent(
        overall_score=overall,
        dimensions=dimensions,
        narrative_summary=narrative_summary(
            overall, judged, reasons, turns, stand_in=any(is_stand_in(sample.model) for sample in samples)
        ),
        candidate_feedback=candidate_feedback(judged, evidence),
        agreement=_overall_agreement(dimensions),
        needs_review=bool(reasons),
        reasons=reasons,
        provenance={
            **provenance,
            "method": METHOD,
            "samples": [_provenance(sample) for sample in samples],
            "set_aside": [passage._asdict() for passage in evidence.set_aside],
        },
    )


def score_from_judgement(
    judgement: Judgement, segments: Sequence[Segment], rubric: Sequence[RubricItem], *, model: str = ""
) -> dict[str, Any]:
    """The score of a single judgement, as JSON: quotes checked and every number computed here."""
    evidence = Evidence(segments)
    sample = Sample(n=1, dimensions=verify(judgement, rubric, evidence), model=model)
    return combine([sample], rubric, segments, evidence, expected=1, provenance={"model": model}).model_dump(
        mode="json"
    )


def agreement_of(levels: Sequence[int | None]) -> float | None:
    """How far samples agree on a dimension, 0 to 1; None for fewer than two samples.

    With evidence in most: (1 - (highest - lowest) / 4) · share of samples that found evidence. Otherwise the share that
    found none.
    """
    if len(levels) < 2:
        return None
    given = [level for level in levels if level is not None]
    if not _is_scored(levels):
        return round(1 - len(given) / len(levels), 4)
    return round((1 - (max(given) - min(given)) / 4) * len(given) / len(levels), 4)


def is_stand_in(model: str) -> bool:
    """Whether a model's name says that it stands in for a real one."""
    return "stand-in" in model.lower() or "standin" in model.lower()


def _is_scored(levels: Sequence[int | None]) -> bool:
    """Whether more than half of the samples gave a level with evidence."""
    return 2 * sum(level is not None for level in levels) > len(levels)


def _judged(item: RubricItem, samples: Sequence[Sample], segments: Sequence[Segment], evidence: Evidence) -> Judged:
    opinions = [sample.of(item.dimension) for sample in samples]
    levels = [opinion.evidenced_level for opinion in opinions]
    score = DimensionScore(
        dimension=item.dimension,
        score=None,
        weight=item.weight,
        evidence=INSUFFICIENT_EVIDENCE if was_asked(item, spoken_topics(segments)) else NOT_ASKED,
        cited_quotes=[],
        citations=[],
        anchors=item.anchors,
        samples=levels,
        agreement=agreement_of(levels),
        status="insufficient_evidence",
    )
    if not _is_scored(levels):
        return Judged(item, score, [])
    level = median_level([level for level in levels if level is not None])
    agreeing = [opinion for opinion in opinions if opinion.evidenced_level == level]
    rationales = [opinion.rationale for opinion in agreeing if not opinion.dropped]
    score.level, score.score, score.status = level, level_to_score(level), "scored"
    score.evidence = checked_rationale(rationales, item, level, evidence)
    score.citations = _best_citations([opinion.citations for opinion in opinions if opinion.level], segments, evidence)
    score.cited_quotes = [citation.quote for citation in score.citations]
    return Judged(item, score, [opinion.feedback for opinion in agreeing])


def _best_citations(
    cited: Sequence[Sequence[Citation]], segments: Sequence[Segment], evidence: Evidence
) -> list[Citation]:
    """The citations of all samples, overlapping ones joined, and words said again once: those most samples give, then
    the longest; in order."""
    position = {segment.id: index for index, segment in enumerate(segments)}

    def place(citation: Citation) -> tuple[int, int, int]:
        return position[citation.segment_id], citation.start, citation.end

    joined: list[Citation] = []
    votes: list[int] = []
    said: dict[str, int] = {}
    for citation in sorted((citation for citations in cited for citation in citations), key=place):
        if joined and (union := _union(joined[-1], citation, evidence)):
            joined[-1] = union
            votes[-1] += 1
        elif (first := said.setdefault(comparable(citation.quote), len(joined))) < len(joined):
            votes[first] += 1
        else:
            joined.append(citation)
            votes.append(1)
    ranked = sorted(range(len(joined)), key=lambda index: (-votes[index], -len(joined[index].quote), index))
    return [joined[index] for index in sorted(ranked[:MOST_CITATIONS])]


def _union(first: Citation, second: Citation, evidence: Evidence) -> Citation | None:
    """Two overlapping citations as one; the longer of them where together they are too long to be a quote."""
    if first.segment_id != second.segment_id or second.start >= first.end:
        return None
    end = max(first.end, second.end)
    if end - first.start > MOST_CHARACTERS:
        return max(first, second, key=lambda citation: citation.end - citation.start)
    quote = evidence.content(first, first.start, end)
    return first.model_copy(update={"quote": quote, "end": end})


def _overall_agreement(dimensions: Sequence[DimensionScore]) -> float | None:
    """The weighted mean of the dimensions' agreements."""
    known = [(score.weight, score.agreement) for score in dimensions if score.agreement is not None]
    if not known:
        return None
    total = fsum(weight for weight, _ in known)
    if total == 0:
        known, total = [(1.0, agreement) for _, agreement in known], float(len(known))
    return round(fsum(weight * agreement for weight, agreement in known) / total, 4)


def _turns(evidence: Evidence) -> dict[str, list[int]]:
    """The reasons that stand in the answers themselves, each with its turns."""
    return {
        "suspected_steering": evidence.turns(lambda signal: signal.steers),
        "distress": evidence.turns(lambda signal: signal.distressed),
        "asked_to_stop": evidence.turns(lambda signal: signal.wants_to_stop),
        "repeated_answers": evidence.repeated,
    }


def _reasons(
    samples: Sequence[Sample],
    judged: Sequence[Judged],
    segments: Sequence[Segment],
    turns: Mapping[str, list[int]],
    overall: float | None,
    expected: int,
    cut_short: Collection[str],
) -> list[str]:
    """Why a person should look closer: a code, or `code:dimension`; those on the whole interview first."""
    candidate = [segment for segment in segments if segment.speaker == "candidate"]
    reasons = [
        code
        for code, holds in (
            ("no_evidence", overall is None),
            *((code, bool(found)) for code, found in turns.items()),
            (
                "low_recognition_confidence",
                any(segment.confidence is not None and segment.confidence < LOW_CONFIDENCE for segment in candidate),
            ),
            ("too_few_samples", len(samples) < expected),
        )
        if holds
    ]
    spoken = spoken_topics(segments)
    for item, score, _ in judged:
        opinions = [sample.of(score.dimension) for sample in samples]
        asked = was_asked(item, spoken)
        checks = {
            "not_asked": not asked,
            "insufficient_evidence": asked and score.level is None,
            "low_agreement": score.agreement is not None and score.agreement < LOW_AGREEMENT,
            "thin_evidence": score.level is not None and sum(map(count_words, score.cited_quotes)) < THIN_WORDS,
            "shared_evidence": _is_cited_elsewhere(score, judged),
            "fewer_follow_ups": asked and not set(cut_short).isdisjoint(item.topics),
            "unverified_quotes": any(drop.verdict in _INVENTED for opinion in opinions for drop in opinion.dropped),
            "judged_in_parts": any(score.dimension in sample.split for sample in samples),
        }
        reasons += [f"{code}:{score.dimension}" for code, holds in checks.items() if holds]
    return reasons


def _is_cited_elsewhere(score: DimensionScore, judged: Sequence[Judged]) -> bool:
    """Whether a dimension rests on nothing but passages that another one rests on too."""
    others = [one for entry in judged if entry.score is not score for one in entry.score.citations]
    return bool(score.citations) and all(
        any(_overlap(citation, other) for other in others) for citation in score.citations
    )


def _overlap(first: Citation, second: Citation) -> bool:
    return first.segment_id == second.segment_id and first.start < second.end and second.start < first.end


def _provenance(sample: Sample) -> dict[str, Any]:
    """What the score keeps of a sample: its levels and checks, without its words."""
    return {
        "n": sample.n,
        "levels": {item.dimension: item.level for item in sample.dimensions},
        "quotes": sample.verdicts(),
        "asked_again": sample.asked_again,
        "parts": sample.parts,
        "model": sample.model,
        "prompt_version": sample.prompt_version,
        "prompt_hash": sample.prompt_hash,
        "seed": sample.seed,
        "usage": sample.usage.model_dump(),
    }
