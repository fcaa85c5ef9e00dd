"""Queries behind the lists and the plain reads. Each gives only what its actor may see."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from shared.errors import Forbidden, NotFound
from shared.models.application import Application
from shared.models.common import Model, Page
from shared.models.interview import Interview
from shared.models.job_role import JobRole, PublicJobRole
from shared.models.page import ApplicationQuery, Cursor, InterviewQuery, PageQuery
from shared.services.supabase_client import Row, SupabaseService

_ROLE_COLUMNS = "*, job_role_versions(version, requirements, scoring_rubric, interview_structure)"


async def memberships(database: SupabaseService, user_id: UUID) -> list[Row]:
    """`organisation_id`, `role` and the organisation's name under `organisations`, for each membership."""
    return await database.query(
        lambda db: (
            db.table("memberships").select("organisation_id, role, organisations(name)").eq("user_id", str(user_id))
        )
    )


async def organisations_of(database: SupabaseService, user_id: UUID) -> set[str]:
    """The ids of the organisations that a user is a member of."""
    return {str(row["organisation_id"]) for row in await memberships(database, user_id)}


async def list_interviews(
    database: SupabaseService, actor: UUID, query: InterviewQuery, job_role_id: UUID | None = None
) -> Page[Interview]:
    """The actor's own interviews and their organisations'; with `job_role_id` the organisation's for that role."""
    organisations = await organisations_of(database, actor)

    def build(db: Any) -> Any:
        found = db.table("interviews").select("*")
        if job_role_id is not None:
            found = found.eq("job_role_id", str(job_role_id)).in_("organisation_id", sorted(organisations))
        else:
            found = found.or_(_theirs(actor, organisations))
        return found if query.status is None else found.eq("status", query.status.value)

    return await _page(database, build, query, Interview)


async def list_applications(database: SupabaseService, actor: UUID, query: ApplicationQuery) -> Page[Application]:
    """The actor's own applications and their organisations'. Match scores are for members only."""
    organisations = await organisations_of(database, actor)

    def build(db: Any) -> Any:
        found = (
            db.table("applications").select("*, application_matches(match_score)").or_(_theirs(actor, organisations))
        )
        return found if query.job_role_id is None else found.eq("job_role_id", str(query.job_role_id))

    def shown(row: Row) -> Row:
        match = row["application_matches"] if row["organisation_id"] in organisations else None
        return row | {"match_score": match["match_score"] if match else None}

    return await _page(database, build, query, Application, shown)


async def list_job_roles(database: SupabaseService, actor: UUID, query: PageQuery) -> Page[JobRole | PublicJobRole]:
    """The roles of the actor's organisations, and the public part of those that they applied to."""
    organisations = await organisations_of(database, actor)
    applied = await database.query(
        lambda db: db.table("applications").select("job_role_id").eq("candidate_user_id", str(actor))
    )
    role_ids = sorted({str(row["job_role_id"]) for row in applied})

    def build(db: Any) -> Any:
        found = db.table("job_roles").select(_ROLE_COLUMNS)
        return found.or_(f"organisation_id.in.({','.join(sorted(organisations))}),id.in.({','.join(role_ids)})")

    rows = await database.query(lambda db: _windowed(build(db), query))
    items, cursor = _cut(rows, query)
    return Page[JobRole | PublicJobRole](items=[_role(row, organisations) for row in items], next_cursor=cursor)


async def read_job_role(database: SupabaseService, actor: UUID, job_role_id: UUID) -> JobRole | PublicJobRole:
    """The role: all of it for members, its public part for those who applied. Raises 404, 403."""
    row = await database.one(lambda db: db.table("job_roles").select(_ROLE_COLUMNS).eq("id", str(job_role_id)))
    if row is None:
        raise NotFound("This job role was not found.", code="job_role_not_found")
    organisations = await organisations_of(database, actor)
    if row["organisation_id"] not in organisations:
        application = await database.one(
            lambda db: (
                db.table("applications")
                .select("id")
                .eq("job_role_id", str(job_role_id))
                .eq("candidate_user_id", str(actor))
            )
        )
        if application is None:
            raise Forbidden("Only the organisation and those who applied can read this job role.")
    return _role(row, organisations)


def _role(row: Row, organisations: set[str]) -> JobRole | PublicJobRole:
    """A role with its current version, as much of it as the reader may see."""
    versions: list[Row] = row["job_role_versions"]
    whole = JobRole.model_validate(row | next(version for version in versions if version["version"] == row["version"]))
    return whole if row["organisation_id"] in organisations else PublicJobRole.model_validate(whole.model_dump())


def _theirs(actor: UUID, organisations: set[str]) -> str:
    return f"candidate_user_id.eq.{actor},organisation_id.in.({','.join(sorted(organisations))})"


async def _page[Item: Model](
    database: SupabaseService,
    build: Any,
    query: PageQuery,
    model: type[Item],
    shown: Callable[[Row], Row] | None = None,
) -> Page[Item]:
    rows = await database.query(lambda db: _windowed(build(db), query))
    items, cursor = _cut(rows, query)
    return Page[model](items=[model.model_validate(shown(row) if shown else row) for row in items], next_cursor=cursor)


def _windowed(found: Any, query: PageQuery) -> Any:
    """One row more than the page holds, so that it is known whether another page follows."""
    if query.after is not None:
        at, row_id = query.after
        found = found.or_(f'created_at.lt."{at}",and(created_at.eq."{at}",id.lt.{row_id})')
    return found.order("created_at", desc=True).order("id", desc=True).limit(query.limit + 1)


def _cut(rows: list[Row], query: PageQuery) -> tuple[list[Row], str | None]:
    items = rows[: query.limit]
    if len(rows) <= query.limit:
        return items, None
    return items, Cursor(items[-1]["created_at"], UUID(items[-1]["id"])).encode()
