from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk_app.commands import demo_day
from desk_app.domain.roles import Role


@pytest.fixture
def trial_desk(program: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A desk as the demo makes it, its pages drawn smaller."""
    from desk_app.capture import simulated

    real = simulated.jpeg_file
    monkeypatch.setattr(simulated, "jpeg_file", lambda pixels, dpi: real(pixels[::4, ::4], dpi=dpi // 4))
    monkeypatch.setattr(demo_day, "OFFICER", "Trần Thị Mẫu")
    opened = program()
    yield opened
    opened.close()


def test_the_people_of_the_trial_desk_have_every_role(trial_desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        demo_day, "PEOPLE", (("Ai Đó", Role.SUPERVISOR), ("Ai Khác (tình nguyện viên)", Role.VOLUNTEER))
    )

    demo_day.open_counter(trial_desk)

    assert {a.role for a in trial_desk.desk.accounts.all()} == set(Role)


def test_the_sample_day_can_be_taken_in_with_the_sample_catalogue(trial_desk: Any) -> None:
    for seed, visit in enumerate(demo_day.MORNING):
        demo_day.take_in(trial_desk, visit, seed=seed)
    demo_day.line_down(trial_desk)

    assert trial_desk.desk.queue.counts().waiting_dossiers == len(demo_day.MORNING) + len(demo_day.LINE_DOWN)
    assert trial_desk.desk.printing.pending() == ()
    (draft,) = trial_desk.desk.intake.open_drafts()
    assert draft.applicant == demo_day.NEXT_IN_LINE
    assert len(draft.pages) == 2
    assert all(page.prepared for page in draft.pages)
