"""The usual words of remarks, in English, German, French and Spanish: patterns of plain text in small letters."""

import re
from typing import Final

_AT: Final = (  # where a clause begins
    r"(?:(?<![^\n])|(?<=[.!?,;:] )|(?<=[-–—] )"
    r"|\b(?:sorry|please|ok|okay|well|um|uh|yes|just|bitte|pardon|perdón) )"
)
_ENDS: Final = r"(?=\W*(?:$|\n|[.!?,;:]))"
_SHORTLY: Final = r"\W*$|[.,!…]| (?:please|a|one|i|let me|for me|sorry)\b"
_ALONE: Final = r"(?<![^\n])\W*(?:{})\W*$"
_FAMILY: Final = (
    r"(?:mother|father|mum|mom|dad|parents?|wife|husband|partner|son|daughter|child|baby|brother|sister|friend|"
    r"grand\w+|uncle|aunt|mutter|vater|mann|frau|kind|sohn|tochter|bruder|schwester|oma|opa|freund\w*|mère|père|mari|"
    r"femme|fils|fille|frère|sœur|ami\w*|madre|padre|marido|mujer|hij[oa]|herman[oa]|abuel[oa]|amig[oa])"
    r"(?! (?:process|node|thread|class|task|company|board))"
)


_PLEASE: Final = (  # what makes a wish or a request of a verb: "I would end the call" is an answer
    r"(?:(?<![^\n])|\bplease |\blet's |\blet us |\b(?:can|could|may|shall) (?:i|we) |"
    r"\b(?:i|we)(?:'d| would| really| just| do)* (?:want|wanna|like|need|wish|prefer)(?: to)? |\bi have to )"
    r"(?:please |just |now )?"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# Whoever says these needs somebody, however much else they say.
IN_DANGER: Final = _any(
    r"\bi (?:really |just )?(?:do not|don't|no longer) want to (?:live|be alive)\b(?! (?:in|with|there|here|off|on)\b)",
    r"\bi (?:want|am going|am planning|plan) to (?:kill myself|end my life|die)\b(?! (?:of|laughing))",
    r"\bi(?: am|'m) suicidal\b",
    r"\bwill (?:ich )?nicht mehr leben\b|\bich will mich umbringen\b|\bich bringe mich um\b",
    r"\b(?:ne )?veux plus vivre\b|\bje vais me (?:suicider|tuer)\b",
    r"\bno quiero (?:seguir )?vivi(?:r|endo)\b|\bvoy a suicidarme\b|\bquiero quitarme la vida\b",
)

DISTRESS: Final = _any(
    r"\b(?:panic|anxiety) attack\b|\bnervous breakdown\b",
    rf"\bmy (?:\w+ )?{_FAMILY}\b[^.!?\n]{{0,20}}"
    r"\b(?:died|passed away|is dying|is dead|was killed|had an accident)\b",
    r"\bi(?:'m| am) (?:\w+ ){0,2}(?:crying|in tears|unwell|ill|sick|in pain|dizzy|overwhelmed|having a breakdown|"
    r"in (?:the )?hospital|not (?:\w+ )?(?:well|okay|ok|fine))\b(?! (?:of|about|with)\b)",
    r"\bi (?:do not|don't) feel (?:\w+ )?(?:well|good|okay|ok)\b",
    r"\bi feel (?:\w+ ){0,2}(?:sick|ill|unwell|dizzy|terrible|awful|faint)\b",
    r"\b(?:i have|i've got|i was diagnosed with|undergoing|started|my) (?:\w+ )?(?:cancer|chemotherapy|chemo)\b",
    r"\bpanikattacke\b|\bmir (?:ist|geht es) (?:\w+ )?(?:schlecht|nicht gut|übel|schwindelig)\b|\bich weine\b",
    rf"\b{_FAMILY}\b[^.!?\n]{{0,20}}\bgestorben\b",
    r"\bcrise (?:de panique|d'angoisse)\b|\bje (?:me sens mal|pleure|ne me sens pas bien)\b",
    rf"\b{_FAMILY}\b[^.!?\n]{{0,20}}\b(?:est morte?|est décédée?)\b",
    r"\bataque de (?:pánico|ansiedad)\b|\bme (?:siento|encuentro) mal\b|\bestoy llorando\b",
    rf"\b{_FAMILY}\b[^.!?\n]{{0,20}}\b(?:murió|ha muerto|falleció|ha fallecido)\b",
)

STOP: Final = _any(
    rf"{_PLEASE}(?:"
    r"(?:stop|end|finish|quit|abort|cancel|leave|terminate|break off) (?:with )?"
    rf"(?:the|this|our|my) (?:interview|conversation|chat|call)\b(?: (?:here|now|please))*{_ENDS}"
    rf"|(?:stop|end|quit|leave|go)(?: (?:it|this|here|now|today|please))*{_ENDS}"
    r"|(?:talk|speak|be connected|be transferred) (?:to|with) (?:an?|some) (?:(?:\w+ )?human|real person)\b)",
    r"\bi (?:really |just )?(?:do not|don't) (?:want|wish) to (?:go on|continue|carry on|do this|be interviewed)"
    rf"(?: (?:any ?more|with (?:it|this)))*{_ENDS}",
    r"\b(?:can|could|may) i (?:please )?(?:talk|speak) (?:to|with) (?:an?|some) (?:\w+ )?person\b",
    _ALONE.format(r"(?:stop|quit|end|exit|abort|cancel)(?: (?:it|now|please))*"),
    r"\b(?:möchte|will|würde|kann ich|können wir)"
    r"(?: (?:ich|gern\w*|das|dieses|hier|jetzt|bitte|gespräch|interview))*"
    rf" (?:abbrechen|aufhören|beenden){_ENDS}",
    r"\bmit einem (?:\w+ )?menschen (?:sprechen|reden)\b",
    _ALONE.format("abbrechen|arrêtez|parar"),
    r"\b(?:veux|voudrais|souhaite|peut-on|pouvons-nous) (?:arrêter|terminer)"
    rf"(?: (?:l'entretien|cet entretien|ici|là|maintenant))*{_ENDS}",
    r"\bparler (?:à|avec) (?:un|une) (?:humain|personne)\b",
    r"\b(?:quiero|quisiera|me gustaría|podemos) (?:parar|terminar|dejarlo)"
    rf"(?: (?:la entrevista|esta entrevista|aquí|ahora|ya))*{_ENDS}",
    r"\bhablar con (?:una persona|un humano)\b",
)

PAUSE: Final = _any(
    rf"{_AT}(?:"
    rf"(?:one|a|just a|give me (?:a|one)|wait a) (?:quick |short )?(?:moment|minute|min|second|sec){_ENDS}"
    rf"|(?:hold on|hang on|wait)(?={_SHORTLY})|(?:be right back|brb|let me think)\b"
    r"|(?:einen|kleinen|kurzen|eine|noch eine) (?:kleinen |kurzen |kurze )?"
    r"(?:moment|augenblick|sekunde|minute|pause)\b"
    r"|(?:un|une) (?:petite? )?(?:moment|instant|minute|seconde|pause)\b"
    r"|(?:un|una) (?:momento|minuto|segundo|pausa|momentito)\b)",
    r"\bgive me (?:a|one|some|a bit of|a little|another) (?:\w+ )?(?:moment|minute|second|time)\b",
    r"\bone (?:moment|minute|second|sec)\b,? (?:please|the|my|i|someone|somebody)\b",
    r"\b(?:need|want|like|have|take) (?:to (?:take|have) )?a (?:\w+ )?(?:break|pause)\b",
    r"\bi need (?:a|some) (?:moment|time)\b",
    r"\bbrauche (?:kurz )?eine (?:\w+ )?pause\b",
    r"\bbesoin d'une (?:\w+ )?pause\b",
    r"\bnecesito (?:un|una) (?:momento|pausa)\b",
)

SKIP: Final = _any(
    rf"{_PLEASE}(?:skip|pass on) (?:this|that|it|the)(?: one| question| topic)?(?: please)?{_ENDS}",
    _ALONE.format(r"(?:i'll |i will |i |i'd like to )?(?:skip|pass)\b(?: (?:please|here|now|thanks))*"),
    rf"\b(?:the )?next (?:question|topic){_ENDS}|\b(?:next (?:question|topic|one)),? please\b",
    r"\bi(?:'d| would)? (?:rather|prefer) not(?: to)? (?:answer|say|talk|speak|discuss|share)\b[^.!?\n]{0,25}",
    r"\bi (?:really |just )?(?:do not|don't) (?:want|wish) to (?:answer|talk|speak|discuss|say)\b[^.!?\n]{0,25}",
    r"\b(?:let's|let us|can we|could we|please) (?:please )?move on\b|\bno comment\b",
    r"\bi(?:'ve| have| just)* already (?:told you|(?:said|answered|explained|mentioned|covered|described) "
    r"(?:that|this|it|so|the question))\b(?: (?:that|this|it|before|above|twice))*",
    r"\bi(?:'ve| have)? told you (?:that|this|it|so|already|twice)\b(?: (?:already|before|twice))*",
    r"\bas i (?:already )?(?:said|mentioned|told you|explained)\b(?: (?:before|above|earlier|already))*",
    r"\b(?:see|same as) (?:above|before|(?:in )?my (?:last|previous|earlier) answer)\b",
    r"\b(?:frage )?überspringen\b|\bnächste frage\b|\bweiter bitte\b|\bkeine angabe\b",
    r"\bmöchte (?:ich )?(?:dazu |darauf )?(?:nichts?|lieber nicht\w*) (?:sagen|antworten|beantworten)\b",
    r"\bhabe ich (?:schon|bereits|doch) (?:\w+ )?(?:gesagt|beantwortet|erzählt)\b",
    r"\b(?:passer|sauter) (?:cette|la) question\b|\bquestion suivante\b|\bj'ai déjà (?:dit|répondu)\b",
    r"\bpréfère ne pas (?:y )?(?:répondre|dire)\b",
    r"\b(?:saltar|omitir|pasar)(?:nos)? (?:de )?(?:esta|la) pregunta\b|\bsiguiente pregunta\b",
    r"\bprefiero no (?:responder|contestar|decir)\w*\b|\bya (?:lo )?(?:dije|he dicho|respondí)\b",
)

NOT_KNOWN: Final = _any(
    r"\bi (?:really |honestly |just |simply )*(?:do not|don't|dont|didn't) (?:really )?(?:know|remember|recall)\b",
    r"\b(?:idk|dunno|no clue|not a clue|no idea|not (?:really |so |quite )?sure|nothing comes to mind)\b",
    r"\b(?:can't|cannot|can not|couldn't) (?:really )?(?:think of|remember|recall|say)\b"
    r"(?: (?:any|an|anything|that|it|one))*",
    r"\b(?:have|had|got) no (?:experience|example|idea|clue|answer|opinion)s?\b",
    r"\b(?:don't|do not) have (?:an?|any|much) (?:experience|example|idea|clue|answer|opinion)s?\b",
    r"\bnever (?:done|had|did|heard of|used|tried|worked (?:on|with)|seen) (?:that|this|it|such|anything|any|one)\b",
    _ALONE.format("no|none|nope|nah|nothing|never|neither|n/?a|not (?:yet|really|applicable)|nein|non|nada"),
    r"\b(?:weiß|weiss) (?:ich )?(?:es )?(?:\w+ )?nicht\b|\bkeine ahnung\b|\bfällt mir (?:\w+ )?nichts ein\b",
    r"\bje (?:ne )?sais pas\b|\baucune idée\b",
    r"\bno (?:lo )?sé\b|\bni idea\b|\bno tengo (?:ni )?idea\b",
)

EXPLAIN: Final = _any(
    r"\bwhat (?:exactly )?(?:do|did) you mean\b[^.!?\n]{0,30}|\bwhat does that mean\b",
    r"\bsay that again\b|\bcome again\b",
    r"\b(?:could|can|would) you (?:please )?(?:explain|clarify|repeat|rephrase|elaborate|say)\b[^.!?\n]{0,40}",
    r"\b(?:don't|do not|didn't|did not) (?:quite |really )?(?:understand|get) "
    r"(?:the |your |this |that )?(?:question|it)\b",
    r"\bwas meinen sie\b|\bkönnen sie (?:das|die frage|es)\b[^.!?\n]{0,20}\b(?:wiederholen|erklären)\b",
    r"\bwie bitte\b|\bdie frage nicht\b|\bnicht verstanden\b",
    r"\bque voulez-vous dire\b|\bpou(?:vez|rriez)-vous (?:répéter|préciser|expliquer|reformuler)\b",
    r"\bcomprends pas\b",
    r"\bqué quiere decir\b|\b(?:puede|podría) (?:repetir|explicar|aclarar)\b|\bno entiendo\b",
)

AGREEMENT: Final = re.compile(
    _ALONE.format(
        r"(?:yes|yeah|yep|sure|ja|oui|sí|si)\b"
        r"(?:,? (?:please|bitte|por favor|i do|i have|there is|one (?:more )?(?:thing|question)|a question|something))*"
    )
)

# That what is asked for never was, at the beginning of a text.
DENIAL: Final = _any(
    r"^\W*(?:no, )?(?:i|we) ?(?:'ve |have |had )?(?:never|not yet)\b",
    r"^\W*(?:no, )?(?:i|we) (?:haven't|have not|hadn't)\b",
    r"^\W*(?:no, )?there (?:was|were|is|are|has been|have been) (?:no|none|never|not)\b",
    r"^\W*(?:no, )?there (?:has|have|had|hasn't|haven't) (?:never |not )?been (?:one|any|anything|such)\b",
    r"^\W*(?:ich|wir) (?:habe|haben) (?:noch )?nie\b|^\W*je n'ai jamais\b|^\W*nunca\b",
)
# What makes more than a denial of a text.
AND_MORE: Final = re.compile(
    r"\b(?:but|however|although|though|instead|because|so|since|until|when|while|which|without|yet|aber|sondern|weil|"
    r"mais|parce|pero|porque|sino)\b|[.!?\n;:] *\S"
)
COURTESY: Final = re.compile(
    r"\b(?:sorry|please|thanks|thank you|well|um|uh|ok|okay|honestly|actually|really|hello|hi|bitte|danke|merci|"
    r"gracias|i am afraid|i'm afraid|i think|i guess)\b"
)
