"""The OpenAPI 3.1 document, from the same models that the handlers use, and a page that lists it."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import azure.durable_functions as df
from fastapi.responses import HTMLResponse, Response
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from blueprints.api_page import page
from blueprints.bodies import FIELD
from blueprints.http import ENDPOINTS, Endpoint, door
from blueprints.sse import Delta
from shared.errors import PROBLEM_MEDIA_TYPE
from shared.models.common import Model

bp = df.Blueprint()

_REFERENCES: Final = "#/components/schemas/{model}"
_PROBLEMS: Final = {
    400: "It does not fit the state of things",
    401: "No valid access token",
    403: "It exists and is not the caller's",
    404: "It does not exist",
    409: "Something else came first",
    413: "The body is too large",
    422: "The input does not fit its model",
    429: "Too many requests in this minute",
    500: "Something unexpected, logged under the correlation id",
    503: "Something outside is down",
}
_HEADERS: Final = {
    "X-Correlation-Id": ("What to name when asking about this answer; one sent along is kept", "string"),
    "X-RateLimit-Limit": ("Requests per minute", "integer"),
    "X-RateLimit-Remaining": ("Requests left until the reset", "integer"),
    "X-RateLimit-Reset": ("When the limit resets, in epoch seconds", "integer"),
    "Retry-After": ("When to try again, in seconds", "integer"),
}


class ProblemError(Model):
    loc: list[str | int]
    msg: str
    type: str


class Problem(Model):
    """RFC 9457. `code` is a word to branch on; `detail` says what a person can do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    correlation_id: str
    errors: list[ProblemError] | None = None


@door(bp, "GET", "/api/openapi.json", who="anyone")
async def openapi_document() -> Response:
    """This document."""
    return Response(_document_json(), media_type="application/json")


@door(bp, "GET", "/api/docs", who="anyone")
async def api_docs() -> Response:
    """The endpoints, on one page without scripts: what each takes and gives."""
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(_page(), headers={"Content-Security-Policy": policy})


@cache
def _page() -> str:
    return page(document(list(ENDPOINTS.values())))


@cache
def _document_json() -> bytes:
    """Made once: anyone may ask for it, as often as they like."""
    return json.dumps(document(list(ENDPOINTS.values())), ensure_ascii=False).encode()


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI document as plain values."""
    schemas = _Schemas(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Talenti",
            "version": "1",
            "description": "Structured AI interviews whose every score can be checked; a person decides.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.models.items())),
            "headers": {
                name: {"description": text, "schema": {"type": kind}} for name, (text, kind) in _HEADERS.items()
            },
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


class _Schemas:
    """The schemas of all endpoints, made together: what an answer always has may be optional in a body."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        wanted: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
            ("problem", "validation", TypeAdapter(Problem)),
            ("delta", "serialization", TypeAdapter(Delta)),
        ]
        for one in endpoints:
            taken: dict[str, Any] = {"body": one.body, "query": one.query, "headers": one.headers}
            taken |= {f"path.{name}": kind for name, kind in one.path_parameters.items()}
            for part, kind in taken.items():
                if kind is not None:
                    wanted.append((f"{one.name}.{part}", "validation", TypeAdapter(kind)))
            if one.gives is not None:
                wanted.append((f"{one.name}.gives", "serialization", TypeAdapter(one.gives)))
        found, shared = TypeAdapter.json_schemas(wanted, ref_template=_REFERENCES)
        self.models: dict[str, Any] = shared["$defs"]
        self._found = {key: schema for (key, _mode), schema in found.items()}
        # The models of queries and headers are shown as parameters, not as models.
        flat = {_name(schema) for key, schema in self._found.items() if key.endswith((".query", ".headers"))}
        self._parameters = {name: self.models.pop(name) for name in flat}

    def of(self, key: str) -> dict[str, Any]:
        return self._found[key]

    def parameters(self, key: str, where: str) -> list[dict[str, Any]]:
        """The fields of a query or headers model, each as a parameter."""
        model = self._parameters[_name(self._found[key])]
        required = model.get("required", ())
        return [
            {"name": name, "in": where, "required": name in required, "schema": schema}
            for name, schema in model["properties"].items()
        ]


def _name(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _operation(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": schemas.of(f"{endpoint.name}.path.{name}")}
        for name in endpoint.path_parameters
    ]
    if endpoint.query is not None:
        parameters += schemas.parameters(f"{endpoint.name}.query", "query")
    if endpoint.headers is not None:
        parameters += schemas.parameters(f"{endpoint.name}.headers", "header")
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": f"Who may call it: {endpoint.who}.",
        "tags": [endpoint.path.split("/")[3] if endpoint.path.startswith("/api/v1/") else "service"],
        "parameters": parameters,
        "responses": _responses(endpoint, schemas),
    }
    if endpoint.signed_in:
        operation["security"] = [{"bearer": []}]
    if endpoint.body is not None:
        content = {"application/json": {"schema": schemas.of(f"{endpoint.name}.body")}}
        operation["requestBody"] = {"required": not endpoint.body_optional, "content": content}
    if endpoint.upload:
        form = {"type": "object", "properties": {FIELD: {"type": "string", "format": "binary"}}, "required": [FIELD]}
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    return operation


def _responses(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    limited = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] if _is_limited(endpoint) else []
    content = {PROBLEM_MEDIA_TYPE: {"schema": schemas.of("problem")}}
    responses: dict[str, Any] = {
        str(endpoint.status): {
            "description": "It worked",
            "headers": _headers("X-Correlation-Id", *limited),
            "content": _good(endpoint, schemas),
        }
    }
    for status in _problems(endpoint):
        named = ["X-Correlation-Id"] if status == 401 else ["X-Correlation-Id", *limited]
        named += ["Retry-After"] if status in (429, 503) else []
        responses[str(status)] = {"description": _PROBLEMS[status], "headers": _headers(*named), "content": content}
    return responses


def _good(endpoint: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    if endpoint.streams:
        events = {
            "delta": schemas.of("delta"),
            "done": schemas.of(f"{endpoint.name}.gives"),
            "error": schemas.of("problem"),
        }
        text = (
            "Server-sent events: `delta` events, then `done`, or `error`. `x-events` has the JSON of each one's data."
        )
        return {"text/event-stream": {"schema": {"type": "string", "description": text}, "x-events": events}}
    schema = {"type": "object"} if endpoint.gives is None else schemas.of(f"{endpoint.name}.gives")
    return {"application/json": {"schema": schema}}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _is_limited(endpoint: Endpoint) -> bool:
    return endpoint.signed_in and endpoint.limit is not None


def _problems(endpoint: Endpoint) -> list[int]:
    """The statuses of the problems that an endpoint may answer with."""
    found = {500, 503}
    if endpoint.signed_in:
        found |= {401}
    if _is_limited(endpoint):
        found |= {429}
    if endpoint.path_parameters or endpoint.body is not None:
        found |= {403, 404, 422}
    if endpoint.query is not None or endpoint.headers is not None:
        found |= {422}
    if endpoint.body is not None or endpoint.upload:
        found |= {413, 422}
    if endpoint.method != "GET":
        found |= {400, 409}
    return sorted(found)
