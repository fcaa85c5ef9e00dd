"""Transcripts as scoring reads them: segments with their topic, and the passages that try to steer the scorer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final
from uuid import UUID, uuid5

from shared.interviews.prompts import Utterance, as_utterances
from shared.interviews.signals import is_steering
from shared.models.transcript import TranscriptSegment

type Said = TranscriptSegment | Mapping[str, Any] | Utterance

MASK: Final = "[…]"  # no word, so that it counts as nothing
_NAMESPACE: Final = UUID("2c4f5a0e-7a53-4d0b-8a3c-5b1f6f0e9d11")

_SENTENCE = re.compile(r"\S(?:[^.!?…。！？\n]|[.!?…](?=\S))*[.!?…。！？]*")
# Text that pretends to be somebody else's message: nothing after it in the segment is the candidate's answer.
_SPEAKS_AS_ANOTHER = re.compile(
    r"^[\s#>*\[(<|]{0,8}(?:system|assistant|developer|interviewer)(?:\s(?:message|prompt|override|note))?[\s*]{0,3}[:\])>|]"
    r"|<\|?/?\s*(?:im_start|im_end|system|assistant|endoftext|candidate_answer|move|notes|correction)\b"
    r"|\[/?(?:inst|sys|system)\b|<</?sys>>",
    re.IGNORECASE | re.MULTILINE,
)


class Segment(TranscriptSegment):
    """A segment and the id of the plan's topic it was said on, where that is known."""

    topic: str | None = None


def as_segments(transcript: Sequence[Said]) -> list[Segment]:
    """Segments from segments, or from mappings with `speaker` (or `role`) and `content`.

    What has no id gets one that is the same for the same transcript; what has no turn is numbered by answers so far.
    """
    segments: list[Segment] = []
    answers = 0
    for position, (said, utterance) in enumerate(zip(transcript, as_utterances(transcript), strict=True)):
        answers += utterance.speaker == "candidate"
        given: dict[str, Any] = {}
        if isinstance(said, TranscriptSegment):
            given = said.model_dump()
        elif isinstance(said, Mapping):
            given = {key: value for key, value in said.items() if value is not None}
        default_id = uuid5(_NAMESPACE, repr((position, utterance.speaker, utterance.content)))
        known = {"id": default_id, "turn": answers} | given
        segments.append(Segment.model_validate(known | utterance._asdict()))
    return segments


def answered_topics(segments: Iterable[Segment]) -> set[str]:
    """The topics on which the candidate said something."""
    return {one.topic for one in segments if one.topic and one.speaker == "candidate" and one.content.strip()}


def steering_passages(text: str) -> list[tuple[int, int]]:
    """Where a text instructs the interviewer or the scorer, as (start, end) in code points, in order.

    A passage is a sentence, or two that steer only together; from a made-up message of the system on, it is all the
    rest. Text that steers as a whole and in no part of it is one passage. Empty for text that does not steer.
    """
    if not is_steering(text):
        return []
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    found = [span for span in sentences if is_steering(text[span[0] : span[1]])]
    alone = set(found)
    for first, second in pairwise(sentences):
        if first not in alone and second not in alone and is_steering(text[first[0] : second[1]]):
            found.append((first[0], second[1]))
    if pretence := _SPEAKS_AS_ANOTHER.search(text):
        found.append((pretence.start(), len(text)))
    return _joined(found) or [(0, len(text))]


def without_steering(segment: Segment) -> Segment:
    """The segment as the model may read it: a mark stands in the place of passages that steer."""
    if segment.speaker != "candidate" or not (passages := steering_passages(segment.content)):
        return segment
    kept: list[str] = []
    end = 0
    for start, stop in passages:
        kept += [segment.content[end:start], MASK]
        end = stop
    return segment.model_copy(update={"content": "".join([*kept, segment.content[end:]])})


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
