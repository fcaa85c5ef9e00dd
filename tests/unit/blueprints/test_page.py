"""Cursors: what a page gave is taken back, and nothing else."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.models.page import Cursor, PageQuery

pytestmark = pytest.mark.unit

ID = "6f9619ff-8b86-4011-b42d-00c04fc964ff"


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_comes_back_as_it_was(at: datetime, row_id: UUID) -> None:
    cursor = Cursor(at, row_id)
    assert Cursor.parse(cursor.encode()) == cursor
    assert PageQuery.model_validate({"cursor": cursor.encode()}).after == cursor


@pytest.mark.parametrize(
    ("written", "microseconds"),
    [
        ("2026-11-22T21:39:30+00:00", 0),
        ("2026-11-22T21:39:30.5+00:00", 500_000),
        ("2026-11-22T22:39:30.5+01:00", 500_000),
    ],
)
def test_the_time_of_a_row_is_kept_to_the_microsecond(written: str, microseconds: int) -> None:
    at, row_id = Cursor.at({"created_at": written, "id": ID})
    assert (at, row_id) == (datetime(2026, 11, 22, 21, 39, 30, microseconds, UTC), UUID(ID))


@given(st.text(max_size=120))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PageQuery.model_validate({"cursor": text})


@pytest.mark.parametrize(
    "inner",
    [
        f"2026-11-22T21:39:30 {ID}",
        f"2026-11-22T21:39:30+15:00 {ID}",
        f"2026-11-22 {ID}",
        f"1700000000 {ID}",
        f"2026-11-22T21:39:30+00:00 {ID.upper()}",
        "2026-11-22T21:39:30+00:00 x",
        f'2026-11-22T21:39:30+00:00",id.gt.{ID}',
        "",
    ],
)
def test_so_is_a_forged_cursor(inner: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.parse(base64.urlsafe_b64encode(inner.encode()).decode())
