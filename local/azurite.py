"""Azurite, Microsoft's storage emulator: blobs, queues and tables of one machine, in one Node process."""

import contextlib
import re
import signal
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from local.parts import CHECKOUT, Part
from local.supabase.processes import Guard, StackError, wait_until

PROGRAM: Final = CHECKOUT / "local" / "node_modules" / "azurite" / "dist" / "src" / "azurite.js"
ACCOUNT: Final = "devstoreaccount1"
# Azurite's public development key: Microsoft documents it, every Azurite has it, and it opens nothing else.
KEY: Final = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
CONTAINERS: Final = ("resumes", "recordings")  # those of the app; Bicep makes them in Azure
_LISTENING: Final = re.compile(r"(Blob|Queue|Table) service is successfully listening at http://\S+:(\d+)")
_KEEP_ALIVE_SECONDS: Final = "75"  # longer than clients keep a connection, so that none is closed under a request
_SECONDS_TO_START: Final = 30
_SECONDS_CORS_IS_KEPT: Final = 3600


class Ports(NamedTuple):
    """Where the three services listen; 0 takes a free port."""

    blob: int = 0
    queue: int = 0
    table: int = 0


class Azurite:
    """One Azurite. It keeps its ports, and what it holds in `directory`, when it is stopped and started again.

    Without a directory it holds everything in memory and forgets it when it stops. Metadata reaches the directory
    within five seconds and at an orderly stop. Without a guard it brings one of its own.
    """

    def __init__(
        self,
        ports: Ports = Ports(),  # noqa: B008 - immutable
        directory: Path | None = None,
        *,
        log: Path | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.ports = ports
        self.part: Part | None = None
        self._directory = directory
        self._log = log
        self._guard = guard
        self._own = contextlib.ExitStack()

    @property
    def blob_url(self) -> str:
        """The account's address among blobs, without a slash at its end."""
        return self._url(self.ports.blob)

    @property
    def queue_url(self) -> str:
        return self._url(self.ports.queue)

    @property
    def table_url(self) -> str:
        return self._url(self.ports.table)

    @property
    def connection_string(self) -> str:
        """What `from_connection_string` of the Azure SDKs and `AzureWebJobsStorage` take."""
        return (
            f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={self.blob_url};"
            f"QueueEndpoint={self.queue_url};TableEndpoint={self.table_url};"
        )

    def launch(self) -> None:
        """Starts the process without waiting. Raises StackError when Azurite is not installed."""
        if not PROGRAM.exists():
            raise StackError(f"Azurite is not at {PROGRAM}: run `npm ci --ignore-scripts` in local/.")
        if self._guard is None:
            self._guard = Guard()
            self._own.callback(self._guard.dismiss)
        if self._log is None:
            place = Path(self._own.enter_context(tempfile.TemporaryDirectory(prefix="talenti-azurite-")))
            self._guard.remove_at_end(place)
            self._log = place / "azurite.log"
        self.part = Part(self._guard, "Azurite", self._command(), self._log, None)

    def wait_until_ready(self) -> None:
        """Returns when all three services listen. Raises StackError when they do not, or the process ends."""
        part = self.part
        assert part is not None

        def listening() -> Ports | None:
            if part.process.poll() is not None:
                raise StackError(part.obituary())
            found = {name.lower(): int(port) for name, port in _LISTENING.findall(part.log.read_text())}
            return Ports(**found) if len(found) == len(Ports._fields) else None

        ports = wait_until(listening, _SECONDS_TO_START, interval=0.02)
        if ports is None:
            words = part.last_words()
            raise StackError(f"Azurite was not ready within {_SECONDS_TO_START} s. Its last words:\n{words}")
        self.ports = ports

    def start(self) -> Self:
        """Starts it and waits until it is ready. Raises StackError."""
        self.launch()
        try:
            self.wait_until_ready()
        except StackError:
            self.stop()
            raise
        return self

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends the process; `start` brings it back on the same ports. Harmless when it does not run."""
        if self.part is not None:
            self.part.end(how)
            self.part = None

    def stop(self) -> None:
        """Ends it for good. Harmless when it does not run."""
        self.end()
        self._own.close()

    def prepare(self, containers: Iterable[str], origins: Sequence[str] = ()) -> None:
        """Makes the containers that are missing, and lets browsers of these origins use blobs."""
        # Takes a third of a second to import, while the other parts of the stack start.
        from azure.core.exceptions import ResourceExistsError
        from azure.storage.blob import BlobServiceClient, CorsRule

        with BlobServiceClient.from_connection_string(self.connection_string) as blobs:
            if origins:
                rule = CorsRule(
                    list(origins),
                    ["GET", "HEAD", "OPTIONS", "PUT"],
                    allowed_headers=["*"],
                    exposed_headers=["*"],
                    max_age_in_seconds=_SECONDS_CORS_IS_KEPT,
                )
                blobs.set_service_properties(cors=[rule])
            for container in containers:
                with contextlib.suppress(ResourceExistsError):
                    blobs.create_container(container)

    def _url(self, port: int) -> str:
        if not port:
            raise StackError("Azurite has no address before it has started.")
        return f"http://127.0.0.1:{port}/{ACCOUNT}"

    def _command(self) -> list[str]:
        command = ["node", str(PROGRAM), "--silent", "--disableTelemetry", "--skipApiVersionCheck"]
        for name, port in self.ports._asdict().items():
            command += [f"--{name}Host", "127.0.0.1", f"--{name}Port", str(port)]
            command += [f"--{name}KeepAliveTimeout", _KEEP_ALIVE_SECONDS]
        kept = ["--location", str(self._directory)] if self._directory is not None else ["--inMemoryPersistence"]
        return command + kept

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
