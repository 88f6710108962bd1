"""One scan profile, to be filled in: name, key, from where the paper comes, resolution, colour, and a trial."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.capture.devices import PaperSource
from desk_app.desk.capturing import Device
from desk_app.desk.scanners import KEYS, ScanProfile
from desk_app.domain.errors import InvalidValue
from desk_app.ui.buttons import LinkButton, PrimaryButton, QuietButton, button_row
from desk_app.ui.fields import ChoiceField, SegmentedField, TextField
from desk_app.ui.labels import ElidedLabel, label
from desk_app.ui.settings.devices_trial import Trial
from desk_app.ui.settings.devices_words import colour_name, name_of, paper_name, place_of, profile_name
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import side_by_side

USUAL_DPI = (150, 200, 300, 400, 600)
MOST_NAME = 80


class ScannerForm(QWidget):
    """``save_asked`` and ``trial_asked`` carry the profile as it stands here, ``remove_asked`` and ``default_asked`` its key."""

    save_asked = Signal(object)
    trial_asked = Signal(object)
    remove_asked = Signal(int)
    default_asked = Signal(int)

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept_key: int | None = None
        self._device = Device(kind="")
        self._taken: dict[int, str] = {}
        self._heading = ElidedLabel("", "heading")
        self._place = ElidedLabel("", "small")
        self.name = TextField(self.tr("Tên"), most=MOST_NAME)
        self.key = ChoiceField(self.tr("Phím"), [(key, f"Ctrl+{key}") for key in KEYS])
        self.paper = ChoiceField(self.tr("Lấy giấy từ"), [(paper, paper_name(paper)) for paper in PaperSource])
        self.dpi = ChoiceField(self.tr("Độ phân giải"), [(dpi, f"{dpi} dpi") for dpi in USUAL_DPI])
        self.colour = SegmentedField(self.tr("Màu sắc"), [(each, colour_name(each)) for each in (True, False)])
        self.save_button = PrimaryButton(self.tr("Lưu"), "Ctrl+S", small=True, run=self._save)
        self.trial_button = QuietButton(self.tr("Quét thử"), "F10", icon="scan-line", run=self._try)
        self.default_button = LinkButton(self.tr("Dùng cho F10"), run=self._make_default)
        self.remove_button = LinkButton(self.tr("Bỏ máy này"), run=self._remove)
        self.trial = Trial(keeper.context.tasks, keeper.sentence)
        self.trial.changed.connect(self._show_trial)
        self.key.chosen.connect(lambda _key: self._warn_of_key())
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._heading)
        column.addWidget(self._place)
        column.addWidget(self.name)
        column.addLayout(side_by_side([self.key, self.dpi]))
        column.addWidget(self.paper)
        column.addWidget(self.colour)
        column.addLayout(button_row([self.save_button, self.trial_button]))
        column.addLayout(button_row([self.default_button, self.remove_button]))
        column.addWidget(self.trial)
        column.addStretch(1)

    def show_new(self, device: Device, *, key: int | None, taken: dict[int, str]) -> None:
        """A device that was just found: the best guess of how people scan with it, the name ready to be typed over."""
        paper = PaperSource.FEEDER if PaperSource.FEEDER in device.papers else PaperSource.FLATBED
        profile = ScanProfile(key=key or KEYS[0], name=name_of(device), device=device, paper=paper)
        self._show(profile, kept=None, taken=taken, is_default=False)
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.line.selectAll()

    def show_kept(self, profile: ScanProfile, *, taken: dict[int, str], is_default: bool) -> None:
        """A profile that is kept."""
        self._show(profile, kept=profile.key, taken=taken, is_default=is_default)

    def profile(self) -> ScanProfile:
        """What stands in the form."""
        key, paper, dpi = self.key.value(), self.paper.value(), self.dpi.value()
        return ScanProfile(
            key=key if isinstance(key, int) else 0,
            name=self.name.value(),
            device=self._device,
            paper=paper if isinstance(paper, PaperSource) else PaperSource.FLATBED,
            dpi=dpi if isinstance(dpi, int) else USUAL_DPI[2],
            colour=bool(self.colour.value()),
        )

    def show_refusal(self, error: InvalidValue, sentence: str) -> bool:
        """Put the sentence beside its field; False when it belongs to none of them."""
        fields = {"scanner.name": self.name, "scanner.key": self.key, "scanner.dpi": self.dpi}
        field = fields.get(error.field)
        if field is not None:
            field.set_error(sentence)
        return field is not None

    def _show(self, profile: ScanProfile, *, kept: int | None, taken: dict[int, str], is_default: bool) -> None:
        if (kept, profile.device) != (self.kept_key, self._device):
            self.trial.clear()
        self.kept_key, self._device, self._taken = kept, profile.device, taken
        self._heading.setText(profile_name(profile) if kept is not None else self.tr("Máy quét mới"))
        self._place.setText(place_of(profile.device))
        papers = profile.device.papers or tuple(PaperSource)
        offered = dict.fromkeys([*papers, profile.paper])
        self.paper.set_items([(paper, paper_name(paper)) for paper in PaperSource if paper in offered])
        self.dpi.set_items([(dpi, f"{dpi} dpi") for dpi in sorted({*USUAL_DPI, profile.dpi})])
        self.name.set_value(profile_name(profile))
        self.key.set_value(profile.key)
        self.paper.set_value(profile.paper)
        self.dpi.set_value(profile.dpi)
        self.colour.set_value(profile.colour)
        for field in (self.name, self.key, self.dpi):
            field.set_error("")
        self.default_button.setVisible(kept is not None and not is_default)
        self.remove_button.setVisible(kept is not None and profile.device.kind != "simulated")
        self._warn_of_key()
        self._show_trial()

    def _warn_of_key(self) -> None:
        key = self.key.value()
        other = self._taken.get(key) if isinstance(key, int) and key != self.kept_key else None
        self.key.set_hint(self.tr("Thay cho {name}").format(name=other) if other else "")

    def _show_trial(self) -> None:
        running = self.trial.is_running
        self.trial_button.setText(self.tr("Dừng") if running else self.tr("Quét thử"))
        self.trial_button.set_icon("x" if running else "scan-line")

    def _save(self) -> None:
        self.save_asked.emit(dataclasses.replace(self.profile()))

    def _try(self) -> None:
        if self.trial.is_running:
            self.trial.stop()
        else:
            self.trial_asked.emit(self.profile())

    def _make_default(self) -> None:
        if self.kept_key is not None:
            self.default_asked.emit(self.kept_key)

    def _remove(self) -> None:
        if self.kept_key is not None:
            self.remove_asked.emit(self.kept_key)


def nothing_chosen(text: str) -> QWidget:
    """In place of the form while there is nothing to fill in."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(label(text, "muted", wrap=True))
    column.addStretch(1)
    return page
