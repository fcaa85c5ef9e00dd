"""Queries behind the lists and the plain reads. Each gives only what its actor may see."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from shared.errors import Forbidden, NotFound
from shared.models.application import Application
from shared.models.common import Page
from shared.models.interview import Interview
from shared.models.job_role import JobRole, PublicJobRole
from shared.models.page import ApplicationQuery, Cursor, InterviewQuery, PageQuery
from shared.models.report import ScoringView
from shared.services.supabase_client import Row, SupabaseService

type Build = Callable[[Any], Any]  # from the client, which is not typed, to one of its queries

_RESUME_COLUMNS = "id, candidate_id, version, status, reason, file_name, content_type, size, created_at, updated_at"
_ROLE_COLUMNS = "*, job_role_versions(version, requirements, scoring_rubric, interview_structure)"


async def memberships(database: SupabaseService, user_id: UUID) -> list[Row]:
    """`organisation_id`, `role` and the organisation's name under `organisations`, for each membership."""
    return await database.query(
        lambda db: (
            db.table("memberships").select("organisation_id, role, organisations(name)").eq("user_id", str(user_id))
        )
    )


async def organisations_of(database: SupabaseService, user_id: UUID) -> list[str]:
    """The ids of the organisations that a user is a member of."""
    return sorted(str(row["organisation_id"]) for row in await memberships(database, user_id))


async def read_scoring_view(database: SupabaseService, interview_id: UUID) -> ScoringView:
    """Where the scoring and the review of an interview stand, for whoever may see it: the caller knows who asks."""
    return ScoringView.model_validate(await database.rpc("scoring_view", {"p_interview_id": str(interview_id)}))


async def list_interviews(
    database: SupabaseService, actor: UUID, query: InterviewQuery, job_role_id: UUID | None = None
) -> Page[Interview]:
    """The actor's own interviews and their organisations'; with `job_role_id` the organisations' for that role."""
    organisations = await organisations_of(database, actor)

    def interviews(db: Any) -> Any:
        found = db.table("interviews").select("*")
        return found if query.status is None else found.eq("status", query.status.value)

    def of_role(db: Any) -> Any:
        return interviews(db).eq("job_role_id", str(job_role_id)).in_("organisation_id", organisations)

    sources = _theirs(interviews, actor, organisations) if job_role_id is None else [of_role]
    rows, cursor = await _newest(database, query, sources)
    return Page(items=[Interview.model_validate(row) for row in rows], next_cursor=cursor)


async def list_applications(database: SupabaseService, actor: UUID, query: ApplicationQuery) -> Page[Application]:
    """The actor's own applications and their organisations'. Match scores are for members only."""
    organisations = await organisations_of(database, actor)

    def applications(db: Any) -> Any:
        found = db.table("applications").select("*, application_matches(match_score)")
        return found if query.job_role_id is None else found.eq("job_role_id", str(query.job_role_id))

    def shown(row: Row) -> Application:
        theirs = row["organisation_id"] in organisations and row["candidate_user_id"] != str(actor)
        match = row["application_matches"] if theirs else None
        return Application.model_validate(row | {"match_score": match["match_score"] if match else None})

    rows, cursor = await _newest(database, query, _theirs(applications, actor, organisations))
    return Page(items=[shown(row) for row in rows], next_cursor=cursor)


async def newest_resumes(database: SupabaseService, actor: UUID, query: PageQuery) -> tuple[list[Row], str | None]:
    """A page of the actor's own résumés, without their profiles, and the next one's cursor.

    A file that came twice is there once.
    """

    def own(db: Any) -> Any:
        found = db.table("resumes").select(_RESUME_COLUMNS)
        return found.eq("candidate_user_id", str(actor)).is_("duplicate_of", "null")

    return await _newest(database, query, [own])


async def list_job_roles(database: SupabaseService, actor: UUID, query: PageQuery) -> Page[JobRole | PublicJobRole]:
    """The roles of the actor's organisations, and the public part of those that they applied to."""
    organisations = await organisations_of(database, actor)

    def applied_to(db: Any) -> Any:
        return _job_roles(db, "applications!inner(candidate_user_id)").eq("applications.candidate_user_id", str(actor))

    def organisations_own(db: Any) -> Any:
        return _of(organisations, _job_roles(db))

    # Of a role that is in both, the later row stays: the one that says they applied.
    sources = [organisations_own, applied_to] if organisations else [applied_to]
    rows, cursor = await _newest(database, query, sources)
    return Page[JobRole | PublicJobRole](items=[_role(row, organisations) for row in rows], next_cursor=cursor)


async def read_job_role(database: SupabaseService, actor: UUID, job_role_id: UUID) -> JobRole | PublicJobRole:
    """The role: all of it for members, its public part for those who applied, members too. Raises 404, 403."""
    row = await database.one(
        lambda db: (
            _job_roles(db, "applications(candidate_user_id)")
            .eq("id", str(job_role_id))
            .eq("applications.candidate_user_id", str(actor))
        )
    )
    if row is None:
        raise NotFound("This job role was not found.", code="job_role_not_found")
    organisations = await organisations_of(database, actor)
    if row["organisation_id"] not in organisations and not row["applications"]:
        raise Forbidden("Only the organisation and those who applied can read this job role.")
    return _role(row, organisations)


def _job_roles(db: Any, *more: str) -> Any:
    """Job roles with their newest version, which is the current one; roles keep many."""
    found = db.table("job_roles").select(", ".join([_ROLE_COLUMNS, *more]))
    versions = {"foreign_table": "job_role_versions"}
    return found.order("version", desc=True, **versions).limit(1, **versions)


def _role(row: Row, organisations: Sequence[str]) -> JobRole | PublicJobRole:
    """A role with its current version, as much of it as the reader may see; `applications` are the reader's own."""
    [version] = row["job_role_versions"]
    whole = JobRole.model_validate(row | version)
    if row["organisation_id"] in organisations and not row.get("applications"):
        return whole
    return PublicJobRole.model_validate(whole.model_dump())


def _theirs(rows: Build, actor: UUID, organisations: Sequence[str]) -> list[Build]:
    """The rows that are a candidate's own, and those of their organisations."""
    own: list[Build] = [lambda db: rows(db).eq("candidate_user_id", str(actor))]
    return [*own, lambda db: _of(organisations, rows(db))] if organisations else own


def _of(organisations: Sequence[str], found: Any) -> Any:
    """Rows of the organisations. Equality, where one will do, lets PostgreSQL take them from its index in order."""
    if len(organisations) == 1:
        return found.eq("organisation_id", organisations[0])
    return found.in_("organisation_id", organisations)


async def _newest(
    database: SupabaseService, query: PageQuery, sources: Sequence[Build]
) -> tuple[list[Row], str | None]:
    """The page of the newest rows of all sources, and the next one's cursor.

    Each source is a query of its own: joined by `or`, PostgreSQL would read and sort all rows for any page.
    """

    def windowed(found: Any) -> Any:
        """One row more than the page holds, so that it is known whether another page follows."""
        if query.after is not None:
            at, row_id = query.after.created_at.isoformat(), query.after.id
            found = found.lte("created_at", at).or_(f'created_at.lt."{at}",id.lt.{row_id}')
        return found.order("created_at", desc=True).order("id", desc=True).limit(query.limit + 1)

    pages = await asyncio.gather(
        *(database.query(lambda db, source=source: windowed(source(db))) for source in sources)
    )
    rows = {str(row["id"]): row for page in pages for row in page}
    newest = sorted(rows.values(), key=Cursor.at, reverse=True)
    page = newest[: query.limit]
    return page, Cursor.at(page[-1]).encode() if len(newest) > query.limit else None
