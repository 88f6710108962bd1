"""Sign-in: pick a name with the arrows, type the PIN, Enter. Two seconds for who knows their PIN."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from desk_app.desk.accounts import LockedOut, SignedIn, SignIn, WrongPin
from desk_app.domain.accounts import Account
from desk_app.ui import messages
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.cards import Card
from desk_app.ui.fields import Field, LineEdit
from desk_app.ui.labels import label
from desk_app.ui.picker import Choice, ChoiceDelegate
from desk_app.ui.role_names import role_name
from desk_app.ui.tasks import Tasks

CARD_PX = 400
_MOST_ROWS = 6
_ROW_PX = 46


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SignInPorts:
    """What the sign-in needs.

    Attributes:
        sign_in: account id and PIN to the outcome; slow on purpose, called on the store's lane.
    """

    sign_in: Callable[[str, str], SignIn]


class PinEdit(LineEdit):
    """A PIN: dots, and the arrows belong to the list above."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("pin", "true")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhDigitsOnly)
        self.setMaxLength(64)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)


class SignInPage(QWidget):
    """The names of this desk and the PIN.

    With ``opening`` the desk is still being opened: the PIN can be typed already, the names come with ``set_people``.
    ``signed_in`` carries the Author; ``cancelled`` comes with Escape where somebody was signed in before.
    """

    signed_in = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        people: Sequence[Account],
        ports: SignInPorts,
        tasks: Tasks,
        *,
        place: str = "",
        opening: bool = False,
        last_account_id: str = "",
        can_cancel: bool = False,
        language: str = messages.VIETNAMESE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._people = tuple(people)
        self._ports, self._tasks, self._language = ports, tasks, language
        self._busy = False
        self._opening, self._asked = opening, False
        self._build(place, can_cancel=can_cancel)
        self.setFocusProxy(self.pin)
        self._fill(last_account_id)

    def _build(self, place: str, *, can_cancel: bool) -> None:
        self.card = Card()
        self.card.setFixedWidth(CARD_PX)
        self.card.body.setContentsMargins(24, 20, 24, 22)
        self.card.body.setSpacing(12)
        self.card.body.addWidget(label(self.tr("Quầy Một Cửa"), "title"))
        self.place = label(place or self.tr("Đang mở dữ liệu của quầy…"), "muted", wrap=True)
        self.place.setVisible(bool(place) or self._opening)
        self.card.body.addWidget(self.place)
        self.names = QListWidget()
        self.names.setProperty("framed", "true")
        self.names.setAccessibleName(self.tr("Người dùng"))
        self.names.setItemDelegate(ChoiceDelegate(self.names))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setFixedHeight(min(max(len(self._people), 1), _MOST_ROWS) * _ROW_PX + 4)
        self.card.body.addWidget(self.names)
        self.pin = PinEdit()
        self.field = Field(self.tr("Mã PIN"), self.pin)
        self.card.body.addWidget(self.field)
        self.button = PrimaryButton(self.tr("Vào làm việc"), "Enter", bind=False, run=self._try)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button, 1)
        if can_cancel:
            row.addWidget(QuietButton(self.tr("Quay lại"), "Esc", run=self.cancelled.emit))
        self.card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.pin.returnPressed.connect(self._try)
        self.pin.stepped.connect(self._step)
        self.pin.textEdited.connect(lambda _text: self.field.set_error(""))
        self.names.currentRowChanged.connect(lambda _row: self._person_changed())
        self.names.itemActivated.connect(lambda _item: self.pin.setFocus())
        self.names.installEventFilter(self)

    def _fill(self, last_account_id: str) -> None:
        for person in self._people:
            item = QListWidgetItem(person.name)
            locked = self.tr("đã khoá") if person.locked else ""
            item.setData(Qt.ItemDataRole.UserRole, Choice(person.id, person.name, role_name(person.role), locked))
            item.setSizeHint(QSize(100, _ROW_PX - 1))
            self.names.addItem(item)
        ids = [person.id for person in self._people]
        self.names.setCurrentRow(ids.index(last_account_id) if last_account_id in ids else 0 if ids else -1)

    def set_people(self, people: Sequence[Account], *, place: str = "", last_account_id: str = "") -> None:
        """The desk is open: who works here. What was typed into the PIN meanwhile stays, and Enter pressed meanwhile counts."""
        self._opening = False
        typed, asked = self.pin.text(), self._asked
        self._people = tuple(people)
        self.place.setText(place)
        self.place.setVisible(bool(place))
        self.names.setFixedHeight(min(max(len(self._people), 1), _MOST_ROWS) * _ROW_PX + 4)
        self._fill(last_account_id)
        self.pin.setText(typed)
        if asked:
            self._try()

    def person(self) -> Account | None:
        """Whose PIN is asked for."""
        row = self.names.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pin.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits typed while the list has the focus belong into the PIN."""
        if (
            watched is self.names
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.text().isdigit()
        ):
            self.pin.setFocus()
            self.pin.insert(event.text())
            return True
        return False

    def _step(self, by: int) -> None:
        if self._people:
            self.names.setCurrentRow((self.names.currentRow() + by) % len(self._people))

    def _person_changed(self) -> None:
        self.pin.clear()
        person = self.person()
        self.field.set_error(self._locked_sentence() if person is not None and person.locked else "")

    def _try(self) -> None:
        person = self.person()
        self._asked = self._opening
        if person is None or self._busy:
            return
        pin = self.pin.text()
        if not pin:
            self.field.set_error(self.tr("Gõ mã PIN của {name}.").format(name=person.name))
            self.pin.setFocus()
            return
        self._set_busy(busy=True)
        account_id = person.id
        self._tasks.store(
            lambda: self._ports.sign_in(account_id, pin), owner=self, done=self._answered, failed=self._failed
        )

    def _answered(self, outcome: SignIn) -> None:
        self._set_busy(busy=False)
        self.pin.clear()
        match outcome:
            case SignedIn(author=author):
                self.field.set_error("")
                self.signed_in.emit(author)
            case WrongPin(attempts_left=left):
                self.field.set_error(self.tr("Sai mã PIN. Còn {count} lần thử.").format(count=left))
                self.pin.setFocus()
            case LockedOut():
                self.field.set_error(self._locked_sentence())
                self.pin.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self.field.set_error(messages.for_error(error, self._language))
        if messages.is_bug(error):
            self._tasks.on_error(error)

    def _locked_sentence(self) -> str:
        return self.tr("Tài khoản đã bị khoá sau nhiều lần sai mã PIN. Nhờ quản trị đặt mã PIN mới.")

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.button.setEnabled(not busy)
        self.names.setEnabled(not busy)
