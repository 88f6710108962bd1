"""What the centre says, made part of the store: codes, statuses, certificates. Saying it twice changes nothing the second time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Iterable

from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.errors import MoveNotAllowed
from desk_app.store.errors import DossierNotFound
from desk_app.store.unit_of_work import UnitOfWork
from desk_app.sync.fields import Record, WireError
from desk_app.sync.messages import Change, ChangeKind, ChangePage, HeldReceipt, ListedFile, ManifestAnswer

_log = logging.getLogger(__name__)


def certificate(dossier_id: str, files: Iterable[ListedFile], answer: ManifestAnswer) -> HeldReceipt | None:
    """The gateway's receipt if it proves that exactly our files are held, every digest and size equal; else None."""
    receipt = answer.receipt
    if not answer.complete or answer.missing or receipt is None or receipt.dossier_id != dossier_id:
        return None
    ours = {(file.sha256, file.bytes) for file in files}
    return receipt if set(receipt.files) == ours else None


def apply_page(uow: UnitOfWork, page: ChangePage, *, now: dt.datetime) -> frozenset[str]:
    """Take in a page of the feed and move the cursor with it; the ids of the dossiers that changed."""
    changed = {dossier_id for change in page.changes if (dossier_id := apply_change(uow, change, now=now))}
    uow.inbox.set_cursor(page.cursor)
    return frozenset(changed)


def apply_change(uow: UnitOfWork, change: Change, *, now: dt.datetime) -> str | None:
    """Take in one entry of the feed; the dossier's id if it changed. What we do not know or cannot read is passed over."""
    # A centre restored from a backup numbers anew; the moment beside the number tells its changes from the lost ones.
    key = f"{change.id}@{change.at.isoformat()}"
    new = uow.inbox.record(key, change.kind, dossier_id=change.dossier_id, at=change.at, body=change.body)
    if not new or change.dossier_id is None:
        return None
    try:
        match change.kind:
            case ChangeKind.CODE_ASSIGNED:
                code = Record(change.body).text("code", limit=64, required=True)
                done = assign_code(uow, change.dossier_id, code, now=now)
            case ChangeKind.STATUS_CHANGED:
                done = _take_status(uow, change.dossier_id, Record(change.body), now=now)
            case _:
                done = False
    except WireError as error:
        _log.warning("change %s passed over: %s", change.id, error)
        return None
    return change.dossier_id if done else None


def assign_code(uow: UnitOfWork, dossier_id: str, code: str, *, now: dt.datetime) -> bool:
    """Give a dossier its official code; the provisional one stays searchable. True if that changed anything.

    A code that contradicts an official one, or that another dossier has, is not taken over: both stay as they are and
    the audit tells of it.
    """
    dossier = _known(uow, dossier_id)
    if dossier is None or dossier.code == code:
        return False
    other = uow.dossiers.by_code(code)
    if not dossier.is_provisional or (other is not None and other.id != dossier_id):
        uow.audit.record("code_conflict", who=None, dossier_id=dossier_id, at=now, detail={"code": code})
        return False
    uow.dossiers.replace(dossier.with_official_code(code))
    uow.audit.record(
        "code_assigned", who=None, dossier_id=dossier_id, at=now, detail={"code": code, "replaces": dossier.code}
    )
    return True


def _take_status(uow: UnitOfWork, dossier_id: str, body: Record, *, now: dt.datetime) -> bool:
    status = body.choice("status", Status)
    dossier = _known(uow, dossier_id)
    if dossier is None or dossier.status is status:
        return False
    detail = {
        "from": dossier.status.value,
        "to": status.value,
        "note": body.maybe_text("note") or "",
        "actor": body.maybe_text("actor") or "",
    }
    try:
        moved, act = dossier.moved_to(status), "status_changed"
    except MoveNotAllowed:
        # The handling side knows what it did; steps that we never heard of lie in between.
        moved, act = dataclasses.replace(dossier, status=status, revision=dossier.revision + 1), "status_from_centre"
    uow.dossiers.replace(moved)
    uow.audit.record(act, who=None, dossier_id=dossier_id, at=now, detail=detail)
    return True


def _known(uow: UnitOfWork, dossier_id: str) -> Dossier | None:
    try:
        return uow.dossiers.get(dossier_id)
    except DossierNotFound:  # a dossier of another desk of the unit
        return None
