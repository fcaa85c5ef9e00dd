"""A candidate's own profile: what they and their résumés say, and their corrections, which stay."""

from uuid import UUID

from shared.errors import NotFound
from shared.models.application import CandidateProfile, ProfileCorrection
from shared.services.supabase_client import SupabaseService


async def read_profile(database: SupabaseService, actor: UUID) -> CandidateProfile:
    """The actor's profile. Raises 404 for somebody who has none."""
    row = await database.one(lambda db: db.table("candidate_profiles").select("*").eq("user_id", str(actor)))
    if row is None:
        raise _no_profile()
    return CandidateProfile.model_validate(row)


async def correct_profile(database: SupabaseService, actor: UUID, correction: ProfileCorrection) -> CandidateProfile:
    """Sets the fields that were sent, and notes that they were set by hand. Raises 404 without a profile."""
    fields = correction.model_dump(mode="json", exclude_unset=True)
    answer = await database.rpc("correct_profile", {"p_actor": str(actor), "p_fields": fields})
    if answer["outcome"] == "forbidden":
        raise _no_profile()
    return CandidateProfile.model_validate(answer["profile"])


def _no_profile() -> NotFound:
    return NotFound("Your profile was not found: only candidates have one.", code="profile_not_found")
