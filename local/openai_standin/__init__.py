"""A stand-in for Azure OpenAI on one machine: the real wire protocol, words and scores by simple visible rules.

Start it with `python -m local.openai_standin --port PORT`, in a child process with `StandIn`, or on the caller's own
event loop with `local.openai_standin.server.serving`. What it can be told to do wrong is in `faults.py`, how it scores
in `scoring.py`. Every answer says what it is: model `talenti-stand-in-2026`, header `x-talenti-stand-in: true`.
"""

from local.openai_standin.process import StandIn

__all__ = ["StandIn"]
