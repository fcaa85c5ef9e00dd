"""Turns at reading: one owner's files go one after another, and nobody waits without end."""

import asyncio
from uuid import UUID, uuid4

import pytest

from shared.errors import ServiceUnavailable
from shared.resumes.turns import Turns

pytestmark = pytest.mark.unit

GREEDY, HONEST, THIRD = uuid4(), uuid4(), uuid4()


class Queue:
    """Readers who hold their turn until they are told to leave."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._leave = asyncio.Event()
        self.reading: list[UUID | None] = []

    async def read(self, owner: UUID | None) -> None:
        async with self._turns.turn(owner):
            self.reading.append(owner)
            await self._leave.wait()

    def leave(self) -> None:
        self._leave.set()


async def turn_over() -> None:
    """Lets every task run until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_owner_never_has_all_the_room() -> None:
    queue = Queue(Turns(2, 60))
    async with asyncio.TaskGroup() as group:
        for owner in (GREEDY, GREEDY, GREEDY, HONEST, THIRD):
            group.create_task(queue.read(owner))
        await turn_over()
        assert queue.reading == [GREEDY, HONEST]
        queue.leave()
    assert sorted(map(str, queue.reading)) == sorted(map(str, [GREEDY, GREEDY, GREEDY, HONEST, THIRD]))


async def test_files_of_nobody_in_particular_wait_for_room_alone() -> None:
    queue = Queue(Turns(2, 60))
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(queue.read(None))
        await turn_over()
        assert queue.reading == [None, None]
        queue.leave()


@pytest.mark.parametrize("waiting", [GREEDY, HONEST])
async def test_who_waits_too_long_is_told_when_to_come_again(waiting: UUID) -> None:
    turns = Turns(1, 0.01)
    queue = Queue(turns)
    async with asyncio.TaskGroup() as group:
        group.create_task(queue.read(GREEDY))
        await turn_over()
        with pytest.raises(ServiceUnavailable) as caught:
            await queue.read(waiting)
        assert (caught.value.code, int(caught.value.headers["Retry-After"]) > 0) == ("reading_busy", True)
        queue.leave()
    async with turns.turn(waiting):  # what it held while it waited is free again
        pass


async def test_a_turn_that_fails_ends() -> None:
    turns = Turns(1, 60)
    with pytest.raises(KeyError):
        async with turns.turn(GREEDY):
            raise KeyError
    async with turns.turn(GREEDY):
        pass
