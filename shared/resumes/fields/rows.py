"""Rows of a résumé: the lines of a document, those of one height put together, in reading order."""

import dataclasses
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.models.document import DocumentPage, Line, ReadDocument
from shared.resumes.fields.dates import Span, find_dates
from shared.resumes.fields.text import clean, closed_up, without_bullet, words

_SAME_HEIGHT: Final = 0.55  # of the lower line's height that two lines of one row share at least
_SPACE: Final = 0.8  # of the height of a line: a wider gap is between cells
_LONG: Final = 95  # characters that no heading of an entry has
_SENTENCE_END = re.compile(r"[a-zà-ÿ)]{3,}[.;!?]$")


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` are parts that stand apart. Places are inches on the page, None without a layout."""

    text: str
    bullet: bool = False
    page: int = 1
    left: float | None = None
    top: float | None = None
    height: float | None = None
    after_gap: bool = False

    @property
    def cells(self) -> list[str]:
        return [cell for cell in self.text.split("\t") if cell]

    @property
    def prose(self) -> bool:
        """Whether this is running text, and no heading of anything."""
        return len(self.text) > _LONG or (len(words(self.text)) > 5 and _SENTENCE_END.search(self.text) is not None)

    @property
    def dates(self) -> tuple[Span, ...]:
        return find_dates(self.text)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def level_with(self, other: "_Piece") -> bool:
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared >= _SAME_HEIGHT * min(self.height, other.height) > 0


def rows_of(document: ReadDocument) -> list[Row]:
    """The rows of a document without empty ones."""
    return [row for page in document.pages for row in _page_rows(page)]


def rows_of_text(text: str) -> list[Row]:
    """The rows of plain text; an empty line is a gap."""
    rows: list[Row] = []
    gap = False
    for line in text.splitlines():
        if row := _row(line):
            rows.append(dataclasses.replace(row, after_gap=gap))
            gap = False
        else:
            gap = True
    return rows


def _page_rows(page: DocumentPage) -> Iterable[Row]:
    if any(line.polygon is None for line in page.lines):
        found = [rows_of_text(line.content or "\n") for line in page.lines]
        yield from (dataclasses.replace(row, page=page.number) for rows in found for row in rows)
        return
    pieces = [_piece(line) for line in page.lines if line.content.strip()]
    previous: Row | None = None
    for group in _levelled(_dates_to_their_rows(pieces)):
        if row := _row(_joined(group)):
            top = min(piece.top for piece in group)
            height = max(piece.height for piece in group)
            gap = previous is not None and _gap(previous, top, height)
            previous = dataclasses.replace(
                row, page=page.number, left=group[0].left, top=top, height=height, after_gap=gap
            )
            yield previous


def _gap(previous: Row, top: float, height: float) -> bool:
    """Whether more white than usual stands above a row."""
    assert previous.top is not None and previous.height is not None
    white = top - previous.top - previous.height
    return white > 0.9 * max(height, previous.height) or white < -height


def _piece(line: Line) -> _Piece:
    assert line.polygon is not None
    across, down = line.polygon[0::2], line.polygon[1::2]
    return _Piece(line.content, min(across), min(down), max(across), max(down))


def _levelled(pieces: Sequence[_Piece]) -> Iterable[list[_Piece]]:
    """Runs of lines that follow each other in reading order, from left to right at one height."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and not (piece.level_with(group[-1]) and piece.left >= group[-1].right - 0.05):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _dates_to_their_rows(pieces: list[_Piece]) -> list[_Piece]:
    """A column of dates that was read as a column goes back to the rows that stand beside it."""
    moved: dict[int, int] = {}
    run: list[int] = []
    for index in range(len(pieces) + 1):
        if index < len(pieces) and _only_dates(pieces[index].text):
            run.append(index)
            continue
        if len(run) > 1:
            partners = {at: _partner(pieces, at, set(run)) for at in run}
            if all(partner is not None for partner in partners.values()):
                moved |= {at: partner for at, partner in partners.items() if partner is not None}
        run = []
    if not moved:
        return pieces
    before: dict[int, list[_Piece]] = {}
    for at, partner in moved.items():
        before.setdefault(partner, []).append(pieces[at])
    return [
        piece
        for index, original in enumerate(pieces)
        if index not in moved
        for piece in (*before.get(index, []), original)
    ]


def _partner(pieces: Sequence[_Piece], at: int, run: set[int]) -> int | None:
    mine = pieces[at]
    level = [
        (piece.left, index)
        for index, piece in enumerate(pieces)
        if index not in run and piece.left >= mine.right and piece.level_with(mine)
    ]
    return min(level)[1] if level else None


def _only_dates(text: str) -> bool:
    spans = find_dates(text)
    return len(spans) == 1 and len(words(text[: spans[0].at] + " " + text[spans[0].to :])) == 0


def _joined(group: Sequence[_Piece]) -> str:
    text = group[0].text
    for before, piece in itertools.pairwise(group):
        near = piece.left - before.right < _SPACE * min(piece.height, before.height)
        text += (" " if near or len(before.text.strip()) == 1 else "\t") + piece.text
    return text


def _row(line: str) -> Row | None:
    text = closed_up(clean(line))
    if not text:
        return None
    text, bullet = without_bullet(text)
    return Row(text, bullet) if words(text) else None
