"""The database's adapter over the real PostgREST: rows, what is missing, writes without rules, and outages."""

from uuid import uuid4

import psycopg
import pytest
from postgrest.exceptions import APIError

from local.supabase.stack import SupabaseStack
from shared.container import Container
from shared.errors import ServiceUnavailable
from shared.services.supabase_client import SupabaseService
from shared.settings import Settings
from tests.fixtures.world import World

pytestmark = [pytest.mark.integration, pytest.mark.database]


async def scheduled(container: Container, world: World) -> dict[str, str]:
    hiring = world.hiring()
    return world.scheduled(hiring) | {
        "application": str(hiring.application_id),
        "organisation": str(hiring.organisation_id),
    }


async def test_what_is_missing_is_none(container: Container) -> None:
    database = container.database
    assert await database.get_interview(uuid4()) is None
    assert await database.get_application(uuid4()) is None
    assert await database.update_interview(uuid4(), {"recording_url": "x"}) is None
    assert await database.update_candidate_profile(uuid4(), {"phone": "1"}) is None
    assert await database.get_transcript(uuid4()) == []


async def test_an_interview_is_read_and_what_carries_no_rule_is_updated(container: Container, world: World) -> None:
    interview = await scheduled(container, world)
    updated = await container.database.update_interview(interview["id"], {"recording_url": "https://r.example/1"})
    assert updated is not None
    assert (await container.database.get_interview(interview["id"])) == updated
    assert updated["recording_url"] == "https://r.example/1"


async def test_an_interviews_status_cannot_be_set_past_its_rules(container: Container, world: World) -> None:
    interview = await scheduled(container, world)
    with pytest.raises(APIError) as caught:
        await container.database.update_interview(interview["id"], {"status": "completed"})
    assert caught.value.code == "42501"


async def test_an_application_comes_with_its_role(container: Container, world: World) -> None:
    interview = await scheduled(container, world)
    application = await container.database.get_application(interview["application"])
    assert application is not None
    assert application["job_roles"]["title"] == "Data Engineer"


async def test_segments_come_back_in_the_order_of_their_turns(container: Container, world: World) -> None:
    interview = await scheduled(container, world)
    for turn, content in ((2, "later"), (1, "earlier")):
        saved = await container.database.save_transcript_segment(
            {
                "interview_id": interview["id"],
                "turn": turn,
                "speaker": "candidate",
                "content": content,
                "source": "recording",
            }
        )
        assert saved["content"] == content
    transcript = await container.database.get_transcript(interview["id"])
    assert [segment["content"] for segment in transcript] == ["earlier", "later"]


async def test_a_profile_is_updated(container: Container, world: World) -> None:
    person = world.person()
    profile = world.row("select id from candidate_profiles where user_id = %s", person.user_id)["id"]
    updated = await container.database.update_candidate_profile(profile, {"country": "PT"})
    assert updated is not None
    assert updated["country"] == "PT"


async def test_audit_events_are_numbered_in_their_organisations_chain(container: Container, world: World) -> None:
    organisation = world.organisation()
    numbers = [
        await container.database.log_audit_event("test.done", "test", uuid4(), None, organisation) for _ in range(3)
    ]
    assert numbers == [1, 2, 3]
    assert world.rpc("verify_audit", p_organisation_id=organisation) is None


async def test_a_database_that_cannot_be_reached_is_a_503_with_retry_after(settings: Settings) -> None:
    nowhere = SupabaseService(settings.model_copy(update={"supabase_url": "http://127.0.0.1:9"}))
    try:
        await _refused(nowhere)
    finally:
        await nowhere.aclose()


async def _refused(nowhere: SupabaseService) -> None:
    for call in (nowhere.check, lambda: nowhere.rpc("scoring_view", {"p_interview_id": str(uuid4())})):
        with pytest.raises(ServiceUnavailable) as caught:
            await call()
        assert caught.value.headers["Retry-After"]


async def test_an_unknown_function_is_an_error_of_ours_and_no_outage(container: Container) -> None:
    with pytest.raises(APIError) as caught:
        await container.database.rpc("no_such_function", {})
    assert caught.value.code == "PGRST202"


@pytest.mark.slow
async def test_a_row_that_somebody_holds_is_503_and_the_rest_goes_on(
    container: Container, world: World, supabase: SupabaseStack
) -> None:
    person = world.person()
    profile = world.row("select id from candidate_profiles where user_id = %s", person.user_id)["id"]
    with psycopg.connect(supabase.dsn) as holder:
        holder.execute("select 1 from candidate_profiles where id = %s for update", (profile,))
        with pytest.raises(ServiceUnavailable) as caught:
            await container.database.update_candidate_profile(profile, {"country": "PT"})
        assert caught.value.code == "database_busy"
        await container.database.check()
        holder.rollback()
    assert await container.database.update_candidate_profile(profile, {"country": "PT"})


async def test_half_a_character_is_stored_as_a_sign_that_it_was_there(container: Container, world: World) -> None:
    organisation = world.organisation()
    number = await container.database.log_audit_event("test\ud83d", "thing", "x", None, organisation)
    query = "select action from audit_log where chain = %s and sequence = %s"
    assert world.row(query, organisation, number)["action"] == "test\ufffd"
