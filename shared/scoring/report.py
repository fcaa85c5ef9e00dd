"""The two texts of a report: one for recruiters, one for the candidate. Neither holds a word of the other.

Both are composed by code. What the model wrote goes in only if it passes the checks here; otherwise the anchor's own
words, or neutral advice, stand in its place.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import Final, NamedTuple

from shared.interviews.steering import is_steering
from shared.models.score import DimensionScore
from shared.scoring.claims import is_borne_out, vocabulary
from shared.scoring.evidence import Evidence, comparable
from shared.scoring.rubric import RubricItem

INSUFFICIENT_EVIDENCE: Final = (
    "The candidate's words hold too little on this dimension that can be quoted, so it has no level and no score."
)
UNVERIFIED_RATIONALE: Final = "The model gave no reason that could be verified."
NOT_ASKED: Final = "The interview did not come to this dimension, so it has no level and no score."
FEEDBACK_OPENING: Final = (
    "Thank you for taking the time for this interview. These notes are about what you said in it and how such answers "
    "can be made stronger. They are not a result: a person reads the interview and decides."
)
LITTLE_WAS_SAID: Final = (
    "There was little in your answers on this. A concrete example of your own work, with what you did and what came of "
    "it, would help."
)
NOT_TALKED_ABOUT: Final = "The interview did not come to this."
NEUTRAL_ADVICE: Final = (
    "Answers like this are strongest with one concrete situation: what you did yourself, why you did it that way, and "
    "what came of it."
)
RATIONALE_CHARACTERS: Final = 600
FEEDBACK_CHARACTERS: Final = 400

_EXPLAINED: Final = {
    "no_evidence": "nothing the candidate said could be scored",
    "suspected_steering": "passages that look addressed to the interviewer's software were left out",
    "distress": "the candidate may have been unwell or in need; what they said of it was left out",
    "asked_to_stop": "the candidate said that they wanted to stop, or to speak with a person",
    "repeated_answers": "an answer was given again word for word",
    "low_recognition_confidence": "speech recognition was unsure of some of the candidate's words",
    "too_few_samples": "not every sample could be taken",
    "not_asked": "the interview did not come to it",
    "insufficient_evidence": "too little evidence",
    "low_agreement": "the samples disagree",
    "thin_evidence": "the evidence is one short passage",
    "shared_evidence": "all that is cited for it is cited for another dimension too",
    "fewer_follow_ups": "time ran out before each follow-up question on it was asked",
    "unverified_quotes": "the model gave quotes that do not stand in the candidate's answers; they were dropped",
    "judged_in_parts": "the transcript was too long for one reading and was judged in parts",
}

# Marks of a kind open and close a quote, as languages differ in which does what; at a word's edge apostrophes do too.
_MARKS: Final = ('"″＂', "“”„‟", "«»", "‹›", "「」", "『』", "`")
_MARK = re.compile(f"[{''.join(_MARKS)}]")
_QUOTED = re.compile(
    "|".join(
        [
            *(rf"[{kind}]([^{''.join(_MARKS)}]+)[{kind}]" for kind in _MARKS),
            r"(?<!\w)['‘’‚]([^'‘’]+(?:['’]\w[^'‘’]*)*)['‘’](?!\w)",
        ]
    )
)
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_AT_THE_ENDS = " \t\n.,;:!?"
# Who somebody is has no place in a judgement of what they said.
_PERSONAL = re.compile(
    r"\b(?:accents?|genders?|ethnic\w*|religio\w*|pregnan\w*|nationalit\w*|disabilit\w*|disabled|years old|"
    r"native speaker|skin colou?r|sexual\w*|mother tongue|marital|cancer|chemo\w*|miscarriage|maternity|paternity|"
    r"depress(?:ed|ion)|my (?:illness|disease|diagnosis|therapy|husband|wife|child(?:ren)?|kids))\b",
    re.IGNORECASE,
)
# Levels, scores, decisions, and talk about the candidate instead of to them.
_NOT_FOR_CANDIDATES = re.compile(
    r"\d|[<>]|https?:|\b(?:levels?|scor(?:e|es|ed|ing)|rat(?:ed|ing|ings)|rubrics?|anchors?|criteri(?:a|on)|grad(?:e|es|ed|ing)|"
    r"(?:full|top|high|higher|low|lower) marks?|rank\w*|percent\w*|out of (?:five|ten|a hundred)|hir(?:e|es|ed|ing)|"
    r"reject\w*|shortlist\w*|recommend\w*|(?:next|another) (?:round|stage|step)|you (?:have )?(?:passed|failed)|"
    r"(?:passed|failed) (?:the|this) interview|advance you|(?:our|the|a|final) decision|we (?:have )?decided|"
    r"candidates?|applicants?|recruit\w*|dimensions?|samples?|unqualified|(?:better|worse|stronger|weaker) than)\b",
    re.IGNORECASE,
)

_LEVEL_REFERENCE: Final = r"\b(?:level|anchor) {}\b"


class Judged(NamedTuple):
    """A dimension of the score with its rubric item and the feedback that the model gave on it."""

    item: RubricItem
    score: DimensionScore
    feedback: Sequence[str]


def checked_rationale(rationales: Iterable[str], item: RubricItem, level: int, evidence: Evidence) -> str:
    """The first rationale that can stand, else the level's anchor.

    It stands if it is short, does not steer, leaves out who the candidate is, and if what it quotes, its numbers and
    its names were said by the candidate or are the rubric's own; the level that was given may be named. A rationale
    that is dropped wrongly costs little, an invented fact in a report much: in doubt it is dropped.
    """
    wording = ". ".join([item.label, item.criteria, *item.anchors.values()])
    rubric = comparable(wording)
    known = evidence.vocabulary | vocabulary(_without_levels(wording, "[1-5]"))
    for text in map(_plain, rationales):
        if (
            0 < len(text) <= RATIONALE_CHARACTERS
            and not is_steering(text)
            and not _PERSONAL.search(text)
            and _quotes_only(text, lambda part: evidence.said(part) or comparable(part) in rubric)
            and is_borne_out(_without_levels(text, str(level)), known)
        ):
            return text
    return f"{UNVERIFIED_RATIONALE} The anchor of this level: {item.anchors[level]}"


def narrative_summary(
    overall: float | None,
    judged: Sequence[Judged],
    reasons: Sequence[str],
    turns: Mapping[str, Sequence[int]],
    *,
    stand_in: bool = False,
) -> str:
    """The text for recruiters: a line for the whole, one for each dimension, and what to look at, in which turns."""
    scored = [entry for entry in judged if entry.score.status == "scored"]
    total = f"Overall {overall:g} of 100" if overall is not None else "No overall score"
    share = f", {_share(scored, judged):.0%} of the weight" if 0 < len(scored) < len(judged) else ""
    lines = [f"{total}; {len(scored)} of {len(judged)} dimensions scored{share}."]
    if stand_in:
        lines.append("Scored by a stand-in model's rules, not by judgement: fit for trying things out only.")
    lines += [_on_dimension(entry) for entry in judged]
    if reasons:
        lines.append(f"For the reviewer: {'; '.join(_explained(reasons, turns))}.")
    return "\n".join(lines)


def candidate_feedback(judged: Sequence[Judged], evidence: Evidence) -> str:
    """The text for the candidate: nothing of levels, scores, the rubric or a decision.

    Subjects are named by the topics' titles, which the candidate has seen; names of dimensions are the rubric's.
    """
    lines: list[str] = []
    for item, score, feedback in judged:
        advice = LITTLE_WAS_SAID if score.evidence != NOT_ASKED else NOT_TALKED_ABOUT
        if score.status == "scored":
            advice = next(
                (text for text in map(_plain, feedback) if _fits_candidate(text, item, evidence)), NEUTRAL_ADVICE
            )
        subject = " and ".join(f"“{title}”" for title in item.titles)
        lines.append(f"On {subject}: {advice}" if subject else advice)
    return "\n".join([FEEDBACK_OPENING, *dict.fromkeys(lines)])


def _on_dimension(entry: Judged) -> str:
    item, score, _ = entry
    if score.level is None:
        return f"{item.label}: {score.evidence}"
    rationale = score.evidence.rstrip(".")
    quotable = next((one for one in score.citations if not _PERSONAL.search(one.quote)), None)
    shown = f" — “{_plain(quotable.quote)}” (turn {quotable.turn})" if quotable else ""
    return f"{item.label} (level {score.level} of 5): {rationale}{shown}."


def _share(some: Sequence[Judged], judged: Sequence[Judged]) -> float:
    total = fsum(entry.score.weight for entry in judged)
    return fsum(entry.score.weight for entry in some) / total if total else len(some) / len(judged)


def _explained(reasons: Sequence[str], turns: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Each kind of reason in words, with its turns or its dimensions."""
    dimensions: dict[str, list[str]] = {}
    for code, _, dimension in (reason.partition(":") for reason in reasons):
        dimensions.setdefault(code, []).append(dimension.replace("_", " "))
    for code, names in dimensions.items():
        where = ", ".join(filter(None, names))
        if told := turns.get(code):
            where = f"turn{'s' if len(told) > 1 else ''} {', '.join(map(str, told))}"
        yield f"{_EXPLAINED[code]} ({where})" if where else _EXPLAINED[code]


def _fits_candidate(text: str, item: RubricItem, evidence: Evidence) -> bool:
    said = comparable(text)
    return (
        0 < len(text) <= FEEDBACK_CHARACTERS
        and not _NOT_FOR_CANDIDATES.search(text)
        and not _PERSONAL.search(text)
        and not is_steering(text)
        and not any(comparable(anchor).rstrip(".") in said for anchor in item.anchors.values())
        and not (item.criteria and comparable(item.criteria).rstrip(".") in said)
        and _quotes_only(text, evidence.said)
        and is_borne_out(text, evidence.vocabulary | vocabulary("\n".join(item.titles)))
    )


def _quotes_only(text: str, may_be_quoted: Callable[[str], bool]) -> bool:
    """Whether every quote, in pieces where something is marked as left out, may be quoted, and none is left open."""
    quoted = map("".join, _QUOTED.findall(text))  # of the groups, one for each kind of mark, one is not empty
    parts = (part.strip(_AT_THE_ENDS) for fragment in quoted for part in _LEFT_OUT.split(fragment))
    return not _MARK.search(_QUOTED.sub("", text)) and all(may_be_quoted(part) for part in parts if part)


def _without_levels(text: str, level: str) -> str:
    """The text without "level 3" and "anchor 3": the 3 is no number of the candidate's."""
    return re.sub(_LEVEL_REFERENCE.format(level), "level", text, flags=re.IGNORECASE)


def _plain(text: str) -> str:
    """One line: white space collapsed, control characters gone."""
    return " ".join("".join(char if char.isprintable() or char.isspace() else "" for char in text).split())
