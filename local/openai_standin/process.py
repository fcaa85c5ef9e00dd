"""Runs the stand-in in a child process."""

from local.standin.process import StandInProcess


class StandIn(StandInProcess):
    """Its `url` serves as `azure_endpoint`, and with `/v1` as `base_url`."""

    module = "local.openai_standin"
