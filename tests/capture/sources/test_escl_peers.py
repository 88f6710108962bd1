"""The fake scanner against people who never saw our client: both eSCL programs of SANE scan with it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import fake_escl
import pytest
from fake_escl import Machine
from PIL import Image

LIMIT_S = 60
NAME = "Fake MFP"
Scan = Callable[..., "subprocess.CompletedProcess[str]"]


def _is_there(backend: str) -> bool:
    patterns = (f"lib/*/sane/libsane-{backend}.so*", f"lib*/sane/libsane-{backend}.so*")
    found = (path for pattern in patterns for path in Path("/usr").glob(pattern))
    return shutil.which("scanimage") is not None and next(found, None) is not None


@pytest.fixture(params=["airscan", "escl"])
def scan(request: pytest.FixtureRequest, tmp_path: Path) -> Scan:
    """Scans with a machine into ``page1.pnm``, ``page2.pnm``, … of the temporary folder."""
    backend = request.param
    if not _is_there(backend):
        pytest.skip(f"scanimage with SANE's {backend} backend is not installed")

    def run(machine: Machine, source: str, *more: str) -> subprocess.CompletedProcess[str]:
        origin = machine.address.removesuffix("/eSCL")
        (tmp_path / "dll.conf").write_text(f"{backend}\n", encoding="utf-8")
        (tmp_path / "airscan.conf").write_text(
            f'[devices]\n"{NAME}" = {machine.address}, eSCL\n[options]\ndiscovery = disable\n', encoding="utf-8"
        )
        (tmp_path / "escl.conf").write_text(f'device {origin} "{NAME}"\n', encoding="utf-8")
        device = f"airscan:e0:{NAME}" if backend == "airscan" else f"escl:{origin}"
        batch = [f"--batch={tmp_path}/page%d.pnm", "--format=pnm", "--resolution=75"]
        return subprocess.run(
            ["scanimage", "-d", device, f"--source={source}", *batch, *more],
            env={"SANE_CONFIG_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT_S,
            check=False,
        )

    return run


def pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("page*.pnm"))


def test_another_program_takes_all_pages_out_of_the_feeder(scan: Scan, tmp_path: Path) -> None:
    with fake_escl.serve(Machine(sheets=4)) as machine:
        scan(machine, "ADF")

    assert len(pages(tmp_path)) == 4
    with Image.open(pages(tmp_path)[0]) as page:
        assert page.width == pytest.approx(2550 * 75 / 300, abs=2)


def test_another_program_scans_from_the_platen(scan: Scan, tmp_path: Path) -> None:
    with fake_escl.serve(Machine(sheets=0)) as machine:
        scan(machine, "Flatbed", "--batch-count=1")

    assert len(pages(tmp_path)) == 1
    assert not machine.asked[0].feeder


def test_another_program_gets_both_sides(scan: Scan, tmp_path: Path) -> None:
    with fake_escl.serve(Machine(sheets=2)) as machine:
        scan(machine, "ADF Duplex")

    assert machine.asked[0].duplex
    assert len(pages(tmp_path)) == 4


def test_another_program_sees_the_jam_and_keeps_the_pages_before(scan: Scan, tmp_path: Path) -> None:
    with fake_escl.serve(Machine(sheets=9, jam_at=7)) as machine:
        done = scan(machine, "ADF")

    assert len(pages(tmp_path)) == 6
    if (
        "airscan" in done.args[2]
    ):  # SANE's escl backend takes the jam for the end of the paper, and says that all is well
        assert "jam" in done.stderr.lower()


def test_another_program_finds_the_feeder_empty(scan: Scan, tmp_path: Path) -> None:
    with fake_escl.serve(Machine(sheets=0)) as machine:
        done = scan(machine, "ADF")

    assert pages(tmp_path) == []
    assert done.returncode != 0
