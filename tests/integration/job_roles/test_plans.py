"""Interview plans against the real database and the model's stand-in: proposing, editing, freezing, and who may."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from local.openai_standin import StandIn
from shared.container import Container
from shared.errors import Conflict, Forbidden, NotFound, UnprocessableEntity
from shared.interviews.plan import Plan
from shared.job_roles.plan_models import JobRolePlan, PlanRequest
from shared.models.job_role import ChangeJobRole, CreateJobRole
from tests.fixtures.over_http import Faults
from tests.fixtures.world import Hiring, World
from tests.integration.job_roles.conftest import Making

pytestmark = [pytest.mark.integration, pytest.mark.database]


def request(action: str, **fields: Any) -> PlanRequest:
    return PlanRequest.model_validate({"action": action} | fields)


async def act(container: Container, making: Making, action: str, **fields: Any) -> JobRolePlan:
    """An edit is based on the plan as it is, unless the fields say otherwise."""
    if action == "edit":
        read = await container.plans.read(making.recruiter.user_id, making.id)
        fields = {"version": read.version, "revision": read.revision} | fields
    return await container.plans.act(making.recruiter.user_id, making.id, request(action, **fields))


def edited(plan: Plan | None, **topic: Any) -> dict[str, Any]:
    """The plan with its first topic changed."""
    assert plan is not None
    values = plan.model_dump(mode="json")
    values["topics"][0] |= topic
    return values


class TestProposing:
    async def test_the_model_words_a_draft_that_covers_the_rubric(self, container: Container, making: Making) -> None:
        proposed = await act(container, making, "propose")
        assert (proposed.status, proposed.version, proposed.revision) == ("draft", 1, 1)
        assert (proposed.method, proposed.flags) == ("model", [])
        assert proposed.plan is not None
        assert [topic.title for topic in proposed.plan.topics] == ["Building pipelines", "collaboration"]
        assert {topic.competency for topic in proposed.plan.topics} == {"technical_depth", "collaboration"}
        assert proposed.uncovered_dimensions == []
        assert all(topic.question.count("?") == 1 and topic.minutes == 6 for topic in proposed.plan.topics)

    @pytest.mark.parametrize("kind", ["wrong_schema", "break_json", "content_filter", "length"])
    async def test_a_model_that_gives_no_plan_leaves_the_rules(
        self, container: Container, making: Making, stand_in: StandIn, kind: str
    ) -> None:
        Faults(stand_in.url).put(making.mark, kind)
        proposed = await act(container, making, "propose")
        assert (proposed.method, proposed.status) == ("rules", "draft")
        assert proposed.plan is not None
        assert len(proposed.plan.topics) == 2

    async def test_a_role_without_requirements_is_asked_about_what_its_description_requires(
        self, container: Container, making: Making
    ) -> None:
        wanted = {
            "title": "Nurse",
            "description": "You must have:\n- Experience with PostgreSQL\n- Strong teamwork skills",
        }
        role = await container.job_roles.create(making.recruiter.user_id, CreateJobRole.model_validate(wanted))
        proposed = await container.plans.act(making.recruiter.user_id, role.id, request("propose"))
        assert proposed.plan is not None
        assert [topic.title for topic in proposed.plan.topics] == ["PostgreSQL", "teamwork"]
        stored = await container.job_roles.change(
            making.recruiter.user_id, role.id, ChangeJobRole(version=1, status="open")
        )
        assert stored.requirements.technical_skills == []

    async def test_proposing_again_saves_the_next_revision(self, container: Container, making: Making) -> None:
        await act(container, making, "propose")
        assert (await act(container, making, "propose")).revision == 2

    async def test_what_came_while_the_model_was_asked_is_not_overwritten(
        self, container: Container, making: Making
    ) -> None:
        outcomes = await asyncio.gather(*(act(container, making, "propose") for _ in range(3)), return_exceptions=True)
        saved = [one for one in outcomes if isinstance(one, JobRolePlan)]
        refused = [one for one in outcomes if isinstance(one, Conflict)]
        assert len(saved) + len(refused) == 3
        read = await container.plans.read(making.recruiter.user_id, making.id)
        assert read.revision == len(saved)


class TestEditing:
    async def test_an_edit_is_the_plan(self, container: Container, making: Making) -> None:
        proposed = await act(container, making, "propose")
        plan = edited(proposed.plan, question="Which pipeline are you proud of?", minutes=9)
        saved = await act(container, making, "edit", plan=plan, version=1, revision=1)
        assert saved.plan is not None
        assert (saved.plan.topics[0].question, saved.plan.topics[0].minutes) == ("Which pipeline are you proud of?", 9)
        assert (saved.method, saved.revision) == ("recruiter", 2)

    async def test_a_question_about_a_protected_characteristic_is_refused_by_its_field(
        self, container: Container, making: Making
    ) -> None:
        proposed = await act(container, making, "propose")
        plan = edited(proposed.plan, follow_ups=["What came of it?", "Are you planning to have children?"])
        with pytest.raises(UnprocessableEntity) as refused:
            await act(container, making, "edit", plan=plan | {"closing": "Thank you. Tell us how old you are."})
        assert refused.value.errors is not None
        assert [(error["loc"], error["type"]) for error in refused.value.errors] == [
            (["body", "plan", "topics", 0, "follow_ups", 1], "protected.family"),
            (["body", "plan", "closing"], "protected.age"),
        ]
        assert (await container.plans.read(making.recruiter.user_id, making.id)).revision == 1

    async def test_what_a_recruiter_may_do_but_should_see_is_a_notice(
        self, container: Container, making: Making
    ) -> None:
        proposed = await act(container, making, "propose")
        plan = edited(proposed.plan, question="Wouldn't you say that tests matter?", competency="technical_depth")
        plan["topics"] = plan["topics"][:1]
        saved = await act(container, making, "edit", plan=plan)
        assert [(notice.field, notice.fault) for notice in saved.notices] == [(["topics", 0, "question"], "leading")]
        assert saved.uncovered_dimensions == ["collaboration"]

    async def test_an_edit_of_a_plan_that_has_changed_is_refused(self, container: Container, making: Making) -> None:
        proposed = await act(container, making, "propose")
        await act(container, making, "propose")
        with pytest.raises(Conflict) as refused:
            await act(container, making, "edit", plan=edited(proposed.plan), revision=1)
        assert refused.value.code == "plan_changed"

    async def test_the_roles_title_stays_and_is_no_place_for_a_question(
        self, world: World, container: Container, making: Making
    ) -> None:
        proposed = await act(container, making, "propose")
        plan = edited(proposed.plan) | {"role_title": "Engineer. How old are you? Are you pregnant"}
        saved = await act(container, making, "edit", plan=plan)
        assert saved.plan is not None
        assert saved.plan.role_title == making.role.title
        world.rows("update job_role_versions set title = 'How old are you' where job_role_id = %s", making.id)
        world.rows("update job_roles set title = 'How old are you' where id = %s", making.id)
        with pytest.raises(UnprocessableEntity) as refused:
            await act(container, making, "edit", plan=edited(saved.plan))
        assert refused.value.errors is not None
        assert [error["loc"] for error in refused.value.errors] == [["body", "plan", "role_title"]]

    async def test_what_may_be_about_the_person_is_a_notice(self, container: Container, making: Making) -> None:
        proposed = await act(container, making, "propose")
        question = "How would you fit into a young team?"
        saved = await act(container, making, "edit", plan=edited(proposed.plan, question=question))
        assert [(notice.fault, notice.characteristic) for notice in saved.notices] == [("perhaps_protected", "age")]

    async def test_a_proposal_replaces_a_recruiters_draft_only_where_it_was_seen(
        self, container: Container, making: Making
    ) -> None:
        proposed = await act(container, making, "propose")
        plan = edited(proposed.plan, question="Which pipeline are you proud of?")
        saved = await act(container, making, "edit", plan=plan)
        for fields in ({}, {"version": 1}, {"revision": saved.revision}):
            with pytest.raises(Conflict) as refused:
                await act(container, making, "propose", **fields)
            assert refused.value.code == "plan_edited"
        assert (await container.plans.read(making.recruiter.user_id, making.id)).plan == saved.plan
        again = await act(container, making, "propose", version=1, revision=saved.revision)
        assert (again.method, again.revision) == ("model", 3)

    @pytest.mark.parametrize("fields", [{}, {"version": 1}, {"revision": 1}])
    async def test_an_edit_says_which_plan_was_read(
        self, container: Container, making: Making, fields: dict[str, int]
    ) -> None:
        proposed = await act(container, making, "propose")
        with pytest.raises(ValueError, match="an edit needs `version` and `revision`"):
            request("edit", plan=edited(proposed.plan), **fields)

    def test_an_edit_needs_a_plan(self) -> None:
        with pytest.raises(ValueError, match="`plan` belongs to"):
            request("edit")

    @pytest.mark.parametrize(("version", "revision"), [(1, 0), (1, 2), (2, 1)])
    async def test_the_database_takes_and_freezes_only_what_was_seen(
        self, world: World, container: Container, making: Making, version: int, revision: int
    ) -> None:
        await act(container, making, "propose")
        seen: dict[str, Any] = {
            "p_actor": making.recruiter.user_id,
            "p_job_role_id": making.id,
            "p_version": version,
            "p_revision": revision,
        }
        saved = world.rpc("save_plan", **seen, p_change_id=uuid4(), p_plan={"topics": []}, p_origin={})
        assert saved == {"outcome": "stale", "version": 1, "revision": 1}
        assert world.rpc("freeze_plan", **seen) == {"outcome": "stale", "version": 1, "revision": 1}

    def test_the_same_call_again_saves_once(self, world: World, making: Making) -> None:
        call: dict[str, Any] = {
            "p_actor": making.recruiter.user_id,
            "p_job_role_id": making.id,
            "p_version": 1,
            "p_revision": 0,
            "p_change_id": uuid4(),
            "p_plan": {"topics": []},
            "p_origin": {"method": "recruiter"},
        }
        first, again = (world.rpc("save_plan", **call) for _ in range(2))
        assert first == again
        assert first["view"]["revision"] == 1


class TestTheRolesOwnWords:
    async def test_what_a_stored_role_may_not_ask_reaches_no_plan_and_is_told(
        self, world: World, container: Container, making: Making
    ) -> None:
        rubric = {"fit": {"weight": 1, "criteria": "Under 35, no children, practising Christian."}}
        world.rows(
            "update job_role_versions set scoring_rubric = %s, requirements = %s where job_role_id = %s",
            Jsonb(rubric),
            Jsonb({"soft_skills": ["unmarried", "teamwork"]}),
            making.id,
        )
        proposed = await act(container, making, "propose")
        fields = [["requirements", "soft_skills", 0], ["scoring_rubric", "fit", "criteria"]]
        assert [flag.field for flag in proposed.flags] == fields
        assert [notice.field for notice in proposed.notices] == fields
        assert proposed.plan is not None
        assert not {"unmarried", "Christian"} & set(proposed.plan.model_dump_json().replace('"', " ").split())

    async def test_a_criterion_that_may_be_about_the_person_is_a_notice(
        self, container: Container, making: Making
    ) -> None:
        rubric = {"fit": {"weight": 1, "criteria": "Is a cultural fit for us."}}
        wanted = CreateJobRole.model_validate({"title": "Nurse", "scoring_rubric": rubric})
        role = await container.job_roles.create(making.recruiter.user_id, wanted)
        proposed = await container.plans.act(making.recruiter.user_id, role.id, request("propose"))
        assert (proposed.flags, [(notice.field, notice.fault) for notice in proposed.notices]) == (
            [],
            [(["scoring_rubric", "fit", "criteria"], "perhaps_protected")],
        )


class TestFreezing:
    async def test_freezing_says_who_and_when_and_again_is_harmless(
        self, world: World, container: Container, making: Making
    ) -> None:
        await act(container, making, "propose")
        first = await act(container, making, "freeze", version=1, revision=1)
        again = await act(container, making, "freeze")
        assert first.status == "frozen"
        assert first == again
        assert first.frozen_by == making.recruiter.user_id
        rows = world.rows(
            "select * from audit_log where entity_id = %s and action = 'job_role.plan.frozen'", str(making.id)
        )
        assert [row["details"] for row in rows] == [{"version": 1, "revision": 1}]

    async def test_without_a_plan_there_is_nothing_to_freeze(self, container: Container, making: Making) -> None:
        with pytest.raises(Conflict) as refused:
            await act(container, making, "freeze")
        assert refused.value.code == "plan_missing"

    async def test_a_draft_that_the_rules_refuse_by_now_is_not_frozen(
        self, world: World, container: Container, making: Making
    ) -> None:
        await act(container, making, "propose")
        world.rows(
            "update job_role_versions set plan = jsonb_set(plan, '{topics,0,question}', '\"Are you married?\"')"
            " where job_role_id = %s",
            making.id,
        )
        with pytest.raises(UnprocessableEntity):
            await act(container, making, "freeze")

    async def test_a_frozen_plan_is_edited_in_a_new_version_and_stays(
        self, container: Container, making: Making
    ) -> None:
        proposed = await act(container, making, "propose")
        await act(container, making, "freeze")
        saved = await act(container, making, "edit", plan=edited(proposed.plan, minutes=3))
        assert (saved.version, saved.status, saved.revision) == (2, "draft", 1)
        assert saved.message is not None
        old = await container.plans.read(making.recruiter.user_id, making.id, version=1)
        assert (old.status, old.plan, old.current_version) == ("frozen", proposed.plan, 2)

    async def test_saving_a_frozen_plan_unchanged_makes_no_version(self, container: Container, making: Making) -> None:
        proposed = await act(container, making, "propose")
        await act(container, making, "freeze")
        saved = await act(container, making, "edit", plan=edited(proposed.plan))
        assert (saved.version, saved.message) == (1, None)

    async def test_a_proposal_over_a_frozen_plan_says_that_it_makes_a_version(
        self, world: World, container: Container, making: Making
    ) -> None:
        first = await act(container, making, "propose")
        await act(container, making, "edit", plan=edited(first.plan, minutes=3), version=1, revision=1)
        frozen = await act(container, making, "freeze")
        again = await act(container, making, "propose")
        assert (frozen.message, again.version, again.status) == (None, 2, "draft")
        assert again.message is not None
        assert "Interviews that are scheduled already keep version 1." in again.message
        assert (await act(container, making, "propose")).message is None

    async def test_an_interview_uses_the_plan_that_was_frozen_for_its_version(
        self, world: World, container: Container, making: Making
    ) -> None:
        proposed = await act(container, making, "propose")
        await act(container, making, "freeze")
        candidate = world.person()
        hiring = Hiring(
            making.role.organisation_id,
            making.id,
            world.application(candidate, making.id),
            making.recruiter,
            candidate,
        )
        interview = world.scheduled(hiring)
        await act(container, making, "edit", plan=edited(proposed.plan, question="Another one?"))
        await container.job_roles.change(
            making.recruiter.user_id, making.id, ChangeJobRole(version=2, title="Something else")
        )
        view = await container.interviews.open(candidate.user_id, interview["id"])
        assert view.plan == proposed.plan


class TestWhoMay:
    @pytest.mark.parametrize("action", ["propose", "freeze"])
    async def test_only_recruiters_of_the_organisation(
        self, world: World, container: Container, hiring: Hiring, action: str
    ) -> None:
        for person in (hiring.candidate, world.person(), world.member(world.organisation())):
            with pytest.raises(Forbidden):
                await container.plans.act(person.user_id, hiring.job_role_id, request(action))
            with pytest.raises(Forbidden):
                await container.plans.read(person.user_id, hiring.job_role_id)

    async def test_what_is_not_there(self, container: Container, hiring: Hiring) -> None:
        with pytest.raises(NotFound):
            await container.plans.read(hiring.recruiter.user_id, uuid4())
        with pytest.raises(NotFound) as refused:
            await container.plans.read(hiring.recruiter.user_id, hiring.job_role_id, version=9)
        assert refused.value.code == "job_role_version_not_found"
