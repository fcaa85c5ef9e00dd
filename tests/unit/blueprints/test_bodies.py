"""Files in forms: one field, one file, never more bytes than allowed, and never more read than needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.bodies import Upload, read_upload
from shared.errors import AppError, BadRequest, PayloadTooLarge, UnprocessableEntity
from tests.unit.blueprints.doors import request

pytestmark = pytest.mark.unit

TYPE = "multipart/form-data; boundary=b"
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
TAIL = b"\r\n--b--\r\n"


async def sent(body: bytes | list[bytes], limit: int = 100, *, kind: str = TYPE, leaves: bool = False) -> Upload:
    return await read_upload(request("POST", headers={"Content-Type": kind}, body=body, leaves=leaves), limit)


async def test_a_file_comes_as_it_was_sent() -> None:
    assert await sent(HEAD + b"%PDF-\r\n--bx\r\n" + TAIL) == Upload("cv.pdf", b"%PDF-\r\n--bx\r\n")


@given(st.binary(max_size=200), st.integers(1, 40))
async def test_however_it_is_cut_into_pieces(content: bytes, size: int) -> None:
    if b"\r\n--b" in content + b"\r\n":
        return
    body = HEAD + content + TAIL
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    assert (await sent(pieces, 200)).content == content


@pytest.mark.parametrize("declared", [True, False])
async def test_as_many_bytes_as_allowed_and_not_one_more(declared: bool) -> None:
    def body(size: int) -> bytes | list[bytes]:
        whole = HEAD + b"x" * size + TAIL
        return whole if declared else [whole]

    assert len((await sent(body(100))).content) == 100
    with pytest.raises(PayloadTooLarge, match="at most 100 bytes"):
        await sent(body(101))


async def test_what_is_too_large_is_not_read_to_its_end() -> None:
    incoming = request("POST", headers={"Content-Type": TYPE}, body=[HEAD, *[b"x" * 60] * 100, TAIL])
    with pytest.raises(PayloadTooLarge):
        await read_upload(incoming, 100)
    left = 0
    while (await incoming.receive())["type"] == "http.request":
        left += 1
    assert left == 99


async def test_what_says_that_it_is_too_large_is_not_read_at_all() -> None:
    incoming = request("POST", headers={"Content-Type": TYPE, "Content-Length": "1000000"}, body=[HEAD])
    with pytest.raises(PayloadTooLarge):
        await read_upload(incoming, 100)
    assert (await incoming.receive())["body"] == HEAD


async def test_what_surrounds_the_file_is_bounded_too() -> None:
    other = b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\n' + b"x" * 70_000 + b"\r\n"
    with pytest.raises(PayloadTooLarge):
        await sent([other, HEAD, b"x", TAIL])


async def test_a_client_that_leaves() -> None:
    with pytest.raises(BadRequest) as caught:
        await sent([HEAD], leaves=True)
    assert caught.value.code == "body_incomplete"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (HEAD.replace(b'"file"', b'"resume"') + b"x" + TAIL, "extra_forbidden"),
        (HEAD.replace(b'; filename="cv.pdf"', b"") + b"x" + TAIL, "file_type"),
        (HEAD + b"x\r\n" + HEAD + b"y" + TAIL, "too_many"),
        (HEAD.replace(b"Content-Disposition", b"X-Other") + b"x" + TAIL, "extra_forbidden"),
        (b"--b--\r\n", "missing"),
        (HEAD + b"x", "multipart_malformed"),
        (HEAD, "multipart_malformed"),
        (b"", "multipart_malformed"),
        (b"nothing of the kind", "multipart_malformed"),
        (b"--b\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\nx" + TAIL, None),
    ],
)
async def test_another_form(body: bytes, what: str | None) -> None:
    with pytest.raises((UnprocessableEntity, PayloadTooLarge)) as caught:
        await sent([body])
    if what is not None:
        assert [error["type"] for error in caught.value.errors or []] == [what]


@pytest.mark.parametrize(
    "kind", ["", "application/json", "multipart/form-data", "multipart/mixed; boundary=b", TYPE.replace("=b", "=")]
)
async def test_no_form_at_all(kind: str) -> None:
    with pytest.raises(UnprocessableEntity) as caught:
        await sent(HEAD + b"x" + TAIL, kind=kind)
    assert caught.value.errors
    assert caught.value.errors[0]["type"] == "multipart_type"


async def test_a_boundary_without_end_is_refused() -> None:
    with pytest.raises(UnprocessableEntity):
        await sent(HEAD + b"x" + TAIL, kind=f"multipart/form-data; boundary={'b' * 5_000}")


@given(st.binary(max_size=300))
async def test_no_body_is_a_500(body: bytes) -> None:
    for whole in (body, HEAD + body, HEAD + body + TAIL, b"--b\r\n" + body):
        try:
            await sent([whole])
        except AppError as error:
            assert error.status in (413, 422)
