"""Page work on a draft: add, move, turn, delete, restore. Pure: each gives a new draft, so undo is keeping the old one."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef


def with_pages_added(draft: IntakeDraft, pages: Iterable[PageRef]) -> IntakeDraft:
    """The draft with these pages at the end of their components; a component with pages counts as handed in."""
    return _ticked(dataclasses.replace(draft, pages=(*draft.pages, *pages)))


def with_page(draft: IntakeDraft, page: PageRef) -> IntakeDraft:
    """The draft with this page in place of the one with its id; no change when that page is no longer there."""
    return dataclasses.replace(
        draft,
        pages=tuple(page if p.id == page.id else p for p in draft.pages),
        dustbin=tuple(page if p.id == page.id else p for p in draft.dustbin),
    )


def moved(
    draft: IntakeDraft, page_ids: Collection[str], *, component: str | None, before: str | None = None
) -> IntakeDraft:
    """These pages, in their present order, moved to a component (None: unsorted) before a page, or to its end."""
    taken = [dataclasses.replace(p, component=component) for p in draft.pages if p.id in page_ids]
    left = [p for p in draft.pages if p.id not in page_ids]
    at = _place(draft, page_ids, before)
    return _ticked(dataclasses.replace(draft, pages=(*left[:at], *taken, *left[at:])))


def _place(draft: IntakeDraft, page_ids: Collection[str], before: str | None) -> int:
    """How many of the pages that stay come first; pages dropped before one of themselves stay where that one was."""
    ids = [p.id for p in draft.pages]
    position = ids.index(before) if before in ids else len(ids)
    return sum(1 for page_id in ids[:position] if page_id not in page_ids)


def turned(draft: IntakeDraft, page_ids: Collection[str], *, degrees: int) -> IntakeDraft:
    """These pages turned clockwise by a multiple of 90 degrees; they have to be prepared again."""
    if degrees % 90:
        msg = "pages turn by quarter turns"
        raise ValueError(msg)
    return dataclasses.replace(
        draft,
        pages=tuple(
            dataclasses.replace(p, rotation=(p.rotation + degrees) % 360, prepared="") if p.id in page_ids else p
            for p in draft.pages
        ),
    )


def deleted(draft: IntakeDraft, page_ids: Collection[str]) -> IntakeDraft:
    """These pages laid in the dustbin; nothing is lost."""
    gone = tuple(p for p in draft.pages if p.id in page_ids)
    return dataclasses.replace(
        draft, pages=tuple(p for p in draft.pages if p.id not in page_ids), dustbin=(*draft.dustbin, *gone)
    )


def restored(draft: IntakeDraft, page_ids: Collection[str]) -> IntakeDraft:
    """These pages taken back out of the dustbin, to the end of the component they were in if it is still there."""
    known = {c.id for c in draft.components}
    back = tuple(
        p if p.component in known else dataclasses.replace(p, component=None) for p in draft.dustbin if p.id in page_ids
    )
    kept = tuple(p for p in draft.dustbin if p.id not in page_ids)
    return _ticked(dataclasses.replace(draft, pages=(*draft.pages, *back), dustbin=kept))


def with_checklist(draft: IntakeDraft, components: tuple[DraftComponent, ...]) -> IntakeDraft:
    """The draft with a new checklist: pages and ticks of papers with the same name go along, other pages become unsorted."""
    old = {c.id: c for c in draft.components}
    place = {_key(c): c.id for c in components}
    pages = tuple(
        dataclasses.replace(p, component=place.get(_key(old[p.component])) if p.component in old else None)
        for p in draft.pages
    )
    before = {_key(c): c for c in draft.components}
    kept = tuple(_carried(c, before.get(_key(c))) for c in components)
    return _ticked(dataclasses.replace(draft, components=kept, pages=pages))


def _carried(component: DraftComponent, before: DraftComponent | None) -> DraftComponent:
    if before is None:
        return component
    return dataclasses.replace(
        component,
        present=before.present,
        applicable=before.applicable,
        not_digitised_because=before.not_digitised_because,
        not_digitised_note=before.not_digitised_note,
    )


def _key(component: DraftComponent) -> str:
    return component.name.casefold()


def _ticked(draft: IntakeDraft) -> IntakeDraft:
    with_pages = {p.component for p in draft.pages}
    if all(c.present or c.id not in with_pages for c in draft.components):
        return draft
    return dataclasses.replace(
        draft,
        components=tuple(
            dataclasses.replace(c, present=True, applicable=True) if c.id in with_pages else c for c in draft.components
        ),
    )
