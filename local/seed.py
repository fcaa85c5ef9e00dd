"""Puts the demo organisation, its role, candidates and logins into a Supabase; running it again changes nothing."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import httpx
from supabase import AsyncClient, AsyncClientOptions, acreate_client
from supabase_auth.errors import AuthApiError

from local.demo_data import (
    DATA_ENGINEER_PLAN,
    JOB_ROLE,
    JOB_ROLE_VERSION,
    LOGINS,
    ORGANISATIONS,
    PASSWORD,
    demo_id,
)
from local.supabase.processes import StackError


async def seed(url: str, secret_key: str) -> dict[str, Any]:
    """Seeds and gives what `.local/run.json` says under `demo`."""
    async with httpx.AsyncClient(timeout=30) as http:
        options = AsyncClientOptions(httpx_client=http, auto_refresh_token=False, persist_session=False)
        return await _seed(await acreate_client(url, secret_key, options))


async def _seed(client: AsyncClient) -> dict[str, Any]:
    users = await _users(client)
    for key, name in ORGANISATIONS.items():
        await _insert(client, "organisations", {"id": demo_id(key), "name": name})
    for email, person in LOGINS.items():
        if organisation := person.get("organisation"):
            membership = {"user_id": users[email], "organisation_id": demo_id(organisation), "role": person["role"]}
            await _insert(client, "memberships", membership, conflict="user_id,organisation_id")
    role_id = demo_id("data-engineer")
    await _insert(client, "job_roles", JOB_ROLE | {"id": role_id, "organisation_id": demo_id("demo")})
    version = JOB_ROLE_VERSION | {
        "job_role_id": role_id,
        "version": 1,
        "plan": DATA_ENGINEER_PLAN.model_dump(mode="json"),
        "frozen_at": datetime.now(UTC).isoformat(),
    }
    await _insert(client, "job_role_versions", version, conflict="job_role_id,version")
    applications = {
        email: await _application(client, users[email], role_id)
        for email in ("candidate@demo.talenti.test", "other-candidate@demo.talenti.test")
    }
    return {
        "organisation_id": demo_id("demo"),
        "job_role_id": role_id,
        "application_id": applications["candidate@demo.talenti.test"],
        "logins": {
            email: {
                "password": PASSWORD,
                "user_id": users[email],
                "role": person.get("role", "candidate"),
                **({"application_id": applications[email]} if email in applications else {}),
            }
            for email, person in LOGINS.items()
        },
    }


async def _users(client: AsyncClient) -> dict[str, str]:
    """The logins' user ids; those that are missing are made."""
    known = {user.email: user.id for user in await client.auth.admin.list_users(per_page=1000)}
    for email, person in LOGINS.items():
        if email in known:
            continue
        names = {"first_name": person["first_name"], "last_name": person["last_name"]}
        try:
            made = await client.auth.admin.create_user(
                {"email": email, "password": PASSWORD, "email_confirm": True, "user_metadata": names}
            )
        except AuthApiError as error:
            raise StackError(f"The demo login {email} cannot be made: {error.code}") from error
        known[email] = made.user.id
    return {email: known[email] for email in LOGINS}


async def _application(client: AsyncClient, user_id: str, role_id: str) -> str:
    profile = await client.table("candidate_profiles").select("id").eq("user_id", user_id).single().execute()
    candidate_id = str(cast(dict[str, Any], profile.data)["id"])
    application = {"id": demo_id(f"application {candidate_id}"), "candidate_id": candidate_id, "job_role_id": role_id}
    await _insert(client, "applications", application, conflict="candidate_id,job_role_id")
    return application["id"]


async def _insert(client: AsyncClient, table: str, row: dict[str, Any], conflict: str = "id") -> None:
    await client.table(table).upsert(row, on_conflict=conflict, ignore_duplicates=True).execute()


def seed_now(url: str, secret_key: str) -> dict[str, Any]:
    """`seed` for callers without an event loop."""
    return asyncio.run(seed(url, secret_key))
