"""Labels of forms: "Employer: …", "Dates …" in a column of their own. What stands behind them is what counts."""

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from shared.resumes.fields.data import word_list
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import fold

_LABELS: Final = (
    (
        "employer",
        r"(?:name and address of )?(?:the )?employer|company(?: name)?|organi[sz]ation|arbeitgeber|firma|unternehmen|"
        r"employeur|entreprise|empresa|azienda|datore di lavoro|werkgever|bedrijf|name of employer|institution|"
        r"name and type of organisation(?: providing education and training)?|school|university|schule|ecole",
    ),
    (
        "title",
        r"positions?(?: held)?|job title|title(?: of qualification(?: awarded)?)?|role|"
        r"occupation(?: or position held)?|designation|tatigkeit|funktion|poste(?: occupe)?|fonction|puesto|cargo|"
        r"funcao|posizione|ruolo|mansione|functie|job|qualification|degree|abschluss|diplome|titulo|titolo",
    ),
    ("location", r"location|place|ort|lieu|lugar|luogo|plaats|city"),
    (
        "dates",
        r"dates?(?: \(from[^)]*\))?|period|duration|zeitraum|periode|fechas?|periodo|data|from|years?|dates attended",
    ),
    (
        "body",
        r"(?:main |key )?(?:activities|responsibilities|duties)(?: and responsibilities| included)?|description|"
        r"aufgaben|missions|funciones|tareas|tarefas|atividades|mansioni|taken|(?:key )?achievements|job description",
    ),
)
_LABEL = re.compile("|".join(rf"(?P<{name}>^(?:{pattern})\s*(?::|\t)\s*)" for name, pattern in _LABELS))


def is_label(text: str) -> bool:
    """Whether a text names what stands beside it."""
    bare = fold(text).strip(" .:")
    return bare.replace(" ", "_") in word_list("label") or _LABEL.match(f"{bare}:") is not None


def unlabelled(rows: Sequence[Row]) -> list[Row]:
    """The rows without such labels; a row that is only a label says nothing."""
    kept: list[Row] = []
    for row in rows:
        found = _LABEL.match(fold(row.text) if "\t" in row.text or ":" in row.text else "")
        text = row.text[found.end() :] if found else row.text
        kept.append(dataclasses.replace(row, text=text) if found else row)
    return [row for row in kept if row.text.strip()]
