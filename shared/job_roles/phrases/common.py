"""What is protected, and the beginnings that phrases about it share, by language.

They are matched against text without case and diacritics. Each phrase speaks of the person who is asked ("your", "are
you"), so that the same words as subject matter ("age of the data", "race condition") are not meant by it.
"""

from typing import Final, Literal

type Characteristic = Literal[
    "age", "family", "health", "religion", "origin", "gender", "politics", "union", "criminal_record", "finances"
]

REASONS: Final[dict[Characteristic, str]] = {
    "age": "it asks for the candidate's age",
    "family": "it asks for family, relationship, pregnancy or children",
    "health": "it asks for health or disability",
    "religion": "it asks for religion or belief",
    "origin": "it asks for origin, ethnicity, nationality, native language or accent",
    "gender": "it asks for gender or sexual orientation",
    "politics": "it asks for political opinions",
    "union": "it asks for membership in a union",
    "criminal_record": "it asks for a criminal record",
    "finances": "it asks for private finances",
}

ARE: Final = (
    r"\b(?:are you|you are|you're|were you|you were|aren't you)(?: \w+ly| now| still| not| or| an?| bit| little)*"
)
HAVE: Final = r"\b(?:do you have|have you got|you have|you've got|did you have|if you have)(?: any| a| an| some| more)*"
ARE_DE: Final = r"\b(?:sind sie|sie sind|bist du|du bist|waren sie)(?: derzeit| noch| schon| eigentlich| ein| eine)*"
YOURS_DE: Final = r"\b(?:ihr|dein)(?:e|em|en|er|es)?"
ARE_FR: Final = r"\b(?:(?:etes|etiez)[- ]vous|vous etes|es[- ]tu|tu es)(?: \w+ment| deja| encore| un| une)*"
HAVE_FR: Final = r"\b(?:avez[- ]vous|vous avez|as[- ]tu|tu as)(?: deja| un| une| des| de jeunes| de)*"
YOURS_FR: Final = r"\b(?:votre|vos|ton|ta|tes)"
ARE_ES: Final = r"\b(?:es|esta|eres|estas)(?: usted| actualmente| un| una)*"
HAVE_ES: Final = r"\b(?:tiene|tienes)(?: usted| algun| alguna| un| una| mas)*"
YOURS_ES: Final = r"\b(?:su|tu|sus|tus)"
YOURS_IT: Final = r"\b(?:suo|sua|suoi|sue|tuo|tua|tuoi|tue)"
YOURS_PT: Final = r"\b(?:seu|sua|seus|suas|teu|tua)"
ARE_NL: Final = r"\b(?:bent u|ben je|ben jij)(?: een| nog| al)*"
HAVE_NL: Final = r"\b(?:heeft u|hebt u|heb je|heb jij)(?: een| al| nog)*"
YOURS_NL: Final = r"\b(?:uw|je|jouw)"
ENDING: Final = r" *(?:[?!.,;]|$)"
END: Final = rf"(?={ENDING})"
