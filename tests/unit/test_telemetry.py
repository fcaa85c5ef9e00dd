"""Telemetry: what an event says, and that what people wrote cannot slip in."""

import logging
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.telemetry import correlation_id, detached_span, log_event, safe_fields, span

pytestmark = pytest.mark.unit

ID = UUID("12345678-1234-5678-1234-567812345678")


def last_line(caplog: pytest.LogCaptureFixture) -> str:
    return caplog.records[-1].getMessage()


@pytest.fixture(autouse=True)
def level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="talenti")


def test_an_event_is_one_line_with_its_ids(caplog: pytest.LogCaptureFixture) -> None:
    token = correlation_id.set("c-1")
    log_event("interview.turn.committed", interview_id=ID, turn=3, seconds=0.25, replayed=False, move="probe")
    line = last_line(caplog)
    correlation_id.reset(token)
    assert line == (
        f"interview.turn.committed interview_id={ID} turn=3 seconds=0.25 replayed=False move=probe correlation_id=c-1"
    )


@pytest.mark.parametrize(
    "text",
    ["I built a pipeline", "ada@example.org", "+49301234567", "x" * 65, "line\nbreak", "Grüße", ""],
)
def test_what_people_write_is_left_out(caplog: pytest.LogCaptureFixture, text: str) -> None:
    log_event("interview.turn.committed", answer=text, turn=1)
    assert last_line(caplog) == "interview.turn.committed turn=1 left_out=answer"


def test_codes_ids_numbers_and_times_are_kept() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    kept = safe_fields({"model": "gpt-4o", "route": "/api/v1/me", "id": ID, "n": 1, "at": now, "none": None})
    assert kept == {
        "model": "gpt-4o", "route": "/api/v1/me", "id": str(ID), "n": 1, "at": "2026-11-22T00:00:00+00:00"
    }  # fmt: skip


def test_of_an_error_the_type_and_the_stack_are_told_and_not_the_message(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("what the candidate said")
    except ValueError as error:
        log_event("http.failed", error=error)
    line, *stack = last_line(caplog).splitlines()
    assert line == "http.failed error=ValueError"
    assert "test_telemetry.py" in stack[-1]
    assert "what the candidate said" not in last_line(caplog)


def test_a_level_that_is_off_costs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    log_event("quiet", level=logging.DEBUG)
    assert not caplog.records


@pytest.mark.parametrize("around", [span, detached_span])
def test_spans_let_errors_through(around: type) -> None:
    with around("model.chat", deployment="gpt-4o") as current:
        current.set_attribute("tokens", 3)
    with pytest.raises(ValueError, match="no"), around("model.chat"):
        raise ValueError("no")
