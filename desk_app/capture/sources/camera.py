"""A document camera or webcam: opened once in the background, its newest frame always at hand, a sharp shot on request.

The address is the number of a camera, or the path of a video file, which plays the camera in tests and demonstrations.
"""

from __future__ import annotations

import atexit
import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from PIL import Image

from desk_app import lanes
from desk_app.capture.devices import RawPage, ScanOptions
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceFailed, DeviceMissing
from desk_app.capture.page import Pixels
from desk_app.lanes import CancelToken

_BACKENDS = (cv2.CAP_MSMF, cv2.CAP_DSHOW) if sys.platform == "win32" else (cv2.CAP_ANY,)
_WANTED_SIZE = (1920, 1080)
_SHARPEST_OF = 5
_LOST_AFTER = 40
_BETWEEN_TRIES_S = 0.05
_LOOK_PX = 480
_SHOT_QUALITY = 92


class Camera:
    """One camera; ``devices.PageSource``. Kept open between ``start`` and ``close``, or as a context manager.

    Frames are uint8, H×W×3, RGB. Every method may be called from any thread.
    """

    def __init__(
        self, address: int | Path, *, name: str = "", repeat: bool = True, open_timeout_s: float = 45.0
    ) -> None:
        """Describe the camera; nothing is opened yet.

        Args:
            address: number of the camera, or path of a video file.
            name: how people know it.
            repeat: start a video file again at its end; otherwise its end is the end of the frames.
            open_timeout_s: how long opening may take; Media Foundation has been seen to need 20 s.
        """
        self._address = address
        self._name = name or (f"Camera {address + 1}" if isinstance(address, int) else address.name)
        self._repeat = repeat
        self._open_timeout_s = open_timeout_s
        self._changed = threading.Condition()
        self._stop = CancelToken()
        self._thread: threading.Thread | None = None
        self._frame: Pixels | None = None
        self._number = 0
        self._over = False
        self._error: DeviceError | None = None

    @property
    def name(self) -> str:
        """How people know it."""
        return self._name

    def start(self) -> None:
        """Open it in the background, once; returns at once."""
        with self._changed:
            if self._thread is not None:
                return
            self._stop, self._over, self._error = CancelToken(), False, None
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
            if self._error is not None:
                raise self._error
            return self._frame

    def frames(self, cancel: CancelToken) -> Iterator[Pixels]:
        """Yield new frames as they come, leaving out those that came while the last one was looked at.

        Ends when ``cancel`` is raised, the camera is closed, or a video file that does not repeat is over.

        Raises:
            DeviceError: the camera could not be opened, is silent, or was lost.
        """
        self.start()
        last, stop = 0, self._stop
        while (newer := self._after(last, cancel, stop)) is not None:
            last, frame = newer
            yield frame

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
            out = io.BytesIO()
            Image.fromarray(frame).save(out, "JPEG", quality=_SHOT_QUALITY)
            yield RawPage(out.getvalue(), ".jpg", f"camera-{number + 1:03d}.jpg")

    def _after(self, last: int, cancel: CancelToken, stop: CancelToken) -> tuple[int, Pixels] | None:
        """The first frame after number ``last``; None when there will be none."""
        waited_s = 0.0
        with self._changed:
            while not (cancel.is_cancelled or stop.is_cancelled):
                if self._error is not None:
                    raise self._error
                if self._frame is not None and self._number > last:
                    return self._number, self._frame
                if self._over:
                    return None
                if waited_s > self._open_timeout_s:
                    raise DeviceBusy(self._name, "silent")
                self._changed.wait(_BETWEEN_TRIES_S)
                waited_s += _BETWEEN_TRIES_S
        return None

    def _run(self, stop: CancelToken) -> None:
        """The camera's own thread: open, then keep the newest frame until told to stop."""
        capture: Any = None
        try:
            capture = self._open()
            self._keep_reading(capture, stop)
        except DeviceError as error:
            self._tell(error=error)
        except cv2.error as error:
            self._tell(error=DeviceFailed(self._name, str(error.code)))
        finally:
            if capture is not None:
                capture.release()
            self._tell(over=True)

    def _open(self) -> Any:
        if isinstance(self._address, int):
            for backend in _BACKENDS:
                capture = cv2.VideoCapture(self._address, backend)
                if capture.isOpened():
                    break
            for setting, value in zip((cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT), _WANTED_SIZE, strict=True):
                capture.set(setting, value)
        elif self._address.is_file():
            capture = cv2.VideoCapture(str(self._address))
        else:
            raise DeviceMissing(self._name, "file")
        if not capture.isOpened():
            capture.release()
            raise DeviceMissing(self._name, "not_opened")
        return capture

    def _keep_reading(self, capture: Any, stop: CancelToken) -> None:
        is_file = isinstance(self._address, Path)
        pause_s = 1 / min(60.0, max(5.0, capture.get(cv2.CAP_PROP_FPS) or 25.0)) if is_file else 0.0
        missed = 0
        while not stop.is_cancelled:
            ok, frame = capture.read()
            if ok:
                missed = 0
                self._tell(frame=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
                stop.wait(pause_s)
                continue
            missed += 1
            if is_file:
                if not self._repeat or missed > 1 or not capture.set(cv2.CAP_PROP_POS_FRAMES, 0):
                    return
            elif missed >= _LOST_AFTER:
                raise DeviceFailed(self._name, "lost")
            else:
                stop.wait(_BETWEEN_TRIES_S)

    def _tell(self, *, frame: Pixels | None = None, error: DeviceError | None = None, over: bool = False) -> None:
        with self._changed:
            if frame is not None:
                self._frame = frame
                self._number += 1
            self._error = error or self._error
            self._over = self._over or over
            self._changed.notify_all()


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
