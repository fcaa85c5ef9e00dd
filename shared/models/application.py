"""Applications and the candidates behind them."""

from typing import Literal
from uuid import UUID

from shared.models.common import Model, ScoreValue, UtcDatetime

ApplicationStatus = Literal["applied", "interviewing", "in_review", "advanced", "rejected", "withdrawn"]


class Application(Model):
    id: UUID
    candidate_id: UUID
    job_role_id: UUID
    status: ApplicationStatus
    match_score: ScoreValue | None = None
    created_at: UtcDatetime
    updated_at: UtcDatetime


class CandidateProfile(Model):
    id: UUID
    user_id: UUID
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    country: str | None = None
    cv_file_path: str | None = None
    linkedin_url: str | None = None
    work_rights: str | None = None
    availability: str | None = None
