"""The page that is looked at: its picture, beneath it how it was made small, and what somebody has to know about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.desk.digitisation import Digitisation
from desk_app.domain.codes import CodeKind, classify, parse, parse_receipt_qr
from desk_app.domain.draft import PageRef
from desk_app.domain.identity_card import IdentityCard
from desk_app.domain.identity_card import read as read_card
from desk_app.ui import messages
from desk_app.ui.banners import Banner
from desk_app.ui.intake.page_view import PageView
from desk_app.ui.intake.pane import code_words, words
from desk_app.ui.intake.thumbnails import FULL_PX, PREVIEW_PX, THUMBNAIL_PX, VIEW_PX, Thumbnails
from desk_app.ui.intake.visit import Visit
from desk_app.ui.labels import ElidedLabel
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks


class LookPanel(QWidget):
    """Shows one page.

    ``replace_asked`` carries the id of a page that failed; ``card_found`` the text of a card on the page, ``dossier_found`` a
    dossier code.
    """

    replace_asked = Signal(str)
    card_found = Signal(str)
    dossier_found = Signal(str)

    def __init__(
        self,
        visit: Visit,
        thumbnails: Thumbnails,
        *,
        tasks: Tasks,
        digitisation: Digitisation,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._visit, self._thumbnails, self._language = visit, thumbnails, language
        self._tasks, self._digitisation = tasks, digitisation
        self._page: PageRef | None = None
        self._raw = False
        self._offer: Callable[[], object] = lambda: None
        self.view = PageView()
        self.caption = ElidedLabel("", "small")
        self.note = Banner(Kind.NEUTRAL, action=" ")
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.view, 1)
        column.addWidget(self.caption)
        thumbnails.ready.connect(self._picture_came)
        self.note.acted.connect(lambda: self._offer())
        self.view.loupe_wanted.connect(self._show_picture)
        self.view.zoomed.connect(self._show_picture)

    @property
    def is_raw(self) -> bool:
        """Whether the page is shown as it came."""
        return self._raw

    def show_page(self, page: PageRef | None) -> None:
        """Look at a page; another one is shown whole and as it is now."""
        before, self._page = self._page, page
        if page is None or before is None or before.id != page.id:
            self._raw = False
            self.view.loupe.picture = None
            self.view.fit()
        self._show_picture()
        self._show_words(page)
        if page != before:
            self._show_note(page)

    def show_as_it_came(self, *, raw: bool) -> None:
        """The raw picture, or again what became of it."""
        self._raw = raw
        self.view.loupe.picture = None
        self._show_picture()

    def keep_note(self, *, here: bool) -> None:
        """Beneath the page, so that nothing else moves when it comes and goes; or wherever it is laid by others."""
        layout = self.layout()
        if layout is not None and here:
            layout.addWidget(self.note)

    def hide_note(self) -> None:
        """Something else is looked at."""
        self.note.hide()

    # showing

    def _picture_came(self, edge_px: int, page_id: str) -> None:
        if (
            self._page is not None
            and page_id == self._page.id
            and edge_px in (THUMBNAIL_PX, VIEW_PX, PREVIEW_PX, FULL_PX)
        ):
            self._show_picture()

    def _picture(self, page: PageRef, edge_px: int) -> QImage | None:
        shelf = self._thumbnails
        return shelf.picture_as_it_came(page, edge_px) if self._raw else shelf.picture(page, edge_px)

    def _show_picture(self) -> None:
        page = self._page
        if page is None:
            return
        if self.view.loupe.is_on:
            self.view.loupe.picture = self._picture(page, FULL_PX)
        near = self._picture(page, PREVIEW_PX) if self.view.is_near() else None
        picture = near or self._picture(page, VIEW_PX) or self._picture(page, THUMBNAIL_PX)
        if picture is not None:
            tag = self.tr("Ảnh gốc, chưa xử lý · V") if self._raw else ""
            self.view.show_picture(picture, same_page=True, tag=tag)
        elif page.failed:
            self.view.show_sentence(self.tr("Không đọc được trang này."), "circle-alert")
        else:
            self.view.show_sentence(self.tr("Đang mở trang…"))

    def _show_words(self, page: PageRef | None) -> None:
        if page is None:
            self.caption.setText("")
            return
        codes_told = code_words.told(page, self._language)
        said = " · ".join(filter(None, (words.facts(page), words.why(page, self._language), codes_told)))
        self.caption.setText(said or ("" if page.failed else self.tr("Đang xử lý trang này…")))

    def _show_note(self, page: PageRef | None) -> None:
        """Beneath the page: why it failed, the code on it, what looks odd."""
        self.note.hide()
        if page is None:
            return
        if page.failed:
            self._ask_why(page)
            return
        if any(self._offer_code(text) for text in page.codes):
            return
        if page.flags and not page.reviewed and not page.excluded:
            self._say(
                Kind.WAITING,
                words.oddities(page, self._language),
                self.tr("Được (phím cách)"),
                lambda: self._visit.session.accept_flags([page.id]),
            )

    def _ask_why(self, page: PageRef) -> None:
        def why(error: BaseException) -> None:
            if self._page is not None and self._page.id == page.id:
                self._say(
                    Kind.PERSON,
                    messages.for_error(error, self._language),
                    self.tr("Thay trang…"),
                    lambda: self.replace_asked.emit(page.id),
                )

        self._tasks.work(
            lambda: self._digitisation.check(page),
            owner=self,
            done=lambda _none: self._visit.session.try_again([page.id]),
            failed=why,
        )

    def _offer_code(self, text: str) -> bool:
        card = read_card(text)
        if isinstance(card, IdentityCard):
            if self._visit.draft.applicant.id_number == card.number:
                return False
            sentence = self.tr("Trên trang có căn cước của {name}.").format(name=card.full_name)
            self._say(Kind.ACCENT, sentence, self.tr("Điền vào đơn"), lambda: self.card_found.emit(text))
            return True
        if classify(text) in (CodeKind.DOSSIER, CodeKind.PROVISIONAL):
            receipt = parse_receipt_qr(text)
            official = parse(text)
            code = receipt.code if receipt else official.text if official else text
            sentence = self.tr("Trên trang có mã hồ sơ {code}.").format(code=code)
            self._say(Kind.NEUTRAL, sentence, self.tr("Mở hồ sơ"), lambda: self.dossier_found.emit(code))
            return True
        return False

    def _say(self, kind: Kind, sentence: str, action: str = "", run: Callable[[], object] = lambda: None) -> None:
        self._offer = run
        self.note.show_message(kind, sentence, action=action)
        self.note.show()
