"""The adapter to Azure Document Intelligence: the visible text of a document with its layout."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from shared.errors import ServiceUnavailable, SettingsError
from shared.models.document import DocumentPage, Line, Word
from shared.telemetry import log_event, span
from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen
from shared.utils.retry import async_retry

if TYPE_CHECKING:
    from azure.ai.documentintelligence.aio import DocumentIntelligenceClient
    from azure.identity.aio import DefaultAzureCredential

    from shared.settings import Settings

_MODEL: Final = "prebuilt-layout"
_ATTEMPTS: Final = 3
_BASE_DELAY_SECONDS: Final = 0.25
_MAX_DELAY_SECONDS: Final = 8.0
_CONNECT_SECONDS: Final = 5.0
_CHECK_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.5  # where the service does not say how long to wait
_POLL_RETRIES: Final = 4
_BUSY: Final = frozenset({408, 429})
_REFUSED: Final = frozenset({401, 403})

type Reading = dict[str, Any]


class DocumentRefused(Exception):
    """The service will not read this document, now or later."""


class _ServiceDown(Exception):
    """The service did not answer, failed, or said that it cannot just now."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("document intelligence is down")
        self.retry_after = retry_after


class AzureDocumentService:
    """Reads documents with the layout model: with its key where there is one, else as the managed identity.

    Every document has the deadline `document_timeout_seconds` and is submitted three times at most. Outages become
    `ServiceUnavailable`; without an endpoint in the settings every call raises `SettingsError`.
    """

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._client: DocumentIntelligenceClient | None = None
        self._credential: DefaultAzureCredential | None = None
        self._opening = asyncio.Lock()
        self._breaker = CircuitBreaker(
            failure_threshold=8, recovery_timeout=15.0, counts=lambda error: isinstance(error, _ServiceDown)
        )

    async def extract_text(self, content: bytes, content_type: str) -> list[DocumentPage]:
        """The pages of a document as they are seen, lines in reading order. Raises `DocumentRefused`."""
        client = await self._connected()
        document: Any = content  # the SDK takes bytes as well as a stream, which its types do not say

        async def analyze() -> Any:
            from azure.core.polling.async_base_polling import AsyncLROBasePolling

            polling: AsyncLROBasePolling[Any, Any, Any] = AsyncLROBasePolling(_POLL_SECONDS, retry_total=_POLL_RETRIES)
            poller: Any = await client.begin_analyze_document(
                _MODEL, document, content_type=content_type, string_index_type="unicodeCodePoint", polling=polling
            )
            return await poller.result()

        with span("document.extract", bytes=len(content)):
            result = await self._call(analyze, self._settings.document_timeout_seconds, _ATTEMPTS)
            try:
                return pages_of(dict(result))
            except (KeyError, TypeError, ValueError):
                raise _unavailable() from None

    async def check(self) -> None:
        """One cheap round trip. Raises `ServiceUnavailable` when it does not come back."""
        from azure.core.rest import HttpRequest

        client = await self._connected()
        version = client._config.api_version  # pyright: ignore[reportPrivateUsage]  # no other way to ask for it

        async def ask() -> None:
            request = HttpRequest("GET", "/info", params={"api-version": version})
            response: Any = await client.send_request(request)
            response.raise_for_status()

        await self._call(ask, _CHECK_SECONDS, 1)

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
        if self._credential is not None:
            await self._credential.close()

    async def _connected(self) -> "DocumentIntelligenceClient":
        """The client, made on first use: importing the SDK takes longer than a cold start should."""
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            return self._client

    def _connect(self) -> "DocumentIntelligenceClient":
        settings = self._settings
        if settings.document_intelligence_endpoint is None:
            raise SettingsError("Documents cannot be read: set DOCUMENT_INTELLIGENCE_ENDPOINT.", retry_after=60)
        from azure.ai.documentintelligence.aio import DocumentIntelligenceClient
        from azure.core.credentials import AzureKeyCredential

        if settings.document_intelligence_key is None:
            from azure.identity.aio import DefaultAzureCredential

            credential = self._credential = DefaultAzureCredential()
        else:
            credential = AzureKeyCredential(settings.document_intelligence_key.get_secret_value())
        return DocumentIntelligenceClient(
            str(settings.document_intelligence_endpoint).rstrip("/"),
            credential,
            retry_total=0,  # `_call` tries again, within one deadline
            retry_backoff_factor=_BASE_DELAY_SECONDS,  # of polls, which are tried again by the SDK
            connection_timeout=_CONNECT_SECONDS,
            read_timeout=settings.document_timeout_seconds,
        )

    async def _call[R](self, execute: Callable[[], Awaitable[R]], seconds: float, attempts: int) -> R:
        """One call within its deadline, which a try that hangs uses up."""
        due = asyncio.get_running_loop().time() + seconds

        def note(number: int, error: Exception, delay: float) -> None:
            log_event(
                "document.retry", level=logging.WARNING, attempt=number, delay_seconds=round(delay, 3), error=error
            )

        @async_retry(
            attempts,
            (_ServiceDown,),
            _BASE_DELAY_SECONDS,
            _MAX_DELAY_SECONDS,
            on_retry=note,
            retry_after=lambda error: error.retry_after if isinstance(error, _ServiceDown) else None,
            deadline=seconds,
        )
        async def attempt() -> R:
            return await self._breaker.call(_translated, execute, due)

        try:
            return await attempt()
        except (_ServiceDown, CircuitBreakerOpen):
            raise _unavailable() from None


def pages_of(result: Reading) -> list[DocumentPage]:
    """The pages of an `analyzeResult`. Raises KeyError, TypeError or ValueError when it is none.

    Formats without a layout come with paragraphs and words, but without lines: then each paragraph is a line.
    """
    pages: list[DocumentPage] = []
    for page in result["pages"]:
        words = [
            Word(content=word["content"], polygon=_polygon(word), confidence=word.get("confidence", 1))
            for word in page.get("words") or ()
        ]
        lines = [Line(content=line["content"], polygon=_polygon(line)) for line in page.get("lines") or ()]
        if words and not lines:
            lines = _paragraphs(result.get("paragraphs") or (), page.get("spans") or ())
        placed = page.get("unit") == "inch"
        pages.append(
            DocumentPage(
                number=page["pageNumber"],
                width=page["width"] if placed else None,
                height=page["height"] if placed else None,
                lines=lines or ([Line(content=" ".join(word.content for word in words))] if words else []),
                words=words,
            )
        )
    return pages


def _paragraphs(paragraphs: Sequence[Reading], spans: Sequence[Reading]) -> list[Line]:
    """The paragraphs that begin within the spans of a page."""
    return [
        Line(content=paragraph["content"])
        for paragraph in paragraphs
        if any(part["offset"] <= paragraph["spans"][0]["offset"] < part["offset"] + part["length"] for part in spans)
    ]


def _polygon(element: Reading) -> list[float] | None:
    polygon = element.get("polygon")
    return list(polygon) if polygon and len(polygon) == 8 else None


def _unavailable() -> ServiceUnavailable:
    return ServiceUnavailable(
        "Reading documents is not possible just now. Please try again in a moment.", code="reading_unavailable"
    )


async def _translated[R](execute: Callable[[], Awaitable[R]], due: float) -> R:
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
    ):
        raise _ServiceDown from None
    except exceptions.HttpResponseError as error:
        status = error.status_code or 500
        if status in _REFUSED:
            log_event("document.refused", level=logging.ERROR, status=status)
            raise ServiceUnavailable(
                "The reading service refuses this app. Its operators have to look at its rights.",
                code="reading_refused",
            ) from None
        if status >= 500 or status in _BUSY:
            raise _ServiceDown(_retry_after(error)) from None
        if 200 <= status < 300 or status == 404:  # the analysis failed, or its result is gone
            raise _ServiceDown from None
        raise DocumentRefused from None


def _retry_after(error: Any) -> float | None:
    """Seconds that the service asks to wait."""
    try:
        return float(error.response.headers["Retry-After"])
    except (AttributeError, KeyError, ValueError):
        return None
