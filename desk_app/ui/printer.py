"""The printer as a port: PDF bytes go to the system printer, or into a folder as files.

::

    PrintFailed         why the paper did not come out (reason)
        no_printer      this computer has no printer
        printer_missing the printer named in the settings is not there
        not_started     the printer did not take the job
        aborted         it stopped in the middle
        bad_pdf         the form cannot be read
        not_written     the file could not be written
"""

from __future__ import annotations

import abc
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300
_POINTS_PER_INCH = 72
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class PrintFailed(Exception):
    """The printer did not take it.

    Attributes:
        reason: stable key, see the module.
        printer: name of the printer, empty for the default one.
    """

    def __init__(self, reason: str, printer: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.printer = printer


class Printer(abc.ABC):
    """Something that takes a finished form. Called on a device lane."""

    @abc.abstractmethod
    def print_pdf(self, pdf: bytes, *, title: str, copies: int = 1, printer: str = "") -> None:
        """Print every page.

        Args:
            pdf: the form.
            title: shown in the printer's queue; holds no name of a person.
            copies: how often.
            printer: name of the printer, empty for the system's default.

        Raises:
            PrintFailed: nothing, or not everything, came out.
        """


class SystemPrinter(Printer):
    """The printers of the operating system. With ``output`` the same job goes to a PDF file instead (tests, no printer)."""

    def __init__(self, *, output: Path | None = None) -> None:
        self._output = output

    def print_pdf(self, pdf: bytes, *, title: str, copies: int = 1, printer: str = "") -> None:
        from PySide6.QtPdf import QPdfDocument

        buffer = QBuffer()
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(buffer)
        if document.error() is not QPdfDocument.Error.None_ or document.pageCount() == 0:
            raise PrintFailed("bad_pdf", printer)
        device = self._device(printer)
        device.setDocName(title)
        device.setCopyCount(copies)
        device.setResolution(PRINT_DPI)
        device.setFullPage(True)
        _print_pages(document, device, printer)
        document.close()

    def _device(self, name: str) -> QPrinter:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        if self._output is not None:
            device = QPrinter(QPrinter.PrinterMode.HighResolution)
            device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            device.setOutputFileName(str(self._output))
            return device
        info = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
        if not name and info.isNull() and QPrinterInfo.availablePrinters():
            info = QPrinterInfo.availablePrinters()[0]
        if info.isNull():
            raise PrintFailed("printer_missing" if name else "no_printer", name)
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)


class FolderPrinter(Printer):
    """Puts every form into a folder as a PDF file, as it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print_pdf(self, pdf: bytes, *, title: str, copies: int = 1, printer: str = "") -> None:
        target = self._folder / f"{_UNSAFE.sub('-', title)}.pdf"
        half = target.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(pdf)
            half.replace(target)
        except OSError as error:
            raise PrintFailed("not_written", printer) from error


def _print_pages(document: QPdfDocument, device: QPrinter, name: str) -> None:
    from PySide6.QtPrintSupport import QPrinter

    painter = QPainter()
    for number in range(document.pageCount()):
        device.setPageLayout(_layout(document.pagePointSize(number)))
        if number == 0:
            if not painter.begin(device):
                raise PrintFailed("not_started", name)
        elif not device.newPage():
            painter.end()
            raise PrintFailed("aborted", name)
        painter.drawImage(painter.viewport(), page_image(document, number, dpi=PRINT_DPI))
    done = painter.end()
    if not done or device.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error):
        raise PrintFailed("aborted", name)


def page_image(document: QPdfDocument, number: int, *, dpi: int) -> QImage:
    """A page of a PDF as a picture on white paper; pages count from 0."""
    points = document.pagePointSize(number)
    size = QSize(round(points.width() * dpi / _POINTS_PER_INCH), round(points.height() * dpi / _POINTS_PER_INCH))
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)  # QtPdf leaves the background transparent
    painter = QPainter(paper)
    painter.drawImage(QRect(0, 0, size.width(), size.height()), document.render(number, size))
    painter.end()
    return paper


def _layout(points: QSizeF) -> QPageLayout:
    """Page size and orientation; printers know paper by its upright form."""
    lying = points.width() > points.height()
    upright = QSizeF(points.height(), points.width()) if lying else points
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    return QPageLayout(size, way, QMarginsF(0, 0, 0, 0))
