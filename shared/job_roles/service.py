"""Job roles: made and changed. Rules that must hold across workers live in SQL functions."""

from typing import Any
from uuid import UUID, uuid4

from shared.errors import Conflict, Forbidden, NotFound, UnprocessableEntity
from shared.job_roles.checks import refused
from shared.job_roles.plan_models import SavedJobRole
from shared.job_roles.role_words import faults_of_role, notices_of_role
from shared.models.job_role import (
    ChangeJobRole,
    CreateJobRole,
    InterviewStructure,
    JobRole,
    Requirements,
    RubricDimension,
)
from shared.services.supabase_client import SupabaseService
from shared.telemetry import log_event


class JobRoleService:
    """What doors ask of job roles."""

    def __init__(self, database: SupabaseService) -> None:
        self._database = database

    async def create(self, actor: UUID, wanted: CreateJobRole) -> SavedJobRole:
        """A new role at version 1.

        Raises 422 when the actor has to say for which organisation, 422 `job_role_refused` with the fields that ask for
        a protected characteristic, 404, 403.
        """
        _refuse(wanted)
        answer = await self._database.rpc(
            "create_job_role",
            {
                "p_id": str(uuid4()),
                "p_actor": str(actor),
                "p_organisation_id": str(wanted.organisation_id) if wanted.organisation_id else None,
                "p_role": _parts(wanted),
            },
        )
        match answer["outcome"]:
            case "ok":
                log_event("job_role.created", job_role_id=answer["job_role"]["id"])
                return _saved(answer["job_role"])
            case "missing":
                raise NotFound("This organisation was not found.", code="organisation_not_found")
            case "ambiguous":
                detail = "You are a member of several organisations: say in `organisation_id` which one hires."
                error = {"loc": ["body", "organisation_id"], "msg": detail, "type": "organisation_required"}
                raise UnprocessableEntity(detail, code="organisation_required", errors=[error])
            case _:
                raise Forbidden("Only recruiters of an organisation make job roles for it.")

    async def change(self, actor: UUID, job_role_id: UUID, wanted: ChangeJobRole) -> SavedJobRole:
        """The changed role; other content makes a new version.

        Raises 404, 403, 409 when it was changed since, and 422 as `create` does.
        """
        _refuse(wanted)
        answer = await self._database.rpc(
            "change_job_role",
            {
                "p_actor": str(actor),
                "p_job_role_id": str(job_role_id),
                "p_version": wanted.version,
                "p_change_id": str(uuid4()),
                "p_changes": _parts(wanted),
            },
        )
        match answer["outcome"]:
            case "ok":
                role = _saved(answer["job_role"])
                log_event("job_role.changed", job_role_id=role.id, version=role.version)
                return role
            case "missing":
                raise NotFound("This job role was not found.", code="job_role_not_found")
            case "stale":
                detail = f"This role was changed meanwhile: it is at version {answer['version']}. Read it again."
                raise Conflict(detail, code="job_role_changed")
            case _:
                raise Forbidden("Only recruiters of the organisation change its job roles.")


def _saved(row: dict[str, Any]) -> SavedJobRole:
    notices = notices_of_role(JobRole.model_validate(row))
    return SavedJobRole.model_validate(row | {"notices": notices})


def _refuse(wanted: CreateJobRole | ChangeJobRole) -> None:
    """Raises 422 with each field that asks for a protected characteristic; what only may is a notice."""
    found = faults_of_role(title=wanted.title, requirements=wanted.requirements, scoring_rubric=wanted.scoring_rubric)
    errors = [
        {"loc": ["body", *flag.field], "msg": flag.detail, "type": f"{flag.fault}.{flag.characteristic}"}
        for flag in found
        if refused(flag)
    ]
    if errors:
        detail = "Some of the role's words may not be asked of candidates; `errors` says which, and why."
        raise UnprocessableEntity(detail, code="job_role_refused", errors=errors)


def _parts(wanted: CreateJobRole | ChangeJobRole) -> dict[str, Any]:
    """What was sent, in the shape that is stored."""
    parts: dict[str, Any] = {
        name: value for name in ("title", "description", "status") if (value := getattr(wanted, name)) is not None
    }
    if wanted.requirements is not None:
        parts["requirements"] = _stored(Requirements, wanted.requirements)
    if wanted.scoring_rubric is not None:
        parts["scoring_rubric"] = {
            name: _stored(RubricDimension, dimension) for name, dimension in wanted.scoring_rubric.items()
        }
    if wanted.interview_structure is not None:
        parts["interview_structure"] = _stored(InterviewStructure, wanted.interview_structure)
    return parts


def _stored(kind: type[Requirements | RubricDimension | InterviewStructure], given: Any) -> dict[str, Any]:
    return kind.model_validate(given.model_dump()).model_dump(mode="json")
