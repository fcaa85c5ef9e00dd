"""Paging: queries of lists, and cursors that say after which row a page begins."""

import base64
import binascii
from typing import Annotated, NamedTuple, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter, ValidationError

from shared.models.common import Body
from shared.models.interview import InterviewStatus

_TIMESTAMP = TypeAdapter[AwareDatetime](AwareDatetime)


class Cursor(NamedTuple):
    """The last row of a page: pages go by `created_at` and `id`, newest first. The time is as the database wrote it."""

    created_at: str
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for what `encode` did not make."""
        try:
            created_at, _, row_id = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
            _TIMESTAMP.validate_python(created_at)
            return cls(created_at, UUID(row_id))
        except (binascii.Error, UnicodeError, ValueError, ValidationError):
            raise ValueError("not a cursor that a page of this list gave") from None

    def encode(self) -> str:
        return base64.urlsafe_b64encode(f"{self.created_at} {self.id}".encode()).decode()


def _is_cursor(text: str) -> str:
    Cursor.parse(text)
    return text


class PageQuery(Body):
    """`limit` rows after `cursor`."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: Annotated[str, Field(max_length=200), AfterValidator(_is_cursor)] | None = None

    @property
    def after(self) -> Cursor | None:
        return Cursor.parse(self.cursor) if self.cursor else None


class InterviewQuery(PageQuery):
    status: InterviewStatus | None = None


class ApplicationQuery(PageQuery):
    job_role_id: UUID | None = None


class ScoreQuery(Body):
    rescore: bool = False
