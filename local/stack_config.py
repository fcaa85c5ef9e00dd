"""How the stack is run: ports, where its state is, and the settings that a developer made."""

import contextlib
import difflib
import fcntl
import json
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from local.parts import CHECKOUT
from local.supabase.processes import StackError
from shared.settings import Settings, _explain

STATE: Final = CHECKOUT / ".local"
OWN_SUPABASE: Final = """To use a Supabase that runs elsewhere, for example under `supabase start`, give its address
and keys:
    SUPABASE_URL=http://127.0.0.1:54321 SUPABASE_PUBLISHABLE_KEY=... SUPABASE_SECRET_KEY=... \\
    SUPABASE_DB_URL=postgresql://postgres:postgres@127.0.0.1:54322/postgres make start
With SUPABASE_DB_URL the migrations are applied; without it, apply infra/supabase/migrations yourself
(supabase db push)."""

SEED_DEMO: Final = "SEED_DEMO"
STORAGE_SETTINGS: Final = ("AZURE_STORAGE_ACCOUNT_URL", "AZURE_STORAGE_CONNECTION_STRING")
# The setting that makes a port unneeded names a service that runs elsewhere.
PORTS: Final = {
    "app_port": ("TALENTI_PORT", "the app", ()),
    "supabase_port": ("TALENTI_SUPABASE_PORT", "the Supabase gateway", ("SUPABASE_URL",)),
    "openai_port": (
        "TALENTI_OPENAI_PORT",
        "the Azure OpenAI stand-in",
        ("AZURE_OPENAI_ENDPOINT", "OPENAI_BASE_URL"),
    ),
    "document_port": (
        "TALENTI_DOCUMENT_PORT",
        "the Document Intelligence stand-in",
        ("DOCUMENT_INTELLIGENCE_ENDPOINT",),
    ),
    "blob_port": ("TALENTI_BLOB_PORT", "Azurite's Blob service", STORAGE_SETTINGS),
    "queue_port": ("TALENTI_QUEUE_PORT", "Azurite's Queue service", STORAGE_SETTINGS),
    "table_port": ("TALENTI_TABLE_PORT", "Azurite's Table service", STORAGE_SETTINGS),
}

_NAMES: Final = {
    *(name.upper() for name in Settings.model_fields),
    *(variable for variable, _, _ in PORTS.values()),
    "SUPABASE_DB_URL",
    SEED_DEMO,
}
# Azure Functions, its Python worker and Microsoft's SDKs read these.
_OF_THE_PLATFORM: Final = (
    *("FUNCTIONS_", "AzureFunctions", "AzureWebJobs", "WEBSITE_", "PYTHON", "languageWorkers"),
    *("APPLICATIONINSIGHTS_", "OTEL_", "AZURE_CLIENT_", "AZURE_TENANT_", "AZURE_LOG_"),
)


@dataclass(frozen=True)
class StackConfig:
    """Ports (0: a free one), where state is kept (None: thrown away at the end), and what the app is told beside."""

    app_port: int = 7071
    supabase_port: int = 54321
    openai_port: int = 54330
    document_port: int = 54340
    blob_port: int = 10000
    queue_port: int = 10001
    table_port: int = 10002
    state_dir: Path | None = STATE
    core_tools: bool = False
    watch: bool = False
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def from_environment(cls, *, core_tools: bool = False) -> "StackConfig":
        """What the environment and `local.settings.json` say. Raises StackError for what cannot be."""

        settings = own_settings()

        def port(name: str, default: int) -> int:
            value = settings.get(name, "") or str(default)
            if not value.isdecimal() or not 0 <= int(value) <= 65_535:
                raise StackError(f"{name}={value} is not a port.")
            return int(value)

        watch = os.environ.get("WATCH", "") not in ("", "0")
        ports = {place: port(variable, getattr(cls, place)) for place, (variable, _, _) in PORTS.items()}
        return replace(cls(core_tools=core_tools, watch=watch, settings=settings), **ports)

    @classmethod
    def on_free_ports(cls, settings: Mapping[str, str] | None = None, state_dir: Path | None = None) -> "StackConfig":
        """Beside whatever else runs on this machine; what it stored is thrown away, unless a directory keeps it."""
        return replace(cls(state_dir=state_dir, settings=settings or {}), **dict.fromkeys(PORTS, 0))

    def ports(self) -> dict[str, int]:
        """The ports by their field, those that are needed checked to be free, and found for 0. Raises StackError."""
        found: dict[str, int] = {}
        for place, (variable, what, elsewhere) in PORTS.items():
            port: int = getattr(self, place)
            needed = not any(self.settings.get(name) for name in elsewhere)
            # What binds its own port takes any free one by itself, without a moment in which another can have it.
            finds = place in ("app_port", "openai_port", "document_port")
            found[place] = free_port(port, what, variable) if needed and (port or finds) else port
        return found


def own_settings() -> dict[str, str]:
    """What the developer set in `local.settings.json` and, above it, in the environment.

    Raises StackError, naming them, for settings that are missing or wrong.
    """
    values = {name: value for name, value in _of_the_file().items() if value}
    values |= {name: os.environ[name] for name in _NAMES if os.environ.get(name)}
    if values.get("SUPABASE_URL"):
        missing = [name for name in ("SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY") if not values.get(name)]
        if missing:
            raise StackError(f"SUPABASE_URL is set, but {' and '.join(missing)} is not.\n{OWN_SUPABASE}")
    _refuse_what_is_wrong(values)
    return values


def unknown_settings() -> list[str]:
    """What there is to say of names in `local.settings.json`, and of ports in the environment, that nothing reads."""
    names = [name for name in _of_the_file() if not name.startswith(_OF_THE_PLATFORM)]
    names += [name for name in os.environ if name.startswith("TALENTI_")]
    said: list[str] = []
    for name in names:
        if name.upper() not in _NAMES:
            meant = difflib.get_close_matches(name.upper(), _NAMES, 1)
            said.append(f"Nothing reads the setting {name}{f'; {meant[0]} is one' if meant else ''}.")
    return said


@contextlib.contextmanager
def held(state: Path) -> Iterator[None]:
    """Hold a directory of state for this process: another stack would write its own idea of the data over ours.

    Raises StackError when another one holds it.
    """
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = (state / "lock").open("w")
    except OSError as error:
        raise StackError(f"{state}, where the stack keeps its data, cannot be used: {error.strerror}.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError(f"{state} is in use by another running stack: stop that one first.") from None
        yield


def is_held(state: Path) -> bool:
    """Whether a stack starts or runs on a directory of state."""
    try:
        with (state / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def takes_demo(settings: Mapping[str, str]) -> bool:
    """Whether the demo data, with logins whose password everybody knows, may go into the Supabase of the settings.

    One on this machine takes it, unless SEED_DEMO=0 says otherwise; any other only with SEED_DEMO=1.
    """
    if wanted := settings.get(SEED_DEMO):
        return wanted != "0"
    host = urlsplit(settings["SUPABASE_URL"]).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _of_the_file() -> dict[str, str]:
    """The values of `local.settings.json`. Raises StackError for a file that holds no such thing."""
    try:
        content = json.loads((CHECKOUT / "local.settings.json").read_text(encoding="utf-8-sig"))
        return {name: _as_text(value) for name, value in content.get("Values", {}).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as error:
        raise StackError(f"local.settings.json is not valid: {error}") from None


def _as_text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _refuse_what_is_wrong(values: Mapping[str, str]) -> None:
    """Says at the start what the app would say at its first use."""
    given = {name: values[name.upper()] for name in Settings.model_fields if values.get(name.upper())}
    ours = {"supabase_url": "http://127.0.0.1", "supabase_publishable_key": "ours", "supabase_secret_key": "ours"}
    if not {"azure_openai_endpoint", "openai_base_url"} & given.keys():
        ours["azure_openai_endpoint"] = "http://127.0.0.1"
    try:
        Settings.model_validate(ours | given)
    except ValidationError as error:
        raise StackError(f"Settings (local.settings.json, or the environment): {_explain(error)}") from None


def free_port(port: int, what: str, variable: str) -> int:
    """The port, or a free one for 0. Raises StackError, naming it, when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StackError(
                f"Port {port}, where {what} listens, cannot be used: {error.strerror}. Stop what uses it (another "
                f"`make start`?), or choose another one, for example {variable}={port % 60_000 + 1000} make start"
            ) from None
        return probe.getsockname()[1]
