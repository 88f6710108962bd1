"""The campaign of tests/benchmarks/kill_feeder.py in small: real processes, killed in the middle of a feeder run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGN = ROOT / "tests" / "benchmarks" / "kill_feeder.py"


@pytest.mark.skipif(sys.platform == "win32", reason="the campaign forks")
def test_every_page_ever_shown_is_there_after_the_program_was_killed() -> None:
    done = subprocess.run(
        [sys.executable, str(CAMPAIGN), "--runs", "15", "--seed", "7"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "15 runs killed, 0 faults" in done.stdout
