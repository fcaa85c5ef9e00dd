"""async_retry: how often, how long between, and what comes out."""

import asyncio
import time
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.utils.retry import RetryExhaustedError, async_retry, backoff

pytestmark = pytest.mark.unit


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Flaky:
    """Fails with each error in turn, then succeeds. `takes` seconds pass in each attempt."""

    def __init__(self, *errors: BaseException, clock: Clock | None = None, takes: float = 0) -> None:
        self.errors = list(errors)
        self.calls = 0
        self.clock, self.takes = clock, takes

    async def __call__(self) -> str:
        self.calls += 1
        if self.clock is not None:
            self.clock.now += self.takes
        if self.errors:
            raise self.errors.pop(0)
        return "done"


async def no_sleep(_: float) -> None:
    return None


async def test_a_success_is_not_repeated() -> None:
    function = Flaky()
    assert await async_retry(3)(function)() == "done"
    assert function.calls == 1


async def test_it_is_tried_until_it_succeeds() -> None:
    function = Flaky(OSError(), OSError())
    assert await async_retry(3, OSError, sleep=no_sleep)(function)() == "done"
    assert function.calls == 3


async def test_max_retries_is_the_number_of_attempts_and_the_last_error_comes_as_it_is() -> None:
    last = OSError("third")
    function = Flaky(OSError("first"), OSError("second"), last, OSError("never"))
    with pytest.raises(OSError, match="third") as caught:
        await async_retry(3, (OSError,), sleep=no_sleep)(function)()
    assert caught.value is last
    assert function.calls == 3


async def test_other_errors_are_not_tried_again() -> None:
    function = Flaky(ValueError("no"))
    with pytest.raises(ValueError, match="no"):
        await async_retry(3, OSError, sleep=no_sleep)(function)()
    assert function.calls == 1


async def test_a_cancellation_is_never_swallowed() -> None:
    function = Flaky(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await async_retry(3, sleep=no_sleep)(function)()
    assert function.calls == 1


async def test_a_cancellation_ends_the_wait() -> None:
    asleep = asyncio.Event()

    async def sleep(_: float) -> None:
        asleep.set()
        await asyncio.Event().wait()

    function = Flaky(OSError())
    task = asyncio.ensure_future(async_retry(3, sleep=sleep)(function)())
    await asleep.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert function.calls == 1


async def test_exhaustion_is_told_to_those_who_ask() -> None:
    last = OSError()
    with pytest.raises(RetryExhaustedError) as caught:
        await async_retry(2, raise_exhausted=True, sleep=no_sleep)(Flaky(OSError(), last))()
    assert caught.value.attempts == 2
    assert caught.value.last_error is last
    assert caught.value.__cause__ is last


async def test_the_hook_runs_before_each_new_attempt() -> None:
    told: list[tuple[int, str, float, int]] = []
    function = Flaky(OSError("a"), OSError("b"), OSError("c"))

    def hook(attempt: int, error: Exception, delay: float) -> None:
        told.append((attempt, str(error), delay, function.calls))

    with pytest.raises(OSError, match="c"):
        await async_retry(3, on_retry=hook, sleep=no_sleep)(function)()
    assert [(attempt, error, calls) for attempt, error, _, calls in told] == [(1, "a", 1), (2, "b", 2)]


async def test_the_hook_may_be_async() -> None:
    told: list[int] = []

    async def hook(attempt: int, _error: Exception, _delay: float) -> None:
        told.append(attempt)

    await async_retry(3, on_retry=hook, sleep=no_sleep)(Flaky(OSError()))()
    assert told == [1]


async def test_arguments_and_name_pass_through() -> None:
    @async_retry(2)
    async def add(a: int, *, b: int) -> int:
        """Adds."""
        return a + b

    assert await add(1, b=2) == 3
    assert add.__name__ == "add"


@pytest.mark.parametrize("asked", [0.0, 0.01, 7.5, -3.0])
async def test_a_wait_that_the_service_asks_for_takes_the_delay_s_place(asked: float) -> None:
    clock = Clock()
    await async_retry(2, retry_after=lambda _: asked, sleep=clock.sleep)(Flaky(OSError()))()
    assert clock.slept == [max(asked, 0)]


async def test_without_such_a_wait_the_delay_stays() -> None:
    clock = Clock()
    await async_retry(2, base_delay=1, retry_after=lambda _: None, sleep=clock.sleep)(Flaky(OSError()))()
    assert clock.slept[0] >= 1


async def test_a_delay_that_would_pass_the_deadline_is_not_begun() -> None:
    clock = Clock()
    function = Flaky(*[OSError()] * 10, clock=clock, takes=1)
    with pytest.raises(OSError):
        await async_retry(10, retry_after=lambda _: 2.0, deadline=8, sleep=clock.sleep, clock=clock)(function)()
    assert function.calls == 3  # ends at 1, 4 and 7 seconds; the next attempt would start at 9
    assert clock.now == 7


async def test_each_call_starts_afresh() -> None:
    clock = Clock()
    calls = 0

    @async_retry(2, base_delay=1, sleep=clock.sleep)
    async def every_second_time() -> None:
        nonlocal calls
        calls += 1
        if calls % 2:
            raise OSError

    await every_second_time()
    await every_second_time()
    assert len(clock.slept) == 2
    assert all(1 <= delay <= 1.25 for delay in clock.slept)


def test_no_attempts_at_all_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        async_retry(0)


async def test_asyncio_s_sleep_is_the_default() -> None:
    started = time.monotonic()
    await async_retry(2, base_delay=0.001)(Flaky(OSError()))()
    assert time.monotonic() - started >= 0.001


@given(
    base=st.floats(0.001, 10),
    cap=st.floats(0.001, 120),
    factor=st.floats(1, 5),
    rolls=st.lists(st.floats(0, 1, exclude_max=True), min_size=8, max_size=8),
)
def test_delays_grow_never_shrink_and_stay_under_the_cap(
    base: float, cap: float, factor: float, rolls: list[float]
) -> None:
    left = list(rolls)
    delays = list(islice(backoff(base, cap, factor, lambda: left.pop(0)), len(rolls)))
    assert all(earlier <= later for earlier, later in pairwise(delays))
    for number, delay in enumerate(delays):
        plain = min(cap, base * factor**number)
        assert min(cap, plain * 0.999) <= delay <= cap
        assert delay <= min(cap, base) * factor**number * 1.2501 or delay == delays[number - 1]


def test_delays_never_overflow() -> None:
    assert list(islice(backoff(1, 30, 10), 2_000))[-1] == 30
