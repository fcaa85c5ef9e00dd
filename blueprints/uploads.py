"""Uploads from the browser straight to storage."""

import azure.durable_functions as df

from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.models.resume import UploadRequest, UploadTicket

bp = df.Blueprint()


@door(bp, "POST", "/api/v1/uploads", who="candidate", gives=UploadTicket, status=201, limit="token_generation")
async def prepare_upload(principal: Principal, container: Container, body: UploadRequest) -> UploadTicket:
    """A URL to which the browser PUTs one file, once. The file is read when it has come."""
    return await container.resumes.announce(principal.user_id, body)
