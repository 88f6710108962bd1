"""The command line: ``desk-app`` opens the window, ``desk-app COMMAND`` does one thing and ends."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from desk_app import __version__, config, logs
from desk_app.commands.command import Complaint, Console, add_data
from desk_app.commands.registry import REGISTRY
from desk_app.commands.sentences import sentence
from desk_app.commands.window import COMMAND as WINDOW


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 on success, 1 with one line on standard error otherwise, 2 for wrong usage."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = _parser(words).parse_args(words)
    language = os.environ.get(config.LANGUAGE_VARIABLE, "vi")
    console = Console(language=language if language in config.LANGUAGES else "vi")
    try:
        return int(args.run(args, console))
    except Complaint as complaint:
        console.complain(sentence(complaint.key, console.language, **complaint.fields))
    except KeyboardInterrupt:
        console.complain(sentence("interrupted", console.language))
        return 130
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as error:  # noqa: BLE001 - the edge of the program: every error becomes one sentence
        from desk_app.ui import messages

        if messages.is_bug(error):
            logs.bug(error, messages.bug_id(error))
        console.complain(messages.for_error(error, console.language))
    return 1


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser, with the arguments of those commands only whose names are among the words."""
    parser = argparse.ArgumentParser(prog="desk-app", description="Quầy Một Cửa - one-stop reception-and-return desk")
    parser.add_argument("--version", action="version", version=f"desk-app {__version__}")
    add_data(parser)
    parser.set_defaults(run=WINDOW.run)
    subparsers = parser.add_subparsers(metavar="COMMAND")
    for entry in REGISTRY:
        sub = subparsers.add_parser(entry.name, help=entry.help, description=entry.help)
        if entry.name in words:
            command = entry.load()
            add_data(sub)
            command.add_arguments(sub)
            sub.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
