"""A circuit breaker: after repeated failures, calls to an outside service are refused until it has had a rest."""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Literal, Self, TypedDict, overload

type CircuitState = Literal["closed", "open", "half-open"]


class CircuitBreakerOpen(Exception):  # the name is part of the contract
    """The call was refused without being made; `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("the circuit is open: the service failed repeatedly and is left alone for a while")
        self.retry_after = retry_after


class CircuitStats(TypedDict):
    """`total_calls` leaves out refused ones; `failure_rate` is 0 to 1, over all calls since the start."""

    state: CircuitState
    failure_count: int
    total_calls: int
    total_failures: int
    failure_rate: float


class CircuitBreaker:
    """Opens after `failure_threshold` failures in a row and lets trial calls through after `recovery_timeout` seconds.

    While half-open, at most `half_open_max_calls` trials run at a time: the first that succeeds closes the circuit, the
    first that fails opens it again. `counts` tells which exceptions mean that the service failed (all of them, unless
    given); any other exception is an answer, and an answer is a success. A cancelled call says nothing about the
    service: it only gives its place back. Safe among the tasks of one event loop.
    """

    def __init__(
        self,
        failure_threshold: int = 5,
        recovery_timeout: float = 30.0,
        half_open_max_calls: int = 1,
        *,
        counts: Callable[[Exception], bool] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if failure_threshold < 1 or half_open_max_calls < 1:
            raise ValueError("failure_threshold and half_open_max_calls are at least 1")
        self._threshold = failure_threshold
        self._recovery = recovery_timeout
        self._max_trials = half_open_max_calls
        self._counts = counts
        self._clock = clock
        self._opened_at: float | None = None  # None: closed
        self._period = 0  # grows whenever the circuit opens or closes; results of earlier periods are too old to count
        self._trials = 0
        self._failures = 0
        self._total_calls = 0
        self._total_failures = 0

    @property
    def state(self) -> CircuitState:
        if self._opened_at is None:
            return "closed"
        return "half-open" if self._clock() - self._opened_at >= self._recovery else "open"

    @property
    def failure_count(self) -> int:
        """Failures in a row."""
        return self._failures

    def get_stats(self) -> CircuitStats:
        return {
            "state": self.state,
            "failure_count": self._failures,
            "total_calls": self._total_calls,
            "total_failures": self._total_failures,
            "failure_rate": self._total_failures / self._total_calls if self._total_calls else 0.0,
        }

    @overload
    async def call[**P, R](self, fn: Callable[P, Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> R: ...
    @overload
    async def call[**P, R](self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R: ...
    async def call(self, fn: Callable[..., object], *args: object, **kwargs: object) -> object:
        """What `fn(*args, **kwargs)` gives, awaited if need be. Raises `CircuitBreakerOpen`, or what `fn` raises."""
        async with self.guard():
            result = fn(*args, **kwargs)
            return await result if inspect.isawaitable(result) else result

    def guard(self) -> CircuitGuard:
        """`async with breaker.guard():` around one call that spans several awaits, such as reading a stream."""
        return CircuitGuard(self)

    def _enter(self) -> tuple[int, bool]:
        trial = False
        if self._opened_at is not None:
            rest = self._opened_at + self._recovery - self._clock()
            if rest > 0 or self._trials >= self._max_trials:
                raise CircuitBreakerOpen(max(rest, 1.0))
            self._trials += 1
            trial = True
        self._total_calls += 1
        return self._period, trial

    def _leave(self, period: int, trial: bool, error: BaseException | None) -> None:
        current = period == self._period
        if trial and current:
            self._trials -= 1
        if error is not None and not isinstance(error, Exception):
            return  # cancelled, or an abandoned generator
        if error is not None and (self._counts is None or self._counts(error)):
            self._total_failures += 1
            if current:
                self._failures += 1
                if trial or self._failures >= self._threshold:
                    self._turn(self._clock())
        elif current:
            self._failures = 0
            if trial:
                self._turn(None)

    def _turn(self, opened_at: float | None) -> None:
        self._opened_at = opened_at
        self._period += 1
        self._trials = 0


class CircuitGuard:
    """One guarded call: entering may raise `CircuitBreakerOpen`, leaving tells the breaker how it went."""

    def __init__(self, breaker: CircuitBreaker) -> None:
        self._breaker = breaker
        self._entry: tuple[int, bool] | None = None

    async def __aenter__(self) -> Self:
        self._entry = self._breaker._enter()  # pyright: ignore[reportPrivateUsage]
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if self._entry is not None:
            self._breaker._leave(*self._entry, error)  # pyright: ignore[reportPrivateUsage]
