"""One turn: records first, then files, then the proof, then what the centre has to say, then dossier numbers."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from desk_app.lanes import CancelToken
from desk_app.sync import reconcile
from desk_app.sync.central import CentralClient, CentralFailing, Refused
from desk_app.sync.files import Files
from desk_app.sync.leases import LeasePolicy, Leases
from desk_app.sync.manifests import Manifests
from desk_app.sync.pace import Pace
from desk_app.sync.records import Records
from desk_app.sync.steps import Bench, Step
from desk_app.sync.uploads import Budget

CHANGES_PAGE = 200
CURSOR_UNKNOWN = "cursor_unknown"

_log = logging.getLogger(__name__)


class Turn:
    """The lanes in their order.

    Args:
        progress: told whenever some bytes of a file have arrived.
    """

    def __init__(self, bench: Bench, pace: Pace, leases: LeasePolicy, *, progress: Callable[[], None]) -> None:
        self._bench = bench
        self._records = Records(bench)
        self._files = Files(bench, pace, progress=progress)
        self._manifests = Manifests(bench)
        self._leases = Leases(bench, leases)
        self.done = Step()
        """What the present turn, or the last one, did; also when it ended in an error."""

    def run(self, client: CentralClient, budget: Budget, *, horizon: dt.datetime, cancel: CancelToken) -> None:
        """Do what is due before the horizon.

        Raises:
            CentralUnreachable, NotTheCentre, NotAuthorised: the turn ended there.
        """
        self.done = Step()
        self._add(self._records.resolve(client))
        more = True
        while more and not cancel.is_cancelled:
            more = self._add(self._records.send(client, horizon=horizon)).more
        if not cancel.is_cancelled:
            self._add(self._files.send(client, budget, horizon=horizon, cancel=cancel))
        if not cancel.is_cancelled:
            self._add(self._manifests.send(client, horizon=horizon))
            self._add(self._fetch(client))
        if not cancel.is_cancelled:
            self._add(self._leases.renew(client, unit=self.unit()))

    def put_back(self, next_at: dt.datetime, *, reason: str) -> None:
        """After an error: what was on its way waits again."""
        self._records.put_back(next_at, reason=reason)

    def next_at(self) -> dt.datetime | None:
        """When something that was put off is due again, None if nothing is."""
        with self._bench.store.read() as uow:
            return uow.outbox.counts().next_try_at

    def unit(self) -> str:
        """The unit whose desk this is, empty before set-up."""
        with self._bench.store.read() as uow:
            return uow.settings.get("unit") or ""

    def _fetch(self, client: CentralClient) -> Step:
        with self._bench.store.read() as uow:
            cursor = uow.inbox.cursor()
        try:
            page = client.changes(cursor, limit=CHANGES_PAGE)
        except (Refused, CentralFailing) as error:
            _log.warning("the feed does not answer: %s", error)
            if isinstance(error, Refused) and error.reason == CURSOR_UNKNOWN:
                self._read_from_the_beginning()
            return Step()
        if not page.changes and page.cursor == cursor:
            return Step()
        with self._bench.store.transaction() as uow:
            changed = reconcile.apply_page(uow, page, now=self._bench.clock())
        return Step(moved=len(page.changes), changed=changed, more=page.more)

    def _read_from_the_beginning(self) -> None:
        """The centre does not know how far we read, so it is not the one we knew: what we have had is passed over."""
        with self._bench.store.transaction() as uow:
            uow.inbox.set_cursor("")
            uow.audit.record("feed_restarted", who=None, at=self._bench.clock(), detail={})

    def _add(self, step: Step) -> Step:
        self.done += step
        return step
