"""The errors of the application: each knows its status, its code and how it reads as a problem (RFC 9457)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

PROBLEM_MEDIA_TYPE = "application/problem+json"


class AppError(Exception):
    """An error that may be shown to a caller: its `detail` says what a person can do and holds no inner text."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    default_code: ClassVar[str] = "internal_error"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[Mapping[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.errors = errors
        self.headers = dict(headers or {})

    def problem(self, instance: str, correlation_id: str) -> dict[str, Any]:
        """The body of the answer. `instance` is the path of the request."""
        body: dict[str, Any] = {
            "type": f"urn:talenti:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "code": self.code,
            "correlation_id": correlation_id,
        }
        if self.errors is not None:
            body["errors"] = list(self.errors)
        return body


class BadRequest(AppError):
    status, title, default_code = 400, "The request does not fit the state of things", "bad_request"


class Unauthorized(AppError):
    status, title, default_code = 401, "Sign in first", "unauthorized"

    def __init__(self, detail: str = "Send a valid Supabase access token as a Bearer token.", **kwargs: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **kwargs)


class Forbidden(AppError):
    status, title, default_code = 403, "This is not yours", "forbidden"

    def __init__(self, detail: str = "Your account may not do this here.", **kwargs: Any) -> None:
        super().__init__(detail, **kwargs)


class NotFound(AppError):
    status, title, default_code = 404, "Not found", "not_found"


class Conflict(AppError):
    status, title, default_code = 409, "Something else came first", "conflict"


class PayloadTooLarge(AppError):
    status, title, default_code = 413, "Too large", "payload_too_large"


class UnprocessableEntity(AppError):
    status, title, default_code = 422, "The input does not fit", "validation_error"


class TooManyRequests(AppError):
    status, title, default_code = 429, "Too many requests", "rate_limited"


class ServiceUnavailable(AppError):
    """Something outside is down; `retry_after` is in seconds."""

    status, title, default_code = 503, "Something we depend on is down", "service_unavailable"

    def __init__(self, detail: str, *, retry_after: int = 5, **kwargs: Any) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)}, **kwargs)


class InternalError(AppError):
    """What an unexpected exception becomes: no inner text."""

    def __init__(self) -> None:
        super().__init__("The error has been logged under this correlation id; please try again later.")


class SettingsError(ServiceUnavailable):
    """A setting is missing or contradicts another; the message names it."""

    default_code = "misconfigured"
