"""Going through the suspicious pages with one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desk_app.domain import arrangement
from desk_app.domain.draft import PageRef
from desk_app.ui.intake.pane.review import Review, waiting
from desk_app.ui.intake.strip import PageStrip
from desk_app.ui.intake.strip_model import Entry, Heading, Leaf
from desk_app.ui.intake.visit import Visit


class Reviewing(QObject):
    """While it is open the strip shows only what is gone through. ``changed`` says that this began or ended."""

    changed = Signal()

    def __init__(self, visit: Visit, strip: PageStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._visit, self._strip = visit, strip
        self._review = Review()

    @property
    def is_open(self) -> bool:
        """Whether somebody goes through the pages."""
        return self._review.is_open

    def waiting(self) -> int:
        """How many pages need a look."""
        return waiting(self._visit.draft.pages)

    def begin(self) -> None:
        """Show what needs a look, the most suspicious first."""
        if not self.is_open and self.waiting():
            self._review.begin(self._visit.draft.pages)
            self.changed.emit()
            self._strip.step_to_first()

    def leave(self) -> None:
        """Show all pages again."""
        if self.is_open:
            self._review.end()
            self.changed.emit()

    def good(self) -> None:
        """The selected page is good as it is: on to the next one; after the last the review is over."""
        if not self.is_open:
            self.begin()
            return
        page = self._strip.current()
        pages = self._visit.draft.pages
        if page is None:
            self.leave()
            return
        following = self._review.next_after(page.id, pages)
        if page.needs_review and not page.failed:
            self._visit.session.accept_flags([page.id])
        if following is None:
            if not self.waiting():
                self.leave()
            return
        self._strip.look_at(following)

    def entries(self, pages: Sequence[PageRef]) -> tuple[Entry, ...]:
        """A heading and the pages gone through, with the numbers they have in the dossier."""
        numbers = {p.id: n for n, p in enumerate(arrangement.shown(self._visit.draft), start=1)}
        shown = self._review.pages(pages)
        heading = Heading(self.tr("Cần xem lại"), "review", pages=waiting(shown), movable=False)
        return (heading, *(Leaf(page, numbers[page.id]) for page in shown))
