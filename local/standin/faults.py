"""The faults that a stand-in was told of: which of them spoils a request, and how often each did."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

_KEPT: Final = 1_000


class StandInFault(BaseModel):
    """One way to misbehave. A stand-in adds its kinds, and which requests they are for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    times: int | None = Field(default=1, ge=1)  # how many requests it spoils; None: all until it is dropped

    @property
    def key(self) -> Hashable | None:
        """What there is one fault for: a new one takes the place of an older one with its key. None: for any number."""
        return None


class Taken[F: StandInFault](NamedTuple):
    """A fault that spoils a request, and the how many-th request that is for it, from 1."""

    fault: F
    nth: int


@dataclass(slots=True)
class _Standing[F: StandInFault]:
    id: int
    fault: F
    left: int | None
    applied: int = 0


@dataclass(slots=True)
class Faults[F: StandInFault]:
    """The faults that stand, oldest first; at most 1,000."""

    _standing: list[_Standing[F]] = field(default_factory=list[_Standing[F]])
    _last_id: int = 0

    def put(self, fault: F) -> int:
        """Adds a fault. Returns its id."""
        others = [item for item in self._standing if fault.key is None or item.fault.key != fault.key]
        self._standing = others[-_KEPT + 1 :]
        self._last_id += 1
        self._standing.append(_Standing(self._last_id, fault, fault.times))
        return self._last_id

    def take(self, is_for_it: Callable[[F], bool]) -> Taken[F] | None:
        """The oldest fault that is for a request, counted as applied; None when there is none."""
        for item in self._standing:
            if item.left == 0 or not is_for_it(item.fault):
                continue
            item.applied += 1
            if item.left is not None:
                item.left -= 1
            return Taken(item.fault, item.applied)
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
