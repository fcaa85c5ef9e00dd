"""Dates as résumés write them: points and ranges in many languages, as months or years."""

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from shared.models.resume import DateRange
from shared.resumes.fields.calendar_words import HALVES, MONTHS, PRESENT, SEASONS, SEPARATORS, SINCE
from shared.resumes.fields.text import fold

_YEAR = r"(?:19[4-9]\d|20[0-4]\d)(?!\d)"
_PIVOT: Final = 45  # a year of two digits up to here is in this century


class Point(NamedTuple):
    """A year, a month, or a stretch of months such as a season. `weak` says that it only counts within a range."""

    year: int | None
    first: int | None
    last: int | None
    weak: bool
    at: int
    to: int


class Span(NamedTuple):
    """A range, or a single date, and its place in the text."""

    dates: DateRange
    single: bool
    at: int
    to: int


@functools.cache
def _points_pattern() -> re.Pattern[str]:
    month = "|".join(sorted(MONTHS, key=len, reverse=True))
    season = "|".join(sorted({**SEASONS, **HALVES}, key=len, reverse=True))
    alternatives = (
        rf"(?P<cy>{_YEAR[:-6]})年\s?(?P<cm>1[0-2]|0?[1-9])月",
        rf"(?P<iy>{_YEAR[:-6]})(?P<is>[-./])(?P<im>1[0-2]|0[1-9])(?:[-./](?:[0-2]\d|3[01]))?(?![\d/.-]*\d)",
        rf"(?P<d1>\d{{1,2}})[./-]\s?(?P<d2>\d{{1,2}})[./-]\s?(?P<dy>{_YEAR})",
        rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:de\s+|of\s+)?)?\b(?P<mn>{month})\b\.?,?"
        rf"(?:\s+\d{{1,2}}(?:st|nd|rd|th)?,)?\s*(?:de[l]?\s+|of\s+|[/-]\s?)?(?P<my>{_YEAR}|'\d\d(?!\d))",
        rf"\bq(?P<q1>[1-4])\s?[/-]?\s?(?P<qy1>{_YEAR})",
        rf"(?P<qy2>{_YEAR})[\s/-]?q(?P<q2>[1-4])\b",
        rf"\b(?P<sn>{season})\b\.?\s*(?:of\s+|de[l]?\s+)?(?P<sy>{_YEAR})(?:\s?/\s?\d\d(?!\d))?",
        rf"(?<![\d.])(?P<nm>1[0-2]|0?[1-9])\s?[./-]\s?(?P<ny>{_YEAR})",
        rf"(?<![\d.,])(?P<y>{_YEAR})(?!\s?[%€$£])",
        r"(?<![\w'])'(?P<ay>\d\d)(?![\d\w])",
        r"(?<![\d./-])(?P<wm>1[0-2]|0[1-9])[./](?P<wy>\d\d)(?![\d./])",
        rf"\b(?P<bm>{month})\b\.?(?:[\s-]+'?(?P<by>\d\d)(?![\d\w.:]))?",
    )
    return re.compile("|".join(alternatives))


@functools.cache
def _joins() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    present = "|".join(re.escape(word) for word in sorted(PRESENT, key=len, reverse=True))
    between = "|".join(sorted(SEPARATORS, key=len, reverse=True))
    dash = r"\s*(?:[-–—−‐‑~→]+|>+|\.{2,3}|…)\s*"
    join = rf"[\s,]*(?:{dash}(?:(?:{between})\s+)?|\s(?:{between})\s+)"
    return (
        re.compile(join + r"(?:de\s+|el\s+|le\s+|the\s+)?"),
        re.compile(join + rf"(?:la\s+|el\s+|the\s+|o\s+|le\s+)?(?:{present})(?![^\W_])\)?"),
        re.compile(rf"(?:^|(?<=[\s(|,;:\t]))(?:{'|'.join(SINCE)})\s*:?\s*$"),
    )


_SHORT_YEAR = re.compile(r"\s?[-–/]\s?'?(\d\d)(?![\d./-])")
_OPEN = re.compile(r"\s*[-–—]\s*(?=$|\t|\||\)|,|;)")
_DIGITS = re.compile(r"\d\d")


@functools.lru_cache(maxsize=2048)
def find_dates(text: str, month_first: bool = False) -> tuple[Span, ...]:
    """The ranges and single dates of a text, in order. `month_first` reads 03/04/2020 as the fourth of March."""
    if not _DIGITS.search(text):
        return ()
    folded = fold(text)
    points = list(_points(folded, month_first))
    return tuple(_spans(text, folded, points))


def _points(folded: str, month_first: bool) -> Iterator[Point]:
    for match in _points_pattern().finditer(folded):
        year, first, last, weak = _meaning(match.groupdict(), month_first)
        if year is not None or first is not None:
            short = 3 if match["iy"] and first is None else 0  # the "/10" of a school year is read as its second year
            yield Point(year, first, last, weak, match.start(), match.end() - short)


def _meaning(found: dict[str, str | None], month_first: bool) -> tuple[int | None, int | None, int | None, bool]:
    """Year, first and last month, and whether it is weak."""
    if found["iy"] and found["is"] == "/" and int(found["im"] or 0) == int(found["iy"]) % 100 + 1:
        return int(found["iy"]), None, None, False  # 2009/10 is a school year
    for year, month in (("cy", "cm"), ("iy", "im"), ("ny", "nm")):
        if found[year]:
            number = int(found[month] or 0)
            return int(found[year] or 0), number, number, False
    if found["dy"]:
        one, two = int(found["d1"] or 0), int(found["d2"] or 0)
        number = one if two > 12 or (month_first and one <= 12) else two
        return (int(found["dy"]), number, number, False) if 1 <= number <= 12 else (None, None, None, True)
    if found["mn"]:
        return _century(found["my"] or ""), MONTHS[found["mn"]], MONTHS[found["mn"]], False
    for year, quarter in (("qy1", "q1"), ("qy2", "q2")):
        if found[year]:
            number = int(found[quarter] or 0)
            return int(found[year] or 0), number * 3 - 2, number * 3, False
    if found["sn"]:
        first, last = {**SEASONS, **HALVES}[found["sn"]]
        return int(found["sy"] or 0), first, last, False
    if found["y"]:
        return int(found["y"]), None, None, False
    if found["ay"]:
        return _century(found["ay"]), None, None, False
    if found["wm"]:
        return _century(found["wy"] or ""), int(found["wm"]), int(found["wm"]), True
    month = MONTHS[found["bm"] or ""]
    return (_century(found["by"]) if found["by"] else None), month, month, True


def _century(digits: str) -> int:
    number = int(digits.lstrip("'"))
    if number > 99:
        return number
    return 2000 + number if number <= _PIVOT else 1900 + number


def _spans(text: str, folded: str, points: list[Point]) -> Iterator[Span]:
    joined, to_present, since = _joins()
    index = 0
    while index < len(points):
        point = points[index]
        index += 1
        follower = points[index] if index < len(points) else None
        begins = since.search(folded, 0, point.at)
        at = begins.start() if begins else point.at
        if follower and _joined(joined, folded, point, follower):
            other = follower
            if not (point.year is None and other.year is None):
                index += 1
                yield _span(text, point.at, other.to, point, other)
            continue
        if point.year is None:
            continue
        if short := _short_range(folded, point):
            yield _span(text, point.at, short.to, point, short)
        elif present := to_present.match(folded, point.to):
            yield _span(text, at, present.end(), point, None, current=True)
        elif begins or _OPEN.match(folded, point.to):
            yield _span(text, at, point.to, point, None, current=True)
        elif not point.weak:
            yield _span(text, point.at, point.to, point, point)


def _joined(joined: re.Pattern[str], folded: str, one: Point, two: Point) -> bool:
    if two.year is None:
        return False
    between = folded[one.to : two.at]
    if joined.fullmatch(between):
        return one.year is None or one.year <= two.year
    years = one.year is not None and one.year <= two.year and one.first is None and two.first is None
    return years and between.strip() == "/"


def _short_range(folded: str, point: Point) -> Point | None:
    """The second year of `2018-19`."""
    assert point.year is not None
    if point.first is None and (found := _SHORT_YEAR.match(folded, point.to)) and int(found[1]) > point.year % 100:
        return Point(point.year // 100 * 100 + int(found[1]), None, None, False, found.start(1), found.end())
    return None


def _span(text: str, at: int, to: int, one: Point, two: Point | None, *, current: bool = False) -> Span:
    year = one.year if one.year is not None or two is None else two.year
    if two and one.year is None and one.first and two.last and one.first > two.last and year:
        year -= 1  # "Nov – Feb 2020"
    single = one is two
    if single and one.first is None:
        start = end = str(one.year)
    else:
        start = _month(year, one.first)
        last_year = two.year if two else None
        wraps = two is not None and two.first is not None and two.last is not None and two.last < two.first
        end = None if two is None else _month((last_year or 0) + wraps, two.last)
    written = text[at:to].strip(" \t,;|()")
    return Span(DateRange(start=start, end=end, current=current, text=written), single, at, to)


def _month(year: int | None, month: int | None) -> str:
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


def month_comes_first(texts: list[str], country: str | None) -> bool | None:
    """Whether dates in numbers are written month first: as one that leaves no doubt shows, or as the country does."""
    for text in texts:
        for one, two in re.findall(r"(?<!\d)(\d{1,2})[/](\d{1,2})[/](?:19|20)\d\d", text):
            if int(one) > 12:
                return False
            if int(two) > 12:
                return True
    return country in {"US", "PH"}
