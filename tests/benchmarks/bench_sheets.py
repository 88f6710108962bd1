"""How well sheets are found, levelled, set upright and judged, on generated photos and pages, beside what else there is.

Run: ``python tests/benchmarks/bench_sheets.py [--few] [--held-back] [--faces FOLDER] [--only outline,skew,…]``.
``--held-back`` takes seeds that were never used while the program was made. Milliseconds are processor time of one thread.
Peers, where they are installed: Canny with the largest four-cornered contour, ``unpaper``, ``tesseract --psm 0``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import sheet_blanks
import sheet_pages
import sheet_photos

from desk_app.capture import light, pipeline
from desk_app.capture.page import Page, Pixels
from desk_app.capture.sheet import orientation, outline, photo_flags, skew

_HELD_BACK = 7_000_000
_SEEN = 2_000_000


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What ``work`` gives and the milliseconds of this thread it took."""
    started = time.thread_time()
    made = work()
    return made, (time.thread_time() - started) * 1000


def iou(one: Pixels | None, other: Pixels, size: tuple[int, int]) -> float:
    """Common area by whole area of two outlines, as far as they lie within the picture."""
    frame = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    if one is None:
        return 0.0
    parts = [cv2.intersectConvexConvex(shape.astype(np.float32), frame)[1] for shape in (one, other)]
    if any(part is None for part in parts):
        return 0.0
    common = cv2.intersectConvexConvex(*parts)[0]
    return float(common / (cv2.contourArea(parts[0]) + cv2.contourArea(parts[1]) - common))


def largest_contour(pixels: Pixels) -> Pixels | None:
    """The usual recipe: Canny, contours, the largest that four corners describe."""
    scale = 640 / max(pixels.shape[:2])
    grey = cv2.cvtColor(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    edges = cv2.dilate(cv2.Canny(cv2.GaussianBlur(grey, (5, 5), 0), 75, 200), np.ones((3, 3), np.uint8))
    contours = sorted(cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0], key=cv2.contourArea)[::-1]
    for contour in contours[:10]:
        corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(corners) == 4 and cv2.isContourConvex(corners) and cv2.contourArea(corners) > 0.05 * grey.size:
            return corners.reshape(4, 2).astype(np.float32) / np.float32(scale)
    return None


def _corner_mm(found: Pixels, shot: sheet_photos.Shot) -> float:
    """Mean distance of the corners, in millimetres of paper, whichever corner is named first."""
    away = [np.linalg.norm(np.roll(found, k, axis=0) - shot.corners, axis=1).mean() for k in range(4)]
    return float(min(away)) * shot.mm_per_px


def outline_case(seed: int) -> dict[str, Any]:
    cv2.setNumThreads(1)
    shot = sheet_photos.shot(seed)
    size = shot.pixels.shape[1], shot.pixels.shape[0]
    found, ms = timed(lambda: outline.find_outlines(shot.pixels))
    frame = cv2.resize(shot.pixels, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    live, live_ms = timed(lambda: outline.find_outline(frame))
    peer, peer_ms = timed(lambda: largest_contour(shot.pixels))
    best = found[0] if found else None
    return {
        "table": shot.table,
        "traits": shot.traits,
        "ours": iou(best, shot.corners, size),
        "live": iou(None if live is None else live / np.float32(0.4), shot.corners, size),
        "peer": iou(peer, shot.corners, size),
        "mm": None if best is None or "cut" in shot.traits else _corner_mm(best, shot),
        "sheets": len(found),
        "ms": (ms, live_ms, peer_ms),
    }


def bench_outline(base: int, count: int, pool: Any) -> None:
    cases = pool.map(outline_case, range(base, base + count), chunksize=4)
    print(f"\nOutlines: {count} photos of one sheet")
    row = "{:34s} {:>6} {:>8} {:>8} {:>9} {:>9} {:>9}"
    print(row.format("", "photos", "mean IoU", "p5", "≥ 0.95", "not found", "ms"))

    def line(name: str, some: list[dict[str, Any]], who: str, ms: int) -> None:
        values = np.array([case[who] for case in some])
        figures = values.mean(), np.percentile(values, 5), (values >= 0.95).mean(), (values == 0).mean()
        told = f"{figures[0]:.3f}", f"{figures[1]:.3f}", f"{figures[2]:.1%}", f"{figures[3]:.1%}"
        print(row.format(name, len(some), *told, f"{np.median([case['ms'][ms] for case in some]):.1f}"))

    line("ours, 1200×1600", cases, "ours", 0)
    line("ours, camera frame 480×640", cases, "live", 1)
    line("largest contour", cases, "peer", 2)
    for table in sheet_photos.TABLES:
        line(f"  ours on {table}", [case for case in cases if case["table"] == table], "ours", 0)
    for trait in ("cut", "finger", "corner", "curled", "shadow", "glare"):
        some = [case for case in cases if trait in case["traits"]]
        if some:
            line(f"  ours with {trait}", some, "ours", 0)
    errors = np.array([case["mm"] for case in cases if case["mm"] is not None and case["ours"] > 0.8])
    print(f"corner error in mm of paper: median {np.median(errors):.2f}, p95 {np.percentile(errors, 95):.2f}")
    print(f"one sheet taken for several: {sum(case['sheets'] > 1 for case in cases)} of {count}")


def empty_case(seed: int) -> bool:
    cv2.setNumThreads(1)
    return outline.find_outline(sheet_photos.empty_table(seed)) is None


def two_case(seed: int) -> tuple[bool, bool]:
    cv2.setNumThreads(1)
    shot = sheet_photos.shot(seed, traits=frozenset({"two sheets"}))
    size = shot.pixels.shape[1], shot.pixels.shape[0]
    found = outline.find_outlines(shot.pixels)
    both = all(any(iou(one, truth, size) >= 0.95 for one in found) for truth in (shot.corners, shot.second))
    return "two_sheets" in photo_flags.of_photo(shot.pixels, found), both


def bench_several(base: int, count: int, pool: Any) -> None:
    pairs = pool.map(two_case, range(base + 500_000, base + 500_000 + count), chunksize=4)
    empty = pool.map(empty_case, range(base, base + count), chunksize=4)
    print(f"\nTwo sheets: {count} photos; told {np.mean([told for told, _ in pairs]):.1%}, ", end="")
    print(f"both outlined at IoU ≥ 0.95 {np.mean([both for _, both in pairs]):.1%}")
    print(f"Bare tables: {count} photos; rightly no sheet {np.mean(empty):.1%}")


_FLAGGED = (
    frozenset({"glare"}),
    frozenset({"corner"}),
    frozenset({"shadow"}),
    frozenset({"finger", "shadow", "curled"}),
    frozenset({"cut"}),
    frozenset[str](),
)


def flag_case(seed: int) -> tuple[frozenset[str], bool, set[str], float]:
    cv2.setNumThreads(1)
    table = sheet_photos.TABLES[seed // len(_FLAGGED) % len(sheet_photos.TABLES)]
    shot = sheet_photos.shot(seed, table, _FLAGGED[seed % len(_FLAGGED)])
    size = np.array([shot.pixels.shape[1], shot.pixels.shape[0]])
    cut = bool(((shot.corners < 0) | (shot.corners > size)).any())
    flags, ms = timed(lambda: photo_flags.of_photo(shot.pixels, outline.find_outlines(shot.pixels)[:1]))
    prepared = pipeline.prepare(Page(shot.pixels), options=pipeline.Options(set_upright=False))
    return shot.traits, cut, {*flags, *prepared.flags}, ms


def bench_flags(base: int, count: int, pool: Any) -> None:
    cases = pool.map(flag_case, range(base + 600_000, base + 600_000 + count), chunksize=4)
    print(f"\nFlags on {count} photos (outline and flags together {np.median([case[3] for case in cases]):.1f} ms)")
    truths: dict[str, Callable[[frozenset[str], bool], bool]] = {
        "glare": lambda traits, _: "glare on writing" in traits,
        "corner_cut": lambda traits, _: "corner" in traits,
        "cut": lambda _, cut: cut,
    }
    for flag, truth in truths.items():
        tally = Counter((flag in found, truth(traits, cut)) for traits, cut, found, _ in cases)
        told, real = tally[True, True] + tally[True, False], tally[True, True] + tally[False, True]
        print(
            f"  {flag:11s} precision {tally[True, True] / max(1, told):.1%}, recall {tally[True, True] / max(1, real):.1%}",
            end="",
        )
        print(f" ({real} real, {tally[True, False]} false)")


def skew_case(seed: int) -> tuple[str, float, float, float]:
    cv2.setNumThreads(1)
    rng = np.random.default_rng((seed, 8))
    angle = float(np.clip(rng.normal(0, 2) if seed % 3 == 0 else rng.uniform(-15, 15), -14.8, 14.8))
    page = sheet_pages.sample(seed)
    taken = cv2.cvtColor(sheet_pages.seen(page.pixels, seed, skew_deg=angle), cv2.COLOR_RGB2GRAY)
    seen = cv2.resize(taken, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    found, ms = timed(lambda: skew.skew_deg(seen))
    return page.kind, abs(found + angle), ms, float(angle)


def unpaper_case(seed: int) -> tuple[float, float]:
    """What is left of the skew after unpaper, and the milliseconds it took."""
    rng = np.random.default_rng((seed, 8))
    angle = float(np.clip(rng.normal(0, 2) if seed % 3 == 0 else rng.uniform(-15, 15), -14.8, 14.8))
    page = sheet_pages.sample(seed)
    taken = cv2.cvtColor(sheet_pages.seen(page.pixels, seed, skew_deg=angle), cv2.COLOR_RGB2GRAY)
    off = [f"--no-{step}" for step in ("blackfilter", "noisefilter", "blurfilter", "grayfilter", "border-scan")]
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "in.pgm"), Path(folder, "out.pgm")
        cv2.imwrite(str(before), taken)
        started = time.perf_counter()
        options = ["--dpi", "150", *off, "--no-border-align", "--no-wipe", "--deskew-scan-range", "15"]
        subprocess.run(
            ["unpaper", "-q", *options, str(before), str(after)], check=True, capture_output=True, timeout=120
        )
        ms = (time.perf_counter() - started) * 1000
        level = cv2.imread(str(after), cv2.IMREAD_GRAYSCALE)
    seen = cv2.resize(level, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    return abs(skew.skew_deg(seen)), ms


def bench_skew(base: int, count: int, pool: Any) -> None:
    cases = pool.map(skew_case, range(base, base + count), chunksize=4)
    print(f"\nSkew: {count} pages at 100 dpi, −15° to 15°")
    groups = {"all": cases, "print": [case for case in cases if "hand" not in case[0]]}
    groups["by hand"] = [case for case in cases if "hand" in case[0]]
    for name, some in groups.items():
        errors = np.array([case[1] for case in some])
        print(
            f"  ours, {name:8s} {len(some):4d} pages: median {np.median(errors):.3f}°, p95 {np.percentile(errors, 95):.3f}°, "
            f"worst {errors.max():.2f}°, {np.median([case[2] for case in some]):.1f} ms"
        )
    if shutil.which("unpaper"):
        some = pool.map(unpaper_case, range(base, base + min(27, count)), chunksize=2)
        errors = np.array([error for error, _ in some])
        print(
            f"  unpaper, {len(some)} of them: median {np.median(errors):.3f}°, p95 {np.percentile(errors, 95):.3f}°, "
            f"worst {errors.max():.2f}°, {np.median([ms for _, ms in some]):.0f} ms (wall, with reading and writing)"
        )


def upright_case(job: tuple[int, str]) -> tuple[str, str, float]:
    seed, more = job
    cv2.setNumThreads(1)
    page = sheet_pages.sample(seed, more=more)
    taken = sheet_pages.seen(page.pixels, seed, skew_deg=sheet_pages.turned_by(seed))
    wanted = seed // len(sheet_pages.KINDS) % 4 * 90
    taken = np.ascontiguousarray(
        np.rot90(cv2.resize(taken, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA), wanted // 90)
    )
    turn, ms = timed(lambda: orientation.quarter_turn(taken, 100))
    if turn.certainty < orientation.SURE:
        return page.kind, "right as it lay" if wanted == 0 else "left alone", ms
    return page.kind, "right" if turn.degrees == wanted else "WRONG", ms


def osd_case(job: tuple[int, str]) -> tuple[str, float]:
    """What ``tesseract --psm 0`` says of the same page at 300 dpi."""
    seed, more = job
    page = sheet_pages.sample(seed, more=more)
    taken = sheet_pages.seen(page.pixels, seed, skew_deg=sheet_pages.turned_by(seed))
    wanted = seed // len(sheet_pages.KINDS) % 4 * 90
    taken = np.rot90(cv2.resize(taken, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), wanted // 90)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.png")
        cv2.imwrite(str(file), taken)
        started = time.perf_counter()
        command = ["tesseract", str(file), "-", "--psm", "0", "--dpi", "300"]
        said = subprocess.run(command, capture_output=True, timeout=120, check=False, text=True)
        ms = (time.perf_counter() - started) * 1000
    turned = [line.split(":")[1].strip() for line in said.stdout.splitlines() if line.startswith("Rotate:")]
    if not turned:
        return "left alone", ms
    return "right" if int(turned[0]) == wanted else "WRONG", ms


def bench_upright(base: int, count: int, pool: Any, more: str) -> None:
    jobs = [(seed, more) for seed in range(base, base + count)]
    cases = pool.map(upright_case, jobs, chunksize=4)
    print(f"\nUpright: {count} pages at 100 dpi, of {len(sheet_pages.KINDS)} kinds, all four ways up")
    for kind in ("all", *sheet_pages.KINDS):
        tally = Counter(said for of, said, _ in cases if kind in ("all", of))
        told = ", ".join(f"{said} {number / tally.total():.1%}" for said, number in sorted(tally.items()))
        print(f"  {kind:15s} {told}")
    print(f"  {np.median([ms for *_, ms in cases]):.1f} ms")
    if shutil.which("tesseract"):
        some = pool.map(osd_case, jobs[:36], chunksize=2)
        tally = Counter(said for said, _ in some)
        told = ", ".join(f"{said} {number / len(some):.1%}" for said, number in sorted(tally.items()))
        ours = Counter(said for _, said, _ in cases[:36])
        print(f"  tesseract --psm 0 on {len(some)} of them: {told}, {np.median([ms for _, ms in some]):.0f} ms (wall)")
        print(f"  ours on the same:  {', '.join(f'{said} {number / 36:.1%}' for said, number in sorted(ours.items()))}")


def blank_case(job: tuple[int, str]) -> tuple[str, bool]:
    seed, kind = job
    cv2.setNumThreads(1)
    page = Page(sheet_blanks.sample(seed, kind), sheet_blanks.DPI)
    return kind, "blank" in pipeline.prepare(page).flags


def bench_blank(base: int, each: int, pool: Any) -> None:
    jobs = [(base + nth, kind) for kind in (*sheet_blanks.WRITTEN, *sheet_blanks.BLANK) for nth in range(each)]
    cases = pool.map(blank_case, jobs, chunksize=4)
    print(f"\nBlank pages: {each} of each kind at {sheet_blanks.DPI} dpi through the whole pipeline")
    for name, kinds in (("written, taken for blank", sheet_blanks.WRITTEN), ("blank, told so", sheet_blanks.BLANK)):
        told = {kind: sum(said for of, said in cases if of == kind) for kind in kinds}
        print(
            f"  {name}: {sum(told.values())} of {each * len(kinds)}  ({', '.join(f'{k} {n}' for k, n in told.items())})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", action="store_true", help="a tenth of everything")
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--faces", default="", help="a folder with further faces for the upright pages")
    parser.add_argument("--only", default="outline,several,flags,skew,upright,blank")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    base = _HELD_BACK if chosen.held_back else _SEEN
    part = 10 if chosen.few else 1
    only = chosen.only.split(",")
    print(f"seeds from {base}{', held back' if chosen.held_back else ''}")
    light.find_ground(np.full((200, 150, 3), 255, np.uint8), dpi=25)  # first calls are slow
    with multiprocessing.Pool(chosen.jobs) as pool:
        if "outline" in only:
            bench_outline(base, 320 // part, pool)
        if "several" in only:
            bench_several(base, 60 // part, pool)
        if "flags" in only:
            bench_flags(base, 192 // part, pool)
        if "skew" in only:
            bench_skew(base, 216 // part, pool)
        if "upright" in only:
            bench_upright(base, 360 // part, pool, chosen.faces)
        if "blank" in only:
            bench_blank(base, max(2, 20 // part), pool)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
