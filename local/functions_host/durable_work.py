"""Carries Durable work from the engine to the app's functions and their results back, with redelivery."""

import asyncio
import base64
import logging
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable

from durabletask.internal import helpers
from durabletask.internal import orchestrator_service_pb2 as pb
from google.protobuf import wrappers_pb2

from .durable_engine import DirectCall, Engine, EngineError
from .protocol import TypedData
from .settings import HostSettings
from .worker import Call, Failure, Function, FunctionCrashedError, FunctionTimeoutError, Worker

logger = logging.getLogger("host.durable")

_MAX_DELIVERIES = 5
_FIRST_REDELIVERY_SECONDS = 0.2  # doubles each time
_TRIGGER_NAMES = {
    "orchestrationTrigger": "orchestration",
    "activityTrigger": "activity",
    "entityTrigger": "entityName",
}


class DurableWork:
    """Takes work items from the engine for as long as the host runs."""

    def __init__(self, engine: Engine, worker: Worker, functions: Iterable[Function], settings: HostSettings) -> None:
        self._engine = engine
        self._worker = worker
        self._call = DirectCall()
        self._functions = {
            (function.trigger_type, durable_name(function).lower()): function
            for function in functions
            if function.trigger_type in _TRIGGER_NAMES
        }
        self._orchestrators = asyncio.Semaphore(settings.max_concurrent_orchestrators)
        self._activities = asyncio.Semaphore(settings.max_concurrent_activities)
        self._deliveries: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = threading.Event()
        self._loop = asyncio.get_running_loop()

    def start(self) -> None:
        """Begin to take work."""
        threading.Thread(target=self._pump, name="durable-work", daemon=True).start()

    async def stop(self) -> None:
        """Take no more work and cancel what is running; the engine's state goes with the process."""
        self._stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _pump(self) -> None:
        call = DirectCall(is_active=lambda: not self._stopping.is_set())
        while not self._stopping.is_set():
            for item in self._engine.GetWorkItems(pb.GetWorkItemsRequest(), call):
                try:
                    self._loop.call_soon_threadsafe(self._accept, item)
                except RuntimeError:  # the loop is closed: the host has stopped
                    return

    def _accept(self, item: pb.WorkItem) -> None:
        kind = item.WhichOneof("request")
        if kind == "orchestratorRequest":
            work = self._orchestrate(item.orchestratorRequest, item.completionToken)
        elif kind == "activityRequest":
            work = self._act(item.activityRequest, item.completionToken)
        elif kind == "entityRequestV2":
            work = self._operate(item.entityRequestV2, item.completionToken)
        else:
            logger.error("The Durable engine sent work of an unknown kind: %s.", kind)
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("A Durable work item could not be completed.", exc_info=error)

    async def _orchestrate(self, request: pb.OrchestratorRequest, token: str) -> None:
        events = (*request.pastEvents, *request.newEvents)
        name = [event.executionStarted.name for event in events if event.HasField("executionStarted")][-1]
        function = self._functions.get(("orchestrationTrigger", name.lower()))

        def fail(failure: Failure) -> None:
            action = pb.OrchestratorAction(
                id=-1,
                completeOrchestration=pb.CompleteOrchestrationAction(
                    orchestrationStatus=pb.ORCHESTRATION_STATUS_FAILED, failureDetails=_details(failure)
                ),
            )
            self._complete_orchestrator(
                pb.OrchestratorResponse(instanceId=request.instanceId, actions=[action], completionToken=token)
            )

        async def run() -> None:
            async with self._orchestrators:
                encoded = await self._invoke(function, TypedData(string=_encode(request)))
            response = pb.OrchestratorResponse.FromString(base64.b64decode(encoded))
            response.completionToken = token
            self._complete_orchestrator(response)

        async def abandon() -> None:
            self._engine.AbandonTaskOrchestratorWorkItem(
                pb.AbandonOrchestrationTaskRequest(completionToken=token), self._call
            )

        if function is None:
            fail(_missing("orchestrator", name))
        else:
            await self._deliver(f"orchestration {request.instanceId}", run, abandon, fail)

    def _complete_orchestrator(self, response: pb.OrchestratorResponse) -> None:
        try:
            self._engine.CompleteOrchestratorTask(response, self._call)
        except EngineError:
            logger.exception("The Durable engine refused the result of orchestration %s.", response.instanceId)

    async def _act(self, request: pb.ActivityRequest, token: str) -> None:
        function = self._functions.get(("activityTrigger", request.name.lower()))
        instance_id = request.orchestrationInstance.instanceId

        def complete(result: str | None, failure: Failure | None) -> None:
            response = pb.ActivityResponse(instanceId=instance_id, taskId=request.taskId, completionToken=token)
            if failure is not None:
                response.failureDetails.CopyFrom(_details(failure))
            else:
                response.result.CopyFrom(wrappers_pb2.StringValue(value=result or "null"))
            try:
                self._engine.CompleteActivityTask(response, self._call)
            except EngineError:
                logger.exception("The Durable engine refused the result of activity %s.", request.name)

        async def run() -> None:
            argument = request.input.value if request.HasField("input") else "null"
            assert function is not None
            async with self._activities:
                outcome = await self._worker.invoke(function, Call(TypedData(json=argument)))
            if outcome.failure is not None:
                logger.warning("Activity %s failed.\n%s", request.name, outcome.failure.stack.rstrip())
            complete(outcome.value.value if outcome.value else None, outcome.failure)

        async def again() -> None:
            await self._act(request, token)

        if function is None:
            complete(None, _missing("activity", request.name))
        else:
            key = f"activity {request.name} #{request.taskId} of {instance_id}"
            await self._deliver(key, run, again, lambda failure: complete(None, failure))

    async def _operate(self, request: pb.EntityRequest, token: str) -> None:
        batch, operations = helpers.convert_to_entity_batch_request(request)
        name = request.instanceId.split("@")[1] if request.instanceId.count("@") >= 2 else request.instanceId
        function = self._functions.get(("entityTrigger", name.lower()))

        def complete(result: pb.EntityBatchResult) -> None:
            result.completionToken = token
            del result.operationInfos[:]
            result.operationInfos.extend(operations)
            self._engine.CompleteEntityTask(result, self._call)

        def fail(failure: Failure) -> None:
            failed = pb.OperationResult(failure=pb.OperationResultFailure(failureDetails=_details(failure)))
            complete(pb.EntityBatchResult(results=[failed] * len(operations), entityState=request.entityState))

        async def run() -> None:
            async with self._orchestrators:
                encoded = await self._invoke(function, TypedData(string=_encode(batch)))
            complete(pb.EntityBatchResult.FromString(base64.b64decode(encoded)))

        async def abandon() -> None:
            self._engine.AbandonTaskEntityWorkItem(pb.AbandonEntityTaskRequest(completionToken=token), self._call)

        if function is None:
            fail(_missing("entity", name))
        else:
            await self._deliver(f"entity {request.instanceId}", run, abandon, fail)

    async def _invoke(self, function: Function | None, trigger: TypedData) -> str:
        """Run an orchestrator or entity function; user errors come back encoded, so a failure is the worker's own."""
        assert function is not None
        outcome = await self._worker.invoke(function, Call(trigger))
        if outcome.failure is not None:
            raise FunctionCrashedError(f"{outcome.failure.error}: {outcome.failure.message}\n{outcome.failure.stack}")
        assert outcome.value is not None
        return outcome.value.value

    async def _deliver(
        self,
        what: str,
        run: Callable[[], Awaitable[None]],
        redeliver: Callable[[], Awaitable[None]],
        fail: Callable[[Failure], None],
    ) -> None:
        """Run a work item. Work whose code crashed is delivered again after a pause, a few times, then failed."""
        try:
            await run()
            self._deliveries.pop(what, None)
        except FunctionTimeoutError as error:
            logger.error("%s", error)
            fail(Failure(error="FunctionTimeoutException", message=str(error), stack=""))
        except FunctionCrashedError as error:
            self._deliveries[what] += 1
            count = self._deliveries[what]
            if count >= _MAX_DELIVERIES:
                del self._deliveries[what]
                logger.error("%s crashed %d times and is given up: %s", what, count, error)
                fail(Failure(error="WorkerCrashed", message=str(error), stack=""))
                return
            pause = _FIRST_REDELIVERY_SECONDS * 2 ** (count - 1)
            logger.warning("%s crashed and is delivered again in %.1f s: %s", what, pause, error)
            await asyncio.sleep(pause)
            await redeliver()


def durable_name(function: Function) -> str:
    """The name by which Durable calls an orchestrator, activity or entity function."""
    return function.trigger.get(_TRIGGER_NAMES[function.trigger_type]) or function.name


def _encode(message: pb.OrchestratorRequest | pb.EntityBatchRequest) -> str:
    return base64.b64encode(message.SerializeToString()).decode()


def _missing(kind: str, name: str) -> Failure:
    message = f"The {kind} function '{name}' doesn't exist, is disabled, or is not an {kind} function."
    return Failure(error="FunctionNotFound", message=message, stack="")


def _details(failure: Failure) -> pb.TaskFailureDetails:
    return pb.TaskFailureDetails(
        errorType=failure.error,
        errorMessage=failure.message or failure.error,  # the engine takes an empty message for success
        stackTrace=wrappers_pb2.StringValue(value=failure.stack),
        isNonRetriable=failure.error == "FunctionNotFound",
    )
