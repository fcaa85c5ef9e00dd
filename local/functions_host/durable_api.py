"""Durable's HTTP management API under /runtime/webhooks/durabletask, answered from the engine.

Shapes and statuses of https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api.
"""

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote

import grpc
from durabletask.internal import orchestrator_service_pb2 as pb
from google.protobuf import wrappers_pb2
from google.protobuf.timestamp_pb2 import Timestamp
from starlette.types import Receive, Scope, Send

from .durable_engine import DirectCall, Engine, EngineError
from .durable_links import ACTIONS, PREFIX, management_urls, query_string
from .replies import read_body, reply, reply_json, reply_text
from .routes import RouteTable, compile_route

_RETRY_AFTER_SECONDS = b"10"
_NAMES = {
    pb.ORCHESTRATION_STATUS_RUNNING: "Running",
    pb.ORCHESTRATION_STATUS_COMPLETED: "Completed",
    pb.ORCHESTRATION_STATUS_CONTINUED_AS_NEW: "ContinuedAsNew",
    pb.ORCHESTRATION_STATUS_FAILED: "Failed",
    pb.ORCHESTRATION_STATUS_CANCELED: "Canceled",
    pb.ORCHESTRATION_STATUS_TERMINATED: "Terminated",
    pb.ORCHESTRATION_STATUS_PENDING: "Pending",
    pb.ORCHESTRATION_STATUS_SUSPENDED: "Suspended",
}
_STATUSES = {name.lower(): status for status, name in _NAMES.items()}
_FINISHED = ("Completed", "Failed", "Canceled", "Terminated")


class DurableApi:
    """Answers the management requests from the engine."""

    def __init__(self, engine: Engine, hub_name: str, orchestrators: Callable[[str], bool]) -> None:
        self._engine = engine
        self._hub_name = hub_name
        self._is_orchestrator = orchestrators
        self._call = DirectCall()
        self._routes = RouteTable(
            [
                compile_route("instances", ["GET"], self._list),
                compile_route("instances", ["DELETE"], self._purge_many),
                compile_route("instances/{id}", ["GET"], self._status),
                compile_route("instances/{id}", ["DELETE"], self._purge),
                compile_route("instances/{id}/raiseEvent/{event}", ["POST"], self._raise_event),
                compile_route("instances/{id}/restart", ["POST"], self._restart),
                compile_route("instances/{id}/{action}", ["POST"], self._control),
                compile_route("orchestrators/{name}/{id?}", ["POST"], self._create),
                compile_route("entities/{name}/{key}", ["GET"], self._entity),
                compile_route("entities/{name}/{key}", ["POST"], self._signal_entity),
            ]
        )

    async def handle(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; `path` is what follows the prefix, still encoded."""
        found = self._routes.match(path, scope["method"])
        if found is None:
            await reply(send, 405 if self._routes.allowed(path) else 404)
            return
        route, values = found
        query = {name.lower(): value for name, value in parse_qsl(scope["query_string"].decode("latin-1"))}
        body = await read_body(receive)
        try:
            await route.target(values, query, body, scope, send)
        except EngineError as error:
            status = {grpc.StatusCode.NOT_FOUND: 404, grpc.StatusCode.ALREADY_EXISTS: 409}.get(error.code, 400)
            await reply_json(send, status, {"Message": str(error)})

    def _find(self, instance_id: str) -> pb.OrchestrationState | None:
        request = pb.GetInstanceRequest(instanceId=instance_id, getInputsAndOutputs=True)
        found = self._engine.GetInstance(request, self._call)
        return found.orchestrationState if found.exists else None

    async def _status(
        self, values: Mapping[str, str], query: Mapping[str, str], _: bytes, scope: Scope, send: Send
    ) -> None:
        state = self._find(values["id"])
        if state is None:
            await reply(send, 404)
            return
        content = _status_json(state, _flag(query, "showinput", True))
        if content["runtimeStatus"] not in _FINISHED:
            here = _origin(scope).encode() + scope["raw_path"] + b"?" + scope["query_string"]
            headers = [(b"location", here.rstrip(b"?")), (b"retry-after", _RETRY_AFTER_SECONDS)]
            await reply_json(send, 202, content, headers)
        else:
            failed = content["runtimeStatus"] == "Failed" and _flag(query, "returninternalservererroronfailure", False)
            await reply_json(send, 500 if failed else 200, content)

    async def _list(self, _v: Mapping[str, str], query: Mapping[str, str], _: bytes, scope: Scope, send: Send) -> None:
        token = next((value for name, value in scope["headers"] if name == b"x-ms-continuation-token"), b"").decode()
        found = self._engine.QueryInstances(
            pb.QueryInstancesRequest(
                query=pb.InstanceQuery(
                    runtimeStatus=_runtime_statuses(query),
                    createdTimeFrom=_time(query, "createdtimefrom"),
                    createdTimeTo=_time(query, "createdtimeto"),
                    maxInstanceCount=int(query.get("top", 100)),
                    continuationToken=wrappers_pb2.StringValue(value=token),
                    instanceIdPrefix=wrappers_pb2.StringValue(value=query.get("instanceidprefix", "")),
                    fetchInputsAndOutputs=True,
                )
            ),
            self._call,
        )
        following = found.continuationToken.value
        headers = [(b"x-ms-continuation-token", following.encode())] if following else []
        show_input = _flag(query, "showinput", True)
        await reply_json(send, 200, [_status_json(state, show_input) for state in found.orchestrationState], headers)

    async def _raise_event(
        self, values: Mapping[str, str], _q: Mapping[str, str], body: bytes, _scope: Scope, send: Send
    ) -> None:
        if not await self._refuse_unless_running(values["id"], send):
            return
        try:
            json.loads(body or b"null")
        except ValueError:
            await reply_text(send, 400, "Only application/json request content is supported")
            return
        data = wrappers_pb2.StringValue(value=body.decode() or "null")
        request = pb.RaiseEventRequest(instanceId=values["id"], name=values["event"], input=data)
        self._engine.RaiseEvent(request, self._call)
        await reply(send, 202)

    async def _control(
        self, values: Mapping[str, str], query: Mapping[str, str], _: bytes, _scope: Scope, send: Send
    ) -> None:
        instance_id, action = values["id"], values["action"].lower()
        reason = wrappers_pb2.StringValue(value=query.get("reason", ""))
        if action == "rewind":
            request = pb.RewindInstanceRequest(instanceId=instance_id, reason=reason)
            self._engine.RewindInstance(request, self._call)
        elif action not in ACTIONS:
            await reply(send, 404)
            return
        elif not await self._refuse_unless_running(instance_id, send):
            return
        elif action == "terminate":
            output = wrappers_pb2.StringValue(value=json.dumps(reason.value))
            self._engine.TerminateInstance(pb.TerminateRequest(instanceId=instance_id, output=output), self._call)
        elif action == "suspend":
            self._engine.SuspendInstance(pb.SuspendRequest(instanceId=instance_id, reason=reason), self._call)
        else:
            self._engine.ResumeInstance(pb.ResumeRequest(instanceId=instance_id, reason=reason), self._call)
        await reply(send, 202)

    async def _refuse_unless_running(self, instance_id: str, send: Send) -> bool:
        state = self._find(instance_id)
        if state is None or _NAMES[state.orchestrationStatus] in _FINISHED:
            await reply(send, 404 if state is None else 410)
            return False
        return True

    async def _restart(
        self, values: Mapping[str, str], query: Mapping[str, str], _: bytes, scope: Scope, send: Send
    ) -> None:
        fresh = _flag(query, "restartwithnewinstanceid", True)
        request = pb.RestartInstanceRequest(instanceId=values["id"], restartWithNewInstanceId=fresh)
        await self._reply_started(self._engine.RestartInstance(request, self._call).instanceId, scope, send)

    async def _create(
        self, values: Mapping[str, str], _q: Mapping[str, str], body: bytes, scope: Scope, send: Send
    ) -> None:
        if not self._is_orchestrator(values["name"]):
            message = f"The function '{values['name']}' doesn't exist, is disabled, or is not an orchestrator function."
            await reply_json(send, 400, {"Message": message})
            return
        data = wrappers_pb2.StringValue(value=body.decode()) if body else None
        request = pb.CreateInstanceRequest(
            instanceId=values.get("id", uuid.uuid4().hex), name=values["name"], input=data
        )
        await self._reply_started(self._engine.StartInstance(request, self._call).instanceId, scope, send)

    async def _reply_started(self, instance_id: str, scope: Scope, send: Send) -> None:
        urls = management_urls(_origin(scope) + PREFIX, quote(instance_id, safe=""), query_string(self._hub_name))
        content = {"id": instance_id, **urls}
        headers = [(b"location", content["statusQueryGetUri"].encode()), (b"retry-after", _RETRY_AFTER_SECONDS)]
        await reply_json(send, 202, content, headers)

    async def _purge(self, values: Mapping[str, str], _q: Mapping[str, str], _: bytes, _s: Scope, send: Send) -> None:
        await self._reply_purged(pb.PurgeInstancesRequest(instanceId=values["id"]), send)

    async def _purge_many(
        self, _v: Mapping[str, str], query: Mapping[str, str], _: bytes, _scope: Scope, send: Send
    ) -> None:
        since, until = _time(query, "createdtimefrom"), _time(query, "createdtimeto")
        wanted = pb.PurgeInstanceFilter(
            createdTimeFrom=since, createdTimeTo=until, runtimeStatus=_runtime_statuses(query)
        )
        await self._reply_purged(pb.PurgeInstancesRequest(purgeInstanceFilter=wanted), send)

    async def _reply_purged(self, request: pb.PurgeInstancesRequest, send: Send) -> None:
        count = self._engine.PurgeInstances(request, self._call).deletedInstanceCount
        await (reply_json(send, 200, {"instancesDeleted": count}) if count else reply(send, 404))

    async def _entity(self, values: Mapping[str, str], _q: Mapping[str, str], _: bytes, _s: Scope, send: Send) -> None:
        request = pb.GetEntityRequest(instanceId=_entity_id(values), includeState=True)
        found = self._engine.GetEntity(request, self._call)
        if found.exists and found.entity.serializedState.value:
            await reply_json(send, 200, _parsed(found.entity.serializedState.value))
        else:
            await reply(send, 404)

    async def _signal_entity(
        self, values: Mapping[str, str], query: Mapping[str, str], body: bytes, _scope: Scope, send: Send
    ) -> None:
        request = pb.SignalEntityRequest(
            instanceId=_entity_id(values),
            name=query.get("op", ""),
            input=wrappers_pb2.StringValue(value=body.decode()) if body else None,
            requestId=uuid.uuid4().hex,
        )
        await asyncio.to_thread(self._engine.SignalEntity, request, self._call)
        await reply(send, 202)


def _status_json(state: pb.OrchestrationState, show_input: bool) -> dict[str, Any]:
    failure = state.failureDetails
    output = _parsed(state.output.value)
    if output is None and failure.errorMessage:
        output = f"{failure.errorType}: {failure.errorMessage}"
    return {
        "name": state.name,
        "instanceId": state.instanceId,
        "runtimeStatus": _NAMES[state.orchestrationStatus],
        "input": _parsed(state.input.value) if show_input else None,
        "customStatus": _parsed(state.customStatus.value),
        "output": output,
        "createdTime": _iso(state.createdTimestamp),
        "lastUpdatedTime": _iso(state.lastUpdatedTimestamp),
    }


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _iso(timestamp: Timestamp) -> str:
    return timestamp.ToDatetime(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(query: Mapping[str, str], name: str) -> Timestamp | None:
    if name not in query:
        return None
    try:
        moment = datetime.fromisoformat(query[name].replace(" ", "+"))
    except ValueError:
        raise EngineError(grpc.StatusCode.INVALID_ARGUMENT, f"{name} is not an ISO 8601 time.") from None
    timestamp = Timestamp()
    timestamp.FromDatetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return timestamp


def _runtime_statuses(query: Mapping[str, str]) -> list[pb.OrchestrationStatus]:
    wanted = [name.strip().lower() for name in query.get("runtimestatus", "").split(",") if name.strip()]
    return [_STATUSES[name] for name in wanted if name in _STATUSES]


def _flag(query: Mapping[str, str], name: str, default: bool) -> bool:
    return query.get(name, str(default)).lower() == "true"


def _entity_id(values: Mapping[str, str]) -> str:
    return f"@{values['name'].lower()}@{values['key']}"


def _origin(scope: Scope) -> str:
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), None)
    return f"{scope['scheme']}://{host}" if host else "http://{}:{}".format(*scope["server"])
