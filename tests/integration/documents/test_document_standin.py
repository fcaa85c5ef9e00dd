"""The stand-in's wire protocol where the SDK does not look: keys, versions, base64, operations, admin paths."""

import base64
from typing import Any

import aiohttp
import pytest

from local.document_standin import DocumentStandIn
from tests.fixtures.documents import SAMPLE, scanned_pdf
from tests.integration.documents.conftest import DocumentAdmin

pytestmark = pytest.mark.integration

ANALYZE = "/documentintelligence/documentModels/prebuilt-layout:analyze?api-version=2024-11-30"
KEY = {"Ocp-Apim-Subscription-Key": "local"}


async def analyzed(session: aiohttp.ClientSession, content: bytes) -> dict[str, Any]:
    body = {"base64Source": base64.b64encode(content).decode()}
    async with session.post(ANALYZE, json=body, headers=KEY) as response:
        assert response.status == 202
        assert response.headers["Retry-After"] == "0"
        where = response.headers["Operation-Location"]
    while True:
        async with session.get(where, headers=KEY) as response:
            assert response.status == 200
            body = await response.json()
        if body["status"] != "running":
            return body


async def test_spans_say_where_words_and_lines_are_in_the_content(documents: DocumentAdmin) -> None:
    body = await analyzed(documents.session, SAMPLE.read_bytes())
    assert body["status"] == "succeeded"
    result = body["analyzeResult"]
    content = result["content"]
    page = result["pages"][0]
    assert (result["modelId"], page["pageNumber"], page["unit"]) == ("prebuilt-layout", 1, "inch")
    for piece in [*page["words"], *({**line, "span": line["spans"][0]} for line in page["lines"])]:
        start = piece["span"]["offset"]
        assert content[start : start + piece["span"]["length"]] == piece["content"]
        assert len(piece["polygon"]) == 8
    for paragraph in result["paragraphs"]:
        start = paragraph["spans"][0]["offset"]
        text = content[start : start + paragraph["spans"][0]["length"]]
        assert text.split() == paragraph["content"].split()
        assert len(paragraph["boundingRegions"][0]["polygon"]) == 8


async def test_pictures_of_pages_give_no_words(documents: DocumentAdmin) -> None:
    result = (await analyzed(documents.session, scanned_pdf()))["analyzeResult"]
    assert [page["words"] for page in result["pages"]] == [[], []]


async def test_a_file_that_cannot_be_read_fails(documents: DocumentAdmin) -> None:
    body = await analyzed(documents.session, b"%PDF-1.4 cut off")
    assert (body["status"], body["error"]["code"]) == ("failed", "InvalidContent")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (ANALYZE, {}, 401),
        (ANALYZE, {"Ocp-Apim-Subscription-Key": "wrong"}, 401),
        (ANALYZE, {"Authorization": "Bearer token"}, 202),
        (ANALYZE.partition("?")[0], KEY, 404),
        (ANALYZE.replace("layout", "nothing"), KEY, 404),
        ("/formrecognizer/documentModels", KEY, 404),
    ],
)
async def test_keys_versions_and_models(
    documents: DocumentAdmin, path: str, headers: dict[str, str], status: int
) -> None:
    async with documents.session.post(path, data=SAMPLE.read_bytes(), headers=headers) as response:
        assert response.status == status
        assert response.headers["x-talenti-stand-in"] == "true"


async def test_it_says_what_it_is(document_stand_in: DocumentStandIn, documents: DocumentAdmin) -> None:
    async with documents.session.get("/health") as response:
        body = await response.json()
    assert body["stand_in"] is True
    assert "no character recognition" in body["reads"]


async def test_an_unknown_operation_or_broken_body_is_told(documents: DocumentAdmin) -> None:
    where = ANALYZE.replace(":analyze", "/analyzeResults/none")
    async with documents.session.get(where, headers=KEY) as response:
        assert response.status == 404
    async with documents.session.post(ANALYZE, json={"base64Source": "%%"}, headers=KEY) as response:
        assert response.status == 400


async def test_an_unknown_fault_is_422(documents: DocumentAdmin) -> None:
    for body in ({"kind": "explode"}, {"kind": "fail", "tims": 3}):
        async with documents.session.put("/admin/faults", json=body) as response:
            assert response.status == 422
