"""Path patterns, binding expressions and connections, without a host."""

import re
from typing import Any

import pytest

from local.functions_host.connections import ConnectionSettingError, connection_string
from local.functions_host.expressions import ExpressionError, PathPattern, resolve

pytestmark = pytest.mark.unit

ENVIRONMENT = {"CONTAINER": "resumes", "NAME": "orders"}


@pytest.mark.parametrize(
    ("path", "blob", "values"),
    [
        ("resumes/{name}", "a/b.pdf", {"name": "a/b.pdf"}),
        ("resumes/{name}.{ext}", "a.b.pdf", {"name": "a.b", "ext": "pdf"}),
        ("resumes/{who}/{id}/{name}", "anna/1/cv.pdf", {"who": "anna", "id": "1", "name": "cv.pdf"}),
        ("resumes/{who}/{id}/{name}", "anna/cv.pdf", None),
        ("resumes/new-{name}", "old-cv.pdf", None),
        ("%CONTAINER%/fixed.txt", "fixed.txt", {}),
        ("resumes/fixed.txt", "fixed_txt", None),
        ("resumes", "any/thing", {"name": "any/thing"}),
    ],
)
def test_a_path_says_which_blobs_are_meant(path: str, blob: str, values: dict[str, str] | None) -> None:
    pattern = PathPattern(path, ENVIRONMENT)
    assert pattern.container == "resumes"
    assert pattern.match(blob) == values


def test_the_prefix_is_what_stands_before_the_first_name() -> None:
    assert PathPattern("resumes/in/{name}.pdf", {}).prefix == "in/"


@pytest.mark.parametrize("path", ["", "{container}/x", "c/{a}/{a}", "c/{not a name}", "%MISSING%/x"])
def test_a_path_that_cannot_be_watched_is_refused(path: str) -> None:
    with pytest.raises(ExpressionError):
        PathPattern(path, ENVIRONMENT)


@pytest.mark.parametrize(
    ("template", "resolved"),
    [
        ("out/{name}", "out/cv"),
        ("%NAME%-{Name}", "orders-cv"),
        ("{deep.inner.value}", "7"),
        ("{flag}", "true"),
        ("plain", "plain"),
    ],
)
def test_expressions_become_values(template: str, resolved: str) -> None:
    data: dict[str, Any] = {"name": "cv", "deep": {"Inner": {"value": 7}}, "flag": True}
    assert resolve(template, data, ENVIRONMENT) == resolved


def test_a_new_name_differs_each_time() -> None:
    assert re.fullmatch(r"[0-9a-f-]{36}", resolve("{rand-guid}", {}, {}))
    assert resolve("{rand-guid}", {}, {}) != resolve("{rand-guid}", {}, {})


@pytest.mark.parametrize("template", ["{missing}", "{deep}", "{name.inner}", "%MISSING%"])
def test_an_expression_without_a_value_is_quoted(template: str) -> None:
    with pytest.raises(ExpressionError, match=template.strip("{}%")):
        resolve(template, {"name": "cv", "deep": {"inner": 1}}, {})


def test_a_connection_is_looked_up_with_the_hosts_prefix_first() -> None:
    environment = {"AzureWebJobsSTORE": "AccountName=first", "STORE": "AccountName=second"}
    assert connection_string("STORE", environment) == "AccountName=first"
    assert connection_string("", {"AzureWebJobsStorage": "AccountName=own"}) == "AccountName=own"


@pytest.mark.parametrize("value", ["UseDevelopmentStorage=true", "usedevelopmentstorage=True;"])
def test_development_storage_means_azurites_usual_ports(value: str) -> None:
    string = connection_string("AzureWebJobsStorage", {"AzureWebJobsStorage": value})
    assert "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1" in string
    assert "QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1" in string


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({}, "no app setting STORE"),
        ({"STORE": "https://account.blob.core.windows.net"}, "STORE is not a connection string"),
        ({"STORE__serviceUri": "https://x"}, "STORE__serviceUri names an account for a managed identity"),
        ({"AzureWebJobsSTORE__accountName": "x"}, "AzureWebJobsSTORE__accountName names an account"),
    ],
)
def test_a_connection_that_cannot_be_used_is_named(environment: dict[str, str], why: str) -> None:
    with pytest.raises(ConnectionSettingError, match=why):
        connection_string("STORE", environment)
