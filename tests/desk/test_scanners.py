"""Scan profiles: kept, the default, found, scanned with."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from desk_app.capture.devices import FoundDevice, PageSource, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import DeviceMissing, PaperJam
from desk_app.capture.sources import registry
from desk_app.capture.sources.registry import SourceSettings
from desk_app.desk import scanner_search
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.scanners import Scanners, ScanProfile
from desk_app.domain.errors import InvalidValue, NotPermitted
from desk_app.domain.events import Author
from desk_app.lanes import CancelToken
from desk_app.store.errors import DiskFull

CANON = Device(kind="escl", address="http://10.0.0.7:80/eSCL", name="Canon MF", papers=(PaperSource.FEEDER,))
BROTHER = Device(kind="paper-tray", address="1", name="Brother")


def profile(key: int = 2, device: Device = CANON, **changes: Any) -> ScanProfile:
    return dataclasses.replace(ScanProfile(key=key, name=device.name, device=device), **changes)


@pytest.fixture
def scanners(counter: Any) -> Scanners:
    return Scanners(counter.store, Capturing())


@pytest.fixture
def again(counter: Any) -> Callable[[], Scanners]:
    """The same desk after a restart, as far as scanners go."""
    return lambda: Scanners(counter.store, Capturing())


class Tray(PageSource):
    """A scanner with two pages; with ``jam`` only the first comes."""

    def __init__(self, settings: SourceSettings, *, jam: bool = False, seen: list[ScanOptions] | None = None) -> None:
        self._jam = jam
        self._seen = [] if seen is None else seen

    @property
    def name(self) -> str:
        return "Brother"

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        self._seen.append(options)
        yield RawPage(b"1", ".jpg", "1.jpg")
        if self._jam:
            raise PaperJam(self.name)
        yield RawPage(b"2", ".jpg", "2.jpg")


# keeping


def test_a_new_desk_has_no_scanner(scanners: Scanners) -> None:
    assert scanners.profiles() == ()
    assert scanners.default() is None
    assert scanners.free_key() == 1


def test_a_profile_is_there_after_a_restart_as_it_was_kept(
    scanners: Scanners, again: Callable[[], Scanners], counter: Any
) -> None:
    kept = profile(name="Máy quét cạnh cửa", paper=PaperSource.FEEDER_DUPLEX, dpi=200, colour=False)

    scanners.keep(kept, who=counter.officer)

    assert scanners.profiles() == again().profiles() == (kept,)
    assert again().profiles()[0].device.papers == CANON.papers
    assert again().profile(2) == kept
    assert again().profile(3) is None


def test_keeping_on_a_key_replaces_what_was_there_and_moving_empties_the_old_key(
    scanners: Scanners, counter: Any
) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(2, BROTHER), who=counter.officer)
    scanners.keep(profile(5, BROTHER), who=counter.officer, instead_of=2)

    assert [(p.key, p.name) for p in scanners.profiles()] == [(5, "Brother")]


def test_profiles_come_by_key_and_the_lowest_free_key_is_known(scanners: Scanners, counter: Any) -> None:
    for key in (4, 1, 9, 2):
        scanners.keep(profile(key), who=counter.officer)

    assert [p.key for p in scanners.profiles()] == [1, 2, 4, 9]
    assert scanners.free_key() == 3


def test_there_are_nine_keys(scanners: Scanners, counter: Any) -> None:
    for key in range(1, 10):
        scanners.keep(profile(key), who=counter.officer)

    assert scanners.free_key() is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": 0}, "scanner.key"),
        ({"key": 10}, "scanner.key"),
        ({"dpi": 20}, "scanner.dpi"),
        ({"dpi": 5000}, "scanner.dpi"),
        ({"name": "  ", "device": Device(kind="escl")}, "scanner.name"),
    ],
)
def test_what_cannot_be_used_is_not_kept(scanners: Scanners, counter: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue) as told:
        scanners.keep(profile(**changes), who=counter.officer)

    assert told.value.field == field
    assert scanners.profiles() == ()


def test_a_profile_without_a_name_has_that_of_its_device(scanners: Scanners, counter: Any) -> None:
    scanners.keep(profile(name=" "), who=counter.officer)

    assert scanners.profiles()[0].name == "Canon MF"


def test_whoever_scans_or_looks_after_settings_may_choose_and_nobody_else(scanners: Scanners, counter: Any) -> None:
    for who in (counter.volunteer, counter.officer, counter.supervisor, counter.administrator):
        scanners.keep(profile(), who=who)
        scanners.remove(2, who=who)

    assert scanners.profiles() == ()


def test_somebody_without_that_right_may_not(scanners: Scanners, counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    scanners.keep(profile(), who=counter.officer)
    monkeypatch.setattr("desk_app.desk.settings.allows", lambda role, act: False)
    stranger = Author(account_id="x", name="x", role="volunteer")

    with pytest.raises(NotPermitted):
        scanners.keep(profile(3), who=stranger)
    with pytest.raises(NotPermitted):
        scanners.remove(2, who=stranger)

    assert [p.key for p in scanners.profiles()] == [2]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '"x"', '{"version": 2, "profiles": [{"key": 1}]}', '{"version": 1, "profiles": 7}', "[" * 5000,
     '{"version": 1, "last": "2"}'],
)  # fmt: skip
def test_what_cannot_be_understood_is_no_scanner(
    scanners: Scanners, again: Callable[[], Scanners], counter: Any, text: str
) -> None:
    scanners.keep(profile(), who=counter.officer)
    with counter.store.transaction() as uow:
        uow.settings.put("scanners", text)

    assert again().profiles() == ()
    assert again().default() is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {"key": 12},
        {"key": "a"},
        {"paper": "tray"},
        {"dpi": 0},
        {"dpi": 1e400},
        {"name": 5},
        {"papers": 3},
        {"kind": None},
    ],
)
def test_one_profile_that_cannot_be_understood_does_not_take_the_others_along(
    scanners: Scanners, again: Callable[[], Scanners], counter: Any, spoilt: dict[str, Any]
) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3, BROTHER), who=counter.officer)
    with counter.store.transaction() as uow:
        kept = json.loads(uow.settings.get("scanners"))
        kept["profiles"][0].update(spoilt)
        uow.settings.put("scanners", json.dumps(kept))

    assert [p.key for p in again().profiles()] == [3]


# the default


def test_the_only_scanner_is_the_default(scanners: Scanners, counter: Any) -> None:
    scanners.keep(profile(7), who=counter.officer)

    assert scanners.default() == profile(7)


def test_the_one_that_worked_last_is_the_default_also_after_a_restart(
    scanners: Scanners, again: Callable[[], Scanners], counter: Any
) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3, BROTHER), who=counter.officer)
    assert scanners.default() == profile(2)

    scanners.worked(3)

    assert scanners.default() == again().default() == profile(3, BROTHER)


def test_the_default_moves_with_its_key_and_goes_with_its_profile(scanners: Scanners, counter: Any) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3, BROTHER), who=counter.officer)
    scanners.worked(3)

    scanners.keep(profile(8, BROTHER), who=counter.officer, instead_of=3)
    moved = scanners.default()
    scanners.remove(8, who=counter.officer)

    assert moved == profile(8, BROTHER)
    assert scanners.default() == profile(2)


# the simulated scanner


def test_in_a_demo_the_simulated_scanner_is_on_the_first_free_key_and_nowhere_else(
    counter: Any, again: Callable[[], Scanners]
) -> None:
    demo = Scanners(counter.store, Capturing(simulation_allowed=True))
    default = demo.default()
    assert default is not None
    assert (default.key, default.device.kind) == (1, "simulated")

    demo.keep(profile(1), who=counter.officer)

    assert [(p.key, p.device.kind) for p in demo.profiles()] == [(1, "escl"), (2, "simulated")]
    assert [p.device.kind for p in again().profiles()] == ["escl"]


def test_a_simulated_scanner_that_was_kept_in_a_demo_does_not_exist_in_earnest(
    counter: Any, again: Callable[[], Scanners]
) -> None:
    demo = Scanners(counter.store, Capturing(simulation_allowed=True))
    default = demo.default()
    assert default is not None

    demo.keep(dataclasses.replace(default, dpi=100), who=counter.officer)

    assert [p.dpi for p in demo.profiles()] == [100]
    assert again().profiles() == ()


def test_the_simulated_scanner_scans_as_its_profile_says(counter: Any) -> None:
    demo = Scanners(counter.store, Capturing(simulation_allowed=True))
    default = demo.default()
    assert default is not None

    files = list(demo.scan(dataclasses.replace(default, dpi=60), cancel=CancelToken()))

    assert [file.source for file in files] == ["Máy quét mô phỏng"] * 2


# scanning


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> list[ScanOptions]:
    """A backend of another maker; gives what it was asked for."""
    seen: list[ScanOptions] = []
    monkeypatch.setitem(registry.REGISTRY, "paper-tray", lambda settings: Tray(settings, seen=seen))
    return seen


def test_a_scan_obeys_its_profile(scanners: Scanners, tray: list[ScanOptions]) -> None:
    wanted = profile(3, BROTHER, paper=PaperSource.FEEDER_DUPLEX, dpi=200, colour=False)

    files = list(scanners.scan(wanted, cancel=CancelToken(), most_pages=5))

    assert [file.data for file in files] == [b"1", b"2"]
    assert tray == [ScanOptions(dpi=200, paper=PaperSource.FEEDER_DUPLEX, colour=False, most_pages=5)]


def test_the_first_page_makes_a_profile_the_default(scanners: Scanners, counter: Any, tray: list[ScanOptions]) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3, BROTHER), who=counter.officer)

    pages = scanners.scan(profile(3, BROTHER), cancel=CancelToken())
    before = scanners.default()
    next(pages)

    assert before == profile(2)
    assert scanners.default() == profile(3, BROTHER)


def test_a_profile_that_gave_no_page_does_not_become_the_default(scanners: Scanners, counter: Any) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3, Device(kind="gone", name="Gone")), who=counter.officer)

    with pytest.raises(DeviceMissing):
        list(scanners.scan(scanners.profiles()[1], cancel=CancelToken()))

    assert scanners.default() == profile(2)


def test_a_device_that_is_not_kept_does_not_speak_for_the_one_on_its_key(
    scanners: Scanners, counter: Any, tray: list[ScanOptions]
) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3), who=counter.officer)

    assert len(list(scanners.scan(profile(3, BROTHER), cancel=CancelToken()))) == 2

    assert scanners.default() == profile(2)


def test_trying_a_profile_out_takes_one_page_and_remembers_nothing(
    scanners: Scanners, counter: Any, tray: list[ScanOptions]
) -> None:
    scanners.keep(profile(2), who=counter.officer)
    scanners.keep(profile(3, BROTHER), who=counter.officer)

    list(scanners.try_out(profile(3, BROTHER), cancel=CancelToken()))

    assert tray[0].most_pages == 1
    assert scanners.default() == profile(2)


def test_a_store_that_cannot_be_written_holds_up_no_page(
    scanners: Scanners, counter: Any, tray: list[ScanOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    scanners.keep(profile(3, BROTHER), who=counter.officer)

    def full() -> None:
        raise DiskFull(counter.store.folder)

    monkeypatch.setattr(counter.store, "transaction", full)

    assert len(list(scanners.scan(profile(3, BROTHER), cancel=CancelToken()))) == 2


def test_a_jam_keeps_the_page_before_it(scanners: Scanners, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.REGISTRY, "paper-tray", lambda settings: Tray(settings, jam=True))
    came = []

    with pytest.raises(PaperJam):
        came.extend(scanners.scan(profile(3, BROTHER), cancel=CancelToken()))

    assert len(came) == 1


# finding


def seen(kind: str, address: str) -> FoundDevice:
    return FoundDevice(kind=kind, address=address, name=kind.title(), papers=(PaperSource.FLATBED,))


Finder = Callable[[CancelToken], Iterable[FoundDevice]]


def found(finders: dict[str, Finder], cancel: CancelToken | None = None) -> list[Device]:
    return list(scanner_search.search(cancel or CancelToken(), finders=finders))


def test_every_way_of_looking_is_used_and_each_device_comes_once() -> None:
    twice = [seen("wia", "1"), seen("wia", "1"), seen("wia", "2")]

    devices = found(
        {"wia": lambda cancel: twice, "escl": lambda cancel: [seen("escl", "1")], "sane": lambda cancel: []}
    )

    assert sorted((d.kind, d.address) for d in devices) == [("escl", "1"), ("wia", "1"), ("wia", "2")]
    assert devices[0].papers == (PaperSource.FLATBED,)


def test_a_driver_that_breaks_spoils_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def broken(cancel: CancelToken) -> Iterator[FoundDevice]:
        yield seen("twain", "1")
        raise ZeroDivisionError

    devices = found({"twain": broken, "wia": broken, "escl": lambda cancel: [seen("escl", "1")]})

    assert sorted(d.kind for d in devices) == ["escl", "twain"]
    assert "kind twain failed" in caplog.text


def test_a_driver_that_hangs_holds_up_neither_the_others_nor_a_cancel() -> None:
    cancel, release = CancelToken(), threading.Event()

    def hangs(token: CancelToken) -> Iterator[FoundDevice]:
        release.wait(60)
        yield seen("twain", "1")

    came = []
    for device in scanner_search.search(
        cancel, finders={"twain": hangs, "escl": lambda _: [seen("escl", "1")], "sane": lambda _: [seen("sane", "1")]}
    ):
        came.append(device.kind)
        if len(came) == 2:
            cancel.cancel()
    release.set()

    assert sorted(came) == ["escl", "sane"]


def test_looking_has_an_end_even_if_a_driver_has_none() -> None:
    release = threading.Event()

    def hangs(token: CancelToken) -> Iterator[FoundDevice]:
        release.wait(60)
        yield seen("twain", "1")

    devices = list(scanner_search.search(CancelToken(), finders={"twain": hangs}, longest_s=0.3))
    release.set()

    assert devices == []


def test_finders_are_told_when_nobody_waits_any_more() -> None:
    told = threading.Event()

    def patient(token: CancelToken) -> Iterator[FoundDevice]:
        yield seen("escl", "1")
        if token.wait(60):
            told.set()

    for _ in scanner_search.search(CancelToken(), finders={"escl": patient}):
        break

    assert told.wait(30)


def test_a_demo_finds_its_simulated_scanner_first(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FINDERS", {"escl": lambda cancel: [seen("escl", "1")]})
    demo = Scanners(counter.store, Capturing(simulation_allowed=True))

    assert [d.kind for d in demo.find(CancelToken())] == ["simulated", "escl"]


def test_a_typed_address_that_is_none_is_said_at_its_field(scanners: Scanners) -> None:
    with pytest.raises(InvalidValue) as told:
        scanners.look_at("máy quét", cancel=CancelToken())

    assert told.value.field == "scanner.address"


def test_nothing_at_a_typed_address_is_a_missing_device(scanners: Scanners, free_port: int) -> None:
    with pytest.raises(DeviceMissing):
        scanners.look_at(f"http://127.0.0.1:{free_port}", cancel=CancelToken())


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
