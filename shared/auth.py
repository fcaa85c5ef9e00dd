"""Who is calling: verifies Supabase access tokens against the project's published keys."""

import asyncio
import hashlib
import importlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol, cast
from uuid import UUID

from shared.errors import ServiceUnavailable, Unauthorized
from shared.services.tls import tls_context
from shared.telemetry import log_event

if TYPE_CHECKING:
    import httpx

    from shared.settings import Settings

MAX_TOKEN_CHARACTERS: Final = 8_192
LEEWAY_SECONDS: Final = 5
KEYS_FRESH_SECONDS: Final = 600  # older keys still serve while new ones are fetched
REFETCH_SECONDS: Final = 15  # at most one fetch in this time, whatever key ids callers make up
RETRY_SECONDS: Final = 2  # the same after a fetch that failed
FETCH_TIMEOUT_SECONDS: Final = 5
CACHED_TOKENS: Final = 4_096
TOKEN_CACHE_SECONDS: Final = 60

# The only algorithm that each type of public key is used with. Symmetric keys ("oct") are never taken from the network.
_ALGORITHMS: Final[Mapping[tuple[str, str | None], str]] = {
    ("EC", "P-256"): "ES256",
    ("RSA", None): "RS256",
    ("OKP", "Ed25519"): "EdDSA",
}


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in user. `token` is the access token, for calls on the user's behalf; it shows in no repr."""

    user_id: UUID
    email: str | None
    token: str = field(repr=False)


class _Key(Protocol):
    """A verification key and the one algorithm it is used with (`jwt.PyJWK` is one)."""

    @property
    def algorithm_name(self) -> str: ...

    @property
    def key(self) -> Any: ...


async def get_current_user(authorization: str | None, verifier: "TokenVerifier") -> Principal:
    """The user of an `Authorization` header. Raises `Unauthorized`, or `ServiceUnavailable` when no key can be had."""
    scheme, _, token = (authorization or "").strip().partition(" ")
    if not scheme:
        raise Unauthorized(code="token_missing")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized(code="token_malformed")
    return await verify_jwt(token.strip(), verifier)


async def verify_jwt(token: str, verifier: "TokenVerifier") -> Principal:
    """The user of an access token. Raises `Unauthorized`, or `ServiceUnavailable` when no key can be had."""
    return await verifier.verify(token)


class TokenVerifier:
    """Verifies access tokens; fetches, keeps and renews the keys. One per worker, used from one event loop.

    A key that is known never waits for the network: old keys serve while new ones are fetched, once for all callers.
    A key id that is unknown causes a fetch, but not more than one in `REFETCH_SECONDS`. A verified token is remembered
    for a minute, never past its expiry. `http_client` stays the caller's; `clock` replaces the monotonic clock.
    """

    def __init__(
        self,
        settings: "Settings",
        http_client: "httpx.AsyncClient | None" = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = settings.token_issuer
        self._keys_url = f"{settings.supabase_base}/auth/v1/.well-known/jwks.json"
        self._secret = settings.supabase_jwt_secret
        self._http = http_client
        self._owns_http = http_client is None
        self._clock = clock
        self._keys: dict[str, _Key] = {}
        self._fetched_at: float | None = None  # the last fetch that succeeded
        self._next_fetch_at = float("-inf")
        self._last_fetch_failed = False
        self._fetching: asyncio.Task[None] | None = None
        self._verified: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    async def verify(self, token: str) -> Principal:
        """The user of a token. Raises `Unauthorized`, or `ServiceUnavailable` when no key can be had."""
        if not token.isascii() or not 0 < len(token) <= MAX_TOKEN_CHARACTERS:
            raise Unauthorized(code="token_malformed")
        digest = hashlib.sha256(token.encode()).digest()
        if (known := self._verified.get(digest)) is not None:
            until, principal = known
            if self._clock() < until:
                return principal
            del self._verified[digest]
        claims = _claims(token, await self._key_for(token), self._issuer)
        principal = _principal(claims, token)
        self._remember(digest, principal, float(claims["exp"]))
        return principal

    async def warm_up(self) -> None:
        """Loads the library and fetches the keys, so that the first caller need not wait for them."""
        await asyncio.to_thread(importlib.import_module, "jwt")
        if (fetching := self._start_fetch()) is not None:
            await asyncio.shield(fetching)

    async def aclose(self) -> None:
        """Stops a fetch that is under way and closes the client if it is our own."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)
        if self._owns_http and self._http is not None:
            await self._http.aclose()

    def _remember(self, digest: bytes, principal: Principal, expires: float) -> None:
        seconds = min(TOKEN_CACHE_SECONDS, expires - time.time())
        if seconds > 0:
            self._verified[digest] = (self._clock() + seconds, principal)
            if len(self._verified) > CACHED_TOKENS:
                self._verified.popitem(last=False)

    async def _key_for(self, token: str) -> _Key:
        import jwt

        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise Unauthorized(code="token_malformed") from None
        algorithm: object = header.get("alg")
        key_id: object = header.get("kid")
        if algorithm == "HS256" and self._secret is not None:
            return _SharedSecret(self._secret.get_secret_value())
        if algorithm not in _ALGORITHMS.values() or not isinstance(key_id, str):
            raise Unauthorized(code="token_invalid")
        key = self._keys.get(key_id)
        if key is None:
            key = await self._fetch_key(key_id)
        elif self._fetched_at is None or self._clock() - self._fetched_at > KEYS_FRESH_SECONDS:
            self._start_fetch()
        if key.algorithm_name != algorithm:
            raise Unauthorized(code="token_invalid")
        return key

    async def _fetch_key(self, key_id: str) -> _Key:
        fetching = self._start_fetch()
        if fetching is not None:
            await asyncio.shield(fetching)  # a caller who leaves does not take the others' fetch along
        if (key := self._keys.get(key_id)) is not None:
            return key
        if self._last_fetch_failed:
            raise ServiceUnavailable(
                "Sign-in cannot be checked at the moment; please try again in a few seconds.",
                code="auth_keys_unavailable",
                retry_after=RETRY_SECONDS,
            )
        raise Unauthorized(code="token_invalid")

    def _start_fetch(self) -> asyncio.Task[None] | None:
        """The fetch that is under way, a new one, or None when it is too early for another."""
        if self._fetching is None and self._clock() >= self._next_fetch_at:
            self._fetching = asyncio.create_task(self._fetch(), name="fetch-signing-keys")
        return self._fetching

    async def _fetch(self) -> None:
        started = self._clock()
        try:
            keys = await self._download()
        except Exception as error:  # whatever went wrong, the keys are not to be had now
            self._last_fetch_failed = True
            self._next_fetch_at = self._clock() + RETRY_SECONDS
            log_event("auth.keys.unavailable", error=error)
        else:
            if self._keys.keys() - keys.keys():
                self._verified.clear()  # a withdrawn key takes its tokens along
            self._keys = keys
            self._last_fetch_failed = False
            self._fetched_at = self._clock()
            self._next_fetch_at = started + REFETCH_SECONDS
        finally:
            self._fetching = None

    async def _download(self) -> dict[str, _Key]:
        if self._http is None:
            self._http = await asyncio.to_thread(_new_client, self._keys_url)
        async with asyncio.timeout(FETCH_TIMEOUT_SECONDS):
            response = await self._http.get(self._keys_url, timeout=FETCH_TIMEOUT_SECONDS, follow_redirects=False)
        response.raise_for_status()
        return _read_keys(response.json())


class _SharedSecret:
    """The secret of a legacy project, which signs with HS256 and nothing else."""

    algorithm_name = "HS256"

    def __init__(self, secret: str) -> None:
        self.key = secret


def _new_client(url: str) -> "httpx.AsyncClient":
    import httpx

    return httpx.AsyncClient(verify=tls_context(url))


def _read_keys(document: Any) -> dict[str, _Key]:
    """The usable keys of a JWKS document by their id. Raises ValueError when it is none."""
    import jwt

    entries: Any = cast("dict[str, Any]", document).get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ValueError("not a JWKS document")  # noqa: TRY004  # it is the content that is wrong
    keys: dict[str, _Key] = {}
    for entry in cast("list[Any]", entries):
        jwk = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
        key_id, curve = jwk.get("kid"), jwk.get("crv")
        algorithm = _ALGORITHMS.get((str(jwk.get("kty")), str(curve) if curve else None))
        usable = jwk.get("use", "sig") == "sig" and jwk.get("alg", algorithm) == algorithm
        if not isinstance(key_id, str) or algorithm is None or not usable:
            continue
        try:
            keys[key_id] = cast("_Key", jwt.PyJWK(jwk, algorithm=algorithm))
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            log_event("auth.keys.unreadable", key_id=key_id)
    return keys


def _claims(token: str, key: _Key, issuer: str) -> dict[str, Any]:
    import jwt

    try:
        return jwt.decode(
            token,
            key.key,
            algorithms=[key.algorithm_name],
            audience="authenticated",
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "sub", "aud", "iss"]},
        )
    except jwt.ExpiredSignatureError:
        raise Unauthorized("Your session has ended; sign in again.", code="token_expired") from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        raise Unauthorized(code="token_invalid") from None


def _principal(claims: Mapping[str, Any], token: str) -> Principal:
    """The user that verified claims name; a service or anonymous token names none."""
    if claims.get("role") != "authenticated":
        raise Unauthorized(code="token_invalid")
    try:
        user_id = UUID(str(claims["sub"]))
    except ValueError:
        raise Unauthorized(code="token_invalid") from None
    email = claims.get("email")
    return Principal(user_id, email if isinstance(email, str) and email else None, token)
