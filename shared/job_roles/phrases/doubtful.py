"""Questions that may be about a protected characteristic or about the work: a recruiter looks at them."""

from typing import Final

from shared.job_roles.phrases.common import YOURS_DE, YOURS_FR, Characteristic

DOUBTFUL: Final[dict[Characteristic, tuple[str, ...]]] = {
    "age": (
        r"\byoung (?:and dynamic )?team\b|\bjunge\w*(?: und dynamische\w*|, dynamische\w*)? team\b|\bjeune equipe\b"
        r"|\bequipe jeune\b"
        r"|\bequipo joven\b|\byou(?:'re| are|r being)?\b[^.?!]{0,20}\boverqualified\b|\bare you overqualified\b",
    ),
    "family": (
        rf"{YOURS_DE} partner\b|{YOURS_FR} partenaire\b|\byour partner (?:in|at|on)\b|\bsu situacion familiar\b",
        r"\b(?:personal|private|home|domestic) (?:circumstances|situation|life)\b|\bprivate(?:n|s|r)? (?:umstande"
        r"|situation|leben)\b"
        r"|\bvie privee\b|\bvida (?:privada|personal)\b",
        r"\b(?:famil(?:y|ie|le|ia)|kinder|children|enfants|hijos)\b[^.?!]{0,20}\b(?:work|job|beruf|arbeit|travail"
        r"|trabajo)\b[^.?!]{0,20}"
        r"\b(?:vereinbaren|balance|concilier|conciliar)\b",
    ),
    "health": (
        r"\b(?:physically|mentally) (?:fit|resilient|able)\b|\b(?:korperlich|psychisch) (?:fit|belastbar)\b"
        r"|\bcondition physique\b"
        r"|\bhow many days were you absent\b|\bforma fisica\b",
    ),
    "origin": (
        r"\b(?:do you have|hold) an? (?:\w+ )?passport\b|\bwhere did you learn (?:english|german|french|spanish)\b"
        r"|\bwo haben sie (?:so gut )?(?:deutsch|englisch) gelernt\b|\bcultural fit\b|\bfit culturally\b",
    ),
}  # fmt: skip
