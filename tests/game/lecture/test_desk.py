"""The lecture in the app: by a clicker, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from game.app.app import App
from game.lecture.desk import Desk
from game.lecture.scene import LectureScene
from game.lecture.session import HINT_SECONDS
from game.ui.surfaces import to_array
from game.ui.tabs import TabbedScene
from tests.game.conftest import Driver
from tests.game.lecture.conftest import Visitor

Attend = Callable[..., Visitor]
DOWN, UP = pygame.K_PAGEDOWN, pygame.K_PAGEUP


def seen_by_the_scene(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Fills with the kinds of the events that the scene on the screen gets."""
    kinds: list[int] = []
    monkeypatch.setattr(visitor.app.scene, "handle", lambda event: kinds.append(event.type) or False)
    return kinds


def only_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of any scene a page is opened that costs nothing."""
    show = App.show
    monkeypatch.setattr(App, "show", lambda app, link, fresh=False: show(app, "lecture/later", fresh=fresh))
    monkeypatch.setattr(Desk, "_watch", lambda desk: None)


# ---------------------------------------------------------------------- a clicker


def test_a_clicker_goes_through_the_lecture_and_back(attend: Attend) -> None:
    visitor = attend()
    assert not visitor.session.on
    walk = []
    for _ in range(11):
        visitor.driver.tap(DOWN)
        walk.append((*visitor.at, str(visitor.app.scene.link())))
    microscope, shift, later = "convolution/microscope?", "convolution/shift", "lecture/later"
    expected = [
        ("one", "text", microscope), ("one", "question", microscope), ("one", "reveal", microscope),
        ("two", "text", shift), ("two", "question", shift), ("two", "reveal", microscope),
        ("three", "text", later), ("three", "question", later), ("three", "reveal", later),
        ("four", "text", later), ("four", "text", later),
    ]  # fmt: skip
    for there, wanted in zip(walk, expected, strict=True):
        assert there[:2] == wanted[:2]
        assert there[2].startswith(wanted[2]), there
    assert "example=1" in walk[0][2]
    assert "example=2" in walk[5][2]
    back = []
    for _ in range(10):
        back.append((*visitor.at, str(visitor.app.scene.link())))
        visitor.driver.tap(UP)
    assert [there[:2] for there in back] == [there[:2] for there in expected[-2::-1]]
    assert "example=2" in back[4][2], "back in a stop, its answer is on the screen"
    assert visitor.at == ("one", "text")


def test_f5_presents_where_one_was_and_escape_ends_it(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    for _ in range(4):
        visitor.driver.tap(DOWN)
    assert visitor.at == ("two", "question")
    visitor.driver.tap(pygame.K_F5)
    assert visitor.session.presenting
    assert visitor.at == ("two", "question")
    visitor.driver.tap(pygame.K_ESCAPE)
    visitor.driver.frames(2)
    assert not visitor.session.on
    assert str(visitor.app.scene.link()) == "lecture/start"
    visitor.driver.tap(pygame.K_F5, pygame.KMOD_SHIFT)
    visitor.driver.frames(2)
    assert visitor.session.presenting
    assert visitor.session.stop.id == "two"
    assert "#black" in visitor.widgets()


def test_a_clicker_drives_from_any_scene_and_through_dialogs(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    visitor.app.go("inpainting")
    visitor.driver.frames(3)
    visitor.driver.tap(DOWN)
    assert visitor.at == ("one", "question")
    assert visitor.app.scene_id == "inpainting", "a question leaves the screen alone"
    visitor.driver.tap(pygame.K_F1)
    assert visitor.app.dialog_open
    visitor.driver.tap(DOWN)
    assert not visitor.app.dialog_open
    visitor.driver.tap(DOWN)
    assert visitor.app.scene_id == "convolution"


def test_page_down_means_nothing_in_a_workshop_outside_the_lecture(attend: Attend) -> None:
    visitor = attend()
    visitor.app.go("convolution/shift")
    visitor.driver.frames(3)
    visitor.driver.tap(DOWN)
    assert not visitor.session.on


def test_a_key_that_repeats_while_it_is_held_counts_once(attend: Attend) -> None:
    visitor = attend()
    for _ in range(3):
        visitor.driver.post(pygame.KEYDOWN, key=DOWN, mod=0, unicode="", scancode=78)
    assert visitor.at == ("one", "text")
    visitor.driver.post(pygame.KEYUP, key=DOWN, mod=0, unicode="", scancode=78)
    visitor.driver.post(pygame.KEYDOWN, key=DOWN, mod=0, unicode="", scancode=78)
    assert visitor.at == ("one", "question")


def test_tabs_turn_by_control_and_page_down(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    scene: Any = visitor.app.scene
    before = scene.tab_id
    visitor.driver.tap(DOWN, pygame.KMOD_CTRL)
    assert scene.tab_id != before
    assert visitor.at == ("one", "text")


def test_the_bundled_lecture_by_a_clicker_alone(
    open_app: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app("lecture", load=False)
    session = driver.app.lecture.session
    only_later(monkeypatch)
    seen = []
    driver.tap(pygame.K_F5)
    driver.frames(2)
    while session.coming:
        seen.append((session.index, session.phase))
        driver.press(DOWN)
        assert (session.index, session.phase) != seen[-1]
    assert session.index == len(session.route.stops) - 1
    assert session.progress.seen == tuple(stop.id for stop in session.route.stops)
    for there in reversed(seen):
        driver.press(UP)
        assert (session.index, session.phase) == there


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("presenting", [False, True])
def test_no_text_of_the_bundled_lecture_is_cut(
    size: tuple[int, int],
    lang: str,
    presenting: bool,
    open_app: Callable[..., Driver],
    monkeypatch: pytest.MonkeyPatch,
    cut_texts: list[str],
) -> None:
    only_later(monkeypatch)
    driver = open_app("lecture", load=False, size=size, lang=lang)
    desk = driver.app.lecture
    desk.begin(presenting=presenting)
    driver.frames(2)
    cut_texts.clear()
    session, heights = desk.session, set()
    for index in range(len(session.route.stops)):
        session.go(index)
        for phase in session.phases:
            session.phase = phase
            session.seconds = HINT_SECONDS if phase != "reveal" else 0.0
            session.hinted = session.hint_due and index % 2 == 0
            session.votes = [17] * len(session.votes)
            desk.bar.refresh()
            desk.draw(driver.app.screen)
            heights.add(desk.height(size, driver.app.full_style, driver.app.t))
    assert not cut_texts
    assert len(heights) == 1, "the scene keeps its place between stops"
    assert 0.1 * size[1] < heights.pop() <= 0.25 * size[1] + 1


# ---------------------------------------------------------------------- questions


def test_a_number_is_typed_into_the_field(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    visitor.driver.tap(pygame.K_5, unicode="5")
    assert visitor.card.written == "", "nothing is asked yet"
    visitor.app.go("lecture/later")
    visitor.driver.frames(2)
    visitor.driver.tap(DOWN)
    for key, text in ((pygame.K_2, "2"), (pygame.K_COMMA, ","), (pygame.K_9, "9")):
        visitor.driver.tap(key, unicode=text)
    assert visitor.card.written == "2,9"
    assert visitor.app.scene_id == "lecture", "digits open no scene now"
    visitor.driver.tap(pygame.K_BACKSPACE)
    visitor.driver.tap(pygame.K_5, unicode="5")
    visitor.driver.tap(pygame.K_RETURN)
    assert (visitor.at, visitor.session.answer, visitor.session.right) == (("one", "reveal"), 2.5, True)


def test_a_number_is_given_by_the_button_too_and_nonsense_is_not(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    visitor.driver.tap(DOWN)
    visitor.press("#lecture_answer")
    for key, text in ((pygame.K_MINUS, "-"), (pygame.K_PERIOD, "."), (pygame.K_PERIOD, ".")):
        visitor.driver.tap(key, unicode=text)
    visitor.driver.tap(pygame.K_RETURN)
    visitor.press("#lecture_answer")
    assert visitor.at == ("one", "question")
    visitor.driver.tap(pygame.K_BACKSPACE)
    visitor.driver.tap(pygame.K_3, unicode="3")
    visitor.press("#lecture_answer")
    assert (visitor.session.answer, visitor.session.right) == (-0.3, False)


def test_keys_belong_to_a_text_field_that_is_edited(attend: Attend, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    visitor.driver.tap(DOWN)
    monkeypatch.setattr(App, "typing", True)
    visitor.driver.tap(pygame.K_2, unicode="2")
    visitor.driver.tap(pygame.K_t, pygame.KMOD_CTRL)
    assert visitor.card.written == ""
    assert not visitor.session.folded
    visitor.driver.tap(DOWN)
    assert visitor.at == ("one", "reveal"), "but not a clicker's"


def go_to(visitor: Visitor, stop: str, phase: str = "question") -> None:
    visitor.app.lecture.open_stop(stop)
    visitor.driver.frames(3)
    while visitor.session.phase != phase:
        visitor.driver.tap(DOWN)


@pytest.mark.parametrize("by", ["key", "keypad", "mouse"])
def test_a_choice_is_made(by: str, attend: Attend) -> None:
    visitor = attend()
    go_to(visitor, "two")
    if by == "mouse":
        visitor.press("#choice_3")
    else:
        visitor.driver.tap(pygame.K_3 if by == "key" else pygame.K_KP3)
    assert (visitor.at, visitor.session.answer, visitor.session.right) == (("two", "reveal"), 3.0, False)
    colour = visitor.app.full_style.colour
    shown = to_array(visitor.app.screen)[visitor.card.rect.top : visitor.card.rect.bottom]  # type: ignore[union-attr]
    for tint in (colour.good, colour.bad):
        assert (shown == tint[:3]).all(axis=2).sum() > 50, "the right one is green, the wrong one red"


def test_hands_are_counted_by_keys_and_clicks_and_shown(attend: Attend) -> None:
    visitor = attend()
    go_to(visitor, "two")
    visitor.driver.tap(pygame.K_F5)
    visitor.driver.frames(2)
    empty = to_array(visitor.app.screen)
    for _ in range(3):
        visitor.driver.tap(pygame.K_1)
    visitor.press("#choice_2")
    visitor.press("#choice_2")
    assert visitor.session.votes == [3, 2, 0]
    visitor.driver.tap(pygame.K_1, pygame.KMOD_SHIFT)
    visitor.press("#choice_2", button=3)
    pygame.key.set_mods(pygame.KMOD_SHIFT)
    visitor.press("#choice_2")
    pygame.key.set_mods(0)
    assert visitor.session.votes == [2, 0, 0]
    assert visitor.at == ("two", "question")
    assert (to_array(visitor.app.screen) != empty).any()


def test_the_mouse_in_the_card_never_reaches_the_scene(
    attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = attend()
    go_to(visitor, "two", "text")
    kinds = seen_by_the_scene(visitor, monkeypatch)
    assert visitor.card.rect is not None
    for at in (visitor.card.rect.center, (visitor.card.rect.left + 3, visitor.card.rect.bottom - 3)):
        visitor.driver.click(at)
        visitor.driver.wheel(at, 1)
    assert pygame.MOUSEBUTTONDOWN not in kinds
    assert pygame.MOUSEWHEEL not in kinds
    visitor.driver.click((visitor.card.rect.centerx, visitor.card.rect.bottom + 150))
    assert pygame.MOUSEBUTTONDOWN in kinds


# ---------------------------------------------------------------------- predictions on the picture

SPOT = pygame.Rect(400, 400, 60, 40)


@pytest.mark.parametrize(("at", "right"), [((430, 420), True), ((404, 437), True), ((600, 420), False)])
def test_a_prediction_is_marked_and_judged(
    at: tuple[int, int], right: bool, attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LectureScene, "landmarks", lambda self: {"spot": SPOT})
    visitor = attend()
    go_to(visitor, "three")
    kinds = seen_by_the_scene(visitor, monkeypatch)
    visitor.driver.click((700, 500))
    before = to_array(visitor.app.screen)
    visitor.driver.click(at)
    assert pygame.MOUSEBUTTONDOWN not in kinds
    assert visitor.at == ("three", "question")
    changed = np.argwhere((to_array(visitor.app.screen) != before).any(axis=2))
    assert (np.abs(changed - at[::-1]) < 40).all(axis=1).any(), "the mark follows"
    visitor.driver.tap(DOWN)
    assert visitor.at == ("three", "reveal")
    assert visitor.session.right is right
    good = visitor.app.style.colour.good
    frame = to_array(visitor.app.screen)[SPOT.top - 12 : SPOT.top, SPOT.left : SPOT.right]
    assert (frame == good[:3]).all(axis=2).any(), "the landmark is shown"


def test_a_tab_without_landmarks_takes_every_prediction(attend: Attend) -> None:
    visitor = attend()
    go_to(visitor, "three")
    visitor.driver.click((430, 420))
    assert visitor.session.mark is not None
    visitor.driver.tap(DOWN)
    assert visitor.at == ("three", "reveal")
    assert visitor.session.right is None
    visitor.driver.tap(UP)
    visitor.driver.tap(UP)
    visitor.driver.tap(DOWN)
    assert visitor.session.mark is not None


def test_the_scenes_widgets_stay_what_they_are_while_a_place_is_asked_for(
    attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = attend()
    go_to(visitor, "three")
    monkeypatch.setattr(TabbedScene, "landmarks", lambda self: {})
    visitor.app.go("convolution/shift")
    visitor.driver.frames(3)
    visitor.driver.press_button("#tab_microscope")
    assert visitor.session.mark is None
    assert visitor.app.scene.tab_id == "microscope"  # type: ignore[attr-defined]


# ---------------------------------------------------------------------- tasks


def test_a_task_is_checked_as_soon_as_it_is_done(attend: Attend, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    asked: list[str] = []

    def task(self: object, name: str) -> Callable[[], bool]:
        asked.append(name)
        return lambda: bool(done)

    monkeypatch.setattr(TabbedScene, "task", task)
    visitor = attend()
    go_to(visitor, "two", "text")
    assert asked == ["something"]
    visitor.driver.frames(3)
    assert not visitor.session.done
    before = to_array(visitor.app.screen)
    done.append(1)
    visitor.driver.frames(2)
    assert visitor.session.done
    assert visitor.app.t("lecture.task_done") not in visitor.app.toasts.texts, "the card itself says so"
    good = visitor.app.style.colour.good[:3]
    assert ((to_array(visitor.app.screen) == good) & (before != good)).all(axis=2).any()
    visitor.driver.tap(DOWN)
    assert visitor.at == ("two", "question")


def test_while_the_card_is_folded_a_message_says_that_a_task_is_done(
    attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TabbedScene, "task", lambda self, name: lambda: True)
    visitor = attend()
    visitor.session.folded = True
    go_to(visitor, "two", "text")
    assert visitor.app.t("lecture.task_done") in visitor.app.toasts.texts


def test_a_hint_is_offered_after_a_minute(attend: Attend) -> None:
    visitor = attend()
    go_to(visitor, "two", "text")
    assert "#lecture_hint" not in visitor.widgets()
    visitor.driver.frames(int(HINT_SECONDS * 5) + 1, dt=0.2)
    before = to_array(visitor.app.screen)
    visitor.press("#lecture_hint")
    assert visitor.session.hinted
    assert (to_array(visitor.app.screen) != before).any()
    visitor.driver.tap(pygame.K_h, pygame.KMOD_CTRL)
    assert not visitor.session.hinted


# ---------------------------------------------------------------------- the bar's buttons


def test_the_next_button_says_what_comes(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    words = []
    for _ in range(10):
        ui = visitor.app.lecture.bar.ui
        assert ui is not None
        (made,) = [each for each in ui.get_sprite_group().sprites() if each.object_ids[-1] == "#next"]
        words.append((made.text.split()[0], made.is_enabled))
        visitor.press("#next")
    assert [word for word, _ in words] == ["Question", "Answer", "Next"] * 3 + ["The"]
    assert [possible for _, possible in words] == [True] * 9 + [False]
    visitor.press("#previous")
    assert visitor.at == ("three", "reveal")


def test_tab_walks_through_the_bar_too(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    for _ in range(30):
        visitor.driver.tap(pygame.K_TAB)
        if visitor.app.focus.current.object_ids[-1] == "#next":
            break
    visitor.driver.tap(pygame.K_RETURN)
    assert visitor.at == ("one", "question")


def test_folding_gives_the_scene_the_whole_window(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    area, tab = visitor.app.scene.ctx.area, visitor.app.scene.tab_id  # type: ignore[attr-defined]
    visitor.press("#fold")
    visitor.driver.frames(2)
    assert visitor.card.rect is None
    assert visitor.app.scene.ctx.area.height > area.height
    assert visitor.app.scene.tab_id == tab  # type: ignore[attr-defined]
    visitor.driver.tap(pygame.K_t, pygame.KMOD_CTRL)
    visitor.driver.frames(2)
    assert visitor.app.scene.ctx.area == area


def test_again_brings_the_stop_back_after_free_play(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    link = str(visitor.app.scene.link())
    visitor.app.go("convolution/shift")
    visitor.driver.frames(3)
    assert str(visitor.app.scene.link()) != link
    visitor.press("#again")
    visitor.driver.frames(2)
    assert str(visitor.app.scene.link()) == link


def test_the_house_leads_to_the_start(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    visitor.driver.press_button("#back")
    visitor.driver.frames(3)
    assert not visitor.session.on
    assert str(visitor.app.scene.link()) == "lecture/start"
    assert visitor.app.lecture.bar.ui is None


def test_another_language_keeps_the_phase(attend: Attend) -> None:
    visitor = attend()
    go_to(visitor, "two")
    visitor.driver.tap(pygame.K_F2)
    visitor.driver.frames(3)
    assert visitor.at == ("two", "question")
    visitor.press("#choice_2")
    assert visitor.session.right


def test_the_bars_manager_is_kept_from_stop_to_stop(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    ui, card = visitor.app.lecture.bar.ui, visitor.card.rect
    for _ in range(9):
        visitor.driver.tap(DOWN)
        assert visitor.app.lecture.bar.ui is ui
        assert visitor.card.rect == card


def test_the_help_lists_the_lectures_keys(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(pygame.K_F5)
    visitor.driver.frames(2)
    visitor.driver.tap(pygame.K_F1)
    words = visitor.driver.widget("#text").html_text
    for key in ("PageDown", "PageUp", "F5", "Ctrl+J", "Ctrl+P", "Ctrl+E", "B / ."):
        assert f"<b>{key}</b>" in words


# ---------------------------------------------------------------------- own routes


def test_a_route_is_dropped_on_the_window(
    open_app: Callable[..., Driver], route_file: Path, tmp_path: Path
) -> None:
    driver = open_app("lecture", load=False)
    driver.tap(DOWN)
    driver.post(pygame.DROPFILE, file=str(route_file))
    driver.frames(3)
    session = driver.app.lecture.session
    assert [stop.id for stop in session.route.stops] == ["one", "two", "three", "four"]
    assert session.route.own
    assert not session.on
    assert "4" in driver.app.toasts.texts[-1]
    broken = tmp_path / "broken.toml"
    broken.write_text(route_file.read_text("utf-8").replace("minutes = 2", "minutes = -2"), "utf-8")
    driver.post(pygame.DROPFILE, file=str(broken))
    assert "broken.toml, line 23" in driver.app.toasts.texts[-1]
    assert len(session.route.stops) == 4, "the one before stays"


def test_other_files_go_to_the_scene(attend: Attend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    visitor = attend()
    kinds = seen_by_the_scene(visitor, monkeypatch)
    visitor.driver.post(pygame.DROPFILE, file=str(tmp_path / "a.png"))
    assert pygame.DROPFILE in kinds


def test_a_broken_route_of_the_command_line_is_told(open_app: Callable[..., Driver], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[part]\nid = 5\n", "utf-8")
    driver = open_app("lecture", load=False, route=path)
    assert any("mine.toml, line 2" in text for text in driver.app.toasts.texts)
    assert not driver.app.lecture.session.route.own, "the bundled one goes on"
