"""host.json and local.settings.json, as values."""

import json
from pathlib import Path

import pytest

from local.functions_host.settings import (
    BlobSettings,
    HostSettings,
    QueueSettings,
    SettingsError,
    apply_environment,
    load_settings,
    resolve_settings,
)

pytestmark = pytest.mark.unit


def loaded(folder: Path, host: object = None, local: object = None) -> HostSettings:
    (folder / "function_app.py").touch()
    for name, content in (("host.json", host), ("local.settings.json", local)):
        if content is not None:
            (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    return load_settings(folder)


def test_an_app_without_files_has_the_hosts_defaults(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert (settings.route_prefix, settings.hub_name, settings.function_timeout) == ("api", "TestHubName", 1800)
    assert (settings.log_level, settings.cors_origins, settings.replace_finished_instances) == ("INFO", (), True)


def test_host_json_is_read(tmp_path: Path) -> None:
    host = {
        "functionTimeout": "00:10:00",
        "logging": {"logLevel": {"default": "Warning"}},
        "extensions": {"http": {"routePrefix": ""}, "durableTask": {"hubName": "%HUB%"}},
    }
    local = {"Values": {"HUB": "Talenti", "LIMIT": 3, "ON": True}, "Host": {"CORS": "https://a.test, https://b.test/"}}
    settings = loaded(tmp_path, host, local)
    assert (settings.route_prefix, settings.hub_name, settings.function_timeout) == ("", "Talenti", 600)
    assert (settings.log_level, settings.cors_origins) == ("WARNING", ("https://a.test", "https://b.test"))
    assert settings.values == {"HUB": "Talenti", "LIMIT": "3", "ON": "true"}


def test_host_json_says_how_queues_and_blobs_are_worked_on(tmp_path: Path) -> None:
    queues = {
        "batchSize": 4,
        "newBatchThreshold": 0,
        "visibilityTimeout": "00:00:30",
        "maxPollingInterval": "00:00:02",
        "maxDequeueCount": 3,
        "messageEncoding": "none",
    }
    blobs = {"maxDegreeOfParallelism": 2, "poisonBlobThreshold": 1}
    settings = loaded(tmp_path, {"extensions": {"queues": queues, "blobs": blobs}})
    assert settings.queues == QueueSettings(4, 0, 30, 2, 3, base64=False)
    assert settings.blobs == BlobSettings(2, 1)
    (tmp_path / "host.json").unlink()
    assert loaded(tmp_path).queues == QueueSettings()


def test_a_negative_function_timeout_means_none(tmp_path: Path) -> None:
    assert loaded(tmp_path, {"functionTimeout": "-1"}).function_timeout is None


@pytest.mark.parametrize(
    ("host", "local", "says"),
    [
        ("{", None, "host.json is not valid JSON"),
        ([], None, "host.json must hold a JSON object"),
        ({"functionTimeout": "soon"}, None, "functionTimeout 'soon'"),
        ({"logging": {"logLevel": {"default": "Loud"}}}, None, "'Loud'"),
        ({"extensions": {"durableTask": {"hubName": "%NO_SUCH_HUB%"}}}, None, "NO_SUCH_HUB"),
        ({"extensions": {"queues": {"batchSize": 33}}}, None, "batchSize 33 is not a whole number from 1 to 32"),
        ({"extensions": {"queues": {"maxDequeueCount": "5"}}}, None, "maxDequeueCount '5'"),
        ({"extensions": {"queues": {"visibilityTimeout": 30}}}, None, "visibilityTimeout 30"),
        ({"extensions": {"queues": {"messageEncoding": "utf8"}}}, None, "messageEncoding 'utf8'"),
        ({"extensions": {"blobs": {"poisonBlobThreshold": 0}}}, None, "poisonBlobThreshold 0"),
        (None, {"IsEncrypted": True}, "encrypted"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, host: object, local: object, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        loaded(tmp_path, host, local)


def test_what_is_set_already_wins_over_local_settings(tmp_path: Path) -> None:
    environ = {"A": "from outside"}
    apply_environment(loaded(tmp_path, None, {"Values": {"A": "a", "B": "b"}}), "127.0.0.1:7071", environ)
    assert (environ["A"], environ["B"], environ["WEBSITE_HOSTNAME"]) == ("from outside", "b", "127.0.0.1:7071")


def test_settings_are_resolved_in_text() -> None:
    assert resolve_settings("%A%-x-%B%", {"A": "1", "B": "2"}) == "1-x-2"
    with pytest.raises(SettingsError, match="no app setting C"):
        resolve_settings("%C%", {})
