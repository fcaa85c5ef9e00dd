"""What a model refuses a value for."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError


def refusals(model: type[BaseModel], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where and why a model refuses values: dotted places and pydantic's error types; empty when it takes them."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return [(".".join(str(part) for part in one["loc"]), one["type"]) for one in error.errors()]
    return []
