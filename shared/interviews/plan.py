"""The interview plan: what every candidate for a job-role version is asked, in which order, in how much time."""

import re
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from shared.models.common import Model
from shared.models.job_role import JobRole

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]

LEVELS = (1, 2, 3, 4, 5)

# Greek's question mark looks like a semicolon and is mostly typed as one: after a Greek word a semicolon counts too.
# Spanish opens a question with a mark of its own; only the closing one counts.
QUESTION_MARKS: Final = "?？﹖︖؟⸮‽⁇⁈⁉՞፧꘏\u037e"
GREEK: Final = "\u0370-\u037d\u037f-\u03ff\u1f00-\u1fff"
_QUESTION: Final = re.compile(f"[{QUESTION_MARKS};](?:(?<!;)|(?<=[{GREEK}]{{2}};))[{QUESTION_MARKS}!！]*")

WRAP_UP_QUESTION: Final = "We have covered what I wanted to ask. Is there anything you would like to add?"
TIME_UP_QUESTION: Final = (
    "Our time is almost up, so I leave out what else I wanted to ask. Is there anything you would like to add?"
)
CLOSING: Final = "Thank you for your time. The interview is over. A person will read it and decide on the next step."

# Behavioural anchors for a competency whose plan gives none of its own. They describe how concrete the evidence is.
GENERIC_LEVELS = {
    1: "Gives no example, or one that does not bear on the question.",
    2: "Speaks in general terms; what they did themselves stays unclear.",
    3: "Gives one real example with their own part in it.",
    4: "Gives a detailed example: the situation, what they did and why, and what came of it.",
    5: "Gives detailed examples, weighs alternatives and trade-offs, and says what was measured or learned.",
}


def question_marks(text: str) -> int:
    """How many questions a text asks, by its question marks; several in a row ("?!", "??") are one."""
    return len(_QUESTION.findall(text))


def without_question_marks(text: str) -> str:
    """The text in one line, to stand in a question."""
    return " ".join(_QUESTION.sub(" ", text).split()) or "this"


def _asks_once(text: str, info: ValidationInfo) -> str:
    if (marks := question_marks(text)) != 1:
        raise ValueError(
            f"`{info.field_name}` asks exactly one question, with one question mark; this has {marks or 'none'}"
        )
    return text


def _asks_nothing(text: str, info: ValidationInfo) -> str:
    if question_marks(text):
        raise ValueError(f"`{info.field_name}` ends the interview, so it asks nothing; leave out the question mark")
    return text


Question = Annotated[Text, AfterValidator(_asks_once)]
Statement = Annotated[Text, AfterValidator(_asks_nothing)]


class MoveKind(StrEnum):
    """What the interviewer does next. Code decides it; the model only words it."""

    OPEN = "open"
    PROBE = "probe"
    CLARIFY = "clarify"
    NEXT_TOPIC = "next_topic"
    ANSWER_QUESTION = "answer_question"
    REDIRECT = "redirect"
    PAUSE = "pause"
    WRAP_UP = "wrap_up"
    CLOSE = "close"


class Move(Model):
    """A decided move. `say` is the plan's own wording: what is asked, and what is said if the model fails.

    `verbatim` says that no model words it: what somebody in need is told, and what they can do.
    """

    model_config = ConfigDict(frozen=True)

    kind: MoveKind
    topic_id: str | None = None
    topic_title: str | None = None
    say: str
    verbatim: bool = False


class Topic(Model):
    """One topic: a competency, its main question, angles to follow up, and what answers look like at five levels."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    title: Text
    competency: Text
    question: Text
    follow_ups: tuple[Text, ...] = ()
    follow_up_budget: int = Field(default=2, ge=0, le=5)
    minutes: float = Field(gt=0, le=60)
    levels: dict[int, Text] = Field(default_factory=lambda: dict(GENERIC_LEVELS))

    @field_validator("levels")
    @classmethod
    def _five_levels(cls, levels: dict[int, str]) -> dict[int, str]:
        if sorted(levels) != list(LEVELS):
            raise ValueError("a topic has exactly the levels 1 to 5")
        return levels


class Plan(Model):
    """The frozen plan of a job-role version: the same for every candidate.

    It is read as it was frozen, also where it is older than a rule; what may be saved is an `AskablePlan`.
    """

    model_config = ConfigDict(frozen=True)

    role_title: Text
    topics: tuple[Topic, ...] = Field(min_length=1, max_length=20)
    wrap_up_question: Text = WRAP_UP_QUESTION
    closing: Text = CLOSING

    @model_validator(mode="after")
    def _topics_differ(self) -> Self:
        ids = [topic.id for topic in self.topics]
        if len(set(ids)) != len(ids):
            raise ValueError("two topics have the same id")
        return self

    @property
    def minutes(self) -> float:
        """The time budget in minutes, without accommodations."""
        return sum(topic.minutes for topic in self.topics)

    def opening(self, extra_time_factor: float = 1.0) -> str:
        """The first words of the interview, ending in the first question."""
        minutes = self.minutes * extra_time_factor
        return (
            f"Hello, and welcome to your interview for the role of {self.role_title}. I am an AI interviewer: I ask "
            f"every candidate the same questions, and a person decides. We will talk about {len(self.topics)} "
            f"{'topic' if len(self.topics) == 1 else 'topics'} in about {minutes:.0f} minutes; "
            f"you can end at any time. {self.topics[0].question}"
        )

    def levels_of(self, competency: str) -> dict[int, str]:
        """The anchors of a competency: its first topic's, or the generic ones."""
        return next((topic.levels for topic in self.topics if topic.competency == competency), dict(GENERIC_LEVELS))


class AskableTopic(Topic):
    """A topic whose questions can each be asked in one go: its words are checked when they are written."""

    question: Question
    follow_ups: tuple[Question, ...] = ()


class AskablePlan(Plan):
    """A plan that may be saved: each question asks once, and the closing asks nothing."""

    topics: Annotated[tuple[AskableTopic, ...], Field(min_length=1, max_length=20)]  # pyright: ignore[reportIncompatibleVariableOverride]  # a frozen field
    wrap_up_question: Question = WRAP_UP_QUESTION
    closing: Statement = CLOSING


def default_plan(role: JobRole) -> Plan:
    """A plan for a role that has none: one topic per structured topic, or per rubric dimension, or a general one.

    It makes any role interviewable; a reviewed plan with questions and anchors of its own is better.
    """
    minutes = role.interview_structure.time_per_topic or 6
    dimensions = list(role.scoring_rubric)
    titles = role.interview_structure.topics or [name.replace("_", " ") for name in dimensions] or ["your experience"]
    topics = tuple(
        Topic(
            id=f"topic-{number}",
            title=title,
            competency=dimensions[(number - 1) % len(dimensions)] if dimensions else title,
            question=(
                f"Please tell me about a time when {without_question_marks(title)} mattered in your work: "
                "what was the situation, and what did you do?"
            ),
            follow_ups=(
                "What was your own part in that, as distinct from your team's?",
                "What came of it, and how did you know?",
                "What would you do differently today, and why?",
            ),
            minutes=minutes,
        )
        for number, title in enumerate(titles[:20], start=1)
    )
    return Plan(role_title=role.title, topics=topics)
