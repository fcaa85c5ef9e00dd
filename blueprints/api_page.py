"""The OpenAPI document as one page for people, without scripts: each endpoint with what it takes and gives."""

import html
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1b1f24}"
    "h2{margin:2rem 0 .5rem;text-transform:capitalize}details{border-bottom:1px solid #d0d7de;padding:.4rem 0}"
    "summary{cursor:pointer}summary span{color:#57606a}table{border-collapse:collapse;margin:.3rem 0 1rem;width:100%}"
    "th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}th{color:#57606a;font-weight:400}"
    "td:first-child{white-space:nowrap}h3{font-size:1rem;margin:.8rem 0 0}code{font-size:.9em}"
    "summary>code:first-child{display:inline-block;min-width:4rem}"
)
_CODE: Final = re.compile(r"`([^`]+)`")
_HIDDEN: Final = ("500", "503")  # any endpoint may give them

type Json = Mapping[str, Any]


def page(document: Json) -> str:
    """The page; its words and names are escaped."""
    models: Json = document["components"]["schemas"]
    operations = [
        (operation["tags"][0], path, method.upper(), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    operations.sort(key=lambda one: (one[0] == "service", one[0], one[1], one[2]))
    sections = (
        f"<h2 id={html.escape(tag)}>{html.escape(tag.replace('-', ' '))}</h2>"
        + "".join(_endpoint(path, method, operation, models) for _, path, method, operation in group)
        for tag, group in groupby(operations, key=lambda one: one[0])
    )
    used = "".join(_model(name, schema, models) for name, schema in models.items())
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Talenti API</title><style>{_STYLE}</style>"
        f"<h1>Talenti API</h1><p>{_text(document['info']['description'])} For programs: "
        "<a href=/api/openapi.json>/api/openapi.json</a> (OpenAPI 3.1). Errors are "
        "<code>application/problem+json</code> with a <code>code</code> to branch on; any endpoint may answer 500, and "
        "503 with Retry-After.</p>"
        f"{''.join(sections)}<h2 id=models>Models</h2>{used}</html>"
    )


def _endpoint(path: str, method: str, operation: Json, models: Json) -> str:
    statuses = operation["responses"]
    good = next(iter(statuses))
    parts = [f"<p>{_text(operation['description'])}</p>"]
    if parameters := operation["parameters"]:
        rows = [(one["name"], one["schema"], one["required"], one["in"]) for one in parameters]
        parts.append("<h3>Parameters</h3>" + _table(rows))
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<h3>Takes <code>{html.escape(kind)}</code></h3>{_fields(content['schema'], models, taken=True)}")
    for kind, content in statuses[good].get("content", {}).items():
        parts.append(f"<h3>Gives {good} <code>{html.escape(kind)}</code></h3>{_fields(content['schema'], models)}")
    others = (f"{status}: {_text(one['description'])}" for status, one in statuses.items() if status not in _HIDDEN)
    parts.append(f"<h3>Statuses</h3><p>{'; '.join(others)}.</p>")
    return (
        f"<details id={html.escape(operation['operationId'])}><summary><code>{html.escape(method)}</code> "
        f"<code>{html.escape(path)}</code> <span>{_text(operation['summary'])}</span></summary>"
        f"{''.join(parts)}</details>"
    )


def _model(name: str, schema: Json, models: Json) -> str:
    about = f"<p>{_text(schema['description'])}</p>" if "description" in schema else ""
    fields = _fields(schema, models) if "properties" in schema else f"<p>{_type(schema)}</p>"
    return (
        f"<details id=model-{html.escape(name)}><summary><code>{html.escape(name)}</code></summary>"
        f"{about}{fields}</details>"
    )


def _fields(schema: Json, models: Json, *, taken: bool = False) -> str:
    """A model's fields, of one that is taken with whether they must be there; of anything else its type."""
    named = schema.get("$ref", "").rpartition("/")[2]
    model: Json = models.get(named, schema)
    if "properties" not in model:
        return f"<p>{_type(schema)} {_text(schema.get('description', ''))}</p>"
    required = model.get("required", ()) if taken else ()
    return _table((name, one, name in required, "") for name, one in model["properties"].items())


def _table(rows: Iterable[tuple[str, Json, bool, str]]) -> str:
    body = "".join(
        f"<tr><td><code>{html.escape(name)}</code></td><td>{_type(schema)}</td>"
        f"<td>{' '.join(filter(None, (where, 'required' if required else '')))}</td>"
        f"<td>{_text(schema.get('description', ''))}</td></tr>"
        for name, schema, required, where in rows
    )
    return f"<table>{body}</table>"


def _type(schema: Json) -> str:
    """The type in a few words, with a link to the model that it names."""
    if reference := schema.get("$ref"):
        name = html.escape(reference.rpartition("/")[2])
        return f"<a href=#model-{name}>{name}</a>"
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_type(one) for one in options)
    if "enum" in schema:
        return " or ".join(f"<code>{html.escape(str(one))}</code>" for one in schema["enum"])
    if "const" in schema:
        return f"<code>{html.escape(str(schema['const']))}</code>"
    if "items" in schema:
        return f"list of {_type(schema['items'])}"
    limits = {"minLength": "from {}", "maxLength": "to {} characters", "minimum": "from {}", "maximum": "to {}"}
    told = " ".join(text.format(schema[name]) for name, text in limits.items() if name in schema)
    return html.escape(" ".join(filter(None, (str(schema.get("format") or schema.get("type") or "any"), told))))


def _text(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", html.escape(text))
