"""Files that come with a request: what is taken, what is refused, and that each makes one profile."""

import asyncio

import pytest

from blueprints import resume
from shared.container import Container
from tests.fixtures.world import World
from tests.integration.resumes.support import (
    ask,
    form,
    path_of,
    pdf_with_lines,
    read,
    resume_text,
    seen,
    send_file,
    send_form,
    uploaded,
)

pytestmark = [pytest.mark.integration, pytest.mark.database]

LIMIT = 10 * 1024 * 1024


async def test_a_resume_becomes_a_profile(container: Container, world: World) -> None:
    candidate = world.person()
    file = resume_text("first")
    sent = await uploaded(candidate, file)
    assert sent.status == "processing"
    assert "?" not in sent.url
    assert (await seen(candidate, sent.resume_id))["status"] == "processing"
    assert await read(container, sent) is not None
    shown = await seen(candidate, sent.resume_id)
    assert (shown["status"], shown["version"], shown["reason"]) == ("parsed", 1, None)
    assert (shown["file_name"], shown["content_type"], shown["size"]) == ("cv.txt", "text/plain", len(file))
    assert shown["profile"]["email"] == "ada.first@example.test"
    assert shown["profile"]["method"] == "rules_and_model"
    assert {"Python", "SQL"} <= set(shown["profile"]["skills"])
    text = world.row("select content from resume_texts where resume_id = %s", sent.resume_id)["content"]
    assert "Example University" in text


async def test_the_same_file_changes_nothing(container: Container, world: World) -> None:
    candidate = world.person()
    first = await uploaded(candidate, resume_text("same"))
    await read(container, first)
    again = await uploaded(candidate, resume_text("same"), "another-name.txt")
    assert (again.resume_id, again.url, again.status) == (first.resume_id, first.url, "parsed")
    assert [item["version"] for item in (await ask(resume.list_own_resumes, candidate)).json["items"]] == [1]


async def test_the_same_file_of_two_candidates_is_two_resumes(container: Container, world: World) -> None:
    one, other = await uploaded(world.person(), resume_text("two")), await uploaded(world.person(), resume_text("two"))
    assert one.resume_id != other.resume_id
    assert await read(container, one) is not None
    assert await read(container, other) is not None


async def test_a_new_file_is_a_new_version(container: Container, world: World) -> None:
    candidate = world.person()
    for mark in ("old", "new"):
        await read(container, await uploaded(candidate, resume_text(mark)))
    listed = (await ask(resume.list_own_resumes, candidate)).json["items"]
    assert [item["version"] for item in listed] == [2, 1]
    assert "profile" not in listed[0]


async def test_a_blob_that_is_told_of_twice_makes_one_profile(container: Container, world: World) -> None:
    sent = await uploaded(world.person(), resume_text())
    at_once = await asyncio.gather(*(read(container, sent) for _ in range(3)))
    assert sum(parsed is not None for parsed in at_once) == 1
    assert await read(container, sent) is None
    events = world.rows("select action from audit_log where entity_id = %s order by sequence", str(sent.resume_id))
    assert [row["action"] for row in events] == ["resume.received", "resume.parsed"]


async def test_two_requests_with_one_file_at_once_are_one_resume(world: World) -> None:
    candidate, file = world.person(), resume_text()
    sent = await asyncio.gather(*(uploaded(candidate, file) for _ in range(5)))
    assert len({one.resume_id for one in sent}) == 1


async def test_fifty_at_once_all_arrive(container: Container, world: World) -> None:
    candidates = [world.person() for _ in range(5)]
    sent = await asyncio.gather(*(uploaded(candidates[n % 5], resume_text(f"all{n}")) for n in range(50)))
    parsed = await asyncio.gather(*(read(container, one) for one in sent))
    assert all(parsed)
    for n, one in enumerate(sent):
        assert (await seen(candidates[n % 5], one.resume_id))["profile"]["email"] == f"ada.all{n}@example.test"


async def test_a_pdf_is_told_by_its_content(container: Container, world: World) -> None:
    candidate = world.person()
    sent = await uploaded(candidate, pdf_with_lines("Ada Example", "ada@example.test"), "photo.jpg")
    await read(container, sent)
    shown = await seen(candidate, sent.resume_id)
    assert shown["content_type"] == "application/pdf"
    assert shown["profile"]["email"] == "ada@example.test"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("cv.pdf", b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64)),
        ("cv.pdf", b"\x7fELF\x02\x01\x01" + bytes(64)),
        ("cv.pdf", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)),
        ("cv.docx", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)),
        ("cv.docx", b"PK\x03\x04" + bytes(64)),
        ("cv.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("cv.pdf", b""),
    ],
)
@pytest.mark.parametrize("door", [resume.upload_resume, resume.parse_resume])
async def test_other_types_are_unsupported(world: World, door: object, name: str, file: bytes) -> None:
    candidate = world.person()
    answer = await send_file(door, candidate, file, name)  # pyright: ignore[reportArgumentType]
    assert (answer.status, answer.json["code"]) == (400, "unsupported_type")
    assert "unsupported" in answer.json["detail"]
    assert (await ask(resume.list_own_resumes, candidate)).json["items"] == []


@pytest.mark.parametrize("door", [resume.upload_resume, resume.parse_resume])
async def test_ten_megabytes_are_taken_and_not_a_byte_more(world: World, door: object) -> None:
    padding = b" " * (LIMIT - len(resume_text("size")))
    answer = await send_file(door, world.person(), resume_text("size") + padding)  # pyright: ignore[reportArgumentType]
    assert answer.status == 200, answer.json
    answer = await send_file(door, world.person(), resume_text("size") + padding + b" ")  # pyright: ignore[reportArgumentType]
    assert (answer.status, answer.json["code"]) == (413, "payload_too_large")


@pytest.mark.parametrize(
    "body",
    [
        form(("other", "cv.txt", b"x")),
        form(("file", "a.txt", b"x"), ("file", "b.txt", b"x")),
        form(("file", "a.txt", b"x"), ("more", None, b"x")),
        form(("file", None, b"x")),
        form(),
        form(("file", "a.txt", b"x"), end=False),
        b"",
        b"no form at all",
    ],
)
@pytest.mark.parametrize("door", [resume.upload_resume, resume.parse_resume])
async def test_another_form_is_refused(world: World, door: object, body: bytes) -> None:
    answer = await send_form(door, world.person(), body)  # pyright: ignore[reportArgumentType]
    assert answer.status == 422
    assert answer.json["errors"]


async def test_a_body_that_is_no_form_is_refused(world: World) -> None:
    answer = await ask(resume.upload_resume, world.person(), body={"file": "x"}, kind="application/json")
    assert (answer.status, answer.json["errors"][0]["type"]) == (422, "multipart_type")


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../../etc/passwd", "passwd"),
        (r"..\..\windows\system32\cv.pdf", "cv.pdf"),
        ("C:\\Users\\ada\\cv.pdf", "cv.pdf"),
        ("..", "resume"),
        ("cv\x01\x1b[31m.pdf", "cv[31m.pdf"),
        ("r\u202etxt.exe", "rtxt.exe"),
        ("Lebenslauf Grün.pdf", "Lebenslauf Grün.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
async def test_a_files_name_is_harmless(world: World, name: str, stored: str) -> None:
    candidate = world.person()
    sent = await uploaded(candidate, resume_text(), name)
    assert (await seen(candidate, sent.resume_id))["file_name"] == stored
    profile = world.row("select id from candidate_profiles where user_id = %s", candidate.user_id)
    assert path_of(sent.url) == f"{profile['id']}/{sent.resume_id}/resume"


@pytest.mark.parametrize("door", [resume.upload_resume, resume.parse_resume])
async def test_somebody_who_did_not_sign_in_is_refused_before_their_file_is_read(door: object) -> None:
    answer = await send_form(door, None, b"not even a form")  # pyright: ignore[reportArgumentType]
    assert answer.status == 401


async def test_parsing_at_once_stores_nothing(world: World) -> None:
    candidate = world.person()
    answer = await send_file(resume.parse_resume, candidate, resume_text("once"))
    assert answer.status == 200
    assert {"name", "email", "phone", "skills", "experience", "education", "summary"} <= answer.json.keys()
    assert answer.json["email"] == "ada.once@example.test"
    assert (await ask(resume.list_own_resumes, candidate)).json["items"] == []


async def test_a_broken_file_is_unreadable_at_once(world: World) -> None:
    answer = await send_file(resume.parse_resume, world.person(), b"%PDF-1.7\ngarbage")
    assert (answer.status, answer.json["code"]) == (422, "resume_unreadable")
