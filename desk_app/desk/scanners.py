"""The scanners of this desk: a profile on each of Ctrl+1…9, the one F10 uses, finding new ones, scanning with them. No Qt.

Profiles are kept in the store, in one setting. After the first call they are answered from memory, in any thread; make that
first call, ``keep`` and ``remove`` where the store may be waited for. One value of ``Scanners`` serves the whole program.
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desk_app.capture.devices import PaperSource
from desk_app.desk import scanner_shelf
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.scanner_shelf import KEYS as KEYS
from desk_app.desk.scanner_shelf import RESOLUTIONS as RESOLUTIONS
from desk_app.desk.scanner_shelf import Kept
from desk_app.desk.scanner_shelf import ScanProfile as ScanProfile
from desk_app.desk.settings import require_device_choice
from desk_app.domain.errors import InvalidValue
from desk_app.domain.events import Author
from desk_app.lanes import CancelToken

if TYPE_CHECKING:
    from desk_app.store.engine import Store

SIMULATED = ScanProfile(
    key=1,
    name="Máy quét mô phỏng",
    device=Device(kind="simulated", name="Máy quét mô phỏng", papers=tuple(PaperSource)),
    paper=PaperSource.FEEDER,
    dpi=200,
)
"""What demo and tests scan with; it is never written down."""


class Scanners:
    """Profiles, and what they are for."""

    def __init__(self, store: Store, capturing: Capturing) -> None:
        self._store = store
        self._capturing = capturing
        self._lock = threading.Lock()
        self._kept: Kept | None = None

    def profiles(self) -> tuple[ScanProfile, ...]:
        """By key. In demo and tests the simulated scanner is there too, on the first free key."""
        return self._shown(self._known())

    def profile(self, key: int) -> ScanProfile | None:
        """The profile on Ctrl+``key``."""
        return next((p for p in self.profiles() if p.key == key), None)

    def default(self) -> ScanProfile | None:
        """What F10 scans with: the profile that worked last, else the one with the lowest key, None when there is none."""
        known = self._known()
        shown = self._shown(known)
        last = next((p for p in shown if p.key == known.last), None)
        return last or (shown[0] if shown else None)

    def free_key(self) -> int | None:
        """The lowest key without a kept profile, None when all nine are taken."""
        taken = {p.key for p in self._known().profiles}
        return next((key for key in KEYS if key not in taken), None)

    def keep(self, profile: ScanProfile, *, who: Author, instead_of: int | None = None) -> None:
        """Keep a profile on its key, in place of what was there; ``instead_of`` is the key it had before, if it had another.

        Raises:
            NotPermitted: the role neither scans nor looks after settings.
            InvalidValue: key, name or resolution cannot be used (fields ``scanner.key``, ``scanner.name``, ``scanner.dpi``).
        """
        require_device_choice(who)
        wanted = _checked(profile)

        def changed(kept: Kept) -> Kept:
            others = [p for p in kept.profiles if p.key not in (wanted.key, instead_of)]
            last = wanted.key if instead_of is not None and kept.last == instead_of else kept.last
            return Kept(tuple(sorted([*others, wanted], key=lambda p: p.key)), last)

        self._change(changed)

    def remove(self, key: int, *, who: Author) -> None:
        """Forget the profile on this key.

        Raises:
            NotPermitted: the role neither scans nor looks after settings.
        """
        require_device_choice(who)
        self._change(
            lambda kept: Kept(tuple(p for p in kept.profiles if p.key != key), 0 if kept.last == key else kept.last)
        )

    def worked(self, key: int) -> None:
        """Remember that a page came from this profile: F10 uses it from now on."""
        if self._known().last != key:
            self._change(lambda kept: dataclasses.replace(kept, last=key))

    def find(self, cancel: CancelToken) -> Iterator[Device]:
        """Devices that are there now, each as soon as it is seen, by every way there is; slow, ends soon after ``cancel``.

        A way of looking that fails, or does not come back, spoils none of the others.
        """
        from desk_app.desk import scanner_search

        if self._capturing.simulation_allowed:
            yield SIMULATED.device
        yield from scanner_search.search(cancel)

    def look_at(self, address: str, *, cancel: CancelToken) -> Device:
        """The network scanner at an address that somebody typed: an IP number, a name, or a whole link.

        Raises:
            InvalidValue: it is no address (field ``scanner.address``).
            DeviceError: nothing that scans answers there.
        """
        from desk_app.desk import scanner_search

        return scanner_search.look_at(address, cancel)

    def scan(self, profile: ScanProfile, *, cancel: CancelToken, most_pages: int = 0) -> Iterator[IncomingFile]:
        """Pages as they arrive, until there are no more, ``most_pages`` came (0: all) or ``cancel`` is raised.

        The profile is remembered as the one that works once its first page has come.

        Raises:
            DeviceError: it is missing, busy or failed; what came before is whole.
        """
        for number, file in enumerate(self._pages(profile, cancel, most_pages)):
            if number == 0:
                self._note(profile)
            yield file

    def try_out(self, profile: ScanProfile, *, cancel: CancelToken) -> Iterator[IncomingFile]:
        """One page with a profile that need not be kept; nothing is remembered. DeviceError as for ``scan``."""
        return self._pages(profile, cancel, 1)

    def _pages(self, profile: ScanProfile, cancel: CancelToken, most_pages: int) -> Iterator[IncomingFile]:
        return self._capturing.scan(
            profile.device,
            dpi=profile.dpi,
            paper=profile.paper,
            colour=profile.colour,
            most_pages=most_pages,
            cancel=cancel,
        )

    def _note(self, profile: ScanProfile) -> None:
        """A store that cannot be written now must not hold up the pages."""
        from desk_app.store.errors import StoreError

        kept = self.profile(profile.key)
        if kept is not None and kept.device == profile.device:
            with contextlib.suppress(StoreError):
                self.worked(profile.key)

    def _shown(self, kept: Kept) -> tuple[ScanProfile, ...]:
        if not self._capturing.simulation_allowed:
            return tuple(p for p in kept.profiles if p.device.kind != SIMULATED.device.kind)
        taken = {p.key for p in kept.profiles}
        free = next((key for key in KEYS if key not in taken), None)
        if free is None or any(p.device.kind == SIMULATED.device.kind for p in kept.profiles):
            return kept.profiles
        simulated = dataclasses.replace(SIMULATED, key=free)
        return tuple(sorted([*kept.profiles, simulated], key=lambda p: p.key))

    def _known(self) -> Kept:
        with self._lock:
            if self._kept is None:
                with self._store.read() as uow:
                    self._kept = scanner_shelf.load(uow.settings)
            return self._kept

    def _change(self, change: scanner_shelf.Change) -> None:
        with self._store.transaction() as uow:
            new = change(scanner_shelf.load(uow.settings))
            scanner_shelf.put(uow.settings, new)
        with self._lock:
            self._kept = new


def _checked(profile: ScanProfile) -> ScanProfile:
    name = profile.name.strip() or profile.device.name.strip()
    if profile.key not in KEYS:
        raise InvalidValue("scanner.key", "out_of_range")
    if not name:
        raise InvalidValue("scanner.name", "required")
    if profile.dpi not in RESOLUTIONS:
        raise InvalidValue("scanner.dpi", "out_of_range")
    return dataclasses.replace(profile, name=name[: scanner_shelf.MOST_LETTERS])
