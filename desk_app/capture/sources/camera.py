"""A document camera or webcam: opened once in the background, its newest frame always at hand, a sharp shot on request.

The address is the number of a camera, or the path of a video file, which plays the camera in tests and demonstrations.
While nobody looks, frames are let pass without being unpacked, so that a camera that is kept warm costs next to nothing.
"""

from __future__ import annotations

import atexit
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from PIL import Image

from desk_app import clock, lanes
from desk_app.capture.devices import RawPage, ScanOptions
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceFailed, DeviceMissing
from desk_app.capture.page import Pixels
from desk_app.capture.sources import camera_opening
from desk_app.capture.sources.camera_opening import Capture, Settling
from desk_app.lanes import CancelToken

_SHARPEST_OF = 5
_UNWATCHED_AFTER_S = 1.5
_STALE_FRAMES = 5
_SLOW_FRAME_S = 0.3
_TIMED_FRAMES = 6
_LOST_AFTER = 40
_BETWEEN_TRIES_S = 0.05
_LOOK_PX = 480
_SHOT_QUALITY = 92


class Camera:
    """One camera; ``devices.PageSource``. Kept open between ``start`` and ``close``, or as a context manager.

    Frames are uint8, H×W×3, RGB. Every method may be called from any thread.
    """

    def __init__(
        self,
        address: int | Path,
        *,
        name: str = "",
        repeat: bool = True,
        open_timeout_s: float = 45.0,
        opened: Callable[[int | Path, str], Capture] = camera_opening.open_address,
    ) -> None:
        """Describe the camera; nothing is opened yet.

        Args:
            address: number of the camera, or path of a video file.
            name: how people know it.
            repeat: start a video file again at its end; otherwise its end is the end of the frames.
            open_timeout_s: how long opening may take; Media Foundation has been seen to need 20 s.
            opened: opens the camera of an address.
        """
        self._address = address
        self._name = name or (f"Camera {address + 1}" if isinstance(address, int) else address.name)
        self._repeat = repeat
        self._open_timeout_s = open_timeout_s
        self._opened = opened
        self._changed = threading.Condition()
        self._stop = CancelToken()
        self._thread: threading.Thread | None = None
        self._frame: Pixels | None = None
        self._number = 0
        self._at_s = 0.0
        self._asked_s = clock.monotonic_s()
        self._over = False
        self._error: DeviceError | None = None

    @property
    def name(self) -> str:
        """How people know it."""
        return self._name

    def start(self) -> None:
        """Open it in the background, once, or again after it was lost; returns at once."""
        with self._changed:
            if self._thread is not None and (self._error is None or self._thread.is_alive()):
                return
            self._asked_s = clock.monotonic_s()
            self._stop, self._over, self._error, self._frame = CancelToken(), False, None, None
            self._thread = lanes.start_thread(f"camera-{self._name}", self._run, self._stop)
        atexit.register(self.close)  # a thread inside OpenCV while the interpreter ends aborts the process

    def close(self) -> None:
        """Let go of the camera and wait for its thread."""
        with self._changed:
            self._stop.cancel()
            self._changed.notify_all()
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(self._open_timeout_s)
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def latest(self) -> Pixels | None:
        """The newest frame, None while there is none yet; never waits.

        Raises:
            DeviceError: the camera could not be opened, or was lost.
        """
        with self._changed:
            self._asked_s = clock.monotonic_s()
            if self._error is not None:
                raise self._error
            return self._frame

    def frames(self, cancel: CancelToken) -> Iterator[Pixels]:
        """Yield new frames as they come, leaving out those that came while the last one was looked at.

        Ends when ``cancel`` is raised, the camera is closed, or a video file that does not repeat is over.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        return (frame for _, frame in self.timed_frames(cancel))

    def timed_frames(self, cancel: CancelToken) -> Iterator[tuple[float, Pixels]]:
        """The same, each frame with the second it was taken at, by a clock that runs evenly; that of a film is its own.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        self.start()
        last, stop = 0, self._stop
        while (newer := self._after(last, cancel, stop)) is not None:
            last, at_s, frame = newer
            yield at_s, frame

    def shot(self, cancel: CancelToken | None = None) -> Pixels:
        """The sharpest of the next few frames, whole.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
            Cancelled: ``cancel`` was raised.
        """
        token = cancel or CancelToken()
        best: Pixels | None = None
        sharpest = -1.0
        for count, frame in enumerate(self.frames(token), start=1):
            sharp = sharpness(frame)
            if sharp > sharpest:
                best, sharpest = frame, sharp
            if count == _SHARPEST_OF:
                break
        token.raise_if_cancelled()
        if best is None:
            raise DeviceFailed(self._name, "no_frame")
        return best

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield ``options.most_pages`` shots, one if that is 0; a camera that was not open is closed again afterwards.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        was_open = self._thread is not None
        try:
            yield from self._shots(options, cancel)
        finally:
            if not was_open:
                self.close()

    def _shots(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        for number in range(max(1, options.most_pages)):
            try:
                frame = self.shot(cancel)
            except lanes.Cancelled:
                return
            yield page_of(frame, number + 1)

    def _after(self, last: int, cancel: CancelToken, stop: CancelToken) -> tuple[int, float, Pixels] | None:
        """The first frame after number ``last``; None when there will be none."""
        waited_s = 0.0
        with self._changed:
            while not (cancel.is_cancelled or stop.is_cancelled):
                if self._error is not None:
                    raise self._error
                self._asked_s = clock.monotonic_s()
                if self._frame is not None and self._number > last:
                    return self._number, self._at_s, self._frame
                if self._over:
                    return None
                if waited_s > self._open_timeout_s:
                    raise DeviceBusy(self._name, "silent")
                self._changed.wait(_BETWEEN_TRIES_S)
                waited_s += _BETWEEN_TRIES_S
        return None

    def _run(self, stop: CancelToken) -> None:
        """The camera's own thread: open, then keep the newest frame until told to stop."""
        capture: Capture | None = None
        try:
            capture = self._opened(self._address, self._name)
            if isinstance(self._address, Path):
                self._play(capture, stop)
            else:
                self._watch(capture, stop)
        except DeviceError as error:
            self._tell(error=error)
        except cv2.error as error:
            self._tell(error=DeviceFailed(self._name, str(error.code)))
        finally:
            if capture is not None:
                capture.release()
            self._tell(over=True)

    def _play(self, film: Capture, stop: CancelToken) -> None:
        """A video file, at its own speed."""
        rate = film.get(cv2.CAP_PROP_FPS) or 25.0
        pause_s = 1 / min(60.0, max(5.0, rate))
        settling, number, missed = Settling(), 0, 0
        while not stop.is_cancelled:
            ok, frame = film.read()
            if ok:
                number, missed = number + 1, 0
                if settling.accepts(frame):
                    self._tell(frame=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), at_s=number * pause_s)
                stop.wait(pause_s)
                continue
            missed += 1
            if not self._repeat or missed > 1 or not film.set(cv2.CAP_PROP_POS_FRAMES, 0):
                return

    def _watch(self, capture: Capture, stop: CancelToken) -> None:
        """A real camera, which sets the pace itself.

        Raises:
            DeviceBusy: it was opened but gave no frame at all: another program has it.
            DeviceMissing: it gave frames and no longer does: it was unplugged.
        """
        settling, speed = Settling(), _Speed()
        missed, seen = 0, False
        while not stop.is_cancelled:
            if seen and self._let_pass(capture, stop):
                continue
            ok, frame = capture.read()
            if not ok:
                missed += 1
                if missed >= _LOST_AFTER:
                    raise DeviceMissing(self._name, "lost") if seen else DeviceBusy(self._name, "no_frame")
                stop.wait(_BETWEEN_TRIES_S)
                continue
            missed, seen = 0, True
            at_s = clock.monotonic_s()
            if speed.is_too_slow(at_s, frame):
                camera_opening.negotiate(capture, most=camera_opening.SWIFT_SIZE)
            if settling.accepts(frame):
                self._tell(frame=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), at_s=at_s)

    def _let_pass(self, capture: Capture, stop: CancelToken) -> bool:
        """While nobody looks: keep the camera awake at little cost; when somebody looks again, drop what has waited meanwhile."""
        waited = False
        while clock.monotonic_s() - self._asked_s > _UNWATCHED_AFTER_S and not stop.is_cancelled:
            waited = True
            if not capture.grab():
                return False
            stop.wait(4 * _BETWEEN_TRIES_S)
        for _ in range(_STALE_FRAMES if waited and not stop.is_cancelled else 0):
            capture.grab()
        return waited

    def _tell(
        self, *, frame: Pixels | None = None, at_s: float = 0.0, error: DeviceError | None = None, over: bool = False
    ) -> None:
        with self._changed:
            if frame is not None:
                self._frame, self._at_s = frame, at_s
                self._number += 1
            self._error = error or self._error
            self._over = self._over or over
            self._changed.notify_all()


class _Speed:
    """Notices, once, that frames come too slowly at the size that was asked for."""

    def __init__(self) -> None:
        self._times_s: list[float] = []
        self._decided = False

    def is_too_slow(self, at_s: float, frame: Pixels) -> bool:
        if self._decided:
            return False
        self._times_s.append(at_s)
        if len(self._times_s) <= _TIMED_FRAMES:
            return False
        self._decided = True
        each_s = (self._times_s[-1] - self._times_s[1]) / (len(self._times_s) - 2)
        width, height = camera_opening.SWIFT_SIZE
        return each_s > _SLOW_FRAME_S and frame.shape[0] * frame.shape[1] > width * height


def page_of(frame: Pixels, number: int) -> RawPage:
    """A frame as a page file; ``number`` counts from one."""
    out = io.BytesIO()
    Image.fromarray(frame).save(out, "JPEG", quality=_SHOT_QUALITY)
    return RawPage(out.getvalue(), ".jpg", f"camera-{number:03d}.jpg")


def sharpness(frame: Pixels) -> float:
    """How much fine detail a frame has; only comparisons between frames of one scene mean anything."""
    grey = cv2.cvtColor(_small(frame), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def motion(before: Pixels, now: Pixels) -> float:
    """How much two frames differ, in levels: under 2 the paper lies still, over 6 a hand moves."""
    one, other = (cv2.GaussianBlur(_small(frame), (0, 0), 2) for frame in (before, now))
    return float(np.percentile(cv2.absdiff(one, other), 98))


def _small(frame: Pixels) -> Pixels:
    scale = _LOOK_PX / frame.shape[1]
    return cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else frame
