from __future__ import annotations

import dataclasses

import pytest

from desk_app.capture.page import Pixels
from desk_app.capture.simulated_film import Scene, Script, Stage
from desk_app.capture.watching.sighting import SheetState, Sighting
from desk_app.capture.watching.watcher import STILL_S, Watcher

FPS = 10.0


@dataclasses.dataclass(frozen=True)
class Shot:
    at_s: float
    scene: Scene
    warnings: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Watched:
    shots: list[Shot]
    sightings: list[Sighting]

    @property
    def sheets(self) -> list[int | None]:
        return [shot.scene.sheet for shot in self.shots]


def table(seed: int = 1) -> Script:
    return Script(seed, Stage(seed, size_px=(800, 600)), fps=FPS)


def watch(script: Script, watcher: Watcher | None = None, *, from_s: float = 0.0) -> Watched:
    """Everything that is shot, with the scene that the shot shows."""
    watcher = watcher or Watcher()
    shots: list[Shot] = []
    sightings: list[Sighting] = []
    drawn: list[tuple[Pixels, Scene]] = []
    for number, scene in enumerate(script.scenes):
        at_s = from_s + number / FPS
        drawn.append((script.stage.draw(scene), scene))
        seen = watcher.see(drawn[-1][0], at_s)
        sightings.append(seen)
        if seen.shoot:
            taken = next(scene for frame, scene in drawn if frame is watcher.best)
            shots.append(Shot(at_s, taken, seen.warnings))
            watcher.was_shot(at_s)
    return Watched(shots, sightings)


def test_a_sheet_that_is_laid_down_is_shot_once() -> None:
    script = table().empty(0.3).lay(8)
    laid_s = len(script.scenes) / FPS

    seen = watch(script.lie(1.4))

    assert seen.sheets == [8]
    assert STILL_S - 0.3 < seen.shots[0].at_s - laid_s < STILL_S + 0.5
    assert seen.shots[0].scene.still
    assert not seen.shots[0].scene.hand_over
    assert seen.shots[0].warnings == ()
    assert seen.sightings[-1].state is SheetState.CHANGE_SHEET


def test_the_outline_is_where_the_sheet_is() -> None:
    script = table(2).lay(5).lie(1.0)

    seen = watch(script)
    (shot,) = seen.shots
    outline = seen.sightings[-1].outline

    corners = script.stage.corners(shot.scene.laid[-1]) / (800, 600)
    assert outline is not None
    for x, y in outline:
        assert min(abs(x - cx) + abs(y - cy) for cx, cy in corners) < 0.012


def test_the_ring_fills_while_the_sheet_lies_still() -> None:
    seen = watch(table(2).lay(5).lie(1.0))

    filling = [s.progress for s in seen.sightings if s.state is SheetState.STEADYING]
    assert filling == sorted(filling)
    assert filling[-1] == 1.0
    assert 0 < filling[0] < 0.5


def test_each_sheet_of_several_is_shot_once_without_a_touch() -> None:
    script = table(3).lay(9).lie(0.9).take_away().lay(12).lie(0.9).lay(17, over=True).lie(0.9)

    assert watch(script).sheets == [9, 12, 17]


def test_forms_that_differ_in_two_names_only_are_two_sheets() -> None:
    script = table(4).lay(0).lie(1.0).lay(4, over=True).lie(1.0)

    assert watch(script).sheets == [0, 4]


def test_a_page_that_is_turned_over_is_shot_again_on_its_back() -> None:
    script = table(5).lay(9).lie(1.0).turn_over(10).lie(1.0)

    assert watch(script).sheets == [9, 10]


def test_the_same_sheet_moved_a_little_is_not_shot_again() -> None:
    script = table(2).lay(9).lie(1.0).nudge().lie(1.0)

    assert watch(script).sheets == [9]


def test_a_sheet_that_appears_again_under_the_one_taken_away_is_not_shot_again() -> None:
    script = table(2).lay(9).lie(0.9).lay(14, over=True).lie(0.9).take_away().lie(0.9)

    assert watch(script).sheets == [9, 14]


def test_a_sheet_that_was_shot_stays_known_when_somebody_looks_again_later() -> None:
    watcher = Watcher()
    script = table(2).lay(9).lie(1.0)
    assert watch(script, watcher).sheets == [9]

    watcher.start_again()
    later = table(2)
    later.scenes = script.scenes[-12:]

    assert watch(later, watcher, from_s=1000.0).sheets == []


def test_nothing_is_shot_while_a_hand_rests_on_the_page() -> None:
    script = table(3).lay(9).rest_hand(1.6).lie(1.4)
    resting = [number for number, scene in enumerate(script.scenes) if scene.still and scene.hand_over]

    seen = watch(script)

    assert seen.sheets == [9]
    assert not seen.shots[0].scene.hand_over
    assert any("hand" in seen.sightings[number].warnings for number in resting)


def test_a_hand_that_passes_over_the_page_delays_the_shot() -> None:
    script = table(3).lay(9).lie(0.25).wave(0.8).lie(1.0)

    seen = watch(script)

    assert seen.sheets == [9]
    assert not seen.shots[0].scene.hand_over


def test_fingers_that_hold_the_sheet_at_its_border_do_not_keep_it_from_being_shot() -> None:
    assert watch(table(2).lay(9).hold_by_fingers(1.6)).sheets == [9]


def test_a_flickering_lamp_does_not_keep_a_sheet_from_being_shot() -> None:
    assert watch(table(1).lay(9).lie(1.6, flicker=0.06)).sheets == [9]


def test_a_hunting_lens_is_waited_for() -> None:
    script = table(1).lay(9).lie(2.8, pump_s=1.0)

    (shot,) = watch(script).shots

    assert shot.scene.blur_px < 1
    assert shot.warnings == ()


def test_of_all_the_time_it_lies_there_the_sharpest_frame_is_taken() -> None:
    script = table(1).lay(9).lie(0.3).blurred(2.4, 5.0)

    (shot,) = watch(script).shots

    assert shot.scene.blur_px < 1
    assert shot.warnings == ()


def test_a_page_that_stays_blurred_is_shot_in_the_end_with_a_warning() -> None:
    script = table(1).lay(9).lie(2.6)
    script.scenes = [dataclasses.replace(scene, blur_px=5.0) for scene in script.scenes]

    (shot,) = watch(script).shots

    assert shot.warnings == ("blurred",)


def test_a_lamp_that_mirrors_on_the_sheet_is_told_before_and_with_the_shot() -> None:
    seen = watch(table(1).lay(8).lie(3.2, glare=True))

    assert [shot.warnings for shot in seen.shots] == [("glare",)]
    waiting = [s for s in seen.sightings if s.state is SheetState.STEADYING and not s.shoot]
    assert any("glare" in s.warnings for s in waiting)


def test_a_sheet_partly_outside_is_not_shot_until_it_is_pushed_in() -> None:
    script = table(1).lay(9, outside=True).lie(1.0)
    outside = len(script.scenes)

    seen = watch(script.push_in().lie(1.0))

    assert seen.sheets == [9]
    assert seen.shots[0].scene.inside
    assert any("cut" in s.warnings for s in seen.sightings[:outside])


@pytest.mark.parametrize("seed", [3, 4])
def test_an_empty_table_is_never_shot_with_or_without_a_hand(seed: int) -> None:
    seen = watch(table(seed).empty(1.0).wave(0.8).empty(1.2))

    assert seen.shots == []


def test_a_sheet_that_somebody_shot_by_hand_is_not_shot_again_by_itself() -> None:
    script = table(2).lay(9)
    watcher = Watcher()
    watch(script, watcher)
    watcher.was_shot(len(script.scenes) / FPS)

    rest = table(2)
    rest.scenes = [dataclasses.replace(script.scenes[-1], hand_mm=None)] * 15

    assert watch(rest, watcher, from_s=len(script.scenes) / FPS).sheets == []


def test_doubts_about_a_frame_are_known_without_a_film() -> None:
    script = table(1).lay(9).lie(0.2)
    scene = script.scenes[-1]
    draw = script.stage.draw

    assert Watcher().doubts(draw(scene)) == ()
    assert Watcher().doubts(draw(dataclasses.replace(scene, blur_px=5.0))) == ("blurred",)
    assert Watcher().doubts(draw(dataclasses.replace(scene, glare=True))) == ("glare",)
    assert Watcher().doubts(draw(Scene())) == ("no_sheet",)
