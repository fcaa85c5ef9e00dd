"""Job roles against the real database: making them, changing them, and who may."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from shared.container import Container
from shared.errors import AppError, Conflict, Forbidden, NotFound, UnprocessableEntity
from shared.models.job_role import ChangeJobRole, CreateJobRole
from shared.models.page import PageQuery
from shared.services.supabase_reads import list_job_roles, read_job_role
from tests.fixtures.world import Hiring, World
from tests.integration.job_roles.conftest import Making

pytestmark = [pytest.mark.integration, pytest.mark.database]


def wanted(**fields: Any) -> CreateJobRole:
    return CreateJobRole.model_validate({"title": "Nurse", "description": "Cares for people."} | fields)


def change(version: int, **fields: Any) -> ChangeJobRole:
    return ChangeJobRole.model_validate({"version": version} | fields)


def versions(world: World, role_id: Any) -> list[dict[str, Any]]:
    return world.rows("select * from job_role_versions where job_role_id = %s order by version", role_id)


class TestMaking:
    async def test_a_recruiter_makes_a_role_at_version_one_with_an_audit_row(
        self, world: World, container: Container
    ) -> None:
        organisation = world.organisation()
        recruiter = world.member(organisation)
        role = await container.job_roles.create(
            recruiter.user_id, wanted(requirements={"technical_skills": ["triage"]})
        )
        assert (role.organisation_id, role.version, role.status) == (organisation, 1, "open")
        assert role.requirements.technical_skills == ["triage"]
        [version] = versions(world, role.id)
        assert (version["title"], version["plan"], version["frozen_at"]) == ("Nurse", None, None)
        assert version["created_by"] == recruiter.user_id
        audit = world.row("select * from audit_log where entity_id = %s", str(role.id))
        assert (audit["action"], audit["user_id"]) == ("job_role.created", recruiter.user_id)
        assert world.rpc("verify_audit", p_organisation_id=organisation) is None

    async def test_what_a_person_should_look_at_is_told_with_the_saved_role(
        self, world: World, container: Container
    ) -> None:
        recruiter = world.member(world.organisation())
        rubric = {"depth": {"weight": 0.8}, "care": {"weight": 0.6}}
        role = await container.job_roles.create(recruiter.user_id, wanted(scoring_rubric=rubric))
        assert [notice.fault for notice in role.notices] == ["weights"]
        changed = await container.job_roles.change(
            recruiter.user_id, role.id, change(1, description="Male candidates only.")
        )
        assert [notice.fault for notice in changed.notices] == ["protected", "weights"]

    async def test_a_candidate_may_not(self, world: World, container: Container) -> None:
        with pytest.raises(Forbidden):
            await container.job_roles.create(world.person().user_id, wanted())

    async def test_another_organisations_recruiter_may_not(self, world: World, container: Container) -> None:
        rival = world.member(world.organisation())
        with pytest.raises(Forbidden):
            await container.job_roles.create(rival.user_id, wanted(organisation_id=str(world.organisation())))

    async def test_an_organisation_that_is_not_there(self, world: World, container: Container) -> None:
        with pytest.raises(NotFound):
            await container.job_roles.create(
                world.member(world.organisation()).user_id, wanted(organisation_id=str(uuid4()))
            )

    async def test_a_member_of_several_says_for_which(self, world: World, container: Container) -> None:
        first, second = world.organisation(), world.organisation()
        recruiter = world.member(first)
        world.rows("insert into memberships values (%s, %s, 'org_admin')", second, recruiter.user_id)
        with pytest.raises(UnprocessableEntity) as refused:
            await container.job_roles.create(recruiter.user_id, wanted())
        assert refused.value.code == "organisation_required"
        role = await container.job_roles.create(recruiter.user_id, wanted(organisation_id=str(second)))
        assert role.organisation_id == second

    def test_the_same_call_again_makes_one_role(self, world: World) -> None:
        recruiter, role_id = world.member(world.organisation()), uuid4()
        role = wanted().model_dump(mode="json", exclude={"organisation_id"})
        call = {"p_id": role_id, "p_actor": recruiter.user_id, "p_organisation_id": None, "p_role": role}
        first, again = (world.rpc("create_job_role", **call) for _ in range(2))
        assert first == again
        assert len(versions(world, role_id)) == 1

    def test_a_misspelt_requirement_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            wanted(requirements={"technical_skill": ["Python"]})


class TestChanging:
    async def test_other_content_makes_a_new_version_and_the_old_one_stays(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        actor = hiring.recruiter.user_id
        role = await container.job_roles.change(
            actor, hiring.job_role_id, change(1, title="Lead", requirements={"education": "a degree"})
        )
        assert (role.version, role.title, role.requirements.education) == (2, "Lead", "a degree")
        old, new = versions(world, hiring.job_role_id)
        assert (old["title"], new["title"]) == ("Data Engineer", "Lead")
        assert old["requirements"]["technical_skills"]
        assert old["frozen_at"] is not None

    async def test_the_plan_is_the_new_versions_draft_under_its_new_title(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        await container.job_roles.change(hiring.recruiter.user_id, hiring.job_role_id, change(1, title="Lead"))
        old, new = versions(world, hiring.job_role_id)
        assert new["plan"] == old["plan"] | {"role_title": "Lead"}
        assert (new["frozen_at"], new["plan_revision"]) == (None, 1)

    def test_the_same_call_again_changes_once(self, world: World, hiring: Hiring) -> None:
        call = {
            "p_actor": hiring.recruiter.user_id,
            "p_job_role_id": hiring.job_role_id,
            "p_version": 1,
            "p_change_id": uuid4(),
            "p_changes": {"status": "closed"},
        }
        first, again = (world.rpc("change_job_role", **call) for _ in range(2))
        assert first == again
        assert first["job_role"]["status"] == "closed"
        noted = "select 1 from audit_log where entity_id = %s and action = 'job_role.changed'"
        assert len(world.rows(noted, str(hiring.job_role_id))) == 1

    async def test_the_status_belongs_to_no_version(self, container: Container, hiring: Hiring) -> None:
        role = await container.job_roles.change(
            hiring.recruiter.user_id, hiring.job_role_id, change(1, status="closed", title="Data Engineer")
        )
        assert (role.version, role.status) == (1, "closed")

    async def test_a_stale_version_is_refused(self, container: Container, hiring: Hiring) -> None:
        await container.job_roles.change(hiring.recruiter.user_id, hiring.job_role_id, change(1, title="First"))
        with pytest.raises(Conflict) as refused:
            await container.job_roles.change(hiring.recruiter.user_id, hiring.job_role_id, change(1, title="Second"))
        assert refused.value.code == "job_role_changed"

    async def test_of_two_changes_at_once_one_wins(self, container: Container, hiring: Hiring, world: World) -> None:
        async def one(title: str) -> str:
            try:
                await container.job_roles.change(hiring.recruiter.user_id, hiring.job_role_id, change(1, title=title))
            except Conflict as refused:
                return refused.code
            return "ok"

        outcomes = await asyncio.gather(*(one(f"Title {number}") for number in range(5)))
        assert sorted(outcomes) == ["job_role_changed"] * 4 + ["ok"]
        assert len(versions(world, hiring.job_role_id)) == 2

    def test_the_same_call_again_makes_one_version(self, world: World, hiring: Hiring) -> None:
        call = {
            "p_actor": hiring.recruiter.user_id,
            "p_job_role_id": hiring.job_role_id,
            "p_version": 1,
            "p_change_id": uuid4(),
            "p_changes": {"title": "Lead"},
        }
        first, again = (world.rpc("change_job_role", **call) for _ in range(2))
        assert first["outcome"] == again["outcome"] == "ok"
        assert len(versions(world, hiring.job_role_id)) == 2

    async def test_only_recruiters_of_the_organisation(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        for person in (hiring.candidate, world.person(), world.member(world.organisation())):
            with pytest.raises(Forbidden):
                await container.job_roles.change(person.user_id, hiring.job_role_id, change(1, title="Mine"))

    async def test_a_member_who_applied_does_not_shape_their_own_interview(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        world.application(hiring.recruiter, hiring.job_role_id)
        with pytest.raises(Forbidden):
            await container.job_roles.change(hiring.recruiter.user_id, hiring.job_role_id, change(1, title="Mine"))
        with pytest.raises(Forbidden, match="who did not apply"):
            await container.plans.read(hiring.recruiter.user_id, hiring.job_role_id)

    async def test_a_role_that_is_not_there(self, container: Container, hiring: Hiring) -> None:
        with pytest.raises(AppError) as refused:
            await container.job_roles.change(hiring.recruiter.user_id, uuid4(), change(1, title="Mine"))
        assert refused.value.status == 404

    def test_the_servers_role_writes_roles_through_functions_alone(self, world: World, making: Making) -> None:
        for table in ("job_roles", "job_role_versions", "application_matches", "matches_due"):
            row = world.row(
                "select has_table_privilege('service_role', %s, 'update, delete') as may", f"public.{table}"
            )
            assert row["may"] is False, table


async def test_a_member_who_applied_reads_the_public_part_alone(
    world: World, container: Container, hiring: Hiring
) -> None:
    world.rows("insert into memberships values (%s, %s, 'org_admin')", hiring.organisation_id, hiring.candidate.user_id)
    insider, other = hiring.candidate.user_id, world.job_role(hiring.organisation_id)
    role = await read_job_role(container.database, insider, hiring.job_role_id)
    assert "scoring_rubric" not in role.model_dump()
    listed = await list_job_roles(container.database, insider, PageQuery())
    assert {role.id: "scoring_rubric" in role.model_dump() for role in listed.items} == {
        hiring.job_role_id: False,
        UUID(str(other)): True,
    }
    assert "scoring_rubric" in (await read_job_role(container.database, insider, UUID(str(other)))).model_dump()


REFUSED: dict[str, Any] = {
    "scoring_rubric": {"fit": {"weight": 1, "criteria": "Is under 35 and a native German."}},
    "requirements": {
        "requirements": [{"kind": "other", "name": "under 35 years old"}, {"kind": "other", "name": "no children"}],
        "soft_skills": ["unmarried"],
    },
}


class TestWhatMayNotBeAsked:
    async def test_a_role_is_refused_by_the_fields_that_ask_for_it(self, world: World, container: Container) -> None:
        recruiter = world.member(world.organisation())
        with pytest.raises(UnprocessableEntity) as refused:
            await container.job_roles.create(recruiter.user_id, wanted(**REFUSED, title="Nurse: are you married"))
        assert refused.value.code == "job_role_refused"
        assert refused.value.errors is not None
        assert [(error["loc"], error["type"]) for error in refused.value.errors] == [
            (["body", "title"], "protected.family"),
            (["body", "requirements", "requirements", 0, "name"], "protected.age"),
            (["body", "requirements", "requirements", 1, "name"], "protected.family"),
            (["body", "requirements", "soft_skills", 0], "protected.family"),
            (["body", "scoring_rubric", "fit", "criteria"], "protected.age"),
        ]

    async def test_a_change_too(self, container: Container, making: Making) -> None:
        with pytest.raises(UnprocessableEntity) as refused:
            await container.job_roles.change(making.recruiter.user_id, making.id, change(1, **REFUSED))
        assert refused.value.code == "job_role_refused"

    async def test_what_was_extracted_from_a_description_is_taken(self, world: World, container: Container) -> None:
        recruiter = world.member(world.organisation())
        description = "Must be unmarried and under 35.\nNative English speaker.\nYou know PostgreSQL."
        found = await container.requirements.read(description)
        assert {one.category for one in found.refused} == {"family", "age", "origin"}
        role = await container.job_roles.create(
            recruiter.user_id, wanted(description=description, requirements=found.model_dump(mode="json"))
        )
        assert role.requirements.technical_skills == ["PostgreSQL"]
