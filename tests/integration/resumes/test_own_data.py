"""Who sees a résumé; what candidates correct, which stays; what they delete, which is gone; applying for a role."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from blueprints import applications, resume
from shared.container import Container
from shared.models.resume import ResumeProfile
from tests.fixtures.world import Person, World
from tests.integration.resumes.support import Answer, ask, is_stored, path_of, read, resume_text, seen, uploaded

pytestmark = [pytest.mark.integration, pytest.mark.database]


async def parsed(container: Container, person: Person, mark: str = "") -> Any:
    sent = await uploaded(person, resume_text(mark))
    await read(container, sent)
    return sent


async def profile(person: Person) -> Any:
    return (await ask(resume.read_own_profile, person)).json


async def correct(person: Person, **fields: Any) -> Answer:
    return await ask(resume.correct_own_profile, person, body=fields)


class TestReading:
    async def test_by_those_who_may_and_by_nobody_else(self, container: Container, world: World) -> None:
        hiring = world.hiring()
        sent = await parsed(container, hiring.candidate)
        assert (await seen(hiring.recruiter, sent.resume_id))["profile"]["name"]
        for other in (world.member(world.organisation()), world.person()):
            answer = await ask(resume.read_resume, other, resume_id=sent.resume_id)
            assert (answer.status, answer.json["code"]) == (403, "forbidden")
            assert (await ask(resume.delete_resume, other, resume_id=sent.resume_id)).status == 403
        assert (await ask(resume.delete_resume, hiring.recruiter, resume_id=sent.resume_id)).status == 403

    @pytest.mark.parametrize("door", [resume.read_resume, resume.delete_resume])
    async def test_of_what_is_not_there(self, world: World, door: Any) -> None:
        person = world.person()
        assert (await ask(door, person, resume_id=uuid4())).status == 404
        assert (await ask(door, person, resume_id="no-id")).status == 422

    async def test_ones_own_list_alone(self, container: Container, world: World) -> None:
        hiring = world.hiring()
        await parsed(container, hiring.candidate)
        assert (await ask(resume.list_own_resumes, hiring.recruiter)).json["items"] == []


class TestProfile:
    async def test_follows_the_newest_resume(self, container: Container, world: World) -> None:
        person = world.person()
        await parsed(container, person, "one")
        sent = await parsed(container, person, "two")
        shown = await profile(person)
        assert (shown["first_name"], shown["last_name"]) == ("Ada", "Example")
        assert shown["phone"] == "+41446681800"
        assert {"Python", "SQL"} <= set(shown["skills"])
        assert shown["resume_id"] == str(sent.resume_id)
        assert shown["cv_file_path"] == path_of(sent.url)

    async def test_keeps_what_was_given_at_sign_up(self, container: Container, world: World) -> None:
        person = world.person(first_name="Adelheid", last_name="Muster")
        await parsed(container, person)
        shown = await profile(person)
        assert (shown["first_name"], shown["last_name"], shown["email"]) == ("Adelheid", "Muster", person.email)

    async def test_keeps_corrections_whatever_a_resume_says_later(self, container: Container, world: World) -> None:
        person = world.person()
        await parsed(container, person)
        position = {"employer": "Right AG", "title": "Engineer"}
        answer = await correct(person, phone="+41 79 000 00 00", skills=["Cobol"], experience=[position], summary=None)
        assert answer.status == 200
        await parsed(container, person)
        shown = await profile(person)
        assert (shown["phone"], shown["skills"], shown["summary"]) == ("+41 79 000 00 00", ["Cobol"], None)
        assert shown["experience"][0]["employer"] == "Right AG"
        assert shown["corrected"] == ["experience", "phone", "skills", "summary"]
        assert shown["education"]

    @pytest.mark.parametrize(
        ("name", "first", "last"),
        [
            ("Ada Example", "Ada", "Example"),
            ("Katharina von der Heide", "Katharina", "von der Heide"),
            ("Maria da Silva Santos", "Maria da Silva", "Santos"),
            ("Jordan Rivera Jr.", "Jordan", "Rivera"),
            ("Sam Lee, PhD", "Sam", "Lee"),
            ("李明 (Ming Li)", "李明", None),
            ("Cher", "Cher", None),
            (None, None, None),
        ],
    )
    def test_names_a_person_by_their_name(
        self, world: World, name: str | None, first: str | None, last: str | None
    ) -> None:
        fields = world.rpc("contact_fields", p_profile={"name": name, "links": []})
        assert (fields["first_name"], fields["last_name"]) == (first, last)

    async def test_takes_dates_as_years_or_months(self, world: World) -> None:
        dates = [{"start": "2019", "end": "2019-05", "text": "2019"}, {"end": "2030", "text": "until 2030"}, None]
        answer = await correct(world.person(), experience=[{"title": "Nurse", "dates": one} for one in dates])
        assert answer.status == 200

    async def test_of_somebody_without_a_resume(self, world: World) -> None:
        person = world.person()
        assert (await correct(person, work_rights="EU citizen")).json["work_rights"] == "EU citizen"
        assert (await profile(person))["skills"] == []

    @pytest.mark.parametrize(
        "fields",
        [
            {"user_id": str(uuid4())},
            {"cv_file_path": "x"},
            {"experience": [{"title": "Nurse", "dates": {"start": "Summer 2019", "text": "Summer 2019"}}]},
            {"experience": [{"title": "Nurse", "dates": {"start": "2020-13", "text": "x"}}]},
            {"experience": [{"title": "Nurse", "dates": {"start": "0001", "end": "9999", "text": "x"}}]},
            {"experience": [{"title": "Nurse", "dates": {"start": "2021-03", "end": "2021-02", "text": "x"}}]},
            {"education": [{"degree": "BSc", "dates": {"start": "2024", "end": "2010", "text": "x"}}]},
            {"corrected": []},
            {"email": "no address"},
            {"phone": "call me"},
            {"country": "Switzerland"},
            {"linkedin_url": "javascript:alert(1)"},
            {"links": [{"kind": "website", "url": "data:text/html,x"}]},
            {"skills": ["x"] * 201},
            {"skills": "Python"},
            {"summary": "x" * 5_001},
            {"first_name": ""},
            {"first_name": "a\x00b"},
        ],
    )
    async def test_what_is_no_correction(self, world: World, fields: dict[str, Any]) -> None:
        person = world.person()
        assert (await correct(person, **fields)).status == 422
        assert (await profile(person))["corrected"] == []

    async def test_leaves_a_trace_without_content(self, world: World) -> None:
        person = world.person()
        await correct(person, summary="Very private words")
        row = world.row("select details from audit_log where user_id = %s", person.user_id)
        assert row["details"] == {"fields": ["summary"]}

    async def test_corrections_and_readings_at_once_do_not_hinder_each_other(
        self, container: Container, world: World
    ) -> None:
        person = world.person()
        sent = [await uploaded(person, resume_text()) for _ in range(5)]
        corrections = [correct(person, summary=f"Summary {n}") for n in range(5)]
        deletions = [ask(resume.delete_resume, person, resume_id=one.resume_id) for one in sent[:2]]
        done = await asyncio.gather(*(read(container, one) for one in sent[2:]), *corrections, *deletions)
        assert all(answer.status == 200 for answer in done if isinstance(answer, Answer))
        assert (await profile(person))["summary"].startswith("Summary")


class TestDeleting:
    async def test_erases_file_text_and_what_the_profile_had(self, container: Container, world: World) -> None:
        person = world.person()
        sent = await parsed(container, person, "gone")
        await correct(person, skills=["Mine"])
        answer = await ask(resume.delete_resume, person, resume_id=sent.resume_id)
        assert answer.json == {"id": str(sent.resume_id), "status": "deleted"}
        assert (await ask(resume.read_resume, person, resume_id=sent.resume_id)).status == 404
        assert not await is_stored(container, path_of(sent.url))
        assert world.rows("select 1 from resume_texts where resume_id = %s", sent.resume_id) == []
        assert world.rows("select 1 from blob_erasures where blob_path = %s", path_of(sent.url)) == []
        shown = await profile(person)
        assert (shown["phone"], shown["experience"], shown["skills"]) == (None, [], ["Mine"])
        assert (shown["resume_id"], shown["cv_file_path"]) == (None, None)
        trace = world.rows(
            "select action, details::text from audit_log where entity_id = %s order by sequence", str(sent.resume_id)
        )
        assert trace[-1]["action"] == "resume.deleted"
        assert "ada" not in str(trace).lower()

    async def test_brings_the_one_before_back(self, container: Container, world: World) -> None:
        person = world.person()
        older, newer = await parsed(container, person, "older"), await parsed(container, person, "newer")
        await ask(resume.delete_resume, person, resume_id=newer.resume_id)
        assert (await profile(person))["resume_id"] == str(older.resume_id)

    async def test_while_it_is_read(self, container: Container, world: World) -> None:
        person = world.person()
        sent = await uploaded(person, resume_text())
        await ask(resume.delete_resume, person, resume_id=sent.resume_id)
        assert await read(container, sent) is None
        assert (await profile(person))["resume_id"] is None

    async def test_of_an_account_leaves_no_file(self, container: Container, world: World) -> None:
        person = world.person()
        sent = await parsed(container, person)
        world.rows("delete from auth.users where id = %s", person.user_id)
        await container.resume_intake.sweep()
        assert not await is_stored(container, path_of(sent.url))


class TestApplying:
    async def test_makes_an_application_once(self, world: World) -> None:
        hiring, person = world.hiring(), world.person()
        body = {"job_role_id": str(hiring.job_role_id)}
        answer = await ask(applications.apply_for_job_role, person, body=body)
        assert (answer.status, answer.json["status"], answer.json["job_role_id"]) == (
            201,
            "applied",
            body["job_role_id"],
        )
        again = await ask(applications.apply_for_job_role, person, body=body)
        assert (again.status, again.json["code"]) == (409, "application_exists")

    async def test_is_not_for_members_of_the_organisation(self, world: World) -> None:
        hiring, rival = world.hiring(), world.member(world.organisation())
        body = {"job_role_id": str(hiring.job_role_id)}
        refused = await ask(applications.apply_for_job_role, hiring.recruiter, body=body)
        assert (refused.status, refused.json["code"]) == (403, "own_organisation")
        assert (await ask(applications.apply_for_job_role, rival, body=body)).status == 201

    @pytest.mark.parametrize(("state", "status"), [("draft", 404), ("closed", 403)])
    async def test_takes_an_open_role(self, world: World, state: str, status: int) -> None:
        hiring = world.hiring()
        world.rows("update job_roles set status = %s where id = %s", state, hiring.job_role_id)
        body = {"job_role_id": str(hiring.job_role_id)}
        assert (await ask(applications.apply_for_job_role, world.person(), body=body)).status == status

    async def test_takes_a_role_that_is_there(self, world: World) -> None:
        body = {"job_role_id": str(uuid4())}
        assert (await ask(applications.apply_for_job_role, world.person(), body=body)).status == 404

    async def test_lets_the_organisation_read_ones_resume(self, world: World) -> None:
        hiring, person = world.hiring(), world.person()
        resume_id = world.resume(person, ResumeProfile(name="Ada Example"))
        assert (await ask(resume.read_resume, hiring.recruiter, resume_id=resume_id)).status == 403
        await ask(applications.apply_for_job_role, person, body={"job_role_id": str(hiring.job_role_id)})
        assert (await seen(hiring.recruiter, resume_id))["profile"]["name"] == "Ada Example"
        world.rows("update applications set status = 'withdrawn' where candidate_user_id = %s", person.user_id)
        assert (await ask(resume.read_resume, hiring.recruiter, resume_id=resume_id)).status == 403
