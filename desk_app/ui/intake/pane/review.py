"""The pages that somebody should look at, the most suspicious first; the order stays while somebody goes through them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desk_app.domain.draft import PageRef


class Review:
    """Which pages are gone through, and which one is next. No widgets."""

    def __init__(self) -> None:
        self._order: list[str] = []
        self.is_open = False

    def begin(self, pages: Iterable[PageRef]) -> None:
        """Go through what needs a look."""
        self.is_open = True
        self._order = [p.id for p in sorted(pages, key=_rank) if p.needs_review]

    def end(self) -> None:
        """Enough."""
        self.is_open = False
        self._order = []

    def pages(self, pages: Sequence[PageRef]) -> tuple[PageRef, ...]:
        """Those gone through, as they are now, in the order of going; pages that became suspicious since come last."""
        self._order += [p.id for p in sorted(pages, key=_rank) if p.needs_review and p.id not in self._order]
        known = {p.id: p for p in pages}
        return tuple(known[each] for each in self._order if each in known)

    def next_after(self, page_id: str, pages: Sequence[PageRef]) -> str | None:
        """The next page that still needs a look, from this one on and round again; None when all are done."""
        waiting = {p.id for p in pages if p.needs_review and p.id != page_id}
        place = self._order.index(page_id) + 1 if page_id in self._order else 0
        return next((each for each in (*self._order[place:], *self._order[:place]) if each in waiting), None)


def waiting(pages: Iterable[PageRef]) -> int:
    """How many need a look."""
    return sum(p.needs_review for p in pages)


def _rank(page: PageRef) -> tuple[bool, int]:
    """Pages that could not be prepared at all come before everything that is only odd."""
    return not page.failed, -page.suspicion
