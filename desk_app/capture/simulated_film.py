"""Films of a counter that never was: sheets laid under a camera, hands, page turning, a flickering lamp, a lens that hunts.

Pure functions of their seed. A film is a list of scenes; every scene says what lies there, so that whoever watches the
film can be judged by it.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from desk_app.capture import simulated
from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, Pixels

_SHEET_DPI = 90
_NAMES = (
    "Trần Văn Giả Định",
    "Lê Thị Ví Dụ",
    "Phạm Văn Làm Mẫu",
    "Võ Thị Thử Nghiệm",
    "Đỗ Văn Không Có",
    "Huỳnh Thị Tưởng",
)
_TEXT = (
    "quyết định ủy ban nhân dân xã về việc cấp giấy chứng nhận hộ khẩu thường trú gia đình căn cứ luật tổ chức đơn xin "
    "xác nhận quyền sử dụng đất thửa số tờ bản đồ diện tích mét vuông hợp đồng bên bán mua điều khoản năm tháng ngày"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Laid:
    """A sheet on the table.

    Attributes:
        sheet: its number; both sides of one sheet are two numbers.
        x_mm, y_mm: where its middle is, from the middle of what the camera sees.
        angle: degrees clockwise.
        squeeze: how wide it looks while it is being turned over, 1 flat, 0 upright.
    """

    sheet: int
    x_mm: float = 0.0
    y_mm: float = 0.0
    angle: float = 0.0
    squeeze: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """One frame before it is drawn.

    Attributes:
        laid: sheets from the lowest to the topmost.
        hand_mm: tip of the middle finger, None without a hand; the arm comes from below.
        fingers_only: two finger tips instead of a hand.
        gain: brightness of the lamp.
        blur_px: of the lens, for a picture 960 pixels wide.
        still: the topmost sheet does not move.
        hand_over: the hand covers part of the topmost sheet.
        inside: the topmost sheet is whole in the picture.
        glare: a lamp mirrors on the sheet.
    """

    laid: tuple[Laid, ...] = ()
    hand_mm: tuple[float, float] | None = None
    fingers_only: bool = False
    gain: float = 1.0
    blur_px: float = 0.5
    still: bool = True
    hand_over: bool = False
    inside: bool = True
    glare: bool = False

    @property
    def sheet(self) -> int | None:
        """Number of the topmost sheet."""
        return self.laid[-1].sheet if self.laid else None


@functools.lru_cache(maxsize=64)
def sheet_picture(number: int) -> Pixels:
    """The sheet of this number: forms that differ in a name only, letters, a nearly empty page; uint8, H×W×3, RGB."""
    rng = np.random.default_rng(number)
    kind = number % 4
    if kind == 0:
        lines = list(simulated.FORM)
        lines[6] = f"Họ, chữ đệm, tên người yêu cầu: {_NAMES[number // 4 % len(_NAMES)]}"
        lines[11] = f"Họ, chữ đệm, tên: {_NAMES[(number // 4 + 2) % len(_NAMES)]}"
        return simulated.document_page(lines, seed=number, dpi=_SHEET_DPI)
    if kind == 3:
        lines = [" ".join(rng.choice(_TEXT.split(), 9)).capitalize() for _ in range(3)]
        return simulated.document_page(lines, seed=number, stamp=False, dpi=_SHEET_DPI)
    lines = [" ".join(rng.choice(_TEXT.split(), 12)).capitalize() for _ in range(12 + 6 * kind)]
    return simulated.document_page(lines[:22], seed=number, stamp=kind == 1, dpi=_SHEET_DPI)


class Stage:
    """A camera above a table: it draws scenes. One stage is one table, one light and one lens."""

    def __init__(self, seed: int, *, size_px: tuple[int, int] = (960, 720), wide_mm: float = 460.0) -> None:
        """Set up the table.

        Args:
            seed: decides table, light, the camera's lean and the skin of the hand.
            size_px: width and height of the picture.
            wide_mm: how much of the table the picture shows.
        """
        self._rng = np.random.default_rng(seed)
        self.size_px = size_px
        self._scale = size_px[0] / wide_mm
        self._blur_unit = size_px[0] / 960
        width, height = size_px
        table = str(self._rng.choice(["cluttered", "dark", "light"], p=[0.25, 0.4, 0.35]))
        empty = np.full((60, 60, 3), 255, np.uint8)
        far = simulated.photograph_known(
            empty, seed, 0.0, size_px=size_px, table=table, fill=0.01, noise=0, blur_px=0.8, shadow=0.2
        )
        self._table: Pixels = far.pixels
        x, y = (float(v) for v in far.corners.mean(axis=0))
        spot = np.zeros((height, width), np.uint8)
        cv2.circle(spot, (round(x), round(y)), max(10, width // 50), 255, -1)
        self._table = cv2.inpaint(self._table, spot, 3, cv2.INPAINT_TELEA)
        lean = self._rng.uniform(-0.07, 0.07, 2)
        self._lean = lean / wide_mm
        self._skin = [(224, 178, 148), (198, 146, 112), (150, 104, 76), (236, 196, 170)][int(self._rng.integers(4))]
        noise = self._rng.standard_normal((height + 64, width + 64, 3), np.float32) * np.float32(
            2.2 * min(1.0, width / 960)
        )
        self._brighter, self._darker = (np.clip(sign * noise, 0, 30).round().astype(np.uint8) for sign in (1, -1))
        self._kept: tuple[tuple[Laid, ...], Pixels] | None = None

    def to_picture(self, points_mm: Pixels) -> Pixels:
        """Where points of the table are in the picture; n×2."""
        depth = 1 + points_mm @ self._lean
        return (points_mm / depth[:, None]) * self._scale + np.array(self.size_px) / 2

    def corners(self, laid: Laid) -> Pixels:
        """The corners of a sheet in the picture, clockwise from its own top left; float32, 4×2."""
        box = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) / 2 * (A4_SHORT_MM, A4_LONG_MM)
        box[:, 0] = (box[:, 0] + A4_SHORT_MM / 2) * laid.squeeze - A4_SHORT_MM / 2
        lift = 1 + 0.12 * (1 - laid.squeeze)
        box[1:3, 1] *= lift
        turn = math.radians(laid.angle)
        box = box @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        points: Pixels = self.to_picture(box + np.array([laid.x_mm, laid.y_mm])).astype(np.float32)
        return points

    def draw(self, scene: Scene) -> Pixels:
        """The frame the camera gives: uint8, H×W×3, RGB."""
        if self._kept is None or self._kept[0] != scene.laid:
            picture = self._table.copy()
            for laid in scene.laid:
                picture = self._with_sheet(picture, laid)
            self._kept = scene.laid, picture
        picture = self._kept[1].copy()
        if scene.glare:
            self._mirror_lamp(picture, scene.laid[-1])
        if scene.hand_mm is not None:
            self._draw_hand(picture, scene.hand_mm, fingers_only=scene.fingers_only)
        blur = scene.blur_px * self._blur_unit
        if blur > 0.3:
            picture = cv2.GaussianBlur(picture, (0, 0), blur)
        if scene.gain != 1.0:
            picture = cv2.convertScaleAbs(picture, alpha=scene.gain)
        down, right = (int(v) for v in self._rng.integers(0, 64, 2))
        part = slice(down, down + self.size_px[1]), slice(right, right + self.size_px[0])
        noisy: Pixels = cv2.subtract(cv2.add(picture, self._brighter[part]), self._darker[part])
        return noisy

    def _with_sheet(self, picture: Pixels, laid: Laid) -> Pixels:
        sheet = sheet_picture(laid.sheet)
        rows, columns = sheet.shape[:2]
        source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
        corners = self.corners(laid)
        left, top = np.clip(np.floor(corners.min(axis=0)).astype(int) - 16, 0, self.size_px)
        right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 16, 0, self.size_px)
        if right - left < 2 or bottom - top < 2:
            return picture
        size = int(right - left), int(bottom - top)
        matrix = cv2.getPerspectiveTransform(source, corners - np.array([left, top], np.float32))
        mask = cv2.warpPerspective(np.full((rows, columns), 255, np.uint8), matrix, size, flags=cv2.INTER_AREA)
        cast = cv2.GaussianBlur(np.roll(mask, (4, 3), (0, 1)), (0, 0), 4)
        under = picture[top:bottom, left:right]
        shaded = under * (1 - np.float32(0.35 / 255) * cast[:, :, None])
        flat = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_AREA)
        flat = flat * (np.array([0.92, 0.9, 0.86], np.float32) * np.float32(0.75 + 0.25 * laid.squeeze))
        part = mask[:, :, None] * np.float32(1 / 255)
        picture[top:bottom, left:right] = shaded * (1 - part) + flat * part
        return picture

    def _mirror_lamp(self, picture: Pixels, laid: Laid) -> None:
        middle = self.corners(laid).mean(axis=0)
        spot = np.zeros(picture.shape[:2], np.float32)
        axes = (round(0.11 * self.size_px[0]), round(0.06 * self.size_px[0]))
        cv2.ellipse(spot, (round(float(middle[0])), round(float(middle[1]))), axes, 25, 0, 360, 1.0, -1)
        soft: Pixels = cv2.GaussianBlur(spot, (0, 0), 0.015 * self.size_px[0])
        picture[:] = np.clip(picture + 190 * soft[:, :, None], 0, 255).astype(np.uint8)

    def _draw_hand(self, picture: Pixels, tip_mm: tuple[float, float], *, fingers_only: bool) -> None:
        """A hand that reaches in from below: sleeve, palm, four fingers and a thumb; or two finger tips."""
        shape = np.zeros(picture.shape[:2], np.uint8)
        tip = self.to_picture(np.array([tip_mm]))[0]
        unit = self._scale

        def stroke(dx: float, dy: float, dx2: float, dy2: float, wide: float) -> None:
            ends = [(round(tip[0] + a * unit), round(tip[1] + b * unit)) for a, b in ((dx, dy), (dx2, dy2))]
            cv2.line(shape, ends[0], ends[1], 255, max(2, round(wide * unit)), cv2.LINE_AA)

        if fingers_only:
            for dx in (0.0, 19.0):
                stroke(dx, 8, dx * 1.1, 160, 16)
        else:
            for dx, dy in ((-28, 14), (-9, 8), (9, 9), (27, 20)):
                stroke(dx, dy, dx * 0.8, 80, 16)
            stroke(-52, 70, -10, 105, 19)
            stroke(0, 85, 0, 130, 74)
            stroke(0, 130, 10, 420, 62)
        x, y, wide, high = cv2.boundingRect(cv2.dilate(shape, np.ones((41, 41), np.uint8)))
        if wide == 0 or high == 0:
            return
        box = slice(y, y + high), slice(x, x + wide)
        shape = shape[box]
        part = cv2.GaussianBlur(shape, (0, 0), 1.2)[:, :, None] * np.float32(1 / 255)
        shade = cv2.GaussianBlur(shape, (0, 0), max(2.0, 6 * unit))[:, :, None] * np.float32(1 / 255)
        skin = np.array(self._skin, np.float32) * (np.float32(0.7) + np.float32(0.3) * shade)
        picture[box] = picture[box] * (1 - np.float32(0.25) * shade) * (1 - part) + skin * part


class Script:
    """Writes the scenes of a film, one act after another."""

    def __init__(self, seed: int, stage: Stage, *, fps: float = 15.0) -> None:
        self._rng = np.random.default_rng(seed + 100_000)
        self.stage = stage
        self.fps = fps
        self.scenes: list[Scene] = []
        self._pile: tuple[Laid, ...] = ()

    def empty(self, seconds: float) -> Script:
        """Nothing happens; what lies there lies."""
        return self._hold(seconds)

    def lay(self, sheet: int, *, over: bool = False, outside: bool = False) -> Script:
        """Slide a sheet in with the hand, which then leaves; ``over`` what lies there, or in place of it."""
        if not over:
            self._pile = ()
        aim = Laid(sheet, *self._somewhere(), float(self._rng.uniform(-6, 6)))
        if outside:
            aim = dataclasses.replace(aim, x_mm=aim.x_mm + 175.0)
        side = float(self._rng.choice([-1.0, 1.0])) if not outside else 1.0
        start = dataclasses.replace(aim, x_mm=aim.x_mm + 480 * side, y_mm=aim.y_mm + 60)
        below = self._pile
        for part in self._steps(float(self._rng.uniform(0.5, 0.9))):
            at = dataclasses.replace(
                aim,
                x_mm=start.x_mm + (aim.x_mm - start.x_mm) * part,
                y_mm=start.y_mm + (aim.y_mm - start.y_mm) * part,
            )
            self._add(Scene((*below, at), hand_mm=(at.x_mm, at.y_mm + 90), still=False, hand_over=True))
        self._pile = (*below, aim)
        return self._leave(aim, outside=outside)

    def push_in(self) -> Script:
        """A sheet that lies partly outside is pushed to where all of it can be seen."""
        *below, top = self._pile
        x, y = self._somewhere()
        for part in self._steps(0.6):
            at = dataclasses.replace(top, x_mm=top.x_mm + (x - top.x_mm) * part, y_mm=top.y_mm + (y - top.y_mm) * part)
            self._add(Scene((*below, at), hand_mm=(at.x_mm + 40, at.y_mm + 90), still=False, hand_over=True))
        self._pile = (*below, dataclasses.replace(top, x_mm=x, y_mm=y))
        return self._leave(self._pile[-1])

    def nudge(self) -> Script:
        """The sheet is moved a little and turned a little, and lies again: it is the same sheet."""
        *below, top = self._pile
        dx, dy, turn = (float(v) for v in self._rng.uniform((-14, -6, -4), (14, 6, 4)))
        for part in self._steps(0.4):
            at = dataclasses.replace(
                top, x_mm=top.x_mm + dx * part, y_mm=top.y_mm + dy * part, angle=top.angle + turn * part
            )
            self._add(Scene((*below, at), hand_mm=(at.x_mm, at.y_mm + 90), still=False, hand_over=True))
        aim = dataclasses.replace(top, x_mm=top.x_mm + dx, y_mm=top.y_mm + dy, angle=top.angle + turn)
        self._pile = (*below, aim)
        return self._leave(aim)

    def take_away(self) -> Script:
        """Slide the topmost sheet out."""
        *below, top = self._pile
        side = float(self._rng.choice([-1.0, 1.0]))
        for part in self._steps(0.6):
            at = dataclasses.replace(top, x_mm=top.x_mm + 480 * side * part)
            self._add(Scene((*below, at), hand_mm=(at.x_mm, at.y_mm + 90), still=False, hand_over=True))
        self._pile = tuple(below)
        return self

    def turn_over(self, back: int) -> Script:
        """Turn the topmost sheet like a page; its back has another number."""
        *below, top = self._pile
        for part in self._steps(0.8):
            front = part < 0.5
            squeeze = max(0.04, abs(1 - 2 * part))
            at = dataclasses.replace(top, sheet=top.sheet if front else back, squeeze=squeeze)
            edge = top.x_mm - A4_SHORT_MM / 2 + A4_SHORT_MM * squeeze
            self._add(Scene((*below, at), hand_mm=(edge, top.y_mm + 60), still=False, hand_over=True))
        aim = dataclasses.replace(top, sheet=back)
        self._pile = (*below, aim)
        return self._leave(aim)

    def lie(self, seconds: float, *, flicker: float = 0.0, pump_s: float = 0.0, glare: bool = False) -> Script:
        """It lies; the lamp may flicker, the lens may hunt for its focus at first, the lamp may mirror on it."""
        base = Scene(self._pile, glare=glare, inside=self._inside())
        for number in range(round(seconds * self.fps)):
            at_s = number / self.fps
            gain = 1 + flicker * math.sin(at_s * math.tau * 3.3)
            blur = 0.5 + (3.2 * abs(math.cos(at_s * math.pi * 1.6)) if at_s < pump_s else 0.0)
            self._add(dataclasses.replace(base, gain=gain, blur_px=blur))
        return self

    def hold_by_fingers(self, seconds: float) -> Script:
        """Two finger tips hold the sheet's lower edge all the while, trembling a little."""
        top = self._pile[-1]
        for _ in range(round(seconds * self.fps)):
            shake = self._rng.uniform(-2.0, 2.0, 2)
            tip = (top.x_mm + 50 + float(shake[0]), top.y_mm + A4_LONG_MM / 2 - 12 + float(shake[1]))
            self._add(Scene(self._pile, hand_mm=tip, fingers_only=True, inside=self._inside()))
        return self

    def rest_hand(self, seconds: float) -> Script:
        """A hand rests on the page without moving, then leaves."""
        top = self._pile[-1]
        scene = Scene(self._pile, hand_mm=(top.x_mm + 20, top.y_mm + 20), hand_over=True, inside=self._inside())
        self.scenes.extend([scene] * round(seconds * self.fps))
        return self._leave(top)

    def wave(self, seconds: float) -> Script:
        """A hand passes over the page and goes again."""
        edge_mm = self._pile[-1].y_mm + A4_LONG_MM / 2 - 6 if self._pile else -1e9
        for part in self._steps(seconds):
            tip = (-120 + 240 * part, 260 - 270 * math.sin(part * math.pi))
            self._add(Scene(self._pile, hand_mm=tip, hand_over=tip[1] < edge_mm, inside=self._inside()))
        return self

    def blurred(self, seconds: float, blur_px: float) -> Script:
        """It lies and the lens stays out of focus."""
        scene = Scene(self._pile, blur_px=blur_px, inside=self._inside())
        self.scenes.extend([scene] * round(seconds * self.fps))
        return self

    def _leave(self, top: Laid, *, outside: bool = False) -> Script:
        """The hand goes away; it covers the sheet until it is below its edge."""
        for part in self._steps(0.35):
            tip = (top.x_mm + 20 * part, top.y_mm + 90 + 170 * part)
            over = tip[1] < top.y_mm + A4_LONG_MM / 2 - 6
            self._add(Scene(self._pile, hand_mm=tip, hand_over=over, inside=not outside))
        return self

    def _hold(self, seconds: float) -> Script:
        self.scenes.extend([Scene(self._pile, inside=self._inside())] * round(seconds * self.fps))
        return self

    def _inside(self) -> bool:
        if not self._pile:
            return True
        corners = self.stage.corners(self._pile[-1])
        return bool((corners >= 0).all() and (corners < np.array(self.stage.size_px)).all())

    def _somewhere(self) -> tuple[float, float]:
        x, y = self._rng.uniform((-45, -8), (45, 8))
        return float(x), float(y)

    def _steps(self, seconds: float) -> Iterator[float]:
        """From 0 to 1, slower at both ends."""
        count = max(2, round(seconds * self.fps))
        for number in range(1, count + 1):
            yield (1 - math.cos(math.pi * number / count)) / 2

    def _add(self, scene: Scene) -> None:
        self.scenes.append(scene)


def write(path: Path, frames: Sequence[Pixels], *, fps: float = 15.0) -> Path:
    """The frames as a video file (Motion JPEG) that plays a camera."""
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (width, height))
    for frame in frames:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return path
