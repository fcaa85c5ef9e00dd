"""A container in memory, and a registry of endpoints that tests may add to."""

from collections.abc import Iterator

import pytest
from azure_functions_runtime.functions import FunctionInfo

import function_app
from blueprints.http import ENDPOINTS
from shared.container import install_container
from tests.unit.blueprints.doors import MemoryContainer, indexed


@pytest.fixture(autouse=True)
def container() -> Iterator[MemoryContainer]:
    made = MemoryContainer()
    previous, known = install_container(made), dict(ENDPOINTS)
    yield made
    install_container(previous)
    ENDPOINTS.clear()
    ENDPOINTS.update(known)


@pytest.fixture(scope="session")
def app_functions() -> dict[str, FunctionInfo]:
    """The functions of the whole app, as the worker has them."""
    return indexed(function_app.app)
