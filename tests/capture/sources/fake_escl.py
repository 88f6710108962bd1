"""A scanner of the office, as far as it can be seen from the network: the device's side of eSCL, over real HTTP on this machine.

Written from the protocol, not from our client; SANE's two eSCL programs scan with it too (``test_escl_peers``). ``Machine`` is
the device with its paper and its habits, ``serve`` puts it on the network.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import http.server
import io
import ipaddress
import re
import ssl
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image, ImageDraw

PWG = "http://www.pwg.org/schemas/2010/12/sm"
SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<scan:{{0}} xmlns:scan="{SCAN}" xmlns:pwg="{PWG}">'
LIMIT_S = 60
"""How long anything that waits for a test waits at most."""


@dataclasses.dataclass
class Job:
    """A scan that somebody asked for."""

    feeder: bool
    duplex: bool
    mode: str
    format: str
    dpi: int
    width: int
    height: int
    done: int = 0
    state: str = "Processing"


@dataclasses.dataclass
class Machine:
    """The device. Everything may be set while it runs; what it was told and what became of it stands in ``log`` and ``deleted``.

    Attributes:
        sheets: in the feeder.
        jam_at: number of the page in a job at which paper sticks (1: at once).
        hold_at: number of the page that does not come until ``go_on`` is set.
        hold_job: a new job begins, but is not answered until then.
        torn_at: number of the page in whose middle the connection breaks.
        quietly_torn: it breaks without a length having been told, so that only the picture shows it.
        endless: the feeder never gets empty.
        blind: it takes jobs without looking whether paper lies in the feeder.
        busy: how many times a new job is answered with 503; ``not_ready`` the same for each page.
        retry_after: said with the former.
        size_px, says_dpi: of the pages, whatever was asked for.
        location: of new jobs, with ``{path}``.
        instead: path → (status, content type, body) answered in place of the right thing.
        redirect_to: origin to which everything is sent on.
        only_as_localhost: like HP's larger devices: tells by its ``Server`` header that it wants to be called localhost.
        end_status: what says that no page is left.
    """

    name: str = "Thử Nghiệm MFP 1"
    sheets: int = 3
    platen: bool = True
    feeder: bool = True
    duplex: bool = True
    resolutions: tuple[int, ...] = (75, 100, 200, 300, 600)
    modes: tuple[str, ...] = ("BlackAndWhite1", "Grayscale8", "RGB24")
    formats: tuple[str, ...] = ("image/jpeg", "application/pdf")
    max_width: int = 2550
    max_height: int = 4200
    jam_at: int = 0
    hold_at: int = 0
    hold_job: bool = False
    torn_at: int = 0
    quietly_torn: bool = False
    endless: bool = False
    blind: bool = False
    busy: int = 0
    retry_after: str = ""
    not_ready: int = 0
    not_ready_status: int = 503
    size_px: tuple[int, int] | None = None
    says_dpi: int | None = None
    location: str = "{origin}{path}"
    adf_state: str = ""
    state: str = "Idle"
    end_status: int = 404
    redirect_to: str = ""
    only_as_localhost: bool = False
    instead: dict[str, tuple[int, str, bytes]] = dataclasses.field(default_factory=dict)
    log: list[str] = dataclasses.field(default_factory=list)
    asked: list[Job] = dataclasses.field(default_factory=list)
    jobs: dict[str, Job] = dataclasses.field(default_factory=dict)
    hosts: list[str] = dataclasses.field(default_factory=list)
    go_on: threading.Event = dataclasses.field(default_factory=threading.Event)
    holding: threading.Event = dataclasses.field(default_factory=threading.Event)
    deleted: threading.Event = dataclasses.field(default_factory=threading.Event)
    lock: threading.RLock = dataclasses.field(default_factory=threading.RLock)
    address: str = ""
    _waits: int = 0

    def clear(self) -> None:
        """Somebody took the stuck sheet out and laid the rest back."""
        with self.lock:
            self.jam_at = self.torn_at = self.hold_at = 0
            self.adf_state = ""

    def capabilities(self) -> bytes:
        """ScannerCapabilities."""
        caps = functools.partial(_input_caps, self)
        platen = f"<scan:Platen>{caps('PlatenInputCaps')}</scan:Platen>" if self.platen else ""
        both = caps("AdfDuplexInputCaps") if self.duplex else ""
        option = "<scan:AdfOption>Duplex</scan:AdfOption>" if self.duplex else ""
        adf = (
            f"<scan:Adf>{caps('AdfSimplexInputCaps')}{both}<scan:FeederCapacity>50</scan:FeederCapacity>"
            f"<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption>{option}</scan:AdfOptions></scan:Adf>"
            if self.feeder
            else ""
        )
        text = (
            f"{HEAD.format('ScannerCapabilities')}<pwg:Version>2.63</pwg:Version>"
            f"<pwg:MakeAndModel>{self.name}</pwg:MakeAndModel><pwg:SerialNumber>0001</pwg:SerialNumber>"
            f"<scan:UUID>11111111-2222-3333-4444-555555555555</scan:UUID>{platen}{adf}</scan:ScannerCapabilities>"
        )
        return text.encode()

    def status(self) -> bytes:
        """ScannerStatus."""
        with self.lock:
            adf = self.adf_state or ("ScannerAdfLoaded" if self.sheets or self.endless else "ScannerAdfEmpty")
            jobs = "".join(
                f"<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{key}</pwg:JobUri><pwg:JobUuid>{key}</pwg:JobUuid>"
                f"<scan:Age>1</scan:Age><pwg:ImagesCompleted>{job.done}</pwg:ImagesCompleted>"
                f"<pwg:JobState>{job.state}</pwg:JobState></scan:JobInfo>"
                for key, job in self.jobs.items()
            )
        adf_line = f"<scan:AdfState>{adf}</scan:AdfState>" if self.feeder else ""
        text = (
            f"{HEAD.format('ScannerStatus')}<pwg:Version>2.63</pwg:Version><pwg:State>{self.state}</pwg:State>"
            f"{adf_line}<scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
        )
        return text.encode()

    def begin(self, body: bytes) -> tuple[int, str]:
        """A new job: 201 and its id, or why not. As strict as the strictest device."""
        try:
            job = _read_settings(body)
        except (ElementTree.ParseError, KeyError, ValueError):
            return 400, ""
        with self.lock:
            if self.busy:
                self.busy -= 1
                return 503, ""
            offered = job.dpi in self.resolutions and job.mode in self.modes and job.format in self.formats
            fits = job.width <= self.max_width and job.height <= self.max_height
            there = (self.feeder if job.feeder else self.platen) and (self.duplex or not job.duplex)
            if not (offered and fits and there):
                return 409, ""
            stuck = self.adf_state not in ("", "ScannerAdfLoaded")
            if job.feeder and not self.blind and (stuck or not (self.sheets or self.endless)):
                return 409, ""
            key = str(uuid.uuid4())
            self.jobs[key] = job
            self.asked.append(job)
            self._waits = self.not_ready
            return 201, key

    def next(self, key: str) -> tuple[int, Job | None, int]:
        """The next page of a job: 200 and its number, or why there is none."""
        with self.lock:
            job = self.jobs.get(key)
            if job is None:
                return 404, None, 0
            if self._waits:
                self._waits -= 1
                return self.not_ready_status, None, 0
            left = self.endless or self._sides_left(job)
            if not left:
                job.state = "Completed"
                return self.end_status, None, 0
            number = job.done + 1
            if number == self.jam_at:
                self.adf_state, job.state = "ScannerAdfJam", "Aborted"
                return 409, None, 0
        if number == self.hold_at:
            self.holding.set()
            self.go_on.wait(LIMIT_S)
        with self.lock:
            job.done = number
            if job.feeder and not self.endless and (not job.duplex or number % 2 == 0):
                self.sheets -= 1
            self._waits = self.not_ready
            return 200, job, number

    def _sides_left(self, job: Job) -> bool:
        if not job.feeder:
            return job.done == 0
        return bool(self.sheets)

    def picture(self, job: Job, number: int) -> bytes:
        """One page, as a file of the format that was asked for."""
        width, height = self.size_px or (job.width * job.dpi // 300, job.height * job.dpi // 300)
        return page_file(number, width, height, job.mode, job.format, self.says_dpi or job.dpi)


@functools.lru_cache(maxsize=32)
def page_file(number: int, width: int, height: int, mode: str, format_: str, dpi: int) -> bytes:
    """A page with its number and coloured bars on it."""
    page = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((width // 10, height // 10, width * 9 // 10, height * 9 // 10), outline="black", width=3)
    pen.rectangle((width // 4, height // 4, width // 2, height // 3), fill=(200, 20, 30))
    pen.text((width // 8, height // 8), f"Trang {number}", fill="black")
    kind = {"RGB24": "RGB", "Grayscale8": "L", "BlackAndWhite1": "L"}[mode]
    out = io.BytesIO()
    page.convert(kind).save(
        out, "PDF" if format_ == "application/pdf" else "JPEG", quality=80, **_density(format_, dpi)
    )
    return out.getvalue()


def _density(format_: str, dpi: int) -> dict[str, object]:
    return {"resolution": dpi} if format_ == "application/pdf" else {"dpi": (dpi, dpi)}


def _input_caps(machine: Machine, tag: str) -> str:
    modes = "".join(f"<scan:ColorMode>{mode}</scan:ColorMode>" for mode in machine.modes)
    formats = "".join(
        f"<pwg:DocumentFormat>{kind}</pwg:DocumentFormat><scan:DocumentFormatExt>{kind}</scan:DocumentFormatExt>"
        for kind in machine.formats
    )
    dpis = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
        f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
        for dpi in machine.resolutions
    )
    return (
        f"<scan:{tag}><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>{machine.max_width}</scan:MaxWidth>"
        f"<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>{machine.max_height}</scan:MaxHeight>"
        "<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile>"
        f"<scan:ColorModes>{modes}</scan:ColorModes><scan:DocumentFormats>{formats}</scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{dpis}</scan:DiscreteResolutions></scan:SupportedResolutions>"
        "</scan:SettingProfile></scan:SettingProfiles><scan:SupportedIntents><scan:Intent>Document</scan:Intent>"
        f"<scan:Intent>Photo</scan:Intent></scan:SupportedIntents></scan:{tag}>"
    )


def _read_settings(body: bytes) -> Job:
    """A ScanSettings document; KeyError or ValueError where a device would not know what is meant."""
    root = ElementTree.fromstring(body)  # noqa: S314 - from our own tests
    if root.tag != f"{{{SCAN}}}ScanSettings":
        raise ValueError(root.tag)
    found = {(e.tag.partition("}")[0][1:], e.tag.rpartition("}")[2]): (e.text or "").strip() for e in root.iter()}

    def scan(name: str) -> str:
        return found[SCAN, name]

    def pwg(name: str) -> str:
        return found[PWG, name]

    if pwg("ContentRegionUnits") != "escl:ThreeHundredthsOfInches" or scan("XResolution") != scan("YResolution"):
        raise ValueError("units")
    source = pwg("InputSource")
    if source not in ("Platen", "Feeder"):
        raise ValueError(source)
    return Job(
        feeder=source == "Feeder",
        duplex=found.get((SCAN, "Duplex")) == "true",
        mode=scan("ColorMode"),
        format=found.get((SCAN, "DocumentFormatExt")) or pwg("DocumentFormat"),
        dpi=int(scan("XResolution")),
        width=int(pwg("Width")),
        height=int(pwg("Height")),
    )


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    machine: Machine

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Keep it for the test."""
        self.machine.log.append(f"{self.command} {self.path}")

    def version_string(self) -> str:
        """Who it is."""
        return "HP_Compact_Server" if self.machine.only_as_localhost else super().version_string()

    def do_GET(self) -> None:
        machine = self.machine
        machine.hosts.append(self.headers.get("Host", ""))
        if machine.redirect_to:
            self._answer(301, Location=machine.redirect_to + self.path)
        elif self.path in machine.instead:
            status, kind, body = machine.instead[self.path]
            self._answer(status, body, kind)
        elif self.path == "/eSCL/ScannerCapabilities":
            self._answer(200, machine.capabilities())
        elif self.path == "/eSCL/ScannerStatus":
            self._answer(200, machine.status())
        elif found := re.fullmatch(r"/eSCL/ScanJobs/([^/]+)/NextDocument", self.path):
            self._next(found[1])
        else:
            self._answer(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/eSCL/ScanJobs":
            self._answer(404)
            return
        if self.machine.only_as_localhost and self.headers.get("Host") != "localhost":
            self._answer(400)
            return
        if self.path in self.machine.instead:
            status, kind, page = self.machine.instead[self.path]
            self._answer(status, page, kind)
            return
        status, key = self.machine.begin(body)
        if self.machine.hold_job:
            self.machine.holding.set()
            self.machine.go_on.wait(LIMIT_S)
        if status == 201:
            path = f"/eSCL/ScanJobs/{key}"
            origin = self.machine.address.removesuffix("/eSCL")
            self._answer(201, Location=self.machine.location.format(origin=origin, path=path, key=key))
        elif status == 503 and self.machine.retry_after:
            self._answer(status, **{"Retry-After": self.machine.retry_after})
        else:
            self._answer(status)

    def do_DELETE(self) -> None:
        with self.machine.lock:
            gone = self.machine.jobs.pop(self.path.rpartition("/")[2], None)
        self._answer(200 if gone else 404)
        self.machine.deleted.set()

    def _next(self, key: str) -> None:
        status, job, number = self.machine.next(key)
        if job is None:
            self._answer(status)
            return
        page = self.machine.picture(job, number)
        if number == self.machine.torn_at:
            self._answer(
                200, page[: len(page) // 2], job.format, length=None if self.machine.quietly_torn else len(page)
            )
            self.close_connection = True
            return
        self._answer(200, page, job.format)

    def _answer(
        self, status: int, body: bytes = b"", kind: str = "text/xml", *, length: int | None = -1, **headers: str
    ) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if length is not None:
                self.send_header("Content-Length", str(len(body) if length < 0 else length))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested here."""


@contextlib.contextmanager
def serve(machine: Machine | None = None, *, certificate: Path | None = None) -> Iterator[Machine]:
    """The machine on a free port of this computer, by TLS with this certificate (and key) or without."""
    machine = machine or Machine()
    handler = type("Handler", (_Handler,), {"machine": machine})
    server = _Server(("127.0.0.1", 0), handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    scheme = "http" if certificate is None else "https"
    machine.address = f"{scheme}://127.0.0.1:{server.server_address[1]}/eSCL"
    thread = threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield machine
    finally:
        machine.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join(LIMIT_S)


def self_signed(path: Path) -> Path:
    """A new certificate as printers make themselves one, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "printer.local")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365))  # long over, as theirs are
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encodings = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*encodings) + certificate.public_bytes(serialization.Encoding.PEM))
    return path
