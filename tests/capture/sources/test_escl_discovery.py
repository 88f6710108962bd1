"""Finding network scanners, on the loopback interface of this machine."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import fake_escl
import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from desk_app.capture.devices import FoundDevice, PaperSource
from desk_app.capture.errors import DeviceFailed, DeviceMissing
from desk_app.capture.sources.escl import discovery
from desk_app.capture.sources.escl.exchange import Patience
from desk_app.lanes import Cancelled, CancelToken

LOOPBACK = ["127.0.0.1"]
QUICK = Patience(first_pause=0.01, longest_pause=0.02)
TEXT = {"ty": "Canon MF  Phòng 2", "rs": "eSCL", "is": "platen,adf", "duplex": "T", "UUID": "0001"}


@contextlib.contextmanager
def announced(*services: tuple[str, int, dict[str, str], str]) -> Iterator[None]:
    """Services on the network: kind, port, what they say, address."""
    try:
        here = Zeroconf(interfaces=LOOPBACK, ip_version=IPVersion.V4Only)
    except OSError as error:
        pytest.skip(f"no multicast on this machine's loopback interface: {error}")
    try:
        for number, (kind, port, text, address) in enumerate(services):
            info = ServiceInfo(
                kind, f"Scanner {number}.{kind}", port=port, addresses=[socket.inet_aton(address)], properties=text
            )
            here.register_service(info, cooperating_responders=True)
        yield
    finally:
        here.close()


def port_of(machine: fake_escl.Machine) -> int:
    return int(machine.address.rpartition(":")[2].partition("/")[0])


def first_found(sibling_s: float = 0.0) -> FoundDevice:
    """The first device that is found; gives up after a while."""
    cancel = CancelToken()
    for device in discovery.find(cancel, look_s=30, sibling_s=sibling_s, interfaces=LOOPBACK, patience=QUICK):
        cancel.cancel()
        return device
    raise AssertionError


def test_a_scanner_that_announces_itself_is_found_with_what_it_says() -> None:
    with fake_escl.serve() as machine, announced((discovery.PLAIN, port_of(machine), TEXT, "127.0.0.1")):
        found = first_found()

    assert (found.kind, found.address) == ("escl", machine.address)
    assert (found.name, found.papers) == ("Canon MF Phòng 2", tuple(PaperSource))


def test_a_scanner_with_and_without_tls_is_found_with_it(tmp_path: Path) -> None:
    certificate = fake_escl.self_signed(tmp_path / "printer.pem")
    with fake_escl.serve() as plain, fake_escl.serve(certificate=certificate) as safe:
        services = [
            (discovery.PLAIN, port_of(plain), TEXT, "127.0.0.1"),
            (discovery.ENCRYPTED, port_of(safe), TEXT, "127.0.0.1"),
        ]
        with announced(*services):
            found = first_found(sibling_s=60)

    assert found.address.startswith(safe.address + "#sha256=")


def told(text: dict[str, str], address: str, port: int = 80) -> ServiceInfo:
    name = f"Scanner.{discovery.PLAIN}"
    return ServiceInfo(discovery.PLAIN, name, port=port, addresses=[socket.inet_aton(address)], properties=text)


def test_an_announcement_gives_what_it_says_and_no_more() -> None:
    seen = discovery._seen(told({"is": "platen"}, "192.168.1.9"), encrypted=False)

    assert seen is not None
    assert (str(seen.address), seen.name) == ("http://192.168.1.9:80/eSCL", "Scanner")
    assert (seen.papers, seen.identity) == ((PaperSource.FLATBED,), "192.168.1.9")


@pytest.mark.parametrize(
    ("text", "address"), [(TEXT, "8.8.8.8"), ({**TEXT, "rs": "../\r\nx"}, "127.0.0.1"), ({"rs": "a b"}, "10.0.0.1")]
)
def test_an_announcement_that_leads_into_the_world_or_nowhere_is_left_out(text: dict[str, str], address: str) -> None:
    assert discovery._seen(told(text, address), encrypted=False) is None


def test_two_announcements_of_one_device_are_one_device() -> None:
    found = discovery._Found(sibling_s=1)
    seen = discovery._seen(told(TEXT, "10.0.0.1"), encrypted=False)
    again = discovery._seen(told(TEXT, "10.0.0.1", port=8080), encrypted=False)
    assert seen is not None
    assert again is not None

    found.hold_back(seen)
    found.hold_back(again)

    assert list(found.that_waited(seen.at_s)) == []
    assert [device.address for device in found.that_waited(float("inf"))] == [str(seen.address)]


def test_looking_ends_at_once_when_it_was_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()

    assert list(discovery.find(cancel, interfaces=LOOPBACK)) == []


def test_without_a_network_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("zeroconf.Zeroconf", no_network)

    assert list(discovery.find(CancelToken())) == []


def test_a_typed_address_finds_the_scanner_behind_it() -> None:
    with fake_escl.serve() as machine:
        found = discovery.look_at(f"127.0.0.1:{port_of(machine)}", CancelToken(), patience=QUICK)

    assert (found.address, found.name, found.papers) == (machine.address, machine.name, tuple(PaperSource))


def test_a_typed_address_of_a_scanner_that_only_speaks_tls_is_found_too(tmp_path: Path) -> None:
    with fake_escl.serve(certificate=fake_escl.self_signed(tmp_path / "printer.pem")) as machine:
        found = discovery.look_at(f"127.0.0.1:{port_of(machine)}", CancelToken(), patience=QUICK)

    assert found.address.startswith(machine.address + "#sha256=")


def test_a_web_server_without_a_scanner_is_told_from_nobody() -> None:
    with fake_escl.serve() as machine:
        machine.instead["/eSCL/ScannerCapabilities"] = (404, "text/html", b"not here")
        with pytest.raises(DeviceFailed) as failed:
            discovery.look_at(machine.address, CancelToken(), patience=QUICK)
        gone = machine.address

    assert failed.value.reason == "not_escl"
    with pytest.raises(DeviceMissing):
        discovery.look_at(gone, CancelToken(), patience=QUICK)


def test_looking_at_an_address_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with fake_escl.serve() as machine, pytest.raises(Cancelled):
        discovery.look_at(machine.address, cancel, patience=QUICK)


@pytest.mark.parametrize("typed", ["", "http://", "máy quét", "user@host", "a b"])
def test_what_is_no_address_is_a_value_error(typed: str) -> None:
    with pytest.raises(ValueError):
        discovery.look_at(typed, CancelToken())
