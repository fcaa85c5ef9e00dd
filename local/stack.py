"""`make start`: everything on this machine, in the foreground, until Ctrl-C, SIGTERM, or the end of a part.

It starts PostgreSQL, PostgREST and the Supabase gateway, Azurite, the stand-ins of the Azure AI services and the
Functions host, seeds the demo organisation, writes `.local/run.json` and prints what is where. State stays in
`.local/`.
"""

import argparse
import contextlib
import json
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from local.parts import CHECKOUT
from local.stack_config import STATE, StackConfig, held, is_held, unknown_settings
from local.stack_running import DEVELOPMENT_ORIGINS, Stack
from local.supabase.processes import StackError
from local.supabase.stack import reset

__all__ = ["CHECKOUT", "DEVELOPMENT_ORIGINS", "RUN_FILE", "STATE", "Stack", "StackConfig", "main"]

RUN_FILE: Final = STATE / "run.json"
_WATCHED: Final = ("function_app.py", "host.json", "blueprints", "shared")
_LOOKS_UP_MILLISECONDS: Final = 200
_STAND_INS: Final = {
    "openai_standin": "The model is a stand-in with simple rules; "
    "AZURE_OPENAI_ENDPOINT or OPENAI_BASE_URL name a real one.",
    "document_intelligence_standin": "Files are read by a stand-in that cannot read scanned pages; "
    "DOCUMENT_INTELLIGENCE_ENDPOINT names a real one.",
}


def main() -> int:
    """Runs the stack until it is told to stop, or a part dies. Gives the exit code."""
    arguments = argparse.ArgumentParser(prog="python -m local.stack", description=__doc__)
    arguments.add_argument("--reset", action="store_true", help="forget the local data")
    arguments.add_argument("--core-tools", action="store_true", help="run the app under Core Tools' `func start`")
    chosen = arguments.parse_args()
    try:
        if chosen.reset:
            return _reset()
        if chosen.core_tools and shutil.which("func") is None:
            raise StackError("Azure Functions Core Tools (`func`) is not on PATH; `make start` needs no such thing.")
        return _run(Stack(StackConfig.from_environment(core_tools=chosen.core_tools)))
    except (StackError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _run(stack: Stack) -> int:
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            return
        stopping.set()
        raise KeyboardInterrupt

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    began = time.monotonic()
    for words in unknown_settings():
        print(f"warning: {words}", file=sys.stderr)
    print("Starting ...", flush=True)
    try:
        stack.start()
        _write_run_file(stack)
        ready = time.monotonic() - began
        with _watching(stack) if stack.config.watch else contextlib.nullcontext():
            print(_announcement(stack, ready, stack.silent()), flush=True)
            while (trouble := stack.dead_part()) is None:
                time.sleep(0.3)
        print(f"\nerror: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stopping.set()
        _forget_run_file(stack)
        stack.stop()


@contextlib.contextmanager
def _watching(stack: Stack) -> Iterator[None]:
    """Restarts the app when one of its files changes. An app that does not start is left until the next change.

    No change that is made after it was entered is missed.
    """
    from watchfiles import watch

    over, watches = threading.Event(), threading.Event()
    places = [CHECKOUT / name for name in _WATCHED]

    def follow() -> None:
        for changes in watch(
            *places, stop_event=over, raise_interrupt=False, yield_on_timeout=True, rust_timeout=_LOOKS_UP_MILLISECONDS
        ):
            watches.set()
            if not changes:
                continue
            names = sorted({Path(path).relative_to(CHECKOUT).as_posix() for _, path in changes})
            print(f"Changed: {', '.join(names[:3])}. Restarting the app ...", flush=True)
            began = time.monotonic()
            try:
                stack.restart_app()
            except StackError as error:
                print(f"error: {error}\nWaiting for another change ...", file=sys.stderr, flush=True)
            else:
                _write_run_file(stack)
                print(f"The app is ready again ({time.monotonic() - began:.1f} s).", flush=True)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    watches.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join(5)


def _write_run_file(stack: Stack) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    new = RUN_FILE.with_suffix(".new")
    new.write_text(json.dumps(stack.run_file(), indent=2) + "\n")
    new.rename(RUN_FILE)


def _forget_run_file(stack: Stack) -> None:
    """Removes it if it speaks of this stack; a start that failed leaves that of the running one alone."""
    if stack.app is not None and RUN_FILE.exists() and json.loads(RUN_FILE.read_text()) == stack.run_file():
        RUN_FILE.unlink()


_NO_DEMO: Final = "No demo data. SEED_DEMO=1 adds it, with logins whose password everybody knows."


def _announcement(stack: Stack, seconds: float, unreachable: Sequence[str]) -> str:
    logins = "\n".join(f"    {email:34} {login['role']}" for email, login in stack.demo.get("logins", {}).items())
    demo = f"Demo logins (password: talenti-demo):\n{logins}" if logins else _NO_DEMO
    places = "\n".join(
        f"    {name:30} {service['url']}"
        for name, service in sorted(stack.services.items(), key=lambda item: item[0] != "app")
    )
    stand_ins = "".join(f"\n  {words}" for name, words in _STAND_INS.items() if name in stack.services)
    silent = "".join(
        f"\n  warning: nothing that the app can use answers at {stack.services[name]['url']} ({name})."
        for name in unreachable
    )
    return (
        f"\nTalenti is ready ({seconds:.1f} s).\n\n  What is where:\n{places}\n\n"
        f"  {demo}\n{stand_ins}{silent}\n"
        f"  Logs: {stack.logs}   Everything above: {RUN_FILE}\n"
        f"  {'Try `make demo` in another terminal. ' if logins else ''}Ctrl-C stops everything."
    )


def _reset() -> int:
    if is_held(STATE):
        raise StackError("The stack is running: stop it first (Ctrl-C in its terminal).")
    with held(STATE):
        reset(STATE / "supabase")
        shutil.rmtree(STATE, ignore_errors=True)
    print("The local data is gone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
