"""How applications meet their roles: the door for recruiters, and the timer that computes what is due."""

from uuid import UUID

import azure.durable_functions as df
import azure.functions as func

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container, get_container
from shared.errors import AppError
from shared.models.match import ApplicationMatch
from shared.telemetry import log_event

bp = df.Blueprint()


@door(bp, "GET", "/api/v1/applications/{application_id}/match", who="recruiter", gives=ApplicationMatch)
async def read_match(principal: Principal, container: Container, application_id: UUID) -> ApplicationMatch:
    """How the candidate's résumé meets each requirement of the role, with the words that show it."""
    return await container.matches.read(principal.user_id, application_id)


@bp.timer_trigger(arg_name="timer", schedule="15 * * * * *")  # pyright: ignore[reportUntypedFunctionDecorator, reportUnknownMemberType]
async def compute_due_matches(timer: func.TimerRequest) -> None:
    """Every minute: matches whose résumé, correction or role has changed."""
    try:
        await get_container().matches.sweep()
    except AppError as error:
        log_event("job_role.matches.postponed", reason=error.code, past_due=bool(timer.past_due))
