"""The gateway: which key lets one do what, CORS, counts and faults."""

import asyncio
import time
import uuid
from typing import Any

import httpx
import pytest

from local.supabase.stack import SupabaseStack

pytestmark = [pytest.mark.integration, pytest.mark.database]
WHOAMI = "/rest/v1/rpc/whoami"


@pytest.fixture
def secret(stack: SupabaseStack) -> dict[str, str]:
    return {"apikey": stack.secret_key}


@pytest.fixture
def publishable(stack: SupabaseStack) -> dict[str, str]:
    return {"apikey": stack.publishable_key}


def as_bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def runs_as(http: httpx.AsyncClient, headers: dict[str, str]) -> str:
    return (await http.post(WHOAMI, headers=headers)).json()["runs_as"]


@pytest.mark.parametrize(("headers", "message"), [({}, "No API key"), ({"apikey": "wrong"}, "Invalid API key")])
@pytest.mark.parametrize("path", ["/rest/v1/job_roles", "/auth/v1/user", "/admin/v1/counts"])
async def test_without_a_key_of_ours(http: httpx.AsyncClient, path: str, headers: dict[str, str], message: str) -> None:
    answer = await http.get(path, headers=headers)
    assert (answer.status_code, message in answer.json()["message"]) == (401, True)


async def test_publishable_key_alone_is_anon(http: httpx.AsyncClient, publishable: dict[str, str]) -> None:
    assert await runs_as(http, publishable) == "anon"


async def test_publishable_key_as_bearer_too_is_anon(
    http: httpx.AsyncClient, publishable: dict[str, str], stack: SupabaseStack
) -> None:
    assert await runs_as(http, publishable | as_bearer(stack.publishable_key)) == "anon"


async def test_secret_key_is_service_role(
    http: httpx.AsyncClient, secret: dict[str, str], stack: SupabaseStack
) -> None:
    assert await runs_as(http, secret) == "service_role"
    assert await runs_as(http, secret | as_bearer(stack.secret_key)) == "service_role"


async def test_users_token_counts_with_either_key(
    http: httpx.AsyncClient, secret: dict[str, str], publishable: dict[str, str], stack: SupabaseStack
) -> None:
    token = as_bearer(stack.mint(sub=str(uuid.uuid4())))
    assert await runs_as(http, publishable | token) == "authenticated"
    assert await runs_as(http, secret | token) == "authenticated"


@pytest.mark.parametrize("path", ["/rest/v1/job_roles", "/auth/v1/admin/users", "/admin/v1/counts"])
async def test_secret_key_is_not_for_browsers(http: httpx.AsyncClient, secret: dict[str, str], path: str) -> None:
    answer = await http.get(path, headers={**secret, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"})
    assert (answer.status_code, "browser" in answer.json()["message"]) == (401, True)


async def test_unknown_path(http: httpx.AsyncClient, secret: dict[str, str]) -> None:
    assert (await http.get("/storage/v1/bucket", headers=secret)).status_code == 404


async def test_preflight(http: httpx.AsyncClient) -> None:
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "apikey,prefer",
    }
    answer = await http.options("/rest/v1/job_roles", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "apikey,prefer"


@pytest.mark.parametrize("path", ["/rest/v1/job_roles?limit=1", "/auth/v1/settings", "/rest/v1/no_such_table"])
async def test_pages_of_any_origin_may_read(http: httpx.AsyncClient, publishable: dict[str, str], path: str) -> None:
    answer = await http.get(path, headers={**publishable, "Origin": "http://localhost:3000"})
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert "Content-Range" in answer.headers["access-control-expose-headers"]


async def test_head_gives_headers(http: httpx.AsyncClient, publishable: dict[str, str]) -> None:
    answer = await http.head("/rest/v1/job_roles?title=eq.nothing", headers={**publishable, "Prefer": "count=exact"})
    assert (answer.status_code, answer.content, "/" in answer.headers["content-range"]) == (200, b"", True)


class TestTraffic:
    """Counts and faults; each test leaves none."""

    @pytest.fixture(autouse=True)
    async def clean(self, http: httpx.AsyncClient, secret: dict[str, str]) -> Any:
        yield
        await http.delete("/admin/v1/faults", headers=secret)
        await http.delete("/admin/v1/counts", headers=secret)

    async def fault(self, http: httpx.AsyncClient, secret: dict[str, str], **fault: Any) -> None:
        answer = await http.put("/admin/v1/faults", headers=secret, json={"rest": {"match": "rpc/counted"} | fault})
        assert answer.status_code == 204

    async def call(self, http: httpx.AsyncClient, secret: dict[str, str]) -> httpx.Response:
        return await http.post("/rest/v1/rpc/counted", headers=secret)

    async def test_counts_by_name(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        await http.delete("/admin/v1/counts", headers=secret)
        await http.post(WHOAMI, headers=secret)
        await http.get("/rest/v1/job_roles?limit=1", headers=secret)
        await http.get("/rest/v1/job_roles?limit=2", headers=secret)
        counts = (await http.get("/admin/v1/counts", headers=secret)).json()
        assert counts == {"total": 3, "rest": {"rpc/whoami": 1, "job_roles": 2}, "auth": {}}

    async def test_status_for_some_times(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        await self.fault(http, secret, status=503, times=2)
        assert [(await self.call(http, secret)).status_code for _ in range(3)] == [503, 503, 200]

    async def test_other_names_are_spared(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        await self.fault(http, secret, status=503)
        assert (await http.post(WHOAMI, headers=secret)).status_code == 200

    async def test_delay(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        await self.fault(http, secret, delay_ms=150)
        began = time.monotonic()
        assert (await self.call(http, secret)).status_code == 200
        assert time.monotonic() - began >= 0.15

    async def test_drop_before_leaves_nothing_done(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        first = (await self.call(http, secret)).json()
        await self.fault(http, secret, drop=True, times=1)
        with pytest.raises(httpx.RemoteProtocolError):
            await self.call(http, secret)
        assert (await self.call(http, secret)).json() == first + 1

    async def test_drop_after_has_done_the_work(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        first = (await self.call(http, secret)).json()
        await self.fault(http, secret, drop="after", times=1)
        with pytest.raises(httpx.RemoteProtocolError):
            await self.call(http, secret)
        assert (await self.call(http, secret)).json() == first + 2

    async def test_fault_of_auth(self, http: httpx.AsyncClient, secret: dict[str, str]) -> None:
        fault = {"auth": {"match": ".well-known/jwks.json", "status": 500}}
        await http.put("/admin/v1/faults", headers=secret, json=fault)
        assert (await http.get("/auth/v1/.well-known/jwks.json")).status_code == 500

    @pytest.mark.parametrize("given", [[], {"x": {}}, {"rest": {"x": 1}}, {"rest": {"status": "x"}}, {"rest": 1}])
    async def test_fault_that_makes_no_sense(
        self, http: httpx.AsyncClient, secret: dict[str, str], given: object
    ) -> None:
        assert (await http.put("/admin/v1/faults", headers=secret, json=given)).status_code == 422

    async def test_admin_needs_the_secret_key(self, http: httpx.AsyncClient, publishable: dict[str, str]) -> None:
        assert (await http.get("/admin/v1/counts", headers=publishable)).status_code == 403


async def test_postgrest_down_is_503_and_comes_back(
    http: httpx.AsyncClient, stack: SupabaseStack, secret: dict[str, str]
) -> None:
    await http.post(WHOAMI, headers=secret)  # leaves a connection that goes stale
    stack.pause_rest()
    try:
        began = time.monotonic()
        answers = [await http.post(WHOAMI, headers=secret) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [503, 503]
        assert answers[0].json()["code"] == "PGRST_UNREACHABLE"
        assert time.monotonic() - began < 2
        assert (await http.get("/auth/v1/health")).status_code == 200
    finally:
        stack.resume_rest()
    assert (await http.post(WHOAMI, headers=secret)).status_code == 200


async def test_two_hundred_at_once_keep_their_tokens(
    http: httpx.AsyncClient, stack: SupabaseStack, publishable: dict[str, str]
) -> None:
    async def asks(user_id: str) -> bool:
        headers = publishable | as_bearer(stack.mint(sub=user_id))
        return (await http.post(WHOAMI, headers=headers)).json()["uid"] == user_id

    assert all(await asyncio.gather(*(asks(str(uuid.uuid4())) for _ in range(200))))
