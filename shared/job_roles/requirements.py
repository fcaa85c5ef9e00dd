"""Requirements of a job description: by rules, and by the model as far as the description bears it out."""

import asyncio
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, cast, get_args

from shared.job_roles.alternatives import parts_of
from shared.job_roles.mentions import places, sentences
from shared.job_roles.needs import Need, need_at
from shared.job_roles.protected import refused_requirements
from shared.job_roles.reading import Section, read_requirements, sections, skill_of_years
from shared.job_roles.role_words import asked_of_candidates
from shared.job_roles.studies import content
from shared.models.job_role import (
    ExtractedRequirements,
    RefusedRequirement,
    Requirement,
    RequirementKind,
)
from shared.resumes.fields.text import fold, key
from shared.resumes.fields.vocabulary import skill_name, spellings, term_of
from shared.services.azure_openai import AnswerCutOff, AzureOpenAIService, ContentFiltered, is_model_failure
from shared.telemetry import log_event

_WORDED: Final = frozenset({"experience", "education", "certification", "other"})  # kinds named by whole phrases
_KINDS: Final = frozenset(get_args(RequirementKind))
_LONGEST_NAME: Final = 200
_MOST: Final = 100  # requirements
_MOST_GIVEN: Final = 200  # of the model's that are looked at
type Parts = list[tuple[int, Section]]


class RequirementReader:
    """Reads what job descriptions ask for."""

    def __init__(self, model: AzureOpenAIService) -> None:
        self._model = model

    async def read(self, description: str) -> ExtractedRequirements:
        """What the description asks for. With the model down the rules' result stands, and says so."""
        try:
            given = await self._model.extract_requirements(description)
        except Exception as error:
            if not (is_model_failure(error) or isinstance(error, (ContentFiltered, AnswerCutOff, ValueError))):
                raise
            log_event("job_role.requirements.model_failed", reason=type(error).__name__)
            given = None
        found = await asyncio.to_thread(requirements_of, description, given)
        log_event(
            "job_role.requirements.read", items=len(found.requirements), dropped=found.dropped, method=found.method
        )
        return found


def requirements_of(description: str, given: Mapping[str, Any] | None) -> ExtractedRequirements:
    """The requirements of a description. `given` is what `extract_requirements` gave; None: there was no model.

    What the model gives counts where its words stand in the description; the rest is dropped and counted. The rules add
    what it left out. Whether something is a must-have is the description's to say; where it does not, the model's.
    """
    kept: list[Requirement] = []
    dropped = 0
    parts = sections(description)
    for item in islice(_items(given or {}), _MOST_GIVEN):
        found = _grounded(description, parts, item)
        dropped += found is None or (item.get("years") is not None and found.years != item["years"])
        if found is not None and not _is_among(found, kept):
            kept.append(found)
    by_rules = read_requirements(description)
    kept = [one for one in kept if not any(_is_alternative_of(one, other) for other in by_rules)]
    kept += [one for one in by_rules if not _is_among(one, kept)]
    refused = [
        RefusedRequirement(words=description[start:end], category=category, start=start, end=end)
        for category, start, end in refused_requirements(description)
    ]
    asked = [one for one in kept if not _is_refused(one, refused)]
    asked = sorted(asked, key=lambda one: (one.start or 0, not one.must_have))[:_MOST]
    return ExtractedRequirements(
        **summary_of(asked),
        requirements=asked,
        method="rules" if given is None else "rules_and_model",
        dropped=dropped,
        refused=refused,
    )


def summary_of(requirements: list[Requirement]) -> dict[str, Any]:
    """The requirements in short, must-haves first: `technical_skills, experience_years, education, soft_skills`."""
    ordered = sorted(requirements, key=lambda one: not one.must_have)

    def names(kind: RequirementKind) -> list[str]:
        return list(dict.fromkeys(one.name for one in ordered if one.kind == kind))

    timed = [one for one in ordered if one.kind != "education"]  # a degree's years are what stands in for it
    asked = [one.years for one in timed if one.years is not None and one.must_have]
    preferred = [one.years for one in timed if one.years is not None]
    degrees = names("education")
    return {
        "technical_skills": names("technical_skill"),
        "experience_years": max(asked or preferred, default=None),
        "education": degrees[0] if degrees else None,
        "soft_skills": names("soft_skill"),
    }


def _items(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The model's requirements; those that it gave only in short too."""
    listed = cast("list[dict[str, Any]]", given.get("requirements") or [])
    yield from listed
    known = {key(str(item.get("name"))) for item in listed}
    for kind, name in (("technical_skill", "technical_skills"), ("soft_skill", "soft_skills")):
        words = cast("list[str]", given.get(name) or [])
        yield from ({"kind": kind, "name": word} for word in words if key(word) not in known)
    if given.get("education") and "education" not in {item.get("kind") for item in listed}:
        yield {"kind": "education", "name": given["education"]}


def _grounded(description: str, parts: Parts, item: Mapping[str, Any]) -> Requirement | None:
    """The requirement with its place in the description, or None when its words do not stand there."""
    name, kind = " ".join(str(item.get("name") or "").split()).strip(" .,;:"), item.get("kind")
    if not name or kind not in _KINDS or len(name) > _LONGEST_NAME:
        return None
    place = _place(description, name, str(item.get("source") or ""))
    if place is None:
        return None
    start, end = place
    said = [one.years for one in read_requirements(description[start:end]) if one.years is not None]
    given_years = item.get("years")
    years = given_years if given_years in said else said[0] if said and kind == "experience" else None
    if kind == "experience" and years is not None and (skill := skill_of_years(name)):
        kind, name = "technical_skill", skill
    section = next(section for begins, section in reversed(parts) if begins <= start)
    need = _need(description, start, end, name)
    if need == "none":
        return None
    wanted = section.must_have is not False and item.get("must_have") is not False
    return Requirement.model_validate(
        {
            "kind": kind,
            "name": skill_name(name) if kind == "technical_skill" else name,
            "must_have": wanted if need is None else need == "must",
            "years": years,
            "source": description[start:end],
            "start": start,
            "end": end,
        }
    )


def _place(description: str, name: str, source: str) -> tuple[int, int] | None:
    """Where the words that ask for it stand: the quoted ones if they hold the name, else the sentence that does."""
    words = (name, *(spellings(term.name) if (term := term_of(name)) else ()))
    quoted = next(places(source.strip(" .,;:"), description), None) if source.strip() else None
    if quoted and any(True for word in words for _ in places(word, description[slice(*quoted)])):
        return quoted
    for word in words:
        for start, end in places(word, description):
            around = next(((a, b) for a, b in sentences(description) if a <= start and end <= b), (start, end))
            return _without_bullet(description, *around)
    return None


def _need(description: str, start: int, end: int, name: str) -> Need | None:
    """What the sentence around a name says of it."""
    words = (name, *(spellings(term.name) if (term := term_of(name)) else ()))
    inside = (place for word in words for place in places(word, description[start:end]))
    first, last = next(((start + a, start + b) for a, b in inside), (start, end))
    around = next(((a, b) for a, b in sentences(description) if a <= first < b), (start, end))
    return need_at(description, *around, (first, last))


def _without_bullet(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t-–•*·":
        start += 1
    return start, end


def _is_among(found: Requirement, kept: list[Requirement]) -> bool:
    """Whether another says as much; of two of a name, the one with years takes the other's place."""
    for number, one in enumerate(kept):
        if _covers(one, found):
            if one.years is None and found.years is not None and key(one.name) == key(found.name):
                kept[number] = found.model_copy(update={"must_have": one.must_have})
            return True
    return False


def _covers(one: Requirement, other: Requirement) -> bool:
    """Whether the other requirement says no more: the same name, or another wording of the same words."""
    if one.kind != other.kind:
        return False
    if key(one.name) == key(other.name):
        return True
    overlap = max(one.start or 0, other.start or 0) < min(one.end or 0, other.end or 0)
    if not overlap or one.kind not in _WORDED or one.years != other.years:
        return False
    subject, others = content(one.name), content(other.name)
    return one.kind == "education" or not subject or not others or bool(subject & others)


def _is_alternative_of(one: Requirement, other: Requirement) -> bool:
    """Whether a requirement is one of another's alternatives, at the same place in the text."""
    parts = {key(part) for part in parts_of(other.name)} if one.kind == other.kind else set[str]()
    overlap = max(one.start or 0, other.start or 0) < min(one.end or 0, other.end or 0)
    return overlap and len(parts) > 1 and key(one.name) in parts


def _is_refused(one: Requirement, refused: list[RefusedRequirement]) -> bool:
    """Whether a requirement's name holds words that are refused; a language stays, its native speakers do not."""
    if asked_of_candidates(one.name):
        return True
    return one.kind != "language" and any(fold(word.words) in fold(one.name) for word in refused)
