"""The policy: the right move for each answer, and an end whatever the answers are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.interviews.plan import MoveKind, Plan
from shared.interviews.policy import (
    ANSWERS_IN_WRAP_UP,
    ANSWERS_PER_TOPIC,
    Phase,
    State,
    advance,
    longest_run,
    next_move,
    opening_move,
    total_seconds,
)
from shared.interviews.signals import Signal
from tests.fixtures import plans as make

pytestmark = pytest.mark.unit

GOOD = Signal(words=60)
EMPTY = Signal(words=0, empty=True, thin=True)
THIN = Signal(words=3, thin=True)
DONT_KNOW = Signal(words=3, thin=True, dont_know=True)
ASKS = Signal(words=12, asks_question=True)
REPEATS = Signal(words=60, repeats=True)
STEERS = Signal(words=9, steers=True)


def run(plan: Plan, answers: list[Signal], seconds_each: float = 1) -> tuple[list[MoveKind], State]:
    state, moves = State(), []
    for number, signal in enumerate(answers, start=1):
        move = next_move(plan, state, signal, number * seconds_each)
        state = advance(plan, state, signal, move, number * seconds_each)
        moves.append(move.kind)
    return moves, state


def test_opening_asks_the_first_question_in_the_plans_words() -> None:
    move = opening_move(make.plan())
    assert move.kind is MoveKind.OPEN
    assert move.say.endswith(make.plan().topics[0].question)


def test_good_answers_use_up_the_follow_ups_and_go_on() -> None:
    moves, state = run(make.plan(2), [GOOD] * 8)
    assert moves == ["probe", "probe", "next_topic", "probe", "probe", "wrap_up", "close", "close"]
    assert state.phase is Phase.CLOSED
    assert [record.outcome for record in state.records] == ["covered", "covered"]


@pytest.mark.parametrize("signal", [EMPTY, THIN, DONT_KNOW])
def test_an_answer_that_says_nothing_is_asked_once_more(signal: Signal) -> None:
    move = next_move(make.plan(), State(), signal, 1)
    assert move.kind is MoveKind.CLARIFY
    assert move.say == make.plan().topics[0].question


@pytest.mark.parametrize("signal", [EMPTY, DONT_KNOW])
def test_nothing_twice_leaves_the_topic(signal: Signal) -> None:
    moves, state = run(make.plan(2), [signal, signal])
    assert moves == ["clarify", "next_topic"]
    assert state.records[0].outcome == ("not_known" if signal is DONT_KNOW else "thin")


def test_a_thin_answer_after_the_clarification_is_followed_up() -> None:
    assert run(make.plan(), [THIN, THIN])[0] == ["clarify", "probe"]


def test_a_question_back_is_answered_with_the_open_question_again_and_only_so_often() -> None:
    moves, _ = run(make.plan(2), [ASKS] * (ANSWERS_PER_TOPIC + 1))
    assert moves[:ANSWERS_PER_TOPIC] == ["answer_question"] * ANSWERS_PER_TOPIC
    assert moves[-1] == "probe"


def test_clarifying_after_a_follow_up_asks_the_follow_up_again() -> None:
    plan = make.plan()
    state = advance(plan, State(), GOOD, next_move(plan, State(), GOOD, 1), 1)
    assert next_move(plan, state, DONT_KNOW, 2).say == plan.topics[0].follow_ups[0]


def test_steering_is_redirected_once_and_then_leaves_the_topic() -> None:
    moves, state = run(make.plan(2), [STEERS, STEERS])
    assert moves == ["redirect", "next_topic"]
    assert state.steering_attempts == 2
    assert state.records[0].words == 0


def test_steering_is_never_taken_as_a_question() -> None:
    both = Signal(words=12, steers=True, asks_question=True)
    assert next_move(make.plan(), State(), both, 1).kind is MoveKind.REDIRECT
    assert next_move(make.plan(), State(phase=Phase.WRAP_UP), both, 1).kind is MoveKind.CLOSE


def test_a_repeated_answer_is_not_followed_up() -> None:
    assert run(make.plan(2), [REPEATS])[0] == ["next_topic"]


def test_questions_at_the_end_are_answered_so_often_and_then_it_closes() -> None:
    plan = make.plan(1, follow_ups=0)
    moves, _ = run(plan, [GOOD] + [ASKS] * (ANSWERS_IN_WRAP_UP + 1))
    assert moves == ["wrap_up"] + ["answer_question"] * ANSWERS_IN_WRAP_UP + ["close"]


def test_a_topic_whose_time_is_up_is_left() -> None:
    assert run(make.plan(2, minutes=1), [GOOD], seconds_each=61)[0] == ["next_topic"]


def test_when_the_whole_time_is_up_it_wraps_up_and_long_after_it_closes() -> None:
    plan = make.plan(2, minutes=1)
    assert next_move(plan, State(), GOOD, 121).kind is MoveKind.WRAP_UP
    assert next_move(plan, State(), GOOD, 151).kind is MoveKind.CLOSE


def test_extra_time_stretches_topic_and_whole() -> None:
    plan = make.plan(2, minutes=1)
    slow = State(extra_time_factor=2)
    assert total_seconds(plan, slow) == 240
    assert next_move(plan, slow, GOOD, 61).kind is MoveKind.PROBE
    assert next_move(plan, slow, GOOD, 121).kind is MoveKind.NEXT_TOPIC


def test_topics_come_in_the_plans_order_and_each_once() -> None:
    plan = make.plan(5)
    state, asked = State(), [plan.topics[0].id]
    while state.phase is Phase.TOPICS:
        move = next_move(plan, state, REPEATS, 1)
        state = advance(plan, state, REPEATS, move, 1)
        if move.kind is MoveKind.NEXT_TOPIC:
            asked.append(str(move.topic_id))
    assert asked == [topic.id for topic in plan.topics]


@given(plan=make.plans, data=st.data())
def test_every_run_ends_within_its_bound(plan: Plan, data: st.DataObject) -> None:
    state, elapsed = State(), 0.0
    for _ in range(longest_run(plan)):
        signal = data.draw(make.signals)
        elapsed += data.draw(st.floats(0, 30, allow_nan=False))
        move = next_move(plan, state, signal, elapsed)
        before, state = state, advance(plan, state, signal, move, elapsed)
        assert move.say
        assert state.topic_index >= before.topic_index
        if state.phase is Phase.CLOSED:
            break
    assert state.phase is Phase.CLOSED
    assert next_move(plan, state, GOOD, elapsed).kind is MoveKind.CLOSE


@given(plan=make.plans, signal=make.signals, state=st.builds(State, extra_time_factor=st.floats(1, 3)))
def test_the_same_situation_always_gets_the_same_move(plan: Plan, signal: Signal, state: State) -> None:
    assert next_move(plan, state, signal, 10) == next_move(plan, state, signal, 10)


@given(plan=make.plans, signal=make.signals)
def test_state_survives_its_json(plan: Plan, signal: Signal) -> None:
    state = advance(plan, State(), signal, next_move(plan, State(), signal, 5), 5)
    assert State.model_validate_json(state.model_dump_json()) == state
