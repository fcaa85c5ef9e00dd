"""What the stand-in can be told to do wrong, and for which calls.

`PUT /admin/faults` takes one fault as JSON and answers `{"id": n}`:

    {"kind": "status", "times": 2, "match": {"task": "interview", "contains": "marker-7"},
     "status": 429, "retry_after_ms": 20}

`times` is how many calls it spoils (null: all until it is deleted). `match.task` is interview, scoring, form (another
JSON schema), chat, models or any; `match.contains` is text in any message and `match.last_contains` in the last one, so
that tests which run at the same time each have a marker of their own. The oldest fault that matches is applied.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

Task = Literal["interview", "scoring", "form", "chat", "models"]

Kind = Literal[
    # the words of the interviewer
    "leak_rubric",  # speaks of a score and an anchor (`text` to say something else)
    "two_questions",
    "no_question",
    "repeat",  # says its last message again
    "empty",
    # the judgement
    "invent_quotes",  # adds a quote that stands nowhere to every dimension
    "only_invented_quotes",
    "no_quotes",  # levels without a quote
    "spread",  # levels that differ from call to call: 3, 5, 2, 4, 1 and again
    "wrong_schema",  # valid JSON of another shape
    "break_json",  # JSON that ends in the middle
    # a résumé's fields
    "invent_fields",  # adds a degree, a position, a skill and a certificate that stand nowhere (`text` to name them)
    # the provider
    "content_filter",  # refuses the prompt (400), or with `where: "answer"` stops in the answer
    "length",  # stops in the middle with finish_reason length
    "status",  # answers with `status` and, if given, `retry_after_ms`
    # the wire
    "hang",  # never answers; with `chunks` after that many chunks of the stream
    "slow",  # waits `delay_ms` before the first byte and `per_chunk_ms` before each chunk
    "cut_stream",  # closes the connection after `chunks` chunks, or within a body that is not streamed
]
QUOTE_KINDS: Final = frozenset({"invent_quotes", "only_invented_quotes", "no_quotes"})
_KEPT = 1_000


class Match(BaseModel):
    """Which calls a fault is for; everything given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: Task | Literal["any"] = "any"
    contains: str = ""
    last_contains: str = ""

    def holds(self, task: Task, messages: list[dict[str, str]]) -> bool:
        if self.task not in ("any", task):
            return False
        if self.last_contains and not (messages and self.last_contains in messages[-1]["content"]):
            return False
        return not self.contains or any(self.contains in message["content"] for message in messages)


class Fault(BaseModel):
    """One way to misbehave. Fields that its kind does not use have no effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    times: int | None = Field(default=1, ge=1)
    match: Match = Match()
    also_on_retry: bool | None = None  # also when asked again; None: quote faults no, the others yes
    status: Literal[400, 401, 404, 408, 429, 500, 502, 503] = 429
    retry_after_ms: int | None = Field(default=None, ge=0)
    where: Literal["prompt", "answer"] = "prompt"
    delay_ms: int = Field(default=0, ge=0)
    per_chunk_ms: int = Field(default=0, ge=0)
    chunks: int = Field(default=0, ge=0)
    text: str = ""
    _nth: int = PrivateAttr(default=0)

    @property
    def nth(self) -> int:
        """The how many-th call this is that it spoils, from 1."""
        return self._nth

    @property
    def on_retry(self) -> bool:
        return self.kind not in QUOTE_KINDS if self.also_on_retry is None else self.also_on_retry


@dataclass(slots=True)
class _Standing:
    id: int
    fault: Fault
    left: int | None
    applied: int = 0


@dataclass(slots=True)
class Faults:
    """The faults that stand, oldest first."""

    _standing: list[_Standing] = field(default_factory=list)
    _last_id: int = 0

    def put(self, fault: Fault) -> int:
        """Adds a fault, in place of one of the same kind and match. Returns its id."""
        self._standing = [
            item for item in self._standing if (item.fault.kind, item.fault.match) != (fault.kind, fault.match)
        ][-_KEPT:]
        self._last_id += 1
        self._standing.append(_Standing(self._last_id, fault, fault.times))
        return self._last_id

    def take(self, task: Task, messages: list[dict[str, str]], *, retry: bool) -> Fault | None:
        """The fault for a call, counted as applied; None when none matches."""
        for item in self._standing:
            if item.left == 0 or (retry and not item.fault.on_retry) or not item.fault.match.holds(task, messages):
                continue
            item.applied += 1
            if item.left is not None:
                item.left -= 1
            taken = item.fault.model_copy()
            taken._nth = item.applied
            return taken
        return None

    def drop(self, fault_id: int | None = None) -> int:
        """Removes one fault, or all. Returns how many."""
        before = len(self._standing)
        self._standing = [item for item in self._standing if fault_id is not None and item.id != fault_id]
        return before - len(self._standing)

    def listed(self) -> list[dict[str, Any]]:
        return [
            {"id": item.id, "left": item.left, "applied": item.applied, **item.fault.model_dump(exclude_defaults=True)}
            for item in self._standing
        ]
