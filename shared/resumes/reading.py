"""From the bytes of a file to what can be seen of it: its kind, its own text, the service's, hidden text left out."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from shared.errors import ServiceUnavailable
from shared.models.document import DocumentPage, ReadDocument
from shared.resumes.child_reader import ChildReader
from shared.resumes.hidden_words import seen_pages
from shared.resumes.kinds import CONTENT_TYPES, kind_of
from shared.resumes.unreadable import UnreadableDocument
from shared.services.document_service import DocumentRefused
from shared.telemetry import log_event


class DocumentService(Protocol):
    """What reads the pages of a document as they are seen."""

    async def extract_text(self, content: bytes, content_type: str) -> list[DocumentPage]: ...


async def read_file(
    content: bytes, document_service: DocumentService | None, *, reader: ChildReader, owner: UUID | None = None
) -> ReadDocument:
    """What can be seen of a file of `owner`'s, and what is hidden in it.

    A PDF goes to the service, where there is one, and its embedded text stands in while the service is down. Word
    documents and plain text have no layout that a service could see: their own text is all there is.

    Raises `UnsupportedFile`, `UnreadableDocument`, and `ServiceUnavailable` when trying again later may help.
    """
    kind = await asyncio.to_thread(kind_of, content)
    embedded = await reader.read(content, kind, owner)
    document = embedded.document
    if kind == "pdf" and document_service is not None:
        try:
            pages = await document_service.extract_text(content, CONTENT_TYPES[kind])
        except DocumentRefused as error:
            log_event("resume.reading.refused", level=logging.WARNING, error=error)
        except ServiceUnavailable as error:
            if not _has_text(document.pages):
                raise
            log_event("resume.reading.fell_back", level=logging.WARNING, error=error, code=error.code)
        else:
            if len(pages) < len(document.pages):
                log_event("resume.reading.pages_missing", level=logging.WARNING, given=len(pages))
            seen = await asyncio.to_thread(seen_pages, pages, embedded)
            document = document.model_copy(update={"pages": seen, "source": "document_intelligence"})
    if not _has_text(document.pages):
        raise UnreadableDocument("no_text")
    return document


def _has_text(pages: Sequence[DocumentPage]) -> bool:
    return any(line.content for page in pages for line in page.lines)
