"""Schedules of timer triggers, as values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.functions_host.schedules import Cron, ScheduleError, parse_schedule

pytestmark = pytest.mark.unit


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        ("0 */5 * * * *", "2026-11-22 10:02:00", "2026-11-22 10:05:00"),
        ("0 */5 * * * *", "2026-11-22 10:05:00", "2026-11-22 10:10:00"),
        ("*/5 * * * *", "2026-11-22 10:05:00", "2026-11-22 10:10:00"),
        ("0 0 * * * *", "2026-11-22 23:00:00.5", "2026-11-23 00:00:00"),
        ("0 30 9 * * 1-5", "2026-11-20 09:30:00", "2026-11-23 09:30:00"),
        ("0 30 9 * Jan Mon", "2026-11-20 09:30:00", "2027-01-04 09:30:00"),
        ("0 30 9 * january MONDAY", "2026-11-20 09:30:00", "2027-01-04 09:30:00"),
        ("0 5,8,10 * * * *", "2026-11-22 10:06:00", "2026-11-22 10:08:00"),
        ("0 5-7 * * * *", "2026-11-22 10:07:00", "2026-11-22 11:05:00"),
        ("10/20 * * * * *", "2026-11-22 10:07:30", "2026-11-22 10:07:50"),
        ("0 0 0 29 2 *", "2026-11-22 10:00:00", "2028-02-29 00:00:00"),
        ("0 0 0 13 * 5", "2026-11-22 10:00:00", "2027-08-13 00:00:00"),
        ("00:05:00", "2026-11-22 10:02:00", "2026-11-22 10:07:00"),
        ("1.00:00:00", "2026-11-22 10:02:00", "2026-11-23 10:02:00"),
    ],
)
def test_a_schedule_is_next_due(schedule: str, after: str, due: str) -> None:
    assert parse_schedule(schedule).next_after(at(after)) == at(due)


def test_a_date_that_does_not_exist_is_never_due() -> None:
    assert parse_schedule("0 0 0 30 2 *").next_after(at("2026-11-22 10:00:00")) is None


@pytest.mark.parametrize(
    "schedule",
    [
        *("", "every day", "* * * *", "60 * * * * *", "* * 24 * * *", "* * * 0 * *", "* * * * 13 *", "* * * * * 7"),
        *(
            "*/0 * * * * *",
            "5-1 * * * * *",
            "a * * * * *",
            "* * * * foo *",
            "00:00:00",
            "-1 * * * * *",
            "1,, * * * * *",
        ),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(schedule: str) -> None:
    with pytest.raises(ScheduleError):
        parse_schedule(schedule)


def field(low: int, high: int) -> st.SearchStrategy[str]:
    value = st.integers(low, high)
    spans = st.tuples(value, value).map(lambda pair: f"{min(pair)}-{max(pair)}")
    steps = st.integers(1, 20).map(lambda step: f"*/{step}")
    return st.one_of(
        st.just("*"), value.map(str), spans, steps, st.lists(value, min_size=1).map(lambda v: ",".join(map(str, v)))
    )


@settings(max_examples=60, deadline=None)
@given(
    parts=st.tuples(field(0, 59), field(0, 59), field(0, 23)),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_the_next_time_is_the_first_that_the_fields_allow(parts: tuple[str, str, str], moment: datetime) -> None:
    schedule = parse_schedule(f"{' '.join(parts)} * * *")
    assert isinstance(schedule, Cron)
    due = schedule.next_after(moment)
    expected = moment.replace(microsecond=0) + timedelta(seconds=1)
    while not (
        expected.hour in schedule.hours and expected.minute in schedule.minutes and expected.second in schedule.seconds
    ):
        if expected.hour not in schedule.hours:
            expected = expected.replace(minute=0, second=0) + timedelta(hours=1)
        elif expected.minute not in schedule.minutes:
            expected = expected.replace(second=0) + timedelta(minutes=1)
        else:
            expected += timedelta(seconds=1)
    assert due == expected
