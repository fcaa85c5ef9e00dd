"""What tests see of the gateway's traffic and do to it: counts by name, and injected faults."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Service = Literal["rest", "auth"]
Drop = Literal["before", "after"]
MOST_NAMES = 10_000


@dataclass
class Fault:
    """What happens to the next `times` requests (None: to all) whose name is `match` (None: any).

    `delay_ms` waits first. Then `status` answers without reaching the service; or `drop` closes the connection
    without an answer, `before` the service has seen the request or `after` it has done its work.
    """

    match: str | None = None
    times: int | None = None
    delay_ms: int = 0
    status: int | None = None
    drop: Drop | None = None

    @classmethod
    def read(cls, given: object) -> "Fault":
        """A fault from JSON; `"drop": true` means before. Raises ValueError."""
        if not isinstance(given, dict):
            raise ValueError("a fault is an object")  # noqa: TRY004  # a fault in the JSON, not in the program
        values: dict[str, Any] = dict(given)
        if unknown := values.keys() - cls.__dataclass_fields__.keys():
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if isinstance(values.get("drop"), bool):
            values["drop"] = "before" if values["drop"] else None
        fault = cls(**values)
        numbers = (fault.times, fault.delay_ms, fault.status)
        if any(number is not None and (type(number) is not int or number < 0) for number in numbers):
            raise ValueError("times, delay_ms and status are whole numbers")
        if fault.status is not None and not 200 <= fault.status <= 599:
            raise ValueError("status is between 200 and 599")
        if fault.drop not in (None, *get_args(Drop)):
            raise ValueError('drop is true, "before" or "after"')
        if fault.match is not None and not isinstance(fault.match, str):
            raise ValueError("match is the name of a table, rpc/function or auth path")
        return fault


class Traffic:
    """Counts requests and finds the fault that meets one."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {service: Counter() for service in get_args(Service)}
        self._faults: dict[str, list[Fault]] = {}

    async def meet(self, service: Service, name: str) -> Fault | None:
        """Count a request; when a fault meets it, wait its delay and give the fault."""
        counts = self._counts[service]
        if name in counts or len(counts) < MOST_NAMES:
            counts[name] += 1
        if not self._faults:
            return None
        for fault in self._faults.get(service, ()):
            if fault.match not in (None, name) or fault.times == 0:
                continue
            if fault.times is not None:
                fault.times -= 1
            if fault.delay_ms:
                await asyncio.sleep(fault.delay_ms / 1000)
            return fault
        return None

    def counts(self) -> dict[str, Any]:
        """`{"total": n, "rest": {name: n}, "auth": {name: n}}`; the total is of `rest`, the database round trips."""
        return {"total": self._counts["rest"].total(), **{name: dict(c) for name, c in self._counts.items()}}

    def reset_counts(self) -> None:
        """Count from nothing again."""
        for counts in self._counts.values():
            counts.clear()

    def faults(self) -> dict[str, Any]:
        """The faults as they stand, with the times that are left."""
        return {service: [asdict(fault) for fault in faults] for service, faults in self._faults.items()}

    def set_faults(self, given: Mapping[str, Any]) -> None:
        """Replace all faults by `{"rest": fault or [faults], "auth": …}`. Raises ValueError."""
        faults: dict[str, list[Fault]] = {}
        for service, described in given.items():
            if service not in get_args(Service):
                raise ValueError(f"unknown: {service}")
            several = described if isinstance(described, list) else [described]
            faults[service] = [Fault.read(one) for one in several]
        self._faults = faults
