"""The whole local Supabase, as tests and `make start` use it: start it, talk to it, stop it."""

import contextlib
import fcntl
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from local.supabase.gateway_config import GatewayConfig
from local.supabase.keys import PUBLISHABLE_KEY, SECRET_KEY, SigningKey
from local.supabase.migrate import apply_migrations
from local.supabase.postgres import Postgres, binaries, place_for_data
from local.supabase.postgrest import PostgREST, binary
from local.supabase.processes import Guard, StackError, end, obituary, tail

CHECKOUT = Path(__file__).parents[2]
MIGRATIONS = CHECKOUT / "infra" / "supabase" / "migrations"
KEY_FILE = "signing_key.json"
SECONDS_TO_START = 15


@dataclass(frozen=True)
class SupabaseConfig:
    """How to run it.

    Without `state_dir` everything is thrown away at the end. `gateway_port` 0 takes a free one. With `fsync` data
    survives a power cut too; without, it survives the death of any process.
    """

    migrations: Path = MIGRATIONS
    state_dir: Path | None = None
    gateway_port: int = 0
    fsync: bool = False


class SupabaseStack:
    """PostgreSQL, PostgREST and the gateway. Everything is of no use before `start` and after `stop`."""

    publishable_key = PUBLISHABLE_KEY
    secret_key = SECRET_KEY

    def __init__(self, config: SupabaseConfig | None = None) -> None:
        self.config = config or SupabaseConfig()
        self.url = ""
        self.data_dir = Path()
        self._state_dir = Path()
        self._cleanup = contextlib.ExitStack()
        self._gateway: subprocess.Popen[bytes] | None = None
        self._key: SigningKey | None = None
        self._postgres: Postgres | None = None
        self._postgrest: PostgREST | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and apply new migrations. Raises StackError, having ended what was started."""
        binaries()
        binary()
        with contextlib.ExitStack() as cleanup:
            self._start(cleanup)
            self._cleanup = cleanup.pop_all()

    def stop(self) -> None:
        """End everything; a throwaway stack leaves nothing behind. Harmless when it does not run."""
        self._cleanup.close()

    @property
    def dsn(self) -> str:
        """A PostgreSQL URL for the superuser `postgres`, who owns what migrations make."""
        return self._running(self._postgres).dsn()

    @property
    def rest_url(self) -> str:
        """PostgREST itself, past the gateway: takes a token from `mint`, no API keys."""
        return self._running(self._postgrest).url

    @property
    def issuer(self) -> str:
        """The `iss` of access tokens."""
        return f"{self.url}/auth/v1"

    @property
    def jwks(self) -> dict[str, Any]:
        """The public keys that access tokens are checked with."""
        return self._running(self._key).jwks

    @property
    def pids(self) -> dict[str, int]:
        """The processes that run now, by name."""
        children = {
            "postgres": self._postgres and self._postgres.pid,
            "postgrest": self._postgrest and self._postgrest.pid,
            "gateway": self._gateway and self._gateway.pid,
        }
        return {name: pid for name, pid in children.items() if pid}

    def ended(self) -> str | None:
        """What there is to say of a part that ended without being told to, or None."""
        parts = (
            ("PostgreSQL", self._postgres and self._postgres.exit_code, "postgres.log"),
            ("PostgREST", self._postgrest and self._postgrest.exit_code, "postgrest.log"),
            ("The Supabase gateway", self._gateway and self._gateway.poll(), "gateway.log"),
        )
        for name, code, log in parts:
            if code is not None:
                return obituary(name, code, self._state_dir / log)
        return None

    def mint(self, sub: str | None = None, role: str | None = "authenticated", **claims: Any) -> str:
        """An access token signed with the stack's key.

        Defaults are `iss`, `aud`, `iat` and `exp` in an hour; claims given replace them, and None leaves one out.
        """
        issuer = claims.pop("iss", self.issuer)
        return self._running(self._key).mint(issuer, **{"sub": sub, "role": role} | claims)

    def migrate(self) -> list[str]:
        """Apply new migrations and wait until PostgREST knows them. Gives their names. Raises StackError."""
        postgrest = self._running(self._postgrest)
        before = postgrest.loads()
        new = apply_migrations(self.dsn, self.config.migrations)
        if new and postgrest.pid:
            postgrest.wait_for_load(before)
        return new

    def pause_rest(self) -> None:
        """Stop PostgREST, as if it had crashed; the gateway answers 503."""
        self._running(self._postgrest).stop()

    def resume_rest(self) -> None:
        """Start PostgREST again after `pause_rest`."""
        self._running(self._postgrest).start()

    def _running[T](self, part: T | None) -> T:
        if part is None:
            raise StackError("The local Supabase is not running: call start() first.")
        return part

    def _start(self, cleanup: contextlib.ExitStack) -> None:
        listening = cleanup.enter_context(_listen(self.config.gateway_port))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        guard = Guard()
        cleanup.callback(guard.dismiss)
        state = cleanup.enter_context(_state(self.config.state_dir, guard))
        self._state_dir = state
        self.data_dir = place_for_data(state)
        key_file = state / KEY_FILE
        self._key = SigningKey.kept_in(key_file)

        log = state / "gateway.log"
        # first, because its imports take as long as PostgreSQL does
        tell_gateway = self._start_gateway(cleanup, guard, listening, log)

        self._postgres = Postgres(self.data_dir, state / "postgres.log", guard, fsync=self.config.fsync)
        cleanup.callback(self._postgres.stop, at_once=self.config.state_dir is None)
        self._postgres.start()
        apply_migrations(self.dsn, self.config.migrations)

        self._postgrest = PostgREST(self._postgres.dsn("authenticator"), state / "postgrest.log", guard, self.jwks)
        cleanup.callback(self._postgrest.stop)
        auth_dsn = self._postgres.dsn("supabase_auth_admin")
        tell_gateway(GatewayConfig(listening.fileno(), self.url, self._postgrest.port, auth_dsn, str(key_file)))
        self._postgrest.start()
        listening.close()
        _wait_for_gateway(self.url, log)

    def _start_gateway(
        self, cleanup: contextlib.ExitStack, guard: Guard, listening: socket.socket, log: Path
    ) -> Callable[[GatewayConfig], None]:
        """Start the gateway's process; what is returned tells it where the rest is, when that is known."""
        gateway = guard.spawn(
            [sys.executable, "-m", "local.supabase.gateway"],
            log=log,
            cwd=CHECKOUT,
            pass_fds=[listening.fileno()],
            told_later=True,
        )
        self._gateway = gateway
        assert gateway.stdin is not None
        orders = cleanup.enter_context(gateway.stdin)

        def stop() -> None:
            end(gateway)
            guard.forget(gateway)
            self._gateway = None

        def tell(config: GatewayConfig) -> None:
            with contextlib.suppress(BrokenPipeError):  # it has died; waiting for it will say so
                orders.write(config.to_line().encode())
                orders.flush()

        cleanup.callback(stop)
        return tell


def reset(state_dir: Path) -> None:
    """Delete the data and the keys that are kept for `state_dir`. Raises StackError while a stack uses them."""
    state_dir = state_dir.resolve()
    if state_dir.exists():
        with _lock(state_dir):
            shutil.rmtree(place_for_data(state_dir))
            shutil.rmtree(state_dir, ignore_errors=True)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port), backlog=1024)
    except OSError as error:
        raise StackError(
            f"Port {port} of 127.0.0.1, where the Supabase gateway listens, is taken ({error.strerror}): "
            "stop what uses it (another `make start`?) or choose another port."
        ) from error


@contextlib.contextmanager
def _state(state_dir: Path | None, guard: Guard) -> Iterator[Path]:
    """The directory for keys, logs and data: the one that is kept, locked, or a temporary one."""
    if state_dir is not None:
        state_dir = state_dir.resolve()
        state_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        with _lock(state_dir):
            if not (
                state_dir / KEY_FILE
            ).exists():  # a new directory: what is kept elsewhere for its name is of another
                shutil.rmtree(place_for_data(state_dir) / "pg", ignore_errors=True)
            yield state_dir
        return
    temporary = Path(tempfile.mkdtemp(prefix="talenti-supabase-"))
    guard.remove_at_end(temporary)
    temporary.chmod(0o711)
    data_dir = place_for_data(temporary)
    guard.remove_at_end(data_dir)
    try:
        yield temporary
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)
        shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def _lock(state_dir: Path) -> Iterator[None]:
    """Hold `state_dir` for this process; the lock goes with the process, however it ends."""
    with (state_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StackError(f"{state_dir} is in use by another running stack: stop that one first.") from error
        yield


def _wait_for_gateway(url: str, log: Path) -> None:
    """Ask once: the socket listens already, so the answer comes when the gateway is there."""
    try:
        urllib.request.urlopen(f"{url}/auth/v1/health", timeout=SECONDS_TO_START).close()  # noqa: S310
    except OSError as error:
        raise StackError(f"The gateway did not start ({error}). The end of {log}:\n{tail(log)}") from error
