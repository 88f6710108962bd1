"""The central systems this desk can speak to. One more is a module with a CentralClient and one line in REGISTRY."""

from __future__ import annotations

from collections.abc import Callable

from desk_app.sync.address import Address
from desk_app.sync.central import CentralClient
from desk_app.sync.pace import Pace

Connect = Callable[[Address, str, Pace], CentralClient]
"""Address, secret and pace → client. Opens nothing yet."""


def _gateway(address: Address, token: str, pace: Pace) -> CentralClient:
    from desk_app.sync.http_central import HttpCentral  # httpx is not needed to open the window

    return HttpCentral(address, token=token, pace=pace)


REGISTRY: dict[str, Connect] = {
    "gateway": _gateway,
}
"""By the name kept in the settings."""
