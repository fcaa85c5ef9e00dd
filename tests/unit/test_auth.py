"""Access tokens: which are accepted, and that every other one is refused without saying why to an attacker."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared import auth
from shared.auth import Principal, TokenVerifier, get_current_user, verify_jwt
from shared.errors import Unauthorized
from shared.settings import Settings

pytestmark = pytest.mark.unit

BASE = "https://project.supabase.co"
USER = UUID("7a1f3f8e-7d1f-4a53-9c3a-0f2f6f1c2d3e")
SECRET = "a-shared-secret-of-a-legacy-project"

ES = ec.generate_private_key(ec.SECP256R1())
RS = rsa.generate_private_key(65537, 2048)
ED = ed25519.Ed25519PrivateKey.generate()
OTHER = ec.generate_private_key(ec.SECP256R1())


def jwk(key: Any, algorithm: str, key_id: str, **more: Any) -> dict[str, Any]:
    public: dict[str, Any] = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)  # type: ignore[assignment]
    return {**public, "kid": key_id, "use": "sig", "alg": algorithm, **more}


KEYS = {
    "keys": [
        jwk(ES, "ES256", "es"),
        jwk(RS, "RS256", "rs"),
        jwk(ED, "EdDSA", "ed"),
        jwk(OTHER, "ES256", "for-encryption", use="enc"),
        jwk(RS, "RS256", "odd", alg="RS512"),
        {"kty": "oct", "kid": "oct", "k": base64.urlsafe_b64encode(SECRET.encode()).decode(), "alg": "HS256"},
        {"kty": "EC", "crv": "P-256", "kid": "broken", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "kid": "empty"},
        "nonsense",
        {},
    ]
}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def make_verifier(
    secret: str | None = None, keys: Any = KEYS, clock: Callable[[], float] = time.monotonic
) -> TokenVerifier:
    settings = Settings.model_validate(
        {
            "supabase_url": f"{BASE}/",
            "supabase_publishable_key": "k",
            "supabase_secret_key": "k",
            "supabase_jwt_secret": secret,
            "openai_base_url": "http://127.0.0.1:1",
            "openai_model": "m",
        }
    )
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=keys))
    return TokenVerifier(settings, httpx.AsyncClient(transport=transport), clock=clock)


@pytest.fixture(scope="module")
async def verifier() -> TokenVerifier:
    verifier = make_verifier()
    await verifier.warm_up()
    return verifier


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    made: dict[str, Any] = {
        "iss": f"{BASE}/auth/v1",
        "sub": str(USER),
        "aud": "authenticated",
        "role": "authenticated",
        "exp": now + 3_600,
        "iat": now,
        "email": "ada@example.org",
    }
    return {name: value for name, value in (made | changes).items() if value is not ...}


def token(key: Any = ES, algorithm: str = "ES256", key_id: str | None = "es", **changes: Any) -> str:
    payload = json.dumps(claims(**changes)).encode()
    return jwt.api_jws.encode(payload, key, algorithm, headers={"kid": key_id} if key_id else None)


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def hs256_with(key: bytes, key_id: str) -> str:
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': key_id})}.{part(claims())}"
    return f"{signed}.{part(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


# ---- accepted


@pytest.mark.parametrize(
    ("key", "algorithm", "key_id"), [(ES, "ES256", "es"), (RS, "RS256", "rs"), (ED, "EdDSA", "ed")]
)
async def test_a_token_signed_with_a_published_key(
    verifier: TokenVerifier, key: Any, algorithm: str, key_id: str
) -> None:
    signed = token(key, algorithm, key_id)
    assert await verify_jwt(signed, verifier) == Principal(USER, "ada@example.org", signed)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "  Bearer "])
async def test_a_bearer_header(verifier: TokenVerifier, scheme: str) -> None:
    assert (await get_current_user(f"{scheme} {token()}", verifier)).user_id == USER


async def test_a_user_without_an_email(verifier: TokenVerifier) -> None:
    for email in (..., "", None, 7):
        assert (await verify_jwt(token(email=email), verifier)).email is None


async def test_a_clock_that_is_a_little_off(verifier: TokenVerifier) -> None:
    assert await verify_jwt(token(exp=int(time.time()) - 2), verifier)


async def test_the_shared_secret_of_a_legacy_project() -> None:
    verifier = make_verifier(SECRET)
    assert (await verify_jwt(token(SECRET, "HS256", None), verifier)).user_id == USER
    assert (await verify_jwt(token(), verifier)).user_id == USER


def test_the_token_shows_in_no_repr() -> None:
    assert "ey-secret" not in repr(Principal(USER, None, "ey-secret"))


# ---- refused


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 60},
        {"exp": ...},
        {"exp": "soon"},
        {"exp": float("inf")},
        {"exp": [1]},
        {"exp": {}},
        {"nbf": int(time.time()) + 600},
        {"iat": int(time.time()) + 600},
        {"iat": "x"},
        {"sub": ...},
        {"sub": "nobody"},
        {"sub": "{7a1f3f8e}"},
        {"aud": ...},
        {"aud": "anon"},
        {"aud": ["storage"]},
        {"iss": ...},
        {"iss": "https://evil.example/auth/v1"},
        {"iss": BASE},
        {"iss": [f"{BASE}/auth/v1"]},
        {"role": ...},
        {"role": "anon"},
        {"role": "service_role"},
        {"role": ["authenticated"]},
    ],
    ids=range(23),
)
async def test_wrong_claims(verifier: TokenVerifier, changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized) as caught:
        await verify_jwt(token(**changes), verifier)
    assert caught.value.code in {"token_invalid", "token_expired"}


@pytest.mark.parametrize(
    "wrong",
    [
        token(OTHER),  # another key under a known id
        token(OTHER, key_id="for-encryption"),
        token(key_id="unknown"),
        token(key_id=None),
        token(RS, "RS256", "es"),  # an algorithm that is not the key's
        token(RS, "PS256", "rs"),
        token(RS, "RS512", "odd"),
        token(RS, "RS256", "odd"),
        token(SECRET, "HS256", None),  # a secret that this project has not set
        hs256_with(SECRET.encode(), "oct"),  # a symmetric key is never taken from the network
        hs256_with(ES.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "es"),
        hs256_with(RS.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), "rs"),
        f"{part({'alg': 'none'})}.{part(claims())}.",
        f"{part({'alg': 'none', 'kid': 'es'})}.{part(claims())}.{part(b'x')}",
        f"{part({'alg': ['ES256'], 'kid': 'es'})}.{part(claims())}.{part(b'x')}",
        f"{part({'alg': 'ES256', 'kid': 7})}.{part(claims())}.{part(b'x')}",
        f"{part({'alg': 'ES256', 'kid': 'es'})}.{part([])}.{part(b'x')}",
        token()[:-4],
        token() + "AAAA",
        ".".join([token().split(".")[0], part(claims(sub=str(UUID(int=1)))), token().split(".")[2]]),
    ],
    ids=range(20),
)
async def test_forged_tokens(verifier: TokenVerifier, wrong: str) -> None:
    with pytest.raises(Unauthorized) as caught:
        await verify_jwt(wrong, verifier)
    assert caught.value.code in {"token_invalid", "token_malformed"}
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "x",
        "..",
        "a.b.c",
        "sb_publishable_local_development_only",
        "x" * 8_193,
        f"{part({'alg': 'ES256', 'kid': 'es'})}.{'A' * 9_000}.{part(b'x')}",
        f"{part(b'[' * 5_000)}.{part(b'{}')}.{part(b'x')}",
        f"{part(b'7')}.{part(b'{}')}.{part(b'x')}",
        f"{part(bytes(range(128, 200)))}.{part(b'{}')}.{part(b'x')}",
        "é.é.é",
        "\ud800.a.b",
        "a\x00.b.c",
    ],
    ids=range(13),
)
async def test_garbage(verifier: TokenVerifier, garbage: str) -> None:
    with pytest.raises(Unauthorized) as caught:
        await verify_jwt(garbage, verifier)
    assert caught.value.code in {"token_malformed", "token_invalid"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token_missing"),
        ("", "token_missing"),
        ("   ", "token_missing"),
        ("Bearer", "token_malformed"),
        ("Bearer ", "token_malformed"),
        ("Basic YTpi", "token_malformed"),
        ("Bearer a b", "token_malformed"),
        (token(), "token_malformed"),
    ],
    ids=range(8),
)
async def test_wrong_headers(verifier: TokenVerifier, header: str | None, code: str) -> None:
    with pytest.raises(Unauthorized) as caught:
        await get_current_user(header, verifier)
    assert caught.value.code == code
    assert caught.value.headers["WWW-Authenticate"] == "Bearer"


async def test_an_expired_token_says_so(verifier: TokenVerifier) -> None:
    with pytest.raises(Unauthorized) as caught:
        await verify_jwt(token(exp=int(time.time()) - 60), verifier)
    assert caught.value.code == "token_expired"


async def test_a_wrong_shared_secret() -> None:
    verifier = make_verifier(SECRET)
    with pytest.raises(Unauthorized):
        await verify_jwt(token("another-secret-that-is-long-enough-too", "HS256", None), verifier)
    with pytest.raises(Unauthorized):
        await verify_jwt(token(SECRET, "HS256", None, exp=int(time.time()) - 60), verifier)


# ---- the cache of verified tokens


async def test_a_verified_token_is_remembered_for_a_minute() -> None:
    clock = Clock()
    verifier = make_verifier(SECRET, clock=clock)
    signed = token(SECRET, "HS256", None)
    first = await verifier.verify(signed)
    clock.now += 59
    assert await verifier.verify(signed) is first
    clock.now += 2
    again = await verifier.verify(signed)
    assert again == first
    assert again is not first


async def test_a_token_is_never_remembered_past_its_expiry() -> None:
    clock = Clock()
    verifier = make_verifier(SECRET, clock=clock)
    signed = token(SECRET, "HS256", None, exp=int(time.time()) + 10)
    first = await verifier.verify(signed)
    clock.now += 11
    assert await verifier.verify(signed) is not first
    late = token(SECRET, "HS256", None, exp=int(time.time()) - 2)  # within the leeway
    assert await verifier.verify(late) is not await verifier.verify(late)


async def test_the_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "CACHED_TOKENS", 2)
    verifier = make_verifier(SECRET)
    for number in range(5):
        await verifier.verify(token(SECRET, "HS256", None, session_id=number))
    assert len(verifier._verified) == 2


async def test_a_changed_token_is_another_token() -> None:
    verifier = make_verifier(SECRET)
    signed = token(SECRET, "HS256", None)
    await verifier.verify(signed)
    with pytest.raises(Unauthorized):
        await verifier.verify(signed[:-2] + ("AA" if signed[-2:] != "AA" else "BB"))
