"""Uploads from the browser straight to storage: the ticket, what storage refuses, and what the intake does not keep."""

from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from blueprints import resume, uploads
from shared.container import Container, install_container
from shared.resumes.service import CONTAINER
from shared.settings import Settings
from tests.fixtures.world import World
from tests.integration.resumes.support import announced, ask, is_stored, path_of, resume_text, seen, uploaded

pytestmark = [pytest.mark.integration, pytest.mark.database]


async def put(ticket: dict[str, Any], file: bytes, url: str | None = None) -> int:
    async with aiohttp.ClientSession() as browser:
        return (await browser.put(url or ticket["upload_url"], data=file, headers=ticket["headers"])).status


async def test_a_ticket_brings_one_file_in(container: Container, world: World) -> None:
    candidate, file = world.person(), resume_text("ticket")
    ticket = await announced(candidate, len(file))
    assert ticket["headers"]["x-ms-blob-type"] == "BlockBlob"
    assert ticket["expires_at"].endswith("Z")
    assert (await seen(candidate, ticket["resume_id"]))["status"] == "processing"
    assert await put(ticket, file) == 201
    assert await container.resume_intake.take(path_of(ticket["upload_url"])) is not None
    shown = await seen(candidate, ticket["resume_id"])
    assert (shown["status"], shown["profile"]["email"]) == ("parsed", "ada.ticket@example.test")


async def test_a_ticket_works_once(world: World) -> None:
    file = resume_text()
    ticket = await announced(world.person(), len(file))
    assert await put(ticket, file) == 201
    assert await put(ticket, resume_text()) in (403, 409)


async def test_a_ticket_is_for_no_other_candidates_file(world: World) -> None:
    mine, theirs = [await announced(world.person(), 100) for _ in range(2)]
    stolen = mine["upload_url"].replace(path_of(mine["upload_url"]), path_of(theirs["upload_url"]))
    assert await put(mine, b"x", stolen) == 403


async def test_a_file_larger_than_announced_is_not_kept(container: Container, world: World) -> None:
    candidate, file = world.person(), resume_text()
    ticket = await announced(candidate, len(file) - 1)
    path = path_of(ticket["upload_url"])
    assert await put(ticket, file) == 201
    assert await container.resume_intake.take(path) is None
    shown = await seen(candidate, ticket["resume_id"])
    assert (shown["status"], shown["reason_code"], shown["profile"]) == ("failed", "upload_too_large", None)
    assert "upload it again" in shown["reason"]
    assert not await is_stored(container, path)


async def test_a_file_that_nobody_announced_is_not_kept(container: Container) -> None:
    for path in (f"{uuid4()}/{uuid4()}/resume", "odd", "a/b/c", f"{uuid4()}/{uuid4()}/too/deep"):
        await container.storage.upload_file(CONTAINER, path, resume_text(), "text/plain")
        assert await container.resume_intake.take(path) is None
        assert not await is_stored(container, path)


async def test_a_file_in_another_candidates_place_is_not_kept(container: Container, world: World) -> None:
    candidate = world.person()
    ticket = await announced(candidate, 1000)
    path = f"{uuid4()}/{ticket['resume_id']}/resume"
    await container.storage.upload_file(CONTAINER, path, resume_text(), "text/plain")
    assert await container.resume_intake.take(path) is None
    assert not await is_stored(container, path)
    assert (await seen(candidate, ticket["resume_id"]))["status"] == "processing"


async def test_a_file_that_is_there_already_stays_the_resume_that_it_is(container: Container, world: World) -> None:
    candidate, file = world.person(), resume_text("known")
    first = await uploaded(candidate, file)
    await container.resume_intake.take(path_of(first.url))
    ticket = await announced(candidate, len(file))
    await put(ticket, file)
    path = path_of(ticket["upload_url"])
    assert await container.resume_intake.take(path) is None
    assert (await seen(candidate, ticket["resume_id"]))["id"] == str(first.resume_id)
    assert not await is_stored(container, path)
    listed = (await ask(resume.list_own_resumes, candidate)).json["items"]
    assert [item["id"] for item in listed] == [str(first.resume_id)]


@pytest.mark.parametrize("file", [b"MZ\x90\x00" + bytes(60), b"\x89PNG\r\n\x1a\n" + bytes(60), b" "])
async def test_another_type_is_unreadable_and_says_so(container: Container, world: World, file: bytes) -> None:
    candidate = world.person()
    ticket = await announced(candidate, len(file), filename="cv.pdf", content_type="application/pdf")
    await put(ticket, file)
    await container.resume_intake.take(path_of(ticket["upload_url"]))
    shown = await seen(candidate, ticket["resume_id"])
    assert (shown["status"], shown["reason_code"]) == ("unreadable", "unsupported_type")
    assert "unsupported" in shown["reason"]


async def test_an_empty_file_is_unreadable(container: Container, world: World) -> None:
    candidate = world.person()
    ticket = await announced(candidate, 10)
    await put(ticket, b"")
    await container.resume_intake.take(path_of(ticket["upload_url"]))
    assert (await seen(candidate, ticket["resume_id"]))["status"] == "unreadable"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"size": 10 * 1024 * 1024 + 1}, 413),
        ({"size": 0}, 422),
        ({"size": "many"}, 422),
        ({"kind": "recording"}, 422),
        ({"filename": ""}, 422),
        ({"more": 1}, 422),
        ({"content_type": "image/png"}, 400),
        ({"content_type": "application/x-msdownload"}, 400),
    ],
)
async def test_what_no_ticket_is_given_for(world: World, change: dict[str, Any], status: int) -> None:
    body = {"kind": "resume", "filename": "cv.pdf", "content_type": "application/pdf", "size": 100} | change
    assert (await ask(uploads.prepare_upload, world.person(), body=body)).status == status


@pytest.mark.parametrize("kind", ["application/octet-stream", "Application/PDF", "text/plain; charset=utf-8"])
async def test_what_browsers_call_a_file_is_taken(world: World, kind: str) -> None:
    await announced(world.person(), 100, content_type=kind)


async def test_tickets_are_limited(world: World) -> None:
    candidate = world.person()
    for _ in range(10):
        await announced(candidate, 100)
    body = {"kind": "resume", "filename": "cv.pdf", "content_type": "application/pdf", "size": 100}
    assert (await ask(uploads.prepare_upload, candidate, body=body)).status == 429


async def test_without_storage_it_says_what_is_missing_and_notes_nothing(settings: Settings, world: World) -> None:
    bare = Container(settings)
    previous = install_container(bare)
    try:
        candidate = world.person()
        body = {"kind": "resume", "filename": "cv.pdf", "content_type": "application/pdf", "size": 100}
        answer = await ask(uploads.prepare_upload, candidate, body=body)
        assert (answer.status, answer.json["code"]) == (503, "misconfigured")
        assert "AZURE_STORAGE_ACCOUNT_URL" in answer.json["detail"]
        assert (await ask(resume.list_own_resumes, candidate)).json["items"] == []
    finally:
        install_container(previous)
        await bare.aclose()
