"""What has to hold of a Word document's archive before anything in it is unpacked."""

import io
import re
import zipfile
import zlib
from typing import Final

from shared.resumes.kinds import OLE_HEADER
from shared.resumes.unreadable import UnreadableDocument

_MAX_ENTRIES: Final = 2_000
_MAX_BYTES: Final = 80_000_000  # of all parts unpacked
_MAX_XML_BYTES: Final = 16_000_000  # of one part that is parsed
_MAX_ALL_XML_BYTES: Final = 32_000_000
_MAX_RATIO: Final = 150  # unpacked to packed; XML of honest documents stays below 60
_SMALL: Final = 1_000_000  # a part below this size may have any ratio
_ENCRYPTED: Final = 1  # flag bit of an entry
_DECLARATION: Final = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


def check_archive(content: bytes) -> None:
    """Raises `UnreadableDocument` when the archive is locked, damaged, a bomb, or its XML declares types or entities.

    Sizes are those that the archive's index gives; unpacking never gives more than these.
    """
    if content.startswith(OLE_HEADER):
        raise UnreadableDocument("encrypted")  # the only such file that passes for a Word document
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            for entry in entries:
                if _is_xml(entry.filename) and _DECLARATION.search(archive.read(entry)):
                    raise UnreadableDocument("external_entities")
    except _DAMAGED:
        raise UnreadableDocument("damaged") from None


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_BYTES:
        raise UnreadableDocument("too_large_inside")
    if sum(entry.file_size for entry in entries if _is_xml(entry.filename)) > _MAX_ALL_XML_BYTES:
        raise UnreadableDocument("too_large_inside")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableDocument("encrypted")
        stuffed = entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1)
        if stuffed or (_is_xml(entry.filename) and entry.file_size > _MAX_XML_BYTES):
            raise UnreadableDocument("too_large_inside")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
