"""What can go wrong with the database, and which of it means that the database itself is out of reach."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from postgrest.exceptions import APIError

# PostgREST could not reach or hold its database; and the SQLSTATE classes in which PostgreSQL says the like.
_POSTGREST_OUTAGES: Final = frozenset({"PGRST000", "PGRST001", "PGRST002", "PGRST003"})
_SQLSTATE_OUTAGES: Final = ("08", "53", "57", "58", "XX")
_LOCK_TIMEOUT: Final = "55P03"
_STATEMENT_TIMEOUT: Final = "57014"
_ROLLED_BACK: Final = "40"  # the class of deadlocks and failed serialisations


class DatabaseDown(Exception):
    """The database did not answer, or said that it cannot."""


class DatabaseBusy(Exception):
    """Others are in the way of this call alone, so it says nothing of the database: a lock, a slow statement."""


class GaveWay(DatabaseBusy):
    """The transaction was undone for the sake of another, and can go at once."""


async def translated[R](execute: Callable[[], Awaitable[R]], seconds: float) -> R:
    """Runs a request of `seconds` at most; raises `DatabaseDown` and `DatabaseBusy` for what says so."""
    from aiohttp import ClientError
    from httpx import HTTPError
    from postgrest.exceptions import APIError

    try:
        async with asyncio.timeout(seconds):
            return await execute()
    except (HTTPError, ClientError, TimeoutError):
        raise DatabaseDown from None
    except (
        json.JSONDecodeError,
        UnicodeDecodeError,
        RecursionError,
    ):  # no JSON of ours: a page of something in between
        raise DatabaseDown from None
    except APIError as error:
        code = str(error.code or "")
        if code in (_LOCK_TIMEOUT, _STATEMENT_TIMEOUT):
            raise DatabaseBusy from None
        if code.startswith(_ROLLED_BACK) and _is_sqlstate(code):
            raise GaveWay from None
        if _is_outage(code):
            raise DatabaseDown from None
        raise


def api_error(status: int, body: bytes) -> APIError:
    """The SDK's error for an answer of PostgREST's, or of something in between that has no code of PostgREST's."""
    from postgrest.exceptions import APIError

    try:
        told: Any = json.loads(body)
    except ValueError:
        told = None
    error = cast(dict[str, Any], told) if isinstance(told, dict) else {}
    return APIError({"code": str(error.get("code") or status), "message": str(error.get("message") or "no JSON")})


def _is_outage(code: str) -> bool:
    """Whether an error's code says that the database is out of reach. What has no code of PostgREST's or PostgreSQL's
    comes from something in between, such as a gateway whose upstream is gone."""
    if code.startswith("PGRST") and code.removeprefix("PGRST").isdigit():
        return code in _POSTGREST_OUTAGES
    return not _is_sqlstate(code) or code.startswith(_SQLSTATE_OUTAGES)


def _is_sqlstate(code: str) -> bool:
    return re.fullmatch("[0-9A-Z]{5}", code) is not None
