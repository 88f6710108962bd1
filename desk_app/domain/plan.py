"""Plans for a stack of pages: a draft as it would be, shown before it is written. Nothing is lost in either.

A plan is made from the draft of one moment; pages may come in and be prepared while somebody looks at it, so it is laid upon the
draft as that stands then (``arranged_like``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from desk_app.domain import arrangement, splitting
from desk_app.domain.draft import IntakeDraft, PageRef

MOST_PAGES = 999


def counts_in(text: str) -> tuple[int, ...]:
    """Page counts that somebody typed, one for each paper of the checklist in turn; 0 for a paper that is not there.

    >>> counts_in("5 2, 0+8")
    (5, 2, 0, 8)
    >>> counts_in("năm 12")
    (12,)
    """
    words = "".join(c if c.isdecimal() and c.isascii() else " " for c in text).split()
    return tuple(min(int(word[:6]), MOST_PAGES) for word in words)


def by_counts(draft: IntakeDraft, counts: Sequence[int]) -> IntakeDraft:
    """The unsorted pages dealt out in their order: so many to the first paper, so many to the second; the rest stays unsorted."""
    loose = [page.id for page in arrangement.shown(draft) if page.component is None and not page.excluded]
    start = 0
    for component, count in zip(draft.components, counts, strict=False):
        if count:
            draft = arrangement.moved(draft, loose[start : start + count], component=component.id)
        start += count
    return draft


def run_with_sheets(draft: IntakeDraft) -> tuple[PageRef, ...]:
    """The newest scan run (or the unsorted pages, where no run is known) that has separator sheets still to be split at."""
    groups: dict[str, list[PageRef]] = {}
    for page in draft.pages:
        if page.batch or page.component is None:
            groups.setdefault(page.batch, []).append(page)
    for pages in reversed(groups.values()):
        found = splitting.propose(pages, draft.components)
        known = {page.id: page for page in pages}
        if any(not known[each].excluded for each in found.separators):
            return tuple(pages)
    return ()


def at_sheets(draft: IntakeDraft, run: Sequence[PageRef]) -> tuple[IntakeDraft, splitting.Split]:
    """A run split at its separator sheets, and what has to be said about it."""
    here = {page.id for page in run}
    filled = {p.component for p in draft.pages if p.id not in here and p.component and not p.excluded}
    split = splitting.propose(run, draft.components, filled=frozenset(filled))
    return splitting.apply(draft, split), split


def only(draft: IntakeDraft, page_ids: Sequence[str]) -> IntakeDraft:
    """The draft with nothing but these pages."""
    wanted = set(page_ids)
    return dataclasses.replace(draft, pages=tuple(p for p in draft.pages if p.id in wanted))


def arranged_like(draft: IntakeDraft, wanted: IntakeDraft) -> IntakeDraft:
    """The draft with its pages in the papers and the order of another; pages the other does not know stay as they are, last.

    Whatever else is known of a page by now is kept; a paper that is no longer on the checklist leaves its pages unsorted.
    """
    here = {page.id: page for page in draft.pages}
    papers = {component.id for component in draft.components}
    known = [page for page in wanted.pages if page.id in here]
    laid = [
        dataclasses.replace(
            here[page.id],
            component=page.component if page.component in papers else None,
            excluded=page.excluded,
        )
        for page in known
    ]
    placed = {page.id for page in known}
    rest = [page for page in draft.pages if page.id not in placed]
    return arrangement.with_pages_added(dataclasses.replace(draft, pages=(*laid, *rest)), ())
