"""How long the app takes to import, beside a bare app on the same frameworks: what our code adds to a cold start."""

import os
import statistics
import subprocess
import sys
import tempfile
from typing import Final

from local.parts import CHECKOUT
from tests.performance.figures import Figure

IMPORT_RATIO: Final = 1.25
_BARE: Final = "import azure.functions, azure.durable_functions, azurefunctions.extensions.http.fastapi"
_APP: Final = "import function_app"
_TIMED: Final = "import time; began = time.perf_counter(); {}; print((time.perf_counter() - began) * 1000)"


def measure_imports(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each import in a fresh process, app and bare app by turns.

    The first of each compiles, also where Python is told to keep no bytecode, and is not counted.
    """
    app, bare = list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="talenti-bytecode-") as kept:
        for number in range(rounds + 1):
            pairs = [(app, _APP), (bare, _BARE)]
            for series, statement in pairs if number % 2 else reversed(pairs):
                milliseconds = _fresh(statement, kept)
                if number:
                    series.append(milliseconds)
    return app, bare


def figure_of(app: list[float], bare: list[float]) -> Figure:
    ratio = statistics.median(app) / statistics.median(bare)
    return Figure(
        "import of function_app, median",
        f"{statistics.median(app):.0f} ms (min {min(app):.0f}, n={len(app)})",
        f"bare app {statistics.median(bare):.0f} ms (min {min(bare):.0f})",
        f"{ratio:.2f}× (minima {min(app) / min(bare):.2f}×)",
        f"≤ {IMPORT_RATIO}×",
        ratio <= IMPORT_RATIO,
    )


def _fresh(statement: str, bytecode: str) -> float:
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
    child = subprocess.run(
        [sys.executable, "-c", _TIMED.format(statement)],
        cwd=CHECKOUT,
        env={**os.environ, **kept, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(child.stdout)
