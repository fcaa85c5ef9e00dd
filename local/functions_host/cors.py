"""CORS as Core Tools does it: origins from local.settings.json, preflights answered by the host."""

from collections.abc import MutableMapping
from typing import Any

from starlette.types import Message, Scope, Send

_OWN_HEADERS = (b"access-control-allow-origin", b"access-control-allow-credentials")


class Cors:
    """Adds the allow headers to answers for allowed origins, and answers preflights."""

    def __init__(self, origins: tuple[str, ...], credentials: bool) -> None:
        self._origins = frozenset(origin.lower() for origin in origins)
        self._any = "*" in self._origins
        self._credentials = credentials

    @property
    def active(self) -> bool:
        """Whether any origin is configured."""
        return bool(self._origins)

    def allow_headers(self, origin: bytes) -> list[tuple[bytes, bytes]]:
        """Headers that let this origin read an answer; none when it may not."""
        if not self._any and origin.decode("latin-1").rstrip("/").lower() not in self._origins:
            return []
        star = self._any and not self._credentials
        headers = [(b"access-control-allow-origin", b"*" if star else origin)]
        if self._credentials:
            headers.append((b"access-control-allow-credentials", b"true"))
        return headers if star else [*headers, (b"vary", b"Origin")]

    def preflight(self, scope: Scope, origin: bytes) -> list[tuple[bytes, bytes]] | None:
        """Headers of the 204 that answers a preflight, or None when the request is no preflight."""
        if scope["method"] != "OPTIONS":
            return None
        headers: MutableMapping[bytes, bytes] = dict(scope["headers"])
        method = headers.get(b"access-control-request-method")
        if method is None:
            return None
        allow = self.allow_headers(origin)
        if allow:
            allow.append((b"access-control-allow-methods", method))
            wanted = headers.get(b"access-control-request-headers")
            if wanted:
                allow.append((b"access-control-allow-headers", wanted))
        return allow

    def wrap(self, send: Send, origin: bytes) -> Send:
        """A `send` that adds the allow headers to the answer, in place of any that the app set itself."""
        allow = self.allow_headers(origin)

        async def send_with_headers(message: Message) -> None:
            if allow and message["type"] == "http.response.start":
                own: list[Any] = [pair for pair in message.get("headers", ()) if pair[0].lower() not in _OWN_HEADERS]
                message["headers"] = [*own, *allow]
            await send(message)

        return send_with_headers
