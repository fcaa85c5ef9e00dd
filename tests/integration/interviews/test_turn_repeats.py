"""Turns that are asked for more than once: double clicks, repeated keys, lost answers, crashes. Each is one turn."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, web

from shared.container import Container
from shared.errors import Conflict, ServiceUnavailable
from shared.settings import Settings
from tests.fixtures.world import World
from tests.integration.interviews.conftest import ANSWER, Faults, Underway, said

pytestmark = [pytest.mark.integration, pytest.mark.database]


class LossyNetwork:
    """Stands between an app and its database; loses the answers, not the requests, of the calls it is told to."""

    def __init__(self, database: str) -> None:
        self.to_lose: Counter[str] = Counter()
        self.ages: list[int] = []  # told by each request for a turn, in ms
        self._database = database

    async def serve(self) -> AsyncIterator[str]:
        app = web.Application()
        app.add_routes([web.route("*", "/{path:.*}", self._pass_on)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        async with ClientSession(self._database) as self._session:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
            await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {name: request.headers[name] for name in ("apikey", "Authorization", "Content-Type")}
        async with self._session.post(request.path_qs, data=await request.read(), headers=headers) as answer:
            body = await answer.read()
        name = request.path.rpartition("/")[2]
        if name == "begin_turn":
            self.ages.append((await request.json())["p_age_ms"])
        if self.to_lose[name] and request.transport:
            self.to_lose[name] -= 1
            request.transport.abort()
        return web.Response(status=answer.status, body=body, content_type=answer.content_type)


@pytest.fixture
def network(settings: Settings) -> LossyNetwork:
    return LossyNetwork(settings.supabase_base)


@pytest.fixture
async def far_away(underway: Underway, network: LossyNetwork, settings: Settings) -> AsyncIterator[Underway]:
    """The interview as a worker sees it whose answers can get lost."""
    async for url in network.serve():
        container = Container(settings.model_copy(update={"supabase_url": url}))
        yield Underway(underway.id, underway.hiring, container, underway.mark)
        await container.aclose()


def commit(world: World, underway: Underway, begun: dict[str, Any]) -> dict[str, Any]:
    """What `commit_turn` answers to a probe for a begun turn."""
    return world.rpc(
        "commit_turn",
        p_lease=begun["lease"],
        p_interview_id=underway.id,
        p_reply="And then?",
        p_move="probe",
        p_topic=None,
        p_state=begun["state"],
        p_token_usage={},
        p_completes=False,
    )


async def test_the_same_key_gives_the_same_turn_again(underway: Underway, world: World) -> None:
    first = await underway.say(key="a")
    again = await underway.say(key="a")
    assert again.response == first.response
    assert (first.turn.replayed, again.turn.replayed) == (False, True)
    assert again.turn.number == first.turn.number == 1
    assert len(said(world, underway.id)) == 3


async def test_the_same_key_at_once_is_one_turn(underway: Underway, world: World) -> None:
    replies = await asyncio.gather(*(underway.say(key="a") for _ in range(8)))
    assert len({reply.response for reply in replies}) == 1
    assert len(said(world, underway.id)) == 3


async def test_the_same_key_at_once_on_two_workers_is_one_turn(
    underway: Underway, world: World, settings: Settings
) -> None:
    other = Container(settings)
    try:
        elsewhere = Underway(underway.id, underway.hiring, other, underway.mark)
        replies = await asyncio.gather(underway.say(key="a"), elsewhere.say(key="a"))
    finally:
        await other.aclose()
    assert replies[0].response == replies[1].response
    assert len(said(world, underway.id)) == 3


async def test_without_a_key_a_double_click_is_one_turn(underway: Underway, world: World) -> None:
    replies = await asyncio.gather(underway.say(), underway.say())
    assert replies[0].response == replies[1].response
    assert len(said(world, underway.id)) == 3


async def test_a_click_that_came_before_the_reply_and_was_slow_to_get_through_is_the_same_turn(
    underway: Underway, world: World
) -> None:
    first = await underway.say()
    world.rows(
        "update turns set committed_at = committed_at - interval '2 seconds' where interview_id = %s", underway.id
    )
    twin = (underway.hiring.candidate, underway.id, f"{ANSWER} {underway.mark}")
    late = world.begin_turn(*twin, p_turn_key=None, p_age_ms=5_000)
    assert (late["outcome"], late["turn"], late["reply"]) == ("replay", 1, first.response)
    anew = world.begin_turn(*twin, p_turn_key=None)
    assert (anew["outcome"], anew["turn"]) == ("lease", 2)


async def test_a_begin_whose_answer_was_lost_gets_its_own_lease_again_and_counts_once(
    underway: Underway, world: World
) -> None:
    lease = uuid4()
    first = world.begin_turn(underway.hiring.candidate, underway.id, ANSWER, p_lease=lease)
    again = world.begin_turn(underway.hiring.candidate, underway.id, ANSWER, p_lease=lease)
    assert again | {"elapsed_seconds": 0} == first | {"elapsed_seconds": 0}
    assert first["outcome"] == "lease"
    other = world.begin_turn(underway.hiring.candidate, underway.id, ANSWER)
    assert other["outcome"] == "wait"
    assert other["rate"]["remaining"] == first["rate"]["remaining"] - 1


async def test_the_same_key_with_other_words_is_refused(underway: Underway) -> None:
    await underway.say(key="a")
    with pytest.raises(Conflict) as caught:
        await underway.say("Something else.", key="a")
    assert caught.value.code == "idempotency_mismatch"


async def test_two_keys_at_once_are_one_turn_and_one_refusal(underway: Underway, world: World, faults: Faults) -> None:
    await faults.put(underway.mark, "slow", delay_ms=300, times=1)
    outcomes = await asyncio.gather(
        underway.say(key="a"), underway.say("Another one.", key="b"), return_exceptions=True
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert [refusal.code for refusal in refusals] == ["turn_in_progress"]
    assert int(refusals[0].headers["Retry-After"]) >= 1
    assert len(said(world, underway.id)) == 3


async def test_a_crash_between_begin_and_commit_is_resumed_when_its_lease_is_over(
    underway: Underway, world: World
) -> None:
    begun = world.begin_turn(underway.hiring.candidate, underway.id, f"{ANSWER} {underway.mark}", p_lease_seconds=1)
    assert begun["outcome"] == "lease"
    reply = await underway.say(key="a")
    assert reply.turn.number == 1
    assert len(said(world, underway.id)) == 3
    assert commit(world, underway, begun)["outcome"] == "lost"
    assert len(said(world, underway.id)) == 3


async def test_a_commit_that_is_repeated_counts_once(underway: Underway, world: World) -> None:
    begun = world.begin_turn(underway.hiring.candidate, underway.id, ANSWER)
    first, second = commit(world, underway, begun), commit(world, underway, begun)
    assert first == second == {"outcome": "committed", "turn": 1, "interview_status": "in_progress", "lifecycle_run": 0}
    assert len(said(world, underway.id)) == 3


async def test_the_same_words_after_the_reply_are_a_new_turn_however_soon(underway: Underway) -> None:
    assert [(await underway.say()).turn.number for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("lost", ["begin_turn", "commit_turn"])
async def test_an_answer_that_is_lost_once_is_asked_for_again(
    far_away: Underway, network: LossyNetwork, world: World, lost: str
) -> None:
    network.to_lose[lost] = 1
    assert (await far_away.say()).turn.number == 1
    assert (await far_away.say()).turn.number == 2
    assert network.to_lose[lost] == 0
    assert len(said(world, far_away.id)) == 5
    if lost == "begin_turn":
        assert network.ages[1] > network.ages[0]


async def test_a_reply_that_was_stored_is_given_although_nobody_heard_so(
    far_away: Underway, network: LossyNetwork, world: World
) -> None:
    network.to_lose["commit_turn"] = 2
    assert (await far_away.say()).turn.number == 1
    assert (await far_away.say()).turn.number == 2
    assert len(said(world, far_away.id)) == 5


async def test_a_begin_that_is_never_heard_of_does_not_keep_the_candidate_waiting(
    far_away: Underway, network: LossyNetwork, world: World
) -> None:
    network.to_lose["begin_turn"] = 2
    with pytest.raises(ServiceUnavailable):
        await far_away.say(key="a")
    await far_away.container.interviews.aclose()
    assert (await far_away.say(key="a")).turn.number == 1
    assert len(said(world, far_away.id)) == 3


async def test_a_caller_who_leaves_while_a_turn_begins_does_not_stop_it(underway: Underway, world: World) -> None:
    caller = asyncio.ensure_future(underway.say(key="a"))
    await asyncio.sleep(0)
    caller.cancel()
    await asyncio.wait([caller])
    await underway.container.interviews.aclose()
    assert len(said(world, underway.id)) == 3
    assert (await underway.say(key="a")).turn.replayed


async def test_a_problem_that_nobody_waits_for_is_no_lost_error(underway: Underway, world: World) -> None:
    unheard: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    stranger = world.person().user_id
    caller = asyncio.ensure_future(underway.container.interviews.begin_turn(stranger, underway.id, ANSWER, None))
    await asyncio.sleep(0)
    caller.cancel()
    await asyncio.wait([caller])
    del caller
    await underway.container.interviews.aclose()
    gc.collect()
    assert unheard == []


async def test_a_request_that_gets_through_after_its_repetition_was_answered_is_that_turn(
    underway: Underway, world: World
) -> None:
    asked = (underway.hiring.candidate, underway.id, ANSWER)
    lease = uuid4()
    begun = world.begin_turn(*asked, p_lease=lease, p_turn_key=None)
    commit(world, underway, begun)
    commit(world, underway, world.begin_turn(underway.hiring.candidate, underway.id, "Another.", p_turn_key="key:b"))
    late = world.begin_turn(*asked, p_lease=lease, p_turn_key=None, p_seen_turn=2)
    assert (late["outcome"], late["turn"]) == ("replay", 1)
    assert len(said(world, underway.id)) == 5


async def test_a_request_that_gets_through_after_it_was_given_up_takes_nothing(
    underway: Underway, world: World
) -> None:
    lease = uuid4()
    world.rpc("release_turn", p_lease=lease, p_interview_id=underway.id)
    late = world.begin_turn(underway.hiring.candidate, underway.id, ANSWER, p_lease=lease)
    assert late["outcome"] == "busy"
    assert len(said(world, underway.id)) == 1
    assert (await underway.say()).turn.number == 1


@pytest.mark.parametrize(
    ("words", "key", "seconds_ago", "outcome"),
    [
        (ANSWER, None, 0.5, "replay"),  # it may have waited on the way
        (ANSWER, None, 5, "lease"),
        ("Other words.", None, 0.5, "lease"),
        (ANSWER, "key:b", 0.5, "lease"),
    ],
)
async def test_on_a_worker_that_has_not_seen_the_reply_the_same_words_at_once_are_the_same_turn(
    underway: Underway, world: World, words: str, key: str | None, seconds_ago: float, outcome: str
) -> None:
    commit(world, underway, world.begin_turn(underway.hiring.candidate, underway.id, ANSWER, p_turn_key=None))
    ago = "update turns set committed_at = clock_timestamp() - make_interval(secs => %s) where interview_id = %s"
    world.rows(ago, seconds_ago, underway.id)
    assert world.begin_turn(underway.hiring.candidate, underway.id, words, p_turn_key=key)["outcome"] == outcome


async def test_words_that_came_with_a_key_are_no_twins_of_words_without(underway: Underway, world: World) -> None:
    commit(world, underway, world.begin_turn(underway.hiring.candidate, underway.id, ANSWER, p_turn_key="key:a"))
    assert world.begin_turn(underway.hiring.candidate, underway.id, ANSWER, p_turn_key=None)["turn"] == 2


async def test_a_worker_that_gave_a_reply_again_knows_it(underway: Underway, settings: Settings) -> None:
    other = Container(settings)
    elsewhere = Underway(underway.id, underway.hiring, other, underway.mark)
    assert (await elsewhere.say("Something else.")).turn.number == 1
    await underway.say(key="a")
    assert (await elsewhere.say(key="a")).turn.replayed
    assert (await underway.say()).turn.number == 3
    await other.aclose()


def test_giving_a_lease_back_leaves_anothers_alone(underway: Underway, world: World) -> None:
    held = world.begin_turn(underway.hiring.candidate, underway.id, ANSWER)
    world.rpc("release_turn", p_lease=uuid4(), p_interview_id=underway.id)
    assert world.begin_turn(underway.hiring.candidate, underway.id, ANSWER)["outcome"] == "wait"
    assert commit(world, underway, held)["outcome"] == "committed"
    assert world.rpc("release_turn", p_lease=uuid4(), p_interview_id=uuid4()) == {"outcome": "missing"}
