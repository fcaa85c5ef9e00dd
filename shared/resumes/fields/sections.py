"""Sections of a résumé: which rows stand under which heading."""

import dataclasses
import functools
import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.resumes.fields.data import word_list
from shared.resumes.fields.headings import TELLING, Kind, phrases
from shared.resumes.fields.labels import is_label
from shared.resumes.fields.languages import speaks_of_languages
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import fold

_MOST_WORDS: Final = 6
_EDGES = re.compile(r"^[\W\d_]+|[\W_]+$")
_CONNECTORS = re.compile(r"\s*(?:&|/|\+|,|\||\band\b|\bund\b|\bet\b|\be\b|\by\b|\ben\b|\bed\b)\s*")
_LABEL = re.compile(r"^([^\d:@\t]{3,45}?)\s*(?::\s*|\t+)(.*\S.*)$")
# Where a word stands in headings of several sections, it is taken for the first of them.
_SPECIFIC: Final[tuple[Kind, ...]] = (
    *("languages", "certifications", "experience", "education", "soft_skills", "skills"),
    *("summary", "references", "projects", "contact", "other"),
)
_STANDING_ALONE: Final = 3  # so many headings on rows of their own make every other label a part of its section


@dataclass(slots=True)
class Section:
    """`kind` is None for what stands before the first heading."""

    kind: Kind | None
    rows: list[Row] = field(default_factory=list[Row])
    title: str = ""


@functools.cache
def _phrases() -> dict[str, Kind]:
    return {fold(phrase): kind for phrase, kind in phrases().items()}


@functools.lru_cache(maxsize=2048)
def known_heading(text: str) -> Kind | None:
    """The section that a text is a usual heading of."""
    bare = " ".join(_EDGES.sub("", fold(text)).split())
    if not bare or len(bare.split()) > _MOST_WORDS:
        return None
    return _known(bare) or _known_part(bare) or _composed(bare)


def _known(bare: str) -> Kind | None:
    if found := _phrases().get(bare):
        return found
    kept = [word for word in bare.split() if word not in word_list("heading_qualifier")]
    return _phrases().get(" ".join(kept)) if kept and len(kept) < len(bare.split()) else None


def _known_part(bare: str) -> Kind | None:
    """The first part of a heading of several, each of which is known."""
    parts = [part for part in _CONNECTORS.split(bare) if part]
    kinds: list[Kind | None] = [_known(part) for part in parts]
    return kinds[0] if len(parts) > 1 and None not in kinds else None


@functools.cache
def _words_of_kinds() -> dict[str, list[Kind]]:
    """Each word of the usual headings and the sections it stands in headings of."""
    found: dict[str, list[Kind]] = {}
    for phrase, kind in _phrases().items():
        for word in phrase.replace("-", " ").split():
            if len(word) > 2 and kind not in found.setdefault(word, []):
                found[word].append(kind)
    return found


def _composed(bare: str) -> Kind | None:
    """The section of a heading that no list has, made only of words that headings of this section are made of."""
    kept = [word for word in re.split(r"[\s&/+,-]+", bare) if word and word not in word_list("heading_qualifier")]
    if not 1 <= len(kept) <= 4 or kept == [bare]:
        return None
    kinds = [_words_of_kinds().get(word, []) for word in kept]
    for kind in _SPECIFIC:
        if all(kind in others for others in kinds):
            return kind
    return None


def sections_of(rows: Sequence[Row]) -> list[Section]:
    """The sections in order; the rows before the first heading come first, as a section without a kind."""
    alone: list[Kind | None] = [known_heading(row.text) if _may_be_heading(row) else None for row in rows]
    sizes = [row.height for row, kind in zip(rows, alone, strict=True) if kind and row.height]
    heading_size = statistics.median(sizes) if len(sizes) >= 2 else None
    body_size = statistics.median([row.height for row in rows if row.height] or [0.0])
    labels_are_headings = sum(kind is not None for kind in alone) < _STANDING_ALONE
    sections = [Section(None)]
    joined = _in_two_rows(rows)
    for at, (row, alone_kind) in enumerate(zip(rows, alone, strict=True)):
        current = sections[-1]
        known: Kind | None = joined.get(at) or alone_kind
        if at - 1 in joined:
            continue
        if _is_title(row, heading_size, body_size):
            sections.append(Section(None, [row]))
        elif known and _sub_heading(row, known, current):
            _go_on(current, row)
        elif known:
            sections.append(Section(known, title=row.text))
        elif kind := _looks_like_heading(row, heading_size, body_size):
            sections.append(Section(kind, title=row.text))
        elif labelled := _labelled(row):
            kind, rest = labelled
            _add_labelled(sections, kind, rest, row, labels_are_headings)
        else:
            current.rows.append(row)
    for section in sections:
        if (
            section.kind == "languages"
            and section.rows
            and not any(speaks_of_languages(row.text) for row in section.rows)
        ):
            section.kind = "skills"
    return sections


def _is_title(row: Row, heading_size: float | None, body_size: float) -> bool:
    """Whether a row is set larger than headings on the first page, as a name is, wherever it is read."""
    if row.page != 1 or not row.height or not body_size or len(row.text.split()) > _MOST_WORDS:
        return False
    return row.height > 1.2 * (heading_size or 0) and row.height > 1.4 * body_size


def _in_two_rows(rows: Sequence[Row]) -> dict[int, Kind]:
    """Headings that were too long for their column: the first of their two rows and what they are headings of."""
    found: dict[int, Kind] = {}
    for at, (row, below) in enumerate(itertools.pairwise(rows)):
        if not row.height or not below.height or row.bullet or below.bullet or row.page != below.page:
            continue
        as_large = abs(row.height - below.height) <= 0.04 * row.height
        if as_large and len(row.text.split()) + len(below.text.split()) <= 4 and "\t" not in row.text + below.text:
            kind = known_heading(f"{row.text} {below.text}")
            if (
                kind
                and (known_heading(row.text) is None or known_heading(below.text) is None)
                and below.text[:1].islower()
            ):
                found[at] = kind
    return found


def _go_on(section: Section, row: Row) -> None:
    """Adds what only looks like a heading: the end of the row above, or a label within a list."""
    last = section.rows[-1] if section.rows else None
    if last is not None and section.kind == "certifications" and not row.bullet:
        section.rows[-1] = dataclasses.replace(last, text=f"{last.text} {row.text}")
    else:
        section.rows.append(row)


def _may_be_heading(row: Row) -> bool:
    text = row.text
    return (
        len(text) <= 60
        and "\t" not in text
        and not row.bullet
        and not text.endswith((".", ",", ";"))
        and (not text[:1].islower() or text.endswith(":"))
    )


def _sub_heading(row: Row, kind: Kind, current: Section) -> bool:
    """Whether a usual heading is a part of the section it stands in: "Tools" among skills, "Languages" of
    computers."""
    if current.kind != kind or not current.rows:
        return False
    small = row.height is not None and row.height == current.rows[-1].height and not row.after_gap
    return small or (kind == "skills" and (row.text.endswith(":") or not row.after_gap))


def _looks_like_heading(row: Row, heading_size: float | None, body_size: float) -> Kind | None:
    """The section of a heading in words of its own: it is set like a heading, and a word tells what it is about."""
    text = row.text
    if len(text.split()) > _MOST_WORDS or "\t" in text or row.bullet or row.dates or re.search(r"[@,.|]|\d{3}", text):
        return None
    larger = (
        heading_size is not None
        and row.height is not None
        and heading_size > body_size * 1.08
        and abs(row.height - heading_size) <= 0.04 * heading_size
    )
    loud = text.isupper() and len(text) > 6 and row.after_gap
    if not (larger or loud):
        return None
    folded = fold(text)
    for kind, telling in TELLING:
        if re.search(telling, folded):
            return kind
    return "other" if larger else None


def _labelled(row: Row) -> tuple[Kind, str] | None:
    """`Skills: Python, SQL` or a table row that begins with a heading."""
    found = _LABEL.match(row.text)
    if not found or len(found[1].split()) > 4:
        return None
    kind = None if is_label(found[1]) else known_heading(found[1])
    if kind is None or (kind in {"contact", "other"} and "\t" not in row.text):
        return None
    if kind == "languages" and not speaks_of_languages(found[2]):
        kind = "skills"  # of computers
    return kind, found[2]


def without_heading(text: str) -> str:
    """A text without the usual heading that begins its line: of "Education: BSc" the BSc."""
    found = _LABEL.match(text)
    return found[2] if found and ":" in text[: found.start(2)] and known_heading(found[1]) else text


def _add_labelled(sections: list[Section], kind: Kind, rest: str, row: Row, is_heading: bool) -> None:
    current = sections[-1]
    parts = rest.split(",") if kind == "certifications" and "(" not in rest else [rest]
    inside = [dataclasses.replace(row, text=part.strip()) for part in parts if part.strip()]
    if is_heading or current.kind is None or "\t" in row.text:
        sections.append(Section(kind, inside, title=row.text))
    elif (
        current.kind == kind
        or (current.kind == "skills" and kind == "skills")
        or (
            current.kind in {"experience", "projects", "education"}
            and kind
            in {
                "experience",
                "education",
                "summary",
                "other",
            }
        )
    ):
        current.rows.append(row)
    else:
        sections.insert(-1, Section(kind, inside, title=row.text))  # a line of its own within what goes on
