"""Turns of one client: their overhead beside the bare floor, round trips, and the length of prompts."""

import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import aiohttp

from local.demo_data import DATA_ENGINEER_PLAN
from shared.interviews.policy import State
from tests.fixtures.plans import plan
from tests.performance.answers import answer
from tests.performance.figures import Figure, at_most, percentile, spread
from tests.performance.stage import Ready, Stage

P50_MS, P95_MS, FLOOR_RATIO, ROUND_TRIPS, PROMPT_RATIO = 25.0, 60.0, 2.5, 2, 1.2
_LEASE_SECONDS: Final = 35
_LIMIT: Final = {"p_limit": 100, "p_window_ms": 60_000}
_WARM_UP_INTERVIEWS: Final = 2
_LATE_TURN: Final = 40


@dataclass
class Times:
    """Milliseconds of each kind of call."""

    chat: list[float] = field(default_factory=list[float])
    floor: list[float] = field(default_factory=list[float])
    begin: list[float] = field(default_factory=list[float])
    model: list[float] = field(default_factory=list[float])
    commit: list[float] = field(default_factory=list[float])
    health: list[float] = field(default_factory=list[float])
    stream_first: list[float] = field(default_factory=list[float])
    stream_whole: list[float] = field(default_factory=list[float])


@dataclass
class Client:
    """One client with one connection to each server. Everything it times includes reading and parsing the answer."""

    stage: Stage
    session: aiohttp.ClientSession

    async def post(self, url: str, body: Any, headers: dict[str, str]) -> Any:
        async with self.session.post(url, data=json.dumps(body), headers=_JSON | headers) as response:
            raw = await response.read()
            if response.status != 200:
                raise RuntimeError(f"{url} answered {response.status}: {raw[:500]!r}")
            return json.loads(raw)

    async def chat(self, interview: Ready, text: str) -> dict[str, Any]:
        body = {"interview_id": str(interview.id), "message": text}
        return await self.post(f"{self.stage.stack.app_url}/api/v1/interview/chat", body, interview.candidate.bearer)

    async def stream(self, interview: Ready, text: str) -> tuple[float, float, dict[str, Any]]:
        """Milliseconds to the first delta and to the end, and what `done` says."""
        body = {"interview_id": str(interview.id), "message": text}
        url = f"{self.stage.stack.app_url}/api/v1/interview/chat/stream"
        began, first, received = time.perf_counter(), 0.0, b""
        headers = _JSON | interview.candidate.bearer
        async with self.session.post(url, data=json.dumps(body), headers=headers) as response:
            async for piece in response.content.iter_any():
                received += piece
                if not first and b"event: delta" in received:
                    first = _since(began)
        event, _, data = received.decode().rstrip().rpartition("event: done\ndata: ")
        if not event:
            raise RuntimeError(f"a stream ended without `done`: {received[-300:]!r}")
        return first, _since(began), json.loads(data)

    async def rpc(self, name: str, arguments: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {self.stage.service_token}"}
        return await self.post(f"{self.stage.supabase.rest_url}/rpc/{name}", arguments, headers)

    async def ask_model(self, messages: list[dict[str, str]]) -> str:
        url = f"{self.stage.model_url}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
        body = {"messages": messages, "model": "gpt-4o", "temperature": 0.4, "max_completion_tokens": 300}
        answered = await self.post(url, body, {"api-key": "bench"})
        return answered["choices"][0]["message"]["content"]

    async def floor(self, interview: Ready, text: str, messages: list[dict[str, str]], times: Times) -> None:
        """What no turn can do without, bare: begin_turn and commit_turn at PostgREST, and one call of the model."""
        began = time.perf_counter()
        begun = await self.rpc(
            "begin_turn",
            {
                "p_actor": str(interview.candidate.user_id),
                "p_interview_id": str(interview.id),
                "p_turn_key": None,
                "p_message": text,
                "p_lease": str(uuid4()),
                "p_lease_seconds": _LEASE_SECONDS,
                **_LIMIT,
            },
        )
        at_begin = _since(began)
        words = await self.ask_model(messages)
        at_model = _since(began)
        committed = await self.rpc(
            "commit_turn",
            {
                "p_lease": begun["lease"],
                "p_interview_id": str(interview.id),
                "p_reply": words,
                "p_move": "probe",
                "p_topic": DATA_ENGINEER_PLAN.topics[0].id,
                "p_state": State().model_dump(mode="json"),
                "p_token_usage": {"prompt_tokens": 1, "completion_tokens": 1, "cached_tokens": 0},
                "p_completes": False,
            },
        )
        whole = _since(began)
        assert committed["outcome"] == "committed", committed
        for series, value in (
            (times.begin, at_begin),
            (times.model, at_model - at_begin),
            (times.commit, whole - at_model),
            (times.floor, whole),
        ):
            series.append(value)


async def measure_turns(stage: Stage, interviews: int) -> Times:
    """Whole interviews, a turn of each kind at a time, so that noise meets all kinds alike."""
    times = Times()
    talking = stage.interviews(interviews + _WARM_UP_INTERVIEWS)
    floors = stage.interviews(interviews + _WARM_UP_INTERVIEWS)
    streaming = stage.interviews(interviews + _WARM_UP_INTERVIEWS)
    async with aiohttp.ClientSession() as session:
        client = Client(stage, session)
        for number, group in enumerate(zip(talking, floors, streaming, strict=True)):
            stage.settle()  # the lifecycles of those before are measured under load, not here
            await _interview(client, number, *group, times)
            if number < _WARM_UP_INTERVIEWS:
                times = Times()
    return times


async def _interview(client: Client, number: int, one: Ready, floor: Ready, streamed: Ready, times: Times) -> None:
    for turn in range(1, 100):
        text = answer(number, turn)
        reply = await _timed(times.chat, lambda text=text: client.chat(one, text))
        messages = client.stage.model_calls(text, 1)[0]["messages"]
        await client.floor(floor, text, messages, times)
        first, whole, _ = await client.stream(streamed, text)
        times.stream_first.append(first)
        times.stream_whole.append(whole)
        await _timed(times.health, lambda: _get(client, "/health"))
        if reply["interview_status"] != "in_progress":
            return


async def _get(client: Client, path: str) -> None:
    async with client.session.get(f"{client.stage.stack.app_url}{path}") as response:
        await response.read()


async def count_round_trips(stage: Stage) -> dict[str, int]:
    """Requests to the data API during one chat turn, by name."""
    [interview] = stage.interviews(1)
    async with aiohttp.ClientSession() as session:
        client = Client(stage, session)
        await client.chat(interview, answer(7, 1))
        stage.settle()
        stage.forget_round_trips()
        await client.chat(interview, answer(7, 2))
        return stage.round_trips()


async def prompt_growth(stage: Stage) -> tuple[int, int]:
    """Prompt tokens that the model was charged for at turns 10 and 40 of one long interview."""
    [interview] = stage.interviews(1, plan(topics=14, follow_ups=2, minutes=30))
    tokens: list[int] = []
    async with aiohttp.ClientSession() as session:
        client = Client(stage, session)
        for turn in range(1, _LATE_TURN + 1):
            text = answer(9, turn)
            reply = await client.chat(interview, text)
            assert reply["interview_status"] == "in_progress", f"the long interview ended at turn {turn}"
            tokens.append(client.stage.model_calls(text, 1)[0]["prompt_tokens"])
    return tokens[9], tokens[_LATE_TURN - 1]


def figures_of(times: Times) -> list[Figure]:
    median = statistics.median
    p50, p95, floor = median(times.chat), percentile(times.chat, 0.95), median(times.floor)
    ratio = p50 / floor
    parts = f"begin {median(times.begin):.1f} + model {median(times.model):.1f} + commit {median(times.commit):.1f} ms"
    least = min(times.chat) / min(times.floor)
    return [
        at_most("/chat, p50", p50, P50_MS, "ms", f"floor p50 {floor:.1f} ms", f"{ratio:.2f}×"),
        at_most("/chat, p95", p95, P95_MS, "ms", f"floor p95 {percentile(times.floor, 0.95):.1f} ms"),
        Figure(
            "/chat over its bare floor",
            f"{ratio:.2f}×",
            parts,
            f"{ratio:.2f}×",
            f"≤ {FLOOR_RATIO}×",
            ratio <= FLOOR_RATIO,
        ),
        Figure("/chat, min / p50 / p95", spread(times.chat), f"floor {spread(times.floor)}", f"minima {least:.2f}×"),
        Figure(
            "/chat/stream, first delta",
            spread(times.stream_first),
            "/chat p50",
            f"{median(times.stream_first) / p50:.2f}×",
        ),
        Figure(
            "/chat/stream, whole", spread(times.stream_whole), "/chat p50", f"{median(times.stream_whole) / p50:.2f}×"
        ),
        Figure(
            "/health, min / p50 / p95",
            spread(times.health),
            "an invocation alone",
            f"{median(times.health) / p50:.2f}×",
        ),
    ]


def round_trip_figure(counted: dict[str, int]) -> Figure:
    names = " + ".join(f"{count} {name.removeprefix('rpc/')}" for name, count in sorted(counted.items()))
    total = sum(counted.values())
    return Figure(
        "database round trips of a turn",
        f"{total} ({names})",
        target=f"exactly {ROUND_TRIPS}",
        met=total == ROUND_TRIPS,
    )


def prompt_figure(early: int, late: int) -> Figure:
    ratio = late / early
    return Figure(
        f"prompt tokens at turn {_LATE_TURN}",
        str(late),
        f"turn 10: {early}",
        f"{ratio:.2f}×",
        f"≤ {PROMPT_RATIO}×",
        ratio <= PROMPT_RATIO,
    )


async def _timed(series: list[float], call: Callable[[], Awaitable[Any]]) -> Any:
    began = time.perf_counter()
    result = await call()
    series.append(_since(began))
    return result


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


_JSON: Final = {"Content-Type": "application/json"}
