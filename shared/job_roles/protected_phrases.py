"""How questions ask about protected characteristics, in seven languages: the phrases, by characteristic and language.

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

_ARE: Final = (
    r"\b(?:are you|you are|you're|were you|you were|aren't you)(?: \w+ly| now| still| not| or| an?| bit| little)*"
)
_HAVE: Final = (
    r"\b(?:do you have|have you got|you have|you've got|did you have|if you have)(?: any| a| an| some| more)*"
)
_ARE_DE: Final = r"\b(?:sind sie|sie sind|bist du|du bist|waren sie)(?: derzeit| noch| schon| eigentlich| ein| eine)*"
_YOURS_DE: Final = r"\b(?:ihr|dein)(?:e|em|en|er|es)?"
_ARE_FR: Final = r"\b(?:(?:etes|etiez)[- ]vous|vous etes|es[- ]tu|tu es)(?: \w+ment| deja| encore| un| une)*"
_HAVE_FR: Final = r"\b(?:avez[- ]vous|vous avez|as[- ]tu|tu as)(?: deja| un| une| des| de jeunes| de)*"
_YOURS_FR: Final = r"\b(?:votre|vos|ton|ta|tes)"
_ARE_ES: Final = r"\b(?:es|esta|eres|estas)(?: usted| actualmente| un| una)*"
_HAVE_ES: Final = r"\b(?:tiene|tienes)(?: usted| algun| alguna| un| una| mas)*"
_YOURS_ES: Final = r"\b(?:su|tu|sus|tus)"
_YOURS_IT: Final = r"\b(?:suo|sua|suoi|sue|tuo|tua|tuoi|tue)"
_YOURS_PT: Final = r"\b(?:seu|sua|seus|suas|teu|tua)"
_ARE_NL: Final = r"\b(?:bent u|ben je|ben jij)(?: een| nog| al)*"
_HAVE_NL: Final = r"\b(?:heeft u|hebt u|heb je|heb jij)(?: een| al| nog)*"
_YOURS_NL: Final = r"\b(?:uw|je|jouw)"
_ENDING: Final = r" *(?:[?!.,;]|$)"
_END: Final = rf"(?={_ENDING})"

PHRASES: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
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
        rf"{_ARE} (?:too|getting|rather) (?:old|young)\b(?! to (?:the|this))",
        rf"{_ARE} (?:over|under|above|below|older than|younger than) (?:the age of )?(?!1[68]\b|21\b)[1-9]\d{_END}",
        rf"{_ARE} (?:part of |from )?(?:digital native|millennial|(?:baby )?boomer|gen(?:eration)? [xyz])\b",
        r"\b(?:work|working|report|reporting|managed|led)\b[^.?!]{0,30}\b(?:younger|much older|older) "
        r"(?:manager|boss|supervisor|than you|colleagues?|people)\b",
        # German
        r"\bwie alt (?:sind sie|bist du|waren sie)\b",
        rf"{_YOURS_DE} alter(?= *(?:[?.,!;]|$|und\b|oder\b|nennen|verraten|fragen))",
        rf"{_YOURS_DE} (?:geburtsdatum|geburtstag|geburtsjahr)\b",
        r"\bwann (?:sind sie|bist du|wurden sie|wurdest du) geboren\b",
        r"\b(?:gehen|wollen|mochten|planen|gehst|willst|mochtest) (?:sie|du)\b[^.?!]{0,25}\b(?:in rente"
        r"|ruhestand|pension)\b",
        # French
        r"\bquel age (?:avez|vous|as|tu)\b",
        rf"{_YOURS_FR} (?:age|date de naissance|annee de naissance)\b(?! (?:des|du|de la) )",
        r"\b(?:quand|en quelle annee) (?:etes[- ]vous|es[- ]tu|vous etes) nee?s?\b",
        r"\b(?:prendre|prendrez|partir|partirez) [^.?!]{0,15}\bretraite\b",
        # Spanish
        rf"\bcuantos anos (?:tiene|tienes|cumple|cumples)(?: usted)?{_END}",
        r"\b(?:cual es|dig\w+|puedo saber|que es|indique|indica) (?:su|tu) edad\b|\bque edad (?:tiene|tienes)\b",
        rf"{_YOURS_ES} (?:fecha|ano) de nacimiento\b",
        r"\b(?:cuando|en que ano) (?:naciste|nacio usted)\b",
        rf"\b(?:cuando|piensa|piensas) [^.?!]{{0,20}}\bjubilar(?:se|te)\b{_END}",
        # Italian, Portuguese, Dutch
        rf"\bquanti anni (?:ha|hai)(?: lei| tu)?{_END}",
        rf"{_YOURS_IT} (?:eta|data di nascita)\b",
        rf"\bquantos anos (?:voce |o senhor |a senhora )?(?:tem|tens){_END}",
        r"\b(?:qual (?:e )?)(?:a )?(?:sua|tua) idade\b",
        rf"{_YOURS_PT} data de nascimento\b",
        r"\bhoe oud (?:bent u|ben je|ben jij)\b",
        rf"{_YOURS_NL} (?:leeftijd|geboortedatum|geboortejaar)\b",
    ),
    "family": (
        rf"{_ARE} (?:married|divorced|widowed|pregnant|in a relationship|dating|breast-?feeding|childless"
        r"|engaged(?! (?:in|with|by|on|at))|single(?![- ]?(?:hand|thread|page|source|point|mind|respons|sign|tenant))"
        r"|(?:single )?(?:mother|father|mum|mom|dad|parent(?! (?:class|node|process|company)))|expecting"
        r" (?:a )?(?:baby|child))\b",
        r"\byour (?:wife|husband|spouse|boyfriend|girlfriend|fiancee?|kids|son|daughter|marriage|marital|maiden name"
        r"|in-laws|relationship status|household|childcare|child care|pregnancy|home life|caring responsibilities)\b",
        r"\byour (?:family|families)\b(?! of\b)",
        r"\byour (?:partner|other half)\b(?! (?:team|compan|organi|api|program|integration|network|in\b"
        r"|on\b|at\b|agenc|bank|firm))",
        r"\byour (?:children|parents)\b(?! (?:node|element|component|process|thread|class|page|menu))",
        r"\byour (?:mother|father)\b(?! (?:tongue|node|company))",
        rf"{_HAVE} (?:(?:small|young|school[- ]age) )?(?:children|kids|babies|baby|dependants|dependents"
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
        rf"{_HAVE} (?:caring|family|caregiving|childcare|parental|domestic) (?:responsibilit|obligation"
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
        rf"{_ARE_DE} (?:verheiratet|ledig|geschieden|verwitwet|schwanger|alleinerziehend|in einer"
        rf" beziehung|liiert|verlobt"
        rf"|single{_END}|mutter{_END}|vater{_END})",
        r"\b(?:haben sie|hast du|mochten sie|mochtest du|wollen sie|willst du|planen sie|planst du|wunschen sie sich)"
        r"(?: \w+){0,3},? (?:kinder|nachwuchs|einen partner|eine partnerin|kinderwunsch|familie|familiare"
        r" verpflichtungen|partnerin|ehepartner)\b",
        rf"{_YOURS_DE} (?:familie|frau|mann|ehemann|ehefrau|partnerin|lebenspartner(?:in)?|kinder"
        rf"|schwangerschaft|familienstand"
        r"|familienplanung|kinderbetreuung|eltern|ehe|kinderwunsch)\b(?! (?:von produkt|der produkt))",
        r"\bschwanger (?:werden|zu werden)\b|\bwie viele kinder haben sie\b",
        # French
        rf"{_ARE_FR} (?:mariee?|celibataire|divorcee?|enceinte|en couple|pacsee?|veuf|veuve|mere de"
        rf" famille|pere de famille|fiancee?)\b",
        rf"{_HAVE_FR} (?:d')?(?:enfants?|conjoint|mari|famille)\b",
        r"\bcombien d'enfants\b|\btomber enceinte\b|\bfonder une famille\b",
        r"\b(?:souhaitez|voulez|comptez|envisagez|prevoyez|pensez)[- ]vous(?: \w+){0,3}"
        r" (?:d')?(?:enfants?|bebe|enceinte)\b",
        rf"{_YOURS_FR} (?:mari|femme|epouse|epoux|conjointe?|compagn(?:e|on)|situation (?:familiale"
        rf"|maritale|matrimoniale)"
        r"|grossesse|vie (?:privee|de famille)|statut marital|enfants)\b|\bvotre famille\b(?! de )",
        # Spanish
        rf"{_ARE_ES} (?:casad[oa]|solter[oa]|divorciad[oa]|viud[oa]|embarazada|comprometid[oa]{_END}"
        rf"|madre{_END}|padre{_END})",
        rf"{_HAVE_ES} (?:hijos|ninos|familia|pareja|novi[oa]|espos[oa]|marido|cargas familiares)\b",
        r"\b(?:piensa|piensas|planea|planeas|quiere|quieres|desea|deseas)(?: usted)?(?: en)? (?:tener"
        r"|formar)(?: mas| una)? (?:hijos|familia)\b",
        rf"{_YOURS_ES} (?:estado civil|espos[oa]|marido|mujer|embarazo|hijos)\b|\b(?:su|tu) (?:pareja"
        rf"|familia)\b(?! de )"
        r"|\bcuantos hijos (?:tiene|tienes)\b|\bquedar(?:se|te) embarazada\b",
        # Italian, Portuguese, Dutch
        rf"\b(?:e|sei|lei e) (?:sposat[oa]|divorziat[oa]|incinta|fidanzat[oa]|nubile|celibe|vedov[oa]|single{_END})",
        r"\b(?:ha|hai|vuole|vuoi|pensa|pensi|intende|desidera)(?: di)?(?: avere)?(?: dei)? (?:figli"
        r"|bambini|una famiglia)\b",
        rf"{_YOURS_IT} (?:marito|moglie|stato civile|gravidanza|figli|fidanzat[oa])\b|\b(?:sua|tua) famiglia\b(?! di )",
        r"\b(?:voce e|e|esta|voce esta) (?:casad[oa]|solteir[oa]|divorciad[oa]|viuv[oa]|gravida)\b",
        r"\b(?:tem|pretende ter|quer ter|planeja ter|pensa em ter|deseja ter)(?: mais)? (?:filhos|marido"
        r"|namorad[oa]|uma familia)\b",
        rf"{_YOURS_PT} (?:estado civil|marido|espos[oa]|gravidez|filhos|companheir[oa])\b|\bsua"
        rf" familia\b(?! de )|\bquantos filhos\b",
        rf"{_ARE_NL} (?:getrouwd|gehuwd|zwanger|vrijgezel|gescheiden|alleenstaand|verloofd)\b",
        rf"(?:{_HAVE_NL}|\b(?:wilt u|wil je)(?: nog)?) (?:kinderen|gezin|kinderwens|partner{_END}|relatie{_END})",
        rf"{_YOURS_NL} (?:man|vrouw|partner|gezin|kinderen|gezinssituatie|burgerlijke staat"
        rf"|zwangerschap)\b(?! (?:in|van) de middle)",
    ),
    "health": (
        r"\b(?:do you (?:have|suffer from|take|live with)|you (?:have|suffer from)|have you (?:had"
        r"|got))(?: any| a| an| some)*"
        r"(?: (?:known|serious|chronic|physical|mental|medical|underlying|pre-existing|hidden))*"
        r" (?:disabilit(?:y|ies)|illness(?:es)?"
        r"|diseases?|health (?:problem|issue|condition|concern)s?|conditions?|medical (?:condition"
        r"|problem|issue|histor)\w*|medications?"
        r"|allerg(?:y|ies)|impairments?|handicaps?|injur(?:y|ies)|drugs|depression|anxiety|adhd|autism"
        r"|epilepsy|diabetes|cancer|hiv)\b"
        r"(?! (?:variable|check|under which|for|about|data|record))",
        rf"{_ARE} (?:disabled|handicapped|healthy|ill|sick(?! of)|autistic|depressed|in good health|able[-"
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
        r"\bhow tall are you\b|\bhow much do you weigh\b" + rf"|\bwhat(?:'s| is) your (?:height|weight){_END}",
        rf"\bdo you (?:smoke|vape|drink alcohol|take drugs|use drugs|drink{_END})",
        r"\bwhat (?:is|'s) (?:wrong with you|your disability)\b|\bhow (?:did|was) you(?:r)? (?:injured|disab\w+)",
        # German
        r"\b(?:haben sie|hast du|leiden sie|leidest du|hatten sie)(?: unter| an)?(?: \w+){0,2}"
        r" (?:krankheit(?:en)?|(?:schwer)?behinderung"
        r"|vorerkrankung(?:en)?|gesundheitlich\w+ (?:problem\w*|einschrankung\w*)|allergien|depression(?:en)?)\b",
        rf"{_ARE_DE} (?:(?:schwer)?behindert|krank|gesund|chronisch krank|raucher(?:in)?)\b",
        rf"{_YOURS_DE} (?:gesundheit|gesundheitszustand|krankheit(?:en)?|(?:schwer)?behinderung"
        rf"|krankengeschichte|fehlzeiten)\b(?!s|-)",
        r"\bwie oft (?:waren|sind|fehlten|fehlen) sie\b[^.?!]{0,20}\bkrank\b|\bnehmen sie(?: \w+)?"
        r" (?:medikamente|drogen)\b|\brauchen sie\b",
        # French
        r"\b(?:avez|souffrez|etes)[- ]vous(?: \w+){0,3} (?:d'une )?(?:maladies?|handicap|handicapee?"
        r"|probleme\w* de sante|malade|depression)\b",
        rf"{_YOURS_FR} (?:sante|etat de sante|handicap|maladie|arrets? maladie|poids{_END})\b",
        r"\b(?:prenez|consommez)[- ]vous(?: \w+){0,2} (?:medicaments|drogues?|alcool)\b|\bfumez[- ]vous\b",
        # Spanish
        r"\b(?:tiene|tienes|padece|padeces|sufre|sufres)(?: usted)?(?: de)?(?: alguna?| algun| una?)?"
        r" (?:enfermedad(?:es)?|discapacidad"
        r"|problemas? de salud|alergias?|condicion medica|minusvalia)\b",
        rf"{_YOURS_ES} (?:salud|estado de salud|discapacidad|enfermedad|historial medico|estatura)\b",
        rf"\b(?:toma|tomas)(?: usted)?(?: alguna?| algun)? medica\w+|\bfumas?(?: usted)?{_END}",
        # Italian, Portuguese, Dutch
        r"\b(?:ha|hai|soffre|soffri)(?: di)?(?: \w+){0,2} (?:malattie?|disabilita|problemi di salute"
        r"|invalidita|handicap)\b",
        rf"{_YOURS_IT} (?:salute|disabilita|stato di salute|malattia)\b",
        r"\b(?:tem|sofre de|possui)(?: \w+)? (?:doencas?|deficiencia|problemas? de saude)\b",
        rf"{_YOURS_PT} (?:saude|estado de saude|deficiencia|doenca)\b",
        rf"{_HAVE_NL}(?: \w+)? (?:ziektes?|beperking|handicap|gezondheidsproblemen|aandoening)\b",
        rf"{_YOURS_NL} (?:gezondheid|ziekte|handicap|ziekteverzuim|beperking)\b|{_ARE_NL} (?:ziek"
        rf"|gehandicapt|gezond)\b",
    ),
    "religion": (
        r"\byour (?:own )?(?:religion|religious|faith(?! in\b)|church(?! management| software)|mosque"
        r"|synagogue|parish|denomination"
        r"|creed|belief in god|headscarf|hijab|turban|kippah)\b",
        rf"{_ARE} (?:religious(?! about)|christian|muslim|jewish|jew|hindu|buddhist|catholic|protestant"
        rf"|atheist|sikh|mormon"
        r"|evangelical|practi[sc]ing (?:catholic|muslim|jew|christian|hindu)|believer(?! (?:in|of) (?!god)))\b",
        r"\bdo you (?:believe in god|pray\b|go to (?:church|mosque|synagogue|temple|mass)|attend"
        r" (?:church|mosque|synagogue|temple|mass)"
        r"|attend (?:a|any|the) (?:church|mosque|synagogue|temple)|observe (?:the |any )?(?:sabbath"
        r"|shabbat|ramadan|lent|religious)|fast (?:during|for|in)|wear (?:a |the )?(?:headscarf|hijab"
        r"|turban|veil)"
        r"|celebrate (?:christmas|easter|hanukkah|eid|ramadan|diwali|passover)|keep kosher|belong to (?:a"
        r"|any) (?:church|religio))",
        r"\b(?:what|which) (?:religion|church|faith)\b|\breligious (?:beliefs|holidays|practices"
        r"|views)\b[^.?!]{0,30}\byou\b",
        r"\byou\b[^.?!]{0,30}\b(?:off|absent|leave)\b[^.?!]{0,20}\b(?:religious|sabbath|ramadan)\b"
        r"|\b(?:on|for) (?:the sabbath|religious reasons)\b",
        # German
        r"\bwelche[rn]? (?:religion|konfession|glaubens|kirche)\b",
        rf"{_YOURS_DE} (?:religion|konfession|glaube(?! an\b)|religionszugehorigkeit|kirche|kopftuch)\b",
        rf"{_ARE_DE} (?:religios|glaubig|christ(?:in)?|m(?:u|o)slem|muslim(?:in)?|judisch|jude|judin"
        rf"|katholisch|evangelisch|atheist(?:in)?)\b",
        r"\bglauben sie an gott\b|\bglaubst du an gott\b|\bgehen sie in die (?:kirche|moschee)\b|\bbeten"
        r" sie\b|\btragen sie(?: ein)? kopftuch\b",
        # French
        rf"{_YOURS_FR} (?:religion|confession|foi|croyances?|eglise|convictions religieuses|voile)\b"
        rf"|\bquelle religion\b",
        rf"{_ARE_FR} (?:croyante?|pratiquante?|catholique|musulmane?|juif|juive|chretienne?|athee"
        rf"|protestante?|bouddhiste)\b",
        r"\bcroyez[- ]vous en dieu\b|\bportez[- ]vous (?:le |un )?(?:voile|foulard)\b|\bfaites[- ]vous"
        r" (?:le )?ramadan\b",
        # Spanish
        rf"{_YOURS_ES} (?:religion|fe(?! en)|creencias?(?: religiosas?)?|iglesia)\b|\bque religion\b",
        rf"{_ARE_ES} (?:catolic[oa]|cristian[oa]|musulman[a]?|judi[oa]|ate[oa]|religios[oa]|creyente"
        rf"|practicante{_END})",
        r"\bcrees?(?: usted)? en dios\b|\b(?:va|vas)(?: usted)? a (?:misa|la iglesia)\b",
        # Italian, Portuguese, Dutch
        rf"{_YOURS_IT} (?:religione|fede(?! n)|confessione|credo)\b|\bche religione\b|\bcred[ei] in dio\b",
        r"\b(?:e|sei|lei e) (?:cattolic[oa]|musulman[oa]|ebre[oa]|cristian[oa]|religios[oa]|credente"
        r"|praticante|ate[oa])\b",
        rf"{_YOURS_PT} (?:religiao|fe(?! em)|crenca|igreja)\b|\bqual (?:e )?(?:a )?(?:sua )?religiao\b"
        rf"|\bacredita em deus\b",
        r"\bvoce e (?:catolic[oa]|evangelic[oa]|cristao|crista|muculman[oa]|judeu|judia|ateu|ateia|religios[oa])\b",
        rf"(?:{_YOURS_NL}|\bwelk) (?:geloof|religie|godsdienst|kerk)\b|{_ARE_NL} (?:gelovig|religieus"
        rf"|christelijk|moslim|joods|katholiek)\b",
        r"\bgelooft u in god\b|\bgeloof je in god\b",
    ),
    "origin": (
        r"\bwhere (?:are|were) you (?:really |originally |actually )?from\b|\bwhere do you (?:really "
        r"|originally )?come from\b"
        r"|\b(?:what|which) (?:country|nation|part of the world) (?:are|were|do) you (?:\w+ )?(?:from"
        r"|come from|born)\b",
        r"\bwhere (?:were you|did you) (?:born|raised|brought up|grow up)\b|\byou (?:were )?born in\b"
        r"|\bwhich country (?:were|are) you\b",
        r"\byour (?:own )?(?:nationality|citizenship|ethnicity|ethnic|racial|skin|mother tongue|native"
        r" (?:language|tongue|country)"
        r"|first language(?! model)|ancestry|ancestors|country of (?:origin|birth)|place of birth"
        r"|birthplace|home country|caste"
        r"|immigration|green card|cultural (?:background|origins?)|family background|foreign accent)\b",
        r"\byour race\b(?! (?:condition|detect|strateg|time|car|team|result|telemetry|track|day))"
        r"|\byour accent\b(?! colou?r)|\byour (?:origins|heritage|roots)\b(?! (?:polic|header|url|server"
        r"|node|cause|certificate|railway))",
        rf"{_ARE} (?:(?:us|u\.s\.|american|british|eu|german|french|canadian|foreign|dual|legal)"
        rf" )?(?:citizen|national|immigrant|foreigner"
        r"|refugee|asylum seeker|minority|person of colou?r)\b",
        rf"{_ARE} (?:black|white|asian|hispanic|latin[oa]|african|arab|indian|chinese|mexican|turkish"
        rf"|polish|russian|roma|german|french"
        rf"|italian|spanish|american|british|foreign)(?= or\b| by\b|{_ENDING})",
        r"\b(?:are|were) you(?: an?)? (?:\w+ )?native(?: \w+)? speaker\b|\bis \w+ your (?:first|native"
        r"|mother|second)\b",
        r"\bwhat (?:kind|sort) of (?:name|accent)\b|\byour (?:last |first |family |sur)?name (?:come"
        r" )?from\b|\bis that an? \w+ (?:name|accent)\b",
        r"\b(?:what|which) languages? (?:do|did) you (?:speak|grow up speaking)(?: \w+)? (?:at home|with your)\b",
        r"\bhow long have you (?:lived|been living|been) in (?:this country|the (?:us|uk|states|country)"
        r"|america|england|germany)\b",
        r"\byou have an? (?:\w+ )?accent\b|\byou speak (?:\w+ ){1,2}at home\b",
        r"\b(?:without|no|strong|heavy|slight|foreign|thick) (?:foreign )?accent\b(?! colou?r)",
        # German
        rf"\bwoher (?:kommen sie|kommst du|stammen sie|stammst du)(?= eigentlich| ursprunglich| und\b|"
        rf" her\b|{_ENDING})",
        r"\bwoher (?:kommt|stammt) ihr(?:e familie| name| akzent)\b|\bwo (?:sind sie|bist du|wurden sie)"
        r" (?:geboren|aufgewachsen)\b",
        rf"{_YOURS_DE} (?:herkunft|nationalitat|staatsangehorigkeit|staatsburgerschaft|muttersprache"
        rf"|akzent|ethnie|hautfarbe|abstammung"
        r"|migrationshintergrund|heimatland|geburtsort|wurzeln)\b|\bhaben sie(?: einen)? migrationshintergrund\b",
        rf"{_ARE_DE} (?:auslander(?:in)?|muttersprachler(?:in)?|fluchtling|deutscher?{_END})",
        # French
        r"\bd'ou (?:venez|viens|etes|es)[- ](?:vous|tu)\b",
        rf"{_YOURS_FR} (?:nationalite|origines?|pays d'origine|lieu de naissance|langue maternelle|accent"
        rf"|couleur de peau|ethnie|race"
        r"|citoyennete|pays natal)\b(?! (?:des|du) (?:donnee|probleme))",
        r"\b(?:ou|dans quel pays) (?:etes[- ]vous|es[- ]tu|avez[- ]vous|as[- ]tu) (?:nee?s?|grandi)\b",
        rf"{_ARE_FR} (?:francaise?|etrangere?|immigree?|noire?|arabe|maghrebine?){_END}",
        # Spanish
        rf"\bde donde (?:eres|vienes|es usted|viene usted)\b|\bde donde es{_END}",
        rf"{_YOURS_ES} (?:nacionalidad|pais de origen|lugar de nacimiento|origen etnico|raza|etnia|acento"
        rf"|lengua materna|idioma materno"
        r"|ciudadania|color de piel)\b|\bdonde (?:naciste|nacio usted|creciste)\b",
        rf"{_ARE_ES} (?:extranjer[oa]|inmigrante|indigena|gitan[oa]|hablante nativ[oa])\b",
        # Italian, Portuguese, Dutch
        rf"\b(?:da|di) dove (?:vieni|sei|viene lei|e lei)\b|\bda dove viene{_END}|\bdove (?:e nat[oa]|sei nat[oa])\b",
        rf"{_YOURS_IT} (?:nazionalita|origine|origini|etnia|razza|cittadinanza|lingua madre|accento|paese d'origine)\b",
        r"\bde onde voce (?:e|vem)\b|\bonde voce nasceu\b",
        rf"{_YOURS_PT} (?:nacionalidade|raca|etnia|sotaque|lingua materna|cor da pele|pais de origem"
        rf"|origem etnica|naturalidade)\b",
        rf"\bwaar kom(?:t u| je| jij) (?:\w+ )?vandaan\b|{_YOURS_NL} (?:nationaliteit|afkomst|moedertaal"
        rf"|accent|etniciteit|geboorteland|huidskleur)\b",
    ),
    "gender": (
        r"\byour (?:own )?(?:gender|sexual (?:orientation|preferences?|identity)|sexuality|sex|sex life)\b"
        r"(?! (?:pay|balance|bias|diversity|equality|data|classif|distribution|gap|detection))",
        r"\byou identify as\b|\byou\b[^.?!]{0,20}\blgbt\w*\b",
        rf"{_ARE} (?:gay|lesbian|bisexual|heterosexual|homosexual|queer|transgender|transsexual"
        rf"|trans{_END}|straight{_END}"
        rf"|man{_END}|woman{_END}|male{_END}|female{_END}|man or\b|male or\b|straight or\b|non-?binary|lgbt\w*)",
        r"\bas (?:a|an|the only) (?:woman|man(?![- ]in[- ]the)|female(?! connector)|male(?! connector)"
        r"|mother|father|mum|mom|dad|lady|girl)\b",
        r"\b(?:work|working|report|reporting)\b[^.?!]{0,15}\b(?:for|with|under|to) (?:a )?(?:woman|women"
        r"|man|men|female|male)\b(?!'s|[- ]in[- ]the)",
        r"\bdo you (?:date|prefer|like|sleep with) (?:men|women|boys|girls)\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"{_YOURS_DE} (?:sexuelle orientierung|sexualitat|geschlecht|geschlechtsidentitat)\b",
        rf"{_ARE_DE} (?:schwul|lesbisch|homosexuell|heterosexuell|bisexuell|trans\w*|queer)\b|\bals frau\b"
        rf"|\bals mutter\b",
        rf"{_YOURS_FR} (?:orientation sexuelle|sexualite|sexe|genre|identite de genre|vie sexuelle)\b(?!"
        rf" (?:de|musical))",
        rf"{_ARE_FR} (?:homosexuelle?|gay|lesbienne|heterosexuelle?|bisexuelle?|transgenre"
        rf"|transexuelle?)\b|\ben tant que femme\b",
        rf"{_YOURS_ES} (?:orientacion sexual|sexualidad|sexo|identidad de genero|preferencias?"
        rf" sexual(?:es)?)\b|\bcomo mujer\b",
        rf"{_ARE_ES} (?:gay|homosexual|lesbiana|bisexual|transexual|heterosexual|trans)\b",
        rf"{_YOURS_IT} (?:orientamento sessuale|sessualita|sesso)\b|\b(?:e|sei) (?:gay|omosessuale|lesbica"
        rf"|bisessuale)\b|\bcome donna\b",
        rf"{_YOURS_PT} (?:orientacao sexual|sexualidade|identidade de genero)\b|\bvoce e (?:gay"
        rf"|homossexual|lesbica|bissexual|trans)\b",
        rf"{_YOURS_NL} (?:seksuele geaardheid|seksuele orientatie|geslacht|geaardheid)\b|{_ARE_NL} (?:homo"
        rf"|lesbisch|hetero\w*|trans\w*)\b",
    ),
    "politics": (
        r"\byour (?:own )?(?:political|politics|party affiliation)\b(?! (?:science|data|campaign|ad|map))",
        r"\b(?:who|whom|which party|what party) (?:did|do|will|would|have) you (?:vote|support)\b|\bdid"
        r" you vote\b(?! on)",
        r"\bhow (?:do|did|will) you (?:usually )?vote\b(?! on)|\bwhich (?:political )?party\b[^.?!]{0,20}\byou\b",
        rf"{_ARE} (?:democrat|republican|socialist|communist|left[- ]wing|right[- ]wing|politically active"
        rf"|member of (?:a|any|the) (?:\w+ )?party"
        rf"|conservative{_END}|liberal{_END}|feminist)\b",
        r"\bwhat do you think (?:of|about) (?:the )?(?:president|prime minister|chancellor|last election"
        r"|abortion|brexit|trump|biden)\b",
        r"\bdo you support (?:the )?(?:\w+ party|president|brexit|trump|biden)\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"\bwelche[rn]? partei\b[^.?!]{{0,30}}\b(?:sie|du)\b|\bwen (?:haben|wurden|wahlen)"
        rf" sie\b[^.?!]{{0,20}}\b(?:gewahlt|wahlen){_END}",
        rf"{_YOURS_DE} politisch\w*\b|\b(?:sind sie|gehoren sie)(?: \w+){{0,3}} partei{_END}",
        rf"{_YOURS_FR} (?:(?:opinions?|convictions?|idees|preferences?|engagement|bord|appartenance)"
        rf" politiques?|parti politique)\b",
        r"\bpour qui (?:avez[- ]vous vote|votez[- ]vous|as[- ]tu vote)\b|\bquel parti (?:soutenez|votez)\b",
        rf"{_YOURS_ES} (?:(?:opinion|opiniones|ideas?|afiliacion|preferencias?|ideologia) politicas?"
        rf"|ideologia|partido politico)\b",
        r"\bpor quien (?:voto|votaste|vota|votas)\b|\ba que partido\b",
        rf"{_YOURS_IT} (?:opinioni|idee|orientamento|opinione) politic\w+\b|\bper chi (?:ha votato|hai"
        rf" votato|vota|voti)\b",
        rf"{_YOURS_PT} (?:opiniao|opinioes|ideologia|posicao|filiacao) politica?s?\b|\bem quem (?:voce"
        rf" )?(?:votou|vota)\b",
        rf"{_YOURS_NL} politieke\b|\bop (?:wie|welke partij) (?:stemt u|stem je|heeft u gestemd|heb je gestemd)\b",
    ),
    "union": (
        r"\b(?:are|were|have) you(?: ever| been| a| an| active| currently)*(?: (?:member|part))?(?: (?:of"
        r"|in))?(?: a| any| the)?"
        r" (?:(?:trade|labou?r|workers'?|worker's) )?(?:union(?:ist|ized|ised)?|works council)\b(?!"
        r" (?:type|find|quer|all|operator|jack))",
        r"\byour (?:trade |labou?r )?union\b(?! (?:type|find|quer|all|operator|jack))|\bunion (?:member"
        r"|membership|organi[sz]er)\b[^.?!]{0,20}\byou\b",
        r"\bdo you (?:support|belong to|want to join|plan to join|intend to join|believe in)(?: a| any|"
        r" the)? (?:trade |labou?r )?unions?\b"
        r"(?! (?:type|quer))|\bwould you (?:join|vote for)(?: a| the)? (?:trade |labou?r )?union\b",
        r"\b(?:feel|think|opinion) (?:about|of|on) (?:trade |labou?r |joining a )unions?\b|\bhave you"
        r" (?:ever )?(?:gone|been) on strike\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"\b(?:sind|waren|gehoren) sie(?: \w+){{0,4}} (?:gewerkschaft\w*|betriebsrat\w*){_END}"
        rf"|{_YOURS_DE} gewerkschaft\w*\b|\bbist du(?: \w+){{0,3}} gewerkschaft\w*",
        rf"{_ARE_FR}(?: \w+){{0,3}} (?:d'un )?(?:syndiquee?|syndicat)\b|{_YOURS_FR} (?:syndicat"
        rf"|(?:appartenance|activite) syndicale)\b",
        rf"\b(?:pertenece|perteneces|esta|estas|es|eres)(?: \w+){{0,4}} (?:sindicato|sindicad[oa]"
        rf"|sindicalista)\b|{_YOURS_ES} sindicato\b",
        rf"\b(?:e|sei|ha|hai)(?: \w+){{0,3}} (?:sindacato|sindacalista)\b|{_YOURS_IT} sindacato\b",
        rf"\b(?:sindicalizad[oa]|(?:membro|filiad[oa]) (?:de|a|ao) (?:um |algum )?sindicato)\b|{_YOURS_PT} sindicato\b",
        rf"\b(?:lid van (?:een|de) vakbond|vakbondslid)\b|{_YOURS_NL} vakbond\b",
    ),
    "criminal_record": (
        r"\bhave you (?:ever )?(?:been (?:arrested|convicted|in (?:prison|jail)|to (?:prison|jail)"
        r"|imprisoned|charged with (?:a|any) (?:crime|offen[cs]e|felony)|accused of a crime)"
        r"|broken the law|committed a crime|had (?:trouble|problems) with the (?:law|police)|spent time"
        r" in (?:prison|jail))\b",
        rf"{_HAVE} (?:criminal|police|arrest)[ -](?:record|history|background|convictions?)\b"
        rf"|{_HAVE} (?:(?:prior|previous|past|criminal|unspent) )*convictions\b|\byour (?:criminal|arrest"
        rf"|police) (?:record|history|past|background)\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        r"\bvorbestraft\b|\b(?:haben sie|ihre|hast du)(?: \w+)? vorstrafen\b|\b(?:ihr|haben sie ein)(?:"
        r" \w+)? (?:fuhrungszeugnis|strafregister)\b",
        r"\b(?:votre|un|avez[- ]vous un) casier judiciaire\b|\bavez[- ]vous (?:deja )?ete (?:condamnee?"
        r"|arretee?|incarceree?)\b|\bfait de la prison\b",
        r"\bantecedentes (?:penales|policiales|criminais)\b|\b(?:ha|has) sido (?:arrestad[oa]|detenid[oa]"
        r"|condenad[oa])\b|\bestado en (?:la )?(?:carcel|prision)\b",
        r"\b(?:precedenti|carichi) penali\b|\bfedina penale\b|\b(?:ja )?foi pres[oa]\b|\bficha criminal\b",
        rf"\b(?:{_HAVE_NL}|{_YOURS_NL}) strafblad\b",
    ),
    "finances": (
        r"\byour (?:own |personal |private )*(?:credit (?:score|rating|history|report|card debt)|debts"
        r"|finances|bankruptcy|mortgage|bank account"
        r"|financial (?:situation|status|obligations|troubles)|personal debt)\b"
        r"(?![- ](?:model|scoring|api|product|engine|service|system|platform|team|pipeline|feature|app"
        r"|calculator|function))",
        rf"{_HAVE} (?:mortgage|debts?(?! in)|(?:personal|private|student|outstanding) (?:debts?|loans?)"
        rf"|money problems|financial (?:problems|difficulties))\b",
        r"\bdo you (?:own|rent) (?:your|a) (?:own )?(?:home|house|apartment|flat)\b|\bdo you own a car\b",
        rf"{_ARE} (?:in debt|bankrupt|in financial (?:trouble|difficult\w+)|home ?owner)\b|\b(?:declared"
        rf"|filed for|filed) bankruptcy\b|\bgone bankrupt\b",
        # German, French, Spanish, Italian, Portuguese, Dutch
        rf"{_YOURS_DE} (?:privaten )?(?:schulden|schufa\w*|finanzielle\w* (?:situation|lage|verhaltnisse))\b",
        r"\bhaben sie(?: private| viele)? (?:schulden|lohnpfandungen|eine lohnpfandung)\b|\bsind sie verschuldet\b",
        rf"{_YOURS_FR} (?:situation financiere|endettement|dettes(?! techniques)|finances personnelles)\b"
        rf"|\bavez[- ]vous des dettes\b(?! techniques)|\betes[- ]vous endettee?\b",
        rf"{_HAVE_ES} (?:deudas(?! tecnicas)|hipoteca)\b|{_YOURS_ES} (?:deudas|situacion (?:financiera"
        rf"|economica)|historial crediticio|hipoteca)\b(?! tecnicas)",
        rf"\b(?:ha|hai) (?:dei )?debiti\b(?! tecnici)|{_YOURS_IT} (?:situazione (?:finanziaria|economica)"
        rf"|debiti)\b(?! tecnici)",
        rf"\b(?:tem|possui) dividas\b(?! tecnicas)|{_YOURS_PT} (?:situacao financeira|dividas)\b(?!"
        rf" tecnicas)|\bnome sujo\b",
        rf"{_HAVE_NL} schulden\b|{_YOURS_NL} (?:schulden|financiele situatie)\b",
    ),
}  # fmt: skip

# What a job description may not ask for. These speak of candidates in general.
REQUIREMENT_PHRASES: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
        r"\b(?:maximum|max\.?) age\b|\bage limit\b|\baged? (?:between )?\d\d(?: ?(?:-|–|to|and) ?\d\d)?\b",
        r"\b(?:under|below|younger than|not older than|no older than|up to) \d\d(?: years)?(?: old| of age)\b",
        r"\bunder (?:the age of )?(?:30|35|40|45|50)\b(?! (?:minutes|ms|seconds|people|%|percent|hours|days))",
        r"\byoung (?:and (?:dynamic|energetic|motivated)|candidates?|people only|professionals? only"
        r"|wom[ae]n|m[ae]n)\b",
        r"\bdigital natives?\b|\bhochstalter\b|\bnicht alter als\b|\bbis (?:maximal )?\d\d jahre alt\b"
        r"|\bzwischen \d\d und \d\d jahren\b",
        r"\bmoins de \d\d ans\b(?! d'exp)|\bmenor(?:es)? de \d\d anos\b|\bedad (?:maxima|minima|entre)\b"
        r"|\beta massima\b|\bidade maxima\b",
    ),
    "gender": (
        r"\b(?:male|female|men|women) (?:candidates?|applicants?|only|preferred)\b|\b(?:only|preferably)"
        r" (?:men|women|males?|females?)\b",
        r"\bsexo (?:masculino|femenino|feminino)\b|\b(?:homme|femme)s? uniquement\b|\bnur (?:manner|frauen)\b",
    ),
    "family": (
        r"\b(?:unmarried|childless)\b|\b(?:no|without) (?:children|kids|family (?:obligations"
        r"|commitments))\b|\bmarital status\b|\bkinderlos\w*\b",
        r"\bsin hijos\b|\bsolter[oa]s?\b|\bsans enfants?\b|\bcelibataire\b|\bsem filhos\b|\bungebunden\b",
    ),
    "religion": (
        r"\b(?:practi[sc]ing|devout|committed|born[- ]again) (?:christian|catholic|muslim|jew)\w*\b"
        r"|\b(?:must be|only) (?:a )?(?:christian|muslim|catholic|jewish|hindu)s?\b",
        r"\bof (?:christian|muslim|catholic|jewish) faith\b|\bkonfessionszugehorigkeit\b",
    ),
    "origin": (
        r"\bnative(?:[- ]level)?(?: \w+)? speakers?\b|\bmother[- ]tongue\b|\bnative (?:english|german"
        r"|french|spanish|dutch|italian)\b",
        r"\bmuttersprachler\w*\b|\bmuttersprache\b|\blangue maternelle\b|\b(?:lengua|idioma) matern[oa]\b"
        r"|\bhablantes? nativ[oa]s?\b|\bmadrelingua\b"
        r"|\bmoedertaal\b|\blingua materna\b",
        r"\b(?:us|u\.s\.|german|british|french|eu|local) (?:citizens?|nationals?|passport holders?)"
        r" only\b|\b(?:without|no) (?:foreign )?accent\b",
        r"\bof (?:european|german|western|local|asian) (?:origin|descent|nationality)\b",
    ),
    "health": (
        r"\b(?:perfect|excellent|good) health\b|\bnon-?smokers?\b",
        r"\bno (?:disabilit|health (?:issue|problem)|medical condition)\w*\b",
    ),
    "union": (r"\bnon-?union (?:members?|candidates?)\b|\bno union members?\b",),
}  # fmt: skip
