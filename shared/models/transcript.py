"""Transcripts: segments in the order in which they were said."""

from typing import Literal
from uuid import UUID

from shared.models.common import Fraction, Model

Speaker = Literal["interviewer", "candidate"]
SegmentSource = Literal["chat", "live", "recording"]


class TranscriptSegment(Model):
    """One utterance. Times are milliseconds from the start of the interview; `confidence` is the recogniser's."""

    id: UUID
    turn: int
    speaker: Speaker
    content: str
    start_time_ms: int | None = None
    end_time_ms: int | None = None
    confidence: Fraction | None = None
    source: SegmentSource = "chat"


class Transcript(Model):
    interview_id: UUID
    segments: list[TranscriptSegment]
