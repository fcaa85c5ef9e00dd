"""What a job description may not ask for. These phrases speak of candidates in general."""

from typing import Final

from shared.job_roles.phrases.common import Characteristic

POSTINGS: Final[dict[Characteristic, tuple[str, ...]]] = {
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
