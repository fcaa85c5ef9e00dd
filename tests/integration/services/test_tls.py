"""Whom the connections to the database and to the model trust: certifi's certificates, or those of SSL_CERT_FILE."""

import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import openai
import pytest
from aiohttp import web

from shared.errors import ServiceUnavailable
from shared.services import tls
from shared.services.supabase_client import SupabaseService
from shared.services.tls import tls_context
from tests.integration.services.certificates import certificate
from tests.integration.services.model_support import make_settings, serving, serving_model

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def as_in_a_new_process() -> Iterator[None]:
    tls._trusting.cache_clear()
    yield
    tls._trusting.cache_clear()


@pytest.fixture
def identity(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path)


@pytest.fixture
async def url(identity: tuple[Path, Path]) -> AsyncIterator[str]:
    """A server over TLS that is a database and a model."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*identity)

    async def answer(_: web.Request) -> web.Response:
        return web.json_response([])

    async with serving(answer, context) as served:
        yield served


async def test_a_server_is_trusted_whose_certificate_the_environment_names(
    url: str, identity: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(identity[0]))
    database = SupabaseService(make_settings(supabase_url=url, openai_base_url=url, openai_model="m"))
    await database.check()
    assert await database.rpc("f", {}) == []
    await database.aclose()
    async with serving_model(openai_base_url=url, openai_model="m") as model:
        await model.check()


async def test_any_other_server_is_not(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    database = SupabaseService(make_settings(supabase_url=url, openai_base_url=url, openai_model="m"))
    with pytest.raises(ServiceUnavailable):
        await database.check()
    with pytest.raises(ServiceUnavailable):
        await database.rpc("f", {})
    await database.aclose()
    async with serving_model(openai_base_url=url, openai_model="m") as model:
        with pytest.raises(openai.APIConnectionError):
            await model.check()


def test_public_certificates_come_with_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image without a store of its own: OpenSSL finds nothing."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda *_: None)
    assert tls_context("https://example.com").cert_store_stats()["x509_ca"] > 0
    assert tls_context("https://example.com") is tls_context("https://example.org")


def test_plain_http_loads_none() -> None:
    assert tls_context("http://127.0.0.1").cert_store_stats()["x509_ca"] == 0
