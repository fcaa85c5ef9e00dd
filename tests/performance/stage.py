"""A throwaway stack of the bench's own, and interviews on it. Limits are as shipped: each interview is one person's."""

import contextlib
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from local.demo_data import DATA_ENGINEER_PLAN
from local.stack import Stack, StackConfig
from shared.interviews.plan import Plan
from tests.fixtures.world import Person, World

CONSENT = {"consent": {"interview": True, "recording": False, "transcript": True}}
_CREATED_PER_RECRUITER = 500  # half of what a minute takes
_QUIET_SECONDS = 0.5
_MOST_SECONDS_TO_SETTLE = 60


@dataclass(frozen=True)
class Ready:
    """An interview that its candidate may talk in."""

    id: UUID
    candidate: Person


class Stage:
    """The running stack, and what the bench does to it besides measuring."""

    def __init__(self, stack: Stack, world: World, ready_seconds: float) -> None:
        self.stack, self.world, self.ready_seconds = stack, world, ready_seconds
        assert stack.supabase is not None
        self.supabase = stack.supabase
        self.service_token = stack.supabase.mint(role="service_role")
        self.model_url = str(stack.services["openai_standin"]["url"])
        self.http = httpx.Client(base_url=stack.app_url, timeout=60, verify=False)

    def interviews(self, count: int, plan: Plan = DATA_ENGINEER_PLAN, *, start: bool = True) -> list[Ready]:
        """New interviews of one organisation, made over HTTP so that each has its orchestration, as in production."""
        organisation = self.world.organisation()
        role, recruiter = self.world.job_role(organisation, plan), self.world.member(organisation)
        made: list[Ready] = []
        for number in range(1, count + 1):
            if number % _CREATED_PER_RECRUITER == 0:
                recruiter = self.world.member(organisation)
            candidate = self.world.person()
            application = self.world.application(candidate, role)
            answer = self._post("/api/v1/interview", recruiter, {"application_id": str(application), "mode": "chat"})
            ready = Ready(UUID(answer["id"]), candidate)
            if start:
                self._post(f"/api/v1/interview/{ready.id}/start", candidate, CONSENT)
            made.append(ready)
        return made

    def round_trips(self) -> dict[str, int]:
        """Requests to the data API since `forget_round_trips`, by name."""
        return self._gateway("GET").json()["rest"]

    def forget_round_trips(self) -> None:
        self._gateway("DELETE")

    def settle(self) -> None:
        """Waits until scoring and lifecycles of earlier interviews ask nothing more of the database."""
        quiet_since = time.monotonic()
        deadline = quiet_since + _MOST_SECONDS_TO_SETTLE
        self.forget_round_trips()
        while time.monotonic() - quiet_since < _QUIET_SECONDS and time.monotonic() < deadline:
            time.sleep(_QUIET_SECONDS / 5)
            if self.round_trips():
                quiet_since = time.monotonic()
                self.forget_round_trips()

    def model_calls(self, contains: str, last: int = 50) -> list[dict[str, Any]]:
        """The last calls of the model whose prompt holds a text, with their prompts; oldest first."""
        query = {"contains": contains, "prompts": "1", "last": str(last)}
        answer = self.http.get(f"{self.model_url}/admin/calls", params=query)
        return answer.raise_for_status().json()["calls"]

    def _gateway(self, method: str) -> httpx.Response:
        headers = {"apikey": self.supabase.secret_key}
        return self.http.request(method, f"{self.supabase.url}/admin/v1/counts", headers=headers).raise_for_status()

    def _post(self, path: str, person: Person, body: Any) -> Any:
        return self.http.post(path, json=body, headers=person.bearer).raise_for_status().json()


@contextlib.contextmanager
def running_stage() -> Iterator[Stage]:
    """Everything that `make start` starts, on free ports, with the settings that it ships with."""
    state = Path(tempfile.mkdtemp(prefix="talenti-bench-"))
    state.chmod(0o711)  # for the account that PostgreSQL runs as
    stack = Stack(StackConfig.on_free_ports(state_dir=state))
    try:
        began = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stack.start()
        ready_seconds = time.perf_counter() - began
        assert stack.supabase is not None
        with World(stack.supabase) as world:
            stage = Stage(stack, world, ready_seconds)
            with stage.http:
                yield stage
    finally:
        stack.stop()
        shutil.rmtree(state, ignore_errors=True)
