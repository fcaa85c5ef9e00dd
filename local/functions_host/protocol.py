"""The host's side of the worker protocol: plain objects where the real host and worker exchange protobuf messages.

`azure_functions_runtime` reads and builds these by attribute only. Shapes follow FunctionRpc.proto of
https://github.com/Azure/azure-functions-language-worker-protobuf.
"""

from types import SimpleNamespace
from typing import Any


class Record(SimpleNamespace):
    """A message whose fields are whatever it was made with."""


class TypedData:
    """One value on its way to or from a function: string, json, bytes, http, int, double, … or none of them."""

    __slots__ = ("kind", "value")

    def __init__(self, **one: Any) -> None:
        self.kind: str | None = next(iter(one), None)
        self.value: Any = one[self.kind] if self.kind is not None else None

    def WhichOneof(self, _group: str) -> str | None:  # noqa: N802 - protobuf's name
        """Name of the field that is set, if one is."""
        return self.kind

    def __getattr__(self, name: str) -> Any:
        if name == self.kind:
            return self.value
        raise AttributeError(name)


class ParameterBinding:
    """A value with the name of the function parameter (or output) that it belongs to."""

    __slots__ = ("data", "name")

    def __init__(self, name: str, data: TypedData) -> None:
        self.name = name
        self.data = data

    def WhichOneof(self, _group: str) -> str:  # noqa: N802 - protobuf's name
        """Which transport carries the value; this host never uses shared memory."""
        return "data"


class StatusResult(Record):
    """How an operation of the worker ended."""

    Failure, Success, Cancelled = 0, 1, 2


class BindingInfo(Record):
    """A function's binding as the worker indexes it."""

    out, inout = 1, 2
    undefined = 0


setattr(BindingInfo, "in", 0)  # a keyword, so it cannot be written in the class body


class _SameSite:
    Lax, Strict, ExplicitNone = "Lax", "Strict", "None"


setattr(_SameSite, "None", "")


class RpcHttpCookie(Record):
    """A cookie of a classic HTTP response."""

    SameSite = _SameSite


class Protos:
    """Stands where the library expects the generated protobuf module."""

    TypedData = TypedData
    ParameterBinding = ParameterBinding
    StatusResult = StatusResult
    BindingInfo = BindingInfo
    RpcHttpCookie = RpcHttpCookie
    RpcHttp = Record
    RpcException = Record
    RpcFunctionMetadata = Record
    RpcRetryOptions = Record
    WorkerMetadata = Record
    WorkerInitResponse = Record
    FunctionMetadataResponse = Record
    InvocationResponse = Record
    NullableString = Record
    NullableBool = Record
    NullableDouble = Record
    NullableTimestamp = Record
