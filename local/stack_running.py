"""The whole stack of one machine: starts the services, the app and the demo data, watches them, and ends them."""

import contextlib
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final

import httpx
from postgrest.exceptions import APIError
from supabase_auth.errors import AuthError, AuthRetryableError

from local.azurite import Ports
from local.parts import CHECKOUT, Part
from local.seed import seed_now
from local.stack_config import StackConfig, held, takes_demo
from local.stack_services import Place, Service, Supabase, documents, model, own_supabase, storage
from local.supabase.processes import Guard, StackError, indented
from local.supabase.stack import SupabaseStack

DEVELOPMENT_ORIGINS: Final = "http://localhost:3000,http://localhost:5173"  # where front ends are developed
_SECONDS_TO_BE_READY: Final = 60
_SECONDS_TO_END: Final = 15
_SECONDS_TO_ANSWER: Final = 30  # what the first checks take that load the SDKs, and more


class Stack:
    """All parts. `start` returns when every one is ready; `stop` ends them in the reverse order."""

    def __init__(self, config: StackConfig) -> None:
        self.config = config
        self.services: dict[str, dict[str, Any]] = {}
        self.demo: dict[str, Any] = {}
        self.supabase: SupabaseStack | None = None
        self.openai: Part | None = None
        self.app: Part | None = None
        self.logs = Path()
        self._running: list[Service] = []
        self._cleanup = contextlib.ExitStack()
        self._guard: Guard | None = None
        self._restarting = threading.RLock()

    @property
    def app_url(self) -> str:
        return str(self.services["app"]["url"])

    def start(self) -> None:
        """Starts everything. Raises StackError, having ended what was started."""
        with contextlib.ExitStack() as cleanup:
            if self.config.state_dir is not None:
                cleanup.enter_context(held(self.config.state_dir.resolve()))
            ports = self.config.ports()
            self._guard = Guard()
            cleanup.callback(self._guard.dismiss)
            self.logs = self._place_for_logs(cleanup, self._guard)
            settings = self._start_services(cleanup, ports)
            cleanup.callback(self._end_app)
            self.environment = {**os.environ, **self.config.settings, **settings}
            self.start_app(ports["app_port"])
            self.demo = _seeded(settings) if takes_demo({**self.config.settings, **settings}) else {}
            for service in self._running:
                service.wait()
            self._wait_for_app()
            self._cleanup = cleanup.pop_all()

    def stop(self) -> None:
        """Ends everything. Harmless when it does not run."""
        self._cleanup.close()

    def start_app(self, port: int | None = None) -> None:
        """Starts the Functions host (again): on the port that it had, unless one is given."""
        assert self._guard is not None
        port = port if port is not None else int(self.app_url.rpartition(":")[2])
        if self.config.core_tools:
            command = ["func", "start", "--port", str(port)]
        else:
            command = [sys.executable, "-m", "local.functions_host", "--app", str(CHECKOUT), "--port", str(port)]
            if not (CHECKOUT / "local.settings.json").exists():
                command += ["--cors", DEVELOPMENT_ORIGINS]
        self.app = Part(self._guard, "The Functions host", command, self.logs / "app.log", self.environment)
        self.services["app"] = {"url": f"http://127.0.0.1:{port}", "pid": self.app.pid}

    def restart_app(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends the Functions host with a signal and starts it again, as an upgrade or a crash would.

        Raises StackError when the app does not start; it can be tried again, and the other parts run on.
        """
        with self._restarting:
            if self.app is not None:
                self.app.end(how, _SECONDS_TO_END)
            self.start_app()
            try:
                self._wait_for_app()
            except StackError:
                self._end_app()
                self.app = None
                raise

    def dead_part(self) -> str | None:
        """What there is to say of a part that has ended, or None. Waits for a restart that is under way."""
        with self._restarting:
            if self.app is not None and self.app.process.poll() is not None:
                return self.app.obituary()
            return next((words for service in self._running if (words := service.ended())), None)

    def silent(self) -> list[str]:
        """The developer's own services that the app cannot reach, by their names in run.json."""
        own = {name for name, service in self.services.items() if service["pid"] is None}
        if not own:
            return []
        try:
            ready = httpx.get(f"{self.app_url}/health/ready", timeout=_SECONDS_TO_ANSWER, trust_env=False)
            checks: dict[str, str] = ready.json()["checks"]
        except (httpx.HTTPError, ValueError, KeyError):  # to warn is worth no stack that runs
            return []
        rows = {"database": "supabase", "azure": "model", "storage": "storage"}
        return [rows[check] for check, verdict in checks.items() if verdict != "healthy" and rows[check] in own]

    def run_file(self) -> dict[str, Any]:
        """What `.local/run.json` says."""
        return {"services": self.services, "demo": self.demo}

    def _place_for_logs(self, cleanup: contextlib.ExitStack, guard: Guard) -> Path:
        if self.config.state_dir is not None:
            return self.config.state_dir.resolve() / "logs"
        temporary = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="talenti-")))
        guard.remove_at_end(temporary)
        return temporary / "logs"

    def _start_services(self, cleanup: contextlib.ExitStack, ports: dict[str, int]) -> dict[str, str]:
        """Starts what the app needs; gives what the app is told. What answers by itself comes up meanwhile."""
        assert self._guard is not None
        own, state = self.config.settings, self.config.state_dir
        place = Place(self._guard, self.logs, state.resolve() if state else None)

        def runs[T: Service](service: T) -> T:
            cleanup.callback(service.stop)
            self._running.append(service)
            return service

        self._running = []
        storage_ports = Ports(ports["blob_port"], ports["queue_port"], ports["table_port"])
        self.openai = runs(model(own, place, ports["openai_port"])).part
        files = runs(storage(own, place, storage_ports, DEVELOPMENT_ORIGINS.split(",")))
        runs(documents(own, place, ports["document_port"]))
        if own.get("SUPABASE_URL"):
            runs(own_supabase(own))
        else:
            supabase = runs(Supabase(place.state, ports["supabase_port"]))
            supabase.start()
            self.supabase = supabase.stack
        files.wait()
        self.services |= {name: row for service in self._running for name, row in service.rows.items()}
        return {name: value for service in self._running for name, value in service.settings.items()}

    def _wait_for_app(self) -> None:
        assert self.app is not None
        status = f"{self.app_url}/admin/host/status"
        self.app.wait_until_ready(status, _SECONDS_TO_BE_READY)
        if errors := httpx.get(status, trust_env=False).json().get("errors"):
            raise StackError(f"Functions of the app are not loaded:\n{indented('\n'.join(errors))}")

    def _end_app(self) -> None:
        if self.app is not None:
            self.app.end()


def _seeded(keys: dict[str, str]) -> dict[str, Any]:
    """Seeds the demo organisation. Raises StackError when the database does not take it."""
    try:
        return seed_now(keys["SUPABASE_URL"], keys["SUPABASE_SECRET_KEY"])
    except (APIError, AuthError) as error:
        if isinstance(error, AuthRetryableError):
            raise StackError(f"Supabase does not answer at {keys['SUPABASE_URL']}: {error.message}") from None
        raise StackError(
            f"The demo data does not fit into {keys['SUPABASE_URL']} ({error.code}: {error.message}). Are all "
            "migrations of infra/supabase/migrations applied, and is SUPABASE_SECRET_KEY its secret key?"
        ) from None
    except httpx.HTTPError as error:
        raise StackError(f"Supabase does not answer at {keys['SUPABASE_URL']}: {error}") from None
