"""What the stand-in can be told to do wrong, and for which calls.

`PUT /admin/faults` takes one fault as JSON and answers `{"id": n}`:

    {"kind": "status", "times": 2, "match": {"task": "interview", "contains": "marker-7"},
     "status": 429, "retry_after_ms": 20}

`times` is how many calls it spoils (null: all until it is deleted). `match.task` is interview, scoring, form (another
JSON schema), chat, models or any; `match.contains` is text in any message and `match.last_contains` in the last one, so
that tests which run at the same time each have a marker of their own. The oldest fault that matches is applied.
"""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from local.standin.faults import StandInFault

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


class Fault(StandInFault):
    """One way to misbehave. Fields that its kind does not use have no effect."""

    kind: Kind
    match: Match = Match()
    also_on_retry: bool | None = None  # also when asked again; None: quote faults no, the others yes
    status: Literal[400, 401, 404, 408, 429, 500, 502, 503] = 429
    retry_after_ms: int | None = Field(default=None, ge=0)
    where: Literal["prompt", "answer"] = "prompt"
    delay_ms: int = Field(default=0, ge=0)
    per_chunk_ms: int = Field(default=0, ge=0)
    chunks: int = Field(default=0, ge=0)
    text: str = ""

    def is_for(self, task: Task, messages: list[dict[str, str]], *, retry: bool) -> bool:
        """Whether it spoils this call; `retry` when the model is asked again for what it got wrong."""
        on_retry = self.kind not in QUOTE_KINDS if self.also_on_retry is None else self.also_on_retry
        return (on_retry or not retry) and self.match.holds(task, messages)

    @property
    def key(self) -> tuple[Kind, Match]:
        return self.kind, self.match
