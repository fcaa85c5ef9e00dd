"""What questions about a protected characteristic are about: its words by language, and by the form that they fit."""

from typing import Final

from shared.job_roles.phrases.common import END, Characteristic
from shared.job_roles.phrases.grammar import Form, Language

_WHILE: Final = rf"(?:{END}|(?= (?:while|when|during|if|after|before)\b))"
_LATELY: Final = rf"(?:{END}|(?= (?:recently|before|lately|in the (?:last|past))\b))"
_SCHOOL_DE: Final = (
    r"(?:abitur|matura|(?:fach)?hochschulreife|schulabschluss|schule (?:beendet|verlassen|abgeschlossen))"
)

TOPICS: Final[dict[Characteristic, dict[Language, dict[Form, str]]]] = {
    "age": {
        "en": {"name": "age (?:group|bracket)"},
        "de": {"name": "lebensalter", "plan": r"in (?:den )?(?:vor)?(?:ruhestand|rente|pension)(?: zu)? (?:gehen"
            r"|treten)"},
        "fr": {"name": "age", "plan": rf"(?:prendre |partir (?:a |en )?)?(?:la |votre )?retraite{END}"},
        "es": {"plan": rf"jubilar(?:se|te){END}"},
    },
    "family": {
        "en": {
            "name": rf"nanny|babysitter|love life|dating life|ex-?(?:wife|husband)|fertility{END}",
            "state": rf"seeing (?:someone|anybody|anyone){END}|(?:married|divorced|separated|pregnant){END}"
                rf"|trying for a baby",
            "thing": r"fertility treatments?|ivf|an? abortion|miscarriages?"
            rf"|(?:nanny|babysitter){END}|(?:boyfriend|girlfriend|partner|family|kids|children)(?= at home)",
            "plan": rf"(?:manage|arrange|organi[sz]e|handle|sort out|pay for|afford) (?:your )?(?:child ?care"
                rf"|babysit\w+){_WHILE}"
            rf"|undergo\w* (?:\w+ )?fertility treatment|adopt(?:ing)? (?:a )?child\w*{END}",
            "live": "alone|with (?:a |your )?(?:partner|parents|boyfriend|girlfriend|spouse|family)",
        },
        "de": {
            "name": r"sohn|tochter|freundin|lebensgefahrt\w*|beziehungsstatus|hochzeit|scheidung|kinderplanung"
                r"|privatleben",
            "state": "verheiratet|ledig|geschieden|schwanger|getrennt lebend|vergeben|verwitwet|verlobt|alleinerziehend"
            r"|in einer (?:\w+ )?(?:beziehung|partnerschaft)",
            "plan": "heiraten|schwanger(?: zu)? werden|(?:kinder|kind|nachwuchs|familie)(?: zu)? (?:bekommen|haben"
                "|kriegen"
            "|grunden|adoptieren)|in elternzeit(?: zu)? gehen|elternzeit(?: zu)? nehmen",
            "live": rf"in einer (?:\w+ )?(?:beziehung|partnerschaft|ehe)|allein(?:e)?{END}"
                rf"|mit (?:\w+ )?(?:partner(?:in)?"
            "|familie|mann|frau|eltern)(?: zusammen)?",
        },
        "fr": {
            "name": r"situation de famille|vie (?:de couple|sentimentale|familiale|amoureuse)|(?<=votre )(?:fils|fille)"
            r"|petite? amie?|desir d'enfants?",
            "state": "mariee?s?|enceinte|pacsee?|en couple|maman|papa",
            "thing": rf"(?:petite? amie?|bebe|nounou){END}|conjointe?",
            "plan": r"(?:une |tomber )?(?:grossesse|enceinte)|(?:un |le )mariage|vous marier"
                r"|un conge (?:de )?(?:maternite"
            rf"|parental|paternite){END}|(?:avoir )?(?:un |des |d'autres |d')(?:enfants?|bebe){END}|fonder (?:une|un)"
            " (?:famille|foyer)",
            "live": rf"en couple|seule?{END}|avec (?:quelqu'un|votre|un compagnon|une compagne)",
        },
        "es": {
            "name": r"vida (?:amorosa|de pareja)",
            "state": "en pareja|separad[oa]|prometid[oa]|embarazada|casad[oa] o solter[oa]",
            "thing": r"(?:hijos|pareja|familia) a (?:su|tu) cargo|canguro|ninera",
            "plan": r"casar(?:se|te)|(?:tener|formar|adoptar)(?: mas| una| un)? (?:hijos|familia|bebe|nin[oa]s?)"
            r"|quedar(?:se|te) embarazada|ser (?:madre|padre)",
            "live": rf"sol[oa]{END}|en pareja|con (?:su|tu) (?:pareja|novi[oa]|familia|padres|marido|mujer)",
        },
    },
    "health": {
        "en": {
            "name": r"therapist|psychiatrist|time of the month|menopause|menstruation|mental illness"
                r"|disability status|sick notes?",
            "state": r"neurotypical|neurodivergent|on the spectrum|in (?:therapy|rehab)|bipolar"
            r"|(?:seeing|consulting) (?:a|any) (?:therapist|psychiatrist|psychologist|doctor)"
            r"|(?:chronically|mentally|seriously|terminally) ill"
            r"|(?:undergoing|receiving) (?:\w+ )?(?:medical |fertility )?(?:treatment|therapy)",
            "thing": r"(?:anti-?depressants?|painkillers?|tranquilli[sz]ers?)(?! (?:in|for|as|with)\b)"
                r"|psychiatric (?:help|treatment)|chemotherapy"
            rf"|(?:operations?|surger(?:y|ies)|therapy|(?:medical|hormone) treatment){_LATELY}",
            "plan": r"see(?:n|ing)? a (?:therapist|psychiatrist|psychologist)",
        },
        "de": {
            "name": r"(?:gesundheitlich|psychisch|seelisch|korperlich)\w* (?:verfassung|zustand|probleme\w*)"
                r"|therapeut(?:in)?",
            "state": "krank|gesund|schwerbehindert|behindert|krankgeschrieben|arbeitsunfahig|depressiv|suchtkrank"
            r"|in (?:\w+ )?(?:therapie|behandlung)",
            "thing": r"(?:(?:psychisch|gesundheitlich|korperlich|seelisch|chronisch|ernsthaft)\w* )+(?:probleme?"
                r"|erkrankung"
            "(?:en)?|leiden|beschwerden|krankheit(?:en)?|einschrankung(?:en)?|storung(?:en)?)"
            "|(?:schwerbehindertenausweis|burn-?out|fehltage|krankheitstage|hiv|krebs|depressionen)",
        },
        "fr": {
            "name": "sante (?:mentale|physique)|etat psychologique|psy|therapeute|maladies?",
            "state": r"malades?|handicapee?s?|depressi(?:f|ve)|en (?:arret maladie|therapie|depression)"
            r"|en (?:bonne|parfaite|mauvaise) sante|suivie? par un psy\w*|invalide|seropositi(?:f|ve)|alcoolique",
            "thing": "(?:problemes? |soucis? )(?:de sante|psychi\\w+|psychologi\\w+|mentaux|medicaux)"
            rf"|maladies?(?: chroniques?)?{END}|depression|burn-?out|handicap|cancer",
        },
        "es": {
            "state": "enferm[oa]s?|san[oa]|en (?:terapia|tratamiento(?: medico)?)|de baja(?: medica)?|deprimid[oa]"
            "|discapacitad[oa]|bien de salud",
            "thing": "enfermedad(?:es)?|problemas (?:de salud(?: mental)?|psicologicos|mentales|medicos)|depresion"
                "|ansiedad"
            "|antidepresivos|medicacion|medicamentos|discapacidad|cancer",
        },
    },
    "religion": {
        "en": {
            "name": "faith community|place of worship",
            "state": r"(?:a )?(?:churchgoer|born[- ]again|devout \w+|agnostic)",
            "attend": "church|mosque|synagogue|temple|mass|bible|friday prayers?|worship",
            "keep": "christmas|easter|hanukkah|eid|ramadan|diwali|passover|shabbat|sabbath|lent|yom kippur"
                "|religious|hijab"
            "|headscarf|kippah|turban|veil",
        },
        "de": {
            "name": "glaubensrichtung|konfession|religion|taufe",
            "state": "glaubig|religios|getauft|konfessionslos|judisch|muslimisch|katholisch|evangelisch|orthodox",
            "attend": r"(?:in die |in eine |zur |die |eine |den |in den )(?:kirche|moschee|synagoge|messe|beichte"
                r"|gottesdienst"
            "|tempel)",
            "keep": "ramadan|fastenmonat|sabbat|schabbat|weihnachten|ostern|chanukka|zuckerfest|kopftuch|kippa|turban",
        },
        "fr": {
            "name": "foi religieuse|pratique religieuse",
            "state": r"croyante?|pratiquante?|baptisee?|de confession \w+",
            "attend": "messe|eglise|mosquee|synagogue|culte|temple",
            "keep": "ramadan|careme|shabbat|kippour|kippa|voile|foulard|noel|religion",
        },
        "es": {
            "name": "fe religiosa|practicas? religiosas?",
            "state": "creyente|practicante|bautizad[oa]|religios[oa]",
            "attend": "misa|iglesia|mezquita|sinagoga|templo|culto",
            "keep": "ramadan|cuaresma|sabbat|navidad|religion|velo|hiyab|panuelo islamico|kipa|turbante",
        },
    },
    "origin": {
        "en": {
            "name": "passport(?= (?:do|did|have)\\b)|homeland|mother country|cultural roots|citizenship|nationality",
            "state": r"of (?:\w+ )?(?:descent|heritage)|(?:expat|migrant|foreign national)",
        },
        "de": {
            "name": r"staatsangehorigkeit|staatsburgerschaft|nationalitat|herkunft|muttersprache|(?:reise)?pass"
                r"|hautfarbe"
            r"|abstammung|ethnische \w+|herkunftsland|volksgruppe",
            "state": r"eingeburgert|migrant(?:in)?|zugewandert",
            "thing": r"migrationshintergrund|auslandische wurzeln|(?:deutschen|auslandischen) pass",
        },
        "fr": {
            "name": "passeport(?= avez| as)|pays (?:natal|de naissance)|nationalite|racines",
            "state": r"d'origine (?!de )\w+|nee? (?:a l'etranger|en \w+)|naturalisee?|immigree?",
            "thing": r"double nationalite|origines (?:etrangere|arabe|africaine|juive)s?",
        },
        "es": {
            "name": "pasaporte(?= tienes?)|nacionalidad|pais natal|lengua nativa",
            "state": r"de origen \w+|inmigrante|extranjer[oa]|nacid[oa] (?:aqui|en \w+)",
            "thing": "doble nacionalidad",
        },
    },
    "gender": {
        "en": {
            "name": "pronouns|sexual (?:orientation|identity|preference)|birth sex|gender identity",
            "state": "cis(?:gender)?|transitioning|in the closet|asexual|pansexual",
        },
        "de": {"name": "geschlecht|geschlechtsidentitat|pronomen|sexuelle (?:orientierung|identitat|neigung)"},
        "fr": {
            "name": "pronoms?|identite sexuelle",
            "state": "(?:homo|hetero|bi|trans)sexuel(?:le)?|transgenre|gay|lesbienne",
        },
        "es": {"name": "pronombres?|identidad sexual"},
    },
    "union": {
        "fr": {"state": r"(?:membre|adherente?) d'un(?: \w+)? syndicat"},
        "es": {"state": r"afiliad[oa] a (?:un |algun )?sindicato"},
    },
}  # fmt: skip

# Questions whose grammar is no form: when somebody was born or at school, who looks after whom, where parents are from.
OTHERS: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
        r"\b(?:when|what year|which year)\b[^.?!]{0,25} you\b[^.?!]{0,25}\b(?:primary|elementary|middle|grammar"
        r"|high) school\b",
        r"\bwelcher (?:jahrgang|generation)\b(?: \w+)? (?:sind|bist|gehoren) (?:sie|du)\b",
        rf"\b(?:wann|in welchem jahr) (?:haben|hast) (?:sie|du)\b[^.?!]{{0,30}}\b{_SCHOOL_DE}",
        r"\b(?:quand|en quelle annee)\b[^.?!]{0,25}\b(?:vous|tu)\b[^.?!]{0,15}\b(?:bac(?:calaureat)?|lycee|ecole"
        r"|brevet)\b",
        r"\b(?:cuando|en que ano) (?:termin|acab|finaliz|complet|hizo|hiciste|curs|dejo"
        r"|dejaste)\w*(?: usted)?(?: \w+){0,2}"
        r" (?:secundaria|bachillerato|instituto|escuela|colegio|universidad|primaria)\b",
        rf"\b(?:cuando|en que ano) nacio(?: usted)?{END}",
    ),
    "family": (
        r"\bwer (?:passt|achtet|schaut|kummert sich|betreut|holt)\b[^.?!]{0,20}\bihr(?:en?|em)? (?:nachwuchs|kind"
        r"|kleinen)\b",
        r"\b(?:vereinbaren|verbinden|schaffen|bekommen|bringen) (?:sie|du)(?: \w+){0,2} (?:familie|kinder|kind)(?:,"
        r"| und| mit)",
        r"\bconcili\w+[- ]vous\b[^.?!]{0,30}\b(?:famil\w+|enfants)\b|\b(?:concilias?"
        r"|compaginas?)(?: usted)?\b[^.?!]{0,25}"
        r"\b(?:famili\w+|hijos)\b",
    ),
    "health": (
        r"\bwie (?:viele|oft)\b[^.?!]{0,30}\b(?:fehlten|gefehlt|fehltage|krankheitstage|krankentage)\b",
        r"\bcombien de (?:jours|fois)[^.?!]{0,25}\b(?:malade|arret maladie)\b",
    ),
    "religion": (
        r"\b(?:what|which)(?: \w+)? holidays? do you (?:celebrate|observe|keep)\b|\b(?:fasten|beten) (?:sie|du)\b",
        r"\b(?:priez|jeunez)[- ]vous\b|\bvous (?:priez|jeunez)\b|\b(?:rezas?|ayunas?)(?: usted)?(?: durante|[?]|$)",
    ),
    "origin": (
        r"\bd'ou (?:viennent|sont)(?: \w+)? (?:vos|tes) (?:parents|grands-parents|ancetres)\b",
        r"\bde (?:que pais|donde) (?:es|son|viene|vienen|proceden?) (?:su|sus|tu|tus) (?:padres|familia|abuelos"
        r"|apellido"
        r"|acento)\b",
    ),
}  # fmt: skip
