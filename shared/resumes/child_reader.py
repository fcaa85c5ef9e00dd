"""Opens files in child processes that are kept warm, watched, and ended when a file takes too long or too much."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Final, get_args
from uuid import UUID

from pydantic import Field

from shared.errors import ServiceUnavailable
from shared.models.common import Model
from shared.models.document import DocumentKind, ReadDocument, Word
from shared.resumes.child import HEADER, SIZE
from shared.resumes.embedded_text import Embedded
from shared.resumes.turns import Turns
from shared.resumes.unreadable import Reason, UnreadableDocument
from shared.telemetry import log_event

_ROOT: Final = Path(__file__).parents[2]
_MODULE: Final = "shared.resumes.child"
_START_SECONDS: Final = 30.0
_FILES_EACH: Final = 100  # then a child is replaced: what leaked, or was planted, ends with it
_MOST_ANSWER_BYTES: Final = 32 * 1024 * 1024
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


class Answer(Model):
    """What a child says of a file: the document, or why there is none. Empty: it is ready."""

    document: ReadDocument | None = None
    hidden_words: dict[int, list[Word]] = Field(default_factory=dict[int, list[Word]])
    unreadable: str | None = None
    failed: str | None = None


class ChildReader:
    """Reads files in `most` child processes at a time, started when first needed; `seconds` is what a file may take.

    One owner's files are opened one after another, and a file waits `patience` seconds at most for its turn.

    A child that fails, hangs or dies is ended and replaced, and the file is the one to blame. Safe among the tasks of
    one event loop; nothing is forked from it, since children are started as new programs.
    """

    def __init__(self, *, seconds: float = 20.0, most: int = 2, patience: float = 30.0) -> None:
        self._seconds = seconds
        self._turns = Turns(most, patience)
        self._idle: list[_Child] = []
        self._closed = False

    async def read(self, content: bytes, kind: DocumentKind, owner: UUID | None = None) -> Embedded:
        """What the file holds. Raises `UnreadableDocument`; `ServiceUnavailable` when no child can be had.

        When a child dies, another one tries: it may have been killed for what it has no part in.
        """
        async with self._turns.turn(owner):
            answer = await self._asked(content, kind) or await self._asked(content, kind)
        if answer is None:
            log_event("resume.child.died", level=logging.WARNING, bytes=len(content))
            raise UnreadableDocument("too_large_inside")
        return understood(answer)

    async def _asked(self, content: bytes, kind: DocumentKind) -> Answer | None:
        """The answer of a child; None when it died over it."""
        child = await self._take()
        keep = False
        try:
            async with asyncio.timeout(self._seconds):
                answer = await child.ask(content, kind, self._seconds)
            keep = True
        except (EOFError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError) or await child.died_of_time():
                log_event("resume.child.overrun", level=logging.WARNING, bytes=len(content))
                raise UnreadableDocument("took_too_long") from None
            return None
        finally:
            await self._give_back(child, keep)
        return answer

    async def warm_up(self) -> None:
        """Starts a child, so that the first file need not wait for it."""
        async with self._turns.turn(None):
            await self._give_back(await self._take(), keep=True)

    async def aclose(self) -> None:
        """Ends the idle children; those at work are ended when they are done."""
        self._closed = True
        while self._idle:
            await self._idle.pop().end()

    async def _take(self) -> "_Child":
        while self._idle:
            child = self._idle.pop()
            if child.is_alive:
                return child
            await child.end()
        try:
            return await _Child.started()
        except (OSError, EOFError, TimeoutError) as error:
            log_event("resume.child.start_failed", level=logging.ERROR, error=error)
            raise ServiceUnavailable(
                "Reading documents is not possible just now. Please try again in a moment.", code="reading_unavailable"
            ) from None

    async def _give_back(self, child: "_Child", keep: bool) -> None:
        if keep and child.files < _FILES_EACH and not self._closed:
            self._idle.append(child)
        else:
            await child.end()


class _Child:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.files = 0

    @classmethod
    async def started(cls) -> "_Child":
        """A child that is ready. It gets none of the app's environment, which holds secrets."""
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join([str(_ROOT), *(path for path in sys.path if path)])
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _MODULE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # it may quote the file
            env=environment,
            cwd=_ROOT,
            start_new_session=True,
        )
        child = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await child._answer()
        except BaseException:
            await child.end()
            raise
        return child

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, content: bytes, kind: DocumentKind, seconds: float) -> Answer:
        """One file. Raises EOFError or OSError when the child is gone, ValueError when it answers nonsense."""
        self.files += 1
        header = json.dumps({"kind": kind, "seconds": seconds}).encode()
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(HEADER.pack(len(header)) + header + SIZE.pack(len(content)))
        stdin.write(content)
        await stdin.drain()
        return await self._answer()

    async def died_of_time(self) -> bool:
        """Whether a child whose pipe broke was ended by the kernel for its processor time."""
        await self.end()
        return self._process.returncode == -signal.SIGXCPU

    async def end(self) -> None:
        """Kills the child, if it lives, and waits for it."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await asyncio.shield(self._process.wait())

    async def _answer(self) -> Answer:
        stdout = self._process.stdout
        assert stdout is not None
        length = HEADER.unpack(await stdout.readexactly(HEADER.size))[0]
        if length > _MOST_ANSWER_BYTES:
            raise ValueError("the answer is too long")
        return await asyncio.to_thread(Answer.model_validate_json, await stdout.readexactly(length))


def understood(answer: Answer) -> Embedded:
    """What a child found. Raises `UnreadableDocument` with its reason; what it should not say is a damaged file."""
    if answer.unreadable is not None:
        raise UnreadableDocument(answer.unreadable if answer.unreadable in _REASONS else "damaged")
    if answer.document is None:
        log_event("resume.child.failed", level=logging.ERROR, where=answer.failed)
        raise UnreadableDocument("damaged")
    return Embedded(answer.document, answer.hidden_words)
