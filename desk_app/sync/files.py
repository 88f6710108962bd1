"""The lane of files: each to the centre by its digest, resumed where it stopped, a few chunks a turn."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from desk_app.domain.queue import FileRole, FileState, FileTransfer
from desk_app.lanes import CancelToken
from desk_app.store.errors import BlobDamaged, BlobMissing
from desk_app.sync.central import (
    CentralClient,
    CentralError,
    CentralFailing,
    CentralUnreachable,
    NotTheCentre,
    Refused,
    UploadOutOfStep,
    UploadPlace,
)
from desk_app.sync.pace import Pace
from desk_app.sync.retry import FILES
from desk_app.sync.steps import CENTRE_FAILING, Bench, Step, put_off
from desk_app.sync.uploads import Budget, Transfer

AT_ONCE = 20
BLOB_MISSING = "blob_missing"
BLOB_DAMAGED = "blob_damaged"
UNREACHABLE = "unreachable"

_log = logging.getLogger(__name__)


class Files:
    """Sends files. Belongs to the sending thread."""

    def __init__(self, bench: Bench, pace: Pace, *, progress: Callable[[], None]) -> None:
        self._bench = bench
        self._pace = pace
        self._progress = progress
        self._got_through = False

    def send(self, client: CentralClient, budget: Budget, *, horizon: dt.datetime, cancel: CancelToken) -> Step:
        """Send files that are due before the horizon, as far as the budget goes.

        A line that breaks puts off the file in hand and ends the turn, nothing else: records may still get through.
        NotAuthorised goes to the caller.
        """
        with self._bench.store.read() as uow:
            files = _in_order(uow.outbox.sending(), uow.outbox.next_files(horizon, AT_ONCE))
        step = Step()
        for file in files:
            if cancel.is_cancelled or (budget.spent and not budget.allows_another()):
                return step + Step(more=True)
            try:
                step += self._send_one(client, file, budget, cancel)
            except (CentralUnreachable, NotTheCentre) as error:
                self._put_off(file, error)
                return step + Step(changed=frozenset({file.dossier_id}))
        return step + Step(more=step.moved > 0)

    def _send_one(self, client: CentralClient, file: FileTransfer, budget: Budget, cancel: CancelToken) -> Step:
        data = self._content(file)
        if data is None:
            return Step(moved=1, changed=frozenset({file.dossier_id}))
        before, self._got_through = budget.spent, False
        transfer = Transfer(
            client,
            self._pace,
            dossier_id=file.dossier_id,
            sha256=file.sha256,
            data=data,
            url=file.upload_url,
            saved=lambda place: self._remember(file, place),
        )
        try:
            held = transfer.run(budget, cancel)
        except Refused as error:
            self._needs_person(file, error.reason, error.detail or "")
            return Step(moved=1, changed=frozenset({file.dossier_id}))
        except (CentralFailing, UploadOutOfStep):
            self._bear(file)
            return Step(changed=frozenset({file.dossier_id}))
        if held:
            with self._bench.store.transaction() as uow:
                uow.outbox.mark_file_held(file.dossier_id, file.sha256, self._bench.clock())
            self._progress()
        return Step(moved=budget.spent - before + held, changed=frozenset({file.dossier_id}), more=not held)

    def _content(self, file: FileTransfer) -> bytes | None:
        try:
            data = self._bench.store.blobs.get(file.sha256)
        except BlobMissing:
            self._needs_person(file, BLOB_MISSING)
        except BlobDamaged:
            self._needs_person(file, BLOB_DAMAGED)
        else:
            if len(data) == file.bytes:
                return data
            self._needs_person(file, BLOB_DAMAGED)
        return None

    def _remember(self, file: FileTransfer, place: UploadPlace) -> None:
        self._got_through = self._got_through or place.offset > file.sent_bytes
        with self._bench.store.transaction() as uow:
            uow.outbox.mark_file(
                file.dossier_id,
                file.sha256,
                state=FileState.SENDING,
                upload_url=place.url,
                sent_bytes=place.offset,
            )
        self._progress()

    def _needs_person(self, file: FileTransfer, reason: str, detail: str = "") -> None:
        _log.warning("file %s needs a person: %s", file.sha256[:12], reason)
        with self._bench.store.transaction() as uow:
            uow.outbox.mark_file(
                file.dossier_id, file.sha256, state=FileState.NEEDS_PERSON, next_at=None, reason=reason, detail=detail
            )

    def _put_off(self, file: FileTransfer, error: CentralError) -> None:
        attempts = self._failures(file) + 1
        asked_s = error.retry_after_s if isinstance(error, CentralUnreachable) else None
        self._queue_again(
            file, attempts, self._bench.later(attempts, FILES, retry_after_s=asked_s), reason=UNREACHABLE, detail=""
        )

    def _bear(self, file: FileTransfer) -> None:
        attempts = self._failures(file)
        later = put_off(
            self._bench,
            attempts=attempts,
            reason=CENTRE_FAILING,
            known_reason=file.reason,
            known_detail=file.detail,
        )
        if later is None:
            self._needs_person(file, CENTRE_FAILING, file.detail)
        else:
            self._queue_again(file, attempts + 1, later.next_at, reason=CENTRE_FAILING, detail=later.since)

    def _queue_again(
        self, file: FileTransfer, attempts: int, next_at: dt.datetime, *, reason: str, detail: str
    ) -> None:
        with self._bench.store.transaction() as uow:
            uow.outbox.mark_file(
                file.dossier_id,
                file.sha256,
                state=FileState.QUEUED,
                attempts=attempts,
                next_at=next_at,
                reason=reason,
                detail=detail,
            )

    def _failures(self, file: FileTransfer) -> int:
        """Failures in a row before this one; a chunk that got through begins the count anew."""
        return 0 if self._got_through else file.attempts


def _in_order(begun: tuple[FileTransfer, ...], due: tuple[FileTransfer, ...]) -> list[FileTransfer]:
    """Receipts, then what was begun, then the rest."""
    receipts = [file for file in due if file.role is FileRole.RECEIPT]
    return [*receipts, *begun, *(file for file in due if file.role is not FileRole.RECEIPT)]
