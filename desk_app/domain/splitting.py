"""A scan run is split at its separator sheets: which page belongs to which paper of the checklist. A proposal, nothing is written.

A sheet that names a paper (``sheet_names``) sends what follows there; one that names none goes on to the next paper of the
checklist. Nothing is ever lost: every page is in exactly one group or among the separators, in the order of the run.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Iterator, Sequence

from desk_app.domain import arrangement, codes
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.sheet_names import component_named

_SHEET_SIDES = 2
_BLANK = "blank"


class How(enum.StrEnum):
    """Why pages are proposed for a paper."""

    CODE = "code"
    """The sheet before them names it."""
    ORDER = "order"
    """It is the next paper of the checklist."""
    BEFORE = "before"
    """They lie before the first sheet; they stay where they are."""
    UNKNOWN = "unknown"
    """The sheet before them names a paper that is not on the checklist, or belongs to another dossier."""
    BEYOND = "beyond"
    """The checklist has no further paper."""


class RemarkKind(enum.StrEnum):
    """What a person should look at before accepting; the sentences are in ``ui/sentences.py``."""

    UNKNOWN_COMPONENT = "unknown_component"
    UNREADABLE = "unreadable"
    """A sheet of which only the bars could be read; it was taken as one that names no paper."""
    NO_PAPER_LEFT = "no_paper_left"
    EMPTY = "empty"
    """A sheet names a paper and no page of it follows."""
    SEVERAL = "several"
    """More sheets on end than the two sides of one: they count as one, a paper may be missing."""
    BLANK_BACK = "blank_back"
    """An empty page behind a sheet was taken as its back."""
    AT_THE_END = "at_the_end"
    COVER_INSIDE = "cover_inside"
    """A cover sheet in the middle: another dossier may begin here."""


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """Something odd at a page.

    Attributes:
        detail: what the sheet names, the name of a paper, or a number, as data for the sentence.
    """

    kind: RemarkKind
    page_id: str
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Pages on end that go to one paper; None: they go, or stay, unsorted."""

    component_id: str | None
    page_ids: tuple[str, ...]
    by: How


@dataclasses.dataclass(frozen=True, slots=True)
class Split:
    """A proposal: groups in the order of the run, and the sheets that are not to be bound."""

    groups: tuple[Group, ...]
    separators: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether there was nothing to split at."""
        return not self.separators


def propose(
    pages: Sequence[PageRef], components: Sequence[DraftComponent], *, filled: Collection[str] = frozenset()
) -> Split:
    """How to split a scan run.

    Args:
        pages: the run in the order of scanning, its codes read.
        components: the checklist.
        filled: papers that had pages before this run; sheets that name no paper pass them over.
    """
    return _Splitting(pages, components, filled).split()


def apply(draft: IntakeDraft, split: Split) -> IntakeDraft:
    """The draft with each page at its paper and the sheets excluded; they stay in the strip, beside the pages they stood before."""
    if split.is_plain:
        return draft
    places = {page_id: g.component_id for g in split.groups if g.by is not How.BEFORE for page_id in g.page_ids}
    sheets = set(split.separators)
    pages: list[PageRef] = []
    behind: str | None = None
    for page in reversed(draft.pages):
        if page.id in sheets:
            pages.append(dataclasses.replace(page, component=behind, excluded=True))
            continue
        placed = dataclasses.replace(page, component=places.get(page.id, page.component))
        behind = placed.component
        pages.append(placed)
    # Adding no page still ticks the papers that have some now.
    return arrangement.with_pages_added(dataclasses.replace(draft, pages=tuple(reversed(pages))), ())


class _Kind(enum.Enum):
    CONTENT = enum.auto()
    SEPARATOR = enum.auto()
    COVER = enum.auto()
    BACK = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """A page as the splitting sees it: ``name`` is what a sheet names, ``whole`` False when only its bars were read."""

    page: PageRef
    kind: _Kind
    name: str = ""
    whole: bool = True


class _Splitting:
    """Goes through a run once."""

    def __init__(self, pages: Sequence[PageRef], components: Sequence[DraftComponent], filled: Collection[str]) -> None:
        self._components = components
        self._seen = list(_looked_at(pages))
        self._groups: list[Group] = []
        self._remarks: list[Remark] = []
        self._used = set(filled)
        self._place = -1
        self._groups_used: set[str] = {c.alternatives for c in components if c.id in self._used and c.alternatives}

    def split(self) -> Split:
        sheets: list[_Seen] = []
        begun: tuple[str | None, How] | None = None
        gathered: list[str] = []
        for seen in self._seen:
            if seen.kind is not _Kind.CONTENT:
                sheets.append(seen)
                continue
            if sheets:
                self._close(begun, gathered)
                begun, gathered = self._resolved(sheets, started=bool(self._groups)), []
                sheets = []
            gathered.append(seen.page.id)
        self._close(begun, gathered)
        self._ends(sheets)
        separators = tuple(seen.page.id for seen in self._seen if seen.kind is not _Kind.CONTENT)
        return Split(tuple(self._groups), separators, tuple(self._remarks))

    def _close(self, begun: tuple[str | None, How] | None, page_ids: list[str]) -> None:
        if not page_ids:
            return
        component, by = begun if begun is not None else self._leading(page_ids)
        self._groups.append(Group(component, tuple(page_ids), by))

    def _leading(self, page_ids: list[str]) -> tuple[str | None, How]:
        """Pages before the first sheet stay where they are; unsorted ones before a sheet that names nothing are the first paper."""
        wanted = set(page_ids)
        components = {seen.page.component for seen in self._seen if seen.page.id in wanted}
        (only,) = components if len(components) == 1 else (None,)
        if only is not None:
            self._use(only)
            return only, How.BEFORE
        first = next((s for s in self._seen if s.kind is _Kind.SEPARATOR), None)
        bare = first is not None and not first.name
        if components == {None} and bare and (following := self._following()) is not None:
            self._use(following.id)
            return following.id, How.ORDER
        return None, How.BEFORE

    def _resolved(self, sheets: list[_Seen], *, started: bool) -> tuple[str | None, How] | None:
        """What sheets on end mean together for the pages behind them; None where only a cover lies on top of the run."""
        self._note_backs(sheets)
        separators = [s for s in sheets if s.kind is _Kind.SEPARATOR]
        covers = [s for s in sheets if s.kind is _Kind.COVER]
        if covers and started:
            self._remarks.append(Remark(RemarkKind.COVER_INSIDE, covers[0].page.id))
        if not separators:
            return (None, How.UNKNOWN) if started else None
        named = _distinct(separators)
        if not named:
            return self._next(separators)
        for empty in named[:-1]:
            self._empty(empty)
        last = named[-1]
        component = component_named(last.name, self._components)
        if component is None:
            self._remarks.append(Remark(RemarkKind.UNKNOWN_COMPONENT, last.page.id, last.name))
            return None, How.UNKNOWN
        self._use(component.id)
        return component.id, How.CODE

    def _next(self, separators: list[_Seen]) -> tuple[str | None, How]:
        first = separators[0].page.id
        if len(separators) > _SHEET_SIDES:
            self._remarks.append(Remark(RemarkKind.SEVERAL, first, str(len(separators))))
        if not any(s.whole for s in separators):
            self._remarks.append(Remark(RemarkKind.UNREADABLE, first))
        following = self._following()
        if following is None:
            self._remarks.append(Remark(RemarkKind.NO_PAPER_LEFT, first))
            return None, How.BEYOND
        self._use(following.id)
        return following.id, How.ORDER

    def _ends(self, sheets: list[_Seen]) -> None:
        """Sheets with no page behind them."""
        self._note_backs(sheets)
        separators = [s for s in sheets if s.kind is _Kind.SEPARATOR]
        named = _distinct(separators)
        for empty in named:
            self._empty(empty)
        if separators and not named:
            self._remarks.append(Remark(RemarkKind.AT_THE_END, separators[0].page.id))

    def _empty(self, sheet: _Seen) -> None:
        component = component_named(sheet.name, self._components)
        if component is None:
            self._remarks.append(Remark(RemarkKind.UNKNOWN_COMPONENT, sheet.page.id, sheet.name))
            return
        self._use(component.id)
        self._remarks.append(Remark(RemarkKind.EMPTY, sheet.page.id, component.name))

    def _note_backs(self, sheets: list[_Seen]) -> None:
        self._remarks.extend(Remark(RemarkKind.BLANK_BACK, s.page.id) for s in sheets if s.kind is _Kind.BACK)

    def _following(self) -> DraftComponent | None:
        """The next paper of the checklist that is still to come and is digitised at all."""
        for component in self._components[self._place + 1 :]:
            done = component.id in self._used or component.alternatives in self._groups_used
            if component.applicable and not component.presented_only and not done:
                return component
        return None

    def _use(self, component_id: str) -> None:
        for place, component in enumerate(self._components):
            if component.id == component_id:
                self._place = place
                self._used.add(component_id)
                if component.alternatives:
                    self._groups_used.add(component.alternatives)


def _looked_at(pages: Sequence[PageRef]) -> Iterator[_Seen]:
    behind_a_sheet = False
    for page in pages:
        seen = _what_is(page)
        if seen.kind is _Kind.CONTENT and behind_a_sheet and _BLANK in page.flags and not page.codes:
            seen = dataclasses.replace(seen, kind=_Kind.BACK)
        behind_a_sheet = seen.kind in (_Kind.SEPARATOR, _Kind.COVER)
        yield seen


def _what_is(page: PageRef) -> _Seen:
    """A page with the codes of several papers is a cover sheet, even where its own mark could not be read."""
    named = [name for text in page.codes if (name := codes.parse_separator(text)) is not None]
    papers = {name.casefold() for name in named if name}
    if any(codes.is_cover(text) for text in page.codes) or len(papers) > 1:
        return _Seen(page, _Kind.COVER)
    if not named:
        return _Seen(page, _Kind.CONTENT)
    whole = any(text.strip() != codes.PATCH_T for text in page.codes if codes.parse_separator(text) is not None)
    return _Seen(page, _Kind.SEPARATOR, next((name for name in named if name), ""), whole)


def _distinct(separators: Sequence[_Seen]) -> list[_Seen]:
    """Those that name a paper, each once where both sides of its sheet were scanned."""
    named: list[_Seen] = []
    for sheet in separators:
        if sheet.name and (not named or named[-1].name.casefold() != sheet.name.casefold()):
            named.append(sheet)
    return named
