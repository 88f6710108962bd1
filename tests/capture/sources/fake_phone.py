"""A phone that sends photos to the page of a session, as the script on that page does, and does not give up."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading
from collections.abc import Iterator, Sequence

import httpx
import numpy as np

from desk_app import lanes
from desk_app.capture import simulated

_AGAIN_S = 0.02


def photos(count: int, *, first: int = 0) -> list[bytes]:
    """Small pictures, each different from the others."""
    return [
        simulated.jpeg_file(np.random.default_rng(first + n).integers(0, 255, (120, 90, 3), np.uint8), dpi=72)
        for n in range(count)
    ]


def send(client: httpx.Client, url: str, photo: bytes, *, chunk_bytes: int = 512 * 1024) -> dict[str, object]:
    """Send one photo piece by piece from where it stands; what the desk says of it in the end."""
    told: dict[str, object] = {"state": "arriving", "have": 0}
    while told["state"] == "arriving":
        at = int(str(told["have"]))
        headers = {"content-type": "application/octet-stream", "x-photo-size": str(len(photo)), "x-photo-at": str(at)}
        address = f"{url}/photos/{hashlib.sha256(photo).hexdigest()}"
        answer = client.post(address, content=photo[at : at + chunk_bytes], headers=headers)
        answer.raise_for_status()
        told = answer.json()
    return told


class FakePhone:
    """Sends its photos one after the other to whatever answers at ``url``; photo ``hold_at`` (from 1) it keeps to itself."""

    def __init__(self, url: str, pictures: Sequence[bytes]) -> None:
        self.url, self._pictures = url, pictures
        self._over = threading.Event()
        self.hold_at = 0
        self.holding = threading.Event()

    def run(self) -> None:
        """Until told to stop: a desk that is not there yet, or goes away in between, is tried again."""
        with httpx.Client(timeout=20) as client:
            for number, picture in enumerate(self._pictures, start=1):
                while not self._over.is_set():
                    if self.hold_at and number >= self.hold_at:
                        self.holding.set()
                    else:
                        with contextlib.suppress(httpx.HTTPError):
                            send(client, self.url, picture)
                            break
                    self._over.wait(_AGAIN_S)

    def stop(self) -> None:
        """Send nothing more."""
        self._over.set()


@contextlib.contextmanager
def sending(count: int = 6) -> Iterator[FakePhone]:
    """A phone with so many photos, and the link under which it expects the desk."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    phone = FakePhone(f"http://127.0.0.1:{port}/{'t' * 22}", photos(count))
    thread = lanes.start_thread("fake-phone", phone.run)
    try:
        yield phone
    finally:
        phone.stop()
        thread.join(30)
