"""Which fields of an entry stand together in a text: in its heading, not anywhere. Pure functions.

A field counts where it leads its row, or a cell of it: nothing goes before it but dates, marks, labels, the entry's
other fields, or a few words and a separator.
Fields belong together within a few rows, with no other entry's dates and no description between them, and with the
dates that are nearest. So words of a description are no position, and the employer of one position is not that of the
next.
"""

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from shared.resumes.fields.dates import Span, find_dates
from shared.resumes.fields.rows import Row
from shared.resumes.fields.sections import without_heading
from shared.scoring.evidence import comparable

_APART: Final = 4  # lines
_MOST_PLACES: Final = 200  # of one field
_LONGEST_BEFORE: Final = 200  # characters
_WORDS_BEFORE: Final = 6  # of another field, where a separator follows
_WORDS_BESIDE_DATES: Final = 4  # in a row that is a list item and still an entry's
_SEPARATORS: Final = (",", "|", "-", "·", "•", ":", ";", "(", "/")  # dashes of all kinds compare as "-"
# What may stand before a field beside marks and other fields.
_SMALL_WORDS = re.compile(
    r"(?:at|bei|beim|chez|presso|bij|for|as|als|with|in|im|an|der|die|das|the|of|und|and|em|en|de|la|le|na|no|a|o|to|since"
    r"|position|role|job title|title|employer|company|organi[sz]ation|firma|arbeitgeber|stelle|entreprise|poste"
    r"|empresa|cargo|puesto|azienda|degree|school|university|institution|abschluss|studium)"
)
_NOTHING = re.compile(rf"(?:[\W\d_]|\b{_SMALL_WORDS.pattern}\b)*")


class Bound(NamedTuple):
    """Lines of an entry: of its two names and of its dates; None for what does not stand with the rest."""

    first: int | None
    second: int | None
    dates: int | None

    @property
    def lines(self) -> list[int]:
        return [line for line in self if line is not None]


class EntryLines:
    """The rows of a text as lines, asked where the fields of entries stand."""

    def __init__(self, rows: Sequence[Row]) -> None:
        lines = [without_heading(row.text) for row in rows]
        self._described = {number for number, row in enumerate(rows) if row.bullet or row.prose}
        self._spans = [list(find_dates(line)) for line in lines]
        self._ranges = {number for number, spans in enumerate(self._spans) if any(not span.single for span in spans)}
        self._plain = [comparable(line) for line in lines]
        undated = [_without(line, spans) for line, spans in zip(lines, self._spans, strict=True)]
        self._undated = ["\t".join(map(comparable, line.split("\t"))) for line in undated]

    def spans(self, line: int) -> list[Span]:
        return self._spans[line]

    def belongs(self, field: str, bound: Bound, others: Sequence[str | None]) -> bool:
        """Whether a field stands in an entry's lines, or leads one right beside them."""
        first, last = min(bound.lines), max(bound.lines)
        return place_of(comparable(field), " ".join(self._plain[first : last + 1])) >= 0 or any(
            first - 1 <= line <= last + 1 for line in self.led_by(field, others)
        )

    def led_by(self, field: str | None, others: Sequence[str | None]) -> list[int]:
        """The lines that a field leads, also into the next one; `others` are the entry's other fields."""
        wanted = comparable(field or "")
        if not wanted:
            return []
        besides = sorted((comparable(other) for other in others if other and other != field), key=len, reverse=True)
        found: list[int] = []
        for number, line in enumerate(self._undated):
            following = self._undated[number + 1] if number + 1 < len(self._undated) else ""
            for text in (line, f"{line} {following}"):
                at = place_of(wanted, text.replace("\t", " "))
                if 0 <= at <= len(line) and _is_led(text[:at].rpartition("\t")[2], besides):
                    found.append(number)
                    break
            if len(found) >= _MOST_PLACES:
                break
        return found

    def bind(self, first: Sequence[int], second: Sequence[int], dates: Sequence[int]) -> Bound:
        """The places of two names and of the dates that stand together, as many of the three as do, and the closest."""
        best, rank = Bound(None, None, None), (0, 0)
        for line in first:
            for other in (None, *_near(second, line)):
                for dated in (None, *_near(dates, line)):
                    best, rank = self._better(best, rank, Bound(line, other, dated))
        for line in second:
            for dated in (None, *_near(dates, line)):
                best, rank = self._better(best, rank, Bound(None, line, dated))
        return best

    def _better(self, best: Bound, rank: tuple[int, int], other: Bound) -> tuple[Bound, tuple[int, int]]:
        """The one of two that binds more fields, or as many more closely, if it is one entry's."""
        reach = max(other.lines) - min(other.lines)
        found = len(other.lines), -reach
        return (other, found) if found > rank and reach <= _APART and self._is_one_entry(other) else (best, rank)

    def _is_one_entry(self, bound: Bound) -> bool:
        """Whether neither a description nor another entry's dates stand between the fields, and no dates are nearer."""
        between = set(range(min(bound.lines), max(bound.lines) + 1))
        if (len(between) > 1 and self._described & between - {bound.dates}) or self._is_dated_nearer(bound):
            return False
        if self._tells_of_dates(bound):
            return False
        return len(self._ranges & between - {bound.dates}) <= (bound.dates is None)

    def _tells_of_dates(self, bound: Bound) -> bool:
        """Whether the dates are part of what a description tells, in a line of its own: "- Won a prize in 2019"."""
        line = bound.dates
        if line is None or line not in self._described or line in (bound.first, bound.second):
            return False
        return len(self._undated[line].split()) > _WORDS_BESIDE_DATES

    def _is_dated_nearer(self, bound: Bound) -> bool:
        """Whether other dates stand nearer to the names, by more than the line that a place may take."""
        names = [line for line in (bound.first, bound.second) if line is not None]
        if bound.dates is None or not names:
            return False
        nearer = _away(bound.dates, names) - 2
        return (
            not self._ranges.isdisjoint(range(min(names) - nearer, max(names) + nearer + 1)) if nearer >= 0 else False
        )


def place_of(wanted: str, text: str) -> int:
    """Where a text has the fragment with no letter, digit, + or # directly beside it, or -1."""
    if wanted not in text:
        return -1
    found = _whole(wanted).search(text)
    return found.start() if found else -1


@functools.lru_cache(maxsize=1024)
def _whole(wanted: str) -> re.Pattern[str]:
    before = r"(?<![^\W_])" if wanted[0].isalnum() else ""
    after = r"(?![^\W_]|[+#])" if wanted[-1].isalnum() else ""
    return re.compile(f"{before}{re.escape(wanted)}{after}")


def _near(lines: Sequence[int], line: int) -> Sequence[int]:
    """Those of sorted lines that can be of one entry with another."""
    return lines[bisect_left(lines, line - _APART) : bisect_right(lines, line + _APART)]


def _away(line: int, names: Sequence[int]) -> int:
    return max(min(names) - line, line - max(names), 0)


def _is_led(before: str, others: Sequence[str]) -> bool:
    if before.rstrip().endswith(_SEPARATORS) and "." not in before and len(before.split()) <= _WORDS_BEFORE:
        return True
    for other in others:
        before = before.replace(other, " ")
    return len(before) < _LONGEST_BEFORE and _NOTHING.fullmatch(before) is not None


def _without(line: str, spans: Sequence[Span]) -> str:
    for span in reversed(spans):
        line = f"{line[: span.at]} {line[span.to :]}"
    return line
