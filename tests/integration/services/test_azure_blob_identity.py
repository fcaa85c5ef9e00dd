"""Storage as in Azure: no account key, but a managed identity whose borrowed key signs the URLs of uploads.

Azurite takes tokens over TLS alone, so this runs in a process of its own that trusts a certificate made for it.
It cannot check the signatures: the SDK's are of a newer version than it knows.
"""

import base64
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import override
from urllib.parse import parse_qsl, urlsplit

import pytest

from local.azurite import ACCOUNT, PROGRAM
from tests.fixtures.polling import eventually
from tests.integration.services.certificates import certificate

pytestmark = [pytest.mark.integration, pytest.mark.slow]

LISTENING = re.compile(r"Blob service is successfully listening at https://\S+?:(\d+)")
ROOT = Path(__file__).parents[3]
UPLOADER = """
import asyncio, json
from shared.services.azure_blob import AzureBlobService
from shared.settings import load_settings

async def main():
    blobs = AzureBlobService(load_settings())
    try:
        await blobs.check()
        await blobs.upload_file("resumes", "a/b/resume", b"words", "text/plain")
        kept = await blobs.download("resumes", "a/b/resume", 100)
        grants = [await blobs.upload_grant("resumes", f"a/{n}/resume", "text/plain") for n in range(2)]
        print(json.dumps({"kept": kept.decode(), "urls": [grant.url for grant in grants]}))
    finally:
        await blobs.aclose()

asyncio.run(main())
"""


class Identity(BaseHTTPRequestHandler):
    """What Azure gives an app to ask for tokens of its identity (App Service, 2019-08-01). Nobody signed them."""

    asked: list[str]

    def do_GET(self) -> None:
        Identity.asked.append(self.path)
        now = int(time.time())
        claims = {
            "aud": "https://storage.azure.com",
            "iss": "https://sts.windows.net/00000000-0000-0000-0000-000000000001/",
            "oid": "00000000-0000-0000-0000-000000000002",
            "tid": "00000000-0000-0000-0000-000000000001",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
        }
        parts = ({"alg": "RS256", "typ": "JWT"}, claims, "signature")
        token = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        body = {"access_token": token, "expires_on": str(now + 3600), "resource": "storage", "token_type": "Bearer"}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def identity() -> Iterator[str]:
    Identity.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Identity)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/token"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def account(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The URL of an account that knows tokens, and the certificate that it shows."""
    cert, key = certificate(tmp_path)
    command = ["node", str(PROGRAM), "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]
    command += [
        "--blobPort",
        "0",
        "--queuePort",
        "0",
        "--tablePort",
        "0",
        "--cert",
        str(cert),
        "--key",
        str(key),
        "--oauth",
        "basic",
    ]
    log = tmp_path / "log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=tmp_path) as process:
        try:
            port = eventually(
                lambda: re.search(r"Blob service is successfully listening at https://\S+?:(\d+)", log.read_text()), 20
            )[1]
            yield f"https://127.0.0.1:{port}/{ACCOUNT}", cert
        finally:
            process.kill()


def test_an_identity_signs_uploads_with_a_borrowed_key(identity: str, account: tuple[str, Path]) -> None:
    url, cert = account
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SSL_CERT_FILE": str(cert),
        "IDENTITY_ENDPOINT": identity,
        "IDENTITY_HEADER": "secret-of-the-platform",
        "AZURE_STORAGE_ACCOUNT_URL": url,
        "SUPABASE_URL": "http://127.0.0.1:1",
        "SUPABASE_PUBLISHABLE_KEY": "k",
        "SUPABASE_SECRET_KEY": "k",
        "AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:1",
    }
    done = subprocess.run(
        [sys.executable, "-c", UPLOADER], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Unclosed" not in done.stderr
    said = json.loads(done.stdout)
    assert said["kept"] == "words"
    first, second = (dict(parse_qsl(urlsplit(url).query)) for url in said["urls"])
    assert (first["sp"], first["sr"], first["spr"]) == ("c", "b", "https")  # create, one blob, over TLS alone
    assert first["skoid"] == "00000000-0000-0000-0000-000000000002"
    assert first["se"] <= first["ske"]  # the signature ends before the key does
    assert first["ske"] == second["ske"]  # which was borrowed once
    assert first["sig"] != second["sig"]
    assert len(Identity.asked) == 1
