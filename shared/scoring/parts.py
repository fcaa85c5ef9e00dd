"""What a sample asks the model: one request, or several where the interview is too long for one. Nothing is cut off."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from shared.scoring.prompts import (
    SYSTEM_PROMPT,
    JudgementRequest,
    dimension_document,
    scoring_messages,
    segment_document,
    to_json,
)
from shared.scoring.rubric import RubricItem, was_asked
from shared.scoring.transcripts import Segment, answered_topics, as_judged

type CountTokens = Callable[[str], int]

_OVERHEAD_TOKENS: Final = 64  # of the messages around the document
_LEAST_ROOM_TOKENS: Final = 400  # for transcript, however long the anchors are
_BREAK = re.compile(r"\s+")


def judgement_requests(
    role: str, rubric: Sequence[RubricItem], segments: Sequence[Segment], *, max_tokens: int, count: CountTokens
) -> list[JudgementRequest]:
    """The requests that together judge every dimension on all that was said on it, each within `max_tokens`.

    Dimensions that the interview did not come to, or on whose topics nothing was answered, are not judged.
    Passages that steer are masked. An interview that fits is one request. One that does not is judged topic by topic:
    a dimension on the segments of its topics and on those that have none; where that is still too long, or a
    dimension has no topic, on runs of turns, one after the other.
    """
    answered = answered_topics(segments)
    rubric = [item for item in rubric if was_asked(item, answered)]
    if not rubric:
        return []
    said = [as_judged(segment) for segment in segments]
    whole = JudgementRequest(role=role, dimensions=tuple(rubric), transcript=tuple(said))
    if sum(len(message["content"].encode()) for message in scoring_messages(whole)) + _OVERHEAD_TOKENS <= max_tokens:
        return [whole]  # a token has at least one byte, so there is nothing to count
    anchors = {item.dimension: count(to_json(dimension_document(item))) for item in rubric}
    fixed = count(SYSTEM_PROMPT) + count(role) + _OVERHEAD_TOKENS
    if fixed + sum(anchors.values()) + sum(_segment_tokens(segment, count) for segment in said) <= max_tokens:
        return [whole]
    requests: list[JudgementRequest] = []
    for places, items in _grouped(rubric, segments).items():
        for batch in _batches(items, [anchors[item.dimension] for item in items], (max_tokens - fixed) // 2):
            spent = fixed + sum(anchors[item.dimension] for item in batch)
            room = max(max_tokens - spent, _LEAST_ROOM_TOKENS)
            requests += [
                JudgementRequest(role=role, dimensions=tuple(batch), transcript=tuple(run))
                for run in _runs([said[place] for place in places], room, count)
            ]
    return requests


def split_dimensions(requests: Sequence[JudgementRequest]) -> list[str]:
    """The dimensions that more than one of the requests judges."""
    asked = [item.dimension for request in requests for item in request.dimensions]
    return [dimension for dimension in dict.fromkeys(asked) if asked.count(dimension) > 1]


def _grouped(rubric: Sequence[RubricItem], segments: Sequence[Segment]) -> dict[tuple[int, ...], list[RubricItem]]:
    """Dimensions by the places of the segments that they are judged on."""
    known = {segment.topic for segment in segments}
    groups: dict[tuple[int, ...], list[RubricItem]] = {}
    for item in rubric:
        own = known.intersection(item.topics)
        places = tuple(
            place for place, segment in enumerate(segments) if not own or segment.topic is None or segment.topic in own
        )
        groups.setdefault(places, []).append(item)
    return groups


def _batches[Item](items: Sequence[Item], costs: Sequence[int], room: int) -> list[list[Item]]:
    """The items in runs whose costs fit the room; an item that alone does not fit has a run of its own."""
    runs: list[list[Item]] = []
    used = 0
    for item, cost in zip(items, costs, strict=True):
        if not runs or used + cost > room:
            runs.append([])
            used = 0
        runs[-1].append(item)
        used += cost
    return runs


def _runs(segments: Sequence[Segment], room: int, count: CountTokens) -> list[list[Segment]]:
    """The segments in runs that fit the room. A segment too long for one is spread over several, cut between words."""
    pieces = [piece for segment in segments for piece in _pieces(segment, room, count)]
    runs = _batches(pieces, [_segment_tokens(piece, count) for piece in pieces], room)
    return [run for run in runs if any(segment.speaker == "candidate" for segment in run)]


def _pieces(segment: Segment, room: int, count: CountTokens) -> list[Segment]:
    if _segment_tokens(segment, count) <= room:
        return [segment]
    middle = len(segment.content) // 2
    if middle == 0:
        return [segment]
    breaks = [match.end() for match in _BREAK.finditer(segment.content)]
    cut = min(breaks, key=lambda at: abs(at - middle), default=middle)
    cut = cut if 0 < cut < len(segment.content) else middle
    halves = (segment.content[:cut], segment.content[cut:])
    return [piece for half in halves for piece in _pieces(segment.model_copy(update={"content": half}), room, count)]


def _segment_tokens(segment: Segment, count: CountTokens) -> int:
    return count(to_json(segment_document(segment))) + 2
