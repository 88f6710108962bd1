"""A camera that stays open while somebody looks through it: pictures for the screen, cards read, pages taken. No Qt."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desk_app.capture.watching.sighting import Outline, SheetState, Sighting
from desk_app.desk.digitisation import IncomingFile
from desk_app.domain.codes import CodeKind
from desk_app.lanes import CancelToken

if TYPE_CHECKING:
    from desk_app.capture.codes.symbols import Symbol
    from desk_app.capture.devices import RawPage, ScanOptions
    from desk_app.capture.page import Pixels
    from desk_app.capture.watching.watcher import Watcher

SHOWN_WIDTH_PX = 960
CARD_WIDTH_PX = 1920
READINGS_NEEDED = 3
_SHARPEST_OF = 5


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
        picture: the frame.
        readings: how often in a row the card under the camera was read the same.
        card: the text of a card, once it was read the same often enough, and then once only.
        outline: the four corners of the sheet as parts of the picture's width and height; None when none is seen.
        state: where the sheet is on its way into the program.
        progress: 0 to 1 while it lies still and is about to be shot.
        warnings: what is wrong with the sheet, or with the page that was shot just now: "hand", "cut", "glare", "blurred", "dark",
            "no_sheet".
        shot: a page that was taken just now, by itself or because it was asked for.
        by_itself: that page was not asked for.
    """

    picture: Picture
    readings: int = 0
    card: str = dataclasses.field(default="", repr=False)
    outline: Outline | None = None
    state: SheetState = SheetState.SEARCHING
    progress: float = 0.0
    warnings: tuple[str, ...] = ()
    shot: IncomingFile | None = None
    by_itself: bool = False


class OpenCamera(Protocol):
    """What is needed of ``capture.sources.camera.Camera``."""

    @property
    def name(self) -> str:
        """How people know it."""
        ...

    def start(self) -> None:
        """Open it in the background."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...

    def timed_frames(self, cancel: CancelToken) -> Iterator[tuple[float, Pixels]]:
        """Frames as they come, each with the second it was taken at."""
        ...

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Shots as page files."""
        ...


class LiveCamera:
    """A camera that is kept open while somebody looks through it. ``close`` may be called from any thread."""

    def __init__(self, address: str, *, make: Callable[[str], OpenCamera] | None = None) -> None:
        """Describe the camera; nothing is opened yet.

        Args:
            address: its number, or the path of a video file that plays one.
            make: makes the camera of an address.
        """
        self._address = address
        self._make = make or _camera_of
        self._lock = threading.Lock()
        self._opened: OpenCamera | None = None
        self._watcher: Watcher | None = None
        self._asked = threading.Event()
        self._taken = 0
        self.automatic = False
        """Whether a sheet that lies still is shot by itself; may be changed at any time, from any thread."""

    def warm_up(self) -> None:
        """Open the camera in the background, so that it is ready when somebody wants to look; may take a moment itself."""
        self._camera().start()

    def sights(self, *, cancel: CancelToken, for_card: bool, automatic: bool = False) -> Iterator[Sight]:
        """What the camera sees, as often as it can be looked at, until ``cancel`` is raised.

        A page that is taken, by itself or after ``ask_shot``, comes in the stream. After an error the camera is let go; looking
        again opens it anew.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        from desk_app.capture.errors import DeviceError

        self.automatic = automatic
        self._asked.clear()
        try:
            yield from self._cards(cancel) if for_card else self._sheets(cancel)
        except DeviceError:
            self.close()
            raise

    def ask_shot(self) -> None:
        """Take a page from the next frames, whatever lies there; it comes in the stream of ``sights``."""
        self._asked.set()

    def shot(self, *, cancel: CancelToken) -> IncomingFile:
        """The sharpest of the next frames, whole, as a file; for whoever does not look through it.

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

    def _camera(self) -> OpenCamera:
        with self._lock:
            if self._opened is None:
                self._opened = self._make(self._address)
            return self._opened

    def _cards(self, cancel: CancelToken) -> Iterator[Sight]:
        from desk_app.capture.codes import symbols
        from desk_app.capture.watching.sheet_looks import shrunk

        steady = _CountingReading(needed=READINGS_NEEDED)
        for _, frame in self._camera().timed_frames(cancel):
            card = steady.see(symbols.read_live(shrunk(frame, CARD_WIDTH_PX)))
            yield Sight(_shown(frame), steady.readings, card)

    def _sheets(self, cancel: CancelToken) -> Iterator[Sight]:
        from desk_app.capture.watching.watcher import Watcher

        watcher = self._watcher = self._watcher or Watcher()
        watcher.start_again()
        burst: list[Pixels] = []
        for at_s, frame in self._camera().timed_frames(cancel):
            seen = watcher.see(frame, at_s)
            shot: IncomingFile | None = None
            by_itself = seen.shoot and self.automatic
            if self._asked.is_set():
                burst.append(frame)
                if len(burst) == _SHARPEST_OF:
                    self._asked.clear()
                    shot, seen = self._of_burst(burst, seen, watcher)
                    burst, by_itself = [], False
                    watcher.was_shot(at_s)
            elif by_itself:
                shot = self._file_of(frame if watcher.best is None else watcher.best)
                watcher.was_shot(at_s)
            yield self._sight(frame, seen, shot, by_itself=by_itself and shot is not None)

    def _of_burst(self, burst: list[Pixels], seen: Sighting, watcher: Watcher) -> tuple[IncomingFile, Sighting]:
        from desk_app.capture.sources.camera import sharpness

        best = max(burst, key=sharpness)
        return self._file_of(best), dataclasses.replace(seen, warnings=watcher.doubts(best))

    def _file_of(self, frame: Pixels) -> IncomingFile:
        from desk_app.capture.sources.camera import page_of

        self._taken += 1
        page = page_of(frame, self._taken)
        return IncomingFile(page.name, page.data, source="camera")

    def _sight(self, frame: Pixels, seen: Sighting, shot: IncomingFile | None, *, by_itself: bool) -> Sight:
        return Sight(
            _shown(frame),
            outline=seen.outline,
            state=SheetState.SHOT if shot is not None else seen.state,
            progress=seen.progress,
            warnings=seen.warnings,
            shot=shot,
            by_itself=by_itself,
        )


class _CountingReading:
    """Counts equal readings of a card and believes the one that came often enough in a row."""

    def __init__(self, *, needed: int) -> None:
        from desk_app.capture.codes.symbols import SteadyReading

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


def _camera_of(address: str) -> OpenCamera:
    from desk_app.capture.sources.camera import Camera

    number = address or "0"
    return Camera(int(number) if number.isdecimal() else Path(number))


def _shown(frame: Pixels) -> Picture:
    import numpy as np

    from desk_app.capture.watching.sheet_looks import shrunk

    small = np.ascontiguousarray(shrunk(frame, SHOWN_WIDTH_PX))
    return Picture(small.tobytes(), int(small.shape[1]), int(small.shape[0]))
