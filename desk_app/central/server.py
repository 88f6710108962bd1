"""Runs the gateway with uvicorn: in the foreground for the command line, in a thread for the demo and for tests."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import uvicorn
from fastapi import FastAPI

from desk_app import lanes
from desk_app.central.api import create_app
from desk_app.central.errors import FaultsNotAllowed, PlainHttpRefused
from desk_app.central.faults import Faults

DEFAULT_PORT = 8765
_STOP_WITHIN_S = 10
_START_WITHIN_S = 20


def serve(
    database_url: str,
    files_dir: Path | str,
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    *,
    certificate: Path | None = None,
    certificate_key: Path | None = None,
    behind_proxy: bool = False,
    faults: Faults | None = None,
    ready: Callable[[str], None] | None = None,
    leash: BinaryIO | None = None,
) -> None:
    """Serve until a signal asks to stop, or until ``leash`` ends (the pipe of a parent that is gone); what runs is answered first.

    Beyond this machine only with a certificate, or when ``behind_proxy`` says that a reverse proxy has one (PlainHttpRefused).
    ``ready`` gets the URL once requests are served; port 0 takes a free one.
    """
    if not is_loopback(host):
        if faults is not None:
            raise FaultsNotAllowed
        if certificate is None and not behind_proxy:
            raise PlainHttpRefused
    _log_lines_to_stderr()
    app = create_app(database_url, files_dir, faults=faults)
    config = _config(app)
    config.proxy_headers = behind_proxy
    config.ssl_certfile, config.ssl_keyfile = certificate, certificate_key
    with _bound(host, port) as listener:
        url = _url(listener, secure=certificate is not None)
        server = _Server(config, when_up=lambda: ready(url) if ready else None)
        if leash is not None:
            lanes.start_thread("leash", _hold, leash, server)
        server.run(sockets=[listener])


@contextlib.contextmanager
def running(app: FastAPI, *, port: int = 0) -> Iterator[str]:
    """The application served on loopback by a thread of this process; yields its URL, stops at the end of the block."""
    is_up = threading.Event()
    server = _Server(_config(app), when_up=is_up.set)
    with _bound("127.0.0.1", port) as listener:
        thread = lanes.start_thread("gateway", server.run, sockets=[listener])
        try:
            if not is_up.wait(_START_WITHIN_S):
                msg = "the gateway did not start"
                raise TimeoutError(msg)
            yield _url(listener, secure=False)
        finally:
            server.should_exit = True
            thread.join(_STOP_WITHIN_S + 5)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Server(uvicorn.Server):
    """Sends those who wait for changes home before it stops, else they would hold it up."""

    def __init__(self, config: uvicorn.Config, *, when_up: Callable[[], object]) -> None:
        super().__init__(config)
        self._when_up = when_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._when_up()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        if isinstance(app, FastAPI):
            app.state.gateway.bell.close()
        await super().shutdown(sockets=sockets)


def _hold(leash: BinaryIO, server: uvicorn.Server) -> None:
    while leash.read(1024):
        pass
    server.should_exit = True


def _config(app: FastAPI) -> uvicorn.Config:
    logging.getLogger(
        "uvicorn.access"
    ).disabled = True  # it logs paths, and paths hold codes; edge.py writes our own lines
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=500,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
        lifespan="on",
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle off; without it each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there the option would let a second server take the same port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def _url(listener: socket.socket, *, secure: bool) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{shown}:{port}"


def _log_lines_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("desk_app.central", "uvicorn"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.handlers = [handler]
        logger.propagate = False
