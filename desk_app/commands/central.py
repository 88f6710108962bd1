"""``desk-app central …``: the gateway: serve it, give out codes, act as the other side of the counter."""

from __future__ import annotations

import argparse
import errno
import importlib.util
import sys
from pathlib import Path

from desk_app.commands.command import Command, Complaint, Console, add_json
from desk_app.domain.dossier import Status


def _arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    serve = verbs.add_parser("serve", help="run the gateway until stopped")
    _database(serve)
    serve.add_argument("--files", required=True, type=Path, metavar="DIR")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8765, help="0 takes a free one")
    serve.add_argument("--certificate", type=Path, metavar="PEM")
    serve.add_argument("--certificate-key", type=Path, metavar="PEM")
    serve.add_argument("--behind-proxy", action="store_true", help="a reverse proxy in front speaks TLS")
    serve.add_argument(
        "--leashed", action="store_true", help="end when standard input ends, with the program that started it"
    )
    serve.set_defaults(verb=_serve)
    enrolment = verbs.add_parser("enrolment", help="a one-time code for a desk of a unit")
    _database(enrolment)
    enrolment.add_argument("--unit", required=True, metavar="H12.64")
    enrolment.add_argument("--unit-name", default="", metavar="TEXT")
    add_json(enrolment)
    enrolment.set_defaults(verb=_enrolment)
    operator = verbs.add_parser("operator", help="a token for the operator API")
    _database(operator)
    operator.add_argument("--name", required=True)
    operator.add_argument("--unit", metavar="H12.64", help="one unit only (default: all)")
    add_json(operator)
    operator.set_defaults(verb=_operator)
    revoke = verbs.add_parser("revoke", help="a desk's token is worth nothing from now on")
    _database(revoke)
    revoke.add_argument("device", metavar="DEVICE_ID")
    revoke.set_defaults(verb=_revoke)
    act = verbs.add_parser("act", help="act as the handling unit or the province")
    acts = act.add_subparsers(metavar="ACT", required=True)
    status = acts.add_parser("status", help="move a dossier to another status")
    _database(status)
    status.add_argument("code", help="id, official or provisional code")
    status.add_argument("status", choices=[s.value for s in Status])
    status.add_argument("--note", default="")
    status.add_argument("--actor", default="operator", help="who did it, as shown at the desk")
    add_json(status)
    status.set_defaults(verb=_status)


def _database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", required=True, metavar="URL", help="sqlite:///file or postgresql+psycopg://…")


def _run(args: argparse.Namespace, console: Console) -> int:
    if importlib.util.find_spec("fastapi") is None or importlib.util.find_spec("uvicorn") is None:
        raise Complaint("central_needed")
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from desk_app.central import errors

    name = getattr(args, "code", None) or getattr(args, "device", "")
    try:
        return int(args.verb(args, console))
    except (ArgumentError, DBAPIError, ModuleNotFoundError) as error:
        raise Complaint("database_unusable", reason=type(error).__name__) from error
    except errors.DatabaseNewer as error:
        raise Complaint("database_newer") from error
    except errors.NotFound as error:
        raise Complaint("nothing_there", name=name) from error
    except errors.Conflicting as error:
        raise Complaint("move_refused", name=name, reason=error.detail or error.reason) from error
    except errors.PlainHttpRefused as error:
        raise Complaint("plain_http") from error


def _serve(args: argparse.Namespace, console: Console) -> int:
    from desk_app.central.server import serve

    try:
        serve(
            args.database,
            args.files,
            args.host,
            args.port,
            certificate=args.certificate,
            certificate_key=args.certificate_key,
            behind_proxy=args.behind_proxy,
            ready=console.line,
            leash=sys.stdin.buffer if args.leashed else None,
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Complaint("port_taken", port=args.port) from error
    return 0


def _enrolment(args: argparse.Namespace, console: Console) -> int:
    from desk_app.central import commands

    code = commands.create_enrolment(args.database, args.unit, args.unit_name)
    _print(args, console, {"code": code, "unit": args.unit}, code)
    return 0


def _operator(args: argparse.Namespace, console: Console) -> int:
    from desk_app.central import commands

    token = commands.create_operator(args.database, args.name, args.unit)
    _print(args, console, {"token": token, "name": args.name, "unit": args.unit}, token)
    return 0


def _revoke(args: argparse.Namespace, console: Console) -> int:
    from desk_app.central import commands

    commands.revoke_device(args.database, args.device)
    console.line(args.device)
    return 0


def _status(args: argparse.Namespace, console: Console) -> int:
    from desk_app.central import commands

    answer = commands.set_status(args.database, args.code, Status(args.status), args.note, actor=args.actor)
    result = {
        "dossier_id": answer.dossier_id,
        "code": answer.code,
        "status": answer.status,
        "changed": answer.changed,
    }
    _print(args, console, result, f"{answer.code} {answer.status}")
    return 0


def _print(args: argparse.Namespace, console: Console, result: dict[str, object], line: str) -> None:
    if args.json:
        console.json(result)
    else:
        console.line(line)


COMMAND = Command(_arguments, _run)
