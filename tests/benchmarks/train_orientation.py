"""Teaches ``desk_app.capture.sheet.orientation`` which way up letters stand, on generated pages; writes its weights.

Run: ``python tests/benchmarks/train_orientation.py [--pages 1400] [--faces FOLDER] [--out FILE]``. The same arguments and
the same faces give the same weights. Seeds below 1,000,000 are for teaching, from 1,000,000 for calibrating, from 2,000,000
for the benchmark.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path

import cv2
import numpy as np
import sheet_pages

from desk_app import resources
from desk_app.capture.page import Pixels
from desk_app.capture.sheet import orientation

CALIBRATING = 1_000_000
_HIDDEN, _EPOCHS, _BATCH, _RATE = 48, 14, 512, 0.002
_DPIS = (100, 110, 125, 150)


def windows_of(job: tuple[int, str]) -> Pixels:
    """Windows of one generated page as the pipeline would see it."""
    seed, more = job
    cv2.setNumThreads(1)
    page = sheet_pages.sample(seed, more=more)
    taken = sheet_pages.seen(page.pixels, seed, skew_deg=sheet_pages.turned_by(seed))
    dpi = _DPIS[seed % len(_DPIS)]
    if dpi != 150:
        taken = cv2.resize(taken, None, fx=dpi / 150, fy=dpi / 150, interpolation=cv2.INTER_AREA)
    windows = orientation.letter_windows(taken, dpi)
    if len(windows) > 300:
        windows = windows[np.random.default_rng(seed).choice(len(windows), 300, replace=False)]
    return windows.astype(np.float16)


class Teacher:
    """Adam on the mean cross-entropy of "upright" among the four turns."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        size = orientation.WINDOW_PX**2
        self.weights = [
            rng.normal(0, (1 / size) ** 0.5, (size, _HIDDEN)).astype(np.float32),
            np.zeros(_HIDDEN, np.float32),
            rng.normal(0, 0.2, _HIDDEN).astype(np.float32),
        ]
        self.first = [np.zeros_like(weight) for weight in self.weights]
        self.second = [np.zeros_like(weight) for weight in self.weights]
        self.steps = 0
        self.orders = orientation.turned_windows()

    def step(self, windows: Pixels, rate: float) -> float:
        hidden_w, bias, out = self.weights
        turned = windows[:, self.orders].reshape(-1, windows.shape[1])
        hidden = np.maximum(turned @ hidden_w + bias, 0)
        raw = (hidden @ out).reshape(-1, 4)
        raw -= raw.max(axis=1, keepdims=True)
        chances = np.exp(raw)
        chances /= chances.sum(axis=1, keepdims=True)
        loss = -float(np.log(chances[:, 0] + 1e-9).mean())
        slope = chances
        slope[:, 0] -= 1
        slope = (slope / len(windows)).reshape(-1, 1)
        back = slope * out * (hidden > 0)
        self._adam([turned.T @ back, back.sum(axis=0), (hidden * slope).sum(axis=0)], rate)
        return loss

    def _adam(self, slopes: list[Pixels], rate: float) -> None:
        self.steps += 1
        for weight, slope, first, second in zip(self.weights, slopes, self.first, self.second, strict=True):
            first += 0.1 * (slope - first)
            second += 0.001 * (slope**2 - second)
            unbiased = first / (1 - 0.9**self.steps)
            weight -= rate * (unbiased / (np.sqrt(second / (1 - 0.999**self.steps)) + 1e-8) + 1e-4 * weight)


def teach(pages: list[Pixels], seed: int = 0) -> list[Pixels]:
    teacher, rng = Teacher(seed), np.random.default_rng(seed)
    everything = np.concatenate(pages)
    total = _EPOCHS * (len(everything) // _BATCH)
    for epoch in range(_EPOCHS):
        order, losses = rng.permutation(len(everything)), []
        for start in range(0, len(order) - _BATCH + 1, _BATCH):
            windows = everything[order[start : start + _BATCH]].astype(np.float32)
            moved = np.roll(windows.reshape(-1, 20, 20), tuple(rng.integers(-1, 2, 2)), (1, 2)).reshape(
                len(windows), -1
            )
            losses.append(teacher.step(moved, _RATE * (1 - teacher.steps / (total + 1))))
        sys.stdout.write(f"epoch {epoch + 1}: loss {np.mean(losses):.4f} over {len(everything)} windows\n")
    return teacher.weights


def calibrate(pages: list[Pixels], weights: list[Pixels]) -> Pixels:
    """Logistic regression of "the page's turn was found" on how far it leads and how many letters voted."""
    hidden, bias, out = weights
    turned = np.empty((4, *hidden.shape), np.float32)
    for turn, order in enumerate(orientation.turned_windows()):
        turned[turn][order] = hidden
    network = orientation._Network(turned, np.tile(bias, 4), out, np.zeros(3))
    rows, right = [], []
    rng = np.random.default_rng(5)
    for page in pages:
        for _ in range(6):  # parts of pages stand for pages with few words
            some = page[rng.permutation(len(page))[: max(4, int(len(page) * rng.uniform(0.02, 1)))]].astype(np.float32)
            if len(some) < 4:
                continue
            votes = orientation._votes(some, network)
            first, second = np.argsort(votes.sum(axis=0))[::-1][:2]
            rows.append((1.0, orientation.strength(votes, int(first), int(second)), np.log(len(some))))
            right.append(first == 0)
    x, y = np.array(rows), np.array(right, float)
    fit = np.zeros(3)
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(x @ fit, -30, 30)))
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-3 * np.eye(3)
        fit += np.linalg.solve(bend, x.T @ (y - chance))
    sys.stdout.write(f"parts of calibration pages right: {y.mean():.4f}, fit {fit}\n")
    return fit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1400)
    parser.add_argument("--faces", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=resources.path("models", "orientation.npz"))
    chosen = parser.parse_args()
    seeds = [*range(chosen.pages), *range(CALIBRATING, CALIBRATING + chosen.pages // 3)]
    with multiprocessing.Pool(chosen.jobs) as pool:
        pages = pool.map(windows_of, [(seed, chosen.faces) for seed in seeds], chunksize=8)
    weights = teach(pages[: chosen.pages])
    calibration = calibrate(pages[chosen.pages :], weights)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    names = ("hidden", "bias", "out")
    kept = {name: weight.astype(np.float16) for name, weight in zip(names, weights, strict=True)}
    np.savez_compressed(chosen.out, **kept, calibration=calibration.astype(np.float32))


if __name__ == "__main__":
    main()
