"""Finding network scanners: by mDNS (``_uscan._tcp``, ``_uscans._tcp``), and by an address somebody typed.

Many offices keep multicast out of their network, so the second way matters as much as the first.
"""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import queue
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self

from desk_app import clock
from desk_app.capture.devices import FoundDevice, PaperSource
from desk_app.capture.errors import DeviceError, DeviceMissing
from desk_app.capture.sources.escl.address import ROOT, Address, candidates
from desk_app.capture.sources.escl.client import Client
from desk_app.capture.sources.escl.exchange import PATIENCE, Patience
from desk_app.lanes import Cancelled, CancelToken

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

KIND = "escl"
LOOK_S = 4.0
PLAIN, ENCRYPTED = "_uscan._tcp.local.", "_uscans._tcp.local."
SIBLING_S = 1.0
_RESOLVE_S = 1.5
_SLICE_S = 0.1
_MOST_FOUND = 200
_MOST_NAME = 120


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """One announcement."""

    address: Address
    name: str
    papers: tuple[PaperSource, ...]
    identity: str
    at_s: float


def find(
    cancel: CancelToken,
    *,
    look_s: float = LOOK_S,
    sibling_s: float = SIBLING_S,
    interfaces: Sequence[str] | None = None,
    patience: Patience = PATIENCE,
) -> Iterator[FoundDevice]:
    """Scanners that announce themselves, each once; ends after ``look_s`` seconds, or soon after ``cancel`` was raised.

    One that is there with and without TLS is given with it, if that announcement comes within ``sibling_s`` seconds: it is
    citizens' papers that travel.
    """
    try:
        browser = _Browser(interfaces)
    except OSError:
        return  # no network to look in
    found = _Found(sibling_s)
    until_s = clock.monotonic_s() + look_s
    with browser:
        while not cancel.is_cancelled and clock.monotonic_s() < until_s and found.count < _MOST_FOUND:
            seen = browser.next()
            if seen is not None and seen.address.is_encrypted:
                with contextlib.suppress(DeviceError, Cancelled):  # it may be there without TLS all the same
                    if found.is_new(seen):
                        device = _looked_at(seen.address, seen.name, cancel, patience)
                        found.give(seen)
                        yield device
            elif seen is not None:
                found.hold_back(seen)
            yield from found.that_waited(clock.monotonic_s())
    if not cancel.is_cancelled:
        yield from found.that_waited(float("inf"))


class _Found:
    """What was given already, and what still waits for a better announcement of the same device."""

    def __init__(self, sibling_s: float) -> None:
        self._sibling_s = sibling_s
        self._given: set[str] = set()
        self._waiting: list[_Seen] = []

    @property
    def count(self) -> int:
        """How many devices there are."""
        return len(self._given) + len(self._waiting)

    def is_new(self, seen: _Seen) -> bool:
        """Whether it was not given yet."""
        return seen.identity not in self._given

    def give(self, seen: _Seen) -> None:
        """It was given."""
        self._given.add(seen.identity)

    def hold_back(self, seen: _Seen) -> None:
        """Wait a moment for the same device with TLS."""
        if self.is_new(seen):
            self._waiting.append(seen)

    def that_waited(self, now_s: float) -> Iterator[FoundDevice]:
        """Those that waited long enough."""
        over = [one for one in self._waiting if now_s - one.at_s > self._sibling_s]
        self._waiting = [one for one in self._waiting if one not in over]
        for one in over:
            if self.is_new(one):
                self.give(one)
                yield FoundDevice(kind=KIND, address=str(one.address), name=one.name, papers=one.papers)


def look_at(text: str, cancel: CancelToken, *, patience: Patience = PATIENCE) -> FoundDevice:
    """The scanner at an address somebody typed; its certificate, if it has one, is part of the address given back.

    Raises:
        ValueError: it is no address.
        DeviceError: nothing that scans answers there; of several ways the one that got furthest says why.
        Cancelled: ``cancel`` was raised.
    """
    told: DeviceError | None = None
    for address in candidates(text):
        try:
            return _looked_at(address, "", cancel, patience)
        except DeviceError as error:
            if told is None or isinstance(told, DeviceMissing):
                told = error
    raise told or DeviceMissing(text, "unreachable")


def _looked_at(address: Address, name: str, cancel: CancelToken, patience: Patience) -> FoundDevice:
    with Client(address, device=name or address.host, cancel=cancel, patience=patience) as client:
        offered = client.capabilities()
        return FoundDevice(
            kind=KIND, address=str(client.address), name=offered.name or name or address.host, papers=offered.papers
        )


class _Browser:
    """Listens for announcements; a context manager. OSError where there is no network."""

    def __init__(self, interfaces: Sequence[str] | None) -> None:
        import zeroconf

        self._names = queue.SimpleQueue[tuple[str, str]]()
        self._zeroconf: Zeroconf = zeroconf.Zeroconf(
            interfaces=list(interfaces) if interfaces is not None else zeroconf.InterfaceChoice.All,
            ip_version=zeroconf.IPVersion.V4Only,
        )
        self._browser = zeroconf.ServiceBrowser(self._zeroconf, [PLAIN, ENCRYPTED], handlers=[self._heard])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.cancel()
        self._zeroconf.close()

    def next(self) -> _Seen | None:
        """The next announcement that can be used, None when none came within a moment."""
        try:
            kind, name = self._names.get(timeout=_SLICE_S)
        except queue.Empty:
            return None
        info = self._zeroconf.get_service_info(kind, name, timeout=round(_RESOLVE_S * 1000))
        return _seen(info, encrypted=kind == ENCRYPTED) if info is not None else None

    def _heard(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: object) -> None:
        del zeroconf
        if getattr(state_change, "name", "") in ("Added", "Updated"):
            self._names.put((service_type, name))


def _seen(info: ServiceInfo, *, encrypted: bool) -> _Seen | None:
    """What an announcement says; None when it names no place."""
    told = {key.lower(): _text(value) for key, value in info.properties.items()}
    hosts = [host for host in info.parsed_addresses() if _is_of_this_net(host)]
    if not hosts:
        return None
    root = "/" + told.get(b"rs", ROOT).strip("/")
    link = f"{'https' if encrypted else 'http'}://{hosts[0]}:{info.port or 0}{root}"
    try:
        address = Address.parse(link)
    except ValueError:
        return None
    name = " ".join((told.get(b"ty") or info.name.partition("._uscan")[0]).split())[:_MOST_NAME]
    return _Seen(address, name, _papers(told), told.get(b"uuid", "").lower() or address.host, clock.monotonic_s())


def _papers(told: dict[bytes, str]) -> tuple[PaperSource, ...]:
    sources = told.get(b"is", "").lower().split(",")
    found = [PaperSource.FLATBED] if "platen" in sources else []
    if "adf" in sources:
        found.append(PaperSource.FEEDER)
        if told.get(b"duplex", "").lower().startswith("t"):
            found.append(PaperSource.FEEDER_DUPLEX)
    return tuple(found)


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")


def _is_of_this_net(host: str) -> bool:
    """An announcement must not send us out into the world."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_link_local or address.is_loopback
