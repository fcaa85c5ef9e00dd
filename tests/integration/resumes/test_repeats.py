"""Calls whose answer was lost and that are made again, as the database's adapter does: they change nothing more."""

from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.world import Person, World

pytestmark = [pytest.mark.integration, pytest.mark.database]

FILE = {
    "p_file_name": "cv.pdf",
    "p_blob_name": "resume",
    "p_content_type": "application/pdf",
    "p_size": 10,
    "p_max": 2,
    "p_upload_until": None,
}


def begin(world: World, person: Person, **values: Any) -> Any:
    arguments = {"p_actor": person.user_id, "p_resume_id": uuid4(), "p_sha256": None, **FILE, **values}
    return world.rpc("begin_resume", **arguments)


def actions(world: World, entity_id: Any) -> list[str]:
    rows = world.rows("select action from audit_log where entity_id = %s order by sequence", str(entity_id))
    return [row["action"] for row in rows]


def test_a_resume_begins_once(world: World) -> None:
    person, resume_id = world.person(), uuid4()
    first, again = (begin(world, person, p_resume_id=resume_id) for _ in range(2))
    assert first == again
    assert actions(world, resume_id) == ["resume.announced"]


def test_nobody_takes_anothers_id(world: World) -> None:
    resume_id = uuid4()
    begin(world, world.person(), p_resume_id=resume_id)
    assert begin(world, world.person(), p_resume_id=resume_id) == {"outcome": "forbidden"}


def test_a_candidate_has_so_many_and_no_more(world: World) -> None:
    person = world.person()
    outcomes = [begin(world, person)["outcome"] for _ in range(3)]
    assert outcomes == ["ok", "ok", "too_many"]
    failed = world.row("select id from resumes where candidate_user_id = %s limit 1", person.user_id)["id"]
    world.rpc("fail_resume", p_resume_id=failed, p_status="failed", p_reason="gave_up")
    assert begin(world, person)["outcome"] == "ok"


def test_a_duplicate_stays_one(world: World) -> None:
    person = world.person()
    known = world.resume(person, content=b"known")
    digest = world.row("select sha256 from resumes where id = %s", known)["sha256"]
    second = begin(world, person)["resume"]["id"]
    for _ in range(2):
        answer = world.rpc("identify_resume", p_resume_id=second, p_sha256=digest, p_size=10)
        assert answer == {"outcome": "duplicate"}


def test_what_is_over_stays_as_it_is(world: World) -> None:
    resume_id = world.resume(world.person())
    assert world.rpc("fail_resume", p_resume_id=resume_id, p_status="failed", p_reason="x") == {"outcome": "done"}
    finish = {"p_content_type": "text/plain", "p_profile": {}, "p_text": "other"}
    assert world.rpc("finish_resume", p_resume_id=resume_id, **finish) == {"outcome": "done"}
    assert actions(world, resume_id) == ["resume.announced", "resume.parsed"]


def test_what_is_gone_is_not_brought_back(world: World) -> None:
    person = world.person()
    resume_id = world.resume(person)
    assert world.rpc("delete_resume", p_actor=person.user_id, p_resume_id=resume_id)["outcome"] == "ok"
    for name, arguments in {
        "finish_resume": {"p_content_type": "text/plain", "p_profile": {}, "p_text": "other"},
        "fail_resume": {"p_status": "failed", "p_reason": "x"},
        "delete_resume": {"p_actor": person.user_id},
    }.items():
        assert world.rpc(name, p_resume_id=resume_id, **arguments) == {"outcome": "missing"}


def test_an_application_is_made_once(world: World) -> None:
    hiring, person, application_id = world.hiring(), world.person(), uuid4()
    arguments = {"p_actor": person.user_id, "p_job_role_id": hiring.job_role_id}
    first, again = (world.rpc("create_application", p_id=application_id, **arguments) for _ in range(2))
    assert first == again
    assert world.rpc("create_application", p_id=uuid4(), **arguments) == {"outcome": "exists"}
    assert actions(world, application_id) == ["application.created"]
