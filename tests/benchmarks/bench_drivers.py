"""What it costs that drivers run in a process of their own: against scanimage, which runs them in its own.

Run: ``python tests/benchmarks/bench_drivers.py [--pages 5] [--dpi 300]``. Both scan A4 in colour from SANE's test device, in turn,
and write PNG without loss; beside that, how long looking for devices takes, and what a page with a sensor's noise costs.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from desk_app.capture import simulated
from desk_app.capture.devices import PaperSource, ScanOptions
from desk_app.capture.sources.hosted import source
from desk_app.capture.sources.hosted.bitmap import Bitmap, png
from desk_app.capture.sources.hosted.source import HostedSource
from desk_app.lanes import CancelToken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    encoding(args.dpi)
    if shutil.which("scanimage") is None:
        print("scanimage is not installed: nothing to compare with")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANE_CONFIG_DIR"] = folder
        Path(folder, "dll.conf").write_text("test\n", encoding="ascii")
        lines = "number_of_devices 1\nmode Color\ngeometry_max 300.0\nbr_x 210.0\nbr_y 297.0\ntest-picture Grid\n"
        Path(folder, "test.conf").write_text(lines, encoding="ascii")
        ours, theirs, looks = [], [], []
        for _ in range(args.rounds):
            looks.append(seconds(lambda: list(source.find("sane", CancelToken()))))
            ours.append(seconds(lambda: hosted(args.pages, args.dpi)))
            theirs.append(seconds(lambda: scanimage(Path(folder), args.pages, args.dpi)))
    mine, peer = statistics.median(ours) / args.pages, statistics.median(theirs) / args.pages
    print(f"looking for devices          {1000 * statistics.median(looks):7.0f} ms")
    print(f"hosted driver, a page        {1000 * mine:7.0f} ms   ({args.pages} pages of {args.dpi} dpi)")
    print(f"scanimage --format=png       {1000 * peer:7.0f} ms   ratio {peer / mine:.2f}")


def seconds(work: object) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def hosted(pages: int, dpi: int) -> None:
    """Scan with the driver in a process of its own."""
    options = ScanOptions(dpi=dpi, paper=PaperSource.FEEDER, most_pages=pages)
    came = list(HostedSource("sane", "test:0").pages(options, CancelToken()))
    assert len(came) == pages


def scanimage(folder: Path, pages: int, dpi: int) -> None:
    """Scan with SANE's own program."""
    subprocess.run(
        ["scanimage", "-d", "test:0", "--source=Automatic Document Feeder", "--mode=Color", f"--resolution={dpi}",
         f"--batch-count={pages}", f"--batch={folder}/p%d.png", "--format=png"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    assert len(list(folder.glob("p*.png"))) == pages


def encoding(dpi: int) -> None:
    """One page of a form, clean and with a sensor's noise: our PNG against Pillow's fastest, both without loss."""
    clean = simulated.scanned(simulated.document_page(seed=1, dpi=dpi), 1)
    noise = np.random.default_rng(1).normal(0, 2.0, clean.shape)
    noisy = np.clip(clean + np.rint(noise), 0, 255).astype(np.uint8)
    for name, pixels in (("clean", clean), ("noisy", noisy)):
        height, width, _ = pixels.shape
        bitmap = Bitmap(width, height, pixels.tobytes(), 3 * width, 3, dpi=(dpi, dpi))
        image = Image.fromarray(pixels)
        streams = [io.BytesIO() for _ in range(3)]
        ours = min(seconds(lambda: png(bitmap)) for _ in range(3))  # noqa: B023
        theirs = min(seconds(lambda: image.save(stream, "PNG", compress_level=1)) for stream in streams)  # noqa: B023
        print(
            f"a {name} page, {len(bitmap.rows) / 1e6:.0f} MB raw     {1000 * ours:7.0f} ms {len(png(bitmap)) / 1e6:5.1f} MB"
            f"   Pillow, level 1 {1000 * theirs:7.0f} ms {streams[0].tell() / 1e6:5.1f} MB"
        )


if __name__ == "__main__":
    main()
