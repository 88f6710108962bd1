"""Opening a camera: which of the system's ways in, the largest picture it gives, the first frames that nobody should see."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from desk_app.capture.errors import DeviceBusy, DeviceMissing
from desk_app.capture.page import Pixels

_BACKENDS = (cv2.CAP_MSMF, cv2.CAP_DSHOW) if sys.platform == "win32" else (cv2.CAP_ANY,)
SIZES = (
    (4656, 3496),
    (4208, 3120),
    (3840, 2880),
    (3840, 2160),
    (3264, 2448),
    (2592, 1944),
    (2560, 1440),
    (2048, 1536),
    (1920, 1080),
    (1600, 1200),
    (1280, 720),
)
"""Sizes asked for, the largest first: document cameras have 8 to 16 megapixels, webcams 1 to 8."""
SWIFT_SIZE = (1920, 1080)
_MANY_PIXELS = 4_000_000
_BLACK_LEVEL = 7.0
_STEADY_PART = 0.05
_STEADY_FRAMES = 2
_MOST_SKIPPED = 40


class Capture(Protocol):
    """What we use of ``cv2.VideoCapture``."""

    def isOpened(self) -> bool:  # noqa: N802
        """Whether it could be opened."""
        ...

    def set(self, prop: int, value: float) -> bool:
        """Ask for a setting."""
        ...

    def get(self, prop: int) -> float:
        """What a setting came to be."""
        ...

    def grab(self) -> bool:
        """Let a frame pass."""
        ...

    def read(self) -> tuple[bool, Pixels]:
        """Whether there is a frame, and the frame: B, G, R."""
        ...

    def release(self) -> None:
        """Give the camera free."""
        ...


def open_address(address: int | Path, name: str) -> Capture:
    """The camera of this number at its largest picture, or the video file.

    Raises:
        DeviceMissing: there is no such camera or file.
        DeviceBusy: it is there, but somebody else has it.
    """
    if isinstance(address, Path):
        if not address.is_file():
            raise DeviceMissing(name, "file")
        film: Capture = cv2.VideoCapture(str(address))
        if not film.isOpened():
            film.release()
            raise DeviceMissing(name, "not_opened")
        return film
    for backend in _BACKENDS:
        capture: Capture = cv2.VideoCapture(address, backend)
        if capture.isOpened():
            negotiate(capture, answers_with_default=backend == cv2.CAP_DSHOW)
            return capture
        capture.release()
    if sys.platform.startswith("linux") and Path(f"/dev/video{address}").exists():
        raise DeviceBusy(name, "not_opened")
    raise DeviceMissing(name, "not_opened")


def negotiate(
    capture: Capture, *, answers_with_default: bool = False, most: tuple[int, int] | None = None
) -> tuple[int, int]:
    """Ask for the largest picture, as Motion JPEG, without which large pictures come once a second; the size that came of it.

    Args:
        capture: an open camera.
        answers_with_default: it answers a size it does not have with its default size (DirectShow), not with the nearest.
        most: do not ask for more.
    """
    wishes = [size for size in SIZES if most is None or _area(size) <= _area(most)]
    best, last = (0, 0), (0, 0)
    for wish in wishes:
        if _area(wish) <= _area(best):
            break
        got = _ask(capture, wish)
        if _area(got) > _area(best):
            best = got
        if _area(got) >= 0.95 * _area(wish) or (got == last and not answers_with_default):
            break
        last = got
    if best != last and _area(best):
        best = _ask(capture, best)
    capture.set(cv2.CAP_PROP_FPS, 15 if _area(best) > _MANY_PIXELS else 30)
    capture.set(cv2.CAP_PROP_AUTOFOCUS, 1)
    return best


def _ask(capture: Capture, size: tuple[int, int]) -> tuple[int, int]:
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
    return round(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), round(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]


class Settling:
    """Holds back the first frames: many cameras begin with black ones, then the exposure runs up and down."""

    def __init__(self, *, most_skipped: int = _MOST_SKIPPED) -> None:
        """Begin with a camera that was just opened.

        Args:
            most_skipped: a room without light must be shown in the end.
        """
        self._left = most_skipped
        self._level = 0.0
        self._steady = 0
        self.is_over = False

    def accepts(self, frame: Pixels) -> bool:
        """Whether the frame may be shown; once one was, all are."""
        if self.is_over:
            return True
        level = float(np.mean(frame[::16, ::16]))
        alike = abs(level - self._level) <= _STEADY_PART * max(level, 1.0)
        self._steady = self._steady + 1 if alike and level > _BLACK_LEVEL else 0
        self._level = level
        self._left -= 1
        self.is_over = self._steady >= _STEADY_FRAMES or self._left <= 0
        return self.is_over
