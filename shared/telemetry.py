"""Structured log events and spans. They carry ids, numbers and short codes, never what a person wrote or said."""

import contextlib
import logging
import re
from collections.abc import Generator
from contextvars import ContextVar
from datetime import datetime
from traceback import walk_tb
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from opentelemetry.trace import Span

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
"""The id that ties together everything done for one request; empty outside of one."""

type Value = str | int | float | bool | UUID | datetime | None

_log = logging.getLogger("talenti")
# A code, an id, a model or a route: no space, so no sentence; no @ or +, so no address and no phone number.
_CODE: Final = re.compile(r"[A-Za-z0-9_.:/\-]{1,64}\Z")


def log_event(name: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: Value) -> None:
    """Logs an event with a dotted name (`interview.turn.committed`) and its fields: `name field=value …`.

    A string that is no short code is left out, and its field is named under `left_out`. Of `error` the type and the
    stack are logged, not the message.
    """
    if not _log.isEnabledFor(level):
        return
    kept = safe_fields(fields)
    if left_out := [field for field, value in fields.items() if value is not None and field not in kept]:
        kept["left_out"] = ",".join(left_out)
    if error is not None:
        kept["error"] = type(error).__name__
    if correlation := correlation_id.get():
        kept["correlation_id"] = correlation
    line = " ".join([name, *(f"{field}={value}" for field, value in kept.items())])
    if error is not None:
        line += "".join(f"\n    {frame}" for frame in stack_of(error))
    _log.log(level, "%s", line)


def safe_fields(fields: dict[str, Value]) -> dict[str, str | int | float | bool]:
    """The fields that may leave the process: numbers, ids, times and short codes."""
    kept: dict[str, str | int | float | bool] = {}
    for field, value in fields.items():
        if isinstance(value, (bool, int, float)):
            kept[field] = value
        elif isinstance(value, UUID):
            kept[field] = str(value)
        elif isinstance(value, datetime):
            kept[field] = value.isoformat()
        elif value is not None and _CODE.match(value):
            kept[field] = str(value)
    return kept


@contextlib.contextmanager
def span(name: str, **attributes: Value) -> "Generator[Span]":
    """A span around a block; an exception marks it with its type, never with its message. Not around a `yield`."""
    from opentelemetry import trace

    tracer = trace.get_tracer("talenti")
    with tracer.start_as_current_span(
        name, attributes=safe_fields(attributes), record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield current
        except BaseException as error:
            _mark(current, error)
            raise


@contextlib.contextmanager
def detached_span(name: str, **attributes: Value) -> "Generator[Span]":
    """A span that does not become the current one: for async generators, which share their caller's context."""
    from opentelemetry import trace

    current = trace.get_tracer("talenti").start_span(name, attributes=safe_fields(attributes))
    try:
        yield current
    except BaseException as error:
        _mark(current, error)
        raise
    finally:
        current.end()


def _mark(current: "Span", error: BaseException) -> None:
    from opentelemetry.trace import StatusCode

    current.set_attribute("error.type", type(error).__name__)
    if isinstance(error, Exception):
        current.set_status(StatusCode.ERROR)


def stack_of(error: BaseException) -> list[str]:
    """Where an exception came from, innermost last: `file:line function`, without its message."""
    return [
        f"{frame.f_code.co_filename}:{line} {frame.f_code.co_qualname}" for frame, line in walk_tb(error.__traceback__)
    ]
