"""A desk with four people and two prepared pages, made once and copied for each test; its clock stands until it is moved."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import argon2
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
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.events import Author
from desk_app.domain.roles import Role
from desk_app.store.keys import ProtectedFile
from desk_app.store.numbering import Lease

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=clock.VIETNAM)
PIN = "2580"
UNIT = "H12.64"
BIRTH = "1.001193"
MARRIAGE = "1.000894"
HUONG = Applicant(
    full_name="Nguyễn Thị Hường",
    id_type=IdType.CCCD,
    id_number="096191004582",
    born=PartialDate(1991, 3, 5),
    sex=Sex.FEMALE,
    phone="0918224175",
    address=Address(text="Ấp 1, xã Khánh An, tỉnh Cà Mau"),
)


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **by: float) -> dt.datetime:
        self.now += dt.timedelta(**by)
        return self.now


def picture_of(words: str) -> bytes:
    """A tiny printed page as a JPEG file."""
    page = Image.new("RGB", (210, 297), "white")
    pen = ImageDraw.Draw(page)
    for line in range(30, 240, 12):
        pen.text((20, line), words, fill="black")
    out = io.BytesIO()
    page.save(out, "JPEG", dpi=(100, 100), quality=80)
    return out.getvalue()


@dataclasses.dataclass(frozen=True)
class Template:
    """A data folder, who works there, and pages whose files lie among its blobs."""

    folder: Path
    people: dict[Role, Author]
    pages: tuple[PageRef, ...]


@dataclasses.dataclass(frozen=True)
class Counter:
    """An open desk, and short words for what every test does at it."""

    program: bootstrap.Program
    template: Template
    now: SetClock

    @property
    def desk(self) -> Desk:
        return self.program.desk

    @property
    def store(self) -> Any:
        return self.program.store

    @property
    def officer(self) -> Author:
        return self.template.people[Role.OFFICER]

    @property
    def volunteer(self) -> Author:
        return self.template.people[Role.VOLUNTEER]

    @property
    def supervisor(self) -> Author:
        return self.template.people[Role.SUPERVISOR]

    @property
    def administrator(self) -> Author:
        return self.template.people[Role.ADMINISTRATOR]

    def draft(self, procedure: str = BIRTH, *, saved: bool = True, pages: int = 1, **changes: Any) -> IntakeDraft:
        """A draft without problems: every mandatory paper there, the first one with prepared pages."""
        intake = self.desk.intake
        draft = intake.choose_procedure(intake.start(self.officer), procedure)
        draft = dataclasses.replace(draft, applicant=HUONG, components=_handed_in(draft.components))
        first = draft.components[0].id
        placed = [dataclasses.replace(p, component=first) for p in self.template.pages[:pages]]
        draft = dataclasses.replace(arrangement.with_pages_added(draft, placed), **changes)
        return intake.save(draft) if saved else draft

    def accepted(self, procedure: str = BIRTH, **changes: Any) -> Accepted:
        """A dossier, accepted by the officer."""
        outcome = self.desk.intake.accept(self.draft(procedure, **changes), who=self.officer)
        assert isinstance(outcome, Accepted), outcome
        return outcome

    def lease(self, first: int, last: int, *, day: dt.date | None = None) -> None:
        """Leased numbers of official codes."""
        with self.store.transaction() as uow:
            uow.numbering.add_lease(
                Lease(id=f"lease-{first}", unit=UNIT, day=day or self.now().date(), first=first, last=last)
            )

    def outbox(self, dossier_id: str) -> tuple[Any, ...]:
        with self.store.read() as uow:
            return tuple(uow.outbox.events_of(dossier_id))

    def audit(self, dossier_id: str) -> list[str]:
        with self.store.read() as uow:
            return [entry.act for entry in uow.audit.of(dossier_id)]


def _handed_in(components: tuple[DraftComponent, ...]) -> tuple[DraftComponent, ...]:
    """Every mandatory paper ticked, one of each group of alternatives."""
    groups: set[str] = set()
    ticked = []
    for component in components:
        wanted = component.mandatory and component.alternatives not in groups
        groups |= {component.alternatives} - {""}
        ticked.append(dataclasses.replace(component, present=wanted))
    return tuple(ticked)


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    """PIN hashes that cost next to nothing; what they cost in earnest has a test of its own."""
    with pytest.MonkeyPatch.context() as patched:
        quick = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(argon2, "PasswordHasher", quick)
        yield


@pytest.fixture(autouse=True)
def quick_hashing() -> Iterator[None]:
    with quickly():
        yield


@pytest.fixture(scope="session")
def picture() -> Callable[[str], bytes]:
    return picture_of


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    with quickly():
        return _template(tmp_path_factory.mktemp("desk-template") / "desk")


def _template(folder: Path) -> Template:
    first = FirstRun(
        unit=UNIT, unit_name="UBND xã Khánh An", desk="Quầy 1", officer="Trần Thị Mẫu", pin=PIN, place="Khánh An"
    )
    at = SetClock(NOW.replace(hour=8))
    program = bootstrap.create_desk(config.Settings(data_dir=folder), first, key_store=ProtectedFile(), now=at).program
    accounts = program.desk.accounts
    administrator = next(author_of(a) for a in accounts.all() if a.role is Role.ADMINISTRATOR)
    accounts.add(name="Lê Thị Tình Nguyện", role=Role.VOLUNTEER, pin=PIN, who=administrator)
    accounts.add(name="Võ Văn Trưởng", role=Role.SUPERVISOR, pin=PIN, who=administrator)
    people = {a.role: author_of(a) for a in accounts.all()}
    digitisation = program.desk.digitisation
    taken = digitisation.take_in([IncomingFile(f"{n}.jpg", picture_of(f"Trang {n}")) for n in range(3)])
    pages = tuple(digitisation.prepare(page) for page in taken.pages)
    assert all(page.prepared for page in pages)
    program.close()
    return Template(folder, people, pages)


@pytest.fixture
def set_clock() -> SetClock:
    return SetClock()


@pytest.fixture
def folder(desk_template: Template, tmp_path: Path) -> Path:
    """A data folder of this test alone."""
    return Path(shutil.copytree(desk_template.folder, tmp_path / "desk"))


@pytest.fixture
def open_counter(desk_template: Template, folder: Path, set_clock: SetClock) -> Iterator[Callable[[], Counter]]:
    """Opens the desk of this test; to open it again, close it first, as a restart does."""
    opened: list[bootstrap.Program] = []

    def start() -> Counter:
        program = bootstrap.open_desk(config.Settings(data_dir=folder), key_store=ProtectedFile(), now=set_clock)
        opened.append(program)
        return Counter(program, desk_template, set_clock)

    yield start
    for program in opened:
        program.close()


@pytest.fixture
def counter(open_counter: Callable[[], Counter]) -> Counter:
    return open_counter()
