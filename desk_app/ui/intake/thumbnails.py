"""Small pictures of pages, made and decoded on a lane of their own and kept while the window lives.

What was asked for last is made first: it is what somebody looks at now.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTransform

from desk_app.desk.digitisation import Digitisation
from desk_app.domain.draft import PageRef
from desk_app.ui.tasks import Tasks

PICTURE_LANE = "pictures"
"""Not the work lane: there a page that somebody clicks would wait behind a hundred that are being prepared."""

THUMBNAIL_PX = 220
VIEW_PX = 800
"""A whole page as it is looked at."""

PREVIEW_PX = 1600
"""A page that somebody has come nearer to."""

FULL_PX = 5000
"""More than an A4 page has at 400 dpi: whole, for the loupe."""

_MOST = {THUMBNAIL_PX: 360, VIEW_PX: 16, PREVIEW_PX: 4, FULL_PX: 1}
_MOST_WAITING = 240
_AT_ONCE = 1

Key = tuple[str, int, int]


class Thumbnails(QObject):
    """Pictures by content and size. ``ready`` carries the size that has news and the id of the page."""

    ready = Signal(int, str)

    def __init__(self, digitisation: Digitisation, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digitisation, self._tasks = digitisation, tasks
        self._known: dict[int, OrderedDict[Key, QImage]] = {}
        self._waiting: OrderedDict[Key, PageRef] = OrderedDict()
        self._running: set[Key] = set()
        self._latest: dict[tuple[str, int], tuple[Key, int]] = {}

    def picture(self, page: PageRef, edge_px: int) -> QImage | None:
        """The page at this size, turned as it is turned now; None while it is being made or cannot be."""
        key = _key(page, edge_px)
        shelf = self._known.setdefault(edge_px, OrderedDict())
        found = shelf.get(key)
        if found is not None:
            shelf.move_to_end(key)
            self._latest[page.id, edge_px] = key, page.rotation if page.prepared else 0
            return found if page.prepared else _turned(found, page.rotation)
        if not page.failed:
            self._ask(page, key)
        before, rotation = self._latest.get((page.id, edge_px), (None, 0))
        stale = shelf.get(before) if before is not None else None
        return _turned(stale, page.rotation - rotation) if stale is not None else None

    def picture_as_it_came(self, page: PageRef, edge_px: int) -> QImage | None:
        """The raw picture of a page, before anything was done with it."""
        raw = dataclasses.replace(page, id=f"{page.id} raw", prepared="", rotation=0, failed="")
        return self.picture(raw, edge_px)

    def _ask(self, page: PageRef, key: Key) -> None:
        if key in self._running:
            return
        self._waiting[key] = page
        self._waiting.move_to_end(key)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)  # out of sight by now; whoever comes back asks again
        self._start()

    def _start(self) -> None:
        while self._waiting and len(self._running) < _AT_ONCE:
            key, page = self._waiting.popitem(last=True)
            self._running.add(key)
            self._make(key, page)

    def _make(self, key: Key, page: PageRef) -> None:
        edge_px = key[2]

        def made(picture: QImage) -> None:
            self._running.discard(key)
            shelf = self._known.setdefault(edge_px, OrderedDict())
            shelf[key] = picture
            while len(shelf) > _MOST.get(edge_px, 50):
                shelf.popitem(last=False)
            self._start()
            self.ready.emit(edge_px, page.id.removesuffix(" raw"))

        def failed(_error: BaseException) -> None:
            """The page itself says why it cannot be read."""
            self._running.discard(key)
            self._start()

        self._tasks.device(
            PICTURE_LANE,
            lambda: _decoded(self._digitisation.thumbnail(page, edge_px=edge_px)),
            owner=self,
            done=made,
            failed=failed,
        )


def _decoded(data: bytes) -> QImage:
    """On the lane of pictures: a QImage may be made in any thread, and painting one of this format costs least."""
    return QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)


def _key(page: PageRef, edge_px: int) -> Key:
    return (page.prepared, -1, edge_px) if page.prepared else (page.raw, page.frame, edge_px)


def _turned(image: QImage, degrees: int) -> QImage:
    return image.transformed(QTransform().rotate(degrees)) if degrees % 360 else image
