"""The app's worker: drives Microsoft's published worker library in this process, without protobuf."""

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import azure_functions_runtime as runtime
from azure_functions_runtime import handle_event
from azure_functions_runtime.http_v2 import HttpV2Registry, http_coordinator

from .protocol import ParameterBinding, Protos, Record, StatusResult, TypedData

logger = logging.getLogger("host.worker")

_NO_RETRY = Record(retry_count=0, max_retry_count=0, exception=None)


class AppLoadError(Exception):
    """The app cannot be indexed. `stack` is the worker's stack trace."""

    def __init__(self, message: str, stack: str = "") -> None:
        super().__init__(message)
        self.stack = stack


class FunctionTimeoutError(Exception):
    """A function ran longer than host.json's `functionTimeout`."""


class FunctionCrashedError(Exception):
    """A function ended in a way that would have ended its worker process (`sys.exit`, a stray cancellation)."""


@dataclass(frozen=True)
class Function:
    """One indexed function: its id in the worker, its trigger and all its bindings as function.json would have them.

    `retry_options` is its retry policy in the words of the worker protocol.
    """

    id: str
    name: str
    trigger: dict[str, Any]
    bindings: list[dict[str, Any]]
    retry_options: Any = None

    @property
    def trigger_type(self) -> str:
        """The trigger's binding type, such as `httpTrigger`."""
        return self.trigger["type"]

    @property
    def storage_bindings(self) -> list[dict[str, Any]]:
        """Its bindings to blobs and queues, the trigger aside."""
        return [binding for binding in self.bindings if binding["type"] in ("blob", "queue")]

    def inputs(self, kind: str) -> list[str]:
        """Parameter names of the input bindings of one type."""
        return [binding["name"] for binding in self.bindings if binding["type"] == kind]


@dataclass(frozen=True)
class Call:
    """What a function is run with: the trigger's value, its metadata for the worker, its values for expressions."""

    trigger: TypedData
    metadata: Mapping[str, TypedData] = field(default_factory=dict[str, TypedData])
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    trace_parent: str = ""


@dataclass(frozen=True)
class Failure:
    """An exception that a function raised. `error` is its class name."""

    error: str
    message: str
    stack: str


@dataclass(frozen=True)
class Outcome:
    """What an invocation gave: the return value and outputs by name, or the failure."""

    value: TypedData | None
    outputs: dict[str, TypedData]
    failure: Failure | None


class BindingError(Exception):
    """An input could not be fetched, or an output could not be delivered; the message says which."""


class Bindings(Protocol):
    """Inputs that are fetched before a function runs, and outputs that are delivered when it has succeeded.

    Both raise `BindingError`, and the invocation has failed.
    """

    async def inputs(self, function: Function, call: Call) -> list[ParameterBinding]: ...

    async def deliver(self, function: Function, call: Call, outputs: Mapping[str, TypedData]) -> None: ...


class Worker:
    """The functions of one app, and the way to run them."""

    def __init__(self, function_timeout: float | None) -> None:
        self._timeout = function_timeout
        self._client_config = ""
        self._bindings: Bindings | None = None
        self.functions: list[Function] = []
        self.streams_http = False

    async def load(self, app_directory: Path) -> None:
        """Import and index the app.

        Raises:
            AppLoadError: the app does not import, or one of its functions does not index (which unloads all of them).
        """
        # With a FastAPI-typed handler the library would start a second web server for the host to proxy to; requests
        # go in through its coordinator instead.
        handle_event.initialize_http_server = lambda host_addr, **_: "in-process"  # noqa: ARG005 - the library's name
        runtime.start_threadpool_executor()
        request = Record(
            request=Record(worker_init_request=Record(capabilities={}, function_app_directory=str(app_directory))),
            properties={"host": "127.0.0.1", "protos": Protos},
        )
        answer = await runtime.worker_init_request(request)
        if answer.result.status != StatusResult.Success:
            raise AppLoadError(answer.result.exception.message, answer.result.exception.stack_trace)
        metadata = await runtime.functions_metadata_request(request)
        self.functions = [_function(found) for found in metadata.function_metadata_results or []]
        self.streams_http = HttpV2Registry.http_v2_enabled()

    def use_durable_client(self, config: str) -> None:
        """Give every `durableClient` binding this configuration (JSON)."""
        self._client_config = config

    def use_bindings(self, bindings: Bindings) -> None:
        """Fetch inputs and deliver outputs with these."""
        self._bindings = bindings

    async def invoke(
        self, function: Function, call: Call, invocation_id: str | None = None, retry_context: Record = _NO_RETRY
    ) -> Outcome:
        """Run a function once, with its own task and context, for at most the function timeout.

        Raises:
            FunctionTimeoutError: it took too long; an async function was cancelled, a sync one still holds its thread.
            FunctionCrashedError: it raised something that is no `Exception`.
        """
        task = asyncio.create_task(self._run(function, call, invocation_id or str(uuid.uuid4()), retry_context))
        started = time.monotonic()
        try:
            answer = await asyncio.wait_for(task, self._timeout)
        except TimeoutError:
            raise FunctionTimeoutError(f"{function.name} ran longer than {self._timeout:g} s") from None
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise
            raise FunctionCrashedError(f"{function.name} was cancelled from within") from None
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("%s took %.1f ms", function.name, (time.monotonic() - started) * 1000)
        failed = answer.result.status != StatusResult.Success
        return Outcome(
            value=None if failed else answer.return_value,
            outputs={} if failed else {output.name: output.data for output in answer.output_data},
            failure=_failure(answer.result.exception) if failed else None,
        )

    async def invoke_streaming(self, function: Function, request: Any, call: Call) -> tuple[Any, Outcome]:
        """Run an HTTP function of a streaming app on a FastAPI request; gives what it returned or raised as well."""
        invocation_id = str(uuid.uuid4())
        http_coordinator.set_http_request(invocation_id, request)
        try:
            outcome = await self.invoke(function, call, invocation_id)
            return http_coordinator._context_references[invocation_id].http_response, outcome
        finally:
            # The library never forgets a request by itself.
            http_coordinator._context_references.pop(invocation_id, None)

    async def _run(self, function: Function, call: Call, invocation_id: str, retry_context: Record) -> Any:
        inputs = [
            ParameterBinding(function.trigger["name"], call.trigger),
            *(
                ParameterBinding(name, TypedData(string=self._client_config))
                for name in function.inputs("durableClient")
            ),
        ]
        invocation = Record(
            invocation_id=invocation_id,
            function_id=function.id,
            input_data=inputs,
            trigger_metadata=call.metadata,
            trace_context=Record(trace_parent=call.trace_parent, trace_state="", attributes={}),
            retry_context=retry_context,
        )
        request = Record(request=Record(invocation_request=invocation))
        try:
            if self._bindings is None:
                return await runtime.invocation_request(request)
            inputs += await self._bindings.inputs(function, call)
            answer = await runtime.invocation_request(request)
            if answer.result.status == StatusResult.Success:
                outputs = {output.name: output.data for output in answer.output_data}
                if answer.return_value is not None:
                    outputs["$return"] = answer.return_value
                await self._bindings.deliver(function, call, outputs)
            return answer
        except BindingError as error:
            exception = Record(message=f"BindingError: {error}", stack_trace=f"BindingError: {error}")
            return Record(result=StatusResult(status=StatusResult.Failure, exception=exception))
        except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
            # Left alone, SystemExit would stop the event loop and with it the host.
            raise FunctionCrashedError(f"{function.name} raised {type(error).__name__}") from error


def _function(metadata: Any) -> Function:
    bindings = [json.loads(binding) for binding in metadata.raw_bindings]
    trigger = next(binding for binding in bindings if binding["type"].lower().endswith("trigger"))
    return Function(
        id=metadata.function_id,
        name=metadata.name,
        trigger=trigger,
        bindings=bindings,
        retry_options=metadata.retry_options,
    )


def _failure(exception: Any) -> Failure:
    error, _, message = exception.message.partition(": ")
    return Failure(error=error, message=message, stack=exception.stack_trace)
