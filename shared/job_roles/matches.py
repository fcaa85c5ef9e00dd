"""Matches of applications: computed when a résumé, a correction or a role changes, and read by recruiters.

The database itself notes which are due in the moment of the change; whoever calls here only makes it sooner.
"""

import asyncio
from collections.abc import Mapping
from logging import ERROR
from typing import Any, Final
from uuid import UUID

from shared.errors import Forbidden, NotFound
from shared.job_roles.matching import match
from shared.models.job_role import Requirements
from shared.models.match import ApplicationMatch
from shared.models.resume import ResumeProfile
from shared.resumes.timeline import timeline_of
from shared.services.supabase_client import SupabaseService
from shared.telemetry import log_event

_AT_ONCE: Final = 20
_MOST_IN_A_SWEEP: Final = 1_000


class MatchService:
    """Computes matches, and shows them to recruiters."""

    def __init__(self, database: SupabaseService) -> None:
        self._database = database

    async def compute(self, application_id: UUID) -> int:
        """Computes the match of an application, if it is due. Gives how many were computed: 0 or 1."""
        return await self._compute_due(application_id=application_id)

    async def compute_for_candidate(self, candidate_id: UUID) -> int:
        """Computes the matches of a candidate's applications that are due; gives how many."""
        return await self._compute_due(candidate_id=candidate_id)

    async def sweep(self) -> int:
        """Computes what is due; gives how many. What is left when it ends is taken up by the next one."""
        return await self._compute_due()

    async def read(self, actor: UUID, application_id: UUID) -> ApplicationMatch:
        """The match as it is by now, for recruiters of the organisation. Raises 404, 403."""
        found = await self._open(actor, application_id)
        if found["due"]:
            await self.compute(application_id)
            found = await self._open(actor, application_id)
        stored: dict[str, Any] = found["match"] or {}
        return ApplicationMatch.model_validate(
            stored
            | {
                "application_id": application_id,
                "job_role_id": found["job_role_id"],
                "status": "pending" if found["due"] else "computed" if stored else "none",
                "requirements": stored.get("details") or [],
            }
        )

    async def _open(self, actor: UUID, application_id: UUID) -> dict[str, Any]:
        arguments = {"p_actor": str(actor), "p_application_id": str(application_id)}
        answer = await self._database.rpc("open_match", arguments)
        match answer["outcome"]:
            case "ok":
                return answer
            case "missing":
                raise NotFound("This application was not found.", code="application_not_found")
            case _:
                raise Forbidden("Only recruiters of the organisation read how an application meets the role.")

    async def _compute_due(self, *, application_id: UUID | None = None, candidate_id: UUID | None = None) -> int:
        """Takes what is due until all of it was taken once."""
        arguments = {
            "p_application_id": str(application_id) if application_id else None,
            "p_candidate_id": str(candidate_id) if candidate_id else None,
            "p_limit": _AT_ONCE,
        }
        computed, seen = 0, set[str]()
        while len(seen) < _MOST_IN_A_SWEEP:
            taken = await self._database.rpc("take_due_matches", arguments)
            new = [one for one in taken if one["application_id"] not in seen]
            seen |= {one["application_id"] for one in new}
            for one in new:
                computed += await self._compute(one)
            if not new:
                break
        if computed:
            log_event("job_role.matches.computed", count=computed)
        return computed

    async def _compute(self, due: Mapping[str, Any]) -> bool:
        """Computes and stores one; False when it cannot be computed or changed meanwhile, and so stays due."""
        try:
            wanted = Requirements.model_validate(due["requirements"])
            found = await asyncio.to_thread(match, wanted, _profile(due), str(due["text"]))
        except Exception as error:  # whatever a résumé or a role of another time holds: the others do not wait for it
            log_event("job_role.match.failed", level=ERROR, error=error, application_id=due["application_id"])
            return False
        answer = await self._database.rpc(
            "save_match",
            {
                "p_application_id": due["application_id"],
                "p_resume_id": due["resume_id"],
                "p_candidate_updated_at": due["candidate_updated_at"],
                "p_job_role_version": due["job_role_version"],
                "p_score": found.score,
                "p_details": [one.model_dump(mode="json") for one in found.requirements],
            },
        )
        return answer["outcome"] == "ok"


def _profile(due: Mapping[str, Any]) -> ResumeProfile:
    """What was read from the résumé, with what the candidate corrected."""
    corrected = {name: due["details"][name] for name in due["corrected"] if name in due["details"]}
    profile = ResumeProfile.model_validate(due["profile"] | corrected)
    if "experience" in corrected:
        profile.timeline = timeline_of([entry.dates for entry in profile.experience])
    return profile
