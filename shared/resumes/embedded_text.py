"""The text that a file holds, as words, lines and pages in reading order: what can be seen, and what cannot.

This is the risky part of reading: it runs in a child process (`child.py`), never in the app's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from shared.models.document import DocumentKind, DocumentPage, Line, ReadDocument, Word
from shared.resumes.docx_text import read_docx
from shared.resumes.findings import HiddenPiece, findings
from shared.resumes.hidden_text import split_hidden
from shared.resumes.invisible import without_invisible
from shared.resumes.kinds import decode_text
from shared.resumes.layout import Placed, Segment, lines_in_order
from shared.resumes.pdf_page import ASKEW, POINTS, PdfPage, PdfWord
from shared.resumes.pdfium import opened
from shared.resumes.unreadable import MAX_CHARACTERS, MAX_WORDS, UnreadableDocument

_ENDING_BYTES: Final = 2048  # a PDF says at its end where its index is

type Frame = tuple[int, float, float]
"""Degrees counter-clockwise by which text is turned on its page; width and height of the page in points."""


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
    amount = _Amount()
    pages: list[DocumentPage] = []
    hidden: list[HiddenPiece] = []
    hidden_words: dict[int, list[Word]] = {}
    with opened(content) as document:
        for number in range(1, len(document) + 1):
            with document.page(number - 1) as page:
                words = page.words()
                amount.add(len(words), sum(len(word.content) for word in words))
                visible, unseen = split_hidden(page, words)
                hidden += [HiddenPiece(by, number, word.content) for word, by in unseen]
                for word in visible:
                    word.content, told = without_invisible(word.content)
                    hidden += [HiddenPiece("zero_width", number, what) for what in told]
                pages.append(_page(number, page, visible))
                if unseen:
                    hidden_words[number] = [shown_word(page, word) for word, _ in unseen]
    read = ReadDocument(kind="pdf", source="embedded", pages=pages, hidden=findings(hidden))
    return Embedded(read, hidden_words)


@dataclass(slots=True)
class _Amount:
    """How much text a file holds. Whoever reads on may take time for each word, but no file without end."""

    words: int = 0
    characters: int = 0

    def add(self, words: int, characters: int) -> None:
        """Raises `UnreadableDocument` when that is more than any résumé holds."""
        self.words += words
        self.characters += characters
        if self.words > MAX_WORDS or self.characters > MAX_CHARACTERS:
            raise UnreadableDocument("too_much_text")


def _without_layout(kind: DocumentKind, lines: Iterable[str], unseen: Iterable[HiddenPiece]) -> Embedded:
    hidden = list(unseen)
    amount = _Amount()
    amount.add(len(hidden), sum(len(piece.content) for piece in hidden))
    page = DocumentPage(number=1)
    for line in lines:
        line = line.strip()
        amount.add(len(line.split()), len(line))
        content, told = without_invisible(line)
        hidden += [HiddenPiece("zero_width", None, what) for what in told]
        if content := content.strip():
            page.lines.append(Line(content=content))
            page.words += [Word(content=word) for word in content.split()]
    return Embedded(ReadDocument(kind=kind, source="embedded", pages=[page], hidden=findings(hidden)))


def _page(number: int, page: PdfPage, words: list[PdfWord]) -> DocumentPage:
    """The words of a page in reading order. Text that is turned is read after the rest, in its own direction."""
    turned: dict[int, list[PdfWord]] = {}
    for word in words:
        if word.content:
            turned.setdefault(word.paint.angle, []).append(word)
    read_lines: list[dict[str, Any]] = []
    read_words: list[dict[str, Any]] = []
    for angle in sorted(turned, key=lambda angle: -len(turned[angle])):
        frame = (angle, *page.size)
        upright = turned[angle] if angle in (0, ASKEW) else [_upright(word, frame) for word in turned[angle]]
        for line in lines_in_order(upright):
            read_lines.append({"content": line.content, "polygon": _polygon(line, frame)})
            read_words += [{"content": word.content, "polygon": _polygon(word, frame)} for word in line.words]
    width, height = (round(side / POINTS, 4) for side in page.size)
    values = {"number": number, "width": width, "height": height, "lines": read_lines, "words": read_words}
    return DocumentPage.model_validate(values)


def shown_word(page: PdfPage, word: PdfWord) -> Word:
    """A word with its place on the page."""
    return Word(content=word.content, polygon=_polygon(word, (0, *page.size)))


def _upright(word: PdfWord, frame: Frame) -> Placed:
    """A word in the frame in which its text runs from left to right."""
    angle, width, height = frame
    if angle == 90:
        return Placed(word.content, height - word.bottom, word.left, height - word.top, word.right)
    if angle == 180:
        return Placed(word.content, width - word.right, height - word.bottom, width - word.left, height - word.top)
    return Placed(word.content, word.top, width - word.right, word.bottom, width - word.left)


def _polygon(box: Placed | Segment, frame: Frame) -> list[float]:
    """A box of upright text as a polygon on the page in inches, clockwise from where the text's top left is."""
    angle, width, height = frame
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    if angle == 90:
        corners = tuple((y, height - x) for x, y in corners)
    elif angle == 180:
        corners = tuple((width - x, height - y) for x, y in corners)
    elif angle == 270:
        corners = tuple((width - y, x) for x, y in corners)
    else:
        left, top, right, bottom = round(left / 72, 4), round(top / 72, 4), round(right / 72, 4), round(bottom / 72, 4)
        return [left, top, right, top, right, bottom, left, bottom]
    return [round(value / POINTS, 4) for corner in corners for value in corner]
