"""Where words stand in a text: given ones, skills of the vocabulary, soft skills. Pure functions.

All places are in code points of the text as it is: folding keeps its length.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from shared.resumes.fields.text import fold, key
from shared.resumes.fields.vocabulary import LONGEST, Term, terms

_TOKEN = re.compile(r"[^\s,;|/()\[\]:\"“”„•·●▪<>]+")
_LONGEST_SENTENCE: Final = 800
_PLACE = re.compile(
    r" (?:School|College|University|Academy|Hill|Hills|Road|Street|Avenue|Square|Lake|Park|Valley|Islands?|Bay"
    r"|Church|Hospital"
    r"|Store|House|Belt|Ltd|Inc|LLC|GmbH|AG|Schule|Hochschule)\b"
)
# An item of a list that is nothing but a name.
_BULLET = re.compile(r"(?:\A|\n)[ \t]*[-–*•●▪·][ \t]*\Z")
_ENDS = re.compile(r"[ \t]*[.;,]?[ \t]*(?:\n|\Z)")
_BEFORE_ITEM: Final = 10  # characters
_LEAST_CAPITALS: Final = 3
# What comes behind the first word of a sentence, if that is a name ("Go and Rust", "Go is a plus") and no other word.
_LINKED = re.compile(r"\s*(?:[,;/&|]|(?:and|or|und|oder|et|ou|y|e|o)\s)")
_ASKED = re.compile(
    r"\s+(?:(?:is|are|ist|sind|would be) (?:an? |ein )?)?(?:plus|must|required|preferred|desirable|mandatory"
    r"|experience|skills?|knowledge|kenntnisse|erfahrung)\b"
)
_LEAST_APART: Final = 6  # characters that a single word has if it is written as two
_JOINT = re.compile(r"[ \t]?[/-]?[ \t]?\Z")
_SENTENCE = re.compile(
    r"[^\s](?:[^.!?;\n]|[.!?;](?![\s])|(?<=\b[a-z]\.[a-z])\.|(?<=\b[Ee]tc)\.|(?<=\be\.g)\.|(?<=\bexp)\.)*[.!?;]*"
)

# Soft skills by the words that people use for them, in text without case and accents.
SOFT_SKILLS: Final[dict[str, str]] = {
    "communication": r"communicat(?:ion|or|ive|ing|ed)|kommunikations\w*|kommunikativ|comunica(?:cion|tiv[oa]"
        r"|zione|cao)|communicatie\w*",
    "teamwork": r"team[- ]?(?:work\w*|player|spirit|fahig\w*|geist)|collaborat\w+|travail (?:en|d') ?equipe"
        r"|esprit d'equipe"
    r"|trabajo en equipo|trabalho (?:em|de) equipe?a?|lavoro (?:di squadra|in team)|zusammenarbeit|samenwerk\w*",
    "leadership": r"leadership|fuhrungs(?:starke|kompetenz|erfahrung|qualitaten)|liderazgo|lideranca|leiderschap",
    "problem solving": r"problem[- ]?solv\w+|problemlos\w*|resolution de problemes|resolucion de problemas"
        r"|resolucao de problemas",
    "time management": r"time[- ]management|zeitmanagement|gestion du temps|gestion del tiempo|gestao do tempo",
    "attention to detail": r"attention to detail|detail[- ]orient\w+|eye for detail|sorgfalt\w*|rigueur"
        r"|atencion al detalle|nauwkeurig\w*",
    "adaptability": r"adaptab\w+|flexib(?:le|ility|ilitat|el|ilite|ilidad)|anpassungsfahig\w*",
    "ownership": r"ownership|accountab\w+|self[- ]?starter|self[- ]motivated|proactiv\w+|initiative"
        r"|eigeninitiative|eigenverantwort\w*"
    r"|selbststandig\w*|autonom(?:ie|y|e|ia)|proattiv\w+",
    "creativity": r"creativ(?:e|ity|ite|idad|idade|ita)|kreativ\w*",
    "empathy": r"empath\w+|einfuhlungsvermogen|empatia",
    "analytical thinking": r"analytical (?:skills|thinking|mindset|mind)|critical thinking"
        r"|analytisch\w* (?:denk\w+|fahigkeiten)"
    r"|esprit d'analyse|pensamiento (?:critico|analitico)",
    "stakeholder management": r"stakeholder[- ](?:management|communication|engagement)",
    "customer focus": r"customer[- ](?:focus\w*|orient\w+|centric\w*)|kundenorient\w+|orientacion al cliente"
        r"|klantgericht\w*",
    "negotiation": r"negotiat(?:ion|ing|e) skills|negotiation|verhandlungs(?:geschick|starke)",
    "presentation": r"presentation skills|public speaking",
    "organisation": r"organi[sz]ational skills|well[- ]organi[sz]ed|organisations(?:talent|geschick|fahigkeit)"
        r"|sens de l'organisation",
    "curiosity": r"curio(?:us|sity)|willing(?:ness)? to learn|eager(?:ness)? to learn|lernbereit\w*|growth mindset",
    "resilience": r"resilien\w+|(?:work\w* )?(?:well )?under pressure|belastbar\w*|stress[- ]resist\w+",
    "mentoring": r"mentor(?:ing|ship)|coaching skills",
    "conflict resolution": r"conflict[- ](?:resolution|management)",
    "decision making": r"decision[- ]making",
    "interpersonal skills": r"interpersonal skills|people skills",
    "reliability": r"reliab(?:le|ility)|zuverlassig\w*",
}  # fmt: skip
_SOFT = re.compile("|".join(f"(?P<s{number}>{words})" for number, words in enumerate(SOFT_SKILLS.values())))


class Mention(NamedTuple):
    """A skill under the name that it goes by, and where it stands."""

    name: str
    start: int
    end: int


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand. A line break ends one too, and an endless one is cut."""
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        while end - start > _LONGEST_SENTENCE:
            cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
            cut = cut if cut > start else start + _LONGEST_SENTENCE
            yield start, cut
            start = cut
        yield start, end


def line_around(text: str, start: int, end: int, longest: int = 240) -> tuple[int, int]:
    """The line that holds a place, or what is around it in a longer one, without white space at its ends."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - first > longest:
        first, last = max(first, start - longest // 2), min(last, max(end, start + longest // 2))
        first = text.find(" ", first, start) + 1 or start if first and not text[first - 1].isspace() else first
        last = (
            max(end, text.rfind(" ", end, last)) if last < len(text) and not text[last : last + 1].isspace() else last
        )
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def places(words: str, text: str, *, exact: bool = False) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text, whatever white space is between them, and as whole words.

    Case, accents and whether "ß" is written "ss", as in Switzerland, count only if `exact`.
    """
    wanted = words.split() if exact else fold(words.replace("ß", "ss")).split()
    if not wanted:
        return
    before = r"(?<![^\W_])" if wanted[0][0].isalnum() else ""
    after = r"(?![^\W_]|[+#])" if wanted[-1][-1].isalnum() else r"(?![^\W_])"
    spelt = (re.escape(word) if exact else re.escape(word).replace("ss", "ss?") for word in wanted)
    pattern = before + r"[\s\u00ad]+".join(spelt) + after
    for found in re.finditer(pattern, text if exact else fold(text)):
        yield found.span()


def soft_skills(text: str) -> Iterator[Mention]:
    """The soft skills that a text names."""
    for found in _SOFT.finditer(fold(text)):
        whole = text[found.start() - 1 : found.start()].isalpha() is False or found.start() == 0
        if whole and found.lastgroup:
            name = list(SOFT_SKILLS)[int(found.lastgroup[1:])]
            yield Mention(name, *found.span())


def skills(text: str) -> list[Mention]:
    """The terms of the vocabulary that stand in a text, each under its name, the longest at each place.

    A name that is also a word counts only spelt as a name, in a text that has terms which are no other words; and not
    as the first word of a sentence, unless a list begins with it or it is asked for. Another name of a skill has a
    capital or a digit, to be no word: "be" is no Berry. What names a place or a company is no skill ("Jenkins Hill").
    """
    hits = [(start, list(_hits(text, start, end))) for start, end in sentences(text)]
    certain = any(_is_certain(text, *one) for _, in_sentence in hits for one in in_sentence)
    found: list[Mention] = []
    for start, in_sentence in hits:
        named = [_is_named(text, *one) for one in in_sentence]
        for (term, mention), spelt in zip(in_sentence, named, strict=True):
            begins = not any(character.isalpha() for character in text[start : mention.start])
            if _PLACE.match(text, mention.end):
                continue
            opens = (
                _ASKED.match(text, mention.end)
                or (sum(named) > 1 and _LINKED.match(text, mention.end))
                or (
                    _BULLET.search(text, max(0, start - _BEFORE_ITEM), mention.start) and _ENDS.match(text, mention.end)
                )
            )
            if _is_certain(text, term, mention) or (certain and spelt and (not begins or opens)):
                found.append(mention)
    return found


def _is_certain(text: str, term: Term, mention: Mention) -> bool:
    """Whether a term is no other word: by itself, or in the capitals that it is written in ("SAP")."""
    spelt = text[mention.start : mention.end]
    capitals = term.where == "together" and spelt == term.name and spelt.isupper() and len(spelt) >= _LEAST_CAPITALS
    return term.where == "everywhere" or capitals


def _is_named(text: str, term: Term, mention: Mention) -> bool:
    """Whether a term stands as the name that it is: "Go", not "go"."""
    spelt = text[mention.start : mention.end]
    return term.where == "everywhere" or spelt == term.name or (spelt == term.written and not spelt.islower())


def _hits(text: str, start: int, end: int) -> Iterator[tuple[Term, Mention]]:
    known = terms()
    tokens = [
        (token.start(), token.start() + len(token.group().rstrip(".!?'’™®©")))
        for token in _TOKEN.finditer(text, start, end)
    ]
    keys = [key(text[first:last]) for first, last in tokens]
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            joined = all(
                _JOINT.match(text[tokens[number][1] : tokens[number + 1][0]]) for number in range(at, at + size - 1)
            )
            term = known.get("".join(keys[at : at + size])) if joined else None
            if term and (
                " " in term.written or not _is_short_and_apart(text[tokens[at][0] : tokens[at + size - 1][1]])
            ):
                yield term, Mention(term.name, tokens[at][0], tokens[at + size - 1][1])
                at += size
                break
        else:
            at += 1


def _is_short_and_apart(spelt: str) -> bool:
    """ "Java Script" is one name in two words, "R or" is no "RoR"."""
    return " " in spelt and len(spelt) <= _LEAST_APART
