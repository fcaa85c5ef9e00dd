"""The text of a document as others see it."""

import pytest

from shared.models.document import DocumentPage, Line, ReadDocument

pytestmark = pytest.mark.unit


def test_accents_that_a_file_writes_beside_their_letters_are_part_of_them() -> None:
    page = DocumentPage(number=1, lines=[Line(content="Fu\u0308hrerschein")])
    assert ReadDocument(kind="text", source="embedded", pages=[page]).text == "F\u00fchrerschein"
