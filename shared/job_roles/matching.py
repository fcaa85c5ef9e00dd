"""How a résumé meets requirements: shown, partly or not shown, each with the résumé's words. Pure functions.

A requirement is shown by words that stand in the visible text, and never by a guess. The score is counted from that.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final

from shared.job_roles.alternatives import things_asked
from shared.job_roles.certificates import DRIVING, certificate, licence_to_drive, options_of
from shared.job_roles.ladders import EDUCATION, TRAINED, VOCATIONAL, education_levels, language_code, language_level
from shared.job_roles.mentions import line_around, places, skills, soft_skills
from shared.job_roles.related import SHOWS_PART_OF
from shared.job_roles.resume_text import Place, ResumeText
from shared.job_roles.studies import UNFINISHED, content, core, fields_of, level_of, speaks_of, studied
from shared.models.job_role import Requirement, Requirements
from shared.models.match import Match, Met, RequirementMatch
from shared.models.resume import Education, Experience, ResumeProfile
from shared.resumes.fields.text import fold, key
from shared.resumes.fields.vocabulary import skill_name, term_of
from shared.resumes.timeline import timeline_of

MUST_WEIGHT: Final = 3.0
NICE_WEIGHT: Final = 1.0
CREDIT: Final[dict[Met, float]] = {"shown": 1.0, "partly": 0.5, "not_shown": 0.0}
_PART_OF_YEARS: Final = 0.6  # of the time that is asked for
_EQUIVALENT_YEARS: Final = 3.0  # of experience, where the role takes experience for a degree
_CLAIMED_YEARS = re.compile(
    r"\b(\d{1,2})\s?\+?\s*(?:years?|yrs?|jahren?|jahre|ans|annees|anos|anni|jaar)\b[^.\n]{0,40}\b(?:experien"
    r"|erfahrung|esperienza|ervaring)"
)
_GOES_ON_AS_NAME = re.compile(r" (?:Cloud|Suite|Media|Commons|Group|Agency|Partners|Ltd|Inc|LLC|GmbH|AG|SA|BV)\b")
_FOR_DEGREE: Final = "experience, which the role takes for the degree"
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
        self._today = today
        self._skills = frozenset(key(skill_name(name)) for name in profile.skills)
        self._resume = ResumeText(text, self._skills)
        self._text, self._folded, self._said = text, self._resume.folded, self._resume.said
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
                return self._experience(one) if one.years else self._work(one)
            case "education":
                return self._education(one)
            case "language":
                return self._language(one)
            case "certification":
                return self._certification(one)
            case "other":
                return self._certification(one) if DRIVING.search(fold(one.name)) else self._phrase(one)

    def _skill(self, one: Requirement) -> RequirementMatch:
        """Any of several alternatives, all of several things asked for together."""
        found = [max((self._one_skill(name) for name in names), key=_credit) for names in things_asked(one.name)]
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

    def _one_skill(self, name: str) -> tuple[Met, list[Place]]:
        if where := self._resume.mentions(name):
            return "shown", where
        if key(skill_name(name)) in self._skills and not self._resume.names(name):
            return "partly", []  # the candidate added it to their profile; no words of the résumé show it
        for other in SHOWS_PART_OF.get(skill_name(name), ()):
            if where := self._resume.mentions(other):
                return "partly", where
        if term_of(name):
            return "not_shown", []
        bare, advanced = core(name)
        if bare == name:
            return self._resume.holds_words(name)
        met, where = self._one_skill(bare)
        return "partly" if advanced and met == "shown" else met, where  # no words show how well

    def _soft_skill(self, one: Requirement) -> RequirementMatch:
        families = {found.name for found in soft_skills(one.name)}
        where = self._said((start, end) for name, start, end in self._soft if name in families)
        where = [place for place in where if not self._names_somebody(place)] or self._said(
            places(one.name, self._text)
        )
        return self._answer(one, "shown" if where else "not_shown", where)

    def _names_somebody(self, place: Place) -> bool:
        """Whether a place is part of an employer's or a product's name: "Vivid Communications", "Creative Cloud"."""
        names = (entry.employer for entry in self._profile.experience if entry.employer)
        return _GOES_ON_AS_NAME.match(self._text, place[1]) is not None or any(
            start <= place[0] and place[1] <= end for name in names for start, end in places(name, self._text)
        )

    def _work(self, one: Requirement) -> RequirementMatch:
        """Positions that speak of what is asked for, whatever their length."""
        fitting = [entry for entry in self._profile.experience if self._speaks_of(entry, one.name)]
        titles = [place for entry in fitting if entry.title and (place := next(places(entry.title, self._text), None))]
        if where := [*titles, *self._dates(fitting)]:
            return self._answer(one, "shown", where)
        return self._phrase(one)

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
        asked = (option for names in things_asked(name) for option in names if term_of(option))
        if wanted := {skill.name for skill in skills(name)} | set(map(skill_name, asked)):
            return any(ResumeText(own, self._skills).mentions(skill) for skill in wanted)
        # A department is read as the place of work: "Staff Nurse, Intensive Care".
        return speaks_of("\n".join(filter(None, (own, entry.location))), name)

    def _dates(self, entries: Iterable[Experience]) -> list[Place]:
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
            if instead := self._instead_of_degree(one):
                return instead
            trained = TRAINED.finditer(self._folded) if wanted <= VOCATIONAL else ()
            if told := self._said((*places(one.name, self._text), *(found.span() for found in trained))):
                return self._answer(one, "partly", told, "named beside the education")
            detail = f"{EDUCATION[level - 1][0]} is shown" if level else ""
            return self._answer(one, "not_shown", [], detail)
        reached = [entry for level, entry in held if level >= wanted]
        finished = [entry for entry in reached if not self._is_unfinished(entry)]
        fields = fields_of(one.name)
        fitting = [entry for entry in finished if not fields or any(self._studied(entry, field) for field in fields)]
        where = self._degrees(fitting or finished or reached)
        if fitting:
            return self._answer(one, "shown", where)
        return self._answer(one, "partly", where, "another field of study" if finished else "not finished")

    def _instead_of_degree(self, one: Requirement) -> RequirementMatch | None:
        """Experience, where the role takes it for the degree: of so many years, or of what is called equivalent."""
        everything = self._profile.experience
        parts = (part for names in things_asked(one.name) for part in names)
        words = next((part for part in parts if one.years and re.search(rf"\b{one.years:g}\b", part)), "")
        fitting = [entry for entry in everything if not content(words) or self._speaks_of(entry, words)]
        if one.years and (self._months(fitting) or 0) >= one.years * 12:
            return self._answer(one, "shown", self._dates(fitting), _FOR_DEGREE)
        years = one.years or (_EQUIVALENT_YEARS if _EQUIVALENT.search(fold(one.name)) else None)
        if years and (self._months(everything) or 0) >= years * 12:
            return self._answer(one, "partly", self._dates(everything), _FOR_DEGREE)
        return None

    def _studied(self, entry: Education, field: set[str]) -> bool:
        """Whether an entry, or the line that names its degree, names a field of study."""
        lines = (self._text[slice(*line_around(self._text, *place))] for place in self._degrees([entry]))
        return studied(" ".join(filter(None, (entry.field, entry.degree))), field) or any(
            studied(line, field) for line in lines
        )

    def _is_unfinished(self, entry: Education) -> bool:
        lines = (line_around(self._folded, *place) for place in self._degrees([entry]))
        if any(UNFINISHED.search(self._folded, *line) for line in lines):
            return True
        if entry.dates is None:
            return False
        day = self._today or datetime.now(UTC).date()
        return entry.dates.current or (entry.dates.end or "") > f"{day.year:04d}-{day.month:02d}"

    def _degrees(self, entries: Iterable[Education]) -> list[Place]:
        texts = dict.fromkeys(entry.degree or "" for entry in entries)
        return [place for text in texts if (place := next(places(text, self._text), None))]

    def _language(self, one: Requirement) -> RequirementMatch:
        named = (re.sub(r"(?:kenntnisse|sprache?)$", "", word) for word in re.findall(r"[^\W\d_]{3,}", one.name))
        codes = {code for word in named if (code := language_code(word))}
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

    def _certification(self, one: Requirement) -> RequirementMatch:
        """Any of several will do."""
        if DRIVING.search(fold(one.name)):
            return self._answer(one, *licence_to_drive(one.name, self._resume))
        asked = (name for option in options_of(one.name) for names in things_asked(option) for name in names)
        found = [certificate(name, self._resume, self._profile.certifications) for name in asked]
        return self._answer(one, *max(found, key=lambda shown: CREDIT[shown.met]))

    def _phrase(self, one: Requirement) -> RequirementMatch:
        if where := self._said(places(one.name, self._text)):
            return self._answer(one, "shown", where)
        return self._answer(one, *self._resume.holds_words(one.name))

    def _answer(self, one: Requirement, met: Met, where: Iterable[Place], detail: str = "") -> RequirementMatch:
        """With the lines in which the places stand."""
        quotes = self._resume.quotes(where)
        if met == "shown" and not quotes:  # from what the candidate added to their profile
            met, detail = "partly", "; ".join(filter(None, (detail, "in the profile, not in the words of the résumé")))
        return RequirementMatch(requirement=one, met=met, quotes=quotes, detail=detail)


def _credit(found: tuple[Met, list[Place]]) -> float:
    return CREDIT[found[0]]


def _years(months: int | None) -> str:
    return f"{(months or 0) / 12:.1f}".removesuffix(".0")
