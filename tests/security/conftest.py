"""What security tests share: the whole stack, and people who talk to it over HTTP."""

from tests.fixtures.over_http import e2e_world, faults, hire, http, signed_in, stack, talk

__all__ = ["e2e_world", "faults", "hire", "http", "signed_in", "stack", "talk"]
