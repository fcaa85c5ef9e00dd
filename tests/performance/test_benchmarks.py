"""pytest-benchmark cases: `pytest -m performance`. They measure and assert nothing about time."""

import asyncio
import warnings
from collections.abc import Iterator
from uuid import UUID

import pytest
import uvloop
from pytest_benchmark.fixture import BenchmarkFixture

from local.demo_data import DATA_ENGINEER_PLAN
from local.openai_standin import StandIn
from local.supabase.stack import SupabaseStack
from shared.container import Container
from shared.interviews.plan import MoveKind
from shared.interviews.policy import State, next_move, opening_move
from shared.interviews.signals import read_signal
from shared.interviews.wording import WordingRules
from shared.scoring.evidence import Evidence, Verdict
from shared.scoring.transcripts import as_segments
from shared.services.azure_openai import AzureOpenAIService
from shared.services.tokens import count_tokens
from shared.settings import Settings
from tests.fixtures.factories import TranscriptSegmentFactory
from tests.fixtures.world import World
from tests.performance.answers import answer

pytestmark = [pytest.mark.performance, pytest.mark.slow]


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """A loop for what is timed: pytest-benchmark calls plain functions."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        yield runner


def _model_settings(stand_in: StandIn) -> Settings:
    return Settings.model_validate(
        {
            "supabase_url": "http://127.0.0.1:1",
            "supabase_publishable_key": "unused",
            "supabase_secret_key": "unused",
            "azure_openai_endpoint": stand_in.url,
            "azure_openai_api_key": "local-development-only",
        }
    )


def test_chat_completion(benchmark: BenchmarkFixture, loop: asyncio.Runner, stand_in: StandIn) -> None:
    service = AzureOpenAIService(_model_settings(stand_in))
    messages = [{"role": "user", "content": answer(1, 1)}]
    said = benchmark(lambda: loop.run(service.chat_completion(messages, "You word questions.")))
    loop.run(service.aclose())
    assert said


def test_token_counting(benchmark: BenchmarkFixture) -> None:
    text = " ".join(answer(1, turn) for turn in range(1, 60))
    count_tokens(text)  # loads the vocabulary
    assert benchmark(count_tokens, text) > 2_000


@pytest.mark.database
def test_transcript_insert(
    benchmark: BenchmarkFixture, loop: asyncio.Runner, settings: Settings, world: World, supabase: SupabaseStack
) -> None:
    interview_id = UUID(world.scheduled(world.hiring())["id"])
    segment = {"interview_id": str(interview_id), "turn": 0, "speaker": "candidate", "content": answer(1, 1)}
    container = Container(settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loop.run(container.database.check())
    saved = benchmark(lambda: loop.run(container.database.save_transcript_segment(segment)))
    loop.run(container.aclose())
    assert saved["content"] == segment["content"]


def test_policy_decision(benchmark: BenchmarkFixture) -> None:
    signal = read_signal(answer(1, 1))
    move = benchmark(next_move, DATA_ENGINEER_PLAN, State(), signal, 30.0)
    assert move.kind is MoveKind.PROBE


def test_reading_an_answer(benchmark: BenchmarkFixture) -> None:
    earlier = [answer(1, turn) for turn in range(2, 9)]
    signal = benchmark(read_signal, answer(1, 1), earlier)
    assert not (signal.thin or signal.repeats or signal.steers)


def test_wording_check(benchmark: BenchmarkFixture) -> None:
    criteria = ["Explains a design decision and its alternative."]
    rules = WordingRules(DATA_ENGINEER_PLAN, criteria)
    move = next_move(DATA_ENGINEER_PLAN, State(), read_signal(answer(1, 1)), 30.0)
    before = [opening_move(DATA_ENGINEER_PLAN).say]
    assert benchmark(rules.refusal_of, f"Thank you. {move.say}", move, before) is None


def test_evidence_verification(benchmark: BenchmarkFixture) -> None:
    segments = as_segments([TranscriptSegmentFactory(turn=turn, content=answer(1, turn)) for turn in range(1, 30)])
    quote = "because the old design lost data under load number 17"

    def verify() -> Verdict:
        return Evidence(segments).find(quote).verdict

    assert benchmark(verify) is Verdict.FOUND
