"""Attempts to instruct the interviewer or the scorer instead of answering: whether and where. Pure functions."""

import re
from itertools import pairwise
from typing import NamedTuple

from shared.utils.plain_text import lowered, plain

_SENTENCE = re.compile(r"\S(?:[^.!?…。！？\n]|[.!?…](?=\S))*[.!?…。！？]*")
# Text that pretends to be somebody else's message: nothing after it in the segment is the candidate's answer.
_SPEAKS_AS_ANOTHER = re.compile(
    r"^[\s#>*\[(<|]{0,8}(?:system|assistant|developer|interviewer)(?:\s(?:message|prompt|override|note))?[\s*]{0,3}[:\])>|]"
    r"|<\|?/?\s*(?:im_start|im_end|system|assistant|endoftext|candidate_answer|move|notes|correction)\b"
    r"|\[/?(?:inst|sys|system)\b|<</?sys>>",
    re.IGNORECASE | re.MULTILINE,
)


# Before a verb: somebody of whom the candidate tells that they do it, so that it is no instruction.
_TOLD_OF = re.compile(
    r"\b(?:i|we|he|she|they|it|him|her|them|us|who|which|that|rules?|settings?|polic(?:y|ies)|flags?|users?|to|"
    r"could|can|would|will|might|may|did|does)"
    r"(?:\ (?:to|can|could|will|would|do|does|did|don't|didn't|have|has|had|may|might|must|should|not|never|always|"
    r"just|then|also|only|usually|often|sometimes|even|once|deliberately))*\ ?$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:you|your|prompts?|ai|interviewer|scorer|evaluator|grader|assistant|model)\b", re.IGNORECASE
)
_READ_BEFORE = 50  # characters before a verb


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
            \b(?:scores?|marks?|ratings?|levels?|grades?)\b .{0,15} \bto\b""",
        "score|mark|rating|level|grade",
        "set|make|change",
    ),
    _steering(
        r"""\b(?:reveal|show|print|repeat|output|tell\ me|share|leak|display)\b .{0,30}
            (?:\byour\b .{0,25} \b(?:system\ prompt|instructions|rubric|anchors?|hidden|criteria)\b
              | \b(?:the|this\ interview's)\ (?:system\ prompt|scoring\ criteria|evaluation\ criteria)\b)""",
        "system prompt|instructions|rubric|anchor|hidden|criteria",
        "reveal|show|print|repeat|output|tell me|share|leak|display",
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
            \ ? (?:message|prompt|override|note)? \ ? (?:\]|\|?>|\*\*)? \ ? : .{0,100}
            \b(?:you|your|(?:the|this)\ candidate|award|score|ignore|instructions?|pass(?:ed)?|hired?|full\ marks)\b""",
        ":",
        "system|assistant|developer|im_start|interviewer",
    ),
    _steering(r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?> | \[/?(?:INST|SYS|SYSTEM)\] | <</?SYS>>", "<|["),
    _steering(r"</?\ ?(?:candidate_answer|move|notes|correction|system)\b(?!\.) [^>]{0,200} >", "<"),
    _steering(
        r"""\b(?:note|message|instruction)s?\ (?:to|for)\ (?:the\ )?
            (?:ai|scorer|grader|evaluator|interviewer|llm)\b""",
        "note|message|instruction",
        " ai|scorer|grader|evaluator|interviewer|llm",
    ),
    _steering(
        r"""\b(?:as\ an\ ai|dear\ ai|hey\ ai)\b .{0,60} \byou\ (?:must|should|have\ to)\b .{0,40}
            \b(?:score|rate|pass|hire|recommend|mark)\b""",
        "as an ai|dear ai|hey ai",
    ),
    _steering(
        r"""\b(?:end|finish|skip|stop)\ the\ interview\b .{0,40} \b(?:and|with)\b .{0,40}
            \b(?:pass|hire|full|recommend|score|advance)\b""",
        " the interview",
    ),
)


def is_steering(text: str) -> bool:
    """Whether the text instructs the interviewer or the scorer instead of answering."""
    visible = plain(text)
    stands = lowered(visible).__contains__
    return any(
        steering.finds(visible) for steering in STEERING if all(any(map(stands, group)) for group in steering.needs)
    )


def _is_told(visible: str, found: re.Match[str]) -> bool:
    """Whether a verb has a subject ("I told him to ignore …"), so that no reader of the answer is spoken to."""
    before = re.split(r"[.!?\n]", visible[max(0, found.start() - _READ_BEFORE) : found.start()])[-1]
    return _TOLD_OF.search(before) is not None and not _ADDRESSED.search(before + found.group())


def steering_passages(text: str) -> list[tuple[int, int]]:
    """Where a text instructs the interviewer or the scorer, as (start, end) in code points, in order.

    A passage is a sentence, or two that steer only together; from a made-up message of the system on, it is all the
    rest. Text that steers as a whole and in no part of it is one passage. Empty for text that does not steer.
    """
    if not is_steering(text):
        return []
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    found = [span for span in sentences if is_steering(text[span[0] : span[1]])]
    alone = set(found)
    for first, second in pairwise(sentences):
        if first not in alone and second not in alone and is_steering(text[first[0] : second[1]]):
            found.append((first[0], second[1]))
    if pretence := _SPEAKS_AS_ANOTHER.search(text):
        found.append((pretence.start(), len(text)))
    return _joined(found) or [(0, len(text))]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
