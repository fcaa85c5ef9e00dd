"""Job roles and their interview plans: recruiters make, change and freeze them, those who applied read a part."""

from uuid import UUID

import azure.durable_functions as df

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.errors import Forbidden
from shared.job_roles.plan_models import JobRolePlan, PlanQuery, PlanRequest, SavedJobRole
from shared.models.common import Page
from shared.models.interview import Interview
from shared.models.job_role import (
    ChangeJobRole,
    CreateJobRole,
    ExtractedRequirements,
    ExtractRequest,
    JobRole,
    PublicJobRole,
)
from shared.models.page import InterviewQuery, PageQuery
from shared.services.supabase_reads import list_interviews, list_job_roles, organisations_of, read_job_role

bp = df.Blueprint()


@door(
    bp, "GET", "/api/v1/job-roles", who="recruiter; a candidate those applied to", gives=Page[JobRole | PublicJobRole]
)
async def list_own_job_roles(
    principal: Principal, container: Container, query: PageQuery
) -> Page[JobRole | PublicJobRole]:
    """The organisation's job roles, and the public part of those applied to."""
    return await list_job_roles(container.database, principal.user_id, query)


@door(bp, "POST", "/api/v1/job-roles", who="recruiter", gives=SavedJobRole, status=201)
async def create_job_role(principal: Principal, container: Container, body: CreateJobRole) -> SavedJobRole:
    """Makes a role at version 1, without a plan yet."""
    return await container.job_roles.create(principal.user_id, body)


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


@door(bp, "PATCH", "/api/v1/job-roles/{job_role_id}", who="recruiter", gives=SavedJobRole)
async def change_job_role(
    principal: Principal, container: Container, job_role_id: UUID, body: ChangeJobRole
) -> SavedJobRole:
    """Changes the version that was read. Other content than the status makes a new version; the old ones stay."""
    return await container.job_roles.change(principal.user_id, job_role_id, body)


@door(bp, "GET", "/api/v1/job-roles/{job_role_id}/plan", who="recruiter", gives=JobRolePlan)
async def read_plan(principal: Principal, container: Container, job_role_id: UUID, query: PlanQuery) -> JobRolePlan:
    """The interview plan of the role's current version, or of another."""
    return await container.plans.read(principal.user_id, job_role_id, query.version)


@door(
    bp,
    "POST",
    "/api/v1/job-roles/{job_role_id}/plan",
    who="recruiter",
    gives=JobRolePlan,
    status=201,
    limit="ai_operation",
    body_optional=True,
)
async def work_on_plan(principal: Principal, container: Container, job_role_id: UUID, body: PlanRequest) -> JobRolePlan:
    """Proposes an interview plan, saves a recruiter's, or freezes it.

    A frozen plan changes in a new version only, and `message` says so.
    """
    return await container.plans.act(principal.user_id, job_role_id, body)


@door(bp, "GET", "/api/v1/job-roles/{job_role_id}/interviews", who="recruiter", gives=Page[Interview])
async def list_interviews_of_role(
    principal: Principal, container: Container, job_role_id: UUID, query: InterviewQuery
) -> Page[Interview]:
    """The interviews for a job role."""
    role = await read_job_role(container.database, principal.user_id, job_role_id)
    if not isinstance(role, JobRole):
        raise Forbidden("Only the organisation can list a role's interviews.")
    return await list_interviews(container.database, principal.user_id, query, job_role_id)


@door(
    bp,
    "POST",
    "/api/v1/resume/extract-requirements",
    who="recruiter",
    gives=ExtractedRequirements,
    limit="ai_operation",
)
async def extract_requirements(
    principal: Principal, container: Container, body: ExtractRequest
) -> ExtractedRequirements:
    """What a job description asks for, each requirement with the words that ask for it. Nothing is stored."""
    if not await organisations_of(container.database, principal.user_id):
        raise Forbidden("Only recruiters have requirements read out of job descriptions.")
    return await container.requirements.read(body.job_description)
