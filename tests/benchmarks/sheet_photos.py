"""Photos of sheets on tables, made up from a seed: wood, cloth, stone, white desks, clutter, lamps, shadows, hands, lens, JPEG.

The camera is a pinhole above a table; where the sheet's corners fall in the picture is known exactly.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import cv2
import numpy as np
import sheet_pages

from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, Pixels

SIZE = (1200, 1600)
TABLES = ("wood", "white desk", "dark desk", "cloth", "stone", "clutter", "light wood", "grey desk")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A photo and the truth about it.

    Attributes:
        pixels: uint8, H×W×3, RGB.
        corners: of the sheet, clockwise; float32, 4×2; may lie outside the picture.
        second: of another whole sheet beside it, or None.
        mm_per_px: of the paper, about.
        table: what it lies on.
        traits: what makes it hard: "cut", "finger", "two sheets", "glare" ("glare on writing" where it
            covers some), "corner", "curled", "shadow".
    """

    pixels: Pixels
    corners: Pixels
    second: Pixels | None
    mm_per_px: float
    table: str
    traits: frozenset[str]


def _noise_map(rng: np.random.Generator, shape: tuple[int, int], size: tuple[int, int]) -> Pixels:
    """Smooth noise of about ±1 with so many cells down and across, stretched to a size (width, height); float32."""
    cells = rng.normal(size=shape).astype(np.float32)
    return cv2.resize(cells, size, interpolation=cv2.INTER_CUBIC)


def _wood(rng: np.random.Generator, size: tuple[int, int], base: tuple[float, float, float]) -> Pixels:
    """Planks with a grain along them."""
    height = size[1]
    grain = _noise_map(rng, (height // 3, 14), size) * 5 + _noise_map(rng, (height // 14, 6), size) * 9
    rings = np.sin(_noise_map(rng, (7, 3), size) * 9 + np.linspace(0, 50, height, dtype=np.float32)[:, None]) * 7
    ground = np.array(base, np.float32) + (grain + rings)[:, :, None] * np.array([1, 0.85, 0.7], np.float32)
    for seam in np.cumsum(rng.uniform(0.12, 0.4, 8)) * height:
        if seam < height:
            ground[int(seam) : int(seam) + 3] *= rng.uniform(0.5, 0.8)
    return ground


def _plain(rng: np.random.Generator, size: tuple[int, int], base: tuple[float, float, float], rough: float) -> Pixels:
    fine = _noise_map(rng, (size[1] // 4, size[0] // 4), size) * rough * 0.5
    coarse = _noise_map(rng, (9, 7), size) * rough
    return np.array(base, np.float32) + (fine + coarse)[:, :, None]


def _cloth(rng: np.random.Generator, size: tuple[int, int]) -> Pixels:
    """Checks, stripes or dots in two colours, with a weave."""
    width, height = size
    colours = rng.uniform(30, 235, (3, 3)).astype(np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    turn, pitch = rng.uniform(0, math.pi), rng.uniform(40, 160)
    u, v = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    kind = rng.integers(3)
    if kind == 0:
        pattern = (np.sin(u / pitch * math.tau) > 0.3) * 0.5 + (np.sin(v / pitch * math.tau) > 0.3) * 0.5
    elif kind == 1:
        pattern = (np.sin(u / pitch * math.tau) > rng.uniform(-0.5, 0.5)) * 1.0
    else:
        pattern = (np.sin(u / pitch * math.tau) * np.sin(v / pitch * math.tau) > 0.5) * 1.0
    mixed = colours[0] + (colours[1] - colours[0]) * pattern[:, :, None].astype(np.float32)
    folds = _noise_map(rng, (6, 5), size) * 9 + np.sin(x * 1.7) * 2 + np.sin(y * 1.7) * 2
    return mixed + folds[:, :, None]


def _stone(rng: np.random.Generator, size: tuple[int, int]) -> Pixels:
    base = rng.uniform(90, 200)
    specks = _noise_map(rng, (size[1] // 6, size[0] // 6), size) * rng.uniform(8, 26)
    veins = np.abs(_noise_map(rng, (11, 9), size))
    veins = np.where(veins < 0.06, -25.0, 0.0).astype(np.float32)
    tint = np.array([1.0, rng.uniform(0.94, 1.0), rng.uniform(0.85, 1.0)], np.float32)
    return (base + specks + veins)[:, :, None] * tint


def _tint(rng: np.random.Generator, low: float, high: float, cast: float) -> tuple[float, float, float]:
    level = rng.uniform(low, high)
    return (level, level * (1 - rng.uniform(0, cast)), level * (1 - rng.uniform(0, 1.7 * cast)))


def _table(kind: str, rng: np.random.Generator, size: tuple[int, int]) -> Pixels:
    """What lies under the sheet, before light; float32, H×W×3, RGB."""
    if kind == "wood":
        return _wood(rng, size, (rng.uniform(90, 150), rng.uniform(60, 100), rng.uniform(35, 65)))
    if kind == "light wood":
        return _wood(rng, size, (rng.uniform(185, 222), rng.uniform(155, 185), rng.uniform(115, 150)))
    if kind == "white desk":
        return _plain(rng, size, _tint(rng, 196, 238, 0.05), rng.uniform(0.5, 2.5))
    if kind == "dark desk":
        return _plain(rng, size, _tint(rng, 22, 70, 0.2), rng.uniform(1, 6))
    if kind == "grey desk":
        return _plain(rng, size, _tint(rng, 110, 190, 0.08), rng.uniform(1, 5))
    if kind == "cloth":
        return _cloth(rng, size)
    if kind == "stone":
        return _stone(rng, size)
    ground = _table(str(rng.choice(["wood", "dark desk", "grey desk", "light wood", "white desk"])), rng, size)
    _strew(ground, rng)
    return ground


def _strew(ground: Pixels, rng: np.random.Generator) -> None:
    """Other papers, books, a keyboard, pens, a cup."""
    height, width = ground.shape[:2]
    for _ in range(int(rng.integers(2, 6))):
        middle, side = rng.uniform(-0.05, 1.05, 2) * (width, height), rng.uniform(0.12, 0.5, 2) * width
        box = cv2.boxPoints((middle.tolist(), side.tolist(), float(rng.uniform(0, 90)))).astype(np.int32)
        level = _tint(rng, 205, 240, 0.08) if rng.random() < 0.45 else tuple(rng.uniform(20, 200, 3).tolist())
        cv2.fillPoly(ground, [box + 5], tuple(float(v) * 0.3 for v in level), cv2.LINE_AA)
        cv2.fillPoly(ground, [box], level, cv2.LINE_AA)
        if min(level) > 180:
            _scribble(ground, box.astype(np.float32), rng)
    if rng.random() < 0.4:
        _keyboard(ground, rng)
    for _ in range(int(rng.integers(0, 4))):
        start, turn = rng.uniform(0, 1, 2) * (width, height), rng.uniform(0, math.tau)
        end = start + 0.25 * width * np.array([math.cos(turn), math.sin(turn)])
        colour = tuple(rng.uniform(10, 220, 3).tolist())
        cv2.line(
            ground, (start + 4).astype(int).tolist(), (end + 4).astype(int).tolist(), (40.0, 40.0, 40.0), width // 70
        )
        cv2.line(ground, start.astype(int).tolist(), end.astype(int).tolist(), colour, width // 75, cv2.LINE_AA)
    if rng.random() < 0.3:
        middle = (rng.uniform(0, 1, 2) * (width, height)).astype(int).tolist()
        for radius, level in ((0.09, rng.uniform(120, 240)), (0.078, rng.uniform(30, 90))):
            cv2.circle(ground, middle, int(radius * width), (level, level * 0.95, level * 0.9), -1, cv2.LINE_AA)


def _scribble(ground: Pixels, box: Pixels, rng: np.random.Generator) -> None:
    """Lines of grey on a paper that lies about."""
    for part in np.arange(0.12, 0.9, 0.06):
        start, end = box[0] + (box[3] - box[0]) * part, box[1] + (box[2] - box[1]) * part
        start, end = start + 0.1 * (end - start), start + rng.uniform(0.4, 0.9) * (end - start)
        cv2.line(ground, start.astype(int).tolist(), end.astype(int).tolist(), (110.0, 110.0, 115.0), 3, cv2.LINE_AA)


def _keyboard(ground: Pixels, rng: np.random.Generator) -> None:
    height, width = ground.shape[:2]
    keys = np.full((150, 440, 3), rng.uniform(15, 60), np.float32)
    for row in range(5):
        for column in range(15):
            cv2.rectangle(
                keys, (8 + column * 28, 8 + row * 28), (31 + column * 28, 31 + row * 28), (75.0, 75.0, 80.0), -1
            )
    turn, scale = rng.uniform(-30, 30), rng.uniform(1.2, 2.0)
    matrix = cv2.getRotationMatrix2D((220, 75), turn, scale)
    matrix[:, 2] += rng.uniform(0, 1, 2) * (width, height) - (220, 75)
    mask = cv2.warpAffine(np.ones((150, 440), np.uint8), matrix, (width, height))
    laid = cv2.warpAffine(keys, matrix, (width, height))
    ground[mask > 0] = laid[mask > 0]


class _Camera:
    """A pinhole camera above the table, leaning a little; the table is the plane z = 0 in millimetres."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int], lean_deg: float) -> None:
        self.size = size
        self.focal = rng.uniform(0.72, 0.95) * max(size)
        lean, toward, roll = math.radians(lean_deg), rng.uniform(0, math.tau), rng.normal(0, 0.03)
        axis = np.array([math.cos(toward), math.sin(toward), 0]) * lean
        self.turn = cv2.Rodrigues(axis)[0] @ cv2.Rodrigues(np.array([0, 0, roll]))[0]
        self.shift = np.zeros(3)

    def seen(self, points_mm: Pixels) -> Pixels:
        """Pixels of points on the table (n×2)."""
        flat = np.column_stack([points_mm, np.zeros(len(points_mm))]) @ self.turn.T + self.shift
        middle = np.array(self.size) / 2
        return flat[:, :2] / flat[:, 2:] * self.focal + middle

    def frame(self, points_mm: Pixels, fill: float, rng: np.random.Generator, room: float) -> None:
        """Stand so that these points fill a part of the picture."""
        far = 500.0
        for _ in range(12):
            self.shift = np.array([self.shift[0], self.shift[1], far])
            seen = self.seen(points_mm)
            extent = (np.ptp(seen, axis=0) / np.array(self.size)).max()
            far *= extent / fill
            centre = (seen.max(axis=0) + seen.min(axis=0)) / 2 - np.array(self.size) / 2
            self.shift[:2] -= centre * far / self.focal
        slack = np.array(self.size) - np.ptp(self.seen(points_mm), axis=0)
        self.shift[:2] += rng.uniform(-0.5, 0.5, 2) * np.maximum(slack, 0) * room * far / self.focal


def _rectangle(middle: Pixels, width: float, height: float, angle_deg: float) -> Pixels:
    box = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    turn = math.radians(angle_deg)
    return box @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]) + middle


def _paper(rng: np.random.Generator, seed: int, width_mm: float, height_mm: float, sparse: bool = False) -> Pixels:
    """A written sheet of that size as paper: float32, about 4 pixels a millimetre."""
    kind = "few lines" if sparse else ""
    page = sheet_pages.sample(seed, kind, dpi=100).pixels
    if (page.shape[1] > page.shape[0]) != (width_mm > height_mm):
        page = np.rot90(page)
    page = cv2.resize(
        np.ascontiguousarray(page), (round(4 * width_mm), round(4 * height_mm)), interpolation=cv2.INTER_AREA
    )
    colour = np.array(_tint(rng, 236, 252, 0.03), np.float32)
    if rng.random() < 0.1:
        colour *= np.array(
            [(1, 0.86, 0.88), (0.84, 0.93, 1), (0.98, 0.97, 0.78), (0.86, 0.98, 0.86)][rng.integers(4)], np.float32
        )
    return page.astype(np.float32) / 255 * colour


def _lay(picture: Pixels, paper: Pixels, corners: Pixels, rng: np.random.Generator, bow: float = 0.0) -> None:
    """Put a sheet into the picture with the shadow it throws."""
    height, width = picture.shape[:2]
    rows, columns = paper.shape[:2]
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32) + np.float32(0.0))
    cover = np.ones((rows, columns), np.float32)
    if bow:
        x = np.linspace(-1, 1, columns, dtype=np.float32)[None]
        y = np.linspace(0, rows, rows, dtype=np.float32)[:, None]
        moved = y + bow * (1 - x**2) * rows
        grid = np.broadcast_to(np.arange(columns, dtype=np.float32), (rows, columns)).copy()
        paper = cv2.remap(paper, grid, moved.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover = ((moved >= 0) & (moved < rows)).astype(np.float32)
    part = cv2.warpPerspective(cover, matrix, (width, height), flags=cv2.INTER_AREA)
    shift = rng.uniform(-3.5, 3.5, 2)
    cast = cv2.warpAffine(part, np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32), (width, height))
    cast = cv2.GaussianBlur(cast, (0, 0), rng.uniform(2, 7))
    picture *= 1 - rng.uniform(0.12, 0.5) * cast[:, :, None]
    laid = cv2.warpPerspective(paper, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    picture += part[:, :, None] * (laid - picture)


def _finger(picture: Pixels, corners: Pixels, rng: np.random.Generator) -> None:
    """A thumb that holds the sheet at one of its sides, the hand coming from outside."""
    side = int(rng.integers(4))
    start, end = corners[side], corners[(side + 1) % 4]
    place = start + rng.uniform(0.2, 0.8) * (end - start)
    outward = place - corners.mean(axis=0)
    outward = outward / np.linalg.norm(outward)
    thick = int(rng.uniform(0.035, 0.055) * picture.shape[1])
    skin = np.array([rng.uniform(150, 225), rng.uniform(105, 165), rng.uniform(80, 135)], np.float32)
    layer = np.zeros(picture.shape[:2], np.uint8)
    tip = place - outward * thick * rng.uniform(0.6, 1.6)
    cv2.line(
        layer, tip.astype(int).tolist(), (place + outward * 2000).astype(int).tolist(), 255, 2 * thick, cv2.LINE_AA
    )
    part = cv2.GaussianBlur(layer, (0, 0), 1.5)[:, :, None].astype(np.float32) / 255
    shade = 1 - 0.25 * _noise_map(rng, (8, 6), (picture.shape[1], picture.shape[0]))[:, :, None] * 0.3
    picture *= 1 - 0.3 * cv2.GaussianBlur(layer, (0, 0), 12)[:, :, None].astype(np.float32) / 255
    picture += part * (skin * shade - picture)


def _fold(picture: Pixels, corners: Pixels, table: Pixels, rng: np.random.Generator) -> None:
    """Dog-ear a corner, or lay something over it."""
    which = int(rng.integers(4))
    corner, before, after = corners[which], corners[which - 1], corners[(which + 1) % 4]
    reach = rng.uniform(0.07, 0.14) * np.linalg.norm(corners[2] - corners[0])
    a = corner + (before - corner) / np.linalg.norm(before - corner) * reach * rng.uniform(0.8, 1.2)
    b = corner + (after - corner) / np.linalg.norm(after - corner) * reach * rng.uniform(0.8, 1.2)
    away = (corner - corners.mean(axis=0)) / np.linalg.norm(corner - corners.mean(axis=0)) * 6
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.rint([a + away, corner + 3 * away, b + away, b, a]).astype(np.int32)], 255, cv2.LINE_AA)
    part = cv2.GaussianBlur(mask, (0, 0), 0.8)[:, :, None].astype(np.float32) / 255
    if rng.random() < 0.6:
        picture += part * (table - picture)
        turned = a + b - corner
        back = np.zeros_like(mask)
        cv2.fillPoly(back, [np.rint([a, turned + 0.15 * (corner - turned), b]).astype(np.int32)], 255, cv2.LINE_AA)
        picture += back[:, :, None].astype(np.float32) / 255 * (rng.uniform(195, 228) - picture)
    else:
        picture += part * (np.array(rng.uniform(20, 150, 3), np.float32) - picture)


def _light(picture: Pixels, rng: np.random.Generator, strength: float) -> Pixels:
    """A lamp from one side and its warmth; float32."""
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    lamp = rng.uniform(-1.6, 1.6, 2)
    falloff = 1 / (1 + strength * ((x - lamp[0]) ** 2 + (y - lamp[1]) ** 2))
    falloff /= falloff.max()
    warmth = rng.uniform(0, 1)
    tint = np.array([1.0, 1 - 0.06 * warmth, 1 - 0.17 * warmth], np.float32)
    return picture * falloff[:, :, None] * tint * np.float32(rng.uniform(0.75, 1.06))


def _shadow(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Of the phone, an arm or a window frame."""
    height, width = picture.shape[:2]
    layer = np.zeros((height // 4, width // 4), np.float32)
    middle = rng.uniform(0, 1, 2) * (width / 4, height / 4)
    side = rng.uniform(0.25, 0.9, 2) * width / 4
    box = cv2.boxPoints((middle.tolist(), side.tolist(), float(rng.uniform(0, 90))))
    cv2.fillPoly(layer, [box.astype(np.int32)], 1.0)
    soft = cv2.resize(cv2.GaussianBlur(layer, (0, 0), rng.uniform(2, 14)), (width, height))
    return picture * (1 - rng.uniform(0.12, 0.42) * soft)[:, :, None]


def _glare(picture: Pixels, corners: Pixels, rng: np.random.Generator) -> tuple[Pixels, bool]:
    """The lamp itself, mirrored in the print, fading outwards; and whether it covers writing."""
    height, width = picture.shape[:2]
    middle = rng.dirichlet(np.ones(4) * 3) @ corners
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    turn, long = rng.uniform(0, math.pi), rng.uniform(0.05, 0.13) * width
    u = (x - middle[0]) * math.cos(turn) + (y - middle[1]) * math.sin(turn)
    v = (y - middle[1]) * math.cos(turn) - (x - middle[0]) * math.sin(turn)
    shine = np.exp(-(((u / long) ** 2 + (v / (long * rng.uniform(0.5, 1))) ** 2) ** 1.5))
    grey = np.clip(picture.mean(axis=2), 0, 255).astype(np.uint8)
    ink = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((9, 9), np.uint8)) > 30
    sheet = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(sheet, np.rint(corners + (corners.mean(axis=0) - corners) * 0.03).astype(np.int32), 1)
    covered = int(np.count_nonzero(ink & (shine > 0.35) & (sheet > 0)))
    return picture + 330 * shine[:, :, None].astype(np.float32), covered > 60


def _developed(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Lens, sensor, sharpening and JPEG."""
    if rng.random() < 0.85:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.5))
    if rng.random() < 0.15:
        length = int(rng.integers(3, 8))
        trail = np.zeros((length, length), np.float32)
        np.fill_diagonal(trail if rng.random() < 0.5 else trail[::-1], 1 / length)
        picture = cv2.filter2D(picture, -1, trail)
    noise = rng.standard_normal(picture.shape, np.float32) * np.float32(rng.uniform(0.5, 5))
    pixels = np.clip(picture + cv2.GaussianBlur(noise, (0, 0), 0.6) * 1.4, 0, 255).astype(np.uint8)
    data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 93))])[1]
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


_SIZES = ((A4_SHORT_MM, A4_LONG_MM), (A4_LONG_MM, A4_SHORT_MM), (148.0, 210.0), (85.6, 53.98))


def shot(seed: int, table: str = "", traits: frozenset[str] | None = None) -> Shot:
    """One photo; everything follows from the seed unless it is asked for."""
    rng = np.random.default_rng((seed, 3))
    table = table or TABLES[seed % len(TABLES)]
    traits = _traits(rng) if traits is None else traits
    width_mm, height_mm = _SIZES[int(rng.choice(4, p=[0.72, 0.13, 0.1, 0.05]))]
    camera = _Camera(rng, SIZE, abs(rng.normal(0, 9)))
    sheet = _rectangle(
        np.zeros(2), width_mm, height_mm, rng.normal(0, 5) if rng.random() < 0.7 else rng.uniform(-28, 28)
    )
    framed, second = sheet, None
    if "two sheets" in traits:
        second = _beside(rng, sheet, width_mm, height_mm)
        framed = np.concatenate([sheet, second])
    camera.frame(framed, rng.uniform(1.04, 1.16) if "cut" in traits else rng.uniform(0.62, 0.97), rng, 0.8)
    corners = camera.seen(sheet)
    picture = _table(table, rng, SIZE)
    bare = picture.copy()
    if second is not None:
        second = camera.seen(second).astype(np.float32)
        _lay(picture, _paper(rng, seed + 500_000, width_mm, height_mm), second, rng)
    bow = rng.uniform(-0.006, 0.006) if "curled" in traits else 0.0
    _lay(picture, _paper(rng, seed, width_mm, height_mm, sparse=rng.random() < 0.1), corners, rng, bow)
    if "corner" in traits:
        _fold(picture, corners, bare, rng)
    picture = _light(np.clip(picture, 0, 255), rng, rng.uniform(0.02, 0.3))
    if "shadow" in traits:
        picture = _shadow(picture, rng)
    if "glare" in traits:
        picture, over_writing = _glare(picture, corners, rng)
        traits = traits | {"glare on writing"} if over_writing else traits
    if "finger" in traits:
        _finger(picture, corners, rng)
    area = cv2.contourArea(corners.astype(np.float32))
    mm_per_px = math.sqrt(width_mm * height_mm / area)
    return Shot(_developed(picture, rng), corners.astype(np.float32), second, mm_per_px, table, traits)


def _traits(rng: np.random.Generator) -> frozenset[str]:
    chances = {
        "cut": 0.08,
        "finger": 0.12,
        "two sheets": 0.0,
        "glare": 0.05,
        "corner": 0.05,
        "curled": 0.2,
        "shadow": 0.35,
    }
    return frozenset(name for name, chance in chances.items() if rng.random() < chance)


def _beside(rng: np.random.Generator, sheet: Pixels, width_mm: float, height_mm: float) -> Pixels:
    """Another sheet of the same size, next to the first with a gap, sometimes a little under it."""
    across = (sheet[1] - sheet[0]) / width_mm
    down = (sheet[3] - sheet[0]) / height_mm
    gap = rng.uniform(6, 40)
    move = across * (width_mm + gap) if height_mm > width_mm else down * (height_mm + gap)
    middle = move * (1 if rng.random() < 0.5 else -1) + rng.normal(0, 6, 2)
    angle = math.degrees(math.atan2(across[1], across[0])) + rng.normal(0, 2)
    return _rectangle(middle, width_mm, height_mm, angle)


def empty_table(seed: int) -> Pixels:
    """A picture with no sheet at all."""
    rng = np.random.default_rng((seed, 4))
    kind = str(rng.choice([name for name in TABLES if name != "clutter"]))
    return _developed(_light(np.clip(_table(kind, rng, SIZE), 0, 255), rng, rng.uniform(0.02, 0.3)), rng)


KINDS_OF_TABLE: dict[str, Callable[[int], Shot]] = {name: (lambda seed, name=name: shot(seed, name)) for name in TABLES}
