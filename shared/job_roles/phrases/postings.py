"""What may not be asked of candidates: phrases of job descriptions, rubric criteria and requirements.

They are matched against folded text, in which "ß" is "s". `POSTINGS` say so themselves; `LOOSE` could be said of
others, too, and mean candidates where they stand alone or beside words for them.
"""

from typing import Final

from shared.job_roles.phrases.common import END, Characteristic

_AGE: Final = r"[2-6]\d"  # of grown-ups; lower numbers are of children and of years of experience
_FROM: Final = r"(?:1[6-9]|[2-6]\d)"  # of a range
_TO: Final = r" ?(?:-|–|to|and|bis|und|a|et|y) ?"
_NO_TIME: Final = r"(?! (?:d'|de |of |in |as |mit )?(?:exp|work|erfahr|beruf))"
_NEEDED: Final = (
    r"(?:is |ist |es )?(?:strictly |zwingend )?(?:required|mandatory|needed|essential|necessary|only|a must"
    r"|erforderlich|zwingend"
    r"|vorausgesetzt|notwendig|voraussetzung|exigee?|requise?|obligatoire|indispensable|uniquement|requerida"
    r"|obligatoria"
    r"|imprescindible|exigida)"
)

POSTINGS: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
        r"\b(?:maximum|max\.?) age\b|\bage limit\b|\bhochstalter\b|\bedad (?:maxima|minima|entre)\b|\beta massima\b"
        r"|\bidade maxima\b|\blimite d'age\b|\bage (?:maximum|maximal)\b",
        rf"\baged (?:between )?{_AGE}\b|\b(?:age|edad|alter):? {_AGE}(?:{_TO}{_AGE})?\b",
        rf"\b(?:under|below|younger than|not older than|no older than|up to) {_AGE} years (?:old|of age)\b",
        rf"\bbetween {_FROM}{_TO}{_AGE} years (?:old|of age)\b|\bnicht alter als {_AGE}\b|\b{_AGE} jahre alt\b",
        rf"\b(?:zwischen|de|entre) {_FROM}{_TO}{_AGE} (?:jahren?|ans|anos)\b{_NO_TIME}",
        rf"\bmoins de {_AGE} ans\b{_NO_TIME}|\bmenor(?:es)? de {_AGE} anos\b",
        r"\byoung,? (?:and )?(?:dynamic|energetic|motivated)\b(?! (?:team|company|organi))|\byoung (?:candidates?"
        r"|people only"
        r"|applicants?)\b|\bno older (?:applicants?|candidates?|people|workers)\b",
        r"\brecent (?:high[- ]?school |school )?leavers? only\b",
        r"\bjunge?[rnsm]?,? (?:(?:und )?\w+,? )?(?:mitarbeiter|kolleg|bewerber|kandidat|aushilf|verkaufer)\w*",
        r"\bjeunes? (?:candidate?|vendeu|hote)\w*|\b(?:candidat[oa]|persona)s? jov\w+|\bjov\w+ (?:candidat|dinamic"
        r"|emprend)\w*",
    ),
    "gender": (
        r"\b(?:male|female|men|women) (?:candidates?|applicants?|only|preferred)\b|\b(?:only|preferably)"
        r" (?:men|women|males?|females?)\b|\b(?:fe)?male \w+ (?:wanted|needed|required|only|preferred)\b",
        r"\b(?:looking for|want|wanted|seek\w*|hir(?:e|ing)) (?:an? )?(?:\w+ )?(?:man|woman|lady|girl|gentleman"
        r"|male|female)\b",
        r"\bsexo (?:masculino|femenino|feminino)\b|\b(?:homme|femme)s? uniquement\b|\bsolo (?:hombres|mujeres"
        r"|chic[oa]s)\b",
        r"\bnur (?:manner|frauen|mannliche|weibliche)\b|\b(?:mannliche|weibliche)[rn]? (?:bewerber|kandidat"
        r"|mitarbeiter|person)\w*"
        r"|\b(?:mann|frau|dame) (?:gesucht|bevorzugt)\b|\b(?:ledige|kraftige|starke)r? (?:mann|frau)\b",
        r"\b(?:cherchons|recherchons|cherche|recherche) (?:une? )?(?:jeune )?(?:homme|femme|fille|hotesse)\b"
        rf"|\b(?:jeune )?(?:homme|femme|fille) (?:de {_AGE}|dynamique|celibataire|souhaitee?)\b",
        r"\b(?:buscamos|se busca|se necesita|requerimos) (?:una? )?(?:chic[oa]|hombre|mujer|senorita|varon)\b"
        rf"|\b(?:hombre|mujer|chic[oa]|varon) (?:solter[oa]|joven|de {_AGE}|entre)\b",
    ),
    "family": (
        r"\b(?:unmarried|childless)\b|\b(?:no|without) (?:family|caring) (?:obligations|commitments|responsibilities)\b"
        r"|\bkinderlos\w*\b|\b(?:no|not) (?:be )?pregnant\b|\bnot (?:be )?married\b",
        r"\bsin (?:hijos|cargas(?: familiares)?)\b|\bsolter[oa]s?\b|\bsans (?:enfants?|charges? (?:de famille"
        r"|familiales?))"
        rf"(?={END}| et| ni)|\bcelibataire\b|\bsem filhos\b|\b(?:ungebunden|ledig)(?:e[rn]?)?\b",
    ),
    "religion": (
        r"\b(?:practi[sc]ing|devout|committed|born[- ]again) (?:christian|catholic|muslim|jew)\w*\b"
        r"|\b(?:must be|only) (?:a )?(?:christian|muslim|catholic|jewish|hindu)s?\b",
        r"\bof (?:christian|muslim|catholic|jewish) faith\b|\bkonfessionszugehorigkeit\b"
        r"|\bpraktizierende[rn]? (?:christ|katholik|muslim|protestant)\w*",
        r"\b(?:no|without|ohne|kein(?:e[nrm]?)?|sans|sin) (?:a |einem? |un )?(?:headscar\w+|hijab|kopftuch|voile"
        r"|velo|foulard)\b",
    ),
    "origin": (
        r"(?<!non-)(?<!non )\bnative(?:[- ]level)?(?: \w+)? speakers?\b|\bmother[- ]tongue\b",
        r"(?<!nicht-)\bmuttersprachler\w*\b|\bmuttersprache\b|\blangue maternelle\b|\b(?:lengua|idioma) matern[oa]\b"
        r"|\bhablantes? nativ[oa]s?\b|\bmadrelingua\b|\bmoedertaal\b|\blingua materna\b",
        r"\b(?:citizens?|nationals?|passport holders?) (?:by birth|only)\b|\bakzentfrei\w*|\b(?:without"
        r"|no) (?:foreign )?accent\b"
        r"|\bsans accent\b(?! (?:sur|mis)\b)|\bsin acento\b",
        rf"(?<!valid )\b(?:passport|citizenship|nationality) {_NEEDED}\b|\b\w+(?:staatsangehorigkeit"
        rf"|staatsburgerschaft) {_NEEDED}\b"
        rf"|\b(?:staatsangehorigkeit|staatsburgerschaft|nationalitat) {_NEEDED}\b",
        rf"\b(?:nationalite|nacionalidad) \w+ {_NEEDED}\b|\bnur (?:\w+ )?(?:staatsburger|staatsangehorige)\w*"
        r"|\bsolo (?:espanoles|nacionales|ciudadanos)\b",
        r"\bof (?:european|german|western|local|asian) (?:origin|descent|nationality)\b",
    ),
    "health": (
        rf"\b(?:in|of|enjoy\w*|have|has) (?:perfect|excellent|good|full) (?:physical |mental )?health(?={END}"
        rf"| and\b| with\b)"
        r"|\bnon-?smokers?\b|\bnichtraucher(?:in(?:nen)?)?\b|\bnon[- ]fumeu\w+\b|\bno fumador\w*",
        r"(?<!and )(?<!or )(?:\bno|\bfree (?:of|from)|\bwithout) (?:any )?(?:disabilit|health (?:issue|problem)"
        r"|medical condition"
        r"|chronic (?:illness|disease))\w*",
        r"(?<!und )(?<!oder )\b(?:keine|ohne|frei von) (?:behinderung|gesundheitliche\w* einschrankung"
        r"|vorerkrankung|krankheit)\w*",
        rf"(?<!ou )\ben (?:bonne|parfaite|excellente) sante(?={END})|\bsans handicap\b|\bsin discapacidad\w*",
    ),
    "union": (
        r"\bnon-?union (?:members?|candidates?)\b|\bno union members?\b|\b(?:not"
        r"|never)(?: be)?(?: an?)? (?:trade )?union"
        r" members?\b|\bnot(?: be)? (?:a )?members? of (?:a |any )?(?:trade )?union\b|\bkeine? gewerkschaftsmitglied\w*"
        r"|\bnon[- ]syndiquee?s?\b|\bno sindicad[oa]s?\b",
    ),
}  # fmt: skip

LOOSE: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
        rf"\b(?:under|below|younger than|(?:no|not) older than|unter|bis)(?: the age of| maximal| max\.?| zu)? {_AGE}"
        rf"(?: years| jahren?)?(?={END}| only\b| please\b| and\b| und\b)",
        rf"\b(?:zwischen |between )?{_FROM}{_TO}{_AGE}{END}",
        r"\bdigital natives?\b|\byoung (?:wom[ae]n|m[ae]n|professionals? only)\b|\bjunge?[rn]? (?:frau|mann|dame)\w*"
        r"|\bjeunes? (?:femme|homme|fille|garcon)s?\b|\b(?:chic[oa]|hombre|mujer)s? jov\w+|\bjung(?:,| und dynamisch)",
        r"\byouthful\b|\bjugendlich\w*",
    ),
    "gender": (r"\b(?:fe)?males?\b|\b(?:no )?(?:wom[ae]n|m[ae]n)\b(?!'s| of\b)"
        r"|\b(?:hombre|mujer|homme|femme|mann|frau)\b",),
    "family": (
        r"\b(?:no|without) (?:\w+ )?(?:children|kids|family)\b|\bmarital status\b|\b(?:keine"
        r"|ohne) (?:\w+ )?(?:kinder|familie)\b"
        r"|\bmarried\b|\bsingle (?:m[ae]n|wom[ae]n|person)\b|\bverheiratet\w*|\bmariee?\b|\bcasad[oa]\b",
    ),
    "religion": (r"\b(?:christian|muslim|catholic|jewish|hindu|christlich|katholisch|evangelisch)\b",),
    "origin": (
        r"\bnative (?:english|german|french|spanish|dutch|italian)\b|\b(?:german|french|european|american"
        r"|british) (?:passport"
        r"|citizens?|nationals?)\b",
        r"\b(?:deutsche|deutscher) (?:staatsangehorigkeit|staatsburger\w*|pass)\b|\bnationalite \w+\b"
        r"|\bnacionalidad \w+\b",
    ),
    "health": (
        r"\b(?:perfect|excellent|good) health\b|\b(?:physically|mentally) (?:fit|healthy)\b|\bable-?bodied\b"
        r""
        r"|\bgesund(?:e[rn]?)?\b|\bkorperlich (?:fit|belastbar)\b|\bbonne (?:sante|condition physique)\b"
        r"|\bbuena salud\b"
        r"|\bbuena presencia\b",
    ),
}  # fmt: skip

# Words for candidates; in a sentence with them, loose phrases mean them.
CANDIDATES: Final = (
    r"\b(?:candidat\w*|applicants?|bewerber\w*|bewerbung\w*|kandidat\w*|aspirantes?|postulantes?|you are"
    r"|must (?:not )?be|should be"
    r"|we (?:want|seek|look)|looking for|someone|gesucht|suchen|cherch\w+|recherch\w+|buscamos|se busca|ideal(?:ly"
    r"|erweise)?"
    r"|sie sind|du bist|vous etes|leavers?|graduates?|required|preferred|erforderlich|bevorzugt|only|nur)\b"
)
# How a criterion begins that says what somebody is or has.
IS: Final = r"\W*(?:is|be|being|has|ist|hat|est|es|esta|tiene)\b"
NAMED: Final = r"\b(?:candidat\w*|applicants?|bewerber\w*|kandidat\w*|aspirantes?|postulantes?)\b"
# Words for those whom the work is for, and for things that have an age or a state of their own.
OTHERS_WORK: Final = (
    r"\b(?:patient\w*|clients?|customers?|users?|residents?|children|kids|pupils|students?|guests?|families|ward"
    r"|classes|class"
    r"|teach\w*|treat\w*|car(?:e|es|ing) (?:for|of)|look\w* after|mentor\w*|coach\w*|support\w*|serv(?:e|es|ing"
    r"|ers?)|work\w* with"
    r"|trains?|your (?:clients|group)|apps?|forms?|products?|insurance|cache|files?|records?|data|vehicles?|minutes"
    r"|ms|seconds"
    r"|clearance|regardless of|any age|all ages"
    r"|h/f|m/w|m/f|f/m|/(?:femme|frau|mujer|woman)|ou (?:une )?femme|o mujer|all genders"
    r"|encouraged|unabhangig|ungeachtet|egal"
    r"|patienten|kund\w+|kinder\w*|schuler\w*|bewohner\w*|betreu\w+|begleite\w*|unterstutz\w*|arbeite\w* mit"
    r"|garantie|pfleg\w+"
    r"|enfants|patients|usagers|eleves|accompagn\w+|encadr\w+|form(?:ez|er)|soutien\w*|quel que soit"
    r"|pacientes?|clientes?|ninos|alumnos|usuarios?|mayores|acompan\w+|apoy\w+|atencion|atend\w+|cualquier)\b"
    r"|\b(?:homme|mann|hombre|man)/"
)
