"""The signing keys: fetched once, renewed in the background, and what happens when they cannot be had."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec

from shared.auth import KEYS_FRESH_SECONDS, REFETCH_SECONDS, RETRY_SECONDS, TokenVerifier
from shared.errors import ServiceUnavailable, Unauthorized
from shared.settings import Settings

pytestmark = pytest.mark.integration

USER = UUID("7a1f3f8e-7d1f-4a53-9c3a-0f2f6f1c2d3e")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class KeyServer:
    """A project's key endpoint: publishes keys, can be slow or broken, and counts how often it was asked."""

    def __init__(self) -> None:
        self.keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self.fetches = 0
        self.answer: web.Response | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.url = ""

    def add(self, key_id: str) -> None:
        self.keys[key_id] = ec.generate_private_key(ec.SECP256R1())

    def token(self, key_id: str, **changes: Any) -> str:
        claims = {
            "iss": f"{self.url}/auth/v1",
            "sub": str(USER),
            "aud": "authenticated",
            "role": "authenticated",
            "exp": int(time.time()) + 3_600,
        }
        return jwt.encode(claims | changes, self.keys[key_id], "ES256", headers={"kid": key_id})

    async def handle(self, request: web.Request) -> web.Response:
        assert request.path == "/auth/v1/.well-known/jwks.json"
        self.fetches += 1
        await self.open.wait()
        if self.answer is not None:
            return self.answer
        algorithm = jwt.get_algorithm_by_name("ES256")
        return web.json_response(
            {
                "keys": [
                    {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": key_id, "alg": "ES256", "use": "sig"}
                    for key_id, key in self.keys.items()
                ]
            }
        )


@pytest.fixture
async def server() -> AsyncIterator[KeyServer]:
    server = KeyServer()
    app = web.Application()
    app.router.add_get("/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    server.add("first")
    yield server
    server.open.set()
    await runner.cleanup()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def verifier(server: KeyServer, clock: Clock) -> AsyncIterator[TokenVerifier]:
    verifier = TokenVerifier(make_settings(server.url), clock=clock)
    yield verifier
    await verifier.aclose()


def make_settings(url: str) -> Settings:
    return Settings.model_validate(
        {
            "supabase_url": url,
            "supabase_publishable_key": "k",
            "supabase_secret_key": "k",
            "openai_base_url": "http://127.0.0.1:1",
            "openai_model": "m",
        }
    )


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # the condition is another party's
            await asyncio.sleep(0.002)


async def test_many_callers_cause_one_fetch(server: KeyServer, verifier: TokenVerifier) -> None:
    tokens = [server.token("first", session_id=number) for number in range(20)]
    await asyncio.gather(*(verifier.verify(token) for token in tokens))
    assert server.fetches == 1


async def test_a_caller_who_leaves_does_not_take_the_fetch_along(server: KeyServer, verifier: TokenVerifier) -> None:
    server.open.clear()
    leaving = asyncio.create_task(verifier.verify(server.token("first")))
    staying = asyncio.create_task(verifier.verify(server.token("first", session_id=1)))
    await until(lambda: server.fetches == 1)
    leaving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await leaving
    server.open.set()
    assert (await staying).user_id == USER
    assert server.fetches == 1


async def test_a_rotated_key_is_fetched_when_it_first_appears(
    server: KeyServer, verifier: TokenVerifier, clock: Clock
) -> None:
    await verifier.verify(server.token("first"))
    server.add("second")
    clock.now += REFETCH_SECONDS
    assert (await verifier.verify(server.token("second"))).user_id == USER
    assert (await verifier.verify(server.token("first", session_id=1))).user_id == USER
    assert server.fetches == 2


async def test_made_up_key_ids_cannot_hammer_the_endpoint(
    server: KeyServer, verifier: TokenVerifier, clock: Clock
) -> None:
    await verifier.verify(server.token("first"))
    clock.now += REFETCH_SECONDS
    made_up = ec.generate_private_key(ec.SECP256R1())
    for number in range(20):
        token = jwt.encode({"sub": str(USER)}, made_up, "ES256", headers={"kid": f"made-up-{number}"})
        with pytest.raises(Unauthorized):
            await verifier.verify(token)
    assert server.fetches == 2


async def test_old_keys_serve_while_a_slow_endpoint_is_asked(
    server: KeyServer, verifier: TokenVerifier, clock: Clock
) -> None:
    await verifier.verify(server.token("first"))
    server.open.clear()
    clock.now += KEYS_FRESH_SECONDS + 1
    async with asyncio.timeout(1):
        for number in range(5):
            await verifier.verify(server.token("first", session_id=number))
    await until(lambda: server.fetches == 2)
    server.open.set()


async def test_old_keys_serve_while_the_endpoint_is_broken(
    server: KeyServer, verifier: TokenVerifier, clock: Clock
) -> None:
    await verifier.verify(server.token("first"))
    server.answer = web.Response(status=500)
    clock.now += KEYS_FRESH_SECONDS + 1
    await verifier.verify(server.token("first", session_id=1))
    await until(lambda: server.fetches == 2 and verifier._fetching is None)
    assert (await verifier.verify(server.token("first", session_id=2))).user_id == USER
    assert server.fetches == 2


async def test_a_withdrawn_key_takes_its_tokens_along(server: KeyServer, verifier: TokenVerifier, clock: Clock) -> None:
    token = server.token("first")
    await verifier.verify(token)
    server.keys.clear()
    server.add("second")
    clock.now += REFETCH_SECONDS
    await verifier.verify(server.token("second"))
    server.keys.clear()
    with pytest.raises(Unauthorized):
        await verifier.verify(token)


@pytest.mark.parametrize(
    "broken",
    [
        {"status": 500},
        {"status": 404, "text": "{}"},
        {"status": 302, "headers": {"Location": "https://evil.example/keys"}},
        {"text": "no json"},
        {"text": "[]"},
        {"text": '{"keys": {}}'},
    ],
    ids=repr,
)
async def test_without_keys_nobody_can_be_checked_until_they_come(
    server: KeyServer, verifier: TokenVerifier, clock: Clock, broken: dict[str, Any]
) -> None:
    server.answer = web.Response(**broken)
    token = server.token("first")
    for _ in range(3):
        with pytest.raises(ServiceUnavailable) as caught:
            await verifier.verify(token)
        assert caught.value.code == "auth_keys_unavailable"
        assert caught.value.headers["Retry-After"] == str(RETRY_SECONDS)
    assert server.fetches == 1
    server.answer = None
    clock.now += RETRY_SECONDS
    assert (await verifier.verify(token)).user_id == USER


async def test_nobody_listening_is_503(server: KeyServer) -> None:
    token = server.token("first")
    verifier = TokenVerifier(make_settings("http://127.0.0.1:9"))
    with pytest.raises(ServiceUnavailable):
        await verifier.verify(token)
    await verifier.aclose()


async def test_garbage_is_401_even_without_keys(server: KeyServer, verifier: TokenVerifier) -> None:
    server.answer = web.Response(status=500)
    with pytest.raises(Unauthorized):
        await verifier.verify("garbage")
    assert server.fetches == 0


async def test_warming_up_fetches_ahead(server: KeyServer, verifier: TokenVerifier) -> None:
    await verifier.warm_up()
    await verifier.verify(server.token("first"))
    assert server.fetches == 1


async def test_closing_stops_a_fetch(server: KeyServer, verifier: TokenVerifier) -> None:
    server.open.clear()
    waiting = asyncio.create_task(verifier.verify(server.token("first")))
    await until(lambda: server.fetches == 1)
    await verifier.aclose()
    with pytest.raises((asyncio.CancelledError, ServiceUnavailable, Unauthorized)):
        await waiting
