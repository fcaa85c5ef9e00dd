"""The unmodified supabase client reads and writes tables and calls functions, under row-level security."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import psycopg
import pytest
from postgrest.exceptions import APIError
from supabase import AsyncClient

from local.supabase.keys import SigningKey
from local.supabase.stack import SupabaseStack

pytestmark = [pytest.mark.integration, pytest.mark.database]


async def refusal(request: Any) -> str | None:
    """The code of the error that executing `request` raises."""
    with pytest.raises(APIError) as raised:
        await request.execute()
    return raised.value.code


async def data(request: Any) -> Any:
    """What executing `request` gives; rows are JSON of no particular type."""
    return (await request.execute()).data


async def apply_for(client: AsyncClient, job_role: dict[str, str]) -> dict[str, Any]:
    return (await data(client.table("applications").insert({"job_role_id": job_role["id"]})))[0]


async def test_bulk_insert_gives_the_rows(server: AsyncClient) -> None:
    rows = [{"title": "A", "skills": ["x"]}, {"title": "B"}]
    made = await server.table("job_roles").insert(rows, default_to_null=False).execute()
    assert len(made.data) == 2


async def test_visitor_reads_what_is_public(visitor: AsyncClient, job_role: dict[str, str]) -> None:
    found = await visitor.table("job_roles").select("title").eq("id", job_role["id"]).execute()
    assert found.data == [{"title": job_role["title"]}]


async def test_visitor_cannot_insert(visitor: AsyncClient) -> None:
    assert await refusal(visitor.table("job_roles").insert({"title": "X"})) == "42501"


async def test_a_row_belongs_to_the_token_that_inserts_it(
    user: AsyncClient, user_id: str, job_role: dict[str, str]
) -> None:
    assert (await apply_for(user, job_role))["user_id"] == user_id


async def test_others_see_and_change_nothing(
    user: AsyncClient, client_for: Any, stack: SupabaseStack, job_role: dict[str, str]
) -> None:
    application = await apply_for(user, job_role)
    stranger = await client_for(token=stack.mint(sub=str(uuid.uuid4())))
    seen = await stranger.table("applications").select("*").execute()
    changed = await stranger.table("applications").update({"status": "hired"}).eq("id", application["id"]).execute()
    assert (seen.data, changed.data) == ([], [])


async def test_inserting_for_another_is_refused(user: AsyncClient, job_role: dict[str, str]) -> None:
    row = {"job_role_id": job_role["id"], "user_id": str(uuid.uuid4())}
    assert await refusal(user.table("applications").insert(row)) == "42501"


async def test_embedding(user: AsyncClient, job_role: dict[str, str]) -> None:
    application = await apply_for(user, job_role)
    found = await user.table("applications").select("id, role:job_roles!inner(title)").execute()
    assert found.data == [{"id": application["id"], "role": {"title": job_role["title"]}}]


async def test_upsert_on_conflict_changes_the_row(user: AsyncClient, user_id: str, job_role: dict[str, str]) -> None:
    application = await apply_for(user, job_role)
    row = {"job_role_id": job_role["id"], "user_id": user_id, "status": "in_review"}
    merged = await data(user.table("applications").upsert(row, on_conflict="user_id,job_role_id"))
    assert [(row["id"], row["status"]) for row in merged] == [(application["id"], "in_review")]


async def test_update_and_delete(user: AsyncClient, job_role: dict[str, str]) -> None:
    application = await apply_for(user, job_role)
    changed = await data(user.table("applications").update({"status": "withdrawn"}).eq("id", application["id"]))
    gone = await data(user.table("applications").delete().eq("id", application["id"]))
    assert [row["status"] for row in (*changed, *gone)] == ["withdrawn", "withdrawn"]


async def test_count_without_rows(server: AsyncClient, job_role: dict[str, str]) -> None:
    counted = await server.table("job_roles").select("*", count="exact", head=True).eq("id", job_role["id"]).execute()  # pyright: ignore[reportArgumentType]
    assert counted.count == 1


async def test_single(user: AsyncClient, job_role: dict[str, str]) -> None:
    found = await user.table("job_roles").select("id").eq("id", job_role["id"]).single().execute()
    assert found.data == {"id": job_role["id"]}


async def test_maybe_single_without_a_row_is_none(user: AsyncClient) -> None:
    assert await user.table("job_roles").select("*").eq("id", str(uuid.uuid4())).maybe_single().execute() is None


async def test_filters_with_special_characters(server: AsyncClient) -> None:
    title = f'ä,"b" (c) & d=%2F {uuid.uuid4()}'
    await server.table("job_roles").insert({"title": title}).execute()
    found = await server.table("job_roles").select("title").in_("title", [title, "other"]).execute()
    assert found.data == [{"title": title}]


async def test_function_gives_a_scalar(user: AsyncClient, job_role: dict[str, str]) -> None:
    await apply_for(user, job_role)
    assert (await user.rpc("application_count", {"role_id": job_role["id"]}).execute()).data == 1


async def test_function_that_raises(user: AsyncClient) -> None:
    with pytest.raises(APIError) as raised:
        await user.rpc("refuse").execute()
    assert (raised.value.code, raised.value.details, raised.value.hint) == ("P0001", "the detail", "the hint")


async def test_revoked_function(user: AsyncClient) -> None:
    assert await refusal(user.rpc("closed")) == "42501"


@pytest.mark.parametrize(
    ("table", "columns", "code"),
    [
        ("no_such_table", "*", "PGRST205"),
        ("applications", "no_such_column", "42703"),
        ("applications", "*, no_such_table(*)", "PGRST200"),
    ],
)
async def test_selecting_what_does_not_exist(user: AsyncClient, table: str, columns: str, code: str) -> None:
    assert await refusal(user.table(table).select(columns)) == code


async def test_error_codes_of_writes(server: AsyncClient, user: AsyncClient, job_role: dict[str, str]) -> None:
    await apply_for(user, job_role)
    applications = user.table("applications")
    assert await refusal(applications.insert({"job_role_id": job_role["id"]})) == "23505"
    assert await refusal(applications.insert({"no_such_column": 1})) == "PGRST204"
    orphan = {"job_role_id": str(uuid.uuid4()), "user_id": str(uuid.uuid4())}
    assert await refusal(server.table("applications").insert(orphan)) == "23503"


async def test_other_error_codes(user: AsyncClient) -> None:
    assert await refusal(user.table("applications").select("*").eq("id", "no uuid")) == "22P02"
    assert await refusal(user.table("applications").select("*").eq("id", str(uuid.uuid4())).single()) == "PGRST116"
    assert await refusal(user.rpc("no_such_function", {"x": 1})) == "PGRST202"
    assert await refusal(user.rpc("uses_missing_table")) == "42P01"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": 1_000_000_000}, "PGRST303"),
        ({"aud": "someone-else"}, "PGRST303"),
    ],
)
async def test_token_with_a_claim_that_does_not_hold(
    client_for: Any, stack: SupabaseStack, claims: dict[str, Any], code: str
) -> None:
    client = await client_for(token=stack.mint(sub=str(uuid.uuid4()), **claims))
    assert await refusal(client.table("applications").select("*")) == code


async def test_token_of_another_key(client_for: Any, stack: SupabaseStack) -> None:
    client = await client_for(token=SigningKey.new().mint(stack.issuer, sub=str(uuid.uuid4()), role="authenticated"))
    assert await refusal(client.table("applications").select("*")) == "PGRST301"


async def test_a_shared_client_takes_a_token_per_request(visitor: AsyncClient, stack: SupabaseStack) -> None:
    one = str(uuid.uuid4())
    as_one = await data(visitor.postgrest.schema("public").auth(stack.mint(sub=one)).rpc("whoami", {}))
    after = await data(visitor.rpc("whoami"))
    assert (as_one["uid"], after["runs_as"]) == (one, "anon")


async def test_large_bodies_pass_both_ways(user: AsyncClient) -> None:
    size = 3_000_000
    assert len(await data(user.rpc("large_text", {"characters": size}))) == size
    assert await data(user.rpc("text_length", {"content": "é" * size})) == size


async def test_body_without_a_length_passes(http: httpx.AsyncClient, stack: SupabaseStack) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"content": "'
        yield b"x" * 1000
        yield b'"}'

    headers = {"apikey": stack.secret_key, "Content-Type": "application/json"}
    answer = await http.post("/rest/v1/rpc/text_length", content=pieces(), headers=headers)
    assert answer.json() == 1000


async def test_statements_have_the_hosted_time_limits(stack: SupabaseStack) -> None:
    with psycopg.connect(stack.dsn) as connection:
        limits = connection.execute(
            "select rolname, rolconfig from pg_roles where rolname in ('anon', 'authenticated') order by 1"
        ).fetchall()
    assert limits == [("anon", ["statement_timeout=3s"]), ("authenticated", ["statement_timeout=8s"])]


async def test_at_most_a_thousand_rows(server: AsyncClient) -> None:
    rows = [{"title": "many"}] * 1100
    await server.table("job_roles").insert(rows).execute()
    assert len((await server.table("job_roles").select("id").eq("title", "many").execute()).data) == 1000
