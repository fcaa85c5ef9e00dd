"""`python -m local.supabase` runs the local Supabase in the foreground until Ctrl-C; `--reset` deletes its data."""

import argparse
import contextlib
import signal
import sys
import time
from pathlib import Path

from local.supabase.processes import StackError
from local.supabase.stack import CHECKOUT, MIGRATIONS, SupabaseConfig, SupabaseStack, reset

STATE = CHECKOUT / ".local" / "supabase"


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m local.supabase", description=__doc__)
    parser.add_argument("--port", type=int, default=54321, help="of the gateway (54321)")
    parser.add_argument("--state-dir", type=Path, default=STATE, help=f"where data and keys are kept ({STATE})")
    parser.add_argument("--migrations", type=Path, default=MIGRATIONS, help=f"SQL files ({MIGRATIONS})")
    parser.add_argument("--throwaway", action="store_true", help="keep nothing")
    parser.add_argument("--reset", action="store_true", help="delete what is kept, and end")
    arguments = parser.parse_args()
    if arguments.reset:
        reset(arguments.state_dir)
        return
    for how in (signal.SIGTERM, signal.SIGINT):  # also where it was started with one of them ignored
        signal.signal(how, signal.default_int_handler)
    state_dir = None if arguments.throwaway else arguments.state_dir
    began = time.monotonic()
    config = SupabaseConfig(arguments.migrations, state_dir, arguments.port)
    with contextlib.suppress(KeyboardInterrupt), SupabaseStack(config) as stack:
        print(f"Supabase      {stack.url}   (ready in {time.monotonic() - began:.1f} s)")
        print(f"keys          {stack.publishable_key}  {stack.secret_key}")
        print(f"database      {stack.dsn}   in {stack.data_dir}", flush=True)
        while True:
            signal.pause()


if __name__ == "__main__":
    try:
        main()
    except StackError as error:
        sys.exit(str(error))
