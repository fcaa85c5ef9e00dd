"""Job roles, as recruiters and those who applied may read them."""

from uuid import UUID

import azure.durable_functions as df

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.errors import Forbidden
from shared.models.common import Page
from shared.models.interview import Interview
from shared.models.job_role import JobRole, PublicJobRole
from shared.models.page import InterviewQuery, PageQuery
from shared.services.supabase_reads import list_interviews, list_job_roles, read_job_role

bp = df.Blueprint()


@door(
    bp, "GET", "/api/v1/job-roles", who="recruiter; a candidate those applied to", gives=Page[JobRole | PublicJobRole]
)
async def list_own_job_roles(
    principal: Principal, container: Container, query: PageQuery
) -> Page[JobRole | PublicJobRole]:
    """The organisation's job roles, and the public part of those applied to."""
    return await list_job_roles(container.database, principal.user_id, query)


@door(
    bp,
    "GET",
    "/api/v1/job-roles/{job_role_id}",
    who="recruiter; a candidate who applied",
    gives=JobRole | PublicJobRole,
)
async def read_one_job_role(principal: Principal, container: Container, job_role_id: UUID) -> JobRole | PublicJobRole:
    """The job role; its public part for a candidate who applied."""
    return await read_job_role(container.database, principal.user_id, job_role_id)


@door(bp, "GET", "/api/v1/job-roles/{job_role_id}/interviews", who="recruiter", gives=Page[Interview])
async def list_interviews_of_role(
    principal: Principal, container: Container, job_role_id: UUID, query: InterviewQuery
) -> Page[Interview]:
    """The interviews for a job role."""
    role = await read_job_role(container.database, principal.user_id, job_role_id)
    if not isinstance(role, JobRole):
        raise Forbidden("Only the organisation can list a role's interviews.")
    return await list_interviews(container.database, principal.user_id, query, job_role_id)
