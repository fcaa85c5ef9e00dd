"""One machine: `python -m local.stack` and `-m local.demo` as a developer runs them, in a checkout of its own."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from azure.storage.blob import BlobServiceClient

from local import azurite
from local.azurite import Azurite
from local.document_standin.process import DocumentStandIn
from local.openai_standin import StandIn
from local.parts import CHECKOUT
from local.seed import seed_now
from local.stack_config import PORTS, is_held
from local.supabase.keys import PUBLISHABLE_KEY, SECRET_KEY, SigningKey
from local.supabase.processes import free_port
from local.supabase.stack import KEY_FILE, SupabaseConfig, SupabaseStack
from tests.fixtures.polling import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

COPIED = ("function_app.py", "host.json", "blueprints", "shared", "infra", "local")
FREE_PORTS = {variable: "0" for variable, _, _ in PORTS.values()}
PASSWORD = "a-long-password-of-a-test"
SECONDS = 40  # for a start, on a machine that does much else


@dataclass
class Checkout:
    """A copy of what runs, with a `.local` and settings of its own."""

    home: Path

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Runs a module of it to its end, from another directory."""
        command = [sys.executable, "-m", *arguments]
        environment = self.environment(PYTHONPATH=str(self.home), **environment)
        return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, timeout=SECONDS)

    def environment(self, **more: str) -> dict[str, str]:
        ours = (
            "SUPABASE_",
            "AZURE_",
            "DOCUMENT_",
            "OPENAI_",
            "TALENTI_",
            "PYTHONDONTWRITEBYTECODE",
            "WATCH",
            "COV_CORE",
        )
        return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more

    @property
    def run_file(self) -> Path:
        return self.home / ".local" / "run.json"

    def running(self) -> dict[str, Any]:
        return json.loads(self.run_file.read_text())

    def processes(self) -> set[int]:
        """Those that were started from here, or keep their data here."""
        found: set[int] = set()
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                with contextlib.suppress(OSError):
                    about = os.fsdecode((process / "cmdline").read_bytes()), str((process / "cwd").readlink())
                    if any(str(self.home) in one for one in about):
                        found.add(int(process.name))
        return found


@contextlib.contextmanager
def new_checkout() -> Iterator[Checkout]:
    home = Path(tempfile.mkdtemp(prefix="talenti-checkout-"))
    home.chmod(0o755)  # for the account that PostgreSQL runs as
    skipped = shutil.ignore_patterns("node_modules")  # what is compiled already stays so
    for name in COPIED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, home / name, ignore=skipped)
        else:
            shutil.copy(source, home / name)
    (home / "local" / "node_modules").symlink_to(CHECKOUT / "local" / "node_modules")
    try:
        yield Checkout(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@dataclass
class Runner:
    """A `python -m local.stack` in the foreground of somebody's terminal."""

    checkout: Checkout
    options: dict[str, str] = field(default_factory=dict[str, str])

    def __enter__(self) -> "Runner":
        self.log = self.checkout.home / f"runner-{uuid4().hex[:6]}.log"
        self.ports = {place: free_port() for place in PORTS}
        ports = {PORTS[place][0]: str(port) for place, port in self.ports.items()}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "local.stack"],
                cwd=self.checkout.home,
                env=self.checkout.environment(**ports, **self.options),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def says(self, words: str) -> str:
        """Everything it said, once it has said this."""

        def look() -> str | None:
            said = self.said()
            if words in said:
                return said
            assert self.process.poll() is None, said
            return None

        return eventually(look, SECONDS)

    def ready(self) -> dict[str, Any]:
        """What `run.json` says, once it says that it is ready."""
        self.says("Ctrl-C stops everything")
        return self.checkout.running()

    def ends(self, how: signal.Signals | None = None) -> int:
        """Its exit code, after this signal."""
        if how is not None:
            self.process.send_signal(how)
        return self.process.wait(30)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def pids(running: dict[str, Any]) -> dict[str, int]:
    return {name: service["pid"] for name, service in running["services"].items() if service["pid"]}


def storage(running: dict[str, Any]) -> BlobServiceClient:
    key = {"account_name": azurite.ACCOUNT, "account_key": azurite.KEY}
    return BlobServiceClient(running["services"]["blob"]["url"], credential=key)


def sign_up(running: dict[str, Any], email: str) -> int:
    return auth(running, "signup", email)


def sign_in(running: dict[str, Any], email: str, password: str = PASSWORD) -> int:
    return auth(running, "token?grant_type=password", email, password)


def auth(running: dict[str, Any], path: str, email: str, password: str = PASSWORD) -> int:
    url = f"{running['services']['supabase']['url']}/auth/v1/{path}"
    body = {"email": email, "password": password}
    return httpx.post(url, json=body, headers={"apikey": PUBLISHABLE_KEY}, timeout=20, verify=False).status_code


# A stack that runs, and reloads the app on a change


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with new_checkout() as checkout, Runner(checkout, {"WATCH": "1"}) as runner:
        running = runner.ready()
        yield runner
        assert runner.ends(signal.SIGINT) == 0
        assert not [pid for pid in pids(running).values() if alive(pid)], "Ctrl-C left processes"
        assert not checkout.run_file.exists()


def test_it_says_what_is_where_and_who_can_sign_in(runner: Runner) -> None:
    said = runner.said()
    running = runner.checkout.running()
    for service in running["services"].values():
        assert service["url"] in said
    for email in running["demo"]["logins"]:
        assert email in said
    assert "stand-in" in said


def test_run_json_holds_what_the_contract_says(runner: Runner) -> None:
    running = runner.checkout.running()
    assert set(running) == {"services", "demo"}
    ports = {
        "app": "app_port",
        "supabase": "supabase_port",
        "openai_standin": "openai_port",
        "document_intelligence_standin": "document_port",
        "blob": "blob_port",
        "queue": "queue_port",
        "table": "table_port",
    }
    assert set(running["services"]) == {*ports, "postgres", "postgrest"}
    assert all(set(service) == {"url", "pid"} and alive(service["pid"]) for service in running["services"].values())
    assert set(running["demo"]) == {"organisation_id", "job_role_id", "application_id", "logins"}
    assert set(running["demo"]["logins"]) == {
        "recruiter@demo.talenti.test",
        "admin@demo.talenti.test",
        "candidate@demo.talenti.test",
        "other-candidate@demo.talenti.test",
        "recruiter@rival.talenti.test",
    }
    for name, place in ports.items():
        account = "/devstoreaccount1" if name in ("blob", "queue", "table") else ""
        assert running["services"][name]["url"] == f"http://127.0.0.1:{runner.ports[place]}{account}"


def test_every_demo_login_signs_in(runner: Runner) -> None:
    running = runner.checkout.running()
    assert {sign_in(running, email, "talenti-demo") for email in running["demo"]["logins"]} == {200}


def test_seeding_again_changes_nothing(runner: Runner) -> None:
    running = runner.checkout.running()
    counts = "select " + ", ".join(
        f"(select count(*) from {table})"
        for table in ("auth.users", "organisations", "memberships", "job_roles", "job_role_versions", "applications")
    )
    with psycopg.connect(running["services"]["postgres"]["url"]) as db:
        before = db.execute(counts).fetchone()
        again = seed_now(running["services"]["supabase"]["url"], SECRET_KEY)
        assert db.execute(counts).fetchone() == before
    assert again == running["demo"]


def test_the_demo_plays_on_it_from_any_directory(runner: Runner) -> None:
    played = runner.checkout.run("local.demo")
    assert played.returncode == 0, played.stdout + played.stderr
    assert "No stack is running" not in played.stdout
    assert "The whole interview worked." in played.stdout
    assert "quotes were found in the transcript, word for word" in played.stdout


def test_the_demo_fails_when_something_is_wrong(runner: Runner) -> None:
    faults = f"{runner.checkout.running()['services']['openai_standin']['url']}/admin/faults"
    httpx.put(faults, json={"kind": "status", "status": 401, "times": None}, verify=False).raise_for_status()
    played = runner.checkout.run("local.demo")
    httpx.delete(faults, verify=False).raise_for_status()
    assert played.returncode == 1
    assert "The demo failed:" in played.stdout
    assert "Traceback" not in played.stdout + played.stderr


def test_a_second_stack_on_the_same_data_is_refused(runner: Runner) -> None:
    refused = runner.checkout.run("local.stack", **FREE_PORTS)
    assert refused.returncode == 1
    assert "in use by another running stack" in refused.stderr
    assert runner.checkout.run_file.exists()
    assert httpx.get(f"http://127.0.0.1:{runner.ports['app_port']}/health", verify=False).status_code == 200


def test_reset_refuses_while_it_runs(runner: Runner) -> None:
    refused = runner.checkout.run("local.stack", "--reset")
    assert (refused.returncode, "The stack is running" in refused.stderr) == (1, True)
    assert runner.checkout.run_file.exists()


def test_a_change_restarts_the_app_and_a_broken_one_waits_for_the_next(runner: Runner) -> None:
    changed = runner.checkout.home / "blueprints" / "health.py"
    working = changed.read_text()
    url = f"http://127.0.0.1:{runner.ports['app_port']}/health"
    before = runner.checkout.running()["services"]["app"]["pid"]
    changed.write_text("this is no Python\n" + working)
    runner.says("Waiting for another change")
    assert runner.process.poll() is None
    changed.write_text(working.replace('{"status": "healthy"}', '{"status": "healthier"}'))
    runner.says("The app is ready again")
    assert httpx.get(url, verify=False).json() == {"status": "healthier"}
    after = eventually(lambda: (pid := runner.checkout.running()["services"]["app"]["pid"]) != before and pid)
    assert alive(int(after))
    assert not alive(before)


# One checkout through several starts


@dataclass
class Lives:
    """What was seen of one checkout that was started, killed, started again, and lost a part."""

    exit_codes: dict[str, int] = field(default_factory=dict[str, int])
    left: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    run_file: dict[str, bool] = field(default_factory=dict[str, bool])
    known: dict[str, int] = field(default_factory=dict[str, int])
    blobs: dict[str, bool] = field(default_factory=dict[str, bool])
    demos: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    last_words: str = ""
    after_reset: list[str] = field(default_factory=list[str])

    def note(self, name: str, runner: Runner, how: signal.Signals | None) -> None:
        """Ends a life, and notes what is left of it."""
        children = set(pids(runner.checkout.running()).values())
        self.exit_codes[name] = runner.ends(how)
        with contextlib.suppress(AssertionError):
            eventually(lambda: not any(map(alive, children | runner.checkout.processes())), 10)
        self.left[name] = {pid for pid in children | runner.checkout.processes() if alive(pid)}
        self.run_file[name] = runner.checkout.run_file.exists()


@pytest.fixture(scope="module")
def lives() -> Iterator[Lives]:
    lives = Lives()
    email = f"{uuid4().hex}@example.test"
    with new_checkout() as checkout:
        for name, how in (("SIGKILL", signal.SIGKILL), ("a part", None)):
            with Runner(checkout) as runner:
                running = runner.ready()
                lives.demos.append(running["demo"])
                lives.known[name] = sign_in(running, email)
                with storage(running).get_blob_client("resumes", email) as blob:
                    lives.blobs[name] = blob.exists()
                    blob.upload_blob(name.encode(), overwrite=True)
                if name == "SIGKILL":
                    sign_up(running, email)
                if name == "a part":
                    os.kill(running["services"]["postgrest"]["pid"], signal.SIGKILL)
                lives.note(name, runner, how)
                lives.last_words = runner.said()
        assert checkout.run("local.stack", "--reset").returncode == 0
        lives.after_reset = [path.name for path in checkout.home.glob(".local")]
        yield lives


def test_a_runner_that_is_killed_leaves_no_process(lives: Lives) -> None:
    assert (lives.exit_codes["SIGKILL"], lives.left["SIGKILL"]) == (-signal.SIGKILL, set())


def test_a_part_that_dies_ends_everything_with_its_last_words(lives: Lives) -> None:
    assert (lives.exit_codes["a part"], lives.left["a part"], lives.run_file["a part"]) == (1, set(), False)
    assert "PostgREST was ended by SIGKILL. Its last words:" in lives.last_words
    assert "Schema cache loaded" in lives.last_words


def test_data_survives_a_kill_and_another_start(lives: Lives) -> None:
    assert lives.known == {"SIGKILL": 400, "a part": 200}
    assert lives.demos[0] == lives.demos[1]
    assert lives.blobs == {"SIGKILL": False, "a part": True}


def test_reset_removes_the_data(lives: Lives) -> None:
    assert lives.after_reset == []


# With services that run elsewhere


@dataclass
class Elsewhere:
    """A checkout, and what runs outside of it."""

    checkout: Checkout
    supabase: SupabaseStack
    model: StandIn
    documents: DocumentStandIn


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """A Supabase without our migrations and other services, named in `local.settings.json`."""
    migrations = tmp_path_factory.mktemp("migrations")
    with (
        SupabaseStack(SupabaseConfig(migrations)) as supabase,
        StandIn() as model,
        DocumentStandIn() as documents,
        Azurite() as files,
        new_checkout() as checkout,
    ):
        values = {
            "AZURE_STORAGE_CONNECTION_STRING": files.connection_string,
            "DOCUMENT_INTELLIGENCE_ENDPOINT": documents.url,
            "DOCUMENT_INTELLIGENCE_KEY": "any",
            "SUPABASE_URL": supabase.url,
            "SUPABASE_PUBLISHABLE_KEY": supabase.publishable_key,
            "SUPABASE_SECRET_KEY": supabase.secret_key,
            "SUPABASE_DB_URL": supabase.dsn,
            "OPENAI_BASE_URL": f"{model.url}/v1",
            "OPENAI_API_KEY": "any",
            "OPENAI_MODEL": "any",
            "AZURE_OPENAI_ENDPOINT": "",
            "APP_VERSION": "1.2.3-test",
        }
        settings = {"IsEncrypted": False, "Host": {"CORS": "http://only.example.test"}, "Values": values}
        (checkout.home / "local.settings.json").write_text(json.dumps(settings))
        yield Elsewhere(checkout, supabase, model, documents)


def test_it_runs_on_services_of_the_developers_own(elsewhere: Elsewhere) -> None:
    checkout, supabase, model = elsewhere.checkout, elsewhere.supabase, elsewhere.model
    with Runner(checkout) as runner:
        running = runner.ready()
        services = running["services"]
        assert {name: service["url"] for name, service in services.items() if name != "app"} == {
            "supabase": supabase.url,
            "model": f"{model.url}/v1",
            "storage": "see AZURE_STORAGE_CONNECTION_STRING",
            "document_intelligence": elsewhere.documents.url,
        }
        url = services["app"]["url"]
        assert httpx.get(f"{url}/health/ready", timeout=30).json()["status"] == "ready"
        assert httpx.get(f"{url}/health/detailed", timeout=30).json()["version"] == "1.2.3-test"
        asked = httpx.get(f"{url}/health", headers={"Origin": "http://only.example.test"})
        assert asked.headers["access-control-allow-origin"] == "http://only.example.test"
        played = checkout.run("local.demo")
        assert played.returncode == 0, played.stdout + played.stderr
        assert runner.ends(signal.SIGTERM) == 0
        assert not alive(services["app"]["pid"])
        assert not checkout.run_file.exists()
    assert set(supabase.pids) == {"postgres", "postgrest", "gateway"}
    assert supabase.ended() is None


@pytest.fixture(scope="module")
def idle() -> Iterator[Checkout]:
    """A checkout that nothing runs in."""
    with new_checkout() as checkout:
        yield checkout


def test_a_stack_without_demo_data_or_a_model_says_so_and_a_demo_meanwhile_waits_for_it(idle: Checkout) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    own = {"SEED_DEMO": "0", "OPENAI_BASE_URL": nowhere, "OPENAI_MODEL": "none", "TALENTI_PROT": "1"}
    with Runner(idle, own) as runner:
        eventually(lambda: is_held(idle.home / ".local"))
        played = idle.run("local.demo")
        assert played.returncode == 1
        assert "A stack is starting: waiting for it" in played.stdout
        assert "no demo data" in played.stdout + played.stderr
        assert runner.ready()["demo"] == {}
        said = runner.said()
        assert "No demo data. SEED_DEMO=1 adds it" in said
        assert f"warning: nothing that the app can use answers at {nowhere} (model)." in said
        assert "warning: Nothing reads the setting TALENTI_PROT; TALENTI_PORT is one." in said
        assert runner.ends(signal.SIGTERM) == 0
    assert not idle.run_file.exists()


def test_a_setting_that_is_wrong_is_named_at_once(idle: Checkout) -> None:
    refused = idle.run("local.stack", NO_SHOW_HOURS="soon")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: Settings")
    assert "NO_SHOW_HOURS" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_supabase_that_does_not_answer_is_named(idle: Checkout) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    keys = {"SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x", "SUPABASE_SECRET_KEY": "sb_secret_x"}
    refused = idle.run("local.demo", SUPABASE_URL=nowhere, **FREE_PORTS, **keys)
    assert refused.returncode == 1
    assert f"Supabase does not answer at {nowhere}" in " ".join((refused.stdout + refused.stderr).split())
    assert not idle.processes()


def test_a_function_that_is_not_loaded_ends_the_start_and_is_named(idle: Checkout) -> None:
    shutil.rmtree(idle.home / ".local", ignore_errors=True)
    refused = idle.run("local.stack", AZURE_STORAGE_ACCOUNT_URL="https://nobody.example.test", **FREE_PORTS)
    shutil.rmtree(idle.home / ".local")
    assert refused.returncode == 1
    assert "error: Functions of the app are not loaded:" in refused.stderr
    assert "there is no app setting AzureWebJobsStorage" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not idle.processes()


def test_state_that_cannot_be_used_is_named(idle: Checkout) -> None:
    state = idle.home / ".local"
    shutil.rmtree(state, ignore_errors=True)
    state.write_text("a file in the way")
    refused = idle.run("local.stack", **FREE_PORTS)
    state.unlink()
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: ")
    assert str(state) in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not idle.processes()


def test_data_of_another_postgresql_is_named(idle: Checkout) -> None:
    cluster = idle.home / ".local" / "supabase" / "pg"
    shutil.rmtree(idle.home / ".local", ignore_errors=True)
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("12\n")
    SigningKey.kept_in(cluster.parent / KEY_FILE)
    refused = idle.run("local.stack", **FREE_PORTS)
    shutil.rmtree(idle.home / ".local")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "make reset" in refused.stderr
