"""A camera that stays open while somebody looks through it: pictures for the screen, cards read, pages taken. No Qt."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.desk.digitisation import IncomingFile
from desk_app.domain.codes import CodeKind
from desk_app.lanes import CancelToken

if TYPE_CHECKING:
    from desk_app.capture.sources.camera import Camera
    from desk_app.capture.symbols import Symbol

SHOWN_WIDTH_PX = 960
READINGS_NEEDED = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """One frame for the screen: rows of R, G, B bytes without padding."""

    rgb: bytes
    width_px: int
    height_px: int


@dataclasses.dataclass(frozen=True, slots=True)
class Sight:
    """What the camera sees now.

    Attributes:
        readings: how often in a row the card under the camera was read the same.
        card: the text of a card, once it was read the same often enough, and then once only.
    """

    picture: Picture
    readings: int = 0
    card: str = dataclasses.field(default="", repr=False)


class LiveCamera:
    """A camera that is kept open while somebody looks through it. ``close`` may be called from any thread."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._opened: Camera | None = None

    def sights(self, *, cancel: CancelToken, for_card: bool) -> Iterator[Sight]:
        """What the camera sees, as often as it can be looked at, until ``cancel`` is raised.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        from desk_app.capture import symbols

        steady = _CountingReading(needed=READINGS_NEEDED)
        for frame in self._camera().frames(cancel):
            card = steady.see(symbols.read_symbols(frame)) if for_card else ""
            yield Sight(_shown(frame), steady.readings, card)

    def shot(self, *, cancel: CancelToken) -> IncomingFile:
        """The sharpest of the next frames, whole, as a file.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        from desk_app.capture.devices import ScanOptions
        from desk_app.capture.errors import DeviceFailed

        camera = self._camera()
        for page in camera.pages(ScanOptions(most_pages=1), cancel):
            return IncomingFile(page.name, page.data, source="camera")
        raise DeviceFailed(camera.name, "no_frame")

    def close(self) -> None:
        """Let go of the camera."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _camera(self) -> Camera:
        from desk_app.capture.sources.camera import Camera

        with self._lock:
            if self._opened is None:
                number = self._address or "0"
                self._opened = Camera(int(number) if number.isdecimal() else Path(number))
            return self._opened


class _CountingReading:
    """Counts equal readings of a card and believes the one that came often enough in a row."""

    def __init__(self, *, needed: int) -> None:
        from desk_app.capture.symbols import SteadyReading

        self._steady = SteadyReading(needed=needed)
        self._text = ""
        self.readings = 0

    def see(self, found: tuple[Symbol, ...]) -> str:
        cards = [s for s in found if s.kind is CodeKind.IDENTITY_CARD and s.verified]
        if cards:
            self.readings = self.readings + 1 if cards[0].text == self._text else 1
            self._text = cards[0].text
        believed = self._steady.see(cards)
        return believed.text if believed is not None else ""


def _shown(frame: object) -> Picture:
    import cv2
    import numpy as np

    pixels = np.asarray(frame)
    scale = SHOWN_WIDTH_PX / pixels.shape[1]
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    return Picture(np.ascontiguousarray(small).tobytes(), int(small.shape[1]), int(small.shape[0]))
