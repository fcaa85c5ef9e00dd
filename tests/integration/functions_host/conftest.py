"""Hosts that several tests share: one process for each sample app."""

import json
from collections.abc import Iterator

import pytest

from tests.integration.functions_host.running import RunningHost, copy_app
from tests.integration.functions_host.storage_app import StorageApp, storage_app

ORIGIN = "https://app.example.com"


@pytest.fixture(scope="session")
def streaming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHost]:
    settings = {
        "IsEncrypted": False,
        "Values": {"GREETING": "hello", "TICK_SCHEDULE": "* * * * * *", "AzureWebJobs.switched_off.Disabled": "true"},
        "Host": {"CORS": f"{ORIGIN},http://localhost:5173", "CORSCredentials": True},
    }
    app = copy_app("streaming", tmp_path_factory.mktemp("host"), {"local.settings.json": json.dumps(settings)})
    with RunningHost(app) as host:
        yield host


@pytest.fixture(scope="session")
def classic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHost]:
    with RunningHost(copy_app("classic", tmp_path_factory.mktemp("host"))) as host:
        yield host


@pytest.fixture(scope="session")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHost]:
    with RunningHost(copy_app("durable", tmp_path_factory.mktemp("host"))) as host:
        yield host


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StorageApp]:
    """The app with storage triggers, its Azurite and a host that runs."""
    with storage_app(tmp_path_factory.mktemp("storage")) as app, app.running():
        yield app
