"""Azurite as the stack and the tests run it."""

import signal
from pathlib import Path

import httpx
import pytest
from azure.storage.blob import BlobServiceClient

from local.azurite import CONTAINERS, Azurite, Ports
from local.supabase.processes import StackError

pytestmark = pytest.mark.integration

ORIGIN = "http://localhost:3000"


def containers(azurite: Azurite) -> set[str]:
    with BlobServiceClient.from_connection_string(azurite.connection_string) as client:
        return {container.name for container in client.list_containers()}


def test_a_directory_keeps_what_is_stored_over_an_end_and_the_ports_stay(tmp_path: Path) -> None:
    with Azurite(directory=tmp_path / "azurite") as azurite:
        azurite.prepare(CONTAINERS)
        ports = azurite.ports
        azurite.end()
        azurite.start()
        assert azurite.ports == ports
        assert containers(azurite) == set(CONTAINERS)


def test_without_a_directory_everything_is_forgotten_at_the_end() -> None:
    with Azurite() as azurite:
        azurite.prepare(CONTAINERS)
        azurite.end(signal.SIGKILL)
        azurite.start()
        assert containers(azurite) == set()


def test_browsers_of_the_given_origins_alone_may_put(azurite: Azurite) -> None:
    azurite.prepare((), [ORIGIN])
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-ms-blob-type"}
    url = f"{azurite.blob_url}/resumes/one"
    allowed = httpx.options(url, headers={"Origin": ORIGIN, **asked})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    assert httpx.options(url, headers={"Origin": "http://elsewhere.test", **asked}).status_code == 403


def test_a_taken_port_is_told_with_azurites_own_words(azurite: Azurite) -> None:
    with pytest.raises(StackError, match="EADDRINUSE"):
        Azurite(Ports(blob=azurite.ports.blob)).start()
