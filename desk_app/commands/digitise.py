"""``desk-app digitise IMAGE… -o OUT.pdf``: runs the page pipeline on files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app import clock
from desk_app.commands.command import Command, Console, plain, reading, write

if TYPE_CHECKING:
    from desk_app.capture.page import Page


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.pdf")
    parser.add_argument("--report", type=Path, metavar="R.json", help="write what was done to each page here")


def _run(args: argparse.Namespace, console: Console) -> int:
    from desk_app.capture import pipeline
    from desk_app.desk.digitisation import CREATOR
    from desk_app.documents import assemble

    bound: list[assemble.BoundPage] = []
    report: list[dict[str, object]] = []
    for path, frame, page in _pages(args.images, console):
        prepared = pipeline.prepare(page)
        bound.append(
            assemble.BoundPage(
                data=prepared.data,
                encoding=prepared.encoding,
                width_px=prepared.width_px,
                height_px=prepared.height_px,
                dpi=prepared.dpi,
            )
        )
        report.append(
            {
                "file": path,
                "frame": frame,
                "encoding": prepared.encoding,
                "bytes": len(prepared.data),
                "width_px": prepared.width_px,
                "height_px": prepared.height_px,
                "dpi": prepared.dpi,
                "flags": list(prepared.flags),
                "steps": prepared.report,
            }
        )
    pdf = assemble.assemble(bound, title=args.output.stem, subject="", created_at=clock.now(), creator=CREATOR)
    write(args.output, pdf, console)
    if args.report is not None:
        steps = json.dumps(plain(report), ensure_ascii=False, indent=2)
        write(args.report, steps.encode("utf-8"), console)
    console.line(f"{args.output}: {len(bound)} pages, {len(pdf)} bytes")
    return 0


def _pages(paths: Sequence[Path], console: Console) -> Iterator[tuple[Path, int, Page]]:
    """Every page of every file with its place."""
    from desk_app.capture import files

    for path in paths:
        with reading(path, console):
            data = files.load(path)
            frames = files.count_frames(data)
        for frame in range(frames):
            with reading(path, console):
                page = files.read_frame(data, frame)
            yield path, frame, page


COMMAND = Command(_arguments, _run)
