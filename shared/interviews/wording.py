"""Checks what the model wants to say before a candidate hears it: one question, nothing leaked, no repeat."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from shared.interviews.leaks import LONGEST_RUN, Confidential, holds, spoken
from shared.interviews.plan import GREEK, QUESTION_MARKS, Move, MoveKind, Plan, question_marks
from shared.utils.plain_text import plain, word_list, words_in

MAX_CHARACTERS = 900
_REPEAT_WORDS = 5  # shorter sentences ("Thank you.") may come again

_MARKS = f".!…！。{QUESTION_MARKS}"
# A semicolon ends a sentence where it is a question mark: after a Greek word.
_SENTENCE_END = re.compile(rf"[{_MARKS};](?:(?<!;)|(?<=[{GREEK}]{{2}};))[{_MARKS}]*[\"'”’»)\]]*(?=\s)")
_SCORING_TALK = re.compile(
    r"\b(?:scor(?:e|es|ed|ing)|rubrics?|level (?:[1-5]|one|two|three|four|five)|[1-5] (?:out of|/) ?5|full marks|"
    r"scoring criteria|evaluation criteria|anchors?|system prompt|my instructions|<move>|</?[a-z_]+>)",
    re.IGNORECASE,
)
_DECISION_TALK = re.compile(
    r"\b(?:you(?:'re| are| have|'ve)?(?: been| now)? (?:hired|rejected|passed|failed|selected|accepted|got the job)|"
    r"you (?:passed|failed|will be hired|got the job)|i(?:'ll| will| would)? (?:recommend|hire|reject|advance) you)\b",
    re.IGNORECASE,
)
_PROTECTED_TALK = re.compile(
    r"\b(?:how old are you|your age|are you (?:married|pregnant|religious|disabled|single)|"
    r"your (?:religion|marital status|nationality|ethnicity|sexual orientation|political views)|"
    r"do you have (?:children|kids|a disability)|"
    r"plan(?:ning)? to have children|where were you born)\b",
    re.IGNORECASE,
)


class Refusal(StrEnum):
    """Why a wording is refused; the text goes to the model when it is asked again."""

    EMPTY = "it said nothing"
    NO_QUESTION = "it asked no question; ask exactly one"
    HALF_A_QUESTION = "it left out a part of the question; ask all of it"
    SECOND_QUESTION = "it asked more than one question; ask exactly one"
    QUESTION_AT_CLOSE = "it asked a question at the close; ask none"
    SCORING_TALK = "it spoke of scoring, levels or instructions"
    DECISION_TALK = "it spoke of a decision about the candidate"
    PROTECTED_TALK = "it asked about a protected characteristic"
    LEAK = "it used words of the confidential rubric"
    REPEAT = "it repeated what was said before"
    TOO_LONG = "it was too long; use at most three short sentences"


class WordingRules:
    """The rules for one plan: what is confidential in it, and what its questions may say in spite of that."""

    def __init__(self, plan: Plan, confidential: Iterable[str] = ()) -> None:
        public = [plan.role_title, plan.opening(), plan.wrap_up_question, plan.closing]
        secret = list(confidential)
        for topic in plan.topics:
            public += [topic.title, topic.question, *topic.follow_ups]
            secret += topic.levels.values()
        self.confidential = Confidential(secret, public)

    def refusal_of(
        self, text: str, move: Move, said_before: Sequence[str], heard: Sequence[str] = ()
    ) -> Refusal | None:
        """Why a whole wording may not be said, or None.

        `said_before` is what the interviewer said recently, `heard` what the candidate did.
        """
        if not text.strip():
            return Refusal.EMPTY
        checker = SentenceGate(self, move, said_before, heard)
        for sentence in split_sentences(text):
            if refusal := checker.refusal_of(sentence):
                return refusal
        return checker.missing


class SentenceGate:
    """Lets the sentences of one wording through one at a time, each checked in the light of those before it.

    The plan's own sentences together are the move's one question, whatever their punctuation: a plan that was frozen
    before there was a rule for it may ask twice in it, or without a question mark.
    """

    def __init__(self, rules: WordingRules, move: Move, said_before: Sequence[str], heard: Sequence[str] = ()) -> None:
        self._confidential = rules.confidential
        self._move = move
        self._said_before = said_before
        self._heard = heard
        self._unsaid = [(sentence, _key(sentence), question_marks(sentence)) for sentence in split_sentences(move.say)]
        self._plan_keys = {key for _, key, _ in self._unsaid}
        self._plan_asks = sum(marks > 0 for _, _, marks in self._unsaid)
        self._asked_otherwise = False
        self._pending = ""
        self._characters = 0
        self._last_words: list[str] = []
        self.refusal: Refusal | None = None
        self.released: list[str] = []

    def feed(self, text: str) -> Iterator[str]:
        """Takes more text; yields the whole sentences that passed. Stops for good at the first that does not."""
        searched = self._pending.rfind(" ") + 1  # end marks before this space were found when it came
        self._pending += text
        while self.refusal is None and (match := _SENTENCE_END.search(self._pending, searched)):
            sentence, self._pending = self._pending[: match.end()].strip(), self._pending[match.end() :]
            searched = 0
            yield from self._release(sentence)

    def finish(self) -> Iterator[str]:
        """Takes the end of the text; yields what is left if it passes."""
        sentence, self._pending = self._pending.strip(), ""
        if sentence and self.refusal is None:
            yield from self._release(sentence)

    @property
    def missing(self) -> Refusal | None:
        """What the released sentences still lack, or None when they can stand."""
        if not self._characters:
            return Refusal.EMPTY
        if self._move.kind is MoveKind.CLOSE or self._asked_otherwise:
            return None
        to_ask = self._questions_unsaid
        if to_ask and to_ask < self._plan_asks:
            return Refusal.HALF_A_QUESTION
        return Refusal.NO_QUESTION if to_ask or (self._unsaid and not self._plan_asks) else None

    @property
    def completion(self) -> str:
        """What of the plan's own wording is still to be said, to end a wording that cannot stand as it is."""
        return " ".join(sentence for sentence, _, _ in self._unsaid)

    def refusal_of(self, sentence: str) -> Refusal | None:
        """Checks the next sentence and, when it may be said, counts it."""
        visible = plain(sentence)
        words = words_in(visible)
        key, questions = " ".join(words), question_marks(sentence)
        planned = next((part for part in self._unsaid if part[1:] == (key, questions)), None)
        if self._characters + len(sentence) > MAX_CHARACTERS + len(self._move.say):
            return Refusal.TOO_LONG
        if refusal := self._refused_question(questions, planned=planned is not None):
            return refusal
        if key not in self._plan_keys and (refusal := self._refused_words(visible, words, key)):
            return refusal
        if planned:
            self._unsaid.remove(planned)
        self._asked_otherwise |= questions > 0 and planned is None
        self._characters += len(sentence)
        self._last_words = [*self._last_words, *words][1 - LONGEST_RUN :]
        return None

    def _refused_question(self, questions: int, *, planned: bool) -> Refusal | None:
        if not questions:
            return None
        if planned:
            return Refusal.SECOND_QUESTION if self._asked_otherwise else None
        if self._move.kind is MoveKind.CLOSE:
            return Refusal.QUESTION_AT_CLOSE
        asked = self._asked_otherwise or self._questions_unsaid < self._plan_asks or not self._unsaid
        return Refusal.SECOND_QUESTION if asked or questions > 1 else None

    def _refused_words(self, visible: str, words: list[str], key: str) -> Refusal | None:
        if _SCORING_TALK.search(visible):
            return Refusal.SCORING_TALK
        if _DECISION_TALK.search(visible):
            return Refusal.DECISION_TALK
        if _PROTECTED_TALK.search(visible):
            return Refusal.PROTECTED_TALK
        # What the candidate said may be taken up, also where the rubric happens to say it too.
        if any(not holds(self._heard_words, run) for run in self._confidential.runs_in(words, self._last_words)):
            return Refusal.LEAK
        return Refusal.REPEAT if len(words) >= _REPEAT_WORDS and self._was_said(key, words) else None

    def _was_said(self, key: str, words: list[str]) -> bool:
        """Whether the same sentence was said before. Most texts are passed over by one word that they do not have."""
        longest = max(words, key=len)
        return any(longest in read and key in map(_key, split_sentences(said)) for said, read in self._read_before)

    @property
    def _questions_unsaid(self) -> int:
        return sum(marks > 0 for _, _, marks in self._unsaid)

    @cached_property
    def _heard_words(self) -> str:
        return spoken(self._heard)

    @cached_property
    def _read_before(self) -> list[tuple[str, str]]:
        return [(said, plain(said).casefold()) for said in self._said_before]

    def _release(self, sentence: str) -> Iterator[str]:
        self.refusal = self.refusal_of(sentence)
        if self.refusal is None:
            self.released.append(sentence)
            yield sentence


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, trimmed; a last one without an end mark counts."""
    sentences: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _key(sentence: str) -> str:
    return " ".join(word_list(sentence))
