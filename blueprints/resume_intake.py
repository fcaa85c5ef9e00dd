"""Résumés that storage tells of, and the timer that sweeps up what was left lying."""

from typing import TYPE_CHECKING

import azure.durable_functions as df
import azure.functions as func
from azure.functions import BlobSource

from shared.container import Container, get_container
from shared.errors import AppError
from shared.telemetry import log_event

if TYPE_CHECKING:
    from shared.resumes.intake import Parsed

bp = df.Blueprint()

_CONTAINER = "resumes/"


@bp.blob_trigger(  # pyright: ignore[reportUntypedFunctionDecorator, reportUnknownMemberType]
    arg_name="blob",
    path=_CONTAINER + "{candidate_id}/{resume_id}/{name}",
    connection="AzureWebJobsStorage",
    source=BlobSource.EVENT_GRID,
)
async def read_uploaded_resume(blob: func.InputStream) -> None:
    """Reads a résumé. An error makes the host tell of the blob again; what is done is not done twice."""
    container = get_container()
    parsed = await container.resume_intake.take((blob.name or "").removeprefix(_CONTAINER))
    if parsed is not None:
        await _match(container, parsed)


@bp.timer_trigger(arg_name="timer", schedule="30 * * * * *")  # pyright: ignore[reportUntypedFunctionDecorator, reportUnknownMemberType]
async def sweep_resumes(timer: func.TimerRequest) -> None:
    """Every minute: résumés whose reading was lost, uploads that never came, files whose résumé was deleted."""
    container = get_container()
    try:
        for parsed in await container.resume_intake.sweep():
            await _match(container, parsed)
    except AppError as error:
        log_event("resume.sweep.postponed", reason=error.code, past_due=bool(timer.past_due))


async def _match(container: Container, parsed: "Parsed") -> None:
    """Has the candidate's applications matched now; what fails stays due, and is made up for without the résumé."""
    try:
        await container.matches.compute_for_candidate(parsed.candidate_id)
    except AppError as error:
        log_event("resume.match.postponed", resume_id=parsed.resume_id, reason=error.code)
