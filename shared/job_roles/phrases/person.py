"""Questions about age, family, health and gender."""

from typing import Final

from shared.job_roles.phrases.common import (
    ARE,
    ARE_DE,
    ARE_ES,
    ARE_FR,
    ARE_NL,
    END,
    ENDING,
    HAVE,
    HAVE_ES,
    HAVE_FR,
    HAVE_NL,
    YOURS_DE,
    YOURS_ES,
    YOURS_FR,
    YOURS_IT,
    YOURS_NL,
    YOURS_PT,
    Characteristic,
)

PERSON: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
        r"\b(?:close|near|nearing|approaching)(?: to)? retirement\b|\b(?:what|which) generation (?:do|are) you\b",
        r"\bconsider yourself (?:too )?(?:old|young)\b|\byour (?:age|generation) (?:be|cause|group be)\b",
        r"\bhow old (?:(?:are|were|will) you|you (?:are|were))\b",
        r"\byour (?:current |exact |real |own )?age\b(?! (?:verif|gat|check|rating|group|distrib|data"
        r"|model|field|limit))",
        r"\byour (?:date of birth|birth ?date|birthday|birth ?year|year of birth)\b(?! (?:paradox|attack"
        r"|problem|field))",
        r"\b(?:when|what year|which year) (?:were|was) you born\b",
        r"\b(?:when|year) did you (?:graduate|(?:finish|leave|complete) (?:\w+ ){0,2}(?:school|college|university))\b",
        r"\b(?:until|before|when) (?:do )?you (?:\w+ ){0,3}retire\b(?! (?:the|a|an|this|that|old|it|them"
        r"|our|any|legacy))",
        r"\byou (?:plan|planning|intend|expect|hope|want|going|thinking)\b[^.?!]{0,25}\bretir(?:e|ing|ement)\b"
        r"(?! (?:the|a|an|this|that|old|it|them|those|our|any|some|legacy|your))",
        r"\byour retirement\b(?! (?:product|saving|app|calculator|plan product))",
        rf"{ARE} (?:too|getting|rather) (?:old|young)\b(?! to (?:the|this))",
        rf"{ARE} (?:over|under|above|below|older than|younger than) (?:the age of )?(?!1[68]\b|21\b)[1-9]\d{END}",
        rf"{ARE} (?:part of |from )?(?:digital native|millennial|(?:baby )?boomer|gen(?:eration)? [xyz])\b",
        r"\b(?:work|working|report|reporting|managed|led)\b[^.?!]{0,30}\b(?:younger|much older|older) "
        r"(?:manager|boss|supervisor|than you|colleagues?|people)\b",
        # German
        r"\bwie alt (?:sind sie|bist du|waren sie)\b",
        rf"{YOURS_DE} alter(?= *(?:[?.,!;]|$|und\b|oder\b|nennen|verraten|fragen))",
        rf"{YOURS_DE} (?:geburtsdatum|geburtstag|geburtsjahr)\b",
        r"\bwann (?:sind sie|bist du|wurden sie|wurdest du) geboren\b",
        r"\b(?:gehen|wollen|mochten|planen|gehst|willst|mochtest) (?:sie|du)\b[^.?!]{0,25}\b(?:in rente"
        r"|ruhestand|pension)\b",
        # French
        r"\bquel age (?:avez|vous|as|tu)\b",
        rf"{YOURS_FR} (?:age|date de naissance|annee de naissance)\b(?! (?:des|du|de la) )",
        r"\b(?:quand|en quelle annee) (?:etes[- ]vous|es[- ]tu|vous etes) nee?s?\b",
        r"\b(?:prendre|prendrez|partir|partirez) [^.?!]{0,15}\bretraite\b",
        # Spanish
        rf"\bcuantos anos (?:tiene|tienes|cumple|cumples)(?: usted)?{END}",
        r"\b(?:cual es|dig\w+|puedo saber|que es|indique|indica) (?:su|tu) edad\b|\bque edad (?:tiene|tienes)\b",
        rf"{YOURS_ES} (?:fecha|ano) de nacimiento\b",
        r"\b(?:cuando|en que ano) (?:naciste|nacio usted)\b",
        rf"\b(?:cuando|piensa|piensas) [^.?!]{{0,20}}\bjubilar(?:se|te)\b{END}",
        # Italian, Portuguese, Dutch
        rf"\bquanti anni (?:ha|hai)(?: lei| tu)?{END}",
        rf"{YOURS_IT} (?:eta|data di nascita)\b",
        rf"\bquantos anos (?:voce |o senhor |a senhora )?(?:tem|tens){END}",
        r"\b(?:qual (?:e )?)(?:a )?(?:sua|tua) idade\b",
        rf"{YOURS_PT} data de nascimento\b",
        r"\bhoe oud (?:bent u|ben je|ben jij)\b",
        rf"{YOURS_NL} (?:leeftijd|geboortedatum|geboortejaar)\b",
    ),
    "family": (
        r"\byou\b[^.?!]{0,40}\b(?:becom\w+|be|being) a (?:mother|father|parent|mum|mom|dad)\b",
        r"\byou\b[^.?!]{0,25}\bpregnant\b(?! (?:wom|patient|people|client|animal))",
        r"\byour (?:child|kid|toddler|newborn)\b(?!'s theme| (?:node|process|component|element|class|theme|workflow))",
        r"\b(?:haben sie|hast du)(?: \w+){0,2} (?:freund|freundin)\b|\bd'avoir (?:des|un) enfants?\b|\b(?:ser"
        r"|convertirse en) (?:madre|padre)\b",
        r"\b(?:avere|fare) (?:dei )?(?:figli|bambini)\b|\bter filhos\b|\bheb je (?:een )?(?:vriend|vriendin)\b",
        rf"{ARE} (?:married|divorced|widowed|pregnant|in a relationship|dating|breast-?feeding|childless"
        r"|engaged(?! (?:in|with|by|on|at))|single(?![- ]?(?:hand|thread|page|source|point|mind|respons|sign|tenant))"
        r"|(?:single )?(?:mother|father|mum|mom|dad|parent(?! (?:class|node|process|company)))|expecting"
        r" (?:a )?(?:baby|child))\b",
        r"\byour (?:wife|husband|spouse|boyfriend|girlfriend|fiancee?|kids|son|daughter|marriage|marital|maiden name"
        r"|in-laws|relationship status|household|childcare|child care|pregnancy|home life|caring responsibilities)\b",
        r"\byour (?:family|families)\b(?! of\b)",
        rf"\byour (?:partner|other half)\b(?:{END}|'s|(?= (?:or|and|if|when|while|do|does|did|have|has|had|is|are"
        rf"|was|be|work"
        r"|works|working|live|lives|earn|earns|think|thinks|feel|feels|say|mind|agree|object|also|support|move|come"
        r"|want)\b))",
        r"\byour (?:children|parents)\b(?!'s (?:ward|group|class|home|book|section)|(?: \w+){0,2} (?:in|at) (?:the "
        r"|your )?(?:group"
        r"|class|ward|nursery|centre|kindergarten|school|care)\b| (?:node|element|component|process|thread|class"
        r"|page|menu))",
        r"\byour (?:mother|father)\b(?! (?:tongue|board|node|company))",
        rf"{HAVE} (?:(?:small|young|school[- ]age) )?(?:children|kids|babies|baby|dependants|dependents"
        rf"|husband|wife|spouse"
        r"|boyfriend|girlfriend|significant other)\b(?!'s| (?:node|element|component|process|product|app))",
        r"\b(?:have|having|want|wanting|raise|raising|expecting)(?: \w+)? (?:children|kids|a baby"
        r"|babies)\b[^.?!]{0,40}\byou\b"
        r"|\byou\b(?: \w+){0,5} (?:have|having|want|raise|raising) (?:more |any |a |some )*(?:children"
        r"|kids|babies|baby)\b"
        r"(?!'s| (?:node|element|component|process|product|app))",
        r"\bhow many (?:children|kids|dependants|dependents)\b[^.?!]{0,20}\byou\b(?! (?:teach|taught|care"
        r"|look|supervis|work))",
        r"\byou\b[^.?!]{0,30}\b(?:start|starting|raise|raising|expand|expanding|grow|growing) a"
        r" family\b(?! (?:of|business|practice))",
        rf"{HAVE} (?:caring|family|caregiving|childcare|parental|domestic) (?:responsibilit|obligation"
        rf"|commitment|dut)\w+",
        r"\b(?:take|taking|took|taken|on|need|planning|your)(?: a| any| your)? (?:maternity|paternity|parental) leave\b"
        r"(?! (?:polic|module|request|feature|process|cover))",
        r"\b(?:get|getting|become|becoming|fall|falling) pregnant\b|\byou\b[^.?!]{0,30}\b(?:get|getting"
        r"|got) (?:married|divorced|engaged)\b",
        r"\bany plans? (?:to have|for|of having) (?:\w+ )?(?:children|kids|a family|a baby)\b|\byour"
        r" plans? [^.?!]{0,20}\b(?:children|kids|family)\b",
        r"\byou\b[^.?!]{0,25}\b(?:care for|look after|take care of) (?:\w+ )?(?:elderly|sick|ill|your)?"
        r" ?(?:parents?|relatives?|children|kids)\b"
        r"(?= *(?:\?|at home|too))",
        r"\b(?:balance|combine|juggle|reconcile)\b[^.?!]{0,25}\b(?:family|children|kids|motherhood|fatherhood)\b",
        r"\bdo you live (?:alone|with)\b|\bwho do you live with\b|\b(?:mrs|miss) or (?:miss|ms|mrs)\b",
        r"\b(?:babysit|childcare|child care|day ?care) arrangements?\b[^.?!]{0,20}\byou\b"
        r"|\byou\b[^.?!]{0,25}\bchild ?care arrangements?",
        # German
        rf"{ARE_DE} (?:verheiratet|ledig|geschieden|verwitwet|schwanger|alleinerziehend|in einer"
        rf" beziehung|liiert|verlobt"
        rf"|single{END}|mutter{END}|vater{END})",
        r"\b(?:haben sie|hast du|mochten sie|mochtest du|wollen sie|willst du|planen sie|planst du|wunschen sie sich)"
        r"(?: \w+){0,3},? (?:kinder|nachwuchs|einen partner|eine partnerin|kinderwunsch|familie|familiare"
        r" verpflichtungen|partnerin|ehepartner)\b",
        rf"{YOURS_DE} (?:familie|frau|mann|ehemann|ehefrau|partnerin|lebenspartner(?:in)?|schwangerschaft"
        r"|familienstand|familienplanung|kinderbetreuung|ehe|kinderwunsch)\b(?! (?:von produkt|der produkt))",
        rf"{YOURS_DE} (?:kinder|eltern)\b(?!(?: \w+){{0,2}} in (?:der|ihrer|einer|ihren) (?:gruppe|klasse|kita|schule"
        r"|einrichtung|station)\b)",
        r"\bschwanger (?:werden|zu werden)\b|\bwie viele kinder haben sie\b",
        # French
        rf"{ARE_FR} (?:mariee?|celibataire|divorcee?|enceinte|en couple|pacsee?|veuf|veuve|mere de"
        rf" famille|pere de famille|fiancee?)\b",
        rf"{HAVE_FR} (?:d')?(?:enfants?|conjoint|mari|famille)\b",
        r"\bcombien d'enfants\b|\btomber enceinte\b|\bfonder une famille\b",
        r"\b(?:souhaitez|voulez|comptez|envisagez|prevoyez|pensez)[- ]vous(?: \w+){0,3}"
        r" (?:d')?(?:enfants?|bebe|enceinte)\b",
        rf"{YOURS_FR} (?:mari|femme|epouse|epoux|conjointe?|compagn(?:e|on)|situation (?:familiale"
        rf"|maritale|matrimoniale)"
        r"|grossesse|vie (?:privee|de famille)|statut marital|enfants)\b|\bvotre famille\b(?! de )",
        # Spanish
        rf"{ARE_ES} (?:casad[oa]|solter[oa]|divorciad[oa]|viud[oa]|embarazada|comprometid[oa]{END}"
        rf"|madre{END}|padre{END})",
        rf"{HAVE_ES} (?:hijos|ninos|familia|pareja|novi[oa]|espos[oa]|marido|cargas familiares)\b",
        r"\b(?:piensa|piensas|planea|planeas|quiere|quieres|desea|deseas)(?: usted)?(?: en)? (?:tener"
        r"|formar)(?: mas| una)? (?:hijos|familia)\b",
        rf"{YOURS_ES} (?:estado civil|espos[oa]|marido|mujer|embarazo|hijos)\b|\b(?:su|tu) (?:pareja"
        rf"|familia)\b(?! de )"
        r"|\bcuantos hijos (?:tiene|tienes)\b|\bquedar(?:se|te) embarazada\b",
        # Italian, Portuguese, Dutch
        rf"\b(?:e|sei|lei e) (?:sposat[oa]|divorziat[oa]|incinta|fidanzat[oa]|nubile|celibe|vedov[oa]|single{END})",
        r"\b(?:ha|hai|vuole|vuoi|pensa|pensi|intende|desidera)(?: di)?(?: avere)?(?: dei)? (?:figli"
        r"|bambini|una famiglia)\b",
        rf"{YOURS_IT} (?:marito|moglie|stato civile|gravidanza|figli|fidanzat[oa])\b|\b(?:sua|tua) famiglia\b(?! di )",
        r"\b(?:voce e|e|esta|voce esta) (?:casad[oa]|solteir[oa]|divorciad[oa]|viuv[oa]|gravida)\b",
        r"\b(?:tem|pretende ter|quer ter|planeja ter|pensa em ter|deseja ter)(?: mais)? (?:filhos|marido"
        r"|namorad[oa]|uma familia)\b",
        rf"{YOURS_PT} (?:estado civil|marido|espos[oa]|gravidez|filhos|companheir[oa])\b|\bsua"
        rf" familia\b(?! de )|\bquantos filhos\b",
        rf"{ARE_NL} (?:getrouwd|gehuwd|zwanger|vrijgezel|gescheiden|alleenstaand|verloofd)\b",
        rf"(?:{HAVE_NL}|\b(?:wilt u|wil je)(?: nog)?) (?:kinderen|gezin|kinderwens|partner{END}|relatie{END})",
        rf"{YOURS_NL} (?:man|vrouw|partner|gezin|kinderen|gezinssituatie|burgerlijke staat"
        rf"|zwangerschap)\b(?! (?:in|van) de middle)",
    ),
    "health": (
        r"\bmedical (?:reason|problem|condition|issue)s?\b[^.?!]{0,25}\byou\b",
        r"\byou\b[^.?!]{0,30}\b(?:nervous breakdown|burn(?:ed|t) out\b|panic attacks?|mental illness)",
        r"\b(?:medications?|drugs|pills) (?:are|do|were) you\b|\bdo you (?:use|rely on) (?:a )?(?:wheelchair"
        r"|hearing aid|walking aid)\b",
        r"\betes[- ]vous en bonne sante\b|\bsind sie bei guter gesundheit\b|\bgoza de buena salud\b",
        r"\b(?:do you (?:have|suffer from|take|live with)|you (?:have|suffer from)|have you (?:had"
        r"|got))(?: any| a| an| some)*"
        r"(?: (?:known|serious|chronic|physical|mental|medical|underlying|pre-existing|hidden))*"
        r" (?:disabilit(?:y|ies)|illness(?:es)?"
        r"|diseases?|health (?:problem|issue|condition|concern)s?|conditions?(?= that|$|[?.,])|medical (?:condition"
        r"|problem|issue|histor)\w*|medications?"
        r"|allerg(?:y|ies)|impairments?|handicaps?|injur(?:y|ies)|drugs|depression|anxiety|adhd|autism"
        r"|epilepsy|diabetes|cancer|hiv)\b"
        r"(?! (?:variable|check|under which|for|about|data|record))",
        rf"{ARE} (?:disabled|handicapped|healthy|ill|sick(?! of)|autistic|depressed|in good health|able[-"
        rf" ]bodied|neurodiver\w+"
        r"|hiv|overweight|on medication|on any medication|a smoker|smoker|alcoholic|physically (?:fit|able)|vaccinated"
        r"|blind(?! to)|deaf(?! to)|dyslexic)\b",
        r"\byour (?:own |physical |mental |general |current |overall |state of )*(?:health|disabilit(?:y"
        r"|ies)|illness|handicap"
        r"|medical (?:history|condition|record)s?|medication|sick(?:ness)? (?:days|leave|record)|blood pressure)\b"
        r"(?![- ](?:check|endpoint|probe|data|app|service|product|metric|score|dashboard|insur|system"
        r"|monitor|tech|page|care|team|project|and safety|informatics|economics|polic))",
        r"\byou\b[^.?!]{0,20}\b(?:hospitali[sz]ed|ptsd)\b",
        r"\bhave you (?:ever )?(?:been (?:hospitali[sz]ed|treated for|diagnosed with|in (?:hospital|rehab"
        r"|therapy)|seriously ill)"
        r"|had (?:cancer|surgery|an operation|depression|a burnout|a breakdown|a miscarriage|covid)|suffered from"
        r"|seen a (?:psychiatrist|psychologist|therapist)|filed (?:for )?(?:a )?workers)",
        r"\bhow (?:many|much|often)\b[^.?!]{0,30}\b(?:sick (?:days|leave)|were you (?:sick|ill)|are you"
        r" (?:sick|ill)|off sick|call(?:ed)? in sick)\b",
        r"\bhow tall are you\b|\bhow much do you weigh\b" + rf"|\bwhat(?:'s| is) your (?:height|weight){END}",
        rf"\bdo you (?:smoke|vape|drink alcohol|take drugs|use drugs|drink{END})",
        r"\bwhat (?:is|'s) (?:wrong with you|your disability)\b|\bhow (?:did|was) you(?:r)? (?:injured|disab\w+)",
        # German
        r"\b(?:haben sie|hast du|leiden sie|leidest du|hatten sie)(?: unter| an)?(?: \w+){0,2}"
        r" (?:krankheit(?:en)?|(?:schwer)?behinderung"
        r"|vorerkrankung(?:en)?|gesundheitlich\w+ (?:problem\w*|einschrankung\w*)|allergien|depression(?:en)?)\b",
        rf"{ARE_DE} (?:(?:schwer)?behindert|krank|gesund|chronisch krank|raucher(?:in)?)\b",
        rf"{YOURS_DE} (?:gesundheit|gesundheitszustand|krankheit(?:en)?|(?:schwer)?behinderung"
        rf"|krankengeschichte|fehlzeiten)\b(?!s|-)",
        r"\bwie oft (?:waren|sind|fehlten|fehlen) sie\b[^.?!]{0,20}\bkrank\b|\bnehmen sie(?: \w+)?"
        r" (?:medikamente|drogen)\b|\brauchen sie\b",
        # French
        r"\b(?:avez|souffrez|etes)[- ]vous(?: (?:deja|eu|des?|une?|d'autres|souvent"
        r"|jamais))* (?:d'une )?(?:maladies?|handicap|handicapee?"
        r"|probleme\w* de sante|malade|depression)\b",
        rf"{YOURS_FR} (?:sante|etat de sante|handicap|maladie|arrets? maladie|poids{END})\b",
        r"\b(?:prenez|consommez)[- ]vous(?: \w+){0,2} (?:medicaments|drogues?|alcool)\b|\bfumez[- ]vous\b",
        # Spanish
        r"\b(?:tiene|tienes|padece|padeces|sufre|sufres)(?: usted)?(?: de)?(?: alguna?| algun| una?)?"
        r" (?:enfermedad(?:es)?|discapacidad"
        r"|problemas? de salud|alergias?|condicion medica|minusvalia)\b",
        rf"{YOURS_ES} (?:salud|estado de salud|discapacidad|enfermedad|historial medico|estatura)\b",
        rf"\b(?:toma|tomas)(?: usted)?(?: alguna?| algun)? medica\w+|\bfumas?(?: usted)?{END}",
        # Italian, Portuguese, Dutch
        r"\b(?:ha|hai|soffre|soffri)(?: di)?(?: \w+){0,2} (?:malattie?|disabilita|problemi di salute"
        r"|invalidita|handicap)\b",
        rf"{YOURS_IT} (?:salute|disabilita|stato di salute|malattia)\b",
        r"\b(?:tem|sofre de|possui)(?: \w+)? (?:doencas?|deficiencia|problemas? de saude)\b",
        rf"{YOURS_PT} (?:saude|estado de saude|deficiencia|doenca)\b",
        rf"{HAVE_NL}(?: \w+)? (?:ziektes?|beperking|handicap|gezondheidsproblemen|aandoening)\b",
        rf"{YOURS_NL} (?:gezondheid|ziekte|handicap|ziekteverzuim|beperking)\b|{ARE_NL} (?:ziek"
        rf"|gehandicapt|gezond)\b",
    ),
    "gender": (
        r"\bconsider yourself (?:gay|straight|male|female|feminine|masculine)\b",
        r"\byour (?:own )?(?:gender|sexual (?:orientation|preferences?|identity)|sexuality|sex|sex life)\b"
        r"(?! (?:pay|balance|bias|diversity|equality|data|classif|distribution|gap|detection))",
        r"\byou identify as\b|\byou\b[^.?!]{0,20}\blgbt\w*\b",
        rf"{ARE} (?:gay|lesbian|bisexual|heterosexual|homosexual|queer|transgender|transsexual"
        rf"|trans{END}|straight{END}"
        rf"|man(?= who\b| or\b|{ENDING})|woman\b|male{END}|female{END}|male or\b|straight or\b|non-?binary|lgbt\w*)",
        r"\bas (?:a|an|the only) (?:woman|man(?![- ]in[- ]the)|female(?! connector)|male(?! connector)"
        r"|mother|father|mum|mom|dad|lady|girl)\b",
        r"\b(?:work|working|report|reporting)\b[^.?!]{0,15}\b(?:for|with|under|to) (?:a )?(?:woman|women"
        r"|man|men|female|male)\b(?!'s| and\b|[- ]in[- ]the)",
        r"\bdo you (?:date|prefer|like|sleep with) (?:men|women|boys|girls)\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"{YOURS_DE} (?:sexuelle orientierung|sexualitat|geschlecht|geschlechtsidentitat)\b",
        rf"{ARE_DE} (?:schwul|lesbisch|homosexuell|heterosexuell|bisexuell|trans\w*|queer)\b|\bals frau\b"
        rf"|\bals mutter\b",
        rf"{YOURS_FR} (?:orientation sexuelle|sexualite|sexe|genre|identite de genre|vie sexuelle)\b(?!"
        rf" (?:de|musical))",
        rf"{ARE_FR} (?:homosexuelle?|gay|lesbienne|heterosexuelle?|bisexuelle?|transgenre"
        rf"|transexuelle?)\b|\ben tant que femme\b",
        rf"{YOURS_ES} (?:orientacion sexual|sexualidad|sexo|identidad de genero|preferencias?"
        rf" sexual(?:es)?)\b|\bcomo mujer\b",
        rf"{ARE_ES} (?:gay|homosexual|lesbiana|bisexual|transexual|heterosexual|trans)\b",
        rf"{YOURS_IT} (?:orientamento sessuale|sessualita|sesso)\b|\b(?:e|sei) (?:gay|omosessuale|lesbica"
        rf"|bisessuale)\b|\bcome donna\b",
        rf"{YOURS_PT} (?:orientacao sexual|sexualidade|identidade de genero)\b|\bvoce e (?:gay"
        rf"|homossexual|lesbica|bissexual|trans)\b",
        rf"{YOURS_NL} (?:seksuele geaardheid|seksuele orientatie|geslacht|geaardheid)\b|{ARE_NL} (?:homo"
        rf"|lesbisch|hetero\w*|trans\w*)\b",
    ),
}  # fmt: skip
