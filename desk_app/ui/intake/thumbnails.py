"""Small pictures of pages, made on a lane of their own and kept while the window lives."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTransform

from desk_app.desk.digitisation import Digitisation
from desk_app.domain.draft import PageRef
from desk_app.ui.tasks import Tasks

PICTURE_LANE = "pictures"
"""Not the work lane: there a page that somebody clicks would wait behind a hundred that are being prepared."""

THUMBNAIL_PX = 220
PREVIEW_PX = 1600
_MOST = {THUMBNAIL_PX: 400, PREVIEW_PX: 8}

Key = tuple[str, int, int]


class Thumbnails(QObject):
    """Pictures by content and size. ``ready`` carries the size that has news."""

    ready = Signal(int)

    def __init__(self, digitisation: Digitisation, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digitisation, self._tasks = digitisation, tasks
        self._known: dict[int, OrderedDict[Key, QImage]] = {}
        self._asked: set[Key] = set()
        self._latest: dict[tuple[str, int], Key] = {}

    def picture(self, page: PageRef, edge_px: int) -> QImage | None:
        """The page at this size, turned as it is turned now; None while it is being made or cannot be."""
        key = _key(page, edge_px)
        shelf = self._known.setdefault(edge_px, OrderedDict())
        found = shelf.get(key)
        if found is not None:
            shelf.move_to_end(key)
            self._latest[page.id, edge_px] = key
            return found if page.prepared else _turned(found, page.rotation)
        if not page.failed:
            self._ask(page, key, edge_px)
        before = self._latest.get((page.id, edge_px))
        return shelf.get(before) if before is not None else None

    def _ask(self, page: PageRef, key: Key, edge_px: int) -> None:
        if key in self._asked:
            return
        self._asked.add(key)

        def made(data: bytes) -> None:
            self._asked.discard(key)
            shelf = self._known.setdefault(edge_px, OrderedDict())
            shelf[key] = QImage.fromData(data)
            while len(shelf) > _MOST.get(edge_px, 50):
                shelf.popitem(last=False)
            self.ready.emit(edge_px)

        self._tasks.device(
            PICTURE_LANE,
            lambda: self._digitisation.thumbnail(page, edge_px=edge_px),
            owner=self,
            done=made,
            failed=lambda _error: None,  # the page itself says why it cannot be read
        )


def _key(page: PageRef, edge_px: int) -> Key:
    return (page.prepared, -1, edge_px) if page.prepared else (page.raw, page.frame, edge_px)


def _turned(image: QImage, degrees: int) -> QImage:
    return image.transformed(QTransform().rotate(degrees)) if degrees else image
