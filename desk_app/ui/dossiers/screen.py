"""Hồ sơ: the list at the left, one dossier at the right. Enter opens, Escape goes back to the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app import clock
from desk_app.desk.lookup import Detail
from desk_app.domain import codes
from desk_app.domain.events import Author
from desk_app.domain.lookup import DossierRow
from desk_app.ui import messages
from desk_app.ui.dossiers.detail import DossierPane
from desk_app.ui.dossiers.list_panel import CODES, DossierList
from desk_app.ui.dossiers.reprint import Reprint
from desk_app.ui.pdf_view import PdfDialog
from desk_app.ui.pills import Kind
from desk_app.ui.screen import Context, KeyAction, OpenDossier, Scan, Screen, SearchFor

PANE_PX = 412
_NARROW_PX = 1112
_MINUTE_MS = 60_000


class DossiersScreen(Screen):
    """Search, list, detail."""

    def __init__(
        self, context: Context, *, now: Callable[[], dt.datetime] = clock.now, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        session = context.session
        self._who = Author(account_id=session.account_id, name=session.name, role=session.role)
        self._asked = 0
        self.printing = Reprint(context, self._who, self)
        self.list = DossierList(context, self._who, now=now)
        self.pane = DossierPane(session, language=context.language, now=now)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.list, 1)
        row.addWidget(self.pane)
        self._connect()
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.list.model.forget_words)

    def keys(self) -> tuple[KeyAction, ...]:
        opened = self.pane.dossier is not None
        find = self.list.filters.line.jump
        return (
            KeyAction(key="Enter", text=self.tr("Mở"), run=self.list.open_current, bound=True, enabled=not opened),
            KeyAction(key="Esc", text=self.tr("Về danh sách"), run=self.back, bound=True, enabled=opened),
            KeyAction(key="Ctrl+F", text=self.tr("Tìm"), run=find, bound=True),
        )

    def entered(self) -> None:
        self._minute.start()
        self.refresh()
        if self.pane.dossier is None:
            self.list.filters.line.jump()

    def left(self) -> None:
        self._minute.stop()

    def receive(self, subject: object) -> None:
        match subject:
            case OpenDossier():
                self.open(subject.dossier_id)
            case SearchFor() | Scan():
                self.list.filters.line.jump()  # the arrows and Enter now belong to what was found
                self.search(subject.text)
            case _:
                return

    def take_scan(self, scan: Scan) -> bool:
        if scan.kind not in CODES:
            return False
        self.search(scan.text)
        return True

    def refresh(self) -> None:
        """Read the rows in sight again; a dossier that is open is read again without counting as a look."""
        self.list.refresh()
        opened = self.pane.dossier
        if opened is not None:
            self._read_again(opened.id)

    def search(self, text: str) -> None:
        """A code opens its dossier; anything else is searched for."""
        self.list.filters.set_text(text)
        self._let_go()
        if codes.classify(text) in CODES:
            code = codes.parse(text)
            wanted = code.text if code else text.strip().upper()
            self._open(lambda: self.context.desk.lookup.by_code(wanted, who=self._who))
        self.list.search()

    def open(self, dossier_id: str) -> None:
        """Show a dossier in whole; the look is recorded."""
        self._open(lambda: self.context.desk.lookup.detail(dossier_id, who=self._who))

    def back(self) -> None:
        """From the dossier back to the list; from the list to the search line."""
        self._let_go()
        if self.pane.dossier is None:
            self.list.filters.line.jump()
            return
        self._show_row(self.list.current())
        self.list.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.setFixedWidth(340 if self.width() < _NARROW_PX else PANE_PX)

    def _connect(self) -> None:
        self.list.row_selected.connect(self._row_selected)
        self.list.row_opened.connect(self.open)
        self.list.code_entered.connect(self.search)
        self.list.searched.connect(self._let_go)
        self.list.left_up.connect(self.back)
        self.pane.open_asked.connect(self.open)
        self.pane.back_asked.connect(self.back)
        self.pane.file_asked.connect(self._show_file)
        self.pane.reprint_asked.connect(self.printing.print_again)
        self.pane.task_asked.connect(self._print_task)
        self.pane.queue_asked.connect(lambda dossier_id: self.context.go_to("queue", OpenDossier(dossier_id)))
        self.pane.copied.connect(lambda code: self.context.say(self.tr("Đã chép mã {code}").format(code=code)))
        self.printing.settled.connect(self._printed)
        self.printing.trouble.connect(lambda sentence: self.context.notify(Kind.PERSON, sentence))

    def _row_selected(self, row: DossierRow | None) -> None:
        self._let_go()
        self._show_row(row)

    def _show_row(self, row: DossierRow | None) -> None:
        if row is None:
            self.pane.show_nothing()
        else:
            self.pane.show_row(row)
        self.keys_changed.emit()

    def _let_go(self) -> None:
        """The list leads again; what was asked for and has not come yet is not wanted any more."""
        self.list.held = False
        self._asked += 1

    def _open(self, read: Callable[[], Detail]) -> None:
        self.list.held = True
        self._asked += 1
        number = self._asked
        self.context.tasks.store(
            read,
            owner=self,
            done=lambda detail: self._show(detail) if number == self._asked else None,
            failed=self._not_opened,
        )

    def _show(self, detail: Detail) -> None:
        self.list.mark(detail.dossier.id)
        self.pane.show_detail(detail)
        self.pane.take_focus()
        self.keys_changed.emit()

    def _read_again(self, dossier_id: str) -> None:
        def came(detail: Detail) -> None:
            opened = self.pane.dossier
            if opened is not None and opened.id == dossier_id:
                self.pane.show_detail(detail)

        self.context.tasks.store(
            lambda: self.context.desk.lookup.refreshed(dossier_id, who=self._who), owner=self, done=came
        )

    def _not_opened(self, error: BaseException) -> None:
        self._let_go()
        if messages.is_bug(error):
            self.context.tasks.on_error(error)
        else:
            self.context.notify(Kind.WAITING, messages.for_error(error, self.context.language))

    def _show_file(self, title: str, sha256: str) -> None:
        self.context.tasks.work(
            lambda: self.context.desk.printing.pdf_of(sha256),
            owner=self,
            done=lambda pdf: self._show_pdf(title, pdf),
        )

    def _show_pdf(self, title: str, pdf: bytes) -> None:
        dossier = self.pane.dossier
        second = f"{dossier.code} · {dossier.applicant.full_name}" if dossier else ""
        dialog = PdfDialog(title, pdf, secondary=second, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _print_task(self, task_id: str) -> None:
        if self.pane.dossier is not None:
            self.printing.print_task(self.pane.dossier.id, task_id)

    def _printed(self, dossier_id: str) -> None:
        opened = self.pane.dossier
        if opened is not None and opened.id == dossier_id:
            self._read_again(dossier_id)
