"""The rubric: what is judged, by which anchors, and how levels become numbers. Pure functions."""

import statistics
from collections.abc import Iterable, Sequence, Set
from math import fsum
from typing import Final

from pydantic import ConfigDict

from shared.interviews.plan import GENERIC_LEVELS, Plan
from shared.models.common import Model
from shared.models.job_role import JobRole

OVERALL: Final = "overall"  # the one dimension of a role with neither rubric nor plan
_POINTS_PER_LEVEL: Final = 25.0


class RubricItem(Model):
    """One dimension that is judged. `topics` are ids of the plan's topics on it, `titles` what candidates see of it."""

    model_config = ConfigDict(frozen=True)

    dimension: str
    weight: float
    criteria: str
    anchors: dict[int, str]
    topics: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The dimension's name as people read it."""
        return self.dimension.replace("_", " ").strip().capitalize()


def dimensions_of(job_role: JobRole, plan: Plan | None) -> list[RubricItem]:
    """What an interview for this role is judged on, in the order in which the plan asks about it.

    A role without a rubric is judged on each competency of its plan, with equal weights; without a plan too, on one
    dimension, `overall`. Anchors are the plan's for that competency, or the generic ones.
    """
    competencies = list(dict.fromkeys(topic.competency for topic in plan.topics)) if plan else []
    if job_role.scoring_rubric:
        asked = [name for name in competencies if name in job_role.scoring_rubric]
        names = dict.fromkeys([*asked, *job_role.scoring_rubric])  # a rubric from the database has no order of its own
        rubric = ((name, job_role.scoring_rubric[name]) for name in names)
        return [_item(name, dimension.weight, dimension.criteria, plan) for name, dimension in rubric]
    names = competencies or [OVERALL]
    return [_item(name, 1 / len(names), "", plan) for name in names]


def was_asked(item: RubricItem, answered: Set[str] | None) -> bool:
    """Whether the interview came to the dimension; `answered` are the ids of the topics that have an answer.

    Nobody is judged on what they were not asked: other answers would give a level by chance. Where topics are not
    known (None), or the plan has none for the dimension, every answer may bear on it.
    """
    return answered is None or not item.topics or not answered.isdisjoint(item.topics)


def level_to_score(level: int) -> float:
    """Anchor level 1 to 5 as 0 to 100, in even steps: 0, 25, 50, 75, 100."""
    return (level - 1) * _POINTS_PER_LEVEL


def median_level(levels: Sequence[int]) -> int:
    """The median; of an even number the lower middle one, so that it is always a level that a sample gave."""
    return statistics.median_low(levels)


def overall_score(scored: Iterable[tuple[float, float | None]]) -> float | None:
    """Σ w·score / Σ w over the dimensions that have a score, from (weight, score or None), rounded to one decimal.

    Weights that are all zero count as equal. None when nothing that counts has a score.
    """
    pairs = list(scored)
    if all(weight == 0 for weight, _ in pairs):
        pairs = [(1.0, score) for _, score in pairs]
    counted = [(weight, score) for weight, score in pairs if score is not None and weight > 0]
    total = fsum(weight for weight, _ in counted)
    return round(fsum(weight * score for weight, score in counted) / total, 1) if counted else None


def _item(dimension: str, weight: float, criteria: str, plan: Plan | None) -> RubricItem:
    topics = [topic for topic in plan.topics if topic.competency == dimension] if plan else []
    return RubricItem(
        dimension=dimension,
        weight=weight,
        criteria=criteria,
        anchors=dict(plan.levels_of(dimension) if plan else GENERIC_LEVELS),
        topics=tuple(topic.id for topic in topics),
        titles=tuple(topic.title for topic in topics),
    )
