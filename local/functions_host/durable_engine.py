"""The Durable engine: durabletask's in-memory backend on a loopback port, with what one machine needs mended.

Mended here, each against the engine of durabletask 1.12.0: it listens on loopback only; timers share one thread and a
timer of an earlier continue-as-new generation stays silent; a sub-orchestration may run longer than 30 s; a finished
instance id can be started again, as the real extension allows; waiting clients cannot starve completions.
"""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, NoReturn

import grpc
from durabletask.internal import helpers
from durabletask.internal import orchestrator_service_pb2 as pb
from durabletask.internal import orchestrator_service_pb2_grpc as services
from durabletask.testing.in_memory_backend import InMemoryOrchestrationBackend, OrchestrationInstance

logger = logging.getLogger("host.durable")

_MAX_HISTORY_EVENTS = 100_000
_CLIENT_THREADS = 256  # each waiting client call holds one
_FOREVER_SECONDS = float(threading.TIMEOUT_MAX)
_LONGEST_SLEEP_SECONDS = 30.0  # looks at the wall clock again after a laptop's sleep
_FINISHED = (pb.ORCHESTRATION_STATUS_COMPLETED, pb.ORCHESTRATION_STATUS_FAILED, pb.ORCHESTRATION_STATUS_TERMINATED)


class EngineError(Exception):
    """The engine refused a call; `code` is the gRPC status it would have answered with."""

    def __init__(self, code: grpc.StatusCode, details: str) -> None:
        super().__init__(details)
        self.code = code


class DirectCall(grpc.ServicerContext):
    """Lets this process call the engine's methods without gRPC; a refusal raises `EngineError`."""

    def __init__(self, is_active: Callable[[], bool] = lambda: True) -> None:
        self._is_active = is_active

    def is_active(self) -> bool:
        """Whether the caller is still interested."""
        return self._is_active()

    def abort(self, code: grpc.StatusCode, details: str) -> NoReturn:
        """Refuse the call."""
        raise EngineError(code, details)

    def _nothing(self, *_args: Any, **_kwargs: Any) -> Any:
        """A gRPC feature that direct calls have no use for."""

    abort_with_status = time_remaining = add_callback = auth_context = cancel = code = details = _nothing
    invocation_metadata = peer = peer_identities = peer_identity_key = send_initial_metadata = _nothing
    set_code = set_details = set_compression = set_trailing_metadata = trailing_metadata = _nothing
    disable_next_message_compression = _nothing


class Engine(InMemoryOrchestrationBackend):
    """Orchestrations, entities, their timers and their state, in memory."""

    def __init__(self, replace_finished_instances: bool = True) -> None:
        super().__init__(max_history_size=_MAX_HISTORY_EVENTS, port=0)
        self._replace_finished = replace_finished_instances
        self._alarms = _Alarms()

    def start(self) -> str:
        """Listen for clients on a free loopback port; gives its address."""
        unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        threads = ThreadPoolExecutor(_CLIENT_THREADS, thread_name_prefix="durable-engine")
        self._server = grpc.server(threads, options=unlimited)
        services.add_TaskHubSidecarServiceServicer_to_server(self, self._server)
        self._port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()
        self._alarms.start()
        return f"127.0.0.1:{self._port}"

    def stop(self, grace: float | None = None) -> None:
        """Let go of all waiting clients and stop listening. Everything is forgotten."""
        self._alarms.stop()
        self._shutdown_event.set()
        with self._lock:
            for waiter in itertools.chain.from_iterable(self._state_waiters.values()):
                waiter.event.set()
        super().stop(grace or 0)

    def StartInstance(  # noqa: N802 - gRPC's name
        self, request: pb.CreateInstanceRequest, context: grpc.ServicerContext
    ) -> pb.CreateInstanceResponse:
        """Start an orchestration; a finished one of the same id gives way unless the caller says otherwise."""
        if self._replace_finished and not request.orchestrationIdReusePolicy.replaceableStatus:
            request.orchestrationIdReusePolicy.replaceableStatus.extend(_FINISHED)
        return super().StartInstance(request, context)

    def RaiseEvent(  # noqa: N802 - gRPC's name
        self, request: pb.RaiseEventRequest, context: grpc.ServicerContext
    ) -> pb.RaiseEventResponse:
        """Raise an event; one for a finished instance is dropped, as the real extension does."""
        with self._lock:
            instance = self._instances.get(request.instanceId)
            if instance is not None and self._is_terminal_status(instance.status):
                return pb.RaiseEventResponse()
            return super().RaiseEvent(request, context)

    def CompleteOrchestratorTask(  # noqa: N802 - gRPC's name
        self, request: pb.OrchestratorResponse, context: grpc.ServicerContext
    ) -> pb.CompleteTaskResponse:
        """Take an orchestrator's decisions; what came in for it meanwhile is looked at without delay."""
        try:
            return super().CompleteOrchestratorTask(request, context)
        finally:
            self._work_available.set()

    def _wait_for_state(
        self, instance_id: str, predicate: Callable[[OrchestrationInstance], bool], timeout: float | None
    ) -> OrchestrationInstance | None:
        # The backend turns "no timeout" into 30 s, after which a parent never hears of its sub-orchestration.
        return super()._wait_for_state(instance_id, predicate, min(timeout or _FOREVER_SECONDS, _FOREVER_SECONDS))

    def _enqueue_orchestration(self, instance_id: str) -> None:
        super()._enqueue_orchestration(instance_id)
        self._work_available.set()

    def _process_create_timer_action(self, instance: OrchestrationInstance, action: pb.OrchestratorAction) -> None:
        timer_id = action.id
        due = action.createTimer.fireAt.ToDatetime(tzinfo=UTC)
        instance.history.append(helpers.new_timer_created_event(timer_id, due))
        if instance.status == pb.ORCHESTRATION_STATUS_PENDING:
            instance.status = pb.ORCHESTRATION_STATUS_RUNNING

        def fire() -> None:
            with self._lock:
                current = self._instances.get(instance.instance_id) is instance
                # Continue-as-new clears the history but keeps the instance and counts timers from the start again.
                if not current or self._is_terminal_status(instance.status) or not _has_timer(instance, timer_id, due):
                    return
                instance.pending_events.append(helpers.new_timer_fired_event(timer_id, due))
                instance.last_updated_at = datetime.now(UTC)
                self._enqueue_orchestration(instance.instance_id)

        self._alarms.set(due, fire)

    def _schedule_delayed_entity_operation(self, entity_id: str, event: pb.HistoryEvent, fire_at: datetime) -> None:
        def fire() -> None:
            with self._lock:
                self._queue_entity_operation(entity_id, event)

        self._alarms.set(fire_at, fire)


def _has_timer(instance: OrchestrationInstance, timer_id: int, due: datetime) -> bool:
    return any(
        event.eventId == timer_id
        and event.HasField("timerCreated")
        and event.timerCreated.fireAt.ToDatetime(tzinfo=UTC) == due
        for event in instance.history
    )


class _Alarms:
    """Calls functions when the wall clock reaches their time; one thread for all."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._order = itertools.count()
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self._stopped = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="durable-timers", daemon=True).start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def set(self, due: datetime, call: Callable[[], None]) -> None:
        with self._changed:
            heapq.heappush(self._heap, (due, next(self._order), call))
            self._changed.notify()

    def _run(self) -> None:
        while (call := self._next()) is not None:
            try:
                call()
            except Exception:
                logger.exception("A durable timer could not fire.")

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._stopped:
                wait = _LONGEST_SLEEP_SECONDS
                if self._heap:
                    wait = min(wait, (self._heap[0][0] - datetime.now(UTC)).total_seconds())
                    if wait <= 0:
                        return heapq.heappop(self._heap)[2]
                self._changed.wait(wait)
        return None
