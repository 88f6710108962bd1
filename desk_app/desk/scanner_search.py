"""Looking for devices by every way that is registered, two at a time, so that one that hangs holds up at most half."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Iterable, Iterator, Mapping

from desk_app import clock, lanes
from desk_app.capture.devices import FoundDevice
from desk_app.capture.sources import registry
from desk_app.desk.capturing import Device
from desk_app.lanes import CancelToken

AT_ONCE = 2
LONGEST_S = 60.0
_BETWEEN_LOOKS_S = 0.1
Finder = Callable[[CancelToken], Iterable[FoundDevice]]
_log = logging.getLogger(__name__)


def search(
    cancel: CancelToken, *, finders: Mapping[str, Finder] | None = None, longest_s: float = LONGEST_S
) -> Iterator[Device]:
    """Every device once, as soon as it is seen; ends when all ways were tried, time is up or ``cancel`` was raised."""
    waiting = queue.SimpleQueue[tuple[str, Finder]]()
    for named in (registry.FINDERS if finders is None else finders).items():
        waiting.put(named)
    came = queue.SimpleQueue[FoundDevice | None]()
    inner = CancelToken()
    for number in range(AT_ONCE):
        lanes.start_thread(f"find-devices-{number + 1}", _look, waiting, came, inner)
    try:
        yield from _as_they_come(came, cancel, longest_s)
    finally:
        inner.cancel()


def look_at(address: str, cancel: CancelToken) -> Device:
    """The network scanner at a typed address; InvalidValue, DeviceError."""
    from desk_app.capture.sources.escl import discovery
    from desk_app.domain.errors import InvalidValue

    try:
        return _device(discovery.look_at(address, cancel))
    except ValueError:
        raise InvalidValue("scanner.address", "malformed") from None


def _as_they_come(
    came: queue.SimpleQueue[FoundDevice | None], cancel: CancelToken, longest_s: float
) -> Iterator[Device]:
    working, until_s = AT_ONCE, clock.monotonic_s() + longest_s
    seen: set[tuple[str, str]] = set()
    while working and not cancel.is_cancelled and clock.monotonic_s() < until_s:
        try:
            found = came.get(timeout=_BETWEEN_LOOKS_S)
        except queue.Empty:
            continue
        if found is None:
            working -= 1
        elif (found.kind, found.address) not in seen:
            seen.add((found.kind, found.address))
            yield _device(found)


def _look(
    waiting: queue.SimpleQueue[tuple[str, Finder]], came: queue.SimpleQueue[FoundDevice | None], cancel: CancelToken
) -> None:
    """In a thread of its own: one way after the other until none waits."""
    try:
        while not cancel.is_cancelled:
            try:
                kind, finder = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                for found in finder(cancel):
                    came.put(found)
            except Exception:  # noqa: BLE001 - drivers are other people's code; each may fail in its own way
                _log.warning("looking for devices of kind %s failed", kind, exc_info=True)
    finally:
        came.put(None)


def _device(found: FoundDevice) -> Device:
    return Device(kind=found.kind, address=found.address, name=found.name, papers=found.papers)
