"""What a command is, and the console it speaks through."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import enum
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from desk_app import config, logs


@dataclasses.dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line.

    Attributes:
        add_arguments: declares its arguments.
        run: does it and gives the exit code; raises for what went wrong, which the edge turns into one sentence.
    """

    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console], int]


class Complaint(Exception):
    """A command cannot go on; key and fields of the sentence to show.

    Attributes:
        key: of the sentence in ``commands/sentences.py``.
        fields: what stands in its gaps.
    """

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields


class Console:
    """Writes results to standard output and complaints to standard error, in UTF-8 whatever the code page is."""

    def __init__(self, *, language: str = "vi") -> None:
        self.language = language
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")

    def line(self, text: str) -> None:
        """One line of a result."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def json(self, value: object, *, indent: int | None = 2) -> None:
        """A result as JSON."""
        self.line(json.dumps(plain(value), ensure_ascii=False, indent=indent))

    def complain(self, text: str) -> None:
        """One line on standard error."""
        sys.stderr.write(" ".join(text.split()) + "\n")
        sys.stderr.flush()

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked."""
        return sys.stdin is not None and sys.stdin.isatty()


def plain(value: object) -> object:
    """A value as JSON has it: dataclasses as objects, moments in ISO 8601 with offset, sets as sorted lists."""
    match value:
        case None | bool() | int() | float():
            return value
        case enum.Enum():
            return value.value
        case str():
            return value
        case dt.datetime() | dt.date():
            return value.isoformat()
        case Path():
            return str(value)
        case Mapping():
            return {str(k): plain(v) for k, v in value.items()}
        case set() | frozenset():
            return sorted(str(v) for v in value)
        case list() | tuple():
            return [plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.repr}
    return str(value)


@contextlib.contextmanager
def reading(path: Path, console: Console) -> Iterator[None]:
    """What goes wrong with this file inside is said with the name of the file."""
    from desk_app.capture.errors import CaptureError
    from desk_app.ui import messages

    try:
        yield
    except (OSError, CaptureError) as error:
        reason = messages.for_error(error, console.language)
        raise Complaint("file_unreadable", file=path.name, reason=reason) from error


def write(path: Path, data: bytes, console: Console) -> None:
    """Put a result where the person wants it; Complaint where that cannot be written."""
    from desk_app.ui import messages

    try:
        path.write_bytes(data)
    except OSError as error:
        reason = messages.for_error(error, console.language)
        raise Complaint("output_unwritable", file=path.name, reason=reason) from error


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``, for commands that print results."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def add_data(parser: argparse.ArgumentParser) -> None:
    """``--data DIR``."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=f"data folder (or {config.DATA_VARIABLE})"
    )


def add_as(parser: argparse.ArgumentParser) -> None:
    """``--as NAME``."""
    parser.add_argument("--as", dest="as_name", metavar="NAME", help="who acts (default: the only officer)")


def settings_of(args: argparse.Namespace) -> config.Settings:
    """The settings with what the command line says."""
    settings = config.load(data_dir=getattr(args, "data", None))
    logs.start(settings.data_dir)
    return settings


def pin(console: Console, prompt: str) -> str:
    """The PIN from the environment, else asked for without echo; Complaint where nobody can be asked."""
    from_environment = os.environ.get(config.PIN_VARIABLE)
    if from_environment:
        return from_environment
    if not console.can_ask:
        raise Complaint("pin_needed", variable=config.PIN_VARIABLE)
    import getpass

    return getpass.getpass(prompt)
