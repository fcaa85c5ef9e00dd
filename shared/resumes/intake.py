"""The intake: reads the files that storage tells of, once each, and sweeps up what was left lying."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from shared.resumes.kinds import CONTENT_TYPES, UnsupportedFile
from shared.resumes.reasons import GAVE_UP, UNSUPPORTED, UPLOAD_MISSING, UPLOAD_TOO_LARGE
from shared.resumes.service import CONTAINER, erase_blob
from shared.resumes.unreadable import UnreadableDocument
from shared.services.azure_blob import AzureBlobService, BlobMissing, BlobTooLarge
from shared.services.supabase_client import Row, SupabaseService
from shared.telemetry import log_event, span

if TYPE_CHECKING:
    from shared.resumes.parsing import ResumeReader
    from shared.settings import Settings

MAX_ATTEMPTS: Final = 8  # the host tries five times at once; the sweep has the others, minutes apart
STALE_SECONDS: Final = 600  # host.json's functionTimeout: no reading takes as long
_SWEPT_AT_ONCE: Final = 10
_ERASED_AT_ONCE: Final = 100


@dataclass(frozen=True)
class Parsed:
    """A résumé that was read just now."""

    resume_id: UUID
    candidate_id: UUID


class ReadingFailed(Exception):
    """The résumé could not be read this time; trying again may help. It says nothing of the file."""


class ResumeIntake:
    """Each step is safe to repeat: a blob that comes twice, or again after a crash, makes one profile."""

    def __init__(
        self, database: SupabaseService, storage: AzureBlobService, reader: "ResumeReader", settings: "Settings"
    ) -> None:
        self._database = database
        self._storage = storage
        self._reader = reader
        self._settings = settings

    async def take(self, path: str) -> Parsed | None:
        """Reads the blob at this path of the container; None when no profile came of it just now.

        Raises `ReadingFailed`, or what storage or the database raise, so that the caller tries again: until the last
        try, which the database counts, has failed the résumé. A blob that nobody announced is deleted.
        """
        resume_id = _resume_id_of(path)
        outcome, resume = "unknown", dict[str, Any]()
        if resume_id is not None:
            begun = await self._rpc("begin_parsing", resume_id, p_blob_path=path, p_max_attempts=MAX_ATTEMPTS)
            outcome, resume = begun["outcome"], begun.get("resume", {})
        if outcome == "unknown":
            await self._storage.delete(CONTAINER, path)
            log_event("resume.unannounced", resume_id=resume_id)
        if resume_id is None or outcome != "ok":
            return None
        try:
            with span("resume.read", resume_id=resume_id, attempt=resume["attempts"]):
                return await self._read(resume_id, resume)
        except Exception as error:
            log_event("resume.attempt.failed", resume_id=resume_id, attempt=resume["attempts"], error=error)
            if resume["attempts"] < MAX_ATTEMPTS:
                raise ReadingFailed from None  # an unexpected error's text may quote the file
            await self._fail(resume_id, "failed", GAVE_UP)
            return None

    async def sweep(self) -> list[Parsed]:
        """Takes up résumés that nobody has been reading for minutes, and erases the blobs of those that are gone."""
        stale = await self._database.rpc("stale_resumes", {"p_seconds": STALE_SECONDS, "p_limit": _SWEPT_AT_ONCE})
        taken = list[Parsed | None]()
        for resume in stale:
            try:
                taken.append(await self.take(resume["blob_path"]))
            except Exception as error:
                log_event("resume.sweep.postponed", resume_id=resume["id"], error=error)
        erasures = await self._database.query(
            lambda db: db.table("blob_erasures").select("blob_path").order("created_at").limit(_ERASED_AT_ONCE)
        )
        for row in erasures:
            await erase_blob(self._storage, self._database, row["blob_path"])
        return [parsed for parsed in taken if parsed is not None]

    async def _read(self, resume_id: UUID, resume: Row) -> Parsed | None:
        """One try. The file may have no more bytes than were announced."""
        path, limit = resume["blob_path"], min(resume["size"], self._settings.resume_max_bytes)
        try:
            content = await self._storage.download(CONTAINER, path, limit)
        except BlobMissing:
            return await self._fail(resume_id, "failed", UPLOAD_MISSING)
        except BlobTooLarge:
            await self._fail(resume_id, "failed", UPLOAD_TOO_LARGE)
            await self._storage.delete(CONTAINER, path)
            return None
        digest = (await asyncio.to_thread(sha256, content)).hexdigest()
        known = await self._rpc("identify_resume", resume_id, p_sha256=digest, p_size=len(content))
        if known["outcome"] != "ok":
            if known["outcome"] == "duplicate":
                await self._storage.delete(CONTAINER, path)
            return None
        try:
            reading = await self._reader.read(content, UUID(resume["candidate_user_id"]))
        except UnsupportedFile:
            return await self._fail(resume_id, "unreadable", UNSUPPORTED)
        except UnreadableDocument as error:
            return await self._fail(resume_id, "failed" if error.may_pass else "unreadable", error.reason)
        finished = await self._rpc(
            "finish_resume",
            resume_id,
            p_content_type=CONTENT_TYPES[reading.document.kind],
            p_profile=reading.profile.model_dump(mode="json"),
            p_text=reading.document.text,
        )
        if finished["outcome"] != "ok":
            return None
        log_event("resume.parsed", resume_id=resume_id, method=reading.profile.method, dropped=reading.profile.dropped)
        return Parsed(resume_id, UUID(finished["candidate_id"]))

    async def _fail(self, resume_id: UUID, status: str, reason: str) -> None:
        await self._rpc("fail_resume", resume_id, p_status=status, p_reason=reason)
        log_event(f"resume.{status}", resume_id=resume_id, reason=reason)

    async def _rpc(self, name: str, resume_id: UUID, **arguments: Any) -> dict[str, Any]:
        return await self._database.rpc(name, {"p_resume_id": str(resume_id), **arguments})


def _resume_id_of(path: str) -> UUID | None:
    """The résumé of `{candidate_id}/{resume_id}/{name}`; None for a path of another shape."""
    parts = path.split("/")
    try:
        return UUID(parts[1]) if len(parts) == 3 else None
    except ValueError:
        return None
