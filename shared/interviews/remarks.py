"""What candidates say to the interviewer instead of answering: to stop, to wait, to skip, not to know, what was meant.

Each is known by usual words of English, German, French and Spanish, and only where hardly anything else is said: "all
tests pass before a deploy" is an answer. In between, an answer stays an answer. Pure functions of plain text.
"""

import re
from enum import StrEnum
from typing import Final

from shared.interviews import remark_phrases as phrases
from shared.utils.plain_text import lowered, words_in

_MOST_WORDS: Final = 25  # of a text that is a remark
_LITTLE: Final = 8  # fewer words than this beside a remark are no answer
_LITTLE_BESIDE_DISTRESS: Final = 12
_QUESTION_ALONE: Final = 12  # in a text this short, a question mark at the end asks the interviewer, in any language
_AFTER_A_QUESTION: Final = 4  # words: "When will I hear from you? Thanks."


class Remark(StrEnum):
    """What is said to the interviewer."""

    DISTRESS = "distress"  # they are unwell or in need
    STOP = "stop"  # they want to end the interview, or to speak with a person
    PAUSE = "pause"
    SKIP = "skip"  # they would rather not answer, or have done so
    NOT_KNOWN = "not_known"
    DENIAL = "denial"  # what is asked for never was: an answer, though not one to follow up on
    EXPLAIN = "explain"  # what was meant, or to hear it again
    AGREEMENT = "agreement"  # "yes", and no more


_PHRASES: Final = {
    Remark.DISTRESS: phrases.DISTRESS,
    Remark.STOP: phrases.STOP,
    Remark.PAUSE: phrases.PAUSE,
    Remark.SKIP: phrases.SKIP,
    Remark.NOT_KNOWN: phrases.NOT_KNOWN,
    Remark.EXPLAIN: phrases.EXPLAIN,
    Remark.AGREEMENT: phrases.AGREEMENT,
}

_ASKS = re.compile(
    r"(?:sorry,? |excuse me,? |but |and |well,? |also,? |so,? |ok,? |okay,? )*"
    r"(?:what|how|why|when|where|who|which|can|could|would|do|does|did|is|are|will|should|may|am|have|has)\b"
)
_WANTS_TO_KNOW = re.compile(
    r"(?:^|[.!?\n] ?)(?:and |but |also,? )?i(?:'d| would)? (?:like|want|love) to (?:know|ask)\b"
)
# Before a question: that somebody else was asked it.
_REPORTED = re.compile(
    r"\b(?:ask|asks|asked|asking|say|says|said|tell|tells|told|wonder|wonders|wondered|question|questions|checked|check|"
    r"think|thought|find out|write|wrote|list)\b"
)
_TOLD = re.compile(r"\b(?:asked|(?:would|will|to) ask|'d ask|i ask|we ask|said|told)\b")
_MAY_I_ASK = re.compile(r"\b(?:can|could|may|might) (?:i|we) ask\b|\blike to (?:ask|know)\b|\bwant(?:ed)? to ask\b")
_TAG = re.compile(r"\b(?:right|ok|okay|no|yes|you know|yeah|correct|isn't it|nicht wahr|oder|non|verdad)\W*\?+$")
_LAST_SENTENCES = 400  # characters in which a question to the interviewer is looked for


def remarks_in(visible: str, words: int) -> frozenset[Remark]:
    """What a plain text of so many words says to the interviewer, where that is about all that it says."""
    low = lowered(visible)
    found = {Remark.DISTRESS} if phrases.IN_DANGER.search(low) else set[Remark]()
    if not 0 < words <= _MOST_WORDS:
        return frozenset(found)
    for remark, pattern in _PHRASES.items():
        if pattern.search(low):
            left = len(words_in(phrases.COURTESY.sub(" ", pattern.sub(" ", low))))
            if left < (_LITTLE_BESIDE_DISTRESS if remark is Remark.DISTRESS else _LITTLE):
                found.add(remark)
    if _TOLD.search(low):
        found.discard(Remark.EXPLAIN)
    if phrases.DENIAL.search(low) and not phrases.AND_MORE.search(low):
        found.add(Remark.DENIAL)
    return frozenset(found)


def asks_question(visible: str, words: int) -> bool:
    """Whether a plain text of so many words ends in a question to the interviewer.

    A question that the candidate tells of ("I asked them: what do you need?") is none, nor is "…, right?".
    """
    tail = lowered(visible[-_LAST_SENTENCES:])
    if words <= _MOST_WORDS and _WANTS_TO_KNOW.search(tail):
        return True
    asked, _, after = tail.replace("？", "?").replace("؟", "?").rpartition("?")
    if not asked or len(words_in(after)) > _AFTER_A_QUESTION or _TAG.search(asked + "?"):
        return False
    before, question = _last_sentence(asked)
    if _REPORTED.search(_MAY_I_ASK.sub(" ", before + question.rpartition(":")[0])):
        return False
    if words <= _QUESTION_ALONE:
        return True
    clauses = [question, *(question[cut.end() :] for cut in re.finditer(r"[:,;–—] ?|- ", question))]
    starts = [clause for clause in clauses if _ASKS.match(clause)]
    return bool(starts) and (starts[0] == question or len(words_in(question.removesuffix(starts[0]))) < _LITTLE)


def _last_sentence(text: str) -> tuple[str, str]:
    """What stands before the last sentence, and it."""
    breaks = [found.end() for found in re.finditer(r"[.!?\n]+[\"')\]]* ?", text)]
    at = breaks[-1] if breaks else 0
    return text[:at], text[at:].lstrip("\"'( ")
