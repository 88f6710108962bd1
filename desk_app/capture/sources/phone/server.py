"""Runs the page of one session on one address of this machine, on a thread of its own, with uvicorn and h11.

Beyond what uvicorn offers, a connection that says nothing, or says it too slowly, is dropped, more than a few are not taken at
all, and a request that is no HTTP gets no answer.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from desk_app import lanes
from desk_app.capture.errors import DeviceFailed, DeviceMissing
from desk_app.capture.sources.phone import tokens
from desk_app.capture.sources.phone.app import PhoneApp
from desk_app.capture.sources.phone.limits import PhoneLimits
from desk_app.capture.sources.phone.reception import Reception

NAME = "Điện thoại"
_START_WITHIN_S = 20.0
_STOP_WITHIN_S = 10.0
_log = logging.getLogger(__name__)
_log.setLevel(logging.ERROR)  # what strangers send is not worth a line each


class PhoneServer:
    """Serves a session from ``start`` to ``stop``.

    Args:
        reception: what takes the photos.
        address: IPv4 address of this machine to listen at, and no other.
        port: to listen at; one that is taken, or 0, gives a free one.
        token: the secret part of the link; a new one unless given.
        certificate, key: PEM files, where the office has them; the link is then https.
        name: what the certificate is made out to, shown in the link in place of the address.
    """

    def __init__(
        self,
        reception: Reception,
        address: str,
        *,
        port: int = 0,
        token: str = "",
        certificate: Path | None = None,
        key: Path | None = None,
        name: str = "",
    ) -> None:
        self._reception = reception
        self._address, self._wanted_port = address, port
        self._token = token or tokens.new_token()
        self._certificate, self._key, self._name = certificate, key, name
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The link for the phone; known once it was started."""
        return f"{'https' if self._certificate else 'http'}://{self._host()}/{self._token}"

    def start(self) -> None:
        """Listen; returns once requests are served.

        Raises:
            DeviceMissing: this machine no longer has that address.
            DeviceFailed: the certificate cannot be used, or nothing started.
        """
        listener = _bound(self._address, self._wanted_port)
        self.port = listener.getsockname()[1]
        is_up = threading.Event()
        app = PhoneApp(self._reception, token=self._token, host=self._host(), secure=self._certificate is not None)
        try:
            self._server = _Server(self._config(app), when_up=is_up.set)
        except (OSError, ssl.SSLError) as error:
            listener.close()
            raise DeviceFailed(NAME, "certificate") from error
        self._thread = lanes.start_thread("phone-server", self._server.run, sockets=[listener])
        if not is_up.wait(_START_WITHIN_S):
            self.stop()
            raise DeviceFailed(NAME, "not_started")

    def stop(self, *, wait: bool = True) -> None:
        """Serve nothing any more; what was under way is cut. Without ``wait`` it only begins to stop."""
        if self._server is not None:
            self._server.should_exit = True
        if wait and self._thread is not None:
            self._thread.join(_STOP_WITHIN_S)

    def _host(self) -> str:
        return f"{self._name or self._address}:{self.port}"

    def _config(self, app: PhoneApp) -> uvicorn.Config:
        config = uvicorn.Config(
            app,
            http=_guarded(self._reception.limits),
            ws="none",
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=int(self._reception.limits.header_s),
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=self._reception.limits.header_bytes,
            ssl_certfile=self._certificate,
            ssl_keyfile=self._key,
        )
        config.load()
        return config


class _Server(uvicorn.Server):
    """Says when it is up, and cuts what is under way when it stops."""

    def __init__(self, config: uvicorn.Config, *, when_up: Callable[[], object]) -> None:
        super().__init__(config)
        self._when_up = when_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._when_up()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in tuple(self.server_state.connections):
            if isinstance(connection, H11Protocol):
                connection.transport.abort()
        await super().shutdown(sockets=sockets)


def _guarded(limits: PhoneLimits) -> type[H11Protocol]:
    """The protocol with the limits of this session."""

    class Guarded(H11Protocol):
        """HTTP for strangers: few connections, none of them idle for long."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.logger = _log
            self._patience: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > limits.connections:
                transport.abort()
                return
            self._wait_for_request()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def handle_events(self) -> None:
            before = self.cycle
            super().handle_events()
            if self.cycle is not before:
                self._stop_waiting()

        def on_response_complete(self) -> None:
            self._wait_for_request()
            super().on_response_complete()

        def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
            self.transport.abort()

        def _wait_for_request(self) -> None:
            self._stop_waiting()
            self._patience = self.loop.call_later(limits.header_s, self.transport.abort)

        def _stop_waiting(self) -> None:
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None

    return Guarded


def _bound(address: str, port: int) -> socket.socket:
    """A listening socket at this address; at another port when the wanted one is taken."""
    for wanted in dict.fromkeys((port, 0)):
        # With the protocol named, asyncio turns Nagle off; without it each answer waits 40 ms for an acknowledgement.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if sys.platform != "win32":  # there the option would let a second program take the same port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, wanted))
        except OSError:
            listener.close()
            continue
        return listener
    raise DeviceMissing(NAME, "address")
