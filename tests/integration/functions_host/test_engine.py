"""What the Durable engine does better than the backend that it is made of."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from durabletask.internal import helpers
from durabletask.internal import orchestrator_service_pb2 as pb

from local.functions_host.durable_engine import DirectCall, Engine
from tests.integration.functions_host.running import eventually

pytestmark = pytest.mark.integration


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def test_it_listens_on_loopback_only(engine: Engine) -> None:
    socket.create_connection(("127.0.0.1", engine._port)).close()
    with pytest.raises(OSError):  # a server on all addresses would answer here, too
        socket.create_connection(("127.0.0.2", engine._port), timeout=2)


def test_a_parent_waits_for_its_child_without_an_end(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(
        "durabletask.testing.in_memory_backend.InMemoryOrchestrationBackend._wait_for_state",
        lambda _self, _id, _predicate, timeout: waits.append(timeout),
    )
    engine._watch_sub_orchestration("parent", "child", 1)
    assert eventually(lambda: next(iter(waits), None)) > timedelta(days=365).total_seconds()


def test_a_thousand_timers_share_one_thread(engine: Engine) -> None:
    engine.StartInstance(pb.CreateInstanceRequest(instanceId="many", name="any"), DirectCall())
    instance = engine._instances["many"]
    before = threading.active_count()
    due = datetime.now(UTC) + timedelta(milliseconds=50)
    with engine._lock:
        instance.pending_events.clear()
        for number in range(1000):
            action = pb.OrchestratorAction(
                id=number, createTimer=pb.CreateTimerAction(fireAt=helpers.new_timestamp(due))
            )
            engine._process_create_timer_action(instance, action)
    assert threading.active_count() <= before  # others may end meanwhile
    eventually(lambda: len(instance.pending_events) == 1000)
