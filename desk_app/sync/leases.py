"""Dossier numbers in hand for days without a line: ranges asked for ahead of time, what was not used given back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Iterable

from desk_app.ids import new_id
from desk_app.store.errors import LeaseOverlaps
from desk_app.store.numbering import Lease
from desk_app.sync.central import CentralClient, CentralFailing, Refused
from desk_app.sync.messages import CodeLease
from desk_app.sync.retry import FILES
from desk_app.sync.steps import Bench, Step

DaysAhead = Callable[[dt.date], Iterable[dt.date]]
"""From a day, the days for which numbers should be in hand, that day included."""

_REQUEST = "lease_request:"
_RETURN = "lease_return:"

_log = logging.getLogger(__name__)


def coming_days(day: dt.date) -> tuple[dt.date, ...]:
    """The day itself and the next four that are not Sundays; where the calendar is at hand it knows better."""
    later = (day + dt.timedelta(days=n) for n in range(1, 7))
    return (day, *[each for each in later if each.weekday() != 6][:4])


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LeasePolicy:
    """How many numbers to have in hand.

    Attributes:
        low: ask again when fewer are left.
        count: how many to ask for at a time.
    """

    low: int = 20
    count: int = 50
    days: DaysAhead = coming_days


class Leases:
    """Keeps numbers in hand. Belongs to the sending thread."""

    def __init__(self, bench: Bench, policy: LeasePolicy) -> None:
        self._bench = bench
        self._policy = policy
        self._failures = 0
        self._not_before: dt.datetime | None = None

    def renew(self, client: CentralClient, *, unit: str) -> Step:
        """Ask for what is low, give back what is over; a centre that will not is asked again much later."""
        now = self._bench.clock()
        if not unit or (self._not_before is not None and now < self._not_before):
            return Step()
        step = Step()
        try:
            for day in self._low_days(unit, now.date()):
                granted = self._ask(client, unit, day)
                if not granted:
                    break
                step += Step(moved=1)
            step += self._give_back(client, now.date())
        except (Refused, CentralFailing) as error:
            self._failures += 1
            self._not_before = self._bench.later(self._failures, FILES)
            _log.warning("no numbers granted: %s", error)
        else:
            self._failures, self._not_before = 0, None
        return step

    def left(self, unit: str) -> int:
        """Official numbers of today still in hand."""
        with self._bench.store.read() as uow:
            return uow.numbering.left(unit, self._bench.clock().date())

    def _low_days(self, unit: str, today: dt.date) -> list[dt.date]:
        with self._bench.store.read() as uow:
            return [day for day in self._policy.days(today) if uow.numbering.left(unit, day) < self._policy.low]

    def _ask(self, client: CentralClient, unit: str, day: dt.date) -> bool:
        """One range for one day. The request's id is on disk before it leaves, so that a lost answer costs no numbers."""
        key = f"{_REQUEST}{unit}:{day.isoformat()}"
        with self._bench.store.transaction() as uow:
            request_id = uow.settings.get(key) or new_id()
            uow.settings.put(key, request_id)
        try:
            granted = client.lease(request_id, day, self._policy.count)
            if granted is None:
                return False
            self._keep(key, granted, fits=(granted.unit, granted.day) == (unit, day))
        except Refused:
            self._forget(key)  # the same question would get the same answer for ever
            raise
        return True

    def _keep(self, key: str, granted: CodeLease, *, fits: bool) -> None:
        """Take the range in; one that is for another unit or day, or was granted before, is not used."""
        if not fits:
            raise Refused(200, "lease_unusable")
        try:
            with self._bench.store.transaction() as uow:
                uow.settings.remove(key)
                uow.numbering.add_lease(Lease(granted.id, granted.unit, granted.day, granted.first, granted.last))
        except LeaseOverlaps:
            raise Refused(200, "lease_unusable") from None

    def _forget(self, key: str) -> None:
        with self._bench.store.transaction() as uow:
            uow.settings.remove(key)

    def _give_back(self, client: CentralClient, today: dt.date) -> Step:
        """Ranges of days gone by: out of use here first, so that nobody takes a number that was just given back."""
        with self._bench.store.read() as uow:
            waits = uow.numbering.open_leases(today)
            known = [key for key in uow.settings.all() if key.startswith(_RETURN)]
        if waits:
            with self._bench.store.transaction() as uow:
                for lease in uow.numbering.open_leases(today):
                    uow.numbering.mark_returned(lease.id)
                    unused_from = lease.first if lease.unused_from is None else lease.unused_from
                    uow.settings.put(_RETURN + lease.id, str(unused_from))
        for key in dict.fromkeys([*known, *(_RETURN + lease.id for lease in waits)]):
            with self._bench.store.read() as uow:
                unused_from = int(uow.settings.get(key) or 0)
            try:
                client.return_lease(key.removeprefix(_RETURN), unused_from)
            except Refused as error:  # the numbers stay a gap, which harms nobody
                _log.warning("numbers not taken back: %s", error)
            self._forget(key)
        return Step(moved=len(waits))
