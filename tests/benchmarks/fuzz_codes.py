"""Throws bytes at everything that takes what a code says: classification, parsers, identity cards, zbar's repair, splitting.

Run: ``python tests/benchmarks/fuzz_codes.py [-runs=1000000]``. Uses atheris where it is installed (coverage-guided), else random
changes of known texts. Prints how many inputs were tried; a crash ends it with the input.
"""

from __future__ import annotations

import random
import sys
import time

try:
    import atheris
except ImportError:
    atheris = None

if atheris is not None:
    with atheris.instrument_imports(include=["desk_app.domain", "desk_app.capture.codes.zbar"]):
        from desk_app.capture.codes import zbar
        from desk_app.domain import codes, identity_card, sheet_names, splitting
        from desk_app.domain.draft import DraftComponent, PageRef
else:
    from desk_app.capture.codes import zbar
    from desk_app.domain import codes, identity_card, sheet_names, splitting
    from desk_app.domain.draft import DraftComponent, PageRef

PAPERS = (DraftComponent(id="a", name="Tờ khai", code="c01"), DraftComponent(id="b", name="Giấy", code="KQ.G15.000031"))
SEEDS = (
    "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021",
    "H12.64-261123-0107;QMC1;1.001193;096191004582;Giấy;Quầy;20261123T104512+0700;20261125T104500+0700",
    "TAM-261123-K7QX-0003-F",
    "QMC-NGAN:*48201937",
    "GD4790123456789|4e677579e1bb856e|05/03/1999|2|e1baa570|79-001|01/01/2024|$",
    "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA",
)
tried = 0


def one(data: bytes) -> None:
    """Everything that may happen to the bytes of a code."""
    global tried
    tried += 1
    text = zbar.utf8(data)
    if text is None:
        text = data.decode("latin-1")
    zbar.repaired(text)
    kind = codes.classify(text)
    assert kind in codes.CodeKind
    known = codes.normal(text)
    assert known is None or codes.normal(known) == known
    codes.parse_receipt_qr(text)
    codes.parse_procedure(text)
    identity_card.read(text)
    name = codes.parse_separator(text)
    sheet_names.component_named(name or "", PAPERS)
    pages = [PageRef(id=str(n), raw="r", codes=(part,)) for n, part in enumerate(text.split("\n")[:20])]
    split = splitting.propose(pages, PAPERS)
    assert sum(len(g.page_ids) for g in split.groups) + len(split.separators) == len(pages)


def changed(rng: random.Random) -> bytes:
    data = bytearray(rng.choice(SEEDS).encode("utf-8"))
    for _ in range(rng.randrange(8)):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.randrange(4)] = rng.randbytes(rng.randrange(5))
    return bytes(data)


def main() -> None:
    runs = next((int(word.partition("=")[2]) for word in sys.argv if word.startswith("-runs=")), 200_000)
    started = time.monotonic()
    rng = random.Random(1)
    for _ in range(runs):
        one(changed(rng))
    print(f"{tried} changed texts, {time.monotonic() - started:.0f} s, crashes 0")
    if atheris is None:
        print("atheris is not installed: no coverage-guided run")
        return
    print(f"atheris: {runs} coverage-guided inputs")
    sys.stdout.flush()
    atheris.Setup([sys.argv[0], f"-runs={runs}", "-max_len=1200"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
