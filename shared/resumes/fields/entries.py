"""Entries of a section: which rows are the heading of a position or a degree, which belong to its dates, which
    describe it.

A résumé sets its entries alike. How many rows stand above the dates of the first one is how many stand above the
dates of
the others.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.models.resume import DateRange
from shared.resumes.fields.dates import Span, find_dates
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import fold, words

_MOST_ABOVE: Final = 3
_MOST_WORDS_BESIDE: Final = 16
_DURATION = re.compile(
    r"\s*[·•|,(]*\s*\b\d{1,2}\+?\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|anos?|meses|mes|anni|anno|"
    r"mesi|jaar|"
    r"maanden?|lat|j|m)\b\.?(?:[\s,]*(?:and|und|et|y|e|en)?\s*\d{1,2}\s*(?:months?|mos?|monate?|mois|meses|mesi|"
    r"maanden?|m)\b\.?)?\)?"
)
_EDGES = " \t,;:|·•–—-()/"


@dataclass(slots=True)
class Entry:
    """`head` are the rows of the heading without dates, cell by cell; `body` is what describes it."""

    head: list[list[str]] = field(default_factory=list[list[str]])
    dates: DateRange | None = None
    body: list[Row] = field(default_factory=list[Row])


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A row that dates an entry."""

    at: int
    span: Span


def entries_of(rows: Sequence[Row], *, month_first: bool, enough: Callable[[list[list[str]]], bool]) -> list[Entry]:
    """The entries of a section. `enough` says of the rows of a heading that nothing is missing but, maybe, a
    place."""
    rows = [row for row in rows if row.text.strip(_EDGES)]
    anchors = _anchors(rows, month_first)
    if not anchors:
        return _undated(rows, enough)
    above = _rows_above(rows, anchors[0].at)
    starts = [_start(rows, anchors, number, above) for number in range(len(anchors))]
    entries: list[Entry] = []
    for number, anchor in enumerate(anchors):
        end = starts[number + 1] if number + 1 < len(anchors) else len(rows)
        entries.append(_entry(rows, starts[number], anchor, end, enough))
    if starts[0] > 0 and (before := _undated(rows[: starts[0]], enough)):
        entries = [entry for entry in before if entry.body] + entries
    return entries


def _anchors(rows: Sequence[Row], month_first: bool) -> list[_Anchor]:
    found = [(at, _dating_span(row, month_first)) for at, row in enumerate(rows)]
    plain = [_Anchor(at, span) for at, span in found if span and not rows[at].bullet]
    bulleted = [_Anchor(at, span) for at, span in found if span and rows[at].bullet and _leads(rows[at], span)]
    listed = [anchor for anchor in bulleted if not anchor.span.single]
    anchors = plain if plain else (listed or bulleted)
    ranges = [anchor for anchor in anchors if not anchor.span.single]
    # Among ranges, a year by itself dates an entry only in a row of its own kind: alone or at an end.
    kept = [
        anchor for anchor in anchors if not anchor.span.single or not ranges or _leads(rows[anchor.at], anchor.span)
    ]
    return [
        anchor
        for number, anchor in enumerate(kept)
        if number == 0 or not _same_row_again(rows, kept[number - 1], anchor)
    ]


def _same_row_again(rows: Sequence[Row], before: _Anchor, anchor: _Anchor) -> bool:
    """Whether a single date right below another is a part of the same heading, as "Graduated: 2015" is."""
    return (
        anchor.span.single
        and anchor.at == before.at + 1
        and not before.span.single
        and len(words(rows[anchor.at].text)) <= 3
    )


def _dating_span(row: Row, month_first: bool) -> Span | None:
    """The span that dates the row, if it is no running text that only mentions a date."""
    spans = find_dates(row.text, month_first)
    if not spans:
        return None
    ranges = [span for span in spans if not span.single]
    span = ranges[0] if ranges else spans[-1]
    rest = (row.text[: span.at] + " " + row.text[span.to :]).strip(_EDGES)
    beside = len(words(rest))
    if beside > _MOST_WORDS_BESIDE or (beside > 6 and re.search(r"[a-zà-ÿ]{3,}\.$", rest)):
        return None
    if span.single and not _leads(row, span):
        return None
    return span


def _leads(row: Row, span: Span) -> bool:
    """Whether the date stands at an end of the row, or set apart from the rest by brackets or a bar."""
    before, after = row.text[: span.at].rstrip(" "), row.text[span.to :].lstrip(" ")
    if not before.strip(_EDGES) or not after.strip(_EDGES):
        set_apart = re.search(r"[\t,;:|·•–—(/-]$", before) is not None or not before or span.single is False
        few = len(words(before)) <= 9
        return (set_apart or few) if before else bool(re.match(r"[\t,;:|·•–—)/-]|[A-ZÀ-Ý]", after) or not after)
    return before[-1] in "(\t|·•,–—" and after[0] in ")\t|·•,–—"


def head_like(row: Row) -> bool:
    """Whether a row may belong to the heading of an entry: short, no list item, no sentence."""
    text = row.text
    return (
        not row.bullet
        and not row.prose
        and len(words(text)) <= 14
        and not text[:1].islower()
        and not re.search(r"[a-zà-ÿ]{4,}\.$|[;]$", text)
    )


def _rows_above(rows: Sequence[Row], first: int) -> int:
    count = 0
    while count < min(first, _MOST_ABOVE) and head_like(rows[first - 1 - count]):
        count += 1
    return count


def _start(rows: Sequence[Row], anchors: Sequence[_Anchor], number: int, above: int) -> int:
    """The row that an entry begins with: as many above its dates as with the first, if they can be its heading."""
    at = anchors[number].at
    floor = anchors[number - 1].at + 1 if number else 0
    start = at
    while start > floor and at - start < above and head_like(rows[start - 1]):
        start -= 1
    if number and start == floor and at - start and not _head_below(rows, anchors[number - 1], above):
        return start
    return start


def _head_below(rows: Sequence[Row], anchor: _Anchor, above: int) -> bool:
    return above == 0 and anchor.at + 1 < len(rows)


def _entry(
    rows: Sequence[Row], start: int, anchor: _Anchor, end: int, enough: Callable[[list[list[str]]], bool]
) -> Entry:
    entry = Entry(dates=anchor.span.dates)
    for row in rows[start : anchor.at]:
        entry.head.append(_cells(row.text))
    row = rows[anchor.at]
    beside = _cells(row.text[: anchor.span.at].rstrip(_EDGES[:-1]) + "\t" + row.text[anchor.span.to :])
    if beside:
        entry.head.append(beside)
    at = anchor.at + 1
    while at < end and len(entry.head) <= _MOST_ABOVE and head_like(rows[at]) and not enough(entry.head):
        if not rows[at].dates or len(words(rows[at].text)) > 2:
            entry.head.append(_cells(rows[at].text))
        at += 1
    entry.body = list(rows[at:end])
    return entry


def _cells(text: str) -> list[str]:
    parts = [_tidy(part) for part in text.split("\t")]
    return [part for part in parts if part and words(part)]


def _tidy(part: str) -> str:
    folded = fold(part)
    for found in reversed(list(_DURATION.finditer(folded))):
        part = part[: found.start()] + part[found.end() :]
    part = re.sub(r"\(\s*\)|\[\s*\]", "", part)
    part = part.strip(" \t,;:|·•–—-/")
    if part.count("(") < part.count(")"):
        part = part.rstrip(")").strip()
    if part.count(")") < part.count("("):
        part = part.rstrip("(").strip() if part.endswith("(") else part + ")"
    return part.strip(" ,")


def _undated(rows: Sequence[Row], enough: Callable[[list[list[str]]], bool]) -> list[Entry]:
    """Entries without dates: short rows are a heading, what follows them describes it."""
    entries: list[Entry] = []
    for row in rows:
        if head_like(row) and (not entries or entries[-1].body or enough(entries[-1].head)):
            entries.append(Entry([_cells(row.text)]))
        elif head_like(row) and not entries[-1].body:
            entries[-1].head.append(_cells(row.text))
        elif entries:
            entries[-1].body.append(row)
    return [entry for entry in entries if entry.head and enough(entry.head)]
