"""What all models share: strict base classes, ids, pages."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

MAX_MESSAGE_LENGTH = 50_000  # code points


class Model(BaseModel):
    """A value the application holds or gives. Unknown columns from the database are ignored."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not silently dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


def _to_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


UtcDatetime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
Fraction = Annotated[float, Field(ge=0, le=1)]
ScoreValue = Annotated[float, Field(ge=0, le=100)]
JsonObject = dict[str, Any]


class Page[Item](Model):
    """One page of a list; `next_cursor` is None on the last one."""

    items: list[Item]
    next_cursor: str | None = None
