"""Where something lies in the strip: the page beside another, the place under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import QListView

from desk_app.ui.intake.strip_model import Entry, Heading, Leaf


def beside(view: QListView, leaves: Sequence[int], row: int, key: Qt.Key) -> int:
    """The row of the page that an arrow, Home, End, Page up or down leads to."""
    place = leaves.index(row)
    last = len(leaves) - 1
    match key:
        case Qt.Key.Key_Home:
            return leaves[0]
        case Qt.Key.Key_End:
            return leaves[last]
        case Qt.Key.Key_Left:
            return leaves[max(0, place - 1)]
        case Qt.Key.Key_Right:
            return leaves[min(last, place + 1)]
        case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
            room_px = view.viewport().height()
            return _above_or_below(view, leaves, row, -room_px if key == Qt.Key.Key_PageUp else room_px)
        case _:
            return _above_or_below(view, leaves, row, -1 if key == Qt.Key.Key_Up else 1)


def _above_or_below(view: QListView, leaves: Sequence[int], row: int, by_px: int) -> int:
    """The page nearest to straight above or below, in the next line or about ``by_px`` away."""
    here = _box(view, row)
    lines: dict[int, list[int]] = {}
    for each in leaves:
        top = _box(view, each).top()
        if (top - here.top()) * by_px > 0:
            lines.setdefault(top, []).append(each)
    if not lines:
        return row
    line = min(lines, key=lambda top: abs(top - (here.top() + by_px)))
    return min(lines[line], key=lambda each: abs(_box(view, each).center().x() - here.center().x()))


def place_of(view: QListView, entries: Sequence[Entry], at: QPoint) -> tuple[str | None, str | None]:
    """Component and the page before which something was dropped; the end of the last group beneath everything."""
    index = _nearest(view, at)
    row = index.row() if index.isValid() else len(entries)
    if index.isValid() and _is_after(view, index, at):
        row += 1
    above = [e for e in entries[:row] if isinstance(e, Heading)]
    component = above[-1].component if above else None
    entry = entries[row] if row < len(entries) else None
    if isinstance(entry, Heading) and not above:
        component = entry.component
    return component, entry.page.id if isinstance(entry, Leaf) else None


def place_px(view: QListView, at: QPoint, *, sheet: bool) -> QRect:
    """A thin line at the place that ``place_of`` tells, in the viewport; null beneath everything."""
    index = _nearest(view, at)
    if not index.isValid():
        return QRect()
    box = view.visualRect(index)
    after = _is_after(view, index, at)
    if sheet:
        return QRect(box.right() if after else box.left() - 1, box.top() + 2, 3, box.height() - 4)
    return QRect(box.left() + 4, box.bottom() - 1 if after else box.top() - 1, box.width() - 8, 3)


def _nearest(view: QListView, at: QPoint) -> QModelIndex:
    """What lies there, or at the left of it in the same line."""
    index = view.indexAt(at)
    x = at.x()
    while not index.isValid() and x > 0:
        x -= 24
        index = view.indexAt(QPoint(max(2, x), at.y()))
    return index


def _is_after(view: QListView, index: QModelIndex, at: QPoint) -> bool:
    box = view.visualRect(index)
    if view.flow() == QListView.Flow.LeftToRight:
        return at.x() > box.center().x()
    return at.y() > box.center().y()


def _box(view: QListView, row: int) -> QRect:
    return view.visualRect(view.model().index(row, 0))
