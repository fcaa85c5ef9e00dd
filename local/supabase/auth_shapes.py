"""What the auth endpoints read and write: bodies and their fields, errors, the shape of an account."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import psycopg
from aiohttp import web

from local.supabase.users import User

EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
LONGEST_EMAIL = 255
SHORTEST_PASSWORD, LONGEST_PASSWORD = 6, 72
type Body = dict[str, Any]


class RefusedError(Exception):
    """An error for the caller: status, error_code, msg, and what else the answer says."""

    def __init__(self, status: int, error_code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.answer = {"code": status, "error_code": error_code, "msg": message, **more}


@dataclass(frozen=True)
class Call:
    """One request, read."""

    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Body

    @property
    def user_id(self) -> UUID:
        """The id at the end of the path. Raises RefusedError."""
        return uuid_in(self.path.rpartition("/")[2])


async def read_call(request: web.BaseRequest) -> Call:
    """Read a request. Raises RefusedError."""
    return Call(request.path, parse_qs(request.query_string), request.headers, await _body(request))


async def _body(request: web.BaseRequest) -> Body:
    """The JSON object in the body; an empty one when there is none. Raises RefusedError."""
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise RefusedError(413, "request_too_large", "The request body is too large") from error
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "bad_json", "Could not parse request body as JSON") from error
    if not isinstance(body, dict):
        raise RefusedError(400, "bad_json", "The request body must be a JSON object")
    return body


def text_in(body: Body, name: str) -> str | None:
    """A field that is a string or missing. Raises RefusedError."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise RefusedError(400, "validation_failed", f"{name} must be a string")
    return value


def email_in(body: Body) -> str | None:
    """The address in lower case, if one is given. Raises RefusedError."""
    email = text_in(body, "email")
    if not email:
        return None
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email):
        raise RefusedError(400, "validation_failed", "Unable to validate email address: invalid format")
    return email.lower()


def password_in(body: Body) -> str | None:
    """The new password, if one is given. Raises RefusedError when it is too short or too long."""
    password = text_in(body, "password")
    if not password:
        return None
    if len(password) < SHORTEST_PASSWORD:
        message = f"Password should be at least {SHORTEST_PASSWORD} characters."
        raise RefusedError(422, "weak_password", message, weak_password={"reasons": ["length"]})
    if len(password.encode()) > LONGEST_PASSWORD:
        message = f"Password cannot be longer than {LONGEST_PASSWORD} characters"
        raise RefusedError(422, "validation_failed", message)
    return password


def metadata_in(body: Body, name: str) -> Mapping[str, Any]:
    """A field that is an object or missing. Raises RefusedError."""
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise RefusedError(400, "validation_failed", f"{name} must be an object")
    return value or {}


def uuid_in(text: str) -> UUID:
    """An account's id. Raises RefusedError."""
    try:
        return UUID(text)
    except ValueError as error:
        raise RefusedError(404, "validation_failed", "user_id must be an UUID") from error


def number_in(query: Mapping[str, list[str]], name: str, default: int, most: int) -> int:
    """A positive number of a query string. Raises RefusedError."""
    text = query.get(name, [""])[0]
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) == 0:
        raise RefusedError(400, "validation_failed", f"{name} must be a positive number")
    return min(int(text), most)


def found(user: User | None) -> User:
    """The account, or the 404 that there is none."""
    if user is None:
        raise RefusedError(404, "user_not_found", "User not found")
    return user


def taken(error: psycopg.errors.UniqueViolation, code: str, message: str) -> Exception:
    """The 422 for a taken email or id; the error itself when a trigger of the project's raised it."""
    if error.diag.schema_name == "auth" and error.diag.table_name == "users":
        return RefusedError(422, code, message)
    return error


def _time(value: datetime | None) -> str | None:
    return value and value.isoformat().replace("+00:00", "Z")


def user_view(user: User) -> dict[str, Any]:
    """An account as the API shows it."""
    identities = [
        {
            "id": identity["provider_id"],
            "identity_id": identity["id"],
            "user_id": identity["user_id"],
            "provider": identity["provider"],
            "identity_data": identity["identity_data"],
            "email": identity["email"],
            "created_at": identity["created_at"],
            "updated_at": identity["updated_at"],
            "last_sign_in_at": identity["last_sign_in_at"],
        }
        for identity in user["identities"]
    ]
    return {
        "id": str(user["id"]),
        "aud": user["aud"],
        "role": user["role"],
        "email": user["email"],
        "phone": user["phone"] or "",
        "email_confirmed_at": _time(user["email_confirmed_at"]),
        "confirmed_at": _time(user["email_confirmed_at"]),
        "last_sign_in_at": _time(user["last_sign_in_at"]),
        "app_metadata": user["raw_app_meta_data"],
        "user_metadata": user["raw_user_meta_data"],
        "identities": identities,
        "is_anonymous": user["is_anonymous"],
        "created_at": _time(user["created_at"]),
        "updated_at": _time(user["updated_at"]),
    }
