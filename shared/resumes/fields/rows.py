"""Rows of a résumé: the lines of a document, those of one height put together, in reading order."""

import dataclasses
import itertools
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.models.document import DocumentPage, Line, ReadDocument
from shared.resumes.fields.data import word_list
from shared.resumes.fields.dates import Span, find_dates
from shared.resumes.fields.text import clean, closed_up, fold, without_bullet, words

_MOST_ROWS: Final = 2_000
_LONGEST_ROW: Final = 1_000  # characters: a longer one is cut into several
_SAME_HEIGHT: Final = 0.55  # of the lower line's height that two lines of one row share at least
_SPACE: Final = 0.8  # of the height of a line: a wider gap is between cells
_HAIR: Final = 0.04  # inches
_LONG: Final = 95  # characters that no heading of an entry has
_BROKEN = re.compile(r"(?:19|20)?\d\d\s*[-–—]\s*[^\W\d]*\.?$")
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
    """The rows of a document without empty ones. Of more than anybody writes about themselves, the beginning."""
    rows = [row for page in document.pages for row in _page_rows(page)]
    return _with_whole_ranges(rows[:_MOST_ROWS])


def _with_whole_ranges(rows: list[Row]) -> list[Row]:
    """The rows, a range of dates that a narrow column broke put together in the first of its rows."""
    whole: list[Row] = []
    for row in rows:
        first, _, rest = row.text.partition("\t")
        start = whole[-1].text.partition("\t")[0] if whole else ""
        if start and _broken(start) and _only_dates(f"{start} {first}"):
            _, tab, beside = whole[-1].text.partition("\t")
            whole[-1] = dataclasses.replace(whole[-1], text=f"{start} {first}{tab}{beside}")
            if rest:
                whole.append(dataclasses.replace(row, text=rest))
        else:
            whole.append(row)
    return whole


def rows_of_text(text: str) -> list[Row]:
    """The rows of plain text; an empty line is a gap."""
    rows: list[Row] = []
    gap = False
    for line in text.splitlines():
        parts = textwrap.wrap(line, _LONGEST_ROW) if len(line) > _LONGEST_ROW else [line]
        for part in parts:
            row = _row(part)
            if row:
                rows.append(dataclasses.replace(row, after_gap=gap))
            gap = row is None
    return rows


def _broken(text: str) -> bool:
    """Whether a text begins a range of dates and does not end it."""
    return _BROKEN.search(text) is not None and not any(not span.single for span in find_dates(text.rstrip(" -–—")))


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
    return _Piece(line.content[:_LONGEST_ROW], min(across), min(down), max(across), max(down))


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
    """A column of dates or labels that was read before what stands beside it goes back into rows."""
    blocks: list[list[_Piece]] = []
    for piece in pieces:
        if not blocks or piece.bottom < blocks[-1][-1].top:
            blocks.append([])
        blocks[-1].append(piece)
    joined: list[list[_Piece]] = []
    for block in blocks:
        if joined and _are_rows(joined[-1], block):
            joined[-1] = _in_rows([*joined[-1], *block])
        else:
            joined.append(block)
    return [piece for block in joined for piece in block]


def _are_rows(one: Sequence[_Piece], two: Sequence[_Piece]) -> bool:
    """Whether two blocks side by side are the cells of a table: level to a hair, and dates or labels at the left."""
    if min(piece.left for piece in two) < max(piece.left for piece in one):
        return False
    level = [piece for piece in one if any(abs(piece.bottom - other.bottom) < _HAIR for other in two)]
    telling = sum(_only_dates(piece.text) or _names_the_next(piece.text) for piece in level)
    return len(level) >= 2 and telling * 2 >= len(level) and len(level) * 2 >= len(one)


def _in_rows(pieces: Sequence[_Piece]) -> list[_Piece]:
    return sorted(pieces, key=lambda piece: (round(piece.bottom / _HAIR / 2), piece.left))


def _names_the_next(text: str) -> bool:
    """Whether a cell names what stands beside it."""
    return fold(text).strip(" .:").replace(" ", "_") in word_list("label")


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
