"""`python -m shared.resumes.child`: the process that opens files, apart from the app and with little to lose.

It reads requests from standard input and writes answers to standard output, each with its length before it:

    request: 4 bytes length of the header, the header as JSON `{"kind": …, "seconds": …}`, 8 bytes length, the file
    answer: 4 bytes length, JSON: `{"document": …, "hidden_words": …}`, `{"unreadable": reason}`, or
        `{"failed": "where:line:TypeOfError"}` for what nobody thought of, without any word of the file

Memory and processor time are limited by the kernel; the parent watches the clock. It holds no connection, no secret and
no file but its pipes, and it ends when standard input closes.
"""

import contextlib
import json
import os
import resource
import struct
import sys
import traceback
from typing import IO, Final

from shared.models.document import DocumentKind

HEADER: Final = struct.Struct(">I")
SIZE: Final = struct.Struct(">Q")
MEMORY_BYTES: Final = 800_000_000  # of address space; an ordinary résumé takes a tenth
_FILES: Final = 64
_SPARE_CPU_SECONDS: Final = 2.0


def main() -> None:
    """Serves until standard input closes."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _warm_up()
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    answer(answers, b"{}")  # ready
    while header := exactly(requests, HEADER.size):
        request = json.loads(exactly(requests, HEADER.unpack(header)[0]))
        content = exactly(requests, SIZE.unpack(exactly(requests, SIZE.size))[0])
        _limit_processor(request["seconds"])
        answer(answers, read(content, request["kind"]))


def _warm_up() -> None:
    """Imports what reading needs before the limits are set and a request is waiting."""
    import docx  # noqa: F401  # pyright: ignore[reportUnusedImport]
    import pypdfium2  # noqa: F401  # pyright: ignore[reportUnusedImport, reportMissingTypeStubs]

    import shared.resumes.embedded_text  # noqa: F401  # pyright: ignore[reportUnusedImport]


def read(content: bytes, kind: DocumentKind) -> bytes:
    """The answer to a request, as JSON."""
    from shared.resumes.embedded_text import read_embedded
    from shared.resumes.unreadable import UnreadableDocument

    try:
        found = read_embedded(content, kind)
    except UnreadableDocument as error:
        return json.dumps({"unreadable": error.reason}).encode()
    except MemoryError:
        return json.dumps({"unreadable": "too_large_inside"}).encode()
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}:{type(error).__name__}"  # noqa: PTH119  # no path
        return json.dumps({"failed": where}).encode()
    hidden = {page: [word.model_dump() for word in words] for page, words in found.hidden_words.items()}
    return json.dumps({"document": found.document.model_dump(), "hidden_words": hidden}).encode("utf-8", "replace")


def exactly(stream: IO[bytes], count: int) -> bytes:
    """So many bytes, or none at the end of the stream."""
    content = stream.read(count)
    if len(content) not in (0, count):
        sys.exit(0)
    return content


def answer(stream: IO[bytes], body: bytes) -> None:
    """Sends an answer, its length before it."""
    stream.write(HEADER.pack(len(body)) + body)
    stream.flush()


def _limit(which: int, most: int) -> None:
    with contextlib.suppress(OSError, ValueError):  # where the system's own limit is lower already
        resource.setrlimit(which, (most, most))


def _limit_processor(seconds: float) -> None:
    """Each file may use so much processor time beyond what those before it used; then the kernel ends this process."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds + _SPARE_CPU_SECONDS), hard))


if __name__ == "__main__":
    main()
