"""What nobody sees in a PDF is found and left out; what an honest design shows stays."""

import pytest

from shared.models.document import ReadDocument
from shared.resumes.embedded_text import read_embedded
from tests.fixtures.designs import CHINESE, crowded
from tests.fixtures.documents import HIDING_PDFS, HONEST_PDFS, SECRET, VISIBLE, pdf, raw_pdf, stream

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
