"""Doors over the local Supabase: the test's container in place of the worker's."""

from collections.abc import Iterator

import pytest

from shared.container import Container, install_container


@pytest.fixture(autouse=True)
def installed(container: Container) -> Iterator[Container]:
    previous = install_container(container)
    yield container
    install_container(previous)
