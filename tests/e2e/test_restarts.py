"""The host dies or is stopped in the middle of things: nothing is lost, nothing happens twice."""

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.stack import Stack
from tests.fixtures.over_http import CONSENT, Faults, Hired, SignedIn, Talk, running_stack
from tests.fixtures.plans import plan
from tests.fixtures.polling import eventually
from tests.fixtures.world import World
from tests.integration.resumes.support import resume_text

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@dataclass
class Place:
    """A stack that is this module's own to break."""

    stack: Stack
    world: World
    http: httpx.Client
    faults: Faults
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))

    def hire(self, **options: Any) -> Hired:
        hiring = self.world.hiring(**options)
        people = (
            SignedIn(person.user_id, person.email, person.token, self.http)
            for person in (hiring.recruiter, hiring.candidate)
        )
        return Hired(hiring, *people, world=self.world)

    def say_later(self, talk: Talk, key: str) -> "Future[httpx.Response]":
        """Says something on another thread; returns when the model has been asked."""
        asked = self.threads.submit(talk.say, headers={"Idempotency-Key": key})
        eventually(lambda: self.faults.calls(talk.mark)["total"] > 0)
        return asked

    def follows(self, talk: Talk, stage: str) -> bool:
        """Whether the last run of the lifecycle reports this stage."""
        session = "select lifecycle_run from interview_sessions where interview_id = %s"
        run = self.world.row(session, talk.id)["lifecycle_run"]
        answer = self.http.get(f"/runtime/webhooks/durabletask/instances/interview-{talk.id}-{run}")
        status = answer.json()["customStatus"] if answer.status_code in (200, 202) else None
        return bool(status) and status["stage"] == stage


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with running_stack(INTERVIEW_GRACE_SECONDS="1") as stack:
        assert stack.supabase is not None
        with World(stack.supabase) as world, httpx.Client(base_url=stack.app_url, timeout=20, verify=False) as http:
            place = Place(stack, world, http, Faults(stack.services["openai_standin"]["url"]))
            yield place
            place.threads.shutdown()


def scores(talk: Talk) -> list[int]:
    rows = talk.hired.world.rows("select version from interview_scores where interview_id = %s", talk.id)
    return [row["version"] for row in rows]


def scored(talk: Talk) -> dict[str, Any]:
    """The report, once the lifecycle has scored without being asked."""

    def look() -> dict[str, Any] | None:
        report = talk.hired.recruiter.get(f"{talk.path}/report").json()
        return report if report["scoring_status"] == "scored" else None

    return eventually(look)


def speakers(talk: Talk) -> list[tuple[int, str]]:
    return [(segment["turn"], segment["speaker"]) for segment in talk.transcript()]


ONE_TURN = [(0, "interviewer"), (1, "candidate"), (1, "interviewer")]


@dataclass
class Crash:
    """Four interviews that were at different points when the host was killed, and a résumé that was being read."""

    scheduled: Talk
    in_progress: Talk
    ended: Talk
    in_a_turn: Talk
    unanswered: "Future[httpx.Response]"
    reader: SignedIn
    resume_id: str


@pytest.fixture(scope="module")
def crash(place: Place) -> Crash:
    hired = place.hire()
    scheduled = Talk(hired.schedule()["id"], hired, f"mark{uuid4().hex[:12]}")
    in_progress, ended, in_a_turn = (place.hire().start() for _ in range(3))
    in_progress.say()
    ended.say()
    place.faults.put(in_a_turn.mark, "hang", times=None)
    unanswered = place.say_later(in_a_turn, "before-the-crash")
    reader = in_a_turn.hired.candidate  # the résumé names the mark, so the fault of the turn is its own too
    file = {"file": ("cv.txt", resume_text(in_a_turn.mark), "text/plain")}
    resume_id = reader.post("/api/v1/resume/upload", files=file).json()["resume_id"]
    eventually(lambda: place.faults.calls(in_a_turn.mark)["total"] > 1, 30)
    slowly = {"contains": ended.mark, "task": "scoring"}
    place.faults.put(ended.mark, "slow", delay_ms=1500, times=None, match=slowly)
    ended.hired.candidate.post(f"{ended.path}/end")
    place.stack.restart_app(signal.SIGKILL)
    for talk in (in_a_turn, ended):
        place.faults.clear(talk.mark)
    assert scores(ended) == [], "it was scored before the crash"
    return Crash(scheduled, in_progress, ended, in_a_turn, unanswered, reader, resume_id)


def test_a_scheduled_interview_is_followed_again_and_can_be_held(place: Place, crash: Crash) -> None:
    talk = crash.scheduled
    eventually(lambda: place.follows(talk, "scheduled"))
    assert talk.hired.candidate.post(f"{talk.path}/start", CONSENT).status_code == 200
    eventually(lambda: place.follows(talk, "interviewing"))
    talk.say()
    talk.hired.candidate.post(f"{talk.path}/end")
    assert scored(talk)["score"]["version"] == 1
    assert scores(talk) == [1]


def test_an_interview_in_progress_goes_on_where_it_was(place: Place, crash: Crash) -> None:
    talk = crash.in_progress
    eventually(lambda: place.follows(talk, "interviewing"))
    assert speakers(talk) == ONE_TURN
    assert talk.say("And then I wrote a runbook, because nobody else knew the loader.").json()["turn"]["number"] == 2
    assert talk.finish()["version"] == 1
    assert scores(talk) == [1]


def test_an_interview_that_had_just_ended_is_scored_once(place: Place, crash: Crash) -> None:
    assert scored(crash.ended)["score"]["version"] == 1
    assert scores(crash.ended) == [1]
    assert crash.ended.hired.candidate.get(f"{crash.ended.path}/progress").json()["waiting_for"] == "review"


def test_a_turn_whose_model_call_was_in_flight_is_resumed_by_its_key(place: Place, crash: Crash) -> None:
    talk = crash.in_a_turn
    with pytest.raises(httpx.TransportError):
        crash.unanswered.result(10)
    assert speakers(talk) == ONE_TURN[:2]
    talk.hired.world.rows("update interview_sessions set lease_expires_at = now() where interview_id = %s", talk.id)
    key = {"Idempotency-Key": "before-the-crash"}
    resumed = talk.say(headers=key)
    assert (resumed.status_code, resumed.json()["turn"]["number"]) == (200, 1)
    again = talk.say(headers=key).json()
    assert (again["response"], again["turn"]["replayed"]) == (resumed.json()["response"], True)
    assert speakers(talk) == ONE_TURN


def test_a_resume_that_was_being_read_is_read_again_and_makes_one_profile(place: Place, crash: Crash) -> None:
    person, resume_id = crash.reader, crash.resume_id

    def read() -> dict[str, Any] | None:
        shown = person.get(f"/api/v1/resume/{resume_id}").json()
        return None if shown["status"] == "processing" else shown

    assert eventually(read, 60)["profile"]["email"] == f"ada.{crash.in_a_turn.mark}@example.test"
    events = place.world.rows("select action from audit_log where entity_id = %s order by sequence", resume_id)
    assert [row["action"] for row in events] == ["resume.received", "resume.parsed"]
    assert len(place.world.rows("select 1 from resumes where candidate_user_id = %s", person.user_id)) == 1


def test_until_its_lease_is_over_a_lost_turn_is_under_way(place: Place) -> None:
    """A second worker may still be at it, so nobody else takes it; the answer says when to come back."""
    talk = place.hire().start()
    lease = "select lease, lease_expires_at > now() as live from interview_sessions where interview_id = %s"
    place.faults.put(talk.mark, "hang", times=1)
    place.say_later(talk, "first")
    assert place.world.row(lease, talk.id)["live"]
    refused = talk.say("Something else.", headers={"Idempotency-Key": "second"})
    assert (refused.status_code, refused.json()["code"]) == (409, "turn_in_progress")
    assert int(refused.headers["Retry-After"]) >= 1
    place.faults.clear(talk.mark)


def test_a_host_that_is_stopped_lets_the_turn_finish(place: Place) -> None:
    talk, late = place.hire().start(), place.hire().start()
    place.world.rows("update interviews set started_at = now() - interval '1 day' where id = %s", late.id)
    place.faults.put(talk.mark, "slow", delay_ms=700, times=1)
    answer = place.say_later(talk, "during-the-stop")
    place.stack.restart_app(signal.SIGTERM)
    assert answer.result(10).status_code == 200
    again = talk.say(headers={"Idempotency-Key": "during-the-stop"}).json()
    assert (again["response"], again["turn"]["replayed"]) == (answer.result().json()["response"], True)
    assert speakers(talk) == ONE_TURN
    eventually(lambda: late.hired.candidate.get(late.path).json()["status"] == "completed")  # while the host was away


def test_the_time_limit_ends_an_interview_and_it_is_scored(place: Place) -> None:
    talk = place.hire(plan=plan(1, minutes=0.001)).start()  # pyright: ignore[reportArgumentType]
    ended = eventually(lambda: talk.hired.candidate.get(talk.path).json()["status"] == "completed")
    assert ended
    assert talk.say().status_code == 400
    reason = place.world.row("select end_reason from interview_sessions where interview_id = %s", talk.id)
    assert reason["end_reason"] == "time_limit"
    assert scored(talk)["score"]["version"] == 1
