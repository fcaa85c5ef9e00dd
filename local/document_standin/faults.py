"""What the stand-in can be told to do wrong.

`PUT /admin/faults` takes one fault as JSON and answers `{"id": n}`:

    {"kind": "throttle", "times": 2, "retry_after": 1, "sha256": "…"}

`times` is how many requests it spoils (null: all until it is deleted). With `sha256`, the hash of a document in
hexadecimal, it spoils only requests about that document, so that tests can run at the same time. The oldest fault that
matches is applied.
"""

from typing import Literal

from pydantic import Field

from local.standin.faults import StandInFault

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


class Fault(StandInFault):
    """One way to misbehave."""

    kind: Kind
    sha256: str = ""
    retry_after: int | None = Field(default=None, ge=0)  # seconds

    def is_for(self, step: Step, sha256: str) -> bool:
        """Whether it spoils this step of a request about the document with this hash."""
        return step == ("poll" if self.kind in _POLLS else "submit") and self.sha256 in ("", sha256)
