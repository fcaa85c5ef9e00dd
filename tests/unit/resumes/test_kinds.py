"""What a file is, by its content: three kinds are read, everything else is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.resumes.kinds import UnsupportedFile, decode_text, kind_of
from tests.fixtures.documents import SAMPLE, text_docx

pytestmark = pytest.mark.unit

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def test_a_pdf_and_a_word_document_are_told_by_their_content() -> None:
    assert kind_of(SAMPLE.read_bytes()) == "pdf"
    assert kind_of(text_docx(["Jane"])) == "docx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_the_encodings_that_editors_write(encoding: str) -> None:
    text = "José Müller – Zürich\r\n\tPython"
    assert kind_of(text.encode(encoding)) == "text"
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \r\n\t ", id="blank"),
        pytest.param(b"\0" * 1000, id="zeros"),
        pytest.param(b"MZ\x90\x00\x03" + b"\0" * 200, id="executable"),
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\0" * 200, id="elf"),
        pytest.param(b"#!/bin/sh\nrm -rf ~\n", id="script"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 200, id="png renamed to pdf"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), id="jpeg"),
        pytest.param(b"GIF89a" + bytes(range(256)), id="gif"),
        pytest.param(OLE + b"\0" * 600, id="old doc"),
        pytest.param(rb"{\rtf1\ansi Jane}", id="rtf"),
        pytest.param(b"<html><body>Jane</body></html>", id="html"),
        pytest.param(archive(a=b"x"), id="zip"),
        pytest.param(b"MZ" + b"\0" * 100 + b"%PDF-1.4\n%%EOF", id="executable before a pdf"),
        pytest.param(archive(a=b"x") + b"%PDF-1.4\n%%EOF", id="zip before a pdf"),
        pytest.param(b"%PDF-1.4\n%%EOF\n" + archive(a=b"x"), id="zip behind a pdf"),
        pytest.param("\ufeffJane\0".encode("utf-16"), id="zero in utf-16"),
        pytest.param(b"Jane \x1b[31mred", id="control characters"),
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    with pytest.raises(UnsupportedFile, match="unsupported") as caught:
        kind_of(content)
    assert caught.value.status == 400


def test_a_protected_word_document_is_told_from_the_old_format() -> None:
    assert kind_of(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100) == "docx"


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_are_refused(content: bytes) -> None:
    try:
        kind = kind_of(content)
    except UnsupportedFile:
        return
    assert kind in ("pdf", "docx", "text")
    assert kind != "text" or decode_text(content) is not None
