"""Phones as scanners: a session is opened for the citizen at the counter, its photos come in, the phone hears what is kept. No Qt.

A phone is told "received" only when the draft that names its photo is on disk (``PhoneLink.settle``).
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.settings import SettingsDesk
from desk_app.domain.events import Author
from desk_app.lanes import CancelToken

if TYPE_CHECKING:
    from desk_app.capture.sources.phone.firewall import Findings
    from desk_app.capture.sources.phone.reception import Reception
    from desk_app.capture.sources.phone.server import PhoneServer

SOURCE = "phone"


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """Where this desk can be reached from the office network.

    Attributes:
        adapter: what the system calls it; may be empty.
    """

    address: str
    adapter: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a session would be opened here.

    Attributes:
        allowed: somebody has switched phones on at this desk.
        addresses: the likeliest first; empty when this machine is in no office network.
    """

    allowed: bool
    addresses: tuple[Address, ...]
    port: int = 0
    certificate: str = ""
    certificate_key: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """How a session stands.

    Attributes:
        phones: how many opened the page.
        waiting: photos that are here and not on disk yet.
        arriving: photos under way; ``percent`` of them is here.
        left_s: seconds until it ends by itself.
    """

    phones: int
    kept: int
    waiting: int
    arriving: int
    percent: int
    refused: int
    left_s: int
    over: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Arrived:
    """A photo that came and can be read.

    Attributes:
        digest: SHA-256 of the file.
    """

    digest: str
    file: IncomingFile = dataclasses.field(repr=False)


class PhoneLink:
    """An open session with its page. ``close`` may be called from any thread."""

    def __init__(self, server: PhoneServer, reception: Reception, address: str) -> None:
        self._server, self._reception, self._address = server, reception, address
        self._lock = threading.Lock()
        self._handed_over: set[str] = set()
        self.url = server.url

    def code(self) -> tuple[bytes, ...]:
        """The link as a QR code: rows of modules, 1 dark; without the quiet zone."""
        import segno

        return tuple(bytes(row) for row in segno.make_qr(self.url, error="m").matrix)

    def photos(self, cancel: CancelToken) -> Iterator[Arrived]:
        """Photos as they come and can be read, until the session is over or ``cancel`` is raised; on a device lane."""
        from desk_app.capture.sources.phone.source import whole_photos

        for photo, suffix in whole_photos(self._reception, cancel):
            yield Arrived(photo.digest, IncomingFile(f"phone{suffix}", photo.data, source=SOURCE))

    def hand_over(self, photo: Arrived) -> None:
        """From now on the photo is on its way to disk, and ``settle`` decides about it."""
        with self._lock:
            self._handed_over.add(photo.digest)

    def settle(self, on_disk: Collection[str], *, idle: bool) -> None:
        """Tell the phones what became of the photos that were handed over.

        Args:
            on_disk: digests of the files of pages that are in a draft on disk.
            idle: nothing is on its way to disk any more: what is not there by now could not be put there.
        """
        from desk_app.capture.sources.phone.reception import Refusal

        with self._lock:
            kept = self._handed_over.intersection(on_disk)
            lost = self._handed_over - kept if idle else set()
            self._handed_over -= kept | lost
        for digest in kept:
            self._reception.keep(digest)
        for digest in lost:
            self._reception.refuse(digest, Refusal.NOT_KEPT)

    def state(self) -> LinkState:
        """How it stands now; quick, from any thread."""
        tally = self._reception.tally()
        return LinkState(
            phones=tally.phones,
            kept=tally.kept,
            waiting=tally.waiting,
            arriving=tally.arriving,
            percent=100 * tally.bytes_here // tally.bytes_due if tally.bytes_due else 0,
            refused=tally.refused,
            left_s=int(tally.left_s),
            over=tally.over,
        )

    def why_silent(self) -> Findings:
        """Find out why no phone comes; takes seconds."""
        from desk_app.capture.sources.phone import firewall

        return firewall.look(self._address, self._server.port)

    def close(self, *, wait: bool = True) -> None:
        """Take nothing any more from now on. The port is free when this returns, a moment later without ``wait``."""
        self._reception.close()
        self._server.stop(wait=wait)


class Phones:
    """Opens sessions with phones.

    Args:
        settings: whether and how this desk uses phones.
        addresses: finds the addresses of this machine in the office network; the usual way unless given.
    """

    def __init__(self, settings: SettingsDesk, *, addresses: Callable[[], Sequence[Address]] | None = None) -> None:
        self._settings = settings
        self._addresses = addresses or _office_addresses

    def plan(self) -> Plan:
        """How a session would be opened; reads the store."""
        settings = self._settings.get()
        return Plan(
            allowed=settings.phone_allowed,
            addresses=tuple(self._addresses()) if settings.phone_allowed else (),
            port=settings.phone_port,
            certificate=settings.phone_certificate,
            certificate_key=settings.phone_certificate_key,
        )

    def allow(self, *, who: Author) -> None:
        """Switch phones on at this desk; NotPermitted for a role that does not scan."""
        self._settings.remember_devices(who=who, phone_allowed=True)

    def open(self, plan: Plan, address: str) -> PhoneLink:
        """Serve the page of a new session at this address; on a device lane.

        Raises:
            DeviceMissing: this machine no longer has the address.
            DeviceFailed: the certificate cannot be used, or nothing could be served.
        """
        from desk_app.capture.sources.phone.reception import Reception
        from desk_app.capture.sources.phone.server import PhoneServer

        reception = Reception()
        certificate = Path(plan.certificate) if plan.certificate else None
        server = PhoneServer(
            reception,
            address,
            port=plan.port,
            certificate=certificate,
            key=Path(plan.certificate_key) if plan.certificate_key else None,
            name=_name_in(certificate) if certificate else "",
        )
        server.start()
        return PhoneLink(server, reception, address)


def _office_addresses() -> list[Address]:
    from desk_app.capture.sources.phone import addresses

    return [Address(found.address, found.adapter) for found in addresses.office_addresses()]


def _name_in(certificate: Path) -> str:
    """The first name a certificate is made out to, empty when it names none or cannot be read (which starting will tell)."""
    from cryptography import x509

    try:
        names = x509.load_pem_x509_certificate(certificate.read_bytes()).extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        )
    except (OSError, ValueError, x509.ExtensionNotFound):
        return ""
    return next((n for n in names.value.get_values_for_type(x509.DNSName) if not n.startswith("*")), "")
