"""Small pieces of the pane beside the list: sections, facts in two columns, a paper with its state, a line of the timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

from desk_app.ui.buttons import LinkButton
from desk_app.ui.cards import divider
from desk_app.ui.dossier_words import Words
from desk_app.ui.icons import IconLabel
from desk_app.ui.labels import label
from desk_app.ui.pills import Pill


def section(title: str, aside: str = "") -> tuple[QWidget, QVBoxLayout]:
    """A hairline, a heading, and room beneath it."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(divider())
    head = QHBoxLayout()
    head.setContentsMargins(0, 4, 0, 0)
    head.addWidget(label(title, "heading"))
    head.addStretch(1)
    if aside:
        head.addWidget(label(aside, "small"))
    column.addLayout(head)
    return holder, column


def facts(pairs: Sequence[tuple[str, str]]) -> QWidget:
    """Names at the left, values at the right; a pair without a value is left out."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, 92)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate((name, value) for name, value in pairs if value):
        caption = label(name, "small")
        caption.setContentsMargins(0, 2, 0, 0)
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, wrap=True, selectable=True), row, 1)
    return holder


def paper(
    name: str,
    detail: str,
    *,
    state: Words | None = None,
    action: str = "",
    run: Callable[[], object] | None = None,
    spoken: str = "",
) -> QWidget:
    """A paper: its name and what is known of it, its state, and a link to look at it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(8)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(name, wrap=True))
    if detail:
        words.addWidget(label(detail, "small", wrap=True))
    row.addLayout(words, 1)
    if state is not None:
        row.addWidget(Pill(state.text, state.kind, icon=state.icon), 0, Qt.AlignmentFlag.AlignTop)
    if run is not None:
        link = LinkButton(action, run=run)
        link.setAccessibleName(spoken or f"{action}: {name}")
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def happening(when: str, icon: str, text: str, detail: str = "") -> QWidget:
    """A line of the timeline."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 1, 0, 3)
    row.setSpacing(8)
    row.addWidget(IconLabel(icon, "muted", size_px=16), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(text, wrap=True))
    if detail:
        words.addWidget(label(detail, "small", wrap=True))
    words.addWidget(label(when, "small"))
    row.addLayout(words, 1)
    return holder


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        taken: QLayoutItem | None = layout.takeAt(0)
        if taken is None:
            return
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
