"""The barcode gun on a serial port while the desk is open: readings, and quiet reconnecting when it was unplugged. No Qt."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from desk_app.capture.errors import DeviceError
from desk_app.lanes import CancelToken

if TYPE_CHECKING:
    from desk_app.capture.serial_gun import SerialGun

AGAIN_S = 2.0


@dataclasses.dataclass(frozen=True, slots=True)
class Shot:
    """A code was read.

    Attributes:
        length: of all of it; ``text`` is empty when that was too long.
    """

    text: str = dataclasses.field(repr=False)
    length: int


@dataclasses.dataclass(frozen=True, slots=True)
class Lost:
    """The gun is not there; said once until it is back."""

    error: DeviceError


@dataclasses.dataclass(frozen=True, slots=True)
class Back:
    """The gun that was lost is there again."""


@dataclasses.dataclass(frozen=True, slots=True)
class GunPort:
    """Where a gun may be plugged in."""

    address: str
    name: str


class SerialGuns:
    """Guns on serial ports.

    Args:
        gun: makes the gun of a port; the usual one unless given.
        again_s: seconds between two attempts to find a gun that is not there.
    """

    def __init__(self, *, gun: Callable[[str], SerialGun] | None = None, again_s: float = AGAIN_S) -> None:
        self._gun = gun or _gun
        self._again_s = again_s

    def ports(self) -> tuple[GunPort, ...]:
        """Where something is plugged in now; takes a moment."""
        from desk_app.capture import serial_gun

        return tuple(GunPort(port.address, port.name) for port in serial_gun.ports())

    def events(self, port: str, cancel: CancelToken) -> Iterator[Shot | Lost | Back]:
        """What the gun on this port reads, as long as ``cancel`` is not raised; a gun that is away is waited for."""
        gun, away = self._gun(port), False
        while not cancel.is_cancelled:
            try:
                for reading in gun.readings(cancel):
                    if reading is not None:
                        yield Shot(reading.text, reading.length)
                    elif away:
                        away = False
                        yield Back()
            except DeviceError as error:
                if not away:
                    yield Lost(error)
                away = True
                cancel.wait(self._again_s)


def _gun(port: str) -> SerialGun:
    from desk_app.capture.serial_gun import SerialGun

    return SerialGun(port)
