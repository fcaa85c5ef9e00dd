"""Hosts that several tests share: one process for each sample app."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.azurite import Azurite
from tests.fixtures.workers import unit
from tests.integration.functions_host.running import RunningHost, copy_app
from tests.integration.functions_host.storage_app import StorageApp, storage_app

ORIGIN = "https://app.example.com"


@pytest.fixture(scope="module")
def streaming(tmp_path_factory: pytest.TempPathFactory) -> RunningHost:
    settings = {
        "IsEncrypted": False,
        "Values": {"GREETING": "hello", "TICK_SCHEDULE": "* * * * * *", "AzureWebJobs.switched_off.Disabled": "true"},
        "Host": {"CORS": f"{ORIGIN},http://localhost:5173", "CORSCredentials": True},
    }
    files = {"local.settings.json": json.dumps(settings)}
    return unit.share("streaming", lambda: RunningHost(copy_app("streaming", tmp_path_factory.mktemp("host"), files)))


@pytest.fixture(scope="module")
def classic(tmp_path_factory: pytest.TempPathFactory) -> RunningHost:
    return unit.share("classic", lambda: RunningHost(copy_app("classic", tmp_path_factory.mktemp("host"))))


@pytest.fixture(scope="module")
def durable(tmp_path_factory: pytest.TempPathFactory) -> RunningHost:
    return unit.share("durable", lambda: RunningHost(copy_app("durable", tmp_path_factory.mktemp("host"))))


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> StorageApp:
    """The app with storage triggers, its Azurite and a host that runs."""

    @contextlib.contextmanager
    def start() -> Iterator[StorageApp]:
        with Azurite() as azurite, storage_app(tmp_path_factory.mktemp("storage"), azurite) as app, app.running():
            yield app

    return unit.share("storage", start)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Azurite:
    """An Azurite for hosts that come and go, which may be ended and started again."""
    return unit.share("lasting", lambda: Azurite(directory=tmp_path_factory.mktemp("lasting")))


@pytest.fixture
def app(lasting: Azurite, tmp_path: Path) -> Iterator[StorageApp]:
    """The app with storage triggers, whose hosts come and go."""
    with storage_app(tmp_path, lasting) as made:
        yield made
