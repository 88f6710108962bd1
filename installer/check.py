"""Everything a change must pass, in one command: format, lint, types, layers, tests.

    python installer/check.py [STEP …] [-- PYTEST ARGUMENTS]

Every step runs even when an earlier one failed; a step's output is shown when it fails (the tests' always). Exits 1 if any failed.
Where a test process died in the middle, which says nothing about the test it happened to hold, that test is run again alone, with
its last words shown; a process that dies twice, or any test that fails, fails the check.
"""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True)
class Step:
    """One tool of the check; ``live`` ones print as they go."""

    name: str
    command: tuple[str, ...]
    live: bool = False


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a step ended."""

    step: Step
    passed: bool
    seconds: float


def steps(pytest_arguments: Sequence[str] = ()) -> tuple[Step, ...]:
    python = sys.executable
    cores = os.cpu_count() or 1
    spread = ("-n", str(min(cores, 8))) if cores > 1 else ()
    import_linter = "from importlinter.cli import lint_imports_command as check; check()"
    return (
        Step("format", (python, "-m", "ruff", "format", "--check", ".")),
        Step("lint", (python, "-m", "ruff", "check", ".")),
        Step("layers", (python, "-c", import_linter)),
        Step("types", (python, "-m", "mypy")),
        Step("tests", (python, "-m", "pytest", *spread, *pytest_arguments), live=True),
    )


FAILED = re.compile(r"(?:FAILED|ERROR) ")
DIED = re.compile(r"worker '\w+' crashed while running '(?P<test>.+)'")


def run_tests(step: Step, environment: Mapping[str, str]) -> int:
    """Run the tests, showing them as they go; those in which a process died once more, alone."""
    with subprocess.Popen(
        step.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as tests:
        failed = 0
        died: dict[str, None] = {}
        for line in tests.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            failed += FAILED.match(line) is not None
            died |= {found["test"]: None for found in [DIED.search(line)] if found}
    if not died or failed != len(died):
        return tests.returncode
    print(f"── test processes that died: {len(died)}; what they held is run again alone", flush=True)
    again = (sys.executable, "-X", "faulthandler", "-m", "pytest", "--capture=no", *died)
    return subprocess.run(again, cwd=ROOT, env=environment, check=False).returncode


def run(step: Step, environment: Mapping[str, str]) -> Outcome:
    began = time.monotonic()
    print(f"── {step.name}: {' '.join(step.command[1:])}", flush=True)
    if step.live:
        code = run_tests(step, environment)
    else:
        done = subprocess.run(
            step.command, cwd=ROOT, env=environment, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        code = done.returncode
        if code:
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
    return Outcome(step, passed=code == 0, seconds=time.monotonic() - began)


def environment() -> dict[str, str]:
    """No screen is needed, and nothing of the person's own settings reaches the tests."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DESK_APP_")},
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONUTF8": "1",
    }


def main(arguments: Sequence[str]) -> int:
    wanted, pytest_arguments = list(arguments), []
    if "--" in wanted:
        at = wanted.index("--")
        wanted, pytest_arguments = wanted[:at], wanted[at + 1 :]
    known = steps(pytest_arguments)
    if unknown := set(wanted) - {step.name for step in known}:
        print(
            f"unknown step: {', '.join(sorted(unknown))}; there are {', '.join(step.name for step in known)}",
            file=sys.stderr,
        )
        return 2
    settings = environment()
    outcomes = [run(step, settings) for step in known if not wanted or step.name in wanted]
    print()
    for outcome in outcomes:
        print(f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.step.name:8} {outcome.seconds:6.1f} s")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    raise SystemExit(main(sys.argv[1:]))
