"""Codes read, missed and wrongly read on generated scans and camera frames: ours beside zxing-cpp alone and pyzbar alone.

Run: ``python tests/benchmarks/bench_codes.py [--few] [--held-back] [--cases N]``. The pictures of a run depend on its seeds only;
``--held-back`` takes seeds on which nothing was tuned. Then the patch code: sheets found, and pages on which nothing may be found.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import functools
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterable

import code_corpus as corpus
import cv2
import numpy as np
import zxingcpp

from desk_app.capture.codes import patch, symbols, zbar
from desk_app.capture.page import Pixels

Read = list[tuple[str, bool]]
"""Texts, and whether they count."""


def zxing_alone(grey: Pixels) -> Read:
    """As a program uses it that asks for QR and Code 128 and takes the text."""
    formats = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128]
    return [(found.text, True) for found in zxingcpp.read_barcodes(grey, formats=formats)]


def pyzbar_alone(grey: Pixels) -> Read:
    """As its own page shows it: the bytes decoded as UTF-8."""
    from pyzbar import pyzbar

    kinds = [pyzbar.ZBarSymbol.QRCODE, pyzbar.ZBarSymbol.CODE128]
    return [(found.data.decode("utf-8", "replace"), True) for found in pyzbar.decode(grey, symbols=kinds)]


def ours(grey: Pixels) -> Read:
    """A page as it is read while it is prepared, a frame as it is read live."""
    live = grey.size < 1_000_000
    return _plain(symbols.read_live(grey) if live else symbols.read_symbols(grey))


def ours_thorough(grey: Pixels) -> Read:
    """Where a code is expected and somebody waits for it."""
    return _plain(symbols.read_symbols(grey, thorough=True))


def _plain(found: Iterable[symbols.Symbol]) -> Read:
    return [(s.text, s.verified) for s in found if s.format != patch.FORMAT]


READERS: dict[str, Callable[[Pixels], Read]] = {
    "ours": ours,
    "ours, thorough": ours_thorough,
    "zxing-cpp": zxing_alone,
    "pyzbar": pyzbar_alone,
}


@dataclasses.dataclass
class Tally:
    """What one reader did in one medium."""

    printed: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    read: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    wrong: int = 0
    wrong_unverified: int = 0
    ms: list[float] = dataclasses.field(default_factory=list)

    def add(self, case: corpus.Case, found: Read, ms: float) -> None:
        texts = {text for text, _ in found}
        true = {printed.text for printed in case.printed}
        for printed in case.printed:
            self.printed[printed.format] += 1
            self.read[printed.format] += printed.text in texts
        self.wrong += sum(1 for text, counts in found if counts and text not in true)
        self.wrong_unverified += sum(1 for text, counts in found if not counts and text not in true)
        self.ms.append(ms)

    def rate(self, *formats: str) -> str:
        printed = sum(self.printed[f] for f in formats)
        return f"{sum(self.read[f] for f in formats) / printed:7.1%}" if printed else "      –"


Seen = tuple[corpus.Case, dict[str, tuple[Read, float]]]


def look(number: int, first_seed: int, names: tuple[str, ...]) -> Seen:
    """One picture under every reader, with processor milliseconds; the pixels stay behind."""
    cv2.setNumThreads(1)
    case = corpus.case(number, first_seed)
    found = {}
    for name in names:
        started = time.process_time()
        read = READERS[name](case.pixels)
        found[name] = read, (time.process_time() - started) * 1000
    return dataclasses.replace(case, pixels=np.zeros((0, 0), np.uint8)), found


def measure(seen: Iterable[Seen], names: tuple[str, ...]) -> dict[str, dict[str, Tally]]:
    """Tallies by reader and medium; also by reader and kind of damage, under names that begin with a space."""
    tallies: dict[str, dict[str, Tally]] = {name: collections.defaultdict(Tally) for name in names}
    for case, readings in seen:
        for name, (found, ms) in readings.items():
            for key in (case.medium, "all", f" {case.medium.split()[0]}: {case.name}"):
                tallies[name][key].add(case, found, ms)
            wrong = [t for t, counts in found if counts and t not in {p.text for p in case.printed}]
            if wrong and name.startswith("ours"):
                print(f"WRONG ({name}) {case.medium} {case.name}: {wrong} instead of {[p.text for p in case.printed]}")
    return tallies


def show(tallies: dict[str, dict[str, Tally]], *, by_damage: bool) -> None:
    row = "{:14s} {:16s} {:>6} {:>8} {:>8} {:>8} {:>6} {:>11} {:>8} {:>8} {:>8}"
    print(
        row.format(
            "medium", "reader", "codes", "QR", "Code128", "all", "wrong", "unverified", "ms med", "ms p95", "ms mean"
        )
    )
    for key in sorted(k for k in next(iter(tallies.values())) if by_damage or not k.startswith(" ")):
        for name, media in tallies.items():
            t = media[key]
            times = sorted(t.ms)
            print(
                row.format(
                    key[:40],
                    name,
                    sum(t.printed.values()),
                    t.rate("QRCode"),
                    t.rate("Code128"),
                    t.rate("QRCode", "Code128"),
                    t.wrong,
                    t.wrong_unverified,
                    f"{statistics.median(times):.0f}",
                    f"{times[int(len(times) * 0.95)]:.0f}",
                    f"{statistics.mean(times):.0f}",
                )
            )


def patches(first_seed: int, sheets: int, pages: int) -> None:
    """The patch code on sheets, and on pages that have none."""
    found, ms = collections.Counter[str](), []
    seen = collections.Counter[str]()
    for seed in range(first_seed, first_seed + sheets):
        case = corpus.patch_sheet(seed)
        started = time.process_time()
        hit = patch.find(case.pixels) is not None
        ms.append((time.process_time() - started) * 1000)
        seen[case.name] += 1
        found[case.name] += hit
    print(f"\npatch T: {found.total()} of {sheets} sheets found, {statistics.median(ms):.1f} ms a page")
    print("  " + ", ".join(f"{name} {found[name]}/{seen[name]}" for name in sorted(seen)))
    false = [
        s for s in range(first_seed, first_seed + pages) if patch.find(corpus.patch_negative(s).pixels) is not None
    ]
    print(f"pages without a patch: {pages}, patch codes seen on them: {len(false)} {false[:10]}")


def codeless(first_seed: int, names: tuple[str, ...], pages: int) -> None:
    """Time on pages without any code, which most pages are."""
    print("\npages without any code, 300 dpi A4: processor ms")
    pictures = [corpus.plain_page(seed) for seed in range(first_seed, first_seed + pages)]
    for name in names:
        times = []
        for picture in pictures:
            started = time.process_time()
            found = READERS[name](picture)
            times.append((time.process_time() - started) * 1000)
            if found:
                print(f"  {name} read {found}")
        print(f"  {name:16s} {statistics.median(times):.0f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--few", action="store_true", help="a hundred cases, to see that it works")
    parser.add_argument("--held-back", action="store_true", help="seeds on which nothing was tuned")
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--by-damage", action="store_true")
    parser.add_argument("--thorough", action="store_true", help="also as where a code is expected, which takes longer")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    first = corpus.HELD_BACK + arguments.seed if arguments.held_back else arguments.seed
    count = 100 if arguments.few else arguments.cases
    names = tuple(
        name
        for name in READERS
        if (name != "pyzbar" or zbar.is_available()) and (name != "ours, thorough" or arguments.thorough)
    )
    started = time.monotonic()
    one = functools.partial(look, first_seed=first, names=names)
    with multiprocessing.Pool(arguments.workers) as pool:
        tallies = measure(pool.imap_unordered(one, range(count), chunksize=4), names)
    print(f"{count} pictures, seeds from {first}, OpenCV on one thread, processor time")
    show(tallies, by_damage=arguments.by_damage)
    patches(first, 40 if arguments.few else 300, 40 if arguments.few else 600)
    codeless(first, names, 3 if arguments.few else 12)
    print(f"\n{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
