"""The usual words of remarks, in English, German, French and Spanish: patterns of plain text in small letters."""

import re
from typing import Final

from shared.interviews.phrases import any_of, phrases

_AT: Final = (  # where a clause begins
    r"(?:(?<![^\n])|(?<=[.!?,;:] )|(?<=[-–—] )"
    r"|\b(?:sorry|please|ok|okay|well|um|uh|yes|just|bitte|pardon|perdón) )"
)
_ENDS: Final = r"(?=\W*(?:$|\n|[.!?,;:]))"
# What may follow a call to wait; "un moment difficile" calls nobody.
_CALLS: Final = (
    r",? (?:please|bitte|s'il|svp|por favor|sorry|somebody|someone|alguien|quelqu'un|es klingelt|let me|for me|"
    r"(?:i|ich) (?:need|have to|must|just|muss)|"
    r"(?:the|my|a) (?:\w+ )?(?:door\w*|bell|phone|call|baby|dog|kids?|child|children|mic\w*|headset|connection))\b"
)
_WAITS: Final = rf"(?=\W*$|[.,!…\n]|{_CALLS})"
_ALONE: Final = r"(?<![^\n])[^\w\n]*(?:(?:hm+|u[hm]+|oh|well|sorry)\b\W*)*(?:{})\W*$"
_PERSON: Final = (
    r"(?:(?:\w+ )?human(?: being)?|real person)"
    rf"(?:{_ENDS}| (?:instead|please|now|rather|not|from|of (?:your|the))\b)"
)
_TO_THINK: Final = rf"(?:{_ENDS}|(?= (?:please|now|to think|for (?:this|that|myself))\b))"
# What it is that somebody would rather not speak of.
_ABOUT: Final = (
    r"(?: (?:about|on|to) [^.!?\n]{0,25}| (?:that|this|it|more|anything|why|here|(?:right )?now|today|yet|please|"
    rf"at (?:the moment|this point|all)|any ?more|the question))*{_ENDS}"
)
_SO_FAR: Final = r"^\W*(?:no,? )?(?:as i (?:already )?said,? )?"
_PLEASE: Final = (  # what makes a wish or a request of a verb: "I would end the call" is an answer
    r"(?:(?<![^\n])|\bplease |\blet's |\blet us |\b(?:can|could|may|shall) (?:i|we) |"
    r"\b(?:i|we)(?:'d| would| really| just| do)* (?:want|wanna|like|need|wish|prefer|rather)(?: to)? |\bi have to )"
    r"(?:please |just |now )?"
)


STOP: Final = phrases(
    "stop end finish quit abort cancel leave terminate break go talk speak connected transferred continue carry "
    "this interviewed exit gotta abbrechen aufhören beenden menschen mehr weiter weitermachen los gehen weg "
    "arrêter terminer mettre parler peux partir aller arrêtez parar terminar dejarlo hablar puedo seguir irme",
    rf"{_PLEASE}(?:"
    r"(?:stop|end|finish|quit|abort|cancel|leave|terminate|break off) (?:with )?"
    rf"(?:the|this|our|my) (?:interview|conversation|chat|call)\b(?: (?:here|now|please))*{_ENDS}"
    rf"|(?:stop|end|quit|leave|go)(?: (?:it|this|here|now|today|please))*{_ENDS}"
    rf"|(?:talk|speak|be connected|be transferred) (?:to|with) (?:an?|some) {_PERSON})",
    r"\bi (?:really |just )?(?:do not|don't) (?:want|wish) to (?:go on|continue|carry on|do this|be interviewed)"
    rf"(?: (?:any ?more|with (?:it|this)|by (?:an? )?(?:ai|bot|machine|computer|robot)))*{_ENDS}",
    rf"\b(?:can|could|may) i (?:please )?(?:talk|speak) (?:to|with) (?:an?|some) (?:\w+ )?(?:person\b|{_PERSON})",
    _ALONE.format(r"(?:stop|quit|end|exit|abort|cancel)(?: (?:it|now|please))*"),
    r"\b(?:möchte|will|würde(?: ich)? gern\w*|kann ich|können wir)"
    r"(?: (?:ich|gern\w*|das|dieses|hier|jetzt|bitte|gespräch|interview))*"
    rf" (?:abbrechen|aufhören|beenden){_ENDS}",
    r"\b(?:möchte|will|würde|kann|könnte)\b[^.!?\n]{0,20}"
    rf"\bmit einem (?:\w+ )?menschen (?:sprechen|reden){_ENDS}",
    rf"\bi (?:really |just )?(?:can't|cannot) (?:go on|continue|do this)(?: (?:any ?more|now|today))*{_ENDS}",
    rf"\bich (?:kann|will|möchte) nicht (?:mehr|weiter|weitermachen){_ENDS}"
    rf"|\bich muss (?:jetzt |leider )*(?:los|gehen|weg){_ENDS}",
    rf"\bje n'en peux plus{_ENDS}|\bje dois (?:partir|y aller){_ENDS}",
    rf"\bno (?:puedo (?:más|seguir)|quiero seguir){_ENDS}|\btengo que irme{_ENDS}",
    _ALONE.format("abbrechen|arrêtez|parar|gotta go"),
    r"\b(?:veux|voudrais|souhaite|peut-on|pouvons-nous) (?:arrêter|terminer|mettre fin à)"
    rf"(?: (?:l'entretien|cet entretien|ici|là|maintenant))*{_ENDS}",
    r"\b(?:veux|voudrais|souhaite|préfère|puis-je|peux|pourrais)(?: \w+)? parler (?:à|avec) "
    rf"(?:un|une) (?:vrai )?(?:humain|personne)(?: réelle)?{_ENDS}",
    r"\b(?:quiero|quisiera|me gustaría|podemos) (?:parar|terminar|dejarlo)"
    rf"(?: (?:la entrevista|esta entrevista|aquí|ahora|ya))*{_ENDS}",
    r"\b(?:quiero|quisiera|me gustaría|prefiero|puedo|podría) hablar con "
    rf"(?:una persona|un humano)(?: (?:real|de verdad))?{_ENDS}",
)

# Whoever says these wants to stop, however much else they say.
ENDS_INTERVIEW: Final = phrases(
    "interview gespräch entretien entrevista",
    r"\bi(?:'d| would| really| just| do)* (?:want|like|need|wish|prefer|have|rather)(?: to)? (?:please |now )?"
    r"(?:stop|end|finish|quit|leave|abort|cancel|withdraw from|break off) (?:with )?(?:the|this|our) "
    rf"interview(?: (?:here|now|please|today))*{_ENDS}",
    r"\bich (?:möchte|will|würde gern\w*|muss)\b[^.!?\n]{0,30}\b(?:interview|gespräch)\b[^.!?\n]{0,15}"
    rf"\b(?:abbrechen|beenden){_ENDS}",
    r"\bje (?:veux|voudrais|souhaite|préfère|dois)(?: \w+)? (?:arrêter|terminer|interrompre|mettre fin à) "
    rf"(?:l'|cet )entretien(?: (?:ici|là|maintenant))*{_ENDS}",
    r"\b(?:quiero|quisiera|prefiero|necesito|me gustaría) (?:parar|terminar|dejar|acabar) (?:la|esta) entrevista"
    rf"(?: (?:aquí|ahora|ya))*{_ENDS}",
)

PAUSE: Final = phrases(
    "moment minute min second sec hold hang wait brb back think augenblick sekunde pause warten instant seconde "
    "momento minuto segundo pausa momentito attendez espere time break toilet bathroom restroom loo klo toilette "
    "toilettes baño",
    rf"{_AT}(?:"
    rf"(?:(?:one|a|just a|give me (?:a|one)|wait a) (?:quick |short )?(?:moment|minute|min|second|sec)"
    r"|(?:(?:einen|kleinen|kurzen|eine|noch eine) (?:kleinen |kurzen |kurze )?)?(?:moment|augenblick|sekunde)"
    r"|(?:noch )?eine (?:kurze )?(?:minute|pause)|warten sie"
    r"|(?:un|une) (?:petite? )?(?:moment|instant|minute|seconde|pause)|attendez"
    rf"|(?:un|una) (?:momento|minuto|segundo|pausa|momentito)|espere){_WAITS}"
    rf"|(?:hold on|hang on|wait)(?=\W*$|{_CALLS})|(?:be right back|brb)\b"
    r"|let me think(?: about (?:it|that|this))?(?: for an? (?:\w+ )?(?:moment|second|minute|bit))?(?=\W*$))",
    rf"{_PLEASE}give me (?:a|one|some|a bit of|a little|another) (?:\w+ )?(?:moment|minute|second|time){_TO_THINK}",
    r"(?:\b(?:can|could|may|shall) (?:i|we)(?: please)? (?:have|take|get)|\blet(?:'s| us| me) (?:have|take)"
    r"|\b(?:i|we)(?:'d| would| really| just)* (?:need|want|like)(?: to (?:have|take))?) "
    rf"(?:an?|some|another) (?:\w+ )?(?:break|pause|moment|minute|second|time){_TO_THINK}",
    r"\b(?:have|need) to (?:go to|use) the (?:toilet|bathroom|restroom|loo)\b"
    r"|\bmuss (?:kurz )?(?:aufs klo|auf die toilette)\b|\b(?:dois aller|vais) aux toilettes\b|\btengo que ir al baño\b",
    rf"\bbrauche (?:kurz )?(?:eine |einen )(?:\w+ )?(?:pause|moment){_WAITS}",
    rf"\bbesoin d'une? (?:\w+ )?(?:pause|moment|minute){_WAITS}",
    rf"\bnecesito (?:un|una) (?:momento|pausa|minuto|segundo){_WAITS}",
)

SKIP: Final = phrases(
    "skip pass back next answer say talk speak discuss share move comment already told asked said mentioned "
    "explained answered same see thank thanks rather überspringen frage weiter angabe sagen antworten beantworten "
    "gesagt beantwortet erzählt siehe passer sauter suivante dit répondu répondre dire parler pregunta siguiente "
    "prefiero dije dicho respondí respondido",
    rf"{_PLEASE}(?:skip|pass on) (?:this|that|it|the)(?: one| question| topic)?(?: please)?{_ENDS}",
    rf"{_PLEASE}(?:come|go|get) back to (?:this|that|it)(?: (?:one|question|later))*{_ENDS}",
    _ALONE.format(r"(?:i'll |i will |i |i'd like to )?(?:skip|pass)\b(?: (?:please|here|now|thanks))*"),
    rf"\b(?:the )?next (?:question|topic){_ENDS}|\b(?:next (?:question|topic|one)),? please\b",
    r"\bi(?:'d| would)? (?:rather|prefer) not(?: to)? (?:answer|say|talk|speak|discuss|share)\b" + _ABOUT,
    r"\bi (?:really |just )?(?:do not|don't) (?:want|wish) to (?:answer|talk|speak|discuss|say)\b" + _ABOUT,
    r"\b(?:let's|let us|can we|could we|please) (?:please )?move on\b|\bno comment\b",
    r"\bi(?:'ve| have| just)* already (?:told you|(?:said|answered|explained|mentioned|covered|described) "
    r"(?:that|this|it|so|the question))\b(?: (?:that|this|it|before|above|twice))*",
    rf"\byou(?:'ve| have)? (?:already |just )?asked (?:me )?(?:that|this|it)(?: (?:already|before|twice))*{_ENDS}",
    rf"\bi just (?:said|answered|explained) (?:that|this|it)(?: question)?{_ENDS}|\bsame answer as before\b",
    _ALONE.format(
        "(?:i'd |i would )?rather not|no,? thank(?:s| you)|wie gesagt|siehe oben|comme je l'ai dit|como ya dije"
    ),
    r"\bi(?:'ve| have)? told you (?:that|this|it|so|already|twice)\b(?: (?:already|before|twice))*",
    r"\bas i (?:already )?(?:said|mentioned|told you|explained)\b(?: (?:before|above|earlier|already))*"
    r"(?=\W*(?:$|(?:no|there (?:was|were|is|are|has|have) (?:no|never|not)|(?:i|we) (?:never|have (?:never|no)|had no|"
    r"haven't|don't|do not))\b))",
    r"\b(?:see|same as) (?:above|before|(?:in )?my (?:last|previous|earlier) answer)\b",
    r"\bfrage (?:bitte )?überspringen\b|\bnächste frage\b|\bweiter bitte\b|\bkeine angabe\b",
    _ALONE.format("überspringen(?: bitte)?|bitte überspringen"),
    r"\bmöchte (?:ich )?(?:dazu |darauf |das )?(?:nichts?|lieber nicht\w*) (?:sagen|antworten|beantworten)\b",
    rf"\bhabe ich (?:schon|bereits|doch) (?:\w+ )?(?:gesagt|beantwortet|erzählt){_ENDS}",
    r"\b(?:passer|sauter) (?:cette|la) question\b|\bquestion suivante\b|\bpréfère passer\b",
    rf"\bj'ai déjà (?:\w+ )?(?:dit|répondu)(?: à (?:cette|la|votre) question)?{_ENDS}",
    rf"\bpréfère ne pas (?:y |en )?(?:répondre|dire|parler)(?: (?:à|de|sur) [^.!?\n]{{0,25}})?{_ENDS}",
    r"\b(?:saltar|omitir|pasar)(?:nos)? (?:de )?(?:esta|la) pregunta\b|\bsiguiente pregunta\b|\bpasar a la siguiente\b",
    rf"\bprefiero no (?:responder|contestar|decir|hablar)\w*(?: (?:de|a|sobre) [^.!?\n]{{0,25}})?{_ENDS}",
    rf"\bya (?:lo )?(?:dije|he dicho|respondí|he respondido)(?: (?:eso|antes|a (?:esa|esta|la) pregunta))*{_ENDS}",
)

NOT_KNOWN: Final = phrases(
    "know remember recall idk dunno clue clues idea ideas sure mind think say answer answers experience "
    "experiences example examples opinion opinions never nothing weiß weiss ahnung fällt sais souviens idée sé "
    "recuerdo acuerdo",
    r"\bi (?:really |honestly |just |simply )*(?:do not|don't|dont|didn't) (?:really )?(?:know|remember|recall)\b",
    r"\b(?:idk|dunno|no clue|not a clue|no idea|not (?:really |so |quite )?sure|nothing comes to mind)\b",
    r"\b(?:can't|cannot|can not|couldn't) (?:really )?(?:think of|remember|recall|say)\b"
    r"(?: (?:any|an|anything|that|it|one))*",
    rf"\b(?:can't|cannot|can not) (?:really )?answer (?:that|this|it)(?: (?:one|question))?{_ENDS}",
    r"\b(?:have|had|got) no (?:experience|example|idea|clue|answer|opinion)s?\b",
    r"\b(?:don't|do not) have (?:an?|any|much) (?:experience|example|idea|clue|answer|opinion)s?\b",
    r"\bnever (?:done|had|did|heard of|used|tried|worked (?:on|with)|seen) (?:that|this|it|such|anything|any|one)\b",
    r"\bnot that i (?:can think of|know of|remember|recall)\b",
    r"\bi (?:have|got|'ve got) nothing (?:else )?to (?:add|say)\b",
    r"\b(?:weiß|weiss) (?:ich )?(?:es )?(?:\w+ )?nicht(?: mehr)?\b|\bkeine ahnung\b|\bfällt mir (?:\w+ )?nichts ein\b",
    r"\bje (?:ne )?(?:sais|me souviens|m'en souviens) (?:plus|pas)\b(?! (?!répond)\w+(?:er|ir|re)\b)|\baucune idée\b",
    r"\bno (?:lo )?sé\b(?! (?!contest|respond)\w+[aei]r\b)|\bno (?:lo |me )?(?:recuerdo|acuerdo)\b",
    r"\bni idea\b|\bno tengo (?:ni )?idea\b",
)

NOTHING: Final = phrases(
    "no none nope nah nothing never neither n na not nein non nada",
    _ALONE.format("no|none|nope|nah|nothing|never|neither|n/?a|not (?:yet|really|applicable)|nein|non|nada"),
)

EXPLAIN: Final = phrases(
    "mean again explain clarify repeat rephrase elaborate say ask understand get meinen gemeint wiederholen "
    "erklären formulieren bitte frage verstanden voulez répéter préciser expliquer reformuler comprends compris "
    "quiere repetir explicar aclarar entiendo entendido entendí",
    r"\bwhat (?:exactly )?(?:do|did) you mean\b[^.!?\n]{0,30}|\bwhat does that mean\b",
    r"\bsay that again\b|\bcome again\b",
    r"\b(?:could|can|would) you (?:please )?(?:explain|clarify|repeat|rephrase|elaborate|say|ask)\b[^.!?\n]{0,40}",
    r"\b(?:don't|do not|didn't|did not) (?:quite |really )?(?:understand|get)"
    rf"(?: (?:the |your |this |that )?(?:question|it)| what you[^.!?\n]{{0,20}}| you)?(?: at all| very well)?{_ENDS}",
    rf"\bwas meinen sie\b|\bwas ist (?:damit|mit [^.!?\n]{{1,25}}) gemeint{_ENDS}",
    r"\bkönnen sie (?:das|die frage|es)\b[^.!?\n]{0,20}\b(?:wiederholen|erklären|formulieren)\b",
    rf"\bwie bitte\b|\b(?:die|deine|ihre) frage nicht\b|\b(?:es|das|sie|ihn)? ?nicht verstanden{_ENDS}",
    r"\bque voulez-vous dire\b|\bpou(?:vez|rriez)-vous (?:répéter|préciser|expliquer|reformuler)\b",
    r"\bvous (?:pouvez|pourriez) (?:répéter|préciser|expliquer|reformuler)\b",
    r"\b(?:comprends pas|pas compris)(?: (?:bien|tout))?"
    rf"(?: (?:la|votre|cette) question| ce que vous[^.!?\n]{{0,20}})?{_ENDS}",
    r"\bqué quiere decir\b|\b(?:puede|podría) (?:repetir|explicar|aclarar)\b",
    r"\bno (?:lo |la )?(?:entiendo|he entendido|entendí)(?: (?:bien|nada))?"
    rf"(?: (?:la|su|tu|esta) pregunta| (?:lo )?qu[eé] [^.!?\n]{{0,25}})?{_ENDS}",
)

AGREEMENT: Final = phrases(
    "yes yeah yep sure ja oui sí si",
    _ALONE.format(
        r"(?:yes|yeah|yep|sure|ja|oui|sí|si)\b"
        r"(?:,? (?:please|bitte|por favor|i do|i have|there is|one (?:more )?(?:thing|question)|a question|something))*"
    ),
)

# That what is asked for never was, at the beginning of a text; "I never deploy on Fridays" is a habit.
DENIAL: Final = any_of(
    rf"{_SO_FAR}(?:i|we) ?(?:'ve |have |had )(?:never|not yet)\b",
    rf"{_SO_FAR}(?:i|we) never (?:had|did|was|were|saw|got|made|led|built|wrote|held|took|came|met|\w+ed)\b",
    rf"{_SO_FAR}(?:(?:that|this|it) )?(?:has )?never happened\b",
    rf"{_SO_FAR}(?:i|we) (?:haven't|have not|hadn't)\b",
    rf"{_SO_FAR}there (?:was|were|has been|have been) (?:no|none|never|not)\b",
    rf"{_SO_FAR}there (?:is|are) (?:none|not any|no (?:such|example|case|situation|incident|conflict|story))\b",
    rf"{_SO_FAR}there (?:has|have|had|hasn't|haven't) (?:never |not )?been (?:one|any|anything|such)\b",
    r"^\W*(?:ich|wir) (?:habe|haben|hatte|hatten) (?:noch )?nie\b|^\W*je n'ai jamais\b",
    r"^\W*(?:no, )?nunca (?:h[ae]|hemos|había|tuv|hic)\w*\b|^\W*(?:no, )?nunca\W*$",
)
# What makes more than a denial of a text.
AND_MORE: Final = re.compile(
    r"\b(?:but|however|although|though|instead|because|so|since|until|when|while|which|without|yet|only|just|except|"
    r"and (?:i|we)|aber|sondern|weil|nur|mais|parce|seulement|pero|porque|sino|solo|sólo)\b|[.!?\n;:] *\S"
)
# What makes an answer of what is not known or has befallen somebody: what was done all the same.
GOES_ON: Final = any_of(
    r"\b(?:but|however|so|because|though|aber|sondern|weil|mais|donc|parce que|pero|sino|porque)\b(?: [\w']+){2}",
    r"(?:^|[.!?,;:\n—–-] ?|\b(?:and|then|maybe|probably) |(?<=  ))(?:i|we)(?:'d|'ll|'ve)? "
    r"(?!(?:am|was|were|have (?:no|never|not|to)|had (?:no|never|not)|haven't|hadn't|do not|don't|did not|didn't|never|"
    r"can't|cannot|couldn't|would(?:n't| not| rather| like| prefer)|won't|feel|felt|need|want|wish|like|mean|guess|"
    r"must|should|really|just)\b)[\w']+ [\w']+",
)
COURTESY: Final = re.compile(
    r"\b(?:sorry|please|(?:thanks|thank you)(?: (?:in advance|so much|very much|a lot))?|well|um|uh|ok|okay|honestly|"
    r"actually|really|hello|hi|bitte|danke|merci|gracias|i am afraid|i'm afraid|i think|i guess)\b"
)
# Said around a wish; the wish is no condition.
IF_I_MAY: Final = re.compile(
    r"\bif (?:that|it|this)(?:'s| is) (?:\w+ )?(?:ok|okay|all ?right|fine|possible)\b(?: with you)?|\bif possible\b|"
    r"\bif (?:you don't mind|i may|i(?:'m| am) (?:being )?honest)\b|\bwenn (?:es|das) (?:geht|möglich ist|ok\w* ist)\b|"
    r"\bwenn möglich\b|\bsi (?:c'est )?possible\b|\bsi es posible\b|\bsi se puede\b"
)
