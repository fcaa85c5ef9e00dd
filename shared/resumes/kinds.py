"""What a file is, judged by its content alone: never by its name or by the type that somebody declared."""

from typing import Final

from shared.errors import BadRequest
from shared.models.document import DocumentKind

CONTENT_TYPES: Final[dict[DocumentKind, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain",
}

OLE_HEADER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_TEXT_FORMATS: Final = (b"{\\rtf", b"#!", b"%!ps", b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script")
_ALLOWED_CONTROLS: Final = frozenset("\t\n\r\f")
_CONTROLS: Final = frozenset(chr(code) for code in (*range(32), *range(127, 160))) - _ALLOWED_CONTROLS
_MAX_WINDOWS_1252_SYMBOLS: Final = 0.3  # of the characters; more is binary that happens to decode


class UnsupportedFile(BadRequest):
    """The file is none of the kinds that are read."""

    title, default_code = "Unsupported type of file", "unsupported_type"

    def __init__(self, what: str = "This type of file is unsupported.") -> None:
        super().__init__(f"{what} Please upload a PDF, a Word document (.docx) or plain text.")


def kind_of(content: bytes) -> DocumentKind:
    """The kind of a file. Raises `UnsupportedFile` for anything that is not plainly one of the three.

    A PDF has to start with its header: readers accept some bytes before it, and files that are two things at once
    hide there. Whether a PDF or DOCX can be read is for the reading to find out.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnsupportedFile("The file is empty, which is unsupported.")
    if content.startswith(b"%PDF-") or content.lstrip(b" \t\r\n").startswith(b"%PDF-"):
        if _is_archive_too(content):
            raise UnsupportedFile("The file is a PDF and something else at once, which is unsupported.")
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        if _is_word_document(content):
            return "docx"
        raise UnsupportedFile("This archive is no Word document; that is unsupported.")
    if content.startswith(OLE_HEADER):
        if _ENCRYPTED_PACKAGE in content:
            return "docx"
        raise UnsupportedFile("The old Word format (.doc) is unsupported.")
    if content.lstrip().lower().startswith(_OTHER_TEXT_FORMATS) or decode_text(content) is None:
        raise UnsupportedFile
    return "text"


def decode_text(content: bytes) -> str | None:
    """The characters of a plain-text file, or None when it holds something else.

    UTF-8, or UTF-16 with a byte order mark; otherwise Windows-1252, which old editors write without saying so.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _readable(content, encoding)
    text = _readable(content, "utf-8")
    if text is not None or b"\0" in content:
        return text
    text = _readable(content, "cp1252")
    if text is None:
        return None
    symbols = sum(1 for character in text if character > "\x7f" and not character.isalpha())
    return text if symbols <= len(text) * _MAX_WINDOWS_1252_SYMBOLS else None


def _readable(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS & set(text) else text


def _is_word_document(content: bytes) -> bool:
    """Whether an archive names the parts of a Word document. Opening it is left to the child process."""
    return b"[Content_Types].xml" in content and b"word/document.xml" in content


def _is_archive_too(content: bytes) -> bool:
    """Whether the end of a PDF is the directory of a zip archive, as in files made to pass for both."""
    tail = content[-66_000:]
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) - found < 22:
        return False
    comment = int.from_bytes(tail[found + 20 : found + 22], "little")
    directory = int.from_bytes(tail[found + 12 : found + 16], "little")
    return found + 22 + comment <= len(tail) and directory > 0 and b"PK\x01\x02" in content
