"""`/auth/v1`: sign-up, sign-in, sessions and account administration, shaped as Supabase's auth server (GoTrue)."""

import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import jwt
import psycopg
from aiohttp import web

from local.supabase.api_keys import bearer, is_secret
from local.supabase.auth_shapes import (
    Call,
    RefusedError,
    email_in,
    found,
    metadata_in,
    number_in,
    password_in,
    read_call,
    taken,
    text_in,
    user_view,
    uuid_in,
)
from local.supabase.keys import TOKEN_SECONDS, SigningKey
from local.supabase.passwords import hash_password, password_fits
from local.supabase.replies import abort, json_response
from local.supabase.traffic import Traffic
from local.supabase.users import RefreshTokenReusedError, User, Users

PREFIX = "/auth/v1/"
API_VERSION = {"X-Supabase-Api-Version": "2024-01-01"}
EMAIL_TAKEN = "A user with this email address has already been registered"
type Endpoint = Callable[[Call], Awaitable[web.Response]]


class AuthApi:
    """The endpoints, over the accounts in the database."""

    def __init__(self, dsn: str, key: SigningKey, issuer: str, traffic: Traffic) -> None:
        self._users = Users(dsn)
        self._key = key
        self._public_key = key.private.public_key()
        self._issuer = issuer
        self._traffic = traffic
        self._open: dict[tuple[str, str], Endpoint] = {
            ("GET", "health"): self._health,
            ("GET", ".well-known/jwks.json"): self._jwks,
        }
        self._keyed: dict[tuple[str, str], Endpoint] = {
            ("GET", "settings"): self._settings,
            ("POST", "signup"): self._sign_up,
            ("POST", "token"): self._token,
            ("POST", "logout"): self._log_out,
            ("GET", "user"): self._get_user,
            ("PUT", "user"): self._put_user,
        }
        self._admin: dict[tuple[str, str], Endpoint] = {
            ("POST", "admin/users"): self._admin_create,
            ("GET", "admin/users"): self._admin_list,
            ("GET", "admin/users/"): self._admin_get,
            ("PUT", "admin/users/"): self._admin_put,
            ("DELETE", "admin/users/"): self._admin_delete,
        }

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer one request under `/auth/v1/`. Raises KeyRejectedError."""
        path = request.path.removeprefix(PREFIX)
        fault = await self._traffic.meet("auth", path)
        if fault is not None and fault.drop == "before":
            return abort(request)
        if fault is not None and fault.status is not None:
            refused = RefusedError(fault.status, "fault", "A fault that a test asked for")
            return json_response(refused.answer, refused.status, API_VERSION)
        answer = await self._answer(request, path)
        return abort(request) if fault is not None and fault.drop == "after" else answer

    async def _answer(self, request: web.BaseRequest, path: str) -> web.Response:
        try:
            endpoint = self._endpoint(request, path)
            return await endpoint(await read_call(request))
        except RefusedError as refused:
            return json_response(refused.answer, refused.status, API_VERSION)
        except psycopg.OperationalError:
            refused = RefusedError(503, "unexpected_failure", "The database does not answer")
            return json_response(refused.answer, 503, API_VERSION | {"Retry-After": "1"})
        except (psycopg.DataError, UnicodeError):
            refused = RefusedError(422, "validation_failed", "A value does not fit its field")
            return json_response(refused.answer, 422, API_VERSION)
        except psycopg.Error as error:  # most likely a trigger on auth.users; the message is the developer's own
            refused = RefusedError(422, "unexpected_failure", f"Database error: {error.diag.message_primary or error}")
            return json_response(refused.answer, 422, API_VERSION)

    def _endpoint(self, request: web.BaseRequest, path: str) -> Endpoint:
        place = (request.method, "admin/users/" if path.startswith("admin/users/") else path)
        if place in self._open:
            return self._open[place]
        secret = is_secret(request.headers)
        if path.startswith("admin/") and not secret:
            raise RefusedError(403, "not_admin", "User not allowed")
        endpoint = self._keyed.get(place) or self._admin.get(place)
        if endpoint is not None:
            return endpoint
        if any(known == place[1] for _, known in (*self._open, *self._keyed, *self._admin)):
            raise RefusedError(405, "bad_method", "Method not allowed")
        raise RefusedError(404, "not_found", f"The local auth server has no {path}")

    async def _health(self, _: Call) -> web.Response:
        return json_response({"name": "GoTrue", "version": "local", "description": "Talenti's local auth server"})

    async def _jwks(self, _: Call) -> web.Response:
        return json_response(self._key.jwks, headers={"Cache-Control": "public, max-age=600"})

    async def _settings(self, _: Call) -> web.Response:
        return json_response(
            {
                "external": {"email": True, "phone": False, "anonymous_users": False},
                "disable_signup": False,
                "mailer_autoconfirm": True,
                "phone_autoconfirm": False,
                "sms_provider": "",
                "saml_enabled": False,
            }
        )

    async def _sign_up(self, call: Call) -> web.Response:
        if not call.body.get("email") and not call.body.get("password"):
            raise RefusedError(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled")
        email, password = email_in(call.body), password_in(call.body)
        if email is None or password is None:
            raise RefusedError(422, "validation_failed", "Signup requires a valid email and password")
        metadata = metadata_in(call.body, "data")
        hashed = await hash_password(password)
        try:
            user = await self._users.create(
                user_id=None, email=email, password_hash=hashed, confirmed=True, app_metadata={}, user_metadata=metadata
            )
        except psycopg.errors.UniqueViolation as error:
            raise taken(error, "user_already_exists", "User already registered") from error
        return self._session(*await self._users.open_session(user["id"]))

    async def _token(self, call: Call) -> web.Response:
        match call.query.get("grant_type", [""])[0]:
            case "password":
                return await self._sign_in(call)
            case "refresh_token":
                return await self._refresh(call)
            case _:
                raise RefusedError(400, "validation_failed", "unsupported_grant_type")

    async def _sign_in(self, call: Call) -> web.Response:
        email, password = text_in(call.body, "email"), text_in(call.body, "password")
        if not email or not password:
            raise RefusedError(400, "validation_failed", "missing email or phone or password")
        user = await self._users.find_by_email(email)
        if not await password_fits(password, user["encrypted_password"] if user else None) or user is None:
            raise RefusedError(400, "invalid_credentials", "Invalid login credentials")
        if user["email_confirmed_at"] is None:
            raise RefusedError(400, "email_not_confirmed", "Email not confirmed")
        return self._session(*await self._users.open_session(user["id"]))

    async def _refresh(self, call: Call) -> web.Response:
        token = text_in(call.body, "refresh_token")
        if not token:
            raise RefusedError(400, "validation_failed", "refresh_token required")
        try:
            rotated = await self._users.rotate(token)
        except RefreshTokenReusedError as error:
            raise RefusedError(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used") from error
        if rotated is None:
            raise RefusedError(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found")
        return self._session(*rotated)

    async def _log_out(self, call: Call) -> web.Response:
        user, session_id = await self._signed_in(call)
        scope = call.query.get("scope", ["global"])[0]
        await self._users.close_sessions(user["id"], session_id, scope)
        return web.Response(status=204)

    async def _get_user(self, call: Call) -> web.Response:
        user, _ = await self._signed_in(call)
        return json_response(user_view(user))

    async def _put_user(self, call: Call) -> web.Response:
        user, _ = await self._signed_in(call)
        password = password_in(call.body)
        if password is not None and await password_fits(password, user["encrypted_password"]):
            raise RefusedError(422, "same_password", "New password should be different from the old password.")
        return json_response(
            user_view(
                await self._change(
                    user["id"], email_in(call.body), password, user_metadata=metadata_in(call.body, "data")
                )
            )
        )

    async def _admin_create(self, call: Call) -> web.Response:
        email, password, given = email_in(call.body), password_in(call.body), text_in(call.body, "id")
        if email is None:
            raise RefusedError(400, "validation_failed", "Cannot create a user without an email here")
        try:
            user = await self._users.create(
                user_id=None if given is None else uuid_in(given),
                email=email,
                password_hash=None if password is None else await hash_password(password),
                confirmed=call.body.get("email_confirm") is True,
                app_metadata=metadata_in(call.body, "app_metadata"),
                user_metadata=metadata_in(call.body, "user_metadata"),
            )
        except psycopg.errors.UniqueViolation as error:
            raise taken(error, "email_exists", EMAIL_TAKEN) from error
        return json_response(user_view(user))

    async def _admin_list(self, call: Call) -> web.Response:
        query = call.query
        page, per_page = number_in(query, "page", 1, 1_000_000), number_in(query, "per_page", 50, 1000)
        users, total = await self._users.page((page - 1) * per_page, per_page)
        content = {"users": [user_view(user) for user in users], "aud": "authenticated"}
        return json_response(content, headers={"X-Total-Count": str(total)})

    async def _admin_get(self, call: Call) -> web.Response:
        return json_response(user_view(found(await self._users.find(call.user_id))))

    async def _admin_put(self, call: Call) -> web.Response:
        user = await self._change(
            call.user_id,
            email_in(call.body),
            password_in(call.body),
            confirm=call.body.get("email_confirm") is True,
            app_metadata=metadata_in(call.body, "app_metadata"),
            user_metadata=metadata_in(call.body, "user_metadata"),
        )
        return json_response(user_view(user))

    async def _admin_delete(self, call: Call) -> web.Response:
        if not await self._users.delete(call.user_id):
            raise RefusedError(404, "user_not_found", "User not found")
        return json_response({})

    async def _change(self, user_id: UUID, email: str | None, password: str | None, **changes: Any) -> User:
        hashed = None if password is None else await hash_password(password)
        try:
            return found(await self._users.change(user_id, email=email, password_hash=hashed, **changes))
        except psycopg.errors.UniqueViolation as error:
            raise taken(error, "email_exists", EMAIL_TAKEN) from error

    async def _signed_in(self, call: Call) -> tuple[User, UUID | None]:
        """The account and the session of the request's bearer token. Raises RefusedError."""
        token = bearer(call.headers)
        if not token:
            raise RefusedError(401, "no_authorization", "This endpoint requires a valid Bearer token")
        try:
            claims = jwt.decode(token, self._public_key, ["ES256"], audience="authenticated")
            user_id = UUID(claims["sub"])
            session_id = UUID(claims["session_id"]) if "session_id" in claims else None
        except jwt.PyJWTError as error:
            message = f"invalid JWT: unable to parse or verify signature, {error}"
            raise RefusedError(403, "bad_jwt", message) from error
        except (KeyError, ValueError, AttributeError, TypeError) as error:
            raise RefusedError(403, "bad_jwt", "invalid claim: sub and session_id must be UUIDs") from error
        user = await self._users.find(user_id)
        if user is None:
            raise RefusedError(403, "user_not_found", "User from sub claim in JWT does not exist")
        if session_id is not None and not await self._users.session_is_open(session_id):
            raise RefusedError(403, "session_not_found", "Session from session_id claim in JWT does not exist")
        return user, session_id

    def _session(self, user: User, session_id: UUID, refresh_token: str) -> web.Response:
        now = int(time.time())
        access_token = self._key.mint(
            self._issuer,
            sub=str(user["id"]),
            role=user["role"],
            email=user["email"],
            phone="",
            app_metadata=user["raw_app_meta_data"],
            user_metadata=user["raw_user_meta_data"],
            session_id=str(session_id),
            aal="aal1",
            amr=[{"method": "password", "timestamp": now}],
            is_anonymous=False,
        )
        return json_response(
            {
                "access_token": access_token,
                "token_type": "bearer",
                "expires_in": TOKEN_SECONDS,
                "expires_at": now + TOKEN_SECONDS,
                "refresh_token": refresh_token,
                "user": user_view(user),
            }
        )
