"""Words that say what a text is about, and fields and levels of study. Pure functions."""

import re
from functools import lru_cache
from typing import Final

from shared.job_roles.ladders import EDUCATION, education_levels
from shared.models.resume import Education
from shared.resumes.fields.text import fold, words

UNFINISHED = re.compile(
    r"not (?:completed|finished)|incomplete|unfinished|abandoned|dropped out|discontinued|in progress|ongoing|expected"
    r"|abgebrochen|ohne abschluss|laufend|en cours|non termine|inacheve|en curso|inacabad|in corso|em curso"
)
# Of words in several languages, women's forms and plurals too: "infirmière", "Lehrerinnen", "enfermera".
_ENDINGS: Final = ("ement", "ment", "ings", "ing", "innen", "in", "ers", "er", "ung", "ed", "s", "e", "a", "o")
_LONGEST_WORD: Final = 60  # letters
_ELISION = re.compile(r"^(?:l|d|qu|dell|all|nell|sull)'|'s$")
_SPELT_OTHERWISE: Final = {"license": "licence", "licensed": "licenced"}
_FIELDS: Final = {
    "computer science": "informati(?:k|ker|kerin|cs|que|ca)|comput(?:ing|er sciences?)(?: science)?|cs",
    "mathematics": "mathemati(?:k|cs|ques?)|maths|matematicas?",
    "physics": "physi(?:k|cs|que)|fisica",
    "business administration": "betriebswirtschaft(?:slehre)?|bwl|administracion de empresas|economia aziendale",
    "law": "rechtswissenschaft(?:en)?|jura|droit|derecho|diritto",
}
_GENERIC_DEGREE = re.compile(
    r"\b(bachelor|master|doctor|associate)(?:'?s)? of (?:science|arts|philosophy)\b", re.IGNORECASE
)
_EITHER = re.compile(r"\b(?:or|oder|ou)\b|/| [ou] ")
_COMMON_WORDS: Final = """
    a an and as at by for from in into of on or our the to with you your years year experience experienced
    professional relevant work working least minimum plus more hands proven track record strong good knowledge
    ability able solid deep related field fields subject discipline technical comparable studies similar level
    using use within including degree bachelor master university need must have has be is are one two three four
    five six seven eight nine ten yrs exp previous practical registered qualified qualification qualifications post
    equivalent other role position skills proficiency proficient expertise understanding familiar familiarity
    jahr jahre jahren erfahrung erfahrungen berufserfahrung praxis kenntnisse gute sehr mit und oder der die das den dem
    des als bei von zum zur bereich mindestens relevante einschlagige mehrjahrige praktische fundierte ein eine einer
    einem zwei drei vier funf sechs sieben acht neun zehn
    ans annees experience comme dans les des sur pour une deux trois quatre cinq sept huit neuf dix minimum moins
    professionnelle professionnel poste domaine similaire
    ano anos experiencia con como del las los una dos tres cuatro cinco seis siete ocho nueve diez minimo menos laboral
    previa puesto sector profesional
    anno anni esperienza come nel nella della degli almeno due tre quattro cinque sei sette otto nove dieci lavorativa
    com para pelo profissional dois oito jaar jaren ervaring werkervaring minimaal minstens een met van twee drie vijf
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_OF_SKILLS: Final = frozenset({"skill", "programming", "programmierung", "programmation", "programacion", "language"})
_MUCH: Final = frozenset({"advanced", "expert", "fortgeschrittene", "avance", "avancee", "avanzado", "avancado"})
_SOFTWARE: Final = frozenset({"softwar", "backend", "frontend", "fullstack", "stack", "web", "app", "mobil"})
_MAKING: Final = dict.fromkeys(("engin", "program", "programm", "cod"), "develop")


def content(text: str) -> set[str]:
    """The words of a text that say what it is about."""
    found = map(bare, words(text))
    return {word for word in found if len(word) > 2 and not is_common(word)}


def is_common(word: str) -> bool:
    """Whether a folded word says nothing of what a text is about."""
    return word.isdigit() or word in _COMMON


def core(name: str) -> tuple[str, bool]:
    """A skill without the words around it ("Strong Java skills", "Java 8+"), and whether much of it is asked."""
    tokens = name.split()
    kept = [token for token in tokens if not _is_around(fold(token.strip("+.,:")))]
    return " ".join(kept) or name, any(fold(token) in _MUCH for token in tokens)


def _is_around(word: str) -> bool:
    return is_common(word) or word in _MUCH or word in _OF_SKILLS or re.fullmatch(r"v?\d+(?:\.\d+)*", word) is not None


def bare(word: str) -> str:
    """A folded word without the article that elides with it, in one spelling."""
    alone = _ELISION.sub("", word)
    return _SPELT_OTHERWISE.get(alone, alone)


def speaks_of(own: str, subject: str) -> bool:
    """Whether a text names most of a subject's words; half of them, where it is one thing or another.

    Who makes software is an engineer, a developer or a programmer.
    """
    wanted, said = set(map(stem, content(subject))), set(map(stem, content(own)))
    if wanted & _SOFTWARE:
        wanted, said = ({_MAKING.get(word, word) for word in found} for found in (wanted, said))
    named = len(wanted & said) * 2
    return named > len(wanted) or (named == len(wanted) > 0 and _EITHER.search(fold(subject)) is not None)


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A word without what its forms differ in: "manager" and "management", not "product" and "production"."""
    shorter = word if len(word) <= _LONGEST_WORD else ""
    while shorter:
        word = shorter
        shorter = next((cut for end in _ENDINGS if len(cut := word.removesuffix(end)) >= 4 and cut != word), "")
    return word


def fields_of(requirement: str) -> list[set[str]]:
    """The stems of each field of study that will do: "Bachelor's degree in Physics or Mathematics" has two."""
    found = re.search(r"\b(?:in|der|en|of|de|im)\s+([^;(]+)", _GENERIC_DEGREE.sub(r"\1", requirement))
    fields = re.split(r",|/|\s(?:or|oder|ou|o)\s", found[1]) if found else []
    if any(re.search(r"\bany (?:field|subject|discipline)\b", fold(field)) for field in fields):
        return []
    degrees = {word for _, names in EDUCATION for word in words(names)}
    return [stems for field in fields if (stems := {stem(word) for word in content(_in_english(field)) - degrees})]


def level_of(entry: Education) -> int:
    """The level of an entry, 0 for none that the ladder knows; "Master, Plumber" is a trade."""
    return max(education_levels(" ".join(filter(None, (entry.degree, entry.field)))) or {0}) if entry.degree else 0


def studied(text: str, field: set[str]) -> bool:
    """Whether a text names all of a field of study."""
    return field <= set(map(stem, words(_in_english(text))))


def _in_english(field: str) -> str:
    """A field of study with what is commonly called otherwise under its English name."""
    folded = fold(re.sub(r"\bIT\b", "information technology", field))
    for name, others in _FIELDS.items():
        folded = re.sub(rf"\b(?:{others})\b", name, folded)
    return folded
