"""The host's life: load the app, start what its triggers need, serve, stop."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import uvicorn

from .application import Application
from .cors import Cors
from .durable_api import DurableApi
from .durable_engine import Engine
from .durable_links import client_config
from .durable_work import DurableWork, durable_name
from .event_grid import EventGridWebhooks
from .protocol import TypedData
from .refusals import Refusals
from .routes import Route, RouteError, RouteTable, compile_route
from .schedules import ScheduleError
from .settings import HostSettings, SettingsError
from .timers import Timer
from .triggers import StorageTriggers
from .worker import Call, Function, FunctionCrashedError, FunctionTimeoutError, Worker

logger = logging.getLogger("host")

_DRAIN_SECONDS = 5
_KEEP_ALIVE_SECONDS = 75
_GC_ALLOCATIONS = 20_000  # between collections, ten times the default: requests allocate much and leave few cycles
_DURABLE_TYPES = ("orchestrationTrigger", "activityTrigger", "entityTrigger")


class _Server(uvicorn.Server):
    """Uvicorn that says when it has started, without its own signal handling (which ends the process by the signal)."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections."""
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the host."""
        yield


class Host:
    """One running app."""

    def __init__(self, settings: HostSettings, listener: socket.socket) -> None:
        self._settings = settings
        self._listener = listener
        self.origin = _origin(*listener.getsockname()[:2])
        self._worker = Worker(settings.function_timeout)
        self._engine: Engine | None = None
        self._work: DurableWork | None = None
        self._triggers: StorageTriggers | None = None
        self._refusals = Refusals()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until SIGINT or SIGTERM.

        Raises:
            AppLoadError: the app does not index.
        """
        await self._worker.load(self._settings.app_directory)
        if not self._worker.functions:
            logger.warning("The app has no functions.")
        functions = [function for function in self._worker.functions if self._is_enabled(function)]
        self._triggers = StorageTriggers(self._worker, self._settings)
        functions = self._triggers.take(functions, self._refusals)
        durable_api = self._start_durable(functions)
        timers = self._timers(functions)
        application = Application(
            self._worker,
            RouteTable(self._http_routes(functions)),
            Cors(self._settings.cors_origins, self._settings.cors_credentials),
            durable_api,
            EventGridWebhooks(self._worker, functions, self._triggers.blobs),
            self._manual_runs(functions, timers),
            self._refusals,
        )
        server = _Server(_server_config(application), lambda: self._started(application, functions, timers))
        _stop_on_signals(server)
        gc.collect()
        gc.freeze()  # the app's code and its libraries are here to stay: leave them out of every later collection
        gc.set_threshold(_GC_ALLOCATIONS)
        try:
            await server.serve(sockets=[self._listener])
        finally:
            await self._stop()

    def _is_enabled(self, function: Function) -> bool:
        disabled = os.environ.get(f"AzureWebJobs.{function.name}.Disabled", "").lower() in ("1", "true")
        if disabled:
            logger.info("Function %s is disabled by an app setting.", function.name)
        return not disabled

    def _start_durable(self, functions: list[Function]) -> DurableApi | None:
        if not any(
            function.trigger_type in _DURABLE_TYPES or function.inputs("durableClient") for function in functions
        ):
            return None
        self._engine = Engine(self._settings.replace_finished_instances)
        address = self._engine.start()
        self._worker.use_durable_client(client_config(self._settings.hub_name, address, self.origin))
        self._work = DurableWork(self._engine, self._worker, functions, self._settings)
        self._work.start()
        orchestrators = {
            durable_name(function).lower() for function in functions if function.trigger_type == "orchestrationTrigger"
        }
        return DurableApi(self._engine, self._settings.hub_name, lambda name: name.lower() in orchestrators)

    def _timers(self, functions: list[Function]) -> list[Timer]:
        timers: list[Timer] = []
        for function in functions:
            if function.trigger_type != "timerTrigger":
                continue
            try:
                timers.append(Timer(self._worker, function))
            except (ScheduleError, SettingsError) as error:
                self._refusals.add(function, error)
        return timers

    def _http_routes(self, functions: list[Function]) -> Iterator[Route]:
        for function in functions:
            if function.trigger_type != "httpTrigger":
                continue
            template = "/".join(part for part in (self._settings.route_prefix, _template(function)) if part)
            try:
                yield compile_route(template, function.trigger.get("methods"), function)
            except RouteError as error:
                self._refusals.add(function, error)

    def _started(self, application: Application, functions: list[Function], timers: list[Timer]) -> None:
        for timer in timers:
            self._spawn(timer.keep_time())
        if self._triggers is not None:
            self._triggers.start()
        application.ready = True
        loaded = [function for function in functions if function not in self._refusals]
        for function in loaded:
            logger.info("%s: %s", function.name, _where(function, self.origin, self._settings.route_prefix))
        if errors := self._refusals.errors():
            logger.error("%d of the app's functions are not loaded:\n  %s", len(errors), "\n  ".join(errors))
        else:
            logger.info("All of the app's functions are loaded: %d.", len(loaded))
        print(f"Functions host ready: {self.origin}", flush=True)

    def _manual_runs(self, functions: list[Function], timers: list[Timer]) -> dict[str, Callable[[], None]]:
        runs = {timer.function.name.lower(): partial(self._run_timer, timer) for timer in timers}
        warm_ups = (function for function in functions if function.trigger_type == "warmupTrigger")
        return {**runs, **{function.name.lower(): partial(self._warm_up, function) for function in warm_ups}}

    def _run_timer(self, timer: Timer) -> None:
        self._spawn(timer.run())

    def _warm_up(self, function: Function) -> None:
        self._spawn(warm_up(self._worker, function))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._triggers is not None:
            await self._triggers.stop(_DRAIN_SECONDS)
        if self._work is not None:
            await self._work.stop()
        if self._engine is not None:
            self._engine.stop()


def _origin(host: str, port: int) -> str:
    """How this machine reaches a listener, also one on all addresses."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asks, does not bind
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _server_config(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )


async def warm_up(worker: Worker, function: Function) -> None:
    """Run a warm-up function. In Azure only a new instance of a running app does so; here it is run by hand."""
    try:
        outcome = await worker.invoke(function, Call(TypedData(string="")))
    except (FunctionTimeoutError, FunctionCrashedError) as error:
        logger.error("%s", error)
        return
    if outcome.failure is not None:
        logger.error("Warm-up %s failed.\n%s", function.name, outcome.failure.stack.rstrip())


def open_listener(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done; port 0 takes any free one.

    Raises:
        OSError: the port is taken, or the address is not this machine's.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def _stop_on_signals(server: uvicorn.Server) -> None:
    def stop() -> None:
        if server.should_exit:
            server.force_exit = True
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def _template(function: Function) -> str:
    return str(function.trigger.get("route") or function.name).strip("/")


def _where(function: Function, origin: str, prefix: str) -> str:
    if function.trigger_type != "httpTrigger":
        return function.trigger_type
    methods = ",".join(function.trigger.get("methods") or ("any method",))
    return f"[{methods}] " + "/".join(part for part in (origin, prefix, _template(function)) if part)
