"""The composition root, without Qt: settings in, a wired desk and its sync loop out. Every part can be replaced."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import random
import threading
from collections.abc import Callable
from typing import TypeVar

from desk_app import clock, ids
from desk_app.config import Settings
from desk_app.desk import calendar, first_run, sample_catalogue
from desk_app.desk import settings as desk_settings
from desk_app.desk.accounts import Accounts
from desk_app.desk.catalogue import Catalogue
from desk_app.desk.desk import Desk
from desk_app.desk.digitisation import Digitisation
from desk_app.desk.first_run import FirstRun
from desk_app.desk.intake import Intake
from desk_app.desk.lookup import Lookup
from desk_app.desk.printing import Printing
from desk_app.desk.queue import Queue
from desk_app.desk.recognition import Recognition
from desk_app.desk.reporting import Reporting
from desk_app.desk.settings import SettingsDesk
from desk_app.desk.units import load as load_units
from desk_app.domain.deadlines import Calendar
from desk_app.domain.events import Author
from desk_app.domain.roles import Act, Role, require
from desk_app.lanes import Lanes
from desk_app.store import folder, keys
from desk_app.store.engine import Store
from desk_app.store.errors import StoreExists
from desk_app.store.keys import KeyStore
from desk_app.sync import enrolment
from desk_app.sync.courier import Courier
from desk_app.sync.enrolment import Enrolled
from desk_app.sync.loop import Rhythm, SyncLoop
from desk_app.sync.pace import Pace
from desk_app.sync.sender import MachineLock

T = TypeVar("T")
Clock = Callable[[], dt.datetime]
OnChange = Callable[[frozenset[str]], None]


class NoDesk(Exception):
    """No desk has been set up in the data folder."""


class KeyMissing(Exception):
    """The data folder is there, its key is not."""


class Program:
    """A running desk: use cases, the loop that sends, and what has to be closed."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        lanes: Lanes,
        *,
        key: bytes,
        now: Clock,
        rhythm: Rhythm | None = None,
    ) -> None:
        self._recovery_text = functools.partial(keys.recovery_text, key)
        self.settings = settings
        self.store = store
        self.lanes = lanes
        self._now = now
        self._listeners: list[OnChange] = []
        self._pace = Pace()
        self.courier = Courier(
            SyncLoop(
                store,
                None,
                clock=now,
                rng=random.Random(),  # noqa: S311 - jitter, not secrecy
                sender_lock=MachineLock(settings.data_dir),
                on_change=self._tell,
                pace=self._pace,
                rhythm=rhythm,
            ),
            connect=lambda: enrolment.connect(store, pace=self._pace),
        )
        self.desk = _desk(store, lanes, self.courier, now)

    @property
    def sync(self) -> SyncLoop:
        """The loop that sends, ready to be driven by hand; while the desk is not enrolled it says so."""
        if not self.courier.is_running:
            self.courier.connect()
        return self.courier.loop

    @property
    def is_enrolled(self) -> bool:
        """Whether this desk is connected to a gateway."""
        with self.store.read() as uow:
            return bool(uow.settings.get(enrolment.DEVICE_TOKEN))

    def pending_recovery_key(self) -> str | None:
        """The recovery key while nobody has confirmed that it was written down (the first run was interrupted), else None."""
        with self.store.read() as uow:
            return self._recovery_text() if uow.settings.get(first_run.KEY_PENDING) else None

    def confirm_recovery_key(self) -> None:
        """Somebody has it on paper: it is never shown again."""
        with self.store.transaction() as uow:
            uow.settings.remove(first_run.KEY_PENDING)

    def on_change(self, listener: OnChange) -> None:
        """Be told, in the sending thread, which dossiers the centre changed."""
        self._listeners.append(listener)

    def enrol(self, url: str, code: str, *, who: Author) -> Enrolled:
        """Connect this desk to a gateway with a one-time code; the token is kept in the encrypted store.

        Raises:
            NotPermitted: only administrators connect a desk.
            AddressError, WrongUnit, CentralError: see ``sync.enrolment``.
        """
        require(Role(who.role), Act.MANAGE_SETTINGS)
        name = self.desk.settings.get().desk
        enrolled = enrolment.enrol(self.store, url, code, device_name=name, who=who, now=self._now())
        self.courier.connect()
        return enrolled

    def close(self) -> None:
        """Finish what is being written, then let everything go."""
        self.courier.stop()
        self.courier.loop.close()
        self.lanes.close()
        self.store.close()

    def _tell(self, changed: frozenset[str]) -> None:
        for listener in tuple(self._listeners):
            listener(changed)


@dataclasses.dataclass(frozen=True, slots=True)
class Created:
    """A desk made just now, and its recovery key, to be shown once."""

    program: Program
    recovery_text: str = dataclasses.field(repr=False)


def is_set_up(settings: Settings) -> bool:
    """Whether there is a desk in the data folder, as far as can be seen without its key."""
    return folder.is_there(settings.data_dir)


def open_desk(
    settings: Settings,
    *,
    key_store: KeyStore | None = None,
    now: Clock = clock.now,
    rhythm: Rhythm | None = None,
    lanes: Lanes | None = None,
) -> Program:
    """The desk of the data folder.

    Raises:
        NoDesk: nothing was set up there, or its set-up was interrupted.
        KeyMissing: its key is neither in the keyring nor in the protected file.
        StoreError: locked by another process, newer, damaged, read-only, wrong key.
    """
    if not is_set_up(settings):
        raise NoDesk
    key = (key_store or keys.default_key_store()).load(settings.data_dir)
    if key is None:
        raise KeyMissing
    store = Store.open(settings.data_dir, key=key, clock=now)
    if not _knows_itself(store):
        store.close()
        raise NoDesk
    return Program(settings, store, lanes or Lanes(), key=key, now=now, rhythm=rhythm)


def create_desk(
    settings: Settings,
    first: FirstRun,
    *,
    key_store: KeyStore | None = None,
    now: Clock = clock.now,
    rhythm: Rhythm | None = None,
    lanes: Lanes | None = None,
) -> Created:
    """Make a desk: key, encrypted store, people, sample catalogue. A set-up that was interrupted is completed.

    Raises:
        InvalidValue: something that was typed cannot be used; nothing was made.
        StoreExists: there is a desk already.
        StoreError: the folder cannot be used.
    """
    first_run.checked(first)
    where = key_store or keys.default_key_store()
    begun = where.load(settings.data_dir) if is_set_up(settings) else None
    key = begun or keys.new_data_key()
    make = Store.open if begun else Store.create
    store = make(settings.data_dir, key=key, clock=now)
    try:
        if begun and _knows_itself(store):
            raise StoreExists(settings.data_dir)
        where.save(settings.data_dir, key)
        first_run.set_up(store, first, procedures=sample_catalogue.sample().procedures, clock=now, new_id=ids.new_id)
    except BaseException:
        store.close()
        raise
    program = Program(settings, store, lanes or Lanes(), key=key, now=now, rhythm=rhythm)
    return Created(program, keys.recovery_text(key))


def restore_key(settings: Settings, recovery_text: str, *, key_store: KeyStore | None = None) -> None:
    """Put the key of an existing folder back from its recovery key (lost keyring, moved disk).

    Raises:
        InvalidRecoveryKey: it was mistyped.
        WrongKey: it belongs to another desk.
    """
    key = keys.key_from_recovery(recovery_text)
    Store.open(settings.data_dir, key=key).close()
    (key_store or keys.default_key_store()).save(settings.data_dir, key)


def _knows_itself(store: Store) -> bool:
    with store.read() as uow:
        return desk_settings.load(uow.settings).is_set_up


def _desk(store: Store, lanes: Lanes, courier: Courier, now: Clock) -> Desk:
    units = _once(lambda: load_units(on=now().date()))
    digitisation = Digitisation(store.blobs, new_id=ids.new_id, clock=now)
    settings = SettingsDesk(store, clock=now)
    return Desk(
        lanes=lanes,
        accounts=Accounts(store, clock=now, new_id=ids.new_id),
        catalogue=Catalogue(store, clock=now),
        digitisation=digitisation,
        intake=Intake(
            store,
            digitisation,
            calendar=_calendar,
            units=units,
            clock=now,
            new_id=ids.new_id,
            outbox_changed=courier.wake,
        ),
        lookup=Lookup(store, clock=now),
        printing=Printing(store, clock=now, new_id=ids.new_id, outbox_changed=courier.wake),
        queue=Queue(store, clock=now, new_id=ids.new_id, sync=courier),
        reporting=Reporting(store, clock=now),
        recognition=Recognition(store.blobs, wanted=lambda: settings.get().read_words),
        settings=settings,
        units=units,
    )


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """What ``make`` gives, made when first asked for, once, whichever thread asks."""
    lock = threading.Lock()
    made: list[T] = []

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


@functools.cache
def _calendar() -> Calendar:
    return calendar.shipped().calendar()
