"""Which fields of an entry stand together in a text: in its heading, not anywhere. Pure functions.

A field counts where it leads its line, or its part of it: nothing goes before it but dates, marks, labels, the entry's
other fields, or a few words and a separator.
Fields belong together within a few lines, with no other entry's dates between them. So words of a description are no
position, and the employer of one position is not that of the next.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from shared.resumes.fields.dates import Span, find_dates
from shared.scoring.evidence import comparable

_APART: Final = 4  # lines
_MOST_PLACES: Final = 200  # of one field
_LONGEST_BEFORE: Final = 200  # characters
_WORDS_BEFORE: Final = 6  # of another field, where a separator follows
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
    """The lines of a text, asked where the fields of entries stand."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._spans = [list(find_dates(line)) for line in lines]
        self._ranges = {number for number, spans in enumerate(self._spans) if any(not span.single for span in spans)}
        self._plain = [comparable(line) for line in lines]
        self._undated = [comparable(_without(line, spans)) for line, spans in zip(lines, self._spans, strict=True)]

    def spans(self, line: int) -> list[Span]:
        return self._spans[line]

    def belongs(self, field: str, bound: Bound, others: Sequence[str | None]) -> bool:
        """Whether a field stands in an entry's lines, or leads one right beside them."""
        first, last = min(bound.lines), max(bound.lines)
        return comparable(field) in " ".join(self._plain[first : last + 1]) or any(
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
                at = text.find(wanted)
                if 0 <= at <= len(line) and _is_led(text[:at], besides):
                    found.append(number)
                    break
            if len(found) >= _MOST_PLACES:
                break
        return found

    def bind(self, first: Sequence[int], second: Sequence[int], dates: Sequence[int]) -> Bound:
        """The places of two names and of the dates that stand together, as many of the three as do, and the closest."""
        best, rank = Bound(None, None, None), (0, 0)
        for anchor, others in ((first, second), (second, ())):
            for line in anchor:
                for other in [None, *(there for there in others if abs(there - line) <= _APART)]:
                    for dated in [None, *(there for there in dates if abs(there - line) <= _APART)]:
                        bound = Bound(line, other, dated) if anchor is first else Bound(None, line, dated)
                        reach = max(bound.lines) - min(bound.lines)
                        if (len(bound.lines), -reach) > rank and reach <= _APART and self._is_one_entry(bound):
                            best, rank = bound, (len(bound.lines), -reach)
        return best

    def _is_one_entry(self, bound: Bound) -> bool:
        """Whether no other entry's dates stand between the fields, or on a line of theirs."""
        between = set(range(min(bound.lines), max(bound.lines) + 1))
        return len(self._ranges & between - {bound.dates}) <= (bound.dates is None)


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
