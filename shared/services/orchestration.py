"""The adapter to Durable Functions: starts lifecycles and raises their events, through a client of the worker's own.

The client that a binding injects is closed when its invocation ends, and a turn outlives its request. So the first one
that comes by is copied, and the copy is kept for the life of the worker.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from shared.errors import ServiceUnavailable
from shared.telemetry import log_event

_DEADLINE_SECONDS = 10
_CONFIGURATION = (
    "taskHubName",
    "connectionName",
    "creationUrls",
    "managementUrls",
    "baseUrl",
    "requiredQueryStringParameters",
    "rpcBaseUrl",
    "httpBaseUrl",
    "useForwardedHost",
    "maxGrpcMessageSizeInBytes",
)


class OrchestrationState(Protocol):
    """What is read of an orchestration's state."""

    @property
    def runtime_status(self) -> Any: ...
    @property
    def serialized_custom_status(self) -> str | None: ...


class DurableClient(Protocol):
    """What is used of `azure.durable_functions.DurableFunctionsClient`."""

    async def schedule_new_orchestration(self, orchestrator: str, *, input: Any, instance_id: str) -> str: ...
    async def raise_orchestration_event(self, instance_id: str, event_name: str, *, data: Any = None) -> None: ...
    async def get_orchestration_state(self, instance_id: str) -> OrchestrationState | None: ...
    async def close(self) -> None: ...


def instance_id(interview_id: UUID | str, run: int) -> str:
    """The orchestration instance of an interview's lifecycle run."""
    return f"interview-{interview_id}-{run}"


class OrchestrationClient:
    """Talks to the Durable engine. Raising is best effort: the reconciler brings back what did not arrive."""

    def __init__(self) -> None:
        self._client: DurableClient | None = None

    @property
    def ready(self) -> bool:
        return self._client is not None

    def adopt(self, injected: Any) -> None:
        """Keeps a copy of an injected client, once per worker."""
        if self._client is None:
            configuration = {name: getattr(injected, name) for name in _CONFIGURATION}
            self._client = type(injected)(json.dumps(configuration))

    async def start(self, interview_id: UUID | str, run: int, orchestrator: str, payload: Mapping[str, Any]) -> None:
        """Starts a lifecycle run. Raises what the engine raises."""
        async with asyncio.timeout(_DEADLINE_SECONDS):
            await self._required().schedule_new_orchestration(
                orchestrator, input=dict(payload), instance_id=instance_id(interview_id, run)
            )

    async def raise_event(self, interview_id: UUID | str, run: int, event: str) -> bool:
        """Tells a lifecycle that something happened; False when it could not be told."""
        if self._client is None or run < 1:
            return False
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                await self._client.raise_orchestration_event(instance_id(interview_id, run), event)
        except Exception as error:
            log_event("lifecycle.event.not_raised", interview_id=str(interview_id), reason=type(error).__name__)
            return False
        return True

    async def status(self, interview_id: UUID | str, run: int) -> tuple[str, dict[str, Any]] | None:
        """The runtime status ("RUNNING", …) and the custom status of a run; None when the engine does not know it.

        Raises 503 when the engine cannot be asked.
        """
        if run < 1:
            return None
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                state = await self._required().get_orchestration_state(instance_id(interview_id, run))
        except Exception as error:
            log_event("lifecycle.status.unknown", interview_id=str(interview_id), reason=type(error).__name__)
            raise ServiceUnavailable(
                "The lifecycle of interviews cannot be reached just now; try again in a moment.",
                code="lifecycle_unavailable",
            ) from error
        if state is None:
            return None
        custom: dict[str, Any] = json.loads(state.serialized_custom_status or "{}")
        return str(state.runtime_status.name), custom

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.close()

    def _required(self) -> DurableClient:
        if self._client is None:
            raise RuntimeError("no durable client has come by yet")
        return self._client
