"""Text of queue messages, in base64 unless host.json's `messageEncoding` says otherwise."""

import base64
import binascii

from .settings import QueueSettings


class UndecodableError(Exception):
    """A message is not base64, though it should be."""


def encoded(content: str | bytes, settings: QueueSettings) -> str:
    """The text to put into a queue."""
    content = content.encode() if isinstance(content, str) else content
    return base64.b64encode(content).decode() if settings.base64 else content.decode(errors="replace")


def decoded(text: str, settings: QueueSettings) -> bytes:
    """What a message holds. Raises `UndecodableError`."""
    if not settings.base64:
        return text.encode()
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UndecodableError from None
