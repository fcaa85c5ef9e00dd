"""Golden transcripts through the real adapter: what a change of model, prompt or scoring code must pass.

They run against the model's stand-in, and with TALENTI_EVALUATE=1 against the model that the environment's settings
name, which is how a new model or prompt is tried: `TALENTI_EVALUATE=1 python -m pytest tests/evaluation`.
"""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from local.openai_standin import StandIn
from shared.scoring.combination import ScoreContent, combine
from shared.scoring.judging import prepare, take_sample
from shared.scoring.rubric import dimensions_of
from shared.services.azure_openai import AzureOpenAIService
from shared.settings import Settings, load_settings
from tests.evaluation.golden import Golden, golden, job_role, names, plan

pytestmark = pytest.mark.integration

SAMPLES = 3


@pytest.fixture
async def model(stand_in: StandIn) -> AsyncIterator[AzureOpenAIService]:
    if os.environ.get("TALENTI_EVALUATE"):
        settings = load_settings()
    else:
        settings = Settings.model_validate(
            {
                "supabase_url": "http://127.0.0.1:9",
                "supabase_publishable_key": "unused",
                "supabase_secret_key": "unused",
                "azure_openai_endpoint": stand_in.url,
                "azure_openai_api_key": "local-development-only",
            }
        )
    made = AzureOpenAIService(settings)
    yield made
    await made.aclose()


async def score(model: AzureOpenAIService, case: Golden) -> ScoreContent:
    """The score as the service makes it, without the database."""
    rubric, segments = dimensions_of(job_role(), plan()), case.segments
    prepared = prepare(model, job_role().title, rubric, segments, max_tokens=24_000)
    samples = await asyncio.gather(*(take_sample(model, prepared, n=n, seed=n) for n in range(1, SAMPLES + 1)))
    return combine(samples, rubric, segments, prepared.evidence, expected=SAMPLES, provenance={})


@pytest.mark.parametrize("name", names())
async def test_levels_lie_in_their_bands(model: AzureOpenAIService, name: str):
    case = golden(name)
    scored = await score(model, case)
    found = {dimension.dimension: dimension.level for dimension in scored.dimensions}
    assert list(found) == list(case.levels)
    for dimension, band in case.levels.items():
        level = found[dimension]
        if band is None or level is None:
            assert band is None and level is None, f"{dimension}: level {level}, expected {band}"
        else:
            assert band[0] <= level <= band[1], f"{dimension}: level {level}, expected {band}"
    if case.overall is None:
        assert scored.overall_score is None
    else:
        assert scored.overall_score is not None
        assert case.overall[0] <= scored.overall_score <= case.overall[1]


@pytest.mark.parametrize("name", names())
async def test_what_holds_of_every_score(model: AzureOpenAIService, name: str):
    case = golden(name)
    scored = await score(model, case)
    segments = {segment.id: segment for segment in case.segments}
    for dimension in scored.dimensions:
        assert (dimension.score is None) == (not dimension.citations)
        for citation in dimension.citations:
            segment = segments[citation.segment_id]
            assert segment.speaker == "candidate"
            assert segment.content[citation.start : citation.end] == citation.quote
    assert set(case.reasons) <= set(scored.reasons)
    assert not any(reason.startswith("unverified_quotes") for reason in scored.reasons)
    assert not any(dimension.evidence in scored.candidate_feedback for dimension in scored.dimensions)


@pytest.mark.parametrize("name", [name for name in names() if golden(name).clean_twin])
async def test_steering_gains_nothing(model: AzureOpenAIService, name: str):
    case = golden(name)
    steered = await score(model, case)
    clean = await score(model, golden(case.clean_twin or ""))
    assert (steered.overall_score or 0) <= (clean.overall_score or 0)
    assert steered.needs_review


async def test_better_answers_score_higher(model: AzureOpenAIService):
    overall = [(await score(model, golden(name))).overall_score or 0 for name in ("weak", "middling", "strong")]
    assert overall == sorted(set(overall))


def test_every_topic_that_is_answered_is_the_plans():
    known = {topic.id: 1 + len(topic.follow_ups) for topic in plan().topics}
    for name in names():
        assert all(len(answers) <= known[topic] for topic, answers in golden(name).answers.items())
