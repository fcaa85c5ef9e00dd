"""A document as it was read: pages, lines and words in reading order, where they stand, and what nobody could see."""

import unicodedata
from typing import Annotated, Literal

from pydantic import Field

from shared.models.common import Fraction, Model

DocumentKind = Literal["pdf", "docx", "text"]
TextSource = Literal["document_intelligence", "embedded"]
HiddenBy = Literal["colour", "size", "off_page", "covered", "invisible", "zero_width", "hidden_run"]

# x and y of four corners, clockwise from the top left, in inches from the top left of the page.
Polygon = Annotated[list[float], Field(min_length=8, max_length=8)]


class Word(Model):
    """`polygon` is empty for formats without a layout."""

    content: str
    polygon: Polygon | None = None
    confidence: Fraction = 1


class Line(Model):
    content: str
    polygon: Polygon | None = None


class DocumentPage(Model):
    """One page, 1-based; width and height in inches, None for formats without a layout. Lines in reading order."""

    number: int
    width: float | None = None
    height: float | None = None
    lines: list[Line] = Field(default_factory=list[Line])
    words: list[Word] = Field(default_factory=list[Word])


class HiddenText(Model):
    """Text in a file that nobody who opens it sees. `excerpt` is what it says, at most 200 code points."""

    by: HiddenBy
    page: int | None = None
    excerpt: str = Field(max_length=200)


class ReadDocument(Model):
    """What can be seen of a file, as text with its layout; and what was hidden in it, which is not part of the text."""

    kind: DocumentKind
    source: TextSource
    pages: list[DocumentPage]
    hidden: list[HiddenText] = Field(default_factory=list[HiddenText])

    @property
    def text(self) -> str:
        """The visible text: a line each, an empty line between pages. Accents are part of their letters (NFC)."""
        text = "\n\n".join("\n".join(line.content for line in page.lines) for page in self.pages)
        return unicodedata.normalize("NFC", text)
