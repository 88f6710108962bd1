"""First run: whose desk this is, who works here, how it reaches the centre. Three steps, nothing technical."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desk_app.desk.first_run import FirstRun
from desk_app.ui import messages
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.cards import Card
from desk_app.ui.first_run_steps import ConnectStep, DeviceFound, OfficeStep, PeopleStep, RecoveryStep
from desk_app.ui.labels import label
from desk_app.ui.picker import Provider
from desk_app.ui.pills import Kind
from desk_app.ui.printer import PrintFailed
from desk_app.ui.step_marks import StepMarks
from desk_app.ui.tasks import Tasks

CARD_PX = 620
CARD_HEIGHT_PX = 568


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunPorts:
    """What the first run asks for; all but ``communes`` and ``print_key`` are called off the GUI thread.

    Attributes:
        communes: search for communes; a Choice's value is the name of the commune's office (``UBND xã Khánh An``).
        create: makes the desk and gives the text of its recovery key.
        print_key: prints the recovery key; called in the GUI thread.
        enrol: connects to a gateway: address, one-time code; gives the name of the unit there.
        devices: scanners and cameras that answer.
    """

    communes: Provider
    create: Callable[[FirstRun], str]
    print_key: Callable[[str], object]
    enrol: Callable[[str, str], str]
    devices: Callable[[], Sequence[DeviceFound]]


class FirstRunPage(QWidget):
    """The three steps; the second ends with the recovery key, after which there is no way back.

    ``language_asked`` wants the page made again in another language; ``finished`` comes when the desk can be used.
    """

    language_asked = Signal(str)
    finished = Signal()
    key_confirmed = Signal()

    def __init__(
        self,
        ports: FirstRunPorts,
        tasks: Tasks,
        *,
        language: str = messages.VIETNAMESE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ports, self._tasks, self._language = ports, tasks, language
        self.office = OfficeStep(ports.communes, language)
        self.people = PeopleStep()
        self.recovery = RecoveryStep(self._print_key)
        self.connect_step = ConnectStep()
        self._steps = (self.office, self.people, self.recovery, self.connect_step)
        self._build()
        self.office.language_chosen.connect(self.language_asked)
        self.recovery.confirmed.connect(self._next)
        self.connect_step.enrol_asked.connect(self._enrol)
        self.connect_step.devices_asked.connect(self._look_for_devices)
        self._show(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on, except in the last step: there it would pass over the enrolment."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        last = self.stack.currentWidget() is self.connect_step
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and typing and not last and self.next.isEnabled():
            self._next()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self.card = Card()
        self.card.setFixedSize(CARD_PX, CARD_HEIGHT_PX)
        self.card.body.setContentsMargins(28, 22, 28, 22)
        self.card.body.setSpacing(14)
        self.marks = StepMarks([self.tr("Đơn vị"), self.tr("Người dùng"), self.tr("Kết nối")])
        self.title = label("", "title")
        self.lead = label("", "muted", wrap=True)
        self.stack = QStackedWidget()
        for step in self._steps:
            self.stack.addWidget(step)
        self.back = QuietButton(self.tr("Quay lại"), run=lambda: self._show(self.stack.currentIndex() - 1))
        self.next = PrimaryButton(self.tr("Tiếp tục"), run=self._next)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.next)
        for part in (self.marks, self.title, self.lead):
            self.card.body.addWidget(part)
        self.card.body.addWidget(self.stack, 1)
        self.card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _show(self, number: int) -> None:
        step = self._steps[number]
        self.stack.setCurrentWidget(step)
        self.marks.show_step(min(number, 1) if number < 3 else 2)
        self.title.setText(step.title())
        self.lead.setText(step.lead())
        self.back.setVisible(step is self.people)
        self.next.setText(self.tr("Bắt đầu làm việc") if step is self.connect_step else self.tr("Tiếp tục"))
        self.next.setEnabled(step is not self.recovery)
        step.entered()
        if step is self.connect_step:
            self._look_for_devices()

    def _next(self) -> None:
        number = self.stack.currentIndex()
        step = self._steps[number]
        if step is self.connect_step:
            self.finished.emit()
        elif step is self.recovery:
            if self.recovery.is_confirmed():
                self.key_confirmed.emit()
                self._show(number + 1)
        elif step.check(self._language):
            if step is self.people:
                self._create()
            else:
                self._show(number + 1)

    def _create(self) -> None:
        first = FirstRun(
            unit=self.office.unit.value().upper(),
            unit_name=self.office.unit_name.value(),
            desk=self.office.desk.value(),
            officer=self.people.officer.value(),
            pin=self.people.pin.value(),
            administrator=self.people.administrator.value(),
            administrator_pin=self.people.administrator_pin.value(),
            language=self._language,
            confirm_key=True,
        )
        self._set_busy(busy=True)
        self._tasks.work(lambda: self._ports.create(first), owner=self, done=self._created, failed=self._not_created)

    def _created(self, recovery_text: str) -> None:
        self._set_busy(busy=False)
        self.go_on_with(recovery_text)

    def go_on_with(self, recovery_text: str) -> None:
        """Show the recovery key: the desk was made just now, or before the program was interrupted."""
        self.recovery.show_key(recovery_text)
        self._show(2)

    def _print_key(self, text: str) -> None:
        try:
            self._ports.print_key(text)
        except PrintFailed as error:
            by_hand = self.tr("Hoặc chép mã ra giấy.")
            self.recovery.say_printing(f"{messages.for_error(error, self._language)} {by_hand}")
        else:
            self.recovery.say_printing("")

    def _not_created(self, error: BaseException) -> None:
        """Beside the field it is about, where there is one."""
        self._set_busy(busy=False)
        sentence = messages.for_error(error, self._language)
        name = str(getattr(error, "field", ""))
        for step in (self.office, self.people):
            field = step.fields.get(name)
            if field is not None:
                self._show(self._steps.index(step))
                field.set_error(sentence)
                field.setFocus()
                return
        self.people.show_trouble(sentence)

    def _enrol(self, url: str, code: str) -> None:
        self.connect_step.set_busy(busy=True)
        self._tasks.work(
            lambda: self._ports.enrol(url, code), owner=self, done=self._enrolled, failed=self._not_enrolled
        )

    def _enrolled(self, unit_name: str) -> None:
        self.connect_step.set_busy(busy=False)
        self.connect_step.say(Kind.PROVEN, self.tr("Đã kết nối trung tâm với tư cách {unit}.").format(unit=unit_name))

    def _not_enrolled(self, error: BaseException) -> None:
        self.connect_step.set_busy(busy=False)
        self.connect_step.say(Kind.PERSON, messages.for_connecting(error, self._language))

    def _look_for_devices(self) -> None:
        self.connect_step.show_looking()
        show = self.connect_step.show_devices
        self._tasks.work(self._ports.devices, owner=self, done=show, failed=lambda _error: show(()))

    def _set_busy(self, *, busy: bool) -> None:
        self.next.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.stack.setEnabled(not busy)
