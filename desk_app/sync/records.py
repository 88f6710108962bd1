"""The lane of small facts: events in order per dossier, each settled by the centre's own answer and nothing else."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from desk_app.domain.queue import OutboxItem, OutboxState
from desk_app.store.unit_of_work import UnitOfWork
from desk_app.sync import reconcile, wire
from desk_app.sync.central import CentralClient, CentralFailing, CentralUnreachable, NotTheCentre, Refused
from desk_app.sync.steps import CENTRE_FAILING, DEFERRED, Bench, Step, put_off
from desk_app.sync.wire import EventAnswer, Result

BATCH_BYTES = 512 * 1024
"""Where a batch ends, unless a single event is longer: what a poor line carries within one request's patience."""
MOST_FAULTS_IN_A_ROW = 3

_log = logging.getLogger(__name__)


class Records:
    """Sends events. Belongs to the sending thread."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._limit = wire.MAX_EVENTS

    def resolve(self, client: CentralClient) -> Step:
        """Settle what was on its way when the program ended, by asking the centre for each."""
        with self._bench.store.read() as uow:
            items = uow.outbox.attempting()
        step = Step()
        for item in items:
            try:
                answer = client.answer_to(item.fact.event_id)
            except (Refused, CentralFailing):
                answer = None  # it will not tell: sending again is harmless, the id is the same
            step += self._settle([item], {item.fact.event_id: answer}) if answer else self._untried([item])
        if items:
            _log.info("resolved %d events that were on their way", len(items))
        return step

    def send(self, client: CentralClient, *, horizon: dt.datetime) -> Step:
        """Send the events that are due before the horizon, one batch of them."""
        with self._bench.store.read() as uow:
            due = uow.outbox.next_records(horizon, self._limit)
        items, unfit = _fitting(due)
        step = self._set_aside(unfit)
        if items:
            step += self._deliver(client, items)
        return step + Step(more=step.moved > 0)

    def put_back(self, next_at: dt.datetime, *, reason: str) -> None:
        """Whatever is still on its way goes back into the queue: there was no answer."""
        with self._bench.store.transaction() as uow:
            for item in uow.outbox.attempting():
                uow.outbox.mark_retry(item.fact.event_id, next_at, reason, "")

    def _set_aside(self, unfit: OutboxItem | None) -> Step:
        """A fact that cannot even be written down must not hold up the desk."""
        if unfit is None:
            return Step()
        _log.error("event %s cannot be written", unfit.fact.event_id)
        with self._bench.store.transaction() as uow:
            uow.outbox.mark_needs_person(
                unfit.fact.event_id, wire.Refusal.MALFORMED.value, "", "", "", self._bench.clock()
            )
        return Step(moved=1, changed=frozenset({unfit.fact.dossier_id}))

    def _deliver(self, client: CentralClient, items: Sequence[OutboxItem]) -> Step:
        with self._bench.store.transaction() as uow:
            uow.outbox.mark_attempting([item.fact.event_id for item in items], self._bench.clock())
        try:
            answers = client.send([item.fact for item in items])
        except (Refused, CentralFailing) as error:
            if len(items) == 1:
                return self._settle_alone(items[0], error)
            return self._deliver_singly(client, items)
        except (CentralUnreachable, NotTheCentre):
            self._limit = max(1, self._limit // 2)
            raise
        self._limit = min(wire.MAX_EVENTS, self._limit * 2)
        return self._settle(items, {answer.event_id: answer for answer in answers})

    def _deliver_singly(self, client: CentralClient, items: Sequence[OutboxItem]) -> Step:
        """Find the one that spoils the batch. Those behind a stuck one of the same dossier go back untried."""
        step, faults, stuck = Step(), 0, set[str]()
        for item in items:
            if faults >= MOST_FAULTS_IN_A_ROW or item.fact.dossier_id in stuck:
                step += self._untried([item])
                continue
            one = self._deliver(client, [item])
            faults = 0 if one.moved else faults + 1
            if not self._is_confirmed(item):
                stuck.add(item.fact.dossier_id)
            step += one
        return step

    def _is_confirmed(self, item: OutboxItem) -> bool:
        with self._bench.store.read() as uow:
            return uow.outbox.get(item.fact.event_id).state is OutboxState.CONFIRMED

    def _settle(self, items: Sequence[OutboxItem], answers: dict[str, EventAnswer]) -> Step:
        moved, changed, stopped = 0, set[str](), set[str]()
        with self._bench.store.transaction() as uow:
            for item in items:
                answer = answers.get(item.fact.event_id)
                if answer is None:
                    self._bear(uow, item, CENTRE_FAILING)
                    continue
                changed.add(item.fact.dossier_id)
                if answer.result is Result.DEFERRED and item.fact.dossier_id in stopped:
                    # Only because of the one before it, behind which the outbox holds it back anyway.
                    uow.outbox.mark_retry(item.fact.event_id, self._bench.clock(), "", "")
                    continue
                moved += self._take(uow, item, answer)
                if not answer.took_effect:
                    stopped.add(item.fact.dossier_id)
        return Step(moved=moved, changed=frozenset(changed))

    def _untried(self, items: Sequence[OutboxItem]) -> Step:
        with self._bench.store.transaction() as uow:
            for item in items:
                uow.outbox.mark_retry(item.fact.event_id, self._bench.clock(), "", "")
        return Step()

    def _take(self, uow: UnitOfWork, item: OutboxItem, answer: EventAnswer) -> bool:
        now = self._bench.clock()
        if answer.took_effect:
            uow.outbox.mark_confirmed(answer.event_id, now)
            if answer.official_code:
                reconcile.assign_code(uow, item.fact.dossier_id, answer.official_code, now=now)
            return True
        if answer.result is Result.DEFERRED:
            self._bear(uow, item, DEFERRED)
            return False
        reason = answer.reason or answer.result.value
        _log.info("event %s needs a person: %s", answer.event_id, reason)
        uow.outbox.mark_needs_person(
            answer.event_id, reason, answer.field or "", answer.detail or "", answer.detail or "", now
        )
        return True

    def _settle_alone(self, item: OutboxItem, error: Refused | CentralFailing) -> Step:
        changed = frozenset({item.fact.dossier_id})
        with self._bench.store.transaction() as uow:
            if isinstance(error, CentralFailing):
                self._bear(uow, item, CENTRE_FAILING)
                return Step(changed=changed)
            _log.info("event %s needs a person: %s", item.fact.event_id, error.reason)
            uow.outbox.mark_needs_person(
                item.fact.event_id,
                error.reason,
                error.field or "",
                error.detail or "",
                error.detail or "",
                self._bench.clock(),
            )
        return Step(moved=1, changed=changed)

    def _bear(self, uow: UnitOfWork, item: OutboxItem, reason: str) -> None:
        event_id = item.fact.event_id
        later = put_off(
            self._bench,
            attempts=item.attempts,
            reason=reason,
            known_reason=item.reason,
            known_detail=item.detail,
        )
        if later is None:
            uow.outbox.mark_needs_person(event_id, reason, "", item.detail, "", self._bench.clock())
        else:
            uow.outbox.mark_retry(event_id, later.next_at, reason, later.since)


def _fitting(items: Sequence[OutboxItem]) -> tuple[Sequence[OutboxItem], OutboxItem | None]:
    """As many from the front as one batch holds, and the one that ended it because it cannot be written."""
    total = 0
    for count, item in enumerate(items):
        try:
            total += len(wire.to_bytes(wire.write_envelope(item.fact)))
        except (ValueError, TypeError):
            return items[:count], item
        if count and total > BATCH_BYTES:
            return items[:count], None
    return items, None
