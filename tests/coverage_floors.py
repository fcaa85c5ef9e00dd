"""Holds coverage per module to its floor, from what `coverage` measured: `python -m tests.coverage_floors`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

FLOORS: Final = (
    ("shared/services/azure_openai.py", 90),
    ("shared/services/supabase_client.py", 90),
    ("blueprints/", 85),
    ("shared/utils/", 80),
    ("shared/models/", 70),
    ("", 90),
)


def main() -> int:
    """Prints each floor and what was reached; gives 1 when one was missed or nothing was measured."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", report], check=True)
        files = json.loads(report.read_text())["files"]
    missed = False
    for prefix, floor in FLOORS:
        chosen = [data["summary"] for name, data in files.items() if name.startswith(prefix)]
        possible = sum(summary["num_statements"] + summary.get("num_branches", 0) for summary in chosen)
        covered = sum(summary["covered_lines"] + summary.get("covered_branches", 0) for summary in chosen)
        percent = 100 * covered / possible if possible else 0.0
        missed |= percent < floor
        mark = "ok" if percent >= floor else "TOO LOW"
        sys.stdout.write(f"coverage {prefix or 'in all':36} {percent:5.1f} % (floor {floor} %) {mark}\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
