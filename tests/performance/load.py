"""Many interviews at a time, driven by a client process of its own, so that it shares no interpreter with the bench.

`python -m tests.performance.load` reads one line of JSON (`Order`) and writes one (`Outcome`).
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp
import uvloop

from local.parts import CHECKOUT
from tests.performance.answers import answer
from tests.performance.figures import Figure, percentile
from tests.performance.stage import CONSENT, Ready, Stage

AT_A_TIME, INTERVIEWS, TURNS_A_SECOND = 32, 160, 80.0
_MOST_TURNS: Final = 60
_CLOCK_TICKS: Final = os.sysconf("SC_CLK_TCK")
# Published for another backend, a FastAPI app on SQLite; nothing of it is measured here.
_PEER_ONE_CLIENT = "published, not measured here: FastAPI + SQLite, one client: 18 turns/s, p50 42 ms"
_PEER_AT_32 = "published, not measured here: FastAPI + SQLite finishes 145 of 160"


@dataclass(frozen=True)
class Order:
    """What the client is to do. `interviews` are pairs of an id and its candidate's token."""

    url: str
    interviews: list[tuple[str, str]]
    at_a_time: int


@dataclass
class Outcome:
    """What came of it. Times in seconds, latencies in milliseconds; `statuses` counts answers that were not 200."""

    seconds: float = 0
    client_cpu_seconds: float = 0
    finished: int = 0
    turns: list[float] = field(default_factory=list[float])
    starts: list[float] = field(default_factory=list[float])
    statuses: dict[str, int] = field(default_factory=dict[str, int])
    failures: dict[str, int] = field(default_factory=dict[str, int])
    cpu_seconds: dict[str, float] = field(default_factory=dict[str, float])


class _Refused(Exception):
    """An answer that is not 200; its text is the status."""


async def _drive(order: Order) -> Outcome:
    outcome, statuses, failures = Outcome(), Counter[str](), Counter[str]()
    waiting = list(enumerate(order.interviews))
    waiting.reverse()
    connector = aiohttp.TCPConnector(limit=order.at_a_time)
    async with aiohttp.ClientSession(order.url, connector=connector, timeout=aiohttp.ClientTimeout(60)) as session:

        async def worker() -> None:
            while waiting:
                number, (interview, token) = waiting.pop()
                try:
                    await _interview(session, number, interview, token, outcome)
                except _Refused as refused:
                    statuses[str(refused)] += 1
                except (aiohttp.ClientError, TimeoutError) as error:
                    failures[type(error).__name__] += 1

        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(worker() for _ in range(order.at_a_time)))
        outcome.seconds = time.perf_counter() - began
        outcome.client_cpu_seconds = time.process_time() - cpu
    outcome.statuses, outcome.failures = dict(statuses), dict(failures)
    return outcome


async def _interview(session: aiohttp.ClientSession, number: int, interview: str, token: str, outcome: Outcome) -> None:
    """From the start to the end that the policy gives it."""
    headers = {"Authorization": f"Bearer {token}"}

    async def post(path: str, body: Any, series: list[float]) -> Any:
        began = time.perf_counter()
        async with session.post(path, json=body, headers=headers) as response:
            raw = await response.read()
        series.append((time.perf_counter() - began) * 1000)
        if response.status != 200:
            raise _Refused(str(response.status))
        return json.loads(raw)

    await post(f"/api/v1/interview/{interview}/start", CONSENT, outcome.starts)
    for turn in range(1, _MOST_TURNS):
        message = {"interview_id": interview, "message": answer(number, turn)}
        reply = await post("/api/v1/interview/chat", message, outcome.turns)
        if reply["interview_status"] == "completed":
            outcome.finished += 1
            return


def measure_load(stage: Stage, interviews: int, at_a_time: int = AT_A_TIME) -> Outcome:
    """Interviews of one organisation, scheduled beforehand; their start, turns, end and scoring fall into the run."""
    _warm_up(stage)
    ready = stage.interviews(interviews, start=False)
    stage.settle()
    return _run(stage, ready, at_a_time)


def _warm_up(stage: Stage) -> None:
    _run(stage, stage.interviews(4, start=False), 4)


def _run(stage: Stage, ready: list[Ready], at_a_time: int) -> Outcome:
    order = Order(stage.stack.app_url, [(str(one.id), one.candidate.token) for one in ready], at_a_time)
    pids = _server_pids(stage)
    before = {name: _cpu_seconds(pid) for name, pid in pids.items()}
    child = subprocess.run(
        [sys.executable, "-m", "tests.performance.load"],
        input=json.dumps(asdict(order)),
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        text=True,
        check=True,
    )
    outcome = Outcome(**json.loads(child.stdout))
    outcome.cpu_seconds = {name: _cpu_seconds(pid) - before[name] for name, pid in pids.items()}
    return outcome


def _server_pids(stage: Stage) -> dict[str, int]:
    assert stage.stack.app is not None and stage.stack.openai is not None
    return {"app": stage.stack.app.pid, "stand-in": stage.stack.openai.pid, **stage.supabase.pids}


def _cpu_seconds(pid: int) -> float:
    """CPU time of a process and its children, as Linux counts it; 0 elsewhere."""
    try:
        pids = [str(pid), *_children(pid)]
        return sum(sum(_stat(one)[:2]) for one in pids) / _CLOCK_TICKS
    except OSError:
        return 0


def _children(pid: int) -> list[str]:
    return [name.name for name in Path("/proc").iterdir() if name.name.isdigit() and _stat(name.name)[2] == pid]


def _stat(pid: str) -> tuple[int, int, int]:
    """User ticks, system ticks and the parent of a process; of one that has ended, nothing."""
    try:
        fields = (Path("/proc") / pid / "stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0, 0, 0
    return int(fields[11]), int(fields[12]), int(fields[1])


def figures_of(outcome: Outcome, asked: int, at_a_time: int) -> list[Figure]:
    refused = sum(count for status, count in outcome.statuses.items() if status.startswith("5"))
    rate = len(outcome.turns) / outcome.seconds
    share = outcome.client_cpu_seconds / outcome.seconds
    cores = os.cpu_count() or 1
    servers = ", ".join(f"{name} {seconds / outcome.seconds:.0%}" for name, seconds in outcome.cpu_seconds.items())
    each = sum(outcome.cpu_seconds.values()) / len(outcome.turns) * 1000
    app = outcome.cpu_seconds.get("app", 0) / len(outcome.turns) * 1000
    trouble = {**outcome.statuses, **outcome.failures} or "none"
    return [
        Figure(
            f"{asked} interviews, {at_a_time} at a time: finished",
            f"{outcome.finished} of {asked}",
            _PEER_AT_32,
            target="all, by the policy",
            met=outcome.finished == asked,
        ),
        Figure(
            "answers 5xx, or none at all",
            f"{refused + sum(outcome.failures.values())} ({trouble})",
            target="0",
            met=not refused and not outcome.failures,
        ),
        Figure(
            "turns a second",
            f"{rate:.0f}/s ({len(outcome.turns)} in {outcome.seconds:.1f} s)",
            _PEER_ONE_CLIENT,
            f"{rate / 18:.1f}× the peer's",
            f"≥ {TURNS_A_SECOND:g}/s",
            rate >= TURNS_A_SECOND,
        ),
        Figure(
            "/chat under that load, p50 / p95",
            f"{percentile(outcome.turns, 0.5):.0f} / {percentile(outcome.turns, 0.95):.0f} ms",
        ),
        Figure(
            "CPU of a turn, its share of lifecycle and scoring included",
            f"app {app:.1f} ms, all servers {each:.1f} ms",
            f"the app is one process; the machine has {cores} cores, load average {os.getloadavg()[0]:.1f}",
        ),
        Figure("CPU of the load client", f"{share:.0%} of a core", f"servers: {servers}"),
    ]


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    print(json.dumps(asdict(uvloop.run(_drive(Order(**given))))))
