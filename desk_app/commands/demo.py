"""``desk-app demo``: a throw-away desk with the sample catalogue, simulated scanner and a gateway of its own, ready to try."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from desk_app import bootstrap, config
from desk_app.commands.command import Command, Console
from desk_app.commands.sentences import sentence
from desk_app.commands.window import need_screen, open_window
from desk_app.desk.accounts import author_of
from desk_app.desk.first_run import FirstRun
from desk_app.domain.roles import Act
from desk_app.store.keys import ProtectedFile

PIN = "2580"
UNIT = "H12.64"
_START_S = 20.0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--offline", action="store_true", help="start no gateway")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the trial desk in this empty folder")


def _run(args: argparse.Namespace, console: Console) -> int:
    need_screen()
    from desk_app.commands import demo_day

    with contextlib.ExitStack() as stack:
        folder = args.keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-app-demo-", ignore_cleanup_errors=True))
        )
        settings = config.Settings(data_dir=folder / "desk", demo=True, language=None)
        if not bootstrap.is_set_up(settings):
            program = _create(settings)
            demo_day.open_counter(program)
            url = None if args.offline else stack.enter_context(_gateway(folder, console))
            if url is not None:
                _enrol(program, folder, url)
                demo_day.morning(program)
            demo_day.line_down(program)
            program.close()
        console.line(f"PIN: {PIN}  ({demo_day.OFFICER})")
        return open_window(settings, key_store=ProtectedFile())


def _create(settings: config.Settings) -> bootstrap.Program:
    from desk_app.commands import demo_day

    first = FirstRun(
        unit=UNIT,
        unit_name=demo_day.UNIT_NAME,
        desk="Quầy 2",
        officer=demo_day.OFFICER,
        pin=PIN,
        place="Khánh An",
    )
    return bootstrap.create_desk(settings, first, key_store=ProtectedFile()).program


@contextlib.contextmanager
def _gateway(folder: Path, console: Console) -> Iterator[str | None]:
    """A gateway in a process of its own on a free port of this machine; None where its packages are not installed."""
    if importlib.util.find_spec("fastapi") is None or importlib.util.find_spec("uvicorn") is None:
        console.complain(sentence("no_central", console.language))
        yield None
        return
    port = _free_port()
    process = subprocess.Popen(
        [
            *_python(),
            "central",
            "serve",
            "--database",
            _database(folder),
            "--files",
            str(folder / "held"),
            "--port",
            str(port),
        ],
        stdin=subprocess.PIPE,  # ends when this program does, however it ends, and the gateway with it
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        yield url if _answers(url, process) else None
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        if process.poll() is None:
            process.kill()


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    import httpx

    pause = threading.Event()
    for _ in range(int(_START_S / 0.1)):
        if process.poll() is not None:
            return False
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/v1/health", timeout=2.0, trust_env=False).status_code == 200:
                return True
        pause.wait(0.1)
    return False


def _enrol(program: bootstrap.Program, folder: Path, url: str) -> None:
    made = subprocess.run(
        [*_python(), "central", "enrolment", "--database", _database(folder), "--unit", UNIT, "--json"],
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    administrator = program.desk.accounts.find(None, act=Act.MANAGE_SETTINGS)
    program.enrol(url, str(json.loads(made.stdout.decode("utf-8"))["code"]), who=author_of(administrator))


def _python() -> list[str]:
    """How to start this program again; a frozen one is its own interpreter."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desk_app"]


def _database(folder: Path) -> str:
    return f"sqlite:///{(folder / 'central.db').as_posix()}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


COMMAND = Command(_arguments, _run)
