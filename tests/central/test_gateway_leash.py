"""A gateway that belongs to another program ends with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_gateway_ends_when_the_program_that_started_it_is_gone(tmp_path: Path) -> None:
    words = [
        "central",
        "serve",
        "--database",
        str(tmp_path / "c.db"),
        "--files",
        str(tmp_path / "f"),
        "--port",
        "0",
        "--leashed",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "desk_app", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"http://127.0.0.1:")

    process.stdin.close()

    assert process.wait(timeout=30) == 0
    process.stdout.close()
