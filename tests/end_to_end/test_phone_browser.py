"""The phone's page in a real browser: headless Chromium, driven over its DevTools pipe, at the size of a phone."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import itertools
import json
import os
import select
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desk_app import lanes
from desk_app.capture import files, simulated
from desk_app.capture.sources.phone.limits import PhoneLimits
from desk_app.capture.sources.phone.reception import Reception, Refusal
from desk_app.capture.sources.phone.server import PhoneServer
from desk_app.capture.sources.phone.source import whole_photos
from desk_app.lanes import CancelToken

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the pipe to the browser is made the Unix way"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]

LIMITS = PhoneLimits(chunk_bytes=64 * 1024)
NAME = "quay.test"
"""Stands for this machine: a browser trusts 127.0.0.1 more than it trusts plain HTTP in an office."""
WAIT_S = 60.0
UPLOAD_BYTES_S = 500_000


class Browser:
    """Chromium and the two pipes it is spoken to through."""

    def __init__(self, folder: Path) -> None:
        import fcntl

        (reads, self._out), (self._in, writes) = os.pipe(), os.pipe()
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (reads, writes)]
        null = os.open(os.devnull, os.O_RDWR)
        arguments = [
            str(CHROMIUM),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-background-networking",
            f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
            "--no-first-run",
            "--remote-debugging-pipe",
            f"--user-data-dir={folder}",
            "about:blank",
        ]
        actions = [(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)]
        actions += [(os.POSIX_SPAWN_DUP2, high[0], 3), (os.POSIX_SPAWN_DUP2, high[1], 4)]
        self._process = os.posix_spawn(str(CHROMIUM), arguments, os.environ, file_actions=actions, setpgroup=0)
        for fd in (reads, writes, null, *high):
            os.close(fd)
        self._ids = itertools.count(1)
        self._buffer = b""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str = "", **params: object) -> dict[str, Any]:
        """Ask, and give the answer; what the browser reports meanwhile goes to ``events``."""
        number = next(self._ids)
        message: dict[str, object] = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        while True:
            heard = self._hear()
            if heard.get("id") == number:
                assert "error" not in heard, heard["error"]
                return dict(heard["result"])
            self.events.append(heard)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._out)
        with contextlib.suppress(OSError):
            os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._in)

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], WAIT_S)
            got = os.read(self._in, 1 << 20) if ready else b""
            assert got, "the browser is gone or silent"
            self._buffer += got
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))


class Phone:
    """A tab with the screen of a phone."""

    def __init__(self, browser: Browser, *, language: str = "vi-VN") -> None:
        self._browser = browser
        browser.events.clear()
        self._context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self("Page.enable" if domain == "Page" else f"{domain}.enable")
        self("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
        self("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})

    def __call__(self, method: str, **params: object) -> dict[str, Any]:
        return self._browser.call(method, self._session, **params)

    def open(self, url: str) -> None:
        self("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && !!document.getElementById('photos')")

    def evaluate(self, expression: str) -> Any:
        told = self("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait within the page, without asking all the time."""
        done = self.evaluate(
            "new Promise(function (resolve) { var end = Date.now() + 60000; (function look() {"
            f"if ({condition}) {{ resolve(true); }} else if (Date.now() > end) {{ resolve(false); }}"
            "else { setTimeout(look, 40); } }()); })"
        )
        assert done, f"{condition}: {self.status()} {self.rows()}"

    def choose(self, *paths: Path, button: str = "choose") -> None:
        """As somebody chooses files behind this button."""
        root = self("DOM.getDocument")["root"]["nodeId"]
        node = self("DOM.querySelector", nodeId=root, selector=f"#{button}")["nodeId"]
        self("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def slow_down(self, bytes_s: int = UPLOAD_BYTES_S) -> None:
        self(
            "Network.emulateNetworkConditions",
            offline=False,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=bytes_s,
        )

    def offline(self, *, offline: bool) -> None:
        self("Network.emulateNetworkConditions", offline=offline, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def status(self) -> str:
        return str(self.evaluate("document.getElementById('status').textContent"))

    def rows(self) -> list[str]:
        """What is said of each photo, the first one first."""
        return list(
            self.evaluate(
                "[].map.call(document.querySelectorAll('#photos li'), function (r) { return r.className + ': ' + "
                "r.querySelector('span').textContent; }).reverse()"
            )
        )

    def picture(self) -> bytes:
        return base64.b64decode(self("Page.captureScreenshot", format="png")["data"])

    def complaints(self) -> list[str]:
        """Errors of scripts and refusals of the policy."""
        found = [e for e in self._browser.events if e.get("method") == "Runtime.exceptionThrown"]
        entries = [e["params"]["entry"] for e in self._browser.events if e.get("method") == "Log.entryAdded"]
        return [str(e) for e in found] + [e["text"] for e in entries if e["source"] in ("security", "javascript")]

    def close(self) -> None:
        self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)


class Desk:
    """What the desk does with a session: it serves the page and puts photos away as they come."""

    def __init__(self) -> None:
        self.reception = Reception(LIMITS)
        self.server = PhoneServer(self.reception, "127.0.0.1", name=NAME)
        self.server.start()
        self.kept: list[bytes] = []
        self.may_keep = threading.Event()
        self.may_keep.set()
        self.lose: set[int] = set()
        self._cancel = CancelToken()
        self._thread = lanes.start_thread("desk", self._put_away)

    def _put_away(self) -> None:
        for number, (photo, _suffix) in enumerate(whole_photos(self.reception, self._cancel)):
            self.may_keep.wait(WAIT_S)
            if number in self.lose:
                self.reception.refuse(photo.digest, Refusal.NOT_KEPT)
                continue
            self.kept.append(photo.data)
            self.reception.keep(photo.digest)

    def cut(self) -> None:
        """The line is dead: whatever was under way is cut, and nobody answers."""
        self.server.stop()

    def mend(self) -> None:
        before = self.server
        token = before.url.rpartition("/")[2]
        self.server = PhoneServer(self.reception, "127.0.0.1", port=before.port, token=token, name=NAME)
        self.server.start()
        assert self.server.url == before.url

    def close(self) -> None:
        self._cancel.cancel()
        self.may_keep.set()
        self._thread.join(WAIT_S)
        self.reception.close()
        self.server.stop()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Phone]:
    made = Phone(browser)
    yield made
    made.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Pages of a form as a phone would photograph them, 1 to 2 MB each."""
    folder = tmp_path_factory.mktemp("photos")
    made = []
    for seed in range(3):
        page = simulated.document_page(seed=seed, dpi=130).astype(np.int16)
        grain = np.random.default_rng(seed).integers(-24, 24, page.shape, np.int16)
        out = io.BytesIO()
        Image.fromarray(np.clip(page + grain, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=90)
        path = folder / f"IMG_{seed}.jpg"
        path.write_bytes(out.getvalue())
        made.append(path)
    return made


def digests(items: list[bytes] | list[Path]) -> list[str]:
    return [hashlib.sha256(item.read_bytes() if isinstance(item, Path) else item).hexdigest() for item in items]


def until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    pytest.fail("it did not happen in time")


def test_three_photos_at_once_survive_a_cut_line_and_are_received(phone: Phone, desk: Desk, photos: list[Path]) -> None:
    desk.may_keep.clear()
    phone.open(desk.server.url)
    assert phone.evaluate("window.isSecureContext") is False
    phone.slow_down()
    phone.choose(*photos)
    phone.until("/Đang gửi [1-9]/.test(document.getElementById('photos').textContent)")
    until(lambda: desk.reception.tally().bytes_here > 0)

    desk.cut()
    phone.until("document.getElementById('status').textContent.indexOf('Mất kết nối') === 0")
    here = desk.reception.tally().bytes_here
    desk.mend()
    phone.slow_down(-1)
    phone.until("document.querySelectorAll('#photos .waiting').length === 3")

    assert here > 0
    assert "Đã nhận 0/3" in phone.status()
    desk.may_keep.set()
    phone.until("document.querySelectorAll('#photos .kept').length === 3")
    assert phone.status() == "Máy ở quầy đã nhận đủ 3 ảnh."
    assert digests(desk.kept) == digests(photos)
    assert phone.complaints() == []


def test_a_phone_that_loses_its_network_goes_on_by_itself(phone: Phone, desk: Desk, photos: list[Path]) -> None:
    phone.open(desk.server.url)
    phone.slow_down(200_000)
    phone.choose(photos[0], button="shoot")
    until(lambda: desk.reception.tally().bytes_here > 0)

    phone.offline(offline=True)
    phone.until("document.getElementById('again').offsetHeight > 0")
    phone.offline(offline=False)

    phone.until("document.querySelectorAll('#photos .kept').length === 1")
    assert digests(desk.kept) == digests(photos[:1])


def test_a_big_photo_becomes_smaller_and_stands_upright(phone: Phone, desk: Desk, tmp_path: Path) -> None:
    """Sixteen megapixels, taken with the phone held upright: the file lies on its side and says so."""
    lying = np.full((3456, 4608, 3), 235, np.uint8)
    lying[:, :1536] = (200, 30, 30)  # the left third, which is the top once it stands
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "big.jpg"
    Image.fromarray(lying).save(path, "JPEG", quality=95, exif=exif)
    phone.open(desk.server.url)

    phone.choose(path)
    phone.until("document.querySelectorAll('#photos .kept').length === 1")

    page = files.read_frame(desk.kept[0])
    assert page.width_px < page.height_px
    assert 11e6 < page.width_px * page.height_px <= 12.01e6
    top, bottom = page.pixels[page.height_px // 6].mean(axis=0), page.pixels[-page.height_px // 6].mean(axis=0)
    assert top[0] > 150 > top[2]
    assert bottom.min() > 200


def test_what_is_no_photo_is_told_at_once_and_the_rest_goes_on(
    phone: Phone, desk: Desk, photos: list[Path], tmp_path: Path
) -> None:
    text, heic, torn = tmp_path / "don.jpg", tmp_path / "IMG.heic", tmp_path / "torn.jpg"
    text.write_bytes("Đơn đề nghị".encode())
    heic.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0" + bytes(200))
    torn.write_bytes(photos[1].read_bytes()[:40_000])
    phone.open(desk.server.url)

    phone.choose(text, heic, torn, photos[0])
    phone.until("document.querySelectorAll('#photos .kept, #photos .refused').length === 4")

    said = phone.rows()
    assert said[0] == "refused: Tệp này không phải ảnh JPEG, PNG hay WebP."
    assert "HEIC" in said[1]
    assert said[2] == "refused: Ảnh bị hỏng. Chụp lại."
    assert said[3] == "kept: ✓ Đã nhận"
    assert digests(desk.kept) == digests(photos[:1])
    assert "1/4" in phone.status()


def test_a_photo_the_desk_could_not_save_can_be_sent_again(phone: Phone, desk: Desk, photos: list[Path]) -> None:
    desk.lose = {0}
    phone.open(desk.server.url)
    phone.choose(photos[0])
    phone.until("document.querySelectorAll('#photos .refused').length === 1")

    phone.evaluate("document.querySelector('#photos button').click()")

    phone.until("document.querySelectorAll('#photos .kept').length === 1")
    assert digests(desk.kept) == digests(photos[:1])


def test_the_same_photo_chosen_twice_is_one_page(phone: Phone, desk: Desk, photos: list[Path]) -> None:
    phone.open(desk.server.url)

    phone.choose(photos[2])
    phone.choose(photos[2], photos[1])
    phone.until("document.querySelectorAll('#photos .kept').length === 3")

    assert digests(desk.kept) == digests([photos[2], photos[1]])


def test_the_page_says_when_the_session_is_over(phone: Phone, desk: Desk) -> None:
    phone.open(desk.server.url)

    desk.reception.close()

    phone.until("document.getElementById('status').className === 'bad'")
    assert phone.status().startswith("Phiên này đã kết thúc")
    assert phone.evaluate("document.getElementById('shoot').disabled")


def test_the_page_fits_a_phone(phone: Phone, desk: Desk, photos: list[Path], tmp_path: Path) -> None:
    phone.open(desk.server.url)
    phone.choose(*photos)
    phone.until("document.querySelectorAll('#photos .kept').length === 3")

    picture = Image.open(io.BytesIO(phone.picture()))

    assert picture.size == (780, 1688)
    assert phone.evaluate("document.documentElement.scrollWidth <= 390")
    assert phone.evaluate("document.querySelector('.first').getBoundingClientRect().height >= 80")
    pictures = os.environ.get("DESK_APP_PICTURES")
    picture.save(Path(pictures or tmp_path) / "phone-page.png")
