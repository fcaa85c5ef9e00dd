"""What dates come to: months, gaps and overlaps, and nothing that is not certain."""

from datetime import date

import pytest

from shared.models.resume import DateRange, Timeline
from shared.resumes.timeline import timeline_of

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 15)


def timeline(*ranges: tuple[str | None, str | None]) -> Timeline:
    """Of ranges; an end of "now" is a current position."""
    return timeline_of(
        [
            DateRange(start=start, end=None if end == "now" else end, current=end == "now", text="")
            for start, end in ranges
        ],
        today=TODAY,
    )


def periods(found: Timeline) -> tuple[list[tuple[str, str, int]], list[tuple[str, str, int]]]:
    gaps = [(period.start, period.end, period.months) for period in found.gaps]
    return gaps, [(period.start, period.end, period.months) for period in found.overlaps]


def test_both_months_of_a_range_count() -> None:
    assert timeline(("2020-01", "2020-03")).months == 3


def test_a_current_position_counts_up_to_today() -> None:
    assert timeline(("2026-01", "now")).months == 11


def test_a_month_with_two_positions_counts_once() -> None:
    found = timeline(("2020-01", "2020-06"), ("2020-04", "2020-12"))
    assert found.months == 12
    assert periods(found) == ([], [("2020-04", "2020-06", 3)])


def test_a_gap_is_a_whole_month_or_more() -> None:
    assert periods(timeline(("2020-01", "2020-03"), ("2020-04", "2020-12"))) == ([], [])
    assert periods(timeline(("2020-01", "2020-03"), ("2020-05", "2020-12")))[0] == [("2020-04", "2020-04", 1)]


def test_the_order_of_positions_makes_no_difference() -> None:
    assert timeline(("2022-01", "now"), ("2018-01", "2019-12")) == timeline(("2018-01", "2019-12"), ("2022-01", "now"))


def test_years_without_months_show_no_gap_and_no_overlap_that_is_not_certain() -> None:
    found = timeline(("2018", "2020"), ("2020", "2022"))
    assert periods(found) == ([], [])
    assert found.months == 48
    assert periods(timeline(("2015", "2016"), ("2018", "2020")))[0] == [("2017-01", "2017-12", 12)]


def test_months_to_come_are_not_counted() -> None:
    assert timeline(("2026-10", "2027-12")).months == 2
    assert timeline(("2027-01", "2027-12")).months == 0


def test_without_dates_nothing_is_said() -> None:
    assert timeline_of([None, None], today=TODAY) == Timeline()
    assert Timeline().months is None


def test_three_positions_at_once_are_one_overlap() -> None:
    found = timeline(("2020-01", "2020-12"), ("2020-03", "2020-08"), ("2020-05", "2021-02"))
    assert periods(found)[1] == [("2020-03", "2020-12", 10)]


@pytest.mark.parametrize("date", ["Summer 2019", "2019-13", "٢٠١٩", "99999"])
def test_what_is_no_date_is_left_out(date: str) -> None:
    typed, written = (
        DateRange(start=date, end="2020", text="typed"),
        DateRange(start="2010", end="2011", text="2010 - 2011"),
    )
    assert timeline_of([typed]) == Timeline()
    assert timeline_of([typed, written]) == timeline_of([written])
