"""Reads requirements out of a job description by rules alone. Pure functions.

A rule takes what is plainly asked for; each requirement is a place in the description, so nothing can be invented.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from shared.job_roles.alternatives import joined, with_unknown
from shared.job_roles.ladders import education_levels
from shared.job_roles.mentions import Mention, sentences, skills, soft_skills
from shared.job_roles.needs import MUST_CUE, NICE_CUE, need_at
from shared.job_roles.reading_names import certificates_in, languages_in
from shared.job_roles.studies import content
from shared.models.job_role import Requirement, RequirementKind
from shared.resumes.fields.text import fold

_ASIDE: Final = (
    r"what we offer|we offer|our offer|benefits?|perks?|what you get|what's in it|about us|about the"
    r" company|who we are|our company|how to apply"
    r"|wir bieten|unser angebot|das bieten wir|uber uns|benefits|nous offrons|ce que nous offrons|a"
    r" propos|avantages|ofrecemos|que ofrecemos|sobre nosotros"
    r"|beneficios|offriamo|chi siamo|oferecemos|sobre nos|wij bieden|over ons"
)
_ASKS: Final = (
    r"requirements?|qualifications?|your profile|your skills|who you are|what you bring|about you|skills"
    r"|experience|must[- ]haves?|we are looking for"
    r"|what we(?:'re| are) looking for|responsibilities|your tasks|the role|tasks|what you(?:'ll| will)"
    r" do|ihr profil|dein profil|anforderungen|das bringst du mit"
    r"|aufgaben|qualifikationen|profil(?: recherche)?|votre profil|competences|missions|requisitos|perfil"
    r"|funciones|requisiti|profilo|vereisten|jouw profiel"
)
_HEADING_WORDS: Final = 7
_ASIDE_CUE, _ASKS_CUE = re.compile(rf"\b(?:{_ASIDE})\b"), re.compile(rf"\b(?:{_ASKS})\b")

_WORD_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            "one ein eine un une uno um",
            "two zwei deux dos due dois twee",
            "three drei trois tres tre drie",
            "four vier quatre cuatro quattro quatro",
            "five funf cinq cinco cinque vijf",
            "six sechs seis sei zes",
            "seven sieben sept siete sette sete zeven",
            "eight acht huit ocho otto oito",
            "nine neun neuf nueve nove negen",
            "ten zehn dix diez dieci dez tien",
        ),
        start=1,
    )
    for word in words.split()
}
_YEARS = re.compile(
    rf"\b(?P<least>\d{{1,2}}|{'|'.join(_WORD_NUMBERS)})(?:[ -]?(?:\+|plus|or more|oder mehr))?"
    r"(?: ?\(\d{1,2}\+?\))?"
    rf"(?: ?(?:-|–|to|bis|a|o|or|ou|oder|and|und|et|y|e|en) ?(?:\d{{1,2}}|{'|'.join(_WORD_NUMBERS)}))? ?\+?[ -]?"
    r"(?:years?|yrs?|jahre?n?|ans?|annees?|anos?|anni|anno|jaar|jaren)\b(?!'? old)"
)
_EXPERIENCE = re.compile(
    r"experien\w+|erfahrung\w*|berufserfahrung|experiencia|esperienza|ervaring|background in|track record"
    r"|\d ?\+ ?(?:years?|yrs?|jahre|ans|anos|anni|jaar)\b|years? (?:in|of|with|as)\b|\bexp\b"
    r"|jahre (?:in|als|mit)\b|ans (?:en|de|d')|anos (?:en|como|de)\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:since|founded|for over|we have been|over the (?:last|past)|in the (?:last|past)|contract"
    r"|warranty|seit|gegrundet|depuis|desde)\b"
)
_COMPANY = re.compile(
    r"\b(?:our (?:\w+ )?(?:company|firm|team|group|business|agency|clinic|founders?)|we (?:have|are|bring|offer"
    r"|look back)"
    r"|wir (?:haben|sind|bieten|blicken)|unsere?[rms]? (?:unternehmen|firma|team|gruppe)|notre (?:entreprise"
    r"|societe|equipe|groupe)"
    r"|nous (?:avons|sommes)|nuestr[oa] (?:empresa|equipo)|(?:tenemos|somos)|abbiamo|temos)\b"
)
_SEEKS = re.compile(
    r"\b(?:look\w* for|seek\w*|hiring|want|expect|such\w*|erwarten|cherch\w+|recherch\w+|busc\w+|you)\b"
)
_DEGREE_CUE = re.compile(
    r"\b(?:degree|bachelor|master|ph\.? ?d|diploma|university|education|b\.?sc|m\.?sc|mba|hochschul\w*"
    r"|studium|ausbildung|abschluss|abitur|diplom\w*"
    r"|licence (?:en|de|pro)|formation|bac ?\+ ?\d|titulo|titulacion|grado en|licenciatura|laurea\w*"
    r"|graduacao|ensino|opleiding|hbo|apprenticeship|high[- ]school|bsn\b|b\.?eng\b|m\.?eng\b)"
)
_CLAUSE = re.compile(
    r"[,;()]|\s[-–—]\s|\s(?:and|und|et|y|e|en)\s(?=(?:an?|the|eine?|une?|una?|at least|minimum|mindestens|mind\."
    r"|au moins|al menos|mínimo|almeno|minimaal|\d+\+?)\s)"
)
# What goes before a length of time that is a most, or no experience at all: "up to 3 years", "after 2 years".
_NO_LEAST = re.compile(
    r"\b(?:up to|(?<!no )(?<!not )(?:less|fewer) than|no more than|at most|maximum(?: of)?|max\.?|under|after|every"
    r"|within|in|bis zu|hochstens|maximal|(?<!nicht )weniger als|nach|jusqu'a|(?<!pas )moins de|au plus|apres|hasta"
    r"|(?<!no )menos de|como maximo|despues de|fino a|(?<!non )meno di|dopo|ate|depois de|tot|hoogstens|na) *\Z"
)
_LINKS = re.compile(r"\b(?:(?P<either>or|oder|ou|o)|and|und|et|y|e|en|plus|with|mit|avec|con|com|met)\b|;")
_TITLE = re.compile(r"[^:\n]{1,60}:\s*")
_DOING: Final = frozenset({"development", "developing", "programming", "coding", "commercial", "solid", "hands-on"})
_EDGES: Final = " \t\n,.;:-–—•·●▪*()"
_LONGEST_NAME: Final = 160
_LONGEST_SOURCE: Final = 2_000
_MOST_PERIODS: Final = 5  # of years in one sentence
_MOST_DEGREES: Final = 5


class Section(NamedTuple):
    """What the nearest heading says of the lines below it."""

    must_have: bool | None
    aside: bool


class _Found(NamedTuple):
    """A place where something is asked for; by `name`, or else by the words that stand there."""

    kind: RequirementKind
    start: int
    end: int
    name: str | None = None
    years: float | None = None


def read_requirements(text: str) -> list[Requirement]:
    """The requirements in the order of the text, each once."""
    found: dict[tuple[str, str], Requirement] = {}
    section = Section(None, aside=False)
    named = skills(text)
    begins = [one.start for one in named]
    for start, end in sentences(text):
        if (heading := _heading(text, start, end)) is not None:
            section = heading
            continue
        if section.aside:
            continue
        here = [one for one in named[bisect_left(begins, start) : bisect_left(begins, end)] if one.end <= end]
        for one in _asked(text, start, end, here, section):
            known = (one.kind, fold(one.name))
            found[known] = united(found[known], one) if known in found else one
    return sorted(found.values(), key=lambda one: one.start or 0)


def united(one: Requirement, again: Requirement) -> Requirement:
    """One requirement for two of a name: the one that says more, and a must-have if either is."""
    more = again if (one.years is None and again.years is not None) or (again.must_have and not one.must_have) else one
    years = one.years if one.years is not None else again.years
    return more.model_copy(update={"must_have": one.must_have or again.must_have, "years": years})


def skill_of_years(name: str) -> str | None:
    """The skill that a length of time is asked for with, if the words name nothing else: "3+ years of Java"."""
    named = skills(name)
    return named[0].name if len(named) == 1 and _names_only(name, 0, len(name), named) else None


def sections(text: str) -> list[tuple[int, Section]]:
    """Where sections begin, in order, and what their headings say; the first begins with the text."""
    found = [(start, section) for start, end in sentences(text) if (section := _heading(text, start, end))]
    return [(0, Section(None, aside=False)), *found]


def _heading(text: str, start: int, end: int) -> Section | None:
    """What a heading says; None for a line that is none. A heading is short, and has a colon or is one of the usual."""
    line = text[start:end]
    bare = fold(line).strip(" :#*-–—_?!.")
    alone = (start == 0 or text[:start].rstrip(" \t#*-•").endswith("\n") or not text[:start].strip()) and (
        end == len(text) or text[end:].lstrip(" \t*").startswith("\n")
    )
    titled = line.rstrip(" *").endswith(":")
    said = line.endswith((".", ";")) or any(character.isdigit() for character in bare)
    if not bare or not alone or len(bare.split()) > _HEADING_WORDS or (said and not titled):
        return None
    for cue, section in (
        (_ASIDE_CUE, Section(None, aside=True)),
        (NICE_CUE, Section(must_have=False, aside=False)),
        (MUST_CUE, Section(must_have=True, aside=False)),
        (_ASKS_CUE, Section(None, aside=False)),
    ):
        if cue.search(bare) and (titled or cue.match(bare)) and (titled or not skills(line)):
            return section
    return Section(None, aside=False) if titled else None


def _asked(text: str, start: int, end: int, named: Iterable[Mention], section: Section) -> Iterator[Requirement]:
    """What one sentence asks for; `named` are the skills in it. Where it does not say how much, its heading does."""
    first, last = _trimmed(text, start, end)
    last = min(last, first + _LONGEST_SOURCE)
    for found in _found(text, start, end, named):
        words = found.name or text[found.start : found.end].strip(_EDGES)
        name = " ".join(words.split())[:_LONGEST_NAME]
        need = need_at(text, start, end, (found.start, found.end))
        if name and need != "none":
            yield Requirement(
                kind=found.kind,
                name=name,
                must_have=section.must_have is not False if need is None else need == "must",
                years=found.years,
                source=text[first:last],
                start=first,
                end=last,
            )


def _found(text: str, start: int, end: int, named: Iterable[Mention]) -> Iterator[_Found]:
    sentence = text[start:end]
    folded = fold(sentence)
    of_skills, of_degrees = dict[int, float](), dict[int, float]()
    degrees = list(islice(_DEGREE_CUE.finditer(folded), _MOST_DEGREES))
    if not _NOT_ASKED.search(folded) and not _is_of_the_company(folded):
        for years in islice(_YEARS.finditer(folded), _MOST_PERIODS):
            least = years["least"]
            number = float(least) if least.isdigit() else float(_WORD_NUMBERS[least])
            if not number or _NO_LEAST.search(folded, 0, years.start()):
                continue
            if degree := next((one for one in degrees if _is_either(folded, one.span(), years.span())), None):
                of_degrees[degree.start()] = number
                continue
            place = _clause(text, start + years.start(), start + years.end(), start, end)
            inside = [one for one in named if place[0] <= one.start < place[1]]
            if inside and _names_only(text, *place, inside):
                of_skills |= dict.fromkeys((one.start for one in inside), number)
            elif _EXPERIENCE.search(folded):
                yield _Found("experience", *place, years=number)
    read = start
    for degree in degrees:
        place = _degree_clause(text, start + degree.start(), start + degree.end(), start, end)
        if place[0] >= read and education_levels(fold(text[slice(*place)])):
            read = place[1]
            yield _Found("education", *place, years=of_degrees.get(degree.start()))
    for skill in soft_skills(sentence):
        yield _Found("soft_skill", start + skill.start, start + skill.end)
    certificates = certificates_in(text, start, end)
    technical = [one for one in named if not any(place.start <= one.start < place.end for place in certificates)]
    listed: tuple[tuple[RequirementKind, list[Mention]], ...] = (
        ("language", languages_in(text, start, end)),
        ("certification", certificates),
        ("technical_skill", with_unknown(text, start, end, technical)),
    )
    for kind, mentions in listed:
        for one in joined(text, mentions):
            yield _Found(kind, one.start, one.end, one.name, of_skills.get(one.start))


def _names_only(text: str, start: int, end: int, named: Iterable[Mention]) -> bool:
    """Whether words that ask for a length of time name skills and nothing else."""
    rest = list(text[start:end])
    for one in named:
        rest[one.start - start : one.end - start] = " " * (one.end - one.start)
    return not content("".join(rest)) - _DOING


def _is_of_the_company(folded: str) -> bool:
    """Whether a sentence tells what the company has, and asks for nothing."""
    return _COMPANY.search(folded) is not None and MUST_CUE.search(folded) is None and _SEEKS.search(folded) is None


def _clause(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The clause that holds a place."""
    cuts = [start, *(cut.end() for cut in _CLAUSE.finditer(text, start, end)), end]
    begins = max((cut for cut in cuts if cut <= first), default=start)
    if (titled := _TITLE.match(text, start, first)) and _is_title(titled.group()):
        begins = max(begins, titled.end())
    ends = min((cut.start() for cut in _CLAUSE.finditer(text, last, end)), default=end)
    return begins, ends


def _is_either(folded: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether either of two places in a sentence will do: the last word that links them is an "or"."""
    links = list(_LINKS.finditer(folded, min(one[1], other[1]), max(one[0], other[0])))
    return bool(links) and links[-1]["either"] is not None


def _is_title(words: str) -> bool:
    """Whether words before a colon are a heading in the line: "Requirements: 3+ years of Java"."""
    bare = fold(words).strip(" :#*-–—")
    return any(cue.match(bare) for cue in (_ASKS_CUE, MUST_CUE, NICE_CUE)) and not skills(words)


def _degree_clause(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """A degree with its field and what stands in for it, from the clause in which it is named to the end."""
    begins, ends = _clause(text, first, last, start, end)
    rest = re.match(r"\s*,?\s*(?:or|oder|ou|o)\b[^.;]*", text[ends:end])
    return begins, ends + rest.end() if rest else ends


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
