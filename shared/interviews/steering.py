"""Attempts to instruct the interviewer or the scorer instead of answering: whether and where. Pure functions."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from shared.utils.plain_text import Span, joined, lowered, plain, sentences

_MOST_PARTS = 300  # of a text, looked at one by one; the sentences of one that has more are taken together
# Text that pretends to be somebody else's message: nothing after it in the segment is the candidate's answer.
_SPEAKS_AS_ANOTHER = re.compile(
    r"^[\s#>*\[(<|]{0,8}(?:system|assistant|developer|interviewer)(?:\s(?:message|prompt|override|note))?[\s*]{0,3}[:\])>|]"
    r"|<\|?/?\s*(?:im_start|im_end|system|assistant|endoftext|candidate_answer)\b"
    r"|\[/?(?:inst|sys|system)\b|<</?sys>>",
    re.IGNORECASE | re.MULTILINE,
)


# Before a verb: somebody of whom the candidate tells that they do it, so that it is no instruction. Plurals are too.
_TOLD_OF_WRITTEN = """
    i we he she they it him her them us who which that rule setting policy flag user to could can would will might may
    did does ich wir er sie je j' nous il elle on yo
"""
_TOLD_OF = frozenset(_TOLD_OF_WRITTEN.split())
_NOBODY = frozenset({"this", "always", "perhaps", "thanks", "regards", "cheers", "marks", "points"})
_BETWEEN_WRITTEN = """
    do don't didn't have has had must should not never always just then also only usually often sometimes even once
    deliberately
"""
_BETWEEN = frozenset(_BETWEEN_WRITTEN.split())
_ADDRESSED = re.compile(
    r"\b(?:you|your|prompts?|ai|interviewer|scorer|evaluator|grader|assistant|model)\b", re.IGNORECASE
)
_READ_BEFORE = 50  # characters before a verb


# What makes an order of text that pretends to come from the system, and of a tag or mark that logs and files have too.
_ORDERS = r"""\b(?:(?:the|this)\ (?:(?:best|ideal|perfect)\ )?(?:candidate|applicant|answer)|award|full\ marks|ignore
    |disregard|hired?|instructions?|(?:score|rate|grade|level)\W{0,3}(?:\d|five|max|this|the|me\b|every|all|it\b|them)
    |you\ (?:are|must|should|shall|will|have\ to)|your\ (?:new\ )?(?:task|role|rules?|job))"""


class Steering(NamedTuple):
    """One way to instruct the interviewer or the scorer. Of each group of `needs`, one stands in any lower-cased text
    that `pattern` finds, so the pattern is tried only where it can succeed; looking for words is much faster."""

    needs: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]

    def finds(self, visible: str) -> bool:
        """Whether it stands in a text, and not only in what the candidate tells of somebody's doing."""
        found = self.pattern.search(visible)
        while found and _is_told(visible, found):
            found = self.pattern.search(visible, found.start() + 1)
        return found is not None


def _steering(pattern: str, *needs: str) -> Steering:
    """A group of words that are needed is written with bars between them."""
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL | re.VERBOSE)
    return Steering(tuple(tuple(group.split("|")) for group in needs), compiled)


# Attempts to instruct the interviewer or the scorer rather than to answer. Each pattern needs an instruction and its
# object together, so that talking about prompts, systems or marks as a subject is not caught.
STEERING = (
    _steering(
        r"""\b(?:ignore|disregard|forget|override|bypass)\b .{0,40}
            \b(?:previous|prior|above|earlier|your|system)\b .{0,30}
            \b(?:instructions?|prompts?|rules?|guidelines?|directions?|programming)\b""",
        "ignore|disregard|forget|override|bypass",
        "instruction|prompt|rule|guideline|direction|programming",
    ),
    _steering(
        r"""\b(?:give|award|grant|assign|rate|score|grade|mark)\b .{0,25}
            \b(?:me|this\ candidate|the\ candidate|my\ answers?|this\ answer|every\ dimension|everything)\b .{0,40}
            \b(?:full\ marks?|full\ score|top\ marks?|maximum|highest|perfect|level\ (?:5|five)|five\ stars?
              |\d{1,3}\ ?(?:/|out\ of)\ ?\d{1,3}|100\ ?%?)""",
        "full mark|full score|top mark|maximum|highest|perfect|level 5|level five|five star|/|out of|100",
        "give|award|grant|assign|rate|score|grade|mark",
    ),
    _steering(
        r"\b(?:give|award)\b .{0,25} \b(?:me|this\ candidate)\b .{0,20} \b(?:a\ )?(?:perfect|full|top|maximum)\b",
        "perfect|full|top|maximum",
        "give|award",
    ),
    _steering(
        r"""\b(?:set|make|change)\b .{0,20} \b(?:my|every|all\ the|all\ my)\b .{0,20}
            \b(?:scores?|marks?|ratings?|levels?|grades?)\b .{0,15}
            \bto\ (?:the\ )?(?:level\ )?(?:\d|five|hundred|full|max|top|highest|perfect)""",
        "score|mark|rating|level|grade",
        "set|make|change",
    ),
    _steering(
        r"""\b(?:reveal|show|print|repeat|output|tell\ me|share|leak|display)\b .{0,30}
            (?:\byour\b .{0,25} \b(?:system\ prompt|rubric|anchors?|hidden)\b
              | \b(?:the|this\ interview's)\ system\ prompt\b)""",
        "system prompt|rubric|anchor|hidden",
        "reveal|show|print|repeat|output|tell me|share|leak|display",
    ),
    _steering(
        r"\b(?:reveal|show|print|output|share|leak|display)\b .{0,30} \byour\b .{0,25} \binstructions\b",
        "instructions",
        "reveal|show|print|output|share|leak|display",
    ),
    _steering(
        r"""\byou\ are\ (?:now|no\ longer)\b .{0,60}
            \b(?:assistant|interviewer|ai|model|mode|dan|system|evaluator|passing)\b""",
        "you are now|you are no longer",
    ),
    _steering(
        r"""\b(?:act|behave|respond)\ as\ (?:if\ you|though\ you|a\ different|another|my)\b .{0,100}
            \b(?:instruction|rules|score|pass|hire)\b""",
        "act as |behave as |respond as ",
    ),
    _steering(
        r"""(?:^|\n) (?:\#{1,6}\ ?)? (?:\[|<\|?|\*\*)? \ ? (?:system|assistant|developer|im_start|interviewer)
            \ ? (?:message|prompt|override|note)? \ ? (?:\]|\|?>|\*\*)? \ ? : .{0,60}"""
        + _ORDERS,
        ":",
        "system|assistant|developer|im_start|interviewer",
    ),
    _steering(
        r"<\|(?:im_start|im_end|system|endoftext|assistant)\|> | <im_(?:start|end)> | \[/?INST\] | <</?SYS>>", "<|["
    ),
    _steering(r"</?\ ?candidate_answer\b [^>]{0,200} >", "<"),
    # Tags and marks that pasted configurations and logs have too.
    _steering(r"<[/|]?\ ?(?:system|assistant|move|notes|correction)\b(?!\.) [^<>]{0,60} > [^<]{0,100}" + _ORDERS, "<"),
    _steering(r"\[/?(?:SYS|SYSTEM)\] [^\[]{0,100}" + _ORDERS, "[sys|[/sys"),
    _steering(
        r"""\b(?:note|message|instruction)s?\ (?:to|for)\ (?:the\ )?
            (?:ai|scorer|grader|evaluator|interviewer|llm)\b .{0,100}"""
        + _ORDERS,
        "note|message|instruction",
        " ai|scorer|grader|evaluator|interviewer|llm",
    ),
    _steering(
        r"""\b(?:ignorier(?:e|t|en\ sie)|missachte|vergiss|vergessen\ sie|ignore[zr]?|oublie[zr]?|ignor[ae]|olvid[ae])\b
            .{0,30} \b(?:alle|deine|ihre|die|vorherigen|bisherigen|les|tes|vos|ces|las|tus|sus|estas)\b .{0,25}
            \b(?:anweisungen|instruktionen|vorgaben|regeln|instructions|consignes|r[eè]gles|instrucciones|reglas)\b""",
        "ignor|missachte|vergiss|vergessen sie|oublie|olvid",
        "anweisung|instruktion|vorgaben|regeln|instructions|consignes|gles|instrucciones|reglas",
    ),
    _steering(
        r"""\b(?:gib|geben\ sie|vergib|bewerte|donne[zr]?|attribue[zr]?|accorde[zr]?|dame|deme|asigna|ponme|otorga)\b
            .{0,30} \b(?:volle\ punkt|höchst|bestnote|stufe\ (?:5|fünf)|(?:note|niveau)\ maxim|meilleure\ note
            |niveau\ (?:5|cinq)|(?:puntuación|nota)\ m[aá]xima|m[aá]xima\ (?:puntuación|nota)|nivel\ (?:5|cinco))""",
        "volle punkt|höchst|bestnote|stufe|maxim|meilleure|niveau|xima|nivel",
        "gib|geben sie|bewerte|donne|attribue|accorde|dame|deme|asigna|ponme|otorga",
    ),
    _steering(
        r"""\b(?:as\ an\ ai|dear\ ai|hey\ ai)\b .{0,60} \byou\ (?:must|should|have\ to)\b .{0,40}
            \b(?:score|rate|pass|hire|recommend|mark)\b""",
        "as an ai|dear ai|hey ai",
    ),
    _steering(
        r"""\b(?:end|finish|skip|stop)\ the\ interview\b .{0,40} \b(?:and|with)\b .{0,40}
            \b(?:pass|hire|full|recommend|score|(?<!in\ )advance)\b""",
        " the interview",
    ),
)


def is_steering(text: str) -> bool:
    """Whether the text instructs the interviewer or the scorer instead of answering."""
    return _steers(plain(text))


def _steers(visible: str) -> bool:
    stands = lowered(visible).__contains__
    return any(
        steering.finds(visible) for steering in STEERING if all(any(map(stands, group)) for group in steering.needs)
    )


def _is_told(visible: str, found: re.Match[str]) -> bool:
    """Whether a verb has a subject ("I told him to ignore …"), so that no reader of the answer is spoken to."""
    before = visible[max(0, found.start() - _READ_BEFORE) : found.start()]
    before = before[max(map(before.rfind, ".!?\n")) + 1 :]
    if _ADDRESSED.search(before + found.group()):
        return False
    for word in reversed(before.casefold().split()):
        word = word.lstrip("\"'([")
        if word in _TOLD_OF or (len(word) > 3 and word.isalpha() and word.endswith("s") and word not in _NOBODY):
            return True
        if word not in _BETWEEN:
            return False
    return False


def steering_passages(text: str) -> list[Span]:
    """Where a text instructs the interviewer or the scorer, as (start, end) in code points, in order.

    A passage is a sentence, or two that steer only together; from a made-up message of the system on, it is all the
    rest. Text that steers as a whole and in no part of it is one passage. Empty for text that does not steer.
    """
    return _passages(text, is_steering)


def steering_in(visible: str) -> list[Span]:
    """The same of a text that is plain already."""
    return _passages(visible, _steers)


def _passages(text: str, steers: Callable[[str], bool]) -> list[Span]:
    if not steers(text):
        return []
    parts = _parts(text)
    found = [span for span in parts if steers(text[span[0] : span[1]])]
    alone = set(found)
    for first, second in pairwise(parts):
        if first not in alone and second not in alone and steers(text[first[0] : second[1]]):
            found.append((first[0], second[1]))
    if pretence := _SPEAKS_AS_ANOTHER.search(text):
        found.append((pretence.start(), len(text)))
    return joined(found) or [(0, len(text))]


def _parts(text: str) -> list[Span]:
    """The sentences of a text, or runs of them where it has very many."""
    spans = sentences(text)
    run = 1 + len(spans) // _MOST_PARTS
    return [(spans[first][0], spans[min(first + run, len(spans)) - 1][1]) for first in range(0, len(spans), run)]
