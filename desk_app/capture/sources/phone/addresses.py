"""The addresses of this machine under which a phone of the office may reach it. Nothing is sent to find them."""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import re
import socket

# Documentation address (RFC 5737): choosing a route to it tells which adapter leads out, without a packet.
_SOMEWHERE = ("192.0.2.1", 9)
_OFFICE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_VIRTUAL = re.compile(
    r"virtual|vmware|vmnet|vethernet|hyper-v|wsl|docker|podman|^br-|^veth|^virbr|^lxc|^tun|^tap|^wg|vpn|tailscale|zerotier|"
    r"bluetooth|loopback",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class LanAddress:
    """One address of one adapter.

    Attributes:
        address: IPv4.
        adapter: what the system calls the adapter ("Wi-Fi", "eth0"); may be empty.
    """

    address: str
    adapter: str = ""


def office_addresses() -> tuple[LanAddress, ...]:
    """Addresses of private networks, the likeliest first: the one that leads out, then cables and radio, then virtual adapters.

    Addresses that the whole world may reach are left out, and so are those that only this machine can.
    """
    outward = _outward()
    found = {a.address: a for a in _of_adapters() if _is_office(a.address)}
    if outward and outward not in found and _is_office(outward):
        found[outward] = LanAddress(outward)
    return tuple(sorted(found.values(), key=lambda a: _rank(a, outward)))


def _rank(one: LanAddress, outward: str) -> tuple[bool, bool, str]:
    return bool(_VIRTUAL.search(one.adapter)), one.address != outward, one.address


def _is_office(address: str) -> bool:
    try:
        parsed = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return any(parsed in network for network in _OFFICE)


def _outward() -> str:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_SOMEWHERE)
        return str(probe.getsockname()[0])
    return ""


def _of_adapters() -> list[LanAddress]:
    import ifaddr

    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:
        return []
    return [
        LanAddress(ip.ip, ip.nice_name or adapter.nice_name)
        for adapter in adapters
        for ip in adapter.ips
        if isinstance(ip.ip, str) and ip.is_IPv4
    ]
