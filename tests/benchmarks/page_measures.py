"""How legible a page is to Tesseract, and how far colours moved."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np


def misread(picture: np.ndarray, lines: Sequence[str]) -> tuple[int, int]:
    """Letters of these lines that Tesseract got wrong, and how many there are.

    Every line is sought where it fits the recognised text best, so that what is read into stamps and portraits counts neither
    for nor against anybody.
    """
    read = _recognised(picture)
    wrong = sum(_distance_within(" ".join(_nfc(line).split()), read) for line in lines)
    return wrong, sum(len(" ".join(_nfc(line).split())) for line in lines)


def _recognised(picture: np.ndarray) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.png")
        cv2.imwrite(str(path), picture[:, :, ::-1])
        done = subprocess.run(
            ["tesseract", str(path), "-", "-l", "vie", "--psm", "6", "--dpi", "300"],
            capture_output=True,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    return " ".join(_nfc(done.stdout.decode("utf-8")).split())


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _distance_within(line: str, text: str) -> int:
    """The fewest edits that make ``line`` out of some piece of ``text``."""
    letters = np.array([ord(c) for c in text], np.int64)
    row = np.zeros(len(letters) + 1, np.int64)
    places = np.arange(len(letters) + 1)
    for count, letter in enumerate(line, 1):
        best = np.empty_like(row)
        best[0] = count
        best[1:] = np.minimum(row[:-1] + (letters != ord(letter)), row[1:] + 1)
        # The running cost of skipping letters of the text, without a loop.
        row = np.minimum.accumulate(best - places) + places
    return int(row.min())


def colour_shift(source: np.ndarray, result: np.ndarray, ink: tuple[int, int, int]) -> float | None:
    """CIEDE2000 between the ink as it was scanned and as it is shown, each on its own white; None where there is too little."""
    seen = [_ink_colour(pixels, ink) for pixels in (source, result)]
    if seen[0] is None:
        return None
    return 100.0 if seen[1] is None else ciede2000(*(_lab(colour) for colour in seen))


def _ink_colour(pixels: np.ndarray, ink: tuple[int, int, int]) -> np.ndarray | None:
    """The mean colour in the middle of the strokes whose hue is that of ``ink``, on white paper."""
    paper = np.percentile(pixels[::8, ::8].reshape(-1, 3), 60, axis=0)
    flat = np.clip(pixels * (255 / paper.astype(np.float32)), 0, 255).astype(np.uint8)
    hsv = cv2.cvtColor(flat, cv2.COLOR_RGB2HSV)
    wanted = int(cv2.cvtColor(np.array([[ink]], np.uint8), cv2.COLOR_RGB2HSV)[0, 0, 0])
    away = np.abs((hsv[:, :, 0].astype(np.int16) - wanted + 90) % 180 - 90)
    mask = ((away < 14) & (hsv[:, :, 1] > 90) & (hsv[:, :, 2] < 250)).astype(np.uint8)
    core = cv2.erode(mask, np.ones((3, 3), np.uint8)) > 0
    return flat[core].mean(axis=0) if np.count_nonzero(core) >= 200 else None


def _lab(rgb: np.ndarray) -> np.ndarray:
    linear = np.where(rgb / 255 <= 0.04045, rgb / 255 / 12.92, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    x, y, z = to_xyz @ linear / (0.95047, 1.0, 1.08883)
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(first: np.ndarray, second: np.ndarray) -> float:
    """Sharma, Wu and Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    big_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    mean_l, mean_cp = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_cp, 1 + 0.015 * mean_cp * t
    rt = (
        -2
        * np.sqrt(mean_cp**7 / (mean_cp**7 + 25.0**7))
        * np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    )
    dl, dc, dhh = (l2 - l1) / sl, (c2 - c1) / sc, big_h / sh
    return float(np.sqrt(dl**2 + dc**2 + dhh**2 + rt * dc * dhh))
