"""What the dates of positions come to: months of experience, gaps, overlaps. Facts, never a judgement.

A year without a month is uncertain, and only what is certain is said: for gaps a year counts whole, for overlaps from
its end or up to its beginning, and the sum of months counts years from their middle.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final, Literal

from shared.models.resume import DateRange, Period, Timeline

Reading = Literal["widest", "narrowest", "middle"]
_FIRST: Final[dict[Reading, int]] = {"widest": 1, "narrowest": 12, "middle": 7}
_LAST: Final[dict[Reading, int]] = {"widest": 12, "narrowest": 1, "middle": 6}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
type _Months = tuple[int, int]  # first and last month, both included, counted from year 0


def timeline_of(ranges: Iterable[DateRange | None], *, today: date | None = None) -> Timeline:
    """Months with a position, gaps of a whole month or more between positions, and months with two or more.

    A current position goes on until `today` (by default the day in UTC); later months are not counted.
    """
    dated = [dates for dates in ranges if dates is not None and _can_be_read(dates)]
    if not dated:
        return Timeline()
    day = today or datetime.now(UTC).date()
    now = day.year * 12 + day.month - 1
    return Timeline(
        months=sum(last - first + 1 for first, last in _united(_read(dated, "middle", now))),
        gaps=_gaps(_united(_read(dated, "widest", now))),
        overlaps=_overlaps(_read(dated, "narrowest", now)),
    )


def _can_be_read(dates: DateRange) -> bool:
    """Whether the range has a date, and none that is no date: people could once type what they liked."""
    given = [date for date in (dates.start, dates.end) if date]
    return bool(given) and all(_DATE.fullmatch(date) for date in given)


def _read(ranges: Sequence[DateRange], reading: Reading, now: int) -> list[_Months]:
    read = [_months(dates, reading, now) for dates in ranges]
    return sorted(months for months in read if months is not None)


def _months(dates: DateRange, reading: Reading, now: int) -> _Months | None:
    """The months of a range; None where the reading leaves none, or where it says neither beginning nor end."""
    start = dates.start or dates.end
    end = None if dates.current else dates.end or dates.start
    if start is None:
        return None
    if start == end and len(start) == 4:
        first, last = _month(start, 1), _month(start, 12)  # a year by itself
        if reading == "narrowest":
            return None
    else:
        first = _month(start, _FIRST[reading])
        last = now if end is None else _month(end, _LAST[reading])
    last = min(last, now)
    return (first, last) if first <= last else None


def _month(text: str, month_of_year: int) -> int:
    year, _, month = text.partition("-")
    return int(year) * 12 + int(month or month_of_year) - 1


def _united(months: Sequence[_Months]) -> list[_Months]:
    united: list[_Months] = []
    for first, last in months:
        if united and first <= united[-1][1] + 1:
            united[-1] = (united[-1][0], max(united[-1][1], last))
        else:
            united.append((first, last))
    return united


def _gaps(united: Sequence[_Months]) -> list[Period]:
    return [
        _period(before[1] + 1, after[0] - 1) for before, after in itertools.pairwise(united) if after[0] - before[1] > 1
    ]


def _overlaps(months: Sequence[_Months]) -> list[Period]:
    """Stretches in which at least two positions were held, a month of handing over included."""
    shared: list[_Months] = []
    until: int | None = None
    for first, last in months:
        if until is not None and first <= until:
            shared.append((first, min(last, until)))
        until = last if until is None else max(until, last)
    return [_period(first, last) for first, last in _united(sorted(shared))]


def _period(first: int, last: int) -> Period:
    return Period(start=_written(first), end=_written(last), months=last - first + 1)


def _written(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
