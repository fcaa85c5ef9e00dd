"""Applications and the candidates behind them."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, cast
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.models.common import Body, Model, ScoreValue, UtcDatetime
from shared.models.resume import Education, Experience, Link, SpokenLanguage

_MONTH_OR_YEAR = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_FIRST_YEAR: Final = 1900
_YEARS_AHEAD: Final = 10  # as far as somebody can expect a degree

ApplicationStatus = Literal["applied", "interviewing", "in_review", "advanced", "rejected", "withdrawn"]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def _is_web_address(url: str) -> str:
    """Pages show these as links: `javascript:` and the like are none."""
    if not url.lower().startswith(("https://", "http://")) or not url.isprintable() or " " in url:
        raise ValueError("not the address of a web page")
    return url


def _is_web_link(link: Link) -> Link:
    _is_web_address(link.url)
    return link


WebAddress = Annotated[str, StringConstraints(max_length=500), AfterValidator(_is_web_address)]


class Application(Model):
    id: UUID
    candidate_id: UUID
    job_role_id: UUID
    status: ApplicationStatus
    match_score: ScoreValue | None = None
    created_at: UtcDatetime
    updated_at: UtcDatetime


class ApplicationRequest(Body):
    job_role_id: UUID


class CandidateProfile(Model):
    """A candidate's contact, and what their newest résumé says, with their own corrections above both.

    `corrected` names the fields that the candidate set by hand: no résumé changes them. `cv_file_path` and `resume_id`
    are those of the newest résumé that could be read.
    """

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
    location: str | None = None
    summary: str | None = None
    skills: list[str] = Field(default_factory=list[str])
    experience: list[Experience] = Field(default_factory=list[Experience])
    education: list[Education] = Field(default_factory=list[Education])
    certifications: list[str] = Field(default_factory=list[str])
    languages: list[SpokenLanguage] = Field(default_factory=list[SpokenLanguage])
    links: list[Link] = Field(default_factory=list[Link])
    resume_id: UUID | None = None
    corrected: list[str] = Field(default_factory=list[str])

    @model_validator(mode="before")
    @classmethod
    def _with_details(cls, data: Any) -> Any:
        """The database keeps what résumés say in a column `details`."""
        if not isinstance(data, dict):
            return data
        row = cast("dict[str, Any]", data)
        return {**row, **row.get("details", {})}


def _with_dates_that_hold[E: (Experience, Education)](entry: E) -> E:
    """An entry whose dates are months or years that can have been, the first not after the last."""
    if entry.dates is None:
        return entry
    given = [date for date in (entry.dates.start, entry.dates.end) if date is not None]
    latest = datetime.now(UTC).year + _YEARS_AHEAD
    if not all(_MONTH_OR_YEAR.fullmatch(date) and _FIRST_YEAR <= int(date[:4]) <= latest for date in given):
        raise ValueError(f"write dates as YYYY or YYYY-MM, from {_FIRST_YEAR} to {latest}")
    known = min(map(len, given), default=0)
    if len(given) == 2 and given[0][:known] > given[1][:known]:
        raise ValueError("the first date is after the last")
    return entry


class ProfileCorrection(Body):
    """What a candidate sets by hand. Fields that are left out stay; null, or an empty list, empties one."""

    first_name: ShortText | None = None
    last_name: ShortText | None = None
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Annotated[str, StringConstraints(max_length=30, pattern=r"^\+?[0-9][0-9 ()./\-]{3,}$")] | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    linkedin_url: WebAddress | None = None
    work_rights: ShortText | None = None
    availability: ShortText | None = None
    location: ShortText | None = None
    summary: Annotated[str, StringConstraints(max_length=5_000)] | None = None
    skills: Annotated[list[ShortText], Field(max_length=200)] | None = None
    experience: (
        Annotated[list[Annotated[Experience, AfterValidator(_with_dates_that_hold)]], Field(max_length=100)] | None
    ) = None
    education: (
        Annotated[list[Annotated[Education, AfterValidator(_with_dates_that_hold)]], Field(max_length=50)] | None
    ) = None
    certifications: Annotated[list[ShortText], Field(max_length=100)] | None = None
    languages: Annotated[list[SpokenLanguage], Field(max_length=50)] | None = None
    links: Annotated[list[Annotated[Link, AfterValidator(_is_web_link)]], Field(max_length=20)] | None = None
