"""How a résumé meets requirements: shown, partly or not shown, each with the résumé's words. Pure functions.

A requirement is shown by words that stand in the visible text, and never by a guess. The score is counted from that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final

from shared.job_roles.ladders import EDUCATION, education_levels, language_code, language_level
from shared.job_roles.mentions import line_around, places, skills, soft_skills
from shared.job_roles.related import SHOWS_PART_OF
from shared.job_roles.studies import UNFINISHED, content, fields_of, level_of, stem, studied
from shared.models.job_role import Requirement, Requirements
from shared.models.match import Match, Met, RequirementMatch, ResumeQuote
from shared.models.resume import Education, Experience, ResumeProfile
from shared.resumes.fields.denials import is_denied
from shared.resumes.fields.text import fold, key, words
from shared.resumes.fields.vocabulary import skill_name, spellings, term_of
from shared.resumes.timeline import timeline_of

MUST_WEIGHT: Final = 3.0
NICE_WEIGHT: Final = 1.0
CREDIT: Final[dict[Met, float]] = {"shown": 1.0, "partly": 0.5, "not_shown": 0.0}
_MOST_QUOTES: Final = 3
_PART_OF_YEARS: Final = 0.6  # of the time that is asked for
_PART_OF_WORDS: Final = 0.5  # of a phrase's words, in one line
_EQUIVALENT_YEARS: Final = 3.0  # of experience, where the role takes experience for a degree
_OR = re.compile(r"\s+(?:or|oder|ou|o|of)\s+", re.IGNORECASE)
_TOGETHER = re.compile(r"\s*(?:,|&|\+(?=\s))\s*|\s+(?:and|und|et|y|e|en)\s+", re.IGNORECASE)
_CLAIMED_YEARS = re.compile(
    r"\b(\d{1,2})\s?\+?\s*(?:years?|yrs?|jahren?|jahre|ans|annees|anos|anni|jaar)\b[^.\n]{0,40}\b(?:experien"
    r"|erfahrung|esperienza|ervaring)"
)
_GOES_ON_AS_NAME = re.compile(r" (?:Cloud|Suite|Media|Commons|Group|Agency|Partners|Ltd|Inc|LLC|GmbH|AG|SA|BV)\b")
_EQUIVALENT = re.compile(r"equivalent|comparable|similar experience|vergleichbar|gleichwertig|equivalente?")


def match(requirements: Requirements, profile: ResumeProfile, text: str, *, today: date | None = None) -> Match:
    """How a résumé with this visible text and profile meets the requirements. `today` is when current positions end."""
    reader = _Reader(profile, text, today)
    found = [reader.met(one) for one in requirements_in(requirements)]
    return Match(score=score_of(found), requirements=found)


def score_of(found: Sequence[RequirementMatch]) -> float | None:
    """Σ weight · credit / Σ weight, as 0 to 100 with one decimal; a must-have weighs three times as much as another."""
    weights = [MUST_WEIGHT if one.requirement.must_have else NICE_WEIGHT for one in found]
    if not weights:
        return None
    met = sum(weight * CREDIT[one.met] for weight, one in zip(weights, found, strict=True))
    return round(100 * met / sum(weights), 1)


def requirements_in(required: Requirements) -> list[Requirement]:
    """Each requirement once: those that are listed in full, and those that are given in short alone."""
    listed = list(required.requirements)
    known = {(one.kind, key(skill_name(one.name))) for one in listed}
    kinds = {one.kind for one in listed}
    listed += [
        Requirement(kind="technical_skill", name=name)
        for name in required.technical_skills
        if ("technical_skill", key(skill_name(name))) not in known
    ]
    if required.experience_years and "experience" not in kinds:
        years = required.experience_years
        listed.append(Requirement(kind="experience", name=f"{years:g} years of experience", years=years))
    if required.education and "education" not in kinds:
        listed.append(Requirement(kind="education", name=required.education[:200]))
    soft = [name for name in required.soft_skills if ("soft_skill", key(name)) not in known]
    return listed + [Requirement(kind="soft_skill", name=name) for name in soft]


class _Reader:
    """One résumé, asked about one requirement at a time."""

    def __init__(self, profile: ResumeProfile, text: str, today: date | None) -> None:
        self._profile = profile
        self._text = text
        self._folded = fold(text)
        self._today = today
        self._skills = {key(skill_name(name)) for name in profile.skills}
        self._soft = [(one.name, one.start, one.end) for one in soft_skills(text)]

    def met(self, one: Requirement) -> RequirementMatch:
        if not any(character.isalnum() for character in one.name):
            return RequirementMatch(requirement=one, met="not_shown")
        match one.kind:
            case "technical_skill":
                return self._skill(one)
            case "soft_skill":
                return self._soft_skill(one)
            case "experience":
                return self._experience(one) if one.years else self._phrase(one)
            case "education":
                return self._education(one)
            case "language":
                return self._language(one)
            case _:
                return self._phrase(one)

    def _skill(self, one: Requirement) -> RequirementMatch:
        """Any of several alternatives, all of several things asked for together."""
        together = [_alternatives(part) for part in _parts(one.name)]
        found = [max((self._one_skill(name) for name in names), key=_credit) for names in together]
        met: Met = "shown" if all(met == "shown" for met, _ in found) else "partly"
        if all(met == "not_shown" for met, _ in found):
            return RequirementMatch(requirement=one, met="not_shown")
        where = [place for _, shown in found for place in shown]
        if one.years and met == "shown":
            months = self._months(entry for entry in self._profile.experience if self._speaks_of(entry, one.name))
            if months is None or months < one.years * 12:
                detail = f"{_years(months)} of {one.years:g} years in dated positions that name it"
                return self._answer(one, "partly", where, detail)
        return self._answer(one, met, where)

    def _one_skill(self, name: str) -> tuple[Met, list[tuple[int, int]]]:
        where = list(self._mentions(name))
        if where:
            return "shown", where
        if key(skill_name(name)) in self._skills and not self._stands(name):
            return "partly", []  # the candidate added it to their profile; no words of the résumé show it
        for other in SHOWS_PART_OF.get(skill_name(name), ()):
            if where := list(self._mentions(other)):
                return "partly", where
        return ("not_shown", []) if term_of(name) else self._words(name)

    def _mentions(self, name: str) -> Iterator[tuple[int, int]]:
        """Where a skill is named, under any of its names, and not to say that it is missing."""
        term = term_of(name)
        doubtful = term is not None and term.where != "everywhere"
        if term is not None and doubtful and key(term.name) not in self._skills:
            return  # a word like any other, which the reader of the résumé did not take for a skill
        seen: set[int] = set()
        for spelling in (name, *(spellings(term.name) if term else ())):
            for start, end in places(spelling, self._text, exact=doubtful):
                if start not in seen and not is_denied(self._folded, start, end):
                    seen.add(start)
                    yield start, end

    def _stands(self, name: str) -> bool:
        """Whether a skill is named at all, if only to say that it is missing."""
        return any(True for spelling in (name, *spellings(skill_name(name))) for _ in places(spelling, self._text))

    def _said(self, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """The places that do not say that the thing is missing or only wished for."""
        return [place for place in found if not is_denied(self._folded, *place)]

    def _soft_skill(self, one: Requirement) -> RequirementMatch:
        families = {found.name for found in soft_skills(one.name)}
        where = self._said((start, end) for name, start, end in self._soft if name in families)
        where = [place for place in where if not self._names_somebody(place)] or self._said(
            places(one.name, self._text)
        )
        return self._answer(one, "shown" if where else "not_shown", where)

    def _names_somebody(self, place: tuple[int, int]) -> bool:
        """Whether a place is part of an employer's or a product's name: "Vivid Communications", "Creative Cloud"."""
        names = (entry.employer for entry in self._profile.experience if entry.employer)
        return _GOES_ON_AS_NAME.match(self._text, place[1]) is not None or any(
            start <= place[0] and place[1] <= end for name in names for start, end in places(name, self._text)
        )

    def _experience(self, one: Requirement) -> RequirementMatch:
        """Years from the dates of positions: of those that speak of what is asked for, if that is said."""
        wanted = (one.years or 0) * 12
        subject = content(one.name)
        all_of_them = self._profile.experience
        fitting = [entry for entry in all_of_them if not subject or self._speaks_of(entry, one.name)]
        months, in_all = self._months(fitting), self._months(all_of_them)
        if in_all is None:
            stated = (found for found in _CLAIMED_YEARS.finditer(self._folded) if int(found[1]) * 12 >= wanted)
            claims = self._said(found.span() for found in stated)
            detail = "stated, without dates that show it" if claims else "no dates of positions"
            return self._answer(one, "partly" if claims else "not_shown", claims, detail)
        if months is not None and months >= wanted:
            return self._answer(one, "shown", self._dates(fitting), f"{_years(months)} of {one.years:g} years")
        what = " in positions that speak of it" if subject else ""
        detail = f"{_years(months)} of {one.years:g} years{what}" + (f", {_years(in_all)} in all" if subject else "")
        if in_all >= wanted or (months or 0) >= wanted * _PART_OF_YEARS:
            return self._answer(one, "partly", self._dates(fitting or all_of_them), detail)
        return self._answer(one, "not_shown", [], detail)

    def _months(self, entries: Iterable[Experience]) -> int | None:
        return timeline_of([entry.dates for entry in entries], today=self._today).months

    def _speaks_of(self, entry: Experience, name: str) -> bool:
        """Whether a position's own words name the subject: one of its skills, or else most of its words."""
        own = "\n".join(filter(None, (entry.title, entry.description)))
        if wanted := {skill.name for skill in skills(name)}:
            folded = fold(own)
            return any(
                not is_denied(folded, *place)
                for skill in wanted
                for spelling in spellings(skill)
                for place in places(spelling, own)
            )
        subject = set(map(stem, content(name)))
        said = subject & set(map(stem, words(own)))
        return len(said) * 2 > len(subject)

    def _dates(self, entries: Iterable[Experience]) -> list[tuple[int, int]]:
        """Where the dates of positions stand."""
        texts = dict.fromkeys(entry.dates.text for entry in entries if entry.dates)
        return [place for text in texts if (place := next(places(text, self._text), None))]

    def _education(self, one: Requirement) -> RequirementMatch:
        """The level by the ladder; the field of study by its words."""
        levels = education_levels(one.name)
        if not levels:
            return self._phrase(one)
        wanted = min(levels)
        held = [(level_of(entry), entry) for entry in self._profile.education]
        level, best = max(held, key=lambda pair: pair[0], default=(0, None))
        if best is None or level < wanted:
            if (
                _EQUIVALENT.search(fold(one.name))
                and (self._months(self._profile.experience) or 0) >= 12 * _EQUIVALENT_YEARS
            ):
                dates = self._dates(self._profile.experience)
                return self._answer(one, "partly", dates, "experience, which the role takes for the degree")
            detail = f"{EDUCATION[level - 1][0]} is shown" if level else ""
            return self._answer(one, "not_shown", [], detail)
        reached = [entry for level, entry in held if level >= wanted]
        finished = [entry for entry in reached if not self._is_unfinished(entry)]
        fields = fields_of(one.name)
        fitting = [entry for entry in finished if not fields or any(studied(entry, field) for field in fields)]
        where = self._degrees(fitting or finished or reached)
        if fitting:
            return self._answer(one, "shown", where)
        return self._answer(one, "partly", where, "another field of study" if finished else "not finished")

    def _is_unfinished(self, entry: Education) -> bool:
        lines = (line_around(self._folded, *place) for place in self._degrees([entry]))
        if any(UNFINISHED.search(self._folded, *line) for line in lines):
            return True
        if entry.dates is None:
            return False
        day = self._today or datetime.now(UTC).date()
        return entry.dates.current or (entry.dates.end or "") > f"{day.year:04d}-{day.month:02d}"

    def _degrees(self, entries: Iterable[Education]) -> list[tuple[int, int]]:
        texts = dict.fromkeys(entry.degree or "" for entry in entries)
        return [place for text in texts if (place := next(places(text, self._text), None))]

    def _language(self, one: Requirement) -> RequirementMatch:
        codes = {code for word in re.findall(r"[^\W\d_]{3,}", one.name) if (code := language_code(word))}
        said = {
            language.name: self._said(places(language.name, self._text))
            for language in self._profile.languages
            if language_code(language.name) in codes
        }
        spoken = [language for language in self._profile.languages if said.get(language.name)]
        where = [said[language.name][0] for language in spoken]
        if not where:
            return self._answer(one, "not_shown", [])
        wanted = language_level(one.source if one.source and len(codes) == 1 else one.name)
        level = max((language_level(language.level) or 0 for language in spoken), default=0)
        if wanted and level and level < wanted:
            return self._answer(one, "partly", where, "a lower level is stated")
        return self._answer(one, "shown", where)

    def _phrase(self, one: Requirement) -> RequirementMatch:
        names = _alternatives(one.name) if one.kind == "certification" else [one.name]
        if where := self._said(place for name in names for place in places(name, self._text)):
            return self._answer(one, "shown", where)
        met, where = max((self._words(name) for name in names), key=_credit)
        return self._answer(one, met, where)

    def _words(self, phrase: str) -> tuple[Met, list[tuple[int, int]]]:
        """The line that holds most of a phrase's words: partly, if it holds half of them, and two at least."""
        wanted = set(map(stem, content(phrase)))
        best: tuple[int, int, int] = (0, 0, 0)
        for line in re.finditer(r"[^\n]+", self._text):
            held = wanted & set(map(stem, words(line.group())))
            best = max(best, (len(held), *line.span()), key=lambda found: found[0])
        count, start, end = best
        if count < 2 or count < len(wanted) * _PART_OF_WORDS:
            return "not_shown", []
        return "partly", [(start, end)]

    def _answer(
        self, one: Requirement, met: Met, where: Iterable[tuple[int, int]], detail: str = ""
    ) -> RequirementMatch:
        """With the lines in which the places stand, each once, the ones that say most first."""
        lines = dict.fromkeys(line_around(self._text, start, end) for start, end in where)
        told = sorted(lines, key=lambda place: place[0] - place[1])[:_MOST_QUOTES]
        quotes = [ResumeQuote(quote=self._text[start:end], start=start, end=end) for start, end in sorted(told)]
        if met == "shown" and not quotes:  # from what the candidate added to their profile
            met, detail = "partly", "; ".join(filter(None, (detail, "in the profile, not in the words of the résumé")))
        return RequirementMatch(requirement=one, met=met, quotes=quotes, detail=detail)


def _alternatives(name: str) -> list[str]:
    """What may stand for a requirement ("Airflow or Prefect", "Java/Kotlin"); a vocabulary name is one ("CI/CD")."""
    return [part for one in _OR.split(name) for part in ([one] if term_of(one) else re.split(r"\s*/\s*", one)) if part]


def _parts(name: str) -> list[str]:
    """The things that a requirement names together; a name of the vocabulary is one."""
    return [name] if term_of(name) else [part for part in _TOGETHER.split(name) if part.strip()]


def _credit(found: tuple[Met, list[tuple[int, int]]]) -> float:
    return CREDIT[found[0]]


def _years(months: int | None) -> str:
    return f"{(months or 0) / 12:.1f}".removesuffix(".0")
