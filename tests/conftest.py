from __future__ import annotations

import pytest

from desk_app.desk import recognition


@pytest.fixture(autouse=True)
def _no_words_unless_asked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run alike whether Tesseract is installed or not; those of reading words say so themselves."""
    if "words" not in request.keywords:
        monkeypatch.setattr(recognition, "installed", lambda: None)
