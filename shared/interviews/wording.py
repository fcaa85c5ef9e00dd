"""Checks what the model wants to say before a candidate hears it: one question, nothing leaked, no repeat."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from shared.interviews.plan import Move, MoveKind, Plan
from shared.interviews.signals import plain, word_list

MAX_CHARACTERS = 900
_SHINGLE = 6  # this many words in a row that stand in an anchor or a criterion are a leak
_REPEAT_WORDS = 5  # shorter sentences ("Thank you.") may come again

_SENTENCE_END = re.compile(r"[.!?…？！。؟]+[\"'”’»)\]]*(?=\s)")
_QUESTION = re.compile(r"[?？؟]+")
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
        public = [plan.opening, plan.wrap_up_question, plan.closing]
        secret = list(confidential)
        for topic in plan.topics:
            public += [topic.title, topic.question, *topic.follow_ups]
            secret += topic.levels.values()
        self._secret_shingles = set(_shingles(secret)) - set(_shingles(public))

    def refusal_of(self, text: str, move: Move, said_before: Sequence[str]) -> Refusal | None:
        """Why a whole wording may not be said, or None. `said_before` is what the interviewer said recently."""
        if not text.strip():
            return Refusal.EMPTY
        checker = SentenceGate(self, move, said_before)
        for sentence in split_sentences(text):
            if refusal := checker.refusal_of(sentence):
                return refusal
        return checker.missing

    def leaks(self, sentence: str) -> bool:
        return any(shingle in self._secret_shingles for shingle in _shingles([sentence]))


class SentenceGate:
    """Lets the sentences of one wording through one at a time, each checked in the light of those before it."""

    def __init__(self, rules: WordingRules, move: Move, said_before: Sequence[str]) -> None:
        self._rules = rules
        self._move = move
        self._said_before = {_key(sentence) for said in said_before for sentence in split_sentences(said)}
        self._expected = {_key(sentence) for sentence in split_sentences(move.say)}
        self._pending = ""
        self._questions = 0
        self._characters = 0
        self.refusal: Refusal | None = None
        self.released: list[str] = []

    def feed(self, text: str) -> Iterator[str]:
        """Takes more text; yields the whole sentences that passed. Stops for good at the first that does not."""
        self._pending += text
        while self.refusal is None and (match := _SENTENCE_END.search(self._pending)):
            sentence, self._pending = self._pending[: match.end()].strip(), self._pending[match.end() :]
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
        if self._move.kind is not MoveKind.CLOSE and self._questions == 0:
            return Refusal.NO_QUESTION
        return None

    def refusal_of(self, sentence: str) -> Refusal | None:
        """Checks the next sentence and, when it may be said, counts it."""
        questions = len(_QUESTION.findall(sentence))
        key = _key(sentence)
        visible = plain(sentence)
        if self._characters + len(sentence) > MAX_CHARACTERS + len(self._move.say):
            return Refusal.TOO_LONG
        if questions and self._move.kind is MoveKind.CLOSE:
            return Refusal.QUESTION_AT_CLOSE
        if self._questions + questions > 1:
            return Refusal.SECOND_QUESTION
        if key not in self._expected:
            if _SCORING_TALK.search(visible):
                return Refusal.SCORING_TALK
            if _DECISION_TALK.search(visible):
                return Refusal.DECISION_TALK
            if _PROTECTED_TALK.search(visible):
                return Refusal.PROTECTED_TALK
            if self._rules.leaks(sentence):
                return Refusal.LEAK
            if key in self._said_before and key.count(" ") + 1 >= _REPEAT_WORDS:
                return Refusal.REPEAT
        self._questions += questions
        self._characters += len(sentence)
        return None

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


def _shingles(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for text in texts:
        words = word_list(text)
        for start in range(len(words) - _SHINGLE + 1):
            yield tuple(words[start : start + _SHINGLE])
