"""Sheets laid under a camera and shot by themselves: how many, how soon, none twice, none while a hand is over them.

Run: ``python tests/benchmarks/bench_camera.py [--films 60] [--held-back]``. The films are generated from their seeds (hands, page
turning, piles, a flickering lamp, a hunting lens, sheets partly outside); ``--held-back`` takes seeds that nothing was tuned on.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import statistics
import time

import cv2
import numpy as np

from desk_app.capture.page import Pixels
from desk_app.capture.simulated_film import Scene, Script, Stage
from desk_app.capture.watching.watcher import STILL_S, Watcher

FPS = 15.0
SIZE = (768, 576)
HELD_BACK = 50_000


@dataclasses.dataclass
class Result:
    """What became of one film or of all."""

    laid: int = 0
    shot: int = 0
    double: int = 0
    wrong: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    waited_s: list[float] = dataclasses.field(default_factory=list)
    frame_s: list[float] = dataclasses.field(default_factory=list)
    missed: list[str] = dataclasses.field(default_factory=list)


def script(seed: int) -> tuple[Stage, list[Scene]]:
    """A few sheets, one after the other, in all the ways in which sheets come."""
    rng = np.random.default_rng(seed)
    stage = Stage(seed, size_px=SIZE)
    film = Script(seed, stage, fps=FPS)
    film.empty(0.5)
    number = int(rng.integers(0, 40))
    for index in range(int(rng.integers(2, 4))):
        number += int(rng.integers(1, 5))
        how = rng.choice(["swap", "over", "turn", "outside"], p=[0.4, 0.25, 0.25, 0.1]) if index else "swap"
        if how == "turn":
            film.turn_over(number)
        elif how == "over":
            film.lay(number, over=True)
        elif how == "outside":
            film.take_away().lay(number, outside=True)
            film.lie(1.2).push_in()
        else:
            if index:
                film.take_away()
            film.lay(number)
        _lie(film, rng)
    film.take_away().empty(0.8)
    return stage, film.scenes


def _lie(film: Script, rng: np.random.Generator) -> None:
    first = rng.choice(["plain", "wave", "rest", "pump", "flicker", "fingers"])
    if first == "wave":
        film.lie(0.3).wave(0.8)
    elif first == "rest":
        film.rest_hand(1.2)
    match first:
        case "pump":
            film.lie(2.4, pump_s=1.0)
        case "flicker":
            film.lie(1.8, flicker=0.05)
        case "fingers":
            film.hold_by_fingers(1.8)
        case _:
            film.lie(1.6)
    after = rng.choice(["nothing", "nudge", "wave", "long"])
    if after == "nudge":
        film.nudge().lie(1.4)
    elif after == "wave":
        film.wave(0.8).lie(1.2)
    elif after == "long":
        film.lie(2.0)


def watch(seed: int, total: Result) -> None:
    """One film, through Motion JPEG as a camera sends it."""
    stage, scenes = script(seed)
    watcher = Watcher()
    free_since: dict[int, float] = {}
    shots: collections.Counter[int] = collections.Counter()
    recent: collections.deque[tuple[Pixels, Scene]] = collections.deque(maxlen=100)
    for number, scene in enumerate(scenes):
        at_s = number / FPS
        frame = stage.draw(scene)
        coded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
        frame = cv2.imdecode(coded, cv2.IMREAD_COLOR)  # the channels go in and out as RGB alike
        recent.append((frame, scene))
        began = time.thread_time()
        seen = watcher.see(frame, at_s)
        best = watcher.best if seen.shoot else None
        if best is not None:
            watcher.was_shot(at_s)
        total.frame_s.append(time.thread_time() - began)
        sheet = scene.sheet
        if sheet is None or not scene.still or scene.hand_over or not scene.inside:
            free_since.clear()
        else:
            free_since.setdefault(sheet, at_s)
        if best is None:
            continue
        taken = next(scene for frame, scene in recent if frame is best)
        if taken.sheet is None:
            total.wrong["no sheet"] += 1
        elif not taken.still or taken.hand_over or not taken.inside:
            why = "moving" if not taken.still else "hand over it" if taken.hand_over else "partly outside"
            total.wrong[why] += 1
        else:
            shots[taken.sheet] += 1
            if shots[taken.sheet] == 1 and sheet in free_since:
                total.waited_s.append(at_s - free_since[sheet])
    laid = {scene.sheet for scene in scenes if scene.sheet is not None and scene.still and scene.inside}
    total.laid += len(laid)
    total.shot += sum(1 for sheet in laid if shots[sheet])
    total.double += sum(count - 1 for count in shots.values() if count > 1)
    if missed := sorted(sheet for sheet in laid if not shots[sheet]):
        total.missed.append(f"film {seed}: sheets {missed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=60)
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    total = Result()
    first = asked.first + (HELD_BACK if asked.held_back else 0)
    for seed in range(first, first + asked.films):
        watch(seed, total)
    ms = sorted(1000 * s for s in total.frame_s)
    print(
        f"films {asked.films}{' (held back)' if asked.held_back else ''}, frames {len(ms)}, {SIZE[0]}×{SIZE[1]} at {FPS:g} a second"
    )
    print(f"sheets shot       {total.shot} of {total.laid} laid ({100 * total.shot / total.laid:.1f} %)")
    print(f"shot twice        {total.double}")
    print(f"shot wrongly      {sum(total.wrong.values())} {dict(total.wrong) or ''}")
    waited = sorted(total.waited_s)
    print(
        f"from free to shot median {statistics.median(waited):.2f} s, p95 {waited[int(0.95 * len(waited))]:.2f} s"
        f" ({STILL_S} s of it is lying still)"
    )
    print(
        f"per frame         mean {statistics.fmean(ms):.1f} ms on one core ({1000 / statistics.fmean(ms):.0f} a second),"
        f" median {statistics.median(ms):.1f}, p95 {ms[int(0.95 * len(ms))]:.1f}"
    )
    for line in total.missed:
        print("missed", line)


if __name__ == "__main__":
    main()
