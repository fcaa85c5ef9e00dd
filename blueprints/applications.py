"""Applications, as candidates and recruiters may read them."""

import azure.durable_functions as df

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.models.application import Application
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
