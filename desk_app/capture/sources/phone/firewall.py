"""Why no phone comes: what this machine can find out about it. A phone that is kept out leaves no trace here.

The server is asked whether it answers on its own address, and Windows what its firewall does with callers, out of process and
with a limit of time. What cannot be understood is unknown, never guessed.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

RULE = "desk-app phone"
"""Name of the rule that lets phones in; ASCII, because netsh answers in the code page of the console."""

_ANSWER_WITHIN_S = 3.0
_NETSH_WITHIN_S = 10.0
_BLOCKS = re.compile(r"\b(BlockInbound(?:Always)?|AllowInbound)\b", re.IGNORECASE)
_STATE = re.compile(r"\b(ON|OFF|BẬT|TẮT)\s*$", re.IGNORECASE | re.MULTILINE)
_ON = ("on", "bật")
_CREATE_NO_WINDOW = 0x08000000

Run = Callable[[Sequence[str]], tuple[int, str] | None]


class Verdict(enum.StrEnum):
    """What keeps phones away, as far as this machine can tell."""

    NOT_LISTENING = "not_listening"
    """Not even this machine reaches the address: the network was changed or unplugged."""
    FIREWALL = "firewall"
    """Windows refuses callers, and there is no rule for this program."""
    FIREWALL_ALWAYS = "firewall_always"
    """Windows refuses all callers, whatever the rules say."""
    OPEN = "open"
    """Windows lets callers in: the phone is in another network, or the access point keeps its guests apart."""
    UNKNOWN = "unknown"
    """This machine answers itself; more cannot be found out."""


@dataclasses.dataclass(frozen=True, slots=True)
class Findings:
    """What was found out.

    Attributes:
        command: what an administrator runs to let phones in, empty where it is not a matter of that.
    """

    verdict: Verdict
    command: str = ""


def look(address: str, port: int, *, platform: str = sys.platform, run: Run | None = None) -> Findings:
    """Find out why nobody comes to this address and port; takes seconds."""
    if not answers(address, port):
        return Findings(Verdict.NOT_LISTENING)
    if platform != "win32":
        return Findings(Verdict.UNKNOWN)
    run = run or _run
    policy = _policy(run)
    if policy == "blockinboundalways":
        return Findings(Verdict.FIREWALL_ALWAYS)
    if policy == "blockinbound":
        return Findings(Verdict.OPEN) if _has_rule(run) else Findings(Verdict.FIREWALL, command(port))
    return Findings(Verdict.OPEN if policy == "allowinbound" else Verdict.UNKNOWN)


def answers(address: str, port: int) -> bool:
    """Whether something listens there."""
    try:
        with socket.create_connection((address, port), timeout=_ANSWER_WITHIN_S):
            return True
    except OSError:
        return False


def command(port: int, *, program: Path | None = None) -> str:
    """The line that lets phones of the same network reach this program on Windows, and nobody else."""
    path = program or Path(sys.executable)
    return (
        f'netsh advfirewall firewall add rule name="{RULE}" dir=in action=allow protocol=TCP localport={port} '
        f'program="{path}" remoteip=localsubnet profile=any'
    )


def _policy(run: Run) -> str:
    """``allowinbound``, ``blockinbound``, ``blockinboundalways``, or nothing when that cannot be told."""
    asked = run(("netsh", "advfirewall", "show", "currentprofile"))
    if asked is None or asked[0] != 0:
        return ""
    state, policy = _STATE.search(asked[1]), _BLOCKS.search(asked[1])
    if state is not None and state[1].lower() not in _ON:
        return "allowinbound"
    return policy[1].lower() if policy is not None else ""


def _has_rule(run: Run) -> bool:
    asked = run(("netsh", "advfirewall", "firewall", "show", "rule", f"name={RULE}"))
    return asked is not None and asked[0] == 0


def _run(arguments: Sequence[str]) -> tuple[int, str] | None:
    try:
        done = subprocess.run(
            list(arguments),
            capture_output=True,
            check=False,
            timeout=_NETSH_WITHIN_S,
            stdin=subprocess.DEVNULL,
            creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode, done.stdout.decode("utf-8", "replace")
