"""Which address a phone can reach, and why none comes."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import ifaddr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.capture.sources.phone import addresses, firewall
from desk_app.capture.sources.phone.firewall import Findings, Verdict


@dataclasses.dataclass
class FakeAdapter:
    nice_name: str
    ips: list[ifaddr.IP]


def adapter(name: str, *ips: str) -> FakeAdapter:
    return FakeAdapter(name, [ifaddr.IP(ip, 24, name) for ip in ips])


def found(monkeypatch: pytest.MonkeyPatch, outward: str, *adapters: FakeAdapter) -> list[str]:
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: list(adapters))
    monkeypatch.setattr(addresses, "_outward", lambda: outward)
    return [one.address for one in addresses.office_addresses()]


def test_the_address_that_leads_out_comes_first_and_virtual_adapters_last(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(
        monkeypatch,
        "192.168.1.20",
        adapter("vEthernet (WSL)", "172.28.0.1"),
        adapter("Ethernet", "10.0.0.5"),
        adapter("Wi-Fi", "192.168.1.20"),
        adapter("docker0", "172.17.0.1"),
    ) == ["192.168.1.20", "10.0.0.5", "172.17.0.1", "172.28.0.1"]


def test_what_the_whole_world_or_only_this_machine_can_reach_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        found(
            monkeypatch,
            "113.160.1.2",
            adapter("Ethernet", "113.160.1.2"),
            adapter("lo", "127.0.0.1"),
            adapter("Wi-Fi", "169.254.7.7"),
            adapter("tailscale0", "100.64.0.3"),
            adapter("x", "172.32.0.1"),
            FakeAdapter("v6", [ifaddr.IP(("fe80::1", 0, 2), 64, "v6")]),
        )
        == []
    )


def test_an_address_that_only_the_route_knows_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, "10.1.2.3") == ["10.1.2.3"]


def test_this_machine_itself_can_be_looked_at() -> None:
    for one in addresses.office_addresses():
        socket.inet_aton(one.address)


class Windows:
    """What netsh answers."""

    def __init__(self, profile: str, *, rule: bool = False, code: int = 0) -> None:
        self._profile, self._rule, self._code = profile, rule, code
        self.asked: list[Sequence[str]] = []

    def __call__(self, arguments: Sequence[str]) -> tuple[int, str] | None:
        self.asked.append(arguments)
        if "rule" in arguments:
            return (0, "Rule Name: x") if self._rule else (1, "No rules match the specified criteria.")
        return self._code, self._profile


ENGLISH = """
Private Profile Settings:
----------------------------------------------------------------------
State                                 {state}
Firewall Policy                       {policy},AllowOutbound
LocalFirewallRules                    N/A (GPO-store only)
InboundUserNotification               Enable
Ok.
"""
VIETNAMESE = (
    "Trạng thái                            {state}\nChính sách tường lửa                  {policy},AllowOutbound\n"
)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.parametrize(
    ("profile", "rule", "verdict"),
    [
        (ENGLISH.format(state="ON", policy="BlockInbound"), False, Verdict.FIREWALL),
        (ENGLISH.format(state="ON", policy="BlockInbound"), True, Verdict.OPEN),
        (ENGLISH.format(state="ON", policy="BlockInboundAlways"), True, Verdict.FIREWALL_ALWAYS),
        (ENGLISH.format(state="ON", policy="AllowInbound"), False, Verdict.OPEN),
        (ENGLISH.format(state="OFF", policy="BlockInbound"), False, Verdict.OPEN),
        (VIETNAMESE.format(state="BẬT", policy="BlockInbound"), False, Verdict.FIREWALL),
        (VIETNAMESE.format(state="TẮT", policy="BlockInbound"), False, Verdict.OPEN),
        ("Статус  ВКЛ\nBlockInbound,AllowOutbound", False, Verdict.FIREWALL),
        ("", False, Verdict.UNKNOWN),
        ("Something else altogether", False, Verdict.UNKNOWN),
    ],
)
def test_what_windows_says_of_its_firewall_is_understood(
    listening: socket.socket, profile: str, rule: bool, verdict: Verdict
) -> None:
    port = listening.getsockname()[1]

    findings = firewall.look("127.0.0.1", port, platform="win32", run=Windows(profile, rule=rule))

    assert findings.verdict is verdict
    assert bool(findings.command) == (verdict is Verdict.FIREWALL)


@pytest.mark.parametrize("run", [lambda _: None, Windows("State ON\nBlockInbound,AllowOutbound", code=1)])
def test_a_windows_that_does_not_answer_is_unknown(listening: socket.socket, run: firewall.Run) -> None:
    found = firewall.look("127.0.0.1", listening.getsockname()[1], platform="win32", run=run)

    assert found == Findings(Verdict.UNKNOWN)


@given(st.text(max_size=400))
def test_whatever_netsh_says_gives_a_verdict(text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        findings = firewall.look("127.0.0.1", server.getsockname()[1], platform="win32", run=Windows(text))

    assert findings.verdict in Verdict


def test_an_address_that_does_not_answer_even_here_is_not_listening() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert firewall.look("127.0.0.1", port) == Findings(Verdict.NOT_LISTENING)


def test_elsewhere_than_on_windows_only_the_answer_is_known(listening: socket.socket) -> None:
    assert firewall.look("127.0.0.1", listening.getsockname()[1], platform="linux") == Findings(Verdict.UNKNOWN)


def test_the_rule_lets_in_this_program_this_port_and_this_network_only() -> None:
    line = firewall.command(8632, program=Path("C:/Program Files/Quay Mot Cua/desk-app.exe"))

    assert "dir=in action=allow protocol=TCP localport=8632" in line
    assert "remoteip=localsubnet" in line
    assert 'desk-app.exe"' in line
    assert line.isascii()


def test_a_program_that_is_not_there_is_no_answer() -> None:
    assert firewall._run(("no-such-program-as-this",)) is None
