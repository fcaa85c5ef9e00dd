"""Names in lists: unknown technologies beside known ones, alternatives ("Airflow or Dagster"). Pure functions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shared.job_roles.ladders import education_levels, language_code
from shared.job_roles.mentions import Mention, soft_skills
from shared.resumes.fields.text import fold, key
from shared.resumes.fields.vocabulary import term_of

_OR: Final = r"or|oder|ou|o|u"
_AND: Final = r"and|und|et|y|e"
# Dutch "of" only between two known names.
_OR_LINK = re.compile(rf"\s*,?\s+(?:(?:{_AND})/)?({_OR}|of)\s+", re.IGNORECASE)
_COMMA_LINK = re.compile(r"\s*,\s*")
_ONE_OF = re.compile(
    r"\b(?:(?:one|any|either|at least one) of|eine[rsm]? (?:von|der)|(?:l')?une? (?:de|des|parmi)|un[oa] de)"
    r"(?: (?:the|these|following|folgenden|los|las|les|siguientes))*:?\s*\Z",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(rf"\s+(?:{_OR}|of)\s+", re.IGNORECASE)
_EITHER = re.compile(rf"\s+(?:(?:{_AND})/)?(?:{_OR})\s+", re.IGNORECASE)
_EITHER_OR_COMMA = re.compile(rf"\s*,\s*(?:(?:{_OR})\s+)?|{_EITHER.pattern}", re.IGNORECASE)
_BOTH = re.compile(rf"&|\+\s|\s(?:{_AND})\s", re.IGNORECASE)
_TOGETHER = re.compile(rf"\s*(?:,|&|\+(?=\s))\s*|\s+(?:{_AND})\s+", re.IGNORECASE)
_DUTCH_OR, _DUTCH_AND = (re.compile(rf"\s+{word}\s+", re.IGNORECASE) for word in ("of", "en"))
_NAME: Final = r"[A-Z][\w.+#-]*[\w+#](?:[ ][A-Z][\w.+#-]*[\w+#])?"
_LINK: Final = rf"\s*,\s*(?:(?:{_OR}|{_AND})\s+)?|\s+(?:{_OR}|{_AND})\s+"
_AFTER = re.compile(
    rf"(?P<link>{_LINK})(?P<name>{_NAME})(?=[,.;:)\n]|\s*\Z|\s+(?:{_OR}|{_AND}|is|are|ist|sind|est|es)\b)"
)
_BEFORE = re.compile(rf"(?<![\w.+#-])(?P<name>{_NAME})(?P<link>{_LINK})\Z")
_LIST_ITEM_ENDS = re.compile(rf"[,.;:)\n]|\s*\Z|\s+(?:{_OR}|{_AND}|experience|knowledge|skills|required|preferred)\b")
_LIST_GOES_ON = re.compile(rf"(?:,\s*[\w.+#-]+(?: [\w.+#-]+)?)*,?\s+(?:{_OR}|{_AND})\s")
_TELLTALE = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d|[+#]")
_GERMAN = re.compile(r"\b(?:und|oder|mit|der|die|das|wir|sie|ist|fur)\b")
_GERMAN_NOUN = re.compile(r"(?:ung|keit|heit|schaft|nisse?|tion|geist|arbeit|sinn|freude|bereich|system|sprachen?)\Z")
_REACH: Final = 80  # characters before a name that are looked at
_MOST_IN_A_ROW: Final = 12


def parts_of(name: str) -> list[str]:
    """The alternatives that a requirement's name joins; one where there are none."""
    return _ALTERNATIVES.split(name)


def things_asked(name: str) -> list[list[str]]:
    """The things that a name asks for together, each with what may stand for it ("Airflow or Prefect", "Java/Kotlin").

    In "A, B or C" any will do, in "A, B and C" all count; a name of the vocabulary is one ("CI/CD"). Of a name that is
    nothing but links it is the name.
    """
    if term_of(name):
        return [[name]]
    if _EITHER.search(name) and not _BOTH.search(name):
        things = [[part for one in _EITHER_OR_COMMA.split(name) for part in _either(one)]]
    else:
        together = (one for part in _TOGETHER.split(name) for one in _of_terms(_DUTCH_AND, part))
        things = [[one for option in _EITHER.split(part) for one in _either(option)] for part in together]
    return list(filter(None, things)) or [[name]]


def _either(name: str) -> list[str]:
    parts = _of_terms(_DUTCH_OR, name)
    return [part for one in parts for part in ([one] if term_of(one) else re.split(r"\s*/\s*", one)) if part.strip()]


def _of_terms(link: re.Pattern[str], name: str) -> list[str]:
    """The parts around a word that links only known names: "of" and "en" are other words elsewhere."""
    parts = link.split(name)
    return parts if all(map(term_of, parts)) else [name]


def with_unknown(text: str, start: int, end: int, named: Iterable[Mention]) -> list[Mention]:
    """The skills of a sentence and the names beside them in a list that no vocabulary knows, as they are written."""
    found = {one.start: one for one in named}
    for one in list(found.values()):
        for other in (*_onwards(text, one, end), *_backwards(text, one, start, end)):
            if not any(other.start < known.end and known.start < other.end for known in found.values()):
                found[other.start] = other
    return [found[place] for place in sorted(found)]


def _onwards(text: str, one: Mention, end: int) -> Iterator[Mention]:
    at = one.end
    for _ in range(_MOST_IN_A_ROW):
        found = _AFTER.match(text, at, end)
        if found is None or not _is_name(text, found, end):
            return
        yield Mention(found["name"], *found.span("name"))
        at = found.end("name")


def _backwards(text: str, one: Mention, start: int, end: int) -> Iterator[Mention]:
    at = one.start
    if not _LIST_ITEM_ENDS.match(text, one.end, end):
        return  # "Product and Python teams"
    for _ in range(_MOST_IN_A_ROW):
        found = _BEFORE.search(text, max(start, at - _REACH), at)
        if found is None or not _is_name(text, found, end):
            return
        begins = not any(character.isalpha() for character in text[start : found.start()])
        if begins and not _OR_LINK.fullmatch(found["link"]):
            return  # the first word of a sentence has a capital anyway
        yield Mention(found["name"], *found.span("name"))
        at = found.start("name")


def _is_name(text: str, found: re.Match[str], end: int) -> bool:
    """Whether a capitalised word beside a known technology is a name like it, and no language, noun or soft skill."""
    name, either = found["name"], _OR_LINK.fullmatch(found["link"]) is not None
    if term_of(name) or any(language_code(word) for word in name.split()) or education_levels(fold(name)):
        return False
    if any(True for _ in soft_skills(name)):
        return False
    if _TELLTALE.search(name):
        return True
    if _GERMAN.search(fold(text[max(0, found.start() - _REACH) : end])):
        return either and " " not in name and not _GERMAN_NOUN.search(fold(name))
    comma = _COMMA_LINK.fullmatch(found["link"]) is not None
    return either or not comma or _LIST_GOES_ON.match(text, found.end("name"), end) is not None


def joined(text: str, named: Sequence[Mention]) -> list[Mention]:
    """The same, with alternatives as one: their names with the text's own word for "or" between them.

    In "A, B or C" all three are alternatives, and in "one of A, B, C"; in "A, B and C" none is.
    """
    found: list[Mention] = []
    group: list[Mention] = []
    word, open_list = "", False

    def close() -> None:
        if word and len(group) > 1:
            names = list({key(one.name): one.name for one in group}.values())
            found.append(Mention(f" {word} ".join(names), group[0].start, group[-1].end))
        else:
            found.extend(group)
        group.clear()

    for one in sorted(named, key=lambda one: one.start):
        gap = text[group[-1].end : one.start] if group else ""
        either = _OR_LINK.fullmatch(gap) if group else None
        comma = bool(group) and _COMMA_LINK.fullmatch(gap) is not None and (not word or open_list)
        if not either and not comma:
            close()
            open_list = _ONE_OF.search(text[max(0, one.start - _REACH) : one.start]) is not None
            word = "or" if open_list else ""
        elif either:
            word = {"u": "o"}.get(either[1].lower(), either[1].lower())
        group.append(one)
    close()
    return found
