"""Plans, and how far an interview is."""

import pytest
from pydantic import ValidationError

from local.demo_data import DATA_ENGINEER_PLAN, JOB_ROLE, JOB_ROLE_VERSION
from shared.interviews.plan import GENERIC_LEVELS, AskablePlan, Plan, default_plan, question_marks
from shared.interviews.policy import Phase, State
from shared.interviews.progress import progress_of
from shared.interviews.prompts import as_job_role
from shared.models.interview import InterviewStatus
from tests.fixtures import plans as make

pytestmark = pytest.mark.unit

PLAN = make.plan(4)


def test_a_plan_needs_a_topic_and_topics_differ() -> None:
    with pytest.raises(ValidationError):
        Plan(role_title="x", topics=())
    with pytest.raises(ValidationError, match="same id"):
        Plan(role_title="x", topics=(make.topic(1), make.topic(1)))


def test_a_topic_has_exactly_five_levels() -> None:
    with pytest.raises(ValidationError, match="levels 1 to 5"):
        make.topic(1).model_validate(make.topic(1).model_dump() | {"levels": {1: "a", 2: "b"}})


def test_a_role_without_a_plan_gets_one_topic_per_subject() -> None:
    role = as_job_role({"title": "T", "scoring_rubric": {"care": {"weight": 1, "criteria": "c"}}})
    assert [topic.competency for topic in default_plan(role).topics] == ["care"]
    assert default_plan(as_job_role({"title": "T"})).topics[0].levels == GENERIC_LEVELS


DEFAULT_PLAN = default_plan(as_job_role(JOB_ROLE | JOB_ROLE_VERSION))
ODD_TITLES = default_plan(
    as_job_role({"title": "T", "interview_structure": {"topics": ["Why us?", "???", "Τι; Πώς;"]}})
)


@pytest.mark.parametrize("plan", [DATA_ENGINEER_PLAN, DEFAULT_PLAN, ODD_TITLES, PLAN])
def test_the_projects_own_plans_may_be_saved(plan: Plan) -> None:
    assert AskablePlan.model_validate(plan.model_dump()).model_dump() == plan.model_dump()


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Describe what broke.", 0),
        ("What broke?", 1),
        ("What broke?! Tell me", 1),
        ("What broke? And why?", 2),
        ("¿Qué se rompió?", 1),
        ("何が壊れましたか？", 1),
        ("ماذا حدث؟", 1),
        ("Τι έγινε;", 1),
        ("Τι έγινε\u037e Γιατί;", 2),
        ("First this; then that.", 0),
        ("A resistor of 10 Ω; a lamp.", 0),
        (";", 0),
        ("Ինչո՞ւ", 1),
    ],
)
def test_questions_are_counted_by_their_marks_in_any_script(text: str, questions: int) -> None:
    assert question_marks(text) == questions


def changed(**words: object) -> dict[str, object]:
    """A plan of two topics with other words in it, or in its first topic."""
    plan = make.plan(2).model_dump()
    for name, value in words.items():
        (plan if name in plan else plan["topics"][0])[name] = value
    return plan


@pytest.mark.parametrize(
    ("words", "where", "message"),
    [
        ({"question": "Describe it."}, ("topics", 0, "question"), "`question` asks exactly one question, with one "),
        ({"question": "What? Why?"}, ("topics", 0, "question"), "this has 2"),
        ({"follow_ups": ["Why?", "Go on."]}, ("topics", 0, "follow_ups", 1), "`follow_ups` .* this has none"),
        ({"wrap_up_question": "That is all."}, ("wrap_up_question",), "`wrap_up_question` asks exactly one question"),
        ({"closing": "Thank you. All right?"}, ("closing",), "`closing` ends the interview, so it asks nothing"),
    ],
)
def test_what_may_be_saved_asks_once_and_the_refusal_names_the_field(
    words: dict[str, object], where: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(ValidationError, match=message) as refused:
        AskablePlan.model_validate(changed(**words))
    assert [error["loc"] for error in refused.value.errors()] == [where]


def test_a_plan_that_was_frozen_before_is_read_as_it_is() -> None:
    old = Plan.model_validate(changed(question="Describe it.", follow_ups=["What? Why?"], closing="Thanks. All right?"))
    assert (old.topics[0].question, old.topics[0].follow_ups) == ("Describe it.", ("What? Why?",))
    assert old.closing == "Thanks. All right?"


def test_unknown_competencies_get_the_generic_anchors() -> None:
    assert PLAN.levels_of("nothing of the kind") == GENERIC_LEVELS


def progress(status: InterviewStatus, state: State = State(), elapsed: float = 0, **options):  # noqa: B008
    return progress_of(status, PLAN, state, elapsed, **options)


def test_progress_grows_with_topics_and_follow_ups_and_is_whole_only_at_the_end() -> None:
    status = InterviewStatus.IN_PROGRESS
    seen = [
        progress(status, State(topic_index=index, follow_ups=used)).percent for index in range(4) for used in range(3)
    ]
    assert seen == sorted(set(seen))
    assert seen[0] == 0
    assert progress(status, State(phase=Phase.WRAP_UP)).percent == 99
    assert progress(InterviewStatus.COMPLETED, State(phase=Phase.CLOSED)).percent == 100


def test_time_left_counts_down_and_stops_at_nothing() -> None:
    assert progress(InterviewStatus.IN_PROGRESS, elapsed=60).seconds_left == 4 * 5 * 60 - 60
    assert progress(InterviewStatus.IN_PROGRESS, elapsed=9_999).seconds_left == 0


@pytest.mark.parametrize(
    ("status", "options", "stage", "waiting_for"),
    [
        (InterviewStatus.SCHEDULED, {}, "scheduled", "candidate"),
        (InterviewStatus.IN_PROGRESS, {}, "interviewing", "candidate"),
        (InterviewStatus.COMPLETED, {"scoring": "pending"}, "scoring", "scoring"),
        (InterviewStatus.COMPLETED, {"scoring": "failed"}, "scoring", "retry of scoring"),
        (InterviewStatus.COMPLETED, {"scoring": "scored"}, "in_review", "review"),
        (InterviewStatus.COMPLETED, {"scoring": "scored", "reviewed": True}, "closed", None),
        (InterviewStatus.CANCELLED, {}, "closed", None),
        (InterviewStatus.EXPIRED, {}, "closed", None),
    ],
)
def test_the_stage_says_what_is_waited_for(status, options, stage, waiting_for) -> None:
    found = progress(status, **options)
    assert (found.stage, found.waiting_for) == (stage, waiting_for)


def test_an_interview_that_was_cut_off_says_how_far_it_came() -> None:
    half = State(topic_index=2)
    assert (
        progress(InterviewStatus.CANCELLED, half).percent == progress(InterviewStatus.IN_PROGRESS, half).percent == 50
    )
    assert progress(InterviewStatus.COMPLETED, half).percent == 100
