"""The lifecycle of an interview as seen from outside the orchestrator: its facts, its events, and bringing it back.

The database is the truth and the orchestration the clock and the foreman. Every method here may fail or be repeated
without harm: what is missed, the reconciler finds.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.errors import ServiceUnavailable
from shared.interviews.progress import time_limit_seconds
from shared.interviews.service import InterviewService, InterviewView
from shared.models.interview import InterviewStatus
from shared.models.lifecycle import EVENT_OF_STATUS, LifecycleEvent, LifecycleFacts
from shared.services.orchestration import OrchestrationClient
from shared.services.supabase_client import SupabaseService
from shared.telemetry import log_event

if TYPE_CHECKING:
    from shared.settings import Settings

ORCHESTRATOR = "interview_lifecycle"
_OVER = frozenset({"COMPLETED", "FAILED", "TERMINATED"})
_PAGE = 200
_AT_ONCE = 16


class LifecycleService:
    """Starts lifecycles, tells them what happened, and reconciles them with the database."""

    def __init__(
        self,
        database: SupabaseService,
        interviews: InterviewService,
        orchestrations: OrchestrationClient,
        settings: "Settings",
    ) -> None:
        self._database = database
        self._interviews = interviews
        self._orchestrations = orchestrations
        self._settings = settings
        self._background: set[asyncio.Task[Any]] = set()

    async def facts(self, interview_id: UUID) -> LifecycleFacts:
        """The facts from the database."""
        view = await self._interviews.open(None, interview_id)
        return LifecycleFacts(
            status=view.interview.status,
            run=view.lifecycle_run,
            scoring=view.scoring_status,
            due_at=self._due_at(view),
            progress=view.progress(),
        )

    def _due_at(self, view: InterviewView) -> datetime | None:
        interview = view.interview
        if interview.status is InterviewStatus.SCHEDULED:
            return (interview.scheduled_at or interview.created_at) + timedelta(hours=self._settings.no_show_hours)
        if interview.status is InterviewStatus.IN_PROGRESS and interview.started_at is not None:
            limit = time_limit_seconds(view.plan, interview, self._settings.interview_grace_seconds)
            return interview.started_at + timedelta(seconds=limit)
        return None

    async def begin(self, interview_id: UUID, after_run: int = 0) -> bool:
        """Starts the run that follows `after_run`, unless somebody else does; False when it was not started here."""
        if not self._orchestrations.ready:
            return False
        run = after_run + 1
        payload = {"interview_id": str(interview_id), "run": run}
        claim = {"p_interview_id": str(interview_id), "p_run": after_run}
        try:
            if not await self._database.rpc("claim_lifecycle_run", claim):
                return False
            await self._orchestrations.start(interview_id, run, ORCHESTRATOR, payload)
        except Exception as error:
            log_event("lifecycle.not_started", interview_id=interview_id, run=run, reason=type(error).__name__)
            return False
        log_event("lifecycle.started", interview_id=interview_id, run=run)
        return True

    def tell_soon(self, interview_id: UUID, run: int, event: LifecycleEvent) -> None:
        """Raises an event on the run that the interview had when the database changed, beside the caller."""
        task = asyncio.create_task(self._orchestrations.raise_event(interview_id, run, event))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def ensure_scoring(self, interview_id: UUID) -> None:
        """Sees to it that a run is at work on the scoring that is due; where it cannot, the reconciler does."""
        view = await self._interviews.open(None, interview_id)
        if not self._orchestrations.ready:
            return
        try:
            known = await self._orchestrations.status(interview_id, view.lifecycle_run)
        except ServiceUnavailable:
            return
        if known is None or known[0] in _OVER:
            await self.begin(interview_id, view.lifecycle_run)
        else:
            await self._orchestrations.raise_event(interview_id, view.lifecycle_run, "ended")

    async def custom_status(self, view: InterviewView) -> dict[str, Any] | None:
        """What the orchestration itself reports of its progress; None when it cannot be asked."""
        if not self._orchestrations.ready:
            return None
        try:
            known = await self._orchestrations.status(view.interview.id, view.lifecycle_run)
        except ServiceUnavailable:
            return None
        return known[1] if known else None

    async def reconcile(self) -> int:
        """Brings back every interview whose run is missing, over too early, or behind the database; gives how many.

        Raises 503 when the database or the engine cannot be asked.
        """
        mended, after, at_once = 0, None, asyncio.Semaphore(_AT_ONCE)

        async def mend(row: Mapping[str, Any]) -> bool:
            async with at_once:
                return await self._reconcile_one(row)

        while True:
            page = await self._database.rpc("unfinished_interviews", {"p_after": after, "p_limit": _PAGE})
            results = await asyncio.gather(*map(mend, page), return_exceptions=True)
            failures = [result for result in results if isinstance(result, BaseException)]
            if failures and len(failures) == len(results):
                raise failures[0]
            for failure in failures:  # one that cannot be asked does not keep the others waiting
                log_event("lifecycle.reconcile.one_failed", error=failure)
            mended += sum(result for result in results if not isinstance(result, BaseException))
            if len(page) < _PAGE:
                break
            after = page[-1]["id"]
        if mended:
            log_event("lifecycle.reconciled", count=mended)
        return mended

    async def aclose(self) -> None:
        if self._background:
            await asyncio.wait(self._background, timeout=5)

    async def _reconcile_one(self, row: Mapping[str, Any]) -> bool:
        interview_id, run = UUID(row["id"]), int(row["lifecycle_run"])
        status = InterviewStatus(row["status"])
        known = await self._orchestrations.status(interview_id, run)
        if known is None or known[0] in _OVER:
            return await self.begin(interview_id, run)
        event = EVENT_OF_STATUS.get(status)
        if event is not None and known[1].get("status") not in (None, status.value):
            return await self._orchestrations.raise_event(interview_id, run, event)
        return False
