"""The orchestrator of an interview's lifecycle as a generator: what it does for what it finds."""

from datetime import timedelta

import pytest

from tests.unit.lifecycle.playing import ENDS, INTERVIEW, NO_SHOW, RUN, Context, facts, play

pytestmark = pytest.mark.unit

SCHEDULED = facts("scheduled")
UNDERWAY = facts("in_progress", stage="interviewing")
DUE = facts("completed", "pending", stage="scoring")
UNDERWAY_LATE = UNDERWAY.model_copy(update={"due_at": NO_SHOW + timedelta(hours=1)})
SCORED = facts("completed", "scored", stage="in_review")
FAILED = facts("completed", "failed", stage="scoring")


def done(context: Context) -> list[str]:
    """What it had done, without its looks at the database."""
    return [name for name, _ in context.called if name != "lifecycle_facts"]


SCORING = ["begin_scoring", "score_sample", "score_sample", "score_sample", "finish_scoring"]


def test_scheduled_started_ended_scored() -> None:
    context, output = play([SCHEDULED, UNDERWAY, DUE, SCORED], ["started", "ended"])
    assert (done(context), output) == (SCORING, "scored")


def test_it_waits_until_the_no_show_deadline_and_then_until_the_time_limit() -> None:
    context, _ = play([SCHEDULED, UNDERWAY, DUE, SCORED], ["started", "ended"])
    assert [until for until, _ in context.timers] == [NO_SHOW, ENDS]


def test_nobody_comes() -> None:
    context, output = play([SCHEDULED, SCHEDULED, facts("expired", stage="closed")], ["timer"])
    assert (done(context), output) == (["expire_interview"], "expired")


def test_somebody_who_comes_in_the_moment_of_the_deadline_is_interviewed() -> None:
    context, output = play([SCHEDULED, UNDERWAY_LATE, DUE, SCORED], ["timer", "ended"])
    assert (done(context), output) == (SCORING, "scored")


def test_one_who_comes_between_the_look_and_the_expiry_is_interviewed() -> None:
    context, output = play([SCHEDULED, SCHEDULED, UNDERWAY_LATE, DUE, SCORED], ["timer", "ended"])
    assert (done(context), output) == (["expire_interview", *SCORING], "scored")


def test_a_deadline_that_was_moved_is_waited_for() -> None:
    later = SCHEDULED.model_copy(update={"due_at": NO_SHOW + timedelta(days=1)})
    context, output = play([SCHEDULED, later, later, facts("expired", stage="closed")], ["timer", "timer"])
    assert [until for until, _ in context.timers] == [NO_SHOW, NO_SHOW + timedelta(days=1)]
    assert (done(context), output) == (["expire_interview"], "expired")


@pytest.mark.parametrize(("before", "looks"), [("scheduled", [SCHEDULED]), ("in progress", [SCHEDULED, UNDERWAY])])
def test_cancelled(before: str, looks: list[object]) -> None:
    happenings = ["started", "cancelled"][-len(looks) :]
    context, output = play([*looks, facts("cancelled", stage="closed")], happenings)  # type: ignore[list-item]
    assert (done(context), output) == ([], "cancelled")


def test_the_time_limit_ends_the_interview_and_it_is_scored() -> None:
    context, output = play([UNDERWAY, UNDERWAY, DUE, SCORED], ["timer"])
    assert (done(context), output) == (["end_interview", *SCORING], "scored")


@pytest.mark.parametrize("failing", [{"1"}, {"3"}, {"1", "2"}])
def test_samples_that_fail_are_done_without(failing: set[str]) -> None:
    context, output = play([DUE, SCORED], failing=failing)
    assert (done(context), output) == (SCORING, "scored")


def test_without_a_sample_the_scoring_fails() -> None:
    context, output = play([DUE, FAILED], failing={"1", "2", "3"})
    assert (done(context), output) == ([*SCORING[:-1], "fail_scoring"], "failed")


def test_a_scoring_that_failed_before_is_tried_again_once() -> None:
    context, output = play([FAILED, FAILED], failing={"1", "2", "3"})
    assert (done(context), output) == ([*SCORING[:-1], "fail_scoring"], "failed")


def test_a_rescore_that_was_asked_for_meanwhile_is_taken_up() -> None:
    context, output = play([DUE, DUE, SCORED])
    assert (done(context), output) == (SCORING * 2, "scored")


def test_the_samples_are_those_of_the_run() -> None:
    context, _ = play([DUE, SCORED], samples=2)
    assert [given for name, given in context.called if name == "score_sample"] == [f"{RUN}/1", f"{RUN}/2"]


def test_a_run_that_was_superseded_does_nothing() -> None:
    context, output = play([facts("completed", "pending", run=2)])
    assert (done(context), output) == ([], "superseded")


def test_a_run_that_is_superseded_while_it_waits_does_nothing() -> None:
    context, output = play([SCHEDULED, facts("in_progress", run=2)], ["started"])
    assert (done(context), output) == ([], "superseded")


@pytest.mark.parametrize("event", ["started", "cancelled", "ended"])
def test_any_event_wakes_it_and_it_acts_on_what_the_database_says(event: str) -> None:
    """`started` was lost, and so was what came after: the next thing that happens is enough."""
    context, output = play([SCHEDULED, DUE, SCORED], [event])
    assert (done(context), output) == (SCORING, "scored")


def test_an_event_that_comes_twice_does_no_harm() -> None:
    context, output = play([SCHEDULED, UNDERWAY, UNDERWAY, DUE, SCORED], ["started", "started", "ended"])
    assert (done(context), output) == (SCORING, "scored")


def test_a_deadline_finds_what_no_event_told() -> None:
    context, output = play([SCHEDULED, facts("cancelled", stage="closed")], ["timer"])
    assert (done(context), output) == ([], "cancelled")


def test_an_interview_that_is_scored_already_needs_nothing() -> None:
    context, output = play([SCORED])
    assert (done(context), output) == ([], "scored")


def test_its_custom_status_says_where_it_is() -> None:
    context, _ = play([SCHEDULED, UNDERWAY, DUE, SCORED], ["started", "ended"])
    assert [(status["status"], status["stage"]) for status in context.statuses] == [
        ("scheduled", "scheduled"),
        ("in_progress", "interviewing"),
        ("completed", "scoring"),
        ("completed", "in_review"),
    ]
    assert all(set(status) == {"status", "stage", "percent", "waiting_for"} for status in context.statuses)


def test_only_ids_are_handed_to_activities() -> None:
    context, _ = play([SCHEDULED, UNDERWAY, DUE, SCORED], ["started", "ended"])
    allowed = {INTERVIEW, str(RUN), *(f"{RUN}/{n}" for n in (1, 2, 3))}
    assert {given for _, given in context.called} <= allowed


def test_every_activity_is_tried_again() -> None:
    context, _ = play([SCHEDULED, UNDERWAY, DUE, FAILED], ["started", "timer"], failing={"1", "2", "3"})
    assert all(policy.max_number_of_attempts > 1 for policy in context.retries.values())
