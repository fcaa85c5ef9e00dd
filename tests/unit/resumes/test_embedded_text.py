"""The text of files in reading order, with places, and what makes a file unreadable."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from shared.models.document import DocumentKind
from shared.resumes.embedded_text import read_embedded
from shared.resumes.unreadable import (
    MAX_CHARACTERS,
    MAX_PAGES,
    MAX_WORDS,
    SENTENCES,
    Reason,
    UnreadableDocument,
)
from tests.fixtures import documents as made
from tests.fixtures import pages
from tests.fixtures.documents import SAMPLE, VISIBLE

pytestmark = pytest.mark.unit


def text_of(content: bytes, kind: DocumentKind = "pdf") -> str:
    return read_embedded(content, kind).document.text


def reason_of(content: bytes, kind: DocumentKind = "pdf") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_embedded(content, kind)
    assert (caught.value.status, caught.value.code) == (422, "resume_unreadable")
    return caught.value.reason


def test_words_stand_where_they_are_on_the_page() -> None:
    page = read_embedded(SAMPLE.read_bytes(), "pdf").document.pages[0]
    assert (page.width, page.height) == (pytest.approx(8.2639), pytest.approx(11.6944))
    first = page.words[0]
    assert first.content == "Carla"
    assert first.polygon is not None
    left, top, right, _, _, bottom, _, _ = first.polygon
    assert left == pytest.approx(1.0, abs=0.02)
    assert 0.95 < top < bottom < 1.2
    assert right == pytest.approx(1.4, abs=0.05)
    assert page.lines[0].content == "Carla Candidate"


def test_columns_are_read_one_after_the_other() -> None:
    lines = text_of(made.pdf(pages.two_columns)).splitlines()
    assert lines[0] == "Jane Example"
    assert lines[1:15] == [f"sidebar {number}" for number in range(1, 15)]
    assert [line.split(" tells")[0] for line in lines[15:]] == [f"main {number}" for number in range(1, 31)]


def test_tables_are_read_row_by_row() -> None:
    assert text_of(made.pdf(pages.table)).split() == [
        "Employment",
        *(
            word
            for number in range(1, 6)
            for word in ("employer", f"{number}", "role", f"{number}", "years", f"{number}")
        ),
    ]


@pytest.mark.parametrize("draw", [pages.dated, pages.dated_left])
def test_dates_beside_an_entry_are_read_with_it(draw: pages.Draw) -> None:
    text = text_of(made.pdf(draw))
    places = [text.index(f"{what} {n}") for n in range(1, 5) for what in ("Engineer", "system")]
    assert places == sorted(places)
    dates = [text.index(f"201{n} - 201{n + 1}") for n in range(1, 5)]
    assert all(abs(date - text.index(f"Engineer {n}")) < 40 for n, date in enumerate(dates, start=1))


def test_pages_follow_each_other() -> None:
    document = read_embedded(made.text_pdf([["one"], ["two"], ["three"]]), "pdf").document
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.text == "one\n\ntwo\n\nthree"


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    page = read_embedded(made.pdf(made.HONEST_PDFS["landscape"]), "pdf").document.pages[0]
    assert [line.content for line in page.lines] == list(VISIBLE)
    assert page.width is not None
    assert page.height is not None
    assert page.width < page.height


def test_a_word_that_is_divided_at_the_end_of_a_line_stays_in_two_lines() -> None:
    lines = ["many years of experi-", "ence with databases"]
    assert text_of(made.text_pdf([lines])).splitlines() == lines


def test_plain_text_has_lines_and_no_places() -> None:
    document = read_embedded("Jane Example\r\n\r\n\tSkills:\tPython".encode("utf-16"), "text").document
    assert document.text == "Jane Example\nSkills:\tPython"
    assert [word.content for word in document.pages[0].words] == ["Jane", "Example", "Skills:", "Python"]
    assert document.pages[0].width is None


def test_invisible_characters_go_and_are_told() -> None:
    document = read_embedded("Pyth\u200bon and\U000e0048\U000e0069 soft\u00adware".encode(), "text").document
    assert document.text == "Python and software"
    assert [(finding.by, finding.excerpt) for finding in document.hidden] == [
        ("zero_width", "Python"),
        ("zero_width", "Hi"),
    ]


BAD_PDFS: dict[str, tuple[Reason, Callable[[], bytes]]] = {
    "password": ("encrypted", made.encrypted_pdf),
    "cut off": ("damaged", lambda: SAMPLE.read_bytes()[:-400]),
    "cut off early": ("damaged", lambda: SAMPLE.read_bytes()[:300]),
    "junk": ("damaged", lambda: b"%PDF-1.7\n" + b"junk " * 100 + b"\nstartxref\n9\n%%EOF"),
    "pages": ("too_many_pages", lambda: made.many_pages_pdf(MAX_PAGES + 1)),
}
BAD_DOCXS: dict[str, tuple[Reason, Callable[[], bytes]]] = {
    "bomb": ("too_large_inside", made.bomb_docx),
    "entries": ("too_large_inside", lambda: made.changed_docx({f"word/{n}.bin": b"" for n in range(2001)})),
    "long xml": ("too_large_inside", lambda: body(b"<a>" * 6_000_000)),
    "nested": ("too_large_inside", lambda: body(made.nested_docx_xml(70))),
    "nested deep": ("damaged", lambda: body(made.nested_docx_xml(9000))),
    "no xml": ("damaged", lambda: body(b"<w:document")),
    "cut off": ("damaged", lambda: made.text_docx(VISIBLE)[:-300]),
    "names alone": ("damaged", lambda: b"PK\x03\x04 [Content_Types].xml word/document.xml"),
    "password": ("encrypted", made.locked_docx),
    "entity": (
        "external_entities",
        lambda: made.declaring_docx(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    ),
    "laughs": (
        "external_entities",
        lambda: made.declaring_docx(b'<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'),
    ),
    "utf-16": (
        "external_entities",
        lambda: made.changed_docx({"word/styles.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
    ),
}


def body(xml: bytes) -> bytes:
    return made.changed_docx({"word/document.xml": xml})


LONG = "word " * (MAX_WORDS + 1)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (LONG.encode(), "text"),
        (("Jane " + "a" * MAX_CHARACTERS).encode(), "text"),
        (b"built data pipelines for customers\n" * 300_000, "text"),
        (made.text_docx([LONG]), "docx"),
        (made.text_pdf([["word " * 700] * 20] * (MAX_WORDS // 14_000 + 1)), "pdf"),
    ],
    ids=["words", "characters", "ten megabytes", "docx", "pdf"],
)
def test_more_text_than_a_resume_holds_is_not_read(content: bytes, kind: DocumentKind) -> None:
    assert reason_of(content, kind) == "too_much_text"
    assert "pictures" not in SENTENCES["too_much_text"]


@pytest.mark.parametrize("name", BAD_PDFS)
def test_bad_pdfs_have_a_reason(name: str) -> None:
    reason, content = BAD_PDFS[name]
    assert reason_of(content()) == reason


@pytest.mark.parametrize("name", BAD_DOCXS)
def test_bad_word_documents_have_a_reason(name: str) -> None:
    reason, content = BAD_DOCXS[name]
    assert reason_of(content(), "docx") == reason


def test_the_most_pages_are_read() -> None:
    assert len(read_embedded(made.many_pages_pdf(MAX_PAGES), "pdf").document.pages) == MAX_PAGES


def test_a_pdf_for_which_only_changes_are_locked_is_read() -> None:
    options = {"encrypt": StandardEncryption("", ownerPassword="owner", strength=128)}
    assert "Jane Example" in text_of(made.pdf(made.HONEST_PDFS["visible"], **options))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), kind=st.sampled_from(["pdf", "docx"]))
def test_any_damage_ends_in_text_or_a_reason(data: st.DataObject, kind: DocumentKind) -> None:
    content = bytearray(SAMPLE.read_bytes() if kind == "pdf" else made.text_docx(VISIBLE))
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    try:
        read_embedded(bytes(content), kind)
    except UnreadableDocument as error:
        assert error.detail  # a sentence for the candidate
