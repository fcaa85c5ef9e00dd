"""Résumés over HTTP, with the host's own triggers: both ways in, many at once, and too much."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.fixtures.over_http import SignedIn
from tests.fixtures.polling import eventually
from tests.integration.resumes.support import resume_text

pytestmark = pytest.mark.e2e

LIMIT = 10 * 1024 * 1024
type SignIn = Callable[..., SignedIn]


def upload(person: SignedIn, file: bytes, path: str = "upload") -> httpx.Response:
    return person.post(f"/api/v1/resume/{path}", files={"file": ("cv.txt", file, "text/plain")})


def read(person: SignedIn, resume_id: str, seconds: float = 30) -> dict[str, Any]:
    """The résumé, once its reading is over."""

    def over() -> dict[str, Any] | None:
        answer = person.get(f"/api/v1/resume/{resume_id}")
        assert answer.status_code == 200, answer.text
        return None if answer.json()["status"] == "processing" else answer.json()

    return eventually(over, seconds)


def test_a_resume_that_came_in_a_form_is_read(signed_in: SignIn) -> None:
    person = signed_in()
    sent = upload(person, resume_text("form")).json()
    assert sent["status"] == "processing"
    assert read(person, sent["resume_id"])["profile"]["email"] == "ada.form@example.test"
    profile = person.get("/api/v1/profile").json()
    assert profile["resume_id"] == sent["resume_id"]
    assert person.request("DELETE", f"/api/v1/resume/{sent['resume_id']}").status_code == 200
    assert person.get("/api/v1/profile").json()["resume_id"] is None


def test_a_resume_that_the_browser_put_is_read(signed_in: SignIn) -> None:
    person, file = signed_in(), resume_text("put")
    body = {"kind": "resume", "filename": "cv.txt", "content_type": "text/plain", "size": len(file)}
    ticket = person.post("/api/v1/uploads", body).json()
    put = httpx.put(ticket["upload_url"], content=file, headers=ticket["headers"], verify=False)
    assert put.status_code == 201, put.text
    again = httpx.put(ticket["upload_url"], content=file, headers=ticket["headers"], verify=False)
    assert again.status_code in (403, 409)
    assert read(person, ticket["resume_id"])["profile"]["email"] == "ada.put@example.test"


def test_a_resume_is_parsed_at_once(signed_in: SignIn) -> None:
    answer = upload(signed_in(), resume_text("now"), "parse")
    assert answer.status_code == 200
    assert answer.json()["email"] == "ada.now@example.test"


@pytest.mark.parametrize("path", ["upload", "parse"])
@pytest.mark.parametrize("declared", [True, False])
def test_ten_megabytes_and_a_byte_are_refused(signed_in: SignIn, path: str, declared: bool) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="cv.txt"\r\n\r\n'
    whole = head + b"x" * (LIMIT + 1) + b"\r\n--b--\r\n"
    pieces = (whole[at : at + 65_536] for at in range(0, len(whole), 65_536))
    answer = signed_in().post(
        f"/api/v1/resume/{path}",
        content=whole if declared else pieces,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


@pytest.mark.slow
def test_fifty_uploads_at_once_all_arrive(signed_in: SignIn) -> None:
    people = [signed_in() for _ in range(5)]
    with ThreadPoolExecutor(50) as threads:
        sent = list(threads.map(lambda n: upload(people[n % 5], resume_text(f"many{n}")), range(50)))
    assert [answer.status_code for answer in sent] == [200] * 50
    for n, answer in enumerate(sent):
        shown = read(people[n % 5], answer.json()["resume_id"], 120)
        assert shown["profile"]["email"] == f"ada.many{n}@example.test"
