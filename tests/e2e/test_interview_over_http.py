"""A whole interview over HTTP, by people whom the gateway signed in: scheduled, held, scored, read, decided."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.fixtures.events import events_of
from tests.fixtures.over_http import CONSENT, Hired, SignedIn, Talk
from tests.fixtures.polling import eventually
from tests.fixtures.world import Hiring, Person, World

pytestmark = pytest.mark.e2e

ANSWERS = (
    "I rebuilt the nightly import in Python, because the old one lost rows, and I measured that they fell by a third.",
    "I decided on idempotent loads over a queue, since replays had to be harmless, and so a rerun took ten minutes.",
    "I compared row counts and sums of each table with the source, and therefore we found two silent losses in a week.",
    "One night the disk of the warehouse was full, so I traced it to a log table and cleared it with its owner.",
    "I ruled out the network first by copying a file, and then the query planner by running the old plan by hand.",
)


@dataclass
class Story:
    """An interview that was held to its natural end, with every answer that the app gave on the way."""

    hired: Hired
    created: httpx.Response
    starts: dict[str, httpx.Response] = field(default_factory=dict[str, httpx.Response])
    turns: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    said: list[str] = field(default_factory=list[str])
    deltas: list[list[str]] = field(default_factory=list[list[str]])
    stages: list[str] = field(default_factory=list[str])
    score: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def id(self) -> str:
        return self.created.json()["id"]

    @property
    def path(self) -> str:
        return f"/api/v1/interview/{self.id}"


@pytest.fixture(scope="module")
def hired(e2e_world: World, signed_in: Callable[..., SignedIn]) -> Hired:
    """An organisation whose people signed up at the gateway."""
    recruiter, candidate = signed_in(), signed_in()
    organisation = e2e_world.organisation()
    role = e2e_world.job_role(organisation)
    e2e_world.rows(
        "insert into memberships (organisation_id, user_id, role) values (%s, %s, 'org_recruiter')",
        organisation,
        recruiter.user_id,
    )
    people = [Person(one.user_id, one.email, one.token) for one in (recruiter, candidate)]
    hiring = Hiring(organisation, role, e2e_world.application(people[1], role), *people)
    return Hired(hiring, recruiter, candidate, e2e_world)


@pytest.fixture(scope="module")
def story(hired: Hired) -> Story:
    recruiter, candidate = hired.recruiter, hired.candidate
    body = {"application_id": str(hired.hiring.application_id), "mode": "chat"}
    story = Story(hired, recruiter.post("/api/v1/interview", body))
    assert story.created.status_code == 201, story.created.text
    stage(story)
    start = f"{story.path}/start"
    story.starts["without consent"] = candidate.post(start)
    story.starts["with consent"] = candidate.post(start, CONSENT)
    story.starts["again"] = candidate.post(start)
    stage(story)
    for number in range(40):
        text = f"{ANSWERS[number % len(ANSWERS)]} That was case {number}."
        message = {"interview_id": story.id, "message": text}
        turn = streamed(story, message) if number % 2 else chatted(story, message)
        story.said.append(text)
        story.turns.append(turn)
        if turn["interview_status"] != "in_progress":
            break
    story.score = Talk(UUID(story.id), hired, "").score()
    stage(story)
    return story


def chatted(story: Story, message: dict[str, str]) -> dict[str, Any]:
    answer = story.hired.candidate.post("/api/v1/interview/chat", message)
    assert answer.status_code == 200, answer.text
    return answer.json()


def streamed(story: Story, message: dict[str, str]) -> dict[str, Any]:
    answer = story.hired.candidate.post("/api/v1/interview/chat/stream", message)
    assert answer.status_code == 200, answer.text
    events = list(events_of(answer.text.split("\n")))
    assert [name for name, _ in events] == ["delta"] * (len(events) - 1) + ["done"]
    story.deltas.append([data["content"] for _, data in events[:-1]])
    assert "".join(story.deltas[-1]) == events[-1][1]["response"]
    return events[-1][1]


def stage(story: Story) -> None:
    answer = story.hired.candidate.get(f"{story.path}/progress")
    assert answer.status_code == 200, answer.text
    story.stages.append(answer.json()["stage"])


def test_a_recruiter_schedules_an_interview_in_the_contracts_shape(story: Story) -> None:
    interview = story.created.json()
    assert set(interview) == {
        *("id", "application_id", "job_role_id", "job_role_version", "mode", "status", "language", "scheduled_at"),
        *("started_at", "ended_at", "duration_seconds", "recording_url", "accommodations", "metadata"),
        *("created_at", "updated_at"),
    }
    assert (interview["status"], interview["mode"], interview["language"]) == ("scheduled", "chat", "en")
    assert interview["accommodations"] == {"extra_time_factor": 1.0, "captions": False, "text_only": False}


def test_an_application_has_one_interview_that_is_not_over(hire: Callable[..., Hired]) -> None:
    hired = hire()
    hired.schedule()
    again = hired.recruiter.post("/api/v1/interview", {"application_id": str(hired.hiring.application_id)})
    assert (again.status_code, again.json()["code"]) == (409, "interview_exists")


def test_after_a_cancelled_interview_another_can_be_scheduled(hire: Callable[..., Hired]) -> None:
    hired = hire()
    first = hired.schedule()
    cancelled = [hired.recruiter.post(f"/api/v1/interview/{first['id']}/cancel").json() for _ in range(2)]
    assert cancelled == [{"status": "cancelled"}] * 2
    assert hired.schedule()["id"] != first["id"]


def test_starting_without_consent_says_what_is_missing(story: Story) -> None:
    refused = story.starts["without consent"]
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_required")
    assert refused.json()["errors"][0]["loc"] == ["body", "consent"]


def test_starting_with_consent_gives_the_opening(story: Story) -> None:
    started = story.starts["with consent"]
    assert started.status_code == 200
    assert started.json()["status"] == "in_progress"
    assert started.json()["turn"] == {
        "number": 0,
        "move": "open",
        "topic": "Building data pipelines",
        "replayed": False,
    }


def test_starting_again_gives_the_same_opening_without_a_body(story: Story) -> None:
    again, first = story.starts["again"].json(), story.starts["with consent"].json()
    assert again["opening_message"] == first["opening_message"]
    assert again["turn"]["replayed"] is True


def test_the_interview_comes_to_its_own_end(story: Story) -> None:
    assert story.turns[-1]["interview_status"] == "completed"
    assert [turn["turn"]["move"] for turn in story.turns][-2:] == ["wrap_up", "close"]
    assert [turn["turn"]["number"] for turn in story.turns] == list(range(1, len(story.turns) + 1))


def test_each_question_but_the_last_words_is_one_question(story: Story) -> None:
    assert [turn["response"].count("?") for turn in story.turns] == [1] * (len(story.turns) - 1) + [0]


def test_streams_come_in_more_than_one_piece(story: Story) -> None:
    assert any(len(pieces) > 1 for pieces in story.deltas)


def test_the_transcript_holds_every_word_in_order(story: Story) -> None:
    answer = story.hired.candidate.get(f"{story.path}/transcript").json()
    opening = story.starts["with consent"].json()["opening_message"]
    expected = [(0, "interviewer", opening)]
    for number, (said, turn) in enumerate(zip(story.said, story.turns, strict=True), start=1):
        expected += [(number, "candidate", said), (number, "interviewer", turn["response"])]
    assert [(one["turn"], one["speaker"], one["content"]) for one in answer["segments"]] == expected
    assert answer["interview_id"] == story.id


def test_a_recruiter_reads_the_same_transcript(story: Story) -> None:
    path = f"{story.path}/transcript"
    assert story.hired.recruiter.get(path).json() == story.hired.candidate.get(path).json()


def test_progress_goes_from_stage_to_stage(story: Story) -> None:
    assert story.stages == ["scheduled", "interviewing", "in_review"]


def test_every_citation_is_a_piece_of_what_the_candidate_said(story: Story) -> None:
    segments = {one["id"]: one for one in story.hired.recruiter.get(f"{story.path}/transcript").json()["segments"]}
    citations = [cited for dimension in story.score["dimensions"] for cited in dimension["citations"]]
    assert citations
    for cited in citations:
        segment = segments[cited["segment_id"]]
        assert segment["content"][cited["start"] : cited["end"]] == cited["quote"]
        assert (segment["speaker"], segment["turn"]) == ("candidate", cited["turn"])


def test_the_overall_score_is_the_weighted_mean_of_what_was_scored(story: Story) -> None:
    scored = [one for one in story.score["dimensions"] if one["status"] == "scored"]
    assert scored
    weights = sum(one["weight"] for one in scored)
    mean = sum(one["score"] * one["weight"] for one in scored) / weights
    assert story.score["overall_score"] == pytest.approx(mean, abs=0.1)


def test_asking_for_the_score_again_gives_the_same_version(story: Story) -> None:
    again = story.hired.recruiter.post(f"{story.path}/score")
    assert (again.status_code, again.json()["id"]) == (200, story.score["id"])


def test_a_recruiters_report_holds_everything(story: Story) -> None:
    report = story.hired.recruiter.get(f"{story.path}/report").json()
    assert set(report) == {"interview", "candidate", "job_role", "scoring_status", "score", "review"}
    assert (report["scoring_status"], report["score"]) == ("scored", story.score)
    assert report["interview"]["id"] == story.id
    assert "scoring_rubric" in report["job_role"]


def test_a_candidates_report_holds_what_was_written_for_them_only(story: Story) -> None:
    answer = story.hired.candidate.get(f"{story.path}/report")
    assert set(answer.json()) == {"interview", "job_role", "scoring_status", "candidate_feedback"}
    assert answer.json()["candidate_feedback"] == story.score["candidate_feedback"]
    assert not {"scoring_rubric", "interview_structure"} & set(answer.json()["job_role"])
    for secret in (story.score["narrative_summary"], "Names tools without saying", '"level"', "overall_score"):
        assert secret not in answer.text


def test_a_rival_gets_no_report(story: Story, hire: Callable[..., Hired]) -> None:
    refused = hire().recruiter.get(f"{story.path}/report")
    assert refused.status_code == 403
    assert story.score["narrative_summary"] not in refused.text


def test_several_who_ask_for_the_score_at_once_share_one_run(talk: Talk) -> None:
    talk.say()
    talk.hired.candidate.post(f"{talk.path}/end")
    with ThreadPoolExecutor(3) as threads:
        scores = list(threads.map(lambda _: talk.score(), range(3)))
    assert {score["id"] for score in scores} == {scores[0]["id"]}
    runs = talk.hired.world.rows("select version from interview_scores where interview_id = %s", talk.id)
    assert [run["version"] for run in runs] == [1]


def test_a_rescore_makes_a_new_version_and_keeps_the_old_one(talk: Talk) -> None:
    talk.say()
    first = talk.finish()
    second = talk.hired.recruiter.post(f"{talk.path}/score", params={"rescore": "true"})
    newest = second.json() if second.status_code == 200 else eventually(lambda: version_of(talk, 2))
    assert (first["version"], newest["version"]) == (1, 2)
    kept = talk.hired.world.rows(
        "select version, overall_score from interview_scores where interview_id = %s order by version", talk.id
    )
    assert [row["version"] for row in kept] == [1, 2]
    assert float(kept[0]["overall_score"]) == first["overall_score"]


def version_of(talk: Talk, version: int) -> dict[str, Any] | None:
    score = talk.hired.recruiter.get(f"{talk.path}/report").json()["score"]
    return score if score and score["version"] == version else None


def test_scoring_an_interview_in_progress_is_refused(talk: Talk) -> None:
    refused = talk.hired.recruiter.post(f"{talk.path}/score")
    assert (refused.status_code, refused.json()["code"]) == (400, "interview_not_completed")


def test_ending_again_is_harmless(talk: Talk) -> None:
    ends = [person.post(f"{talk.path}/end") for person in (talk.hired.candidate, talk.hired.recruiter)]
    assert [end.json() for end in ends] == [{"status": "completed"}] * 2


def test_an_interview_that_is_over_cannot_be_started(talk: Talk) -> None:
    talk.hired.candidate.post(f"{talk.path}/end")
    refused = talk.hired.candidate.post(f"{talk.path}/start", CONSENT)
    assert (refused.status_code, refused.json()["code"]) == (400, "interview_over")


def test_an_interview_that_has_not_begun_cannot_be_ended(hire: Callable[..., Hired]) -> None:
    hired = hire()
    refused = hired.candidate.post(f"/api/v1/interview/{hired.schedule()['id']}/end")
    assert (refused.status_code, refused.json()["code"]) == (400, "interview_not_in_progress")
    assert "not in progress" in refused.json()["detail"]


def test_a_person_decides_and_the_report_says_so(talk: Talk) -> None:
    talk.say()
    talk.finish()
    wanted = {"decision": "hold", "reason": "A second interview will tell."}
    review = talk.hired.recruiter.post(f"{talk.path}/review", wanted)
    assert review.status_code == 200, review.text
    assert {name: review.json()[name] for name in wanted} == wanted
    assert review.json()["reviewer_id"] == str(talk.hired.recruiter.user_id)
    report = talk.hired.recruiter.get(f"{talk.path}/report").json()
    assert report["review"] == review.json()
    assert talk.hired.candidate.get(f"{talk.path}/progress").json()["stage"] != "closed", "to hold is not to decide"
    talk.hired.recruiter.post(f"{talk.path}/review", {"decision": "advance", "reason": "It told."})
    assert talk.hired.candidate.get(f"{talk.path}/progress").json()["stage"] == "closed"


def test_an_interview_in_progress_cannot_be_reviewed(talk: Talk) -> None:
    refused = talk.hired.recruiter.post(f"{talk.path}/review", {"decision": "advance", "reason": "Good."})
    assert (refused.status_code, refused.json()["code"]) == (400, "interview_not_completed")


def test_a_score_alone_decides_nothing(talk: Talk) -> None:
    talk.say()
    talk.finish()
    (application,) = talk.hired.candidate.get("/api/v1/applications").json()["items"]
    assert application["status"] not in ("advanced", "rejected")
    assert talk.hired.recruiter.get(f"{talk.path}/report").json()["review"] is None


def test_a_walk_with_cursors_meets_each_interview_once(e2e_world: World, hire: Callable[..., Hired]) -> None:
    hired = hire()
    made = [hired.schedule()["id"]]
    for _ in range(4):
        person = e2e_world.person()
        application = e2e_world.application(Person(person.user_id, person.email, ""), hired.hiring.job_role_id)
        made.append(hired.recruiter.post("/api/v1/interview", {"application_id": str(application)}).json()["id"])
    pages, cursor = list[list[str]](), None
    while True:
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = hired.recruiter.get("/api/v1/interview", params=query).json()
        pages.append([item["id"] for item in page["items"]])
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert pages == [made[:-3:-1], made[-3:-5:-1], made[:1]]


def test_a_list_can_be_narrowed_to_a_status(talk: Talk) -> None:
    recruiter = talk.hired.recruiter
    statuses = {
        status: [one["id"] for one in recruiter.get("/api/v1/interview", params={"status": status}).json()["items"]]
        for status in ("in_progress", "scheduled")
    }
    assert statuses == {"in_progress": [str(talk.id)], "scheduled": []}


def test_a_candidate_lists_their_own_interviews_only(talk: Talk, signed_in: Callable[..., SignedIn]) -> None:
    own = talk.hired.candidate.get("/api/v1/interview").json()["items"]
    assert [one["id"] for one in own] == [str(talk.id)]
    assert signed_in().get("/api/v1/interview").json() == {"items": [], "next_cursor": None}


def test_who_am_i_tells_a_recruiters_roles(hire: Callable[..., Hired]) -> None:
    hired = hire()
    role = {
        "organisation_id": str(hired.hiring.organisation_id),
        "organisation_name": "Test organisation",
        "role": "org_recruiter",
    }
    assert hired.recruiter.get("/api/v1/me").json()["roles"] == [role]


def test_a_new_candidate_has_no_roles(signed_in: Callable[..., SignedIn]) -> None:
    person = signed_in()
    assert person.get("/api/v1/me").json() == {"user_id": str(person.user_id), "email": person.email, "roles": []}


def test_a_recruiter_lists_the_interviews_of_a_job_role(talk: Talk) -> None:
    page = talk.hired.recruiter.get(f"/api/v1/job-roles/{talk.hired.hiring.job_role_id}/interviews").json()
    assert [one["id"] for one in page["items"]] == [str(talk.id)]


def test_a_job_role_shows_its_public_part_to_those_who_applied(hire: Callable[..., Hired]) -> None:
    hired = hire()
    path = f"/api/v1/job-roles/{hired.hiring.job_role_id}"
    whole, public = hired.recruiter.get(path).json(), hired.candidate.get(path).json()
    assert set(whole) - set(public) >= {"scoring_rubric", "interview_structure"}
    assert whole["id"] == public["id"] == str(hired.hiring.job_role_id)


def test_applications_of_one_role_can_be_listed(hire: Callable[..., Hired]) -> None:
    hired = hire()
    for person, role in ((hired.recruiter, hired.hiring.job_role_id), (hired.candidate, hired.hiring.job_role_id)):
        page = person.get("/api/v1/applications", params={"job_role_id": str(role)}).json()
        assert [one["id"] for one in page["items"]] == [str(hired.hiring.application_id)]
    other = hire().hiring.job_role_id
    assert hired.recruiter.get("/api/v1/applications", params={"job_role_id": str(other)}).json()["items"] == []
