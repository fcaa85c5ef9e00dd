"""What end-to-end tests share: the whole stack, and people who talk to it over HTTP."""

from tests.fixtures.over_http import (
    Faults,
    Hired,
    SignedIn,
    Talk,
    e2e_world,
    faults,
    hire,
    http,
    newcomer,
    running_stack,
    signed_in,
    stack,
    talk,
)

__all__ = [
    "Faults",
    "Hired",
    "SignedIn",
    "Talk",
    "e2e_world",
    "faults",
    "hire",
    "http",
    "newcomer",
    "running_stack",
    "signed_in",
    "stack",
    "talk",
]
