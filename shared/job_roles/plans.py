"""Interview plans: proposed, edited, frozen and read. Rules that must hold across workers live in SQL functions."""

from typing import Any
from uuid import UUID, uuid4

from shared.errors import Conflict, Forbidden, NotFound, UnprocessableEntity
from shared.interviews.plan import Plan
from shared.job_roles.checks import faults_of_plan, refused, uncovered
from shared.job_roles.plan_models import Flag, JobRolePlan, PlanRequest
from shared.job_roles.proposal import PROMPT_HASH, PROMPT_VERSION, Proposal, plan_from
from shared.job_roles.requirements import RequirementReader
from shared.job_roles.role_words import faults_of_role, without_refused
from shared.job_roles.slots import protected_title, slots_of
from shared.models.job_role import JobRole, Requirements
from shared.services.azure_openai import (
    AnswerCutOff,
    AzureOpenAIService,
    ContentFiltered,
    TokenUsage,
    is_model_failure,
)
from shared.services.supabase_client import SupabaseService
from shared.telemetry import log_event


class PlanService:
    """What doors ask of plans. Every method raises 404 for no such role, 403 for who does not recruit for it."""

    def __init__(self, database: SupabaseService, model: AzureOpenAIService, requirements: RequirementReader) -> None:
        self._database = database
        self._model = model
        self._requirements = requirements

    async def read(self, actor: UUID, job_role_id: UUID, version: int | None = None) -> JobRolePlan:
        """The plan of a version, or of the current one. Raises 404 for no such version."""
        return _shown(await self._open(actor, job_role_id, version))

    async def act(self, actor: UUID, job_role_id: UUID, request: PlanRequest) -> JobRolePlan:
        """Proposes, edits or freezes.

        Raises 409 `plan_changed` when the plan is not the one that was read, 409 `plan_edited` when a proposal would
        replace a recruiter's draft unseen, 409 `plan_missing` when there is nothing to freeze, 422 `plan_refused` with
        the fields whose words may not be asked.
        """
        view = await self._open(actor, job_role_id, None)
        if request.version not in (None, view["version"]) or request.revision not in (None, view["revision"]):
            raise _changed()
        role = JobRole.model_validate(view["job_role"])
        match request.action:
            case "propose":
                if _is_edited_draft(view) and not request.says_what_was_read:
                    raise _edited()
                plan, origin = await self._proposed(role)
                saved = await self._save(actor, view, plan, origin)
            case "edit":
                assert request.plan is not None, "an edit has a plan"
                plan = Plan.model_validate(request.plan.model_dump() | {"role_title": role.title})
                _refuse(plan)
                saved = await self._save(actor, view, plan, {"method": "recruiter", "flags": []})
            case "freeze":
                saved = await self._freeze(actor, view)
        return _shown(saved).model_copy(update={"message": _new_version(view, saved)})

    async def _proposed(self, role: JobRole) -> tuple[Plan, dict[str, Any]]:
        """A plan in the model's words as far as they pass, and where it comes from.

        A role for which nobody wrote down requirements is asked about what its description requires.
        """
        if role.requirements == Requirements():
            role = role.model_copy(update={"requirements": await self._requirements.read(role.description)})
        left_out = _left_out(role)
        role = without_refused(role)
        slots = slots_of(role)
        usage = TokenUsage()
        proposal: Proposal | None = None
        try:
            proposal = await self._model.propose_plan(role, slots, usage=usage)
        except Exception as error:
            if not (is_model_failure(error) or isinstance(error, (ContentFiltered, AnswerCutOff, ValueError))):
                raise
            log_event("job_role.plan.model_failed", job_role_id=role.id, reason=type(error).__name__)
        plan, flags = plan_from(proposal, role, slots)
        worded = plan.topics != tuple(slot.topic for slot in slots)
        flags = [*left_out, *flags]
        log_event("job_role.plan.proposed", job_role_id=role.id, topics=len(plan.topics), flags=len(flags))
        return plan, {
            "method": "model" if worded else "rules",
            "flags": [flag.model_dump(mode="json") for flag in flags],
            "model": usage.model or None,
            "prompt_version": PROMPT_VERSION if worded else None,
            "prompt_hash": PROMPT_HASH if worded else None,
        }

    async def _open(self, actor: UUID, job_role_id: UUID, version: int | None) -> dict[str, Any]:
        arguments = {"p_actor": str(actor), "p_job_role_id": str(job_role_id), "p_version": version}
        return _view(await self._database.rpc("open_plan", arguments))

    async def _save(self, actor: UUID, view: dict[str, Any], plan: Plan, origin: dict[str, Any]) -> dict[str, Any]:
        answer = await self._database.rpc(
            "save_plan",
            _seen(actor, view)
            | {"p_change_id": str(uuid4()), "p_plan": plan.model_dump(mode="json"), "p_origin": origin},
        )
        return _view(answer)

    async def _freeze(self, actor: UUID, view: dict[str, Any]) -> dict[str, Any]:
        if view["plan"] is not None and view["frozen_at"] is None:
            _refuse(Plan.model_validate(view["plan"]))  # the rules may be newer than the draft
        frozen = _view(await self._database.rpc("freeze_plan", _seen(actor, view)))
        log_event("job_role.plan.frozen", job_role_id=frozen["job_role_id"], version=frozen["version"])
        return frozen


def _seen(actor: UUID, view: dict[str, Any]) -> dict[str, Any]:
    """What a change is based on."""
    return {
        "p_actor": str(actor),
        "p_job_role_id": view["job_role_id"],
        "p_version": view["version"],
        "p_revision": view["revision"],
    }


def _view(answer: dict[str, Any]) -> dict[str, Any]:
    match answer["outcome"]:
        case "ok":
            return answer["view"]
        case "missing":
            raise NotFound("This job role was not found.", code="job_role_not_found")
        case "missing_version":
            raise NotFound("This job role has no such version.", code="job_role_version_not_found")
        case "forbidden":
            raise Forbidden("Only recruiters of the organisation who did not apply for the role work on its plan.")
        case "no_plan":
            raise Conflict("This version has no plan yet. Propose one, or send one.", code="plan_missing")
        case _:
            raise _changed()


def _changed() -> Conflict:
    return Conflict("The plan has changed since you read it. Read it again, then repeat.", code="plan_changed")


def _new_version(before: dict[str, Any], saved: dict[str, Any]) -> str | None:
    """What to know of a change that made a new version; None for one that did not."""
    old, new = before["version"], saved["version"]
    if old == new:
        return None
    return (
        f"The plan of version {old} is frozen, so this is the draft of a new version, {new}. Interviews that are"
        f" scheduled already keep version {old}. New ones can be scheduled once the plan of version {new} is frozen."
    )


def _is_edited_draft(view: dict[str, Any]) -> bool:
    return view["plan"] is not None and view["frozen_at"] is None and view["origin"].get("method") == "recruiter"


def _edited() -> Conflict:
    detail = "This draft holds a recruiter's own words. Send its `version` and `revision` to replace it."
    return Conflict(detail, code="plan_edited")


def _refuse(plan: Plan) -> None:
    """Raises 422 with each field that may not be asked."""
    found = [flag for flag in faults_of_plan(plan) if refused(flag)]
    if found:
        raise UnprocessableEntity(
            "Some of the plan's words may not be asked; `errors` says which, and why.",
            code="plan_refused",
            errors=[
                {
                    "loc": ["body", "plan", *flag.field],
                    "msg": flag.detail,
                    "type": f"{flag.fault}.{flag.characteristic}" if flag.characteristic else flag.fault,
                }
                for flag in found
            ],
        )


def _left_out(role: JobRole) -> list[Flag]:
    """The structure's topics, the rubric's dimensions and the role's own words that ask for what is protected."""
    names = [
        *(
            (["interview_structure", "topics", number], title)
            for number, title in enumerate(role.interview_structure.topics)
        ),
        *((["scoring_rubric", name], name) for name in role.scoring_rubric),
    ]
    own = [flag for flag in _faults_of(role) if refused(flag)]
    return own + [
        Flag(
            field=list(field),
            fault="protected",
            detail=f"{found.reason}; it is not asked about",
            characteristic=found.characteristic,
            words=name,
        )
        for field, name in names
        if (found := protected_title(name))
    ]


def _faults_of(role: JobRole) -> list[Flag]:
    return faults_of_role(title=None, requirements=role.requirements, scoring_rubric=role.scoring_rubric)


def _shown(view: dict[str, Any]) -> JobRolePlan:
    role = JobRole.model_validate(view["job_role"])
    plan = Plan.model_validate(view["plan"]) if view["plan"] else None
    origin = view["origin"]
    return JobRolePlan(
        job_role_id=view["job_role_id"],
        version=view["version"],
        current_version=view["current_version"],
        revision=view["revision"],
        status="none" if plan is None else "draft" if view["frozen_at"] is None else "frozen",
        plan=plan,
        method=origin.get("method"),
        flags=[Flag.model_validate(flag) for flag in origin.get("flags", ())],
        notices=[*faults_of_plan(plan), *_faults_of(role)] if plan else [],
        uncovered_dimensions=uncovered(plan, role) if plan else [],
        frozen_at=view["frozen_at"],
        frozen_by=view["frozen_by"],
    )
