"""Other keys: the pages of the window, what is refused, and that what was chosen counts everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from agents.emulators.games import RIGHT
from agents.emulators.joystick import position
from game.ui.keymap import LETTERS, reserved
from game.ui.settings import Folders, Settings, SettingsFile
from tests.game.conftest import Driver
from tests.game.scenes.arena.test_input import Joystick

Open = Callable[..., Driver]


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame.joystick, "Joystick", Joystick)


def choose(driver: Driver, page: str, name: str, sheets: int = 0) -> None:
    """Open a page and a sheet of it, and click a key's field."""
    if not driver.app.dialog_open:
        driver.app.dialogs.choose_keys()
        driver.frames(2)
    driver.press_button(f"#page_{page}")
    driver.frames(2)
    for _ in range(sheets):
        driver.press_button("#sheet_chevron-right")
    driver.press_button(name)


def sheet_of(driver: Driver, name: str) -> int:
    tables = driver.app.commands.tables()
    names = list(dict.fromkeys(table.name(each) for table in tables for each in table))
    return names.index(name) // 6


def test_a_command_gets_another_key_which_is_kept_shown_and_does_it(open_app: Open, folders: Folders) -> None:
    driver = open_app("arena", load=False)
    choose(driver, "commands", "#key_arena_learn_1", sheet_of(driver, "arena.learn"))
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    driver.frames(2)
    assert driver.app.settings.commands == {"arena.learn": ("Ctrl+Y",)}
    assert SettingsFile(folders.config).load().commands == {"arena.learn": ("Ctrl+Y",)}
    assert driver.widget("#key_arena_learn_1").text == "Ctrl+Y", "the same sheet is still open"
    driver.tap(pygame.K_ESCAPE)
    session = driver.scene.session
    assert session.learning
    driver.tap(pygame.K_l)
    assert session.learning, "the old key does nothing any more"
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert not session.learning
    assert "(Ctrl+Y)" in driver.scene._commands.tip(driver.scene.ctx, driver.scene._commands["learn"])
    driver.tap(pygame.K_F1)
    html = driver.widget("#text").html_text
    assert "<b>Ctrl+Y</b>" in html
    assert "<b>L</b>" not in html


def test_a_key_of_another_command_is_taken_from_it_or_changes_places_and_that_is_said(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    choose(driver, "commands", "#key_arena_restart_1", sheet_of(driver, "arena.restart"))
    driver.tap(pygame.K_n)
    t = driver.app.t
    assert driver.app.settings.commands == {"arena.restart": ("N",), "arena.single": ("R",)}
    assert driver.toasts[-1] == t("keys.swapped", name="N", other=t("arena.single"))
    driver.frames(2)
    driver.press_button("#keys_reset")
    assert driver.app.settings.commands == {}


@pytest.mark.parametrize(
    ("key", "mod"),
    [
        (pygame.K_5, 0),
        (pygame.K_PAGEUP, 0),
        (pygame.K_1, pygame.KMOD_CTRL),
        (pygame.K_UP, 0),
        (pygame.K_f, 0),
    ],
)
def test_keys_that_are_needed_cannot_be_a_commands(key: int, mod: int, open_app: Open) -> None:
    driver = open_app("arena", load=False)
    choose(driver, "commands", "#key_arena_restart_1", sheet_of(driver, "arena.restart"))
    driver.tap(key, mod)
    assert driver.app.settings.commands == {}
    assert driver.toasts[-1].endswith(driver.app.t("keys.reserved", name=""))


def test_escape_leaves_everything_as_it_was_and_a_modifier_alone_is_waited_for(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    choose(driver, "commands", "#key_arena_restart_1", sheet_of(driver, "arena.restart"))
    driver.tap(pygame.K_LCTRL, pygame.KMOD_CTRL)
    assert driver.app.dialogs.choosing_key
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialogs.choosing_key
    assert driver.app.dialog_open
    assert driver.app.settings.commands == {}
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open


def test_what_keys_do_everywhere_can_be_changed_too(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    choose(driver, "commands", "#key_everywhere_help_1", sheet_of(driver, "everywhere.help"))
    driver.tap(pygame.K_h, pygame.KMOD_ALT)
    driver.frames(2)
    driver.tap(pygame.K_ESCAPE)
    driver.tap(pygame.K_F1)
    assert not driver.app.dialog_open
    driver.tap(pygame.K_h, pygame.KMOD_ALT)
    assert driver.app.dialog_open
    driver.tap(pygame.K_h, pygame.KMOD_ALT)
    assert not driver.app.dialog_open
    assert driver.widget("#help").tool_tip_text.endswith("(Alt+H)")


def test_a_letter_that_does_something_everywhere_can_still_be_written(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    driver.app.change(commands={"everywhere.help": ("H",)})
    driver.frames(2)
    pressed = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_h, mod=0, unicode="h", scancode=0)
    assert driver.app.commands.use(pressed)
    driver.app.dialogs.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(driver.scene), "typing", True)
        assert not driver.app.commands.use(pressed)
        assert not driver.app.dialog_open


def test_a_gamepads_parts_can_be_chosen_and_go_back_to_what_is_usual(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    driver.post(pygame.JOYDEVICEADDED, device_index=0)
    choose(driver, "pads", "#key_up_1")
    window = driver.window()
    window._pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=5)
    assert driver.app.settings.pads == {"up": ("button 5",)}
    driver.frames(2)
    assert driver.widget("#key_up_1").text == driver.app.t("keys.part_button", number=5, way="")
    assert driver.widget("#key_down_1").text == driver.app.t("keys.usual")
    driver.tap(pygame.K_ESCAPE)
    driver.post(pygame.JOYDEVICEADDED, device_index=0)
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=5)
    assert driver.scene.action() == RIGHT, "up lifts the bat"
    driver.post(pygame.JOYBUTTONUP, instance_id=10, button=5)
    driver.post(pygame.JOYHATMOTION, instance_id=10, hat=0, value=(0, 1))
    assert driver.scene.action() == 0, "the cross is no longer up"
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=2)
    assert driver.scene.action() == position({"fire"}), "the rest stays as usual"
    choose(driver, "pads", "#key_up_1")
    driver.tap(pygame.K_DELETE)
    assert driver.app.settings.pads == {}


def test_a_gamepads_button_does_a_command_of_the_arena(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    choose(driver, "commands", "#key_arena_learn_2", sheet_of(driver, "arena.learn"))
    window = driver.window()
    window._pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=1)
    assert driver.app.settings.commands == {}, "it fires"
    driver.press_button("#key_arena_learn_2")
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=8)
    assert driver.app.settings.commands == {"arena.learn": ("L", "Pad 8")}
    driver.frames(2)
    driver.tap(pygame.K_ESCAPE)
    driver.post(pygame.JOYDEVICEADDED, device_index=0)
    learning = driver.scene.session.learning
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=8)
    assert driver.scene.session.learning is not learning
    choose(driver, "pads", "#key_fire_1")
    driver.window()._pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=8)
    assert driver.app.settings.pads == {}, "nor the other way round"


def test_a_gamepads_button_does_a_command_of_any_scene_and_of_the_app(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.app.go("rewards/trading")
    driver.frames(3)
    pressed = {"instance_id": 10, "button": 1}
    choose(driver, "commands", "#key_rewards_other_series_2", sheet_of(driver, "rewards.other_series"))
    driver.window()._pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    driver.post(pygame.JOYBUTTONDOWN, **pressed)
    assert driver.app.settings.commands == {"rewards.other_series": ("N", "Pad 1")}, "nothing is shot at here"
    driver.frames(2)
    driver.post(pygame.JOYBUTTONDOWN, **pressed)
    choose(driver, "commands", "#key_everywhere_help_2", sheet_of(driver, "everywhere.help"))
    driver.window()._pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    driver.post(pygame.JOYBUTTONDOWN, **pressed)
    assert "everywhere.help" not in driver.app.settings.commands, "in the arena that button fires"
    driver.press_button("#key_everywhere_help_2")
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=8)
    assert driver.app.settings.commands["everywhere.help"] == ("F1", "Pad 8")
    driver.frames(2)
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    session = driver.scene.tab.session
    seed = session.settings.seed
    driver.post(pygame.JOYBUTTONDOWN, **pressed)
    assert session.settings.seed == seed + 1
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=8)
    driver.frames(2)
    assert driver.app.dialog_open
    driver.post(pygame.JOYBUTTONDOWN, **pressed)
    assert session.settings.seed == seed + 1, "a window lies over it"


def test_two_players_have_keys_of_their_own(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    choose(driver, "two", "#key_right_fire_1")
    driver.tap(pygame.K_k)
    assert driver.app.settings.pair["right_fire"] == ("k", "j")
    driver.frames(2)
    driver.press_button("#key_left_up_2")
    driver.tap(pygame.K_SPACE)
    assert "space" not in driver.app.settings.pair["left_up"], "it pauses"
    driver.press_button("#keys_reset")
    assert driver.app.settings.pair == Settings().pair


def test_which_letters_are_taken_follows_the_commands(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    tables = {table.group: table for table in driver.app.commands.tables()}
    for group, letters in LETTERS.items():
        for key, name in letters.items():
            assert key in [each.lower() for each in tables[group][name].keys], name
    assert "r" in reserved({})
    now = reserved({"arena.restart": ("Y", "Ctrl+B")})
    assert "r" not in now
    assert "y" in now
    assert "b" not in now


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("page", ["one", "two", "pads", "commands"])
@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
def test_every_page_fits(page: str, lang: str, size: tuple[int, int], open_app: Open) -> None:
    driver = open_app("arena", lang=lang, size=size, load=False)
    driver.app.dialogs.choose_keys()
    driver.frames(2)
    driver.press_button(f"#page_{page}")
    driver.frames(2)
    window = driver.window().get_container().get_abs_rect()
    font = driver.scene.ctx.style.font("body")
    for made in driver.buttons():
        if made.object_ids[-1].startswith(("#key", "#page", "#sheet")):
            assert window.contains(made.rect), made.object_ids
            assert font.size(made.text)[0] <= made.rect.width, made.text
