"""Throws broken and hostile answers at the eSCL client and counts what it does not survive.

    python tests/benchmarks/fuzz_escl.py [--inputs N] [--http N] [--seed N] [--atheris]

``--inputs`` documents and addresses go straight into the readers; ``--http`` whole answers, status line and headers broken too,
come over a socket while it scans. With ``--atheris`` (where it is installed) the readers are driven by their own coverage
instead of chance.
An input counts as survived when it is read, or refused with the error that module promises.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "capture" / "sources")]

if "--atheris" in sys.argv:
    import atheris

    instrumented = atheris.instrument_imports(include=["desk_app"])
else:
    instrumented = contextlib.nullcontext()

with instrumented:
    from desk_app.capture.sources.escl import capabilities, settings, status
    from desk_app.capture.sources.escl.address import Address, candidates
    from desk_app.capture.sources.escl.markup import BadMarkup

import fake_escl  # noqa: E402

from desk_app.capture.devices import ScanOptions  # noqa: E402
from desk_app.capture.errors import DeviceError  # noqa: E402
from desk_app.capture.sources.escl.exchange import Patience  # noqa: E402
from desk_app.capture.sources.escl.source import NetworkScanner  # noqa: E402
from desk_app.lanes import CancelToken  # noqa: E402

HERE = Address.parse("http://10.0.0.7:8080/eSCL")
MACHINE = fake_escl.Machine()
SEEDS = (
    MACHINE.capabilities(),
    MACHINE.status(),
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><ScannerStatus>&a;</ScannerStatus>',
    b"http://printer.local:8080/eSCL#sha256=" + b"ab" * 32,
    b"http://192.0.2.7/eSCL/ScanJobs/1",
    b"192.168.1.20:8080",
    b"fe80::1%eth0",
)
PIECES = (b"<", b">", b"&", b"<!DOCTYPE x>", b"<![CDATA[", b"]]>", b"&#0;", b"&lt;", b"</", b"/>", b"\x00", b"\xff", b"\xf0\x9f",
          b"<scan:SettingProfile>", b"9" * 40, b"-1", b"..", b"//", b"[", b"]", b"@", b":", b"#", b"\r\n")  # fmt: skip
PAGE = fake_escl.page_file(1, 60, 80, "RGB24", "image/jpeg", 75)
ANSWERS = (
    (b"200 OK", MACHINE.capabilities()),
    (b"201 Created\r\nLocation: /eSCL/ScanJobs/1", b""),
    (b"200 OK\r\nContent-Type: image/jpeg", PAGE),
    (b"404 Not Found", b""),
    (b"503 Busy\r\nRetry-After: 0", b""),
    (b"409 Conflict", b""),
    (b"200 OK", MACHINE.status()),
    (b"301 Moved\r\nLocation: http://127.0.0.1/eSCL/ScannerCapabilities", b""),
)


def mutated(rng: random.Random, data: bytes) -> bytes:
    """A few changes: bytes flipped, pieces put in, parts cut, doubled or swapped."""
    out = bytearray(data)
    for _ in range(rng.randint(0, 8)):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(5):
            case 0 if at < len(out):
                out[at] = rng.randrange(256)
            case 1:
                out[at:at] = rng.choice(PIECES)
            case 2:
                del out[at : at + rng.randint(1, 200)]
            case 3:
                out[at:at] = out[at : at + rng.randint(1, 400)]
            case _:
                del out[at:]
                out += data[rng.randrange(len(data) + 1) :]
    return bytes(out)


def read_everything(data: bytes) -> None:
    """All readers on the same bytes; anything but the promised refusals escapes."""
    text = data.decode("utf-8", "replace")
    with contextlib.suppress(BadMarkup):
        job = settings.choose(capabilities.read(data), ScanOptions())
        ElementTree.fromstring(settings.write(job))  # noqa: S314 - we wrote it
    with contextlib.suppress(BadMarkup):
        status.read(data, job=text).trouble("x", feeder=True)
    for read in (Address.parse, candidates):
        with contextlib.suppress(ValueError):
            read(text)
    with contextlib.suppress(ValueError):
        link = HERE.of_location(text)
        assert link.startswith("http://10.0.0.7:8080/"), link
    with contextlib.suppress(ValueError):
        assert HERE.redirected(text, "ScannerCapabilities").host == HERE.host


def fuzz_readers(rng: random.Random, inputs: int, crashes: Counter[str]) -> None:
    for _ in range(inputs):
        data = mutated(rng, rng.choice(SEEDS))
        guard(lambda data=data: read_everything(data), crashes)  # type: ignore[misc]


def guard(work: Callable[[], object], crashes: Counter[str]) -> None:
    """Run it; what escapes is counted by where it came from."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        crashes[f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"] += 1


@contextlib.contextmanager
def answering(rng: random.Random) -> Iterator[str]:
    """A socket that answers every request with something that was an HTTP answer once."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection = server.accept()[0]
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                asked = connection.recv(65536)
                likely = ANSWERS[0] if b"Capabilities" in asked else ANSWERS[1] if b"POST" in asked else ANSWERS[2]
                head, body = likely if rng.random() < 0.85 else rng.choice(ANSWERS)
                length = b"Content-Length: %d\r\n" % len(body)
                whole = b"HTTP/1.1 " + head + b"\r\n" + length + b"Connection: close\r\n\r\n" + body
                connection.sendall(mutated(rng, whole) if rng.random() < 0.35 else whole)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/eSCL"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(10)


def fuzz_http(rng: random.Random, scans: int, crashes: Counter[str]) -> int:
    patience = Patience(connect=2, message=1, page=1, busy=0.05, first_pause=0.005, longest_pause=0.01)
    pages = 0

    def scan() -> None:
        nonlocal pages
        with contextlib.suppress(DeviceError):
            for _ in NetworkScanner(address, patience=patience, most_pages=5).pages(ScanOptions(), CancelToken()):
                pages += 1

    with answering(rng) as address:
        for _ in range(scans):
            guard(scan, crashes)
    return pages


def fuzz_with_atheris(inputs: int) -> None:
    tried = 0

    def one(data: bytes) -> None:
        nonlocal tried
        tried += 1
        read_everything(data)
        if tried == inputs:
            print(f"atheris: {tried:,} inputs tried, crashes 0")

    corpus = Path(tempfile.mkdtemp(prefix="fuzz-escl-"))
    for number, seed in enumerate(SEEDS):
        (corpus / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], f"-runs={inputs}", "-max_len=4096", "-verbosity=0", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=50_000)
    parser.add_argument("--http", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    wanted = parser.parse_args()
    if wanted.atheris:
        fuzz_with_atheris(wanted.inputs)
        return 0
    rng, crashes = random.Random(wanted.seed), Counter[str]()
    began = time.perf_counter()
    fuzz_readers(rng, wanted.inputs, crashes)
    print(f"readers: {wanted.inputs:,} inputs tried in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    pages = fuzz_http(rng, wanted.http, crashes)
    print(
        f"over HTTP: {wanted.http:,} scans of broken answers in {time.perf_counter() - began:.1f} s, {pages} pages came"
    )
    print(f"crashes {sum(crashes.values())}")
    for place, count in crashes.most_common(20):
        print(f"  {count} × {place}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
