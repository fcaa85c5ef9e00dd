"""From a file to what is seen of it: the service, what stands in for it, and what cannot be read."""

import asyncio
import time
from itertools import pairwise
from uuid import uuid4

import pytest
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from shared.errors import ServiceUnavailable
from shared.models.document import DocumentPage, Line, ReadDocument
from shared.resumes.child_reader import ChildReader
from shared.resumes.embedded_text import shown_word
from shared.resumes.kinds import UnsupportedFile
from shared.resumes.pdfium import opened
from shared.resumes.reading import read_file
from shared.resumes.unreadable import UnreadableDocument
from shared.services.document_service import AzureDocumentService, DocumentRefused
from tests.fixtures import documents as made
from tests.fixtures.documents import HIDING_PDFS, HONEST_PDFS, SECRET, VISIBLE
from tests.fixtures.pages import write
from tests.integration.documents.conftest import DocumentAdmin

pytestmark = pytest.mark.integration


class SeesEverything:
    """A service that also gives the words that nobody sees, as the real one may."""

    async def extract_text(self, content: bytes, content_type: str) -> list[DocumentPage]:
        with opened(content) as document, document.page(0) as page:
            words = [shown_word(page, word) for word in page.words()]
            lines = [Line(content=word.content, polygon=word.polygon) for word in words]
            return [DocumentPage(number=1, width=8.27, height=11.69, words=words, lines=lines)]


class Gives:
    """A service that gives these pages."""

    def __init__(self, pages: list[DocumentPage]) -> None:
        self.pages = pages

    async def extract_text(self, content: bytes, content_type: str) -> list[DocumentPage]:
        return self.pages


class Answers:
    """A service that answers with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def extract_text(self, content: bytes, content_type: str) -> list[DocumentPage]:
        raise self.error


async def test_a_pdf_is_read_by_the_service(service: AzureDocumentService, reader: ChildReader) -> None:
    document = await read_file(made.pdf(HONEST_PDFS["links"]), service, reader=reader)
    assert (document.kind, document.source) == ("pdf", "document_intelligence")
    assert VISIBLE[0] in document.text


@pytest.mark.parametrize("content", [made.text_docx(VISIBLE), "\n".join(VISIBLE).encode()], ids=["docx", "text"])
async def test_what_has_no_layout_is_read_without_the_service(reader: ChildReader, content: bytes) -> None:
    document = await read_file(content, Answers(AssertionError()), reader=reader)
    assert document.source == "embedded"
    assert document.text.splitlines() == list(VISIBLE)


@pytest.mark.parametrize("kind", ["throttle", "never_finish", "refuse"])
async def test_the_files_own_text_stands_in_while_the_service_is_down(
    service: AzureDocumentService, reader: ChildReader, documents: DocumentAdmin, kind: str
) -> None:
    content = made.text_pdf([[*VISIBLE, f"fallback {kind}"]])
    await documents.fault(kind, content, times=None, retry_after=0)
    document = await read_file(content, service, reader=reader)
    assert document.source == "embedded"
    assert document.text.splitlines() == [*VISIBLE, f"fallback {kind}"]


async def test_pictures_of_pages_are_tried_again_while_the_service_is_down(reader: ChildReader) -> None:
    with pytest.raises(ServiceUnavailable):
        await read_file(made.scanned_pdf(), Answers(ServiceUnavailable("down")), reader=reader)


@pytest.mark.parametrize("refusing", [True, False])
async def test_pictures_of_pages_without_text_are_said_to_be_so(reader: ChildReader, refusing: bool) -> None:
    service = Answers(DocumentRefused()) if refusing else None
    with pytest.raises(UnreadableDocument, match="pictures of pages") as caught:
        await read_file(made.scanned_pdf(), service, reader=reader)
    assert caught.value.reason == "no_text"


async def test_the_stand_in_recognises_nothing(service: AzureDocumentService, reader: ChildReader) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        await read_file(made.scanned_pdf(), service, reader=reader)
    assert caught.value.reason == "no_text"


@pytest.mark.parametrize(
    "name", ["white", "tiny", "invisible", "under_rectangle", "white_between_lines", "turned_page"]
)
async def test_hidden_words_that_the_service_read_are_taken_out(reader: ChildReader, name: str) -> None:
    document = await read_file(made.pdf(HIDING_PDFS[name]), SeesEverything(), reader=reader)
    assert sorted(document.text.split()) == sorted(" ".join(VISIBLE).split())
    assert sorted(word.content for word in document.pages[0].words) == sorted(" ".join(VISIBLE).split())
    assert [finding.excerpt for finding in document.hidden] == [SECRET]


async def test_words_that_are_seen_stay_although_the_same_is_hidden_elsewhere(reader: ChildReader) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(white)
        write(canvas, ["Python"], y=500)
        canvas.setFillColor(black)
        write(canvas, ["I write Python"])

    document: ReadDocument = await read_file(made.pdf(draw), SeesEverything(), reader=reader)
    assert document.text.split() == ["I", "write", "Python"]


async def test_what_is_no_document_is_refused_before_anything_opens_it(reader: ChildReader) -> None:
    with pytest.raises(UnsupportedFile):
        await read_file(b"MZ" + b"\0" * 100, None, reader=reader)


async def test_pages_that_the_service_leaves_out_are_read_from_the_file(reader: ChildReader) -> None:
    content = made.text_pdf([["first"], ["second"], ["third"]])
    given = [DocumentPage(number=number, lines=[Line(content=f"read {number}")]) for number in (1, 2)]
    document = await read_file(content, Gives(given), reader=reader)
    assert document.text.split("\n\n") == ["read 1", "read 2", "third"]


async def test_a_page_of_equal_words_holds_up_nobody_else(reader: ChildReader) -> None:
    def draw(canvas: Canvas) -> None:
        for colour, top in ((black, 820), (white, 400)):
            canvas.setFillColor(colour)
            write(canvas, [" ".join(["word"] * 45)] * 30, x=20, y=top, size=4)

    content = made.pdf(draw)
    service = Gives(await SeesEverything().extract_text(content, "application/pdf"))
    ticks = [time.monotonic()]

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.01)
            ticks.append(time.monotonic())

    ticking = asyncio.create_task(tick())
    document = await read_file(content, service, reader=reader)
    ticking.cancel()
    ticks.append(time.monotonic())
    assert document.text.split() == ["word"] * 45 * 30
    assert max(after - before for before, after in pairwise(ticks)) < 2  # each word with each: ten times as long


async def test_a_file_waits_for_its_owners_others_and_not_for_ever() -> None:
    owner, other = uuid4(), uuid4()
    reader = ChildReader(most=2, patience=0.05)
    content = "\n".join(VISIBLE).encode()
    async with reader._turns.turn(owner):
        with pytest.raises(ServiceUnavailable) as caught:
            await read_file(content, None, reader=reader, owner=owner)
        assert caught.value.code == "reading_busy"
        assert (await read_file(content, None, reader=reader, owner=other)).text.splitlines() == list(VISIBLE)
    assert (await read_file(content, None, reader=reader, owner=owner)).text.splitlines() == list(VISIBLE)
    await reader.aclose()
