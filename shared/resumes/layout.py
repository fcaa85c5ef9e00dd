"""Reading order: words that stand somewhere on a page become lines, and lines are put in the order of reading.

A row of words is cut where the gap is wider than a space ever is. What comes of it is ordered by cutting the page along
white gutters into columns (a recursive XY cut), except where the two sides of a gutter are rows of one table.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

_SAME_ROW: Final = 0.5  # of the smaller height has to overlap
_WIDE_GAP: Final = 1.1  # line heights between two words: more is another cell or column
_GUTTER: Final = 0.9  # line heights of white between columns
_BULLET: Final = re.compile(r"[^\w\s]{1,2}|\(?[0-9a-zA-Z]{1,2}[.)]|o")
_DATE: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[./]\d{2,4}")
_PROSE_ROWS: Final = 12  # so many rows on both sides are columns even when their lines happen to stand level
_TITLE: Final = 1.5  # line heights: a line of this size is a title
_NEW_PART: Final = 8.0  # line heights of white across the page
_MAX_DEPTH: Final = 12
_MOST_ROWS: Final = 1_000  # on a page; more are read row by row, since gutters are looked for from each row on
_RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True)
class Placed:
    """A word in an upright frame: x to the right, y down, in any unit."""

    content: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Segment:
    """Words of one row without a wide gap: a line."""

    words: list[Placed]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    content: str = field(default="")

    def __post_init__(self) -> None:
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)
        self.words = _spoken(self.words)
        self.content = " ".join(word.content for word in self.words)


type Row = list[Segment]


def _spoken(words: list[Placed]) -> list[Placed]:
    """Words from left to right, put in the order they are read: mostly right-to-left scripts run the other way."""
    backward = [_RIGHT_TO_LEFT.search(word.content) is not None for word in words]
    if not any(backward) or sum(backward) * 2 <= sum(1 for word in words if any(map(str.isalpha, word.content))):
        return words
    ordered: list[Placed] = []
    run: list[Placed] = []
    for word, is_backward in zip(reversed(words), reversed(backward), strict=True):
        if is_backward:
            ordered += [*reversed(run), word]
            run = []
        else:
            run.append(word)
    return [*ordered, *reversed(run)]


def lines_in_order(words: Iterable[Placed]) -> list[Segment]:
    """The lines of a page in reading order, each with its words from left to right."""
    rows = _rows(words)
    if not rows:
        return []
    heights = sorted(word.bottom - word.top for row in rows for segment in row for word in segment.words)
    return _ordered(rows, heights[len(heights) // 2], 0)


def _rows(words: Iterable[Placed]) -> list[Row]:
    """Words that stand level, cut into segments; from top to bottom."""
    open_rows: list[tuple[float, float, list[Placed]]] = []
    done: list[list[Placed]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        height = word.bottom - word.top
        for number in range(len(open_rows) - 1, max(len(open_rows) - 4, -1), -1):
            top, bottom, members = open_rows[number]
            overlap = min(bottom, word.bottom) - max(top, word.top)
            if overlap > _SAME_ROW * min(bottom - top, height):
                members.append(word)
                if height > bottom - top:
                    open_rows[number] = (word.top, word.bottom, members)
                break
        else:
            members = [word]
            open_rows.append((word.top, word.bottom, members))
            done.append(members)
    return [_segments(sorted(row, key=lambda word: word.left)) for row in done]


def _segments(row: Sequence[Placed]) -> Row:
    found: list[Segment] = []
    current = [row[0]]
    reach = row[0].right
    for word in row[1:]:
        before = current[-1]
        gap = word.left - reach
        wide = _WIDE_GAP * min(word.bottom - word.top, before.bottom - before.top)
        if gap > wide and (gap > 3 * wide or len(current) > 1 or not _BULLET.fullmatch(current[0].content)):
            found.append(Segment(current))
            current = []
        current.append(word)
        reach = max(reach, word.right)
    return [*found, Segment(current)]


def _ordered(rows: list[Row], height: float, depth: int) -> list[Segment]:
    """Bands of rows that share a gutter are read column by column (or as a table), the rest row by row."""
    if len(rows) < 2 or len(rows) > _MOST_ROWS or depth >= _MAX_DEPTH:
        return [segment for row in rows for segment in row]
    ordered: list[Segment] = []
    start = 0
    while start < len(rows):
        end, gutter = _band(rows, start, height)
        if gutter is None:
            ordered += rows[start]
            start += 1
            continue
        ordered += _across(rows[start:end], gutter, height, depth)
        start = end
    return ordered


def _band(rows: list[Row], start: int, height: float) -> tuple[int, float | None]:
    """The most rows from `start` on that one gutter divides, and where it is; None when there is none."""
    best: tuple[int, float | None] = (start + 1, None)
    if len(rows[start]) == 1 and rows[start][0].bottom - rows[start][0].top > _TITLE * height:
        return best  # a title is above the columns, not in one of them
    edges = (min(row[0].left for row in rows), max(segment.right for row in rows for segment in row))
    free = [edges]
    for end in range(start, len(rows)):
        if end > start and _gap_above(rows, end) > _NEW_PART * height:
            break
        free = _still_free(free, rows[end], _GUTTER * height)
        inner = [gap for gap in free if gap[0] > edges[0] and gap[1] < edges[1]]
        if not free:
            break
        if inner:
            wide = max(inner, key=lambda gap: gap[1] - gap[0])
            middle = (wide[0] + wide[1]) / 2
            if _has_two(rows, start, end, middle, left=True) and _has_two(rows, start, end, middle, left=False):
                best = (end + 1, middle)
    return best


def _gap_above(rows: list[Row], number: int) -> float:
    return min(segment.top for segment in rows[number]) - max(segment.bottom for segment in rows[number - 1])


def _still_free(free: list[tuple[float, float]], row: Row, least: float) -> list[tuple[float, float]]:
    """What stays of free stretches of x when a row's segments are taken out."""
    for segment in row:
        kept: list[tuple[float, float]] = []
        for left, right in free:
            if segment.right <= left or segment.left >= right:
                kept.append((left, right))
                continue
            if segment.left - left >= least:
                kept.append((left, segment.left))
            if right - segment.right >= least:
                kept.append((segment.right, right))
        free = kept
    return free


def _has_two(rows: list[Row], start: int, end: int, middle: float, *, left: bool) -> bool:
    """Whether two of the rows from one to another stand on a side of a gutter, at least in part."""
    here = (n for n in range(start, end + 1) if any((segment.right <= middle) == left for segment in rows[n]))
    return len(list(islice(here, 2))) == 2


def _count(rows: list[Row], middle: float, *, left: bool) -> int:
    return sum(1 for row in rows if any((segment.right <= middle) == left for segment in row))


def _across(rows: list[Row], gutter: float, height: float, depth: int) -> list[Segment]:
    left = [part for row in rows if (part := [segment for segment in row if segment.right <= gutter])]
    right = [part for row in rows if (part := [segment for segment in row if segment.right > gutter])]
    if not _is_table(rows, left, right):
        return [*_ordered(left, height, depth + 1), *_ordered(right, height, depth + 1)]
    ordered: list[Segment] = []
    for block in _blocks(rows, height):
        if _has_long_cells(block, gutter):
            ordered += [segment for row in block for segment in row if segment.right <= gutter]
            rest = [part for row in block if (part := [segment for segment in row if segment.right > gutter])]
            ordered += _ordered(rest, height, depth + 1)
        else:
            ordered += [segment for row in block for segment in row]
    return ordered


def _has_long_cells(block: list[Row], gutter: float) -> bool:
    """Whether a block is one row of a table with cells of several lines on both sides, not as many on each."""
    left, right = _count(block, gutter, left=True), _count(block, gutter, left=False)
    level = left + right - len(block)
    together = [len({segment.right <= gutter for segment in row}) == 2 for row in block]
    return min(left, right) >= 2 and left != right and all(together[:level])


def _is_table(rows: list[Row], left: list[Row], right: list[Row]) -> bool:
    """Whether the two sides of a gutter belong together row by row: level with each other, and one of them short."""
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    level = len(left) + len(right) - len(rows)
    if level < 0.8 * len(fewer):
        return False
    texts = [" ".join(segment.content for segment in row) for row in fewer]
    dated = sum(1 for text in texts if _DATE.search(text) and len(text) <= 40)
    if dated >= 0.6 * len(texts):
        return True
    if len(fewer) <= 0.5 * len(more):
        return _is_scattered(rows, fewer)
    if len(fewer) >= _PROSE_ROWS:
        return False
    return not (_is_prose(left) and _is_prose(right))


def _is_scattered(rows: list[Row], fewer: list[Row]) -> bool:
    """Whether the rows of a side stand one here, one there, as labels do, and not one below the other."""
    present = {id(segment) for row in fewer for segment in row}
    runs, before = 0, False
    for row in rows:
        here = any(id(segment) in present for segment in row)
        runs += here and not before
        before = here
    return len(fewer) <= 1.5 * runs


def _is_prose(rows: list[Row]) -> bool:
    """Whether most rows fill their column and hold several words."""
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    full = sum(1 for row in rows if len(row[0].words) >= 4 and row[-1].right - row[0].left >= 0.6 * width)
    return len(rows) >= 3 and full >= 0.6 * len(rows)


def _blocks(rows: list[Row], height: float) -> list[list[Row]]:
    """Rows of a table: cut where the white between two lines is more than within a paragraph."""
    gaps = sorted(_gap_above(rows, number) for number in range(1, len(rows)))
    usual = gaps[0] if gaps else 0.0
    blocks: list[list[Row]] = [[rows[0]]]
    for number in range(1, len(rows)):
        if _gap_above(rows, number) > usual + 0.3 * height:
            blocks.append([])
        blocks[-1].append(rows[number])
    return blocks
