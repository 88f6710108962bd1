"""The outermost layer: what every answer carries, one log line per request, and answers for what went wrong.

Logs carry ids, counts and times; never a name, a number of a card, a path as it was sent or a payload.
"""

from __future__ import annotations

import json
import logging
import traceback

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk_app import clock, ids
from desk_app.central.errors import GatewayError
from desk_app.central.fields import PROTOCOL

_log = logging.getLogger(__name__)

PROTOCOL_HEADER = "X-Desk-Protocol"
_UPLOADS = "/v1/uploads"
_OVERRIDABLE = frozenset({"PATCH", "HEAD"})
_REASONS = {404: "not_found", 405: "method_not_allowed", 400: "malformed"}


class Edge:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; an error nobody expected becomes an answer with a number to look up in the log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        answer = _Answer(scope, send)
        _override_method(scope)
        began = clock.monotonic_s()
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:  # noqa: BLE001 - the edge of the gateway: log it with a number, never let it through
            _log_bug(answer.request_id, error)
            if not answer.status:
                await error_answer(500, "internal", f"request {answer.request_id}")(scope, receive, answer.send)
        finally:
            _log_request(scope, answer, clock.monotonic_s() - began)


class _Answer:
    """Adds the headers that every answer carries, and remembers the status."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.request_id = ids.new_id()
        self.status = 0
        self._send = send
        self._is_tus = scope["path"].startswith(_UPLOADS)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message["headers"])
            headers.append((PROTOCOL_HEADER.lower().encode(), str(PROTOCOL).encode()))
            headers.append((b"x-request-id", self.request_id.encode()))
            headers.append((b"x-content-type-options", b"nosniff"))
            if self._is_tus:
                headers.append((b"tus-resumable", b"1.0.0"))
            if not any(name == b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await self._send(message)


def install_error_answers(app: FastAPI) -> None:
    """Every refusal in the one shape of the contract."""
    app.add_exception_handler(GatewayError, _gateway_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def error_answer(status: int, reason: str, detail: str = "", headers: dict[str, str] | None = None) -> JSONResponse:
    """``{"error": {"reason", "detail"}}``."""
    return JSONResponse({"error": {"reason": reason, "detail": detail}}, status_code=status, headers=headers)


async def _gateway_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GatewayError)  # noqa: S101 - registered for this class
    return error_answer(error.status, error.reason, error.detail, error.headers)


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"])[:200]
    return error_answer(422, "malformed", f"{where}: {first['type']}")  # the value itself may be personal data


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    reason = _REASONS.get(error.status_code, "refused")
    return error_answer(error.status_code, reason, headers=dict(error.headers or {}))


def _override_method(scope: Scope) -> None:
    """Old proxies let only GET and POST through; tus asks servers to look at this header."""
    if scope["method"] == "POST" and scope["path"].startswith(_UPLOADS + "/"):
        wanted = dict(scope["headers"]).get(b"x-http-method-override", b"").decode("latin-1").upper()
        if wanted in _OVERRIDABLE:
            scope["method"] = wanted


def _log_request(scope: Scope, answer: _Answer, took_s: float) -> None:
    route = scope.get("route")
    line = {
        "request": answer.request_id,
        "method": scope["method"] if scope["method"].isalpha() else "?",
        "route": getattr(route, "path", "unmatched"),
        "status": answer.status,
        "ms": round(took_s * 1000),
        "caller": scope["state"].get("caller", ""),
    }
    _log.info("%s", json.dumps(line))


def _log_bug(request_id: str, error: Exception) -> None:
    """Where it happened; the message of an exception may quote people's data, so it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rpartition('desk_app')[2]}:{frame.lineno}" for frame in frames[-8:]]
    line = {"request": request_id, "bug": type(error).__name__, "where": where}
    _log.error("%s", json.dumps(line))
