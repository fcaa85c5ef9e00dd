"""What the adapters to Azure's services share: a client made on first use, deadlines, retries, and errors of ours."""

import asyncio
import json
import logging
import math
import zlib
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from shared.errors import ServiceUnavailable
from shared.telemetry import log_event
from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen
from shared.utils.retry import async_retry

if TYPE_CHECKING:
    from azure.core.exceptions import HttpResponseError
    from azure.identity.aio import DefaultAzureCredential

    from shared.settings import Settings

CONNECT_SECONDS: Final = 5.0
BASE_DELAY_SECONDS: Final = 0.25
CHECK_SECONDS: Final = 5.0
_ATTEMPTS: Final = 3
_MAX_DELAY_SECONDS: Final = 8.0
_BUSY: Final = frozenset({408, 429})
_REFUSED: Final = frozenset({401, 403})


class ServiceDown(Exception):
    """The service did not answer, failed, or said that it cannot just now; `retry_after` is in seconds."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("an Azure service is down")
        self.retry_after = retry_after


def is_down(error: Exception) -> bool:
    """What counts in the circuit breaker of such a service."""
    return isinstance(error, ServiceDown)


class Client(Protocol):
    """What every client of Azure's SDKs has."""

    async def close(self) -> None: ...


class AzureAdapter[C: Client](ABC):
    """One client of an SDK. Every call has a deadline and is tried three times at most; outages and refusals of this
    app become `ServiceUnavailable`, and other answers that are errors what `_meaning` makes of them."""

    NAME: ClassVar[str]  # in log events

    def __init__(self, settings: "Settings", breaker: CircuitBreaker) -> None:
        self._settings = settings
        self._breaker = breaker
        self._client: C | None = None
        self._credential: DefaultAzureCredential | None = None
        self._opening = asyncio.Lock()

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
        if self._credential is not None:
            await self._credential.close()

    @abstractmethod
    def _connect(self) -> C:
        """Makes the client, which is not to try anything again itself. Raises `SettingsError`."""

    @abstractmethod
    def _unavailable(self) -> ServiceUnavailable:
        """The problem of an outage."""

    @abstractmethod
    def _refused(self) -> ServiceUnavailable:
        """The problem of an app without the rights that it needs."""

    @abstractmethod
    def _meaning(self, error: "HttpResponseError") -> Exception:
        """What an error's answer means that is neither an outage nor a refusal of this app."""

    async def _connected(self) -> C:
        """The client, made on first use: importing an SDK takes longer than a cold start should."""
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            return self._client

    def _identity(self) -> "DefaultAzureCredential":
        """The managed identity, for `_connect`."""
        from azure.identity.aio import DefaultAzureCredential

        self._credential = DefaultAzureCredential()
        return self._credential

    async def _call[R](self, execute: Callable[[], Awaitable[R]], seconds: float, attempts: int = _ATTEMPTS) -> R:
        """One call within its deadline, which a try that hangs uses up."""
        due = asyncio.get_running_loop().time() + seconds

        def note(number: int, error: Exception, delay: float) -> None:
            log_event(
                f"{self.NAME}.retry", level=logging.WARNING, attempt=number, delay_seconds=round(delay, 3), error=error
            )

        @async_retry(
            attempts,
            (ServiceDown,),
            BASE_DELAY_SECONDS,
            _MAX_DELAY_SECONDS,
            on_retry=note,
            retry_after=lambda error: error.retry_after if isinstance(error, ServiceDown) else None,
            deadline=seconds,
        )
        async def attempt() -> R:
            return await self._breaker.call(self._translated, execute, due)

        try:
            return await attempt()
        except (ServiceDown, CircuitBreakerOpen):
            raise self._unavailable() from None

    async def _translated[R](self, execute: Callable[[], Awaitable[R]], due: float) -> R:
        """Runs a call until loop time `due`; the SDK's errors become ours."""
        from azure.core import exceptions

        try:
            async with asyncio.timeout_at(due):
                return await execute()
        except (
            TimeoutError,
            exceptions.ServiceRequestError,
            exceptions.ServiceResponseError,
            exceptions.IncompleteReadError,
            exceptions.DecodeError,
            exceptions.DeserializationError,
            json.JSONDecodeError,  # the SDKs let it through, and zlib's, when what answers is something in between
            zlib.error,
        ):
            raise ServiceDown from None
        except exceptions.HttpResponseError as error:
            status = error.status_code or 500
            if status in _REFUSED:
                log_event(f"{self.NAME}.refused", level=logging.ERROR, status=status)
                raise self._refused() from None
            failed = status < 400  # a good status: an analysis that came to nothing, a page of something in between
            if failed or status >= 500 or status in _BUSY:
                raise ServiceDown(_retry_after(error)) from None
            raise self._meaning(error) from None


def _retry_after(error: Any) -> float | None:
    """Seconds that the service asks to wait."""
    try:
        seconds = float(error.response.headers["Retry-After"])
    except (AttributeError, KeyError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
