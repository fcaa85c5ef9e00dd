"""Azure OpenAI's wire format: completions, stream chunks, errors, headers, token counts and the prompt cache."""

import hashlib
import itertools
import json
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MODEL = "talenti-stand-in-2026"
FINGERPRINT = "fp_talenti_stand_in"

_CHARACTERS_PER_TOKEN = 4
_CACHE_FROM_TOKENS = 1_024  # shorter prompts are never cached
_CACHE_STEP_TOKENS = 128
_CACHE_ENTRIES = 20_000
_REQUESTS_PER_MINUTE = 10_000
_TOKENS_PER_MINUTE = 10_000_000

Json = dict[str, Any]
_numbers = itertools.count(1)
_SAFE = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}


@dataclass(slots=True)
class Answer:
    """What the model says: the text, why it stopped, and the tokens it is charged for."""

    text: str
    finish_reason: str = "stop"
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    azure: bool = True
    id: str = field(default_factory=lambda: f"chatcmpl-standin{next(_numbers):012d}")
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def usage(self) -> Json:
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": self.prompt_tokens + self.completion_tokens,
            "prompt_tokens_details": {"cached_tokens": self.cached_tokens, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 0,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        }

    @property
    def filters(self) -> Json:
        if self.finish_reason == "content_filter":
            return {"content_filter_results": {**_SAFE, "violence": {"filtered": True, "severity": "medium"}}}
        return {"content_filter_results": _SAFE}


def count_tokens(text: str) -> int:
    """About four characters a token: plausible, fast and the same every time."""
    return -(-len(text) // _CHARACTERS_PER_TOKEN)


def completion(answer: Answer) -> bytes:
    """The body of an answer that is not streamed."""
    choice: Json = {
        "index": 0,
        "message": {"role": "assistant", "content": answer.text, "refusal": None, "annotations": []},
        "logprobs": None,
        "finish_reason": answer.finish_reason,
    }
    body: Json = {
        "id": answer.id,
        "object": "chat.completion",
        "created": answer.created,
        "model": MODEL,
        "system_fingerprint": FINGERPRINT,
        "choices": [choice],
        "usage": answer.usage,
    }
    if answer.azure:
        choice |= answer.filters
        body["prompt_filter_results"] = [{"prompt_index": 0, "content_filter_results": _SAFE}]
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def chunks(answer: Answer, include_usage: bool) -> Iterator[bytes]:
    """The server-sent events of a stream, one word a chunk. Azure's first one has no choices and no model."""
    head: Json = {
        "id": answer.id,
        "object": "chat.completion.chunk",
        "created": answer.created,
        "model": MODEL,
        "system_fingerprint": FINGERPRINT,
    }
    tail: Json = {"usage": None} if include_usage else {}
    if answer.azure:
        results = [{"prompt_index": 0, "content_filter_results": _SAFE}]
        odd = {"id": "", "object": "", "created": 0, "model": "", "choices": [], "prompt_filter_results": results}
        yield _event(odd)

    def chunk(delta: Json, finish_reason: str | None = None, **more: Any) -> Json:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason, **more}
        return {**head, "choices": [choice], **tail}

    yield _event(chunk({"role": "assistant", "content": "", "refusal": None}))
    before, _, after = _event(chunk({"content": "\0"})).partition(rb'"\u0000"')
    for piece in split_words(answer.text):
        yield before + json.dumps(piece, ensure_ascii=False).encode("utf-8", "replace") + after
    yield _event(chunk({}, answer.finish_reason, **(answer.filters if answer.azure else {})))
    if include_usage:
        yield _event({**head, "choices": [], "usage": answer.usage})
    yield b"data: [DONE]\n\n"


def split_words(text: str) -> Iterator[str]:
    """The words with the white space that follows them; joined they are the text."""
    start = 0
    for position in range(1, len(text)):
        if text[position - 1].isspace() and not text[position].isspace():
            yield text[start:position]
            start = position
    if text:
        yield text[start:]


def error(code: str | None, message: str, **more: Any) -> Json:
    return {"error": {"code": code, "message": message, **more}}


def bad_request(message: str, param: str | None = None) -> Json:
    return error(None, message, type="invalid_request_error", param=param)


def content_filter_error() -> Json:
    return error(
        "content_filter",
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. "
        "Please modify your prompt and retry.",
        type=None,
        param="prompt",
        status=400,
        innererror={
            "code": "ResponsibleAIPolicyViolation",
            "content_filter_result": {
                **_SAFE,
                "violence": {"filtered": True, "severity": "medium"},
                "jailbreak": {"filtered": False, "detected": False},
            },
        },
    )


def _event(value: Json) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n\n"


class RateWindow:
    """Counts requests and tokens of the current minute for the rate-limit headers; it never limits."""

    def __init__(self) -> None:
        self._minute = 0
        self._requests = 0
        self._tokens = 0

    def headers(self, tokens: int) -> Mapping[str, str]:
        minute = int(time.time() // 60)
        if minute != self._minute:
            self._minute, self._requests, self._tokens = minute, 0, 0
        self._requests += 1
        self._tokens += tokens
        return {
            "x-ratelimit-limit-requests": str(_REQUESTS_PER_MINUTE),
            "x-ratelimit-remaining-requests": str(max(0, _REQUESTS_PER_MINUTE - self._requests)),
            "x-ratelimit-limit-tokens": str(_TOKENS_PER_MINUTE),
            "x-ratelimit-remaining-tokens": str(max(0, _TOKENS_PER_MINUTE - self._tokens)),
        }


class PromptCache:
    """Which prompt prefixes were seen before, as the service does it: from 1,024 tokens on, in steps of 128.

    Source: learn.microsoft.com/azure/ai-services/openai/how-to/prompt-caching.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def cached_tokens(self, deployment: str, prompt: str) -> int:
        """Tokens of the longest known prefix of `prompt` (0 for a short or new one); remembers all its prefixes."""
        total = len(prompt) // _CHARACTERS_PER_TOKEN
        if total < _CACHE_FROM_TOKENS:
            return 0
        digest = hashlib.blake2b(deployment.encode() + b"\n", digest_size=12)
        start = cached = 0
        for tokens in range(_CACHE_FROM_TOKENS, total + 1, _CACHE_STEP_TOKENS):
            end = tokens * _CHARACTERS_PER_TOKEN
            digest.update(prompt[start:end].encode("utf-8", "surrogatepass"))
            start = end
            key = digest.digest()
            if key in self._seen:
                cached = tokens
                self._seen.move_to_end(key)
            else:
                self._seen[key] = None
        while len(self._seen) > _CACHE_ENTRIES:
            self._seen.popitem(last=False)
        return cached
