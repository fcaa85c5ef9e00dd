"""What candidates say to the interviewer instead of answering: to stop, to wait, to skip, not to know, what was meant.

Each is known by usual words of English, German, French and Spanish, and only where hardly anything else is said: "all
tests pass before a deploy" is an answer. In between, an answer stays an answer; that somebody is in need or wants to
stop is heard beside one too. What is told of others, or of a condition ("when I don't know, I ask"), is none of these.
Pure functions.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from shared.interviews import distress_phrases as distress
from shared.interviews import remark_phrases as phrases
from shared.interviews.phrases import Low, Phrases
from shared.utils.plain_text import Span, joined, lowered, plain, sentences, words_in

MOST_WORDS: Final = 25  # of a text that is a remark
_MOST_CHARACTERS: Final = 1_000  # in which so many words are looked for
_LITTLE: Final = 8  # fewer words than this beside a remark are no answer
_LITTLE_BESIDE_DISTRESS: Final = 12
_QUESTION_ALONE: Final = 12  # in a text this short, a question mark at the end asks the interviewer, in any language


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


_PHRASES: Final = (
    (Remark.DISTRESS, distress.DISTRESS, _LITTLE_BESIDE_DISTRESS),
    (Remark.DISTRESS, distress.BEREAVED, _LITTLE_BESIDE_DISTRESS),
    (Remark.STOP, phrases.STOP, _LITTLE),
    (Remark.PAUSE, phrases.PAUSE, _LITTLE),
    (Remark.SKIP, phrases.SKIP, _LITTLE),
    (Remark.NOT_KNOWN, phrases.NOT_KNOWN, _LITTLE),
    (Remark.NOT_KNOWN, phrases.NOTHING, _LITTLE),
    (Remark.EXPLAIN, phrases.EXPLAIN, _LITTLE),
    (Remark.AGREEMENT, phrases.AGREEMENT, _LITTLE),
)
_ANSWERED_ALL_THE_SAME: Final = (phrases.NOT_KNOWN, distress.BEREAVED)
_HEARD_BESIDE_AN_ANSWER: Final = frozenset({Remark.DISTRESS, Remark.STOP})
_NEEDED_BY_DISTRESS: Final = distress.IN_DANGER.needs | distress.DISTRESS.needs | distress.BEREAVED.needs
_ENDED_BY: Final = phrases.STOP.needs | phrases.ENDS_INTERVIEW.needs | _NEEDED_BY_DISTRESS
_LAST_WORDS: Final = 600  # characters at the end of an answer in which a wish to stop is heard
_SAYS_SORRY = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies|entschuldig\w*|tut mir leid|désolée?|pardon|perdón|lo siento|disculp\w*)\b"
)

# Before a remark: that it tells of a condition, or of what somebody else said.
_ON_CONDITION = re.compile(
    r"\b(?:if|when|whenever|once|until|wenn|falls|sobald|als|bis|si|quand|lorsque|cuando)(?P<more>(?: [\w']+){0,2}) $"
)
_OF_THEMSELVES = re.compile(r"\W*(?:i|i'\w+|my|we|ich|mir|wir|je|j'\w+|me|yo)\b")
_OF_OTHERS = re.compile(
    r"(?<!\bi )(?<!\bi've )(?<!\bi have )"
    r"\b(?:said|says|saying|say|told|tells|telling|asked|asks|texted|wrote|writes|shouted|screamed|replied|sagt|sagte|"
    r"fragt|fragte|dit|dijo|dice|decía)\b[^.!?\n]{0,30}$|[\"“„«] ?$"
)
_TOLD_AFTERWARDS = re.compile(
    r"[.,!?\"“”' ]*(?:(?:i|we) (?:tell|told|say|said|ask|asked)\b(?! you)|(?:sage|frage|sagte|fragte) ich\b)"
)
_READ_BEFORE: Final = 60  # characters

_ASKS = re.compile(
    r"(?:sorry,? |excuse me,? |but |and |well,? |also,? |so,? |ok,? |okay,? )*"
    r"(?:what|how|why|when|where|who|which|can|could|would|do|does|did|is|are|will|should|may|am|have|has)\b"
)
_WANTS_TO_KNOW = re.compile(
    r"(?:^|[.!?,\n] ?)(?:and |but |also,? )?i(?:'d (?:like|love)| would (?:like|love)| want) to (?:know|ask)\b"
    r"[^.!?\n]{0,80}\b(?:you|your|this|here|the (?:\w+ )?(?:role|job|position|company|team|salary|pay|contract|process|"
    r"result|interview|office|next step)s?)\b"
)
# A question that is dictated, or typed in haste, has no mark.
_ASKS_WITHOUT_A_MARK = re.compile(
    r"(?:what|how|why|when|where|who|which)(?: \w+){0,3} (?:do|did|will|would|are|can|could) you\b"
    r"|(?:is|are|am|do|can|could|will|would|may|shall|should) (?:you|i|we)\b|is (?:this|there)\b"
    r"|how (?:many|much|long)\b"
)
# Before a question: that somebody else was asked it.
_REPORTED = re.compile(
    r"\b(?:ask|asks|asked|asking|say|says|said|tell|tells|told|wonder|wonders|wondered|question|questions|checked|check|"
    r"think|thought|find out|write|wrote|list)\b"
)
_TOLD = re.compile(
    r"\b(?:asked|(?:would|will|to) (?:ask|say)|'d (?:ask|say)|(?:i|we) (?:ask|say)|said|told|(?:frage|sage) ich|"
    r"je demande|pregunto)\b"
)
_MAY_I_ASK = re.compile(r"\b(?:can|could|may|might) (?:i|we) ask\b|\blike to (?:ask|know)\b|\bwant(?:ed)? to ask\b")
_TAG = re.compile(
    r"\b(?:right|ok|okay|no|yes|you know|yeah|correct|isn't it|i (?:guess|think|suppose|believe)|maybe|nicht wahr|oder|"
    r"glaube ich|non|je crois|verdad|creo)\W*\?+$"
)
# An answer that is given as if it were a question.
_UNSURE = re.compile(
    r"\W*(?:(?:i|we)(?:'d|'ve)? (?!(?:can|could|may|shall|should|must|need|have to|am|are|do|will)\b)"
    r"|(?:maybe|perhaps|probably|because|with|vielleicht|wahrscheinlich|weil|peut-être|parce|quizás?|tal vez|porque)\b"
    r"|(?:ich|wir) (?!(?:kann|können|darf|dürfen|soll|sollen|muss|müssen|bin)\b)|je (?!(?:peux|dois|suis)\b))"
)
# Beside an answer: whether it was one.
_CHECKS = re.compile(
    r"(?:does|did|is|was|makes?|am|do) ?(?:that|this|it|i|you)?\b.{0,30}\b(?:sense|answer|help|enough|clear|okay|ok|"
    r"fine|what you|want me|want more|detail|understand)"
    r"|(?:should|shall|can|may) i (?:go|continue|say more|explain|elaborate)\b"
    r"|reicht das|beantwortet das|ist das (?:so )?(?:ok|okay|richtig|verständlich|genug)"
    r"|(?:est-ce que )?(?:ça|cela) (?:répond|vous va|suffit)|(?:responde|contesta) (?:eso|esto)"
)
_LAST_SENTENCES = 400  # characters in which a question to the interviewer is looked for


def remarks_in(visible: str, words: int) -> frozenset[Remark]:
    """What a plain text of so many words says to the interviewer, where that is about all that it says."""
    if not 0 < words <= MOST_WORDS:
        return frozenset()
    return frozenset(_remarks(lowered(visible[:_MOST_CHARACTERS])))


def heard_in(visible: str, words: int) -> frozenset[Remark]:
    """What of distress and a wish to stop is heard in a plain text of any length, whatever else it says."""
    if not words:
        return frozenset()
    low = lowered(visible)
    found = {Remark.DISTRESS} if _stands(distress.IN_DANGER, Low.of(low)) else set[Remark]()
    end = Low.of(low[-_LAST_WORDS:])
    if _ENDED_BY.isdisjoint(end.words):
        return frozenset(found)
    if _stands(phrases.ENDS_INTERVIEW, end) or _ends_in(phrases.STOP, end):
        found.add(Remark.STOP)
    said = [end.text[start:stop] for start, stop in sentences(end.text)]
    for last in said[-2:]:
        if len(words_in(last)) <= MOST_WORDS:
            found |= _remarks(last, _HEARD_BESIDE_AN_ANSWER)
    if any(_is_sorry_for(Low.of(sentence)) for sentence in said if _SAYS_SORRY.search(sentence)):
        found.add(Remark.DISTRESS)
    return frozenset(found)


def distress_passages(text: str) -> list[Span]:
    """Where a text tells of distress, as (start, end) in code points, in order: in all of it where it hardly says
    anything else, and else in some of its sentences."""
    visible = plain(text)
    words = len(words_in(visible))
    if Remark.DISTRESS in remarks_in(visible, words):
        return [(0, len(text))]
    if Remark.DISTRESS not in heard_in(visible, words):
        return []
    found = [span for span in sentences(text) if _tells_of_distress(plain(text[span[0] : span[1]]))]
    return joined(found) or [(0, len(text))]


def asked_beside(visible: str, words: int) -> int | None:
    """How much a plain text of so many words says beside the question to the interviewer in which it ends, in words.

    None without such a question. One that the candidate tells of ("I asked them: what do you need?") or answers is
    none, nor is "…, right?", an answer given unsurely ("I'd use an index?") or, beside one, "does that make sense?".
    """
    tail = lowered(visible[-_LAST_SENTENCES:])
    if words <= MOST_WORDS and (wish := _WANTS_TO_KNOW.search(tail)):
        return len(words_in(tail[: wish.start()]))
    if words <= _QUESTION_ALONE and "?" not in tail and _ASKS_WITHOUT_A_MARK.match(tail) and not _TOLD.search(tail):
        return 0
    asked, _, after = tail.replace("？", "?").replace("؟", "?").rpartition("?")
    if not asked or words_in(phrases.COURTESY.sub(" ", after)) or _TAG.search(asked + "?"):
        return None
    before, question = _last_sentence(asked)
    if _REPORTED.search(_MAY_I_ASK.sub(" ", before + question.rpartition(":")[0])):
        return None
    clauses = [question, *(question[cut.end() :] for cut in re.finditer(r"[:,;–—] ?|- ", question))]
    clause = next((clause for clause in clauses if _ASKS.match(clause) or _CHECKS.match(clause)), None)
    if words <= _QUESTION_ALONE:
        if clause is None and _UNSURE.match(question):
            return None
    elif clause is None or len(words_in(question.removesuffix(clause))) >= _LITTLE:
        return None
    clause = question if clause is None else clause
    beside = max(0, words - len(words_in(clause)) - len(words_in(after)))
    return None if beside and _CHECKS.match(clause) else beside


def _remarks(text: str, of: Collection[Remark] = frozenset(Remark)) -> set[Remark]:
    """What a short text in small letters says to the interviewer, as far as it is one of these."""
    low = Low.of(phrases.IF_I_MAY.sub("  ", text))
    found = {Remark.DISTRESS} if _stands(distress.IN_DANGER, low) else set[Remark]()
    for remark, said, little in _PHRASES:
        rest = _beside(said, low) if remark in of else None
        if rest is None or len(words_in(rest)) >= little:
            continue
        if said not in _ANSWERED_ALL_THE_SAME or not phrases.GOES_ON.search(rest):
            found.add(remark)
    if Remark.EXPLAIN in found and _TOLD.search(text):
        found.remove(Remark.EXPLAIN)
    if Remark.DENIAL in of and phrases.DENIAL.search(text) and not phrases.AND_MORE.search(text):
        found.add(Remark.DENIAL)
    return found


def _beside(said: Phrases, low: Low) -> str | None:
    """A text without the speaker's own phrases of a kind, and without courtesies; None if there is none of the kind."""
    kept, end = list[str](), 0
    for match in said.in_text(low):
        if not _is_told(low.text, match):
            kept.append(low.text[end : match.start()])
            end = match.end()
    return phrases.COURTESY.sub(" ", "  ".join([*kept, low.text[end:]])) if kept else None


def _stands(said: Phrases, low: Low) -> bool:
    return any(not _is_told(low.text, match) for match in said.in_text(low))


def _ends_in(said: Phrases, low: Low) -> bool:
    """Whether a text ends in the speaker's own phrase of a kind."""
    return any(
        not _is_told(low.text, match) and not words_in(phrases.COURTESY.sub(" ", low.text[match.end() :]))
        for match in said.in_text(low)
    )


def _is_told(low: str, match: re.Match[str]) -> bool:
    """Whether a phrase stands in a condition or is somebody else's: "when I don't know, I ask", "she said: I quit"."""
    before = low[max(0, match.start() - _READ_BEFORE) : match.start()]
    if condition := _ON_CONDITION.search(before):
        return not (condition["more"] and _OF_THEMSELVES.match(match.group()))
    return bool(_OF_OTHERS.search(before) or _TOLD_AFTERWARDS.match(low, match.end()))


def _is_sorry_for(low: Low) -> bool:
    """Whether a sentence in which somebody says sorry tells of distress."""
    return _stands(distress.DISTRESS, low) or _stands(distress.BEREAVED, low)


def _tells_of_distress(visible: str) -> bool:
    low = Low.of(lowered(visible))
    if _NEEDED_BY_DISTRESS.isdisjoint(low.words):
        return False
    if _stands(distress.IN_DANGER, low) or (_SAYS_SORRY.search(low.text) and _is_sorry_for(low)):
        return True
    return Remark.DISTRESS in remarks_in(visible, len(words_in(visible)))


def _last_sentence(text: str) -> tuple[str, str]:
    """What stands before the last sentence, and it."""
    breaks = [found.end() for found in re.finditer(r"[.!?\n]+[\"')\]]* ?", text)]
    at = breaks[-1] if breaks else 0
    return text[:at], text[at:].lstrip("\"'( ¿")
