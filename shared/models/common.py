"""What all models share: base classes, ids, pages. Models are built when first used: a cold start needs few of them."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

MAX_MESSAGE_LENGTH = 50_000  # code points


class Model(BaseModel):
    """A value the application holds or gives. Unknown columns from the database are ignored."""

    model_config = ConfigDict(extra="ignore", defer_build=True)


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not silently dropped."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("this time is outside of the calendar") from None


UtcDatetime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
Fraction = Annotated[float, Field(ge=0, le=1)]
ScoreValue = Annotated[float, Field(ge=0, le=100)]
JsonObject = dict[str, Any]


class Page[Item](Model):
    """One page of a list; `next_cursor` is None on the last one."""

    items: list[Item]
    next_cursor: str | None = None
