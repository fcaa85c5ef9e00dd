"""Settings: what is needed, what contradicts, and that the message names it and no value."""

from typing import Any

import pytest

from shared.errors import SettingsError
from shared.settings import Settings, load_settings

pytestmark = pytest.mark.unit

ENVIRONMENT = {
    "SUPABASE_URL": "https://project.supabase.co/",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_x",
    "AZURE_OPENAI_ENDPOINT": "https://talenti.openai.azure.com/",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_environment_fills_them(environment: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    assert settings.supabase_base == "https://project.supabase.co"
    assert settings.token_issuer == "https://project.supabase.co/auth/v1"
    assert settings.model_name == settings.azure_openai_deployment


def test_another_server_is_asked_for_its_own_model(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("AZURE_OPENAI_ENDPOINT")
    environment.setenv("OPENAI_BASE_URL", "http://127.0.0.1:11434/v1")
    environment.setenv("OPENAI_MODEL", "llama3.2")
    assert load_settings().model_name == "llama3.2"


@pytest.mark.parametrize("name", ["SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"])
def test_what_is_missing_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(SettingsError, match=rf"{name} is not set"):
        load_settings()


def test_an_empty_value_is_as_good_as_none(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SUPABASE_SECRET_KEY", "")
    with pytest.raises(SettingsError, match="SUPABASE_SECRET_KEY is not set"):
        load_settings()


def test_everything_that_is_wrong_is_in_one_message(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SUPABASE_URL")
    environment.setenv("SCORING_SAMPLES", "0")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "SUPABASE_URL" in caught.value.detail
    assert "SCORING_SAMPLES" in caught.value.detail


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"AZURE_OPENAI_ENDPOINT": ""}, "set AZURE_OPENAI_ENDPOINT, or OPENAI_BASE_URL"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1", "OPENAI_MODEL": "m"}, "contradict each other"),
        ({"AZURE_OPENAI_ENDPOINT": "", "OPENAI_BASE_URL": "http://127.0.0.1:1"}, "OPENAI_BASE_URL needs OPENAI_MODEL"),
    ],
)
def test_contradictions_are_explained(environment: pytest.MonkeyPatch, change: dict[str, str], words: str) -> None:
    for name, value in change.items():
        environment.setenv(name, value)
    with pytest.raises(SettingsError, match=words):
        load_settings()


def test_a_wrong_value_is_not_repeated(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SUPABASE_URL", "my secret thing")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "my secret thing" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_secrets_show_in_no_repr(environment: pytest.MonkeyPatch) -> None:
    for name in ("SUPABASE_JWT_SECRET", "AZURE_OPENAI_API_KEY", "OPENAI_API_KEY", "SUPABASE_SECRET_KEY"):
        environment.setenv(name, "very-secret-value")
    settings = load_settings()
    assert "very-secret-value" not in repr(settings)
    assert "very-secret-value" not in settings.model_dump_json()


@pytest.mark.parametrize(
    "values",
    [
        {"model_timeout_seconds": 0},
        {"supabase_timeout_seconds": 9},
        {"turn_deadline_seconds": -1},
        {"scoring_samples": 10},
        {"rate_limit_default": 0},
        {"model_max_attempts": 0},
    ],
)
def test_limits_are_sensible(environment: pytest.MonkeyPatch, values: dict[str, Any]) -> None:
    for name, value in values.items():
        environment.setenv(name.upper(), str(value))
    with pytest.raises(SettingsError):
        load_settings()
