"""Page work on a draft: add, move, turn, delete, restore. Pure: each gives a new draft, so undo is keeping the old one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence

from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef, PageSide


def with_pages_added(draft: IntakeDraft, pages: Iterable[PageRef]) -> IntakeDraft:
    """The draft with these pages at the end of their components; a component with pages counts as handed in."""
    return _ticked(dataclasses.replace(draft, pages=(*draft.pages, *pages)))


RESULTS = (
    *("prepared", "encoding", "recipe", "width_px", "height_px", "dpi", "bytes"),
    *("codes", "flags", "failed", "turned", "suspicion", "why", "text"),
)
"""Fields of a page that its preparation fills; all others are people's."""


def with_results(page: PageRef, done: PageRef) -> PageRef:
    """The page with what preparing it gave; looked at no longer when something else is suspicious now."""
    news = {name: getattr(done, name) for name in RESULTS}
    same = not page.prepared or page.flags == done.flags
    return dataclasses.replace(page, **news, reviewed=page.reviewed and same)


def with_words(draft: IntakeDraft, read: PageRef) -> IntakeDraft:
    """The draft with the words that were read on a page, if the page still looks as it did then."""
    return dataclasses.replace(
        draft,
        pages=tuple(
            dataclasses.replace(p, text=read.text) if (p.id, p.prepared) == (read.id, read.prepared) else p
            for p in draft.pages
        ),
    )


def shown(draft: IntakeDraft) -> tuple[PageRef, ...]:
    """All pages in the order in which people see them: by paper as the checklist goes, what is unsorted last."""
    place = {component.id: number for number, component in enumerate(draft.components)}
    return tuple(sorted(draft.pages, key=lambda page: place.get(page.component or "", len(place))))


def with_pages_inserted(
    draft: IntakeDraft, pages: Sequence[PageRef], *, before: str | None = None, instead_of: str | None = None
) -> IntakeDraft:
    """The draft with pages that came in, each at the end of its paper, or all of them before a page, or in place of one.

    A page that is replaced goes to the dustbin. Pages whose paper is no longer on the checklist become unsorted; when the page that
    names the place is gone, the new ones go to the end.
    """
    known = {c.id for c in draft.components}
    new = [p if p.component in known else dataclasses.replace(p, component=None) for p in pages]
    added = with_pages_added(draft, new)
    mark = next((p for p in draft.pages if p.id == (instead_of or before)), None)
    if mark is None:
        return added
    placed = moved(added, {p.id for p in new}, component=mark.component, before=mark.id)
    return deleted(placed, {mark.id}) if instead_of else placed


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


def reviewed(draft: IntakeDraft, page_ids: Collection[str], *, good: bool = True) -> IntakeDraft:
    """These pages looked at by a person and found good, or in question again."""
    return _each(draft, page_ids, lambda page: dataclasses.replace(page, reviewed=good))


def excluded(draft: IntakeDraft, page_ids: Collection[str], *, out: bool = True) -> IntakeDraft:
    """These pages left out of what is bound, or taken in again; they stay in the strip either way."""
    return _ticked(_each(draft, page_ids, lambda page: dataclasses.replace(page, excluded=out)))


def interleaved(
    draft: IntakeDraft, fronts: Sequence[str], backs: Sequence[str], *, reverse_backs: bool = True
) -> IntakeDraft:
    """Front and back sides that were scanned in two runs, laid alternately from where the first front side lies.

    Args:
        draft: holds all of them.
        fronts: page ids in the order in which they were scanned; sides left over come last.
        backs: the same of the other run.
        reverse_backs: the stack was turned as a whole, so the last sheet's back came first.
    """
    pages = {page.id: page for page in draft.pages}
    front = [pages[each] for each in fronts if each in pages]
    back = [pages[each] for each in backs if each in pages and each not in fronts]
    if not front or not back:
        return draft
    back = back[::-1] if reverse_backs else back
    both = min(len(front), len(back))
    order = [page for pair in zip(front, back, strict=False) for page in pair] + front[both:] + back[both:]
    component, chosen = front[0].component, {page.id for page in order}
    start = _place(draft, chosen, front[0].id)
    left = [page for page in draft.pages if page.id not in chosen]
    laid = [dataclasses.replace(page, component=component) for page in order]
    return _ticked(dataclasses.replace(draft, pages=(*left[:start], *laid, *left[start:])))


def border_moved(draft: IntakeDraft, component: str | None, *, before: str | None) -> IntakeDraft:
    """The border above a paper's pages, as people see them, moved up or down to before a page (None: below its last one).

    Upwards the pages passed become this paper's; downwards those it leaves behind become the paper's above. A border stops at the
    end of its own pages, and the first one of all can only move up to where it is.
    """
    row = list(shown(draft))
    ids = [page.id for page in row]
    own = [place for place, page in enumerate(row) if page.component == component]
    if not own or (before is not None and before not in ids):
        return draft
    first, end = own[0], own[-1] + 1
    target = min(ids.index(before) if before is not None else end, end)
    if target < first:
        changed = dict.fromkeys(range(target, first), component)
    elif target > first > 0:
        changed = dict.fromkeys(range(first, target), row[first - 1].component)
    else:
        return draft
    pages = (
        dataclasses.replace(page, component=changed[place]) if place in changed else page
        for place, page in enumerate(row)
    )
    return _ticked(dataclasses.replace(draft, pages=tuple(pages)))


def card_joined(draft: IntakeDraft, front: str, back: str) -> IntakeDraft:
    """Both sides of a card on one page, where its front side lies; it has to be prepared again."""
    pages = {page.id: page for page in draft.pages}
    if front == back or front not in pages or back not in pages or pages[front].back or pages[back].back:
        return draft
    other = pages[back]
    side = PageSide(raw=other.raw, frame=other.frame, rotation=other.rotation)
    joined = dataclasses.replace(
        pages[front], back=side, prepared="", reviewed=False, codes=(*pages[front].codes, *other.codes)
    )
    return dataclasses.replace(
        draft, pages=tuple(joined if page.id == front else page for page in draft.pages if page.id != back)
    )


def card_parted(draft: IntakeDraft, page_id: str, *, new_id: str) -> IntakeDraft:
    """The two sides of a card on pages of their own again; the back side gets ``new_id``."""
    found = next((page for page in draft.pages if page.id == page_id), None)
    if found is None or found.back is None:
        return draft
    front = dataclasses.replace(found, back=None, prepared="", codes=())
    back = dataclasses.replace(
        front, id=new_id, raw=found.back.raw, frame=found.back.frame, rotation=found.back.rotation
    )
    at = draft.pages.index(found)
    return dataclasses.replace(draft, pages=(*draft.pages[:at], front, back, *draft.pages[at + 1 :]))


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
        extracted=before.extracted,
    )


def _key(component: DraftComponent) -> str:
    return component.name.casefold()


def _each(draft: IntakeDraft, page_ids: Collection[str], change: Callable[[PageRef], PageRef]) -> IntakeDraft:
    return dataclasses.replace(draft, pages=tuple(change(p) if p.id in page_ids else p for p in draft.pages))


def _ticked(draft: IntakeDraft) -> IntakeDraft:
    with_pages = {p.component for p in draft.pages if not p.excluded}
    if all(c.present or c.id not in with_pages for c in draft.components):
        return draft
    return dataclasses.replace(
        draft,
        components=tuple(
            dataclasses.replace(c, present=True, applicable=True) if c.id in with_pages else c for c in draft.components
        ),
    )
