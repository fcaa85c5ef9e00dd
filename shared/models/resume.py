"""Résumés: what is kept of a file, and the profile that was read from it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.models.common import Body, Model, UtcDatetime
from shared.models.document import HiddenText, TextSource

ResumeStatus = Literal["processing", "parsed", "unreadable", "failed"]
ReadBy = Literal["rules", "rules_and_model"]
LinkKind = Literal["linkedin", "github", "website"]


class DateRange(Model):
    """From a month (`YYYY-MM`) or year (`YYYY`) to another, both included. `text` is as written."""

    start: str | None = None
    end: str | None = None
    current: bool = False
    text: str


class Experience(Model):
    employer: str | None = None
    title: str | None = None
    location: str | None = None
    dates: DateRange | None = None
    description: str | None = None


class Education(Model):
    institution: str | None = None
    degree: str | None = None
    field: str | None = None
    dates: DateRange | None = None


class SpokenLanguage(Model):
    """`level` in the words of the résumé."""

    name: str
    level: str | None = None


class Link(Model):
    kind: LinkKind
    url: str


class Period(Model):
    """Months (`YYYY-MM`), both included."""

    start: str
    end: str
    months: int


class Timeline(Model):
    """What the dates of the experience come to. Facts for a person to ask about, never a judgement."""

    months: int | None = Field(default=None, description="months with at least one position; None without dates")
    gaps: list[Period] = Field(default_factory=list[Period])
    overlaps: list[Period] = Field(default_factory=list[Period])


class ResumeProfile(Model):
    """What was read from the visible text of a résumé. Each field stands there, whatever its case, but for their form:
    phones are in E.164, skills under a usual name, `country` and `timeline` follow from other fields.

    Of an entry that a model read, names and dates stand together in one heading. `dropped` counts what the model gave
    and the text does not hold, or not together. With `method` "rules" no model took part.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    emails: list[str] = Field(default_factory=list[str])
    phones: list[str] = Field(default_factory=list[str])
    links: list[Link] = Field(default_factory=list[Link])
    location: str | None = None
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2")
    summary: str | None = None
    skills: list[str] = Field(default_factory=list[str])
    experience: list[Experience] = Field(default_factory=list[Experience])
    education: list[Education] = Field(default_factory=list[Education])
    certifications: list[str] = Field(default_factory=list[str])
    languages: list[SpokenLanguage] = Field(default_factory=list[SpokenLanguage])
    timeline: Timeline = Field(default_factory=Timeline)
    method: ReadBy = "rules"
    dropped: int = 0
    text_source: TextSource = "embedded"
    findings: list[HiddenText] = Field(default_factory=list[HiddenText])


class ResumeEntry(Model):
    """A résumé and how far its reading is. `reason` says what is wrong with one that is `unreadable` or `failed`, and
    what to do; `reason_code` is the same as a word."""

    id: UUID
    candidate_id: UUID
    version: int
    status: ResumeStatus
    reason: str | None = None
    reason_code: str | None = None
    file_name: str
    content_type: str
    size: int
    created_at: UtcDatetime | None = None
    updated_at: UtcDatetime | None = None


class Resume(ResumeEntry):
    """With the profile that was read from it."""

    profile: ResumeProfile | None = None


class ResumeUploaded(Model):
    """`url` is the file's address and no right to it. `status` is "processing" unless this file was read before."""

    url: str
    resume_id: UUID
    status: ResumeStatus


class UploadRequest(Body):
    """A file that is about to come: `size` in bytes."""

    kind: Literal["resume"]
    filename: str = Field(min_length=1, max_length=1_000)
    content_type: str = Field(min_length=1, max_length=200)
    size: int = Field(ge=1, le=2**53)


class UploadTicket(Model):
    """PUT the file to `upload_url` with these headers before `expires_at`. The URL takes one file, once."""

    resume_id: UUID
    upload_url: str
    headers: dict[str, str]
    expires_at: UtcDatetime


class ResumeDeleted(Model):
    id: UUID
    status: Literal["deleted"] = "deleted"
