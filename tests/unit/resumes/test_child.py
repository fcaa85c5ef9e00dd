"""What a child answers, without its process: documents, reasons, and failures that quote nothing."""

import io
import json
import re

import pytest

from shared.resumes import child, child_reader
from shared.resumes.embedded_text import Embedded
from shared.resumes.unreadable import UnreadableDocument
from tests.fixtures.documents import HIDING_PDFS, SAMPLE, SECRET, encrypted_pdf, pdf

pytestmark = pytest.mark.unit


def test_a_document_and_its_hidden_words() -> None:
    answer = json.loads(child.read(pdf(HIDING_PDFS["white"]), "pdf"))
    assert answer["document"]["hidden"][0]["excerpt"] == SECRET
    assert [word["content"] for word in answer["hidden_words"]["1"]] == SECRET.split()


def test_a_reason() -> None:
    assert json.loads(child.read(encrypted_pdf(), "pdf")) == {"unreadable": "encrypted"}


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (MemoryError(), {"unreadable": "too_large_inside"}),
        (ValueError("Jane's secret"), {"failed": r"test_child\.py:\d+:ValueError"}),
    ],
)
def test_failures_quote_nothing(monkeypatch: pytest.MonkeyPatch, error: Exception, says: dict[str, str]) -> None:
    def fail(content: bytes, kind: str) -> Embedded:
        raise error

    monkeypatch.setattr("shared.resumes.embedded_text.read_embedded", fail)
    answer = json.loads(child.read(SAMPLE.read_bytes(), "pdf"))
    assert answer.keys() == says.keys()
    assert all(re.fullmatch(says[key], answer[key]) for key in says)


def test_the_end_of_the_stream_is_no_request() -> None:
    assert child.exactly(io.BytesIO(b""), 4) == b""
    assert child.exactly(io.BytesIO(b"12345"), 4) == b"1234"
    with pytest.raises(SystemExit):
        child.exactly(io.BytesIO(b"12"), 4)


def test_an_answer_is_preceded_by_its_length() -> None:
    stream = io.BytesIO()
    child.answer(stream, b"{}")
    assert stream.getvalue() == b"\0\0\0\2{}"


@pytest.mark.parametrize("answer", [b'{"failed": "a.py:1:KeyError"}', b'{"unreadable": "nonsense"}', b"{}"])
def test_an_answer_that_is_none_makes_the_file_a_damaged_one(answer: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        child_reader.understood(child_reader.Answer.model_validate_json(answer))
    assert caught.value.reason == "damaged"
