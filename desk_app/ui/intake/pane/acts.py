"""The acts on the selected pages: what each means for the draft. The strip tells which pages, the session does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.domain import arrangement
from desk_app.domain.draft import PageRef
from desk_app.ui.intake.page_keys import PageAct
from desk_app.ui.intake.strip import PageStrip
from desk_app.ui.intake.visit import Visit


class PageActs(QObject):
    """Binds the strip to the draft."""

    def __init__(self, visit: Visit, strip: PageStrip, window: QWidget) -> None:
        super().__init__(window)
        self._visit, self._strip, self._window = visit, strip, window
        self.by_act: dict[PageAct, Callable[[], object]] = {
            PageAct.TURN_RIGHT: lambda: self.turn_by(90),
            PageAct.TURN_LEFT: lambda: self.turn_by(-90),
            PageAct.DELETE: self.delete,
            PageAct.EARLIER: lambda: self.shift(-1),
            PageAct.LATER: lambda: self.shift(1),
            PageAct.TO_PAPER_ABOVE: lambda: self.hand_over(up=True),
            PageAct.TO_PAPER_BELOW: lambda: self.hand_over(up=False),
            PageAct.NEW_PAPER_HERE: self.new_paper_here,
            PageAct.LEAVE_OUT: self.leave_out,
            PageAct.JOIN_CARD: self.join_card,
            PageAct.CHOOSE_PAPER: self.ask_component,
            PageAct.ALL: strip.select_group,
        }
        strip.number_pressed.connect(self.send_to)
        strip.dropped_pages.connect(
            lambda pages, component, before: self._visit.session.move(pages, component=component, before=before)
        )
        strip.border_dragged.connect(
            lambda component, before: self._visit.session.move_border(component, before=before)
        )
        strip.menu_asked.connect(self.ask_component)

    def chosen(self) -> list[str]:
        """The selected pages, or the one that is looked at."""
        current = self._strip.current()
        return self._strip.selected() or ([current.id] if current else [])

    def turn_by(self, degrees: int) -> None:
        """Turn clockwise."""
        if self.chosen():
            self._visit.session.turn(self.chosen(), degrees=degrees)

    def delete(self) -> None:
        """Lay in the dustbin."""
        if self.chosen():
            self._visit.session.delete(self.chosen())

    def leave_out(self) -> None:
        """Out of the dossier; when all of them are out already, in again."""
        pages = self._pages()
        if pages:
            self._visit.session.exclude([p.id for p in pages], out=not all(p.excluded for p in pages))

    def send_to(self, number: int) -> None:
        """To the paper of this number. From the unsorted ones the next unsorted page is looked at then."""
        components = self._visit.draft.components
        if 1 <= number <= len(components):
            self.send_to_paper(components[number - 1].id)

    def new_paper_here(self) -> None:
        """This page and those after it in its group go to the next paper of the checklist that has no pages yet."""
        draft, current = self._visit.draft, self._strip.current()
        if current is None:
            return
        places = [c.id for c in draft.components]
        filled = {p.component for p in draft.pages}
        after = places.index(current.component) + 1 if current.component in places else 0
        target = next((c for c in places[after:] if c not in filled), None)
        group = [p.id for p in arrangement.shown(draft) if p.component == current.component]
        if target is not None:
            self._visit.session.move(group[group.index(current.id) :], component=target)

    def hand_over(self, *, up: bool) -> None:
        """Move the border of this page's group: what lies above it, with it, to the paper above; or with what lies below, below."""
        draft, current = self._visit.draft, self._strip.current()
        if current is None:
            return
        row = arrangement.shown(draft)
        groups = list(dict.fromkeys(p.component for p in row))
        here = groups.index(current.component)
        ids = [p.id for p in row]
        if up:
            after = ids[ids.index(current.id) + 1 :]
            self._visit.session.move_border(current.component, before=after[0] if after else None)
        elif here + 1 < len(groups):
            self._visit.session.move_border(groups[here + 1], before=current.id)

    def shift(self, by: int) -> None:
        """One place up or down, across papers too."""
        chosen = self.chosen()
        leaves = arrangement.shown(self._visit.draft)
        rest = [p for p in leaves if p.id not in chosen]
        places = [n for n, p in enumerate(leaves) if p.id in chosen]
        if not places or not rest:
            return
        above = sum(1 for p in leaves[: places[0]] if p.id not in chosen)
        if by < 0 and above > 0:
            target = rest[above - 1]
            self._visit.session.move(chosen, component=target.component, before=target.id)
        elif by > 0 and above < len(rest):
            over = rest[above]
            after = rest[above + 1] if above + 1 < len(rest) else None
            same = after is not None and after.component == over.component
            self._visit.session.move(chosen, component=over.component, before=after.id if after and same else None)

    def join_card(self) -> None:
        """Two pages become both sides of a card on one; a page that has two sides becomes two."""
        pages = self._pages()
        if len(pages) == 1 and pages[0].back is not None:
            self._visit.session.part_card(pages[0].id)
            return
        if len(pages) == 1:
            row = arrangement.shown(self._visit.draft)
            place = row.index(pages[0])
            pages = list(row[place : place + 2])
        if len(pages) == 2:
            self._visit.session.join_card(pages[0].id, pages[1].id)

    def ask_component(self, at: QPoint | None = None) -> None:
        """Ask which paper the selected pages belong to."""
        if not self.chosen():
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, component in enumerate(self._visit.draft.components, start=1):
            action = menu.addAction(f"&{number}  {component.name}" if number < 10 else component.name)
            action.triggered.connect(lambda _checked=False, target=component.id: self.send_to_paper(target))
        menu.addSeparator()
        loose = menu.addAction(self.tr("Chưa xếp"))
        loose.triggered.connect(lambda _checked=False: self.send_to_paper(None))
        place: QRect = self._strip.visualRect(self._strip.currentIndex())
        menu.popup(at if at is not None else self._strip.viewport().mapToGlobal(place.center()))

    def send_to_paper(self, component: str | None) -> None:
        """To this paper, or unsorted."""
        chosen = self.chosen()
        if not chosen:
            return
        loose = [p.id for p in arrangement.shown(self._visit.draft) if p.component is None and not p.excluded]
        last = max((loose.index(each) for each in chosen if each in loose), default=-1)
        following = next((each for each in loose[last + 1 :] if each not in chosen), None) if last >= 0 else None
        self._visit.session.move(chosen, component=component)
        if following is not None and component is not None:
            self._strip.look_at(following)

    def _pages(self) -> list[PageRef]:
        chosen = self.chosen()
        return [p for p in arrangement.shown(self._visit.draft) if p.id in chosen]
