"""A desk becomes known to a gateway: one-time code in, device token out, kept in the (encrypted) store.

::

    WrongUnit           the code belongs to another unit than this desk (here, there)
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from desk_app.domain.events import Author
from desk_app.store.engine import Store
from desk_app.store.unit_of_work import UnitOfWork
from desk_app.sync.adapters import REGISTRY
from desk_app.sync.address import Address, AddressError
from desk_app.sync.central import CentralClient
from desk_app.sync.messages import Enrolment
from desk_app.sync.pace import Pace

GATEWAY_URL = "gateway_url"
CENTRAL_KIND = "central_kind"
DEVICE_ID = "device_id"
DEVICE_TOKEN = "device_token"  # noqa: S105 - the name of a setting
DEFAULT_KIND = "gateway"

AskForToken = Callable[[Address, str, str], Enrolment]
"""Address, one-time code and name of the device → enrolment; any CentralError."""


class WrongUnit(Exception):
    """The code belongs to another unit than this desk."""

    def __init__(self, *, here: str, there: str) -> None:
        super().__init__(f"{there} is not {here}")
        self.here = here
        self.there = there


@dataclasses.dataclass(frozen=True, slots=True)
class Enrolled:
    """Where this desk is known; the token is left out on purpose."""

    url: str
    device_id: str
    unit: str
    unit_name: str


def ask_gateway(address: Address, code: str, device_name: str) -> Enrolment:
    """Ask a gateway over HTTP."""
    from desk_app.sync.http_central import HttpCentral

    client = HttpCentral(address)
    try:
        return client.enrol(code, device_name)
    finally:
        client.close()


def enrol(
    store: Store,
    url: str,
    code: str,
    *,
    device_name: str,
    who: Author | None,
    now: dt.datetime,
    ask: AskForToken = ask_gateway,
) -> Enrolled:
    """Connect this desk to a gateway; the queue stays as it is, also when the desk was enrolled before.

    Raises:
        AddressError: not an address, or not encrypted.
        WrongUnit: the code is another unit's. It is used up now; ask for one for this unit.
        CentralError: no answer, or Refused("enrolment_refused").
    """
    address = Address.parse(url)
    enrolment = ask(address, code.strip(), device_name)
    with store.transaction() as uow:
        here = uow.settings.get("unit") or enrolment.unit
        if here != enrolment.unit:
            raise WrongUnit(here=here, there=enrolment.unit)
        _forget_other_gateway(uow, address)
        uow.settings.put(GATEWAY_URL, address.url)
        uow.settings.put(CENTRAL_KIND, DEFAULT_KIND)
        uow.settings.put(DEVICE_ID, enrolment.device_id)
        uow.settings.put(DEVICE_TOKEN, enrolment.token)
        uow.audit.record("enrolled", who=who, at=now, detail={"url": address.url, "device": enrolment.device_id})
    return Enrolled(address.url, enrolment.device_id, enrolment.unit, enrolment.unit_name)


def connect(store: Store, *, pace: Pace) -> CentralClient | None:
    """The client this desk is enrolled for; None if it is not, or not in a way this version understands."""
    with store.read() as uow:
        url = uow.settings.get(GATEWAY_URL)
        token = uow.settings.get(DEVICE_TOKEN)
        kind = uow.settings.get(CENTRAL_KIND) or DEFAULT_KIND
    if not url or not token or kind not in REGISTRY:
        return None
    try:
        return REGISTRY[kind](Address.parse(url), token, pace)
    except AddressError:
        return None


def _forget_other_gateway(uow: UnitOfWork, address: Address) -> None:
    """Another gateway counts its changes differently."""
    if uow.settings.get(GATEWAY_URL) not in (None, "", address.url):
        uow.inbox.set_cursor("")
