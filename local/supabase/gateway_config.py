"""What the gateway process is told when it starts; a file of its own, so that a stack need not import a web server."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class GatewayConfig:
    """The listening socket it inherits and where the rest is."""

    socket_fd: int
    url: str
    rest_port: int
    auth_dsn: str
    key_file: str

    def to_line(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def from_line(cls, line: str) -> "GatewayConfig":
        """Back from the line."""
        return cls(**json.loads(line))
