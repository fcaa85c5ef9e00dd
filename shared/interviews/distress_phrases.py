"""How people say that they are unwell or in need, in English, German, French and Spanish, in small letters."""

from typing import Final

from shared.interviews.phrases import phrases

# What may follow how somebody is; "I'm not well versed in Rust" is no complaint.
_IS_SO: Final = (
    r"(?=\W*(?:$|\n|[.!?,;:])| (?:right|now|today|tonight|and|but|because|since|so|this|i|again|here|too|really|all|"
    r"at (?:the moment|all)|gerade|heute|seit|aujourd'hui|depuis|hoy|ahora|desde)\b(?! tired))"
)
_FAMILY: Final = (
    r"(?:mother|father|mum|mom|dad|dog|cat|parents?|wife|husband|partner|son|daughter|child|baby|brother|sister|friend|"
    r"grand\w+|uncle|aunt|mutter|vater|mann|frau|kind|sohn|tochter|bruder|schwester|oma|opa|freund\w*|mère|père|mari|"
    r"femme|fils|fille|frère|sœur|ami\w*|madre|padre|marido|mujer|hij[oa]|herman[oa]|abuel[oa]|amig[oa])"
    r"(?= (?:\w+ly |just )?(?:has|had|is|was|died|passed|ist|gestorben|est|vient|ha|murió|falleció)\b)"
)
_WHEN: Final = r"(?! (?:when|while|quand|lorsque|cuando|als|off)\b)"

# Whoever says these needs somebody, however much else they say.
IN_DANGER: Final = phrases(
    "live alive kill end die suicidal leben umbringen um vivre suicider tuer vivir viviendo suicidarme quitarme",
    r"\bi (?:really |just )?(?:do not|don't|no longer) want to (?:live|be alive)\b(?! (?:in|with|there|here|off|on)\b)",
    r"\bi (?:want|am going|am planning|plan) to (?:kill myself|end my life|die)\b(?! (?:of|laughing))",
    r"\bi(?: am|'m) suicidal\b",
    r"\bwill (?:ich )?nicht mehr leben\b|\bich will mich umbringen\b|\bich bringe mich um\b",
    r"\b(?:ne )?veux plus vivre\b|\bje vais me (?:suicider|tuer)\b",
    r"\bno quiero (?:seguir )?vivi(?:r|endo)\b|\bvoy a suicidarme\b|\bquiero quitarme la vida\b",
)

DISTRESS: Final = phrases(
    "attack breakdown crying tears panicking unwell ill sick pain dizzy overwhelmed hospital well okay ok fine "
    "good terrible awful faint cancer chemotherapy chemo fever migraine panikattacke weine schlecht gut wohl übel "
    "schwindelig krank crise mal pleure bien malade ataque llorando enfermo enferma",
    r"(?:(?<![^\n])[^\w\n]*|\b(?:i|i'm|am|i've|i'd|having|another) (?:\w+ ){0,4})"
    rf"(?:(?:panic|anxiety) attack|nervous breakdown){_IS_SO}",
    r"\bi(?:'m| am) (?:\w+ ){0,2}(?:crying|in tears|panicking|unwell|ill|sick|in pain|dizzy|overwhelmed|"
    rf"having a breakdown|in (?:the )?hospital|not (?:\w+ )?(?:well|okay|ok|fine)){_IS_SO}",
    rf"\bi (?:do not|don't) feel (?:\w+ )?(?:well|good|okay|ok){_IS_SO}",
    rf"\bi feel (?:\w+ ){{0,2}}(?:sick|ill|unwell|dizzy|terrible|awful|faint){_IS_SO}",
    r"\b(?:i have|i've got|i was diagnosed with|i(?:'m| am) undergoing|i (?:just |have )?started|my) "
    rf"(?:\w+ )?(?:cancer|chemo(?:therapy)?){_IS_SO}",
    rf"\bi(?:'ve| have) (?:got )?(?:a |an )?(?:\w+ )?(?:fever|migraine){_IS_SO}|\bi had chemo(?:therapy)?{_IS_SO}",
    r"\b(?:habe|bekomme)\b[^.!?\n]{0,20}\bpanikattacke\b|\bich weine\b",
    r"\b(?:mir (?:ist|geht es|geht's)|ich fühle mich) (?:\w+ )?"
    rf"(?:schlecht|nicht (?:so )?(?:gut|wohl)|übel|schwindelig){_IS_SO}|\bich bin (?:\w+ )?krank{_IS_SO}",
    r"\bj'ai (?:fait )?une crise d'angoisse\b|\bje (?:fais|suis en) (?:\w+ )?crise (?:de panique|d'angoisse)\b",
    rf"\bje (?:me sens (?:\w+ )?mal|pleure|ne me sens pas (?:\w+ )?bien|ne vais pas (?:\w+ )?bien|suis malade){_IS_SO}",
    r"\b(?:tengo|dando|tuve) un ataque de (?:pánico|ansiedad)\b|\bestoy (?:llorando|enferm[oa])\b",
    rf"\b(?:me (?:siento|encuentro) (?:\w+ )?mal|no me (?:siento|encuentro) (?:\w+ )?bien){_IS_SO}",
)

# What befell somebody near to them.
BEREAVED: Final = phrases(
    "died passed dying dead killed accident hospital gestorben mort morte décédé décédée mourir décéder murió "
    "muerto falleció fallecido",
    rf"\bmy (?:\w+ )?{_FAMILY}\b[^.!?\n]{{0,20}}"
    rf"\b(?:died|passed away|is dying|is dead|was killed|had an accident|is in (?:the )?hospital)\b{_WHEN}",
    rf"\b{_FAMILY}\b[^.!?\n]{{0,20}}\bgestorben\b{_WHEN}",
    rf"\b{_FAMILY}\b[^.!?\n]{{0,20}}\b(?:est morte?|est décédée?|vient de (?:mourir|décéder))\b{_WHEN}",
    rf"\b{_FAMILY}\b[^.!?\n]{{0,20}}\b(?:murió|ha muerto|falleció|ha fallecido)\b{_WHEN}",
)
