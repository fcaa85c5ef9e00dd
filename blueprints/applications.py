"""Applications: candidates make them, candidates and recruiters read them."""

import azure.durable_functions as df

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.job_roles.applications import apply
from shared.models.application import Application, ApplicationRequest
from shared.models.common import Page
from shared.models.page import ApplicationQuery
from shared.services.supabase_reads import list_applications

bp = df.Blueprint()


@door(bp, "GET", "/api/v1/applications", who="candidate's own, recruiter's organisation", gives=Page[Application])
async def list_own_applications(
    principal: Principal, container: Container, query: ApplicationQuery
) -> Page[Application]:
    """One's own applications, and those to one's organisations."""
    return await list_applications(container.database, principal.user_id, query)


@door(bp, "POST", "/api/v1/applications", who="candidate", gives=Application, status=201)
async def apply_for_job_role(principal: Principal, container: Container, body: ApplicationRequest) -> Application:
    """Applies for an open job role."""
    return await apply(container.database, principal.user_id, body.job_role_id)
