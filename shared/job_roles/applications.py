"""Applying for a job role."""

from uuid import UUID, uuid4

from shared.errors import Conflict, Forbidden, NotFound
from shared.models.application import Application
from shared.services.supabase_client import SupabaseService


async def apply(database: SupabaseService, actor: UUID, job_role_id: UUID) -> Application:
    """The actor's new application. Raises 404 for a role that nobody outside knows of, 403 for a closed one and for
    one of the actor's own organisation, 409."""
    answer = await database.rpc(
        "create_application", {"p_id": str(uuid4()), "p_actor": str(actor), "p_job_role_id": str(job_role_id)}
    )
    match answer["outcome"]:
        case "ok":
            return Application.model_validate(answer["application"])
        case "missing":
            raise NotFound("This job role was not found.", code="job_role_not_found")
        case "closed":
            raise Forbidden("This job role takes no applications any more.", code="job_role_closed")
        case "own_organisation":
            raise Forbidden("Members of the organisation do not apply for its job roles.", code="own_organisation")
        case "exists":
            raise Conflict("You have applied for this job role already.", code="application_exists")
        case _:
            raise Forbidden("Only candidates apply.")
