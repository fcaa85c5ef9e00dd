"""The settings: one class, read from the environment once per worker."""

from typing import Annotated, Self

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import SettingsError

Seconds = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """Every setting of the app; environment variables of the same name, in capitals, fill it.

    `local.settings.example.json` lists exactly these fields. Secrets never show in a repr.
    """

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    # Supabase
    supabase_url: AnyHttpUrl
    supabase_publishable_key: SecretStr
    supabase_secret_key: SecretStr
    supabase_jwt_secret: SecretStr | None = None  # legacy HS256 projects only
    # Longer than the statement_timeout of the server's role: what is given up here has ended there.
    supabase_timeout_seconds: float = Field(default=10, ge=10)

    # The model: Azure OpenAI, or any OpenAI-compatible server (openai_base_url), never both
    azure_openai_endpoint: AnyHttpUrl | None = None
    azure_openai_api_key: SecretStr | None = None  # unset: managed identity
    azure_openai_deployment: str = "gpt-4o"
    azure_openai_api_version: str = "2024-10-21"
    openai_base_url: AnyHttpUrl | None = None
    openai_api_key: SecretStr | None = None
    openai_model: str | None = None
    model_timeout_seconds: Seconds = 15
    model_max_attempts: int = Field(default=3, ge=1, le=10)
    model_circuit_failures: int = Field(default=8, ge=1)
    model_circuit_recovery_seconds: Seconds = 15

    # The interview
    turn_deadline_seconds: Seconds = 30
    no_show_hours: Seconds = 168
    interview_grace_seconds: Seconds = 300

    # Scoring
    scoring_samples: int = Field(default=3, ge=1, le=9)
    scoring_wait_seconds: Seconds = 90
    scoring_prompt_max_tokens: int = Field(default=24_000, ge=1_000)

    # Files: a storage account by its URL (managed identity) or by a connection string (local), never both
    azure_storage_account_url: AnyHttpUrl | None = None
    azure_storage_connection_string: SecretStr | None = None
    storage_timeout_seconds: Seconds = 30
    upload_sas_minutes: float = Field(default=15, gt=0, le=60)
    resume_max_bytes: int = Field(default=10 * 1024 * 1024, ge=1)

    # Text of documents: Azure Document Intelligence
    document_intelligence_endpoint: AnyHttpUrl | None = None
    document_intelligence_key: SecretStr | None = None  # unset: managed identity
    document_timeout_seconds: Seconds = 60

    # Limits per user and minute
    rate_limit_token_generation: int = Field(default=10, ge=1)
    rate_limit_ai_operation: int = Field(default=100, ge=1)
    rate_limit_default: int = Field(default=1000, ge=1)

    # What /health/detailed calls this version
    app_version: str = "0.1.0"

    @model_validator(mode="after")
    def _one_model(self) -> Self:
        if self.azure_openai_endpoint is None and self.openai_base_url is None:
            raise ValueError("set AZURE_OPENAI_ENDPOINT, or OPENAI_BASE_URL for an OpenAI-compatible server")
        if self.azure_openai_endpoint is not None and self.openai_base_url is not None:
            raise ValueError("AZURE_OPENAI_ENDPOINT and OPENAI_BASE_URL contradict each other: set one of them")
        if self.openai_base_url is not None and self.openai_model is None:
            raise ValueError("OPENAI_BASE_URL needs OPENAI_MODEL, the model's name on that server")
        return self

    @model_validator(mode="after")
    def _one_storage_account(self) -> Self:
        if self.azure_storage_account_url is not None and self.azure_storage_connection_string is not None:
            raise ValueError(
                "AZURE_STORAGE_ACCOUNT_URL and AZURE_STORAGE_CONNECTION_STRING contradict each other: set one of them"
            )
        return self

    @property
    def supabase_base(self) -> str:
        """The project's URL without a trailing slash."""
        return str(self.supabase_url).rstrip("/")

    @property
    def token_issuer(self) -> str:
        return f"{self.supabase_base}/auth/v1"

    @property
    def model_name(self) -> str:
        """The deployment (Azure) or model (elsewhere) that is asked."""
        return (
            self.openai_model
            if self.openai_base_url is not None and self.openai_model
            else self.azure_openai_deployment
        )


def load_settings() -> Settings:
    """Settings from the environment. Raises `SettingsError` with one message that names what is wrong."""
    try:
        return Settings()  # pyright: ignore[reportCallIssue]  # fields come from the environment
    except ValidationError as error:
        raise SettingsError(f"Configuration: {_explain(error)}", retry_after=60) from None


def _explain(error: ValidationError) -> str:
    """Names the settings and what is wrong with each, never their values."""
    parts: list[str] = []
    for number, problem in enumerate(error.errors(include_input=False, include_url=False), start=1):
        name = ".".join(str(part) for part in problem["loc"]).upper()
        message = "is not set" if problem["type"] == "missing" else problem["msg"].removeprefix("Value error, ")
        parts.append(f"({number}) {name} {message}".replace("  ", " "))
    return "; ".join(parts)
