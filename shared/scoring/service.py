"""The scoring service: a run is begun once, its samples are taken side by side, and their combination is the score."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from shared.errors import BadRequest, Forbidden, NotFound
from shared.interviews.plan import Plan
from shared.models.job_role import JobRole
from shared.models.score import RunStatus, ScoreContent, ScoringRun
from shared.scoring.combination import combine, is_stand_in
from shared.scoring.evidence import Evidence
from shared.scoring.judging import Case, prepare, take_sample
from shared.scoring.prompts import PROMPT_HASH, PROMPT_VERSION
from shared.scoring.rubric import RubricItem, dimensions_of
from shared.scoring.samples import Sample
from shared.scoring.transcripts import Segment
from shared.services.azure_openai import AzureOpenAIService
from shared.services.supabase_client import SupabaseService
from shared.settings import Settings
from shared.telemetry import log_event, span

_MATERIALS_KEPT: Final = 32
_CHARACTERS_KEPT: Final = 2_000_000  # of transcript, in all materials together: about 40 MB with the indexes of quotes
_FIRST_POLL_SECONDS: Final = 0.1
_SLOWEST_POLL_SECONDS: Final = 1.0


@dataclass(frozen=True)
class _Subject:
    """What a run judges. It does not change."""

    job_role: JobRole
    plan: Plan | None
    rubric: list[RubricItem]
    segments: list[Segment]


@dataclass(frozen=True)
class _Material:
    """A run made ready for its samples. Those that one worker takes share it."""

    interview_id: UUID
    case: Case
    characters: int  # of transcript
    status: RunStatus  # when it was read
    expected: int  # how many samples
    taken: set[int]  # the samples that are stored


class _Progress(NamedTuple):
    """How far a run is."""

    version: int
    status: RunStatus
    expected: int
    samples: list[Sample]


class ScoringService:
    """Scores completed interviews. Every step can be repeated: what is stored already is not done again."""

    def __init__(self, database: SupabaseService, model: AzureOpenAIService, settings: Settings) -> None:
        self._database = database
        self._model = model
        self._settings = settings
        self._materials: OrderedDict[UUID, asyncio.Task[_Material]] = OrderedDict()

    async def begin(self, actor: UUID | None, interview_id: UUID, rescore: bool = False) -> ScoringRun:
        """The run that is due: the one under way, the finished one, or, with `rescore`, a new version.

        `actor` None is the system itself. Raises 404, 403, and 400 for an interview that is not completed.
        """
        answer = await self._database.rpc(
            "begin_scoring",
            {
                "p_actor": str(actor) if actor else None,
                "p_interview_id": str(interview_id),
                "p_rescore": rescore,
                "p_samples": self._settings.scoring_samples,
            },
        )
        match answer["outcome"]:
            case "ok":
                return ScoringRun.model_validate(answer)
            case "missing":
                raise NotFound("This interview was not found.", code="interview_not_found")
            case "forbidden":
                raise Forbidden("Only a recruiter of the organisation can have this interview scored.")
            case _:
                raise BadRequest(
                    "Only a completed interview can be scored; this one is not completed.",
                    code="interview_not_completed",
                )

    async def score_sample(self, run_id: UUID, n: int) -> None:
        """Takes sample `n` of a run and stores it, unless it is stored or the run is over.

        Raises what the model raises (see `AzureOpenAIService`), and ValueError for an answer that does not fit; both
        are worth another attempt.
        """
        material = await self._material(run_id)
        pending = await self._is_pending(run_id, material)
        if pending and n not in material.taken:
            pending = await self._take(run_id, n, material)
        if not pending or len(material.taken) >= material.expected:
            self._materials.pop(run_id, None)

    async def finish(self, run_id: UUID) -> str:
        """Combines the stored samples and stores the score: `ok`, or `already`. Without a sample the run fails."""
        self._materials.pop(run_id, None)
        loaded = await self._load(run_id)
        progress = _progress(loaded, self._settings.scoring_samples)
        if not progress.samples:
            return await self.fail(run_id, "no_sample")
        score = await asyncio.to_thread(_combined, loaded, progress, self._settings.model_name)
        answer = await self._database.rpc(
            "finish_scoring", {"p_run_id": str(run_id), "p_score": score.model_dump(mode="json")}
        )
        if answer["outcome"] == "ok":
            log_event(
                "scoring.finished",
                run_id=run_id,
                interview_id=loaded["run"]["interview_id"],
                version=progress.version,
                samples=len(progress.samples),
                needs_review=score.needs_review,
            )
        return answer["outcome"]

    async def fail(self, run_id: UUID, reason: str) -> str:
        """Marks a run as failed; `reason` is a short code without inner text. It may be begun again later."""
        self._materials.pop(run_id, None)
        answer = await self._database.rpc("fail_scoring", {"p_run_id": str(run_id), "p_reason": reason})
        if answer["outcome"] == "ok":
            log_event("scoring.failed", run_id=run_id, reason=reason)
        return answer["outcome"]

    async def wait(self, run_id: UUID, timeout: float | None = None) -> RunStatus:
        """What a run has become after `timeout` seconds at the latest: `pending` if it goes on. None: the setting's.

        Raises 404 for a run that does not exist.
        """
        now = asyncio.get_running_loop().time
        ends = now() + (self._settings.scoring_wait_seconds if timeout is None else timeout)
        pause = _FIRST_POLL_SECONDS
        while True:
            status = await self._status(run_id)
            left = ends - now()
            if status != "pending" or left <= 0:
                return status
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 1.5, _SLOWEST_POLL_SECONDS)

    async def _status(self, run_id: UUID) -> RunStatus:
        row = await self._database.one(lambda db: db.table("scoring_runs").select("status").eq("id", str(run_id)))
        if row is None:
            raise _missing()
        return row["status"]

    async def _is_pending(self, run_id: UUID, material: _Material) -> bool:
        """Whether a run goes on, by what its material says if that cannot be old: a failed run may be begun again."""
        status = await self._status(run_id) if material.status == "failed" else material.status
        return status == "pending"

    async def _take(self, run_id: UUID, n: int, material: _Material) -> bool:
        """Takes a sample and stores it; False if the run was over by then, which drops the sample."""
        with span("scoring.sample", run_id=run_id, n=n):
            sample = await take_sample(self._model, material.case, n=n, seed=seed_of(run_id, n))
        answer = await self._database.rpc(
            "save_scoring_sample",
            {"p_run_id": str(run_id), "p_n": n, "p_output": sample.model_dump(mode="json")},
        )
        if answer["outcome"] == "missing":
            self._materials.pop(run_id, None)
            raise _missing()
        if answer["outcome"] == "closed":
            return False
        material.taken.add(n)
        verdicts = sample.verdicts()
        log_event(
            "scoring.sample.taken",
            run_id=run_id,
            interview_id=material.interview_id,
            n=n,
            parts=sample.parts,
            quotes_found=verdicts.pop("found"),
            quotes_dropped=sum(verdicts.values()),
            asked_again=sample.asked_again,
        )
        return True

    async def _material(self, run_id: UUID) -> _Material:
        """What the samples of a run are taken from; read and prepared once for all of them."""
        task = self._materials.get(run_id)
        if task is None:
            task = self._materials[run_id] = asyncio.create_task(self._prepare(run_id))
            task.add_done_callback(partial(self._prepared, run_id))
        return await asyncio.shield(task)

    def _prepared(self, run_id: UUID, task: asyncio.Task[_Material]) -> None:
        """Drops what could not be prepared, so that the next attempt reads it anew, and the oldest of what is kept."""
        if _characters(task) is None and self._materials.get(run_id) is task:
            del self._materials[run_id]
        while len(self._materials) > 1 and (
            len(self._materials) > _MATERIALS_KEPT
            or sum(_characters(kept) or 0 for kept in self._materials.values()) > _CHARACTERS_KEPT
        ):
            self._materials.popitem(last=False)

    async def _prepare(self, run_id: UUID) -> _Material:
        loaded = await self._load(run_id)
        subject = _subject(loaded)
        role, rubric, segments = subject.job_role.title, subject.rubric, subject.segments
        limit = self._settings.scoring_prompt_max_tokens
        progress = _progress(loaded, self._settings.scoring_samples)
        return _Material(
            interview_id=UUID(loaded["run"]["interview_id"]),
            case=await asyncio.to_thread(prepare, self._model, role, rubric, segments, max_tokens=limit),
            characters=sum(len(segment.content) for segment in segments),
            status=progress.status,
            expected=progress.expected,
            taken={sample.n for sample in progress.samples},
        )

    async def _load(self, run_id: UUID) -> dict[str, Any]:
        loaded = await self._database.rpc("load_scoring", {"p_run_id": str(run_id)})
        if loaded["outcome"] != "ok":
            raise _missing()
        return loaded


def _characters(task: asyncio.Task[_Material]) -> int | None:
    """The characters of a material; None for one that is not prepared, or could not be."""
    if not task.done() or task.cancelled() or task.exception() is not None:
        return None
    return task.result().characters


def _subject(loaded: Mapping[str, Any]) -> _Subject:
    given = loaded["material"]
    job_role = JobRole.model_validate(given["job_role"])
    plan = Plan.model_validate(given["plan"]) if given["plan"] else None
    segments = [Segment.model_validate(segment) for segment in given["segments"]]
    return _Subject(job_role, plan, dimensions_of(job_role, plan), segments)


def _progress(loaded: Mapping[str, Any], expected: int) -> _Progress:
    run = loaded["run"]
    samples = [Sample.model_validate(sample["output"]) for sample in loaded["samples"]]
    return _Progress(run["version"], run["status"], run["samples"] or expected, samples)


def seed_of(run_id: UUID, n: int) -> int:
    """The model's seed for sample `n` of a run, 0 to 2³¹ - 1: another attempt asks for the same, another sample not."""
    return int.from_bytes(hashlib.sha256(f"{run_id}:{n}".encode()).digest()[:4]) >> 1


def _combined(loaded: Mapping[str, Any], progress: _Progress, deployment: str) -> ScoreContent:
    subject = _subject(loaded)
    models = sorted({sample.model for sample in progress.samples if sample.model})
    plan = json.dumps(subject.plan.model_dump(mode="json"), sort_keys=True) if subject.plan else ""
    provenance: dict[str, Any] = {
        "deployment": deployment,
        "model": ", ".join(models),
        "stand_in": any(map(is_stand_in, models)),
        "prompt_version": PROMPT_VERSION,
        "prompt_hash": PROMPT_HASH,
        "rubric_version": subject.job_role.version,
        "plan_hash": hashlib.sha256(plan.encode()).hexdigest() if plan else None,
        "transcript_hash": loaded["run"]["transcript_hash"],
        "samples_expected": progress.expected,
    }
    return combine(
        progress.samples,
        subject.rubric,
        subject.segments,
        Evidence(subject.segments),
        expected=progress.expected,
        provenance=provenance,
        cut_short=[record["topic_id"] for record in loaded["material"]["records"] if record.get("cut_short")],
    )


def _missing() -> NotFound:
    return NotFound("This scoring run was not found.", code="scoring_run_not_found")
