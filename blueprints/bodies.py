"""Request bodies, read piece by piece and never beyond a limit: whole ones, and files in multipart forms."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from azurefunctions.extensions.http.fastapi import Request  # pyright: ignore[reportMissingTypeStubs]
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header
from starlette.requests import ClientDisconnect

from shared.errors import BadRequest, PayloadTooLarge, UnprocessableEntity

FIELD: Final = "file"
_BYTES: Final = re.compile(r"[0-9]{1,18}")
_FORM_BYTES: Final = 64 * 1024  # what a form may have around its file
_SEND: Final = f"Send a multipart/form-data body with one file, in a field called `{FIELD}`."


@dataclass(frozen=True)
class Upload:
    """A file as a form brought it. Its name is whatever the sender says."""

    file_name: str
    content: bytes


async def read_body(request: Request, limit: int) -> bytes:
    """The body, never more than `limit` bytes of it. Raises 413, or 400 when it ends before it is whole."""
    return b"".join([chunk async for chunk in _chunks(request, limit, f"The body may have at most {limit} bytes.")])


async def read_upload(request: Request, limit: int) -> Upload:
    """The one file of a multipart form. Raises 413 as soon as it has more than `limit` bytes, 422 for another form."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise _unfit("The body is no multipart form", "multipart_type")
    form = _Form(limit)
    try:
        parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": form.on_part_begin,
                "on_header_field": form.on_header_field,
                "on_header_value": form.on_header_value,
                "on_header_end": form.on_header_end,
                "on_headers_finished": form.on_headers_finished,
                "on_part_data": form.on_part_data,
            },
        )
        async for chunk in _chunks(request, limit + _FORM_BYTES, form.too_large):
            parser.write(chunk)
    except FormParserError:
        raise _unfit("The multipart form is malformed", "multipart_malformed") from None
    if parser.state != MultipartState.END:
        raise _unfit("The multipart form does not end", "multipart_malformed")
    return form.upload()


class _Form:
    """What a form's parser finds: the first file in the field `file` is kept, all else is an error and thrown away."""

    def __init__(self, limit: int) -> None:
        self.too_large = f"The file may have at most {limit} bytes."
        self._limit = limit
        self._content = bytearray()
        self._file_name: str | None = None
        self._errors: list[dict[str, Any]] = []
        self._header = b""
        self._value = b""
        self._disposition: str = ""
        self._keeping = False

    def upload(self) -> Upload:
        """Raises 422 unless the form had one file, and nothing else."""
        if not self._errors and self._file_name is None:
            self._note("The file is missing", "missing")
        if self._errors or self._file_name is None:
            raise UnprocessableEntity(_SEND, errors=self._errors[:1])
        return Upload(self._file_name, bytes(self._content))

    def on_part_begin(self) -> None:
        self._disposition, self._keeping = "", False

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value.decode("latin-1")
        self._header = self._value = b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") != FIELD.encode():
            self._note("Another field than the file", "extra_forbidden")
        elif b"filename" not in options:
            self._note("The field holds no file", "file_type")
        elif self._file_name is not None:
            self._note("More than one file", "too_many")
        else:
            self._file_name = options[b"filename"].decode("utf-8", "replace")
            self._keeping = True

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._keeping:
            if len(self._content) + end - start > self._limit:
                raise PayloadTooLarge(self.too_large)
            self._content += data[start:end]

    def _note(self, message: str, kind: str) -> None:
        self._errors.append({"loc": ["body", FIELD], "msg": message, "type": kind})


async def _chunks(request: Request, limit: int, refusal: str) -> AsyncIterator[bytes]:
    """The pieces of a body, as long as they come to at most `limit` bytes."""
    declared = request.headers.get("content-length", "")
    if _BYTES.fullmatch(declared) and int(declared) > limit:
        raise PayloadTooLarge(refusal)
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise PayloadTooLarge(refusal)
            yield chunk
    except ClientDisconnect:
        raise BadRequest("The body did not arrive whole. Send it again.", code="body_incomplete") from None


def _unfit(message: str, kind: str) -> UnprocessableEntity:
    return UnprocessableEntity(_SEND, errors=[{"loc": ["body"], "msg": message, "type": kind}])
