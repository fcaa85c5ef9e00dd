"""The OpenAPI 3.1 document, from the same models that the handlers use, and a page that lists it."""

import html
from typing import Any, Final

import azure.durable_functions as df
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

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
    return JSONResponse(document(), media_type="application/json")


@door(bp, "GET", "/api/docs", who="anyone")
async def api_docs() -> Response:
    """The endpoints, on one page without scripts."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return HTMLResponse(_page(), headers={"Content-Security-Policy": policy})


def document() -> dict[str, Any]:
    """The OpenAPI document as plain values."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {}
    for endpoint in ENDPOINTS.values():
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    _, definitions = models_json_schema(
        [(Problem, "serialization"), (Delta, "serialization")], ref_template=_REFERENCES
    )
    schemas |= definitions["$defs"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Talenti",
            "version": "1",
            "description": "Structured AI interviews whose every score can be checked; a person decides.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": f"Who may call it: {endpoint.who}.",
        "tags": [endpoint.path.split("/")[3] if endpoint.path.startswith("/api/v1/") else "service"],
        "parameters": _parameters(endpoint, schemas),
        "responses": _responses(endpoint, schemas),
    }
    if endpoint.signed_in:
        operation["security"] = [{"bearer": []}]
    if endpoint.body is not None:
        content = {"application/json": {"schema": _schema(endpoint.body, schemas, "validation")}}
        operation["requestBody"] = {"required": not endpoint.body_optional, "content": content}
    return operation


def _parameters(endpoint: Endpoint, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _schema(kind, schemas, "validation")}
        for name, kind in endpoint.path_parameters.items()
    ]
    if endpoint.query is not None:
        properties = endpoint.query.model_json_schema(ref_template=_REFERENCES)
        schemas |= properties.pop("$defs", {})
        found += [
            {"name": name, "in": "query", "required": name in properties.get("required", ()), "schema": schema}
            for name, schema in properties["properties"].items()
        ]
    if endpoint.limit == "ai_operation" and endpoint.body is not None:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "The same key with the same message gives the same turn again.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 128},
            }
        )
    return found


def _responses(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object"} if endpoint.gives is None else _schema(endpoint.gives, schemas, "serialization")
    if endpoint.streams:
        good: dict[str, Any] = {
            "description": "Server-sent events: `delta`, then `done` with the given schema, or `error` with a problem.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    else:
        good = {"description": "It worked", "content": {"application/json": {"schema": schema}}}
    statuses = set(_PROBLEMS)
    if not endpoint.signed_in:
        statuses = {500, 503}
    problem = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": _REFERENCES.format(model="Problem")}}}
    return {str(endpoint.status): good} | {
        str(status): {"description": _PROBLEMS[status], "content": problem} for status in sorted(statuses)
    }


def _schema(kind: Any, schemas: dict[str, Any], mode: Any) -> dict[str, Any]:
    """The JSON schema of a type; models that it refers to go into `schemas`."""
    schema = TypeAdapter[Any](kind).json_schema(ref_template=_REFERENCES, mode=mode)
    schemas |= schema.pop("$defs", {})
    if isinstance(kind, type) and issubclass(kind, BaseModel) and "title" in schema:
        schemas[schema["title"]] = schema
        return {"$ref": _REFERENCES.format(model=schema["title"])}
    return schema


def _page() -> str:
    rows = "\n".join(
        f"<tr><td><code>{html.escape(endpoint.method)}</code></td><td><code>{html.escape(endpoint.path)}</code></td>"
        f"<td>{html.escape(endpoint.who)}</td><td>{html.escape(endpoint.summary)}</td></tr>"
        for endpoint in sorted(ENDPOINTS.values(), key=lambda one: (one.path, one.method))
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Talenti API</title><style>"
        "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24}"
        "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;"
        "border-bottom:1px solid #d0d7de;vertical-align:top}code{font-size:.9em}</style><h1>Talenti API</h1>"
        "<p>The whole description for programs: <a href=/api/openapi.json>/api/openapi.json</a> (OpenAPI 3.1).</p>"
        f"<table><thead><tr><th>Method<th>Path<th>Who<th>What</thead><tbody>{rows}</tbody></table></html>"
    )
