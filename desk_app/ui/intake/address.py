"""An address as it was read or typed, and beneath it the present commune: proposed, confirmed, or picked from the list."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.desk.units import Match, Suggestion, SuggestionKind, Units
from desk_app.domain.applicant import Address
from desk_app.ui.fields import TextField
from desk_app.ui.intake.controls import CaptionLink
from desk_app.ui.labels import ElidedLabel, restyle
from desk_app.ui.picker import Answer, Choice, Picker
from desk_app.ui.tasks import Tasks

LOOKUP_LANE = "lookup"
_PAUSE_MS = 250


class AddressField(QWidget):
    """``changed`` carries an Address: the text at every key, the units once they are confirmed or picked."""

    changed = Signal(object)

    def __init__(self, name: str, *, tasks: Tasks, units: Callable[[], Units], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._units = tasks, units
        self._address = Address()
        self._suggestion: Suggestion | None = None
        self._unit_names = ""
        self.text = TextField(name)
        self.now = ElidedLabel("", "small")
        self.link = CaptionLink("", run=self._link_pressed)
        self.picker = Picker("", self._find, placeholder=self.tr("Gõ tên xã, phường hoặc tỉnh hiện nay"))
        self.picker.line.setAccessibleName(self.tr("Xã, phường hiện nay"))
        self.picker.hide()
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.now, 1)
        below.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.text)
        column.addLayout(below)
        column.addWidget(self.picker)
        self.setFocusProxy(self.text)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._ask)
        self.text.edited.connect(self._typed)
        self.picker.picked.connect(self._picked)
        self._show_now()

    def show_address(self, address: Address) -> None:
        """Show an address without telling anybody."""
        if address == self._address:
            return
        same_text = address.text == self._address.text
        self._address = address
        if self.text.value() != address.text:
            self.text.set_value(address.text)
        if not same_text:
            self._suggestion = None
        self._show_now()
        self._ask_names()
        if address.text and not address.commune:
            self._later.start()

    def present(self) -> str:
        """What stands beneath the text."""
        return self.now.text()

    def confirm(self) -> None:
        """Take the proposed unit."""
        found = self._suggestion
        if found is None:
            return
        self._become(
            dataclasses.replace(
                self._address,
                province=found.province.code,
                commune=found.commune.code if found.commune else None,
                units_as_of=self._units().valid_from,
            )
        )

    def _typed(self, text: str) -> None:
        self._suggestion = None
        self._become(Address(text=text))
        self._later.start()

    def _become(self, address: Address) -> None:
        self._address = address
        self._show_now()
        self._ask_names()
        self.changed.emit(address)

    def _ask(self) -> None:
        text = self._address.text
        if not text or self._address.commune:
            return

        def known(found: Suggestion | None) -> None:
            if text == self._address.text and not self._address.commune:
                self._suggestion = found
                self._show_now()

        self._tasks.device(LOOKUP_LANE, lambda: self._units().resolve_old(text), owner=self, done=known)

    def _ask_names(self) -> None:
        """Reading the list of units takes a moment the first time, so never here."""
        address = self._address
        if not address.province:
            return

        def names() -> str:
            units = self._units()
            commune = units.commune(address.commune) if address.commune else None
            province = units.province(address.province or "")
            return _running([unit.name for unit in (commune, province) if unit is not None])

        def known(text: str) -> None:
            if address == self._address:
                self._unit_names = text
                self._show_now()

        self._tasks.device(LOOKUP_LANE, names, owner=self, done=known)

    def _show_now(self) -> None:
        found, address = self._suggestion, self._address
        sentence, link, tone = "", self.tr("Chọn xã"), ""
        if address.province:
            sentence, link, tone = self.tr("Nay là: {unit}").format(unit=self._unit_names), self.tr("Đổi"), "accent"
        elif found is not None and found.kind is SuggestionKind.DIVIDED:
            communes = [c.name for c in (found.commune, *found.others) if c is not None]
            sentence = self.tr("Xã cũ đã chia: {communes}").format(communes=_running(communes))
        elif found is not None and found.commune is not None:
            sentence = self.tr("Nay là: {unit}?").format(unit=_running([found.commune.name, found.province.name]))
            link = self.tr("Đúng")
        elif found is not None:
            sentence = self.tr("Nay thuộc {province}").format(province=_running([found.province.name]))
        self.now.setText(sentence)
        restyle(self.now, tone=tone)
        self.link.setText(link)
        for part in (self.now, self.link):
            part.setVisible(bool(address.text))

    def _link_pressed(self) -> None:
        sure = self._suggestion is not None and self._suggestion.kind in (SuggestionKind.PRESENT, SuggestionKind.MERGED)
        if sure and not self._address.province:
            self.confirm()
            return
        self.picker.show()
        self.picker.set_choice(None)
        self.picker.line.setFocus()
        if self._suggestion is not None and self._suggestion.others:
            self.picker.open_popup()

    def _find(self, text: str, answer: Answer) -> None:
        found = self._suggestion

        def matches() -> Sequence[Match]:
            if not text and found is not None:
                return [Match(found.province, c) for c in (found.commune, *found.others) if c is not None]
            return self._units().find(text, limit=12)

        self._tasks.device(
            LOOKUP_LANE, matches, owner=self, done=lambda results: answer([_choice(match) for match in results])
        )

    def _picked(self, match: object) -> None:
        self.picker.hide()
        if isinstance(match, Match):
            self._become(
                dataclasses.replace(
                    self._address,
                    province=match.province.code,
                    commune=match.commune.code if match.commune else None,
                    units_as_of=self._units().valid_from,
                )
            )
        self.text.line.setFocus()


def _choice(match: Match) -> Choice:
    if match.commune is None:
        return Choice(match, match.province.name)
    return Choice(match, match.commune.name, match.province.name, match.commune.code)


def _running(names: Sequence[str]) -> str:
    """Names inside a sentence: "xã Khánh Lâm, tỉnh Cà Mau"."""
    return ", ".join(name[:1].lower() + name[1:] for name in names)
