"""PDF documents through PDFium: opened within limits, their pages one at a time."""

import contextlib
from collections.abc import Generator
from importlib import import_module
from typing import Any, Final

from shared.resumes.pdf_page import PdfPage
from shared.resumes.unreadable import MAX_PAGES, UnreadableDocument

# Annotations that show or cover text: free text, square, circle, polygon, stamp, widget, watermark, redaction.
_SHOWN: Final = frozenset({3, 5, 6, 7, 13, 20, 24, 28})


@contextlib.contextmanager
def opened(content: bytes) -> Generator["Pdf"]:
    """The document, closed afterwards. Raises `UnreadableDocument` when it cannot be opened or has too many pages."""
    library = _library()
    raw = library.raw
    try:
        document: Any = library.PdfDocument(content)
    except library.PdfiumError as error:
        protected = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise UnreadableDocument("encrypted" if protected else "damaged") from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableDocument("too_many_pages")
        if len(document) == 0:
            raise UnreadableDocument("damaged")
        yield Pdf(document, raw)
    finally:
        document.close()


def _library() -> Any:
    """pypdfium2, which has no types; imported late, as everything heavy is."""
    return import_module("pypdfium2")


class Pdf:
    """An open document."""

    def __init__(self, document: Any, raw: Any) -> None:
        self._document = document
        self._raw = raw

    def __len__(self) -> int:
        return len(self._document)

    @contextlib.contextmanager
    def page(self, index: int) -> Generator["PdfPage"]:
        """A page by its index from 0. Raises `UnreadableDocument` when it is damaged."""
        try:
            page: Any = self._document[index]
            if self._is_annotated(page):
                self._raw.FPDFPage_Flatten(page.raw, self._raw.FLAT_NORMALDISPLAY)
                page.close()
                page = self._document[index]
            text: Any = page.get_textpage()
        except _library().PdfiumError:
            raise UnreadableDocument("damaged") from None
        try:
            yield PdfPage(page, text, self._raw)
        finally:
            text.close()
            page.close()

    def _is_annotated(self, page: Any) -> bool:
        """Whether a page shows or covers text by what is not part of its content: fields, notes and stamps on it."""
        raw = self._raw
        for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            note = raw.FPDFPage_GetAnnot(page.raw, number)
            if not note:
                continue
            subtype = raw.FPDFAnnot_GetSubtype(note)
            raw.FPDFPage_CloseAnnot(note)
            if subtype in _SHOWN:
                return True
        return False
