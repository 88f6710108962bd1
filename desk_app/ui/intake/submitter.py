"""Who brings the dossier when it is not the applicant (người nộp): a compact part of the person form."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.domain import identity_number
from desk_app.domain.applicant import Submitter
from desk_app.domain.contact import normal_phone
from desk_app.ui.fields import TextField
from desk_app.ui.intake.controls import CaptionLink, FieldButton, IdField, link_beside_caption
from desk_app.ui.labels import label


class SubmitterForm(QWidget):
    """One line while the applicant came in person, a small form otherwise. ``changed`` carries a Submitter or None."""

    changed = Signal(object)

    def __init__(self, *, hide_ids: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._submitter: Submitter | None = None
        self.caption = label(self.tr("Người nộp"), "label")
        self.button = FieldButton(self.tr("Chính chủ hồ sơ"), "Alt+N", run=self.open)
        self.button.setAccessibleName(self.tr("Người nộp: chính chủ hồ sơ"))
        self.form = QFrame()
        self.name = TextField(self.tr("Họ và tên người nộp"))
        self.id_number = IdField(self.tr("Số giấy tờ"), hide=hide_ids)
        self.phone = TextField(self.tr("Điện thoại"))
        self.authority = TextField(self.tr("Tư cách"), placeholder=self.tr("cha, mẹ, uỷ quyền số…"))
        link_beside_caption(self.name, CaptionLink(self.tr("Chính chủ nộp"), run=self.remove))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.id_number, 5)
        row.addWidget(self.phone, 4)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.name)
        inner.addLayout(row)
        inner.addWidget(self.authority)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.caption)
        column.addWidget(self.button)
        column.addWidget(self.form)
        self.form.hide()
        self.name.edited.connect(lambda text: self._edit(full_name=text))
        self.id_number.numbered.connect(
            lambda number: self._edit(id_number=number, id_type=identity_number.guess_type(number))
        )
        self.phone.edited.connect(lambda text: self._edit(phone=text))
        self.phone.committed.connect(self._tidy_phone)
        self.authority.edited.connect(lambda text: self._edit(authority=text))

    def show_submitter(self, submitter: Submitter | None) -> None:
        """Show somebody, or that the applicant came in person."""
        self._submitter = submitter
        self.form.setVisible(submitter is not None)
        self.button.setVisible(submitter is None)
        self.caption.setVisible(submitter is None)
        shown = submitter or Submitter()
        for field, text in ((self.name, shown.full_name), (self.phone, shown.phone), (self.authority, shown.authority)):
            if field.value() != text:
                field.set_value(text)
        self.id_number.set_number(shown.id_number)

    def open(self) -> None:
        """Somebody else brings it."""
        if self._submitter is None:
            self._become(Submitter())
        self.name.line.setFocus()

    def remove(self) -> None:
        """The applicant came in person after all."""
        self._become(None)
        self.button.setFocus()

    def has_focus(self) -> bool:
        """Whether somebody types in it."""
        return self.form.isVisible() and any(f.line.hasFocus() for f in self.fields())

    def fields(self) -> tuple[TextField, ...]:
        """Its fields in order."""
        return (self.name, self.id_number, self.phone, self.authority)

    def _edit(self, **changes: object) -> None:
        self._become(dataclasses.replace(self._submitter or Submitter(), **changes))  # type: ignore[arg-type]

    def _tidy_phone(self, text: str) -> None:
        normal = normal_phone(text)
        if self._submitter is not None and normal and normal != self._submitter.phone:
            self._edit(phone=normal)

    def _become(self, submitter: Submitter | None) -> None:
        self.show_submitter(submitter)
        self.changed.emit(submitter)
