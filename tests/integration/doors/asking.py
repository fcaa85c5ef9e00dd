"""Asking a door as a person would, without a host between."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.types import Message

from tests.fixtures.world import Person


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    json: Any

    @property
    def ids(self) -> list[str]:
        """The ids of a page's items, in order."""
        return [item["id"] for item in self.json["items"]]


async def ask(
    function: Callable[..., Any], person: Person | None = None, *, query: Mapping[str, Any] | None = None, **path: Any
) -> Answer:
    """The answer of a door to a GET by this person; `path` has the path's parameters."""
    headers = person.bearer if person else {}
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/asked",
        "query_string": urlencode(query or {}).encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "path_params": {name: str(value) for name, value in path.items()},
        "server": ("127.0.0.1", 7071),
        "scheme": "http",
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    answer = await function(Request(scope, receive))
    return Answer(answer.status_code, answer.headers, json.loads(bytes(answer.body)))


async def all_pages(function: Callable[..., Any], person: Person, limit: int, **path: Any) -> list[str]:
    """The ids of a list, page by page."""
    found, query = list[str](), {"limit": limit}
    while True:
        page = await ask(function, person, query=query, **path)
        assert page.status == 200, page.json
        assert len(page.ids) <= limit
        found += page.ids
        if page.json["next_cursor"] is None:
            return found
        query["cursor"] = page.json["next_cursor"]
