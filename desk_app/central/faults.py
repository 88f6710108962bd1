"""Faults that networks and servers have, on demand: for tests and the demo, where a desk must be seen to survive them.

It guards itself: it exists only when somebody names one of the two purposes, and ``server`` refuses it beyond this machine.
"""

from __future__ import annotations

import asyncio
import dataclasses
import enum
import threading

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk_app.central.errors import FaultsNotAllowed

_PORTAL = "<!doctype html><title>Wi-Fi</title><h1>Vui lòng đăng nhập</h1>".encode()


class FaultKind(enum.StrEnum):
    """What goes wrong."""

    LOSE_ANSWER = "lose_answer"
    """The gateway does its work; the connection closes before the answer."""
    TRUNCATE_ANSWER = "truncate_answer"
    """The connection closes in the middle of the answer's body."""
    PORTAL = "portal"
    """Somebody else answers: 200, HTML, without our header. The gateway sees nothing."""
    STATUS = "status"
    """Something in between answers with ``status``. The gateway sees nothing."""
    CUT_UPLOAD = "cut_upload"
    """The connection closes after ``after_bytes`` bytes of the request's body."""
    DELAY = "delay"
    """The request waits ``delay_s`` seconds before the gateway sees it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault.

    Attributes:
        path: it happens to requests whose path begins so.
        method: only to this method; empty for any.
        times: how often, then no more; 0 for as long as it is armed.
    """

    kind: FaultKind
    path: str = "/v1/"
    method: str = ""
    times: int = 1
    status: int = 503
    after_bytes: int = 0
    delay_s: float = 0.0


class Faults:
    """The faults armed now; usable from any thread while the gateway runs."""

    def __init__(self, purpose: str) -> None:
        """``purpose`` is "tests" or "demo"; FaultsNotAllowed for anything else."""
        if purpose not in ("tests", "demo"):
            raise FaultsNotAllowed
        self.happened: list[FaultKind] = []
        self._armed: list[tuple[Fault, int]] = []
        self._lock = threading.Lock()

    def arm(self, fault: Fault) -> None:
        """Let it happen from now on; those armed earlier happen first."""
        with self._lock:
            self._armed.append((fault, fault.times))

    def clear(self) -> None:
        """No more faults."""
        with self._lock:
            self._armed.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that happens to this request, counted; None when it is spared."""
        with self._lock:
            for index, (fault, left) in enumerate(self._armed):
                if path.startswith(fault.path) and fault.method in ("", method):
                    if left == 1:
                        del self._armed[index]
                    elif left:
                        self._armed[index] = (fault, left - 1)
                    self.happened.append(fault.kind)
                    return fault
        return None


class FaultInjection:
    """ASGI middleware, outside everything else: to the desk a fault looks as if the gateway were not there."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or spoil it."""
        fault = self._faults.take(scope["method"], scope["path"]) if scope["type"] == "http" else None
        match fault.kind if fault else None:
            case FaultKind.PORTAL:
                await _answer(send, 200, b"text/html; charset=utf-8", _PORTAL)
                return
            case FaultKind.STATUS if fault:
                await _answer(send, fault.status, b"text/plain", b"")
                return
            case FaultKind.DELAY if fault:
                await asyncio.sleep(fault.delay_s)
            case FaultKind.LOSE_ANSWER:
                await self._app(scope, receive, _nowhere)
                await _hang_up(receive, send)
                return
            case FaultKind.TRUNCATE_ANSWER:
                send = _Truncated(receive, send)
            case FaultKind.CUT_UPLOAD if fault:
                receive = _Cut(receive, send, fault.after_bytes)
            case _:
                pass
        await self._app(scope, receive, send)


class _Cut:
    """Passes on so many bytes of the body, then the line is dead."""

    def __init__(self, receive: Receive, send: Send, after_bytes: int) -> None:
        self._receive = receive
        self._send = send
        self._left = after_bytes

    async def __call__(self) -> Message:
        if self._left <= 0:
            await _hang_up(self._receive, self._send)
            return {"type": "http.disconnect"}
        message = await self._receive()
        body = message.get("body", b"")
        if len(body) < self._left:
            self._left -= len(body)
            return message
        passed, self._left = body[: self._left], 0
        return {"type": "http.request", "body": passed, "more_body": True}


class _Truncated:
    """Passes on half of the first piece of the answer's body."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body" and message.get("body"):
            half = message["body"][: len(message["body"]) // 2]
            await self._send({"type": "http.response.body", "body": half, "more_body": True})
            await _hang_up(self._receive, self._send)
            return
        await self._send(message)


async def _nowhere(_message: Message) -> None:
    """Where lost answers go."""


async def _answer(send: Send, status: int, content_type: bytes, body: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _hang_up(receive: Receive, send: Send) -> None:
    """Close the connection without another byte. ASGI has no word for it, so uvicorn's transport is used directly."""
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        msg = "fault injection needs uvicorn"
        raise FaultsNotAllowed(msg)
    del send
    transport.close()
    await asyncio.sleep(0.01)  # until the connection counts as lost, else uvicorn answers 500 in our place
