"""Runs timer-triggered functions on their schedules."""

import asyncio
import json
import logging
import os
from datetime import UTC, datetime

from .protocol import TypedData
from .retries import run
from .schedules import Cron, Interval, parse_schedule
from .settings import resolve_settings
from .worker import Call, Function, Worker

logger = logging.getLogger("host.timers")

_LONGEST_SLEEP_SECONDS = 30.0  # looks at the wall clock again after a laptop's sleep
_PAST_DUE_SECONDS = 1.0


class Timer:
    """One timer function. Its runs never overlap: what comes due during a run is skipped."""

    def __init__(self, worker: Worker, function: Function) -> None:
        """Raises `ScheduleError` or `SettingsError` when the schedule cannot be understood."""
        self.function = function
        self._worker = worker
        self._schedule: Cron | Interval = parse_schedule(resolve_settings(function.trigger["schedule"], os.environ))
        self._running = asyncio.Lock()
        self._last: datetime | None = None

    async def keep_time(self) -> None:
        """Run on schedule until cancelled."""
        if self.function.trigger.get("runOnStartup"):
            await self.run(past_due=False)
        while True:
            due = self._schedule.next_after(datetime.now(UTC))
            if due is None:
                logger.warning("Timer %s never comes due: %s.", self.function.name, self.function.trigger["schedule"])
                return
            late = await _reach(due)
            await self.run(past_due=late > _PAST_DUE_SECONDS)

    async def run(self, past_due: bool = False) -> None:
        """Run once, after the run that is under way, if any. What goes wrong is logged."""
        async with self._running:
            now = datetime.now(UTC)
            following = self._schedule.next_after(now)
            status = {
                "Last": (self._last or datetime.min.replace(tzinfo=UTC)).isoformat(),
                "Next": (following or datetime.max.replace(tzinfo=UTC)).isoformat(),
                "LastUpdated": (self._last or datetime.min.replace(tzinfo=UTC)).isoformat(),
            }
            self._last = now
            request = {"Schedule": {"AdjustForDST": True}, "ScheduleStatus": status, "IsPastDue": past_due}
            await run(self._worker, self.function, Call(TypedData(json=json.dumps(request))))


async def _reach(due: datetime) -> float:
    """Wait for a moment; gives the seconds it is already past."""
    while True:
        wait = (due - datetime.now(UTC)).total_seconds()
        if wait <= 0:
            return -wait
        await asyncio.sleep(min(wait, _LONGEST_SLEEP_SECONDS))
