"""The résumé service: takes files in, tells how far their reading is, and erases them."""

from asyncio import to_thread
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from shared.errors import AppError, Conflict, Forbidden, NotFound, PayloadTooLarge
from shared.models.common import Page
from shared.models.page import PageQuery
from shared.models.resume import Resume, ResumeEntry, ResumeUploaded, UploadRequest, UploadTicket
from shared.resumes.file_names import safe_file_name
from shared.resumes.kinds import CONTENT_TYPES, UnsupportedFile, kind_of
from shared.resumes.reasons import told
from shared.services.azure_blob import AzureBlobService, BlobExists
from shared.services.supabase_client import SupabaseService
from shared.services.supabase_reads import newest_resumes
from shared.telemetry import log_event

if TYPE_CHECKING:
    from shared.settings import Settings

CONTAINER: Final = "resumes"
_BLOB_NAME: Final = "resume"  # not the candidate's: paths stand in logs and addresses
_UNKNOWN_TYPE: Final = "application/octet-stream"  # what browsers send for types that they do not know
_ANNOUNCED_TYPES: Final = frozenset({*CONTENT_TYPES.values(), _UNKNOWN_TYPE})
_MAX_RESUMES: Final = 200  # of one candidate: what one account may fill


class ResumeService:
    """What candidates do with their résumés, and what they and recruiters read of them."""

    def __init__(self, database: SupabaseService, storage: AzureBlobService, settings: "Settings") -> None:
        self._database = database
        self._storage = storage
        self._settings = settings

    async def upload(self, actor: UUID, file_name: str, content: bytes) -> ResumeUploaded:
        """Keeps a file that came with the request; it is read when storage tells of it.

        A file that the candidate has here already stays the résumé that it is; one whose storing was cut off is stored.
        """
        content_type = CONTENT_TYPES[await to_thread(kind_of, content)]
        await self._storage.connect()
        begun = await self._begin(actor, file_name, content_type, len(content), sha256(content).hexdigest(), None)
        resume = begun["resume"]
        if resume["status"] == "processing":
            with suppress(BlobExists):
                await self._storage.upload_file(CONTAINER, resume["blob_path"], content, content_type)
        log_event("resume.received", resume_id=resume["id"], known=begun["outcome"] == "exists")
        url = await self._storage.url_of(CONTAINER, resume["blob_path"])
        return ResumeUploaded(url=url, resume_id=resume["id"], status=resume["status"])

    async def announce(self, actor: UUID, request: UploadRequest) -> UploadTicket:
        """Prepares an upload from the browser straight to storage. Raises 413, 400 for a type that is not read."""
        if request.size > self._settings.resume_max_bytes:
            raise PayloadTooLarge(f"The file may have at most {self._settings.resume_max_bytes} bytes.")
        content_type = request.content_type.partition(";")[0].strip().lower()
        if content_type not in _ANNOUNCED_TYPES:
            raise UnsupportedFile
        await self._storage.connect()
        until = datetime.now(UTC) + timedelta(minutes=self._settings.upload_sas_minutes)
        resume = (await self._begin(actor, request.filename, content_type, request.size, None, until))["resume"]
        grant = await self._storage.upload_grant(CONTAINER, resume["blob_path"], content_type)
        log_event("resume.announced", resume_id=resume["id"])
        return UploadTicket(
            resume_id=resume["id"], upload_url=grant.url, headers=grant.headers, expires_at=grant.expires_at
        )

    async def list(self, actor: UUID, query: PageQuery) -> Page[ResumeEntry]:
        """The actor's own résumés, the newest first."""
        rows, cursor = await newest_resumes(self._database, actor, query)
        return Page(items=[ResumeEntry.model_validate(row | told(row["reason"])) for row in rows], next_cursor=cursor)

    async def read(self, actor: UUID, resume_id: UUID) -> Resume:
        """The résumé, for its candidate and recruiters of organisations they applied to. Raises 404, 403.

        A file that came a second time is the résumé that it was the first time, under that id.
        """
        found = await self._database.rpc("read_resume", {"p_actor": str(actor), "p_resume_id": str(resume_id)})
        _raise_for(found)
        return Resume.model_validate(found["resume"] | told(found["resume"]["reason"]))

    async def delete(self, actor: UUID, resume_id: UUID) -> None:
        """Erases file, text and profile; what storage does not erase now, the sweep does. Raises 404, 403."""
        deleted = await self._database.rpc("delete_resume", {"p_actor": str(actor), "p_resume_id": str(resume_id)})
        _raise_for(deleted)
        try:
            for path in deleted["blobs"]:
                await erase_blob(self._storage, self._database, path)
        except AppError as error:
            log_event("resume.erasure.postponed", resume_id=resume_id, reason=error.code)

    async def _begin(
        self,
        actor: UUID,
        file_name: str,
        content_type: str,
        size: int,
        digest: str | None,
        upload_until: datetime | None,
    ) -> dict[str, Any]:
        begun = await self._database.rpc(
            "begin_resume",
            {
                "p_actor": str(actor),
                "p_resume_id": str(uuid4()),
                "p_file_name": safe_file_name(file_name),
                "p_blob_name": _BLOB_NAME,
                "p_content_type": content_type,
                "p_size": size,
                "p_sha256": digest,
                "p_upload_until": upload_until.isoformat() if upload_until else None,
                "p_max": _MAX_RESUMES,
            },
        )
        if begun["outcome"] == "too_many":
            raise Conflict(f"You have {_MAX_RESUMES} résumés here. Delete some of them first.", code="too_many_resumes")
        _raise_for(begun)
        return begun


async def erase_blob(storage: AzureBlobService, database: SupabaseService, path: str) -> None:
    """Erases a blob whose résumé is gone, and then the note that it is to be erased."""
    await storage.delete(CONTAINER, path)
    await database.query(lambda db: db.table("blob_erasures").delete().eq("blob_path", path))


def _raise_for(answer: Mapping[str, Any]) -> None:
    """Raises the problem that a refusal of the database's is."""
    if answer["outcome"] == "missing":
        raise NotFound("This résumé was not found.", code="resume_not_found")
    if answer["outcome"] == "forbidden":
        raise Forbidden
