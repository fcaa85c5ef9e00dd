"""What is read of the model's answers: a validated part of the chat-completion format, and the tokens they cost."""

from dataclasses import dataclass

from pydantic import BaseModel, Field, ValidationError

from shared.services.model_errors import AnswerCutOff, ContentFiltered
from shared.utils.surrogates import is_first_half, whole


@dataclass(slots=True)
class TokenUsage:
    """Tokens that calls cost; `cached_tokens` are those prompt tokens that the provider had cached.

    `model` is the model that answered last, by the name it gives itself.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    calls: int = 0
    model: str = ""

    def add(self, other: "TokenUsage") -> None:
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens
        self.cached_tokens += other.cached_tokens
        self.calls += other.calls
        self.model = other.model or self.model


class _PromptDetails(BaseModel):
    cached_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _PromptDetails | None = None


class _Words(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Words | None = None
    delta: _Words | None = None
    finish_reason: str | None = None


class _Payload(BaseModel):
    model: str | None = None
    choices: list[_Choice] = Field(default_factory=list[_Choice])
    usage: _Usage | None = None


class MalformedAnswerError(ValueError):
    """What came back is no chat completion."""


class AnswerReader:
    """Reads one answer, whole or chunk by chunk, and says at its end whether it can be used."""

    def __init__(self) -> None:
        self.usage = TokenUsage(calls=1)
        self._finish_reason: str | None = None
        self._refused = False
        self._half = ""

    def read(self, data: object) -> str:
        """The text in a completion or chunk, "" if it holds none. Raises `MalformedAnswerError`."""
        try:
            payload = _Payload.model_validate(data)
        except ValidationError:
            raise MalformedAnswerError("the model's server sent something that is no chat completion") from None
        if (usage := payload.usage) is not None:
            self.usage.prompt_tokens = usage.prompt_tokens
            self.usage.completion_tokens = usage.completion_tokens
            details = usage.prompt_tokens_details
            self.usage.cached_tokens = (details and details.cached_tokens) or 0
        self.usage.model = payload.model or self.usage.model
        if not payload.choices:
            return ""
        choice = payload.choices[0]
        self._finish_reason = choice.finish_reason or self._finish_reason
        words = choice.message or choice.delta
        if words is None:
            return ""
        self._refused = self._refused or bool(words.refusal)
        text = self._half + (words.content or "")
        self._half = text[-1] if text and is_first_half(text[-1]) else ""  # the next chunk has the other
        return whole(text.removesuffix(self._half))

    def finish(self) -> None:
        """Raises `ContentFiltered` or `AnswerCutOff` when what was read is no finished answer."""
        if self._refused or self._finish_reason == "content_filter":
            raise ContentFiltered("the provider's filter stopped the answer")
        if self._finish_reason == "length":
            raise AnswerCutOff("the answer reached its token limit")
        if self._finish_reason is None:
            raise AnswerCutOff("the answer ended before it was finished")
