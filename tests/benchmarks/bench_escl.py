"""How long the network scanner's client takes by itself, and how long it goes on after somebody stops it.

    python tests/benchmarks/bench_escl.py [--pages N] [--stops N]

Pages come from a scanner on this machine that has them ready, so that what is measured is the client. Beside it, where it is
installed, sane-airscan fetches the same pages; it also decodes them, which ours leaves to the pipeline, so the two are not alike.
Stops are made while the scanner holds a page back.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "capture" / "sources")]

import fake_escl  # noqa: E402

from desk_app.capture.devices import PaperSource, ScanOptions  # noqa: E402
from desk_app.capture.sources.escl.source import NetworkScanner  # noqa: E402
from desk_app.lanes import CancelToken  # noqa: E402

OPTIONS = ScanOptions(dpi=300, paper=PaperSource.FEEDER)


def fetch(pages: int) -> None:
    with fake_escl.serve(fake_escl.Machine(sheets=pages)) as machine:
        for number in range(1, pages + 1):
            machine.picture(fake_escl.Job(True, False, "RGB24", "image/jpeg", 300, 2480, 3508), number)
        clock, cpu = time.perf_counter(), time.thread_time()
        sizes = [len(page.data) for page in NetworkScanner(machine.address).pages(OPTIONS, CancelToken())]
        took, own = time.perf_counter() - clock, time.thread_time() - cpu
    size, each, ours = statistics.mean(sizes) / 1000, 1000 * took / pages, 1000 * own / pages
    print(f"{len(sizes)} pages of {size:.0f} KB: {each:.1f} ms a page, {ours:.1f} ms of processor time in the client")


def fetch_with_sane(pages: int) -> None:
    with tempfile.TemporaryDirectory() as folder, fake_escl.serve(fake_escl.Machine(sheets=pages)) as machine:
        Path(folder, "dll.conf").write_text("airscan\n", encoding="utf-8")
        Path(folder, "airscan.conf").write_text(
            f'[devices]\n"M" = {machine.address}, eSCL\n[options]\ndiscovery = disable\n', encoding="utf-8"
        )
        command = ["scanimage", "-d", "airscan:e0:M", "--source=ADF", "--resolution=300", "-x", "210", "-y", "297"]
        began = time.perf_counter()
        subprocess.run(
            [*command, f"--batch={folder}/p%d.pnm", "--format=pnm"],
            env={**os.environ, "SANE_CONFIG_DIR": folder},
            capture_output=True,
            timeout=300,
            check=False,
        )
        took, came = time.perf_counter() - began, len(list(Path(folder).glob("p*.pnm")))
    print(f"SANE airscan: {came} pages, {1000 * took / max(1, came):.1f} ms a page, with its start and decoding")


def stop(times: int) -> None:
    took: list[float] = []
    for _ in range(times):
        with fake_escl.serve(fake_escl.Machine(sheets=3, hold_at=2)) as machine:
            cancel, over = CancelToken(), threading.Event()

            def draw(
                machine: fake_escl.Machine = machine, cancel: CancelToken = cancel, over: threading.Event = over
            ) -> None:
                for _page in NetworkScanner(machine.address).pages(
                    ScanOptions(dpi=75, paper=PaperSource.FEEDER), cancel
                ):
                    pass
                over.set()

            threading.Thread(target=draw, daemon=True).start()
            machine.holding.wait(60)
            began = time.perf_counter()
            cancel.cancel()
            over.wait(60)
            took.append(time.perf_counter() - began)
            machine.deleted.wait(10)
    median, longest = 1000 * statistics.median(took), 1000 * max(took)
    print(f"stopping {times} scans that wait for a page: median {median:.0f} ms, longest {longest:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--stops", type=int, default=20)
    wanted = parser.parse_args()
    fetch(wanted.pages)
    if shutil.which("scanimage"):
        with contextlib.suppress(subprocess.TimeoutExpired):
            fetch_with_sane(wanted.pages)
    stop(wanted.stops)


if __name__ == "__main__":
    main()
