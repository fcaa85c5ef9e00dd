"""The policy: which move comes next. Pure functions of plan, state and signal; no I/O, no clock, no model.

Every move that keeps the interview on a topic spends a budget of that topic, and every other move goes forward, so
an interview ends after at most `longest_run(plan)` moves whatever the answers are.
"""

from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from shared.interviews.plan import TIME_UP_QUESTION, Move, MoveKind, Plan, Topic
from shared.interviews.signals import Signal
from shared.models.common import Model

CLARIFICATIONS_PER_TOPIC = 1
REDIRECTS_PER_TOPIC = 1
ANSWERS_PER_TOPIC = 2
ANSWERS_IN_WRAP_UP = 2
PAUSES = 4  # in the whole interview; a first wish to stop is heard after them too
_ANSWERED_WORDS = 16  # beside a question to the interviewer: so much answers what is open
_COVERED_WORDS = 30  # a topic on which less was said counts as thin in the notes
_OVERTIME = 1.25  # past this share of the whole budget the interview closes without a wrap-up

_SORRY = (
    "Thank you for telling me, and I am sorry. I am an AI and cannot help with this; if it is urgent, please turn to "
    "somebody near you or to an emergency service. What you just said of it is no part of what is judged."
)
_DISTRESSED = f"{_SORRY} You can end this interview at any time. If you want to go on, answer when you are ready:"
_TO_STOP = (
    "Of course. To end the interview here, end it yourself or say once more that you want to stop; what you have said "
    "so far is kept, and a person reads it. If you would rather go on, answer when you are ready:"
)
_TO_PAUSE = "Of course, take a moment; the time of the interview goes on meanwhile. When you are ready:"
_TO_GO_AHEAD = "Please go ahead."


class Phase(StrEnum):
    TOPICS = "topics"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"


class TopicRecord(Model):
    """What became of a topic that is over, for notes and progress. `words` counts what the candidate said on it."""

    model_config = ConfigDict(frozen=True)

    topic_id: str
    outcome: Literal["covered", "thin", "not_known"]
    answers: int
    words: int
    cut_short: bool = False  # time ran out before each of its follow-ups could be asked


class State(Model):
    """Where the interview stands. Seconds are since its start, by the database's clock."""

    model_config = ConfigDict(frozen=True)

    phase: Phase = Phase.TOPICS
    topic_index: int = 0
    topic_started_seconds: float = 0
    follow_ups: int = 0
    clarifications: int = 0
    redirects: int = 0
    answered: int = 0
    topic_answers: int = 0
    topic_words: int = 0
    topic_not_known: bool = False
    records: tuple[TopicRecord, ...] = ()
    extra_time_factor: float = Field(default=1.0, ge=1.0)
    steering_attempts: int = 0
    pauses: int = 0
    asked_to_stop: bool = False


def opening_move(plan: Plan, extra_time_factor: float = 1.0) -> Move:
    """The first move. It is worded by the plan, without the model."""
    topic = plan.topics[0]
    say = plan.opening(extra_time_factor)
    return Move(kind=MoveKind.OPEN, topic_id=topic.id, topic_title=topic.title, say=say)


def next_move(plan: Plan, state: State, signal: Signal, elapsed_seconds: float) -> Move:
    """The move that answers what the candidate just said.

    `elapsed_seconds` is the time since the interview started. Asking after a closed interview gives `close` again.
    """
    budget = total_seconds(plan, state)
    if state.phase is Phase.CLOSED or elapsed_seconds >= budget * _OVERTIME:
        return _close(plan, signal)
    if move := _pause(plan, state, signal):
        return move
    if signal.wants_to_stop or (signal.distressed and not signal.answers_too):
        return _close(plan, signal)  # whoever is in need and had all pauses is not asked the next question
    if state.phase is Phase.WRAP_UP:
        asks = (signal.asks_question or signal.asks_again) and not signal.steers
        if asks and state.answered < ANSWERS_IN_WRAP_UP:
            return _answer(plan.wrap_up_question, None)
        return _close(plan, signal)
    if elapsed_seconds >= budget:
        is_last = state.topic_index + 1 == len(plan.topics)
        return _wrap_up(plan) if is_last else Move(kind=MoveKind.WRAP_UP, say=TIME_UP_QUESTION)
    topic = plan.topics[state.topic_index]
    staying = _stay(topic, state, signal)
    unanswered = not state.topic_answers and (signal.thin or signal.is_remark)
    return staying if staying and (unanswered or _has_time(plan, state, elapsed_seconds)) else _forward(plan, state)


def advance(plan: Plan, state: State, signal: Signal, move: Move, elapsed_seconds: float) -> State:
    """The state after `move` was said in answer to what `signal` describes."""
    heard = state.model_copy(
        update={
            "topic_answers": state.topic_answers + 1,
            "topic_words": state.topic_words + signal.words,
            "topic_not_known": signal.dont_know or signal.denies,
            "steering_attempts": state.steering_attempts + signal.steers,
        }
    )
    match move.kind:
        case MoveKind.OPEN:
            return state
        case MoveKind.PROBE:
            return heard.model_copy(update={"follow_ups": state.follow_ups + 1})
        case MoveKind.CLARIFY:
            return heard.model_copy(update={"clarifications": state.clarifications + 1})
        case MoveKind.REDIRECT:
            return heard.model_copy(update={"redirects": state.redirects + 1})
        case MoveKind.ANSWER_QUESTION:
            follow_up = state.phase is Phase.TOPICS and move.say == _follow_up(plan.topics[state.topic_index], state)
            return heard.model_copy(update={"answered": state.answered + 1, "follow_ups": state.follow_ups + follow_up})
        case MoveKind.PAUSE:
            asked = state.asked_to_stop or signal.wants_to_stop
            paused = heard if signal.answers_too else state
            return paused.model_copy(update={"pauses": state.pauses + 1, "asked_to_stop": asked})
        case MoveKind.NEXT_TOPIC:
            return _leave_topic(plan, heard, signal, elapsed_seconds, state.topic_index + 1, Phase.TOPICS)
        case MoveKind.WRAP_UP:
            return _leave_topic(plan, heard, signal, elapsed_seconds, state.topic_index, Phase.WRAP_UP)
        case MoveKind.CLOSE:
            if state.phase is Phase.TOPICS:
                heard = _leave_topic(plan, heard, signal, elapsed_seconds, state.topic_index, Phase.CLOSED)
            return heard.model_copy(update={"phase": Phase.CLOSED})


def total_seconds(plan: Plan, state: State) -> float:
    """The time budget of the whole interview, in seconds, with accommodations."""
    return plan.minutes * 60 * state.extra_time_factor


def topic_seconds(topic: Topic, state: State) -> float:
    """The time budget of one topic, in seconds, with accommodations."""
    return topic.minutes * 60 * state.extra_time_factor


def longest_run(plan: Plan) -> int:
    """The largest number of moves after the opening that any answers can lead to."""
    on_topics = sum(
        _follow_ups(topic)
        + CLARIFICATIONS_PER_TOPIC
        + REDIRECTS_PER_TOPIC
        + ANSWERS_PER_TOPIC
        + 1  # the move that leaves the topic
        for topic in plan.topics
    )
    return on_topics + ANSWERS_IN_WRAP_UP + PAUSES + 2  # with the first wish to stop, and the close


def _pause(plan: Plan, state: State, signal: Signal) -> Move | None:
    """The move that leaves it to the candidate whether and when to go on, in the plan's own words.

    It takes nothing from a topic's budgets. The second wish to stop ends the interview.
    """
    topic = plan.topics[state.topic_index] if state.phase is Phase.TOPICS else None
    if signal.wants_to_stop and (state.asked_to_stop or topic is None):
        why = ""
    elif signal.distressed and state.pauses < PAUSES:
        why = _DISTRESSED
    elif signal.wants_to_stop:
        why = _TO_STOP
    elif state.pauses >= PAUSES:
        why = ""
    elif signal.wants_pause:
        why = _TO_PAUSE
    else:
        why = _TO_GO_AHEAD if topic is None and signal.agrees else ""
    if not why:
        return None
    question = _current_question(topic, state) if topic else plan.wrap_up_question
    topic_id, title = (topic.id, topic.title) if topic else (None, None)
    return Move(kind=MoveKind.PAUSE, topic_id=topic_id, topic_title=title, say=f"{why} {question}", verbatim=True)


def _stay(topic: Topic, state: State, signal: Signal) -> Move | None:
    """A move that keeps to the topic, or None when its budgets or the answer say that it is over."""
    if signal.steers and signal.thin:
        if state.redirects < REDIRECTS_PER_TOPIC:
            return _move(MoveKind.REDIRECT, topic, _current_question(topic, state))
        return None
    if signal.declines:
        return None
    asks = signal.asks_again or signal.asks_question
    says_nothing = signal.dont_know or signal.denies or signal.empty or signal.repeats
    if state.clarifications < CLARIFICATIONS_PER_TOPIC and (
        signal.asks_again or (not asks and (says_nothing or signal.thin))
    ):
        return _move(MoveKind.CLARIFY, topic, _current_question(topic, state))
    follow_up = _follow_up(topic, state)
    has_answered = not signal.asks_again and signal.words - signal.question_words >= _ANSWERED_WORDS
    question = follow_up if has_answered else _current_question(topic, state)
    if asks and question and state.answered < ANSWERS_PER_TOPIC:
        return _answer(question, topic)
    if says_nothing or signal.is_remark or follow_up is None:
        return None
    return _move(MoveKind.PROBE, topic, follow_up)


def _has_time(plan: Plan, state: State, elapsed_seconds: float) -> bool:
    """Whether the clock has room for one more answer on this topic.

    It has if at the pace so far each topic to come can still be asked about: within the topic's own minutes, and past
    them as long as it had no follow-up, so that time which was saved before goes where a long answer needs it.
    """
    topic = plan.topics[state.topic_index]
    answers = sum(record.answers for record in state.records) + state.topic_answers + 1
    to_come = len(plan.topics) - state.topic_index - 1
    if elapsed_seconds * (1 + to_come / answers) >= total_seconds(plan, state):
        return False
    return not state.follow_ups or elapsed_seconds - state.topic_started_seconds < topic_seconds(topic, state)


def _follow_ups(topic: Topic) -> int:
    return min(topic.follow_up_budget, len(topic.follow_ups))


def _follow_up(topic: Topic, state: State) -> str | None:
    """The follow-up that is next on a topic, or None when each was asked."""
    return topic.follow_ups[state.follow_ups] if state.follow_ups < _follow_ups(topic) else None


def _forward(plan: Plan, state: State) -> Move:
    following = state.topic_index + 1
    if following >= len(plan.topics):
        return _wrap_up(plan)
    topic = plan.topics[following]
    return _move(MoveKind.NEXT_TOPIC, topic, topic.question)


def _current_question(topic: Topic, state: State) -> str:
    """The question that is open on this topic: the last follow-up, or the main question."""
    return topic.follow_ups[state.follow_ups - 1] if state.follow_ups else topic.question


def _move(kind: MoveKind, topic: Topic, say: str) -> Move:
    return Move(kind=kind, topic_id=topic.id, topic_title=topic.title, say=say)


def _answer(question: str, topic: Topic | None) -> Move:
    return Move(
        kind=MoveKind.ANSWER_QUESTION,
        topic_id=topic.id if topic else None,
        topic_title=topic.title if topic else None,
        say=question,
    )


def _wrap_up(plan: Plan) -> Move:
    return Move(kind=MoveKind.WRAP_UP, say=plan.wrap_up_question)


def _close(plan: Plan, signal: Signal) -> Move:
    if signal.distressed:
        return Move(kind=MoveKind.CLOSE, say=f"{_SORRY} {plan.closing}", verbatim=True)
    return Move(kind=MoveKind.CLOSE, say=plan.closing)


def _leave_topic(
    plan: Plan, heard: State, signal: Signal, elapsed_seconds: float, next_index: int, phase: Phase
) -> State:
    topic = plan.topics[heard.topic_index]
    # With a follow-up left and an answer to follow up on, only the clock leaves a topic.
    cut_short = bool(_follow_up(topic, heard) and _stay(topic, heard, signal)) and not signal.wants_to_stop
    outcome = "covered" if heard.topic_words >= _COVERED_WORDS else "not_known" if heard.topic_not_known else "thin"
    record = TopicRecord(
        topic_id=topic.id,
        outcome=outcome,
        answers=heard.topic_answers,
        words=heard.topic_words,
        cut_short=cut_short,
    )
    return State(
        phase=phase,
        topic_index=next_index,
        topic_started_seconds=elapsed_seconds,
        records=(*heard.records, record),
        extra_time_factor=heard.extra_time_factor,
        steering_attempts=heard.steering_attempts,
        pauses=heard.pauses,
        asked_to_stop=heard.asked_to_stop,
    )
