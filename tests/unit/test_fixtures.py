"""The factories make valid things, and the sample files are what they say they are."""

import json
import re
import wave
from typing import Any

import pytest
from factory.base import Factory
from pydantic import BaseModel

from shared.models.interview import InterviewStatus
from tests.fixtures import factories, make_samples

pytestmark = pytest.mark.unit

FACTORIES: list[type[Factory[Any]]] = [
    factories.ApplicationFactory,
    factories.CandidateProfileFactory,
    factories.CitationFactory,
    factories.DimensionScoreFactory,
    factories.InterviewFactory,
    factories.JobRoleFactory,
    factories.ScoreFactory,
    factories.TranscriptSegmentFactory,
]


@pytest.mark.parametrize("make", FACTORIES, ids=lambda make: make.__name__)
def test_what_a_factory_makes_survives_the_way_through_json(make: type[Factory[Any]]) -> None:
    made: BaseModel = make()
    assert type(made).model_validate_json(json.dumps(factories.as_row(made))) == made


@pytest.mark.parametrize("make", FACTORIES[:1] + FACTORIES[4:5] + FACTORIES[6:], ids=lambda make: make.__name__)
def test_two_of_a_kind_have_ids_of_their_own(make: type[Factory[Any]]) -> None:
    assert make().id != make().id


def test_an_interview_is_scheduled_unless_it_is_said_otherwise() -> None:
    interview = factories.InterviewFactory()
    assert (interview.status, interview.started_at) == (InterviewStatus.SCHEDULED, None)


def test_an_interview_in_progress_has_started_and_not_ended() -> None:
    interview = factories.InterviewFactory(in_progress=True)
    assert interview.status is InterviewStatus.IN_PROGRESS
    assert interview.started_at is not None
    assert interview.ended_at is None


def test_a_completed_interview_lasted_from_its_start_to_its_end() -> None:
    interview = factories.InterviewFactory(completed=True)
    assert interview.status is InterviewStatus.COMPLETED
    assert (interview.ended_at - interview.started_at).total_seconds() == interview.duration_seconds


def test_a_citation_stands_in_the_answer() -> None:
    citation = factories.CitationFactory()
    assert factories.ANSWER[citation.start : citation.end] == citation.quote


def test_the_resume_is_what_its_generator_makes() -> None:
    assert make_samples.RESUME.read_bytes() == make_samples.resume_pdf()


def test_the_resumes_cross_references_point_at_its_objects() -> None:
    document = make_samples.RESUME.read_bytes()
    table = int(document.rsplit(b"startxref\n", 1)[1].split(b"\n", 1)[0])
    assert document[table:].startswith(b"xref\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", document[table:])]
    assert [document[place:].split(b" ", 1)[0] for place in places] == [b"%d" % n for n in range(1, len(places) + 1)]


def test_the_resume_holds_its_lines_as_text() -> None:
    document = make_samples.RESUME.read_bytes()
    assert [line for line in make_samples.RESUME_LINES if b"(%s) Tj" % line.encode() not in document] == []


def test_the_audio_is_what_its_generator_makes() -> None:
    assert make_samples.AUDIO.read_bytes() == make_samples.tone_wav()


def test_the_audio_is_a_second_of_what_speech_recognition_takes() -> None:
    with wave.open(str(make_samples.AUDIO)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16_000)
        assert sound.getnframes() == 16_000
