"""Printed forms of a dossier: made, kept with the dossier, put in the queue, and printed again when the printer failed.

The print task was written with the acceptance; a printer that fails leaves it there and never undoes anything.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.desk import settings as desk_settings
from desk_app.desk import specimen
from desk_app.desk.settings import DeskSettings
from desk_app.desk.specimen import Specimen
from desk_app.domain.dossier import Dossier, ElectronicCopy
from desk_app.domain.events import Author, ReceiptIssued
from desk_app.domain.printing import IssuedReceipt, PrintState, PrintTask
from desk_app.domain.receipt import Circular, PaperSize, Receipt
from desk_app.domain.roles import Act, Role, require
from desk_app.domain.vietnamese import fold

if TYPE_CHECKING:
    from desk_app.store.engine import Store

RECEIPT = "receipt"
_BEFORE_THE_NAME = re.compile(
    r"^((ubnd|uỷ ban nhân dân|ủy ban nhân dân)\s+)?((xã|phường|đặc khu|tỉnh|thành phố|thị trấn)\s+)?", re.IGNORECASE
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Printout:
    """A form ready for the printer.

    Attributes:
        pdf: the bytes, the same that are kept with the dossier.
        task: the print task to settle afterwards.
        title: shown in the printer's queue; holds the code, no name.
    """

    pdf: bytes
    task: str
    dossier_id: str
    title: str
    reprint: int


class Printing:
    """Makes forms and keeps account of their printing."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        outbox_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._outbox_changed = outbox_changed

    def pending(self) -> tuple[PrintTask, ...]:
        """What still has to be printed: never tried, interrupted, or failed."""
        with self._store.read() as uow:
            return uow.prints.pending()

    def printout(self, task_id: str, *, who: Author) -> Printout:
        """The form of a task. Made and kept the first time, the same bytes ever after."""
        require(Role(who.role), Act.PRINT)
        with self._store.read() as uow:
            task = uow.prints.get(task_id)
            dossier = uow.dossiers.get(task.dossier_id)
            kept = next((r for r in uow.receipts.of(dossier.id) if r.reprint == task.reprint), None)
            settings = desk_settings.load(uow.settings)
        if kept is None:
            kept = self._issue(dossier, settings, reprint=task.reprint, who=who)
        return Printout(
            pdf=self._store.blobs.get(kept.copy.sha256),
            task=task.id,
            dossier_id=dossier.id,
            title=f"{RECEIPT} {dossier.code}",
            reprint=task.reprint,
        )

    def print_again(self, dossier_id: str, *, who: Author) -> PrintTask:
        """A new task for a marked re-print."""
        require(Role(who.role), Act.PRINT)
        now = self._clock()
        with self._store.transaction() as uow:
            made = [r.reprint for r in uow.receipts.of(dossier_id)]
            asked = [t.reprint for t in uow.prints.pending() if t.dossier_id == dossier_id]
            count = 1 + max(made + asked, default=0)
            task = PrintTask(
                id=self._new_id(),
                dossier_id=dossier_id,
                kind=RECEIPT,
                reprint=count,
                state=PrintState.PENDING,
                created_at=now,
            )
            uow.prints.add(task)
            uow.audit.record(
                "reprint_asked", who=who, dossier_id=dossier_id, at=now, detail={"form": RECEIPT, "reprint": str(count)}
            )
        return task

    def printed(self, task_id: str, *, who: Author) -> None:
        """The printer took it."""
        with self._store.transaction() as uow:
            task = uow.prints.get(task_id)
            uow.prints.done(task_id)
            uow.audit.record(
                "printed",
                who=who,
                dossier_id=task.dossier_id,
                at=self._clock(),
                detail={"form": task.kind, "reprint": str(task.reprint)},
            )

    def failed(self, task_id: str, reason: str) -> None:
        """The printer did not take it; the task stays, with the reason."""
        with self._store.transaction() as uow:
            uow.prints.failed(task_id, reason)

    def receipts_of(self, dossier_id: str) -> tuple[IssuedReceipt, ...]:
        """Every receipt ever made for a dossier, oldest first."""
        with self._store.read() as uow:
            return uow.receipts.of(dossier_id)

    def pdf_of(self, sha256: str) -> bytes:
        """The bytes of a kept form or electronic copy."""
        return self._store.blobs.get(sha256)

    def preview(self, dossier_id: str, *, circular: Circular, size: PaperSize) -> bytes:
        """The receipt of a dossier under another circular or on other paper; nothing is kept."""
        from desk_app.forms import catalogue

        with self._store.read() as uow:
            dossier = uow.dossiers.get(dossier_id)
            settings = desk_settings.load(uow.settings)
        receipt = receipt_for(
            dossier, dataclasses.replace(settings, circular=circular, paper_size=size), at=self._clock()
        )
        return catalogue.REGISTRY[catalogue.FormKind.RECEIPT, circular].render(receipt)

    def specimen(self, settings: DeskSettings) -> Specimen:
        """The receipt of an invented citizen as it would come out with these settings; nothing is kept."""
        from desk_app.forms import catalogue

        now = self._clock()
        form = catalogue.REGISTRY[catalogue.FormKind.RECEIPT, settings.circular]
        return Specimen(
            pdf=form.render(receipt_for(specimen.dossier(settings, at=now), settings, at=now)),
            legal_basis=form.legal_basis,
            provisional=form.provisional,
            note=form.note,
        )

    def _issue(self, dossier: Dossier, settings: DeskSettings, *, reprint: int, who: Author) -> IssuedReceipt:
        from desk_app.forms import catalogue

        now = self._clock()
        form = catalogue.REGISTRY[catalogue.FormKind.RECEIPT, settings.circular]
        pdf = form.render(receipt_for(dossier, settings, at=now, reprint=reprint))
        copy = ElectronicCopy(sha256=self._store.blobs.put(pdf), bytes=len(pdf), pages=_pages(pdf))
        issued = IssuedReceipt(
            dossier_id=dossier.id, form=RECEIPT, circular=settings.circular, copy=copy, reprint=reprint, printed_at=now
        )
        fact = ReceiptIssued(
            event_id=self._new_id(),
            dossier_id=dossier.id,
            occurred_at=now,
            author=who,
            unit=dossier.unit,
            desk=dossier.desk,
            form=RECEIPT,
            circular=settings.circular,
            copy=copy,
            reprint=reprint,
        )
        with self._store.transaction() as uow:
            uow.receipts.add(dossier.id, issued.form, issued.circular, copy, reprint, now)
            uow.outbox.append(fact)
            uow.audit.record(
                "receipt_issued",
                who=who,
                dossier_id=dossier.id,
                at=now,
                detail={"circular": settings.circular, "reprint": str(reprint), "sha256": copy.sha256},
            )
        self._outbox_changed()
        return issued


def receipt_for(dossier: Dossier, settings: DeskSettings, *, at: dt.datetime, reprint: int = 0) -> Receipt:
    """What the slip says, from the dossier and the desk's own settings."""
    return Receipt(
        dossier=dossier,
        circular=settings.circular,
        size=settings.paper_size,
        superior_body=settings.superior_body or _committee(settings.unit_name),
        desk_body=settings.desk_body or "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        place=settings.place or _place(settings.unit_name),
        printed_at=at,
        lookup=settings.lookup,
        contact_phone=settings.contact_phone,
        reprint=reprint,
        personal_id_in_qr=settings.personal_id_in_qr,
    )


def _committee(unit_name: str) -> str:
    """The people's committee of the unit, named once: "UBND xã Khánh An" stays, "xã Khánh An" gets it in front."""
    if not unit_name or fold(unit_name).startswith(("ubnd", "uy ban")):
        return unit_name
    return f"UBND {unit_name}"


def _place(unit_name: str) -> str:
    """Địa danh of the date line: the bare name of the commune or province (NĐ 30/2020 Phụ lục I)."""
    return _BEFORE_THE_NAME.sub("", unit_name).strip()


def _pages(pdf: bytes) -> int:
    from desk_app.documents import assemble

    return assemble.count_pages(pdf)
