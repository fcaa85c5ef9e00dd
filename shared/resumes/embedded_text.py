"""The text that a file holds, as words, lines and pages in reading order: what can be seen, and what cannot.

This is the risky part of reading: it runs in a child process (`child.py`), never in the app's own.
"""

from dataclasses import dataclass, field
from typing import Final

from shared.models.document import DocumentKind, DocumentPage, HiddenText, Line, ReadDocument, Word
from shared.resumes.kinds import decode_text
from shared.resumes.layout import Placed, lines_in_order
from shared.resumes.pdfium import ASKEW, POINTS, PdfPage, PdfWord, opened
from shared.resumes.unreadable import UnreadableDocument

_ENDING_BYTES: Final = 2048  # a PDF says at its end where its index is


@dataclass(slots=True)
class Embedded:
    """What a file holds: the visible document, and per page number the hidden words, to know them again elsewhere."""

    document: ReadDocument
    hidden_words: dict[int, list[Word]] = field(default_factory=dict[int, list[Word]])


def read_embedded(content: bytes, kind: DocumentKind) -> Embedded:
    """The text of a file of a known kind. Raises `UnreadableDocument`."""
    if kind == "pdf":
        return _read_pdf(content)
    return _read_text(content)


def _read_pdf(content: bytes) -> Embedded:
    ending = content[-_ENDING_BYTES:]
    if b"%%EOF" not in ending and b"startxref" not in ending:
        raise UnreadableDocument("damaged")  # cut off: PDFium would find some of its pages and say nothing
    pages: list[DocumentPage] = []
    with opened(content) as document:
        for index in range(len(document)):
            with document.page(index) as page:
                pages.append(_page(index + 1, page, page.words()))
    return Embedded(ReadDocument(kind="pdf", source="embedded", pages=pages))


def _page(number: int, page: PdfPage, words: list[PdfWord]) -> DocumentPage:
    """The words of a page in reading order. Text that is turned is read after the rest, in its own direction."""
    width, height = (side / POINTS for side in page.size)
    turned: dict[int, list[PdfWord]] = {}
    for word in words:
        angle = word.paint.angle
        turned.setdefault(angle if angle == ASKEW else (angle - page.rotation) % 360, []).append(word)
    shown = DocumentPage(number=number, width=round(width, 4), height=round(height, 4))
    for angle in sorted(turned, key=lambda angle: -len(turned[angle])):
        for line in lines_in_order(_upright(page, word, angle, width, height) for word in turned[angle]):
            shown.lines.append(
                Line(
                    content=line.content,
                    polygon=_polygon(angle, width, height, line.left, line.top, line.right, line.bottom),
                )
            )
            shown.words += [
                Word(
                    content=word.content,
                    polygon=_polygon(angle, width, height, word.left, word.top, word.right, word.bottom),
                )
                for word in line.words
            ]
    return shown


def _upright(page: PdfPage, word: PdfWord, angle: int, width: float, height: float) -> Placed:
    """A word in the frame in which its text runs from left to right, in inches."""
    one, other = page.shown(word.left, word.bottom), page.shown(word.right, word.top)
    (x1, y1), (x2, y2) = (_turn(x / POINTS, y / POINTS, angle, width, height) for x, y in (one, other))
    return Placed(word.content, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _turn(x: float, y: float, angle: int, width: float, height: float) -> tuple[float, float]:
    """A point of the page in the frame of text that is turned counter-clockwise by `angle`."""
    if angle == 90:
        return height - y, x
    if angle == 180:
        return width - x, height - y
    if angle == 270:
        return y, width - x
    return x, y


def _polygon(
    angle: int, width: float, height: float, left: float, top: float, right: float, bottom: float
) -> list[float]:
    """A box of the text's frame as a polygon on the page, clockwise from where the text's top left is."""
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    if angle == 90:
        corners = tuple((y, height - x) for x, y in corners)
    elif angle == 180:
        corners = tuple((width - x, height - y) for x, y in corners)
    elif angle == 270:
        corners = tuple((width - y, x) for x, y in corners)
    return [round(value, 4) for corner in corners for value in corner]


def _read_text(content: bytes) -> Embedded:
    text = decode_text(content) or ""
    lines = [Line(content=line) for line in (part.strip() for part in text.splitlines()) if line]
    words = [Word(content=word) for line in lines for word in line.content.split()]
    page = DocumentPage(number=1, lines=lines, words=words)
    hidden: list[HiddenText] = []
    return Embedded(ReadDocument(kind="text", source="embedded", pages=[page], hidden=hidden))
