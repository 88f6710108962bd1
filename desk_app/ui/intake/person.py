"""First column of the intake screen: procedure, applicant, submitter, channel and way of return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desk_app.domain import identity_number
from desk_app.domain.applicant import Applicant, ApplicantKind, IdType, Sex
from desk_app.domain.contact import normal_phone
from desk_app.domain.draft import IntakeDraft, Problem
from desk_app.domain.procedure import Channel, Procedure, ReturnMethod
from desk_app.domain.roles import Act
from desk_app.domain.vietnamese import tidy
from desk_app.ui.banners import Banner
from desk_app.ui.cards import Card
from desk_app.ui.fields import ChoiceField, DateField, Field, TextField
from desk_app.ui.intake import wording
from desk_app.ui.intake.address import AddressField
from desk_app.ui.intake.beside import problem_of, show_problem
from desk_app.ui.intake.controls import CaptionLink, IdField, choices_menu, level_captions, link_beside_caption
from desk_app.ui.intake.procedure import ProcedurePart
from desk_app.ui.intake.submitter import SubmitterForm
from desk_app.ui.intake.visit import Visit, with_applicant
from desk_app.ui.pills import Kind
from desk_app.ui.screen import Context


class _DownOnly(QScrollArea):
    """Scrolls down and never sideways: as wide as its fields need beside the bar, or the focus would push them out of sight."""

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        least = super().minimumSizeHint()
        if inside is None:
            return least
        bar_px = self.verticalScrollBar().sizeHint().width()
        return QSize(inside.minimumSizeHint().width() + bar_px, least.height())


class PersonForm(Card):
    """Shows the person of a draft and writes what is typed into it at every key.

    ``card_asked``: F11. ``procedure_picked`` and ``case_picked`` carry codes. ``id_left``: the number was typed and left.
    ``finished``: Enter in the last field.
    """

    card_asked = Signal()
    procedure_picked = Signal(str)
    case_picked = Signal(str)
    id_left = Signal()
    finished = Signal()

    def __init__(self, context: Context, visit: Visit, *, language: str, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self.set_title(self.tr("Thủ tục và người nộp"))
        self.body.setContentsMargins(0, 0, 0, 0)
        self._visit, self._language = visit, language
        self._left: set[str] = set()
        self._problems: tuple[Problem, ...] = ()
        hide = not context.session.may(Act.SEE_IDENTITY)
        self._build_fields(context, hide=hide)
        self._lay_out()
        self._bind()
        self.fields: dict[str, Field] = {
            "procedure": self.procedure.picker,
            "case": self.procedure.case,
            "applicant.full_name": self.name,
            "applicant.id_number": self.id_number,
            "applicant.born": self.born,
            "applicant.sex": self.sex,
            "applicant.address": self.address.text,
            "applicant.phone": self.phone,
            "applicant.email": self.email,
            "submitter.full_name": self.submitter.name,
            "submitter.id_number": self.submitter.id_number,
            "submitter.phone": self.submitter.phone,
        }
        for control in self._controls():
            control.installEventFilter(self)

    def _build_fields(self, context: Context, *, hide: bool) -> None:
        self.procedure = ProcedurePart(tasks=context.tasks, catalogue=context.desk.catalogue)
        self.card = Banner(Kind.NEUTRAL, icon="id-card", key="F11", action=self.tr("Đọc thẻ"))
        self.name = TextField(self.tr("Họ và tên chủ hồ sơ"))
        self.kind = CaptionLink(wording.kind_text(ApplicantKind.CITIZEN), icon="chevron-down", run=self._ask_kind)
        link_beside_caption(self.name, self.kind)
        self.id_number = IdField(self.tr("Số định danh cá nhân"), hide=hide)
        self.id_kind = CaptionLink("", icon="chevron-down", run=self._ask_id_type)
        self.id_kind.setAccessibleName(self.tr("Loại giấy tờ"))
        link_beside_caption(self.id_number, self.id_kind)
        self.born = DateField(self.tr("Ngày sinh"))
        self.born.line.setPlaceholderText("")
        self.sex = ChoiceField(
            self.tr("Giới tính"), [(None, "–"), *((sex, wording.sex_text(sex)) for sex in (Sex.FEMALE, Sex.MALE))]
        )
        self.address = AddressField(self.tr("Nơi cư trú"), tasks=context.tasks, units=context.desk.units)
        self.phone = TextField(self.tr("Điện thoại"))
        self.email = TextField(self.tr("Thư điện tử"))
        self.submitter = SubmitterForm(hide_ids=hide)
        self.channel = ChoiceField(self.tr("Hình thức nộp"), [(c, wording.channel_text(c)) for c in Channel])
        self.returns = ChoiceField(self.tr("Nhận kết quả"), [(m, wording.return_text(m)) for m in ReturnMethod])
        self.quiet = Banner(Kind.ACCENT, icon="history", closable=True)
        self.quiet.hide()
        self.reset_card()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 0, 14, 10)
        column.setSpacing(6)
        for part in (self.procedure, self.card, self.name, self.quiet):
            column.addWidget(part)
        level_captions((self.born, self.sex))
        self.born.setMinimumWidth(102)
        self.sex.setMinimumWidth(100)
        self.id_number.setMinimumWidth(140)
        column.addLayout(_row((self.id_number, 14), (self.born, 8), (self.sex, 7)))
        column.addWidget(self.address)
        column.addLayout(_row((self.phone, 1), (self.email, 1)))
        column.addWidget(self.submitter)
        column.addLayout(_row((self.channel, 1), (self.returns, 1)))
        column.addStretch(1)
        scroll = _DownOnly()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scroll = scroll
        self.body.addWidget(scroll)

    def _bind(self) -> None:
        self.procedure.chosen.connect(self.procedure_picked)
        self.procedure.case_chosen.connect(self.case_picked)
        self.card.acted.connect(self.card_asked)
        self.name.edited.connect(lambda text: self._edit(full_name=text))
        self.id_number.numbered.connect(self._number_typed)
        self.born.edited.connect(lambda _text: self._edit(born=self.born.date()))
        self.born.dated.connect(lambda date: self._edit(born=date))
        self.sex.chosen.connect(lambda sex: self._edit(sex=sex))
        self.address.changed.connect(lambda address: self._edit(address=address))
        self.phone.edited.connect(lambda text: self._edit(phone=text))
        self.email.edited.connect(lambda text: self._edit(email=text))
        self.submitter.changed.connect(lambda who: self._visit.edit(submitter=who))
        self.channel.chosen.connect(lambda channel: self._visit.edit(channel=channel))
        self.returns.chosen.connect(lambda method: self._visit.edit(return_method=method))

    # showing

    def show_draft(self, draft: IntakeDraft) -> None:
        """Show a draft; what is being typed at this moment is left alone."""
        person = draft.applicant
        for field, text in ((self.name, person.full_name), (self.phone, person.phone), (self.email, person.email)):
            if field.value() != text:
                field.set_value(text)
        self.id_number.set_number(person.id_number)
        if self.born.date() != person.born:
            self.born.set_date(person.born)
        self.sex.set_value(person.sex)
        self.address.show_address(person.address)
        self._show_kind(person)
        self.submitter.show_submitter(draft.submitter)
        self.channel.set_value(draft.channel)
        self.returns.set_value(draft.return_method)

    def show_procedure(self, procedure: Procedure | None, case: str | None) -> None:
        """Show the procedure of the draft."""
        self.procedure.show_procedure(procedure, case)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem beside its field, but only where somebody has been and is no longer typing."""
        self._problems = problems
        for key, field in self.fields.items():
            problem = problem_of(problems, key)
            typing = field.control.hasFocus()
            if problem is None or (key in self._left and not typing):
                show_problem(field, problem, language=self._language)

    def show_all_problems(self, problems: tuple[Problem, ...]) -> None:
        """Somebody asked for the acceptance: now every problem is shown."""
        self._left.update(self.fields)
        self._problems = problems
        for key, field in self.fields.items():
            show_problem(field, problem_of(problems, key), language=self._language)

    def start_over(self) -> None:
        """Another draft: nothing was left yet, nothing was read."""
        self._left.clear()
        self._problems = ()
        for field in self.fields.values():
            show_problem(field, None)
            field.set_read(read=False)
        self.quiet.hide()
        self.reset_card()

    def reset_card(self) -> None:
        """No card was read yet."""
        self.card.show_message(
            Kind.NEUTRAL, self.tr("Quét thẻ căn cước, hoặc"), action=self.tr("Đọc thẻ"), icon="id-card"
        )

    def show_card_read(self, how: str, warnings: tuple[str, ...]) -> None:
        """A card was read: what it said is marked, what disagrees stands in the banner."""
        kind = Kind.WAITING if warnings else Kind.ACCENT
        title = self.tr("Đã đọc căn cước · {how}").format(how=how)
        self.card.show_message(kind, " ".join(warnings), title=title, action=self.tr("Đọc lại"), icon="id-card")
        for field in (self.name, self.id_number, self.born, self.sex, self.address.text):
            field.set_read()
        self._left.update(("applicant.full_name", "applicant.id_number", "applicant.born", "applicant.sex"))

    def show_card_trouble(self, sentence: str) -> None:
        """A card could not be read."""
        self.card.show_message(Kind.PERSON, sentence, action=self.tr("Đọc lại"), icon="id-card")

    def show_known(self, sentence: str) -> None:
        """A quiet line: something was filled in from an earlier dossier."""
        self.quiet.show_message(Kind.ACCENT, sentence, icon="history")
        self.quiet.show()

    # focus

    def focus_first_gap(self) -> bool:
        """Put the focus into the first empty field that is usually filled; False when there is none."""
        for field, empty in (
            (self.procedure.picker, self.procedure.picker.choice() is None),
            (self.name, not self.name.value()),
            (self.id_number, not self.id_number.number()),
            (self.address.text, not self.address.text.value()),
            (self.phone, not self.phone.value()),
        ):
            if empty:
                self.focus(field)
                return True
        return False

    def focus(self, field: Field) -> None:
        """Bring a field into sight and put the focus into it."""
        self._scroll.ensureWidgetVisible(field, 0, 24)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QWidget):
            QTimer.singleShot(0, self, lambda: self._was_left(watched))
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 24)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            quiet = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if enter and quiet and isinstance(watched, QLineEdit | QComboBox):
                return self._enter(watched)
        return False

    def _enter(self, control: QWidget) -> bool:
        """Enter goes on to the next field; a list that is open takes it first."""
        if control is self.procedure.picker.line and self.procedure.picker.is_open():
            return False
        if control is self.address.picker.line:
            return False
        QTimer.singleShot(0, self, lambda: self._go_on_from(control))
        return False

    def _go_on_from(self, control: QWidget) -> None:
        """To the next field; links and buttons between them are for Tab."""
        if not control.hasFocus():
            return
        order = [each for each in self._order() if each is control or each.isVisible()]
        if control in order:
            after = order[order.index(control) + 1 :]
            if after:
                after[0].setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.finished.emit()

    def _order(self) -> tuple[QWidget, ...]:
        submitter = (field.line for field in self.submitter.fields())
        return (
            self.procedure.picker.line,
            self.procedure.case.combo,
            self.name.line,
            self.id_number.line,
            self.born.line,
            self.sex.combo,
            self.address.text.line,
            self.phone.line,
            self.email.line,
            *submitter,
            self.channel.combo,
            self.returns.combo,
        )

    def _was_left(self, control: QWidget) -> None:
        if control.hasFocus() or QApplication.activePopupWidget() is not None:
            return
        key = next((key for key, field in self.fields.items() if field.control is control), None)
        if control is self.name.line:
            self._tidy("full_name", tidy(self.name.value()))
        elif control is self.phone.line:
            self._tidy("phone", normal_phone(self.phone.value()) or self.phone.value())
        elif control is self.id_number.line:
            self._guess_id_type()
            self.id_left.emit()
        if key is not None and self.isVisible():
            self._left.add(key)
            show_problem(self.fields[key], problem_of(self._problems, key), language=self._language)

    def _controls(self) -> Iterator[QWidget]:
        for field in (*self.fields.values(), self.submitter.authority, self.channel, self.returns):
            yield field.control

    # editing

    def _edit(self, **changes: object) -> None:
        person = self._visit.draft.applicant
        if any(getattr(person, name) != value for name, value in changes.items()):
            self._visit.edit(**with_applicant(self._visit.draft, **changes))

    def _tidy(self, name: str, text: str) -> None:
        if getattr(self._visit.draft.applicant, name) != text:
            self._edit(**{name: text})

    def _number_typed(self, number: str) -> None:
        self._edit(id_number=number)

    def _guess_id_type(self) -> None:
        person = self._visit.draft.applicant
        guessed = identity_number.guess_type(person.id_number)
        fits = person.id_type is not None and not identity_number.problems("", person.id_type, person.id_number)
        if guessed is not None and not fits:
            self._edit(id_type=guessed)

    def _show_kind(self, person: Applicant) -> None:
        citizen = person.kind is ApplicantKind.CITIZEN
        self.kind.setText(wording.kind_text(person.kind))
        self.name.set_caption(self.tr("Họ và tên chủ hồ sơ") if citizen else self.tr("Tên chủ hồ sơ"))
        id_type = person.id_type or (IdType.CCCD if citizen else IdType.TAX)
        self.id_number.set_caption(wording.id_text(id_type))
        self.born.setVisible(citizen)
        self.sex.setVisible(citizen)

    def _ask_kind(self) -> None:
        items = [(kind, wording.kind_text(kind)) for kind in ApplicantKind]
        self._pop_up(self.kind, items, self._visit.draft.applicant.kind, self._choose_kind)

    def _choose_kind(self, kind: object) -> None:
        if kind is not ApplicantKind.CITIZEN:
            self._edit(kind=kind, id_type=None, born=None, sex=None)
        else:
            self._edit(kind=kind, id_type=None)

    def _ask_id_type(self) -> None:
        items = [(id_type, wording.id_text(id_type)) for id_type in IdType]
        self._pop_up(
            self.id_kind, items, self._visit.draft.applicant.id_type, lambda id_type: self._edit(id_type=id_type)
        )

    def _pop_up(
        self, under: QWidget, items: Sequence[tuple[object, str]], now: object, chosen: Callable[[object], object]
    ) -> None:
        menu = choices_menu(self, items, now, chosen)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget, stretch in parts:
        row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
    return row
