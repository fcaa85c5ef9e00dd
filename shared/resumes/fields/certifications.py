"""Certifications, licences and courses that lead to one, as the résumé words them."""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from shared.resumes.fields.dates import find_dates
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import key, words

_MOST_WORDS = 16
_DETAIL = re.compile(
    r"^(?:issued|valid|expires?|expiry|credential|certificate (?:no|id|number)|licen[cs]e (?:no|number)|id|no\.|"
    r"score|issuer|date|gultig|"
    r"valable|valido|ausgestellt|see credential|verify)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*\((?:valid|expires?|issued|exp\.?|gültig|valable|válido|valido|renewed|current)[^)]*\)|"
    r"\s*[,–—-]\s*(?:valid|expires?|issued|exp\.)\b.*$",
    re.I,
)


def certifications_of(rows: Sequence[Row]) -> list[str]:
    """The certifications of a section without their dates, each once."""
    found: dict[str, str] = {}
    for row in _whole(rows):
        for item in _items(row):
            found.setdefault(key(item), item)
    return list(found.values())


def _whole(rows: Sequence[Row]) -> list[Row]:
    """The rows, one that goes on in the row below put together with it."""
    whole: list[Row] = []
    for row in rows:
        if whole and not row.bullet and row.text[:1].islower():
            whole[-1] = dataclasses.replace(whole[-1], text=f"{whole[-1].text} {row.text}")
        else:
            whole.append(row)
    return whole


def _items(row: Row) -> Iterator[str]:
    if row.prose and not row.bullet:
        return
    parts = re.split(r"\s*[;•●▪|]\s*(?=\S)", row.text) if not find_dates(row.text) or ";" in row.text else [row.text]
    for part in parts:
        separate = _commas_part(part)
        for item in part.split(",") if separate else [part]:
            text = _undated(item)
            if text and words(text) and len(words(text)) <= _MOST_WORDS and not _DETAIL.match(text):
                yield text


def _commas_part(text: str) -> bool:
    """Whether commas part certifications: three or more short ones, none of them a date or an issuer's place."""
    parts = [part.strip() for part in text.split(",")]
    return len(parts) >= 3 and all(0 < len(words(part)) <= 5 for part in parts) and not find_dates(text)


def _undated(text: str) -> str:
    text = _NOTE.sub("", text)
    for span in reversed(find_dates(text)):
        text = f"{text[: span.at]}\t{text[span.to :]}"
    text = re.sub(r"\(\s*\)|\[\s*\]", "\t", text)
    cells = [re.sub(r"^[\s,;:()–—-]+|[\s,;:(–—|-]+$", "", cell) for cell in text.split("\t")]
    cells = [cell.rstrip(")") if cell.count(")") > cell.count("(") else cell for cell in cells if words(cell)]
    return ", ".join(cells)
