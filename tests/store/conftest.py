"""A store with invented people, made once and copied for each test."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_app import clock, ids
from desk_app.domain.applicant import Applicant, IdType, PartialDate, Submitter
from desk_app.domain.dossier import Component, Dossier, Due, ElectronicCopy, NotDigitised
from desk_app.domain.events import (
    Author,
    ComponentDigitised,
    ComponentNotDigitised,
    DossierReceived,
    Fact,
    ReceiptIssued,
)
from desk_app.store.engine import Store
from desk_app.store.unit_of_work import UnitOfWork

KEY = bytes(range(32))
NOW = dt.datetime(2026, 11, 23, 9, 30, 0, 250_000, tzinfo=clock.VIETNAM)
UNIT = "H12.64"


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **by: float) -> dt.datetime:
        self.now += dt.timedelta(**by)
        return self.now


class Make:
    """Makes invented dossiers and facts."""

    author = Author(account_id="acc-1", name="Lê Thị Cán Bộ", role="officer")
    now = NOW
    unit = UNIT

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def dossier(self, name: str = "Nguyễn Thị Mẫu", **changes: Any) -> Dossier:
        n = next(self._numbers)
        person = {k: changes.pop(k) for k in ("id_number", "phone", "born") if k in changes}
        applicant = Applicant(
            full_name=name,
            id_type=IdType.CCCD,
            **{"id_number": f"0960850{n:05d}", "phone": f"09123{n:05d}", "born": PartialDate(1985, 3), **person},
        )
        made = Dossier(
            id=ids.new_id(),
            code=f"{UNIT}-261123-{n:04d}",
            procedure_code="1.000656",
            procedure_version="0" * 64,
            procedure_name="Đăng ký khai tử",
            applicant=applicant,
            components=(Component(id=ids.new_id(), name="Tờ khai", code="c01", originals=1, mandatory=True),),
            received_at=NOW,
            recorded_at=NOW,
            due=Due(
                at=NOW + dt.timedelta(days=1),
                amount=1,
                unit="working_day",
                skipped=((dt.date(2026, 11, 22), "Chủ nhật"),),
            ),
            unit=UNIT,
            desk="Quầy 1",
            accepted_by=self.author.account_id,
            accepted_by_name=self.author.name,
        )
        return dataclasses.replace(made, **changes)

    def submitter(self, name: str, **changes: Any) -> Submitter:
        return Submitter(full_name=name, **changes)

    def received(self, dossier: Dossier) -> DossierReceived:
        return DossierReceived(**self._about(dossier.id), dossier=dossier)

    def digitised(self, dossier: Dossier, copy: ElectronicCopy, *, component: str | None = None) -> ComponentDigitised:
        return ComponentDigitised(
            **self._about(dossier.id),
            component_id=component or dossier.components[0].id,
            component_name="Tờ khai",
            copy=copy,
        )

    def not_digitised(self, dossier: Dossier) -> ComponentNotDigitised:
        return ComponentNotDigitised(
            **self._about(dossier.id), component_id=dossier.components[0].id, reason=NotDigitised.COPY_SUBMITTED
        )

    def receipt(self, dossier: Dossier, copy: ElectronicCopy, reprint: int = 0) -> ReceiptIssued:
        return ReceiptIssued(
            **self._about(dossier.id), form="receipt", circular="tt-03-2025", copy=copy, reprint=reprint
        )

    def copy(self, text: str = "scan", pages: int = 1) -> ElectronicCopy:
        data = text.encode()
        return ElectronicCopy(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), pages=pages)

    def accept(self, uow: UnitOfWork, dossier: Dossier | None = None, *more: Fact) -> Dossier:
        """A dossier with its opening event and whatever follows."""
        dossier = dossier or self.dossier()
        uow.dossiers.add(dossier)
        uow.outbox.append(self.received(dossier), *more)
        uow.audit.record("dossier.accepted", who=self.author, at=NOW, dossier_id=dossier.id)
        return dossier

    def _about(self, dossier_id: str) -> dict[str, Any]:
        return {
            "event_id": ids.new_id(),
            "dossier_id": dossier_id,
            "occurred_at": NOW,
            "author": self.author,
            "unit": UNIT,
            "desk": "Quầy 1",
        }


@pytest.fixture
def make() -> Make:
    return Make()


@pytest.fixture(scope="session")
def key() -> bytes:
    return KEY


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "data"
    Store.create(folder, key=KEY).close()
    return folder


@pytest.fixture
def new_folder(template: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Makes empty data folders."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(template, tmp_path / name))

    return copy


@pytest.fixture
def folder(new_folder: Callable[[str], Path]) -> Path:
    return new_folder("data")


@pytest.fixture
def set_clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(folder: Path, set_clock: SetClock) -> Iterator[Store]:
    with Store.open(folder, key=KEY, clock=set_clock) as opened:
        yield opened
