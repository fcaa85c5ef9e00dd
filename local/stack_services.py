"""What the stack runs beside the app: Supabase, storage and stand-ins, each unless the developer names their own."""

import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from local.azurite import CONTAINERS, Azurite, Ports
from local.parts import Part
from local.stack_config import OWN_SUPABASE, STORAGE_SETTINGS
from local.supabase.migrate import apply_migrations
from local.supabase.processes import Guard, StackError
from local.supabase.stack import MIGRATIONS, SupabaseConfig, SupabaseStack

LOCAL_KEY: Final = "local-development-only"


@dataclass
class Place:
    """What services are started with: their guard, where logs go, where state is kept (None: it is thrown away)."""

    guard: Guard
    logs: Path
    state: Path | None


@dataclass
class Service:
    """One that runs. `rows` are its lines in run.json, `settings` what the app is told of it."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    settings: dict[str, str] = field(default_factory=dict[str, str])
    part: Part | None = None

    def wait(self) -> None:
        """Returns when it answers. Raises StackError."""

    def ended(self) -> str | None:
        """What there is to say if it has ended by itself."""
        return self.part.obituary() if self.part is not None and self.part.process.poll() is not None else None

    def stop(self) -> None:
        """Ends it. Harmless when it does not run."""
        if self.part is not None:
            self.part.end()


class StandIn(Service):
    """A stand-in of an Azure AI service, a module of `local` that answers `/health`."""

    def __init__(self, place: Place, row: str, name: str, module: str, port: int) -> None:
        command = [sys.executable, "-m", module, "--port", str(port)]
        log = place.logs / f"{row.removesuffix('_standin')}.log"
        self._part = Part(place.guard, name, command, log, os.environ)
        self.url = f"http://127.0.0.1:{port}"
        super().__init__({row: {"url": self.url, "pid": self._part.pid}}, part=self._part)

    def wait(self) -> None:
        self._part.wait_until_ready(f"{self.url}/health")


def model(own: Mapping[str, str], place: Place, port: int) -> Service:
    """The developer's own model, or the stand-in, launched."""
    if url := own.get("AZURE_OPENAI_ENDPOINT") or own.get("OPENAI_BASE_URL"):
        return Service({"model": {"url": url, "pid": None}})
    stand_in = StandIn(place, "openai_standin", "The Azure OpenAI stand-in", "local.openai_standin", port)
    stand_in.settings = {"AZURE_OPENAI_ENDPOINT": stand_in.url, "AZURE_OPENAI_API_KEY": LOCAL_KEY}
    return stand_in


def documents(own: Mapping[str, str], place: Place, port: int) -> Service:
    """The developer's own Document Intelligence, or the stand-in, launched."""
    if url := own.get("DOCUMENT_INTELLIGENCE_ENDPOINT"):
        return Service({"document_intelligence": {"url": url, "pid": None}})
    name = "The Document Intelligence stand-in"
    stand_in = StandIn(place, "document_intelligence_standin", name, "local.document_standin", port)
    stand_in.settings = {"DOCUMENT_INTELLIGENCE_ENDPOINT": stand_in.url, "DOCUMENT_INTELLIGENCE_KEY": LOCAL_KEY}
    return stand_in


def storage(own: Mapping[str, str], place: Place, ports: Ports, origins: Sequence[str]) -> Service:
    """The developer's own storage account, or Azurite, launched, its readiness awaited in a thread."""
    if any(own.get(name) for name in STORAGE_SETTINGS):
        # A connection string holds the account's key, which run.json must not.
        url = own.get("AZURE_STORAGE_ACCOUNT_URL") or "see AZURE_STORAGE_CONNECTION_STRING"
        return Service({"storage": {"url": url, "pid": None}}, _host_storage(own))
    return _Azurite(place, ports, origins)


def _host_storage(own: Mapping[str, str]) -> dict[str, str]:
    """Where the Functions host keeps its receipts and looks for blobs: the app's account unless it is said."""
    said = own.get("AzureWebJobsStorage", "UseDevelopmentStorage=true")
    if said == "UseDevelopmentStorage=true" and (string := own.get("AZURE_STORAGE_CONNECTION_STRING")):
        return {"AzureWebJobsStorage": string}
    return {}


class _Azurite(Service):
    def __init__(self, place: Place, ports: Ports, origins: Sequence[str]) -> None:
        super().__init__()
        directory = place.state / "azurite" if place.state else None
        self._azurite = Azurite(ports, directory, log=place.logs / "azurite.log", guard=place.guard)
        self._origins = origins
        self._azurite.launch()
        self.part = self._azurite.part
        # Its imports and calls take half a second, in which Supabase starts.
        pool = ThreadPoolExecutor(1)
        self._ready: Future[None] = pool.submit(self._prepare)
        pool.shutdown(wait=False)

    def _prepare(self) -> None:
        self._azurite.wait_until_ready()
        self._azurite.prepare(CONTAINERS, self._origins)

    def wait(self) -> None:
        self._ready.result()
        azurite, pid = self._azurite, self.part.pid if self.part else None
        urls = {"blob": azurite.blob_url, "queue": azurite.queue_url, "table": azurite.table_url}
        self.rows = {name: {"url": url, "pid": pid} for name, url in urls.items()}
        string = azurite.connection_string
        self.settings = {"AZURE_STORAGE_CONNECTION_STRING": string, "AzureWebJobsStorage": string}


class Supabase(Service):
    """The local Supabase; starting it takes its time and is done by `start`."""

    def __init__(self, state: Path | None, port: int) -> None:
        self.stack = SupabaseStack(SupabaseConfig(state_dir=state / "supabase" if state else None, gateway_port=port))
        super().__init__()

    def start(self) -> None:
        """Returns when it is ready. Raises StackError."""
        try:
            self.stack.start()
        except StackError as error:
            raise StackError(f"{error}\n{OWN_SUPABASE}" if "package" in str(error) else str(error)) from None
        pids = self.stack.pids
        urls = {"supabase": self.stack.url, "postgres": self.stack.dsn, "postgrest": self.stack.rest_url}
        self.rows = {
            name: {"url": url, "pid": pids.get("gateway" if name == "supabase" else name)} for name, url in urls.items()
        }
        self.settings = {
            "SUPABASE_URL": self.stack.url,
            "SUPABASE_PUBLISHABLE_KEY": self.stack.publishable_key,
            "SUPABASE_SECRET_KEY": self.stack.secret_key,
        }

    def ended(self) -> str | None:
        return self.stack.ended()

    def stop(self) -> None:
        self.stack.stop()


def own_supabase(own: Mapping[str, str]) -> Service:
    """The developer's own Supabase, with the migrations applied if they say where its database is."""
    if database := own.get("SUPABASE_DB_URL"):
        try:
            apply_migrations(database, MIGRATIONS)
        except psycopg.OperationalError as error:
            raise StackError(f"The database of SUPABASE_DB_URL cannot be reached: {error}") from None
    names = ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY")
    return Service(
        {"supabase": {"url": own["SUPABASE_URL"], "pid": None}},
        {name: own[name] for name in names},
    )
