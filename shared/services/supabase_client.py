"""The adapter to Supabase Postgres: tables and SQL functions over PostgREST, as the server's role."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from shared.errors import ServiceUnavailable
from shared.services.database_errors import DatabaseBusy, DatabaseDown, GaveWay, api_error, translated
from shared.services.tls import tls_context
from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen
from shared.utils.retry import async_retry
from shared.utils.surrogates import whole

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from httpx import AsyncClient as HttpClient
    from supabase import AsyncClient

    from shared.settings import Settings

Row = dict[str, Any]
type Params = Mapping[str, Any] | Callable[[], Mapping[str, Any]]

_ATTEMPTS = 2
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
_CONNECTIONS = 64
_ROOM_SECONDS = 3.0
_CONNECT_SECONDS = 3.0
_KEEP_ALIVE_SECONDS = 30


class SupabaseService:
    """Reads and writes as the server's role. Outages become `ServiceUnavailable`; a missing row is None.

    Calls share one HTTP connection pool. One whose answer does not come, or that gave way to another, is tried twice,
    each time for `supabase_timeout_seconds` at most. What is written is recognised when it comes again, except that an
    audit event whose answer was lost is noted twice.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: AsyncClient | None = None
        self._http: HttpClient | None = None
        self._functions: _Functions | None = None
        self._opening = asyncio.Lock()
        # A place for each connection: a wait for one says nothing of the database, as a wait for an answer does.
        self._room = asyncio.Semaphore(_CONNECTIONS)
        self._breaker = CircuitBreaker(
            failure_threshold=10,
            recovery_timeout=1.0,
            half_open_max_calls=4,
            counts=lambda e: isinstance(e, DatabaseDown),
        )

    async def rpc(self, name: str, params: Params) -> Any:
        """What the SQL function `name` returns (JSON). `params` may be a function, asked for each attempt."""
        if self._functions is None:
            await self._open()
        functions = cast(_Functions, self._functions)
        return await self._call(lambda: functions.call(name, params() if callable(params) else params))

    async def query(self, build: Callable[[Any], Any]) -> list[Row]:
        """The rows of a query; `build` makes it from the client: `lambda db: db.table("t").select("*")`."""
        client = self._client or await self._open()

        async def execute() -> list[Row]:
            rows = (await build(client).execute()).data
            if not isinstance(rows, list):  # the SDK gives the text of an answer that is no JSON
                raise DatabaseDown
            return cast(list[Row], rows)

        return await self._call(execute)

    async def one(self, build: Callable[[Any], Any]) -> Row | None:
        """The first row of a query, or None."""
        rows = await self.query(lambda client: build(client).limit(1))
        return rows[0] if rows else None

    async def check(self) -> None:
        """One cheap round trip to the database. Raises `ServiceUnavailable` when it does not come back."""
        await self.query(lambda client: client.table("organisations").select("id").limit(1))

    async def get_interview(self, interview_id: UUID | str) -> Row | None:
        return await self.one(lambda db: db.table("interviews").select("*").eq("id", str(interview_id)))

    async def update_interview(self, interview_id: UUID | str, fields: Mapping[str, Any]) -> Row | None:
        """Updates what carries no rule: `recording_url, metadata, scheduled_at, accommodations`."""
        rows = await self.query(lambda db: db.table("interviews").update(dict(fields)).eq("id", str(interview_id)))
        return rows[0] if rows else None

    async def get_application(self, application_id: UUID | str) -> Row | None:
        """The application, with its job role under `job_roles`."""
        return await self.one(
            lambda db: db.table("applications").select("*, job_roles(*)").eq("id", str(application_id))
        )

    async def get_transcript(self, interview_id: UUID | str) -> list[Row]:
        """The segments of an interview in the order in which they were said."""
        return await self.query(
            lambda db: (
                db.table("transcript_segments")
                .select("id, turn, speaker, content, start_time_ms, end_time_ms, confidence, source")
                .eq("interview_id", str(interview_id))
                .order("turn")
                .order("sequence")
            )
        )

    async def save_transcript_segment(self, segment: Mapping[str, Any]) -> Row:
        """Adds one segment, as recordings bring them; turns of the chat are written by `commit_turn`."""
        row = {"id": str(uuid4()), **segment}
        await self.query(
            lambda db: db.table("transcript_segments").upsert(row, on_conflict="id", ignore_duplicates=True)
        )
        saved = await self.one(lambda db: db.table("transcript_segments").select("*").eq("id", row["id"]))
        assert saved is not None
        return saved

    async def update_candidate_profile(self, profile_id: UUID | str, fields: Mapping[str, Any]) -> Row | None:
        rows = await self.query(
            lambda db: db.table("candidate_profiles").update(dict(fields)).eq("id", str(profile_id))
        )
        return rows[0] if rows else None

    async def log_audit_event(
        self,
        action: str,
        entity_type: str,
        entity_id: UUID | str,
        user_id: UUID | str | None = None,
        organisation_id: UUID | str | None = None,
    ) -> int:
        """Appends to the organisation's audit chain; gives the row's number in it."""
        return await self.rpc(
            "append_audit",
            {
                "p_organisation_id": str(organisation_id) if organisation_id else None,
                "p_user_id": str(user_id) if user_id else None,
                "p_action": action,
                "p_entity_type": entity_type,
                "p_entity_id": str(entity_id),
            },
        )

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def _call[R](self, execute: Callable[[], Awaitable[R]]) -> R:
        # A lock or a slow statement has taken seconds when it is given up: who asked is not made to wait for another.
        @async_retry(max_retries=_ATTEMPTS, exceptions=(DatabaseDown, GaveWay), base_delay=0.05, max_delay=0.2)
        async def attempt() -> R:
            await self._find_room()
            try:
                return await self._breaker.call(translated, execute, self._settings.supabase_timeout_seconds)
            finally:
                self._room.release()

        try:
            return await attempt()
        except (DatabaseDown, CircuitBreakerOpen):
            raise ServiceUnavailable(
                "The database does not answer just now. Nothing was lost; please try again in a moment.",
                code="database_unavailable",
                retry_after=2,
            ) from None
        except DatabaseBusy:
            raise ServiceUnavailable(
                "Too much is going on at once just now. Nothing was lost; please try again in a moment.",
                code="database_busy",
                retry_after=2,
            ) from None

    async def _find_room(self) -> None:
        try:
            async with asyncio.timeout(_ROOM_SECONDS):
                await self._room.acquire()
        except TimeoutError:
            raise DatabaseBusy from None

    async def _open(self) -> AsyncClient:
        """The client, made on first use: importing supabase takes longer than a cold start should."""
        async with self._opening:
            if self._client is None:
                import httpx
                from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
                from httpx_aiohttp import AiohttpTransport
                from supabase import acreate_client
                from supabase.lib.client_options import AsyncClientOptions

                trusted = await asyncio.to_thread(tls_context, self._settings.supabase_base)
                session = ClientSession(
                    connector=TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS, ssl=trusted),
                    timeout=ClientTimeout(connect=_CONNECT_SECONDS),  # `translated` bounds each call as a whole
                    cookie_jar=DummyCookieJar(),
                )
                self._http = httpx.AsyncClient(
                    transport=AiohttpTransport(verify=trusted, client=session),
                    timeout=httpx.Timeout(None, pool=_CONNECT_SECONDS),  # to aiohttp, the time to connect as well
                )
                self._functions = _Functions(self._settings, session)
                self._client = await acreate_client(
                    self._settings.supabase_base,
                    self._settings.supabase_secret_key.get_secret_value(),
                    AsyncClientOptions(
                        httpx_client=self._http,
                        auto_refresh_token=False,
                        persist_session=False,
                        postgrest_client_retry=False,
                    ),
                )
        return self._client


class _Functions:
    """Calls SQL functions over the connections that the SDK's client uses, without the SDK: its builder and httpx's
    cookies, redirects and authentication take most of the time of a call, and a turn is made of two."""

    def __init__(self, settings: Settings, session: ClientSession) -> None:
        from yarl import URL

        key = settings.supabase_secret_key.get_secret_value()
        self._base = URL(f"{settings.supabase_base}/rest/v1/rpc/")
        self._headers = {"apikey": key, "Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._session = session

    async def call(self, name: str, params: Mapping[str, Any]) -> Any:
        """What the function returns (JSON). Raises aiohttp's errors, and the SDK's `APIError` for an error's answer."""
        written = json.dumps(params, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        content = whole(written).encode()
        if b"\\u0000" in content:  # PostgreSQL stores no NUL, and models do write one
            content = _NUL.sub(rb"\1", content)
        async with self._session.post(
            self._base / name, data=content, headers=self._headers, allow_redirects=False
        ) as response:
            body = await response.read()
        if not 200 <= response.status < 300:
            raise api_error(response.status, body)
        return json.loads(body) if body else None
