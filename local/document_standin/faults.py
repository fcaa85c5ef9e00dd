"""What the stand-in can be told to do wrong.

`PUT /admin/faults` takes one fault as JSON and answers `{"id": n}`:

    {"kind": "throttle", "times": 2, "retry_after": 1, "sha256": "…"}

`times` is how many requests it spoils (null: all until it is deleted). With `sha256`, the hash of a document in
hexadecimal, it spoils only requests about that document, so that tests can run at the same time. The oldest fault that
matches is applied.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Step = Literal["submit", "poll"]

Kind = Literal[
    "throttle",  # 429 to a submission, with Retry-After if given
    "error",  # 503 to a submission
    "refuse",  # 400 InvalidContent to a submission
    "hang",  # no answer to a submission
    "throttle_polls",  # 429 to a poll
    "lose",  # 404 to a poll: the result is gone
    "fail",  # the analysis ends as failed
    "never_finish",  # the analysis runs for ever
    "garbage",  # the result is no JSON
]
_POLLS = frozenset({"throttle_polls", "lose", "fail", "never_finish", "garbage"})


class Fault(BaseModel):
    """One way to misbehave."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    times: int | None = Field(default=1, ge=1)
    sha256: str = ""
    retry_after: int | None = Field(default=None, ge=0)  # seconds

    @property
    def step(self) -> Step:
        return "poll" if self.kind in _POLLS else "submit"


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
        """Adds a fault. Returns its id."""
        self._last_id += 1
        self._standing.append(_Standing(self._last_id, fault, fault.times))
        return self._last_id

    def take(self, step: Step, sha256: str) -> Fault | None:
        """The fault for a request, counted as applied; None when none matches."""
        for item in self._standing:
            if item.left == 0 or item.fault.step != step or item.fault.sha256 not in ("", sha256):
                continue
            item.applied += 1
            if item.left is not None:
                item.left -= 1
            return item.fault
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
