"""Máy quét: the profiles on Ctrl+1…9 in a table, the chosen one or a new one beside it, and the search below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.desk.capturing import Device
from desk_app.desk.scanners import Scanners, ScanProfile
from desk_app.domain.errors import InvalidValue
from desk_app.ui.banners import Banner
from desk_app.ui.pills import Kind
from desk_app.ui.settings.devices_form import ScannerForm, nothing_chosen
from desk_app.ui.settings.devices_found import FoundScanners
from desk_app.ui.settings.devices_words import place_of, profile_name, way_of
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.tables import Cell, Column, RowsModel, Table

FORM_PX = 290
_ROW_PX = 44
_LEAST_ROWS = 3
_NOTHING, _FORM = 0, 1
Read = tuple[tuple[ScanProfile, ...], ScanProfile | None]


class ScannersPanel(QWidget):
    """Reads the profiles again after every change, and shows which one F10 uses."""

    def __init__(self, keeper: Keeper, scanners: Scanners, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._scanners = keeper, scanners
        self._default: ScanProfile | None = None
        self.form = ScannerForm(keeper)
        columns = (
            Column(title=self.tr("Phím"), width_px=70),
            Column(title=self.tr("Máy quét"), width_px=150, stretch=True),
            Column(title=self.tr("Cách quét"), width_px=236),
            Column(title="", width_px=58),
        )
        self.model: RowsModel[ScanProfile] = RowsModel(columns, self._cells, self)
        self.table = Table(columns, row_px=_ROW_PX, name=self.tr("Máy quét"))
        self.table.setProperty("framed", "true")
        self.table.setModel(self.model)
        self.table.setMinimumHeight((_LEAST_ROWS + 1) * _ROW_PX)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda _index: self.form.name.line.setFocus())
        self.found = FoundScanners(keeper, scanners)
        self.answer = Banner(closable=True)
        self.answer.hide()
        self.found.chosen.connect(self._start_adding)
        self.form.save_asked.connect(self.save)
        self.form.trial_asked.connect(self.try_out)
        self.form.remove_asked.connect(self.remove)
        self.form.default_asked.connect(self.make_default)
        self._lay_out()

    def _lay_out(self) -> None:
        self._right = QStackedWidget()
        self._right.setFixedWidth(FORM_PX)
        self._right.addWidget(
            nothing_chosen(
                self.tr("Chưa có máy quét nào. Bấm Tìm máy quét (Ctrl+F), chọn một máy và gán cho nó một phím.")
            )
        )
        self._right.addWidget(self.form)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.table, 1)
        left.addWidget(self.found)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addLayout(left, 1)
        row.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.answer)
        column.addLayout(row, 1)

    def read(self, *, select: int | None = None) -> None:
        """Read the profiles; the one on key ``select`` becomes the chosen one."""
        self._keeper.context.tasks.store(
            lambda: (self._scanners.profiles(), self._scanners.default()),
            owner=self,
            done=lambda read: self._show(read, select),
        )

    def save(self, profile: ScanProfile) -> None:
        """Keep what stands in the form."""
        said = self.tr("Ctrl+{key} quét bằng {name}.").format(key=profile.key, name=profile.name)
        self._keeper.context.tasks.store(
            lambda: self._scanners.keep(profile, who=self._keeper.who, instead_of=self.form.kept_key),
            owner=self,
            done=lambda _none: self._changed(said, profile.key),
            failed=self._refused,
        )

    def remove(self, key: int) -> None:
        """Forget the profile on a key."""
        said = self.tr("Ctrl+{key} không còn gắn với máy quét nào.").format(key=key)
        self._keeper.context.tasks.store(
            lambda: self._scanners.remove(key, who=self._keeper.who),
            owner=self,
            done=lambda _none: self._changed(said, None),
            failed=self._refused,
        )

    def make_default(self, key: int) -> None:
        """F10 scans with it from now on."""
        said = self.tr("F10 quét bằng {name}.").format(name=self.form.name.value())
        self._keeper.context.tasks.store(
            lambda: self._scanners.worked(key),
            owner=self,
            done=lambda _none: self._changed(said, key),
            failed=self._refused,
        )

    def try_out(self, profile: ScanProfile) -> None:
        """Scan one page with what stands in the form, kept or not."""
        self.form.trial.start(lambda token: self._scanners.try_out(profile, cancel=token))

    def _show(self, read: Read, select: int | None) -> None:
        profiles, self._default = read
        wanted = select if select is not None else self.form.kept_key
        place = next((n for n, profile in enumerate(profiles) if profile.key == wanted), 0)
        self.table.blockSignals(True)
        self.model.replace(profiles)
        self.table.select_row(place)
        self.table.blockSignals(False)
        self.found.show_known({(p.device.kind, p.device.address): p.key for p in profiles})
        is_adding = self._right.currentIndex() == _FORM and self.form.kept_key is None and select is None
        if profiles and not is_adding:
            self._show_profile(profiles[place])
        elif not profiles and not is_adding:
            self._right.setCurrentIndex(_NOTHING)

    def _moved(self, index: QModelIndex) -> None:
        profile = self.model.row(index)
        if profile is not None:
            self._show_profile(profile)

    def _show_profile(self, profile: ScanProfile) -> None:
        self.form.show_kept(profile, taken=self._taken(), is_default=self._is_default(profile))
        self._right.setCurrentIndex(_FORM)

    def _start_adding(self, device: Device) -> None:
        known = next((p for p in self.model.rows() if p.device == device), None)
        if known is not None:
            self.table.select_row(self.model.rows().index(known))
            self._show_profile(known)
            self.form.name.line.setFocus()
            return
        taken = self._taken()
        free = next((key for key in range(1, 10) if key not in taken), None)
        self.form.show_new(device, key=free, taken=taken)
        self._right.setCurrentIndex(_FORM)
        self.form.name.line.setFocus()

    def _taken(self) -> dict[int, str]:
        return {profile.key: profile_name(profile) for profile in self.model.rows()}

    def _is_default(self, profile: ScanProfile) -> bool:
        return self._default is not None and self._default.key == profile.key

    def _changed(self, sentence: str, key: int | None) -> None:
        self.answer.show_message(Kind.ACCENT, sentence)
        self.answer.show()
        if key is None:
            self.form.kept_key = None
            self._right.setCurrentIndex(_NOTHING)
        self._keeper.saved.emit()
        self.read(select=key)

    def _refused(self, error: BaseException) -> None:
        sentence = self._keeper.sentence(error)
        if isinstance(error, InvalidValue) and self.form.show_refusal(error, sentence):
            return
        self.answer.show_message(Kind.PERSON, sentence)
        self.answer.show()

    def _cells(self, profile: ScanProfile) -> tuple[Cell, ...]:
        default = Cell(text="F10", pill=Kind.ACCENT) if self._is_default(profile) else Cell(text="")
        return (
            Cell(text=f"Ctrl+{profile.key}", strong=True),
            Cell(text=profile_name(profile), detail=place_of(profile.device), strong=True),
            Cell(text=way_of(profile)),
            default,
        )
