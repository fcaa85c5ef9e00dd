"""What a recruiter should see of a role: what asks for a protected characteristic, and odd weights. Pure functions."""

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Final

from shared.job_roles.checks import DETAILS, Where
from shared.job_roles.plan_models import Flag
from shared.job_roles.protected import Protected, doubtful, requirement_words, screen
from shared.models.job_role import JobRole, Requirements, RubricDimension

_ROUNDED: Final = 0.02  # thirds that are written as 0.33 add up to 0.99


def faults_of_role(
    *, title: str | None, requirements: Requirements | None, scoring_rubric: Mapping[str, RubricDimension] | None
) -> list[Flag]:
    """What asks for a protected characteristic, by its field, and what may do so (`perhaps_protected`).

    The names of topics and dimensions are not meant: a plan leaves such out, and says so.
    """
    found: list[Flag] = []
    if title and (asked := screen(title)):
        found.append(_flag(("title",), asked, certain=True))
    for field, words in _own_words(requirements, scoring_rubric):
        if asked := asked_of_candidates(words):
            found.append(_flag(field, asked, certain=True))
        elif asked := _perhaps(words):
            found.append(_flag(field, asked, certain=False))
    return found


def notices_of_role(role: JobRole) -> list[Flag]:
    """What a person should look at in a role that is saved: candidates read its description, which nobody refuses."""
    said = [
        _flag(
            ("description",), Protected(found.characteristic, role.description[found.start : found.end]), certain=True
        )
        for found in requirement_words(role.description)
        if found.certain
    ]
    own = faults_of_role(title=None, requirements=role.requirements, scoring_rubric=role.scoring_rubric)
    return [*said, *own, *_odd_weights(role.scoring_rubric)]


def _odd_weights(rubric: Mapping[str, RubricDimension]) -> Iterator[Flag]:
    """Weights count in proportion, whatever they add up to; who wrote others may have meant something else."""
    total = fsum(one.weight for one in rubric.values())
    if not rubric or abs(total - 1) <= _ROUNDED:
        return
    shares = ", ".join(f"{name} {one.weight / total:.0%}" for name, one in rubric.items()) if total else "all alike"
    detail = f"{DETAILS['weights']} but to {total:g}; they count in proportion: {shares}"
    yield Flag(field=["scoring_rubric"], fault="weights", detail=detail)


def asked_of_candidates(words: str) -> Protected | None:
    """The protected characteristic that a requirement or a criterion certainly asks for, or None."""
    return screen(words) or next(_required(words, certain=True), None)


def without_refused(role: JobRole) -> JobRole:
    """The role as a plan is made of it: without criteria and requirements that may not be asked."""

    def kept(names: list[str]) -> list[str]:
        return [name for name in names if asked_of_candidates(name) is None]

    required = role.requirements
    update = {
        "technical_skills": kept(required.technical_skills),
        "soft_skills": kept(required.soft_skills),
        "education": required.education if kept([required.education or ""]) else None,
        "requirements": [one for one in required.requirements if asked_of_candidates(one.name) is None],
    }
    rubric = {
        name: one.model_copy(update={"criteria": one.criteria if kept([one.criteria]) else ""})
        for name, one in role.scoring_rubric.items()
    }
    return role.model_copy(update={"requirements": required.model_copy(update=update), "scoring_rubric": rubric})


def _own_words(
    requirements: Requirements | None, scoring_rubric: Mapping[str, RubricDimension] | None
) -> Iterator[tuple[Where, str]]:
    if requirements:
        for number, one in enumerate(requirements.requirements):
            yield ("requirements", "requirements", number, "name"), one.name
        for listed in ("technical_skills", "soft_skills"):
            for number, name in enumerate(getattr(requirements, listed)):
                yield ("requirements", listed, number), name
        yield ("requirements", "education"), requirements.education or ""
    for name, dimension in (scoring_rubric or {}).items():
        yield ("scoring_rubric", name, "criteria"), dimension.criteria


def _perhaps(words: str) -> Protected | None:
    return doubtful(words) or next(_required(words, certain=False), None)


def _required(words: str, *, certain: bool) -> Iterator[Protected]:
    return (
        Protected(found.characteristic, words[found.start : found.end])
        for found in requirement_words(words)
        if found.certain == certain
    )


def _flag(field: Where, asked: Protected, *, certain: bool) -> Flag:
    fault = "protected" if certain else "perhaps_protected"
    detail = f"{asked.reason}; {DETAILS[fault]}" if certain else DETAILS[fault]
    return Flag(field=list(field), fault=fault, detail=detail, characteristic=asked.characteristic, words=asked.words)
