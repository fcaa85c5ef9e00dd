"""Counting tokens and fitting conversations into a budget of them, offline."""

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bpe_openai import Encoding  # pyright: ignore[reportMissingTypeStubs]

ENCODING: Final = "o200k_base"
# Each message is wrapped in <|start|>role<|sep|>content<|end|>, and the reply is primed with three tokens.
# Source: github.com/openai/openai-cookbook, How_to_count_tokens_with_tiktoken.
MESSAGE_TOKENS: Final = 4
REPLY_TOKENS: Final = 3


@functools.cache
def _encoding() -> "Encoding":
    from bpe_openai import get_encoding  # pyright: ignore[reportMissingTypeStubs]

    return get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Tokens of a text. What looks like a special token (`<|endoftext|>`) counts as the ordinary text that it is.

    The first call of a process takes about a second, to load the vocabulary.
    """
    return len(_encoding().encode_ordinary(text)) if text else 0


def truncate_text(text: str, max_tokens: int) -> str:
    """The longest beginning of a text, in whole tokens, that has at most `max_tokens`."""
    if len(text.encode("utf-8", "replace")) <= max_tokens:
        return text  # a token has at least one byte
    tokens = _encoding().encode_ordinary(text)
    if len(tokens) <= max_tokens:
        return text
    kept = max(max_tokens, 0)
    while kept:
        shorter = _encoding().decode_bytes(tokens[:kept]).decode("utf-8", "ignore")
        if count_tokens(shorter) <= max_tokens:
            return shorter
        kept -= 1
    return ""


def truncate_messages(messages: Sequence[Mapping[str, str]], max_tokens: int) -> list[dict[str, str]]:
    """The system messages and as many of the newest others as fit into `max_tokens`, in their order; all are copies.

    The newest message is always there; alone too long, it is cut at its end, to one token if need be.
    """
    kept = [message.get("role") == "system" for message in messages]
    room = max_tokens - REPLY_TOKENS
    room -= sum(_cost(message) for message, is_kept in zip(messages, kept, strict=True) if is_kept)
    result = [dict(message) for message in messages]
    newest = True
    for index in reversed(range(len(messages))):
        if kept[index]:
            continue
        cost = _cost(messages[index])
        if cost > room:
            if newest:
                content = truncate_text(messages[index].get("content", ""), max(room - MESSAGE_TOKENS, 1))
                result[index]["content"] = content
                kept[index] = True
            break
        room -= cost
        kept[index] = True
        newest = False
    return [message for message, is_kept in zip(result, kept, strict=True) if is_kept]


def _cost(message: Mapping[str, str]) -> int:
    return MESSAGE_TOKENS + count_tokens(message.get("content", ""))
