"""`make start`: everything on this machine, in the foreground, until Ctrl-C, SIGTERM, or the end of a part.

It starts PostgreSQL, PostgREST and the Supabase gateway, the Azure OpenAI stand-in and the Functions host, seeds the
demo organisation, writes `.local/run.json` and prints what is where. State stays in `.local/`.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import httpx
import psycopg
from postgrest.exceptions import APIError
from supabase_auth.errors import AuthError, AuthRetryableError

from local.parts import CHECKOUT, Part
from local.seed import seed_now
from local.stack_config import OWN_SUPABASE, STATE, StackConfig, free_port
from local.supabase.migrate import apply_migrations
from local.supabase.processes import Guard, StackError
from local.supabase.stack import MIGRATIONS, SupabaseConfig, SupabaseStack, reset

__all__ = ["CHECKOUT", "DEVELOPMENT_ORIGINS", "RUN_FILE", "STATE", "Stack", "StackConfig", "main"]

RUN_FILE: Final = STATE / "run.json"
OPENAI_KEY: Final = "local-development-only"
DEVELOPMENT_ORIGINS: Final = "http://localhost:3000,http://localhost:5173"  # where front ends are developed
_WATCHED: Final = ("function_app.py", "host.json", "blueprints", "shared")
_SECONDS_TO_BE_READY: Final = 60
_SECONDS_TO_END: Final = 15


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
        self._cleanup = contextlib.ExitStack()
        self._guard: Guard | None = None
        self._restarting = threading.RLock()

    @property
    def app_url(self) -> str:
        return str(self.services["app"]["url"])

    def start(self) -> None:
        """Starts everything. Raises StackError, having ended what was started."""
        with contextlib.ExitStack() as cleanup:
            app_port, supabase_port, openai_port = self._ports()
            self._guard = Guard()
            cleanup.callback(self._guard.dismiss)
            self.logs = self._place_for_logs(cleanup, self._guard)
            cleanup.callback(self._end_model)
            model = self._start_model(openai_port)
            keys = self._start_supabase(cleanup, supabase_port)
            cleanup.callback(self._end_app)
            self.environment = {**os.environ, **self.config.settings, **keys, **model}
            self.start_app(app_port)
            self.demo = _seeded(keys)
            self._wait_for_model()
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
            for part in (self.app, self.openai):
                if part is not None and part.process.poll() is not None:
                    return part.obituary()
            return self.supabase.ended() if self.supabase is not None else None

    def run_file(self) -> dict[str, Any]:
        """What `.local/run.json` says."""
        return {"services": self.services, "demo": self.demo}

    def _ports(self) -> tuple[int, int, int]:
        """The ports of app, gateway and model, those that are needed checked to be free before anything starts."""
        config = self.config
        app = free_port(config.app_port, "the app", "TALENTI_PORT")
        supabase, model = config.supabase_port, config.openai_port
        if not config.settings.get("SUPABASE_URL") and supabase:
            free_port(supabase, "the Supabase gateway", "TALENTI_SUPABASE_PORT")
        if not self._own_model():
            model = free_port(model, "the Azure OpenAI stand-in", "TALENTI_OPENAI_PORT")
        return app, supabase, model

    def _place_for_logs(self, cleanup: contextlib.ExitStack, guard: Guard) -> Path:
        if self.config.state_dir is not None:
            return self.config.state_dir.resolve() / "logs"
        temporary = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="talenti-")))
        guard.remove_at_end(temporary)
        return temporary / "logs"

    def _own_model(self) -> str | None:
        """The address of the developer's own model, if there is one."""
        own = self.config.settings
        return own.get("AZURE_OPENAI_ENDPOINT") or own.get("OPENAI_BASE_URL")

    def _start_supabase(self, cleanup: contextlib.ExitStack, port: int) -> dict[str, str]:
        own = self.config.settings
        if url := own.get("SUPABASE_URL"):
            if database := own.get("SUPABASE_DB_URL"):
                try:
                    apply_migrations(database, MIGRATIONS)
                except psycopg.OperationalError as error:
                    raise StackError(f"The database of SUPABASE_DB_URL cannot be reached: {error}") from None
            self.services["supabase"] = {"url": url, "pid": None}
            return {name: own[name] for name in ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY")}
        state = self.config.state_dir / "supabase" if self.config.state_dir else None
        try:
            self.supabase = SupabaseStack(SupabaseConfig(state_dir=state, gateway_port=port))
            self.supabase.start()
        except StackError as error:
            raise StackError(f"{error}\n{OWN_SUPABASE}" if "package" in str(error) else str(error)) from None
        cleanup.callback(self.supabase.stop)
        self.services["supabase"] = {"url": self.supabase.url, "pid": self.supabase.pids.get("gateway")}
        for name in ("postgres", "postgrest"):
            url = self.supabase.rest_url if name == "postgrest" else self.supabase.dsn
            self.services[name] = {"url": url, "pid": self.supabase.pids.get(name)}
        return {
            "SUPABASE_URL": self.supabase.url,
            "SUPABASE_PUBLISHABLE_KEY": self.supabase.publishable_key,
            "SUPABASE_SECRET_KEY": self.supabase.secret_key,
        }

    def _start_model(self, port: int) -> dict[str, str]:
        if own := self._own_model():
            self.services["model"] = {"url": own, "pid": None}
            return {}
        assert self._guard is not None
        command = [sys.executable, "-m", "local.openai_standin", "--port", str(port)]
        self.openai = Part(self._guard, "The Azure OpenAI stand-in", command, self.logs / "openai.log", os.environ)
        url = f"http://127.0.0.1:{port}"
        self.services["openai_standin"] = {"url": url, "pid": self.openai.pid}
        return {"AZURE_OPENAI_ENDPOINT": url, "AZURE_OPENAI_API_KEY": OPENAI_KEY}

    def _wait_for_model(self) -> None:
        if self.openai is not None:
            self.openai.wait_until_ready(f"{self.services['openai_standin']['url']}/health")

    def _wait_for_app(self) -> None:
        assert self.app is not None
        self.app.wait_until_ready(f"{self.app_url}/admin/host/status", _SECONDS_TO_BE_READY)

    def _end_app(self) -> None:
        if self.app is not None:
            self.app.end()

    def _end_model(self) -> None:
        if self.openai is not None:
            self.openai.end()


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


def main() -> int:
    """Runs the stack until it is told to stop, or a part dies. Gives the exit code."""
    arguments = argparse.ArgumentParser(prog="python -m local.stack", description=__doc__)
    arguments.add_argument("--reset", action="store_true", help="forget the local data")
    arguments.add_argument("--core-tools", action="store_true", help="run the app under Core Tools' `func start`")
    chosen = arguments.parse_args()
    try:
        if chosen.reset:
            return _reset()
        if chosen.core_tools and shutil.which("func") is None:
            raise StackError("Azure Functions Core Tools (`func`) is not on PATH; `make start` needs no such thing.")
        return _run(Stack(StackConfig.from_environment(core_tools=chosen.core_tools)))
    except (StackError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _run(stack: Stack) -> int:
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            return
        stopping.set()
        raise KeyboardInterrupt

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    began = time.monotonic()
    print("Starting ...", flush=True)
    try:
        stack.start()
        _write_run_file(stack)
        print(_announcement(stack, time.monotonic() - began), flush=True)
        with _watching(stack) if stack.config.watch else contextlib.nullcontext():
            while (trouble := stack.dead_part()) is None:
                time.sleep(0.3)
        print(f"\nerror: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stopping.set()
        _forget_run_file(stack)
        stack.stop()


@contextlib.contextmanager
def _watching(stack: Stack) -> Iterator[None]:
    """Restarts the app when one of its files changes. An app that does not start is left until the next change."""
    from watchfiles import watch

    over = threading.Event()

    def follow() -> None:
        for changes in watch(*(CHECKOUT / name for name in _WATCHED), stop_event=over, raise_interrupt=False):
            names = sorted({Path(path).relative_to(CHECKOUT).as_posix() for _, path in changes})
            print(f"Changed: {', '.join(names[:3])}. Restarting the app ...", flush=True)
            began = time.monotonic()
            try:
                stack.restart_app()
            except StackError as error:
                print(f"error: {error}\nWaiting for another change ...", file=sys.stderr, flush=True)
            else:
                _write_run_file(stack)
                print(f"The app is ready again ({time.monotonic() - began:.1f} s).", flush=True)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(5)


def _write_run_file(stack: Stack) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    new = RUN_FILE.with_suffix(".new")
    new.write_text(json.dumps(stack.run_file(), indent=2) + "\n")
    new.rename(RUN_FILE)


def _forget_run_file(stack: Stack) -> None:
    """Removes it if it speaks of this stack; a start that failed leaves that of the running one alone."""
    if stack.demo and RUN_FILE.exists() and json.loads(RUN_FILE.read_text()) == stack.run_file():
        RUN_FILE.unlink()


def _announcement(stack: Stack, seconds: float) -> str:
    logins = "\n".join(f"    {email:34} {login['role']}" for email, login in stack.demo["logins"].items())
    places = "\n".join(
        f"    {name:16} {service['url']}"
        for name, service in sorted(stack.services.items(), key=lambda item: item[0] != "app")
    )
    stand_in = (
        "\n  The model is a stand-in with simple rules; AZURE_OPENAI_ENDPOINT or OPENAI_BASE_URL name a real one.\n"
        if "openai_standin" in stack.services
        else ""
    )
    return (
        f"\nTalenti is ready ({seconds:.1f} s).\n\n  What is where:\n{places}\n\n"
        f"  Demo logins (password: talenti-demo):\n{logins}\n{stand_in}\n"
        f"  Logs: {stack.logs}   Everything above: {RUN_FILE}\n"
        "  Try `make demo` in another terminal. Ctrl-C stops everything."
    )


def _reset() -> int:
    if RUN_FILE.exists() and any(
        service.get("pid") and _alive(service["pid"])
        for service in json.loads(RUN_FILE.read_text())["services"].values()
    ):
        raise StackError("The stack is running: stop it first (Ctrl-C in its terminal).")
    reset(STATE / "supabase")
    shutil.rmtree(STATE, ignore_errors=True)
    print("The local data is gone.")
    return 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.exit(main())
