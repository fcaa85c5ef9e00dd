"""The text that a file holds, as words, lines and pages in reading order: what can be seen, and what cannot.

This is the risky part of reading: it runs in a child process (`child.py`), never in the app's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from shared.models.document import DocumentKind, DocumentPage, Line, ReadDocument, Word
from shared.resumes.docx_text import read_docx
from shared.resumes.findings import HiddenPiece, findings
from shared.resumes.hidden_text import split_hidden
from shared.resumes.invisible import without_invisible
from shared.resumes.kinds import decode_text
from shared.resumes.layout import Placed, lines_in_order
from shared.resumes.pdfium import ASKEW, POINTS, PdfPage, PdfWord, opened
from shared.resumes.unreadable import UnreadableDocument

_ENDING_BYTES: Final = 2048  # a PDF says at its end where its index is

type Frame = tuple[int, float, float]
"""Degrees counter-clockwise by which text is turned on its page; width and height of the page in inches."""


@dataclass(slots=True)
class Embedded:
    """What a file holds: the visible document, and per page number the hidden words, to know them again elsewhere."""

    document: ReadDocument
    hidden_words: dict[int, list[Word]] = field(default_factory=dict[int, list[Word]])


def read_embedded(content: bytes, kind: DocumentKind) -> Embedded:
    """The text of a file of a known kind, hidden text apart. Raises `UnreadableDocument`; gives no page without words
    a reason: whether a document has any text is for the caller to ask."""
    if kind == "pdf":
        return _read_pdf(content)
    if kind == "docx":
        text = read_docx(content)
        return _without_layout("docx", text.lines, text.hidden)
    return _without_layout("text", (decode_text(content) or "").splitlines(), [])


def _read_pdf(content: bytes) -> Embedded:
    ending = content[-_ENDING_BYTES:]
    if b"%%EOF" not in ending and b"startxref" not in ending:
        raise UnreadableDocument("damaged")  # cut off: PDFium would find some of its pages and say nothing
    pages: list[DocumentPage] = []
    hidden: list[HiddenPiece] = []
    hidden_words: dict[int, list[Word]] = {}
    with opened(content) as document:
        for number in range(1, len(document) + 1):
            with document.page(number - 1) as page:
                visible, unseen = split_hidden(page, page.words())
                hidden += [HiddenPiece(by, number, word.content) for word, by in unseen]
                for word in visible:
                    word.content, told = without_invisible(word.content)
                    hidden += [HiddenPiece("zero_width", number, what) for what in told]
                pages.append(_page(number, page, visible))
                if unseen:
                    hidden_words[number] = [shown_word(page, word) for word, _ in unseen]
    read = ReadDocument(kind="pdf", source="embedded", pages=pages, hidden=findings(hidden))
    return Embedded(read, hidden_words)


def _without_layout(kind: DocumentKind, lines: Iterable[str], unseen: Iterable[HiddenPiece]) -> Embedded:
    hidden = list(unseen)
    page = DocumentPage(number=1)
    for line in lines:
        content, told = without_invisible(line.strip())
        hidden += [HiddenPiece("zero_width", None, what) for what in told]
        if content := content.strip():
            page.lines.append(Line(content=content))
            page.words += [Word(content=word) for word in content.split()]
    return Embedded(ReadDocument(kind=kind, source="embedded", pages=[page], hidden=findings(hidden)))


def _page(number: int, page: PdfPage, words: list[PdfWord]) -> DocumentPage:
    """The words of a page in reading order. Text that is turned is read after the rest, in its own direction."""
    width, height = (side / POINTS for side in page.size)
    turned: dict[int, list[PdfWord]] = {}
    for word in words:
        if word.content:
            angle = word.paint.angle
            turned.setdefault(angle if angle == ASKEW else (angle - page.rotation) % 360, []).append(word)
    shown = DocumentPage(number=number, width=round(width, 4), height=round(height, 4))
    for angle in sorted(turned, key=lambda angle: -len(turned[angle])):
        frame = (angle, width, height)
        for line in lines_in_order(_upright(page, word, frame) for word in turned[angle]):
            place = _polygon(frame, line.left, line.top, line.right, line.bottom)
            shown.lines.append(Line.model_construct(content=line.content, polygon=place))
            for word in line.words:
                place = _polygon(frame, word.left, word.top, word.right, word.bottom)
                shown.words.append(Word.model_construct(content=word.content, polygon=place))
    return shown


def shown_word(page: PdfPage, word: PdfWord) -> Word:
    """A word with its place on the page as it is shown."""
    frame = (0, page.size[0] / POINTS, page.size[1] / POINTS)
    placed = _upright(page, word, frame)
    return Word(content=word.content, polygon=_polygon(frame, placed.left, placed.top, placed.right, placed.bottom))


def _upright(page: PdfPage, word: PdfWord, frame: Frame) -> Placed:
    """A word in the frame in which its text runs from left to right, in inches."""
    x1, y1 = _turned(*page.shown(word.left, word.bottom), frame)
    x2, y2 = _turned(*page.shown(word.right, word.top), frame)
    return Placed(word.content, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _turned(x: float, y: float, frame: Frame) -> tuple[float, float]:
    """A point of the page, given in points, in the frame of turned text, in inches."""
    x, y = x / POINTS, y / POINTS
    angle, width, height = frame
    if angle == 90:
        return height - y, x
    if angle == 180:
        return width - x, height - y
    if angle == 270:
        return y, width - x
    return x, y


def _polygon(frame: Frame, left: float, top: float, right: float, bottom: float) -> list[float]:
    """A box of turned text as a polygon on the page, clockwise from where the text's top left is."""
    angle, width, height = frame
    corners = [left, top, right, top, right, bottom, left, bottom]
    if angle in (90, 180, 270):
        turned: list[float] = []
        for x, y in zip(corners[0::2], corners[1::2], strict=True):
            turned += {90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x)}[angle]
        corners = turned
    return [round(value, 4) for value in corners]
