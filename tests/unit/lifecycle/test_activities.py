"""Activities of the lifecycle: what fails in one keeps its text to itself, since Durable stores it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from blueprints import lifecycle
from shared.container import Container, install_container
from shared.errors import ServiceUnavailable

pytestmark = pytest.mark.unit

SAID = "what the candidate said"


class Scoring:
    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    async def score_sample(self, *_: object) -> None:
        raise self.failure


@pytest.fixture
def failing() -> Iterator[Container]:
    container = Container()
    previous = install_container(container)
    yield container
    install_container(previous)


@pytest.mark.parametrize(
    ("failure", "code"), [(ValueError(SAID), "ValueError"), (ServiceUnavailable(SAID, code="down"), "down")]
)
async def test_a_failure_is_a_short_code(failing: Container, failure: Exception, code: str) -> None:
    failing.__dict__["scoring"] = Scoring(failure)
    with pytest.raises(lifecycle.ActivityFailed) as caught:
        await lifecycle.score_sample._function._func(f"{uuid4()}/1")  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
    assert str(caught.value) == code
    assert caught.value.__suppress_context__
