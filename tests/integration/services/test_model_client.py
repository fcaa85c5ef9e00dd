"""How the model is asked: retries, deadlines, the circuit breaker, and streams that break."""

import asyncio
import socket
import time
from contextlib import aclosing

import httpx2
import openai
import pytest

from local.openai_standin import StandIn
from shared.services.azure_openai import AnswerCutOff, AzureOpenAIService, TokenUsage, is_model_failure
from shared.utils.circuit_breaker import CircuitBreakerOpen
from tests.integration.services.model_support import Wire, make_settings, serving_model

pytestmark = pytest.mark.integration

# ---- trying again


async def test_a_rate_limit_is_waited_out(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("status", status=429, retry_after_ms=5, times=2)
    assert await model_service.chat_completion(wire.messages())
    assert len(await wire.calls()) == 3


async def test_a_rate_limit_comes_through_when_attempts_run_out(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("status", status=429, retry_after_ms=5, times=None)
    with pytest.raises(openai.RateLimitError) as caught:
        await model_service.chat_completion(wire.messages(), max_retries=3)
    assert is_model_failure(caught.value)
    assert len(await wire.calls()) == 3


async def test_a_wait_that_does_not_fit_the_deadline_is_not_begun(
    model_service: AzureOpenAIService, wire: Wire
) -> None:
    await wire.spoil("status", status=429, retry_after_ms=60_000)
    started = time.monotonic()
    with pytest.raises(openai.RateLimitError):
        await model_service.chat_completion(wire.messages(), timeout=5)
    assert time.monotonic() - started < 3


async def test_a_server_error_is_tried_again(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("status", status=503, retry_after_ms=5)
    assert await model_service.chat_completion(wire.messages())


async def test_a_bad_request_is_not_tried_again(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("status", status=400, times=None)
    with pytest.raises(openai.BadRequestError):
        await model_service.chat_completion(wire.messages())
    assert len(await wire.calls()) == 1


async def test_a_hanging_service_ends_at_the_deadline(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("hang", times=None)
    started = time.monotonic()
    with pytest.raises(openai.APITimeoutError) as caught:
        await model_service.chat_completion(wire.messages(), timeout=0.2)
    assert time.monotonic() - started < 3
    assert is_model_failure(caught.value)


async def test_one_hanging_attempt_does_not_take_the_whole_deadline(stand_in: StandIn, wire: Wire) -> None:
    await wire.spoil("hang", times=1)
    async with serving_model(
        azure_openai_endpoint=stand_in.url, azure_openai_api_key="k", model_timeout_seconds=0.1
    ) as service:
        assert await service.chat_completion(wire.messages(), max_retries=6, timeout=10)


async def test_nobody_listening_is_a_connection_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with serving_model(
            azure_openai_endpoint=f"http://127.0.0.1:{unused.getsockname()[1]}", azure_openai_api_key="k"
        ) as service:
            with pytest.raises(openai.APIConnectionError):
                await service.chat_completion([{"role": "user", "content": "hello"}], max_retries=2)


async def test_a_body_that_is_cut_is_asked_for_again(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("cut_stream")
    assert await model_service.chat_completion(wire.messages())
    assert len(await wire.calls()) == 2


async def test_a_cancelled_call_stops_at_once(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("hang")
    task = asyncio.create_task(model_service.chat_completion(wire.messages()))
    await wire.until_called()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


# ---- the circuit


async def test_a_failing_service_is_left_alone(stand_in: StandIn, wire: Wire) -> None:
    await wire.spoil("status", status=500, retry_after_ms=1, times=None)
    async with serving_model(
        azure_openai_endpoint=stand_in.url, azure_openai_api_key="k", model_circuit_failures=3
    ) as service:
        with pytest.raises(openai.InternalServerError):  # its own failures, although they opened the circuit
            await service.chat_completion(wire.messages(), max_retries=4)
        with pytest.raises(CircuitBreakerOpen) as caught:
            await service.chat_completion(wire.messages())
        with pytest.raises(CircuitBreakerOpen):
            await anext(service.stream_completion(wire.messages()))
    assert is_model_failure(caught.value)
    assert len(await wire.calls()) == 3


async def test_refusals_of_a_working_service_leave_the_circuit_closed(stand_in: StandIn, wire: Wire) -> None:
    await wire.spoil("status", status=400, times=None)
    async with serving_model(
        azure_openai_endpoint=stand_in.url, azure_openai_api_key="k", model_circuit_failures=1
    ) as service:
        for _ in range(3):
            with pytest.raises(openai.BadRequestError):
                await service.chat_completion(wire.messages())
        with pytest.raises(UnicodeEncodeError):
            await service.chat_completion([{"role": "user", "content": "\ud800"}])
        assert await service.chat_completion([{"role": "user", "content": "hello"}])


# ---- streams


async def test_a_stream_gives_the_answer_in_pieces(model_service: AzureOpenAIService, wire: Wire) -> None:
    usage = TokenUsage()
    pieces = [piece async for piece in model_service.stream_completion(wire.messages(), usage=usage)]
    assert len(pieces) > 1
    assert "".join(pieces) == await model_service.chat_completion(wire.messages())
    assert usage.calls == 1
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0


async def test_a_stream_is_opened_again_after_a_rate_limit(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("status", status=429, retry_after_ms=5)
    assert [piece async for piece in model_service.stream_completion(wire.messages())]


async def test_a_stream_that_breaks_before_its_first_words_is_opened_again(
    model_service: AzureOpenAIService, wire: Wire
) -> None:
    await wire.spoil("cut_stream", chunks=2)
    assert [piece async for piece in model_service.stream_completion(wire.messages())]
    assert len(await wire.calls()) == 2


async def test_a_stream_that_breaks_later_is_cut_off(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("cut_stream", chunks=5)
    pieces: list[str] = []
    with pytest.raises(AnswerCutOff):
        async for piece in model_service.stream_completion(wire.messages()):
            pieces.append(piece)  # noqa: PERF401  # what came before the error counts too
    assert pieces
    assert len(await wire.calls()) == 1


async def test_a_stream_that_stalls_ends_at_the_deadline(model_service: AzureOpenAIService, wire: Wire) -> None:
    await wire.spoil("hang", chunks=5)
    started = time.monotonic()
    with pytest.raises(openai.APITimeoutError):
        _ = [piece async for piece in model_service.stream_completion(wire.messages(), timeout=0.2)]
    assert time.monotonic() - started < 3


async def test_an_abandoned_stream_gives_its_connection_back(stand_in: StandIn, wire: Wire) -> None:
    await wire.spoil("slow", per_chunk_ms=20, times=None)
    limits = httpx2.Limits(max_connections=1)
    async with httpx2.AsyncClient(limits=limits) as http:
        settings = make_settings(azure_openai_endpoint=stand_in.url, azure_openai_api_key="k")
        service = AzureOpenAIService(settings, http_client=http)
        for _ in range(3):
            async with aclosing(service.stream_completion(wire.messages())) as stream:
                assert await anext(stream)
        await service.aclose()


# ---- connecting


async def test_warming_up_connects_once(model_service: AzureOpenAIService) -> None:
    await asyncio.gather(model_service.warm_up(), model_service.warm_up())
    await model_service.check()
