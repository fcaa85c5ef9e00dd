"""Retries for async calls: bounded attempts, growing delays with jitter, and an overall deadline."""

from __future__ import annotations

import asyncio
import functools
import inspect
import random
import time
from collections.abc import Awaitable, Callable, Iterator

type OnRetry = Callable[[int, Exception, float], Awaitable[None] | None]
"""Called with the number of the attempt that failed (from 1), its error, and the delay in seconds before the next."""

type RetryAfter = Callable[[Exception], float | None]
"""Reads from an error how many seconds the other side asks us to wait, or None."""

_JITTER = 0.25  # a delay is lengthened by up to this fraction, so that callers who failed together part


class RetryExhaustedError(Exception):
    """Every attempt failed; `attempts` were made and `last_error` ended the last one. Only with `raise_exhausted`."""

    def __init__(self, attempts: int, last_error: Exception) -> None:
        super().__init__(f"gave up after {attempts} attempts: {type(last_error).__name__}")
        self.attempts = attempts
        self.last_error = last_error


def async_retry[**P, R](
    max_retries: int = 3,
    exceptions: type[Exception] | tuple[type[Exception], ...] = (Exception,),
    base_delay: float = 0.5,
    max_delay: float = 30.0,
    exponential_base: float = 2.0,
    on_retry: OnRetry | None = None,
    *,
    retry_after: RetryAfter | None = None,
    deadline: float | None = None,
    raise_exhausted: bool = False,
    sleep: Callable[[float], Awaitable[object]] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Decorates an async function so that it is tried up to `max_retries` times in all.

    Only `exceptions` are tried again; anything else, and a cancellation, passes at once. The delay before attempt n + 1
    is `base_delay * exponential_base ** (n - 1)` seconds plus jitter, at most `max_delay`, and never less than the one
    before. A wait that `retry_after` reads from the error takes its place. When a delay would not end before `deadline`
    (seconds from the call), no further attempt is made; the deadline does not interrupt an attempt that is running. The
    last error is raised as it came, or as the cause of `RetryExhaustedError` when `raise_exhausted` is set. `sleep` and
    `clock` replace asyncio's sleep and the monotonic clock.
    """
    if max_retries < 1:
        raise ValueError("max_retries is the number of attempts: at least 1")

    def decorate(function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(function)
        async def attempt_until_done(*args: P.args, **kwargs: P.kwargs) -> R:
            ends = None if deadline is None else clock() + deadline
            delays = backoff(base_delay, max_delay, exponential_base)
            attempt = 0
            while True:
                attempt += 1
                try:
                    return await function(*args, **kwargs)
                except exceptions as error:
                    delay = next(delays)
                    if retry_after is not None and (asked := retry_after(error)) is not None:
                        delay = max(asked, 0.0)
                    if attempt >= max_retries or (ends is not None and clock() + delay >= ends):
                        if raise_exhausted:
                            raise RetryExhaustedError(attempt, error) from error
                        raise
                    if on_retry is not None and inspect.isawaitable(told := on_retry(attempt, error, delay)):
                        await told
                await (sleep or asyncio.sleep)(delay)

        return attempt_until_done

    return decorate


def backoff(
    base_delay: float, max_delay: float, exponential_base: float, rand: Callable[[], float] = random.random
) -> Iterator[float]:
    """Endless delays in seconds: exponential, lengthened by jitter, capped, none shorter than the one before."""
    previous, step = 0.0, base_delay
    while True:
        previous = min(max_delay, max(previous, step * (1 + _JITTER * rand())))
        yield previous
        step = min(max_delay, step * exponential_base)  # capped here too, so that it cannot overflow
