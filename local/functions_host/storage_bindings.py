"""Blob and queue bindings: inputs are read before a function runs, outputs are written when it has succeeded."""

import json
from collections.abc import Mapping

from .expressions import ExpressionError, resolve
from .protocol import ParameterBinding, TypedData
from .queue_text import encoded
from .settings import QueueSettings
from .storage import Account, StorageError, StorageMissing
from .worker import BindingError, Call, Function


class StorageBindings:
    """The bindings of an app. `accounts` are by the bindings' `connection`."""

    def __init__(self, accounts: Mapping[str, Account], environ: Mapping[str, str], settings: QueueSettings) -> None:
        self._accounts = accounts
        self._environ = environ
        self._settings = settings

    async def inputs(self, function: Function, call: Call) -> list[ParameterBinding]:
        """What the blob inputs hold; nothing for a blob that is missing."""
        found: list[ParameterBinding] = []
        for binding in function.storage_bindings:
            if binding["direction"].lower() != "in":
                continue
            container, name = self._path(function, binding, call)
            try:
                _, content = await self._account(binding).read_blob(container, name)
                found.append(ParameterBinding(binding["name"], TypedData(bytes=content)))
            except StorageMissing:
                found.append(ParameterBinding(binding["name"], TypedData()))
            except StorageError as error:
                raise BindingError(f"{function.name}: input {binding['name']} cannot be read: {error}") from None
        return found

    async def deliver(self, function: Function, call: Call, outputs: Mapping[str, TypedData]) -> None:
        """Write what the function gave to its outputs. Raises `BindingError`."""
        for binding in function.storage_bindings:
            value = outputs.get(binding["name"])
            if binding["direction"].lower() == "in" or value is None or value.kind is None:
                continue
            try:
                if binding["type"] == "blob":
                    container, name = self._path(function, binding, call)
                    await self._account(binding).write_blob(container, name, _bytes(value))
                else:
                    queue = self._resolved(function, binding, "queueName", call)
                    for message in _messages(value):
                        await self._account(binding).send(queue, encoded(message, self._settings))
            except StorageError as error:
                raise BindingError(f"{function.name}: output {binding['name']} cannot be written: {error}") from None

    def _account(self, binding: Mapping[str, str]) -> Account:
        return self._accounts[binding.get("connection", "")]

    def _path(self, function: Function, binding: Mapping[str, str], call: Call) -> tuple[str, str]:
        path = self._resolved(function, binding, "path", call)
        container, _, name = path.strip("/").partition("/")
        if not name:
            raise BindingError(f"{function.name}: {binding['name']} has the path {path!r}, which names no blob")
        return container, name

    def _resolved(self, function: Function, binding: Mapping[str, str], field: str, call: Call) -> str:
        try:
            return resolve(binding[field], call.data, self._environ)
        except ExpressionError as error:
            raise BindingError(f"{function.name}: {binding['name']}: {error}") from None


def _bytes(value: TypedData) -> bytes:
    return value.value if isinstance(value.value, bytes) else str(value.value).encode()


def _messages(value: TypedData) -> list[str | bytes]:
    """The messages in an output: a list gives one for each element, a `QueueMessage` its body."""
    if value.kind != "json":
        return [value.value]
    content = json.loads(value.value)
    return [_message(item) for item in (content if isinstance(content, list) else [content])]


def _message(item: object) -> str:
    if isinstance(item, dict) and item.keys() == {"id", "body"}:  # as the worker writes a QueueMessage
        return str(item["body"])
    return item if isinstance(item, str) else json.dumps(item)
