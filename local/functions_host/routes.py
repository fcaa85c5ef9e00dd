"""Route templates of HTTP functions, matched the way ASP.NET Core matches them.

Precedence is that of https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-template-precedence: segment by
segment, a literal wins over a constrained parameter, which wins over a plain one, which wins over a catch-all, whatever
the order of registration.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

_LITERAL, _CONSTRAINED, _PARAMETER, _CONSTRAINED_REST, _REST = range(1, 6)
_FIXED_CONSTRAINTS = {
    "int": r"[+-]?\d+",
    "long": r"[+-]?\d+",
    "bool": r"(?i:true|false)",
    "guid": r"(?i:\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?)",
    "alpha": r"[A-Za-z]+",
    "decimal": r"[+-]?\d+(?:\.\d+)?",
    "double": r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?",
    "float": r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?",
    "datetime": r"[^/]*\d[^/]*",
    "required": r".+",
}
_PLACEHOLDER = re.compile(r"\{((?:[^{}]|\{\{|\}\})*)\}")
_NAME = re.compile(r"(\*{0,2})([A-Za-z_]\w*)")
_ARGUMENT = re.compile(r"(?P<kind>\w+)\((?P<argument>.*)\)")

Test = Callable[[str], bool]


class RouteError(ValueError):
    """A route template that cannot be understood."""


@dataclass(frozen=True)
class Route:
    """A compiled template: what it answers to, how it ranks and where it leads."""

    template: str
    methods: frozenset[str] | None
    target: Any
    pattern: re.Pattern[str]
    rank: tuple[int, ...]
    tests: dict[str, tuple[Test, ...]]
    defaults: dict[str, str]

    def values(self, path: str) -> dict[str, str] | None:
        """Route values of a still percent-encoded path without its slashes at the ends, or None when it differs."""
        match = self.pattern.fullmatch(path)
        if match is None:
            return None
        values = {name: unquote(value) for name, value in match.groupdict().items() if value is not None}
        if any(not test(values[name]) for name, tests in self.tests.items() if name in values for test in tests):
            return None
        return {**self.defaults, **values} if self.defaults else values


class RouteTable:
    """Finds the function for a path and a method."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = sorted(routes, key=lambda route: route.rank)

    def match(self, path: str, method: str) -> tuple[Route, dict[str, str]] | None:
        """The best route for an encoded path and method, with its route values."""
        path = path.strip("/")
        for route in self._routes:
            if (route.methods is None or method in route.methods) and (values := route.values(path)) is not None:
                return route, values
        return None

    def allowed(self, path: str) -> set[str]:
        """Methods that some route takes for this path; empty when the path is nobody's."""
        path = path.strip("/")
        found = [route for route in self._routes if route.values(path) is not None]
        return {
            method for route in found for method in route.methods or ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        }


def compile_route(template: str, methods: Iterable[str] | None, target: Any) -> Route:
    """Compile a template such as `v1/interview/{id:guid}/turns/{n:int?}` or `files/{*rest}`.

    Raises:
        RouteError: a placeholder or constraint is not understood.
    """
    pattern, rank = "", []
    tests: dict[str, tuple[Test, ...]] = {}
    defaults: dict[str, str] = {}
    for segment in _segments(template):
        slash = "/" if rank else ""
        whole = _PLACEHOLDER.fullmatch(segment)
        if whole is None:
            pattern += slash + _mixed_segment(segment, tests)
            rank.append(_CONSTRAINED if "{" in segment else _LITERAL)
            continue
        place = _placeholder(whole[1], template)
        tests[place.name] = place.tests
        if place.default is not None:
            defaults[place.name] = place.default
        body = f"{slash}(?P<{place.name}>{place.expression or ('.*' if place.rest else '[^/]+')})"
        pattern += f"(?:{body})?" if place.optional else body
        if place.rest:
            rank.append(_CONSTRAINED_REST if place.constrained else _REST)
        else:
            rank.append(_CONSTRAINED if place.constrained else _PARAMETER)
    return Route(
        template=template,
        methods=frozenset(method.upper() for method in methods) if methods else None,
        target=target,
        pattern=re.compile(pattern, re.IGNORECASE),
        rank=tuple(rank),
        tests={name: own for name, own in tests.items() if own},
        defaults=defaults,
    )


@dataclass(frozen=True)
class _Placeholder:
    """What stands between braces: `*rest`, `id:guid`, `n:int:min(1)?`, `page=1`."""

    name: str
    rest: bool
    optional: bool
    default: str | None
    constrained: bool
    expression: str | None
    tests: tuple[Test, ...]


def _placeholder(text: str, template: str) -> _Placeholder:
    match = _NAME.match(text)
    if match is None:
        raise RouteError(f"Route {template!r}: {{{text}}} has no name.")
    remainder = text[match.end() :]
    optional = remainder.endswith("?")
    remainder = remainder.removesuffix("?")
    constraints, equals, default = remainder.partition("=") if "(" not in remainder else (remainder, "", "")
    names = re.findall(r":((?:[^:(]|\((?:[^()]|\([^()]*\))*\))+)", constraints)
    if "".join(f":{name}" for name in names) != constraints:
        raise RouteError(f"Route {template!r}: {{{text}}} is not a placeholder this host understands.")
    expression: str | None = None
    tests: list[Test] = []
    for name in names:
        fixed = _FIXED_CONSTRAINTS.get(name)
        if fixed is not None and expression is None:
            expression = fixed
        else:
            tests.append(_full_match(fixed) if fixed is not None else _argument_test(name, template))
    return _Placeholder(
        name=match[2],
        rest=bool(match[1]),
        optional=optional or bool(equals) or bool(match[1]),
        default=default if equals else None,
        constrained=bool(names),
        expression=expression,
        tests=tuple(tests),
    )


def _segments(template: str) -> list[str]:
    """Split at slashes that are not inside a placeholder."""
    return re.findall(r"(?:[^/{}]|\{(?:[^{}]|\{\{|\}\})*\})+", template)


def _mixed_segment(segment: str, tests: dict[str, tuple[Test, ...]]) -> str:
    """The pattern of a segment such as `report.{format}` or `{from}-{to}`."""
    pattern, end = "", 0
    for match in _PLACEHOLDER.finditer(segment):
        place = _placeholder(match[1], segment)
        tests[place.name] = place.tests
        pattern += re.escape(segment[end : match.start()]) + f"(?P<{place.name}>{place.expression or '[^/]+?'})"
        end = match.end()
    return pattern + re.escape(segment[end:])


def _full_match(expression: str) -> Test:
    compiled = re.compile(expression)
    return lambda value: compiled.fullmatch(value) is not None


def _argument_test(constraint: str, template: str) -> Test:
    match = _ARGUMENT.fullmatch(constraint)
    if match is None:
        raise RouteError(f"Route {template!r}: unknown constraint {constraint!r}.")
    kind, argument = match["kind"], match["argument"]
    if kind == "regex":
        compiled = re.compile(argument.replace("{{", "{").replace("}}", "}"), re.IGNORECASE)
        return lambda value: compiled.search(value) is not None
    low, _, high = argument.partition(",")
    if kind == "length" and not high:
        return lambda value: len(value) == int(low)
    if kind in ("length", "minlength", "maxlength"):
        least = int(low) if kind != "maxlength" else 0
        most = int(high or low) if kind != "minlength" else None
        return lambda value: least <= len(value) and (most is None or len(value) <= most)
    if kind in ("range", "min", "max"):
        bottom = int(low) if kind != "max" else None
        top = int(high or low) if kind != "min" else None
        return lambda value: (
            re.fullmatch(r"[+-]?\d+", value) is not None
            and (bottom is None or bottom <= int(value))
            and (top is None or int(value) <= top)
        )
    raise RouteError(f"Route {template!r}: unknown constraint {constraint!r}.")
