"""An identity card fills the person: from the gun, a picture file, the page that is looked at, or the camera."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk_app.desk.capturing import Capturing
from desk_app.desk.intake import Intake
from desk_app.domain import identity_card
from desk_app.domain.applicant import IdType, Submitter
from desk_app.domain.draft import IntakeDraft
from desk_app.domain.identity_card import CardWarning, IdentityCard, NotAnIdentityCard
from desk_app.ui import messages
from desk_app.ui.intake.person import PersonForm
from desk_app.ui.intake.visit import Visit
from desk_app.ui.tasks import Tasks


class CardReading(QObject):
    """Takes the text of a card; ``filled`` comes when the person stands in the form."""

    filled = Signal()

    def __init__(
        self,
        visit: Visit,
        form: PersonForm,
        *,
        intake: Intake,
        capturing: Capturing,
        tasks: Tasks,
        language: str,
    ) -> None:
        super().__init__(form)
        self._visit, self._form = visit, form
        self._intake, self._capturing, self._tasks, self._language = intake, capturing, tasks, language

    def take(self, text: str, how: str) -> None:
        """Fill in what the card says, or say why it is none. ``how`` ends the sentence "Đã đọc căn cước · …"."""
        card = identity_card.read(text)
        if isinstance(card, NotAnIdentityCard):
            self._form.show_card_trouble(messages.for_key(f"card.{card.reason}", self._language))
            return
        if self._form.submitter.has_focus():
            self._fill_submitter(card)
            return
        before = self._visit.draft.applicant
        self._visit.transform(
            lambda draft: self._intake.with_present_units(self._intake.with_card(draft, card)),
            lambda draft: self._filled(card, how, recalled=_recalled(before.phone, before.email, draft)),
        )

    def from_file(self, path: Path) -> None:
        """Read the card on a picture or PDF."""
        self._read(path.read_bytes, self.tr("từ tệp ảnh"))

    def from_page(self, texts: tuple[str, ...], picture: bytes | None) -> None:
        """Read the card on the page that is looked at: from the codes found on it, else by looking thoroughly at its picture."""
        how = self.tr("từ trang đang xem")
        for text in texts:
            if isinstance(identity_card.read(text), IdentityCard):
                self.take(text, how)
                return
        if picture is not None:
            self._read(lambda: picture, how)

    def from_camera(self, text: str) -> None:
        """The camera believes it has read a card."""
        self.take(text, self.tr("camera, ba lần đọc giống nhau"))

    def _read(self, data: object, how: str) -> None:
        def work() -> str | None:
            return self._capturing.card_in(data())  # type: ignore[operator]

        def done(text: str | None) -> None:
            if text is None:
                self._form.show_card_trouble(
                    self.tr("Không thấy mã QR căn cước trong ảnh. Chụp gần hơn, đủ sáng, không loá.")
                )
            else:
                self.take(text, how)

        self._tasks.work(
            work,
            owner=self,
            done=done,
            failed=lambda error: self._form.show_card_trouble(messages.for_error(error, self._language)),
        )

    def _filled(self, card: IdentityCard, how: str, *, recalled: bool) -> None:
        beside = set(card.warnings) - {CardWarning.UNACCENTED}
        said = tuple(
            messages.for_card_warning(warning, self._language) for warning in card.warnings if warning not in beside
        )
        self._form.show_card_read(how, said)
        if recalled:
            self._form.show_known(self.tr("Người này đã nộp hồ sơ ở đây: lấy lại điện thoại, thư điện tử lần trước."))
        self.filled.emit()

    def _fill_submitter(self, card: IdentityCard) -> None:
        before = self._visit.draft.submitter or Submitter()
        filled = dataclasses.replace(
            before,
            full_name=card.full_name,
            id_type=IdType.CCCD,
            id_number=card.number,
            address=card.applicant().address,
        )
        self._visit.session.replace(dataclasses.replace(self._visit.draft, submitter=filled))
        for field in (self._form.submitter.name, self._form.submitter.id_number):
            field.set_read()
        self._form.submitter.phone.line.setFocus()


def _recalled(phone: str, email: str, after: IntakeDraft) -> bool:
    person = after.applicant
    return (not phone and bool(person.phone)) or (not email and bool(person.email))
