"""Runs a function as often as its retry policy says, and says what went wrong."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .protocol import Record
from .worker import Call, Failure, Function, FunctionCrashedError, FunctionTimeoutError, Worker

logger = logging.getLogger("host")

_FOREVER = -1


@dataclass(frozen=True)
class RetryPolicy:
    """`@app.retry`: how many more times (-1: without end), and the seconds between."""

    more: int
    least_seconds: float
    most_seconds: float

    def pause(self, retry: int) -> float:
        """Seconds before the retry with this number, from 1."""
        return min(self.least_seconds * 2 ** min(retry - 1, 30), self.most_seconds)


def policy_of(function: Function) -> RetryPolicy | None:
    """The function's policy, if it declares one."""
    options = function.retry_options
    if options is None:
        return None
    if options.retry_strategy == "fixed_delay":
        seconds = options.delay_interval.total_seconds()
        return RetryPolicy(options.max_retry_count, seconds, seconds)
    least, most = options.minimum_interval.total_seconds(), options.maximum_interval.total_seconds()
    return RetryPolicy(options.max_retry_count, least, most)


async def run(worker: Worker, function: Function, call: Call) -> Failure | None:
    """Run a function, again by its policy; every failure is logged, the last one is given."""
    policy = policy_of(function)
    retry = 0
    failure: Failure | None = None
    while True:
        context = _context(policy, retry, failure)
        failure = await _once(worker, function, call, context)
        if failure is None:
            return None
        logger.error("Function %s failed.\n%s", function.name, (failure.stack or failure.message).rstrip())
        if policy is None or (policy.more != _FOREVER and retry >= policy.more):
            return failure
        retry += 1
        await asyncio.sleep(policy.pause(retry))


async def _once(worker: Worker, function: Function, call: Call, context: Mapping[str, Any]) -> Failure | None:
    try:
        outcome = await worker.invoke(function, call, retry_context=Record(**context))
    except (FunctionTimeoutError, FunctionCrashedError) as error:
        return Failure(error=type(error).__name__, message=str(error), stack="")
    return outcome.failure


def _context(policy: RetryPolicy | None, retry: int, failure: Failure | None) -> Mapping[str, Any]:
    exception = Record(source="", stack_trace=failure.stack, message=failure.message) if failure else None
    return {"retry_count": retry, "max_retry_count": policy.more if policy else 0, "exception": exception}
