"""Transcripts as scoring reads them: segments with their topic, without what steers and what was said in distress."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from shared.interviews.prompts import Utterance, as_utterances
from shared.interviews.remarks import distress_passages
from shared.interviews.signals import Signal, read_signal
from shared.interviews.steering import steering_passages
from shared.models.transcript import TranscriptSegment
from shared.utils.plain_text import Span, joined

type Said = TranscriptSegment | Mapping[str, Any] | Utterance

MASK: Final = "[…]"  # no word, so that it counts as nothing
_ANSWERS_KEPT: Final = 256  # of at most 50,000 characters
_NAMESPACE: Final = UUID("2c4f5a0e-7a53-4d0b-8a3c-5b1f6f0e9d11")


class Segment(TranscriptSegment):
    """A segment and the id of the plan's topic it was said on, where that is known."""

    topic: str | None = None


class Heard(NamedTuple):
    """What code reads in an answer: its facts, and where it steers and tells of distress, in code points."""

    signal: Signal
    steering: tuple[Span, ...]
    distress: tuple[Span, ...]


@lru_cache(maxsize=_ANSWERS_KEPT)  # what asks the model, each sample and the score look at the same answers
def heard(answer: str) -> Heard:
    """What an answer says, to all that scoring asks of it."""
    return Heard(read_signal(answer), tuple(steering_passages(answer)), tuple(distress_passages(answer)))


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


def spoken_topics(segments: Sequence[Segment]) -> set[str] | None:
    """The topics on which the candidate said something; None where it is not known what was said on which."""
    known = any(one.topic for one in segments)
    return {one.topic for one in segments if one.topic and _is_said(one)} if known else None


def answered_topics(segments: Sequence[Segment]) -> set[str] | None:
    """Of the topics that were spoken on, those with more than remarks to the interviewer ("can we skip this?")."""
    spoken = spoken_topics(segments)
    return spoken and {
        one.topic
        for one in segments
        if one.topic in spoken and _is_said(one) and not heard(one.content).signal.is_remark
    }


def _is_said(segment: Segment) -> bool:
    return segment.speaker == "candidate" and bool(segment.content.strip())


def as_judged(segment: Segment) -> Segment:
    """The segment as the model may read it: a mark stands for passages that steer and for words of distress."""
    if segment.speaker != "candidate":
        return segment
    said = heard(segment.content)
    if not said.steering and not said.distress:
        return segment
    kept: list[str] = []
    end = 0
    for start, stop in joined([*said.steering, *said.distress]):
        kept += [segment.content[end:start], MASK]
        end = stop
    return segment.model_copy(update={"content": "".join([*kept, segment.content[end:]])})
