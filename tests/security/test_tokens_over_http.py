"""Every door for those who signed in refuses everything that is not a valid token of the project's people.

The doors are those of the registry, so a new one is covered without being named here.
"""

import base64
import hmac
import json
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import function_app
from blueprints.http import ENDPOINTS, Endpoint
from local.stack import Stack
from local.supabase.stack import SupabaseStack

pytestmark = [pytest.mark.security, pytest.mark.e2e]

assert function_app.app, "importing it fills the registry"
SIGNED_IN = [endpoint for endpoint in ENDPOINTS.values() if endpoint.signed_in]
type Bad = Callable[[SupabaseStack], dict[str, str]]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def claims(stack: SupabaseStack) -> dict[str, object]:
    now = int(time.time())
    return {
        "iss": stack.issuer,
        "aud": "authenticated",
        "sub": str(uuid4()),
        "role": "authenticated",
        "iat": now,
        "exp": now + 600,
    }


def key_id(stack: SupabaseStack) -> str:
    return str(stack.jwks["keys"][0]["kid"])


def signed_by_another_key(stack: SupabaseStack) -> dict[str, str]:
    other = ec.generate_private_key(ec.SECP256R1())
    return bearer(jwt.encode(claims(stack), other, "ES256", headers={"kid": key_id(stack)}))


def signed_with_the_public_key_as_a_secret(stack: SupabaseStack) -> dict[str, str]:
    public = jwt.PyJWK(stack.jwks["keys"][0]).key
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = {"alg": "HS256", "typ": "JWT", "kid": key_id(stack)}
    signed = f"{encoded(head)}.{encoded(claims(stack))}"
    signature = hmac.digest(secret, signed.encode(), "sha256")
    return bearer(f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}")


def not_signed_at_all(stack: SupabaseStack) -> dict[str, str]:
    return bearer(f"{encoded({'alg': 'none', 'typ': 'JWT', 'kid': key_id(stack)})}.{encoded(claims(stack))}.")


def with_other_claims(stack: SupabaseStack) -> dict[str, str]:
    head, _, signature = stack.mint(str(uuid4())).split(".")
    return bearer(f"{head}.{encoded(claims(stack))}.{signature}")


def encoded(part: dict[str, object] | dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


BAD: dict[str, tuple[str, Bad]] = {
    "no token": ("token_missing", lambda _: {}),
    "no scheme": ("token_malformed", lambda stack: {"Authorization": stack.mint(str(uuid4()))}),
    "another scheme": ("token_malformed", lambda _: {"Authorization": "Basic dGFsZW50aTpkZW1v"}),
    "no JWT": ("token_malformed", lambda _: bearer("not-a-token")),
    "expired": ("token_expired", lambda stack: bearer(stack.mint(str(uuid4()), exp=int(time.time()) - 60))),
    "another key": ("token_invalid", signed_by_another_key),
    "other claims": ("token_invalid", with_other_claims),
    "another issuer": ("token_invalid", lambda stack: bearer(stack.mint(str(uuid4()), iss="https://evil.test"))),
    "another audience": ("token_invalid", lambda stack: bearer(stack.mint(str(uuid4()), aud="anon"))),
    "alg none": ("token_invalid", not_signed_at_all),
    "public key as secret": ("token_invalid", signed_with_the_public_key_as_a_secret),
    "service role": ("token_invalid", lambda stack: bearer(stack.mint(str(uuid4()), "service_role"))),
    "anon role": ("token_invalid", lambda stack: bearer(stack.mint(None, "anon"))),
    "subject is no user": ("token_invalid", lambda stack: bearer(stack.mint("1 or 1=1"))),
    "secret API key": ("token_malformed", lambda stack: bearer(stack.secret_key)),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("endpoint", SIGNED_IN, ids=lambda endpoint: endpoint.name)
def test_a_door_refuses_what_is_no_token(endpoint: Endpoint, kind: str, stack: Stack, http: httpx.Client) -> None:
    assert stack.supabase is not None
    code, headers = BAD[kind][0], BAD[kind][1](stack.supabase)
    answer = http.request(endpoint.method, somewhere(endpoint), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    problem = answer.json()
    assert (problem["code"], problem["correlation_id"]) == (code, answer.headers["x-correlation-id"])


def somewhere(endpoint: Endpoint) -> str:
    """A path of the endpoint, with ids of nothing."""
    path = endpoint.path
    for name in endpoint.path_parameters:
        path = path.replace(f"{{{name}}}", str(uuid4()))
    return path


@pytest.mark.parametrize("endpoint", SIGNED_IN, ids=lambda endpoint: endpoint.name)
def test_a_door_knows_a_valid_token(endpoint: Endpoint, stack: Stack, http: httpx.Client) -> None:
    assert stack.supabase is not None
    answer = http.request(endpoint.method, somewhere(endpoint), headers=bearer(stack.supabase.mint(str(uuid4()))))
    assert answer.status_code in (200, 404, 422)


def test_the_registry_has_the_doors_that_hold_peoples_words() -> None:
    names = {endpoint.path for endpoint in SIGNED_IN}
    assert {"/api/v1/interview/chat", "/api/v1/interview/{interview_id}/transcript"} <= names


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer  "])
def test_the_scheme_is_read_in_any_case(scheme: str, stack: Stack, http: httpx.Client) -> None:
    assert stack.supabase is not None
    token = stack.supabase.mint(str(UUID(int=7)))
    assert http.get("/api/v1/me", headers={"Authorization": f"{scheme} {token}"}).status_code == 200


def test_a_token_is_not_taken_from_the_address(stack: Stack, http: httpx.Client) -> None:
    assert stack.supabase is not None
    token = stack.supabase.mint(str(uuid4()))
    query = {"token": token, "access_token": token, "apikey": token}
    assert http.get("/api/v1/me", params=query).status_code == 401


def test_a_refusal_does_not_repeat_the_token(stack: Stack, http: httpx.Client) -> None:
    assert stack.supabase is not None
    headers = signed_by_another_key(stack.supabase)
    answer = http.get("/api/v1/me", headers=headers)
    assert headers["Authorization"].removeprefix("Bearer ") not in answer.text + str(answer.headers)
