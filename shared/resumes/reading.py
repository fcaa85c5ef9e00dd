"""From the bytes of a file to what can be seen of it: its kind, its own text, the service's, hidden text left out."""

import logging
from collections.abc import Sequence
from typing import Final, Protocol

from shared.errors import ServiceUnavailable
from shared.models.document import DocumentPage, Line, ReadDocument, Word
from shared.resumes.child_reader import ChildReader
from shared.resumes.embedded_text import Embedded
from shared.resumes.invisible import without_invisible
from shared.resumes.kinds import CONTENT_TYPES, kind_of
from shared.resumes.unreadable import UnreadableDocument
from shared.services.document_service import DocumentRefused
from shared.telemetry import log_event

_SAME_PLACE: Final = 0.5  # of the smaller of two boxes


class DocumentService(Protocol):
    """What reads the pages of a document as they are seen."""

    async def extract_text(self, content: bytes, content_type: str) -> list[DocumentPage]: ...


async def read_file(content: bytes, document_service: DocumentService | None, *, reader: ChildReader) -> ReadDocument:
    """What can be seen of a file, and what is hidden in it.

    A PDF goes to the service, where there is one, and its embedded text stands in while the service is down. Word
    documents and plain text have no layout that a service could see: their own text is all there is.

    Raises `UnsupportedFile`, `UnreadableDocument`, and `ServiceUnavailable` when trying again later may help.
    """
    kind = kind_of(content)
    embedded = await reader.read(content, kind)
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
            seen = [_without_hidden(page, embedded) for page in pages]
            document = document.model_copy(update={"pages": seen, "source": "document_intelligence"})
    if not _has_text(document.pages):
        raise UnreadableDocument("no_text")
    return document


def _has_text(pages: Sequence[DocumentPage]) -> bool:
    return any(line.content for page in pages for line in page.lines)


def _without_hidden(page: DocumentPage, embedded: Embedded) -> DocumentPage:
    """A page that the service read, without the words that are hidden in the file and without invisible characters."""
    hidden = embedded.hidden_words.get(page.number, [])
    visible = [word for own in embedded.document.pages if own.number == page.number for word in own.words]
    words: list[Word] = []
    lines = [line.model_copy(update={"content": without_invisible(line.content)[0]}) for line in page.lines]
    for word in page.words:
        word = word.model_copy(update={"content": without_invisible(word.content)[0]})
        if _is_among(word, hidden) and not _is_among(word, visible):
            _strike(word, lines)
        elif word.content:
            words.append(word)
    return page.model_copy(update={"words": words, "lines": [line for line in lines if line.content.strip()]})


def _is_among(word: Word, others: Sequence[Word]) -> bool:
    """Whether one of the others says the same, or part of it, in the same place."""
    said = word.content.casefold()
    return any(
        (said in (there := other.content.casefold()) or there in said)
        and _share(word.polygon, other.polygon) > _SAME_PLACE
        for other in others
    )


def _strike(word: Word, lines: list[Line]) -> None:
    """Takes a word out of the line that it stands in."""
    for line in lines:
        parts = line.content.split(" ")
        if word.content in parts and _share(word.polygon, line.polygon) > _SAME_PLACE:
            parts.remove(word.content)
            line.content = " ".join(parts)
            return


def _share(one: Sequence[float] | None, other: Sequence[float] | None) -> float:
    """How much of the smaller of two boxes both cover, 0 to 1."""
    if not one or not other:
        return 0.0
    left, right = max(min(one[0::2]), min(other[0::2])), min(max(one[0::2]), max(other[0::2]))
    top, bottom = max(min(one[1::2]), min(other[1::2])), min(max(one[1::2]), max(other[1::2]))
    smaller = min(_area(one), _area(other))
    return max(0.0, right - left) * max(0.0, bottom - top) / smaller if smaller > 0 else 0.0


def _area(polygon: Sequence[float]) -> float:
    return (max(polygon[0::2]) - min(polygon[0::2])) * (max(polygon[1::2]) - min(polygon[1::2]))
