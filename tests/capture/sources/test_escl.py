"""A network scanner against a device that behaves, and against all the ones that do not."""

from __future__ import annotations

import dataclasses
import gzip
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import fake_escl
import pytest
from fake_escl import Machine

from desk_app import clock
from desk_app.capture import files
from desk_app.capture.devices import PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import (
    CoverOpen,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    DeviceMissing,
    FeederEmpty,
    PaperJam,
)
from desk_app.capture.sources.escl.discovery import look_at
from desk_app.capture.sources.escl.exchange import Patience
from desk_app.capture.sources.escl.source import NetworkScanner
from desk_app.lanes import CancelToken

QUICK = Patience(first_pause=0.01, longest_pause=0.02)
FEEDER = ScanOptions(dpi=75, paper=PaperSource.FEEDER)
PLATEN = ScanOptions(dpi=75)
LIMIT_S = 30.0


@pytest.fixture
def machine() -> Iterator[Machine]:
    with fake_escl.serve() as served:
        yield served


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return fake_escl.self_signed(tmp_path / "first.pem")


def scanner(machine: Machine, **changes: object) -> NetworkScanner:
    return NetworkScanner(machine.address, name="Máy quét", **{"patience": QUICK, **changes})  # type: ignore[arg-type]


def scan(machine: Machine, options: ScanOptions = FEEDER, **changes: object) -> list[RawPage]:
    return list(scanner(machine, **changes).pages(options, CancelToken()))


def fails(machine: Machine, options: ScanOptions = FEEDER, **changes: object) -> tuple[list[RawPage], DeviceError]:
    came: list[RawPage] = []
    with pytest.raises(DeviceError) as told:
        came.extend(scanner(machine, **changes).pages(options, CancelToken()))
    for page in came:
        files.read_frame(page.data)
    return came, told.value


# what is asked for


def test_a_platen_gives_one_page_and_is_not_asked_for_another(machine: Machine) -> None:
    (page,) = scan(machine, PLATEN)

    assert page.suffix == ".jpg"
    assert not machine.asked[0].feeder
    assert sum(line.endswith("/NextDocument") for line in machine.log) == 1


def test_the_job_is_deleted_when_it_is_over(machine: Machine) -> None:
    scan(machine)

    assert machine.deleted.wait(LIMIT_S)
    assert machine.jobs == {}


def test_what_is_asked_for_is_an_a4_page_in_colour_at_the_resolution_wanted(machine: Machine) -> None:
    scan(machine, dataclasses.replace(PLATEN, dpi=300))

    (job,) = machine.asked
    assert (job.width, job.height, job.dpi, job.mode, job.format) == (2480, 3508, 300, "RGB24", "image/jpeg")


@pytest.mark.parametrize(("wanted", "given"), [(60, 75), (90, 100), (150, 200), (250, 300), (500, 600), (1200, 600)])
def test_the_nearest_resolution_is_taken_and_of_two_the_finer(machine: Machine, wanted: int, given: int) -> None:
    machine.size_px = (40, 60)

    scan(machine, dataclasses.replace(PLATEN, dpi=wanted))

    assert machine.asked[0].dpi == given


def test_without_colour_grey_is_asked_for(machine: Machine) -> None:
    scan(machine, dataclasses.replace(PLATEN, colour=False))

    assert machine.asked[0].mode == "Grayscale8"


def test_a_device_that_knows_black_and_white_only_is_asked_for_that(machine: Machine) -> None:
    machine.modes = ("BlackAndWhite1",)

    assert len(scan(machine)) == 3


def test_paper_bigger_than_the_glass_is_cut_to_the_glass(machine: Machine) -> None:
    machine.max_width, machine.max_height = 2400, 3300

    scan(machine, PLATEN)

    assert (machine.asked[0].width, machine.asked[0].height) == (2400, 3300)


@pytest.mark.parametrize(
    ("lacks", "wanted", "feeder", "duplex"),
    [
        ("feeder", PaperSource.FEEDER, False, False),
        ("platen", PaperSource.FLATBED, True, False),
        ("duplex", PaperSource.FEEDER_DUPLEX, True, False),
    ],
)
def test_a_device_without_the_paper_source_uses_the_one_it_has(
    machine: Machine, lacks: str, wanted: PaperSource, feeder: bool, duplex: bool
) -> None:
    setattr(machine, lacks, False)

    pages = scan(machine, dataclasses.replace(FEEDER, paper=wanted))

    assert (machine.asked[0].feeder, machine.asked[0].duplex) == (feeder, duplex)
    assert len(pages) == (3 if feeder else 1)


def test_a_device_that_only_makes_pdf_gives_pdf(machine: Machine) -> None:
    machine.formats = ("application/pdf",)

    pages = scan(machine)

    assert [page.suffix for page in pages] == [".pdf"] * 3
    assert files.count_frames(pages[0].data) == 1


def test_pages_of_another_size_and_resolution_than_asked_are_pages_all_the_same(machine: Machine) -> None:
    machine.size_px, machine.says_dpi = (333, 777), 150

    (page,) = scan(machine, PLATEN)

    read = files.read_frame(page.data)
    assert (read.width_px, read.height_px, read.dpi) == (333, 777, 150)


def test_a_limit_leaves_the_rest_in_the_feeder(machine: Machine) -> None:
    assert len(scan(machine, dataclasses.replace(FEEDER, most_pages=2))) == 2
    assert machine.deleted.wait(LIMIT_S)
    assert machine.sheets == 1


# what is the matter with the paper


def test_an_empty_feeder_is_said(machine: Machine) -> None:
    machine.sheets = 0

    came, error = fails(machine)

    assert (came, type(error), error.device) == ([], FeederEmpty, "Máy quét")


def test_a_feeder_that_takes_the_job_and_then_has_no_page_is_empty_too(machine: Machine) -> None:
    machine.sheets, machine.blind = 0, True

    came, error = fails(machine)

    assert (came, type(error)) == ([], FeederEmpty)


def test_a_jam_before_the_first_page_does_not_pass_for_an_empty_feeder(machine: Machine) -> None:
    machine.sheets, machine.blind, machine.adf_state = 0, True, "ScannerAdfJam"

    _, error = fails(machine)

    assert type(error) is PaperJam


def test_a_first_page_that_is_not_there_yet_is_waited_for_whatever_the_device_calls_that(machine: Machine) -> None:
    machine.not_ready, machine.not_ready_status = 2, 404

    assert len(scan(machine, PLATEN)) == 1


def test_a_jam_on_page_seven_keeps_six(machine: Machine) -> None:
    machine.sheets, machine.jam_at = 12, 7

    came, error = fails(machine)

    assert len(came) == 6
    assert isinstance(error, PaperJam)


def test_after_a_jam_is_cleared_the_rest_is_scanned(machine: Machine) -> None:
    machine.sheets, machine.jam_at = 12, 7
    fails(machine)

    machine.clear()

    assert len(scan(machine)) == 6


def test_a_jam_that_looks_like_the_end_is_a_jam(machine: Machine) -> None:
    machine.end_status = 404
    pages = scanner(machine).pages(FEEDER, CancelToken())
    came = [next(pages)]
    with machine.lock:
        machine.sheets, machine.adf_state = 0, "ScannerAdfJam"
        machine.jobs[next(iter(machine.jobs))].state = "Aborted"
        machine.instead |= {f"/eSCL/ScanJobs/{key}/NextDocument": (404, "text/xml", b"") for key in machine.jobs}

    with pytest.raises(PaperJam):
        came.extend(pages)

    assert len(came) == 1


def test_a_job_stopped_at_the_device_does_not_pass_for_a_finished_one(machine: Machine) -> None:
    pages = scanner(machine).pages(FEEDER, CancelToken())
    next(pages)
    with machine.lock:
        machine.jobs[next(iter(machine.jobs))].state = "Canceled"
        machine.instead |= {f"/eSCL/ScanJobs/{key}/NextDocument": (404, "text/xml", b"") for key in machine.jobs}

    with pytest.raises(DeviceFailed) as told:
        list(pages)

    assert told.value.reason == "aborted"


@pytest.mark.parametrize(
    ("adf", "error"),
    [
        ("ScannerAdfHatchOpen", CoverOpen),
        ("ScannerAdfDoorOpen", CoverOpen),
        ("ScannerAdfProcessing", FeederEmpty),
        ("ScannerAdfJam", PaperJam),
        ("ScannerAdfMispick", PaperJam),
        ("ScannerAdfMultipickDetected", PaperJam),
        ("ScannerAdfEmpty", FeederEmpty),
    ],
)
def test_what_the_feeder_says_before_the_first_page_has_its_own_error(
    machine: Machine, adf: str, error: type[DeviceError]
) -> None:
    machine.adf_state = adf

    _, told = fails(machine)

    assert type(told) is error


def test_the_platen_scans_while_the_feeder_is_empty(machine: Machine) -> None:
    machine.sheets = 0

    assert len(scan(machine, PLATEN)) == 1


# what is the matter with the device


def test_a_busy_device_is_waited_for(machine: Machine) -> None:
    machine.busy, machine.not_ready = 3, 2

    assert len(scan(machine)) == 3


def test_a_device_that_stays_busy_is_busy(machine: Machine) -> None:
    machine.busy = 10_000

    _, error = fails(machine, patience=dataclasses.replace(QUICK, busy=0.1))

    assert type(error) is DeviceBusy


def test_a_device_in_the_middle_of_another_scan_is_busy(machine: Machine) -> None:
    machine.state = "Processing"
    machine.instead["/eSCL/ScanJobs"] = (409, "text/xml", b"")

    _, error = fails(machine)

    assert type(error) is DeviceBusy


def test_a_page_that_is_never_ready_ends_the_scan(machine: Machine) -> None:
    machine.not_ready = 10_000

    _, error = fails(machine, patience=dataclasses.replace(QUICK, page=0.1))

    assert type(error) is DeviceBusy


def test_a_device_that_is_silent_is_busy(machine: Machine) -> None:
    machine.hold_at = 1

    came, error = fails(machine, patience=dataclasses.replace(QUICK, page=0.3))

    assert came == []
    assert (type(error), error.reason) == (DeviceBusy, "timeout")


@pytest.mark.parametrize("quietly", [False, True])
def test_a_page_that_breaks_off_is_not_given(machine: Machine, quietly: bool) -> None:
    machine.torn_at, machine.quietly_torn = 3, quietly

    came, error = fails(machine)

    assert len(came) == 2
    assert error.reason == "torn"


def test_endless_pages_have_an_end(machine: Machine) -> None:
    machine.endless = True
    machine.size_px = (16, 16)

    came, error = fails(machine, most_pages=20)

    assert len(came) == 20
    assert error.reason == "endless"
    assert machine.deleted.wait(LIMIT_S)


def test_so_have_endless_bytes(machine: Machine) -> None:
    machine.endless = True
    size = len(scan(machine, dataclasses.replace(FEEDER, most_pages=1))[0].data)

    came, error = fails(machine, most_bytes=5 * size)

    assert 4 <= len(came) <= 5
    assert error.reason == "endless"


@pytest.mark.parametrize("path", ["ScannerCapabilities", "ScanJobs/{key}/NextDocument"])
def test_a_web_page_is_neither_a_scanner_nor_a_page(machine: Machine, path: str) -> None:
    page = (200, "text/html", b"<!DOCTYPE html><html><body>Sign in to the Wi-Fi</body></html>")
    if "{key}" in path:
        machine.location = "/eSCL/ScanJobs/fixed"
    machine.instead[f"/eSCL/{path.format(key='fixed')}"] = page

    came, error = fails(machine)

    assert came == []
    assert error.reason == ("not_a_page" if "{key}" in path else "not_escl")


def test_a_status_that_is_a_web_page_spoils_nothing(machine: Machine) -> None:
    machine.instead["/eSCL/ScannerStatus"] = (200, "text/html", b"<html>")

    assert len(scan(machine)) == 3


def test_a_giant_answer_is_not_read_to_its_end(machine: Machine) -> None:
    machine.instead["/eSCL/ScannerCapabilities"] = (200, "text/xml", machine.capabilities() + b" " * 50_000_000)

    _, error = fails(machine)

    assert error.reason == "too_big"


def test_a_packed_answer_is_refused(machine: Machine) -> None:
    """Nobody asked for packing; a bomb would be a few hundred bytes."""
    packed = gzip.compress(machine.capabilities())
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(packed)
    with fake_escl_raw(head + packed) as address:
        _, error = fails(dataclasses.replace(machine, address=address))

    assert error.reason == "not_escl"


@pytest.mark.parametrize(
    "answer",
    [b"", b"hello\r\n\r\n", b"HTTP/1.1 999 \xff\xfe\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"],
)
def test_what_does_not_speak_http_is_an_error_with_a_name(machine: Machine, answer: bytes) -> None:
    with fake_escl_raw(answer) as address:
        _, error = fails(dataclasses.replace(machine, address=address))

    assert isinstance(error, DeviceFailed)


@pytest.mark.parametrize(
    ("status", "reason"), [(401, "password"), (403, "password"), (404, "not_escl"), (500, "http_500")]
)
def test_a_refusal_is_told_for_what_it_is(machine: Machine, status: int, reason: str) -> None:
    machine.instead["/eSCL/ScannerCapabilities"] = (status, "text/html", b"no")

    _, error = fails(machine)

    assert error.reason == reason


def test_nobody_there_is_a_missing_device(machine: Machine) -> None:
    with fake_escl.serve() as other:
        pass

    with pytest.raises(DeviceMissing):
        scan(other)


def test_an_address_that_is_none_is_a_missing_device() -> None:
    with pytest.raises(DeviceMissing):
        list(NetworkScanner("ftp://somewhere").pages(FEEDER, CancelToken()))


# where it says it is


@pytest.mark.parametrize(
    "location",
    [
        "{path}",
        "http://192.0.2.7:8080{path}",
        "http://[fe80::1]{path}",
        "{origin}{path}/",
        "ScanJobs/{key}",
        "//evil.example{path}",
    ],
)
def test_the_job_is_looked_for_at_the_address_we_know(machine: Machine, location: str) -> None:
    machine.location = location

    assert len(scan(machine)) == 3
    assert machine.deleted.wait(LIMIT_S)


def test_the_host_header_is_the_address_we_know(machine: Machine) -> None:
    scan(machine)

    assert set(machine.hosts) == {machine.address.removeprefix("http://").removesuffix("/eSCL")}


def test_an_answer_without_a_location_is_no_job(machine: Machine) -> None:
    machine.instead["/eSCL/ScanJobs"] = (201, "text/xml", b"")

    _, error = fails(machine)

    assert error.reason == "not_escl"


def test_a_device_that_wants_to_be_called_localhost_is(machine: Machine) -> None:
    machine.only_as_localhost = True

    assert len(scan(machine)) == 3


def test_a_device_that_asks_for_some_patience_is_given_it(machine: Machine) -> None:
    machine.busy = 1
    machine.retry_after = "1"

    began_s = clock.monotonic_s()
    assert len(scan(machine)) == 3

    assert clock.monotonic_s() - began_s >= 1  # it was asked for; without, the first pause here is 0.01 s


@pytest.mark.parametrize("location", ["", "/../../etc", "http://x/" + "a" * 5000, "/eSCL/a b\x7f"])
def test_a_location_without_a_usable_path_is_no_job(machine: Machine, location: str) -> None:
    machine.location = location

    _, error = fails(machine)

    assert error.reason == "not_escl"


# certificates


def test_a_self_signed_certificate_is_taken_on_first_use_and_kept_in_the_address(certificate: Path) -> None:
    with fake_escl.serve(certificate=certificate) as machine:
        found = look_at(machine.address, CancelToken(), patience=QUICK)

        pages = list(NetworkScanner(found.address, patience=QUICK).pages(FEEDER, CancelToken()))

    assert found.address.startswith(machine.address + "#sha256=")
    assert len(pages) == 3


def test_another_certificate_than_before_is_refused_before_anything_is_sent(certificate: Path, tmp_path: Path) -> None:
    with fake_escl.serve(certificate=certificate) as machine:
        pin = look_at(machine.address, CancelToken(), patience=QUICK).address.partition("#")[2]

    with fake_escl.serve(certificate=fake_escl.self_signed(tmp_path / "second.pem")) as stranger:
        with pytest.raises(DeviceFailed) as told:
            list(NetworkScanner(f"{stranger.address}#{pin}", patience=QUICK).pages(FEEDER, CancelToken()))

        assert told.value.reason == "certificate"
        assert stranger.log == []


def test_a_device_that_sends_us_on_to_tls_is_followed_and_scans(certificate: Path) -> None:
    with fake_escl.serve(certificate=certificate) as safe, fake_escl.serve() as plain:
        plain.redirect_to = safe.address.removesuffix("/eSCL")

        assert len(scan(plain)) == 3
        assert look_at(plain.address, CancelToken(), patience=QUICK).address.startswith(safe.address + "#sha256=")


def test_nobody_is_sent_back_from_tls_to_plain_http(certificate: Path, machine: Machine) -> None:
    with fake_escl.serve(certificate=certificate) as safe:
        safe.redirect_to = machine.address.removesuffix("/eSCL")

        _, error = fails(safe)

    assert error.reason == "not_escl"
    assert machine.log == []


def test_nobody_is_sent_to_another_host_or_round_in_circles(machine: Machine) -> None:
    machine.redirect_to = "http://192.0.2.9"
    assert fails(machine)[1].reason == "not_escl"

    machine.redirect_to = machine.address.removesuffix("/eSCL")
    assert isinstance(fails(machine)[1], DeviceFailed)


# stopping


def cancel_while(
    machine: Machine, waiting: threading.Event, cancel: CancelToken, options: ScanOptions = FEEDER
) -> float:
    """Scan on another thread, cancel once the device waits; the seconds from there to the end."""
    ended = threading.Event()

    def draw() -> None:
        list(scanner(machine).pages(options, cancel))
        ended.set()

    threading.Thread(target=draw, daemon=True).start()
    assert waiting.wait(LIMIT_S)
    began_s = clock.monotonic_s()
    cancel.cancel()
    assert ended.wait(LIMIT_S)
    return clock.monotonic_s() - began_s


def test_a_scan_that_waits_for_a_slow_page_stops_and_the_job_is_deleted(machine: Machine) -> None:
    machine.hold_at = 2

    took_s = cancel_while(machine, machine.holding, CancelToken())

    assert machine.deleted.wait(LIMIT_S)
    assert took_s < LIMIT_S / 2  # the device holds the page for a minute


def test_a_scan_that_waits_for_a_handshake_or_an_answer_stops() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for scheme in ("http", "https"):
            address, accepted = f"{scheme}://127.0.0.1:{server.getsockname()[1]}/eSCL", threading.Event()
            connections: list[socket.socket] = []

            def accept(into: list[socket.socket] = connections, told: threading.Event = accepted) -> None:
                into.append(server.accept()[0])
                told.set()

            threading.Thread(target=accept, daemon=True).start()
            cancel_while(Machine(address=address), accepted, CancelToken())
            connections[0].close()


def test_a_job_that_begins_while_it_is_cancelled_is_deleted_all_the_same(machine: Machine) -> None:
    machine.hold_job = True

    cancel_while(machine, machine.holding, CancelToken())
    assert machine.jobs
    machine.go_on.set()

    assert machine.deleted.wait(LIMIT_S)
    assert machine.jobs == {}


def test_a_scan_that_waits_for_a_busy_device_stops(machine: Machine) -> None:
    machine.busy = 10_000
    told = threading.Event()
    begin = machine.begin
    machine.begin = lambda body: (told.set(), begin(body))[1]  # type: ignore[method-assign]

    cancel_while(machine, told, CancelToken())

    assert machine.jobs == {}


class fake_escl_raw:  # noqa: N801 - reads like the function it stands beside
    """Something that answers every connection with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._server = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> str:
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self._server.getsockname()[1]}/eSCL"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection = self._server.accept()[0]
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(self._answer)
