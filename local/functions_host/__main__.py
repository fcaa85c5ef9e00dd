"""Command line: `python -m local.functions_host --app DIR --port PORT`."""

import argparse
import asyncio
import logging
import os
import sys
import threading
import time
from pathlib import Path

import uvloop

from .host import Host, open_listener
from .settings import HostSettings, SettingsError, apply_environment, load_settings
from .worker import AppLoadError

logger = logging.getLogger("host")

_EXIT_GRACE_SECONDS = 2.0


def main() -> int:
    """Run an app until a signal stops it; gives the exit code: 0 stopped, 1 the app does not load, 2 cannot start."""
    parser = argparse.ArgumentParser(prog="python -m local.functions_host", description=__doc__)
    parser.add_argument("--app", required=True, type=Path, help="folder of the Functions app (with function_app.py)")
    parser.add_argument("--port", type=int, default=7071, help="port to listen on; 0 takes any free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--cors", help="origins to allow, with commas between, in place of local.settings.json's")
    arguments = parser.parse_args()
    try:
        settings = load_settings(arguments.app.resolve(), cors=arguments.cors)
    except SettingsError as error:
        return _refuse(str(error))
    try:
        listener = open_listener(arguments.host, arguments.port)
    except OSError as error:
        return _refuse(f"Cannot listen on {arguments.host} port {arguments.port}: {error.strerror}.")
    configure_logging(settings.log_level)
    host = Host(settings, listener)
    apply_environment(settings, host.origin.removeprefix("http://"), os.environ)
    enter_app(settings.app_directory)
    return _serve(host, settings)


def enter_app(app_directory: Path) -> None:
    """Make this process the app's: its folder is the working directory and the first place imports look in.

    Nothing of the host's own source tree stays importable by accident, so an app with a `local` or `shared` package of
    its own gets its own. All of the host is imported by now.
    """
    own_root = Path(__file__).resolve().parents[2]
    os.chdir(app_directory)
    sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() not in (own_root, app_directory)]
    packages = app_directory / ".python_packages" / "lib" / "site-packages"
    sys.path[:0] = [str(app_directory), *([str(packages)] if packages.is_dir() else [])]
    for name in [name for name in sys.modules if name == "local" or name.startswith("local.")]:
        del sys.modules[name]
    # A child process that the app spawns would otherwise import this module again, which it cannot find.
    own_main = sys.modules["__main__"]
    own_main.__spec__ = None
    del own_main.__file__


def configure_logging(level: str) -> None:
    """Log to stderr; at the default level libraries speak only when something is wrong."""
    formatter = logging.Formatter("[%(asctime)s.%(msecs)03dZ] %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    if level == "INFO":
        for name in (
            "azure",
            "azure.functions",
            "durabletask",
            "azure.durable_functions",
            "uvicorn",
            "httpx",
            "httpx2",
        ):
            logging.getLogger(name).setLevel(logging.WARNING)


def _serve(host: Host, settings: HostSettings) -> int:
    code = 1
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            runner.run(host.run())
            code = 0
        except KeyboardInterrupt:
            code = 130  # stopped before it was up
        except AppLoadError as error:
            stack = f"{error.stack.rstrip()}\n" if error.stack else ""
            print(f"{stack}The app in {settings.app_directory} cannot be loaded: {error}", file=sys.stderr, flush=True)
        finally:
            # A sync function that hangs in its thread must not keep a stopped host alive.
            threading.Thread(target=_leave, args=(code,), daemon=True).start()
    return code


def _leave(code: int) -> None:
    time.sleep(_EXIT_GRACE_SECONDS)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _refuse(message: str) -> int:
    print(message, file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
