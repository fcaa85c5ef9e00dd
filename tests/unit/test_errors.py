"""Errors: statuses, codes and their problem documents."""

import pytest

from shared.errors import (
    AppError,
    BadRequest,
    Conflict,
    Forbidden,
    InternalError,
    NotFound,
    PayloadTooLarge,
    ServiceUnavailable,
    SettingsError,
    TooManyRequests,
    Unauthorized,
    UnprocessableEntity,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (BadRequest("no"), 400, "bad_request"),
        (Unauthorized(), 401, "unauthorized"),
        (Forbidden(), 403, "forbidden"),
        (NotFound("no"), 404, "not_found"),
        (Conflict("no"), 409, "conflict"),
        (PayloadTooLarge("no"), 413, "payload_too_large"),
        (UnprocessableEntity("no"), 422, "validation_error"),
        (TooManyRequests("no"), 429, "rate_limited"),
        (InternalError(), 500, "internal_error"),
        (ServiceUnavailable("no"), 503, "service_unavailable"),
        (SettingsError("no"), 503, "misconfigured"),
    ],
)
def test_every_error_knows_its_status_and_code(error: AppError, status: int, code: str) -> None:
    assert error.status == status
    assert error.code == code
    assert error.detail
    assert error.title


def test_a_problem_has_the_members_of_the_contract() -> None:
    problem = Conflict("Wait a moment.", code="turn_in_progress").problem("/api/v1/interview/chat", "c-1")
    assert problem == {
        "type": "urn:talenti:problem:turn_in_progress",
        "title": "Something else came first",
        "status": 409,
        "detail": "Wait a moment.",
        "instance": "/api/v1/interview/chat",
        "code": "turn_in_progress",
        "correlation_id": "c-1",
    }


def test_validation_errors_are_listed() -> None:
    errors = [{"loc": ["body", "message"], "msg": "empty", "type": "value_error"}]
    problem = UnprocessableEntity("The message is empty.", errors=errors).problem("/x", "c")
    assert problem["errors"] == errors


def test_headers_that_the_status_wants() -> None:
    assert Unauthorized().headers == {"WWW-Authenticate": "Bearer"}
    assert ServiceUnavailable("down", retry_after=7).headers == {"Retry-After": "7"}
    assert TooManyRequests("slow down", headers={"Retry-After": "3"}).headers == {"Retry-After": "3"}


def test_an_internal_error_says_nothing_of_its_cause() -> None:
    try:
        try:
            raise KeyError("secret")
        except KeyError as error:
            raise InternalError from error
    except InternalError as error:
        assert "secret" not in str(error.problem("/x", "c"))
