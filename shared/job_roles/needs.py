"""What a sentence of a job description says of the things in it: a must-have, a nice-to-have, or not asked for at all.

Pure functions.
"""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from shared.resumes.fields.text import fold

type Need = Literal["must", "nice", "none"]

_NICE: Final = (
    r"nice[- ]to[- ]have|(?:is |are |be )?an? (?:big |real |strong )?(?:plus|bonus|advantage|asset)\b"
    r"|bonus(?: points)?\b|preferred|preferably"
    r"|desirable|desired|ideally|optional(?:ly)?|not (?:strictly|absolutely) required|nicht (?:zwingend"
    r"|unbedingt) \w+|would be (?:great|nice|good)|beneficial"
    r"|advantageous|welcome\b"
    r"|von vorteil|wunschenswert|idealerweise|gern gesehen|pluspunkt|optional|nice to have|un (?:vrai"
    r" )?plus\b|un atout|souhaite\w*|apprecie\w*"
    r"|idealement|deseable|valorable|se valora(?:ra)?n?\b|un plus|preferible\w*|gradit[oa]|preferibil\w+"
    r"|desejavel|diferencial|een pre\b|pluspunt|bij voorkeur"
)
_MUST: Final = (
    r"must(?:[- ]have)?s?\b|required|requirement|mandatory|essential|necessary|at least|minimum|need(?:ed"
    r"|s)?\b|requires?\b|you have|proven|ein muss\b|zwingend|erforderlich"
    r"|voraussetzung\w*|mindestens|notwendig|requis\w*|exige\w*|obligatoire|indispensable|au moins"
    r"|imprescindible|requisito\w*|obligatori[oa]"
    r"|minim[oa]|richiest[oa]|necessari[oa]|obrigatori[oa]|vereist|noodzakelijk"
)
_NEEDED: Final = (
    r"(?:required|requirement|necessary|needed|essential|mandatory|a must|prerequisite|erforderlich|notwendig|notig"
    r"|vorausgesetzt|voraussetzung|requis\w*|exige\w*|necessaires?|obligatoires?|indispensables?|necesari\w+"
    r"|imprescindibles?"
    r"|obligatori\w+|requerid\w+|necessari\w*|richiest\w+|obrigatori\w+|vereist|nodig|noodzakelijk)"
)
# "no experience with X required", "X is not necessary", "you do not need to know X"
_UNASKED: Final = (
    rf"\b(?:no|without|kein(?:e[nrms]?)?|aucune?|ningun\w*|nessun\w*|nenhum\w*|geen)\b[^.;:]{{0,80}}?\b{_NEEDED}\b"
    rf"|\b(?:not|nicht|pas|no|non|nao|niet)(?: (?:a|an|es|son|e|sono|strikt|une?))? {_NEEDED}\b"
    r"|\b(?:do not|don't|does not|doesn't|did not) (?:need|require|have to)\b|\bneed(?: not|n't)\b|\bno need (?:to"
    r"|for)\b|\bneed no\b"
    r"|\b(?:musst?|mussen|brauchst|brauchen) (?:sie |du )?(?:\w+ )?(?:nicht|kein\w*)\b|\bno se (?:requiere|necesita"
    r"|exige)\w*"
    r"|\bn'est pas (?:exige|demande)\w*|\bwe (?:do not|don't|never|no longer) (?:use|work with)\b"
)
NICE_CUE, MUST_CUE = re.compile(rf"\b(?:{_NICE})"), re.compile(rf"\b(?:{_MUST})")
_UNASKED_CUE = re.compile(_UNASKED)
_PIECE = re.compile(
    r"[,;()]|\s[-–—]\s|\b(?:but|while|whereas|and|aber|wahrend|und|mais|et|pero|mientras|y|ma|mas|maar|en)\b(?=\s)"
)


class _Cue(NamedTuple):
    """Words that say how much something is needed. `leads`: they come before what they speak of."""

    need: Need
    start: int
    end: int
    leads: bool


class _Part(NamedTuple):
    """`aside`: it stands in brackets."""

    start: int
    cue: _Cue | None
    aside: bool


def need_at(text: str, start: int, end: int, place: tuple[int, int]) -> Need | None:
    """What the sentence `text[start:end]` says of what stands at `place` in it; None: nothing.

    The words of its own part of the sentence count; else those before it that lead a list ("ideally X, Y"), those after
    it that end one ("X and Y are required"), and at last any that go before.
    """
    parts, unasked = _parts(fold(text[start:end]))
    at, last = place[0] - start, place[1] - start
    number = max(index for index, part in enumerate(parts) if part.start <= at or index == 0)
    own = parts[number].cue
    if (own is None or own.need == "none") and any(first < last and at < final for first, final in unasked):
        return "none"
    if own:
        return own.need
    following = parts[number + 1] if number + 1 < len(parts) else None
    if following and following.cue and following.aside:  # "German (nice to have)"
        return following.cue.need
    before = next((part.cue for part in reversed(parts[:number]) if part.cue), None)
    after = next((part.cue for part in parts[number + 1 :] if part.cue), None)
    if before and before.leads:
        return before.need
    if after and not after.leads:
        return after.need
    return before.need if before else None


@lru_cache(maxsize=8)
def _parts(folded: str) -> tuple[list[_Part], list[tuple[int, int]]]:
    """The parts of a sentence, and where it says that something is not needed. All that it names asks for the same."""
    cuts = [found.span() for found in _PIECE.finditer(folded)]
    begins, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(folded)]
    parts = [
        _Part(start, _cue(folded, start, end), folded[start - 1 : start] == "(")
        for start, end in zip(begins, ends, strict=True)
    ]
    return parts, [found.span() for found in _UNASKED_CUE.finditer(folded)]


def _cue(folded: str, first: int, last: int) -> _Cue | None:
    """The cue of one part of a sentence."""
    for need, pattern in _CUES:
        if found := pattern.search(folded, first, last):
            words = folded[first : found.start()].strip(" -–•*·:")
            return _Cue(need, *found.span(), leads=len(words.split()) < _LEADING_WORDS)
    return None


_LEADING_WORDS: Final = 2  # before a cue that leads: "you need", "we require"
_CUES: Final[tuple[tuple[Need, re.Pattern[str]], ...]] = (
    ("nice", NICE_CUE),
    ("none", _UNASKED_CUE),
    ("must", MUST_CUE),
)
