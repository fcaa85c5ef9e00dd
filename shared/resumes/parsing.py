"""From the bytes of a file to a profile: visible text, the rules' fields, and those of the model that it bears out."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from shared.errors import TooManyRequests
from shared.models.document import ReadDocument
from shared.models.resume import ResumeProfile
from shared.resumes.child_reader import ChildReader
from shared.resumes.reading import read_file
from shared.services.model_errors import AnswerCutOff, ContentFiltered, is_model_failure
from shared.telemetry import log_event

if TYPE_CHECKING:
    from shared.services.azure_openai import AzureOpenAIService
    from shared.services.document_service import AzureDocumentService

_AT_ONCE: Final = 3  # readings that one user waits for


@dataclass(frozen=True)
class Reading:
    """What can be seen of a file, and the profile that was made of it."""

    document: ReadDocument
    profile: ResumeProfile


class ResumeReader:
    """Reads files in child processes. Without a document service the text that is embedded in a file is its text."""

    def __init__(self, documents: "AzureDocumentService | None", model: "AzureOpenAIService") -> None:
        self._children = ChildReader()
        self._documents = documents
        self._model = model
        self._waited_for: Counter[UUID] = Counter()

    async def read_now(self, content: bytes, user: UUID) -> Reading:
        """Reads a file for a user who waits for the answer: a few at a time, else raises `TooManyRequests`."""
        if self._waited_for[user] >= _AT_ONCE:
            raise TooManyRequests(
                f"{_AT_ONCE} of your files are being read. Please wait for one of them.",
                code="too_many_readings",
                headers={"Retry-After": "5"},
            )
        self._waited_for[user] += 1
        try:
            return await self.read(content, user)
        finally:
            self._waited_for[user] -= 1
            if not self._waited_for[user]:
                del self._waited_for[user]

    async def read(self, content: bytes, owner: UUID) -> Reading:
        """What a file of this user's says; their files are opened one after another.

        Raises `UnsupportedFile` and `UnreadableDocument`; `ServiceUnavailable` when trying again later may help.

        With the model down, or its answer unusable, the profile of the rules stands; its `method` says so.
        """
        document = await read_file(content, self._documents, reader=self._children, owner=owner)
        rules = await asyncio.to_thread(_by_rules, document)
        found = await self._from_model(document.text)
        return Reading(document, rules if found is None else await asyncio.to_thread(_together, rules, found, document))

    async def warm_up(self) -> None:
        """Starts a child, so that the first file need not wait for it."""
        await self._children.warm_up()

    async def aclose(self) -> None:
        await self._children.aclose()

    async def _from_model(self, text: str) -> dict[str, Any] | None:
        """What the model reads, not yet held against the text; None when it is down or its answer is of no use."""
        try:
            return await self._model.parse_resume(text)
        except (ValueError, ContentFiltered, AnswerCutOff) as error:
            log_event("resume.model.unusable", error=error)
        except Exception as error:
            if not is_model_failure(error):
                raise
            log_event("resume.model.down", error=error)
        return None


def _by_rules(document: ReadDocument) -> ResumeProfile:
    from shared.resumes.fields import parse_fields  # vocabularies and phone numbers take long to import

    return parse_fields(document)


def _together(rules: ResumeProfile, found: dict[str, Any], document: ReadDocument) -> ResumeProfile:
    from shared.resumes.fields.rows import rows_of
    from shared.resumes.grounding import ground
    from shared.resumes.merging import merge

    grounded, _ = ground(found, document.text, rows_of(document))
    return merge(rules, grounded)
