"""Runs the stand-in in a child process."""

from local.standin.process import StandInProcess


class DocumentStandIn(StandInProcess):
    """Its `url` serves as `document_intelligence_endpoint`."""

    module = "local.document_standin"
