"""Asks the model over the OpenAI SDK: one connection pool, deadlines, bounded retries and a circuit breaker.

Bodies go through the SDK's plain `post`: its typed `create` converts each message of the body and costs more than the
rest of the call (measured: 2 to 3 of 5 ms).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from shared.services.model_errors import (
    AnswerCutOff,
    ContentFiltered,
    counts_against_service,
    is_content_filter,
    retry_after_of,
)
from shared.services.model_wire import AnswerReader, TokenUsage
from shared.services.tls import tls_context
from shared.telemetry import detached_span, log_event, span
from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen
from shared.utils.retry import async_retry

if TYPE_CHECKING:
    import httpx2
    from azure.identity.aio import DefaultAzureCredential
    from openai import AsyncOpenAI

    from shared.settings import Settings

Body = dict[str, Any]

_PATH: Final = "/chat/completions"
_TOKEN_SCOPE: Final = "https://cognitiveservices.azure.com/.default"  # noqa: S105  # a scope, not a secret
_CONNECT_SECONDS: Final = 5.0
_CHECK_SECONDS: Final = 5.0
_BASE_DELAY_SECONDS: Final = 0.25
_MAX_DELAY_SECONDS: Final = 8.0
# Turns are half a minute apart: the SDK's own five seconds would mean a TLS handshake for each.
_KEEP_ALIVE_SECONDS: Final = 120.0
_KEPT_CONNECTIONS: Final = 200
_MAX_CONNECTIONS: Final = 1000


@dataclass(frozen=True)
class Ask:
    """What is asked. `timeout` bounds all attempts, `attempt_timeout` each of them, in seconds; `usage` grows."""

    body: Body
    attempts: int
    timeout: float
    attempt_timeout: float
    usage: TokenUsage | None = None


class ModelClient:
    """Azure OpenAI, or any server that speaks its protocol, as the settings say. Connects when first used.

    Errors are the SDK's, as they come: `openai.RateLimitError`, `APIConnectionError`, `APITimeoutError` when a deadline
    passes, `APIStatusError`; and `ContentFiltered`, `AnswerCutOff`, `CircuitBreakerOpen`.
    """

    def __init__(self, settings: Settings, http_client: httpx2.AsyncClient | None = None) -> None:
        self._settings = settings
        self._http = http_client
        self._owns_http = http_client is None
        self._sdk: AsyncOpenAI | None = None
        self._connecting = asyncio.Lock()
        self._credential: DefaultAzureCredential | None = None
        self.breaker = CircuitBreaker(
            settings.model_circuit_failures, settings.model_circuit_recovery_seconds, counts=counts_against_service
        )

    async def complete(self, ask: Ask) -> str:
        """The text of one answer."""

        async def attempt(sdk: AsyncOpenAI, due: float, _ends: float) -> str:
            async with self.breaker.guard(), self._asking(due):
                reader = AnswerReader()
                text = reader.read(await sdk.post(_PATH, body=ask.body, cast_to=object))
                if ask.usage is not None:
                    ask.usage.add(reader.usage)
                reader.finish()
                return text

        with span("model.chat", deployment=self._settings.model_name):
            return await self._tried(attempt, ask)

    async def stream(self, ask: Ask) -> AsyncGenerator[str]:
        """The text of one answer in pieces. Until the first piece has come it is tried again, afterwards never.

        A connection that breaks after the first piece raises `AnswerCutOff`. Closing the generator closes the stream.
        """

        async def attempt(
            sdk: AsyncOpenAI, due: float, ends: float
        ) -> tuple[str, AsyncIterator[str], contextlib.AsyncExitStack]:
            async with contextlib.AsyncExitStack() as held:
                await held.enter_async_context(self.breaker.guard())
                pieces = self._pieces(sdk, ask, due, ends)
                held.push_async_callback(pieces.aclose)
                return await anext(pieces, ""), pieces, held.pop_all()

        with detached_span("model.chat.stream", deployment=self._settings.model_name):
            first, pieces, held = await self._tried(attempt, ask)
            import openai

            try:
                async with held:
                    if first:
                        yield first
                    async for piece in pieces:
                        yield piece
            except openai.APITimeoutError:
                raise
            except openai.APIConnectionError as error:
                raise AnswerCutOff("the connection broke before the answer was finished") from error

    async def check(self) -> None:
        """Asks the service for its list of models. Raises what the SDK raises."""
        sdk = await self._connected()
        async with self._asking(asyncio.get_running_loop().time() + _CHECK_SECONDS):
            await sdk.get("/models", cast_to=object)

    async def warm_up(self) -> None:
        """Loads the SDK and prepares the connection pool, so that the first caller need not wait for them."""
        await self._connected()

    async def aclose(self) -> None:
        """Closes the connections, except a pool that the caller brought."""
        sdk, self._sdk = self._sdk, None
        if sdk is not None and self._owns_http:
            await sdk.close()
        if self._credential is not None:
            await self._credential.close()

    async def _pieces(self, sdk: AsyncOpenAI, ask: Ask, first_by: float, ends: float) -> AsyncGenerator[str]:
        """Reads one stream; the first piece is due at loop time `first_by`, the last at `ends`."""
        import openai

        body = {**ask.body, "stream": True, "stream_options": {"include_usage": True}}
        async with self._asking(first_by):
            stream_type = openai.AsyncStream[object]
            stream = await sdk.post(_PATH, body=body, cast_to=object, stream=True, stream_cls=stream_type)
        reader = AnswerReader()
        due, nothing = first_by, object()
        try:
            while True:
                async with self._asking(due):
                    if (chunk := await anext(stream, nothing)) is nothing:
                        break
                    piece = reader.read(chunk)
                if piece:
                    due = ends
                    yield piece
            reader.finish()
        finally:
            if ask.usage is not None:
                ask.usage.add(reader.usage)
            await stream.close()

    @contextlib.asynccontextmanager
    async def _asking(self, due: float) -> AsyncGenerator[None]:
        """Around one wait for the service, until loop time `due`; what goes wrong becomes one of our errors."""
        import openai
        from aiohttp import ClientError

        try:
            async with asyncio.timeout_at(due):
                yield
        except TimeoutError:
            raise openai.APITimeoutError(request=self._request()) from None
        except ClientError:  # no HTTP, or broken off: neither aiohttp's transport nor the SDK has a word for it
            message = "the model's server sent something that is no HTTP"
            raise openai.APIConnectionError(message=message, request=self._request()) from None
        except openai.APIError as error:
            if is_content_filter(error):
                raise ContentFiltered("the provider's filter refused the prompt") from None
            raise
        except UnicodeEncodeError:
            raise  # what we were to send was no text: not the service's fault
        except (ValueError, RecursionError):
            message = "the model's server sent something that is no answer"
            raise openai.APIError(message, request=self._request(), body=None) from None

    async def _tried[R](self, attempt: Callable[[AsyncOpenAI, float, float], Awaitable[R]], ask: Ask) -> R:
        """What the first good attempt gives; each gets the SDK, and the loop times when it and the whole are due."""
        sdk = await self._connected()
        import openai

        now = asyncio.get_running_loop().time
        ends = now() + ask.timeout
        failures: list[Exception] = []

        def note(number: int, error: Exception, delay: float) -> None:
            failures.append(error)
            log_event("model.retry", level=logging.WARNING, attempt=number, delay_seconds=round(delay, 3), error=error)

        retried = async_retry(
            ask.attempts,
            (openai.RateLimitError, openai.APIConnectionError, openai.InternalServerError),
            _BASE_DELAY_SECONDS,
            _MAX_DELAY_SECONDS,
            on_retry=note,
            retry_after=retry_after_of,
            deadline=ask.timeout,
        )(lambda: attempt(sdk, min(now() + ask.attempt_timeout, ends), ends))
        try:
            return await retried()
        except CircuitBreakerOpen:
            if failures:
                raise failures[-1] from None  # this call's own failures opened the circuit
            raise

    async def _connected(self) -> AsyncOpenAI:
        if self._sdk is None:
            async with self._connecting:
                if self._sdk is None:
                    self._sdk = await asyncio.to_thread(self._connect)  # the import alone takes half a second
        return self._sdk

    def _connect(self) -> AsyncOpenAI:
        import httpx2
        import openai

        settings = self._settings
        timeout = httpx2.Timeout(None, connect=_CONNECT_SECONDS)  # `_asking` bounds each call as a whole
        http = self._http or openai.DefaultAioHttpClient(
            verify=tls_context(str(settings.openai_base_url or settings.azure_openai_endpoint)),
            timeout=timeout,
            limits=httpx2.Limits(
                max_connections=_MAX_CONNECTIONS,
                max_keepalive_connections=_KEPT_CONNECTIONS,
                keepalive_expiry=_KEEP_ALIVE_SECONDS,
            ),
        )
        if settings.openai_base_url is not None:
            key = settings.openai_api_key
            return openai.AsyncOpenAI(
                base_url=str(settings.openai_base_url),
                api_key=key.get_secret_value() if key else "none",
                max_retries=0,
                timeout=timeout,
                http_client=http,
            )
        key = settings.azure_openai_api_key
        if key is None:
            from azure.identity.aio import DefaultAzureCredential

            self._credential = DefaultAzureCredential()
        return openai.AsyncAzureOpenAI(
            azure_endpoint=str(settings.azure_openai_endpoint),
            api_version=settings.azure_openai_api_version,
            api_key=key.get_secret_value() if key else None,
            azure_ad_token_provider=None if key else self._token,
            max_retries=0,
            timeout=timeout,
            http_client=http,
        )

    async def _token(self) -> str:
        """A token of the managed identity, from the credential's own cache unless it is about to expire."""
        import openai
        from azure.core.exceptions import AzureError

        assert self._credential is not None
        try:
            return (await self._credential.get_token(_TOKEN_SCOPE)).token
        except AzureError:
            message = "the managed identity gave no token for the model"
            raise openai.APIConnectionError(message=message, request=self._request()) from None

    def _request(self) -> httpx2.Request:
        """The request that an error of ours is about; the SDK's errors want one."""
        import httpx2

        base = self._settings.openai_base_url or self._settings.azure_openai_endpoint
        return httpx2.Request("POST", str(base))
