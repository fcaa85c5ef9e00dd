"""The summary: what a person says of themselves, under a heading or before the first one."""

import re
from collections.abc import Sequence
from typing import Final

from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import words

_LEAST_WORDS: Final = 8
_MANY_DIGITS = 7
_CONTACT = re.compile(r"@|https?://|www\.|linkedin\.com|github\.com|\+\d{2}|\d{5,}")


def summary_of(rows: Sequence[Row]) -> str | None:
    """The text of a section."""
    return _flowing(rows) if rows else None


def summary_before(rows: Sequence[Row]) -> str | None:
    """The paragraph among rows before the first heading."""
    best: list[Row] = []
    run: list[Row] = []
    for row in rows:
        few_digits = sum(char.isdigit() for char in row.text) < _MANY_DIGITS
        belongs = few_digits and not _CONTACT.search(row.text) and "\t" not in row.text and not (row.after_gap and run)
        if belongs and (len(words(row.text)) >= _LEAST_WORDS or (run and _goes_on(run[-1], row))):
            run.append(row)
        else:
            run = [row] if belongs and len(words(row.text)) >= _LEAST_WORDS else []
        if sum(len(row.text) for row in run) > sum(len(row.text) for row in best):
            best = list(run)
    text = _flowing(best)
    return text if text and len(words(text)) >= _LEAST_WORDS and re.search(r"[a-zà-ÿ]{2}", text) else None


def _goes_on(before: Row, row: Row) -> bool:
    return not re.search(r"[.!?]$", before.text) or len(words(row.text)) >= 4


def _flowing(rows: Sequence[Row]) -> str | None:
    text = ""
    for row in rows:
        piece = row.text.replace("\t", " ")
        if row.bullet and text:
            text += "\n" + piece
        else:
            text += piece if not text else f" {piece}"
    return text.strip() or None
