"""Every page source on its bench: how to make one, how much paper it has, how to break it.

One more source is one function here with ``@bench``. The tests are in ``test_page_sources``; each asks for the abilities it
needs and runs on every source that has them:

``ends``      it runs out of pages by itself (``Bench.holds`` of them)
``jams``      ``Bench.jam(n)`` makes it stop before page n with ``Bench.jam_error``; ``Bench.mend()`` undoes that
``vanishes``  ``Bench.vanish()`` takes the device away
``waits``     ``Bench.hold(n)`` makes page n not come for a minute; ``Bench.holding`` is set once somebody waits for it
``dpi``       it scans at the resolution asked for
``grey``      it scans without colour when asked to
``duplex``    it gives both sides when asked to
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import fake_escl
import fake_phone
import numpy as np

from desk_app.capture import simulated
from desk_app.capture.devices import PaperSource
from desk_app.capture.errors import DeviceError, PaperJam
from desk_app.capture.sources.registry import SourceSettings

SHEET = np.full((120, 90, 3), 240, np.uint8)


def _nothing(*_: object) -> None:
    """For abilities a source does not have."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bench:
    """One source, ready to be opened.

    Attributes:
        holds: how many pages it gives when nobody limits it, for sources that end.
        nowhere: settings of a device of this kind that is not there; None where there cannot be such a thing.
        paper: from where its pages come.
        dpi: two resolutions it offers, for sources that obey; the first is used wherever the resolution does not matter.
    """

    settings: SourceSettings
    holds: int = 0
    nowhere: SourceSettings | None = None
    paper: PaperSource = PaperSource.FEEDER
    dpi: tuple[int, int] = (75, 100)
    jam: Callable[[int], object] = _nothing
    jam_error: type[DeviceError] = DeviceError
    mend: Callable[[], object] = _nothing
    vanish: Callable[[], object] = _nothing
    hold: Callable[[int], object] = _nothing
    holding: threading.Event = dataclasses.field(default_factory=threading.Event)


Make = Callable[[Path, contextlib.ExitStack], Bench]


@dataclasses.dataclass(frozen=True)
class Maker:
    """Makes a bench in a temporary folder; what has to be closed goes on the stack."""

    make: Make
    abilities: frozenset[str]


MAKERS: dict[str, Maker] = {}


def bench(kind: str, *abilities: str) -> Callable[[Make], Make]:
    """Register the maker of a kind of ``sources.registry.REGISTRY``."""

    def register(make: Make) -> Make:
        MAKERS[kind] = Maker(make, frozenset(abilities))
        return make

    return register


def able(*abilities: str) -> list[str]:
    """The kinds that have all of these abilities."""
    return sorted(kind for kind, maker in MAKERS.items() if maker.abilities >= set(abilities))


@bench("folder", "vanishes", "waits")
def _folder(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(3):
        (folder / f"scan{number}.jpg").write_bytes(simulated.jpeg_file(SHEET, dpi=200))
    waiting = threading.Event()
    waiting.set()  # a folder always waits for more

    def vanish() -> None:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()

    def hold(page: int) -> None:
        for file in sorted(folder.iterdir())[page - 1 :]:
            file.unlink()

    return Bench(
        settings=SourceSettings(kind="folder", address=str(folder)),
        nowhere=SourceSettings(kind="folder", address=str(tmp_path / "nowhere")),
        vanish=vanish,
        hold=hold,
        holding=waiting,
    )


@bench("camera")
def _camera(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    path = tmp_path / "camera.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 60, (96, 64))
    for _ in range(4):
        writer.write(np.full((64, 96, 3), 200, np.uint8))
    writer.release()
    return Bench(
        settings=SourceSettings(kind="camera", address=str(path)),
        nowhere=SourceSettings(kind="camera", address=str(tmp_path / "nowhere.avi")),
    )


@bench("simulated", "ends", "dpi", "grey")
def _simulated(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    return Bench(settings=SourceSettings(kind="simulated", simulation_allowed=True), holds=2)


@bench("escl", "ends", "jams", "vanishes", "waits", "dpi", "grey", "duplex")
def _escl(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    on_air = contextlib.ExitStack()
    stack.callback(on_air.close)
    machine = on_air.enter_context(fake_escl.serve(fake_escl.Machine(sheets=3, endless=False)))
    with fake_escl.serve() as gone:
        nowhere = gone.address

    def refill() -> None:
        machine.clear()
        machine.sheets = 3

    return Bench(
        settings=SourceSettings(kind="escl", address=machine.address, name="Máy quét phòng 2"),
        nowhere=SourceSettings(kind="escl", address=nowhere, name="Máy quét phòng 3"),
        holds=3,
        jam=lambda page: setattr(machine, "jam_at", page),
        jam_error=PaperJam,
        mend=refill,
        vanish=on_air.close,
        hold=lambda page: setattr(machine, "hold_at", page),
        holding=machine.holding,
    )


@bench("phone", "waits")
def _phone(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    phone = stack.enter_context(fake_phone.sending())
    return Bench(
        settings=SourceSettings(kind="phone", address=phone.url),
        nowhere=SourceSettings(kind="phone", address="http://192.0.2.9:8632"),
        hold=lambda page: setattr(phone, "hold_at", page),
        holding=phone.holding,
    )
