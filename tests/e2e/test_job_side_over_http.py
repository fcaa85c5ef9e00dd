"""The job side over HTTP: a description becomes a role with a plan, and the interview asks what was frozen."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.over_http import CONSENT, Faults, Hired, SignedIn
from tests.fixtures.world import World

pytestmark = pytest.mark.e2e

DESCRIPTION = (
    "We need a data engineer.\nRequirements:\n- 3+ years of experience with Python and SQL\n"
    "- Good communication skills\n"
    "Nice to have:\n- Kubernetes\n"
)
ROLE: dict[str, Any] = {
    "title": "Data Engineer",
    "description": DESCRIPTION,
    "scoring_rubric": {
        "technical_depth": {"weight": 0.7, "criteria": "Has built data pipelines."},
        "collaboration": {"weight": 0.3, "criteria": "Works well with other people."},
    },
    "interview_structure": {"topics": ["Building pipelines"], "time_per_topic": 5},
}


@pytest.fixture
def recruiter(e2e_world: World, signed_in: Callable[..., SignedIn]) -> SignedIn:
    """The recruiter of a new organisation."""
    person = signed_in()
    e2e_world.rows(
        "insert into memberships (organisation_id, user_id, role) values (%s, %s, 'org_recruiter')",
        e2e_world.organisation(),
        person.user_id,
    )
    return person


def test_from_a_description_to_an_interview_with_its_plan(
    recruiter: SignedIn, signed_in: Callable[..., SignedIn]
) -> None:
    extracted = recruiter.post("/api/v1/resume/extract-requirements", {"job_description": DESCRIPTION})
    assert extracted.status_code == 200, extracted.text
    requirements = extracted.json()
    assert {"Python", "SQL"} <= set(requirements["technical_skills"])
    assert requirements["experience_years"] == 3
    for one in requirements["requirements"]:
        assert DESCRIPTION[one["start"] : one["end"]] == one["source"]

    created = recruiter.post("/api/v1/job-roles", ROLE | {"requirements": requirements})
    assert created.status_code == 201, created.text
    role = created.json()
    assert (role["version"], role["status"]) == (1, "open")
    path = f"/api/v1/job-roles/{role['id']}"

    proposed = recruiter.post(f"{path}/plan")
    assert proposed.status_code == 201, proposed.text
    draft = proposed.json()
    assert (draft["status"], draft["method"]) == ("draft", "model")
    assert {topic["competency"] for topic in draft["plan"]["topics"]} == set(ROLE["scoring_rubric"])

    plan = draft["plan"]
    plan["topics"][0]["question"] = "Which pipeline of yours was hardest to get right?"
    edit = {"action": "edit", "plan": plan, "version": draft["version"], "revision": draft["revision"]}
    edited = recruiter.post(f"{path}/plan", edit)
    assert edited.status_code == 201, edited.text
    stale = recruiter.post(f"{path}/plan", edit)
    assert (stale.status_code, stale.json()["code"]) == (409, "plan_changed")
    frozen = recruiter.post(f"{path}/plan", {"action": "freeze"})
    assert (frozen.status_code, frozen.json()["status"]) == (201, "frozen")
    assert frozen.json()["frozen_by"] == str(recruiter.user_id)
    assert recruiter.get(f"{path}/plan").json() == frozen.json()

    candidate = signed_in()
    application = candidate.post("/api/v1/applications", {"job_role_id": role["id"]})
    assert application.status_code == 201, application.text
    interview = recruiter.post("/api/v1/interview", {"application_id": application.json()["id"], "mode": "chat"})
    assert interview.status_code == 201, interview.text
    started = candidate.post(f"/api/v1/interview/{interview.json()['id']}/start", CONSENT)
    assert "Which pipeline of yours was hardest to get right?" in started.json()["opening_message"]

    match = recruiter.get(f"/api/v1/applications/{application.json()['id']}/match")
    assert (match.status_code, match.json()["status"]) == (200, "none")
    assert candidate.get(f"/api/v1/applications/{application.json()['id']}/match").status_code == 403


def test_a_change_makes_a_version_and_a_stale_one_is_refused(recruiter: SignedIn) -> None:
    path = f"/api/v1/job-roles/{recruiter.post('/api/v1/job-roles', ROLE).json()['id']}"
    changed = recruiter.request("PATCH", path, json={"version": 1, "title": "Lead Data Engineer"})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = recruiter.request("PATCH", path, json={"version": 1, "title": "Something else"})
    assert (stale.status_code, stale.json()["code"]) == (409, "job_role_changed")
    assert recruiter.get(path).json() | {"notices": []} == changed.json()
    assert recruiter.get(f"{path}/plan?version=1").json()["status"] == "none"


def test_a_protected_question_is_refused_with_its_field(recruiter: SignedIn) -> None:
    path = f"/api/v1/job-roles/{recruiter.post('/api/v1/job-roles', ROLE).json()['id']}/plan"
    draft = recruiter.post(path).json()
    plan = draft["plan"]
    plan["topics"][1]["question"] = "Are you planning to have children?"
    seen = {"version": draft["version"], "revision": draft["revision"]}
    refused = recruiter.post(path, {"action": "edit", "plan": plan} | seen)
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_refused")
    assert refused.json()["errors"][0]["loc"] == ["body", "plan", "topics", 1, "question"]
    assert "children" in refused.json()["errors"][0]["msg"]


def test_with_the_model_down_the_rules_stand(recruiter: SignedIn, faults: Faults) -> None:
    mark = f"mark{uuid4().hex}"
    faults.put(mark, "status", times=None)
    try:
        text = f"{DESCRIPTION}\n{mark}"
        extracted = recruiter.post("/api/v1/resume/extract-requirements", {"job_description": text})
        assert (extracted.status_code, extracted.json()["method"]) == (200, "rules")
        assert {"Python", "SQL"} <= set(extracted.json()["technical_skills"])
        role = recruiter.post("/api/v1/job-roles", ROLE | {"description": text}).json()
        proposed = recruiter.post(f"/api/v1/job-roles/{role['id']}/plan")
        assert (proposed.status_code, proposed.json()["method"]) == (201, "rules")
    finally:
        faults.clear(mark)


def test_who_may(hire: Callable[..., Hired]) -> None:
    hired, rival = hire(), hire()
    path = f"/api/v1/job-roles/{hired.hiring.job_role_id}"
    for person in (hired.candidate, rival.recruiter, rival.candidate):
        assert person.request("PATCH", path, json={"version": 1, "title": "Mine"}).status_code == 403
        assert person.get(f"{path}/plan").status_code == 403
        for body in (None, {"action": "freeze"}):
            assert person.post(f"{path}/plan", body).status_code == 403
        assert person.get(f"/api/v1/applications/{hired.hiring.application_id}/match").status_code == 403
    for candidate in (hired.candidate, rival.candidate):
        assert candidate.post("/api/v1/job-roles", ROLE).status_code == 403
        described = {"job_description": DESCRIPTION}
        assert candidate.post("/api/v1/resume/extract-requirements", described).status_code == 403
    nobody = hired.recruiter.client
    for method, asked in (
        ("POST", "/api/v1/job-roles"),
        ("PATCH", path),
        ("GET", f"{path}/plan"),
        ("POST", f"{path}/plan"),
        ("POST", "/api/v1/resume/extract-requirements"),
        ("GET", f"/api/v1/applications/{uuid4()}/match"),
    ):
        assert nobody.request(method, asked).status_code == 401, asked


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "x", "unknown": 1},
        {"title": "x", "scoring_rubric": {"depth": {"weight": 2}}},
        {"title": "x", "requirements": {"technical_skill": ["misspelt"]}},
        {"title": "x", "organisation_id": "no id"},
    ],
)
def test_input_that_does_not_fit(recruiter: SignedIn, body: dict[str, Any]) -> None:
    assert recruiter.post("/api/v1/job-roles", body).status_code == 422
