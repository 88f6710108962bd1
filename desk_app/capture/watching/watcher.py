"""Watches the sheet under a camera: where it lies, whether it lies still, whether a hand is on it, when to shoot.

Pure: frames and their times go in, sightings come out. A sheet that was shot is not shot again, however it is moved or
turned, until another one lies there.
"""

from __future__ import annotations

import collections
import dataclasses

import numpy as np

from desk_app.capture.page import Pixels
from desk_app.capture.sheet import outline as outlines
from desk_app.capture.watching import sheet_looks as looks
from desk_app.capture.watching.sighting import Outline, SheetState, Sighting

STILL_S = 0.6
_QUIET_S = 0.12
_LOOK_EVERY_S = 0.4
_SHOT_SHOWN_S = 0.7
_LONGEST_FOR_FOCUS_S = 2.2
_LONGEST_FOR_LIGHT_S = 3.0
_CHECK_AGAIN_S = 0.4
_MOVED_PART = 0.015
_SAME_PRINT = 0.27
_FOCUS_SWING = 1.35
_FEWEST_STILL = 3
_REMEMBERED = 24


@dataclasses.dataclass(slots=True, eq=False)
class _Still:
    """A time in which nothing moved on the sheet.

    Attributes:
        thumb: how it looked when it began.
        since_s: when that was.
        quad: the outline seen first in it, in pixels of the small picture.
        known: whether this sheet is the one that was shot last; None while nobody looked.
        problems: what was wrong at the last look.
        details: fine detail of each frame and its time.
        best: the sharpest frame, whether nothing moved at the sheet's margins either, and its detail.
    """

    thumb: Pixels
    since_s: float
    quad: Pixels | None = None
    known: bool | None = None
    problems: tuple[str, ...] = ()
    place: tuple[float, float] = (0.5, 0.5)
    frames: int = 0
    details: list[tuple[float, float]] = dataclasses.field(default_factory=list)
    best: Pixels | None = None
    best_is_calm: bool = False
    best_detail: float = -1.0
    blurred: bool = False
    checked_s: float = -1e9


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Shot:
    """What was shot last."""

    thumb: Pixels
    quad: Pixels | None
    at_s: float


class Watcher:
    """Sees one frame after the other. Not for several threads at once."""

    def __init__(self, *, still_s: float = STILL_S) -> None:
        """Begin with an empty memory.

        Args:
            still_s: how long a sheet lies still before it is shot.
        """
        self._still_s = still_s
        self._still: _Still | None = None
        self._scene: Pixels | None = None
        self._scene_s = 0.0
        self._mask: Pixels | None = None
        self._whole: Pixels | None = None
        self._is_calm = True
        self._quad: Pixels | None = None
        self._looked_s = -1e9
        self._shot: _Shot | None = None
        self._prints: collections.deque[Pixels] = collections.deque(maxlen=_REMEMBERED)
        self._small_shape = (0, 0)
        self._last: tuple[Pixels, Pixels] | None = None

    @property
    def best(self) -> Pixels | None:
        """The sharpest frame since the sheet lies still."""
        return self._still.best if self._still is not None else None

    def see(self, frame: Pixels, at_s: float) -> Sighting:
        """Take in one frame and say what is seen.

        Args:
            frame: uint8, H×W×3, RGB, as large as the camera gives it; it is kept by reference while it is the best.
            at_s: when it was taken, by any clock that runs evenly.
        """
        small = looks.shrunk(frame)
        self._small_shape = small.shape[:2]
        still = self._follow(small, looks.thumb(small), at_s)
        still.frames += 1
        if self._should_look(still, at_s):
            self._look(small, still, at_s)
        quiet_s = at_s - still.since_s
        if self._quad is None:
            return Sighting(state=self._state_without_sheet(at_s))
        if quiet_s < _QUIET_S or still.quad is None:
            return self._sighting(SheetState.MOVING)
        return self._judged(frame, still, at_s)

    def was_shot(self, at_s: float) -> None:
        """The sheet that lies there now was shot, by whoever it was."""
        if self._last is None:
            return
        small, now = self._last
        self._shot = _Shot(now, self._quad, at_s)
        if self._quad is not None:
            self._prints.append(looks.print_of(small, self._quad))
        if self._still is not None:
            self._still.known = True

    def start_again(self) -> None:
        """The camera was away, or nobody looked: only the sheets that were shot are remembered."""
        self._still = self._scene = self._mask = self._whole = self._quad = self._last = None
        self._scene_s, self._looked_s = 0.0, -1e9
        if self._shot is not None:
            self._shot = dataclasses.replace(self._shot, at_s=-1e9)

    def doubts(self, frame: Pixels) -> tuple[str, ...]:
        """What is wrong with a frame that is to become a page: keys of ``Sighting.warnings`` and "no_sheet"."""
        small = looks.shrunk(frame)
        quad = outlines.find_outline(small)
        if quad is None:
            return ("no_sheet",)
        blurred = looks.is_blurred(frame, looks.busiest_place(small, quad), quad * (frame.shape[1] / small.shape[1]))
        return (*_problems(small, quad), *(("blurred",) if blurred else ()))

    # following

    def _follow(self, small: Pixels, now: Pixels, at_s: float) -> _Still:
        before = self._last[1] if self._last is not None else now
        self._is_calm = not looks.has_changed(before, now, self._whole)
        self._last = small, now
        still = self._still
        if self._scene is None or looks.has_changed(self._scene, now):
            self._scene, self._scene_s = now, at_s
        if still is None or looks.has_changed(still.thumb, now, self._mask):
            still = self._still = _Still(now, at_s)
        return still

    def _should_look(self, still: _Still, at_s: float) -> bool:
        """Looking for the outline costs more than all the rest: only when something may have become different."""
        quiet_s, ago_s = at_s - still.since_s, at_s - self._looked_s
        if still.quad is None and quiet_s >= _QUIET_S:
            return self._quad is not None or ago_s > _LOOK_EVERY_S or self._looked_s < still.since_s + _QUIET_S
        if at_s - self._scene_s < _QUIET_S or quiet_s < _QUIET_S:
            return ago_s >= _LOOK_EVERY_S
        if self._looked_s < self._scene_s + _QUIET_S:
            return True
        waiting = not still.known and quiet_s >= self._still_s * 0.8
        return (
            waiting and (self._looked_s < still.since_s + self._still_s * 0.8 or bool(still.problems)) and ago_s > 0.25
        )

    def _look(self, small: Pixels, still: _Still, at_s: float) -> None:
        self._looked_s = at_s
        quad = outlines.find_outline(small)
        if quad is not None and not looks.is_paper(small, quad):
            quad = None
        self._quad = quad
        quiet = at_s - still.since_s >= _QUIET_S
        if quad is None:
            self._mask, self._whole, still.quad, still.known = None, None, None, None
            return
        tiny, shape = quad * (still.thumb.shape[1] / small.shape[1]), still.thumb.shape
        self._mask, self._whole = looks.inner(tiny, shape), looks.inner(tiny, shape, margin=0.0)
        if not quiet:
            return
        if still.quad is not None and self._apart(still.quad, quad) > _MOVED_PART:
            if self._scene_s > still.since_s:  # really moved, though nothing is written where it was looked at
                self._still = _Still(still.thumb, at_s, quad)
                return
            still.known = None
        still.quad = quad
        still.place = looks.busiest_place(small, quad)
        still.problems = _problems(small, quad)
        if still.known is None and "hand" not in still.problems:
            still.known = self._is_known(small, still.thumb, quad)

    def _apart(self, one: Pixels, other: Pixels) -> float:
        return float(np.abs(one - other).max()) / max(self._small_shape)

    def _is_known(self, small: Pixels, now: Pixels, quad: Pixels) -> bool:
        """Whether this is a sheet that was shot before; of bare sheets only the last counts, for they are all alike."""
        shot = self._shot
        if shot is None:
            return False
        if shot.quad is not None and self._apart(shot.quad, quad) < _MOVED_PART:
            mask = looks.inner(quad * (now.shape[1] / small.shape[1]), now.shape)
            if not looks.has_changed(shot.thumb, now, mask):
                return True
        seen = looks.print_of(small, quad)
        remembered = list(self._prints)[-1:] if looks.is_bare(seen) else list(self._prints)
        return any(looks.print_distance(known, seen) < _SAME_PRINT for known in remembered)

    # judging

    def _judged(self, frame: Pixels, still: _Still, at_s: float) -> Sighting:
        if still.known:
            fresh = self._shot is not None and at_s - self._shot.at_s < _SHOT_SHOWN_S
            return self._sighting(SheetState.SHOT if fresh else SheetState.CHANGE_SHEET)
        if "hand" in still.problems:
            return self._sighting(SheetState.MOVING, warnings=("hand",))
        if "cut" in still.problems:
            return self._sighting(SheetState.STEADYING, warnings=still.problems)
        self._keep_best(frame, still, at_s)
        quiet_s = at_s - still.since_s
        progress = min(1.0, quiet_s / self._still_s)
        ready = (
            progress >= 1.0 and still.frames >= _FEWEST_STILL and self._looked_s >= still.since_s + 0.5 * self._still_s
        )
        if ready and self._is_worth_waiting(still, at_s):
            ready = False
        warnings = (*still.problems, *(("blurred",) if still.blurred else ()))
        return self._sighting(SheetState.STEADYING, progress=progress, warnings=warnings, shoot=ready)

    def _keep_best(self, frame: Pixels, still: _Still, at_s: float) -> None:
        fine = looks.detail(looks.crop(frame, still.place))
        still.details.append((at_s, fine))
        calmer = self._is_calm and not still.best_is_calm
        finer = fine >= 0.93 * still.best_detail and self._is_calm >= still.best_is_calm
        if calmer or finer:  # of nearly equal frames the latest: hands were farther away
            still.best, still.best_is_calm = frame, self._is_calm
            still.best_detail = fine if calmer else max(fine, still.best_detail)

    def _is_worth_waiting(self, still: _Still, at_s: float) -> bool:
        """Whether focus or light may become better in a moment."""
        quiet_s = at_s - still.since_s
        if "glare" in still.problems and quiet_s < _LONGEST_FOR_LIGHT_S:
            return True
        if quiet_s >= _LONGEST_FOR_FOCUS_S:
            self._check_blur(still, at_s)
            return False
        recent = [fine for when, fine in still.details if at_s - when <= 0.3]
        if len(recent) < 2 or max(recent) > _FOCUS_SWING * min(recent) or recent[-1] < 0.7 * still.best_detail:
            return True
        self._check_blur(still, at_s)
        return still.blurred

    def _check_blur(self, still: _Still, at_s: float) -> None:
        if at_s - still.checked_s < _CHECK_AGAIN_S or still.best is None or still.quad is None:
            return
        still.checked_s = at_s
        scale = still.best.shape[1] / self._small_shape[1]
        still.blurred = looks.is_blurred(still.best, still.place, still.quad * scale)

    def _state_without_sheet(self, at_s: float) -> SheetState:
        return SheetState.MOVING if at_s - self._scene_s < _QUIET_S and self._scene_s > 0 else SheetState.SEARCHING

    def _sighting(
        self, state: SheetState, *, progress: float = 0.0, warnings: tuple[str, ...] = (), shoot: bool = False
    ) -> Sighting:
        return Sighting(state=state, progress=progress, outline=self._fractions(), warnings=warnings, shoot=shoot)

    def _fractions(self) -> Outline | None:
        if self._quad is None:
            return None
        height, width = self._small_shape
        return tuple((float(x) / width, float(y) / height) for x, y in self._quad)


def _problems(small: Pixels, quad: Pixels) -> tuple[str, ...]:
    found = (
        ("hand", looks.is_hand_over(small, quad)),
        ("cut", looks.is_cut(quad, small.shape)),
        ("dark", looks.is_dark(small, quad)),
        ("glare", looks.has_glare(small, quad)),
    )
    return tuple(key for key, wrong in found if wrong)
