"""``desk-app setup``: first run without the window; prints the recovery key once."""

from __future__ import annotations

import argparse

from desk_app.commands.command import Command, Complaint, Console, add_json, pin, settings_of


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, metavar="H12.64", help="identifier of the receiving body")
    parser.add_argument("--unit-name", required=True, metavar="TEXT", help="its name, as on printed forms")
    parser.add_argument("--desk", required=True, metavar="TEXT", help="name of this desk")
    parser.add_argument("--officer", required=True, metavar="TEXT", help="full name of the first officer")
    parser.add_argument(
        "--administrator", metavar="TEXT", default="Quản trị", help="name of the administrator (same PIN until changed)"
    )
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from desk_app import bootstrap
    from desk_app.desk.first_run import FirstRun
    from desk_app.store.errors import StoreExists

    settings = settings_of(args)
    first = FirstRun(
        unit=args.unit,
        unit_name=args.unit_name,
        desk=args.desk,
        officer=args.officer,
        administrator=args.administrator,
        pin=pin(console, "PIN: "),
        language=console.language,
    )
    try:
        created = bootstrap.create_desk(settings, first)
    except StoreExists:
        raise Complaint("already_set_up", folder=settings.data_dir) from None
    created.program.close()
    if args.json:
        console.json({"recovery_key": created.recovery_text, "data": settings.data_dir, "officer": args.officer})
        return 0
    english = console.language == "en"
    console.line("The desk is ready." if english else "Quầy đã sẵn sàng.")
    console.line(
        "Recovery key (shown only once; print it and lock it away):"
        if english
        else "Mã khôi phục (chỉ hiện một lần; hãy in ra và cất giữ):"
    )
    console.line(created.recovery_text)
    return 0


COMMAND = Command(_arguments, _run)
