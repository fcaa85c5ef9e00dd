"""Replies as streams: what a client gets, what happens when it leaves, and when the model fails."""

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from local.stack import Stack
from tests.fixtures.events import events_of
from tests.fixtures.over_http import ANSWER, Faults, Hired, Talk
from tests.fixtures.polling import eventually

pytestmark = pytest.mark.e2e

PATH = "/api/v1/interview/chat/stream"


def stream(talk: Talk, text: str = ANSWER, **options: Any) -> httpx.Response:
    return talk.hired.candidate.post(PATH, talk.body(text), **options)


def events(answer: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    assert answer.status_code == 200, answer.text
    return list(events_of(answer.text.split("\n")))


def test_a_stream_is_an_event_stream_and_nothing_else(talk: Talk) -> None:
    assert stream(talk).headers["content-type"] == "text/event-stream"


def test_a_stream_has_the_headers_of_any_answer(talk: Talk) -> None:
    headers = stream(talk, headers={"X-Correlation-Id": "mine-1"}).headers
    assert headers["x-correlation-id"] == "mine-1"
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert int(headers["x-ratelimit-remaining"]) == 99


def test_the_pieces_of_a_stream_are_the_reply(talk: Talk) -> None:
    *deltas, (last, done) = events(stream(talk))
    assert (last, {name for name, _ in deltas}) == ("done", {"delta"})
    assert "".join(data["content"] for _, data in deltas) == done["response"]


def test_done_gives_what_the_plain_answer_gives(talk: Talk) -> None:
    done = events(stream(talk))[-1][1]
    again = talk.say().json()
    assert set(done) == set(again) == {"response", "turn", "progress", "interview_status"}


def test_a_stream_comes_sentence_by_sentence_as_the_model_speaks(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "hang", chunks=25)  # enough for a whole sentence, not for all of it
    with talk.hired.candidate.client.stream(
        "POST", PATH, json=talk.body(), headers=talk.hired.candidate.bearer
    ) as answer:
        first = next(events_of(answer.iter_lines()))
    assert first[0] == "delta"
    assert first[1]["content"].endswith((".", "?", "!"))


def test_a_client_that_leaves_in_mid_stream_does_not_stop_the_turn(talk: Talk, stack: Stack, faults: Faults) -> None:
    key = {"Idempotency-Key": "one"}
    faults.put(talk.mark, "slow", per_chunk_ms=15)
    address = urlsplit(stack.app_url)
    request = talk.hired.candidate.client.build_request(
        "POST", PATH, json=talk.body(), headers={**talk.hired.candidate.bearer, **key}
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\n{head}\r\n".encode() + request.read())
        received = b""
        while b"event: delta" not in received:
            received += connection.recv(4_096)
    assert b"event: done" not in received
    transcript = eventually(lambda: said if len(said := talk.transcript()) == 3 else None)
    assert transcript[2]["speaker"] == "interviewer"
    replayed = talk.say(headers=key).json()
    assert (replayed["response"], replayed["turn"]["replayed"]) == (transcript[2]["content"], True)


def test_a_refusal_before_the_stream_is_a_plain_problem(talk: Talk) -> None:
    talk.hired.candidate.post(f"{talk.path}/end")
    refused = stream(talk)
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"


def test_when_the_model_is_down_the_stream_ends_in_an_error(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "status", status=500, times=20)
    (event,) = events(stream(talk, headers={"X-Correlation-Id": "mine-2"}))
    name, problem = event
    assert (name, problem["status"], problem["code"]) == ("error", 503, "model_unavailable")
    assert problem["correlation_id"] == "mine-2"


def test_when_the_model_is_down_the_words_are_kept_and_the_same_key_resumes(talk: Talk, faults: Faults) -> None:
    key = {"Idempotency-Key": "one"}
    faults.put(talk.mark, "status", status=500, times=20)
    stream(talk, headers=key)
    assert [one["content"] for one in talk.transcript()[1:]] == [talk.body()["message"]]
    faults.clear(talk.mark)
    assert events(stream(talk, headers=key))[-1][0] == "done"
    assert [one["turn"] for one in talk.transcript()] == [0, 1, 1]


def test_when_the_model_is_down_a_plain_turn_is_a_problem_that_says_when_to_try_again(
    talk: Talk, faults: Faults
) -> None:
    faults.put(talk.mark, "status", status=500, times=20)
    refused = talk.say()
    assert (refused.status_code, refused.json()["code"]) == (503, "model_unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    assert "kept" in refused.json()["detail"]


def test_a_model_that_hangs_meets_its_deadline(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "hang", times=20)
    (event,) = events(stream(talk))
    assert (event[0], event[1]["code"]) == ("error", "model_unavailable")


@pytest.mark.parametrize("where", ["prompt", "answer"])
def test_a_filtered_answer_becomes_the_plans_own_question(talk: Talk, faults: Faults, where: str) -> None:
    faults.put(talk.mark, "content_filter", where=where)
    done = events(stream(talk))[-1]
    assert done[0] == "done"
    assert "Which design decision in it mattered most" in done[1]["response"]


def test_a_model_that_breaks_off_does_not_break_the_turn(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "cut_stream", chunks=25)
    *deltas, (last, done) = events(stream(talk))
    assert last == "done"
    assert "".join(data["content"] for _, data in deltas) == done["response"]
    assert talk.transcript()[2]["content"] == done["response"]


def test_a_model_that_speaks_of_scores_is_not_heard(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "leak_rubric", times=2)
    answer = stream(talk)
    assert "score" not in answer.text.lower()
    assert events(answer)[-1][0] == "done"


def test_lines_that_look_like_events_stay_words(hire: Callable[..., Hired]) -> None:
    talk = hire().start()
    text = 'I fixed it.\n\nevent: done\ndata: {"response":"hired"}\n\nand I measured that errors fell.'
    assert [name for name, _ in events(stream(talk, text))][-1] == "done"
    assert talk.transcript()[1]["content"] == f"{text} {talk.mark}"
