"""CircuitBreaker: when it opens, what it lets through on trial, and what it counts."""

import asyncio
from collections.abc import AsyncGenerator
from typing import NoReturn

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen

pytestmark = pytest.mark.unit


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def answer() -> str:
    return "answer"


async def fail() -> NoReturn:
    raise OSError("down")


async def times(breaker: CircuitBreaker, count: int) -> None:
    for _ in range(count):
        with pytest.raises(OSError, match="down"):
            await breaker.call(fail)


async def test_a_closed_circuit_lets_calls_and_their_arguments_through() -> None:
    async def add(a: int, *, b: int) -> int:
        return a + b

    breaker = CircuitBreaker()
    assert await breaker.call(add, 1, b=2) == 3
    assert await breaker.call(max, 1, 2) == 2
    assert breaker.state == "closed"


async def test_it_opens_after_the_threshold_and_refuses_without_calling() -> None:
    clock = Clock()
    breaker = CircuitBreaker(3, 30, clock=clock)
    await times(breaker, 2)
    assert breaker.state == "closed"
    assert breaker.failure_count == 2
    await times(breaker, 1)
    assert breaker.state == "open"
    called: list[int] = []
    clock.now += 10
    with pytest.raises(CircuitBreakerOpen) as caught:
        await breaker.call(called.append, 1)
    assert called == []
    assert caught.value.retry_after == pytest.approx(20)


async def test_a_success_in_between_starts_the_count_again() -> None:
    breaker = CircuitBreaker(2)
    await times(breaker, 1)
    await breaker.call(answer)
    assert breaker.failure_count == 0
    await times(breaker, 1)
    assert breaker.state == "closed"


async def test_it_is_half_open_after_the_recovery_time_and_a_success_closes_it() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 30, clock=clock)
    await times(breaker, 1)
    clock.now += 30
    assert breaker.state == "half-open"
    assert await breaker.call(answer) == "answer"
    assert breaker.state == "closed"
    assert breaker.failure_count == 0


async def test_a_failed_trial_opens_it_for_another_recovery_time() -> None:
    clock = Clock()
    breaker = CircuitBreaker(3, 30, clock=clock)
    await times(breaker, 3)
    clock.now += 30
    await times(breaker, 1)
    assert breaker.state == "open"
    clock.now += 29
    with pytest.raises(CircuitBreakerOpen):
        await breaker.call(answer)


async def test_only_so_many_trials_run_at_a_time() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 30, 2, clock=clock)
    await times(breaker, 1)
    clock.now += 30
    go_on = asyncio.Event()
    trials = [asyncio.create_task(breaker.call(go_on.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(CircuitBreakerOpen) as caught:
        await breaker.call(answer)
    assert caught.value.retry_after > 0
    go_on.set()
    await asyncio.gather(*trials)
    assert breaker.state == "closed"


async def test_a_cancelled_trial_gives_its_place_back() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 30, clock=clock)
    await times(breaker, 1)
    clock.now += 30
    trial = asyncio.create_task(breaker.call(asyncio.Event().wait))
    await asyncio.sleep(0)
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial
    assert breaker.state == "half-open"
    assert await breaker.call(answer) == "answer"
    assert breaker.state == "closed"


class Stop(BaseException):
    """As the interpreter's own: not a failure of anything."""


@pytest.mark.parametrize("stopped", [Stop, asyncio.CancelledError, GeneratorExit])
@pytest.mark.parametrize("state", ["closed", "half-open"])
async def test_what_stops_a_call_from_outside_leaves_things_as_they_were(
    state: str, stopped: type[BaseException]
) -> None:
    clock = Clock()
    breaker = CircuitBreaker(2, 30, clock=clock)
    await times(breaker, 1 if state == "closed" else 2)
    clock.now += 30
    for _ in range(3):  # more than there are places for trials
        with pytest.raises(stopped):
            async with breaker.guard():
                raise stopped
    assert (breaker.state, breaker.failure_count) == (state, 1 if state == "closed" else 2)
    assert await breaker.call(answer) == "answer"
    assert breaker.state == "closed"


async def test_a_trial_whose_error_cannot_be_told_gives_its_place_back() -> None:
    clock, told = Clock(), True

    def counts(_: Exception) -> bool:
        if not told:
            raise RuntimeError("cannot tell")
        return True

    breaker = CircuitBreaker(1, 30, counts=counts, clock=clock)
    await times(breaker, 1)
    clock.now += 30
    told = False
    with pytest.raises(RuntimeError, match="cannot tell"):
        await breaker.call(fail)
    assert await breaker.call(answer) == "answer"


async def test_what_does_not_count_is_an_answer() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 30, counts=lambda error: isinstance(error, OSError), clock=clock)

    def refuse() -> NoReturn:
        raise ValueError("bad request")

    with pytest.raises(ValueError, match="bad request"):
        await breaker.call(refuse)
    assert breaker.state == "closed"
    await times(breaker, 1)
    clock.now += 30
    with pytest.raises(ValueError, match="bad request"):
        await breaker.call(refuse)
    assert breaker.state == "closed"


async def test_a_call_from_before_the_circuit_opened_says_nothing_about_it_now() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 30, clock=clock)
    late = asyncio.Event()

    async def late_failure() -> NoReturn:
        await late.wait()
        raise OSError("down")

    slow = asyncio.create_task(breaker.call(late_failure))
    slow_success = asyncio.create_task(breaker.call(late.wait))
    await asyncio.sleep(0)
    await times(breaker, 1)
    opened = clock.now
    clock.now += 20
    late.set()
    with pytest.raises(OSError, match="down"):
        await slow
    await slow_success
    clock.now = opened + 30
    assert breaker.state == "half-open"


async def test_a_guard_spans_several_awaits() -> None:
    breaker = CircuitBreaker(1)
    with pytest.raises(OSError, match="broke"):
        async with breaker.guard():
            await asyncio.sleep(0)
            raise OSError("the stream broke")
    assert breaker.state == "open"
    with pytest.raises(CircuitBreakerOpen):
        async with breaker.guard():
            pytest.fail("it was let through")


async def test_an_abandoned_stream_is_no_failure() -> None:
    breaker = CircuitBreaker(1)

    async def stream() -> AsyncGenerator[int]:
        async with breaker.guard():
            yield 1
            yield 2

    pieces = stream()
    assert await anext(pieces) == 1
    await pieces.aclose()
    assert breaker.state == "closed"


async def test_statistics() -> None:
    breaker = CircuitBreaker(2)
    assert breaker.get_stats()["failure_rate"] == 0
    await breaker.call(answer)
    await times(breaker, 2)
    with pytest.raises(CircuitBreakerOpen):
        await breaker.call(answer)
    assert breaker.get_stats() == {
        "state": "open",
        "failure_count": 2,
        "total_calls": 3,
        "total_failures": 2,
        "failure_rate": pytest.approx(2 / 3),
    }


def test_thresholds_are_positive() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        CircuitBreaker(failure_threshold=0)
    with pytest.raises(ValueError, match="at least 1"):
        CircuitBreaker(half_open_max_calls=0)


class AnyHistory(RuleBasedStateMachine):
    """Whatever happens in whatever order: no call while open, few trials while half-open, and it can always recover."""

    THRESHOLD, RECOVERY, TRIALS = 3, 10.0, 2

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = CircuitBreaker(self.THRESHOLD, self.RECOVERY, self.TRIALS, clock=self.clock)
        self.running: list[tuple[int, bool]] = []

    @rule()
    def begin(self) -> None:
        state = self.breaker.state
        try:
            entry = self.breaker._enter()
        except CircuitBreakerOpen as refused:
            assert state != "closed"
            assert refused.retry_after > 0
        else:
            assert state != "open"
            self.running.append(entry)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), error=st.sampled_from([None, OSError(), asyncio.CancelledError()]))
    def end(self, data: st.DataObject, error: BaseException | None) -> None:
        entry = self.running.pop(data.draw(st.integers(0, len(self.running) - 1)))
        self.breaker._leave(*entry, error)

    @rule(seconds=st.floats(0, 25))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @invariant()
    def few_trials(self) -> None:
        assert 0 <= self.breaker._trials <= self.TRIALS

    @invariant()
    def a_closed_circuit_has_few_failures(self) -> None:
        if self.breaker.state == "closed":
            assert self.breaker.failure_count < self.THRESHOLD

    def teardown(self) -> None:
        for entry in self.running:
            self.breaker._leave(*entry, asyncio.CancelledError())
        self.clock.now += self.RECOVERY
        self.breaker._leave(*self.breaker._enter(), None)
        assert self.breaker.state == "closed"


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
