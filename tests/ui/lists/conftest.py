"""A desk with people and five dossiers in different states, made once and copied for each test; its clock stands still."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from desk_app import bootstrap, clock, config
from desk_app.desk.accounts import author_of
from desk_app.desk.desk import Desk
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.first_run import FirstRun
from desk_app.desk.intake import Accepted
from desk_app.domain import arrangement
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex
from desk_app.domain.draft import DraftComponent
from desk_app.domain.events import Author
from desk_app.domain.queue import Acknowledgement
from desk_app.domain.roles import Role
from desk_app.store.keys import ProtectedFile
from desk_app.store.numbering import Lease
from desk_app.sync.status import LinkState, StatusBoard, SyncStatus
from desk_app.ui.printer import Printer, PrintFailed
from desk_app.ui.role_names import role_name
from desk_app.ui.screen import Context, Session

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=clock.VIETNAM)
PIN = "2580"
UNIT = "H12.64"
BIRTH, MARRIAGE = "1.001193", "1.000894"
NAMES = ("Lê Văn Đạt", "Nguyễn Thị Hường", "Phạm Văn Út", "Võ Thị Yến", "Đặng Hữu Nghĩa")
LATE, PROVEN, REFUSED, WAITING, NEWEST = range(5)
"""What became of each, in the order of receipt."""
PHONE = "0918224175"


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


class PaperPrinter(Printer):
    """Remembers what was printed; with ``broken`` nothing comes out."""

    def __init__(self) -> None:
        self.jobs: list[tuple[bytes, str, int]] = []
        self.broken = ""

    def print_pdf(self, pdf: bytes, *, title: str, copies: int = 1, printer: str = "") -> None:
        if self.broken:
            raise PrintFailed(self.broken, printer)
        self.jobs.append((pdf, title, copies))


@dataclasses.dataclass(frozen=True)
class Template:
    """A data folder, who works there, and the ids of the dossiers."""

    folder: Path
    people: dict[Role, Author]
    dossiers: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Office:
    """An open desk and contexts for its screens."""

    program: bootstrap.Program
    template: Template
    now: SetClock
    printer: PaperPrinter
    board: StatusBoard
    make_context: Callable[..., Context]

    @property
    def desk(self) -> Desk:
        return self.program.desk

    @property
    def dossiers(self) -> tuple[str, ...]:
        return self.template.dossiers

    def who(self, role: Role) -> Author:
        return self.template.people[role]

    def context(self, role: Role = Role.SUPERVISOR, *, desk: Desk | None = None, **ports: object) -> Context:
        who = self.who(role)
        session = Session(account_id=who.account_id, name=who.name, role=role, role_name=role_name(role))
        wired: dict[type, object] = {Printer: self.printer, StatusBoard: self.board}
        wired.update(ports.get("ports", {}))  # type: ignore[call-overload]
        return self.make_context(desk or self.desk, session=session, ports=wired)

    def acts(self, dossier_id: str) -> list[str]:
        with self.program.store.read() as uow:
            return [entry.act for entry in uow.audit.of(dossier_id)]

    def code(self, number: int) -> str:
        with self.program.store.read() as uow:
            return uow.dossiers.get(self.dossiers[number]).code


def _picture() -> bytes:
    page = Image.new("RGB", (210, 297), "white")
    pen = ImageDraw.Draw(page)
    for line in range(30, 240, 12):
        pen.text((20, line), "To khai dang ky", fill="black")
    out = io.BytesIO()
    page.save(out, "JPEG", dpi=(100, 100), quality=80)
    return out.getvalue()


def _present(component: DraftComponent) -> DraftComponent:
    return dataclasses.replace(component, present=component.mandatory)


def _applicant(number: int) -> Applicant:
    return Applicant(
        full_name=NAMES[number],
        id_type=IdType.CCCD,
        id_number=f"09609100458{number}",
        born=PartialDate(1991, 3, 5),
        sex=Sex.MALE,
        phone=PHONE,
        address=Address(text="Ấp 1, xã Khánh An, tỉnh Cà Mau"),
    )


def _take_in(program: bootstrap.Program, number: int, who: Author, at: SetClock) -> str:
    intake = program.desk.intake
    draft = intake.choose_procedure(intake.start(who), MARRIAGE if number == WAITING else BIRTH)
    draft = dataclasses.replace(draft, applicant=_applicant(number), components=tuple(map(_present, draft.components)))
    taken = program.desk.digitisation.take_in([IncomingFile("trang.jpg", _picture())], component=draft.components[0].id)
    pages = [program.desk.digitisation.prepare(page) for page in taken.pages]
    draft = intake.save(arrangement.with_pages_added(draft, pages))
    outcome = intake.accept(draft, who=who)
    assert isinstance(outcome, Accepted), outcome
    program.desk.printing.printout(outcome.print_task, who=who)
    program.desk.printing.printed(outcome.print_task, who=who)
    return outcome.dossier.id


def _prove(program: bootstrap.Program, dossier_id: str, at: dt.datetime) -> None:
    with program.store.transaction() as uow:
        for item in uow.outbox.events_of(dossier_id):
            uow.outbox.mark_attempting([item.fact.event_id], at)
            uow.outbox.mark_confirmed(item.fact.event_id, at)
        files = uow.outbox.manifest_of(dossier_id)
        for file in files:
            uow.outbox.mark_file_held(dossier_id, file.sha256, at)
        proof = Acknowledgement(receipt_id="r", digests=frozenset(f.sha256 for f in files), at=at)
        assert uow.outbox.acknowledge(dossier_id, proof)


def _refuse(program: bootstrap.Program, dossier_id: str, at: dt.datetime) -> None:
    with program.store.transaction() as uow:
        event = uow.outbox.events_of(dossier_id)[0].fact.event_id
        uow.outbox.mark_attempting([event], at)
        uow.outbox.mark_needs_person(
            event, "phone", "applicant.phone", "", '{"reason":"phone","detail":"ten digits"}', at
        )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("office-template") / "desk"
    at = SetClock(dt.datetime(2026, 11, 11, 8, 0, tzinfo=clock.VIETNAM))
    first = FirstRun(
        unit=UNIT, unit_name="UBND xã Khánh An", desk="Quầy 2", officer="Trần Thị Mẫu", pin=PIN, place="Khánh An"
    )
    program = bootstrap.create_desk(config.Settings(data_dir=folder), first, key_store=ProtectedFile(), now=at).program
    accounts = program.desk.accounts
    administrator = next(author_of(a) for a in accounts.all() if a.role is Role.ADMINISTRATOR)
    accounts.add(name="Lê Thị Tình Nguyện", role=Role.VOLUNTEER, pin=PIN, who=administrator)
    accounts.add(name="Võ Văn Trưởng", role=Role.SUPERVISOR, pin=PIN, who=administrator)
    people = {a.role: author_of(a) for a in accounts.all()}
    ids = []
    for number in range(len(NAMES)):
        at.now = NOW.replace(day=11, hour=8) if number == LATE else NOW.replace(hour=7, minute=10 * number)
        if number != NEWEST:
            day = at.now.date()
            with program.store.transaction() as uow:
                uow.numbering.add_lease(
                    Lease(id=f"l{number}", unit=UNIT, day=day, first=100 + number, last=100 + number)
                )
        ids.append(_take_in(program, number, people[Role.OFFICER], at))
    at.now = NOW.replace(minute=31)
    _prove(program, ids[PROVEN], at.now)
    _prove(program, ids[LATE], at.now.replace(day=11))
    _refuse(program, ids[REFUSED], at.now)
    program.close()
    return Template(folder, people, tuple(ids))


@pytest.fixture
def office(template: Template, tmp_path: Path, make_context: Callable[..., Context]) -> Iterator[Office]:
    folder = Path(shutil.copytree(template.folder, tmp_path / "desk"))
    now = SetClock()
    program = bootstrap.open_desk(config.Settings(data_dir=folder), key_store=ProtectedFile(), now=now)
    board = StatusBoard()
    board.publish(SyncStatus(state=LinkState.ONLINE, last_contact_at=NOW))
    yield Office(program, template, now, PaperPrinter(), board, make_context)
    program.close()
