"""Facts about an answer, found by code alone: length, not knowing, a question back, a repeat, an attempt to steer."""

import re
import unicodedata
from collections.abc import Iterable

from pydantic import ConfigDict

from shared.models.common import Model

THIN_WORDS = 8  # below this an answer says too little to follow up on
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

# Attempts to instruct the interviewer or the scorer rather than to answer. Each pattern needs an instruction and its
# object together, so that talking about prompts, systems or marks as a subject is not caught.
_STEERING = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL | re.VERBOSE)
    for pattern in (
        r"""\b(?:ignore|disregard|forget|override|bypass)\b .{0,40}
            \b(?:previous|prior|above|earlier|your|system)\b .{0,30}
            \b(?:instructions?|prompts?|rules?|guidelines?|directions?|programming)\b""",
        r"""\b(?:give|award|grant|assign|rate|score|grade|mark)\b .{0,25}
            \b(?:me|this\ candidate|the\ candidate|my\ answers?|this\ answer|every\ dimension|everything)\b .{0,40}
            \b(?:full\ marks?|full\ score|top\ marks?|maximum|highest|perfect|level\ (?:5|five)|five\ stars?
              |\d{1,3}\ ?(?:/|out\ of)\ ?\d{1,3}|100\ ?%?)""",
        r"\b(?:give|award)\b .{0,25} \b(?:me|this\ candidate)\b .{0,20} \b(?:a\ )?(?:perfect|full|top|maximum)\b",
        r"""\b(?:set|make|change)\b .{0,20} \b(?:my|every|all\ the|all\ my)\b .{0,20}
            \b(?:scores?|marks?|ratings?|levels?|grades?)\b .{0,15} \bto\b""",
        r"""\b(?:reveal|show|print|repeat|output|tell\ me|share|leak|display)\b .{0,30}
            (?:\byour\b .{0,25} \b(?:system\ prompt|instructions|rubric|anchors?|hidden|criteria)\b
              | \b(?:the|this\ interview's)\ (?:system\ prompt|scoring\ criteria|evaluation\ criteria)\b)""",
        r"""\byou\ are\ (?:now|no\ longer)\b .{0,60}
            \b(?:assistant|interviewer|ai|model|mode|dan|system|evaluator|passing)\b""",
        r"""\b(?:act|behave|respond)\ as\ (?:if\ you|though\ you|a\ different|another|my)\b .{0,100}
            \b(?:instruction|rules|score|pass|hire)\b""",
        r"""(?:^|\n) (?:\#{1,6}\ ?)? (?:\[|<\|?|\*\*)? \ ? (?:system|assistant|developer|im_start|interviewer)
            \ ? (?:message|prompt|override|note)? \ ? (?:\]|\|?>|\*\*)? \ ? : .{0,100}
            \b(?:you|your|candidate|award|score|level|ignore|instructions?|pass(?:ed)?|hired?|full\ marks)\b""",
        r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?> | \[/?(?:INST|SYS|SYSTEM)\] | <</?SYS>>",
        r"</?\ ?(?:candidate_answer|move|notes|correction|system)\b [^>]{0,200} >",
        r"""\b(?:note|message|instruction)s?\ (?:to|for)\ (?:the\ )?
            (?:ai|scorer|grader|evaluator|interviewer|llm)\b""",
        r"""\b(?:as\ an\ ai|dear\ ai|hey\ ai)\b .{0,60} \byou\ (?:must|should|have\ to)\b .{0,40}
            \b(?:score|rate|pass|hire|recommend|mark)\b""",
        r"""\b(?:end|finish|skip|stop)\ the\ interview\b .{0,40} \b(?:and|with)\b .{0,40}
            \b(?:pass|hire|full|recommend|score|advance)\b""",
    )
)
_LONGEST_RUN_OF_MARKS = 30  # what Unicode's Stream-Safe Text Format allows (UAX 15)
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
    words = word_list(answer)
    said = " ".join(words)
    dont_know = len(words) <= 25 and _DONT_KNOW.search(plain(answer)) is not None
    return Signal(
        words=len(words),
        empty=not words,
        thin=len(words) < THIN_WORDS,
        dont_know=dont_know,
        asks_question=_asks_question(answer),
        repeats=len(words) >= THIN_WORDS and any(" ".join(word_list(earlier)) == said for earlier in earlier_answers),
        steers=is_steering(answer),
    )


def is_steering(text: str) -> bool:
    """Whether the text instructs the interviewer or the scorer instead of answering."""
    visible = plain(text)
    return any(pattern.search(visible) for pattern in _STEERING)


def plain(text: str) -> str:
    """The text as it reads: compatibility forms folded, nothing invisible, white space and apostrophes plain."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _stream_safe(text[:_MAX_SCANNED])))
    lines = (" ".join(line.split()) for line in folded.splitlines())
    return "\n".join(line for line in lines if line).replace("\u2019", "'").replace("\u2018", "'")


def _stream_safe(text: str) -> str:
    """The text with long runs of combining marks cut: normalising takes quadratic time on them."""
    if text.isascii():
        return text
    kept, run = list[str](), 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _LONGEST_RUN_OF_MARKS:
            kept.append(character)
    return "".join(kept)


def word_list(text: str) -> list[str]:
    """The words of a text, case-folded, for counting and comparing."""
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", plain(text).casefold())


def _asks_question(answer: str) -> bool:
    """Whether the answer ends in a question to the interviewer, or asks what was meant."""
    tail = plain(answer).strip()[-400:]
    return _PLEASE_EXPLAIN.search(tail) is not None or _QUESTION_BACK.search(tail) is not None
