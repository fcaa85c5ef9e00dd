"""Orders that requirements are compared by: levels of education, and of a language. Pure functions."""

import re
from functools import cache
from typing import Final

from shared.resumes.fields.data import table
from shared.resumes.fields.text import fold, key

# From the lowest. A degree's level is that of the first row it matches, from the highest down.
EDUCATION: Final[tuple[tuple[str, str], ...]] = (
    (
        "secondary school",
        r"high[- ]school|secondary (?:school|education)|a[- ]levels?|gcse|ged\b|abitur|matura"
        r"|baccalaureat\b|bachillerato|diploma di maturita"
        r"|ensino medio|hauptschul\w*|realschul\w*|mittlere reife|havo|vwo",
    ),
    (
        "vocational training",
        r"vocational|(?<!school )(?<!secondary )\bdiploma\b(?! di maturita)"
        r"|apprenticeship|berufsausbildung|ausbildung|lehre\b|associate(?:'s)? degree|associate"
        r" of|\bbts\b|\bdut\b|\bcap\b|\bbep\b"
        r"|bac ?\+ ?2|ciclo formativo|formacion profesional|\bhnd\b|\bhnc\b|\bnvq\b|\bmbo\b|foundation degree|trade"
        r" certificate|kaufmann|kauffrau|geselle",
    ),
    (
        "bachelor",
        r"bachelor\w*|\bb\.? ?sc?\b|\bb\.? ?a\b|\bb\.? ?eng\b|\bb\.? ?tech\b|\bb\.? ?com\b|\bbba\b"
        r"|\bbca\b|\bbfa\b|\bbsn\b|\bll\.? ?b\b|\bbachillerato universitario"
        r"|bac ?\+ ?[34]|licence (?:en|de|pro)|licenciatura|licenciad[oa]|laurea triennale|grado en|undergraduate"
        r" degree"
        r"|hbo\b|graduacao|bacharel\w*|diplome universitaire",
    ),
    (
        "master",
        r"master\w*|\bm\.? ?sc?\b|\bm\.? ?a\b|\bm\.? ?eng\b|\bm\.? ?tech\b|\be?mba\b|\bmphil\b|\bll\.?"
        r" ?m\b|\bmph\b|\bmsw\b|\bmca\b|\bmfa\b"
        r"|diplom\b|diplom-\w+|magister|laurea magistrale|maestria|mestrado|diplome d'ingenieur|ingenieur"
        r" diplome|postgraduate degree"
        r"|staatsexamen|\bdea\b|\bdess\b|bac ?\+ ?5|\bmd\b|juris doctor|\bj\.? ?d\b",
    ),
    (
        "doctorate",
        r"ph\.? ?d\b|doctor(?:ate|al)?\b|dphil|promotion\b|promoviert|doktor\w*|doctorat|doctorado|doutorado|dottorato",
    ),
)  # fmt: skip
# Trades and roles that bear the name of a degree.
_NO_DEGREE = re.compile(
    r"\b(?:scrum|web|head|station|toast|quarter)[ -]?master\b"
    r"|\bmaster (?:plumber|electrician|craftsman|builder|chef|baker|mechanic"
    r"|carpenter|technician|mason|class|data)\b"
)
# A degree of whatever kind: at least a bachelor's.
_ANY_DEGREE = re.compile(
    r"\bdegree\b|\buniversity\b|\blaurea\b|hochschulabschluss|\b(?:hochschul)?studium\b|titulo universitario"
)
VOCATIONAL: Final = 2
_BACHELOR: Final = 3
# Training for a trade, where it is told among positions.
TRAINED = re.compile(
    r"\bausbildung (?:zu[mr]?|als)\b|\bgelernte[rn]?\b|\blehre (?:zu[mr]?|als)\b|\bapprentice(?:ship)?\b"
    r"|\bformation professionnelle\b|\bformacion profesional\b|\bopleiding tot\b"
)
_LEVELS: Final = tuple((number, re.compile(words)) for number, (_, words) in enumerate(EDUCATION, start=1))

# CEFR and the words for it, from the lowest.
_LANGUAGE: Final = tuple(
    (number, re.compile(words))
    for number, words in (
        (6, r"\bc2\b|native|mother tongue|muttersprach\w*|langue maternelle|lengua materna|nativ[oa]|madrelingua"
            r"|bilingu\w*|moedertaal"),
        (5, r"\bc1\b|fluent|flie(?:ss|s)end|verhandlungssicher|courant|fluid[oa]|fluente|vloeiend"
            r"|full professional|business fluent|excellent"
            r"|proficient|near[- ]native"),
        (4, r"\bb2\b|upper[- ]intermediate|professional working|very good|sehr gut\w*|good command|avanc\w+"
            r"|avanzado|advanced|good|gut\w*"
            r"|bon(?:ne)? (?:niveau|maitrise|connaissance)|buon[ao]? (?:livello|conoscenza)|buen nivel|bom nivel"
            r"|goed\w*"),
        (3, r"\bb1\b|intermediate|mittel|conversational|intermedi\w+|working knowledge|limited working"),
        (2, r"\ba2\b|elementary|basic|grundkenntnisse|basico|notions|base\b|basis"),
        (1, r"\ba1\b|beginner|anfanger|debutant|principiante"),
    )
)  # fmt: skip


def education_levels(text: str) -> set[int]:
    """The levels of education that a text names, 1 to 5."""
    folded = _NO_DEGREE.sub(" ", fold(text))
    found = {number for number, words in _LEVELS if words.search(folded)}
    return found or ({_BACHELOR} if _ANY_DEGREE.search(folded) else set[int]())


def language_level(text: str | None) -> int | None:
    """The level in a language that a text names, 1 (A1) to 6 (C2 or native); the highest it names."""
    folded = fold(text or "")
    return next((number for number, words in _LANGUAGE if words.search(folded)), None)


def language_code(name: str) -> str | None:
    """The code of a spoken language, by its name in any of the languages that the list knows."""
    return _codes().get(key(name))


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in table("languages"):
        for name in names.split("|"):
            found.setdefault(key(name), code)
    return found
