"""Pages beside what other programs make of them: bytes and legibility, time, memory; every comparison in one run.

    python tests/benchmarks/bench_pages.py bytes  [--pages 12] [--held-back]
    python tests/benchmarks/bench_pages.py time   [--pages 6]
    python tests/benchmarks/bench_pages.py memory [--pages 100]

The peers are JPEG of quality 75 at 200 dpi (what a plain scan program keeps), OCRmyPDF and unpaper; a program that is not
there is left out, and said to be.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))
import mixed_pages
import page_measures

from desk_app.capture import files, pipeline
from desk_app.capture.page import Prepared
from desk_app.documents.assemble import BoundPage, assemble

ROOT = Path(__file__).resolve().parents[2]
MADE = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)
SMALL = ("--tesseract-timeout", "0", "--deskew", "--output-type", "pdfa", "-O3", "--jpeg-quality", "40", "--jobs", "1")
QUICK = ("--ocr-engine", "none", "--deskew", "-O2", "--jobs", "1")


def bound(prepared: Prepared) -> bytes:
    page = BoundPage(
        data=prepared.data,
        encoding=prepared.encoding,
        width_px=prepared.width_px,
        height_px=prepared.height_px,
        dpi=prepared.dpi,
    )
    return assemble([page], title="Trang", subject="", created_at=MADE, creator="bench")


def ours(file: bytes) -> bytes:
    return bound(pipeline.prepare(files.read_frame(file)))


def plain_jpeg(file: bytes) -> bytes:
    """What a plain scan program keeps: 200 dpi, quality 75, in a PDF."""
    with Image.open(io.BytesIO(file)) as image:
        out = io.BytesIO()
        small = image.resize((image.width * 2 // 3, image.height * 2 // 3), Image.Resampling.BOX)
        small.save(out, "JPEG", quality=75, dpi=(200, 200))
    page = BoundPage(data=out.getvalue(), encoding="jpeg", width_px=small.width, height_px=small.height, dpi=200)
    return assemble([page], title="Trang", subject="", created_at=MADE, creator="bench")


def ocrmypdf(command: str, options: tuple[str, ...], file: bytes) -> tuple[bytes, float]:
    """The PDF and the processor seconds it took, of all its processes."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jpg"), Path(folder, "out.pdf")
        source.write_bytes(file)
        seconds = child_seconds([command, *options, "--image-dpi", "300", str(source), str(target)])
        return target.read_bytes(), seconds


def child_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def drawn(pdf: bytes) -> np.ndarray:
    """The first page as a reader shows it at 300 dpi: uint8, H×W×3, RGB."""
    with pypdfium2.PdfDocument(pdf) as document:
        return np.ascontiguousarray(document[0].render(scale=300 / 72).to_numpy()[:, :, 2::-1])


def bytes_table(pages: list[mixed_pages.MixedPage], command: str | None) -> None:
    makers: dict[str, Callable[[bytes], bytes]] = {"ours": ours, "JPEG q75": plain_jpeg}
    if command:
        makers["OCRmyPDF -O3"] = lambda file: ocrmypdf(command, SMALL, file)[0]
    reads = shutil.which("tesseract") is not None
    row = "{:14s} {:>9} {:>9} {:>9} {:>8} {:>10} {:>10}"
    say(row.format("", "mean KB", "median", "largest", "CER %", "ΔE stamp", "ΔE pen"))
    for name, make in makers.items():
        sizes, wrong, letters, shifts = [], 0, 0, {"stamp": [], "pen": []}
        for page in pages:
            pdf = make(page.file)
            sizes.append(len(pdf) / 1000)
            picture = drawn(pdf)
            if reads:
                errors, length = page_measures.misread(picture, page.lines)
                wrong, letters = wrong + errors, letters + length
            seen = drawn_source(page)
            for ink, colour in page.inks.items():
                shift = page_measures.colour_shift(seen, picture, colour)
                if shift is not None:
                    shifts[ink].append(shift)
        cer = f"{100 * wrong / letters:.2f}" if letters else "–"
        deltas = [f"{statistics.mean(v):.1f}" if v else "–" for v in shifts.values()]
        say(
            row.format(
                name,
                f"{statistics.mean(sizes):.1f}",
                f"{statistics.median(sizes):.1f}",
                f"{max(sizes):.1f}",
                cer,
                *deltas,
            )
        )
    say_kinds(pages)
    if not reads:
        say("Tesseract is not there: no character error rate.")


def drawn_source(page: mixed_pages.MixedPage) -> np.ndarray:
    return files.read_frame(page.file).pixels


def say_kinds(pages: list[mixed_pages.MixedPage]) -> None:
    """Ours again, by what is on the page and how it was encoded."""
    by: dict[str, list[float]] = {}
    for page in pages:
        prepared = pipeline.prepare(files.read_frame(page.file))
        for kind in (prepared.why, *page.kinds):
            by.setdefault(kind, []).append(len(prepared.data) / 1000)
    say(
        "  ours by kind: "
        + ", ".join(f"{kind} {statistics.mean(v):.0f} KB ({len(v)})" for kind, v in sorted(by.items()))
    )


def time_table(pages: list[mixed_pages.MixedPage], command: str | None) -> None:
    cv2.setNumThreads(1)
    ours(pages[0].file)
    mine, walls, steps = [], [], {}
    for page in pages:
        best = min(timed(page.file, steps) for _ in range(3))
        mine.append(best[0])
        walls.append(best[1])
    say(
        f"{'ours':24s} {statistics.mean(mine) * 1000:7.0f} ms CPU a page, "
        f"{statistics.mean(walls) * 1000:.0f} ms wall, decode → PDF bytes"
    )
    say("  steps, wall ms: " + ", ".join(f"{name} {statistics.median(v):.0f}" for name, v in steps.items()))
    for name, peer in (("OCRmyPDF --deskew -O2", ocrmypdf_seconds(command)), ("unpaper", unpaper_seconds())):
        if peer is None:
            say(f"{name:24s} not there, left out")
            continue
        theirs = statistics.mean(peer(page.file) for page in pages)
        say(f"{name:24s} {theirs * 1000:7.0f} ms CPU a page, {theirs / statistics.mean(mine):.1f} × ours")


def timed(file: bytes, steps: dict[str, list[float]]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    page = files.read_frame(file)
    read = time.perf_counter()
    prepared = pipeline.prepare(page)
    made = time.perf_counter()
    bound(prepared)
    end = time.perf_counter()
    for name, ms in (
        ("decode", (read - wall) * 1000),
        *((s.name, s.ms) for s in prepared.report.steps),
        ("bind", (end - made) * 1000),
    ):
        steps.setdefault(name, []).append(ms)
    return time.process_time() - cpu, end - wall


def ocrmypdf_seconds(command: str | None) -> Callable[[bytes], float] | None:
    return (lambda file: ocrmypdf(command, QUICK, file)[1]) if command else None


def unpaper_seconds() -> Callable[[bytes], float] | None:
    """unpaper alone: it reads and writes PNM, which no page is kept as, so that reading and encoding come on top."""
    if not shutil.which("unpaper"):
        return None

    def run(file: bytes) -> float:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in.ppm")
            with Image.open(io.BytesIO(file)) as image:
                image.save(source)
            return child_seconds(["unpaper", "--overwrite", str(source), str(Path(folder, "out.ppm"))])

    return run


BATCH = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from desk_app.capture import files, pipeline
if len(sys.argv) > 2:
    paths = sorted(Path(sys.argv[1]).glob("*.jpg"))
    def one(path):
        prepared = pipeline.prepare(files.read_frame(path.read_bytes()))
        Path(path.with_suffix(".out")).write_bytes(prepared.data)
        return len(prepared.data)
    with ThreadPoolExecutor(2) as workers:
        sizes = list(workers.map(one, [paths[n % len(paths)] for n in range(int(sys.argv[2]))]))
    print(sum(sizes))
status = Path("/proc/self/status")
if status.exists():  # ru_maxrss remembers the process that started this one
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def memory_table(pages: list[mixed_pages.MixedPage], count: int) -> None:
    """A batch in a process of its own, two pages at a time as at a desk."""
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages):
            Path(folder, f"{number:03}.jpg").write_bytes(page.file)
        for name, arguments in (("imports alone", [folder]), (f"{count} pages, two at a time", [folder, str(count)])):
            started = time.perf_counter()
            told = subprocess.run(
                [sys.executable, "-c", BATCH, *arguments],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout.split()
            say(f"{name:28s} peak {int(told[-1]) / 1024:6.1f} MiB, {time.perf_counter() - started:.1f} s wall")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("bytes", "time", "memory"))
    parser.add_argument("--pages", type=int, default=None)
    parser.add_argument("--held-back", action="store_true", help="seeds that were never looked at while tuning")
    parser.add_argument("--ocrmypdf", default=shutil.which("ocrmypdf"), help="its command")
    chosen = parser.parse_args()
    count = chosen.pages or {"bytes": 12, "time": 6, "memory": 100}[chosen.what]
    first = mixed_pages.HELD_BACK if chosen.held_back else 100
    pages = [
        mixed_pages.make(seed) for seed in range(first, first + min(count, 12 if chosen.what == "memory" else count))
    ]
    kind, size = "held-back" if chosen.held_back else "tuning", statistics.mean(len(p.file) for p in pages) / 1000
    say(f"{count} pages, {kind} seeds from {first}; A4, 300 dpi, colour JPEG of {size:.0f} KB")
    if not chosen.ocrmypdf and chosen.what != "memory":
        say("OCRmyPDF is not there and left out (--ocrmypdf COMMAND).")
    match chosen.what:
        case "bytes":
            bytes_table(pages, chosen.ocrmypdf)
        case "time":
            time_table(pages, chosen.ocrmypdf)
        case _:
            memory_table(pages, count)


if __name__ == "__main__":
    main()
