"""Damaged picture and PDF files, as many as there is time for: each is a page or a CaptureError, never anything else.

Run: ``python tests/benchmarks/fuzz_files.py --seconds 60 --seed 1``; with ``--guided FOLDER`` the inputs are steered by what code
they reach (atheris, where it is installed). Ends with 1 when something else came out; the input is then written to ``--keep``.
"""

from __future__ import annotations

import argparse
import collections
import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from PIL import Image

from desk_app.capture import files, simulated
from desk_app.capture.errors import CaptureError

SMALL = (120, 170)
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def seeds() -> dict[str, bytes]:
    """One small whole file of each kind."""
    page = Image.fromarray(simulated.document_page(dpi=20)).resize(SMALL)
    made = {}
    for kind, options in {
        "JPEG": {"dpi": (100, 100)}, "PNG": {}, "WEBP": {}, "TIFF": {"compression": "tiff_lzw"}, "BMP": {},
    }.items():  # fmt: skip
        out = io.BytesIO()
        page.save(out, kind, **options)
        made[kind.lower()] = out.getvalue()
    out = io.BytesIO()
    page.convert("1").save(out, "TIFF", compression="group4", save_all=True, append_images=[page.convert("1")])
    made["tiff of two"] = out.getvalue()
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(200, 280))
        pdf.save(out)
    made["pdf"] = out.getvalue()
    return made


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with a few of the damages that files suffer."""
    bytes_ = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not bytes_:
            break
        at = chance.randrange(len(bytes_)) if chance.random() < 0.5 else chance.randrange(min(len(bytes_), 300))
        act = chance.randrange(6)
        if act == 0:
            bytes_[at] ^= 1 << chance.randrange(8)
        elif act == 1:
            number = chance.choice(INTERESTING)
            bytes_[at : at + 4] = number.to_bytes(4, chance.choice(("little", "big")))
        elif act == 2:
            del bytes_[at:]
        elif act == 3:
            del bytes_[at : at + chance.randrange(1, 64)]
        elif act == 4:
            bytes_[at:at] = bytes_[at : at + chance.randrange(1, 64)]
        else:
            bytes_[at : at + 8] = chance.randbytes(8)
    return bytes(bytes_)


def outcome(data: bytes) -> str:
    """What became of it, in a word; anything but a page or a CaptureError is raised."""
    try:
        frames = files.count_frames(data)
        for frame in range(min(frames, 2)):
            files.read_frame(data, frame)
    except CaptureError as error:
        return type(error).__name__
    return "page"


def by_chance(seconds: float, seed: int, tell: Callable[[str], None], keep: Path) -> None:
    """Mutations of whole files, drawn from a seed."""
    chance, whole = random.Random(seed), list(seeds().values())
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        data = mutated(chance.choice(whole), chance)
        try:
            tell(outcome(data))
        except Exception:
            keep.write_bytes(data)
            raise


def guided(seconds: float, seed: int, tell: Callable[[str], None], corpus: Path) -> None:
    """Mutations steered by the code they reach; atheris ends the process itself."""
    import atheris  # type: ignore[import-not-found]

    for name, data in seeds().items():
        (corpus / name.replace(" ", "-")).write_bytes(data)

    def one(data: bytes) -> None:
        tell(outcome(data))

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", f"-seed={seed}", "-max_len=65536", str(corpus)], one)
    atheris.Fuzz()


def report(counts: collections.Counter[str]) -> Iterator[str]:
    yield f"{sum(counts.values())} inputs, crashes 0; came out as: " + ", ".join(
        f"{kind} {count}" for kind, count in counts.most_common()
    )


def main() -> int:
    """Fuzz for the time asked and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", metavar="CORPUS", type=Path, help="with atheris; its corpus is kept in this folder")
    parser.add_argument("--keep", type=Path, default=Path("crash.bin"))
    asked = parser.parse_args()
    counts: collections.Counter[str] = collections.Counter()

    def tell(kind: str) -> None:
        counts[kind] += 1
        if asked.guided and sum(counts.values()) % 2000 == 0:
            sys.stdout.write("".join(f"{line}\n" for line in report(counts)))

    if asked.guided:
        asked.guided.mkdir(parents=True, exist_ok=True)
        guided(asked.seconds, asked.seed, tell, asked.guided)
    else:
        by_chance(asked.seconds, asked.seed, tell, asked.keep)
    sys.stdout.write("".join(f"{line}\n" for line in report(counts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
