"""A real server on loopback, driven as phones and strangers do."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk_app.capture import simulated
from desk_app.capture.errors import DeviceFailed, DeviceMissing
from desk_app.capture.sources.phone.limits import PhoneLimits
from desk_app.capture.sources.phone.reception import Photo, PhotoState, Reception, Refusal
from desk_app.capture.sources.phone.server import PhoneServer
from desk_app.capture.sources.phone.source import whole_photos
from desk_app.lanes import CancelToken

LIMITS = PhoneLimits(photo_bytes=200_000, photos=20, chunk_bytes=4096, connections=6, header_s=60, body_s=60)
OCTETS = "application/octet-stream"


@functools.lru_cache(maxsize=16)
def photo(seed: int) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 255, (96, 64, 3), np.uint8)
    return simulated.jpeg_file(noise, dpi=72)


class Session:
    """An open session and somebody who talks to it."""

    def __init__(self, limits: PhoneLimits = LIMITS) -> None:
        self.reception = Reception(limits)
        self.server = PhoneServer(self.reception, "127.0.0.1")
        self.server.start()
        self.client = httpx.Client(timeout=30)

    @property
    def token(self) -> str:
        return self.server.url.rpartition("/")[2]

    @property
    def origin(self) -> str:
        return self.server.url.rpartition("/")[0]

    def piece(
        self, data: bytes, at: int, *, digest: str = "", size: int | None = None, **headers: str
    ) -> httpx.Response:
        sent = {"content-type": OCTETS, "x-photo-at": str(at), "x-photo-size": str(len(data) if size is None else size)}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = {name.encode(): value.encode() for name, value in sent.items()}
        body = data[at : at + self.reception.limits.chunk_bytes]
        return self.client.post(
            f"{self.server.url}/photos/{digest or hashlib.sha256(data).hexdigest()}", content=body, headers=raw
        )

    def send(self, data: bytes) -> dict[str, object]:
        """Piece by piece, as the page does."""
        told: dict[str, object] = {"state": "arriving", "have": 0}
        while told["state"] == "arriving":
            answer = self.piece(data, int(str(told["have"])))
            assert answer.status_code == 200
            told = answer.json()
        return told

    def state(self) -> dict[str, dict[str, object]]:
        return self.client.get(f"{self.server.url}/state").json()["photos"]

    def raw(self, request: bytes, *, wait: bool = True) -> bytes:
        """Bytes as they are; what comes back until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as line:
            line.sendall(request)
            answer = b""
            with contextlib.suppress(ConnectionError):
                while wait and (got := line.recv(65536)):
                    answer += got
            return answer

    def close(self) -> None:
        self.client.close()
        self.reception.close()
        self.server.stop()


@pytest.fixture
def session() -> Iterator[Session]:
    opened = Session()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def quiet() -> Iterator[Session]:
    """One session for all who get nothing from it."""
    opened = Session()
    yield opened
    opened.close()


@pytest.fixture
def make_session() -> Iterator[Callable[[PhoneLimits], Session]]:
    opened: list[Session] = []

    def make(limits: PhoneLimits) -> Session:
        opened.append(Session(limits))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def is_nothing(answer: httpx.Response) -> bool:
    return answer.status_code == 404 and answer.content == b"" and "server" not in answer.headers


def test_the_page_needs_nothing_from_elsewhere(quiet: Session) -> None:
    page = quiet.client.get(quiet.server.url)

    assert page.status_code == 200
    assert "https://" not in page.text
    assert page.text.count("http://") == 0
    assert 'accept="image/*" capture="environment" multiple' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "server" not in page.headers
    assert "<script>" not in page.text
    assert "style=" not in page.text
    assert "onclick" not in page.text


def test_the_page_and_all_it_loads_are_tiny(quiet: Session) -> None:
    sizes = [len(quiet.client.get(quiet.server.url + rest).content) for rest in ("", "/phone.js", "/phone.css")]

    assert sum(sizes) < 32_000


def test_the_script_asks_nothing_of_a_browser_that_old_or_untrusted_pages_do_not_have(quiet: Session) -> None:
    """No syntax of after 2009, and nothing that browsers keep back on plain HTTP."""
    script = quiet.client.get(quiet.server.url + "/phone.js").text
    code = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", script, flags=re.DOTALL)

    newer = r"=>|`|\b(?:let|const|class|async|await|import|Promise|fetch|Map|Set|Symbol)\b|\bof\b"
    assert re.search(newer, re.sub(r"'[^'\n]*'", "''", code)) is None
    assert "subtle" not in code
    assert "getUserMedia" not in code
    assert "serviceWorker" not in code


@pytest.mark.parametrize(
    ("accepted", "language", "word"), [("vi-VN,vi;q=0.9", "vi", "Chụp ảnh"), ("en-US,en;q=0.9", "en", "Take a photo")]
)
def test_the_page_speaks_the_language_of_the_phone(quiet: Session, accepted: str, language: str, word: str) -> None:
    page = quiet.client.get(quiet.server.url, headers={"accept-language": accepted})

    assert f'<html lang="{language}">' in page.text
    assert word in page.text


def test_a_photo_travels_whole_and_is_received_when_the_desk_has_kept_it(session: Session) -> None:
    data = photo(1)

    told = session.send(data)
    assert told["state"] == "waiting"
    taken = session.reception.next_photo(5)
    assert taken is not None
    assert taken.data == data
    assert session.state()[taken.digest]["state"] == "waiting"
    session.reception.keep(taken.digest)

    assert session.state()[taken.digest]["state"] == "kept"
    assert session.send(data)["state"] == "kept"


def test_an_upload_cut_in_the_middle_of_a_piece_goes_on_where_it_stood_and_is_one_photo(session: Session) -> None:
    data = photo(2)
    digest = hashlib.sha256(data).hexdigest()
    assert session.piece(data, 0).json()["have"] == 4096
    head = (
        f"POST /{session.token}/photos/{digest} HTTP/1.1\r\nHost: 127.0.0.1:{session.server.port}\r\n"
        f"Content-Type: {OCTETS}\r\nContent-Length: 4096\r\nX-Photo-At: 4096\r\nX-Photo-Size: {len(data)}\r\n\r\n"
    )

    session.raw(head.encode() + data[4096:6000], wait=False)

    assert session.state()[digest]["have"] == 4096
    assert session.send(data)["state"] == "waiting"
    first, second = session.reception.next_photo(5), session.reception.next_photo(0)
    assert first is not None
    assert first.data == data
    assert second is None


def test_two_phones_at_once_do_not_disturb_each_other(session: Session) -> None:
    batches = [[photo(10 + 4 * phone + number) for number in range(4)] for phone in range(2)]
    told: list[object] = []

    def phone(batch: list[bytes]) -> None:
        told.extend(session.send(data)["state"] for data in batch)

    threads = [threading.Thread(target=phone, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    came = [session.reception.next_photo(5) for _ in range(8)]
    assert told == ["waiting"] * 8
    assert {p.data for p in came if p is not None} == {data for batch in batches for data in batch}


def test_the_same_photo_from_two_phones_at_once_comes_once(session: Session) -> None:
    data = photo(3)
    threads = [threading.Thread(target=session.send, args=(data,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert session.reception.next_photo(5) == Photo(hashlib.sha256(data).hexdigest(), data)
    assert session.reception.next_photo(0) is None


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n1 0 obj", Refusal.NOT_A_PHOTO),
        (b"<html><script>alert(1)</script>", Refusal.NOT_A_PHOTO),
        (b"\0\0\0\x18ftypheic" + bytes(400), Refusal.NOT_A_PHOTO),
        (b"MZ" + bytes(600), Refusal.NOT_A_PHOTO),
        (photo(4)[:1500], Refusal.DAMAGED),
        (b"\xff\xd8\xff\xe0" + bytes(900), Refusal.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + bytes(900), Refusal.DAMAGED),
    ],
)
def test_what_is_no_whole_picture_never_becomes_a_page(session: Session, data: bytes, why: Refusal) -> None:
    session.send(data)
    good = photo(5)
    session.send(good)

    pages = whole_photos(session.reception, CancelToken())
    came, suffix = next(pages)

    assert (came.data, suffix) == (good, ".jpg")
    told = session.state()[hashlib.sha256(data).hexdigest()]
    assert (told["state"], told["why"]) == ("refused", why)


def test_a_name_is_neither_asked_for_nor_kept(session: Session) -> None:
    data = photo(6)

    answer = session.piece(data, 0, content_disposition='attachment; filename="../../Nguyễn.jpg"')

    assert answer.status_code == 200
    session.send(data)
    came, _suffix = next(whole_photos(session.reception, CancelToken()))
    assert came == Photo(hashlib.sha256(data).hexdigest(), data)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/favicon.ico",
        "/robots.txt",
        "/docs",
        "/openapi.json",
        "/{token}/",
        "/{token}/../",
        "/{token}/photos",
        "/{token}/photos/",
        "/{token}/photos/../phone.js",
        "/{token}/phone.js/",
        "/{token}/words.json",
        "/{token}/page.html",
        "/{token}/..%2f..%2fpage.html",
        "/{token}/%2e%2e/%2e%2e/etc/passwd",
        "/{token}?x=1",
        "//{token}",
        "/{token}x",
        "/{short}",
        "/{swapped}",
        "/{token}/photos/zz",
        "/{token}/photos/" + "A" * 64,
        "/" + "a" * 3000,
    ],
)
def test_everything_else_is_an_empty_404(quiet: Session, path: str) -> None:
    full = path.format(token=quiet.token, short=quiet.token[:-1], swapped=quiet.token.swapcase())
    request = f"GET {full} HTTP/1.1\r\nHost: 127.0.0.1:{quiet.server.port}\r\n\r\n"

    answer = quiet.raw(request.encode())

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"\r\n\r\n")
    assert b"content-length: 0" in answer
    assert b"\r\nserver:" not in answer.lower()


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "G3T"])
@pytest.mark.parametrize("rest", ["", "/state", "/photos/" + "0" * 64])
def test_other_methods_are_an_empty_404(quiet: Session, method: str, rest: str) -> None:
    assert is_nothing(quiet.client.request(method, quiet.server.url + rest))


def test_a_post_to_the_page_is_an_empty_404(quiet: Session) -> None:
    assert is_nothing(quiet.client.post(quiet.server.url, content=b"x"))


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "", "127.0.0.1:{port}.evil"]
)
def test_another_name_for_this_machine_is_refused(quiet: Session, host: str) -> None:
    assert is_nothing(quiet.client.get(quiet.server.url, headers={"host": host.format(port=quiet.server.port)}))


def test_a_host_given_twice_is_refused(quiet: Session) -> None:
    host = f"Host: 127.0.0.1:{quiet.server.port}\r\n"

    assert b" 200 " not in quiet.raw(f"GET /{quiet.token} HTTP/1.1\r\n{host}{host}\r\n".encode())[:20]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"content_type": "text/plain"},
        {"content_type": "multipart/form-data; boundary=x"},
        {"x_photo_at": "-1"},
        {"x_photo_at": "１"},
        {"x_photo_at": "1e3"},
        {"x_photo_size": "99999999999"},
        {"x_photo_size": ""},
    ],
)
def test_photos_from_another_page_or_in_another_way_are_refused(quiet: Session, headers: dict[str, str]) -> None:
    assert is_nothing(quiet.piece(photo(7), 0, **headers))
    assert quiet.state() == {}


def test_our_own_page_is_let_in(session: Session) -> None:
    answer = session.piece(photo(7), 0, origin=session.origin, sec_fetch_site="same-origin")

    assert answer.status_code == 200


def test_a_body_without_a_length_is_refused(quiet: Session) -> None:
    answer = quiet.client.post(
        f"{quiet.server.url}/photos/{'0' * 64}",
        content=iter([b"x" * 10]),
        headers={"content-type": OCTETS, "x-photo-at": "0", "x-photo-size": "10"},
    )

    assert is_nothing(answer)


def test_a_piece_bigger_than_a_piece_is_refused_unread(quiet: Session) -> None:
    head = (
        f"POST /{quiet.token}/photos/{'0' * 64} HTTP/1.1\r\nHost: 127.0.0.1:{quiet.server.port}\r\n"
        f"Content-Type: {OCTETS}\r\nContent-Length: 4097\r\nX-Photo-At: 0\r\nX-Photo-Size: 5000\r\n\r\n"
    )

    answer = quiet.raw(head.encode())

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b"\r\n\r\n")
    assert quiet.state() == {}


def test_a_photo_bigger_than_a_photo_is_refused_with_a_reason(session: Session) -> None:
    told = session.piece(b"\xff\xd8\xff" + bytes(300_000), 0).json()

    assert (told["state"], told["why"]) == ("refused", Refusal.TOO_BIG)
    assert session.reception.tally().arriving == 0


def test_no_more_photos_than_the_session_takes(make_session: Callable[[PhoneLimits], Session]) -> None:
    session = make_session(PhoneLimits(photos=2, chunk_bytes=1_000_000))

    told = [session.send(photo(number)) for number in range(3)]

    assert [one["why"] for one in told] == ["", "", Refusal.TOO_MANY]


def test_headers_without_end_are_cut_off(quiet: Session) -> None:
    endless = f"GET /{quiet.token} HTTP/1.1\r\nHost: x\r\n".encode() + b"X-A: " + b"a" * 40_000

    assert quiet.raw(endless) == b""


def test_what_is_no_http_gets_no_answer(quiet: Session) -> None:
    assert quiet.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(600)) == b""
    assert quiet.raw(b"GET\r\n\r\n") == b""
    assert quiet.client.get(quiet.server.url).status_code == 200


def test_a_line_that_says_nothing_is_hung_up(make_session: Callable[[PhoneLimits], Session]) -> None:
    session = make_session(PhoneLimits(header_s=0.2))

    assert session.raw(b"") == b""
    assert session.raw(b"GET / HT") == b""


def test_headers_that_drip_are_hung_up_although_something_always_comes(
    make_session: Callable[[PhoneLimits], Session],
) -> None:
    session = make_session(PhoneLimits(header_s=0.3))
    over = threading.Event()

    def drip() -> None:
        with socket.create_connection(("127.0.0.1", session.server.port), timeout=30) as line:
            line.sendall(f"GET /{session.token} HTTP/1.1\r\n".encode())
            for number in range(2000):
                line.sendall(f"X-{number % 10}: a\r\n".encode())
                over.wait(0.02)

    with pytest.raises(OSError):
        drip()


def test_a_body_that_drips_is_given_up(make_session: Callable[[PhoneLimits], Session]) -> None:
    session = make_session(PhoneLimits(body_s=0.2))
    head = (
        f"POST /{session.token}/photos/{'0' * 64} HTTP/1.1\r\nHost: 127.0.0.1:{session.server.port}\r\n"
        f"Content-Type: {OCTETS}\r\nContent-Length: 1000\r\nX-Photo-At: 0\r\nX-Photo-Size: 5000\r\n\r\nabc"
    )

    assert session.raw(head.encode()).startswith(b"HTTP/1.1 408 ")


def test_more_lines_than_a_few_are_not_taken_and_room_is_made_when_they_go(session: Session) -> None:
    lines = [
        socket.create_connection(("127.0.0.1", session.server.port), timeout=30) for _ in range(LIMITS.connections)
    ]
    try:
        for line in lines:  # each is known to the server once it has answered
            line.sendall(
                f"GET /{session.token}/phone.css HTTP/1.1\r\nHost: 127.0.0.1:{session.server.port}\r\n\r\n".encode()
            )
            assert line.recv(100).startswith(b"HTTP/1.1 200")

        assert session.raw(f"GET /{session.token} HTTP/1.1\r\nHost: x\r\n\r\n".encode()) == b""
    finally:
        for line in lines:
            line.close()
    assert _after_a_while(session)


def _after_a_while(session: Session) -> bool:
    waiting = threading.Event()
    for _ in range(300):
        with contextlib.suppress(httpx.HTTPError):
            return session.client.get(session.server.url).status_code == 200
        waiting.wait(0.05)
    return False


def test_a_session_that_is_over_shows_nothing_any_more(session: Session) -> None:
    session.reception.close()

    assert is_nothing(session.client.get(session.server.url))
    assert is_nothing(session.piece(photo(8), 0))


def test_after_stopping_nobody_listens(session: Session) -> None:
    session.server.stop()

    with pytest.raises(OSError):
        session.raw(b"GET / HTTP/1.1\r\n\r\n")


def test_each_session_has_a_link_of_its_own(session: Session, make_session: Callable[[PhoneLimits], Session]) -> None:
    other = make_session(LIMITS)

    assert session.token != other.token
    assert is_nothing(session.client.get(f"{session.origin}/{other.token}"))


def test_only_the_chosen_address_listens(quiet: Session) -> None:
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", quiet.server.port), timeout=5).close()


def test_a_taken_port_gives_another_one(session: Session) -> None:
    second = PhoneServer(Reception(LIMITS), "127.0.0.1", port=session.server.port)
    second.start()
    try:
        assert second.port != session.server.port
        assert httpx.get(second.url).status_code == 200
    finally:
        second.stop()


def test_an_address_this_machine_does_not_have_is_missing() -> None:
    with pytest.raises(DeviceMissing):
        PhoneServer(Reception(LIMITS), "192.0.2.77").start()


def test_with_a_certificate_the_page_is_served_over_tls(tmp_path: Path) -> None:
    certificate, key = _certificate(tmp_path)
    reception = Reception(LIMITS)
    server = PhoneServer(reception, "127.0.0.1", certificate=certificate, key=key, name="localhost")
    server.start()
    try:
        trusting = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(verify=trusting) as client:
            assert server.url.startswith("https://localhost:")
            assert client.get(server.url).status_code == 200
    finally:
        server.stop()


def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n")

    with pytest.raises(DeviceFailed, match="certificate"):
        PhoneServer(Reception(LIMITS), "127.0.0.1", certificate=broken, key=broken).start()


def test_a_photo_waits_for_the_desk_and_the_phone_is_not_told_sooner(session: Session) -> None:
    session.send(photo(9))

    assert session.reception.progress(hashlib.sha256(photo(9)).hexdigest()).state is PhotoState.WAITING


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(tz=dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "office.pem", folder / "office.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
