"""The walk through the API that the README shows does what it says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from local.stack import Stack

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]


def test_it_comes_from_a_role_to_a_decision(stack: Stack, tmp_path: Path) -> None:
    run = tmp_path / "run.json"
    run.write_text(json.dumps(stack.run_file()))
    walk = subprocess.run(
        [sys.executable, ROOT / "docs" / "walkthrough.py", run], capture_output=True, text=True, timeout=60, check=False
    )
    assert walk.returncode == 0, walk.stdout + walk.stderr
    assert "-> 4" not in walk.stdout
    assert "rebuilt our nightly load in Python" in walk.stdout
    assert '"decision": "hold"' in walk.stdout
    assert walk.stdout.rstrip().splitlines()[-1].strip().startswith("candidate_feedback: ")
