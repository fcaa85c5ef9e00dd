"""What integration tests share: the model's adapter on the stand-in, and the stand-in's controls."""

from collections.abc import AsyncIterator

import pytest

from local.openai_standin import StandIn
from shared.services.azure_openai import AzureOpenAIService
from tests.integration.services.model_support import Wire, serving_model


@pytest.fixture
async def model_service(stand_in: StandIn) -> AsyncIterator[AzureOpenAIService]:
    """A service of the test's own on the stand-in."""
    async with serving_model(azure_openai_endpoint=stand_in.url, azure_openai_api_key="k") as service:
        yield service


@pytest.fixture
async def wire(stand_in: StandIn) -> AsyncIterator[Wire]:
    """The stand-in's controls for the calls of one test."""
    wire = Wire(stand_in.url)
    yield wire
    await wire.aclose()
