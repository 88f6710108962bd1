"""Throws damaged input at what comes from a driver's process and prints how many inputs were tried and how many broke something.

    python tests/benchmarks/fuzz_drivers.py [--inputs 20000] [--seed 1] [--only answers|requests|bitmap] [--atheris]

With ``--atheris`` one entrance is run guided by coverage, where that package is installed (it ends the process by itself).
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

if str(Path(__file__).resolve().parents[2]) not in sys.path:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

Entrance = tuple[Callable[[bytes], object], list[bytes]]


def entrances() -> dict[str, Entrance]:
    """What reads, and whole inputs to damage."""
    from PIL import Image

    from desk_app.capture.devices import FoundDevice, PaperSource, RawPage, ScanOptions
    from desk_app.capture.errors import DeviceFailed, PaperJam
    from desk_app.capture.sources.hosted import words
    from desk_app.capture.sources.hosted.bitmap import png
    from desk_app.capture.sources.hosted.dib import from_bmp
    from desk_app.capture.sources.hosted.frames import Frame, GarbageFrame, packed, read_frame

    def reader(read: Callable[[Frame], object]) -> Callable[[bytes], object]:
        def run(data: bytes) -> None:
            stream = io.BytesIO(data)
            try:
                while (frame := read_frame(stream.read)) is not None:
                    read(frame)
            except GarbageFrame:
                return

        return run

    def bitmap(data: bytes) -> None:
        try:
            png(from_bmp(data))
        except DeviceFailed:
            return

    found = FoundDevice(kind="sane", address="test:0", name="Máy quét", papers=tuple(PaperSource))
    answers = [
        words.answer_frame(answer)
        for answer in (
            words.Hello(),
            words.Alive(),
            words.Seen(found),
            words.PageCame(RawPage(b"\x89PNG", ".png", "1")),
            words.Failed(PaperJam, "jammed"),
            words.Done(),
        )
    ]
    scan = words.Scan("sane", "test:0", "Máy quét", ScanOptions())
    requests = [words.request_frame(request) for request in (words.Find("sane"), scan, words.Cancel())]
    pictures = []
    for mode in ("1", "L", "P", "RGB"):
        stream = io.BytesIO()
        Image.effect_noise((9, 7), 80).convert("RGB").convert(mode).save(stream, "BMP")
        pictures.append(stream.getvalue())
    return {
        "answers": (reader(words.read_answer), [packed(frame) + frame.body for frame in answers]),
        "requests": (reader(words.read_request), [packed(frame) for frame in requests]),
        "bitmap": (bitmap, pictures),
    }


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same with a few bytes changed, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[place : place + chance.randint(1, 9)]
            case 2:
                made[place:place] = chance.randbytes(chance.randint(1, 9))
            case 3:
                made[place:place] = made[max(0, place - 12) : place]
            case _:
                made[place : place + 4] = chance.choice((b"\xff" * 4, bytes(4), b"null", b"1e99", b"[[[["))
    return bytes(made)


def throw(name: str, inputs: int, seed: int) -> int:
    """How many inputs broke something at this entrance."""
    run, seeds = entrances()[name]
    chance, crashes, began = random.Random(seed), 0, time.perf_counter()
    for _ in range(inputs):
        data = damaged(chance.choice(seeds), chance)
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

    with atheris.instrument_imports(include=["desk_app.capture"]):
        run, seeds = entrances()[name]
    one: Callable[[bytes], None] = lambda data: (run(data), None)[1]  # noqa: E731 - atheris wants None back
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], f"-runs={inputs}", "-max_len=4096", corpus], one)
        atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("answers", "requests", "bitmap"))
    parser.add_argument("--atheris", action="store_true")
    wanted = parser.parse_args()
    names = (wanted.only,) if wanted.only else ("answers", "requests", "bitmap")
    if wanted.atheris:
        guided(names[0], wanted.inputs)
    return 1 if sum(throw(name, wanted.inputs, wanted.seed) for name in names) else 0


if __name__ == "__main__":
    sys.exit(main())
