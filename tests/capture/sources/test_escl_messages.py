"""What a network scanner says and what we say to it: addresses, XML that may be hostile, settings, states."""

from __future__ import annotations

import threading
from pathlib import Path
from xml.etree import ElementTree

import fake_escl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_app.capture.devices import PaperSource, ScanOptions
from desk_app.capture.errors import DeviceFailed, FeederEmpty, PaperJam
from desk_app.capture.sources.escl import capabilities, markup, settings, status
from desk_app.capture.sources.escl.address import Address, candidates
from desk_app.capture.sources.escl.capabilities import Capabilities, Way
from desk_app.capture.sources.escl.markup import BadMarkup

PIN = "ab" * 32
TAGS = ("ScannerCapabilities", "Platen", "PlatenInputCaps", "AdfSimplexInputCaps", "SettingProfile", "MaxWidth", "XResolution",
        "ScannerStatus", "State", "AdfState", "JobInfo", "JobUri", "JobState")  # fmt: skip


def xml_texts() -> st.SearchStrategy[str]:
    """Documents of the words scanners use, nested and filled at random."""
    leaf = st.text(max_size=12).map(lambda text: text.translate({ord(c): " " for c in "<&\x00"}))
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda tag, children: f"<{tag}>{''.join(children)}</{tag}>",
            st.sampled_from(TAGS),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )


# addresses


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("http://10.0.0.7", "http://10.0.0.7:80/eSCL"),
        ("https://printer.local/eSCL/", "https://printer.local:443/eSCL"),
        (f"https://10.0.0.7:8443/a/eSCL#sha256={PIN}", f"https://10.0.0.7:8443/a/eSCL#sha256={PIN}"),
        ("http://[fe80::1]:8080/eSCL", "http://[fe80::1]:8080/eSCL"),
    ],
)
def test_an_address_is_written_one_way_only(text: str, kept: str) -> None:
    assert str(Address.parse(text)) == kept
    assert str(Address.parse(kept)) == kept


@pytest.mark.parametrize(
    "text",
    ["", "printer", "ftp://printer", "http://", "http://user:secret@printer/", "http://printer/?a=b", "http://printer:99999/",
     "http://printer/#other", "https://printer/#sha256=AB", "http://pri nter/", "http://printer/../x", "http://printer/\r\nX: y",
     "http://-x/", "http://a..b/", "http://" + "a" * 600],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Address.parse(text)


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("192.168.1.20", "http://192.168.1.20:80/eSCL", 3),
        (" Brother-MFC.local ", "http://brother-mfc.local:80/eSCL", 3),
        ("192.168.1.20:8080", "http://192.168.1.20:8080/eSCL", 2),
        ("fe80::1", "http://[fe80::1]:80/eSCL", 3),
        ("https://10.0.0.7/eSCL", "https://10.0.0.7:443/eSCL", 1),
    ],
)
def test_what_people_type_is_looked_for_where_it_is_likely(typed: str, first: str, count: int) -> None:
    found = candidates(typed)

    assert str(found[0]) == first
    assert len(found) == count


@given(st.text(max_size=80))
@example("http://[")
@example("::::::")
@example("a:b:c")
@example("[::1")
def test_nothing_that_can_be_typed_is_more_than_a_value_error(text: str) -> None:
    for read in (Address.parse, candidates):
        try:
            read(text)
        except ValueError:
            continue


@given(st.text(max_size=80))
@example("http://[")
@example("//[x")
def test_no_location_leads_to_another_host(location: str) -> None:
    address = Address.parse("http://10.0.0.7:8080/eSCL")
    try:
        link = address.of_location(location)
    except ValueError:
        return

    assert link.startswith("http://10.0.0.7:8080/")
    assert not set(link) & set("\r\n \t")


@given(st.text(max_size=80))
def test_no_redirect_leads_to_another_host_or_out_of_tls(location: str) -> None:
    address = Address.parse(f"https://10.0.0.7/eSCL#sha256={PIN}")
    try:
        target = address.redirected(location, "ScannerCapabilities")
    except ValueError:
        return

    assert (target.scheme, target.host, target.pin) == ("https", "10.0.0.7", PIN)


# XML


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE ScannerStatus [<!ENTITY l0 "ha">{levels}]><ScannerStatus>&l11;</ScannerStatus>'.encode()


def test_a_billion_laughs_are_not_laughed() -> None:
    with pytest.raises(BadMarkup, match="document type"):
        markup.parse(billion_laughs(), root="ScannerStatus")


def test_quadratic_blow_up_is_refused_too() -> None:
    big = "a" * 50_000
    text = f'<!DOCTYPE x [<!ENTITY b "{big}">]><x>{"&b;" * 5_000}</x>'

    with pytest.raises(BadMarkup, match="document type"):
        markup.parse(text.encode(), root="x")


@pytest.mark.parametrize("declared", ['<!ENTITY f SYSTEM "{uri}">', '<!ENTITY % f SYSTEM "{uri}"> %f;'])
def test_an_external_entity_is_neither_read_from_disk_nor_fetched(declared: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    with fake_escl.serve() as machine:
        for uri in (secret.as_uri(), machine.address):
            text = f"<!DOCTYPE x [{declared.format(uri=uri)}]><x>&f;</x>"
            with pytest.raises(BadMarkup, match="document type"):
                markup.parse(text.encode(), root="x")
        text = f'<!DOCTYPE x SYSTEM "{machine.address}"><x/>'
        with pytest.raises(BadMarkup, match="document type"):
            markup.parse(text.encode(), root="x")

        assert machine.log == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<x>",
        b"<y/>",
        b"\xff\xfe<x/>",
        b'<?xml version="1.0" encoding="klingon"?><x/>',
        b"<x>&unknown;</x>",
        b"<x>" * 60 + b"</x>" * 60,
        b"<x>" + b"<y/>" * 30_000 + b"</x>",
        b"<x>" + b" " * 600_000 + b"</x>",
    ],
)
def test_xml_that_no_scanner_sends_is_bad(data: bytes) -> None:
    with pytest.raises(BadMarkup):
        markup.parse(data, root="x")


def test_reading_xml_in_many_threads_at_once_mixes_nothing_up() -> None:
    came: list[str] = []

    def read(number: int) -> None:
        came.append(markup.parse(f"<x><n>{number}</n></x>".encode(), root="x").value("n"))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came, key=int) == [str(number) for number in range(16)]


@given(st.one_of(st.binary(max_size=200), xml_texts().map(str.encode)))
def test_no_bytes_are_more_than_bad_markup(data: bytes) -> None:
    for read in (capabilities.read, status.read):
        for document in (
            data,
            b"<ScannerCapabilities>" + data + b"</ScannerCapabilities>",
            b"<ScannerStatus>" + data + b"</ScannerStatus>",
        ):
            try:
                read(document)
            except BadMarkup:
                continue


@given(st.data())
def test_a_document_with_a_few_bytes_changed_is_read_or_bad(data: st.DataObject) -> None:
    whole = bytearray(fake_escl.Machine().capabilities())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    try:
        found = capabilities.read(bytes(whole))
    except BadMarkup:
        return

    job = settings.choose(found, ScanOptions())
    ElementTree.fromstring(settings.write(job))  # noqa: S314 - we wrote it


# capabilities


def test_the_capabilities_of_a_whole_device_are_read() -> None:
    found = capabilities.read(fake_escl.Machine(resolutions=(100, 300)).capabilities())

    assert found.name == "Thử Nghiệm MFP 1"
    assert found.version == "2.63"
    assert found.papers == (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX)
    way = found.ways[PaperSource.FLATBED]
    assert (way.resolutions, way.max_width, way.intents) == ((100, 300), 2550, ("Document", "Photo"))


def described(inner: str) -> bytes:
    return f"<s:ScannerCapabilities xmlns:s='x'>{inner}</s:ScannerCapabilities>".encode()


def test_a_range_of_resolutions_gives_the_usual_ones_in_it() -> None:
    numbers = "<Min>100</Min><Max>600</Max><Normal>200</Normal><Step>100</Step>"
    span = f"<ResolutionRange><XResolutionRange>{numbers}</XResolutionRange></ResolutionRange>"
    found = capabilities.read(described(f"<PlatenInputCaps><SettingProfile>{span}</SettingProfile></PlatenInputCaps>"))

    assert found.ways[PaperSource.FLATBED].resolutions == (100, 200, 300, 400, 600)


def test_a_profile_that_is_only_referred_to_is_the_one_at_the_top() -> None:
    inner = "<ColorMode>Grayscale8</ColorMode><DocumentFormat>application/pdf</DocumentFormat>"
    shared = f"<SettingProfile name='1'>{inner}</SettingProfile>"
    found = capabilities.read(described(f"{shared}<PlatenInputCaps><SettingProfile ref='1'/></PlatenInputCaps>"))

    way = found.ways[PaperSource.FLATBED]
    assert (way.modes, way.formats) == (("Grayscale8",), ("application/pdf",))


def test_a_device_that_says_duplex_without_details_has_those_of_one_side() -> None:
    option = "<AdfOptions><AdfOption>Duplex</AdfOption></AdfOptions>"
    found = capabilities.read(
        described(f"<Adf><AdfSimplexInputCaps><MaxWidth>2000</MaxWidth></AdfSimplexInputCaps>{option}</Adf>")
    )

    assert found.ways[PaperSource.FEEDER_DUPLEX].max_width == 2000


def test_a_device_that_takes_no_paper_is_no_scanner() -> None:
    with pytest.raises(BadMarkup):
        capabilities.read(described("<MakeAndModel>Printer</MakeAndModel>"))


# settings


@given(
    st.lists(st.integers(50, 4800), min_size=1, max_size=6, unique=True),
    st.integers(1, 5000),
    st.integers(0, 6000),
    st.floats(1, 2000),
)
def test_what_is_asked_for_is_offered_and_nearest(dpis: list[int], wanted: int, most: int, width_mm: float) -> None:
    way = Way(resolutions=tuple(sorted(dpis)), max_width=most, max_height=most)
    offered = Capabilities(name="", version="2.0", ways={PaperSource.FLATBED: way})

    job = settings.choose(offered, ScanOptions(dpi=wanted, width_mm=width_mm))

    assert job.dpi in dpis
    assert all(abs(job.dpi - wanted) <= abs(dpi - wanted) for dpi in dpis)
    assert not most or job.width <= most


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_of_the_device_cannot_add_elements_to_what_we_send(mode: str, intent: str) -> None:
    way = Way(modes=(mode,), intents=(intent,), formats=(mode,))
    job = settings.choose(Capabilities(name="", version="2.0", ways={PaperSource.FEEDER: way}), ScanOptions())

    root = ElementTree.fromstring(settings.write(job))  # noqa: S314 - we wrote it

    assert root.find(f"{{{fake_escl.SCAN}}}ColorMode").text == "RGB24"  # type: ignore[union-attr]


# status


def stated(state: str, adf: str, job: str = "") -> bytes:
    info = f"<JobInfo><JobUri>/eSCL/ScanJobs/7</JobUri><JobState>{job}</JobState></JobInfo>"
    other = "<JobInfo><JobUri>/eSCL/ScanJobs/8</JobUri><JobState>Aborted</JobState></JobInfo>"
    return f"<ScannerStatus><State>{state}</State><AdfState>{adf}</AdfState><Jobs>{other}{info}</Jobs></ScannerStatus>".encode()


def test_the_state_of_our_job_is_not_that_of_another() -> None:
    found = status.read(stated("Processing", "ScannerAdfLoaded", "Processing"), job="http://10.0.0.7/eSCL/ScanJobs/7")

    assert found.job_is_under_way
    assert found.is_busy
    assert not found.job_ended_early


def test_an_empty_feeder_is_no_trouble_for_the_platen() -> None:
    found = status.read(stated("Idle", "ScannerAdfEmpty"))

    assert found.trouble("x", feeder=False) is None
    assert isinstance(found.trouble("x", feeder=True), FeederEmpty)


def test_a_stopped_device_has_failed_and_a_jam_says_more() -> None:
    assert type(status.read(stated("Stopped", "")).trouble("x", feeder=False)) is DeviceFailed
    assert type(status.read(stated("Stopped", "ScannerAdfJam")).trouble("x", feeder=True)) is PaperJam
