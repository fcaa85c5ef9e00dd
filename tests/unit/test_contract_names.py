"""The names that others look for exist and take what they are given."""

import inspect

import pytest

from blueprints import health
from shared import auth
from shared.interviews.service import InterviewService
from shared.scoring.service import ScoringService
from shared.services import azure_openai
from shared.services.azure_openai import AzureOpenAIService
from shared.services.supabase_client import SupabaseService
from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen
from shared.utils.rate_limiter import RATE_LIMITS, check_rate_limit
from shared.utils.retry import RetryExhaustedError, async_retry

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (AzureOpenAIService.chat_completion, ["messages", "system_message", "max_retries"]),
        (AzureOpenAIService.stream_completion, ["messages"]),
        (AzureOpenAIService.generate_interview_response, ["transcript", "job_role", "candidate_response"]),
        (AzureOpenAIService.stream_interview_response, ["transcript", "job_role", "candidate_response"]),
        (AzureOpenAIService.score_interview, ["transcript", "job_role"]),
        (AzureOpenAIService.parse_resume, ["text"]),
        (AzureOpenAIService.extract_requirements, ["job_description"]),
        (AzureOpenAIService.count_tokens, ["text"]),
        (AzureOpenAIService.truncate_messages, ["messages", "max_tokens"]),
        (azure_openai.build_interviewer_prompt, ["job_role"]),
        (SupabaseService.get_interview, ["interview_id"]),
        (SupabaseService.update_interview, ["interview_id"]),
        (SupabaseService.get_application, ["application_id"]),
        (SupabaseService.get_transcript, ["interview_id"]),
        (SupabaseService.save_transcript_segment, ["segment"]),
        (SupabaseService.update_candidate_profile, ["profile_id"]),
        (
            SupabaseService.log_audit_event,
            ["action", "entity_type", "entity_id", "user_id", "organisation_id"],
        ),
        (auth.verify_jwt, ["token"]),
        (auth.get_current_user, ["authorization"]),
        (health.check_database, []),
        (health.check_azure_services, []),
        (
            async_retry,
            ["max_retries", "exceptions", "base_delay", "max_delay", "exponential_base", "on_retry"],
        ),
        (CircuitBreaker.__init__, ["failure_threshold", "recovery_timeout", "half_open_max_calls"]),
        (check_rate_limit, []),
    ],
)
def test_signatures(function: object, parameters: list[str]) -> None:
    assert callable(function)
    names = [name for name in inspect.signature(function).parameters if name != "self"]
    assert names[: len(parameters)] == parameters


def test_classes_and_tables() -> None:
    for found in (InterviewService, ScoringService, CircuitBreakerOpen, RetryExhaustedError):
        assert inspect.isclass(found)
    assert {name: (limit["window_ms"], limit["max_requests"]) for name, limit in RATE_LIMITS.items()} == {
        "token_generation": (60_000, 10),
        "ai_operation": (60_000, 100),
        "general": (60_000, 1000),
    }
    assert set(CircuitBreaker().get_stats()) == {
        "state",
        "failure_count",
        "total_calls",
        "total_failures",
        "failure_rate",
    }
