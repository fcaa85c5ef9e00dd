"""The lifecycle of an interview through the Functions host: what it does by itself, and what it reports."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.fixtures.over_http import Faults, Hired, Talk
from tests.fixtures.polling import eventually

pytestmark = pytest.mark.e2e

NO_SHOW = timedelta(hours=168)


def instance(http: httpx.Client, interview_id: UUID | str, run: int = 1) -> dict[str, Any]:
    """What Durable's management API says of a lifecycle run."""
    answer = http.get(f"/runtime/webhooks/durabletask/instances/interview-{interview_id}-{run}")
    assert answer.status_code in (200, 202), answer.text
    return answer.json()


def reported(http: httpx.Client, interview_id: UUID | str, stage: str) -> dict[str, Any]:
    """The custom status, once it reports this stage."""

    def look() -> dict[str, Any] | None:
        status = instance(http, interview_id)["customStatus"]
        return status if status and status["stage"] == stage else None

    return eventually(look)


def over(http: httpx.Client, interview_id: UUID | str) -> dict[str, Any]:
    """A run, once it is over."""

    def look() -> dict[str, Any] | None:
        found = instance(http, interview_id)
        return found if found["runtimeStatus"] != "Running" else None

    return eventually(look)


def test_an_interview_that_was_ended_is_scored_without_being_asked(talk: Talk, http: httpx.Client) -> None:
    talk.say()
    assert reported(http, talk.id, "interviewing")["status"] == "in_progress"
    talk.hired.candidate.post(f"{talk.path}/end")
    assert over(http, talk.id)["output"] == "scored"
    report = talk.hired.recruiter.get(f"{talk.path}/report").json()
    assert (report["scoring_status"], report["score"]["version"]) == ("scored", 1)


def test_its_custom_status_is_what_progress_gives(hire: Callable[..., Hired], http: httpx.Client) -> None:
    talk = hire().start()
    status = reported(http, talk.id, "interviewing")
    progress = talk.hired.candidate.get(f"{talk.path}/progress").json()
    assert {name: progress[name] for name in ("stage", "waiting_for")} == {
        "stage": "interviewing",
        "waiting_for": status["waiting_for"],
    }
    talk.say()
    talk.finish()
    over(http, talk.id)
    assert reported(http, talk.id, "in_review")["waiting_for"] == "review"
    assert talk.hired.candidate.get(f"{talk.path}/progress").json()["waiting_for"] == "review"


def test_it_is_started_with_ids_only(talk: Talk, http: httpx.Client) -> None:
    assert instance(http, talk.id)["input"] == {"interview_id": str(talk.id), "run": 1}


def test_a_cancelled_interview_is_over(hire: Callable[..., Hired], http: httpx.Client) -> None:
    hired = hire()
    interview = hired.schedule()["id"]
    reported(http, interview, "scheduled")
    assert hired.recruiter.post(f"/api/v1/interview/{interview}/cancel").status_code == 200
    assert over(http, interview)["output"] == "cancelled"


def test_an_interview_that_nobody_comes_to_expires(hire: Callable[..., Hired]) -> None:
    hired = hire()
    nearly = datetime.now(UTC) - NO_SHOW + timedelta(seconds=1)
    interview = hired.schedule(scheduled_at=nearly.isoformat())["id"]
    path = f"/api/v1/interview/{interview}"
    eventually(lambda: hired.candidate.get(path).json()["status"] == "expired", seconds=40)
    assert hired.candidate.post(f"/api/v1/interview/{interview}/start").status_code in (400, 422)
    assert hired.schedule()["id"] != interview


@pytest.mark.slow
def test_a_model_that_is_down_for_a_moment_delays_the_score_only(
    talk: Talk, http: httpx.Client, faults: Faults
) -> None:
    talk.say()
    attempts_of_one_activity, samples = 3, 3
    times = attempts_of_one_activity * samples
    faults.put(talk.mark, "status", status=500, times=times, match={"contains": talk.mark, "task": "scoring"})
    talk.hired.candidate.post(f"{talk.path}/end")
    assert over(http, talk.id)["output"] == "scored"
    assert talk.score()["version"] == 1
