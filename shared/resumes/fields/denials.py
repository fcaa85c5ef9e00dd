"""Whether a text says of something that it is missing, or only wished for. Pure functions over folded text.

A denial governs what follows it in its clause, lists too, until something else is told, or something is said to be
one's own; or it stands right behind.
"""

import re
from typing import Final

_KNOWLEDGE: Final = (
    r"(?:experience|knowledge|skills?|background|exposure|expertise|training|proficiency|qualifications?|(?:vor)?kenntnis\w*"
    r"|erfahrung\w*|wissen|connaissances?|competences?|experiencia\w*|conocimientos?|esperienz\w+|conoscenz\w+"
    r"|conhecimentos?|ervaring|kennis)"
)
_NONE: Final = (
    r"(?:(?:no|zero|little|hardly any|without(?: any)?|ohne|keine?r?n?|kaum|sans|pas de|aucune?|sin|ningun\w*|senza"
    r"|nessun\w*|sem|nenhum\w*|geen)\s+|pas d['’])"
)
_KNOWS: Final = (
    r"(?:know\w*|us(?:e|ed|ing)|work(?:ed|ing)?|writ(?:e|ten|ing)|program(?:med)?|cod(?:e|ed)|speak|spoken|learn(?:ed|t)?"
    r"|touch(?:ed)?|tried|master(?:ed)?|certified|qualified|licen[cs]ed|familiar|proficient|experienced|fluent|confident|comfortable|versed|hold|have|had"
    r"|studied)"
)
_NOT: Final = (
    r"(?:(?:do|does|did|have|has|had|am|is|are|was|can|could)(?:n['’]t| not| never)|cannot|can['’]t|never|not(?: yet)?)"
)
_LEARN: Final = (
    r"(?:learn\w*|work (?:with|in|on)|use|get into|move into|dive into|explore|try|master|improve|deepen|gain|study"
    r"|understand|become|acquire|develop my(?! career))"
)
_WISH: Final = (
    r"(?:want\w*|would (?:like|love)|['’]d (?:like|love)|eager|keen|hop(?:e|es|ing)|plan(?:s|ning)?|aspir(?:e|es|ing)"
    r"|aim\w*|looking(?: forward)?|wish\w*|intend\w*|willing|excited|ready) to"
)
_GOVERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NONE}(?:[\w'-]+\s+){{0,3}}?{_KNOWLEDGE}\b",
        rf"\b{_NOT}\s+(?!only\b)(?:[\w'-]+\s+){{0,2}}?{_KNOWS}\b",
        rf"\b{_WISH}\s+(?:[\w'-]+\s+){{0,2}}?{_LEARN}\b",
        r"\b(?:lack(?:s|ed|ing)?|interested in|curious about)\b|(?:^|\b(?:am|still|completely|relatively) )new to\b",
        r"\b(?:next|future|learning|career) (?:goals?|plans?|topics?)\b|\binterests?:",
        # "Deep learning" and "a learning platform" are things that somebody does.
        r"(?:^|\b(?:currently|now|still|am|started|began)\s+)learning\s(?!management|platform|systems?|analytics|design"
        r"|experience|and development|support|cent)",
        r"\b(?:mochte|wurde gern\w*)\b[^,]*$|\blerne\b|\binteressiere mich\b|\bnicht (?!nur\b).*\bmit\b",
        r"\bne\s+(?:connais|maitrise|sais|parle|pratique|utilise)\s+pas\b",
        r"\b(?:souhaite|voudrais|aimerais|veux)\b|\bj['’]apprends\b",
        r"\bno\s+(?:se|conozco|domino|hablo|uso|manejo|he\s+(?:usado|trabajado))\b",
        r"\b(?:quiero|quisiera|me gustaria|deseo|estoy aprendiendo)\b",
        r"\bnon\s+(?:conosco|so|parlo|uso|ho)\b|\b(?:vorrei|desidero|sto imparando)\b",
        r"\bnao\s+(?:conheco|sei|falo|domino|uso)\b|\b(?:quero|gostaria|estou aprendendo)\b",
    )
)
_RIGHT_BEFORE = re.compile(
    rf"\b(?:{_NONE}|(?:not|never used|poor|bad|weak)\s+)(?:(?:any|the|a|an)\s+)?$|\b(?:nicht|niet)\s+$"
)
_RIGHT_BEHIND = re.compile(
    r"[ \t]*(?:[:(\[–—-]+[ \t]*)?(?:"
    rf"none\b|nil\b|n/a\b|{_NONE}{_KNOWLEDGE}\b|(?:no|nein|keine?|non|nao|geen)"
    r"[ \t]*(?:$|[),;.\]])"
    rf"|not\s+(?:yet|really|at all)\b|noch nicht\b|nicht\b|(?:is|are|was|were)\s+not\b(?!\s+only)"
    rf"|{_KNOWLEDGE}[ \t]*:[ \t]*none\b"
    rf"|{_WISH}\b|(?:still |currently )?(?:learning|in preparation|planned|to be learn\w*|to learn)\b)",
    re.MULTILINE,
)
_CLAUSE = re.compile(r"[.;!?]\s|,?\s(?:but|however|although|though|aber|jedoch|mais|pero|ma|mas|maar)\s")
_TELLS_ELSE = re.compile(
    r",\s*(?:and\s+|then\s+|so\s+|i\s+)*(?:\w{3,}ed|built|wrote|made|led|ran|kept|taught|sold)\b"
    r"|,\s*(?:(?:i|ich|je|yo|io|eu|ik)\s|j['’])"
)
# "I would like to use my Python skills": they are there already.
_OWN = re.compile(
    r"\b(?:us(?:e|ing)|apply(?:ing)?|bring(?:ing)?|leverag\w+|with) (?:all )?my\b(?!.*\blearn)"
    r"|\b(?:mettre a profit|utiliser|appliquer|apporter|exploiter|valoriser|aplicar|aportar|utilizar|aprovechar"
    r"|applicare|utilizzare|mettere a frutto)\s+(?:mes|mon|ma|mis?|(?:i|il|la|le)\s+mi\w+|as?\s+minhas?|os?\s+meus?)\b"
    rf"|\bmeine[nrm]?\s+(?:\w+\s+){{0,2}}?{_KNOWLEDGE}"
)
_MOST_BEFORE: Final = 200  # characters
_LONGEST_HEADING: Final = 60


def is_denied(folded: str, start: int, end: int) -> bool:
    """Whether the clause around the place `start` to `end`, or a heading right above it, denies what stands there."""
    first = folded.rfind("\n", 0, start) + 1
    before = _CLAUSE.split(folded[max(first, start - _MOST_BEFORE) : start])[-1]
    if _RIGHT_BEFORE.search(before) or _RIGHT_BEHIND.match(folded, end):
        return True
    for pattern in _GOVERNS:
        for found in pattern.finditer(before):
            if not (_TELLS_ELSE.search(before, found.end()) or _OWN.search(before, found.start())):
                return True
    above = folded.rfind("\n", 0, max(first - 1, 0)) + 1
    return first - above <= _LONGEST_HEADING and _is_wish(folded[above : max(first - 1, 0)])


def _is_wish(heading: str) -> bool:
    """Whether a line is the heading of a list of wishes."""
    return (
        re.fullmatch(
            rf"\s*(?:{_WISH}\s+{_LEARN}|(?:next|future|learning|career) (?:goals?|plans?)"
            r"|(?:currently )?learning|to learn|lernziele|interests?)\s*:?\s*",
            heading,
        )
        is not None
    )
