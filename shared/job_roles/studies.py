"""Words that say what a text is about, and fields and levels of study. Pure functions."""

import re
from typing import Final

from shared.job_roles.ladders import EDUCATION, education_levels
from shared.models.resume import Education
from shared.resumes.fields.text import fold, words

UNFINISHED = re.compile(
    r"not (?:completed|finished)|incomplete|unfinished|abandoned|dropped out|discontinued|in progress|ongoing|expected"
    r"|abgebrochen|ohne abschluss|laufend|en cours|non termine|inacheve|en curso|inacabad|in corso|em curso"
)
_ENDINGS: Final = ("ement", "ment", "ings", "ing", "ers", "er", "ung", "ed", "s")
_FIELDS: Final = {
    "computer science": "informati(?:k|ker|kerin|cs|que|ca)|comput(?:ing|er sciences?)(?: science)?",
    "mathematics": "mathemati(?:k|cs|ques?)|maths|matematicas?",
    "physics": "physi(?:k|cs|que)|fisica",
    "business administration": "betriebswirtschaft(?:slehre)?|bwl|administracion de empresas|economia aziendale",
    "law": "rechtswissenschaft(?:en)?|jura|droit|derecho|diritto",
}
_COMMON_WORDS: Final = """
    a an and as at by for from in into of on or our the to with you your years year experience experienced
    professional relevant work working least minimum plus more hands proven track record strong good knowledge
    ability able solid deep related field fields subject discipline technical comparable studies similar level
    using use within including degree bachelor master university need must have has be is are one two three four
    five six seven eight nine ten jahre erfahrung mit und oder in der die das mindestens berufserfahrung ans
    annees experience de en et ou un une anos experiencia con anni esperienza
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())


def content(text: str) -> set[str]:
    """The words of a text that say what it is about."""
    return {word for word in words(text) if len(word) > 2 and not word.isdigit() and word not in _COMMON}


def stem(word: str) -> str:
    """A word without what its forms differ in: "manager" and "management", not "product" and "production"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return stem(word.removesuffix(ending))
    return word


def fields_of(requirement: str) -> list[set[str]]:
    """The stems of each field of study that will do: "Bachelor's degree in Physics or Mathematics" has two."""
    found = re.search(r"\b(?:in|der|en|of|de|im)\s+([^;(]+)", requirement)
    fields = re.split(r",|/|\s(?:or|oder|ou|o)\s", found[1]) if found else []
    if any(re.search(r"\bany (?:field|subject|discipline)\b", fold(field)) for field in fields):
        return []
    degrees = {word for _, names in EDUCATION for word in words(names)}
    return [stems for field in fields if (stems := {stem(word) for word in content(_in_english(field)) - degrees})]


def level_of(entry: Education) -> int:
    """The level of an entry, 0 for none that the ladder knows; "Master, Plumber" is a trade."""
    return max(education_levels(" ".join(filter(None, (entry.degree, entry.field)))) or {0}) if entry.degree else 0


def studied(entry: Education, field: set[str]) -> bool:
    """Whether the entry names all of a field of study."""
    return field <= set(map(stem, words(_in_english(" ".join(filter(None, (entry.field, entry.degree)))))))


def _in_english(field: str) -> str:
    """A field of study with what is commonly called otherwise under its English name."""
    folded = fold(field)
    for name, others in _FIELDS.items():
        folded = re.sub(rf"\b(?:{others})\b", name, folded)
    return folded
