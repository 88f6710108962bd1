"""``desk-app self-test``: boots everything once (also in the frozen program) and exits 0 or 1."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from desk_app import bootstrap, clock, config
from desk_app.commands.command import Command, Console, add_json
from desk_app.desk.accounts import author_of
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.first_run import FirstRun
from desk_app.desk.intake import Accepted
from desk_app.domain import arrangement
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex
from desk_app.domain.roles import Act
from desk_app.store.keys import ProtectedFile

_PIN = "2580"


class SelfTestFailed(Exception):
    """A part did not do what it has to.

    Attributes:
        part: which one.
    """

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-window", action="store_true", help="leave the window out")
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    results: list[dict[str, object]] = []
    failures = 0
    with tempfile.TemporaryDirectory(prefix="desk-app-self-test-", ignore_cleanup_errors=True) as folder:
        parts: list[tuple[str, Callable[[Path], None]]] = [("desk", _desk), ("capture", _capture)]
        if not args.no_window:
            parts.append(("window", _window))
        for name, part in parts:
            began = clock.monotonic_s()
            try:
                part(Path(folder))
                outcome = "ok"
            except Exception as error:  # noqa: BLE001 - a self-test reports whatever went wrong and goes on
                outcome = f"{type(error).__name__}: {error}"
                failures += 1
            results.append({"part": name, "outcome": outcome, "seconds": round(clock.monotonic_s() - began, 2)})
    if args.json:
        console.json(results)
    else:
        for result in results:
            console.line(f"{result['part']:<8} {result['outcome']}  {result['seconds']} s")
    if failures:
        console.complain(f"self-test: {failures} failed")
    return 1 if failures else 0


def _desk(folder: Path) -> None:
    """Set up, take a dossier with one page in, print its receipt, close, open again, find it."""
    from desk_app.capture import simulated

    settings = config.Settings(data_dir=folder / "desk")
    first = FirstRun(unit="H12.64", unit_name="UBND xã Thử Nghiệm", desk="Quầy 1", officer="Nguyễn Văn Thử", pin=_PIN)
    created = bootstrap.create_desk(settings, first, key_store=ProtectedFile())
    program = created.program
    try:
        account = program.desk.accounts.find(None, act=Act.ACCEPT)
        who = author_of(account)
        hit = program.desk.catalogue.find("khai sinh")[0]
        draft = program.desk.intake.choose_procedure(program.desk.intake.start(who), hit.code)
        draft = dataclasses.replace(draft, applicant=_applicant())
        image = simulated.jpeg_file(simulated.document_page(("TỜ KHAI", "Nội dung thử"), seed=1))
        taken = program.desk.digitisation.take_in([IncomingFile("page.jpg", image)], component=draft.components[0].id)
        draft = arrangement.with_pages_added(draft, taken.pages)
        draft = dataclasses.replace(
            draft, components=tuple(dataclasses.replace(c, present=True) for c in draft.components)
        )
        accepted = program.desk.intake.accept(draft, who=who)
        if not isinstance(accepted, Accepted):
            raise SelfTestFailed("intake")
        printout = program.desk.printing.printout(accepted.print_task, who=who)
        if not printout.pdf.startswith(b"%PDF"):
            raise SelfTestFailed("receipt")
    finally:
        program.close()
    again = bootstrap.open_desk(settings, key_store=ProtectedFile())
    try:
        if again.desk.lookup.by_code(accepted.dossier.code, who=who).dossier != accepted.dossier:
            raise SelfTestFailed("store")
        if again.store.check():
            raise SelfTestFailed("integrity")
    finally:
        again.close()


def _applicant() -> Applicant:
    return Applicant(
        full_name="Trần Thị Thử",
        id_type=IdType.CCCD,
        id_number="096191004582",
        born=PartialDate(1991, 3, 5),
        sex=Sex.FEMALE,
        phone="0918224100",
        address=Address(text="Ấp 1, xã Khánh Lâm, tỉnh Cà Mau"),
    )


def _capture(folder: Path) -> None:
    """Print a code, photograph it, read it back."""
    from desk_app.capture import page, simulated
    from desk_app.capture.codes import symbols

    text = f"096191004582||Trần Thị Thử|05031991|Nữ|Ấp 1, Khánh Lâm, Cà Mau|{dt.date(2021, 4, 15):%d%m%Y}"
    card = simulated.card_image(text, seed=2)
    found = symbols.read_symbols(page.Page(pixels=card, dpi=300, source="self-test", frame=0))
    if [s.text for s in found] != [text]:
        raise SelfTestFailed("symbols")


def _window(folder: Path) -> None:
    """Open the window off screen, show every screen, close it."""
    from desk_app import app

    app.show_once(config.Settings(data_dir=folder / "desk"), key_store=ProtectedFile())


COMMAND = Command(_arguments, _run)
