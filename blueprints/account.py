"""Who am I: the signed-in user and their roles."""

from typing import Literal
from uuid import UUID

import azure.durable_functions as df

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.models.common import Model
from shared.services.supabase_reads import memberships

bp = df.Blueprint()


class OrganisationRole(Model):
    organisation_id: UUID
    organisation_name: str
    role: Literal["org_recruiter", "org_admin"]


class Me(Model):
    user_id: UUID
    email: str | None
    roles: list[OrganisationRole]


@door(bp, "GET", "/api/v1/me", who="signed in", gives=Me)
async def read_me(principal: Principal, container: Container) -> Me:
    """The signed-in user: id, email, roles per organisation."""
    rows = await memberships(container.database, principal.user_id)
    return Me(
        user_id=principal.user_id,
        email=principal.email,
        roles=[
            OrganisationRole(
                organisation_id=row["organisation_id"],
                organisation_name=row["organisations"]["name"],
                role=row["role"],
            )
            for row in rows
        ],
    )
