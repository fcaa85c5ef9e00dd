"""What can go wrong with the model, and which of it means that the service itself failed."""

import math
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from shared.utils.circuit_breaker import CircuitBreakerOpen

if TYPE_CHECKING:
    import openai


class ContentFiltered(Exception):  # an outcome that callers handle by name
    """The provider refused the prompt or the answer."""


class AnswerCutOff(Exception):
    """The answer reached its token limit, or its stream ended before it was finished."""


def is_model_failure(error: BaseException) -> bool:
    """Whether the model could not be asked or did not answer, so that asking again later may help."""
    if isinstance(error, (CircuitBreakerOpen, TimeoutError)):
        return True
    import openai

    return isinstance(error, openai.APIError)


def counts_against_service(error: Exception) -> bool:
    """Whether an error speaks of a broken service: 5xx, timeouts, lost connections, garbage; not 4xx."""
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code >= 500
    return isinstance(error, openai.APIError)


def is_content_filter(error: "openai.APIError") -> bool:
    """Whether the provider's content filter is what refused the request."""
    return error.code == "content_filter"


def retry_after_of(error: Exception) -> float | None:
    """Seconds that the service asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date."""
    import openai

    if not isinstance(error, openai.APIStatusError):
        return None
    headers = error.response.headers
    try:
        if (milliseconds := headers.get("retry-after-ms")) is not None:
            wait = float(milliseconds) / 1000
        elif (wanted := headers.get("retry-after")) is None:
            return None
        elif wanted[:1].isdigit():
            wait = float(wanted)
        else:
            wait = parsedate_to_datetime(wanted).timestamp() - time.time()
    except ValueError:
        return None
    return wait if math.isfinite(wait) else None
