"""A container in memory, and a registry of endpoints that tests may add to."""

from collections.abc import Iterator

import pytest

from blueprints.http import ENDPOINTS
from shared.container import install_container
from tests.unit.blueprints.doors import MemoryContainer


@pytest.fixture(autouse=True)
def container() -> Iterator[MemoryContainer]:
    made = MemoryContainer()
    previous, known = install_container(made), dict(ENDPOINTS)
    yield made
    install_container(previous)
    ENDPOINTS.clear()
    ENDPOINTS.update(known)
