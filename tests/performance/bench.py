"""`make bench`: the figures of the README in one run, each beside what it is compared to. It cannot fail a build.

It starts a stack of its own on free ports and throws it away. Ratios compare things timed in the same run, by turns, so
that the noise of the machine meets both; absolute figures are this machine's, now. `--quick` takes a tenth of the time.
"""

import argparse
import asyncio
import os

from tests.performance import imports, load, resumes, turns
from tests.performance.figures import Figure, print_table
from tests.performance.stage import Stage, running_stage

READY_SECONDS = 10.0


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.performance.bench", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer repetitions: seconds instead of minutes")
    quick = arguments.parse_args().quick
    print(f"{os.cpu_count()} cores; load average before the run {os.getloadavg()[0]:.1f}\n")
    print_table("Cold start", [imports.figure_of(*imports.measure_imports(3 if quick else 11))])
    resumes.print_figures(5 if quick else 50)
    with running_stage() as stage:
        _one_client(stage, 3 if quick else 20)
        _many_clients(stage, 32 if quick else load.INTERVIEWS)
        _starting(stage)


def _one_client(stage: Stage, interviews: int) -> None:
    figures = turns.figures_of(asyncio.run(turns.measure_turns(stage, interviews)))
    figures.append(turns.round_trip_figure(asyncio.run(turns.count_round_trips(stage))))
    figures.append(turns.prompt_figure(*asyncio.run(turns.prompt_growth(stage))))
    print_table("One client, the model answering at once", figures)


def _many_clients(stage: Stage, interviews: int) -> None:
    outcome = load.measure_load(stage, interviews)
    notes = [
        "Starts, lifecycles and the scoring of each interview that ends fall into the same time, on the same cores."
    ]
    print_table("Many clients", load.figures_of(outcome, interviews, load.AT_A_TIME), notes)


def _starting(stage: Stage) -> None:
    ready = stage.ready_seconds
    figure = Figure(
        "the stack of `make start`, everything installed",
        f"{ready:.1f} s to ready",
        target=f"≤ {READY_SECONDS:g} s",
        met=ready <= READY_SECONDS,
    )
    notes = [
        "`make start` adds the check that everything is installed, well under a second.",
        "`make test` is measured by hand: `time make test` on a machine that does nothing else.",
    ]
    print_table("One machine", [figure], notes)


if __name__ == "__main__":
    main()
