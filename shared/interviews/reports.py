"""Reads what reports are made of, and gives each reader their own: the organisation all of it, the candidate theirs."""

from uuid import UUID, uuid4

from shared.errors import BadRequest, Forbidden, NotFound
from shared.interviews.service import InterviewView
from shared.models.application import CandidateProfile
from shared.models.job_role import JobRole, PublicJobRole
from shared.models.report import CandidateReport, Report, Review, ReviewRequest
from shared.services.supabase_client import SupabaseService
from shared.services.supabase_reads import read_scoring_view


class ReportService:
    """Reports, scores as they are read, and reviews."""

    def __init__(self, database: SupabaseService) -> None:
        self._database = database

    async def report(self, view: InterviewView) -> Report | CandidateReport:
        """The report for the reader of `view`."""
        scoring = await read_scoring_view(self._database, view.interview.id)
        role = await self._job_role(view)
        if view.role == "candidate":
            return CandidateReport(
                interview=view.interview,
                job_role=PublicJobRole.model_validate(role.model_dump()),
                scoring_status=scoring.scoring_status,
                candidate_feedback=scoring.candidate_feedback,
            )
        return Report(
            interview=view.interview,
            candidate=await self._candidate(view),
            job_role=role,
            scoring_status=scoring.scoring_status,
            score=scoring.full_score(),
            review=scoring.review,
        )

    async def review(self, actor: UUID, interview_id: UUID, wanted: ReviewRequest) -> Review:
        """Records a person's decision. Raises 404, 403, and 400 for an interview that is not completed."""
        answer = await self._database.rpc(
            "record_review",
            {
                "p_id": str(uuid4()),
                "p_actor": str(actor),
                "p_interview_id": str(interview_id),
                "p_decision": wanted.decision,
                "p_reason": wanted.reason,
            },
        )
        match answer["outcome"]:
            case "ok":
                return Review.model_validate(answer["review"])
            case "missing":
                raise NotFound("This interview was not found.", code="interview_not_found")
            case "forbidden":
                raise Forbidden("Only a recruiter of the organisation can decide on this interview.")
            case _:
                detail = f"Only a completed interview can be reviewed; this one is {answer['interview_status']}."
                raise BadRequest(detail, code="interview_not_completed")

    async def _job_role(self, view: InterviewView) -> JobRole:
        """The role as it was in the version that the interview refers to."""
        interview = view.interview
        version = await self._database.one(
            lambda db: (
                db.table("job_role_versions")
                .select("title, description, version, requirements, scoring_rubric, interview_structure, job_roles(*)")
                .eq("job_role_id", str(interview.job_role_id))
                .eq("version", interview.job_role_version)
            )
        )
        assert version is not None, "an interview refers to a version by a foreign key"
        role = version.pop("job_roles")
        return JobRole.model_validate(role | version)

    async def _candidate(self, view: InterviewView) -> CandidateProfile | None:
        row = await self._database.one(
            lambda db: (
                db.table("applications").select("candidate_profiles(*)").eq("id", str(view.interview.application_id))
            )
        )
        profile = row["candidate_profiles"] if row else None
        return CandidateProfile.model_validate(profile) if profile else None
