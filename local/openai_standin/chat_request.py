"""Reads a chat completion request as strictly as the service does: what it refuses, the stand-in refuses."""

from dataclasses import dataclass
from typing import Any

from local.openai_standin import interview, scoring
from local.openai_standin.faults import Task

_ROLES = {"system", "developer", "user", "assistant", "tool"}


class BadRequestError(Exception):
    """A request that the service answers with 400. `param` names the field."""

    def __init__(self, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.param = param


@dataclass(slots=True)
class ChatRequest:
    """A request that passed. `messages` have plain text contents; `schema` is the JSON schema asked for, if any."""

    messages: list[dict[str, str]]
    task: Task
    stream: bool
    include_usage: bool
    json_mode: bool
    schema: dict[str, Any] | None
    seed: int
    temperature: float | None
    max_tokens: int | None
    model: str

    @property
    def retry(self) -> bool:
        """Whether the app asks again after it refused an answer."""
        last = self.messages[-1]["content"]
        if self.task == "interview":
            return "<correction>" in last[last.rfind("</move>") :]
        return self.task == "scoring" and bool(scoring.read_document(self.messages).get("missing_quotes"))


def read_request(body: Any) -> ChatRequest:
    """The request in a JSON body. Raises BadRequestError."""
    if not isinstance(body, dict):
        raise BadRequestError("The request body is not a JSON object.")
    messages = _messages(body.get("messages"))
    schema, json_mode = _response_format(body.get("response_format"))
    stream = body.get("stream") or False
    options = body.get("stream_options")
    if not isinstance(stream, bool):
        raise BadRequestError("Invalid type for 'stream': expected a boolean.", "stream")
    if options is not None and (not stream or not isinstance(options, dict)):
        raise BadRequestError(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options"
        )
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        raise BadRequestError(
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens"
        )
    _number(body, "top_p", 0, 1)
    task = _task(messages[0]["content"], schema)
    if task == "scoring":
        try:
            scoring.read_document(messages)
        except ValueError as error:
            raise BadRequestError("The stand-in found no JSON document in a scoring request.", "messages") from error
    return ChatRequest(
        messages=messages,
        task=task,
        stream=stream,
        include_usage=bool((options or {}).get("include_usage")),
        json_mode=json_mode,
        schema=schema,
        seed=_integer(body, "seed") or 0,
        temperature=_number(body, "temperature", 0, 2),
        max_tokens=_integer(body, "max_completion_tokens", 1) or _integer(body, "max_tokens", 1),
        model=str(body.get("model") or ""),
    )


def _task(system: str, schema: dict[str, Any] | None) -> Task:
    first_line = system.partition("\n")[0].strip()
    if first_line == interview.FIRST_LINE:
        return "interview"
    if schema is None:
        return "chat"
    return "scoring" if first_line == scoring.FIRST_LINE else "form"


def _messages(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or not value:
        raise BadRequestError("Invalid 'messages': expected an array with at least one message.", "messages")
    read: list[dict[str, str]] = []
    for number, message in enumerate(value):
        where = f"messages[{number}]"
        if not isinstance(message, dict) or message.get("role") not in _ROLES:
            raise BadRequestError(
                f"Invalid value for '{where}.role'. Supported values are: {sorted(_ROLES)}.", f"{where}.role"
            )
        content = message.get("content")
        if isinstance(content, list):
            parts = [part.get("text") if isinstance(part, dict) else None for part in content]
            content = "".join(part for part in parts if part) if all(isinstance(part, str) for part in parts) else None
        if not isinstance(content, str):
            raise BadRequestError(f"Invalid type for '{where}.content': expected a string.", f"{where}.content")
        read.append({"role": "system" if message["role"] == "developer" else message["role"], "content": content})
    return read


def _response_format(value: Any) -> tuple[dict[str, Any] | None, bool]:
    """The JSON schema asked for, and whether JSON is asked for without one."""
    kind = value.get("type") if isinstance(value, dict) else None
    if value is None or kind == "text":
        return None, False
    if kind == "json_object":
        return None, True
    named = value.get("json_schema") if kind == "json_schema" else None
    if not isinstance(named, dict) or not isinstance(named.get("schema"), dict) or not named.get("name"):
        raise BadRequestError("Invalid 'response_format': a json_schema needs a name and a schema.", "response_format")
    if named.get("strict"):
        _check_strict(named["schema"], str(named["name"]), ())
    return named["schema"], False


def _check_strict(schema: Any, name: str, path: tuple[str, ...]) -> None:
    """The two rules of strict schemas that are easily broken: closed objects, and every property required.

    Source: learn.microsoft.com/azure/ai-services/openai/how-to/structured-outputs.
    """
    if isinstance(schema, list):
        for item in schema:
            _check_strict(item, name, path)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object" or isinstance(schema.get("properties"), dict):
        properties = schema.get("properties") or {}
        problem = ""
        if schema.get("additionalProperties") is not False:
            problem = "'additionalProperties' is required to be supplied and to be false."
        elif missing := set(properties) - set(schema.get("required") or []):
            problem = f"'required' is required to be supplied and to include every property. Missing '{min(missing)}'."
        if problem:
            context = f"Invalid schema for response_format '{name}': In context={path}, {problem}"
            raise BadRequestError(context, "response_format")
    for key, part in schema.items():
        if key in {"properties", "$defs"} and isinstance(part, dict):
            for child, inner in part.items():
                _check_strict(inner, name, (*path, key, child))
        elif key in {"items", "anyOf"}:
            _check_strict(part, name, (*path, key))


def _integer(body: dict[str, Any], name: str, least: int | None = None) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise BadRequestError(f"Invalid value for '{name}': expected an integer.", name)
    return value


def _number(body: dict[str, Any], name: str, low: float, high: float) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise BadRequestError(f"Invalid value for '{name}': expected a number from {low} to {high}.", name)
    return float(value)
