"""The words on a page, read by Tesseract where it is installed; optional, out of process, at low priority, stopped at any time.

Tesseract is a program of its own that an office may install; nothing of it is shipped or linked. Without it, or without its
Vietnamese data, there are no words and nothing else changes.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desk_app.capture.errors import CaptureError
from desk_app.lanes import Cancelled, CancelToken

LANGUAGE = "vie"
LONGEST_S = 120.0
MOST_WORDS = 5_000
LONGEST_WORD = 200
MOST_BYTES = 4_000_000
LEAST_SURE = 30.0
_LOOK_S = 0.05
_ASK_S = 15.0
_PAGE_ROW, _WORD_ROW = "1", "5"
_FORMAT = 1


class RecognitionFailed(CaptureError):
    """Tesseract ended with an error, took too long, or answered something else than words.

    Attributes:
        reason: stable key: "timeout", "ended", "too_much", "damaged".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands.

    Attributes:
        text: NFC; not in the repr, because it may name a person.
        left, top, width, height: as shares of the page's width and height, 0 to 1.
        line: number of the line it stands in, counted over the page.
        sure: 0 to 100, as Tesseract says.
    """

    text: str = dataclasses.field(repr=False)
    left: float
    top: float
    width: float
    height: float
    line: int
    sure: float


@dataclasses.dataclass(frozen=True, slots=True)
class Engine:
    """Tesseract as found on this machine."""

    program: Path

    def words(self, picture: bytes, *, dpi: int, cancel: CancelToken) -> tuple[Word, ...]:
        """The words in a picture (JPEG, PNG or TIFF file), in reading order.

        Args:
            picture: the page, upright.
            dpi: of the picture.
            cancel: ends the program soon after it was raised.

        Raises:
            Cancelled: ``cancel`` was raised; nothing is kept.
            RecognitionFailed: it did not come to an end as it should.
        """
        with tempfile.TemporaryDirectory(prefix="qmc-") as place:
            source = Path(place) / "page"
            source.write_bytes(picture)
            answer = _run([str(self.program), str(source), "-", *_options(dpi)], cancel)
        return tuple(itertools.islice(_words(answer), MOST_WORDS))


def find(environment: Mapping[str, str] = os.environ) -> Engine | None:
    """Tesseract with Vietnamese data, or None; runs the program once to ask."""
    for program in _candidates(environment):
        try:
            told = subprocess.run(
                [str(program), "--list-langs"], capture_output=True, timeout=_ASK_S, check=False, **_quietly()
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if LANGUAGE in (told.stdout + told.stderr).decode("utf-8", "replace").split():
            return Engine(program)
    return None


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    found = shutil.which("tesseract", path=environment.get("PATH"))
    if found:
        yield Path(found)
    for folder in ("ProgramFiles", "LOCALAPPDATA"):
        if environment.get(folder):
            program = Path(environment[folder]) / "Tesseract-OCR" / "tesseract.exe"
            if program.is_file():
                yield program


def _options(dpi: int) -> list[str]:
    return ["-l", LANGUAGE, "--dpi", str(dpi), "--psm", "3", "-c", "tessedit_create_tsv=1", "tsv"]


def _run(command: list[str], cancel: CancelToken) -> str:
    """What the program prints; looked at now and then, so that it can be stopped."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, **_quietly()
        )
        _step_back(process.pid)
        waited = 0.0
        try:
            while process.poll() is None:
                if cancel.wait(_LOOK_S):
                    raise Cancelled
                waited += _LOOK_S
                if waited > LONGEST_S:
                    raise RecognitionFailed("timeout")
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        if process.returncode != 0:
            raise RecognitionFailed("ended")
        if out.tell() > MOST_BYTES or out.seek(0, io.SEEK_END) > MOST_BYTES:
            raise RecognitionFailed("too_much")
        out.seek(0)
        return out.read().decode("utf-8", "replace")


def _quietly() -> dict[str, Any]:
    """One thread, no console window, and on Windows below everything a person does."""
    settings: dict[str, Any] = {"env": {**os.environ, "OMP_THREAD_LIMIT": "1"}}
    if sys.platform == "win32":
        settings["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return settings


def _step_back(pid: int) -> None:
    if sys.platform != "win32":
        try:
            os.setpriority(os.PRIO_PROCESS, pid, 15)
        except OSError:
            return  # it is done already


def _words(answer: str) -> Iterator[Word]:
    """The words of a Tesseract table (TSV): level, place and confidence by column name."""
    width = height = 0.0
    line, last = -1, ("", "", "")
    for row in csv.DictReader(io.StringIO(answer), delimiter="\t", quoting=csv.QUOTE_NONE):
        try:
            left, top, wide, high = (float(row[name]) for name in ("left", "top", "width", "height"))
            sure, level, here = float(row["conf"]), row["level"], (row["block_num"], row["par_num"], row["line_num"])
        except (KeyError, TypeError, ValueError) as error:
            raise RecognitionFailed("damaged") from error
        text = unicodedata.normalize("NFC", row.get("text") or "").strip()
        if level == _PAGE_ROW:
            width, height = wide, high
        if level != _WORD_ROW or not text or sure < LEAST_SURE or min(width, height) <= 0:
            continue
        line, last = line + (here != last), here
        yield Word(
            text[:LONGEST_WORD],
            *(_share(left, width), _share(top, height), _share(wide, width), _share(high, height)),
            line=line,
            sure=sure,
        )


def _share(part: float, whole: float) -> float:
    return round(min(1.0, max(0.0, part / whole)), 5)


def to_bytes(words: tuple[Word, ...]) -> bytes:
    """Words as they are kept beside the page; the same words give the same bytes."""
    rows = [[w.text, w.left, w.top, w.width, w.height, w.line, w.sure] for w in words]
    return json.dumps({"format": _FORMAT, "words": rows}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def from_bytes(data: bytes) -> tuple[Word, ...]:
    """Words as ``to_bytes`` made them.

    Raises:
        RecognitionFailed: it is something else.
    """
    try:
        document = json.loads(data) if len(data) <= MOST_BYTES else None
        if not isinstance(document, dict) or document.get("format") != _FORMAT:
            raise RecognitionFailed("damaged")
        return tuple(
            Word(str(text), float(x), float(y), float(wide), float(high), int(line), float(sure))
            for text, x, y, wide, high, line, sure in document["words"]
        )
    except (ValueError, TypeError, KeyError) as error:
        raise RecognitionFailed("damaged") from error


def lines_of(words: tuple[Word, ...]) -> tuple[str, ...]:
    """The text line by line."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return tuple(" ".join(each) for each in lines.values())
