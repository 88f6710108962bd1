"""``desk-app digitise IMAGE… -o OUT.pdf``: runs the page pipeline on files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from desk_app import clock
from desk_app.commands.command import Command, Complaint, Console, plain


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.pdf")
    parser.add_argument("--report", type=Path, metavar="R.json", help="write what was done to each page here")


def _run(args: argparse.Namespace, console: Console) -> int:
    from desk_app.capture import files, pipeline
    from desk_app.desk.digitisation import CREATOR
    from desk_app.documents import assemble

    bound: list[assemble.BoundPage] = []
    report: list[dict[str, object]] = []
    for path in args.images:
        data = _load(path)
        for frame in range(files.count_frames(data)):
            prepared = pipeline.prepare(files.read_frame(data, frame))
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
    _write(args.output, pdf)
    if args.report is not None:
        _write(args.report, json.dumps(plain(report), ensure_ascii=False, indent=2).encode("utf-8"))
    console.line(f"{args.output}: {len(bound)} pages, {len(pdf)} bytes")
    return 0


def _load(path: Path) -> bytes:
    from desk_app.capture import files

    try:
        return files.load(path)
    except OSError as error:
        raise Complaint("file_unreadable", file=path.name, reason=type(error).__name__) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Complaint("output_unwritable", file=path.name, reason=type(error).__name__) from error


COMMAND = Command("digitise", "make a PDF/A of images, straightened and cleaned", _arguments, _run)
