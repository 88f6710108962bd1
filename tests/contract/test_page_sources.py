"""What every page source promises, tried on each of them. How each is made and broken: ``page_source_benches``."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import driver_benches  # noqa: F401 - puts its sources on their benches
import numpy as np
import page_source_benches
import pytest
from page_source_benches import MAKERS, Bench, able

from desk_app.capture import files
from desk_app.capture.devices import A4_SHORT_MM, PageSource, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import DeviceError, DeviceMissing
from desk_app.capture.sources.registry import REGISTRY, open_source
from desk_app.lanes import CancelToken

LIMIT_S = 30.0
On = Callable[[str], Bench]


@pytest.fixture
def on_bench(tmp_path: Path) -> Iterator[On]:
    """Puts a source of a kind on its bench."""
    with contextlib.ExitStack() as stack:
        yield lambda kind: MAKERS[kind].make(tmp_path, stack)


def options(bench: Bench, **changes: object) -> ScanOptions:
    return ScanOptions(**{"dpi": bench.dpi[0], "paper": bench.paper, **changes})  # type: ignore[arg-type]


def scan(bench: Bench, cancel: CancelToken | None = None, **changes: object) -> list[RawPage]:
    return list(open_source(bench.settings).pages(options(bench, **changes), cancel or CancelToken()))


def scan_until_error(source: PageSource, bench: Bench) -> tuple[list[RawPage], DeviceError]:
    """What came, and the error after it."""
    came: list[RawPage] = []
    with pytest.raises(DeviceError) as told:
        came.extend(source.pages(options(bench), CancelToken()))  # a list keeps what came before the error
    return came, told.value


def assert_whole(page: RawPage) -> None:
    """A file that can be read to its end."""
    assert page.suffix in files.SUFFIXES
    assert files.count_frames(page.data) >= 1
    assert files.read_frame(page.data).width_px > 0


every_source = pytest.mark.parametrize("kind", sorted(MAKERS))


def test_every_registered_source_is_on_a_bench() -> None:
    assert set(MAKERS) == set(REGISTRY)


@every_source
def test_it_has_a_name_people_can_read(kind: str, on_bench: On) -> None:
    assert open_source(on_bench(kind).settings).name.strip()


@every_source
def test_pages_are_files_that_can_be_read(kind: str, on_bench: On) -> None:
    pages = scan(on_bench(kind), most_pages=2)

    assert len(pages) == 2
    for page in pages:
        assert_whole(page)


@every_source
def test_no_more_pages_come_than_were_asked_for(kind: str, on_bench: On) -> None:
    assert len(scan(on_bench(kind), most_pages=1)) == 1


@pytest.mark.parametrize("kind", able("ends"))
def test_all_pages_come_when_nobody_limits_them(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)

    assert len(scan(bench)) == bench.holds


@every_source
def test_a_second_scan_works_like_the_first(kind: str, on_bench: On) -> None:
    source = open_source((bench := on_bench(kind)).settings)

    first = list(source.pages(options(bench, most_pages=1), CancelToken()))
    second = list(source.pages(options(bench, most_pages=1), CancelToken()))

    assert len(first) == len(second) == 1


@every_source
def test_nothing_comes_when_it_was_cancelled_before(kind: str, on_bench: On) -> None:
    cancel = CancelToken()
    cancel.cancel()

    assert scan(on_bench(kind), cancel, most_pages=2) == []


@every_source
def test_it_stops_between_two_pages_when_cancelled(kind: str, on_bench: On) -> None:
    bench, cancel = on_bench(kind), CancelToken()
    pages = open_source(bench.settings).pages(options(bench), cancel)

    next(pages)
    cancel.cancel()

    assert list(pages) == []


@pytest.mark.parametrize("kind", able("waits"))
def test_it_stops_while_it_waits_for_a_page_when_cancelled(kind: str, on_bench: On) -> None:
    bench, cancel = on_bench(kind), CancelToken()
    bench.hold(2)
    came: list[RawPage] = []
    first = threading.Event()

    def draw() -> None:
        for page in open_source(bench.settings).pages(options(bench), cancel):
            came.append(page)
            first.set()

    worker = threading.Thread(target=draw, daemon=True)
    worker.start()
    assert first.wait(LIMIT_S)
    assert bench.holding.wait(LIMIT_S)
    cancel.cancel()
    worker.join(LIMIT_S)

    assert not worker.is_alive()
    assert len(came) == 1


@every_source
def test_a_scan_works_after_one_that_was_cancelled(kind: str, on_bench: On) -> None:
    bench, cancel = on_bench(kind), CancelToken()
    source = open_source(bench.settings)
    pages = source.pages(options(bench), cancel)
    next(pages)
    cancel.cancel()
    list(pages)

    again = list(source.pages(options(bench, most_pages=1), CancelToken()))

    assert len(again) == 1


@every_source
def test_a_scan_works_after_one_that_nobody_read_to_its_end(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)
    source = open_source(bench.settings)
    pages = source.pages(options(bench), CancelToken())
    next(pages)
    pages.close()  # type: ignore[attr-defined]

    assert len(list(source.pages(options(bench, most_pages=1), CancelToken()))) == 1


@every_source
def test_it_works_on_another_thread_than_the_one_that_made_it(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)
    source = open_source(bench.settings)
    came: list[RawPage] = []
    worker = threading.Thread(
        target=lambda: came.extend(source.pages(options(bench, most_pages=2), CancelToken())), daemon=True
    )

    worker.start()
    worker.join(LIMIT_S)

    assert len(came) == 2


@every_source
def test_making_one_opens_nothing_and_a_device_that_is_not_there_is_missing(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)
    if bench.nowhere is None:
        assert kind == "simulated"
        return
    source = open_source(bench.nowhere)

    with pytest.raises(DeviceMissing) as told:
        list(source.pages(options(bench, most_pages=2), CancelToken()))

    assert told.value.device


@pytest.mark.parametrize("kind", able("jams"))
@pytest.mark.parametrize("at", [1, 2, 3])
def test_pages_before_a_jam_are_whole_and_the_jam_has_a_name(kind: str, at: int, on_bench: On) -> None:
    bench = on_bench(kind)
    source = open_source(bench.settings)
    bench.jam(at)

    came, error = scan_until_error(source, bench)

    assert len(came) == at - 1
    for page in came:
        assert_whole(page)
    assert isinstance(error, bench.jam_error)
    assert error.device == source.name


@pytest.mark.parametrize("kind", able("jams"))
def test_it_scans_on_once_the_jam_is_mended(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)
    source = open_source(bench.settings)
    bench.jam(2)
    scan_until_error(source, bench)

    bench.mend()

    assert len(list(source.pages(options(bench), CancelToken()))) == bench.holds


@pytest.mark.parametrize("kind", able("vanishes"))
def test_a_device_that_vanishes_in_the_middle_is_an_error_and_loses_no_page(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)
    pages = open_source(bench.settings).pages(options(bench), CancelToken())
    came = [next(pages)]

    bench.vanish()
    with pytest.raises(DeviceError) as told:
        came.extend(pages)

    assert told.value.device
    for page in came:
        assert_whole(page)


@pytest.mark.parametrize("kind", able("dpi"))
def test_the_resolution_asked_for_is_the_one_of_the_page(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)
    for dpi in bench.dpi:
        (page,) = scan(bench, dpi=dpi, most_pages=1)
        width = files.read_frame(page.data).width_px
        assert width == pytest.approx(A4_SHORT_MM / 25.4 * dpi, rel=0.06)


@pytest.mark.parametrize("kind", able("grey"))
def test_a_page_without_colour_has_none(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)

    (colour,) = scan(bench, most_pages=1)
    (grey,) = scan(bench, most_pages=1, colour=False)

    assert _spread(colour) > 40
    assert _spread(grey) <= 4


@pytest.mark.parametrize("kind", able("duplex"))
def test_both_sides_come_when_asked_for(kind: str, on_bench: On) -> None:
    bench = on_bench(kind)

    assert len(scan(bench, paper=PaperSource.FEEDER_DUPLEX)) == 2 * bench.holds


def _spread(page: RawPage) -> int:
    """The greatest difference between the colours of one pixel."""
    pixels = files.read_frame(page.data).pixels.astype(np.int16)
    return int((pixels.max(axis=2) - pixels.min(axis=2)).max())


def test_abilities_are_spelt_right() -> None:
    known = {"ends", "jams", "vanishes", "waits", "dpi", "grey", "duplex"}

    assert {a for maker in MAKERS.values() for a in maker.abilities} <= known
    assert page_source_benches.__doc__ is not None
    for ability in known:
        assert f"``{ability}``" in page_source_benches.__doc__
