"""The queue as a workplace: what waits, why, and the repairs. What it needs of sync is the port ``SyncControl``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Protocol

from desk_app.domain import contact, identity_number, vietnamese
from desk_app.domain.applicant import IdType
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import InvalidValue
from desk_app.domain.events import Author, DossierReceived
from desk_app.domain.queue import FileState, QueueCounts, QueueRow, SyncState
from desk_app.domain.roles import Act, Role, allows, require

if TYPE_CHECKING:
    from desk_app.store.engine import Store


class SyncControl(Protocol):
    """What the desk may ask of whoever sends."""

    def wake(self) -> None:
        """Something new waits."""

    def send_now(self) -> None:
        """Forget the pauses and try at once."""

    def pause(self) -> None:
        """Send nothing until resumed."""

    def resume(self) -> None:
        """Go on."""


class NoSync:
    """No gateway is configured, or nothing sends in this process."""

    def wake(self) -> None:
        """Nothing to wake."""

    def send_now(self) -> None:
        """Nothing to send with."""

    def pause(self) -> None:
        """Nothing to pause."""

    def resume(self) -> None:
        """Nothing to resume."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a fact needs a person, and what of it can be mended in place.

    Attributes:
        field: dotted name of the field it was refused for, empty when the centre named none.
        value: what stands there now; empty unless ``fixable``.
        fixable: whether ``fix`` takes this field, from this person.
        queued_at: when the fact was put in the queue; refused_at: when the centre refused it.
        files_held: how many of the dossier's ``files_total`` files the centre holds already; they are not sent again.
    """

    event_id: str
    dossier_id: str
    field: str
    value: str = dataclasses.field(repr=False)
    fixable: bool
    attempts: int
    queued_at: dt.datetime
    refused_at: dt.datetime | None
    files_held: int
    files_total: int


class Queue:
    """What waits to reach the centre."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        sync: SyncControl | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._sync = sync or NoSync()

    def rows(
        self, states: Collection[SyncState] = tuple(SyncState), *, limit: int = 500, offset: int = 0
    ) -> tuple[QueueRow, ...]:
        """One row a dossier: first what needs a person, then the oldest that waits, last what was confirmed."""
        with self._store.read() as uow:
            return uow.outbox.items(states, limit=limit, offset=offset)

    def counts(self) -> QueueCounts:
        """The figures above the list."""
        with self._store.read() as uow:
            return uow.outbox.counts()

    def send_now(self) -> None:
        """Forget the pauses and try at once."""
        with self._store.transaction() as uow:
            uow.outbox.hurry()
        self._sync.send_now()

    def pause(self, *, who: Author) -> None:
        """Hold everything back, for example on a metered line."""
        require(Role(who.role), Act.SEE_QUEUE)
        self._sync.pause()

    def resume(self) -> None:
        """Go on sending."""
        self._sync.resume()

    def send_again(self, event_id: str, *, who: Author) -> None:
        """Send a refused fact once more as it is."""
        require(Role(who.role), Act.REPAIR_QUEUE)
        now = self._clock()
        with self._store.transaction() as uow:
            item = uow.outbox.get(event_id)
            uow.outbox.requeue(event_id)
            uow.audit.record(
                "sent_again",
                who=who,
                dossier_id=item.fact.dossier_id,
                at=now,
                detail={"event": event_id, "reason": item.reason},
            )
        self._sync.wake()

    def send_file_again(self, dossier_id: str, sha256: str, *, who: Author) -> None:
        """Send a file that did not get through once more, from its beginning."""
        require(Role(who.role), Act.REPAIR_QUEUE)
        with self._store.transaction() as uow:
            uow.outbox.requeue_file(dossier_id, sha256)
            uow.audit.record(
                "file_sent_again", who=who, dossier_id=dossier_id, at=self._clock(), detail={"sha256": sha256}
            )
        self._sync.wake()

    def refusal(self, event_id: str, *, who: Author) -> Refusal:
        """What has to be known to repair a refused fact; who may not repair is told no value."""
        require(Role(who.role), Act.SEE_QUEUE)
        with self._store.read() as uow:
            item = uow.outbox.get(event_id)
            dossier = uow.dossiers.get(item.fact.dossier_id)
            files = uow.outbox.files_of(dossier.id)
        fixable = (
            allows(Role(who.role), Act.REPAIR_QUEUE)
            and isinstance(item.fact, DossierReceived)
            and _has_field(dossier, item.field)
        )
        return Refusal(
            event_id=event_id,
            dossier_id=dossier.id,
            field=item.field,
            value=field_value(dossier, item.field) if fixable else "",
            fixable=fixable,
            attempts=item.attempts,
            queued_at=item.queued_at,
            refused_at=item.settled_at,
            files_held=sum(file.state is FileState.HELD for file in files),
            files_total=len(files),
        )

    def fix(self, event_id: str, field: str, value: str, *, who: Author) -> Dossier:
        """Correct the field a dossier was refused for and send it as a new fact at the same place in the queue.

        Raises:
            InvalidValue: the field cannot be corrected here, or the new value has not the form either.
        """
        require(Role(who.role), Act.REPAIR_QUEUE)
        now = self._clock()
        with self._store.transaction() as uow:
            item = uow.outbox.get(event_id)
            if not isinstance(item.fact, DossierReceived):
                raise InvalidValue(field, "not_here")
            current = uow.dossiers.get(item.fact.dossier_id)
            mended = _with_field(current, field, value)
            uow.dossiers.replace(mended)
            fact = dataclasses.replace(
                item.fact,
                event_id=self._new_id(),
                occurred_at=now,
                author=who,
                dossier=_with_field(item.fact.dossier, field, value),
            )
            uow.outbox.replace_refused(event_id, fact)
            uow.audit.record(
                "field_corrected",
                who=who,
                dossier_id=current.id,
                at=now,
                detail={"field": field, "event": fact.event_id},
            )
        self._sync.wake()
        return mended


FIXABLE = ("applicant.phone", "applicant.email", "applicant.full_name", "applicant.id_number", "submitter.phone")
"""Fields that the queue screen can correct in place; anything else is corrected in the dossier."""


def field_value(dossier: Dossier, field: str) -> str:
    """The present value of a fixable field, empty for any other."""
    if field not in FIXABLE:
        return ""
    part, name = field.split(".")
    return str(getattr(getattr(dossier, part), name, "") or "")


def _has_field(dossier: Dossier, field: str) -> bool:
    return field in FIXABLE and getattr(dossier, field.partition(".")[0]) is not None


def _with_field(dossier: Dossier, field: str, value: str) -> Dossier:
    if field not in FIXABLE:
        raise InvalidValue(field, "not_here")
    part, name = field.split(".")
    person = getattr(dossier, part)
    if person is None:
        raise InvalidValue(field, "not_here")
    right = _checked(field, value, person.id_type)
    return dataclasses.replace(
        dossier, **{part: dataclasses.replace(person, **{name: right})}, revision=dossier.revision + 1
    )


def _checked(field: str, value: str, id_type: IdType | None) -> str:
    text = vietnamese.tidy(value)
    if field.endswith(".phone"):
        phone = contact.normal_phone(text)
        if phone is None:
            raise InvalidValue(field, "malformed")
        return phone
    if field.endswith(".email") and not contact.valid_email(text):
        raise InvalidValue(field, "malformed")
    if not text:
        raise InvalidValue(field, "required")
    if field.endswith(".id_number"):
        for problem in identity_number.problems(field, id_type, text):
            if problem.blocking:
                raise InvalidValue(field, problem.kind, problem.detail)
        return identity_number.bare(text)
    return text
