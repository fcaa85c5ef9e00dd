"""Health: alive, ready, and in detail. Open to anyone and not limited, so each check is cached for a moment."""

import asyncio
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import azure.durable_functions as df
from azure.functions.warmup import WarmUpContext
from fastapi.responses import JSONResponse, Response

from blueprints.http import Exchange, door
from shared.container import Container, get_container
from shared.errors import AppError, SettingsError
from shared.telemetry import log_event

bp = df.Blueprint()

_STARTED: Final = time.monotonic()
_CHECK_SECONDS: Final = 2.0
_COLD: Final = 5  # times as long for a container's first checks, which load the SDKs
_CACHE_SECONDS: Final = 2.0

Verdict = Literal["healthy", "unhealthy"]


@dataclass(frozen=True)
class CheckResult:
    """`detail` names a setting that is wrong, and nothing else of the inside."""

    verdict: Verdict
    milliseconds: float
    detail: str | None = None


@dataclass
class Checks:
    """The checks behind readiness, run side by side and remembered for a moment, for one container at a time."""

    _container: Container | None = None
    _results: dict[str, CheckResult] = field(default_factory=dict[str, CheckResult])
    _until: float = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, container: Container) -> dict[str, CheckResult]:
        async with self._lock:
            if container is not self._container or time.monotonic() >= self._until:
                names = {"database": check_database, "azure": check_azure_services}
                if _stores_files(container):
                    names["storage"] = check_storage
                seconds = _CHECK_SECONDS * (1 if container is self._container else _COLD)
                results = await asyncio.gather(*(_timed(check, container, seconds) for check in names.values()))
                self._results = dict(zip(names, results, strict=True))
                self._container, self._until = container, time.monotonic() + _CACHE_SECONDS
            return self._results


_checks = Checks()


async def check_database(container: Container) -> None:
    """One round trip to the database. Raises when it does not come back."""
    await container.database.check()


async def check_azure_services(container: Container) -> None:
    """Whether the model's service answers. Raises when it does not."""
    await container.model.check()


async def check_storage(container: Container) -> None:
    """Whether the storage of files answers. Raises when it does not."""
    await container.storage.check()


def _stores_files(container: Container) -> bool:
    """Whether there is a storage account in the settings: without one everything but résumés works."""
    try:
        settings = container.settings
    except SettingsError:
        return False
    return bool(settings.azure_storage_account_url or settings.azure_storage_connection_string)


@door(bp, "GET", "/health", who="anyone")
async def health() -> dict[str, str]:
    """Whether the app answers at all."""
    return {"status": "healthy"}


@door(bp, "GET", "/health/live", who="anyone")
async def health_live() -> dict[str, str]:
    """Whether the process is alive."""
    return {"status": "alive"}


@door(bp, "GET", "/health/ready", who="anyone")
async def health_ready(container: Container, exchange: Exchange) -> Response:
    """Whether everything that the app needs answers; 503 with the one that does not."""
    results = await _checks.run(container)
    ready = all(result.verdict == "healthy" for result in results.values())
    content: dict[str, Any] = {
        "status": "ready" if ready else "not_ready",
        "checks": {name: result.verdict for name, result in results.items()},
    }
    if details := {name: result.detail for name, result in results.items() if result.detail}:
        content["details"] = details
    if not ready:
        exchange.headers["Retry-After"] = "5"
    return JSONResponse(content, 200 if ready else 503)


@door(bp, "GET", "/health/detailed", who="anyone")
async def health_detailed(container: Container) -> dict[str, Any]:
    """Version, uptime in seconds, memory in MiB, and the checks with their latencies in milliseconds."""
    results = await _checks.run(container)
    try:
        version = container.settings.app_version
    except SettingsError:
        version = "unknown"
    scale = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes there, KiB elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
    return {
        "status": "healthy" if all(result.verdict == "healthy" for result in results.values()) else "unhealthy",
        "version": version,
        "uptime": round(time.monotonic() - _STARTED, 1),
        "memory": {"peak_mib": round(peak / 2**20, 1)},
        "checks": {
            name: {"status": result.verdict, "latency_ms": round(result.milliseconds, 1)}
            for name, result in results.items()
        },
    }


@bp.warm_up_trigger(arg_name="warmup")  # pyright: ignore[reportUntypedFunctionDecorator, reportUnknownMemberType]
async def warm_up(warmup: WarmUpContext) -> None:  # noqa: ARG001  # the binding names it
    """Loads what a first request would wait for: the heavy SDKs, the token keys, a process that opens files."""
    container = get_container()
    try:
        container.interviews  # noqa: B018  # building it loads the interviewer
        await asyncio.gather(
            container.database.check(),
            container.model.warm_up(),
            container.tokens.warm_up(),
            container.resume_reader.warm_up(),
        )
    except AppError as error:
        log_event("app.warm_up.incomplete", reason=error.code)


async def _timed(check: Callable[[Container], Awaitable[None]], container: Container, seconds: float) -> CheckResult:
    began, detail, verdict = time.perf_counter(), None, "healthy"
    try:
        async with asyncio.timeout(seconds):
            await check(container)
    except SettingsError as error:
        verdict, detail = "unhealthy", error.detail
    except Exception as error:
        verdict = "unhealthy"
        log_event("health.check.failed", check=check.__name__, reason=type(error).__name__)
    return CheckResult(verdict, (time.perf_counter() - began) * 1000, detail)
