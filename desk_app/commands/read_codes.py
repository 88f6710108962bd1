"""``desk-app read-codes IMAGE…``: barcodes and QR of each image, one JSON object a line."""

from __future__ import annotations

import argparse
from pathlib import Path

from desk_app.commands.command import Command, Complaint, Console, reading
from desk_app.commands.sentences import sentence


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE")


def _run(args: argparse.Namespace, console: Console) -> int:
    failures = 0
    for path in args.images:
        try:
            with reading(path, console):
                codes = _codes(path)
        except Complaint as complaint:
            failures += 1
            console.complain(sentence(complaint.key, console.language, **complaint.fields))
            continue
        console.json({"file": path, "codes": codes}, indent=None)
    return 1 if failures else 0


def _codes(path: Path) -> list[dict[str, object]]:
    from desk_app.capture import files
    from desk_app.capture.codes import symbols

    data = files.load(path)
    found: list[dict[str, object]] = []
    for frame in range(files.count_frames(data)):
        page = files.read_frame(data, frame)
        found.extend(
            {"format": s.format, "text": s.text, "corners": [list(c) for c in s.corners]}
            for s in symbols.read_symbols(page, thorough=True)
        )
    return found


COMMAND = Command(_arguments, _run)
