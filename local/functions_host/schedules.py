"""When a timer is due: NCRONTAB expressions and time spans, as Azure Functions reads them. Pure functions of time.

Syntax of https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions: six fields
{second} {minute} {hour} {day} {month} {day-of-week}, or five without seconds. All times are UTC. Day and day-of-week
must both match (unlike Vixie cron).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .settings import parse_time_span

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def _words(names: Sequence[str], first: int) -> dict[str, int]:
    """Numbers of names and of their first three letters."""
    return {word: number for number, name in enumerate(names, start=first) for word in (name, name[:3])}


_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("second", 0, 59, {}),
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day", 1, 31, {}),
    ("month", 1, 12, _words(_MONTHS, 1)),
    ("day-of-week", 0, 6, _words(_DAYS, 0)),
)
_HORIZON_DAYS = 366 * 8  # the longest gap between two 29 Februaries, which is the rarest date there is


class ScheduleError(ValueError):
    """A schedule that is neither a time span nor an NCRONTAB expression."""


@dataclass(frozen=True)
class Interval:
    """A constant distance between runs."""

    every: timedelta

    def next_after(self, moment: datetime) -> datetime | None:
        """The next due time after a moment."""
        return moment + self.every


@dataclass(frozen=True)
class Cron:
    """An NCRONTAB expression: the values each field allows, in order."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]

    def next_after(self, moment: datetime) -> datetime | None:
        """The first due time strictly after a moment; None when there is none (30 February)."""
        start = moment.replace(microsecond=0) + timedelta(seconds=1)
        time = _first_time((self.hours, self.minutes, self.seconds), (start.hour, start.minute, start.second))
        day = start.date()
        if not self._runs_on(day.day, day.month, day.isoweekday()) or time is None:
            time = (self.hours[0], self.minutes[0], self.seconds[0])
            for _ in range(_HORIZON_DAYS):
                day += timedelta(days=1)
                if self._runs_on(day.day, day.month, day.isoweekday()):
                    break
            else:
                return None
        hour, minute, second = time
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=moment.tzinfo)

    def _runs_on(self, day: int, month: int, iso_weekday: int) -> bool:
        return day in self.days and month in self.months and iso_weekday % 7 in self.weekdays


def parse_schedule(text: str) -> Cron | Interval:
    """Read a timer trigger's schedule.

    Raises:
        ScheduleError: it cannot be understood; the message says which part.
    """
    span = parse_time_span(text)
    if span is not None:
        if span <= 0:
            raise ScheduleError(f"{text!r}: the time between runs must be positive.")
        return Interval(timedelta(seconds=span))
    parts = text.split()
    if len(parts) == 5:
        parts.insert(0, "0")
    if len(parts) != 6:
        raise ScheduleError(f"{text!r} is neither six NCRONTAB fields nor a time span such as 00:05:00.")
    return Cron(*(_field(part, *field, text) for part, field in zip(parts, _FIELDS, strict=True)))


def _field(part: str, name: str, low: int, high: int, words: dict[str, int], text: str) -> tuple[int, ...]:
    def number(word: str) -> int:
        value = words.get(word.lower())
        if value is None and word.isdecimal():
            value = int(word)
        if value is None or not low <= value <= high:
            raise ScheduleError(f"{text!r}: {word!r} is not a {name} ({low}-{high}).")
        return value

    allowed: set[int] = set()
    for item in part.split(","):
        span, slash, step_text = item.partition("/")
        if slash and (not step_text.isdecimal() or int(step_text) == 0):
            raise ScheduleError(f"{text!r}: {step_text!r} is not a step for the {name}.")
        first, dash, last = span.partition("-")
        if span in ("*", "?"):
            start, end = low, high
        elif dash:
            start, end = number(first), number(last)
        else:
            start = number(first)
            end = high if slash else start
        if start > end:
            raise ScheduleError(f"{text!r}: the {name} range {span!r} runs backwards.")
        allowed.update(range(start, end + 1, int(step_text) if slash else 1))
    return tuple(sorted(allowed))


def _first_time(fields: Sequence[tuple[int, ...]], floor: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The earliest (hour, minute, second) at or after `floor` that the fields allow on the same day."""
    hours, minutes, seconds = fields
    for hour in (hour for hour in hours if hour >= floor[0]):
        for minute in (minute for minute in minutes if hour > floor[0] or minute >= floor[1]):
            for second in seconds:
                if (hour, minute, second) >= floor:
                    return hour, minute, second
    return None
