"""Soft skills, which are said of people and not listed among what they can do."""

import functools
import re
from typing import Final

from shared.resumes.fields.text import fold

_SOFT = re.compile(
    r"communicat|teamwork|team[- ]?(?:player|work|fahig|building|spirit|oriented)|leadership|problem[- ]?(?:solv|"
    r"los)|time[- ]?management|adaptab|"
    r"flexib|creativ|kreativ|motivat|motivier|reliab|zuverlassig|punctual|punktlich|puntual|ponctual|empath|"
    r"interpersonal|"
    r"work(?:ing)? (?:well )?under pressure|belastbar|attention to detail|detail[- ]orient|organi[sz](?:ed|ational|"
    r"ation skills)|organisationstalent|"
    r"organisationsfahig|self[- ]?(?:starter|motivated|confiden|disciplin)|critical thinking|decision[- ]?making|"
    r"conflict|negotiation skills|"
    r"presentation skills|people skills|hard[- ]?working|positive attitude|work ethic|multitask|multi-task|"
    r"initiative\b|curios|patien(?:ce|za|cia)\b|"
    r"emotional intelligence|active listening|public speaking|collaborat|kommunikation|verantwortungs|"
    r"selbststandig|eigeninitiative|lernbereit|"
    r"sorgfalt|durchsetzung|einfuhlung|kundenorient|teamgeist|esprit d'equipe|travail (?:en|d')\s?equipe|autonom|"
    r"rigueur|rigoureu|dynami(?:que|sch|c\b)|"
    r"gestion du (?:stress|temps)|sens de|ecoute|adaptation|polyvalen|trabajo en equipo|trabalho em equipa?e?|"
    r"lavoro di (?:gruppo|squadra)|liderazgo|lideranca|"
    r"capacidad de|capacidade de|capacita (?:di|relazion|comunic|organizz)|resolucion de|resolucao de|proactiv|"
    r"proativ|"
    r"proattiv|responsab|comunicac|comunicaz|"
    r"organizac|organizzaz|problem solving|doti |buona dialettica|samenwerk|teamspeler|stressbestendig|"
    r"klantgericht|zelfstandig|nauwkeurig|"
    r"communicatief|flexibel|verantwoordelijk|leergierig|enthusias|engagiert|integrity|accountab|resilien|"
    r"mentoring skills|strong communicator|"
    r"quick learner|fast learner|willing(?:ness)? to learn|customer[- ]?(?:focus|orient)|gewissenhaft|"
    r"analytical (?:skills|thinking|mind)|strategic thinking|"
    r"analytisches denken|pensamiento critico|pensamento critico|pensiero critico|tolerance|fiabilite|ponctualite|"
    r"discretion"
)
_MOST_WORDS: Final = 6


@functools.lru_cache(maxsize=2048)
def is_soft_skill(text: str) -> bool:
    """Whether a listed skill is a soft one."""
    return len(text.split()) <= _MOST_WORDS and _SOFT.search(fold(text)) is not None
