"""What is wrong with a plan's words: protected characteristics, questions that are several or lead. Pure functions."""

import re
from collections.abc import Iterator
from typing import Final

from shared.interviews.plan import GENERIC_LEVELS, Plan, Topic, question_marks
from shared.job_roles.plan_models import Fault, Flag
from shared.job_roles.protected import doubtful, screen
from shared.models.job_role import JobRole
from shared.utils.plain_text import plain

type Where = tuple[str | int, ...]

LONGEST_QUESTION: Final = 400  # characters
_LEADING = re.compile(
    r"\b(?:(?:do|would|does|is|are|should|could|did|have|wo)n't (?:you|it|that|this|we|they)\b"
    r"|(?:you|you'd) (?:would )?(?:surely|certainly|obviously) (?:agree|like|have|think)|surely you\b"
    r"|you agree\b[^?]*\bright\b"
    r"|(?:right|correct|agreed|isn't it|don't you think|wouldn't you (?:say|agree)) ?\?)",
    re.IGNORECASE,
)
_ASKS = r"(?:what|how|why|when|where|who|which|did|do|does|were|was|are|is|have|has|can|could|would|will)"
_AND_ASKS = re.compile(rf"(?:,|;|\band|\bor)\s+(?:and |or |also )?{_ASKS}\b", re.IGNORECASE)
_LEAST_WORDS: Final = 3  # of an anchor
_MOST_JOINED: Final = 2  # "what did you do, and what came of it?" can be answered in one go


DETAILS: Final[dict[Fault, str]] = {
    "protected": "ask about the work instead",
    "perhaps_protected": "it may be about the person and not about the work; a person should look at it",
    "several_questions": "it asks more than one question; ask one at a time",
    "no_question": "it asks no question",
    "leading": "it suggests the answer",
    "compound": "it joins several questions; ask one at a time",
    "too_long": f"it is longer than {LONGEST_QUESTION} characters",
    "levels": "its levels are too short or alike",
    "weights": "the weights do not add up to 1",
}


def faults_of_question(text: str, field: Where) -> Iterator[Flag]:
    """What is wrong with words that are to be one question."""
    yield from protected_words(text, field)
    marks = question_marks(text)
    read = plain(text)
    found: list[Fault] = []
    if marks > 1:
        found.append("several_questions")
    if marks == 0:
        found.append("no_question")
    if _LEADING.search(read):
        found.append("leading")
    if len(_AND_ASKS.findall(read)) > _MOST_JOINED:
        found.append("compound")
    if len(text) > LONGEST_QUESTION:
        found.append("too_long")
    for fault in found:
        yield Flag(field=list(field), fault=fault, detail=DETAILS[fault])


def protected_words(text: str, field: Where) -> Iterator[Flag]:
    """The protected characteristic that a text asks about, or may ask about, if it does."""
    if found := screen(text):
        yield Flag(
            field=list(field),
            fault="protected",
            detail=f"{found.reason}; {DETAILS['protected']}",
            characteristic=found.characteristic,
            words=found.words,
        )
    elif found := doubtful(text):
        yield Flag(
            field=list(field),
            fault="perhaps_protected",
            detail=DETAILS["perhaps_protected"],
            characteristic=found.characteristic,
            words=found.words,
        )


def faults_of_levels(levels: dict[int, str], field: Where) -> Iterator[Flag]:
    """What is wrong with anchors: each says something, all differ, none speaks of a protected characteristic."""
    for level, text in levels.items():
        yield from protected_words(text, (*field, level))
    alike = len({" ".join(text.casefold().split()) for text in levels.values()}) < len(levels)
    if alike or any(len(text.split()) < _LEAST_WORDS for text in levels.values()):
        yield Flag(field=list(field), fault="levels", detail=DETAILS["levels"])


def faults_of_topic(topic: Topic, number: int) -> Iterator[Flag]:
    where: Where = ("topics", number)
    for name in ("title", "competency"):
        yield from protected_words(getattr(topic, name), (*where, name))
    yield from faults_of_question(topic.question, (*where, "question"))
    for index, follow_up in enumerate(topic.follow_ups):
        yield from faults_of_question(follow_up, (*where, "follow_ups", index))
    if topic.levels != GENERIC_LEVELS:
        yield from faults_of_levels(topic.levels, (*where, "levels"))


def faults_of_plan(plan: Plan) -> list[Flag]:
    """Everything that is wrong with a plan's words, in its order."""
    found = list(protected_words(plan.role_title, ("role_title",)))
    found += [flag for number, topic in enumerate(plan.topics) for flag in faults_of_topic(topic, number)]
    found += faults_of_question(plan.wrap_up_question, ("wrap_up_question",))
    found += protected_words(plan.closing, ("closing",))
    return found


def refused(flag: Flag) -> bool:
    """Whether a recruiter's plan is refused for it; the rest is told, and the recruiter decides."""
    return flag.fault in {"protected", "several_questions"}


def replaced(flag: Flag) -> bool:
    """Whether the model's words are replaced for it; what is only perhaps protected is left to the recruiter."""
    return flag.fault != "perhaps_protected"


def uncovered(plan: Plan, role: JobRole) -> list[str]:
    """The rubric's dimensions that no topic asks about, in alphabetical order."""
    return sorted(role.scoring_rubric.keys() - {topic.competency for topic in plan.topics})
