"""What tests of résumés share: files, forms, requests at doors, and a wire that misbehaves."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from blueprints import resume, uploads
from shared.container import Container
from shared.models.resume import ResumeUploaded
from shared.resumes.child_reader import ChildReader
from shared.resumes.service import CONTAINER
from shared.services.azure_blob import BlobMissing, BlobTooLarge
from tests.fixtures.make_samples import resume_pdf
from tests.fixtures.world import Person
from tests.unit.blueprints.doors import content, request

TEXT = """Ada Example
ada.{mark}@example.test
+41 44 668 18 00

Summary
Data engineer who builds pipelines.

Skills
Python, SQL, Airflow

Experience
Data Engineer, Example AG, 2020 - 2024
Built a pipeline that loads forty tables.

Education
BSc Computer Science, Example University, 2019
"""
BOUNDARY = "form-boundary"


class KeptReader(ChildReader):
    """Children that the containers of several tests share: closing a container does not end them."""

    async def aclose(self) -> None:
        pass

    async def end(self) -> None:
        await super().aclose()


def resume_text(mark: str = "", more: str = "") -> bytes:
    """A résumé as plain text; with `mark` (or without) it is like no other."""
    return (TEXT.format(mark=mark or uuid4().hex[:12]) + more).encode()


def pdf_with_lines(*lines: str) -> bytes:
    """The sample PDF with other lines of text."""
    pdf = resume_pdf()
    start, end = pdf.index(b"Tf 18 TL 72 760 Td "), pdf.index(b" ET")
    shown = b" ".join(b"(%s) Tj T*" % line.encode("latin-1") for line in lines)
    # The cross-reference table no longer fits: readers rebuild it.
    return pdf[: start + len(b"Tf 18 TL 72 760 Td ")] + shown + pdf[end:]


def form(*parts: tuple[str, str | None, bytes], end: bool = True) -> bytes:
    """A multipart form of `(field, file name, content)`; a part without a file name is a plain field."""
    body = b""
    for field, name, value in parts:
        named = f'; filename="{name}"' if name is not None else ""
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{named}\r\n\r\n'.encode()
        body += value + b"\r\n"
    return body + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


@dataclass(frozen=True)
class Answer:
    status: int
    json: Any


async def ask(
    door: Callable[..., Any], person: Person | None, *, body: Any = None, kind: str = "", **path: Any
) -> Answer:
    """The answer of a door to this person: `body` is JSON, or bytes of the type `kind`."""
    headers = person.bearer if person else {}
    if kind:
        headers = {**headers, "Content-Type": kind}
    raw = body if isinstance(body, bytes | list) else b"" if body is None else json.dumps(body).encode()
    asked = request("POST", headers=headers, body=raw, path_params={name: str(value) for name, value in path.items()})
    answer = await door(asked)
    return Answer(answer.status_code, content(answer))


async def send_form(door: Callable[..., Any], person: Person | None, body: bytes | list[bytes]) -> Answer:
    return await ask(door, person, body=body, kind=f"multipart/form-data; boundary={BOUNDARY}")


async def send_file(door: Callable[..., Any], person: Person | None, file: bytes, name: str = "cv.txt") -> Answer:
    return await send_form(door, person, form(("file", name, file)))


async def uploaded(person: Person, file: bytes, name: str = "cv.txt") -> ResumeUploaded:
    """A file that came with a request."""
    answer = await send_file(resume.upload_resume, person, file, name)
    assert answer.status == 200, answer.json
    return ResumeUploaded.model_validate(answer.json)


async def announced(person: Person, size: int, **values: Any) -> dict[str, Any]:
    """The ticket of an upload from the browser."""
    body = {"kind": "resume", "filename": "cv.txt", "content_type": "text/plain", "size": size, **values}
    answer = await ask(uploads.prepare_upload, person, body=body)
    assert answer.status == 201, answer.json
    return answer.json


def path_of(url: str) -> str:
    """The path of a blob in its container, from its address."""
    return url.partition("?")[0].partition("/resumes/")[2]


async def read(container: Container, uploaded: ResumeUploaded) -> Any:
    """Does what the host does when storage tells of the blob."""
    return await container.resume_intake.take(path_of(uploaded.url))


async def seen(person: Person, resume_id: Any) -> Any:
    """The résumé as this person is shown it."""
    answer = await ask(resume.read_resume, person, resume_id=resume_id)
    assert answer.status == 200, answer.json
    return answer.json


async def is_stored(container: Container, path: str) -> bool:
    try:
        await container.storage.download(CONTAINER, path, 0)
    except BlobMissing:
        return False
    except BlobTooLarge:
        return True
    return True
