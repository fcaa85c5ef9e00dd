"""What a candidate is told when a message cannot be a turn."""

from collections.abc import Mapping
from typing import Any

from shared.errors import (
    AppError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    TooManyRequests,
    UnprocessableEntity,
)


def busy(seconds: float, headers: Mapping[str, str] | None = None) -> Conflict:
    """409 `turn_in_progress`, with when to try again."""
    return Conflict(
        "Another message of this interview is being answered. Wait a moment, then send this one again.",
        code="turn_in_progress",
        headers={**(headers or {}), "Retry-After": str(max(1, round(seconds)))},
    )


def refusal(answer: Mapping[str, Any], headers: Mapping[str, str]) -> AppError:
    """The problem for an outcome of `begin_turn` that is no turn."""
    match answer["outcome"]:
        case "limited":
            detail = "You have sent more messages than a minute takes. Wait until the limit resets, then go on."
            return TooManyRequests(detail, headers=headers)
        case "missing":
            return NotFound("This interview was not found.", code="interview_not_found", headers=headers)
        case "forbidden":
            return Forbidden("Only the candidate of this interview can take part in it.", headers=headers)
        case "mismatch":
            detail = "This Idempotency-Key came with another message before. Use a new key for a new message."
            return Conflict(detail, code="idempotency_mismatch", headers=headers)
        case "busy":
            return busy(min(2, float(answer["lease_seconds_left"])), headers)
        case "too_long":
            detail = (
                "With what you said already, this is longer than one answer may be. That is kept: send it again to get "
                "its reply, then go on."
            )
            error = {"loc": ["body", "message"], "msg": detail, "type": "answer_too_long"}
            return UnprocessableEntity(detail, code="answer_too_long", errors=[error], headers=headers)
        case _:
            detail = f"This interview is not in progress: it is {answer['interview_status']}."
            return BadRequest(detail, code="interview_not_in_progress", headers=headers)
