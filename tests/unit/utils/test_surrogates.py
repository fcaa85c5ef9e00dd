"""Halves of characters: joined where they belong together, replaced where they are alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.services.model_wire import AnswerReader
from shared.utils.surrogates import whole

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("né 😀", "né 😀"),
        ("a\ud83d\ude00b", "a😀b"),
        ("a\ud83db", "a\ufffdb"),
        ("\ude00", "\ufffd"),
    ],
)
def test_halves(text: str, expected: str) -> None:
    assert whole(text) == expected


@given(st.text(st.characters(codec="utf-8"), max_size=20), st.integers(1, 3))
def test_an_answer_in_chunks_is_the_answer(text: str, size: int) -> None:
    """However its UTF-16, in which JSON escapes characters, is cut."""
    units = text.encode("utf-16-le")
    chunks = [units[at : at + 2 * size].decode("utf-16-le", "surrogatepass") for at in range(0, len(units), 2 * size)]
    reader = AnswerReader()
    read = [reader.read({"choices": [{"delta": {"content": chunk}}]}) for chunk in chunks]
    assert "".join(read) == text
    for piece in read:
        piece.encode()
