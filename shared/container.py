"""The wiring: each adapter and service is built when it is first used, once per worker, from the settings."""

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from shared.auth import TokenVerifier
from shared.services.orchestration import OrchestrationClient
from shared.services.supabase_client import SupabaseService

if TYPE_CHECKING:
    from shared.interviews.lifecycle import LifecycleService
    from shared.interviews.reports import ReportService
    from shared.interviews.service import InterviewService
    from shared.job_roles.matches import MatchService
    from shared.job_roles.plans import PlanService
    from shared.job_roles.requirements import RequirementReader
    from shared.job_roles.service import JobRoleService
    from shared.resumes.intake import ResumeIntake
    from shared.resumes.parsing import ResumeReader
    from shared.resumes.service import ResumeService
    from shared.scoring.service import ScoringService
    from shared.services.azure_blob import AzureBlobService
    from shared.services.azure_openai import AzureOpenAIService
    from shared.services.document_service import AzureDocumentService
    from shared.settings import Settings


_CLOSED_IN_ORDER = (
    "interviews",
    "lifecycle",
    "orchestrations",
    "resume_reader",
    "documents",
    "storage",
    "model",
    "tokens",
    "database",
)


class Container:
    """Everything a handler may ask for. Settings that are wrong are said at the first use, by `SettingsError`.

    Modules are imported when they are first asked for: a cold start needs few of them, and the warm-up loads the rest.
    """

    def __init__(self, settings: "Settings | None" = None) -> None:
        self._given = settings

    @cached_property
    def settings(self) -> "Settings":
        from shared.settings import load_settings  # pydantic-settings takes long to import

        return self._given or load_settings()

    @cached_property
    def database(self) -> SupabaseService:
        return SupabaseService(self.settings)

    @cached_property
    def tokens(self) -> TokenVerifier:
        return TokenVerifier(self.settings)

    @cached_property
    def model(self) -> "AzureOpenAIService":
        from shared.services.azure_openai import AzureOpenAIService

        return AzureOpenAIService(self.settings)

    @cached_property
    def orchestrations(self) -> OrchestrationClient:
        return OrchestrationClient()

    @cached_property
    def interviews(self) -> "InterviewService":
        from shared.interviews.service import InterviewService

        return InterviewService(self.database, self.model, self.settings, self._interview_completed)

    @cached_property
    def scoring(self) -> "ScoringService":
        from shared.scoring.service import ScoringService

        return ScoringService(self.database, self.model, self.settings)

    @cached_property
    def storage(self) -> "AzureBlobService":
        from shared.services.azure_blob import AzureBlobService

        return AzureBlobService(self.settings)

    @cached_property
    def documents(self) -> "AzureDocumentService":
        from shared.services.document_service import AzureDocumentService

        return AzureDocumentService(self.settings)

    @cached_property
    def resume_reader(self) -> "ResumeReader":
        from shared.resumes.parsing import ResumeReader

        configured = self.settings.document_intelligence_endpoint is not None
        return ResumeReader(self.documents if configured else None, self.model)

    @cached_property
    def resumes(self) -> "ResumeService":
        from shared.resumes.service import ResumeService

        return ResumeService(self.database, self.storage, self.settings)

    @cached_property
    def resume_intake(self) -> "ResumeIntake":
        from shared.resumes.intake import ResumeIntake

        return ResumeIntake(self.database, self.storage, self.resume_reader, self.settings)

    @cached_property
    def job_roles(self) -> "JobRoleService":
        from shared.job_roles.service import JobRoleService

        return JobRoleService(self.database)

    @cached_property
    def matches(self) -> "MatchService":
        from shared.job_roles.matches import MatchService

        return MatchService(self.database)

    @cached_property
    def requirements(self) -> "RequirementReader":
        from shared.job_roles.requirements import RequirementReader

        return RequirementReader(self.model)

    @cached_property
    def plans(self) -> "PlanService":
        from shared.job_roles.plans import PlanService

        return PlanService(self.database, self.model, self.requirements)

    @cached_property
    def reports(self) -> "ReportService":
        from shared.interviews.reports import ReportService

        return ReportService(self.database)

    @cached_property
    def lifecycle(self) -> "LifecycleService":
        from shared.interviews.lifecycle import LifecycleService

        return LifecycleService(self.database, self.interviews, self.orchestrations, self.settings)

    async def aclose(self) -> None:
        """Closes what was built, in the order in which it depends on each other."""
        for name in _CLOSED_IN_ORDER:
            if name in self.__dict__:
                await getattr(self, name).aclose()

    def _interview_completed(self, interview_id: UUID, run: int) -> None:
        self.lifecycle.tell_soon(interview_id, run, "ended")


_container: Container | None = None


def get_container() -> Container:
    """The worker's container."""
    global _container
    if _container is None:
        _container = Container()
    return _container


def install_container(container: Container | None) -> Container | None:
    """Puts another container in place and gives the one that was there; None means: build anew when next asked."""
    global _container
    previous, _container = _container, container
    return previous
