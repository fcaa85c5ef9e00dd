"""What the model may and may not say, whole and sentence by sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.interviews.plan import GENERIC_LEVELS, Move, MoveKind, Plan, Topic
from shared.interviews.wording import Refusal, SentenceGate, WordingRules, split_sentences

pytestmark = pytest.mark.unit

PLAN = Plan(
    role_title="Tester",
    topics=(
        Topic(
            id="t",
            title="Testing",
            competency="care",
            question="How did you test the last thing that you built?",
            follow_ups=("Which test found the most, and why?",),
            minutes=5,
            levels={
                1: "Names no test at all and sees no need for one.",
                2: "Says that others tested it for them.",
                3: "Tells of a test that they wrote themselves.",
                4: "Compares several kinds of test by what each of them found.",
                5: "Shows with numbers how testing changed what reached the customers.",
            },
        ),
    ),
)
RULES = WordingRules(PLAN, ["Tests with care and can say what each test is worth to the team."])
PROBE = Move(kind=MoveKind.PROBE, topic_id="t", topic_title="Testing", say="Which test found the most, and why?")
CLOSE = Move(kind=MoveKind.CLOSE, say=PLAN.closing)
GOOD = "Thank you, that is clear. Which test found the most, and why?"


def refusal(text: str, move: Move = PROBE, before: tuple[str, ...] = (), heard: tuple[str, ...] = ()) -> Refusal | None:
    return RULES.refusal_of(text, move, before, heard)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "You spoke of a broken build. Which of your tests found the most?",
        "Which test found the most, and why? Take your time.",
    ],
)
def test_one_plain_question_may_be_said(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Refusal.EMPTY),
        ("  \n", Refusal.EMPTY),
        ("Thank you for that.", Refusal.NO_QUESTION),
        ("Which test was it? And who wrote it?", Refusal.SECOND_QUESTION),
        ("That answer would score well. Which test found the most?", Refusal.SCORING_TALK),
        ("This is level 4 already. Which test found the most?", Refusal.SCORING_TALK),
        ("My instructions say to ask this. Which test found the most?", Refusal.SCORING_TALK),
        ("The r\u200bubric asks for numbers. Which test found the most?", Refusal.SCORING_TALK),
        ("You are hired. Which test found the most?", Refusal.DECISION_TALK),
        ("I would recommend you. Which test found the most?", Refusal.DECISION_TALK),
        ("How old are you?", Refusal.PROTECTED_TALK),
        ("Do you have children, and which test found the most?", Refusal.PROTECTED_TALK),
        ("Could you compare several kinds of test by what each of them found?", Refusal.LEAK),
        ("Say what each test is worth to the team, which one is it?", Refusal.LEAK),
        ("Well. " * 400 + "Which test?", Refusal.TOO_LONG),
    ],
)
def test_what_may_not_be_said(text: str, expected: Refusal) -> None:
    assert refusal(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Tell me of kinds of test. Compare several. Kinds of test by what each of them found, which was best?",
        "Names no test at all. And sees no need for one, so which is it?",
        "Compares several kinds. Of test by what each of them found, which was best?",
    ],
)
def test_the_rubrics_words_are_seen_across_sentences(text: str) -> None:
    assert refusal(text) is Refusal.LEAK


def test_what_the_candidate_said_may_be_taken_up_even_if_the_rubric_says_it_too() -> None:
    echo = "You showed with numbers how testing changed what reached the customers. Which test found the most, and why?"
    said = "I could show with numbers how testing changed what reached the customers, every month."
    assert refusal(echo) is Refusal.LEAK
    assert refusal(echo, heard=("Something else.", said)) is None
    assert refusal(echo, heard=("I could show with numbers how testing went.", "It changed the customers.")) is (
        Refusal.LEAK
    )


@pytest.mark.parametrize(
    "text",
    [
        "Thank you. ¿Qué prueba encontró más?",
        "Ποιο τεστ βρήκε τα περισσότερα;",
        "どのテストですか？",
        "أي اختبار وجد أكثر؟",
        "Which test was it?!",
        "First, some context; then the rest. Which test was it?",
    ],
)
def test_a_question_is_one_in_any_script(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize("text", ["Τι έγινε; Και μετά;", "何ですか？なぜですか？", "ماذا؟ لماذا؟", "What? Why?!"])
def test_two_questions_are_two_in_any_script(text: str) -> None:
    assert refusal(text) is Refusal.SECOND_QUESTION


def old_move(say: str, kind: MoveKind = MoveKind.PROBE) -> Move:
    """A move of a plan that was frozen before questions had a rule."""
    return PROBE.model_copy(update={"say": say, "kind": kind})


@pytest.mark.parametrize(
    "say",
    [
        "What broke? How did you find out?",
        "Describe the last thing that broke.",
        "Think of a night shift. Describe what broke.",
        "What broke, and when?Who saw it? Go on.",
    ],
)
@pytest.mark.parametrize("before", ["", "Thank you. "])
def test_an_old_plans_own_words_are_its_one_question_however_they_ask(say: str, before: str) -> None:
    assert refusal(before + say, old_move(say)) is None
    assert refusal(f"{before}{say} And why is that?", old_move(say)) is Refusal.SECOND_QUESTION
    sentences, gate = released(f"{before}{say} And why is that?", 4, old_move(say))
    assert " ".join(sentences) == before + say
    assert gate.missing is None


def test_an_old_plans_closing_may_ask_and_nothing_else_may() -> None:
    move = old_move("Thank you. Shall we call it a day?", MoveKind.CLOSE)
    assert refusal(move.say, move) is None
    assert refusal("Thank you. Any questions?", move) is Refusal.QUESTION_AT_CLOSE


def test_half_of_an_old_plans_question_is_completed_with_the_other_half() -> None:
    move = old_move("Think of a bad night. What broke? How did you find out?")
    assert refusal("Thank you. What broke?", move) is Refusal.HALF_A_QUESTION
    sentences, gate = released("Thank you. Think of a bad night. What broke? Your score is high.", 6, move)
    assert sentences == ["Thank you.", "Think of a bad night.", "What broke?"]
    assert gate.missing is Refusal.HALF_A_QUESTION
    assert gate.completion == "How did you find out?"


def test_a_wording_without_the_plans_words_is_completed_with_all_of_them() -> None:
    _, gate = released("Thank you. Your score is high.", 6)
    assert gate.completion == PROBE.say


def test_the_model_may_ask_an_old_plans_question_in_one_of_its_own() -> None:
    move = old_move("What broke? How did you find out?")
    assert refusal("How did you find out what broke?", move) is None
    assert refusal("How did you find out what broke? What broke?", move) is Refusal.SECOND_QUESTION


def test_the_plans_question_said_twice_is_asked_twice() -> None:
    assert refusal(f"{PROBE.say} {PROBE.say}") is Refusal.SECOND_QUESTION


def test_a_close_asks_nothing() -> None:
    assert refusal("Thank you for your time. A person will read this.", CLOSE) is None
    assert refusal("Thank you. Do you have a question?", CLOSE) is Refusal.QUESTION_AT_CLOSE


def test_the_same_sentence_twice_is_a_repeat_unless_the_move_asks_for_it() -> None:
    before = ("Thank you. I would like to hear about the hardest bug now. Which test found the most, and why?",)
    assert refusal("I would like to hear about the hardest bug now. Which one was it?", before=before) is Refusal.REPEAT
    assert refusal("Thank you. Which test found the most, and why?", before=before) is None


def test_the_plans_own_words_pass_even_where_they_speak_of_scoring() -> None:
    say = "How did you improve the model's score, and what did you measure?"
    assert refusal(say, PROBE.model_copy(update={"say": say})) is None


def released(text: str, size: int, move: Move = PROBE) -> tuple[list[str], SentenceGate]:
    gate = SentenceGate(RULES, move, ())
    out = [sentence for start in range(0, len(text), size) for sentence in gate.feed(text[start : start + size])]
    return [*out, *gate.finish()], gate


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_gate_releases_whole_sentences_however_the_text_is_cut(size: int) -> None:
    sentences, gate = released(GOOD, size)
    assert sentences == ["Thank you, that is clear.", "Which test found the most, and why?"]
    assert gate.refusal is None
    assert gate.missing is None


def test_the_gate_stops_at_the_first_bad_sentence_and_releases_nothing_after_it() -> None:
    sentences, gate = released("Thank you. Your score is high. Which test found the most?", 5)
    assert sentences == ["Thank you."]
    assert gate.refusal is Refusal.SCORING_TALK
    assert gate.missing is Refusal.NO_QUESTION


def test_a_second_question_is_held_back_and_the_first_can_stand() -> None:
    sentences, gate = released("Which test found the most? Who wrote it?", 3)
    assert sentences == ["Which test found the most?"]
    assert gate.missing is None


parts = st.sampled_from(
    [*PROBE.say.split(), *GENERIC_LEVELS[4].split(), "score", "Τι;", "?", "?)", ";", "…", "？", "\n"]
)
texts = st.one_of(st.text(max_size=300), st.lists(parts, max_size=30).map(" ".join))


@given(texts, st.integers(1, 20))
def test_what_is_released_passes_the_whole_check_too(text: str, size: int) -> None:
    sentences, gate = released(text, size)
    if gate.refusal is None and gate.missing is None:
        assert refusal(" ".join(sentences)) is None


@given(texts, st.integers(1, 20))
def test_the_same_is_released_however_the_text_is_cut(text: str, size: int) -> None:
    (in_pieces, gate), (at_once, whole) = released(text, size), released(text, len(text) or 1)
    assert in_pieces == at_once == split_sentences(text)[: len(at_once)]
    assert (gate.refusal, gate.missing, gate.completion) == (whole.refusal, whole.missing, whole.completion)


@given(st.text(max_size=300))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
