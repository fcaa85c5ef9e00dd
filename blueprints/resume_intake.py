"""Résumés that storage tells of, and the timer that sweeps up what was left lying."""

import azure.durable_functions as df
import azure.functions as func
from azure.functions import BlobSource

from shared.container import get_container
from shared.errors import AppError
from shared.telemetry import log_event

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
    await get_container().resume_intake.take((blob.name or "").removeprefix(_CONTAINER))


@bp.timer_trigger(arg_name="timer", schedule="30 * * * * *")  # pyright: ignore[reportUntypedFunctionDecorator, reportUnknownMemberType]
async def sweep_resumes(timer: func.TimerRequest) -> None:
    """Every minute: résumés whose reading was lost, uploads that never came, files whose résumé was deleted."""
    try:
        await get_container().resume_intake.sweep()
    except AppError as error:
        log_event("resume.sweep.postponed", reason=error.code, past_due=bool(timer.past_due))
