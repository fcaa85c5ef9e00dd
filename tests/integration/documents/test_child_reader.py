"""Files are opened in child processes: what happens to those that hang, blow up or kill them stays there."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.models.document import DocumentKind
from shared.resumes.child_reader import ChildReader
from shared.resumes.embedded_text import read_embedded
from shared.resumes.unreadable import UnreadableDocument
from tests.fixtures import documents as made
from tests.fixtures.documents import HIDING_PDFS, SAMPLE, VISIBLE
from tests.fixtures.pages import two_columns
from tests.fixtures.polling import eventually

pytestmark = pytest.mark.integration


@pytest.fixture
async def alone() -> AsyncIterator[ChildReader]:
    """A reader of the test's own, with one child that runs."""
    reader = ChildReader(seconds=1, most=1)
    await reader.warm_up()
    yield reader
    await reader.aclose()


def children() -> set[int]:
    """The children of this process that read files."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    listed = " ".join(path.read_text() for path in tasks.glob("*/children"))
    return {int(pid) for pid in listed.split() if b"shared.resumes.child" in command_of(pid)}


def command_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def reason_of(reader: ChildReader, content: bytes, kind: DocumentKind = "pdf") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        await reader.read(content, kind)
    return caught.value.reason


async def test_a_child_gives_what_reading_here_would(reader: ChildReader) -> None:
    for content in (SAMPLE.read_bytes(), made.pdf(HIDING_PDFS["white"])):
        here, there = read_embedded(content, "pdf"), await reader.read(content, "pdf")
        assert there.document == here.document
        assert there.hidden_words == here.hidden_words


async def test_a_child_gives_the_reason_of_an_unreadable_file(reader: ChildReader) -> None:
    assert await reason_of(reader, made.encrypted_pdf()) == "encrypted"
    assert await reason_of(reader, made.bomb_docx(), "docx") == "too_large_inside"


async def test_a_child_serves_many_files(alone: ChildReader) -> None:
    before = children()
    for _ in range(5):
        await alone.read(SAMPLE.read_bytes(), "pdf")
    assert children() == before


async def test_streams_that_inflate_past_the_memory_end_the_child_alone(reader: ChildReader) -> None:
    assert await reason_of(reader, made.nested_streams_pdf()) == "too_large_inside"
    assert (await reader.read(SAMPLE.read_bytes(), "pdf")).document.text


async def test_a_file_that_hangs_is_given_up(alone: ChildReader) -> None:
    (child,) = children_of(alone)
    os.kill(child, signal.SIGSTOP)
    assert await reason_of(alone, SAMPLE.read_bytes()) == "took_too_long"
    eventually(lambda: child not in children())
    assert (await alone.read(SAMPLE.read_bytes(), "pdf")).document.text


async def test_a_child_that_is_killed_at_rest_is_replaced(alone: ChildReader) -> None:
    (child,) = children_of(alone)
    os.kill(child, signal.SIGKILL)
    await asyncio.to_thread(eventually, lambda: not lives(child))
    assert (await alone.read(SAMPLE.read_bytes(), "pdf")).document.text


async def test_a_caller_who_leaves_takes_the_child_along(alone: ChildReader) -> None:
    (child,) = children_of(alone)
    os.kill(child, signal.SIGSTOP)
    task = asyncio.create_task(alone.read(SAMPLE.read_bytes(), "pdf"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await alone.read(SAMPLE.read_bytes(), "pdf")).document.text


async def test_no_more_children_than_said_and_none_after_closing() -> None:
    before = children()
    reader = ChildReader(seconds=20, most=2)
    await asyncio.gather(*(reader.read(SAMPLE.read_bytes(), "pdf") for _ in range(8)))
    assert 1 <= len(children() - before) <= 2
    await reader.aclose()
    assert children() <= before


async def test_a_child_has_none_of_the_apps_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPABASE_SECRET_KEY", "very-secret-value")
    reader = ChildReader(seconds=20, most=1)
    await reader.warm_up()
    (child,) = children_of(reader)
    environment = environment_of(child)
    await reader.aclose()
    assert b"PYTHONPATH" in environment
    assert b"very-secret-value" not in environment


@pytest.mark.slow
def test_damage_of_any_kind_ends_in_text_or_a_reason_and_in_no_dead_child() -> None:
    bases: dict[DocumentKind, bytes] = {"pdf": made.pdf(two_columns), "docx": made.text_docx(VISIBLE)}
    reader = ChildReader(seconds=20, most=1)

    async def read(content: bytes, kind: DocumentKind) -> None:
        try:
            await reader.read(content, kind)
        except UnreadableDocument as error:
            assert error.reason in ("damaged", "encrypted", "too_large_inside", "external_entities")

    @settings(max_examples=90, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(data=st.data())
    def damage(data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted(bases)))
        content = bytearray(bases[kind][: data.draw(st.integers(1, len(bases[kind])))])
        for _ in range(data.draw(st.integers(0, 10))):
            place = data.draw(st.integers(0, len(content)))
            content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        runner.run(read(bytes(content), kind))

    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(reader.warm_up())
        before = children_of(reader)
        damage()
        assert children_of(reader) == before
        runner.run(reader.aclose())


def children_of(reader: ChildReader) -> set[int]:
    return {child._process.pid for child in reader._idle}


def lives(pid: int) -> bool:
    return command_of(str(pid)) != b""
