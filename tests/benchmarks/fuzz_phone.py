"""Throws damaged input at every entrance of the phone page and prints how many inputs were tried and how many broke something.

    python tests/benchmarks/fuzz_phone.py [--inputs 20000] [--seed 1] [--only http|pieces|picture] [--atheris]

With ``--atheris`` one entrance is run guided by coverage, where that package is installed (it ends the process by itself).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for folder in (ROOT, ROOT / "tests" / "capture" / "sources"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def throw(name: str, inputs: int, seed: int) -> int:
    """How many inputs broke something at this entrance."""
    from fuzzed_phone import ENTRANCES, mutated

    run, seeds = ENTRANCES[name]()
    chance, crashes, began = random.Random(seed), 0, time.perf_counter()
    for _ in range(inputs):
        data = mutated(chance.choice(seeds), chance)
        try:
            run(data)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            crashes += 1
            if crashes <= 3:
                traceback.print_exc()
                print(f"input: {data!r}")
    took_s = time.perf_counter() - began
    print(f"{name:8} inputs {inputs:7}  crashes {crashes}  {took_s:6.1f} s  {inputs / took_s:7.0f}/s")
    return crashes


def guided(name: str, inputs: int) -> None:
    """The same, guided by coverage; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["desk_app.capture", "uvicorn", "h11"]):
        from fuzzed_phone import ENTRANCES

    run, _seeds = ENTRANCES[name]()
    one: Callable[[bytes], None] = lambda data: (run(data), None)[1]  # noqa: E731 - atheris wants None back
    atheris.Setup([sys.argv[0], f"-runs={inputs}", "-max_len=4096"], one)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("http", "pieces", "picture"))
    parser.add_argument("--atheris", action="store_true")
    wanted = parser.parse_args()
    names = (wanted.only,) if wanted.only else ("http", "pieces", "picture")
    if wanted.atheris:
        guided(names[0], wanted.inputs)
    return 1 if sum(throw(name, wanted.inputs, wanted.seed) for name in names) else 0


if __name__ == "__main__":
    sys.exit(main())
