"""Golden transcripts: what people say in an interview of the demo plan, and in which bands its score must lie."""

import json
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field

from local.demo_data import DATA_ENGINEER_PLAN, JOB_ROLE, JOB_ROLE_VERSION
from shared.interviews.plan import Plan
from shared.models.job_role import JobRole
from shared.scoring.transcripts import Segment

_FOLDER = Path(__file__).parent / "transcripts"

type Band = tuple[float, float]


class Golden(BaseModel):
    """A transcript and what every fit model makes of it.

    `answers` are by topic: one to the main question, then one to each follow-up. `levels` are the lowest and highest
    level of each dimension that may come out, None where no level may. `clean_twin` names the same interview without
    the attempts to steer. `reasons` are reasons for a review that must be given.
    """

    model_config = ConfigDict(extra="forbid")

    about: str
    answers: dict[str, list[str]]
    levels: dict[str, Band | None]
    overall: Band | None
    clean_twin: str | None = None
    reasons: list[str] = Field(default_factory=list)

    @property
    def segments(self) -> list[Segment]:
        """The transcript as the database would give it."""
        said = [
            (topic.id, question, answer)
            for topic in plan().topics
            for question, answer in zip(
                [topic.question, *topic.follow_ups], self.answers.get(topic.id, []), strict=False
            )
        ]
        segments: list[Segment] = []
        for turn, (topic, question, answer) in enumerate(said):
            segments.append(_segment(turn, topic, "interviewer", question))
            segments.append(_segment(turn + 1, topic, "candidate", answer))
        return segments


def names() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.json"))


def golden(name: str) -> Golden:
    return Golden.model_validate(json.loads((_FOLDER / f"{name}.json").read_text("utf-8")))


def plan() -> Plan:
    return DATA_ENGINEER_PLAN


def job_role() -> JobRole:
    known: dict[str, Any] = {"id": UUID(int=1), "organisation_id": UUID(int=2), "status": "open", "version": 1}
    return JobRole.model_validate(JOB_ROLE | JOB_ROLE_VERSION | known)


def _segment(turn: int, topic: str, speaker: str, content: str) -> Segment:
    made = uuid5(NAMESPACE_URL, f"{turn} {speaker} {content}")
    return Segment.model_validate({"id": made, "turn": turn, "topic": topic, "speaker": speaker, "content": content})
