"""Bodies of JSON requests: read up to their limit, unpacked if they are gzip, refused if they are neither."""

from __future__ import annotations

import asyncio
import zlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk_app.central.edge import error_answer
from desk_app.central.errors import GatewayError, Interrupted, TooLarge, Unprocessable, WrongMediaType
from desk_app.central.limits import Limits

_GZIP = 31  # zlib's word for "with a gzip header"


class Bodies:
    """ASGI middleware: what lies behind it sees plain bodies of bounded size. Uploads pass through as a stream."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        try:
            packed = await self._read(receive)
            body = self._unpacked(packed, headers.get(b"content-encoding", b"identity").decode("latin-1"))
        except GatewayError as error:
            await error_answer(error.status, error.reason, error.detail, error.headers)(scope, receive, send)
            return
        kept = [(k, v) for k, v in scope["headers"] if k not in (b"content-encoding", b"content-length")]
        scope["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await self._app(scope, _Replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            try:
                async with asyncio.timeout(self._limits.body_idle_s):
                    message = await receive()
            except TimeoutError:
                raise Interrupted from None
            if message["type"] != "http.request":
                raise Interrupted
            body += message.get("body", b"")
            if len(body) > self._limits.body_bytes:
                raise TooLarge("body_too_large")
            if not message.get("more_body", False):
                return bytes(body)

    def _unpacked(self, body: bytes, encoding: str) -> bytes:
        match encoding.strip().lower():
            case "identity" | "":
                return body
            case "gzip":
                return gunzip(body, self._limits.body_bytes)
            case _:
                raise WrongMediaType("content_encoding", "gzip")


class _Replay:
    """A body that was read already, as the application expects to receive it."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()  # whether the client is still there
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


def gunzip(data: bytes, limit: int) -> bytes:
    """Unpack one gzip stream, never more than ``limit`` bytes in memory (a small bomb unpacks to gigabytes)."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(data, limit + 1)
    except zlib.error:
        raise Unprocessable("malformed", "gzip") from None
    if len(plain) > limit:
        raise TooLarge("body_too_large", "unpacked")
    if not unpacker.eof or unpacker.unused_data:
        raise Unprocessable("malformed", "gzip")
    return plain
