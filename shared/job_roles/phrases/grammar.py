"""Questions by their grammar: each language's ways to ask, times the words for what is asked about (`topics.py`)."""

from collections.abc import Mapping
from typing import Final, Literal

from shared.job_roles.phrases.common import ARE, ARE_ES, ARE_FR, END, HAVE_ES, HAVE_FR, YOURS_DE, YOURS_ES, YOURS_FR

type Language = Literal["en", "de", "fr", "es"]
# What something is called ("your <topic>", "which <topic> do you have"), what somebody is ("are you <topic>"), has or
# takes, means to do ("do you plan to <topic>"), how they live, where they go, what they keep or wear.
type Form = Literal["name", "state", "thing", "plan", "live", "attend", "keep"]

# What may stand between verb and object: nothing that makes it somebody else's ("with couples who marry").
_WITHIN: Final = r"(?: (?!with\b|for\b|who\b|that\b|how\b)\w+){0,3}?"
_WITHIN_DE: Final = r"(?:(?!, (?:die|der|das|wenn|weil|deren|ob)\b| (?:mit|bei|fur|wie) )[^.?!]){0,45}?"
_WITHIN_FR: Final = r"(?: (?!avec\b|pour\b|qui\b|chez\b)[\w']+){0,3}?"
_WITHIN_ES: Final = r"(?: usted)?(?: (?!con\b|para\b|que\b)\w+){0,2}?"
_SOON: Final = r"(?: (?:currently|ever|also|a|an|the|at all|been|really|still|possibly))*"
_SOON_FR: Final = r"(?: (?:tres|plutot|bien|peut-etre|aussi|toujours|souvent|vous-meme|gravement))*"
_OFTEN_DE: Final = (
    r"(?:,? (?:schon|jemals|bereits|derzeit|aktuell|momentan|regelmassig|haufig|oft|irgendwelche|manchmal|mal|noch"
    r"|eine[nr]?|ein|viele|starke|zurzeit|gerade|in den letzten (?:\w+ )?jahren))*"
)
_YOU_EN: Final = rf"\b(?:do|did|will|would|could|are|have) you\b{_WITHIN}"
# After what is attended or kept: no noun, which would make it work ("church events").
_THEN_EN: Final = (
    rf"(?:{END}|(?= (?:on|at|in|every|each|or|and|regularly|often|during|holidays?|services?"
    rf"|with your)\b))"
)
_PLAN_DE: Final = r"\b(?:mochten|wollen|planen|haben|denken|beabsichtigen|gedenken|werden|wurden|wunschen|hoffen)"


def _vous(verbs: str) -> str:
    return rf"\b(?:(?:{verbs})[- ]vous|vous (?:{verbs}))\b"


FORMS: Final[dict[Language, dict[Form, tuple[str, ...]]]] = {
    "en": {
        "name": (
            r"\byour (?:own |current |preferred |exact )*(?:<topic>)\b",
            r"\b(?:what|which)(?: \w+)? (?:<topic>) (?:do|did|are|were|have|would) you\b",
        ),
        "state": (
            rf"{ARE}{_SOON} (?:<topic>)\b",
            r"\b(?:describe|consider|see|regard|call|identify) yourself (?:as )?(?:an? )?(?:\w+ly )?(?:<topic>)\b",
        ),
        "thing": (
            rf"{_YOU_EN} (?:have|had|having|take|taking|taken|undergo\w*|get|getting|need|expect\w*|use|on)"
            r"(?: (?:an?|any|some|the|your|regular|more))* (?:<topic>)\b",
        ),
        "plan": (rf"{_YOU_EN} (?:<topic>)\b",),
        "live": (rf"{_YOU_EN} (?:live|living) (?:<topic>)\b",),
        "attend": (
            rf"{_YOU_EN} (?:go(?:es|ing)? to|attend(?:ing)?|visit) (?:a |any |the "
            rf"|your )?(?:<topic>)s?{_THEN_EN}",
        ),
        "keep": (rf"{_YOU_EN} (?:celebrat|observ|keep|wear)(?:e|ing)? (?:a |any |the |your )?(?:<topic>){_THEN_EN}",),
    },
    "de": {
        "name": (
            rf"{YOURS_DE}(?: \w+e[nrms]?)? (?:<topic>)\b",
            r"\bwelche[rnsm]? (?:\w+ )?(?:<topic>) (?:haben|hatten|besitzen|hast|gehoren) (?:sie|du)\b",
        ),
        "state": (
            rf"\b(?:sind|waren|bist|warst) (?:sie|du)\b(?:,? \w+){{0,7}}? (?:<topic>){END}",
            r"\bwie (?:<topic>) (?:sind|waren|fuhlen|bist) (?:sie|du)\b",
        ),
        "thing": (rf"\b(?:haben|hatten|hast|hattest) (?:sie|du){_OFTEN_DE} (?:<topic>)(?:{END}| gehabt\b| oder\b)",),
        "plan": (rf"{_PLAN_DE} (?:sie|du)\b{_WITHIN_DE}\b(?:<topic>)\b",),
        "live": (r"\b(?:leben|lebst|wohnen|wohnst) (?:sie|du)(?: \w+){0,2} (?:<topic>)\b",),
        "attend": (r"\b(?:gehen|gehst|besuchen|besuchst) (?:sie|du)(?: \w+){0,3} (?:<topic>)\b",),
        "keep": (
            r"\b(?:feiern|halten|begehen|befolgen|tragen|tragst|feierst) (?:sie|du)"
            r"(?: (?:ein|eine|einen|den|das|die|am|im|zu|auch|noch))* (?:<topic>)\b",
        ),
    },
    "fr": {
        "name": (
            rf"{YOURS_FR} (?:<topic>)\b",
            r"\bquel(?:le|s|les)? (?:<topic>) (?:avez|as|aviez|etes)[- ](?:vous|tu)\b",
            r"\b(?:vous avez|tu as|vous etes de) quel(?:le|s|les)? (?:<topic>)\b",
        ),
        "state": (rf"{ARE_FR}{_SOON_FR} (?:<topic>)\b",),
        "thing": (rf"{HAVE_FR}(?: d'autres| eu| subi| connu| encore)* (?:des |une? |de |d')?(?:<topic>)\b",),
        "plan": (
            rf"{_vous('envisagez|prevoyez|souhaitez|voulez|comptez|pensez|esperez|planifiez|allez')}{_WITHIN_FR}"
            r" (?:<topic>)\b",
        ),
        "live": (rf"{_vous('vivez|habitez')}(?: \w+ment)? (?:<topic>)\b",),
        "attend": (rf"{_vous('allez|frequentez')}(?: \w+)? (?:a la |a l'|au |une? |la |l'|le )(?:<topic>)\b",),
        "keep": (
            rf"{_vous('pratiquez|celebrez|observez|faites|respectez|portez')}(?: (?:la|le|un|une"
            rf"|votre))? (?:<topic>)\b",
        ),
    },
    "es": {
        "name": (rf"{YOURS_ES} (?:<topic>)\b", r"\bque (?:<topic>) (?:tienes?|profesas?|posee)\b"),
        "state": (rf"{ARE_ES}(?: \w+mente)? (?:<topic>){END}",),
        "thing": (
            rf"(?:{HAVE_ES}|\b(?:has? tenido|sufres?|padeces?|tomas?)(?: usted)?(?: de)?(?: alguna?| algun| una?)?)"
            rf" (?:<topic>){END}",
        ),
        "plan": (rf"\b(?:piensas?|planeas?|quieres?|deseas?|esperas?|vas?)\b{_WITHIN_ES} (?:<topic>)\b",),
        "live": (r"\b(?:vives?|convives?)(?: usted)? (?:<topic>)\b",),
        "attend": (
            r"\b(?:vas?|asistes?|acudes?)(?: usted)?(?: (?:los )?\w+)? a (?:la |una |el "
            r"|alguna )?(?:<topic>)\b",
        ),
        "keep": (
            r"\b(?:practicas?|observas?|celebras?|haces?|usas?|llevas?|guardas?)(?: usted)?"
            r"(?: (?:el|la|un|una|alguna))? (?:<topic>)\b",
        ),
    },
}


def phrases(topics: Mapping[Language, Mapping[Form, str]]) -> tuple[str, ...]:
    """Every way to ask about a topic: `topics` holds its words, by language and by the form that they fit."""
    return tuple(
        form.replace("<topic>", words)
        for language, forms in topics.items()
        for name, words in forms.items()
        for form in FORMS[language][name]
    )
