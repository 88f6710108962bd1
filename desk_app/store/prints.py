"""Papers that a printer owes, and receipts that were made."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from desk_app.domain.dossier import ElectronicCopy
from desk_app.domain.printing import IssuedReceipt, PrintState, PrintTask
from desk_app.store import tables as t
from desk_app.store.errors import PrintTaskNotFound
from desk_app.store.moments import Clock, decode_moment, encode_moment
from desk_app.store.prepared import Prepared
from desk_app.store.tables import AnyRow

_INSERT_TASK = Prepared(insert(t.print_tasks), "id", "dossier_id", "kind", "reprint", "state", "reason", "created_at")
_INSERT_RECEIPT = Prepared(
    insert(t.receipts), "dossier_id", "form", "circular", "reprint", "sha256", "bytes", "pages", "printed_at"
)


class PrintTasks:
    """Print tasks by id."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, task: PrintTask) -> None:
        """Keep a new task."""
        _INSERT_TASK.run(
            self._connection,
            {
                "id": task.id,
                "dossier_id": task.dossier_id,
                "kind": task.kind,
                "reprint": task.reprint,
                "state": task.state.value,
                "reason": task.reason,
                "created_at": encode_moment(task.created_at),
            },
        )

    def get(self, task_id: str) -> PrintTask:
        """The task with this id, else PrintTaskNotFound."""
        row = self._connection.execute(select(t.print_tasks).where(t.print_tasks.c.id == task_id)).one_or_none()
        if row is None:
            raise PrintTaskNotFound(task_id)
        return _task(row)

    def pending(self) -> tuple[PrintTask, ...]:
        """What a printer still owes, oldest first; failed ones too, because the paper is still missing."""
        rows = select(t.print_tasks).where(t.print_tasks.c.state != "done").order_by(t.print_tasks.c.created_at)
        return tuple(_task(row) for row in self._connection.execute(rows))

    def done(self, task_id: str) -> None:
        """It lies in the tray."""
        self._settle(task_id, PrintState.DONE, "")

    def failed(self, task_id: str, reason: str) -> None:
        """It did not come out, and why."""
        self._settle(task_id, PrintState.FAILED, reason)

    def _settle(self, task_id: str, state: PrintState, reason: str) -> None:
        changed = self._connection.execute(
            update(t.print_tasks)
            .where(t.print_tasks.c.id == task_id)
            .values(state=state.value, reason=reason, settled_at=encode_moment(self._clock()))
        )
        if changed.rowcount == 0:
            raise PrintTaskNotFound(task_id)


class Receipts:
    """The receipts of each dossier, as files that were printed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, dossier_id: str, form: str, circular: str, copy: ElectronicCopy, reprint: int, printed_at: dt.datetime
    ) -> None:
        """Keep a receipt that was made; its file is already among the blobs."""
        _INSERT_RECEIPT.run(
            self._connection,
            {
                "dossier_id": dossier_id,
                "form": form,
                "circular": circular,
                "reprint": reprint,
                "sha256": copy.sha256,
                "bytes": copy.bytes,
                "pages": copy.pages,
                "printed_at": encode_moment(printed_at),
            },
        )

    def of(self, dossier_id: str) -> tuple[IssuedReceipt, ...]:
        """Every receipt of a dossier, oldest first."""
        rows = select(t.receipts).where(t.receipts.c.dossier_id == dossier_id).order_by(t.receipts.c.n)
        return tuple(_receipt(row) for row in self._connection.execute(rows))


def _task(row: AnyRow) -> PrintTask:
    return PrintTask(
        id=row.id,
        dossier_id=row.dossier_id,
        kind=row.kind,
        reprint=row.reprint,
        state=PrintState(row.state),
        reason=row.reason,
        created_at=decode_moment(row.created_at),
    )


def _receipt(row: AnyRow) -> IssuedReceipt:
    return IssuedReceipt(
        dossier_id=row.dossier_id,
        form=row.form,
        circular=row.circular,
        copy=ElectronicCopy(sha256=row.sha256, bytes=row.bytes, pages=row.pages),
        reprint=row.reprint,
        printed_at=decode_moment(row.printed_at),
    )
