"""Rate limits: what is asked of the database, and what callers are told."""

from typing import Any
from uuid import uuid4

import pytest

from shared.settings import Settings
from shared.utils.rate_limiter import RATE_LIMITS, RateLimit, check_rate_limit, limits_from, rate_limit_headers

pytestmark = pytest.mark.unit


class Counter:
    """Answers as the SQL function does."""

    def __init__(self, **answer: Any) -> None:
        self.answer = {"limited": False, "remaining": 9, "reset_at": 1_800_000_000.2} | answer
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def rpc(self, name: str, params: dict[str, Any]) -> Any:
        self.asked.append((name, params))
        return self.answer


def test_the_limits_of_the_contract() -> None:
    assert {name: (limit.max_requests, limit.window_ms) for name, limit in RATE_LIMITS.items()} == {
        "token_generation": (10, 60_000),
        "ai_operation": (100, 60_000),
        "general": (1000, 60_000),
    }


def test_a_limit_can_be_read_by_name() -> None:
    assert RATE_LIMITS["ai_operation"]["max_requests"] == 100
    assert RATE_LIMITS["ai_operation"]["window_ms"] == 60_000


async def test_a_request_is_counted_in_the_database() -> None:
    database, user_id = Counter(), uuid4()
    check = await check_rate_limit(database, user_id, "ai_operation")
    assert check == {"is_limited": False, "remaining": 9, "reset_at": 1_800_000_001}
    params = {"p_subject": str(user_id), "p_category": "ai_operation", "p_limit": 100, "p_window_ms": 60_000}
    assert database.asked == [("hit_rate_limit", params)]


async def test_limits_come_from_the_settings() -> None:
    settings = Settings.model_validate(
        {
            "supabase_url": "http://127.0.0.1:1",
            "supabase_publishable_key": "k",
            "supabase_secret_key": "k",
            "openai_base_url": "http://127.0.0.1:1",
            "openai_model": "m",
            "rate_limit_token_generation": 1,
            "rate_limit_ai_operation": 2,
            "rate_limit_default": 3,
        }
    )
    limits = limits_from(settings)
    assert [limit.max_requests for limit in limits.values()] == [1, 2, 3]
    database = Counter()
    await check_rate_limit(database, "u", "token_generation", limits)
    assert database.asked[0][1]["p_limit"] == 1


async def test_one_request_too_many_is_told_when_to_come_back() -> None:
    check = await check_rate_limit(Counter(limited=True, remaining=-4, reset_at=1_000), "u", "general")
    assert rate_limit_headers(RATE_LIMITS["general"], check, now=958.5) == {
        "X-RateLimit-Limit": "1000",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "1000",
        "Retry-After": "42",
    }


def test_retry_after_is_at_least_a_second_and_only_there_when_limited() -> None:
    limit = RateLimit(5)
    late = rate_limit_headers(limit, {"is_limited": True, "remaining": 0, "reset_at": 1_000}, now=2_000)
    assert late["Retry-After"] == "1"
    assert "Retry-After" not in rate_limit_headers(limit, {"is_limited": False, "remaining": 4, "reset_at": 1_000})
