"""Facts about an answer, found by code alone: length, not knowing, a question back, a repeat, an attempt to steer."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from pydantic import ConfigDict

from shared.models.common import Model

THIN_WORDS = 8  # below this an answer says too little to follow up on
_FEW_WORDS = 25  # in an answer this short, not knowing is all that is said
_MAX_SCANNED = 50_000

# "I don't know" and its kin, only when it is about all that is said.
_DONT_KNOW = re.compile(
    r"""\b(?:
      i\ (?:really\ |honestly\ |just\ )?(?:do\ not|don't|dont)\ (?:really\ )?(?:know|remember|recall)
    | no\ idea | not\ sure | nothing\ comes\ to\ mind
    | (?:can't|cannot|can\ not)\ (?:think\ of|remember|recall)
    | i\ have\ no\ (?:experience|example|idea) | never\ (?:done|had)\ (?:that|this|it)
    | (?:let's\ |can\ we\ )?(?:skip|pass)(?:\ (?:this|that|it|the\ question|on\ this|please))?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION_BACK = re.compile(
    r"""(?:^|[-.!?:;,\n\u2013\u2014]\s*)(?:sorry,?\ |excuse\ me,?\ |but\ |and\ |well,?\ |also,?\ )?
    (?:what|how|why|when|where|who|which|can|could|would|do|does|did|is|are|will|should|may)\b
    [^.!?\n]{0,300}\?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEASE_EXPLAIN = re.compile(
    r"""\b(?:what\ do\ you\ mean
    | (?:could|can|would)\ you\ (?:please\ )?(?:explain|clarify|repeat|rephrase|elaborate)
    | (?:i\ )?(?:don't|do\ not|didn't|did\ not)\ understand\ (?:the\ |your\ )?question)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPLAIN_WORDS = ("mean", "explain", "clarify", "repeat", "rephrase", "elaborate", "understand")


class Steering(NamedTuple):
    """One way to instruct the interviewer or the scorer. Of each group of `needs`, one stands in any lower-cased text
    that `pattern` finds, so the pattern is tried only where it can succeed; looking for words is much faster."""

    needs: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]


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
            \b(?:you|your|candidate|award|score|level|ignore|instructions?|pass(?:ed)?|hired?|full\ marks)\b""",
        ":",
        "system|assistant|developer|im_start|interviewer",
    ),
    _steering(r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?> | \[/?(?:INST|SYS|SYSTEM)\] | <</?SYS>>", "<|["),
    _steering(r"</?\ ?(?:candidate_answer|move|notes|correction|system)\b [^>]{0,200} >", "<"),
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
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_LONGEST_RUN_OF_MARKS = 30  # what Unicode's Stream-Safe Text Format allows (UAX 15)
# A run that could be too long. Nothing below U+0300, and no general punctuation, is a combining mark.
_LONG_RUN = re.compile(f"[^\x00-\u02ff\u2000-\u206f]{{{_LONGEST_RUN_OF_MARKS + 1}}}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class Signal(Model):
    """Facts about the last answer. `empty` holds for answers without a word, as speech recognition can give."""

    model_config = ConfigDict(frozen=True)

    words: int
    empty: bool = False
    thin: bool = False
    dont_know: bool = False
    asks_question: bool = False
    repeats: bool = False
    steers: bool = False


def read_signal(answer: str, earlier_answers: Iterable[str] = ()) -> Signal:
    """The facts about `answer`; `earlier_answers` are what this candidate said before."""
    visible = plain(answer)
    words = words_in(visible)
    return Signal(
        words=len(words),
        empty=not words,
        thin=len(words) < THIN_WORDS,
        dont_know=len(words) <= _FEW_WORDS and _DONT_KNOW.search(visible) is not None,
        asks_question=_asks_question(visible),
        repeats=len(words) >= THIN_WORDS and any(_says(earlier, words) for earlier in earlier_answers),
        steers=_steers(visible),
    )


def is_steering(text: str) -> bool:
    """Whether the text instructs the interviewer or the scorer instead of answering."""
    return _steers(plain(text))


def plain(text: str) -> str:
    """The text as it reads: compatibility forms folded, nothing invisible, white space and apostrophes plain."""
    text = text[:_MAX_SCANNED]
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _stream_safe(text)))
        text = text.replace("\u2019", "'").replace("\u2018", "'")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def word_list(text: str) -> list[str]:
    """The words of a text, case-folded, for counting and comparing."""
    return words_in(text[:_MAX_SCANNED] if text.isascii() else plain(text))


def words_in(visible: str) -> list[str]:
    """The words of a text that is plain already."""
    return _WORD.findall(visible.casefold())


def _stream_safe(text: str) -> str:
    """The text with long runs of combining marks cut: normalising takes quadratic time on them."""
    if _LONG_RUN.search(text) is None:
        return text
    kept, run = list[str](), 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _LONGEST_RUN_OF_MARKS:
            kept.append(character)
    return "".join(kept)


def _steers(visible: str) -> bool:
    stands = _lowered(visible).__contains__
    return any(
        steering.pattern.search(visible)
        for steering in STEERING
        if all(any(map(stands, group)) for group in steering.needs)
    )


def _lowered(visible: str) -> str:
    """The text in lower case as patterns that ignore case read it: to them, i with and without a dot are one."""
    lowered = visible.lower()
    return lowered if lowered.isascii() else lowered.replace("i\u0307", "i").replace("\u0131", "i")


def _says(text: str, words: list[str]) -> bool:
    """Whether a text consists of exactly these words. It reads no further than to the first that differs."""
    found = _WORD.finditer((text[:_MAX_SCANNED] if text.isascii() else plain(text)).casefold())
    return all(match is not None and match.group() == word for match, word in zip_longest(found, words))


def _asks_question(visible: str) -> bool:
    """Whether the answer ends in a question to the interviewer, or asks what was meant."""
    tail = visible[-400:]
    lowered = _lowered(tail)
    if any(word in lowered for word in _EXPLAIN_WORDS) and _PLEASE_EXPLAIN.search(tail):
        return True
    return tail.endswith("?") and _QUESTION_BACK.search(tail) is not None
