"""The policy: the right move for each answer, and an end whatever the answers are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.interviews.plan import TIME_UP_QUESTION, MoveKind, Plan
from shared.interviews.policy import (
    ANSWERS_IN_WRAP_UP,
    ANSWERS_PER_TOPIC,
    PAUSES,
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
DENIES = Signal(words=12, denies=True)
DECLINES = Signal(words=5, thin=True, declines=True)
ASKS_AGAIN = Signal(words=5, thin=True, asks_again=True)
STOPS = Signal(words=5, thin=True, wants_to_stop=True)
WAITS = Signal(words=5, thin=True, wants_pause=True)
DISTRESSED = Signal(words=9, distressed=True)
AGREES = Signal(words=1, thin=True, agrees=True)
ASKS = Signal(words=12, asks_question=True, question_words=12)
REPEATS = Signal(words=60, repeats=True)
STEERS = Signal(words=0, thin=True, steers=True)
STEERS_AND_ANSWERS = Signal(words=40, steers=True)


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
    assert "about 15 minutes" in move.say
    assert "about 30 minutes" in opening_move(make.plan(), 2).say


def test_good_answers_use_up_the_follow_ups_and_go_on() -> None:
    moves, state = run(make.plan(2), [GOOD] * 8)
    assert moves == ["probe", "probe", "next_topic", "probe", "probe", "wrap_up", "close", "close"]
    assert state.phase is Phase.CLOSED
    assert [record.outcome for record in state.records] == ["covered", "covered"]


@pytest.mark.parametrize("signal", [EMPTY, THIN, DONT_KNOW, DENIES, REPEATS, ASKS_AGAIN])
def test_an_answer_that_says_nothing_new_is_asked_once_more(signal: Signal) -> None:
    move = next_move(make.plan(), State(), signal, 1)
    assert move.kind is MoveKind.CLARIFY
    assert move.say == make.plan().topics[0].question


@pytest.mark.parametrize("signal", [EMPTY, DONT_KNOW, DENIES])
def test_nothing_twice_leaves_the_topic(signal: Signal) -> None:
    moves, state = run(make.plan(2), [signal, signal])
    assert moves == ["clarify", "next_topic"]
    assert state.records[0].outcome == ("thin" if signal is EMPTY else "not_known")


def test_a_thin_answer_after_the_clarification_is_followed_up() -> None:
    assert run(make.plan(), [THIN, THIN])[0] == ["clarify", "probe"]


def test_a_question_back_is_answered_with_the_open_question_again_and_only_so_often() -> None:
    asked = ["answer_question"] * ANSWERS_PER_TOPIC
    assert run(make.plan(2), [ASKS] * (ANSWERS_PER_TOPIC + 1))[0] == [*asked, "next_topic"]


def test_who_asks_after_an_answer_is_answered_and_asked_what_is_next() -> None:
    plan = make.plan(2)
    answered_too = Signal(words=60, asks_question=True, question_words=5)
    move = next_move(plan, State(), answered_too, 1)
    assert (move.kind, move.say) == (MoveKind.ANSWER_QUESTION, plan.topics[0].follow_ups[0])
    moves, state = run(plan, [answered_too] * 3)
    assert moves == ["answer_question", "answer_question", "next_topic"]
    assert state.records[0].answers == 3
    assert run(plan, [answered_too, GOOD, GOOD])[0] == ["answer_question", "probe", "next_topic"]


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
    both = Signal(words=5, thin=True, steers=True, asks_question=True)
    assert next_move(make.plan(), State(), both, 1).kind is MoveKind.REDIRECT
    assert next_move(make.plan(), State(phase=Phase.WRAP_UP), both, 1).kind is MoveKind.CLOSE


def test_an_answer_beside_an_attempt_to_steer_is_taken_as_the_answer_it_is() -> None:
    moves, state = run(make.plan(2), [STEERS_AND_ANSWERS] * 3)
    assert moves == ["probe", "probe", "next_topic"]
    assert state.steering_attempts == 3
    assert state.records[0].outcome == "covered"


def test_a_repeated_answer_is_asked_once_more_and_not_followed_up() -> None:
    assert run(make.plan(2), [REPEATS, REPEATS])[0] == ["clarify", "next_topic"]


def test_who_would_rather_not_answer_is_not_asked_again() -> None:
    moves, state = run(make.plan(2), [DECLINES, GOOD, DECLINES])
    assert moves == ["next_topic", "probe", "wrap_up"]
    assert [record.outcome for record in state.records] == ["thin", "covered"]


def test_not_knowing_the_last_follow_up_leaves_a_topic_covered() -> None:
    _, state = run(make.plan(2), [GOOD, DONT_KNOW, DONT_KNOW])
    assert state.records[0].outcome == "covered"


def test_what_was_meant_is_asked_in_simpler_words_first() -> None:
    assert run(make.plan(2), [ASKS_AGAIN, ASKS_AGAIN])[0] == ["clarify", "answer_question"]


def test_a_wish_to_stop_is_heard_and_the_second_one_ends_the_interview() -> None:
    plan = make.plan(3)
    moves, state = run(plan, [GOOD, STOPS, GOOD, STOPS])
    assert moves == ["probe", "pause", "probe", "close"]
    assert state.phase is Phase.CLOSED
    assert run(plan, [STOPS, DECLINES, STOPS])[0] == ["pause", "next_topic", "close"]


def test_at_the_end_a_wish_to_stop_ends_it_at_once() -> None:
    assert run(make.plan(1, follow_ups=0), [GOOD, STOPS])[0] == ["wrap_up", "close"]


@pytest.mark.parametrize("signal", [WAITS, DISTRESSED, STOPS])
def test_a_pause_asks_the_open_question_and_costs_the_topic_nothing(signal: Signal) -> None:
    plan = make.plan()
    started = advance(plan, State(), GOOD, next_move(plan, State(), GOOD, 1), 1)
    move = next_move(plan, started, signal, 2)
    assert move.kind is MoveKind.PAUSE
    assert move.say.endswith(plan.topics[0].follow_ups[0])
    paused = advance(plan, started, signal, move, 2)
    assert paused == started.model_copy(update={"pauses": 1, "asked_to_stop": signal is STOPS})


def test_an_answer_before_a_wish_to_stop_counts_as_one() -> None:
    _, state = run(make.plan(), [Signal(words=60, wants_to_stop=True, answers_too=True)])
    assert (state.pauses, state.topic_answers, state.topic_words) == (1, 1, 60)


@pytest.mark.parametrize("state", [State(phase=Phase.WRAP_UP, pauses=PAUSES), State(asked_to_stop=True)])
def test_who_is_in_distress_when_it_ends_is_met_with_that(state: State) -> None:
    plan = make.plan()
    for signal, elapsed in ((Signal(words=9, distressed=True, wants_to_stop=True), 1), (DISTRESSED, 10_000)):
        move = next_move(plan, state, signal, elapsed)
        assert move.kind is MoveKind.CLOSE
        assert move.say.startswith("Thank you for telling me, and I am sorry.")
        assert move.say.endswith(plan.closing)
        assert move.verbatim


def test_pauses_are_so_many_in_the_whole_interview_and_a_wish_to_stop_is_heard_after_them() -> None:
    moves, _ = run(make.plan(8), [WAITS, DECLINES] * PAUSES + [WAITS, STOPS, STOPS])
    assert moves[::2] == ["pause"] * PAUSES + ["clarify", "close"]
    assert moves[-2] == "pause"


def test_who_is_in_distress_is_met_with_that_and_not_with_a_question_on_the_job() -> None:
    move = next_move(make.plan(), State(), Signal(words=9, distressed=True, wants_to_stop=True), 1)
    assert move.say.startswith("Thank you for telling me, and I am sorry.")


def test_who_is_in_need_when_all_pauses_were_had_is_not_asked_the_next_question() -> None:
    used_up = State(pauses=PAUSES)
    move = next_move(make.plan(), used_up, DISTRESSED, 1)
    assert move.kind is MoveKind.CLOSE
    assert move.say.startswith("Thank you for telling me, and I am sorry.")
    answered = next_move(make.plan(), used_up, Signal(words=60, distressed=True, answers_too=True), 1)
    assert answered.kind is MoveKind.PROBE


def test_a_yes_at_the_end_is_asked_for_what_it_is() -> None:
    plan = make.plan(1, follow_ups=0)
    moves, _ = run(plan, [GOOD, AGREES, GOOD])
    assert moves == ["wrap_up", "pause", "close"]
    assert run(make.plan(), [AGREES])[0] == ["clarify"]


def test_questions_at_the_end_are_answered_so_often_and_then_it_closes() -> None:
    plan = make.plan(1, follow_ups=0)
    moves, _ = run(plan, [GOOD] + [ASKS] * (ANSWERS_IN_WRAP_UP + 1))
    assert moves == ["wrap_up"] + ["answer_question"] * ANSWERS_IN_WRAP_UP + ["close"]


def test_a_topic_whose_time_is_up_is_left() -> None:
    moves, state = run(make.plan(2, minutes=1), [GOOD], seconds_each=61)
    assert moves == ["next_topic"]
    assert state.records[0].cut_short


@pytest.mark.parametrize("signal", [THIN, DONT_KNOW, ASKS, ASKS_AGAIN])
def test_a_topic_on_which_nothing_was_said_yet_is_not_left_for_the_time(signal: Signal) -> None:
    plan = make.plan(2, minutes=1)
    moves, state = run(plan, [WAITS, signal], seconds_each=50)
    assert moves[1] in {MoveKind.CLARIFY, MoveKind.ANSWER_QUESTION}
    assert next_move(plan, state, signal, 110).kind is MoveKind.NEXT_TOPIC


def test_time_saved_before_goes_to_the_first_follow_up_after_a_long_answer() -> None:
    plan = make.plan(4, minutes=1)
    _, quick = run(plan, [GOOD] * 6, seconds_each=5)
    assert quick.topic_index == 2
    move = next_move(plan, quick, GOOD, 110)
    assert move.kind is MoveKind.PROBE
    assert next_move(plan, advance(plan, quick, GOOD, move, 110), GOOD, 120).kind is MoveKind.NEXT_TOPIC


def test_no_follow_up_is_asked_that_would_cost_a_later_topic_its_question() -> None:
    plan = make.plan(4, minutes=3)
    moves, state = run(plan, [GOOD] * 6, seconds_each=130)
    assert moves == ["probe", "next_topic", "probe", "next_topic", "next_topic", "wrap_up"]
    assert [record.answers for record in state.records] == [2, 2, 1, 1]
    assert [record.cut_short for record in state.records] == [True] * 4


def test_only_the_clock_cuts_a_topic_short() -> None:
    for answers in ([GOOD] * 3, [DECLINES], [GOOD, DONT_KNOW, DONT_KNOW], [STOPS, STOPS], [STEERS, STEERS]):
        assert not run(make.plan(2), answers)[1].records[0].cut_short
    assert run(make.plan(2, minutes=1), [GOOD], seconds_each=121)[1].records[0].cut_short


def test_when_the_whole_time_is_up_it_wraps_up_and_long_after_it_closes() -> None:
    plan = make.plan(2, minutes=1)
    early = next_move(plan, State(), GOOD, 121)
    assert (early.kind, early.say) == (MoveKind.WRAP_UP, TIME_UP_QUESTION)
    assert next_move(plan, State(topic_index=1), GOOD, 121).say == plan.wrap_up_question
    assert next_move(plan, State(), GOOD, 151).kind is MoveKind.CLOSE


def test_extra_time_stretches_topic_and_whole() -> None:
    plan = make.plan(2, minutes=1)
    slow = State(extra_time_factor=2)
    assert total_seconds(plan, slow) == 240
    followed_up = slow.model_copy(update={"follow_ups": 1})
    assert next_move(plan, followed_up, GOOD, 61).kind is MoveKind.PROBE
    assert next_move(plan, followed_up, GOOD, 121).kind is MoveKind.NEXT_TOPIC


def test_topics_come_in_the_plans_order_and_each_once() -> None:
    plan = make.plan(5)
    state, asked = State(), [plan.topics[0].id]
    while state.phase is Phase.TOPICS:
        move = next_move(plan, state, DECLINES, 1)
        state = advance(plan, state, DECLINES, move, 1)
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
