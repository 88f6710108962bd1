"""The page pipeline beside what a plain program does with the same page: decode, and encode as JPEG of quality 75.

Run: ``python tests/benchmarks/bench_pipeline.py``. Prints processor time and bytes per page, and both as ratios.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable

import cv2
from PIL import Image

from desk_app.capture import files, pipeline, simulated
from desk_app.capture.page import Prepared
from desk_app.capture.steps import rotated

ROUNDS = 5


def pages() -> dict[str, bytes]:
    """Files as scanners and phones hand them over."""
    print_300 = simulated.document_page(seed=1, stamp=False, signature=False, dpi=300)
    stamp_300 = simulated.document_page(seed=1, dpi=300)
    stamp_200 = simulated.document_page(seed=1, dpi=200)
    upside_down = rotated(simulated.scanned(print_300, 3), 180)
    return {
        "scan 300 dpi, print": simulated.jpeg_file(simulated.scanned(print_300, 1), dpi=300),
        "scan 300 dpi, print, 2° askew": simulated.jpeg_file(simulated.scanned(print_300, 1, skew_deg=2), dpi=300),
        "scan 300 dpi, stamp, 2° askew": simulated.jpeg_file(simulated.scanned(stamp_300, 1, skew_deg=2), dpi=300),
        "scan 200 dpi, stamp": simulated.jpeg_file(simulated.scanned(stamp_200, 1), dpi=200),
        "scan 300 dpi, upside down": simulated.jpeg_file(upside_down, dpi=300),
        "photo 12 MP, stamp": simulated.jpeg_file(simulated.photograph(stamp_300, 3, size_px=(3000, 4000))),
        "photo 12 MP, print": simulated.jpeg_file(simulated.photograph(print_300, 3, size_px=(3000, 4000))),
    }


def plain(data: bytes) -> bytes:
    """Pillow alone: decode and encode."""
    with Image.open(io.BytesIO(data)) as image:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=75)
    return out.getvalue()


def ours(data: bytes) -> Prepared:
    return pipeline.prepare(files.read_frame(data))


def plain_at(data: bytes, prepared: Prepared) -> int:
    """Bytes of JPEG q75 of the untouched picture at the size of our page: the same paper, the same resolution."""
    with Image.open(io.BytesIO(data)) as image:
        out = io.BytesIO()
        image.resize((prepared.width_px, prepared.height_px), Image.Resampling.BOX).save(out, "JPEG", quality=75)
    return len(out.getvalue())


def cpu_ms(work: Callable[[], object]) -> float:
    """Median processor time of all threads; unlike wall time it does not depend on what else the machine does."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    cv2.setNumThreads(1)
    row = "{:32s} {:>8} {:>8} {:>6}   {:>9} {:>9} {:>6}  {}"
    lines = [row.format("page", "ours ms", "q75 ms", "ratio", "ours KB", "q75 KB", "ratio", "what we made")]
    for name, data in pages().items():
        prepared = ours(data)
        mine, theirs = cpu_ms(lambda data=data: ours(data)), cpu_ms(lambda data=data: plain(data))
        size, other = len(prepared.data), plain_at(data, prepared)
        made = f"{prepared.encoding} {prepared.dpi} dpi, {prepared.report.why} {' '.join(prepared.flags)}"
        lines.append(
            row.format(
                name,
                f"{mine:.0f}",
                f"{theirs:.0f}",
                f"{mine / theirs:.1f}",
                f"{size / 1024:.0f}",
                f"{other / 1024:.0f}",
                f"{size / other:.2f}",
                made,
            )
        )
        steps = ", ".join(f"{step.name} {step.ms:.0f}" for step in prepared.report.steps)
        lines.append(f"    wall ms: {steps}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
