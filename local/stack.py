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
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from local.parts import CHECKOUT, Part
from local.seed import seed_now
from local.supabase.migrate import apply_migrations
from local.supabase.processes import Guard, StackError
from local.supabase.stack import MIGRATIONS, SupabaseConfig, SupabaseStack, reset

STATE: Final = CHECKOUT / ".local"
RUN_FILE: Final = STATE / "run.json"
OPENAI_KEY: Final = "local-development-only"
DEVELOPMENT_ORIGINS: Final = "http://localhost:3000,http://localhost:5173"  # where front ends are developed
_WATCHED: Final = ("function_app.py", "host.json", "blueprints", "shared")


@dataclass(frozen=True)
class StackConfig:
    """Ports (0: a free one), where state is kept (None: thrown away at the end), and what the app is told beside."""

    app_port: int = 7071
    supabase_port: int = 54321
    openai_port: int = 54330
    state_dir: Path | None = STATE
    core_tools: bool = False
    watch: bool = False
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def from_environment(cls, *, core_tools: bool = False) -> "StackConfig":
        def port(name: str, default: int) -> int:
            value = os.environ.get(name, "") or str(default)
            if not value.isdigit() or not 0 <= int(value) <= 65_535:
                raise StackError(f"{name}={value} is not a port.")
            return int(value)

        return cls(
            app_port=port("TALENTI_PORT", cls.app_port),
            supabase_port=port("TALENTI_SUPABASE_PORT", cls.supabase_port),
            openai_port=port("TALENTI_OPENAI_PORT", cls.openai_port),
            core_tools=core_tools,
            watch=os.environ.get("WATCH", "") not in ("", "0"),
            settings=_own_settings(),
        )


class Stack:
    """All parts. `start` returns when every one is ready; `stop` ends them in the reverse order."""

    def __init__(self, config: StackConfig) -> None:
        self.config = config
        self.services: dict[str, dict[str, Any]] = {}
        self.demo: dict[str, Any] = {}
        self.supabase_url = ""
        self.supabase: SupabaseStack | None = None
        self.openai: Part | None = None
        self.app: Part | None = None
        self._cleanup = contextlib.ExitStack()
        self._guard: Guard | None = None

    @property
    def app_url(self) -> str:
        return str(self.services["app"]["url"])

    def start(self) -> None:
        """Starts everything. Raises StackError, having ended what was started."""
        with contextlib.ExitStack() as cleanup:
            app_port, openai_port = self._ports()
            self._guard = Guard()
            cleanup.callback(self._guard.dismiss)
            keys = self._start_supabase(cleanup)
            model = self._start_model(cleanup, openai_port)
            self.environment = {**os.environ, **self.config.settings, **keys, **model}
            self.start_app(app_port)
            cleanup.callback(self._end_app)
            self.demo = seed_now(keys["SUPABASE_URL"], keys["SUPABASE_SECRET_KEY"])
            assert self.app is not None
            self.app.wait_until_ready(f"{self.app_url}/admin/host/status", 60)
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
        """Ends the Functions host with a signal and starts it again, as an upgrade or a crash would."""
        assert self.app is not None
        self.app.process.send_signal(how)
        self.app.process.wait(15)
        self.app.end()
        self.start_app()
        self.app.wait_until_ready(f"{self.app_url}/admin/host/status", 60)

    @property
    def logs(self) -> Path:
        return (self.config.state_dir or self._temporary) / "logs"

    def dead_part(self) -> str | None:
        """What there is to say of a part that has ended, or None."""
        for part in (self.app, self.openai):
            if part is not None and part.process.poll() is not None:
                return f"{part.name} ended with code {part.process.returncode}. Its last words:\n{part.last_words()}"
        if self.supabase is not None:
            for name, pid in self.supabase.pids.items():
                if not _alive(pid):
                    return f"{name} ended. Its log: {self.supabase.data_dir}"
        return None

    def run_file(self) -> dict[str, Any]:
        """What `.local/run.json` says."""
        return {"services": self.services, "demo": self.demo}

    def _ports(self) -> tuple[int, int]:
        """The ports of app and model, checked to be free before anything starts."""
        if self.config.state_dir is None:
            import tempfile

            self._temporary = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="talenti-")))
        app = _free(self.config.app_port, "the app", "TALENTI_PORT")
        model = _free(self.config.openai_port, "the Azure OpenAI stand-in", "TALENTI_OPENAI_PORT")
        return app, model

    def _start_supabase(self, cleanup: contextlib.ExitStack) -> dict[str, str]:
        own = self.config.settings
        if url := own.get("SUPABASE_URL"):
            database = own.get("SUPABASE_DB_URL")
            if database:
                apply_migrations(database, MIGRATIONS)
            self.services["supabase"] = {"url": url, "pid": None}
            return {name: own[name] for name in ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY")}
        state = self.config.state_dir / "supabase" if self.config.state_dir else None
        try:
            self.supabase = SupabaseStack(SupabaseConfig(state_dir=state, gateway_port=self.config.supabase_port))
            self.supabase.start()
        except StackError as error:
            raise StackError(f"{error}\n{_OWN_SUPABASE}" if "package" in str(error) else str(error)) from None
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

    def _start_model(self, cleanup: contextlib.ExitStack, port: int) -> dict[str, str]:
        own = self.config.settings
        for name in ("AZURE_OPENAI_ENDPOINT", "OPENAI_BASE_URL"):
            if own.get(name):
                self.services["model"] = {"url": own[name], "pid": None}
                return {}
        assert self._guard is not None
        command = [sys.executable, "-m", "local.openai_standin", "--port", str(port)]
        self.openai = Part(self._guard, "The Azure OpenAI stand-in", command, self.logs / "openai.log", os.environ)
        cleanup.callback(self.openai.end)
        url = f"http://127.0.0.1:{port}"
        self.openai.wait_until_ready(f"{url}/health")
        self.services["openai_standin"] = {"url": url, "pid": self.openai.pid}
        return {"AZURE_OPENAI_ENDPOINT": url, "AZURE_OPENAI_API_KEY": OPENAI_KEY}

    def _end_app(self) -> None:
        if self.app is not None:
            self.app.end()


_OWN_SUPABASE = """To use a Supabase that runs elsewhere, for example under `supabase start`, give its address and keys:
    SUPABASE_URL=http://127.0.0.1:54321 SUPABASE_PUBLISHABLE_KEY=... SUPABASE_SECRET_KEY=... \\
    SUPABASE_DB_URL=postgresql://postgres:postgres@127.0.0.1:54322/postgres make start
With SUPABASE_DB_URL the migrations are applied; without it, apply infra/supabase/migrations yourself
(supabase db push)."""


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
    except StackError as error:
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
    code = 0
    began = time.monotonic()
    try:
        stack.start()
        _write_run_file(stack)
        print(_announcement(stack, time.monotonic() - began), flush=True)
        with _watching(stack) if stack.config.watch else contextlib.nullcontext():
            while (trouble := stack.dead_part()) is None:
                time.sleep(0.3)
        print(f"\nerror: {trouble}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        stopping.set()
        RUN_FILE.unlink(missing_ok=True)
        stack.stop()
    return code


@contextlib.contextmanager
def _watching(stack: Stack) -> Iterator[None]:
    """Restarts the app when one of its files changes."""
    from watchfiles import watch

    over = threading.Event()

    def follow() -> None:
        for changes in watch(*(CHECKOUT / name for name in _WATCHED), stop_event=over, raise_interrupt=False):
            names = sorted({Path(path).relative_to(CHECKOUT).as_posix() for _, path in changes})
            print(f"Changed: {', '.join(names[:3])}. Restarting the app ...", flush=True)
            try:
                stack.restart_app()
            except StackError as error:
                print(f"error: {error}", file=sys.stderr)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(5)


def _write_run_file(stack: Stack) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    RUN_FILE.write_text(json.dumps(stack.run_file(), indent=2) + "\n")


def _announcement(stack: Stack, seconds: float) -> str:
    logins = "\n".join(f"    {email:34} {login['role']}" for email, login in stack.demo["logins"].items())
    places = "\n".join(f"    {name:16} {service['url']}" for name, service in stack.services.items())
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


def _own_settings() -> dict[str, str]:
    """What the developer set in `local.settings.json` and, above it, in the environment."""
    values: dict[str, str] = {}
    file = CHECKOUT / "local.settings.json"
    if file.exists():
        try:
            values = {
                name: str(value) for name, value in json.loads(file.read_text()).get("Values", {}).items() if value
            }
        except (json.JSONDecodeError, AttributeError) as error:
            raise StackError(f"local.settings.json is not valid JSON: {error}") from None
    names = {name.upper() for name in _settings_fields()} | {"SUPABASE_DB_URL"}
    values |= {name: os.environ[name] for name in names if os.environ.get(name)}
    if values.get("SUPABASE_URL"):
        missing = [name for name in ("SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY") if not values.get(name)]
        if missing:
            raise StackError(f"SUPABASE_URL is set, but {' and '.join(missing)} is not.\n{_OWN_SUPABASE}")
    return values


def _settings_fields() -> list[str]:
    from shared.settings import Settings

    return list(Settings.model_fields)


def _free(port: int, what: str, variable: str) -> int:
    """The port, or a free one for 0. Raises StackError, naming it, when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StackError(
                f"Port {port}, where {what} listens, is taken. Stop what uses it (another `make start`?), "
                f"or choose another one, for example {variable}={port + 1000} make start"
            ) from None
        return probe.getsockname()[1]


def _alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
