"""Education: institution, degree, field of study and dates."""

import re
from collections.abc import Sequence
from typing import Final

from shared.models.resume import Education
from shared.resumes.fields.entries import Entry, entries_of
from shared.resumes.fields.labels import unlabelled
from shared.resumes.fields.places import place
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import fold, words

_DEGREE = re.compile(
    r"(?<![\w.])(?:"
    r"diploma di (?:maturita|laurea|liceo|istruzione superiore|perito)(?:\s+\w+)?|certificate\s+(?:iii|iv|ii|i|\d)\b|"
    r"dipl\.?\s?-?\s?[\w-]+\s+(?:hf|fh|eth|htl|tu)\b|"
    r"associate(?=\s*(?:[-–—,(:]|$))|titulo (?:profesional|universitario|de)(?:\s+\w+)?|bachelier\w*|perito|"
    r"m(?:sci|chem|phys|math|geol|biol|comp|pharm|mus|nurs)\b|"
    # with the letters of a degree
    r"ph\.?\s?d\.?|d\.?phil\.?|m\.?\s?phil\.?|m\.?b\.?a\.?|e?mba|b\.?\s?sc?\.?(?:\s?\(hons\.?\))?|m\.?\s?sc?\.?|"
    r"b\.?a\.?(?:\s?\(hons\.?\))?|"
    r"m\.?a\.?|b\.?\s?eng\.?(?:\s?\(hons\.?\))?|m\.?\s?eng\.?|b\.?\s?tech\.?|m\.?\s?tech\.?|b\.?\s?e\.|m\.?\s?e\.|"
    r"b\.?\s?com\.?|m\.?\s?com\.?|"
    r"ll\.?\s?b\.?|ll\.?\s?m\.?|b\.?\s?ed\.?|m\.?\s?ed\.?|bba|bca|mca|bfa|mfa|m\.?d\.?|mbbs|mbchb|j\.?d\.?|"
    r"pharm\.?\s?d\.?|bsn|msn|adn|m\.?p\.?h\.?|"
    r"m\.?s\.?w\.?|edd|b\.?arch\.?|m\.?arch\.?|hnd|hnc|nvq(?:\s+level\s+\d)?|btec(?:\s+\w+){0,4}|gcses?|"
    r"a[- ]levels?|ged|pgce|pgdip|bts|dut|but|"
    r"cap|bep|deug|dess|dea|mres|t-levels?|wset\b|city & guilds(?:\s+\w+){0,3}|cfgm|cfgs|eso|pgc|ssc|hsc|"
    r"mbo(?:\s?\d)?|hbo|havo|vwo|vmbo|"
    r"esame di stato|lvl?\s?\d|level\s\d(?:\s+\w+)?|"
    # with a word for a degree
    r"bachelor(?:'?s)?(?:\s+degree)?(?:\s+of\s+(?:science|arts|engineering|laws?|education|commerce|"
    r"business administration|technology|"
    r"fine arts|nursing|architecture|music|medicine|social work|design|computer applications|applied science|"
    r"philosophy))?|"
    r"master(?:'?s)?(?:\s+degree)?(?:\s+of\s+(?:science|arts|engineering|laws?|education|commerce|"
    r"business administration|technology|"
    r"fine arts|nursing|architecture|music|public health|social work|design|public administration|philosophy|"
    r"research))?(?:\s+[12]\b)?|"
    r"doctor(?:ate)?(?:\s+of\s+(?:philosophy|medicine|education|science|pharmacy))?|associate(?:'?s)?(?:\s+degree|"
    r"\s+of\s+\w+|\s+in(?=\s))|"
    r"(?:high school|secondary school|post-?graduate|advanced|national|higher(?: national)?|vocational|"
    r"graduate)\s+(?:diploma|certificate)|"
    r"(?:high school|secondary school)(?:\s+leaving)?(?:\s+certificate)?(?=$|[,;(\t|])|diploma|certificate|"
    r"leaving certificate|"
    r"apprenticeship|"
    r"bachillerato|licenciatura|licenciado|licenciada|grado(?:\s+(?:superior|medio|universitario))?|"
    r"ciclo formativo(?:\s+de grado (?:superior|medio))?|"
    r"ingenieria|maestria|master universitario|doctorado|diplomatura|diplomado|tecnico superior|tecnico|tecnica|"
    r"formacion profesional|"
    r"tecnico de grado medio|mestrado(?: integrado)?|doutoramento|doutorado|bacharelado|bacharel|curso tecnico|"
    r"ensino medio|ensino secundario|"
    r"pos-?graduacao|tecnologo|graduacao|curso profissional|12\.?[ºo] ano|"
    r"laurea(?:\s+(?:magistrale|triennale|specialistica|breve))?|diploma di (?:maturita|laurea|liceo|"
    r"istruzione superiore|perito)(?:\s+\w+)?|"
    r"maturita(?:\s+\w+)?|dottorato(?: di ricerca)?|qualifica professionale|"
    r"licence(?:\s+(?:professionnelle|pro))?|maitrise|doctorat|baccalaureat(?:\s+(?:general|professionnel|"
    r"technologique))?|bac(?:\s?\+\s?\d|\s+pro)?|"
    r"diplome(?:\s+d'(?:etat|ingenieur))?(?:\s+d'infirmi\w+)?|brevet(?:\s+de\s+technicien(?:\s+superieur)?)?|"
    r"cycle ingenieur|master pro|"
    r"abitur|fachabitur|allgemeine hochschulreife|fachhochschulreife|mittlere reife|realschulabschluss|"
    r"hauptschulabschluss|promotion|"
    r"diplom(?:-?\w+)?|magister|staatsexamen|(?:abgeschlossene\s+)?(?:berufs)?ausbildung(?:\s+(?:zum|zur|als))?|"
    r"lehre(?:\s+(?:zum|zur|als))?|meisterbrief|meisterprufung|techniker|gesellenbrief|matura|"
    r"umschulung(?:\s+(?:zum|zur|als))?|studium|examinierte?r?|"
    r"propedeuse|doctoraal|master of \w+|bachelor of \w+|licencjat|magister inzynier|inzynier|liceum|"
    r"kandidat(?:examen)?|civilingenjor"
    r")(?![\w])",
)
_INSTITUTION = re.compile(
    r"universi|istitut|coleg\b|ysgol|college\b|school\b|academy|institut|hochschule|polytech|politec|faculty|"
    r"facult|ecole\b|"
    r"lycee|"
    r"gymnasium|schule\b|escuela|colegio|colegiu|instituto|faculdade|escola\b|liceo|scuola|accademia|academia|"
    r"conservato|opleidingscentrum|"
    r"hogeschool|basisschool|\brocs?\b|akademi|uczelni|politechnik|\bies\b|\biut\b|\bgreta\b|\bafpa\b|\bcfa\b|"
    r"kolleg\b|"
    r"\b(?:mit|eth|epfl|ucla|ucl|lse|hec|essec|insead|iit|iim|nit|tu|fh|ku|unam|usp|upm|upc|uam|ifsi|rwth|kit|lmu|"
    r"fau|htw|haw|ihk|hwk)\b|"
    r"\btafe\b|bootcamp|campus|seminar|berufskolleg|\bcenter\b|\bcentre\b|centro|business school|learning|training"
)
_FIELD_AFTER = re.compile(
    r"^\s*(?:\(hons\.?\)|degree|mention)?\s*(?:[:,–—-]\s*|\bin\b\s+|\bof\b\s+|\ben\b\s+|"
    r"\bem\b\s+|\bim\b\s+|\bfach\b\s+|\bd[eiu]\b\s+|"
    r"\bd'|\bdes?\b\s+|\bder\b\s+|\bals\b\s+|\bzur?m?\b\s+|\bin de\b\s+|\bspecialit[eé]\b\s+|"
    r"\bdegree in\b\s+|\bdella\b\s+)?"
)
_GRADE = re.compile(
    r"\b(?:gpa|grade|note|nota|abschlussnote|cgpa|average|voto|media|score|final mark|durchschnitt|moyenne|"
    r"gemiddelde)\b\s*[:=]?\s*[\d.,/ ]*|"
    r"\b\d[.,]\d{1,2}\s?/\s?\d+(?:[.,]\d+)?\b|\b\d{2,3}/1[01]\d(?:\s+e\s+lode)?\b|\b(?:first|upper second|"
    r"lower second|second)[- ]class(?: honours?)?|"
    r"\b2[:.][12]\b|\bmagna cum laude|summa cum laude|cum laude|with distinction|with honou?rs|distinction|"
    r"\bmerit\b|mention (?:tres )?bien|\d{1,3}\s?%"
)
# In brackets behind a degree: which one it is, and how far it is, and no field of study.
_OF_THE_DEGREE = re.compile(
    r"(?:hons|honours|honors|dr)\b.*|.*\b(?:in progress|ongoing|current(?:ly)?|expected|pending|candidate|completed"
    r"|finished|incomplete|unfinished|abandoned|discontinued|dropped out|laufend|abgebrochen|(?:ohne|mit) abschluss"
    r"|abgeschlossen|en cours|non termine|inacheve|en curso|inacabad[oa]|em curso|in corso|lopend|niet afgerond)\b.*"
)
_STRONG: Final = re.compile(r"\s*(?:\||·|•|●|;|\s[–—]\s|\s-\s)\s*")


def education_of(rows: Sequence[Row], *, month_first: bool) -> list[Education]:
    """The stations of an education in the order of the text."""
    entries = entries_of(unlabelled(rows), month_first=month_first, enough=_enough)
    made = [_made(entry) for entry in entries]
    return [item for item in made if item.institution or item.degree]


def reads_as_degree(text: str) -> bool:
    return _DEGREE.search(fold(text)) is not None


def reads_as_institution(text: str) -> bool:
    return _INSTITUTION.search(fold(text)) is not None


def _of_the_degree(text: str) -> bool:
    return _OF_THE_DEGREE.fullmatch(fold(text)) is not None


def _enough(head: list[list[str]]) -> bool:
    parts = _parts(head)
    return any(map(reads_as_institution, parts)) and any(map(reads_as_degree, parts)) and len(parts) > 1


def _parts(head: list[list[str]]) -> list[str]:
    parts: list[str] = []
    for cells in head:
        for cell in cells:
            for strong in _STRONG.split(cell):
                parts.extend(_at_commas(strong))
    return [part for part in (_without_grade(part) for part in parts) if part]


def _at_commas(piece: str) -> list[str]:
    """At the commas that part degree, institution and place; not at those within a field of study."""
    if at := re.search(r"\s(?:at|from|an der|an dem|bei|chez|presso|aan de)\s(?=\S*[A-ZÀ-Ý])", piece):
        before, after = piece[: at.start()], piece[at.end() :]
        if reads_as_institution(after) and reads_as_degree(before):
            return [*_at_commas(before), *_at_commas(after)]
    bracket = re.fullmatch(r"(.*\S)\s*\(([^)]*)\)\s*", piece)
    if bracket and (place(bracket[2], strict=False) or reads_as_institution(bracket[2])):
        return [*_at_commas(bracket[1]), bracket[2]]
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    joined: list[str] = []
    for part in parts:
        last = len(joined) + 1 >= len(parts) and not any(map(reads_as_institution, parts))
        apart = (
            not joined
            or last
            or reads_as_institution(part) != reads_as_institution(joined[-1])
            or place(part)
            or reads_as_degree(joined[-1])
        )
        if apart and not (joined and place(part) and place(joined[-1], strict=False)):
            joined.append(part)
        else:
            joined[-1] += f", {part}"
    return joined


def _without_grade(part: str) -> str:
    folded = fold(part)
    for found in reversed(list(_GRADE.finditer(folded))):
        part = part[: found.start()] + part[found.end() :]
    return re.sub(r"\(\s*[,;:]?\s*\)", "", part).strip(" ,;:–—-|(") if part.strip(" ,;:–—-|()") else ""


def _made(entry: Entry) -> Education:
    parts = _parts(entry.head)
    institution = next((part for part in parts if reads_as_institution(part) and not _degree_leads(part)), None)
    rest = [part for part in parts if part != institution and (reads_as_degree(part) or not _of_the_degree(part))]
    degree = next((part for part in rest if reads_as_degree(part)), None)
    rest = [part for part in rest if part != degree]
    field: str | None = None
    if degree is not None:
        degree, field = _split_degree(degree)
    candidates = [part for part in rest if not place(part, strict=institution is None)]
    if degree and field and candidates and degree.endswith(field):  # "Bachelor of Health Care", and its field apart
        field = None
    if institution is None and candidates:
        institution = candidates.pop(0) if degree is not None else candidates.pop()
    if degree is None and candidates:
        degree = candidates.pop(0)
    if field is None and candidates and len(words(candidates[0])) <= 7:
        field = candidates.pop(0)
    if institution and degree is None and institution == (parts[0] if parts else None) and entry.body:
        first = entry.body[0].text
        if reads_as_degree(first) and len(words(first)) <= 10:
            degree, field = _split_degree(_without_grade(first))
    dates = entry.dates
    if dates is not None and dates.start and dates.start == dates.end:
        dates = dates.model_copy(update={"start": None})
    return Education(institution=institution, degree=degree or None, field=field, dates=dates)


def _degree_leads(part: str) -> bool:
    """Whether a part that names a school begins with a degree: "Bachelor of Music Academy Studies" does."""
    found = _DEGREE.match(fold(part))
    return found is not None and len(found[0]) > 3 and not re.fullmatch(r"(?:high|secondary) school", found[0])


def _split_degree(text: str) -> tuple[str, str | None]:
    """The degree and the field of study in one phrase: "BSc Computer Science", "Master in Economics"."""
    folded = fold(text)
    found = _DEGREE.search(folded)
    if not found:
        return text, None
    if found.start() > 2:  # "Informatik (B.Sc.)", "Computer Science BSc"
        before = text[: found.start()].strip(" ,(–—-:")
        after = text[found.end() :].strip(" ,)–—-:")
        if not after and before:
            return text[found.start() : found.end()].strip(" ,()"), before
        return text, None
    bracket = re.fullmatch(r"(.*\S)\s*\(([^()]{3,})\)", text)
    if bracket and bracket.start(2) > found.end():
        if _of_the_degree(bracket[2]):
            degree, field = _split_degree(bracket[1])
            return (degree, field) if field and not degree.endswith(field) else (text, field)
        return bracket[1], bracket[2]
    end = found.end()
    if (leading := re.match(r"\s*\(([^()]*)\)", text[end:])) and _of_the_degree(leading[1]):
        end += leading.end()
    degree = text[:end].strip(" ,:").removesuffix("(")
    rest = text[end:]
    if not rest.strip(" ,.:()–—-"):
        return text.strip(), None
    if _names_a_trade(found[0]):
        return text.strip(), None
    if named := re.match(r"\s+of\s+(\S.*)", rest):  # "Bachelor of Health Care" is the name of the degree
        return text.strip(), named[1].strip()
    joint = _FIELD_AFTER.match(fold(rest))
    field = rest[joint.end() if joint else 0 :].strip(" ,:()–—-")
    if rest.strip().startswith("("):
        field = rest.strip().strip("()")
    return (degree, field) if field and len(words(field)) <= 12 else (text.strip(), None)


def _names_a_trade(degree: str) -> bool:
    """Whether what follows belongs to the name of the degree: "Ausbildung zur Pflegefachfrau"."""
    return (
        re.search(
            r"ausbildung|lehre|umschulung|gcse|diplom-|high school|"
            r"secondary school",
            degree,
        )
        is not None
    )
