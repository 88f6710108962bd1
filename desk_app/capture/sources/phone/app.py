"""The one-time page and its uploads over HTTP: an ASGI application without a framework, because all it has are six addresses.

Whatever is not exactly one of them, asked in the right way with the right token, gets the same empty 404. Nothing is logged here:
paths hold the token.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from desk_app.capture.sources.phone import page, tokens
from desk_app.capture.sources.phone.reception import PhotoState, Progress, Reception

Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)
_SAME_SITE = ("same-origin", "none")
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", _POLICY),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; without a body it says nothing but its status."""

    status: int
    kind: bytes = b""
    body: bytes = b""


NOTHING_HERE = Answer(404)
_TOO_SLOW = Answer(408)
_TOO_MUCH = Answer(413)


class PhoneApp:
    """The page of one session.

    Args:
        reception: what takes the photos.
        token: the first part of every path.
        host: what the phone must have asked for (``192.168.1.20:8632``); another name for this machine is refused, so that
            no page from elsewhere can reach it through a name of its own.
        secure: served over TLS.
    """

    def __init__(self, reception: Reception, *, token: str, host: str, secure: bool = False) -> None:
        self._reception = reception
        self._token = token
        self._host = host
        self._origin = f"{'https' if secure else 'http'}://{host}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        headers = [*_ALWAYS, (b"content-length", str(len(answer.body)).encode())]
        if answer.kind:
            headers.append((b"content-type", answer.kind))
        if answer.status != 200:
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        headers = _single(scope["headers"])
        token, slash, rest = scope["path"].removeprefix("/").partition("/")
        known = tokens.same(token, self._token) and headers is not None and headers.get("host") == self._host
        exact = bool(slash) == bool(rest) and not scope["query_string"]
        if not known or headers is None or not exact or self._reception.is_over():
            return NOTHING_HERE
        self._reception.seen(scope["client"][0] if scope.get("client") else "")
        if scope["method"] == "GET":
            return self._get(rest, headers)
        digest = rest.removeprefix("photos/")
        if scope["method"] != "POST" or digest == rest or not _DIGEST.fullmatch(digest) or not self._is_own(headers):
            return NOTHING_HERE
        return await self._take(digest, headers, receive)

    def _get(self, rest: str, headers: Mapping[str, str]) -> Answer:
        if rest == "":
            english = page.wants_english(headers.get("accept-language", ""))
            return Answer(
                200, b"text/html; charset=utf-8", page.html(self._token, english=english, limits=self._reception.limits)
            )
        if rest == "phone.js":
            return Answer(200, b"text/javascript; charset=utf-8", page.script())
        if rest == "phone.css":
            return Answer(200, b"text/css; charset=utf-8", page.style())
        if rest == "state":
            tally = self._reception.tally()
            photos = {digest: _facts(progress) for digest, progress in self._reception.all_progress().items()}
            return _json({"kept": tally.kept, "left_s": int(tally.left_s), "photos": photos})
        return NOTHING_HERE

    def _is_own(self, headers: Mapping[str, str]) -> bool:
        """Whether our own page sent it: browsers that say where a request comes from must say so."""
        origin, site = headers.get("origin", self._origin), headers.get("sec-fetch-site", "same-origin")
        return (
            origin == self._origin and site in _SAME_SITE and headers.get("content-type") == "application/octet-stream"
        )

    async def _take(self, digest: str, headers: Mapping[str, str], receive: Receive) -> Answer:
        length, size, at = (_number(headers.get(name, "")) for name in ("content-length", "x-photo-size", "x-photo-at"))
        if length is None or size is None or at is None:
            return NOTHING_HERE
        if length > self._reception.limits.chunk_bytes:
            return _TOO_MUCH
        admitted = self._reception.admit(digest, size, at)
        piece = await self._body(length, receive)
        if piece is None:
            return _TOO_SLOW
        wanted = admitted.state is PhotoState.ARRIVING and admitted.have == at and not admitted.busy and piece
        progress = self._reception.append(digest, size, at, piece) if wanted else admitted
        return _json(_facts(progress))

    async def _body(self, length: int, receive: Receive) -> bytes | None:
        """The whole body; None when it did not come in time, or the line was cut: half a piece is no piece."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._reception.limits.body_s):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return None
                    body += message.get("body", b"")
                    if not message.get("more_body", False):
                        return bytes(body) if len(body) == length else None
        except TimeoutError:
            return None


def _single(raw: list[tuple[bytes, bytes]]) -> dict[str, str] | None:
    """The headers by name; None when one that decides something comes twice."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key = name.decode("latin-1").lower()
        if key in headers and key in ("host", "origin", "content-length", "x-photo-size", "x-photo-at"):
            return None
        headers[key] = value.decode("latin-1")
    return headers


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _facts(progress: Progress) -> dict[str, object]:
    return {"state": progress.state, "have": progress.have, "why": progress.why, "busy": progress.busy}


def _json(facts: Mapping[str, object]) -> Answer:
    return Answer(200, b"application/json", json.dumps(facts).encode())
