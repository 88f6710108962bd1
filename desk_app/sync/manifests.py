"""The proof: for each dossier whose facts and files are over, the centre certifies what it holds, and we compare."""

from __future__ import annotations

import datetime as dt
import json
import logging

from desk_app.domain.queue import Acknowledgement, FileState
from desk_app.store.unit_of_work import UnitOfWork
from desk_app.sync import messages, reconcile
from desk_app.sync.central import CentralClient, CentralFailing, Refused
from desk_app.sync.messages import HeldReceipt, ListedFile, ManifestAnswer
from desk_app.sync.retry import FILES
from desk_app.sync.steps import Bench, Step

AT_ONCE = 10

_log = logging.getLogger(__name__)


class Manifests:
    """Asks for certificates. Belongs to the sending thread."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def send(self, client: CentralClient, *, horizon: dt.datetime) -> Step:
        """Ask for the certificates that are due before the horizon."""
        with self._bench.store.read() as uow:
            due = uow.outbox.manifests_due(horizon)
        step = Step(more=len(due) > AT_ONCE)
        for dossier_id in due[:AT_ONCE]:
            step += self._ask(client, dossier_id)
        return step

    def _ask(self, client: CentralClient, dossier_id: str) -> Step:
        with self._bench.store.read() as uow:
            listed = _listed(uow, dossier_id)
        try:
            answer = client.put_manifest(dossier_id, listed)
        except (Refused, CentralFailing) as error:
            _log.warning("no certificate for dossier %s: %s", dossier_id, error)
            self._put_off(dossier_id)
            return Step()
        receipt = reconcile.certificate(dossier_id, listed, answer)
        if receipt is None:
            self._put_off(dossier_id)
            return self._send_again(dossier_id, listed, answer)
        with self._bench.store.transaction() as uow:
            # Where another copy was made meanwhile the certificate is of yesterday: kept, but it proves nothing.
            uow.outbox.acknowledge(dossier_id, _acknowledgement(receipt, answer))
        return Step(moved=1, changed=frozenset({dossier_id}))

    def _send_again(self, dossier_id: str, listed: tuple[ListedFile, ...], answer: ManifestAnswer) -> Step:
        """What the centre lost, or holds in another size, is uploaded once more; nothing is green until then."""
        held = set(answer.receipt.files) if answer.receipt else set()
        lost = [
            file
            for file in listed
            if file.sha256 in answer.missing or (answer.receipt and (file.sha256, file.bytes) not in held)
        ]
        _log.warning("dossier %s is not certified: %d of %d files not held", dossier_id, len(lost), len(listed))
        with self._bench.store.transaction() as uow:
            for file in lost:
                uow.outbox.mark_file(
                    dossier_id, file.sha256, state=FileState.QUEUED, upload_url="", sent_bytes=0, next_at=None
                )
        return Step(moved=len(lost), changed=frozenset({dossier_id}), more=bool(lost))

    def _put_off(self, dossier_id: str) -> None:
        with self._bench.store.transaction() as uow:
            failures = uow.outbox.manifest_attempts(dossier_id) + 1
            uow.outbox.mark_manifest_retry(dossier_id, self._bench.later(failures, FILES))


def _listed(uow: UnitOfWork, dossier_id: str) -> tuple[ListedFile, ...]:
    return tuple(
        ListedFile(sha256=file.sha256, bytes=file.bytes, role=file.role.value, ref=file.ref)
        for file in uow.outbox.manifest_of(dossier_id)
    )


def _acknowledgement(receipt: HeldReceipt, answer: ManifestAnswer) -> Acknowledgement:
    return Acknowledgement(
        receipt_id=receipt.receipt_id,
        digests=frozenset(sha256 for sha256, _ in receipt.files),
        at=receipt.at,
        raw=json.dumps(messages.write_manifest_answer(answer), separators=(",", ":")),
    )
