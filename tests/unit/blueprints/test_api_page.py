"""The page for people that is made of the OpenAPI document."""

import re
from typing import Any

import pytest

import function_app  # noqa: F401  # declares the endpoints
from blueprints.api_page import page
from blueprints.http import ENDPOINTS
from blueprints.openapi import document

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def whole() -> str:
    return page(document(list(ENDPOINTS.values())))


def test_every_endpoint_and_model_has_its_place(whole: str) -> None:
    places = set(re.findall(r"<details id=([\w-]+)>", whole))
    assert set(ENDPOINTS) <= places
    links = set(re.findall(r"href=#([\w-]+)", whole))
    assert links
    assert links <= places


def test_it_says_what_is_taken_and_what_is_given(whole: str) -> None:
    chat = whole.split("<details id=chat>")[1].split("</details>")[0]
    assert "<code>message</code></td><td>string from 1 to 50000 characters</td><td>required</td>" in chat
    assert "<code>Idempotency-Key</code></td><td>string or null</td><td>header</td>" in chat
    assert "<a href=#model-Progress>Progress</a>" in chat
    assert "409: Something else came first" in chat


def test_words_of_the_document_are_escaped() -> None:
    operation: dict[str, Any] = {
        "tags": ["a"],
        "operationId": "one",
        "summary": "<b>`x`",
        "description": "",
        "parameters": [],
        "responses": {"200": {"description": "", "content": {"text/plain": {"schema": {"const": "<i>"}}}}},
    }
    made = page(
        {"info": {"description": ""}, "components": {"schemas": {}}, "paths": {"/<u>": {"get": operation}}},
    )
    assert "&lt;b&gt;<code>x</code>" in made
    assert not re.search("<[biu]>", made)
