"""Facts about an answer, found by code alone: how much it says, what of it is no answer, a repeat, steering."""

from collections.abc import Iterable
from itertools import zip_longest

from pydantic import ConfigDict

from shared.interviews.remarks import Remark, asked_beside, heard_in, remarks_in
from shared.interviews.steering import steering_in
from shared.models.common import Model
from shared.utils.plain_text import MOST_READ, WORD, Span, plain, words_in

THIN_WORDS = 8  # below this an answer says too little to follow up on


class Signal(Model):
    """Facts about the last answer. `empty` holds for answers without a word, as speech recognition can give.

    Passages that steer are left out of all but `steers` and `repeats`. What speaks to the interviewer ("can we skip
    this?") counts only where hardly anything else is said; distress and a wish to stop are heard beside an answer too,
    and `answers_too` says that they were. `question_words` are those of a question to the interviewer.
    """

    model_config = ConfigDict(frozen=True)

    words: int
    empty: bool = False
    thin: bool = False
    dont_know: bool = False
    denies: bool = False
    declines: bool = False
    asks_again: bool = False
    asks_question: bool = False
    question_words: int = 0
    agrees: bool = False
    wants_pause: bool = False
    wants_to_stop: bool = False
    distressed: bool = False
    answers_too: bool = False
    repeats: bool = False
    steers: bool = False

    @property
    def is_remark(self) -> bool:
        """Whether it speaks to the interviewer and answers nothing, so that it shows nothing of their work."""
        asks_alone = self.asks_question and self.words - self.question_words < THIN_WORDS
        said = (self.dont_know, self.declines, self.asks_again, self.agrees, self.wants_pause)
        spoke = (self.distressed or self.wants_to_stop) and not self.answers_too
        return spoke or asks_alone or any(said)


def read_signal(answer: str, earlier_answers: Iterable[str] = ()) -> Signal:
    """The facts about `answer`; `earlier_answers` are what this candidate said before."""
    visible = plain(answer)
    steering = steering_in(visible)
    rest = _without(visible, steering)
    words, all_words = words_in(rest), words_in(visible) if steering else []
    all_words = all_words or words
    remarks, heard = remarks_in(rest, len(words)), heard_in(rest, len(words))
    beside = asked_beside(rest, len(words))
    return Signal(
        words=len(words),
        empty=not all_words,
        thin=len(words) < THIN_WORDS,
        dont_know=Remark.NOT_KNOWN in remarks,
        denies=Remark.DENIAL in remarks,
        declines=Remark.SKIP in remarks,
        asks_again=Remark.EXPLAIN in remarks,
        asks_question=beside is not None,
        question_words=0 if beside is None else len(words) - beside,
        agrees=Remark.AGREEMENT in remarks,
        wants_pause=Remark.PAUSE in remarks,
        wants_to_stop=Remark.STOP in remarks | heard,
        distressed=Remark.DISTRESS in remarks | heard,
        answers_too=bool(heard) and heard.isdisjoint(remarks),
        repeats=len(all_words) >= THIN_WORDS and any(_says(earlier, all_words) for earlier in earlier_answers),
        steers=bool(steering),
    )


def _without(visible: str, passages: list[Span]) -> str:
    kept, end = list[str](), 0
    for start, stop in passages:
        kept.append(visible[end:start])
        end = stop
    return " ".join([*kept, visible[end:]]) if passages else visible


def _says(text: str, words: list[str]) -> bool:
    """Whether a text consists of exactly these words. It reads no further than to the first that differs."""
    found = WORD.finditer((text[:MOST_READ] if text.isascii() else plain(text)).casefold())
    return all(match is not None and match.group() == word for match, word in zip_longest(found, words))
