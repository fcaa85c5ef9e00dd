"""Words by which job titles and employers are told apart, in seven languages, folded."""

import functools
import re
from typing import Final

from shared.resumes.fields.data import word_list
from shared.resumes.fields.text import fold, words

_TITLE_ENDINGS = re.compile(
    r"(?:leiter|pfleger|fahrer|techniker|mechaniker|mechatroniker|verkaufer|berater|ingenieur|entwickler|lehrer|"
    r"assistent|"
    r"arbeiter|elektroniker|installateur|betreuer|informatiker|architekt|fuhrer|verwalter|planer|arzt|anwalt|"
    r"bearbeiter|"
    r"redakteur|wirt|laborant|optiker|therapeut|padagoge|manager|trainer|helfer|meister|monteur|bauer|helfer|"
    r"mitarbeiter)(?:in)?$|"
    r"(?:kraft|kaufmann|kauffrau|fachmann|fachfrau|schwester|hilfe|angestellte[r]?)$|"
    r"(?:medewerker|verpleegkundige|chauffeur|adviseur|beheerder|ontwikkelaar|leider|begeleider|monteur|manager|"
    r"docent)$|"
    r"(?:ologist|ician|ographer|keeper|worker)$"
)
_WEAK_ENDINGS = re.compile(r"(?:[a-z]{3}(?:er|or|ist|ian|ant|eur|euse|trice|iere|ero|era|tore))$")
_LEGAL = re.compile(
    r"(?:^|[\s,(])(?:gmbh(?:\s?&\s?co\.?\s?kg)?|ag|kgaa|kg|ug|ohg|gbr|e\.\s?v\.?|eg|se|ltd\.?|limited|llc|"
    r"l\.l\.c\.|inc\.?|corp\.?|"
    r"corporation|co\.|company|plc|llp|lp|s\.?a\.?s\.?|s\.?a\.?r\.?l\.?|s\.?a\.?|s\.l\.(?:u\.)?|sl|slu|"
    r"s\.?p\.?a\.?|s\.?r\.?l\.?s?|snc|"
    r"b\.?v\.?|n\.?v\.?|ab|a/s|aps|oy|oyj|asa|as|sp\.? z o\.?\s?o\.?|pty|pvt|private limited|k\.k\.|bhd|lda\.?|"
    r"ltda\.?|eireli|s\.?c\.?|"
    r"vof|gie|scop|holding|holdings|pte)\.?(?=$|[\s,)])"
)

_ORGANISATION_ENDINGS: Final = (
    *(
        "klinik",
        "klinikum",
        "werke",
        "schule",
        "universitat",
        "krankenhaus",
        "ziekenhuis",
        "amt",
        "haus",
        "heim",
        "verlag",
    ),
    *("zentrum", "sparkasse", "apotheke", "bank", "tech", "soft", "group"),
)


@functools.lru_cache(maxsize=4096)
def title_words(text: str) -> int:
    """How strongly a text reads like a job title: 0 not at all, 1 by an ending, 2 by a word."""
    tokens = [*words(text), *(token.strip(".,:;()") for token in fold(text).split() if "-" in token)]
    for token in tokens:
        base = re.sub(r"(?:[:*/_]?in(?:nen)?|\(in\)|/-?in|s)$", "", token) if len(token) > 6 else token
        if token in word_list("title") or base in word_list("title") or _TITLE_ENDINGS.search(token):
            return 2
    return 1 if tokens and _WEAK_ENDINGS.search(tokens[-1]) else 0


@functools.lru_cache(maxsize=4096)
def employer_words(text: str) -> int:
    """How strongly a text reads like an organisation: 0 not at all, 2 by a word, 3 by its legal form."""
    folded = fold(text)
    if _LEGAL.search(folded) and re.search(r"[A-Z]", text):
        return 3
    tokens = [*words(text), *(token.strip(".,:;()") for token in folded.split() if "-" in token)]
    listed = word_list("organisation")
    return 2 if any(token in listed or token.endswith(_ORGANISATION_ENDINGS) for token in tokens) else 0


def is_own_business(text: str) -> bool:
    """Whether a part says that somebody worked for themselves."""
    return fold(text).strip(" .()") in word_list("own_business")


def reads_as_title(text: str) -> bool | None:
    """Title (True), employer (False), or no telling (None). The noun that a phrase ends or begins with decides."""
    if is_own_business(text):
        return False
    text = re.sub(r"\s*\([^)]*\)", "", text).strip() or text
    title, employer = title_words(text), employer_words(text)
    if employer == 3 and not (title == 2 and fold(text).split()[-1].strip(".,)") in word_list("title")):
        return False
    if title == 2 and employer == 2:
        tokens = words(text)
        last_is_title = bool(title_words(tokens[-1]) == 2)
        first_is_title = bool(title_words(tokens[0]) == 2)
        first_is_employer, last_is_employer = employer_words(tokens[0]) == 2, employer_words(tokens[-1]) == 2
        if last_is_title or (first_is_title and not last_is_employer):
            return True
        if first_is_employer or last_is_employer:
            return first_is_title and not _name_like_compound(tokens)
        return True
    if title == 2:
        return True
    if employer:
        return False
    return True if title == 1 else None


def _name_like_compound(tokens: tuple[str, ...]) -> bool:
    """ "Captain's Bar": the noun comes last, as in names; "Director of Services": it comes first."""
    return not any(
        token in {"of", "de", "des", "du", "di", "der", "fur", "for", "in", "da", "do", "del", "en", "van"}
        for token in tokens
    )
