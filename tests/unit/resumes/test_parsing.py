"""Readings that somebody waits for: a few at a time for each user."""

import asyncio
from typing import Any, cast, override
from uuid import UUID, uuid4

import pytest

from shared.errors import TooManyRequests
from shared.resumes.parsing import Reading, ResumeReader

pytestmark = pytest.mark.unit


class Waits(ResumeReader):
    """Reads nothing before it is let."""

    def __init__(self) -> None:
        super().__init__(None, cast("Any", None))
        self.let = asyncio.Event()

    @override
    async def read(self, content: bytes, owner: UUID) -> Reading:
        await self.let.wait()
        return cast("Reading", content)


async def test_a_user_waits_for_a_few_readings_at_a_time() -> None:
    reader, greedy, honest = Waits(), uuid4(), uuid4()
    waiting = [asyncio.create_task(reader.read_now(b"1", greedy)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests) as caught:
        await reader.read_now(b"2", greedy)
    assert (caught.value.code, caught.value.headers["Retry-After"]) == ("too_many_readings", "5")
    waiting.append(asyncio.create_task(reader.read_now(b"3", honest)))
    reader.let.set()
    assert await asyncio.gather(*waiting) == [b"1", b"1", b"1", b"3"]
    assert await reader.read_now(b"4", greedy) == b"4"
