"""``desk-app enrol URL CODE``: connects this desk to a gateway with a one-time code."""

from __future__ import annotations

import argparse

from desk_app.commands.command import Command, Complaint, Console, add_as, add_json
from desk_app.commands.desk_access import opened, signed_in
from desk_app.domain.roles import Act
from desk_app.sync.central import CentralUnreachable, Why


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="address of the gateway (https, or http on this machine)")
    parser.add_argument("code", help="one-time enrolment code")
    add_as(parser)
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        who = signed_in(program, args, console, act=Act.MANAGE_SETTINGS)
        try:
            enrolled = program.enrol(args.url, args.code, who=who)
        except CentralUnreachable as error:
            if error.why is Why.CERTIFICATE:
                raise
            raise Complaint("no_gateway", url=args.url) from error
    if args.json:
        console.json({"url": args.url, "device_id": enrolled.device_id, "unit": enrolled.unit})
    else:
        console.line(f"{args.url}: {enrolled.unit} {enrolled.unit_name}".strip())
    return 0


COMMAND = Command(_arguments, _run)
