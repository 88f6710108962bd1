"""The desk's side of a driver in a process of its own, against real processes that behave and misbehave."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.capture import files
from desk_app.capture.devices import PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceFailed, DeviceMissing, PaperJam
from desk_app.capture.sources.hosted import process, source, words
from desk_app.capture.sources.hosted.frames import packed, read_frame
from desk_app.capture.sources.hosted.process import DriverProcess
from desk_app.capture.sources.hosted.source import HostedSource, Patience
from desk_app.lanes import CancelToken
from desk_app.ui import messages

FAKE = [sys.executable, str(Path(__file__).parent / "fake_drivers.py")]
FEEDER = ScanOptions(paper=PaperSource.FEEDER)
SHORT = Patience(silence=4.0, stop=0.5, find=8.0)
posix_only = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


def hosted(kind: str, patience: Patience = source.PATIENCE) -> HostedSource:
    return HostedSource(kind, "one", name="Máy thử", command=FAKE, patience=patience)


def scripted(text: str, patience: Patience = source.PATIENCE) -> HostedSource:
    """A process that runs these lines of Python instead."""
    return HostedSource("good", "one", name="Máy thử", command=[sys.executable, "-c", text], patience=patience)


def run(scanner: HostedSource, options: ScanOptions = FEEDER) -> tuple[list[RawPage], DeviceError | None]:
    """What came, and what ended it."""
    pages: list[RawPage] = []
    try:
        pages.extend(scanner.pages(options, CancelToken()))
    except DeviceError as error:
        return pages, error
    return pages, None


def brightness(pages: list[RawPage]) -> list[int]:
    return [int(files.read_frame(page.data).pixels.min()) for page in pages]


def collect(
    pages: Iterator[RawPage], into: list[RawPage], *, go: Path | None = None, after: int = 0
) -> DeviceError | None:
    """Take pages; tell the driver to go on with its mischief after so many."""
    try:
        for page in pages:
            into.append(page)
            if go is not None and len(into) == after:
                go.touch()
    except DeviceError as error:
        return error
    return None


def test_pages_come_whole_and_in_order_with_their_resolution() -> None:
    pages, error = run(hosted("good"))

    assert error is None
    assert brightness(pages) == [0, 50, 100, 150, 200]
    assert {files.read_frame(page.data).dpi for page in pages} == {300}
    assert [page.name for page in pages][:2] == ["scan-001.png", "scan-002.png"]


def test_no_more_pages_come_than_were_asked_for() -> None:
    pages, error = run(hosted("endless"), ScanOptions(most_pages=3))

    assert len(pages) == 3
    assert error is None


def test_a_file_of_the_driver_is_handed_over_as_it_is() -> None:
    pages, error = run(hosted("files"))

    assert error is None
    assert [(page.data, page.suffix, page.name) for page in pages] == [
        (b"\xff\xd8\xff a picture", ".jpg", "vendor.jpg")
    ]


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that tells a driver to go on with its mischief."""
    monkeypatch.setenv("GO", str(tmp_path / "go"))
    return tmp_path / "go"


def test_a_driver_killed_in_the_middle_of_a_feeder_run_loses_no_page_that_came(go: Path) -> None:
    pages: list[RawPage] = []
    error = collect(hosted("killed").pages(FEEDER, CancelToken()), pages, go=go, after=3)

    assert brightness(pages) == [0, 50, 100]
    assert isinstance(error, DeviceFailed)
    assert (error.device, error.reason) == ("Máy thử", "crashed")


def test_a_driver_that_crashes_is_a_failure_of_the_device(go: Path) -> None:
    pages: list[RawPage] = []
    error = collect(hosted("segfault").pages(FEEDER, CancelToken()), pages, go=go, after=1)

    assert brightness(pages) == [0]
    assert isinstance(error, DeviceFailed)
    assert error.reason == "crashed"


def test_a_driver_that_hangs_is_given_up_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started = watch_processes(monkeypatch)
    pages: list[RawPage] = []
    error = collect(hosted("hung", SHORT).pages(FEEDER, CancelToken()), pages)

    assert brightness(pages) == [0, 50]
    assert isinstance(error, DeviceFailed)
    assert error.reason == "hung"
    assert [one.poll() is not None for one in started] == [True]


@posix_only
def test_a_driver_whose_helper_keeps_the_pipe_open_is_known_to_be_dead(
    go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = watch_processes(monkeypatch)
    pages: list[RawPage] = []
    error = collect(hosted("fork").pages(FEEDER, CancelToken()), pages, go=go, after=1)

    assert brightness(pages) == [0]
    assert isinstance(error, DeviceFailed)
    assert error.reason == "crashed"
    assert started[0].stdout is not None
    assert started[0].stdout.closed  # which it is only once the last one who held it is gone


def test_what_the_driver_says_about_paper_arrives_with_the_name_of_the_device() -> None:
    pages, error = run(hosted("jam"))

    assert brightness(pages) == [0, 50]
    assert isinstance(error, PaperJam)
    assert (error.device, error.reason) == ("Máy thử", "jammed")


@pytest.mark.parametrize(
    ("kind", "reason"), [("bug", "ZeroDivisionError"), ("diskfull", "OSError"), ("broken", "AttributeError")]
)
def test_a_bug_in_a_driver_is_a_failure_of_the_device_after_the_pages_it_gave(kind: str, reason: str) -> None:
    pages, error = run(hosted(kind))

    assert brightness(pages) == [0]
    assert isinstance(error, DeviceFailed)
    assert error.reason == reason


def test_a_driver_that_prints_and_reads_what_is_not_for_it_disturbs_nobody() -> None:
    pages, error = run(hosted("chatty"))

    assert error is None
    assert len(pages) == 5


def test_cancelling_is_polite_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LET_GO", str(tmp_path / "let_go"))
    cancel = CancelToken()
    pages = hosted("slow", Patience(stop=60)).pages(FEEDER, cancel)

    next(pages)
    cancel.cancel()

    assert list(pages) == []
    assert (tmp_path / "let_go").read_text(encoding="utf-8") == "let go"


def test_somebody_who_stops_listening_lets_the_scanner_end_politely_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LET_GO", str(tmp_path / "let_go"))
    pages = hosted("slow", Patience(stop=60)).pages(FEEDER, CancelToken())

    next(pages)
    pages.close()  # type: ignore[attr-defined]

    assert (tmp_path / "let_go").exists()


def test_a_driver_that_does_not_hear_that_it_should_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started = watch_processes(monkeypatch)
    cancel = CancelToken()
    pages = hosted("hung", SHORT).pages(FEEDER, cancel)

    next(pages)
    next(pages)
    cancel.cancel()

    assert list(pages) == []
    assert [one.poll() is not None for one in started] == [True]


def test_the_driver_ends_when_the_desk_is_gone_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / f"{words.FOLDER_PREFIX}1"
    folder.mkdir()
    (folder / "page.bmp").touch()
    env = {**process.environment(), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    with subprocess.Popen(FAKE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as orphan:
        assert orphan.stdin is not None
        assert orphan.stdout is not None
        orphan.stdin.write(packed(words.request_frame(words.Scan("hung", "one", "", FEEDER))))
        orphan.stdin.flush()
        pages = 0
        while pages < 2:  # then its driver hangs
            frame = read_frame(orphan.stdout.read)
            assert frame is not None
            pages += isinstance(words.read_answer(frame), words.PageCame)
        orphan.stdin.close()

        assert orphan.wait(60) == 86
    assert not folder.exists()


def test_a_driver_whose_desk_talks_nonsense_ends() -> None:
    with subprocess.Popen(FAKE, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as puzzled:
        assert puzzled.stdin is not None
        puzzled.stdin.write(b"GET / HTTP/1.1\r\n\r\n")
        puzzled.stdin.flush()

        assert puzzled.wait(60) == 87


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("print('hello')", "garbage"),
        ("import os; os.write(1, bytes(range(256)) * 300)", "garbage"),
        ("import os; os.write(1, b'QMC1' + bytes([255] * 8))", "garbage"),
        ("import os; os.write(1, b'QMC1' + bytes(3) + bytes([200]))", "crashed"),
        ("import sys; sys.exit(1)", "crashed"),
    ],
)
def test_a_process_that_talks_nonsense_or_nothing_has_failed(text: str, reason: str) -> None:
    pages, error = run(scripted(text))

    assert pages == []
    assert isinstance(error, DeviceFailed)
    assert error.reason == reason


def test_a_process_that_never_says_hello_is_given_up() -> None:
    _, error = run(scripted("import threading; threading.Event().wait()", Patience(start=0.5)))

    assert isinstance(error, DeviceFailed)
    assert error.reason == "hung"


def test_a_process_of_another_version_is_refused() -> None:
    hello = packed(words.answer_frame(words.Hello(words.VERSION + 1)))
    _, error = run(scripted(f"import os; os.write(1, {hello!r}); os.read(0, 1)"))

    assert isinstance(error, DeviceFailed)
    assert error.reason == "version"


def test_more_pages_than_anybody_asked_for_are_refused() -> None:
    page = words.answer_frame(words.PageCame(RawPage(b"x", ".png", "")))
    stream = (packed(page) + page.body) * 3
    pages, error = run(scripted(f"import os; os.write(1, {stream!r}); os.read(0, 1)"), ScanOptions(most_pages=2))

    assert len(pages) == 2
    assert isinstance(error, DeviceFailed)
    assert error.reason == "too_many_pages"


def test_a_program_that_cannot_be_started_is_a_failure_of_the_device(tmp_path: Path) -> None:
    scanner = HostedSource("good", "one", name="Máy thử", command=[str(tmp_path / "nothing")])
    _, error = run(scanner)

    assert isinstance(error, DeviceFailed)
    assert error.reason == "not_started"


def test_a_kind_without_a_driver_is_a_failure_of_the_device() -> None:
    _, error = run(hosted("unheard_of"))

    assert isinstance(error, DeviceFailed)
    assert error.reason == "no_driver"


def test_devices_are_found_with_their_names_and_papers() -> None:
    found = list(hosted("good").found(CancelToken()))

    assert [(device.address, device.name, device.papers) for device in found] == [
        ("one", "Máy tốt", (PaperSource.FEEDER,)),
        ("two", "Máy thứ hai", ()),
    ]


def test_looking_for_devices_has_an_end_and_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "own_command", lambda: FAKE)

    found = list(source.find("hung", CancelToken(), patience=SHORT))

    assert [device.address for device in found] == ["one"]


def test_looking_stops_when_cancelled() -> None:
    cancel = CancelToken()
    found = hosted("hung", Patience(stop=0.2)).found(cancel)

    next(found)
    cancel.cancel()

    assert list(found) == []


def test_the_program_is_started_by_its_interpreter_or_by_its_own_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "pythonw.exe"))
    assert process.own_command() == [str(tmp_path / "pythonw.exe"), "-P", "-m", process.MODULE]

    (tmp_path / "python.exe").touch()
    assert process.own_command()[0] == str(tmp_path / "python.exe")

    monkeypatch.setattr(sys, "executable", str(tmp_path / "MotCua.exe"))
    assert process.own_command() == [str(tmp_path / "MotCua.exe"), "drivers"]


def test_what_a_dead_driver_left_in_temporary_files_is_swept_up(go: Path) -> None:
    pages: list[RawPage] = []
    error = collect(hosted("litter").pages(FEEDER, CancelToken()), pages, go=go, after=1)

    assert isinstance(error, DeviceFailed)
    left = Path(go.with_name("litter").read_text(encoding="utf-8"))
    assert left.name == "page.bmp"
    assert not left.parent.exists()


@pytest.mark.parametrize("command", [None, [sys.executable, "-m", "desk_app", "drivers"]], ids=["module", "command"])
def test_the_real_program_starts_and_says_when_it_does_not_know_a_kind(command: list[str] | None) -> None:
    pages, error = run(HostedSource("unheard_of", "one", name="Máy thử", command=command))

    assert pages == []
    assert isinstance(error, DeviceFailed)
    assert error.reason == "no_driver"


def test_errors_have_the_classes_the_desk_has_sentences_for() -> None:
    for kind in (DeviceMissing, DeviceBusy, PaperJam):
        assert words.read_answer(words.answer_frame(words.Failed(kind, "x"))) == words.Failed(kind, "x")


def watch_processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every driver's process that is started from here on."""
    started: list[subprocess.Popen[bytes]] = []
    original = DriverProcess.__init__

    def init(self: DriverProcess, *args: object, **kwargs: object) -> None:
        original(self, *args, **kwargs)  # type: ignore[arg-type]
        started.append(self._process)

    monkeypatch.setattr(DriverProcess, "__init__", init)
    return started


@pytest.mark.parametrize(
    "reason", ["crashed", "hung", "cancelled", "access_denied", "user_intervention", "service_not_there"]
)
def test_what_happens_to_drivers_has_a_sentence_of_its_own(reason: str) -> None:
    told = {
        messages.for_error(DeviceFailed("Máy thử", key), language) for key in (reason, "?") for language in ("vi", "en")
    }

    assert len(told) == 4
    assert all("bug" not in sentence.lower() for sentence in told)
