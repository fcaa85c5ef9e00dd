"""The OpenAPI document and the page that lists it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from azure_functions_runtime.functions import FunctionInfo

import function_app
from blueprints import openapi
from blueprints.api_page import page
from blueprints.http import ENDPOINTS, Endpoint
from tests.unit.blueprints.doors import request

pytestmark = pytest.mark.unit

# The paths of the contract that this app has by now.
PATHS = {
    ("GET", "/health"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/health/detailed"),
    ("GET", "/api/v1/me"),
    ("POST", "/api/v1/interview"),
    ("GET", "/api/v1/interview"),
    ("GET", "/api/v1/interview/{interview_id}"),
    ("POST", "/api/v1/interview/{interview_id}/start"),
    ("POST", "/api/v1/interview/chat"),
    ("POST", "/api/v1/interview/chat/stream"),
    ("POST", "/api/v1/interview/{interview_id}/end"),
    ("POST", "/api/v1/interview/{interview_id}/cancel"),
    ("POST", "/api/v1/interview/{interview_id}/score"),
    ("GET", "/api/v1/interview/{interview_id}/transcript"),
    ("GET", "/api/v1/interview/{interview_id}/report"),
    ("GET", "/api/v1/interview/{interview_id}/progress"),
    ("POST", "/api/v1/interview/{interview_id}/review"),
    ("GET", "/api/v1/job-roles"),
    ("POST", "/api/v1/job-roles"),
    ("GET", "/api/v1/job-roles/{job_role_id}"),
    ("PATCH", "/api/v1/job-roles/{job_role_id}"),
    ("GET", "/api/v1/job-roles/{job_role_id}/plan"),
    ("POST", "/api/v1/job-roles/{job_role_id}/plan"),
    ("GET", "/api/v1/job-roles/{job_role_id}/interviews"),
    ("GET", "/api/v1/applications"),
    ("GET", "/api/v1/applications/{application_id}/match"),
    ("POST", "/api/v1/resume/extract-requirements"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/docs"),
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    assert function_app.app
    return json.loads(json.dumps(openapi.document(list(ENDPOINTS.values()))))


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def test_it_has_every_path_of_the_contract(document: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(document)} >= PATHS


def test_its_schemas_are_json_schema_and_their_references_lead_somewhere(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    for reference in set(references(document)):
        _, components, kind, name = reference.split("/")
        assert name in document[components][kind], reference


def test_operation_ids_are_the_names_of_the_functions(
    document: dict[str, Any], app_functions: dict[str, FunctionInfo]
) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert set(names) <= app_functions.keys()


def test_who_must_sign_in_is_said(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        signed_in = path.startswith("/api/v1/")
        assert ("security" in operation) == signed_in, path
        assert ("401" in operation["responses"]) == signed_in, path
        assert ("429" in operation["responses"]) == signed_in, path


def test_problems_and_limits_are_said(document: dict[str, Any]) -> None:
    chat = document["paths"]["/api/v1/interview/chat"]["post"]["responses"]
    assert set(chat) == {"200", "400", "401", "403", "404", "409", "413", "422", "429", "500", "503"}
    assert set(chat["429"]["headers"]) >= {"Retry-After", "X-RateLimit-Reset", "X-Correlation-Id"}
    assert chat["404"]["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_a_created_thing_is_a_201(document: dict[str, Any]) -> None:
    created = document["paths"]["/api/v1/interview"]["post"]
    assert "201" in created["responses"]
    assert "200" not in created["responses"]
    assert created["requestBody"]["required"]


def test_a_body_that_may_be_left_out_is_not_required(document: dict[str, Any]) -> None:
    assert not document["paths"]["/api/v1/interview/{interview_id}/start"]["post"]["requestBody"]["required"]


def test_a_stream_names_its_events(document: dict[str, Any]) -> None:
    stream = document["paths"]["/api/v1/interview/chat/stream"]["post"]["responses"]["200"]["content"]
    assert set(stream["text/event-stream"]["x-events"]) == {"delta", "done", "error"}


def test_queries_are_parameters(document: dict[str, Any]) -> None:
    listed = document["paths"]["/api/v1/interview"]["get"]["parameters"]
    assert {(one["name"], one["in"], one["required"]) for one in listed} == {
        ("limit", "query", False),
        ("cursor", "query", False),
        ("status", "query", False),
    }


async def test_it_is_served_as_it_is() -> None:
    answer = await openapi.openapi_document(request())
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(bytes(answer.body))["openapi"] == "3.1.0"


async def test_the_page_lists_it_without_scripts_and_from_nowhere_else() -> None:
    answer = await openapi.api_docs(request())
    shown = bytes(answer.body).decode()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "/api/v1/interview/{interview_id}/transcript" in shown
    assert "<script" not in shown
    assert not re.search(r"(src|href)=['\"]?(https?:)?//", shown)


def test_the_page_escapes_what_it_lists() -> None:
    odd = Endpoint(
        "odd", "GET", "/<b>", "<i>", "<script>", 200, None, None, None, False, False, None, None, {}, False, False
    )
    shown = page(openapi.document([odd]))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "/&lt;b&gt;" in shown


def test_host_json_serves_the_paths_as_they_are() -> None:
    host = json.loads((Path(function_app.__file__).parent / "host.json").read_text())
    assert host["extensions"]["http"]["routePrefix"] == ""
    assert host["extensions"]["durableTask"]["tracing"]["traceInputsAndOutputs"] is False
