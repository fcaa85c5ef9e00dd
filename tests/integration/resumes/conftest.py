"""Résumés against the local Supabase, Azurite and the model's stand-in, without a host between."""

from collections.abc import AsyncIterator, Iterator

import pytest

from local.azurite import Azurite
from shared.container import Container, install_container
from shared.settings import Settings
from tests.integration.resumes.support import KeptReader


@pytest.fixture(scope="session")
def with_storage(settings: Settings, azurite: Azurite) -> Settings:
    """Settings with a storage account; no document service, so a file's embedded text is its text."""
    storage = {"azure_storage_connection_string": azurite.connection_string}
    return Settings.model_validate(settings.model_dump() | storage)


@pytest.fixture(scope="session")
async def children() -> AsyncIterator[KeptReader]:
    """The processes that open files: as many as one app has, for all tests."""
    kept = KeptReader()
    yield kept
    await kept.end()


@pytest.fixture
async def container(with_storage: Settings, children: KeptReader) -> AsyncIterator[Container]:
    made = Container(with_storage)
    made.resume_reader._children = children
    yield made
    await made.aclose()


@pytest.fixture(autouse=True)
def installed(container: Container) -> Iterator[Container]:
    previous = install_container(container)
    yield container
    install_container(previous)
