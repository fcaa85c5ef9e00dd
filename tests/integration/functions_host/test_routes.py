"""Route templates, as values."""

import pytest

from local.functions_host.routes import RouteError, RouteTable, compile_route

pytestmark = pytest.mark.unit


def table(*templates: str) -> RouteTable:
    return RouteTable(compile_route(template, None, template) for template in templates)


def found(templates: list[str], path: str) -> str | None:
    match = table(*templates).match(path, "GET")
    return match[0].target if match else None


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/v1/interview/chat", "v1/interview/chat"),
        ("/v1/interview/7", "v1/interview/{number:int}"),
        ("/v1/interview/seven", "v1/interview/{id}"),
        ("/v1/interview/report.pdf", "v1/interview/report.{format}"),
        ("/v1/interview/7/turns", "v1/interview/{id}/turns"),
        ("/v1/interview/chat/stream", "v1/interview/chat/{mode?}"),
        ("/v1/other/deep/down", "v1/{*rest}"),
        ("/v1", "v1/{*rest}"),
        ("/v2", None),
    ],
)
def test_the_most_specific_route_wins_in_any_order(path: str, template: str | None, reverse: bool) -> None:
    templates = [
        "v1/{*rest}",
        "v1/interview/{id}",
        "v1/interview/{number:int}",
        "v1/interview/report.{format}",
        "v1/interview/{id}/turns",
        "v1/interview/chat/{mode?}",
        "v1/interview/chat",
    ]
    assert found(templates[::-1] if reverse else templates, path) == template


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("a/{id:guid}", "a/0f8fad5b-d9cb-469f-a165-70867728950e", {"id": "0f8fad5b-d9cb-469f-a165-70867728950e"}),
        ("a/{id:guid}", "a/12", None),
        ("a/{n:int:range(1,9)?}", "a/5", {"n": "5"}),
        ("a/{n:int:range(1,9)?}", "a", {}),
        ("a/{n:int:range(1,9)?}", "a/10", None),
        ("a/{n:min(3)}", "a/2", None),
        ("a/{s:length(2)}", "a/ab", {"s": "ab"}),
        ("a/{s:length(2,3)}", "a/abcd", None),
        ("a/{s:maxlength(3):alpha}", "a/abc", {"s": "abc"}),
        (r"a/{s:regex(^\d{{2}}$)}", "a/42", {"s": "42"}),
        (r"a/{s:regex(^\d{{2}}$)}", "a/421", None),
        ("a/{page=1}", "a", {"page": "1"}),
        ("a/{page=1}", "a/2", {"page": "2"}),
        ("a/{from}-{to}", "a/x-y", {"from": "x", "to": "y"}),
        ("{*rest}", "one/two%20three", {"rest": "one/two three"}),
        ("{**rest}", "", {"rest": ""}),
        ("", "", {}),
    ],
)
def test_route_values(template: str, path: str, values: dict[str, str] | None) -> None:
    match = table(template).match(path, "GET")
    assert (match[1] if match else None) == values


@pytest.mark.parametrize("template", ["a/{id:nosuch}", "a/{:int}", "a/{id:between(1)}", "a/{id int}"])
def test_a_template_that_is_not_understood_is_refused(template: str) -> None:
    with pytest.raises(RouteError):
        compile_route(template, None, None)


def test_methods_choose_and_are_told() -> None:
    routes = RouteTable([compile_route("a/{id}", ["get"], "read"), compile_route("a/b", ["POST"], "write")])
    match = routes.match("/a/b", "GET")
    assert match is not None
    assert match[0].target == "read"
    assert routes.match("/a/b", "DELETE") is None
    assert routes.allowed("/a/b") == {"GET", "POST"}
    assert routes.allowed("/b") == set()
