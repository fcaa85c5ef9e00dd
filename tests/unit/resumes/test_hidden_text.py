"""What nobody sees in a PDF is found and left out; what an honest design shows stays."""

from collections.abc import Callable
from cProfile import Profile

import pytest
from reportlab.lib.colors import black, grey, white
from reportlab.pdfgen.canvas import Canvas

from shared.models.document import ReadDocument
from shared.resumes.embedded_text import read_embedded
from tests.fixtures.designs import CHINESE, crowded
from tests.fixtures.documents import HIDING_PDFS, HONEST_PDFS, SECRET, VISIBLE, pdf, raw_pdf, stream
from tests.fixtures.pdf_files import assembled

pytestmark = pytest.mark.unit

BY = {
    "white": "colour",
    "nearly_white": "colour",
    "tiny": "size",
    "scaled_to_nothing": "size",
    "off_page": "off_page",
    "above_page": "off_page",
    "invisible": "invisible",
    "transparent": "invisible",
    "under_rectangle": "covered",
    "under_picture": "covered",
}


def read(draw_name: str) -> ReadDocument:
    drawings = {**HIDING_PDFS, **HONEST_PDFS}
    return read_embedded(pdf(drawings[draw_name]), "pdf").document


@pytest.mark.parametrize("name", HIDING_PDFS)
def test_hidden_text_is_left_out_and_recorded(name: str) -> None:
    document = read(name)
    assert sorted(document.text.split()) == sorted(
        [*" ".join(VISIBLE).split(), *(["Honest", "Word"] if name == "part_of_a_word" else [])]
    )
    found = " ".join(finding.excerpt for finding in document.hidden)
    assert found.replace(" ", "") == SECRET.replace(" ", "")
    assert {finding.page for finding in document.hidden} == {1}
    if name in BY:
        assert {finding.by for finding in document.hidden} == {BY[name]}


@pytest.mark.parametrize("name", HONEST_PDFS)
def test_honest_designs_hide_nothing(name: str) -> None:
    document = read(name)
    assert document.hidden == []
    assert "Jane Example" in document.text or name in ("table", "dated", "dated_left")


def test_all_of_an_honest_design_is_read() -> None:
    assert CHINESE in read("chinese").text
    assert read("emboldened").text.split() == " ".join(VISIBLE).split()
    assert "Curriculum vitae" in read("turned_sidebar").text
    assert read("pieced_words").text.splitlines() == list(VISIBLE)
    assert "Winterthur" in read("filled_in").text
    assert read("upside_down").text.splitlines() == list(VISIBLE)


def test_of_words_that_stand_on_each_other_without_end_nothing_hidden_is_read() -> None:
    document = read_embedded(pdf(crowded), "pdf").document
    assert SECRET.replace(" ", "")[:20] not in document.text
    assert set(" ".join(VISIBLE).split()) <= set(document.text.split())


def _run_into_each_other(canvas: Canvas) -> None:
    for row in range(60):
        canvas.drawString(72, 790 - row * 12, f"Employer{row} of a long name")
        canvas.drawString(140, 790 - row * 12, f"Role{row}")


def _shadowed(canvas: Canvas) -> None:
    for row in range(70):
        canvas.setFillColor(grey)
        canvas.drawString(72.8, 789.2 - row * 11, f"Skill{row}s")
        canvas.setFillColor(black)
        canvas.drawString(72, 790 - row * 11, f"Skill{row}")


@pytest.mark.parametrize(("draw", "word", "rows"), [(_run_into_each_other, "Role", 60), (_shadowed, "Skill", 70)])
def test_dense_pages_whose_text_overlaps_hide_nothing(draw: Callable[[Canvas], None], word: str, rows: int) -> None:
    document = read_embedded(pdf(draw), "pdf").document
    assert {f"{word}{row}" for row in range(rows)} <= set(document.text.split())
    assert document.hidden == []


def test_what_is_covered_between_rows_that_overlap_is_found() -> None:
    def draw(canvas: Canvas) -> None:
        secret = SECRET.replace(" ", "")
        for row in range(70):
            canvas.drawString(60, 780 - row * 11, f"{row}{secret}")
        canvas.setFillColor(white)
        canvas.rect(40, 10, 500, 810, stroke=0, fill=1)
        canvas.setFillColor(black)
        for row in range(70):
            canvas.drawString(60, 780 - row * 11, f"Engineering{row}" + "x" * 20)

    document = read_embedded(pdf(draw), "pdf").document
    assert SECRET.replace(" ", "") not in document.text
    assert document.text.split() == [f"Engineering{row}" + "x" * 20 for row in range(70)]


def test_words_without_end_on_one_spot_are_looked_under_a_few_times() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(100):
            canvas.drawString(60, 500, f"{SECRET.replace(' ', '')}{number}")
        canvas.drawString(60, 700, "Jane")

    profile = Profile()
    document = profile.runcall(read_embedded, pdf(draw), "pdf").document
    pictures = sum(entry.callcount for entry in profile.getstats() if "object _picture at" in str(entry.code))
    assert 2 <= pictures < 20
    assert "Jane" in document.text.split()
    assert len(document.text.split()) < 20


def annotated(kind: bytes, appearance: bytes) -> bytes:
    """A page with a word, and an annotation with an appearance where it stands."""
    content = b"BT /F1 12 Tf 72 700 Td (Jane) Tj ET BT /F1 12 Tf 80 610 Td (Pascal) Tj ET"
    fonts = b"/Resources << /Font << /F1 5 0 R >> >>"
    note = b"<< /Type /Annot /Subtype /%s /F 4 /Rect [72 600 400 630] /AP << /N 7 0 R >> >>" % kind
    return assembled(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] " + fonts + b" >>",
            stream(content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            note,
            stream(appearance, b"/Type /XObject /Subtype /Form /BBox [0 0 328 30] " + fonts),
        )
    )


@pytest.mark.parametrize("kind", [b"FreeText", b"Stamp"])
def test_what_is_written_on_a_page_is_read(kind: bytes) -> None:
    document = read_embedded(annotated(kind, b"BT /F1 12 Tf 200 10 Td (Kubernetes) Tj ET"), "pdf").document
    assert sorted(document.text.split()) == ["Jane", "Kubernetes", "Pascal"]
    assert document.hidden == []


@pytest.mark.parametrize("kind", [b"Square", b"Stamp"])
def test_what_is_covered_by_something_put_on_a_page_is_hidden(kind: bytes) -> None:
    document = read_embedded(annotated(kind, b"1 1 1 rg 0 0 328 30 re f"), "pdf").document
    assert document.text == "Jane"
    assert [(finding.by, finding.excerpt) for finding in document.hidden] == [("covered", "Pascal")]


def test_characters_beyond_the_first_plane_keep_their_places() -> None:
    text = "Jane \U0001f600 Example"
    words = read_embedded(made_of_codes(text), "pdf").document.pages[0].words
    assert [word.content for word in words] == text.split()
    lefts = [word.polygon[0] for word in words if word.polygon]
    assert lefts == sorted(lefts)


def made_of_codes(text: str) -> bytes:
    """A PDF whose font says, for each code from 0x41 on, which character of the text it is."""
    pairs = "\n".join(f"<{0x41 + n:02x}> <{char.encode('utf-16-be').hex()}>" for n, char in enumerate(text))
    ranges = f"1 begincodespacerange <00> <ff> endcodespacerange {len(text)} beginbfchar\n{pairs}\nendbfchar"
    codes = "".join(f"{0x41 + n:02x}" for n in range(len(text)))
    return raw_pdf(
        stream(f"BT /F2 12 Tf 72 700 Td <{codes}> Tj ET".encode()),
        fonts=b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        more=[stream(f"begincmap {ranges} endcmap".encode())],
    )
