"""Misbehaviour on demand, for one test at a time, and the record of calls."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import openai
import pytest
from openai import AsyncAzureOpenAI

from local.openai_standin import StandIn
from local.openai_standin.server import serving
from tests.integration.openai_standin.conftest import Admin
from tests.integration.openai_standin.requests_made import DIMENSIONS, QUESTION, scoring, turn

pytestmark = pytest.mark.integration

SEEN = "We have met before. What came next?"


async def say(azure: AsyncAzureOpenAI, admin: Admin, **more: Any) -> Any:
    answer = await azure.chat.completions.create(model="gpt-4o", messages=turn(marker=admin.marker, **more))
    return answer.choices[0]


async def judge(azure: AsyncAzureOpenAI, admin: Admin, seed: int = 1, **more: Any) -> str:
    request = scoring(marker=admin.marker, **more)
    answer = await azure.chat.completions.create(model="gpt-4o", seed=seed, **request)
    return answer.choices[0].message.content or ""


async def streamed(azure: AsyncAzureOpenAI, admin: Admin) -> list[Any]:
    messages: Any = turn(marker=admin.marker)
    stream = await azure.chat.completions.create(model="gpt-4o", messages=messages, stream=True)
    return [chunk async for chunk in stream]


async def test_status_with_retry_headers_applies_as_often_as_said(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("status", status=429, retry_after_ms=20, times=2)
    for _ in range(2):
        with pytest.raises(openai.RateLimitError) as caught:
            await say(azure, admin)
        assert caught.value.response.headers["retry-after-ms"] == "20"
        assert caught.value.response.headers["retry-after"] == "1"
    assert (await say(azure, admin)).finish_reason == "stop"


async def test_the_sdk_gets_over_a_429_by_itself(stand_in: StandIn, admin: Admin) -> None:
    await admin.fault("status", status=429, retry_after_ms=5)
    async with AsyncAzureOpenAI(azure_endpoint=stand_in.url, api_key="k", api_version="1", max_retries=1) as client:
        assert (await say(client, admin)).message.content
    assert (await admin.calls())["total"] == 2


@pytest.mark.parametrize("status", [500, 503])
async def test_server_errors(azure: AsyncAzureOpenAI, admin: Admin, status: int) -> None:
    await admin.fault("status", status=status)
    with pytest.raises(openai.InternalServerError) as caught:
        await say(azure, admin)
    assert caught.value.status_code == status


async def test_content_filter_refuses_the_prompt_in_azures_shape(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("content_filter")
    with pytest.raises(openai.BadRequestError) as caught:
        await say(azure, admin)
    body: Any = caught.value.body
    assert caught.value.code == "content_filter"
    assert body["innererror"]["code"] == "ResponsibleAIPolicyViolation"


async def test_content_filter_stops_in_the_answer(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("content_filter", where="answer", times=2)
    assert (await say(azure, admin)).finish_reason == "content_filter"
    assert (await streamed(azure, admin))[-1].choices[0].finish_reason == "content_filter"


async def test_length_stops_in_the_middle(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("length")
    choice = await say(azure, admin)
    assert choice.finish_reason == "length" and not choice.message.content.endswith("?")


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("leak_rubric", lambda words: "score of level 5" in words and words.endswith(QUESTION)),
        ("two_questions", lambda words: words.count("?") == 2),
        ("no_question", lambda words: words and "?" not in words),
        ("repeat", lambda words: words == SEEN),
        ("empty", lambda words: words == ""),
    ],
)
async def test_spoiled_words(azure: AsyncAzureOpenAI, admin: Admin, kind: str, fits: Any) -> None:
    await admin.fault(kind, task="interview")
    assert fits((await say(azure, admin, said=[SEEN])).message.content)
    assert not fits((await say(azure, admin, said=[SEEN])).message.content)


async def test_the_leaked_text_can_be_given(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("leak_rubric", text="Weighs alternatives and says what was measured.")
    assert "Weighs alternatives" in (await say(azure, admin)).message.content


async def test_invented_quotes_stand_nowhere_and_go_away_when_asked_again(
    azure: AsyncAzureOpenAI, admin: Admin
) -> None:
    await admin.fault("invent_quotes", task="scoring", times=None)
    missing = [{"dimension": "collaboration", "segment_id": "x", "quote": "y"}]
    assert (await judge(azure, admin)).count("single-handedly") == len(DIMENSIONS)
    assert "single-handedly" not in await judge(azure, admin, missing_quotes=missing)
    await admin.fault("invent_quotes", task="scoring", times=None, also_on_retry=True)
    assert "single-handedly" in await judge(azure, admin, missing_quotes=missing)


async def test_only_invented_quotes_or_none(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("only_invented_quotes")
    await admin.fault("no_quotes")
    first, second = [json.loads(await judge(azure, admin))["dimensions"] for _ in range(2)]
    assert all(len(item["quotes"]) == 1 and "single-handedly" in item["quotes"][0]["quote"] for item in first)
    assert all(item["quotes"] == [] and item["level"] for item in second)


async def test_spread_gives_samples_that_disagree(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("spread", times=3)
    levels = [json.loads(await judge(azure, admin, seed))["dimensions"][0]["level"] for seed in (1, 1, 2)]
    assert levels == [3, 5, 2]


async def test_broken_json_and_the_wrong_schema(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("break_json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(await judge(azure, admin))
    await admin.fault("wrong_schema")
    assert not isinstance(json.loads(await judge(azure, admin))["dimensions"], list)


@pytest.mark.parametrize("chunks", [0, 4])
async def test_hang_never_answers(azure: AsyncAzureOpenAI, admin: Admin, chunks: int) -> None:
    await admin.fault("hang", chunks=chunks)
    impatient = azure.with_options(timeout=0.1)
    with pytest.raises(Exception, match=r"(?i)time"):
        await streamed(impatient, admin)


async def test_slow_waits_before_the_first_byte_and_between_chunks(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("slow", delay_ms=60, per_chunk_ms=2)
    started = time.monotonic()
    chunks = await streamed(azure, admin)
    assert time.monotonic() - started >= 0.06 + 0.002 * len(chunks)


async def test_a_cut_stream_breaks_off_after_its_chunks(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("cut_stream", chunks=4, times=2)
    seen: list[Any] = []
    messages: Any = turn(marker=admin.marker)
    stream = await azure.chat.completions.create(model="gpt-4o", messages=messages, stream=True)
    with pytest.raises(Exception, match=r"(?i)peer closed|connection"):
        async for chunk in stream:
            seen.append(chunk)  # noqa: PERF401
    assert len(seen) == 4
    with pytest.raises(openai.APIConnectionError):
        await say(azure, admin)


async def test_faults_of_one_test_leave_the_calls_of_another_alone(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await admin.fault("empty", times=None)
    stranger = Admin(admin.session)
    others = await asyncio.gather(*(say(azure, stranger) for _ in range(5)))
    assert all(choice.message.content for choice in others)
    assert (await say(azure, admin)).message.content == ""


async def test_a_fault_for_one_task_or_for_the_last_message_spares_the_rest(
    azure: AsyncAzureOpenAI, admin: Admin
) -> None:
    await admin.fault("empty", task="scoring", times=None)
    assert (await say(azure, admin)).message.content
    assert await judge(azure, admin) == ""
    await admin.fault("empty", match={"last_contains": f"now {admin.marker}"})
    assert (await say(azure, admin)).message.content
    assert (await say(azure, admin, answer=f"I built it now {admin.marker}")).message.content == ""


async def test_faults_are_listed_replaced_and_dropped(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    first = await admin.fault("empty", times=3)
    second = await admin.fault("empty", times=2)
    await say(azure, admin)
    async with admin.session.get("/admin/faults") as response:
        listed = {item["id"]: item for item in (await response.json())["faults"]}
    assert first not in listed
    assert (listed[second]["left"], listed[second]["applied"]) == (1, 1)
    async with admin.session.delete(f"/admin/faults/{second}") as response:
        assert (await response.json())["dropped"] == 1
    assert (await say(azure, admin)).message.content


async def test_an_unknown_fault_is_422(admin: Admin) -> None:
    for body in ({"kind": "explode"}, {"kind": "empty", "tims": 3}, {"kind": "empty", "match": {"taks": "any"}}):
        async with admin.session.put("/admin/faults", json=body) as response:
            assert response.status == 422


async def test_models_can_be_made_to_fail() -> None:
    async with (
        serving() as url,
        aiohttp.ClientSession(url) as session,
        AsyncAzureOpenAI(azure_endpoint=url, api_key="k", api_version="1", max_retries=0) as client,
    ):
        body = {"kind": "status", "status": 503, "match": {"task": "models"}}
        async with session.put("/admin/faults", json=body) as response:
            assert response.status == 200
        with pytest.raises(openai.InternalServerError):
            await client.models.list()
        assert (await client.models.list()).data


async def test_calls_are_counted_and_show_prompts_only_when_asked(azure: AsyncAzureOpenAI, admin: Admin) -> None:
    await say(azure, admin)
    await streamed(azure, admin)
    await judge(azure, admin, seed=7)
    calls = await admin.calls()
    assert calls["counts"] == {"interview": 2, "scoring": 1}
    assert [call["stream"] for call in calls["calls"]] == [False, True, False]
    assert calls["calls"][-1]["seed"] == 7
    assert all(call["prompt_tokens"] > 0 for call in calls["calls"])
    assert admin.marker not in str(calls)
    shown = await admin.calls(prompts=1, task="interview", last=1)
    assert shown["calls"][0]["messages"] == turn(marker=admin.marker)
