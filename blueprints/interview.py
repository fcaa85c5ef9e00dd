"""The doors of an interview: schedule, start, talk, end, score, review, read."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from uuid import UUID

import azure.durable_functions as df
from fastapi.responses import Response
from pydantic import BaseModel, Field

from blueprints.http import Exchange, door
from blueprints.sse import Delta, Event, sse_response
from shared.auth import Principal
from shared.container import Container
from shared.errors import ServiceUnavailable
from shared.models.common import Page
from shared.models.interview import (
    ChatReply,
    ChatRequest,
    CreateInterview,
    Interview,
    InterviewStatus,
    Progress,
    StartedInterview,
    StartInterview,
    StatusOnly,
)
from shared.models.lifecycle import EVENT_OF_STATUS
from shared.models.page import InterviewQuery, ScoreQuery
from shared.models.report import CandidateReport, Report, Review, ReviewRequest
from shared.models.score import Score
from shared.models.transcript import Transcript, TranscriptSegment
from shared.services.supabase_reads import list_interviews, read_scoring_view

if TYPE_CHECKING:
    from shared.interviews.running import BegunTurn

bp = df.Blueprint()


class ChatHeaders(BaseModel):
    """1 to 128 printable ASCII characters; the same key with the same message gives the same turn again."""

    idempotency_key: str | None = Field(default=None, alias="Idempotency-Key", pattern=r"^[\x20-\x7e]{1,128}$")


@door(bp, "POST", "/api/v1/interview", who="recruiter", gives=Interview, status=201, durable=True)
async def create_interview(principal: Principal, container: Container, body: CreateInterview) -> Interview:
    """Schedules an interview for an application."""
    interview = await container.interviews.create(principal.user_id, body)
    await container.lifecycle.begin(interview.id)
    return interview


@door(bp, "GET", "/api/v1/interview", who="signed in", gives=Page[Interview])
async def list_own_interviews(principal: Principal, container: Container, query: InterviewQuery) -> Page[Interview]:
    """One's own interviews, and those of one's organisations."""
    return await list_interviews(container.database, principal.user_id, query)


@door(bp, "GET", "/api/v1/interview/{interview_id}", who="its candidate, recruiter", gives=Interview)
async def read_interview(principal: Principal, container: Container, interview_id: UUID) -> Interview:
    """The interview."""
    return (await container.interviews.open(principal.user_id, interview_id)).interview


@door(
    bp,
    "POST",
    "/api/v1/interview/{interview_id}/start",
    who="its candidate",
    gives=StartedInterview,
    body_optional=True,
    durable=True,
)
async def start_interview(
    principal: Principal, container: Container, interview_id: UUID, body: StartInterview
) -> StartedInterview:
    """Starts the interview with the candidate's consent; again while it is in progress gives the same opening."""
    started, run = await container.interviews.start(principal.user_id, interview_id, body.consent)
    if not started.turn.replayed:
        await container.orchestrations.raise_event(interview_id, run, "started")
    return started


@door(
    bp,
    "POST",
    "/api/v1/interview/chat",
    who="its candidate",
    gives=ChatReply,
    limit="ai_operation",
    counted_by_handler=True,
)
async def chat(
    principal: Principal, container: Container, exchange: Exchange, body: ChatRequest, headers: ChatHeaders
) -> ChatReply:
    """Takes a turn: says something, gives the interviewer's answer."""
    return await (await _begin(principal, container, exchange, body, headers, stream=False)).reply()


@door(
    bp,
    "POST",
    "/api/v1/interview/chat/stream",
    who="its candidate",
    gives=ChatReply,
    limit="ai_operation",
    counted_by_handler=True,
    streams=True,
)
async def chat_stream(
    principal: Principal, container: Container, exchange: Exchange, body: ChatRequest, headers: ChatHeaders
) -> Response:
    """Takes a turn and streams the answer: `delta` events, then `done` with what `/chat` gives, or `error`."""
    begun = await _begin(principal, container, exchange, body, headers, stream=True)
    return sse_response(_events(begun), exchange)


@door(
    bp, "POST", "/api/v1/interview/{interview_id}/end", who="its candidate, recruiter", gives=StatusOnly, durable=True
)
async def end_own_interview(principal: Principal, container: Container, interview_id: UUID) -> StatusOnly:
    """Ends the interview; it is scored from what was said. Harmless to repeat."""
    return await _over(principal, container, interview_id, InterviewStatus.COMPLETED)


@door(
    bp,
    "POST",
    "/api/v1/interview/{interview_id}/cancel",
    who="its candidate, recruiter",
    gives=StatusOnly,
    durable=True,
)
async def cancel_interview(principal: Principal, container: Container, interview_id: UUID) -> StatusOnly:
    """Cancels the interview. Harmless to repeat."""
    return await _over(principal, container, interview_id, InterviewStatus.CANCELLED)


@door(
    bp,
    "POST",
    "/api/v1/interview/{interview_id}/score",
    who="recruiter",
    gives=Score,
    limit="ai_operation",
    durable=True,
)
async def score_interview(principal: Principal, container: Container, interview_id: UUID, query: ScoreQuery) -> Score:
    """The score; waits for the scoring under way. `rescore=true` makes a new version."""
    run = await container.scoring.begin(principal.user_id, interview_id, rescore=query.rescore)
    status = run.status
    if status == "pending":
        await container.lifecycle.ensure_scoring(interview_id)
        status = await container.scoring.wait(run.run_id)
    if status != "scored":
        raise ServiceUnavailable(
            "The scoring is not finished. It goes on by itself; ask again in a moment.",
            code="scoring_pending" if status == "pending" else "scoring_failed",
            retry_after=10,
        )
    score = (await read_scoring_view(container.database, interview_id)).full_score()
    assert score is not None, "a run that is scored has its score"
    return score


@door(bp, "GET", "/api/v1/interview/{interview_id}/transcript", who="its candidate, recruiter", gives=Transcript)
async def read_transcript(principal: Principal, container: Container, interview_id: UUID) -> Transcript:
    """What was said, in order."""
    await container.interviews.open(principal.user_id, interview_id)
    rows = await container.database.get_transcript(interview_id)
    return Transcript(interview_id=interview_id, segments=[TranscriptSegment.model_validate(row) for row in rows])


@door(
    bp,
    "GET",
    "/api/v1/interview/{interview_id}/report",
    who="recruiter; its candidate a part",
    gives=Report | CandidateReport,
)
async def read_report(principal: Principal, container: Container, interview_id: UUID) -> Report | CandidateReport:
    """The report; its candidate gets what was written for them."""
    return await container.reports.report(await container.interviews.open(principal.user_id, interview_id))


@door(
    bp, "GET", "/api/v1/interview/{interview_id}/progress", who="its candidate, recruiter", gives=Progress, durable=True
)
async def read_progress(principal: Principal, container: Container, interview_id: UUID) -> Progress:
    """How far it is: what the database says, and what the lifecycle reports that it waits for."""
    view = await container.interviews.open(principal.user_id, interview_id)
    progress = view.progress()
    reported = await container.lifecycle.custom_status(view)
    if reported and reported.get("stage") == progress.stage:
        progress.waiting_for = reported.get("waiting_for")
    return progress


@door(bp, "POST", "/api/v1/interview/{interview_id}/review", who="recruiter", gives=Review)
async def review_interview(
    principal: Principal, container: Container, interview_id: UUID, body: ReviewRequest
) -> Review:
    """Records a person's decision."""
    return await container.reports.review(principal.user_id, interview_id, body)


async def _over(principal: Principal, container: Container, interview_id: UUID, to: InterviewStatus) -> StatusOnly:
    run = await container.interviews.transition(principal.user_id, interview_id, to, f"{to.value}_by_person")
    await container.orchestrations.raise_event(interview_id, run, EVENT_OF_STATUS[to])
    return StatusOnly(status=to)


async def _begin(
    principal: Principal,
    container: Container,
    exchange: Exchange,
    body: ChatRequest,
    headers: ChatHeaders,
    *,
    stream: bool,
) -> "BegunTurn":
    """Begins the turn of a chat request, with the limit's headers in the answer either way."""
    begun = await container.interviews.begin_turn(
        principal.user_id, body.interview_id, body.message, headers.idempotency_key, stream=stream
    )
    exchange.headers.update(begun.headers)
    return begun


async def _events(begun: "BegunTurn") -> AsyncIterator[Event]:
    async for piece in begun.deltas():
        yield "delta", Delta(content=piece)
    yield "done", await begun.reply()
