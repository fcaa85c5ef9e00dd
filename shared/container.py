"""The wiring: each adapter and service is built when it is first used, once per worker, from the settings."""

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from shared.auth import TokenVerifier
from shared.interviews.lifecycle import LifecycleService
from shared.interviews.reports import ReportService
from shared.interviews.service import InterviewService
from shared.services.azure_openai import AzureOpenAIService
from shared.services.orchestration import OrchestrationClient
from shared.services.supabase_client import SupabaseService

if TYPE_CHECKING:
    from shared.scoring.service import ScoringService
    from shared.settings import Settings


class Container:
    """Everything a handler may ask for. Settings that are wrong are said at the first use, by `SettingsError`."""

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
    def model(self) -> AzureOpenAIService:
        return AzureOpenAIService(self.settings)

    @cached_property
    def orchestrations(self) -> OrchestrationClient:
        return OrchestrationClient()

    @cached_property
    def interviews(self) -> InterviewService:
        return InterviewService(self.database, self.model, self.settings, self._interview_completed)

    @cached_property
    def scoring(self) -> "ScoringService":
        from shared.scoring.service import ScoringService  # a cold start does not score

        return ScoringService(self.database, self.model, self.settings)

    @cached_property
    def reports(self) -> ReportService:
        return ReportService(self.database)

    @cached_property
    def lifecycle(self) -> LifecycleService:
        return LifecycleService(self.database, self.interviews, self.orchestrations, self.settings)

    async def aclose(self) -> None:
        """Closes what was built, in the order in which it depends on each other."""
        for name in ("interviews", "lifecycle", "orchestrations", "model", "tokens", "database"):
            if name in self.__dict__:
                await getattr(self, name).aclose()

    def _interview_completed(self, interview_id: UUID) -> None:
        self.lifecycle.tell_soon(interview_id, "ended")


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
