"""What an `apikey` and a bearer token let a request do, as Supabase's API gateway decides it."""

import time
from collections.abc import Mapping

from local.supabase.keys import PUBLISHABLE_KEY, SECRET_KEY, TOKEN_SECONDS, SigningKey

KEYS = {PUBLISHABLE_KEY, SECRET_KEY}
RENEW_SECONDS = 300


class KeyRejectedError(Exception):
    """No API key, or one that is not ours. Its arguments are the message and the hint of the 401."""


def bearer(headers: Mapping[str, str]) -> str:
    """The user's token, or nothing. An API key sent as bearer, as supabase clients do, is no user's token."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() not in KEYS else ""


def is_secret(headers: Mapping[str, str]) -> bool:
    """Whether the request comes with the secret key. Raises KeyRejectedError, also for a browser that sends it."""
    key = headers.get("apikey")
    if not key:
        raise KeyRejectedError("No API key found in request", "No `apikey` request header or url param was found.")
    if key not in KEYS:
        raise KeyRejectedError("Invalid API key", "Double check your Supabase `anon` or `service_role` API key.")
    secret = key == SECRET_KEY or headers.get("Authorization", "").endswith(" " + SECRET_KEY)
    if secret and "Mozilla/" in headers.get("User-Agent", ""):  # everybody knows the local key: no web page may use it
        raise KeyRejectedError(
            "Forbidden use of secret API key in browser",
            "Secret API keys can only be used in a protected environment and should never be used in a browser.",
        )
    return secret


class Tokens:
    """Decides the token that PostgREST sees; keeps a service_role token and renews it in time."""

    def __init__(self, key: SigningKey, issuer: str) -> None:
        self._key = key
        self._issuer = issuer
        self._service = ""
        self._renew_at = 0.0

    def for_request(self, headers: Mapping[str, str]) -> str:
        """The user's token if there is one, else service_role's for the secret key, else nothing (anon)."""
        secret = is_secret(headers)
        return bearer(headers) or (self.service_role() if secret else "")

    def service_role(self) -> str:
        """A token that is good for the next five minutes at least."""
        if time.time() > self._renew_at:
            self._service = self._key.mint(self._issuer, role="service_role")
            self._renew_at = time.time() + TOKEN_SECONDS - RENEW_SECONDS
        return self._service
