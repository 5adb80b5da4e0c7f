"""Everything by keyboard: Tab reaches every control of every scene, Enter and Space press it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pygame_gui
import pytest
from PIL import Image
from pygame_gui.elements import UIButton, UIHorizontalSlider, UITextEntryLine

from game.scenes import SCENES
from game.ui.settings import Folders
from tests.game.conftest import Driver

Open = Callable[..., Driver]
IDS = ["lecture", *(spec.id for spec in SCENES)]


def walk(driver: Driver, mod: int = 0) -> list[Any]:
    """Press Tab until the ring comes round; the controls in the order in which they were reached."""
    reached: list[Any] = []
    for _ in range(100):
        driver.tap(pygame.K_TAB, mod)
        current = driver.app.focus.current
        assert current is not None
        if reached and current is reached[0]:
            return reached
        assert current not in reached, "the ring has a loop that leaves controls out"
        reached.append(current)
    raise AssertionError("the ring does not come round")


def controls(driver: Driver) -> set[Any]:
    """Every enabled button, slider and field on the screen; a slider's grip belongs to the slider."""
    return {
        w
        for w in driver.widgets()
        if isinstance(w, (UIButton, UIHorizontalSlider, UITextEntryLine))
        and w.is_enabled
        and not isinstance(w.parent_element, UIHorizontalSlider)
    }


@pytest.mark.parametrize("scene_id", IDS)
def test_tab_reaches_every_control(scene_id: str, open_app: Open) -> None:
    driver = open_app(scene_id)
    reached = walk(driver)
    assert set(reached) == controls(driver)
    assert len(reached) >= 4
    driver.tap(pygame.K_ESCAPE)
    assert walk(driver, pygame.KMOD_LSHIFT) == reached[::-1]


@pytest.mark.parametrize("scene_id", IDS)
def test_enter_and_space_press_what_has_the_keyboard(
    scene_id: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app(scene_id)
    pressed: list[UIButton] = []

    def note(self: UIButton, event: int, data: dict[str, Any] | None = None) -> None:
        if event == pygame_gui.UI_BUTTON_PRESSED:
            pressed.append(self)

    monkeypatch.setattr(UIButton, "on_self_event", note)
    expected = []
    for _ in range(len(controls(driver))):
        driver.tap(pygame.K_TAB)
        for key in (pygame.K_RETURN, pygame.K_SPACE, pygame.K_KP_ENTER):
            driver.tap(key)
            if isinstance(driver.app.focus.current, UIButton):
                expected.append(driver.app.focus.current)
    assert pressed == expected
    assert len(pressed) >= 3 * 4


def focus_on(driver: Driver, control: Any) -> None:
    """Press Tab until a control has the keyboard."""
    for _ in range(100):
        driver.tap(pygame.K_TAB)
        if driver.app.focus.current is control:
            return
    raise AssertionError(f"Tab never reaches {control.object_ids[-1]}")


def tab_to(driver: Driver, name: str) -> None:
    focus_on(driver, driver.widget(name))


def test_enter_does_what_a_click_does(open_app: Open) -> None:
    driver = open_app("menu")
    tab_to(driver, "#card_convolution")
    driver.tap(pygame.K_RETURN)
    assert driver.app.scene_id == "convolution"
    assert driver.app.focus.current is None, "another scene, another ring"
    tab_to(driver, "#step_box_3")
    driver.tap(pygame.K_SPACE)
    assert driver.scene.tab.panel.setup.name == "box_3"
    tab_to(driver, "#kernels")
    driver.tap(pygame.K_SPACE)
    tab_to(driver, "#kernel_emboss")
    driver.tap(pygame.K_RETURN)
    assert not driver.app.dialog_open
    assert driver.scene.tab.panel.setup.name == "emboss"
    tab_to(driver, "#language")
    driver.tap(pygame.K_RETURN)
    assert driver.app.t.code == "ru"


def test_space_pauses_the_arena_only_when_no_button_has_the_keyboard(open_app: Open) -> None:
    driver = open_app("arena")
    driver.tap(pygame.K_SPACE)
    assert driver.scene.paused
    tab_to(driver, "#pause")
    driver.tap(pygame.K_SPACE)
    assert not driver.scene.paused
    assert driver.app.focus.current is driver.widget("#pause")


def test_arrows_turn_a_slider(open_app: Open) -> None:
    driver = open_app("convolution")
    tab_to(driver, "#brush_size")
    size = driver.scene.canvas.brush
    for _ in range(3):
        driver.tap(pygame.K_RIGHT)
    driver.frames(2)
    assert driver.scene.canvas.brush == size + 3
    driver.tap(pygame.K_LEFT)
    driver.frames(2)
    assert driver.scene.canvas.brush == size + 2
    for _ in range(size + 10):
        driver.tap(pygame.K_LEFT)
    driver.frames(2)
    assert driver.scene.canvas.brush == 1


def test_the_ring_is_drawn_where_the_keyboard_is(open_app: Open) -> None:
    driver = open_app("convolution")
    before = driver.picture().astype(int)
    tab_to(driver, "#undo" if driver.widget("#undo").is_enabled else "#clear")
    rect = driver.app.focus.current.rect
    changed = (driver.picture() != before).any(axis=2)
    assert changed[rect.y - 6 : rect.bottom + 6, rect.x - 6 : rect.right + 6].any()


def test_a_click_takes_the_keyboard_away(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_TAB)
    driver.click(driver.scene.canvas.rect.center)
    assert driver.app.focus.current is None


def test_disabled_buttons_are_passed_over(open_app: Open) -> None:
    driver = open_app("convolution")
    assert not driver.widget("#undo").is_enabled
    assert driver.widget("#undo") not in walk(driver)
    driver.click(driver.scene.canvas.rect.center)
    assert driver.widget("#undo") in walk(driver)


@pytest.mark.parametrize("dialog", [pygame.K_F1, pygame.K_F10])
def test_with_a_dialog_open_tab_stays_inside_it(dialog: int, open_app: Open) -> None:
    driver = open_app("arena")
    driver.tap(pygame.K_TAB)
    driver.tap(dialog)
    window = driver.window()
    reached = walk(driver)
    assert reached
    for control in reached:
        assert window.rect.contains(control.rect)
    assert all(not c.object_ids[-1].startswith("#pause") for c in reached)
    if dialog == pygame.K_F10:
        names = {c.object_ids[-1] for c in reached}
        assert {"#language_ru", "#theme_light", "#volume", "#keys", "#fullscreen"} <= names


def test_the_ring_of_a_closed_dialog_presses_nothing(open_app: Open) -> None:
    driver = open_app("arena")
    driver.tap(pygame.K_F10)
    tab_to(driver, "#theme_light")
    driver.tap(pygame.K_ESCAPE)
    driver.tap(pygame.K_RETURN)
    assert driver.app.settings.theme == "dark"


@pytest.mark.parametrize("name", ["#continue", "#fresh"])
def test_the_offer_of_the_saved_agent_can_be_answered_by_keyboard(name: str, open_app: Open) -> None:
    driver = open_app("arena")
    driver.scene.training.step()
    driver.frames(2)
    driver.app.close()
    driver = open_app("arena")
    tab_to(driver, name)
    driver.tap(pygame.K_RETURN)
    driver.frames(2)
    assert not driver.has(name)
    assert (driver.scene.training.state.step > 0) == (name == "#continue")


def test_a_file_is_opened_by_keyboard_alone(open_app: Open, folders: Folders) -> None:
    folders.pictures.mkdir(parents=True)
    path = folders.pictures / "picture.png"
    Image.new("RGB", (64, 64), (10, 200, 30)).save(path)
    driver = open_app("convolution")
    driver.tap(pygame.K_o, pygame.KMOD_LCTRL)
    dialog: Any = driver.window()
    focus_on(driver, dialog.file_selection_list)
    for _ in range(5):
        driver.tap(pygame.K_DOWN)
        driver.frames(2)
        if dialog.file_selection_list.get_single_selection() == path.name:
            break
    assert dialog.file_selection_list.get_single_selection() == path.name
    focus_on(driver, dialog.ok_button)
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert not driver.app.dialog_open
    assert (driver.scene.bench.painting.array() == (10, 200, 30)).all()


def test_letters_and_digits_belong_to_the_field_that_is_typed_into(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_s, pygame.KMOD_LCTRL)
    field = driver.window().file_path_text_line  # type: ignore[attr-defined]
    focus_on(driver, field)
    assert driver.app.commands.typing
    tool = driver.scene.canvas.tool
    for character in "2e1":
        pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=character))
        driver.type(character)
    assert driver.app.scene_id == "convolution"
    assert driver.scene.canvas.tool == tool
    assert "2e1" in field.get_text()
