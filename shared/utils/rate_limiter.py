"""Request limits per user and minute, counted in the database so that they hold however many workers run."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypedDict

if TYPE_CHECKING:
    from shared.settings import Settings

type Category = Literal["token_generation", "ai_operation", "general"]

WINDOW_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `max_requests` in `window_ms` milliseconds. Also readable by name: `limit["max_requests"]`."""

    max_requests: int
    window_ms: int = WINDOW_MS

    def __getitem__(self, name: Literal["max_requests", "window_ms"]) -> int:
        return self.max_requests if name == "max_requests" else self.window_ms


class RateLimitCheck(TypedDict):
    """`reset_at` is in epoch seconds."""

    is_limited: bool
    remaining: int
    reset_at: int


class Database(Protocol):
    """What the limiter needs of the database."""

    async def rpc(self, name: str, params: dict[str, Any]) -> Any: ...


RATE_LIMITS: Final[Mapping[Category, RateLimit]] = MappingProxyType(
    {"token_generation": RateLimit(10), "ai_operation": RateLimit(100), "general": RateLimit(1000)}
)


def limits_from(settings: "Settings") -> Mapping[Category, RateLimit]:
    """The limits that the settings give."""
    return MappingProxyType(
        {
            "token_generation": RateLimit(settings.rate_limit_token_generation),
            "ai_operation": RateLimit(settings.rate_limit_ai_operation),
            "general": RateLimit(settings.rate_limit_default),
        }
    )


async def check_rate_limit(
    database: Database, user_id: object, category: Category, limits: Mapping[Category, RateLimit] = RATE_LIMITS
) -> RateLimitCheck:
    """Counts one request of this user and tells whether it is one too many. Raises what the database raises."""
    limit = limits[category]
    hit = await database.rpc(
        "hit_rate_limit",
        {
            "p_subject": str(user_id),
            "p_category": category,
            "p_limit": limit.max_requests,
            "p_window_ms": limit.window_ms,
        },
    )
    return {
        "is_limited": bool(hit["limited"]),
        "remaining": max(0, int(hit["remaining"])),
        "reset_at": math.ceil(hit["reset_at"]),
    }


def rate_limit_headers(limit: RateLimit, check: RateLimitCheck, now: float | None = None) -> dict[str, str]:
    """The response headers of a counted request; `Retry-After` (seconds, at least 1) only when it was one too many."""
    headers = {
        "X-RateLimit-Limit": str(limit.max_requests),
        "X-RateLimit-Remaining": str(check["remaining"]),
        "X-RateLimit-Reset": str(check["reset_at"]),
    }
    if check["is_limited"]:
        wait = check["reset_at"] - (time.time() if now is None else now)
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers
