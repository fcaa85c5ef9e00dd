"""The OpenAPI document as a tool that tests APIs reads it."""

import json

import pytest

import function_app
from blueprints.http import ENDPOINTS
from blueprints.openapi import document

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def test_schemathesis_reads_every_operation() -> None:
    import schemathesis  # takes long to import

    assert function_app.app
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document(list(ENDPOINTS.values())))))
    schema.validate()
    found = list(schema.get_all_operations())
    assert not [one for one in found if type(one).__name__ == "Err"]
    assert len(found) == len(ENDPOINTS)
