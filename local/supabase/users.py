"""The accounts in `auth.users`, their sessions and refresh tokens."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb

CONNECTIONS = 4
USER = """select u.*, coalesce((select jsonb_agg(to_jsonb(i) order by i.created_at)
                                from auth.identities i where i.user_id = u.id), '[]') as identities
          from auth.users u """
type Connection = psycopg.AsyncConnection[DictRow]
type User = dict[str, Any]


class RefreshTokenReusedError(Exception):
    """The refresh token was used before: its session has been ended."""


class Users:
    """Reads and writes accounts, as the role that Supabase's auth server has.

    Methods raise psycopg.Error; `psycopg.OperationalError` when the database is not there.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._slots: asyncio.LifoQueue[Connection | None] = asyncio.LifoQueue()
        for _ in range(CONNECTIONS):
            self._slots.put_nowait(None)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        connection = await self._slots.get()
        try:
            if connection is None or connection.closed:
                connection = await psycopg.AsyncConnection[DictRow].connect(
                    self._dsn, autocommit=True, row_factory=dict_row, connect_timeout=5
                )
            async with connection.transaction():
                yield connection
        finally:
            self._slots.put_nowait(connection)

    async def create(
        self,
        *,
        user_id: UUID | None,
        email: str | None,
        password_hash: str | None,
        confirmed: bool,
        app_metadata: Mapping[str, Any],
        user_metadata: Mapping[str, Any],
    ) -> User:
        """A new account. Raises UniqueViolation when the email or the id is taken."""
        provider = {"provider": "email", "providers": ["email"]}
        async with self._transaction() as connection:
            cursor = await connection.execute(
                """insert into auth.users (id, email, encrypted_password, email_confirmed_at,
                                           raw_app_meta_data, raw_user_meta_data)
                   values (coalesce(%s, gen_random_uuid()), %s, %s, case when %s then now() end, %s, %s)
                   returning id""",
                (user_id, email, password_hash, confirmed, Jsonb(provider | dict(app_metadata)), Jsonb(user_metadata)),
            )
            created = await cursor.fetchone()
            assert created is not None
            await connection.execute(
                """insert into auth.identities (provider_id, user_id, provider, identity_data)
                   values (%s, %s, 'email', jsonb_build_object('sub', %s::text, 'email', %s::text))""",
                (str(created["id"]), created["id"], str(created["id"]), email),
            )
            return await self._one(connection, "where u.id = %s", created["id"])

    async def find(self, user_id: UUID) -> User | None:
        """The account with this id."""
        async with self._transaction() as connection:
            return await self._maybe(connection, "where u.id = %s", user_id)

    async def find_by_email(self, email: str) -> User | None:
        """The account with this email, whatever its case."""
        async with self._transaction() as connection:
            return await self._maybe(connection, "where lower(u.email) = lower(%s)", email)

    async def page(self, offset: int, limit: int) -> tuple[list[User], int]:
        """Accounts in the order in which they were made, and how many there are in all."""
        async with self._transaction() as connection:
            cursor = await connection.execute(USER + "order by created_at, id offset %s limit %s", (offset, limit))
            users = await cursor.fetchall()
            total = await (await connection.execute("select count(*) as n from auth.users")).fetchone()
            assert total is not None
            return users, total["n"]

    async def change(
        self,
        user_id: UUID,
        *,
        email: str | None = None,
        password_hash: str | None = None,
        confirm: bool = False,
        app_metadata: Mapping[str, Any] | None = None,
        user_metadata: Mapping[str, Any] | None = None,
    ) -> User | None:
        """Change what is given (metadata is merged; a None in it removes its key); None when there is no account."""
        async with self._transaction() as connection:
            await connection.execute(
                """update auth.users set
                     email = coalesce(%(email)s, email),
                     encrypted_password = coalesce(%(password)s, encrypted_password),
                     email_confirmed_at = case when %(confirm)s then coalesce(email_confirmed_at, now())
                                               else email_confirmed_at end,
                     raw_app_meta_data = (raw_app_meta_data || %(app)s) - %(app_gone)s::text[],
                     raw_user_meta_data = (raw_user_meta_data || %(user)s) - %(user_gone)s::text[],
                     updated_at = now()
                   where id = %(id)s""",
                {
                    "id": user_id,
                    "email": email,
                    "password": password_hash,
                    "confirm": confirm,
                    "app": Jsonb(app_metadata or {}),
                    "app_gone": _nulls(app_metadata),
                    "user": Jsonb(user_metadata or {}),
                    "user_gone": _nulls(user_metadata),
                },
            )
            if email is not None:
                await connection.execute(
                    """update auth.identities set identity_data = identity_data || jsonb_build_object('email', %s::text)
                       where user_id = %s""",
                    (email, user_id),
                )
            return await self._maybe(connection, "where u.id = %s", user_id)

    async def delete(self, user_id: UUID) -> bool:
        """Delete the account and all that hangs on it; whether there was one."""
        async with self._transaction() as connection:
            return (await connection.execute("delete from auth.users where id = %s", (user_id,))).rowcount > 0

    async def open_session(self, user_id: UUID) -> tuple[User, UUID, str]:
        """A new session: the account, the session's id and its refresh token."""
        async with self._transaction() as connection:
            await connection.execute("update auth.users set last_sign_in_at = now() where id = %s", (user_id,))
            cursor = await connection.execute(
                "insert into auth.sessions (user_id) values (%s) returning id", (user_id,)
            )
            session = await cursor.fetchone()
            assert session is not None
            token = await self._issue_refresh_token(connection, user_id, session["id"])
            return await self._one(connection, "where u.id = %s", user_id), session["id"], token

    async def rotate(self, token: str) -> tuple[User, UUID, str] | None:
        """Swap a refresh token for the next one of its session; None for an unknown one.

        Raises RefreshTokenReusedError when it was swapped before: one of the two holders is a thief.
        """
        async with self._transaction() as connection:
            cursor = await connection.execute("select * from auth.refresh_tokens where token = %s for update", (token,))
            row = await cursor.fetchone()
            if row is None:
                return None
            if not row["revoked"]:
                await connection.execute("update auth.refresh_tokens set revoked = true where token = %s", (token,))
                following = await self._issue_refresh_token(connection, row["user_id"], row["session_id"])
                user = await self._one(connection, "where u.id = %s", row["user_id"])
                return user, row["session_id"], following
            await connection.execute(
                "update auth.refresh_tokens set revoked = true where session_id = %s", (row["session_id"],)
            )
        raise RefreshTokenReusedError

    async def session_is_open(self, session_id: UUID) -> bool:
        """Whether the session has not been signed out."""
        async with self._transaction() as connection:
            cursor = await connection.execute("select 1 from auth.sessions where id = %s", (session_id,))
            return await cursor.fetchone() is not None

    async def close_sessions(self, user_id: UUID, session_id: UUID | None, scope: str) -> None:
        """Sign out: `local` this session, `others` all but this one, anything else all of the account's."""
        async with self._transaction() as connection:
            await connection.execute(
                """delete from auth.sessions where user_id = %(user)s and case %(scope)s::text
                     when 'local' then id = %(session)s when 'others' then id <> %(session)s else true end""",
                {"user": user_id, "session": session_id, "scope": scope},
            )

    async def _issue_refresh_token(self, connection: Connection, user_id: UUID, session_id: UUID) -> str:
        token = secrets.token_urlsafe(16)
        await connection.execute(
            "insert into auth.refresh_tokens (token, user_id, session_id) values (%s, %s, %s)",
            (token, user_id, session_id),
        )
        return token

    async def _maybe(self, connection: Connection, condition: str, value: object) -> User | None:
        cursor = await connection.execute((USER + condition).encode(), (value,))
        return await cursor.fetchone()

    async def _one(self, connection: Connection, condition: str, value: object) -> User:
        user = await self._maybe(connection, condition, value)
        assert user is not None
        return user


def _nulls(metadata: Mapping[str, Any] | None) -> list[str]:
    return [name for name, value in (metadata or {}).items() if value is None]
