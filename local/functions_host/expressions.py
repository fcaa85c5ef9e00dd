"""Binding expressions: `{name}` and `%SETTING%` in paths and queue names, and path patterns of blob triggers."""

import json
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .settings import SettingsError, resolve_settings

_EXPRESSION = re.compile(r"\{([^{}]+)\}")


class ExpressionError(Exception):
    """An expression cannot be understood or has no value; the message quotes it."""


class PathPattern:
    """`container/text{name}text…`: which blobs a trigger means, and the values that their names give."""

    def __init__(self, path: str, environ: Mapping[str, str]) -> None:
        """Raises `ExpressionError` for a path that names no container."""
        try:
            path = resolve_settings(path, environ)
        except SettingsError as error:
            raise ExpressionError(str(error)) from None
        self.container, _, blob = path.strip("/").partition("/")
        if not self.container or "{" in self.container:
            raise ExpressionError(f"the path {path!r} does not begin with the name of a container")
        parts = _EXPRESSION.split(blob or "{name}")  # a container alone: all of its blobs
        self.prefix, names = parts[0], parts[1::2]
        if bad := [name for name in names if not name.isidentifier() or names.count(name) > 1]:
            raise ExpressionError(f"the path {path!r} holds {{{bad[0]}}}, which is no name or comes twice")
        # Each name takes as much as it can, slashes included, as with the real host.
        self._pattern = re.compile(
            "".join(f"(?P<{part}>.*)" if index % 2 else re.escape(part) for index, part in enumerate(parts)), re.DOTALL
        )

    def match(self, name: str) -> dict[str, str] | None:
        """The values in a blob's name, or None when it is not meant."""
        found = self._pattern.fullmatch(name)
        return found.groupdict() if found is not None else None


def resolve(template: str, data: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    """A path or a name with its expressions replaced: app settings, then values of the trigger by (dotted) name.

    Raises:
        ExpressionError: something has no value.
    """
    try:
        template = resolve_settings(template, environ)
    except SettingsError as error:
        raise ExpressionError(str(error)) from None
    return _EXPRESSION.sub(lambda found: _value(found[1].strip(), data, template), template)


def json_values(body: str | bytes) -> dict[str, Any]:
    """What expressions may name of a payload: the members of a JSON object."""
    try:
        values = json.loads(body)
    except ValueError:  # also of bytes that are no text
        return {}
    return values if isinstance(values, dict) else {}


def _value(name: str, data: Mapping[str, Any], template: str) -> str:
    lower = name.lower()
    if lower in ("rand-guid", "sys.randguid"):
        return str(uuid.uuid4())
    if lower in ("datetime", "sys.utcnow"):
        return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    value: Any = data
    for part in lower.split("."):
        value = {key.lower(): inner for key, inner in value.items()}.get(part) if isinstance(value, Mapping) else None
    if value is None or isinstance(value, Mapping | list):
        raise ExpressionError(f"{{{name}}} in {template!r} has no value")
    return str(value).lower() if isinstance(value, bool) else str(value)
