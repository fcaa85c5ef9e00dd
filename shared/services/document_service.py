"""The adapter to Azure Document Intelligence: the visible text of a document with its layout."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, override

from shared.errors import ServiceUnavailable, SettingsError
from shared.models.document import DocumentPage, Line, Word
from shared.services.azure_clients import (
    BASE_DELAY_SECONDS,
    CHECK_SECONDS,
    CONNECT_SECONDS,
    AzureAdapter,
    ServiceDown,
    is_down,
)
from shared.telemetry import span
from shared.utils.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from azure.ai.documentintelligence.aio import DocumentIntelligenceClient
    from azure.core.exceptions import HttpResponseError

    from shared.settings import Settings

_MODEL: Final = "prebuilt-layout"
_POLL_SECONDS: Final = 0.5  # where the service does not say how long to wait
_POLL_RETRIES: Final = 4

type Reading = dict[str, Any]


class DocumentRefused(Exception):
    """The service will not read this document, now or later."""


class AzureDocumentService(AzureAdapter["DocumentIntelligenceClient"]):
    """Reads documents with the layout model: with its key where there is one, else as the managed identity.

    Every document has the deadline `document_timeout_seconds` and is submitted three times at most. Outages become
    `ServiceUnavailable`; without an endpoint in the settings every call raises `SettingsError`.
    """

    NAME: ClassVar[str] = "document"

    def __init__(self, settings: "Settings") -> None:
        super().__init__(settings, CircuitBreaker(failure_threshold=8, recovery_timeout=15.0, counts=is_down))

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
            result = await self._call(analyze, self._settings.document_timeout_seconds)
            try:
                return pages_of(dict(result))
            except (KeyError, TypeError, ValueError):
                raise self._unavailable() from None

    async def check(self) -> None:
        """One cheap round trip. Raises `ServiceUnavailable` when it does not come back."""
        from azure.core.rest import HttpRequest

        client = await self._connected()
        version = client._config.api_version  # pyright: ignore[reportPrivateUsage]  # no other way to ask for it

        async def ask() -> None:
            request = HttpRequest("GET", "/info", params={"api-version": version})
            response: Any = await client.send_request(request)
            response.raise_for_status()

        await self._call(ask, CHECK_SECONDS, 1)

    @override
    def _connect(self) -> "DocumentIntelligenceClient":
        settings = self._settings
        if settings.document_intelligence_endpoint is None:
            raise SettingsError("Documents cannot be read: set DOCUMENT_INTELLIGENCE_ENDPOINT.", retry_after=60)
        from azure.ai.documentintelligence.aio import DocumentIntelligenceClient
        from azure.core.credentials import AzureKeyCredential

        key = settings.document_intelligence_key
        return DocumentIntelligenceClient(
            str(settings.document_intelligence_endpoint).rstrip("/"),
            self._identity() if key is None else AzureKeyCredential(key.get_secret_value()),
            retry_total=0,  # `_call` tries again, within one deadline
            retry_backoff_factor=BASE_DELAY_SECONDS,  # of polls, which are tried again by the SDK
            connection_timeout=CONNECT_SECONDS,
            read_timeout=settings.document_timeout_seconds,
        )

    @override
    def _unavailable(self) -> ServiceUnavailable:
        return ServiceUnavailable(
            "Reading documents is not possible just now. Please try again in a moment.", code="reading_unavailable"
        )

    @override
    def _refused(self) -> ServiceUnavailable:
        return ServiceUnavailable(
            "The reading service refuses this app. Its operators have to look at its rights.", code="reading_refused"
        )

    @override
    def _meaning(self, error: "HttpResponseError") -> Exception:
        return ServiceDown() if error.status_code == 404 else DocumentRefused()  # 404: its result is gone


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
