"""Fills any JSON schema with a small valid instance; well-known fields of résumés and jobs come from the text."""

import itertools
import re
from collections.abc import Callable, Mapping
from typing import Any

from local.openai_standin.text import unescape

Json = dict[str, Any]

_MAX_DEPTH = 20
_INVENTIBLE = frozenset({"experience", "education", "skills", "certifications"})
_SKILLS = """
    Python, Java, JavaScript, TypeScript, Go, Rust, C++, C#, SQL, PostgreSQL, MySQL, MongoDB, Redis, Kafka, Spark,
    Airflow, dbt, Snowflake, Docker, Kubernetes, Terraform, Azure, AWS, GCP, Linux, Git, React, Vue, Angular,
    Django, Flask, FastAPI, Node.js, Pandas, NumPy, PyTorch, TensorFlow, Excel, Tableau, Power BI, Figma, GraphQL,
    REST, HTML, CSS, Scrum, SAP, Salesforce, machine learning, data modelling, project management
"""
_SOFT_SKILLS = """
    communication, teamwork, leadership, ownership, curiosity, empathy, mentoring, problem solving, problem-solving,
    collaboration, stakeholder management, time management, attention to detail, adaptability
"""
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"(?<![\w.])(?!\(?(?:19|20)\d\d\b)\+?\(?\d[\d ()/.-]{6,17}\d(?!\w)")
_YEARS = re.compile(r"(\d{1,2})\s*\+?\s*(?:-\s*\d{1,2}\s*)?years?", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:19|20)\d\d\b.{0,12}?(?:\b(?:19|20)\d\d\b|present|today|now|current)", re.IGNORECASE)
_DEGREE = re.compile(
    r"\b(?:bachelor\w*|master(?:'s|’s|s)?|degree|ph\.?d|doctorate|diploma|b\.?sc|m\.?sc|mba)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(r"\b(?:university|college|school|institute|academy|universit\w+|hochschule|tu)\b", re.IGNORECASE)
_CERTIFICATE = re.compile(r"\bcertifi(?:ed|cate)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPEN_ENDED = frozenset({"present", "today", "now", "current"})
_WHAT = re.compile(r"title|role|position|degree|institution|school")
_JOB = re.compile(
    r"\b(?:engineer|developer|manager|analyst|designer|consultant|architect|scientist|lead|head|intern|assistant|nurse|"
    r"teacher|director|specialist|administrator|owner|officer)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.|(?:linkedin|github)\.com/)[^\s,;|]+", re.IGNORECASE)
_LINKEDIN = re.compile(r"(?:https?://)?(?:www\.)?linkedin\.com/in/[\w-]+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}")


def fill(schema: Mapping[str, Any], text: str) -> Any:
    """An instance of `schema`: what `text` says for fields with a known name, otherwise the smallest value."""
    clean = unescape(re.sub(r"</?[a-z_]+>", "", text))
    return _Form(schema, clean).value(schema, 0)


def with_invented_rows(schema: Mapping[str, Any], form: Json, invented: str) -> Json:
    """The form with one more row in each list of a résumé, made of words that the text does not have."""
    return _Form(schema, invented).with_rows(form, invented)


class _Form:
    def __init__(self, root: Mapping[str, Any], text: str) -> None:
        self._root = root
        self._lines = [line.strip(" \t-•*#") for line in text.splitlines() if line.strip(" \t-•*#")]
        self._text = text

    def value(self, schema: Mapping[str, Any], depth: int) -> Any:
        schema = self._resolved(schema)
        if depth > _MAX_DEPTH:
            return None
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][0]
        kinds = _kinds(schema)
        if "null" in kinds:
            return None
        if "object" in kinds:
            return self._object(schema, depth)
        if "array" in kinds:
            return [self.value(schema.get("items") or {}, depth + 1) for _ in range(schema.get("minItems", 0))]
        if "integer" in kinds or "number" in kinds:
            return _number(schema)
        if "boolean" in kinds:
            return False
        return _string(schema)

    def _object(self, schema: Mapping[str, Any], depth: int) -> Json:
        filled: Json = {}
        for name, part in (schema.get("properties") or {}).items():
            part = self._resolved(part)
            known = self._fact(name)
            fitted = self._fitted(known, part, depth) if known else None
            filled[name] = self.value(part, depth + 1) if fitted is None else fitted
        return filled

    def with_rows(self, form: Json, invented: str) -> Json:
        """Adds a row of `invented` words to each list of the form whose name is one of a résumé's."""
        spoiled = dict(form)
        for name, part in (self._root.get("properties") or {}).items():
            if name in _INVENTIBLE and isinstance(form.get(name), list):
                items = self._resolved(self._resolved(part).get("items") or {})
                fields = (items.get("properties") or {}).items()
                row = {key: invented for key, kind in fields if "string" in _kinds(self._resolved(kind))}
                spoiled[name] = [*form[name], row or invented]
        return spoiled

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follows references and takes the simplest of several choices: null if it is one of them."""
        for _ in range(_MAX_DEPTH):
            if "$ref" in schema:
                target: Any = self._root
                for key in schema["$ref"].removeprefix("#").strip("/").split("/"):
                    target = target[key] if key else target
                schema = {**target, **{key: item for key, item in schema.items() if key != "$ref"}}
            elif choices := schema.get("anyOf") or schema.get("oneOf"):
                parts = [self._resolved(choice) for choice in choices]
                kept = {key: item for key, item in schema.items() if key not in {"anyOf", "oneOf"}}
                nullable = any("null" in _kinds(part) for part in parts)
                first = next((part for part in parts if "null" not in _kinds(part)), parts[0])
                kinds = _kinds(first)
                schema = {**kept, **first, "type": [*kinds, "null"] if nullable and "null" not in kinds else kinds}
            elif "allOf" in schema:
                merged: Json = {key: item for key, item in schema.items() if key != "allOf"}
                for part in schema["allOf"]:
                    merged |= self._resolved(part)
                schema = merged
            else:
                break
        return schema

    def _fitted(self, fact: Any, schema: Mapping[str, Any], depth: int) -> Any:
        """The fact in the shape that the schema asks for, or None when it does not fit."""
        kinds = _kinds(schema)
        facts: list[Any] = fact if isinstance(fact, list) else [fact]
        if schema.get("enum"):
            return fact if fact in schema["enum"] else None
        if "array" in kinds:
            items = self._resolved(schema.get("items") or {})
            shaped = [self._row(item, items, depth + 1) for item in facts][: schema.get("maxItems", 30)]
            return [item for item in shaped if item is not None]
        if "string" in kinds:
            return str(facts[0]) if not isinstance(fact, list) else ", ".join(map(str, facts))
        if ("integer" in kinds or "number" in kinds) and isinstance(facts[0], int):
            return facts[0]
        return None

    def _row(self, line: Any, schema: Mapping[str, Any], depth: int) -> Any:
        """One item of a list: the line itself, or its parts as the string fields of an object."""
        kinds = _kinds(schema)
        if "object" not in kinds:
            return str(line) if "string" in kinds else None
        properties = {name: self._resolved(part) for name, part in (schema.get("properties") or {}).items()}
        row: Json = {name: self.value(part, depth + 1) for name, part in properties.items()}
        texts = [name for name, part in properties.items() if "string" in _kinds(part) and not part.get("enum")]
        row |= _parts_by_name(str(line), texts)
        return row

    def _fact(self, name: str) -> Any:
        finder = _FINDERS.get(name.lower())
        return finder(self._text, self._lines) if finder else None


def _parts_by_name(line: str, names: list[str]) -> dict[str, str]:
    """The parts of a line such as `Engineer, Acme, 2019 - 2023`, each under the field that its name suggests."""
    parts = [part.strip() for part in re.split(r",|\||\t|\s[–—-]\s|\sat\s|[()]", line) if part.strip()]
    dated = [part for part in parts if _YEAR.search(part)]
    years = _YEAR.findall(line)
    others = [part for part in parts if part not in dated and part.lower() not in _OPEN_ENDED]
    if set(names) == {"name", "level"}:  # a language: "German (B2)"
        return {"name": parts[0], **({"level": parts[1]} if len(parts) > 1 else {})} if parts else {}
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: _WHAT.search(name) is None):
        if re.search(r"start|from|end|until|(?:^|_)to$", name):
            last = re.search(r"start|from", name) is None
            if years and (not last or len(years) > 1):
                found[name] = years[-1 if last else 0]
        elif re.search(r"date|year|period|duration", name):
            if years:
                found[name] = years[-1]
        elif others and not re.search(r"descr|summary|detail|location|field|level", name):
            wanted = next((pattern for words, pattern in _TELLING if re.search(words, name)), None)
            telling = [part for part in others if wanted is None or wanted.search(part)]
            if telling:
                found[name] = telling[0]
                others.remove(found[name])
    return found


def _name(_: str, lines: list[str]) -> str | None:
    return next((line for line in lines[:5] if len(line) <= 60 and _NAME.fullmatch(line)), None)


def _first_name(text: str, lines: list[str]) -> str | None:
    name = _name(text, lines)
    return name.split()[0] if name else None


def _last_name(text: str, lines: list[str]) -> str | None:
    name = _name(text, lines)
    return name.split()[-1] if name else None


def _first(pattern: re.Pattern[str]) -> Callable[[str, list[str]], str | None]:
    def find(text: str, _: list[str]) -> str | None:
        match = pattern.search(text)
        return match.group().strip() if match else None

    return find


def _listed(known: str) -> Callable[[str, list[str]], list[str]]:
    skills = [skill.strip() for skill in known.split(",")]
    patterns = [re.compile(rf"(?<![\w+#.]){re.escape(skill)}(?![\w+#])", re.IGNORECASE) for skill in skills]

    def find(text: str, _: list[str]) -> list[str]:
        found = (pattern.search(text) for pattern in patterns)
        return [match.group() for match in found if match]

    return find


def _years(text: str, _: list[str]) -> int | None:
    match = _YEARS.search(text)
    return int(match.group(1)) if match else None


def _lines_with(pattern: re.Pattern[str]) -> Callable[[str, list[str]], list[str]]:
    return lambda _, lines: [line for line in lines if pattern.search(line) and len(line) <= 200][:10]


def _jobs(_: str, lines: list[str]) -> list[str]:
    return [line for line in lines if _SPAN.search(line) and not _DEGREE.search(line) and len(line) <= 200][:10]


def _summary(_: str, lines: list[str]) -> str | None:
    """The line below a heading that announces one, or what stands behind such a label."""
    labelled = _labelled("summary", "profile", "about me")("", lines)
    below = (after for line, after in itertools.pairwise(lines) if line.lower() in {"summary", "profile", "about me"})
    return labelled or next(below, None)


def _links(text: str, _: list[str]) -> list[str]:
    return [match.group().rstrip(".") for match in _LINK.finditer(text)]


def _labelled(*labels: str) -> Callable[[str, list[str]], str | None]:
    """What stands behind one of the labels and a colon."""
    pattern = re.compile(rf"(?:{'|'.join(labels)})\s*:\s*(\S.*)", re.IGNORECASE)

    def find(_: str, lines: list[str]) -> str | None:
        return next((match.group(1).strip() for line in lines if (match := pattern.fullmatch(line))), None)

    return find


def _certificates(_: str, lines: list[str]) -> list[str]:
    return [line for line in lines if _CERTIFICATE.search(line) and len(line) <= 80][:10]


def _languages(_: str, lines: list[str]) -> list[str]:
    listed = _labelled("languages")("", lines)
    return [part.strip() for part in listed.split(",")] if listed else []


# Which words a part needs to be put into a field of that name; other fields take the first part that is left.
_TELLING = ((r"title|role|position", _JOB), (r"degree", _DEGREE), (r"institution|school", _SCHOOL))
_FINDERS: Mapping[str, Callable[[str, list[str]], Any]] = {
    "name": _name, "full_name": _name, "first_name": _first_name, "last_name": _last_name,
    "email": _first(_EMAIL), "phone": _first(_PHONE), "linkedin_url": _first(_LINKEDIN), "linkedin": _first(_LINKEDIN),
    "skills": _listed(_SKILLS), "technical_skills": _listed(_SKILLS), "soft_skills": _listed(_SOFT_SKILLS),
    "experience_years": _years, "years_of_experience": _years, "min_experience_years": _years,
    "experience": _jobs, "education": _lines_with(re.compile(f"{_DEGREE.pattern}|{_SCHOOL.pattern}", re.IGNORECASE)),
    "summary": _summary, "links": _links, "location": _labelled("location", "address", "lives in"),
    "certifications": _certificates, "languages": _languages,
}  # fmt: skip


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    kind = schema.get("type")
    if isinstance(kind, list):
        return kind
    if kind:
        return [kind]
    return ["object"] if "properties" in schema else ["array"] if "items" in schema else ["string"]


def _number(schema: Mapping[str, Any]) -> int | float:
    low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
    high = schema.get("maximum", schema.get("exclusiveMaximum", low + 1) - 1)
    return max(low, 0) if high >= 0 else high


def _string(schema: Mapping[str, Any]) -> str:
    samples: Mapping[str, str] = {
        "date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z", "email": "stand-in@example.com", "uri": "https://example.com",
        "uuid": "00000000-0000-0000-0000-000000000000", "time": "00:00:00Z",
    }  # fmt: skip
    return samples.get(str(schema.get("format")), "x" * int(schema.get("minLength", 0)))
