"""Runs the stand-in in a child process that dies with its parent."""

from local.openai_standin import StandIn


class DocumentStandIn(StandIn):
    """As the model's stand-in; its `url` serves as `document_intelligence_endpoint`."""

    module = "local.document_standin"
