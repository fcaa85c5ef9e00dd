"""Timer functions on a running host."""

import pytest

from tests.integration.functions_host.running import RunningHost, eventually

pytestmark = pytest.mark.integration


def seen(host: RunningHost, what: str) -> int:
    return host.client.get("/v1/seen").json().get(what, 0)


def test_a_timer_runs_on_the_schedule_of_an_app_setting_and_never_overlaps(streaming: RunningHost) -> None:
    eventually(lambda: seen(streaming, "ticks") >= 2)
    eventually(lambda: seen(streaming, "overlaps"))
    assert seen(streaming, "overlaps") == 1


def test_a_timer_that_fails_is_logged_and_ticks_again(streaming: RunningHost) -> None:
    eventually(lambda: seen(streaming, "failing ticks") >= 3)
    assert "RuntimeError: this tick failed" in streaming.log()


def test_run_on_startup_runs_at_start_and_by_hand_when_asked(streaming: RunningHost) -> None:
    before = eventually(lambda: seen(streaming, "yearly"))
    assert streaming.client.post("/admin/functions/yearly", json={"input": ""}).status_code == 202
    eventually(lambda: seen(streaming, "yearly") == before + 1)
    assert seen(streaming, "yearly past due") == 0


def test_a_disabled_timer_never_runs(streaming: RunningHost) -> None:
    eventually(lambda: seen(streaming, "ticks"))
    assert seen(streaming, "switched off") == 0
    assert streaming.client.post("/admin/functions/switched_off", json={}).status_code == 400


def test_a_warm_up_function_runs_by_hand_only(streaming: RunningHost) -> None:
    assert streaming.client.post("/admin/functions/warm_up", json={}).status_code == 202
    eventually(lambda: seen(streaming, "warm-ups"))


def test_an_http_function_cannot_be_run_by_hand(streaming: RunningHost) -> None:
    assert streaming.client.post("/admin/functions/item", json={}).status_code == 400
    assert streaming.client.post("/admin/functions/nobody", json={}).status_code == 404
