"""The unmodified supabase client signs up, in and out, and administers accounts."""

import asyncio
import uuid
from typing import Any

import httpx
import jwt
import pytest
from supabase import AsyncClient
from supabase_auth.errors import AuthApiError, AuthError, AuthWeakPasswordError
from supabase_auth.types import Session

from local.supabase.stack import SupabaseStack

pytestmark = [pytest.mark.integration, pytest.mark.database]
PASSWORD = "talenti-demo"


async def sign_up(client: AsyncClient, email: str) -> Session:
    answer = await client.auth.sign_up({"email": email, "password": PASSWORD, "options": {"data": {"full_name": "N"}}})
    assert answer.session is not None
    return answer.session


def verified(stack: SupabaseStack, token: str) -> dict[str, Any]:
    """The claims, checked as the app has to check them."""
    key = jwt.PyJWKSet.from_dict(stack.jwks)[jwt.get_unverified_header(token)["kid"]]
    required = {"require": ["exp", "sub", "aud", "iss"]}
    return jwt.decode(token, key, ["ES256"], audience="authenticated", issuer=stack.issuer, options=required)  # pyright: ignore[reportArgumentType]


async def test_sign_up_gives_a_session_and_fires_triggers(
    visitor: AsyncClient, server: AsyncClient, stack: SupabaseStack, email: str
) -> None:
    session = await sign_up(visitor, email)
    claims = verified(stack, session.access_token)
    profile = await server.table("profiles").select("full_name").eq("user_id", session.user.id).execute()
    assert (claims["sub"], claims["email"], claims["role"]) == (session.user.id, email, "authenticated")
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["app_metadata"]["provider"] == "email"
    assert profile.data == [{"full_name": "N"}]


async def test_sign_in_and_use_the_token(visitor: AsyncClient, email: str) -> None:
    session = await sign_up(visitor, email)
    signed_in = await visitor.auth.sign_in_with_password({"email": email.upper(), "password": PASSWORD})
    seen = await visitor.auth.get_user(signed_in.session.access_token if signed_in.session else None)
    who: Any = (await visitor.rpc("whoami").execute()).data
    assert seen is not None
    assert (seen.user.id, who["uid"]) == (session.user.id, session.user.id)
    assert seen.user.identities


async def test_get_claims_checks_with_the_published_keys(visitor: AsyncClient, email: str) -> None:
    session = await sign_up(visitor, email)
    checked: Any = await visitor.auth.get_claims()
    assert checked["claims"]["sub"] == session.user.id


async def test_refresh_rotates(visitor: AsyncClient, email: str) -> None:
    first = await sign_up(visitor, email)
    second = (await visitor.auth.refresh_session()).session
    assert second is not None
    assert second.refresh_token != first.refresh_token
    assert second.user.id == first.user.id


async def test_used_refresh_token_ends_the_session(visitor: AsyncClient, email: str) -> None:
    first = await sign_up(visitor, email)
    second = (await visitor.auth.refresh_session(first.refresh_token)).session
    assert second is not None
    for token in (first.refresh_token, second.refresh_token):
        with pytest.raises(AuthApiError) as raised:
            await visitor.auth.refresh_session(token)
        assert raised.value.code == "refresh_token_already_used"


async def test_update_user(visitor: AsyncClient, email: str) -> None:
    await sign_up(visitor, email)
    changed = await visitor.auth.update_user({"data": {"city": "Bern"}, "password": "another-one"})
    again = await visitor.auth.sign_in_with_password({"email": email, "password": "another-one"})
    assert changed.user.user_metadata == {"full_name": "N", "city": "Bern"}
    assert again.session is not None


async def test_sign_out_ends_the_session(visitor: AsyncClient, email: str) -> None:
    session = await sign_up(visitor, email)
    await visitor.auth.sign_out()
    with pytest.raises(AuthError) as raised:
        await visitor.auth.get_user(session.access_token)
    assert raised.value.code == "session_not_found"


@pytest.mark.parametrize("password", ["wrong-password", "x"])
async def test_bad_password(visitor: AsyncClient, email: str, password: str) -> None:
    await sign_up(visitor, email)
    with pytest.raises(AuthApiError) as raised:
        await visitor.auth.sign_in_with_password({"email": email, "password": password})
    assert (raised.value.code, raised.value.status) == ("invalid_credentials", 400)


async def test_nobody_by_that_name(visitor: AsyncClient, email: str) -> None:
    with pytest.raises(AuthApiError, match="Invalid login credentials"):
        await visitor.auth.sign_in_with_password({"email": email, "password": PASSWORD})


async def test_email_is_taken(visitor: AsyncClient, email: str) -> None:
    await sign_up(visitor, email)
    with pytest.raises(AuthApiError) as raised:
        await sign_up(visitor, email.upper())
    assert (raised.value.code, raised.value.status) == ("user_already_exists", 422)


async def test_weak_password(visitor: AsyncClient, email: str) -> None:
    with pytest.raises(AuthWeakPasswordError):
        await visitor.auth.sign_up({"email": email, "password": "12345"})


async def test_trigger_that_refuses_says_why(visitor: AsyncClient) -> None:
    with pytest.raises(AuthApiError, match="this domain may not sign up") as raised:
        await sign_up(visitor, f"{uuid.uuid4().hex}@blocked.test")
    assert raised.value.status == 422


async def test_admin_makes_reads_changes_and_deletes(server: AsyncClient, email: str, user_id: str) -> None:
    admin = server.auth.admin
    made = await admin.create_user(
        {
            "id": user_id,
            "email": email,
            "password": PASSWORD,
            "email_confirm": True,
            "app_metadata": {"plan": "pro", "old": 1},
        }
    )
    changed = await admin.update_user_by_id(user_id, {"app_metadata": {"plan": "free", "old": None}})
    read = await admin.get_user_by_id(user_id)
    listed = await admin.list_users(per_page=1000)
    await admin.delete_user(user_id)
    assert made.user.id == user_id
    assert (changed.user.app_metadata["plan"], "old" in changed.user.app_metadata) == ("free", False)
    assert read.user.app_metadata == changed.user.app_metadata
    assert user_id in {user.id for user in listed}
    with pytest.raises(AuthApiError) as raised:
        await admin.get_user_by_id(user_id)
    assert raised.value.code == "user_not_found"


async def test_unconfirmed_email_cannot_sign_in(server: AsyncClient, visitor: AsyncClient, email: str) -> None:
    await server.auth.admin.create_user({"email": email, "password": PASSWORD})
    with pytest.raises(AuthApiError) as raised:
        await visitor.auth.sign_in_with_password({"email": email, "password": PASSWORD})
    assert raised.value.code == "email_not_confirmed"


async def test_admin_needs_the_secret_key(visitor: AsyncClient, email: str) -> None:
    with pytest.raises(AuthApiError) as raised:
        await visitor.auth.admin.create_user({"email": email})
    assert (raised.value.code, raised.value.status) == ("not_admin", 403)


async def test_published_keys_are_cacheable(http: httpx.AsyncClient, stack: SupabaseStack) -> None:
    answer = await http.get("/auth/v1/.well-known/jwks.json")
    assert answer.json() == stack.jwks
    assert "d" not in answer.json()["keys"][0]
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "signup", b"{"),
        ("POST", "signup", b"[]"),
        ("POST", "signup", b"\xff\xfe"),
        ("POST", "signup", b"{}"),
        ("POST", "signup", b'{"email": "x", "password": "longenough"}'),
        ("POST", "signup", b'{"email": 1, "password": {}}'),
        ("POST", "signup", b'{"email": "a@b.test\\u0000", "password": "longenough"}'),
        ("POST", "signup", b'{"email": "\\ud800@b.test", "password": "longenough"}'),
        ("POST", "signup", b'{"email": "c@d.test", "password": "\\ud800longenough"}'),
        ("POST", "signup", b'{"email": "d@d.test", "password": "longenough", "data": {"a": "\\u0000"}}'),
        ("POST", "signup", b'{"email": "e@d.test", "password": "longenough", "data": []}'),
        ("POST", "signup", b"[" * 100_000),
        ("POST", "signup", b'"' + b"x" * 2_000_000 + b'"'),
        ("POST", "token", b"{}"),
        ("POST", "token?grant_type=password", b"{}"),
        ("POST", "token?grant_type=password", b'{"email": [], "password": 1}'),
        ("POST", "token?grant_type=password", b'{"email": "a@b.test\\u0000", "password": "\\ud800"}'),
        ("POST", "token?grant_type=refresh_token", b"{}"),
        ("POST", "token?grant_type=refresh_token", b'{"refresh_token": "\\u0000"}'),
        ("GET", "user", b""),
        ("PATCH", "user", b""),
        ("POST", "logout", b""),
        ("GET", "admin/users?page=-1", b""),
        ("GET", "admin/users?per_page=99999999999999999999", b""),
        ("GET", "admin/users/no-uuid", b""),
        ("PUT", "admin/users/00000000-0000-0000-0000-000000000000", b"{}"),
        ("POST", "admin/users", b'{"id": "no-uuid", "email": "z@z.test"}'),
        ("POST", "recover", b"{}"),
    ],
)
async def test_nonsense_is_the_callers_error(
    http: httpx.AsyncClient, stack: SupabaseStack, method: str, path: str, body: bytes
) -> None:
    answer = await http.request(method, f"/auth/v1/{path}", headers={"apikey": stack.secret_key}, content=body)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["code"] == answer.status_code
    assert answer.json()["error_code"]
    assert answer.json()["msg"]


@pytest.mark.parametrize(
    "claims", [{"exp": 1_000_000_000}, {"aud": "x"}, {"sub": "no-uuid"}, {"sub": None}, {"session_id": 1}]
)
async def test_tokens_that_are_not_good(http: httpx.AsyncClient, stack: SupabaseStack, claims: dict[str, Any]) -> None:
    token = stack.mint(**{"sub": str(uuid.uuid4())} | claims)
    headers = {"apikey": stack.publishable_key, "Authorization": f"Bearer {token}"}
    answer = await http.get("/auth/v1/user", headers=headers)
    assert (answer.status_code, answer.json()["error_code"]) == (403, "bad_jwt")


async def test_a_burst_of_sign_ins_does_not_stall_the_database(
    visitor: AsyncClient, http: httpx.AsyncClient, stack: SupabaseStack, email: str
) -> None:
    await sign_up(visitor, email)
    headers = {"apikey": stack.publishable_key}
    credentials = {"email": email, "password": PASSWORD}

    async def sign_in() -> int:
        answer = await http.post("/auth/v1/token?grant_type=password", headers=headers, json=credentials)
        return answer.status_code

    sign_ins = asyncio.gather(*(sign_in() for _ in range(30)))
    reads = 0
    while not sign_ins.done():
        await http.get("/rest/v1/job_roles?limit=1", headers=headers)
        reads += 1
    assert await sign_ins == [200] * 30
    assert reads > 1, "the first read waited until all passwords were hashed"
