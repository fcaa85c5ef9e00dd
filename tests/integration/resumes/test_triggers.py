"""What the host calls: the blob trigger, the sweeping timer; and what readiness says of storage."""

from typing import Any
from uuid import uuid4

import pytest
from azure.functions import TimerRequest
from azure.functions.blob import InputStream

from blueprints import health, resume_intake
from shared.container import Container, install_container
from shared.resumes.intake import MAX_ATTEMPTS, ReadingFailed
from shared.settings import Settings
from tests.fixtures import documents
from tests.fixtures.world import World
from tests.integration.resumes.support import ask, is_stored, path_of, resume_text, seen, uploaded

pytestmark = [pytest.mark.integration, pytest.mark.database]


def told_of(url: str) -> InputStream:
    return InputStream(data=b"", name=f"resumes/{path_of(url)}", uri=url, length=0)


async def call(function: Any, argument: object) -> None:
    await function(argument)


async def test_the_trigger_reads_the_blob_that_it_is_told_of(world: World) -> None:
    person = world.person()
    sent = await uploaded(person, resume_text())
    await call(resume_intake.read_uploaded_resume, told_of(sent.url))
    assert (await seen(person, sent.resume_id))["status"] == "parsed"


async def test_an_error_reaches_the_host_and_quotes_nothing(with_storage: Settings, world: World) -> None:
    down = {"document_intelligence_endpoint": "http://127.0.0.1:1", "document_timeout_seconds": 0.2}
    broken = Container(Settings.model_validate(with_storage.model_dump() | down))
    previous = install_container(broken)
    try:
        sent = await uploaded(world.person(), documents.scanned_pdf())
        with pytest.raises(ReadingFailed) as caught:
            await call(resume_intake.read_uploaded_resume, told_of(sent.url))
        assert str(caught.value) == ""
        assert caught.value.__cause__ is None
    finally:
        install_container(previous)
        await broken.aclose()


async def test_the_timer_erases_what_was_left(container: Container, world: World) -> None:
    path = f"{uuid4()}/{uuid4()}/resume"
    await container.storage.upload_file("resumes", path, b"left", "text/plain")
    world.rows("insert into blob_erasures (blob_path) values (%s)", path)
    await call(resume_intake.sweep_resumes, Tick())
    assert not await is_stored(container, path)
    assert world.rows("select 1 from blob_erasures where blob_path = %s", path) == []


async def test_the_timer_outlives_an_outage(settings: Settings, world: World) -> None:
    path = f"{uuid4()}/{uuid4()}/resume"
    world.rows("insert into blob_erasures (blob_path) values (%s)", path)
    bare = Container(settings)  # it has no storage
    previous = install_container(bare)
    try:
        await call(resume_intake.sweep_resumes, Tick())
        assert world.rows("select 1 from blob_erasures where blob_path = %s", path)
    finally:
        install_container(previous)
        await bare.aclose()
        world.rows("delete from blob_erasures where blob_path = %s", path)


class Tick(TimerRequest):
    @property
    def past_due(self) -> bool:
        return False


def test_the_host_is_told_what_to_watch() -> None:
    built: Any = resume_intake.read_uploaded_resume
    trigger = built._function.get_trigger().get_dict_repr()
    assert trigger["type"] == "blobTrigger"
    assert trigger["path"] == "resumes/{candidate_id}/{resume_id}/{name}"
    assert str(trigger["source"]) == "EventGrid"
    assert MAX_ATTEMPTS > 5  # what the host tries at once leaves some for later


async def test_readiness_asks_storage_where_there_is_one(container: Container) -> None:
    answer = await ask(health.health_ready, None)
    assert answer.json["checks"]["storage"] == "healthy"


async def test_readiness_names_storage_that_is_down(with_storage: Settings) -> None:
    string = "AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;"
    broken = Container(Settings.model_validate(with_storage.model_dump() | {"azure_storage_connection_string": string}))
    previous = install_container(broken)
    try:
        answer = await ask(health.health_ready, None)
        assert (answer.status, answer.json["checks"]["storage"]) == (503, "unhealthy")
    finally:
        install_container(previous)
        await broken.aclose()


async def test_what_was_read_is_matched_at_once(world: World) -> None:
    hiring = world.hiring()
    sent = await uploaded(hiring.candidate, resume_text())
    await call(resume_intake.read_uploaded_resume, told_of(sent.url))
    row = world.row("select * from application_matches where application_id = %s", hiring.application_id)
    assert row["resume_id"] == sent.resume_id
