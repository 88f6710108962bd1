"""F11: from where the identity card is to be read, and the ways there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desk_app.desk.digitisation import Digitisation
from desk_app.ui.intake.card_reading import CardReading
from desk_app.ui.intake.drawer import Drawer
from desk_app.ui.intake.pages import PagesCard
from desk_app.ui.intake.taking import Taking
from desk_app.ui.tasks import Tasks

_LOOKED_AT_PX = 3000


class CardMenu(QObject):
    """Camera, page that is looked at, or picture file."""

    def __init__(
        self,
        cards: CardReading,
        pages: PagesCard,
        taking: Taking,
        drawer: Drawer,
        *,
        tasks: Tasks,
        digitisation: Digitisation,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._cards, self._pages, self._taking, self._drawer = cards, pages, taking, drawer
        self._tasks, self._digitisation = tasks, digitisation

    def ask(self, under: QWidget) -> None:
        """Ask from where, beneath a widget."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        camera = menu.addAction(self.tr("Từ &camera"))
        camera.triggered.connect(lambda _checked=False: self.read_by_camera())
        page = menu.addAction(self.tr("Từ &trang đang xem"))
        page.setEnabled(self._pages.strip.current() is not None)
        page.triggered.connect(lambda _checked=False: self.read_on_page())
        file = menu.addAction(self.tr("Từ tệp ả&nh…"))
        file.triggered.connect(lambda _checked=False: self.choose_file())
        menu.setActiveAction(camera)
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))

    def read_by_camera(self) -> None:
        """Look through the camera until it has read a card."""
        self._drawer.open()
        self._pages.open_camera(self._taking.camera_address, for_card=True)

    def read_on_page(self) -> None:
        """Read the card on the page that is looked at."""
        page = self._pages.strip.current()
        if page is None:
            return
        self._tasks.work(
            lambda: self._digitisation.thumbnail(page, edge_px=_LOOKED_AT_PX),
            owner=self,
            done=lambda picture: self._cards.from_page(page.codes, picture),
        )

    def choose_file(self) -> None:
        """Ask for a picture of a card."""
        patterns = self.tr("Ảnh (*.jpg *.jpeg *.png *.webp *.tif *.pdf)")
        dialog = QFileDialog(self._window, self.tr("Ảnh thẻ căn cước"), "", patterns)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.filesSelected.connect(lambda names: self._cards.from_file(Path(names[0])))
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()
