"""The wire: routes, keys, JSON and streams, usage, prompt caching, headers and refusals, through the real SDK."""

import asyncio
import json
import sys
from typing import Any
from uuid import uuid4

import aiohttp
import openai
import pytest
from openai import AsyncAzureOpenAI, AsyncOpenAI

from local.openai_standin import StandIn
from local.openai_standin.server import serving
from tests.integration.openai_standin.requests_made import turn

pytestmark = pytest.mark.integration

HELLO: Any = [{"role": "user", "content": "Hello there"}]


async def test_azure_completion_says_it_is_a_stand_in(azure: AsyncAzureOpenAI) -> None:
    raw = await azure.chat.completions.with_raw_response.create(model="gpt-4o", messages=HELLO)
    answer = raw.parse()
    assert answer.model.startswith("talenti-stand-in")
    assert answer.system_fingerprint == "fp_talenti_stand_in"
    assert raw.headers["x-talenti-stand-in"] == "true"
    assert "stand-in" in (answer.choices[0].message.content or "")
    assert answer.choices[0].finish_reason == "stop"


async def test_headers_carry_request_id_and_rate_limits(azure: AsyncAzureOpenAI) -> None:
    raw = await azure.chat.completions.with_raw_response.create(model="gpt-4o", messages=HELLO)
    assert raw.headers["x-request-id"] and raw.headers["apim-request-id"]
    assert int(raw.headers["x-ratelimit-remaining-requests"]) > 0
    assert int(raw.headers["x-ratelimit-remaining-tokens"]) > 0


async def test_openai_style_completion(openai_style: AsyncOpenAI) -> None:
    answer = await openai_style.chat.completions.create(model="any", messages=HELLO)
    assert answer.model.startswith("talenti-stand-in")


async def test_azure_v1_route_takes_a_bearer_token(stand_in: StandIn) -> None:
    async with AsyncOpenAI(base_url=f"{stand_in.url}/openai/v1", api_key="token") as client:
        assert (await client.chat.completions.create(model="any", messages=HELLO)).choices


async def test_models_are_listed_on_every_route(
    azure: AsyncAzureOpenAI, openai_style: AsyncOpenAI, session: aiohttp.ClientSession
) -> None:
    assert [model.id async for model in await openai_style.models.list()] == ["talenti-stand-in-2026"]
    assert [model.id async for model in await azure.models.list()] == ["talenti-stand-in-2026"]
    async with session.get("/openai/models?api-version=2024-10-21", headers={"api-key": "k"}) as response:
        assert (await response.json())["data"][0]["status"] == "succeeded"


async def test_stream_words_with_usage_after_azures_odd_first_chunk(azure: AsyncAzureOpenAI) -> None:
    stream = await azure.chat.completions.create(
        model="gpt-4o", messages=turn(), stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    assert chunks[0].choices == [] and chunks[0].model == ""
    assert (chunks[0].model_extra or {})["prompt_filter_results"]
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
    assert len(pieces) > 5
    whole = await azure.chat.completions.create(model="gpt-4o", messages=turn())
    assert "".join(pieces) == whole.choices[0].message.content
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage == whole.usage


async def test_openai_style_stream_starts_with_the_role_and_gives_no_usage_unasked(openai_style: AsyncOpenAI) -> None:
    stream = await openai_style.chat.completions.create(model="any", messages=HELLO, stream=True)
    chunks = [chunk async for chunk in stream]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


async def test_text_outside_ascii_survives_both_ways(azure: AsyncAzureOpenAI) -> None:
    said: Any = [{"role": "user", "content": "Zoë — 数据 🙂"}]
    answer = await azure.chat.completions.create(model="gpt-4o", messages=said)
    assert (answer.choices[0].message.content or "").endswith("Zoë — 数据 🙂")
    stream = await azure.chat.completions.create(model="gpt-4o", messages=said, stream=True)
    text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])
    assert text == answer.choices[0].message.content


async def test_a_long_prompt_is_cached_from_its_second_use_on_and_a_short_one_never(azure: AsyncAzureOpenAI) -> None:
    prefix = f"{uuid4()} " + "All work and no play. " * 300

    async def cached(*contents: str) -> int | None:
        messages: Any = [{"role": "user", "content": content} for content in contents]
        usage = (await azure.chat.completions.create(model="gpt-4o", messages=messages)).usage
        assert usage and usage.prompt_tokens_details
        return usage.prompt_tokens_details.cached_tokens

    assert await cached(prefix, "first") == 0
    again = await cached(prefix, "second")
    assert again and again >= 1024 and again % 128 == 0
    short = str(uuid4())
    assert [await cached(short), await cached(short)] == [0, 0]


async def test_max_tokens_cuts_the_answer_and_says_so(azure: AsyncAzureOpenAI) -> None:
    answer = await azure.chat.completions.create(model="gpt-4o", messages=HELLO, max_completion_tokens=3)
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage and answer.usage.completion_tokens <= 3


@pytest.mark.parametrize("headers", [{}, {"api-key": ""}, {"api-key": "wrong-key"}, {"Authorization": "Bearer "}])
async def test_a_missing_or_wrong_key_is_401(session: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    for path in ("/openai/deployments/d/chat/completions?api-version=1", "/v1/chat/completions"):
        async with session.post(path, json={"messages": HELLO}, headers=headers) as response:
            assert response.status == 401
            assert (await response.json())["error"]["code"] in {"401", "invalid_api_key"}


async def test_the_sdk_raises_for_a_wrong_key_and_a_missing_deployment(stand_in: StandIn) -> None:
    async with AsyncAzureOpenAI(azure_endpoint=stand_in.url, api_key="wrong", api_version="1") as client:
        with pytest.raises(openai.AuthenticationError):
            await client.chat.completions.create(model="gpt-4o", messages=HELLO)
        with pytest.raises(openai.AuthenticationError):
            await client.models.list()
    async with AsyncAzureOpenAI(azure_endpoint=stand_in.url, api_key="k", api_version="1") as client:
        with pytest.raises(openai.NotFoundError, match="deployment"):
            await client.chat.completions.create(model="missing", messages=HELLO)


async def test_azure_routes_need_an_api_version(session: aiohttp.ClientSession) -> None:
    async with session.post("/openai/deployments/d/chat/completions", json={"messages": HELLO}) as response:
        assert response.status == 404


OPEN_OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
OPTIONAL_PROPERTY = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}


@pytest.mark.parametrize(
    "body",
    [
        b"{not json",
        b"[]",
        b"[" * 100_000,
        {},
        {"messages": []},
        {"messages": "hello"},
        {"messages": [{"role": "nobody", "content": "x"}]},
        {"messages": [{"role": "user", "content": 7}]},
        {"messages": HELLO, "temperature": 3},
        {"messages": HELLO, "max_completion_tokens": 0},
        {"messages": HELLO, "stream": "yes"},
        {"messages": HELLO, "stream_options": {"include_usage": True}},
        {"messages": HELLO, "response_format": {"type": "json_schema"}},
        {"messages": HELLO, "response_format": {"type": "xml"}},
        {
            "messages": HELLO,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "x", "strict": True, "schema": OPEN_OBJECT},
            },
        },
        {
            "messages": HELLO,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "x", "strict": True, "schema": OPTIONAL_PROPERTY},
            },
        },
    ],
)
async def test_malformed_input_is_400_in_azures_shape(session: aiohttp.ClientSession, body: Any) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body)
    path = "/openai/deployments/d/chat/completions?api-version=1"
    async with session.post(path, data=data, headers={"api-key": "k"}) as response:
        assert response.status == 400
        assert {"message", "type", "param", "code"} <= (await response.json())["error"].keys()


async def test_health_and_unknown_paths(session: aiohttp.ClientSession) -> None:
    async with session.get("/health") as response:
        assert (response.status, (await response.json())["stand_in"]) == (200, True)
    async with session.get("/nowhere") as response:
        assert response.status == 404


async def test_it_also_serves_on_the_callers_loop() -> None:
    async with serving() as url, AsyncOpenAI(base_url=f"{url}/v1", api_key="k") as client:
        assert (await client.chat.completions.create(model="any", messages=HELLO)).choices


async def test_the_child_ends_when_its_parent_is_killed() -> None:
    program = (
        "import time; from local.openai_standin import StandIn; s = StandIn().start(); "
        "print(s.url, flush=True); time.sleep(60)"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout
    url = (await parent.stdout.readline()).decode().strip()
    parent.kill()
    await parent.wait()
    async with aiohttp.ClientSession() as session, asyncio.timeout(5):
        while True:
            try:
                async with session.get(f"{url}/health"):
                    await asyncio.sleep(0.02)
            except aiohttp.ClientError:
                return


def test_stopping_twice_is_harmless_and_it_starts_again() -> None:
    stand_in = StandIn()
    with pytest.raises(RuntimeError, match="not started"):
        _ = stand_in.url
    first = stand_in.start().pid
    stand_in.stop()
    stand_in.stop()
    assert stand_in.start().pid != first
    stand_in.stop()
