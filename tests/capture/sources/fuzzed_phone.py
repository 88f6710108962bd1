"""The entrances of the phone page, each as a function of bytes that must not raise: HTTP as it comes, pieces, pictures.

HTTP is fed to the very protocol the server uses, over a transport that is none, so that thousands of inputs a second can be tried.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import uvicorn
from uvicorn.server import ServerState

from desk_app.capture import simulated
from desk_app.capture.sources.phone.app import PhoneApp
from desk_app.capture.sources.phone.limits import PhoneLimits
from desk_app.capture.sources.phone.reception import PhotoState, Reception, Refusal
from desk_app.capture.sources.phone.server import _guarded
from desk_app.capture.sources.phone.source import _fault

TOKEN, HOST = "t" * 22, "192.168.1.20:8632"
LIMITS = PhoneLimits(photo_bytes=4096, photos=8, session_bytes=30_000, waiting_bytes=9000, chunk_bytes=512)
STATUSES = {200, 404, 408, 413}
PHOTO = simulated.jpeg_file(np.random.default_rng(1).integers(0, 255, (24, 16, 3), np.uint8), dpi=72)


class Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        """Nothing more comes by itself."""

    def resume_reading(self) -> None:
        """Nothing more comes by itself."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("192.168.1.50", 40_000) if name == "peername" else default


class Http:
    """The server's protocol in an event loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(self._unforeseen)
        self._faults: list[dict[str, Any]] = []
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)

    def _unforeseen(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._faults.append(context)

    def close(self) -> None:
        self.loop.close()

    def __call__(self, data: bytes) -> bytes:
        """Feed one connection in up to three pieces; AssertionError where the answer is none of ours."""
        return self.loop.run_until_complete(self._connection(data))

    async def _connection(self, data: bytes) -> bytes:
        reception = Reception(LIMITS)
        app = PhoneApp(reception, token=TOKEN, host=HOST)
        config = uvicorn.Config(
            app,
            http=_guarded(LIMITS),
            ws="none",
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=LIMITS.header_bytes,
        )
        config.load()
        state = ServerState()
        protocol = config.http_protocol_class(config=config, server_state=state, app_state={}, _loop=self.loop)
        wire = Wire()
        protocol.connection_made(wire)
        cut = (len(data) // 3, 2 * len(data) // 3)
        for piece in (data[: cut[0]], data[cut[0] : cut[1]], data[cut[1] :]):
            if piece and not wire.closed:
                protocol.data_received(piece)
            for _ in range(4):
                await asyncio.sleep(0)
        protocol.connection_lost(None)
        for _ in range(6):
            await asyncio.sleep(0)
        assert not self._faults, self._faults
        assert not state.tasks
        _check(wire.written, reception)
        return wire.written


def _check(written: bytes, reception: Reception) -> None:
    if written:
        assert written.startswith(b"HTTP/1.1 "), written[:80]
        assert int(written[9:12]) in STATUSES, written[:200]
        assert b"Traceback" not in written
    while (photo := reception.next_photo(0)) is not None:
        assert hashlib.sha256(photo.data).hexdigest() == photo.digest
        assert len(photo.data) <= LIMITS.photo_bytes
    assert reception.tally().bytes_here <= LIMITS.waiting_bytes


def pieces(data: bytes) -> None:
    """Bytes read as a story of pieces, photos fetched, kept and refused."""
    reception = Reception(LIMITS)
    digests = [hashlib.sha256(PHOTO).hexdigest(), "0" * 64, "f" * 64, hashlib.sha256(b"").hexdigest()]
    for act, which, at, size in zip(data[::4], data[1::4], data[2::4], data[3::4], strict=False):
        digest = digests[which % 4]
        match act % 6:
            case 0 | 1:
                whole = len(PHOTO) if which < 128 else size * 20
                offset = reception.progress(digest).have if at < 128 else at * 8
                reception.admit(digest, whole, offset)
                reception.append(digest, whole, offset, PHOTO[offset : offset + 512] if act % 6 else data)
            case 2:
                photo = reception.next_photo(0)
                if photo is not None and at < 128:
                    reception.give_back(photo)
            case 3:
                reception.keep(digest)
            case 4:
                reception.refuse(digest, Refusal.NOT_KEPT)
            case _:
                reception.all_progress()
    tally = reception.tally()
    assert tally.kept + tally.waiting + tally.arriving + tally.refused <= LIMITS.photos
    assert all(p.have >= 0 and p.state in PhotoState for p in reception.all_progress().values())


def picture(data: bytes) -> None:
    """Bytes as a photo: taken or refused, never anything else."""
    assert _fault(data) in Refusal


def requests() -> list[bytes]:
    """Good requests to begin from."""
    digest = hashlib.sha256(PHOTO).hexdigest().encode()
    head = f"Host: {HOST}\r\n".encode()
    about = (
        b"Content-Type: application/octet-stream\r\nX-Photo-Size: %d\r\nX-Photo-At: %d\r\nContent-Length: %d\r\n\r\n"
    )
    whole = PHOTO[:512]
    post = b"POST /" + TOKEN.encode() + b"/photos/" + digest + b" HTTP/1.1\r\n" + head + about
    gets = [
        b"GET /" + TOKEN.encode() + rest + b" HTTP/1.1\r\n" + head + b"\r\n" for rest in (b"", b"/state", b"/phone.js")
    ]
    return [
        *gets,
        post % (len(PHOTO), 0, len(whole)) + whole,
        post % (len(PHOTO), 512, len(PHOTO[512:1024])) + PHOTO[512:1024],
        gets[1] + post % (len(PHOTO), 0, len(whole)) + whole + gets[1],
        b"POST /"
        + TOKEN.encode()
        + b"/photos/"
        + digest
        + b" HTTP/1.1\r\n"
        + head
        + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ]


WORDS: Sequence[bytes] = (
    b"\r\n",
    b"\r\n\r\n",
    b"\0",
    b"\xff" * 9,
    b"%2e%2e/",
    b"/../",
    b"HTTP/1.0",
    b"HTTP/9.9",
    b"Expect: 100-continue\r\n",
    b"Upgrade: websocket\r\n",
    b"Connection: upgrade\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Length: -1\r\n",
    b"Host: x\r\n",
    b"Origin: null\r\n",
    b"OPTIONS ",
    b"PUT ",
    b"?a=b",
    b"X-Photo-At: 5\r\n",
    b"A" * 9000,
    b"\xe2\x82\xac",
    b"0" * 64,
)


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The seed with a few things done to it."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        match chance.randrange(6):
            case 0:
                data[at:at] = chance.choice(WORDS)
            case 1:
                del data[at : min(to, at + 40)]
            case 2 if data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 3:
                data[at:at] = data[at : min(to, at + 60)]
            case 4:
                data[at : at + 4] = chance.randbytes(4)
            case _:
                data = data[: max(at, 1)]
    return bytes(data)


ENTRANCES: dict[str, Callable[[], tuple[Callable[[bytes], object], list[bytes]]]] = {
    "http": lambda: (Http(), requests()),
    "pieces": lambda: (pieces, [bytes(range(64)), bytes(200), b"\1\0\0\0" * 12 + b"\2\0\xff\0\3\0\0\0"]),
    "picture": lambda: (
        picture,
        [PHOTO, simulated.jpeg_file(np.zeros((8, 8, 3), np.uint8), dpi=72), b"\x89PNG\r\n\x1a\n"],
    ),
}
