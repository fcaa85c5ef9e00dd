"""The adapter to Document Intelligence: the SDK on the stand-in, and its bad days."""

import time

import pytest

from local.document_standin import DocumentStandIn
from shared.errors import ServiceUnavailable, SettingsError
from shared.resumes.embedded_text import read_embedded
from shared.resumes.kinds import CONTENT_TYPES
from shared.services.document_service import AzureDocumentService, DocumentRefused
from shared.settings import Settings
from tests.fixtures import documents as made
from tests.fixtures.documents import VISIBLE
from tests.integration.documents.conftest import DocumentAdmin

pytestmark = pytest.mark.integration

PDF = CONTENT_TYPES["pdf"]


def own_pdf(marker: str) -> bytes:
    """A document that no other test sends."""
    return made.text_pdf([[*VISIBLE, marker], ["a second page"]])


async def test_a_document_comes_back_as_pages(service: AzureDocumentService, documents: DocumentAdmin) -> None:
    content = own_pdf("plain")
    pages = await service.extract_text(content, PDF)
    assert pages == read_embedded(content, "pdf").document.pages
    assert await documents.submissions(content) == 1


async def test_formats_without_a_layout_have_lines_too(service: AzureDocumentService) -> None:
    pages = await service.extract_text(made.text_docx(VISIBLE), CONTENT_TYPES["docx"])
    assert [line.content for line in pages[0].lines] == list(VISIBLE)
    assert pages[0].width is None
    assert pages[0].words[0].polygon is None


@pytest.mark.parametrize(("kind", "submissions"), [("throttle", 3), ("throttle_polls", 1)])
async def test_throttling_is_waited_out_and_only_a_throttled_submission_is_sent_again(
    service: AzureDocumentService, documents: DocumentAdmin, kind: str, submissions: int
) -> None:
    content = own_pdf(kind)
    await documents.fault(kind, content, times=2, retry_after=0)
    assert await service.extract_text(content, PDF)
    assert await documents.submissions(content) == submissions


@pytest.mark.parametrize("kind", ["throttle", "error", "fail", "lose", "garbage"])
async def test_what_does_not_pass_ends_as_unavailable_after_three_attempts(
    service: AzureDocumentService, documents: DocumentAdmin, kind: str
) -> None:
    content = own_pdf(f"always {kind}")
    await documents.fault(kind, content, times=None, retry_after=0)
    with pytest.raises(ServiceUnavailable) as caught:
        await service.extract_text(content, PDF)
    assert caught.value.code == "reading_unavailable"
    assert await documents.submissions(content) == 3


@pytest.mark.parametrize("kind", ["error", "fail", "lose", "garbage"])
async def test_what_passes_is_got_over(service: AzureDocumentService, documents: DocumentAdmin, kind: str) -> None:
    content = own_pdf(f"once {kind}")
    await documents.fault(kind, content, retry_after=0)
    assert await service.extract_text(content, PDF)


@pytest.mark.parametrize("kind", ["never_finish", "hang"])
async def test_the_deadline_ends_what_never_finishes(
    service: AzureDocumentService, documents: DocumentAdmin, document_settings: Settings, kind: str
) -> None:
    content = own_pdf(f"for ever {kind}")
    await documents.fault(kind, content, times=None)
    started = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        await service.extract_text(content, PDF)
    assert time.monotonic() - started < document_settings.document_timeout_seconds + 1


async def test_a_refused_document_is_not_sent_again(service: AzureDocumentService, documents: DocumentAdmin) -> None:
    content = own_pdf("refused")
    await documents.fault("refuse", content, times=None)
    with pytest.raises(DocumentRefused):
        await service.extract_text(content, PDF)
    assert await documents.submissions(content) == 1


async def test_readiness_asks_the_service(service: AzureDocumentService, document_settings: Settings) -> None:
    await service.check()
    nobody = document_settings.model_copy(update={"document_intelligence_endpoint": "http://127.0.0.1:9"})
    elsewhere = AzureDocumentService(nobody)
    with pytest.raises(ServiceUnavailable):
        await elsewhere.check()
    await elsewhere.aclose()


async def test_a_wrong_key_is_the_operators_matter(
    document_settings: Settings, document_stand_in: DocumentStandIn
) -> None:
    values = {**document_settings.model_dump(), "document_intelligence_key": "wrong-key"}
    service = AzureDocumentService(Settings.model_validate(values))
    with pytest.raises(ServiceUnavailable) as caught:
        await service.check()
    assert caught.value.code == "reading_refused"
    await service.aclose()


async def test_without_an_endpoint_the_setting_is_named(document_settings: Settings) -> None:
    service = AzureDocumentService(document_settings.model_copy(update={"document_intelligence_endpoint": None}))
    with pytest.raises(SettingsError, match="DOCUMENT_INTELLIGENCE_ENDPOINT"):
        await service.extract_text(b"%PDF-", PDF)
    await service.aclose()
