"""The lists and plain reads: each reader sees theirs, all of it, once, newest first."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from blueprints.account import read_me
from blueprints.applications import list_own_applications
from blueprints.interview import list_own_interviews
from blueprints.job_roles import list_interviews_of_role, list_own_job_roles, read_one_job_role
from tests.fixtures.world import Hiring, Person, World
from tests.integration.doors.asking import all_pages, ask

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture(scope="module")
def hiring(world: World) -> Hiring:
    return world.hiring()


@pytest.fixture(scope="module")
def stranger(world: World) -> Person:
    return world.person()


@pytest.fixture(scope="module")
def rival(world: World) -> Hiring:
    return world.hiring()


def interview(world: World, hiring: Hiring, application_id: UUID | None = None, **columns: Any) -> str:
    """An interview in the state that `columns` give it."""
    values = {"status": "cancelled", "mode": "chat"} | columns
    names = ", ".join(values)
    row = world.row(
        "insert into interviews (application_id, job_role_id, job_role_version, candidate_user_id, organisation_id,"
        f" {names})"
        f" select id, job_role_id, 1, candidate_user_id, organisation_id, {', '.join(['%s'] * len(values))}"
        " from applications where id = %s returning id",
        *values.values(),
        application_id or hiring.application_id,
    )
    return str(row["id"])


class TestMe:
    async def test_a_member_has_a_role_per_organisation(self, world: World, hiring: Hiring, rival: Hiring) -> None:
        both = world.member(hiring.organisation_id, "org_admin")
        world.rows("insert into memberships values (%s, %s, 'org_recruiter')", rival.organisation_id, both.user_id)
        me = (await ask(read_me, both)).json
        assert (me["user_id"], me["email"]) == (str(both.user_id), both.email)
        assert {role["organisation_id"]: role["role"] for role in me["roles"]} == {
            str(hiring.organisation_id): "org_admin",
            str(rival.organisation_id): "org_recruiter",
        }

    async def test_a_candidate_has_none(self, stranger: Person) -> None:
        assert (await ask(read_me, stranger)).json["roles"] == []

    async def test_it_is_limited_like_everything_else(self, stranger: Person) -> None:
        first, second = await ask(read_me, stranger), await ask(read_me, stranger)
        left = [int(answer.headers["x-ratelimit-remaining"]) for answer in (first, second)]
        assert left[0] - left[1] == 1


class TestInterviews:
    async def test_who_sees_which(self, world: World, hiring: Hiring, rival: Hiring, stranger: Person) -> None:
        theirs, others = interview(world, hiring), interview(world, rival)
        for person in (hiring.candidate, hiring.recruiter):
            found = (await ask(list_own_interviews, person)).ids
            assert theirs in found
            assert others not in found
        assert (await ask(list_own_interviews, stranger)).json == {"items": [], "next_cursor": None}

    async def test_a_member_who_is_a_candidate_elsewhere_sees_both(self, world: World, rival: Hiring) -> None:
        hiring = world.hiring()
        applied = world.application(rival.recruiter, hiring.job_role_id)
        own, organisations = interview(world, hiring, applied), interview(world, rival)
        found = (await ask(list_own_interviews, rival.recruiter)).ids
        assert {own, organisations} <= set(found)

    async def test_an_interview_that_is_seen_for_two_reasons_is_listed_once(self, world: World) -> None:
        hiring = world.hiring()
        world.rows(
            "insert into memberships values (%s, %s, 'org_recruiter')", hiring.organisation_id, hiring.candidate.user_id
        )
        made = [interview(world, hiring) for _ in range(3)]
        assert await all_pages(list_own_interviews, hiring.candidate, 2) == list(reversed(made))

    @pytest.mark.parametrize("limit", [1, 2, 3, 200])
    async def test_pages_hold_all_of_them_once_also_when_made_at_the_same_time(self, world: World, limit: int) -> None:
        hiring = world.hiring()
        at = "2026-11-01T10:00:00.12345+00:00"
        same = sorted((interview(world, hiring, created_at=at) for _ in range(3)), reverse=True)
        older = interview(world, hiring, created_at="2026-11-01T10:00:00.1234+00:00")
        newer = interview(world, hiring, created_at="2026-11-01T10:00:01+00:00")
        for person in (hiring.recruiter, hiring.candidate):
            assert await all_pages(list_own_interviews, person, limit) == [newer, *same, older]

    async def test_by_status(self, world: World) -> None:
        hiring = world.hiring()
        interview(world, hiring)
        open_one = interview(world, hiring, status="scheduled")
        assert (await ask(list_own_interviews, hiring.recruiter, query={"status": "scheduled"})).ids == [open_one]
        assert (await ask(list_own_interviews, hiring.recruiter, query={"status": "completed"})).ids == []
        assert (await ask(list_own_interviews, hiring.recruiter, query={"status": "over"})).status == 422

    async def test_a_cursor_of_another_list_is_no_way_in(self, world: World, hiring: Hiring, rival: Hiring) -> None:
        for _ in range(2):
            interview(world, hiring)
        page = await ask(list_own_interviews, hiring.recruiter, query={"limit": 1})
        elsewhere = await ask(list_own_interviews, rival.recruiter, query={"cursor": page.json["next_cursor"]})
        assert not set(elsewhere.ids) & set(await all_pages(list_own_interviews, hiring.recruiter, 200))

    async def test_a_forged_cursor_is_422(self, hiring: Hiring) -> None:
        answer = await ask(list_own_interviews, hiring.recruiter, query={"cursor": "x"})
        assert (answer.status, answer.json["errors"][0]["loc"]) == (422, ["query", "cursor"])


class TestInterviewsOfARole:
    async def test_a_recruiter_sees_those_of_that_role(self, world: World, hiring: Hiring) -> None:
        other_role = world.job_role(hiring.organisation_id)
        application = world.application(world.person(), other_role)
        made = [interview(world, hiring, application) for _ in range(3)]
        interview(world, hiring)
        assert await all_pages(list_interviews_of_role, hiring.recruiter, 2, job_role_id=other_role) == made[::-1]

    async def test_nobody_else_does(self, hiring: Hiring, rival: Hiring, stranger: Person) -> None:
        for person in (hiring.candidate, rival.recruiter, stranger):
            assert (await ask(list_interviews_of_role, person, job_role_id=hiring.job_role_id)).status == 403

    async def test_of_a_role_that_is_not_there_is_404(self, hiring: Hiring) -> None:
        assert (await ask(list_interviews_of_role, hiring.recruiter, job_role_id=uuid4())).status == 404


class TestJobRoles:
    async def test_a_member_reads_all_of_it(self, hiring: Hiring) -> None:
        role = (await ask(read_one_job_role, hiring.recruiter, job_role_id=hiring.job_role_id)).json
        assert role["title"] == "Data Engineer"
        assert role["scoring_rubric"]
        assert role["interview_structure"]["topics"]

    async def test_who_applied_reads_its_public_part(self, hiring: Hiring) -> None:
        read = (await ask(read_one_job_role, hiring.candidate, job_role_id=hiring.job_role_id)).json
        listed = (await ask(list_own_job_roles, hiring.candidate)).json["items"]
        for role in (read, *listed):
            assert role["id"] == str(hiring.job_role_id)
            assert role["requirements"]["technical_skills"]
            assert not {"scoring_rubric", "interview_structure", "plan"} & role.keys()

    async def test_others_get_403_and_what_is_not_there_is_404(self, hiring: Hiring, rival: Hiring) -> None:
        assert (await ask(read_one_job_role, rival.recruiter, job_role_id=hiring.job_role_id)).status == 403
        assert (await ask(read_one_job_role, rival.recruiter, job_role_id=uuid4())).status == 404
        assert (await ask(read_one_job_role, rival.recruiter, job_role_id="x")).status == 422

    async def test_the_list_has_the_organisations_and_those_applied_to(self, world: World, rival: Hiring) -> None:
        hiring = world.hiring()
        world.application(hiring.recruiter, rival.job_role_id)
        own = [world.job_role(hiring.organisation_id) for _ in range(2)]
        expected = {str(role_id) for role_id in (*own, hiring.job_role_id, rival.job_role_id)}
        found = await all_pages(list_own_job_roles, hiring.recruiter, 2)
        assert set(found) == expected
        assert len(found) == len(expected)
        roles = (await ask(list_own_job_roles, hiring.recruiter)).json["items"]
        assert {role["id"] for role in roles if "scoring_rubric" not in role} == {str(rival.job_role_id)}

    async def test_a_role_is_read_in_its_current_version(self, world: World) -> None:
        hiring = world.hiring()
        world.rows(
            "insert into job_role_versions (job_role_id, version, requirements) values (%s, 2, %s)",
            hiring.job_role_id,
            '{"education": "none"}',
        )
        world.rows("update job_roles set version = 2 where id = %s", hiring.job_role_id)
        role = (await ask(read_one_job_role, hiring.recruiter, job_role_id=hiring.job_role_id)).json
        assert (role["version"], role["requirements"]["education"]) == (2, "none")


class TestApplications:
    async def test_a_candidate_sees_their_own_without_the_match(self, world: World) -> None:
        hiring = world.hiring()
        world.rows(
            "insert into application_matches (application_id, organisation_id, match_score) values (%s, %s, 87.5)",
            hiring.application_id,
            hiring.organisation_id,
        )
        [own] = (await ask(list_own_applications, hiring.candidate)).json["items"]
        [seen] = (await ask(list_own_applications, hiring.recruiter)).json["items"]
        assert own["id"] == seen["id"] == str(hiring.application_id)
        assert (own["match_score"], seen["match_score"]) == (None, 87.5)

    async def test_of_one_role(self, world: World, hiring: Hiring) -> None:
        role = world.job_role(hiring.organisation_id)
        made = [str(world.application(world.person(), role)) for _ in range(3)]
        found = await ask(list_own_applications, hiring.recruiter, query={"job_role_id": str(role)})
        assert found.ids == made[::-1]

    async def test_strangers_see_none(self, hiring: Hiring, stranger: Person, rival: Hiring) -> None:
        assert (await ask(list_own_applications, stranger)).ids == []
        assert str(hiring.application_id) not in (await ask(list_own_applications, rival.recruiter)).ids
        role = {"job_role_id": str(hiring.job_role_id)}
        assert (await ask(list_own_applications, rival.recruiter, query=role)).ids == []


@pytest.mark.parametrize(
    "function", [read_me, list_own_interviews, list_own_job_roles, list_own_applications, read_one_job_role]
)
async def test_without_a_token_each_is_401(function: Any) -> None:
    assert (await ask(function, job_role_id=uuid4())).status == 401
