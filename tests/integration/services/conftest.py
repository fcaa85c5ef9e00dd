"""Fixtures for tests of the adapters to outside services."""

import pytest

from shared.services.tokens import count_tokens


@pytest.fixture(scope="session")
def vocabulary() -> None:
    """Loads the tokenizer's vocabulary, which takes about a second."""
    count_tokens("load")
