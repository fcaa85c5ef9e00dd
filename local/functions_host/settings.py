"""What a Functions host reads from an app folder: host.json and local.settings.json."""

import json
import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEFAULT_FUNCTION_TIMEOUT_SECONDS = 30 * 60.0
_TIME_SPAN = re.compile(
    r"(?:(?P<days>\d+)\.)?(?P<hours>\d{1,2}):(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2}(?:\.\d+)?))?"
)
_LOG_LEVELS = {
    "trace": "DEBUG",
    "debug": "DEBUG",
    "information": "INFO",
    "warning": "WARNING",
    "error": "ERROR",
    "critical": "CRITICAL",
    "none": "CRITICAL",
}


class SettingsError(Exception):
    """A settings file of the app cannot be used; the message names the file and says why."""


@dataclass(frozen=True)
class QueueSettings:
    """`extensions.queues`. `release_after` is host.json's `visibilityTimeout`: the pause before a failed message."""

    batch_size: int = 16
    new_batch_threshold: int = 8
    release_after: float = 0.0
    max_polling_interval: float = 1.0  # Azure: a minute; Core Tools: two seconds
    max_dequeue_count: int = 5
    base64: bool = True


@dataclass(frozen=True)
class BlobSettings:
    """`extensions.blobs`: how many blobs at once, and after how many failures one is given up."""

    max_degree_of_parallelism: int = 8
    poison_blob_threshold: int = 5


@dataclass(frozen=True)
class HostSettings:
    """The part of an app's settings files that this host acts on. Durations are seconds."""

    app_directory: Path
    route_prefix: str = "api"
    hub_name: str = "TestHubName"
    function_timeout: float | None = DEFAULT_FUNCTION_TIMEOUT_SECONDS
    log_level: str = "INFO"
    max_concurrent_activities: int = 10
    max_concurrent_orchestrators: int = 10
    replace_finished_instances: bool = True
    cors_origins: tuple[str, ...] = ()
    cors_credentials: bool = False
    queues: QueueSettings = field(default_factory=QueueSettings)
    blobs: BlobSettings = field(default_factory=BlobSettings)
    values: Mapping[str, str] = field(default_factory=dict)


def load_settings(app_directory: Path, cors: str | None = None) -> HostSettings:
    """Read `host.json` and `local.settings.json` of an app folder; a missing file means the host's defaults.

    `cors` are origins, with commas between, in place of those in `local.settings.json`.

    Raises:
        SettingsError: a file is not JSON, or holds something this host cannot use.
    """
    if not (app_directory / os.environ.get("PYTHON_SCRIPT_FILE_NAME", "function_app.py")).is_file():
        raise SettingsError(f"{app_directory} has no function_app.py: --app takes the folder of a Python v2-model app.")
    local = _read_json(app_directory / "local.settings.json")
    if local.get("IsEncrypted"):
        raise SettingsError("local.settings.json is encrypted: run `func settings decrypt`, this host cannot read it.")
    values = {name: _as_text(value) for name, value in _section(local, "Values").items()}
    host = _read_json(app_directory / "host.json")
    extensions = _section(host, "extensions")
    durable = _section(extensions, "durableTask")
    cpu = os.cpu_count() or 1
    own = _section(local, "Host")
    return HostSettings(
        app_directory=app_directory,
        route_prefix=str(_section(extensions, "http").get("routePrefix", "api")).strip("/"),
        hub_name=resolve_settings(str(durable.get("hubName", "TestHubName")), {**values, **os.environ}),
        function_timeout=_function_timeout(host.get("functionTimeout")),
        log_level=_log_level(host),
        max_concurrent_activities=int(durable.get("maxConcurrentActivityFunctions", 10 * cpu)),
        max_concurrent_orchestrators=int(durable.get("maxConcurrentOrchestratorFunctions", 10 * cpu)),
        replace_finished_instances=durable.get("overridableExistingInstanceStates", "NonRunningStates") != "None",
        cors_origins=tuple(
            origin.strip().rstrip("/") for origin in str(cors or own.get("CORS", "")).split(",") if origin.strip()
        ),
        cors_credentials=bool(own.get("CORSCredentials", False)),
        queues=_queue_settings(_section(extensions, "queues")),
        blobs=_blob_settings(_section(extensions, "blobs"), cpu),
        values=values,
    )


def apply_environment(settings: HostSettings, address: str, environ: MutableMapping[str, str]) -> None:
    """Give the app the environment Core Tools gives it. What is set already wins over local.settings.json."""
    for name, value in settings.values.items():
        environ.setdefault(name, value)
    environ.setdefault("FUNCTIONS_WORKER_RUNTIME", "python")
    environ.setdefault("AZURE_FUNCTIONS_ENVIRONMENT", "Development")
    environ.setdefault("FUNCTIONS_EXTENSION_VERSION", "~4")
    environ["AzureWebJobsScriptRoot"] = str(settings.app_directory)
    environ["WEBSITE_HOSTNAME"] = address


def resolve_settings(text: str, environ: Mapping[str, str]) -> str:
    """Replace each `%NAME%` by the app setting of that name.

    Raises:
        SettingsError: there is no such setting.
    """

    def setting(match: re.Match[str]) -> str:
        value = environ.get(match[1])
        if value is None:
            raise SettingsError(f"%{match[1]}% does not resolve: there is no app setting {match[1]}.")
        return value

    return re.sub(r"%([^%\s]+)%", setting, text)


def parse_time_span(text: str) -> float | None:
    """Seconds of a .NET TimeSpan as host.json writes it (`[d.]hh:mm[:ss]`), or None when the text is not one."""
    match = _TIME_SPAN.fullmatch(text.strip())
    if match is None:
        return None
    days, hours, minutes, seconds = (float(match[name] or 0) for name in ("days", "hours", "minutes", "seconds"))
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _function_timeout(value: object) -> float | None:
    if value is None:
        return DEFAULT_FUNCTION_TIMEOUT_SECONDS
    if str(value).strip().startswith("-"):
        return None
    seconds = parse_time_span(str(value))
    if not seconds:
        raise SettingsError(f'host.json: functionTimeout {value!r} is not a time span such as "00:10:00".')
    return seconds


def _queue_settings(queues: Mapping[str, Any]) -> QueueSettings:
    batch = _whole_number(queues, "queues", "batchSize", 16, most=32)
    encoding = str(queues.get("messageEncoding", "base64")).lower()
    if encoding not in ("base64", "none"):
        raise SettingsError(f"host.json: queues.messageEncoding {encoding!r} is neither base64 nor none.")
    return QueueSettings(
        batch_size=batch,
        new_batch_threshold=_whole_number(queues, "queues", "newBatchThreshold", max(batch // 2, 1), least=0),
        release_after=_seconds(queues, "queues", "visibilityTimeout", 0.0),
        max_polling_interval=_seconds(queues, "queues", "maxPollingInterval", QueueSettings.max_polling_interval),
        max_dequeue_count=_whole_number(queues, "queues", "maxDequeueCount", 5),
        base64=encoding == "base64",
    )


def _blob_settings(blobs: Mapping[str, Any], cpu: int) -> BlobSettings:
    return BlobSettings(
        max_degree_of_parallelism=_whole_number(blobs, "blobs", "maxDegreeOfParallelism", 8 * cpu),
        poison_blob_threshold=_whole_number(blobs, "blobs", "poisonBlobThreshold", 5),
    )


def _whole_number(
    section: Mapping[str, Any], where: str, name: str, default: int, *, least: int = 1, most: int | None = None
) -> int:
    value = section.get(name, default)
    if type(value) is not int or value < least or (most is not None and value > most):
        limits = f"from {least} to {most}" if most is not None else f"from {least} up"
        raise SettingsError(f"host.json: {where}.{name} {value!r} is not a whole number {limits}.")
    return value


def _seconds(section: Mapping[str, Any], where: str, name: str, default: float) -> float:
    value = section.get(name)
    if value is None:
        return default
    seconds = parse_time_span(str(value))
    if seconds is None:
        raise SettingsError(f'host.json: {where}.{name} {value!r} is not a time span such as "00:00:30".')
    return seconds


def _log_level(host: Mapping[str, Any]) -> str:
    wanted = _section(_section(host, "logging"), "logLevel").get("default", "Information")
    level = _LOG_LEVELS.get(str(wanted).lower())
    if level is None:
        raise SettingsError(f"host.json: logging.logLevel.default {wanted!r} is not one of {', '.join(_LOG_LEVELS)}.")
    return level


def _section(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = parent.get(name)
    return value if isinstance(value, dict) else {}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _read_json(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise SettingsError(f"{path.name} is not valid JSON: {error}") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path.name} must hold a JSON object.")
    return content
