"""Matches against the real database: due when what they are made from changes, read by recruiters alone."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import HttpUrl

from blueprints.matches import compute_due_matches
from local.supabase.stack import SupabaseStack
from shared.container import Container, install_container
from shared.errors import Forbidden, NotFound
from shared.models.job_role import ChangeJobRole
from shared.models.resume import ResumeProfile
from shared.settings import Settings
from tests.fixtures.world import Hiring, Person, World

pytestmark = [pytest.mark.integration, pytest.mark.database]

TEXT = "Ada Byron\nEngineer, Acme, 2015 - 2020\nBuilt data pipelines in Python and SQL.\nGood communication."
PROFILE: dict[str, Any] = {
    "skills": ["Python", "SQL"],
    "findings": [],
    "experience": [
        {
            "employer": "Acme",
            "title": "Engineer",
            "dates": {"start": "2015", "end": "2020", "text": "2015 - 2020"},
            "description": "Built data pipelines in Python and SQL.",
        }
    ],
    "timeline": {"months": 60},
}


def parsed_resume(world: World, person: Person, text: str = TEXT, **profile: Any) -> UUID:
    """A résumé of this person's that was read."""
    return world.resume(person, ResumeProfile.model_validate(PROFILE | profile), text=text)


def is_due(world: World, application_id: Any) -> bool:
    return bool(world.rows("select 1 from matches_due where application_id = %s", application_id))


async def score_of(container: Container, hiring: Hiring) -> float | None:
    return (await container.matches.read(hiring.recruiter.user_id, hiring.application_id)).match_score


class TestComputing:
    async def test_an_application_of_somebody_with_a_resume_is_due_at_once(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        person = world.person()
        parsed_resume(world, person)
        application = world.application(person, hiring.job_role_id)
        assert is_due(world, application)
        assert await container.matches.compute(application) == 1
        assert not is_due(world, application)
        assert await container.matches.compute(application) == 0

    async def test_every_quote_stands_in_the_resume(self, world: World, container: Container, hiring: Hiring) -> None:
        resume_id = parsed_resume(world, hiring.candidate)
        found = await container.matches.read(hiring.recruiter.user_id, hiring.application_id)
        assert (found.status, found.resume_id, found.job_role_version) == ("computed", resume_id, 1)
        assert found.match_score is not None
        assert {one.requirement.name for one in found.requirements} >= {"Python", "SQL", "data pipelines"}
        quotes = [quote for one in found.requirements for quote in one.quotes]
        assert quotes
        assert all(TEXT[quote.start : quote.end] == quote.quote for quote in quotes)

    async def test_a_new_resume_makes_it_due_for_all_of_a_candidates_applications(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        other = world.application(hiring.candidate, world.job_role(hiring.organisation_id))
        parsed_resume(world, hiring.candidate)
        candidate = world.row("select candidate_id from applications where id = %s", other)["candidate_id"]
        assert await container.matches.compute_for_candidate(candidate) == 2
        before = await score_of(container, hiring)
        parsed_resume(world, hiring.candidate, text="Nothing in particular.", skills=[], experience=[], timeline={})
        assert is_due(world, other)
        assert is_due(world, hiring.application_id)
        after = await score_of(container, hiring)
        assert before is not None
        assert after is not None
        assert after < before

    async def test_a_correction_makes_it_due(self, world: World, container: Container, hiring: Hiring) -> None:
        parsed_resume(world, hiring.candidate, skills=[])
        await container.matches.compute(hiring.application_id)
        world.rpc("correct_profile", p_actor=hiring.candidate.user_id, p_fields={"skills": ["Python", "SQL", "dbt"]})
        assert is_due(world, hiring.application_id)

    async def test_other_requirements_make_it_due(self, world: World, container: Container, hiring: Hiring) -> None:
        parsed_resume(world, hiring.candidate)
        before = await score_of(container, hiring)
        wanted = {"version": 1, "requirements": {"technical_skills": ["COBOL", "Fortran"]}}
        await container.job_roles.change(
            hiring.recruiter.user_id, hiring.job_role_id, ChangeJobRole.model_validate(wanted)
        )
        found = await container.matches.read(hiring.recruiter.user_id, hiring.application_id)
        assert (found.job_role_version, found.match_score) == (2, 0)
        assert before != 0

    async def test_a_deleted_resume_takes_its_words_along(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        resume_id = parsed_resume(world, hiring.candidate)
        await container.matches.compute(hiring.application_id)
        world.rpc("delete_resume", p_actor=hiring.candidate.user_id, p_resume_id=resume_id)
        assert world.rows("select * from application_matches where application_id = %s", hiring.application_id) == []
        found = await container.matches.read(hiring.recruiter.user_id, hiring.application_id)
        assert (found.status, found.match_score, found.requirements) == ("none", None, [])

    async def test_what_failed_often_is_tried_again_later(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        long_ago = "update matches_due set waits_since = now() - interval '2 hours' where application_id = %s"
        parsed_resume(world, hiring.candidate)
        for _ in range(12):
            world.rows(long_ago, hiring.application_id)
            take = {"p_application_id": hiring.application_id, "p_candidate_id": None, "p_limit": 5}
            assert len(world.rpc("take_due_matches", **take)) == 1
        assert await container.matches.compute(hiring.application_id) == 0
        world.rows(long_ago, hiring.application_id)
        assert await container.matches.compute(hiring.application_id) == 1

    async def test_what_changed_while_it_was_computed_is_not_stored(self, world: World, hiring: Hiring) -> None:
        parsed_resume(world, hiring.candidate)
        [due] = world.rpc("take_due_matches", p_application_id=hiring.application_id, p_candidate_id=None, p_limit=5)
        newer = parsed_resume(world, hiring.candidate)
        saved = {
            "p_application_id": hiring.application_id,
            "p_resume_id": due["resume_id"],
            "p_candidate_updated_at": due["candidate_updated_at"],
            "p_job_role_version": 1,
            "p_score": 50,
            "p_details": [],
        }
        assert world.rpc("save_match", **saved)["outcome"] == "stale"
        assert world.rpc("save_match", **saved | {"p_resume_id": newer})["outcome"] == "stale"
        assert is_due(world, hiring.application_id)

    async def test_a_sweep_computes_what_is_due_and_goes_past_what_cannot_be(
        self, world: World, container: Container
    ) -> None:
        hirings = [world.hiring() for _ in range(25)]
        broken, whole = hirings[0], hirings[1:]
        for hiring in hirings:
            parsed_resume(world, hiring.candidate)
        world.rows(
            "update job_role_versions set requirements = '{\"technical_skills\": 1}' where job_role_id = %s",
            world.job_role(broken.organisation_id, plan=None),
        )
        broken_role = world.row(
            "select job_role_id from job_role_versions where requirements = '{\"technical_skills\": 1}'"
        )["job_role_id"]
        stuck = world.application(broken.candidate, broken_role)
        assert await container.matches.sweep() >= 25
        assert is_due(world, stuck)
        assert not any(is_due(world, hiring.application_id) for hiring in whole)

    async def test_two_sweeps_at_once_compute_each_match(self, world: World, container: Container) -> None:
        hirings = [world.hiring() for _ in range(6)]
        for hiring in hirings:
            parsed_resume(world, hiring.candidate)
        await asyncio.gather(container.matches.sweep(), container.matches.sweep())
        assert not any(is_due(world, hiring.application_id) for hiring in hirings)


class TestReading:
    async def test_without_a_resume_there_is_none(self, container: Container, hiring: Hiring) -> None:
        found = await container.matches.read(hiring.recruiter.user_id, hiring.application_id)
        assert (found.status, found.requirements) == ("none", [])

    async def test_nobody_but_the_organisations_recruiters(
        self, world: World, container: Container, hiring: Hiring
    ) -> None:
        parsed_resume(world, hiring.candidate)
        for person in (hiring.candidate, world.person(), world.member(world.organisation())):
            with pytest.raises(Forbidden):
                await container.matches.read(person.user_id, hiring.application_id)
        with pytest.raises(NotFound):
            await container.matches.read(hiring.recruiter.user_id, uuid4())

    async def test_a_member_does_not_read_how_they_match_themselves(
        self, world: World, container: Container, hiring: Hiring, supabase: SupabaseStack
    ) -> None:
        parsed_resume(world, hiring.recruiter)
        own = world.application(hiring.recruiter, hiring.job_role_id)
        await container.matches.compute(own)
        with pytest.raises(Forbidden):
            await container.matches.read(hiring.recruiter.user_id, own)
        async with httpx.AsyncClient(base_url=f"{supabase.url}/rest/v1", verify=False) as client:  # plain http
            headers = {"apikey": supabase.publishable_key, **hiring.recruiter.bearer}
            rows = await client.get("/application_matches", params={"application_id": f"eq.{own}"}, headers=headers)
        assert rows.json() == []


class TestTheTimer:
    async def test_it_computes_what_is_due(self, world: World, hiring: Hiring) -> None:
        parsed_resume(world, hiring.candidate)
        await compute_due_matches(SimpleNamespace(past_due=False))
        assert not is_due(world, hiring.application_id)

    async def test_with_the_database_out_of_reach_it_waits_for_the_next_minute(self, settings: Settings) -> None:
        lost = Container(settings.model_copy(update={"supabase_url": HttpUrl("http://127.0.0.1:1")}))
        previous = install_container(lost)
        try:
            await compute_due_matches(SimpleNamespace(past_due=True))
        finally:
            install_container(previous)
            await lost.aclose()
