"""The plan's frame, decided by code: which topics, on which competency, with how much time. Pure functions."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from shared.interviews.plan import Plan, Topic, default_plan
from shared.job_roles.protected import Protected, screen
from shared.models.job_role import InterviewStructure, JobRole

_MOST_TOPICS: Final = 20  # what a plan holds
_MINUTES_IN_ALL: Final = 40.0
_MINUTES: Final = (4.0, 8.0)  # of a topic, where the role says nothing
_SHORT_TOPIC_MINUTES: Final = 5.0
_FOCUS: Final = 6
_SOFT_TOPICS: Final = 2
_SKILLS: Final = 3  # technical ones that one topic names
_TITLE_CHARACTERS: Final = 100
_GENERAL: Final = "your experience"
_WORD = re.compile(r"[^\W\d_]{4,}")


class Slot(NamedTuple):
    """One topic to be worded. `criteria` and `focus` say what it is about; `topic` is what is asked without a model."""

    topic: Topic
    criteria: str
    focus: tuple[str, ...]


def slots_of(role: JobRole) -> list[Slot]:
    """The topics of a role's interview: those of its structure, and one for each dimension that they leave out.

    A topic whose title is a protected characteristic is left out; such a dimension is asked about in general words.
    """
    pairs = _pairs(role)
    structure = InterviewStructure(topics=[title for title, _ in pairs], time_per_topic=_minutes(role, len(pairs)))
    worded = default_plan(role.model_copy(update={"interview_structure": structure}))
    names = _names(title for title, _ in pairs)
    slots: list[Slot] = []
    for (title, competency), name, topic in zip(pairs, names, worded.topics, strict=True):
        dimension = role.scoring_rubric.get(competency)
        criteria = dimension.criteria if dimension else ""
        budget = 1 if topic.minutes < _SHORT_TOPIC_MINUTES else 2
        update = {"id": name, "competency": competency, "follow_up_budget": budget}
        slots.append(Slot(topic.model_copy(update=update), criteria, _focus(role, f"{title} {competency} {criteria}")))
    return slots


def protected_title(title: str) -> Protected | None:
    """The protected characteristic that a topic of this title would ask about, or None."""
    return screen(title) or screen(f"what is your {title.replace('_', ' ')}?")


def plan_of(role: JobRole, topics: Iterable[Topic]) -> Plan:
    return Plan(role_title=role.title, topics=tuple(topics))


def _pairs(role: JobRole) -> list[tuple[str, str]]:
    """Titles with their competencies, in order."""
    dimensions = sorted(role.scoring_rubric, key=lambda name: (-role.scoring_rubric[name].weight, name))
    titles = [
        bare for title in role.interview_structure.topics if (bare := _bare(title)) and protected_title(title) is None
    ]
    if not dimensions:
        return [(title, title) for title in (titles or _titles_from_requirements(role))[:_MOST_TOPICS]]
    pairs = _assigned(titles[:_MOST_TOPICS], dimensions, role)
    left_out = [name for name in dimensions if name not in {competency for _, competency in pairs}]
    pairs = _without_repeats(pairs, _MOST_TOPICS - len(left_out))
    return pairs + [(_readable(name), name) for name in left_out][:_MOST_TOPICS]


def _assigned(titles: list[str], dimensions: list[str], role: JobRole) -> list[tuple[str, str]]:
    """Each title with the dimension whose words it shares most; the others with those that are asked about least."""
    known = {name: _words(f"{name} {role.scoring_rubric[name].criteria}") for name in dimensions}
    shared = {title: max(dimensions, key=lambda name: len(_words(title) & known[name])) for title in titles}
    found = {title: name for title, name in shared.items() if _words(title) & known[name]}
    for title in titles:
        if title not in found:
            found[title] = min(dimensions, key=lambda name: sum(taken == name for taken in found.values()))
    return [(title, found[title]) for title in titles]


def _without_repeats(pairs: list[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    """At most `room` pairs; what goes is a further topic on a competency, the last first."""
    kept = list(pairs)
    for pair in reversed(pairs):
        if len(kept) <= room:
            break
        if sum(competency == pair[1] for _, competency in kept) > 1:
            kept.remove(pair)
    return kept


def _titles_from_requirements(role: JobRole) -> list[str]:
    soft = [_bare(name) for name in role.requirements.soft_skills if protected_title(name) is None]
    technical = [bare for name in role.requirements.technical_skills[:_SKILLS] if (bare := _bare(name))]
    while len(technical) > 1 and len(_listed(technical)) > _TITLE_CHARACTERS:
        technical.pop()
    titles = [_listed(technical)] if technical else []
    return [*titles, *filter(None, soft[:_SOFT_TOPICS])] or [_GENERAL]


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _minutes(role: JobRole, topics: int) -> float:
    least, most = _MINUTES
    return role.interview_structure.time_per_topic or round(min(max(_MINUTES_IN_ALL / topics, least), most))


def _focus(role: JobRole, text: str) -> tuple[str, ...]:
    """What the role requires of this topic: the skills that its words name, or else the first must-haves."""
    required = role.requirements
    nice = {one.name.casefold() for one in required.requirements if not one.must_have}
    names = [*required.technical_skills, *required.soft_skills]
    named = [name for name in names if _words(name) & _words(text) or name.casefold() in text.casefold()]
    return tuple((named or [name for name in names if name.casefold() not in nice])[:_FOCUS])


def _names(titles: Iterable[str]) -> list[str]:
    """An id for each topic, from its title."""
    found: list[str] = []
    for number, title in enumerate(titles, start=1):
        name = "-".join(re.findall(r"[a-z0-9]+", title.casefold()))[:48].strip("-") or f"topic-{number}"
        found.append(name if name not in found else f"{name}-{number}")
    return found


def _readable(name: str) -> str:
    """A dimension's name as the title of a topic."""
    return _GENERAL if protected_title(name) else _bare(name.replace("_", " ")) or _GENERAL


def _bare(title: str) -> str:
    """A title that fits into a question."""
    return " ".join(re.sub(r"[?？؟!]", "", title).split())


def _words(text: str) -> set[str]:
    """The beginnings of a text's longer words, so that "pipelines" and "pipeline" are one."""
    return {word[:6] for word in _WORD.findall(text.casefold())}
