"""What the local stack refuses before it starts anything: ports that are taken, settings that cannot be."""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local import stack_config
from local.parts import CHECKOUT
from local.stack import DEVELOPMENT_ORIGINS, Stack
from local.stack_config import StackConfig, held, is_held, own_settings, takes_demo, unknown_settings
from local.supabase.processes import StackError

pytestmark = pytest.mark.integration

FREE_PORTS = StackConfig.on_free_ports()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without settings, in an environment without them."""
    for name in list(os.environ):
        if name.startswith(("SUPABASE_", "AZURE_OPENAI_", "OPENAI_", "TALENTI_")):
            monkeypatch.delenv(name)
    monkeypatch.setattr(stack_config, "CHECKOUT", tmp_path)
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("place", "variable", "what"),
    [
        ("app_port", "TALENTI_PORT", "the app"),
        ("supabase_port", "TALENTI_SUPABASE_PORT", "the Supabase gateway"),
        ("openai_port", "TALENTI_OPENAI_PORT", "the Azure OpenAI stand-in"),
        ("document_port", "TALENTI_DOCUMENT_PORT", "the Document Intelligence stand-in"),
        ("blob_port", "TALENTI_BLOB_PORT", "Azurite's Blob service"),
        ("queue_port", "TALENTI_QUEUE_PORT", "Azurite's Queue service"),
        ("table_port", "TALENTI_TABLE_PORT", "Azurite's Table service"),
    ],
)
def test_a_port_that_is_taken_is_named(taken: int, place: str, variable: str, what: str) -> None:
    config = replace(FREE_PORTS, **{place: taken})
    with pytest.raises(StackError, match=f"Port {taken}, where {what} listens") as caught:
        Stack(config).start()
    assert f"{variable}={taken % 60_000 + 1000} make start" in str(caught.value)


@pytest.mark.parametrize(
    ("place", "settings"),
    [
        ("openai_port", {"OPENAI_BASE_URL": "http://x/v1"}),
        ("supabase_port", {"SUPABASE_URL": "http://x"}),
        ("document_port", {"DOCUMENT_INTELLIGENCE_ENDPOINT": "http://x"}),
        ("blob_port", {"AZURE_STORAGE_CONNECTION_STRING": "UseDevelopmentStorage=true"}),
        ("queue_port", {"AZURE_STORAGE_ACCOUNT_URL": "http://x"}),
    ],
)
def test_the_port_of_a_service_that_runs_elsewhere_is_not_asked_for(
    taken: int, place: str, settings: dict[str, str]
) -> None:
    config = replace(FREE_PORTS, settings=settings, **{place: taken})
    assert config.ports()[place] == taken


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SUPABASE_URL": "http://127.0.0.1:9"}, "SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY is not"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "OPENAI_BASE_URL needs OPENAI_MODEL"),
        ({"OPENAI_BASE_URL": "http://x/v1", "AZURE_OPENAI_ENDPOINT": "http://x"}, "contradict each other"),
        ({"NO_SHOW_HOURS": "soon"}, "NO_SHOW_HOURS"),
    ],
)
@pytest.mark.parametrize("source", ["environment", "file"])
def test_a_setting_that_is_missing_or_wrong_is_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, source: str, given: dict[str, str], said: str
) -> None:
    if source == "file":
        (checkout / "local.settings.json").write_text(json.dumps({"Values": given}))
    else:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
    with pytest.raises(StackError, match=said):
        own_settings()


def test_the_environment_is_above_the_file(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"APP_VERSION": "of the file", "SCORING_SAMPLES": "5", "SUPABASE_URL": ""}
    (checkout / "local.settings.json").write_text(json.dumps({"Values": values}))
    monkeypatch.setenv("APP_VERSION", "of the environment")
    assert own_settings() == {"APP_VERSION": "of the environment", "SCORING_SAMPLES": "5"}


def test_ports_are_settings_as_others(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"TALENTI_PORT": 7171, "TALENTI_OPENAI_PORT": "7172"}
    (checkout / "local.settings.json").write_text(json.dumps({"Values": values}))
    monkeypatch.setenv("TALENTI_OPENAI_PORT", "7173")
    config = StackConfig.from_environment()
    assert (config.app_port, config.openai_port, config.blob_port) == (7171, 7173, StackConfig.blob_port)


def test_settings_that_nothing_reads_are_named(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "SCORING_SAMPELS": "5",
        "Zebra": "",
        "scoring_wait_seconds": "5",
        "TALENTI_PORT": "7171",
        "AzureWebJobsStorage": "",
    }
    (checkout / "local.settings.json").write_text(json.dumps({"Values": values}))
    monkeypatch.setenv("TALENTI_OPEN_AI_PORT", "1")
    assert unknown_settings() == [
        "Nothing reads the setting SCORING_SAMPELS; SCORING_SAMPLES is one.",
        "Nothing reads the setting Zebra.",
        "Nothing reads the setting TALENTI_OPEN_AI_PORT; TALENTI_OPENAI_PORT is one.",
    ]


def test_all_settings_of_the_example_are_read(checkout: Path) -> None:
    shutil.copy(CHECKOUT / "local.settings.example.json", checkout / "local.settings.json")
    assert unknown_settings() == []


def test_the_example_allows_the_origins_that_a_stack_without_it_allows() -> None:
    example = json.loads((CHECKOUT / "local.settings.example.json").read_text())
    assert example["Host"]["CORS"] == DEVELOPMENT_ORIGINS


def test_a_directory_of_state_is_one_stacks_at_a_time(tmp_path: Path) -> None:
    state = tmp_path / "state"
    assert not is_held(state)
    with held(state):
        assert is_held(state)
        with pytest.raises(StackError, match="in use by another running stack"), held(state):
            pass
    assert not is_held(state)


@pytest.mark.parametrize("content", ["{", "[]", '{"Values": 3}'])
def test_a_settings_file_that_is_no_json_object_is_named(checkout: Path, content: str) -> None:
    (checkout / "local.settings.json").write_text(content)
    with pytest.raises(StackError, match=r"local\.settings\.json is not valid"):
        own_settings()


@pytest.mark.parametrize("value", ["70710", "-1", "http", "²"])
def test_what_is_no_port_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TALENTI_PORT", value)
    with pytest.raises(StackError, match=r"TALENTI_PORT=.* is not a port"):
        StackConfig.from_environment()


@pytest.mark.parametrize(
    ("url", "wish", "taken"),
    [
        ("http://127.0.0.1:54321", "", True),
        ("http://localhost:54321", "", True),
        ("http://[::1]:54321", "", True),
        ("http://127.0.0.1:54321", "0", False),
        ("https://project.supabase.co", "", False),
        ("https://localhost.example.com", "", False),
        ("http://192.168.1.10:54321", "", False),
        ("https://project.supabase.co", "0", False),
        ("https://project.supabase.co", "1", True),
    ],
)
def test_demo_logins_go_into_no_supabase_elsewhere_unless_that_is_wanted(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, url: str, wish: str, taken: bool
) -> None:
    keys = {"SUPABASE_URL": url, "SUPABASE_PUBLISHABLE_KEY": "p", "SUPABASE_SECRET_KEY": "s"}
    for name, value in {**keys, "SEED_DEMO": wish}.items():
        monkeypatch.setenv(name, value)
    assert takes_demo(own_settings()) is taken
