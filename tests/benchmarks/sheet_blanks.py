"""Pages with next to nothing on them, and pages with nothing, as a scanner gives them."""

from __future__ import annotations

import cv2
import numpy as np
import sheet_pages
from PIL import Image, ImageDraw

from desk_app.capture import simulated
from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

DPI = 200
_MM = DPI / MM_PER_INCH
WRITTEN = ("signature", "pencil", "page number", "coloured paper", "fax", "stamp", "tick", "dotted lines")
BLANK = ("white", "yellowed", "coloured", "holes", "specks", "shines through", "lid", "staple", "folds")
_PAPERS = ((255, 214, 220), (214, 232, 255), (255, 246, 190), (215, 245, 215))


def _bare(colour: tuple[int, int, int] = (255, 255, 255)) -> Pixels:
    return np.full((round(A4_LONG_MM * _MM), round(A4_SHORT_MM * _MM), 3), colour, np.uint8)


def _write(
    page: Pixels, text: str, x_mm: float, y_mm: float, points: float, level: int, rng: np.random.Generator
) -> Pixels:
    image = Image.fromarray(page)
    face = sheet_pages.faces()[int(rng.integers(len(sheet_pages.faces())))]
    font = sheet_pages._font(face, round(points / 72 * DPI))
    ImageDraw.Draw(image).text((x_mm * _MM, y_mm * _MM), text, font=font, fill=(level, level, level))
    return np.array(image)


def _written(kind: str, rng: np.random.Generator, seed: int) -> Pixels:
    x, y = rng.uniform(20, 130), rng.uniform(20, 270)
    if kind == "signature":
        return simulated.document_page((), seed, stamp=False, dpi=DPI)
    if kind == "stamp":
        return simulated.document_page((), seed, signature=False, dpi=DPI)
    if kind == "pencil":
        text = str(rng.choice(["đã đối chiếu", "xem lại", "OK", "trả 12/11", "số 45"]))
        return _write(_bare(), text, x, y, rng.uniform(11, 20), int(rng.integers(185, 216)), rng)
    if kind == "page number":
        at = rng.uniform(280, 287) if rng.random() < 0.7 else rng.uniform(8, 14)
        return _write(_bare(), str(rng.integers(1, 40)), rng.choice([102.0, 190.0]), at, rng.uniform(8, 13), 40, rng)
    if kind == "coloured paper":
        return _write(_bare(_PAPERS[int(rng.integers(4))]), "Phiếu hẹn", x, y, rng.uniform(10, 16), 110, rng)
    if kind == "fax":
        page = _write(_bare(), "Kính gửi: phòng tư pháp", 25, y, rng.uniform(10, 13), 0, rng)
        kept = rng.random(page.shape[:2]) < rng.uniform(0.35, 0.6)
        return np.where((page < 128) & ~kept[:, :, None], 255, page).astype(np.uint8)
    page = _bare()
    at = np.array([x, y]) * _MM
    if kind == "tick":
        ends = np.array([[0, 0], [2, 3], [7, -5]]) * _MM + at
        cv2.polylines(page, [ends.astype(np.int32)], False, (30, 50, 160), max(2, round(0.4 * _MM)), cv2.LINE_AA)
        return page
    return _write(page, "." * 60, 25, y, 12, 70, rng)


def _blank(kind: str, rng: np.random.Generator, seed: int) -> Pixels:
    page = _bare((244, 236, 214)) if kind == "yellowed" else _bare()
    height, width = page.shape[:2]
    if kind == "coloured":
        return _bare(_PAPERS[int(rng.integers(4))])
    if kind == "holes":
        for y in (108.5, 188.5):
            at = (round(rng.uniform(10, 13) * _MM), round(y * _MM))
            cv2.circle(page, at, round(2.9 * _MM), (int(rng.integers(0, 90)),) * 3, -1, cv2.LINE_AA)
    if kind == "specks":
        for x, y in rng.integers(10, (width - 10, height - 10), (80, 2)):
            cv2.circle(page, (int(x), int(y)), int(rng.integers(0, 3)), (int(rng.integers(60, 180)),) * 3, -1)
    if kind == "shines through":
        behind = simulated.document_page(seed=seed, dpi=DPI)[:, ::-1].astype(np.float32)
        page = cv2.GaussianBlur(255 - rng.uniform(0.04, 0.085) * (255 - behind), (0, 0), 2.2).astype(np.uint8)
    if kind == "lid":
        dark = int(rng.integers(20, 120))
        page[: round(rng.uniform(1, 6) * _MM)] = dark
        page[:, : round(rng.uniform(1, 5) * _MM)] = dark
    if kind == "staple":
        start = (rng.uniform(6, 14, 2) * _MM).astype(int)
        end = start + (np.array([10, rng.uniform(-2, 2)]) * _MM).astype(int)
        cv2.line(page, start.tolist(), end.tolist(), (120, 120, 120), round(0.6 * _MM), cv2.LINE_AA)
    if kind == "folds":
        for y in (height // 3, 2 * height // 3):
            page[y - 3 : y + 3] = (page[y - 3 : y + 3] * rng.uniform(0.93, 0.97)).astype(np.uint8)
    return page


def sample(seed: int, kind: str) -> Pixels:
    """A scan at 200 dpi of the kind asked for: uint8, H×W×3, RGB."""
    rng = np.random.default_rng((seed, 5))
    page = _written(kind, rng, seed) if kind in WRITTEN else _blank(kind, rng, seed)
    return simulated.scanned(page, seed, noise=float(rng.uniform(0.5, 4)), paper=int(rng.integers(232, 253)))
