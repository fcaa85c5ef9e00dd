"""Remembers the last calls, so that tests can count them and compare prompts."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

_CALLS = 2_000
_PROMPT_CHARACTERS = 32_000_000  # of all prompts together; older calls then keep only their metadata


@dataclass(slots=True)
class Call:
    """One call. `seconds` is its start, since the epoch; `fault` the kind that was applied."""

    number: int
    seconds: float
    task: str
    deployment: str
    stream: bool
    messages: list[dict[str, str]]
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    temperature: float | None = None
    seed: int | None = None
    fault: str | None = None

    def summary(self, prompts: bool) -> dict[str, Any]:
        shown = {name: getattr(self, name) for name in self.__slots__ if name != "messages"}
        return {**shown, "messages": self.messages} if prompts else shown

    @property
    def characters(self) -> int:
        return sum(len(message["content"]) for message in self.messages)


@dataclass(slots=True)
class Calls:
    """The last 2,000 calls, and how many there were of each task since the last `clear`."""

    counts: Counter[str] = field(default_factory=Counter)
    _calls: deque[Call] = field(default_factory=deque)
    _with_prompts: deque[Call] = field(default_factory=deque)
    _characters: int = 0

    def add(self, call: Call) -> None:
        self.counts[call.task] += 1
        self._calls.append(call)
        self._with_prompts.append(call)
        self._characters += call.characters
        while len(self._with_prompts) > _CALLS or self._characters > _PROMPT_CHARACTERS:
            oldest = self._with_prompts.popleft()
            self._characters -= oldest.characters
            oldest.messages = []
        if len(self._calls) > _CALLS:
            self._calls.popleft()

    def clear(self) -> None:
        self.counts.clear()
        self._calls.clear()
        self._with_prompts.clear()
        self._characters = 0

    def listed(self, *, last: int, prompts: bool, task: str = "", contains: str = "") -> dict[str, Any]:
        """The last calls, oldest first; with a filter the counts are of the remembered calls that pass it."""
        found = [
            call
            for call in self._calls
            if (not task or call.task == task)
            and (not contains or any(contains in message["content"] for message in call.messages))
        ]
        counts = Counter(call.task for call in found) if task or contains else self.counts
        return {
            "total": counts.total(),
            "counts": dict(counts),
            "calls": [call.summary(prompts) for call in (found[-last:] if last else [])],
        }
