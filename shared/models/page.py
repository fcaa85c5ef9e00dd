"""Paging: queries of lists, and cursors that say after which row a page begins."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NamedTuple, Self
from uuid import UUID

from pydantic import AfterValidator, Field

from shared.models.common import Body
from shared.models.interview import InterviewStatus


class Cursor(NamedTuple):
    """The last row of a page: pages go by `created_at` (UTC, to the microsecond) and `id`, newest first."""

    created_at: datetime
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for what `encode` did not make."""
        try:
            created_at, _, row_id = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
            cursor = cls(datetime.fromisoformat(created_at), UUID(row_id))
        except ValueError:
            raise ValueError("not a cursor that a page of this list gave") from None
        if cursor.created_at.utcoffset() != timedelta(0) or cursor.encode() != text:
            raise ValueError("not a cursor that a page of this list gave")
        return cursor

    @classmethod
    def at(cls, row: Mapping[str, Any]) -> Self:
        """The cursor of a row as the database gives it."""
        return cls(datetime.fromisoformat(row["created_at"]).astimezone(UTC), UUID(row["id"]))

    def encode(self) -> str:
        return base64.urlsafe_b64encode(f"{self.created_at.isoformat()} {self.id}".encode()).decode()


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
