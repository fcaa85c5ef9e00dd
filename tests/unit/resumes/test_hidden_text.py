"""What nobody sees in a PDF is found and left out; what an honest design shows stays."""

import pytest

from shared.models.document import ReadDocument
from shared.resumes.embedded_text import read_embedded
from tests.fixtures.documents import CHINESE, HIDING_PDFS, HONEST_PDFS, SECRET, VISIBLE, pdf

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
