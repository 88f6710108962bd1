"""Barcode guns on serial ports: framing and decoding by themselves, and the whole way over pseudo-terminals."""

from __future__ import annotations

import errno
import os
import sys
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial
from hypothesis import given
from hypothesis import strategies as st

from desk_app.capture import serial_gun
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceFailed, DeviceMissing
from desk_app.capture.serial_gun import MOST_BYTES, SILENCE_S, Frames, Line, Reading, SerialGun, decoded
from desk_app.desk.serial_gun import Back, Lost, SerialGuns, Shot
from desk_app.lanes import CancelToken

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
CODE = "H12.64-261123-0107"
LIMIT_S = 30.0
pseudo_terminals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


def texts(readings: list[Reading]) -> list[str]:
    return [reading.text for reading in readings]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03", b"\x03\r\n", b"\x04"])
def test_a_reading_ends_with_whatever_a_gun_ends_it_with(end: bytes) -> None:
    frames = Frames()

    assert texts(frames.feed(b"\x02" + CARD.encode() + end + CODE.encode() + end, 0)) == [CARD, CODE]
    assert frames.quiet(100) == []


def test_a_reading_without_end_is_over_when_it_falls_silent() -> None:
    frames = Frames()

    assert frames.feed(CODE.encode(), 10) == []
    assert frames.quiet(10 + SILENCE_S / 2) == []
    assert texts(frames.quiet(10 + SILENCE_S)) == [CODE]
    assert frames.quiet(100) == []


def test_two_readings_without_end_are_two() -> None:
    frames = Frames()
    frames.feed(CODE.encode(), 10)

    assert texts(frames.feed(b"1.001193", 20)) == [CODE]
    assert texts(frames.quiet(30)) == ["1.001193"]


def test_a_reading_that_comes_in_pieces_is_one() -> None:
    frames, data = Frames(), CARD.encode()

    for number in range(len(data)):
        assert frames.feed(data[number : number + 1], 5 + number / 100) == []
    assert texts(frames.feed(b"\r", 5 + len(data) / 100)) == [CARD]


def test_more_than_a_code_can_hold_is_told_by_its_length_and_not_kept() -> None:
    frames = Frames()

    assert frames.feed(b"x" * 100_000 + b"\r", 0) == [Reading("", 100_000)]
    assert texts(frames.feed(b"after\r", 0.01)) == ["after"]
    assert frames.feed(b"y" * MOST_BYTES + b"\r", 0.02)[0].length == MOST_BYTES


@given(
    st.lists(
        st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=80),
        max_size=8,
    ),
    st.data(),
)
def test_readings_come_out_as_they_went_in_however_they_are_cut(sent: list[str], data: st.DataObject) -> None:
    stream = b"".join(text.encode() + b"\r\n" for text in sent)
    frames, came, at = Frames(), [], 0
    while at < len(stream):
        size = data.draw(st.integers(1, 200))
        came += texts(frames.feed(stream[at : at + size], 1.0))
        at += size

    assert came == [unicodedata.normalize("NFC", text) for text in sent]


@given(st.lists(st.tuples(st.binary(max_size=60), st.floats(0, 1)), max_size=30))
def test_any_bytes_at_any_time_are_readings_of_some_kind(steps: list[tuple[bytes, float]]) -> None:
    frames, at_s = Frames(), 0.0
    for data, gap_s in steps:
        at_s += gap_s
        for reading in (*frames.feed(data, at_s), *frames.quiet(at_s)):
            assert reading.text


def test_vietnamese_comes_in_utf_8_or_windows_1258() -> None:
    assert decoded(CARD.encode()) == CARD
    halves = (
        unicodedata.normalize("NFD", "Nguyễn Thị Hường")
        .replace("e\u0302", "ê")
        .replace("u\u031b", "ư")
        .replace("o\u031b", "ơ")
    )
    assert decoded(halves.encode("cp1258")) == "Nguyễn Thị Hường"
    assert decoded(b"\xd2\xd2\xff\xfe") != ""


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text(data: bytes) -> None:
    assert isinstance(decoded(data), str)


def refusing(error: Exception) -> SerialGun:
    def opened(_port: str) -> Line:
        raise error

    return SerialGun("COM7", opened=opened)


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (serial.SerialException(errno.ENOENT, "could not open port COM7"), DeviceMissing, "port"),
        (serial.SerialException("could not open port 'COM7': FileNotFoundError(2, …)"), DeviceMissing, "port"),
        (serial.SerialException(errno.EACCES, "could not open port"), DeviceBusy, "permission"),
        (
            serial.SerialException("could not open port 'COM7': PermissionError(13, 'Access is denied.', None, 5)"),
            DeviceBusy,
            "busy",
        ),
        (serial.SerialException(errno.EBUSY, "busy"), DeviceBusy, "busy"),
        (serial.SerialException(errno.EAGAIN, "Could not exclusively lock port COM7"), DeviceBusy, "busy"),
        (ValueError("Not a valid port"), DeviceMissing, "port"),
    ],
)
def test_why_a_port_does_not_open_has_a_name(error: Exception, kind: type[DeviceError], reason: str) -> None:
    with pytest.raises(kind) as told:
        next(refusing(error).readings(CancelToken()))

    assert (told.value.device, told.value.reason) == ("COM7", reason)


class Cable:
    """A gun at the end of a cable: a pseudo-terminal under a name that stays when it is plugged in again."""

    def __init__(self, folder: Path) -> None:
        self.port = folder / "ttyGUN"
        self._gun = self._plug_end = -1
        self.plug_in()

    def plug_in(self) -> None:
        import tty

        try:
            self._gun, self._plug_end = os.openpty()
        except OSError as error:
            pytest.skip(f"no pseudo-terminals here: {error}")
        tty.setraw(self._plug_end)
        self.port.symlink_to(os.ttyname(self._plug_end))

    def shoot(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._gun, data) :]

    def unplug(self) -> None:
        self.port.unlink(missing_ok=True)
        for end in (self._gun, self._plug_end):
            if end >= 0:
                os.close(end)
        self._gun = self._plug_end = -1


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path)
    yield made
    made.unplug()


class Noticed(SerialGun):
    """Says when its port is open: what was sent before is not read."""

    def __init__(self, port: str, opened: threading.Event) -> None:
        super().__init__(port)
        self._is_open = opened

    def readings(self, cancel: CancelToken) -> Iterator[Reading | None]:
        for reading in super().readings(cancel):
            self._is_open.set()
            yield reading


class Listener:
    """Somebody who listens to a gun on a thread of its own."""

    def __init__(self, port: Path) -> None:
        self.events: list[Shot | Lost | Back] = []
        self.cancel = CancelToken()
        self.opened = threading.Event()
        self._came = threading.Condition()
        self._thread = threading.Thread(target=self._listen, args=(str(port),), daemon=True)
        self._thread.start()

    def _listen(self, port: str) -> None:
        for event in SerialGuns(gun=lambda p: Noticed(p, self.opened), again_s=0.05).events(port, self.cancel):
            with self._came:
                self.events.append(event)
                self._came.notify_all()

    def wait_for(self, count: int) -> list[Shot | Lost | Back]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= count, LIMIT_S), self.events
            return list(self.events)

    def stop(self) -> None:
        self.cancel.cancel()
        self._thread.join(LIMIT_S)
        assert not self._thread.is_alive()


@pseudo_terminals
def test_what_a_gun_reads_arrives_whole(cable: Cable) -> None:
    gun, cancel = SerialGun(str(cable.port)), CancelToken()
    readings = gun.readings(cancel)
    assert next(readings) is None

    cable.shoot(CARD.encode() + b"\r\n")
    first = next(readings)
    cable.shoot(CODE.encode())
    second = next(readings)

    assert [first, second] == [Reading(CARD, len(CARD)), Reading(CODE, len(CODE))]
    cancel.cancel()
    assert list(readings) == []


@pseudo_terminals
def test_a_port_that_another_program_has_is_busy(cable: Cable) -> None:
    first = SerialGun(str(cable.port)).readings(CancelToken())
    next(first)

    with pytest.raises(DeviceBusy):
        next(SerialGun(str(cable.port)).readings(CancelToken()))

    first.close()  # type: ignore[attr-defined]
    assert next(SerialGun(str(cable.port)).readings(CancelToken())) is None


@pseudo_terminals
def test_a_gun_that_is_unplugged_is_lost_once_and_found_again_by_itself(cable: Cable) -> None:
    listener = Listener(cable.port)
    try:
        assert listener.opened.wait(LIMIT_S)
        cable.shoot(b"1.001193\r")
        listener.wait_for(1)
        cable.unplug()
        lost = listener.wait_for(2)[1]
        assert isinstance(lost, Lost)
        assert isinstance(lost.error, DeviceFailed)

        cable.plug_in()
        assert listener.wait_for(3)[2] == Back()
        cable.shoot(CODE.encode() + b"\r")

        assert listener.wait_for(4)[3] == Shot(CODE, len(CODE))
        assert len(listener.events) == 4
    finally:
        listener.stop()


@pseudo_terminals
def test_a_gun_that_is_not_there_yet_is_told_once_and_used_when_it_comes(tmp_path: Path) -> None:
    listener = Listener(tmp_path / "ttyGUN")
    lost = listener.wait_for(1)[0]
    assert isinstance(lost, Lost)
    assert isinstance(lost.error, DeviceMissing)

    cable = Cable(tmp_path)
    try:
        assert listener.wait_for(2)[1] == Back()
        cable.shoot(CARD.encode() + b"\r")
        assert listener.wait_for(3)[2] == Shot(CARD, len(CARD))
    finally:
        listener.stop()
        cable.unplug()


def test_looking_for_ports_finds_what_is_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from serial.tools import list_ports
    from serial.tools.list_ports_common import ListPortInfo

    on_board, usb, usb_unnamed = ListPortInfo("COM1"), ListPortInfo("COM9"), ListPortInfo("COM4")
    on_board.hwid = "ACPI\\PNP0501"
    usb.hwid, usb.vid, usb.description = "USB VID:PID=0C2E:0CAA", 0x0C2E, "Honeywell 1470g"
    usb_unnamed.hwid, usb_unnamed.vid = "USB", 1
    monkeypatch.setattr(list_ports, "comports", lambda: [on_board, usb, ListPortInfo("COM2"), usb_unnamed])

    assert [(p.address, p.name) for p in serial_gun.ports()] == [
        ("COM4", "COM4"),
        ("COM9", "Honeywell 1470g"),
        ("COM1", "COM1"),
    ]
    assert [p.address for p in SerialGuns().ports()] == ["COM4", "COM9", "COM1"]
