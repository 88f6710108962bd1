"""Where a network scanner is: scheme, host, port, root of its resources, and the certificate it had when it was chosen."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import urllib.parse
from typing import Self

ROOT = "/eSCL"
_PIN = "sha256="
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9_])?")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PORTS = {"http": 80, "https": 443}
_MOST_LETTERS = 512


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One eSCL service. As text: a link, its certificate behind the ``#``.

    >>> str(Address.parse("https://Printer.local/eSCL/"))
    'https://printer.local:443/eSCL'

    Attributes:
        host: name or IP number, IPv6 without brackets.
        root: path before ``/ScannerCapabilities``.
        pin: SHA-256 of the certificate, lower-case hexadecimal; empty when none was seen yet.
    """

    scheme: str
    host: str
    port: int
    root: str = ROOT
    pin: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The address in a link; ValueError for anything else."""
        if len(text) > _MOST_LETTERS:
            raise ValueError("address")
        parts = urllib.parse.urlsplit(text.strip())
        if parts.scheme not in _PORTS or parts.username is not None or parts.query or not parts.hostname:
            raise ValueError("address")
        port = parts.port or _PORTS[parts.scheme]  # raises ValueError for what is no port
        pin = parts.fragment.removeprefix(_PIN) if parts.fragment else ""
        if parts.fragment and not _DIGEST.fullmatch(pin):
            raise ValueError("address")
        root = parts.path.rstrip("/") or ROOT
        if not _PATH.fullmatch(root) or ".." in root:
            raise ValueError("address")
        return cls(scheme=parts.scheme, host=_checked_host(parts.hostname), port=port, root=root, pin=pin)

    def __str__(self) -> str:
        return self.origin + self.root + (f"#{_PIN}{self.pin}" if self.pin else "")

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_encrypted(self) -> bool:
        """Whether it is reached by TLS."""
        return self.scheme == "https"

    def of(self, name: str) -> str:
        """The link of a resource under the root."""
        return f"{self.origin}{self.root}/{name}"

    def of_location(self, location: str) -> str:
        """The link a ``Location`` header means, at the host we know; ValueError when it has no usable path.

        Devices name addresses of other networks, or nothing but a path.
        """
        path = urllib.parse.urlsplit(location.strip()).path.rstrip("/")
        if len(path) > _MOST_LETTERS or ".." in path:
            raise ValueError("location")
        if not path.startswith("/"):
            path = f"{self.root}/{path}"
        if not _PATH.fullmatch(path):
            raise ValueError("location")
        return self.origin + path

    def redirected(self, location: str, name: str) -> Self:
        """Where a redirect of the resource ``name`` leads: the same host, never from TLS to plain HTTP; ValueError otherwise."""
        absolute = urllib.parse.urljoin(self.of(name), location.strip())
        target = type(self).parse(absolute)
        if target.host != self.host or (self.is_encrypted and not target.is_encrypted):
            raise ValueError("redirect")
        if not target.root.endswith(f"/{name}"):
            raise ValueError("redirect")
        root = target.root.removesuffix(f"/{name}") or ROOT
        return dataclasses.replace(target, root=root, pin=self.pin)


def candidates(text: str) -> tuple[Address, ...]:
    """Where to look when somebody typed a name, an IP number or a link, the likeliest first; ValueError if it is none of them.

    >>> [str(a) for a in candidates("10.0.0.7:8080")]
    ['http://10.0.0.7:8080/eSCL', 'https://10.0.0.7:8080/eSCL']
    """
    typed = text.strip()
    if "://" in typed:
        return (Address.parse(typed),)
    if typed.count(":") > 1 and not typed.startswith("["):
        typed = f"[{typed}]"
    first = Address.parse(f"http://{typed}")
    if urllib.parse.urlsplit(f"http://{typed}").port is not None:
        return first, dataclasses.replace(first, scheme="https")
    other = dataclasses.replace(first, scheme="https", port=443)
    return first, other, dataclasses.replace(first, port=8080)


def _checked_host(host: str) -> str:
    if ":" in host:
        return str(ipaddress.IPv6Address(host))  # AddressValueError is a ValueError
    if not _HOST.fullmatch(host) or ".." in host:
        raise ValueError("host")
    return host.lower()
