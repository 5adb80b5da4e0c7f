"""One tabbed scene: tabs, links, and the table of commands behind buttons, keys and help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import pygame
import pytest
from pygame_gui.elements import UIButton

from game.ui.commands import Command, Commands
from game.ui.keys import Key
from game.ui.links import Link, LinkError
from game.ui.tabs import Tab, TabbedScene
from game.ui.widgets.controls import button
from models.base.typed_fields import Range
from tests.game.conftest import Driver


@dataclass(frozen=True)
class Shown:
    level: Annotated[int, Range(1, 9)] = 1


class Counter(Tab):
    """A number that two commands change; a link sets it."""

    id: ClassVar[str] = "counter"
    opens_with = Shown

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.level = 1
        self.editing = False
        self.commands = Commands(
            "canvas",
            (
                Command("undo", self.less, ("Ctrl+Z", "Del"), "undo-2", enabled=lambda: self.level > 1),
                Command("redo", self.more, ("R",), "redo-2", pressed=lambda: self.level == 9),
            ),
        )

    @property
    def typing(self) -> bool:
        return self.editing

    def less(self) -> None:
        self.level -= 1

    def more(self) -> None:
        self.level += 1

    def layout(self, area: pygame.Rect) -> None:
        self.area = area
        self.rest = self.commands.layout(self.ctx, pygame.Rect(area.x, area.y, area.width, 40))

    def open_with(self, options: Shown) -> None:
        self.level = options.level

    def shown(self) -> Shown:
        return Shown(self.level)

    def update(self, dt: float) -> None:
        self.shared.append(self.id)

    def draw(self, screen: pygame.Surface) -> None:
        screen.fill("red", self.area)

    def overlay(self) -> UIButton:
        return button(self.ctx, self.area.inflate(-200, -200), "later", self.more, object_id="#later")

    def leave(self) -> None:
        self.shared.append(f"left {self.id}")

    def close(self) -> None:
        self.shared.append(f"closed {self.id}")


class Other(Counter):
    id: ClassVar[str] = "other"


class Toy(TabbedScene):
    id: ClassVar[str] = "toy"
    tab_classes: ClassVar[dict[str, str]] = {"counter": f"{__name__}:Counter", "other": f"{__name__}:Other"}


@pytest.fixture(autouse=True)
def _keyboard() -> None:
    """Key names are looked up in SDL's table."""
    pygame.display.init()


@pytest.fixture
def toy(open_app: Callable[..., Driver], missing_texts: list[str]) -> Toy:
    driver = open_app()
    scene = Toy([])
    driver.app.ui.clear_and_reset()
    scene.enter(driver.scene.ctx)
    missing_texts.clear()  # the toy has no texts of its own
    return scene


def press(scene: Toy, key: int, mod: int = 0) -> bool:
    return scene.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0))


def buttons(scene: Toy) -> dict[str, UIButton]:
    return {name: made for name, made in scene.tab.commands.buttons.items() if made.alive()}


def test_a_tab_is_made_once_and_keeps_what_it_had(toy: Toy) -> None:
    first: Any = toy.tab
    first.level = 5
    press(toy, pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    toy.update(0.02)
    assert toy.tab_id == "other"
    assert "left counter" in toy.shared
    press(toy, pygame.K_1, pygame.KMOD_CTRL)
    toy.update(0.02)
    assert toy.tab is first
    assert first.level == 5
    toy.close()
    assert toy.shared[-2:] == ["closed counter", "closed other"]


def test_a_link_into_a_scene_lays_its_tab_out_once(open_app: Callable[..., Driver]) -> None:
    driver = open_app()
    places: list[str] = []
    enter = TabbedScene._enter_tab

    def count(scene: TabbedScene) -> None:
        places.append(scene.tab_id)
        enter(scene)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TabbedScene, "_enter_tab", count)
        for link in ("convolution/steal", "generator/judge", "convolution/network?view=heat", "generator"):
            places.clear()
            driver.app.go(link)
            driver.frames(3)
            assert len(places) == 1, link
    assert places == ["judge"]


def test_a_link_to_the_open_tab_builds_nothing_again(open_app: Callable[..., Driver]) -> None:
    driver = open_app("convolution")
    driver.app.go("convolution/microscope?example=1")
    driver.frames(3)
    widgets = driver.widgets()
    driver.app.go("convolution/microscope?example=3")
    driver.frames(3)
    assert driver.scene.link().query["example"] == "3"
    assert driver.widgets() == widgets


def test_a_wrong_link_into_a_scene_leaves_its_tab_laid_out(open_app: Callable[..., Driver]) -> None:
    driver = open_app()
    for link in ("convolution/nowhere", "convolution/network?layer=1&filter=999"):
        driver.app.go("lecture")
        driver.frames(2)
        driver.app.go(link)
        driver.frames(2)
        assert driver.app.scene_id == "convolution"
        assert any(made.alive() for made in driver.scene.commands()[0].buttons.values())


def test_leaving_a_tab_takes_its_widgets_away(toy: Toy) -> None:
    old = buttons(toy)["redo"]
    toy.open("other")
    toy.update(0.02)
    assert not old.alive()
    assert buttons(toy)["redo"].alive()


def test_a_link_opens_a_tab_and_sets_it_and_is_told_again(toy: Toy) -> None:
    toy.open_link(Link.parse("toy/other?level=7"))
    tab: Any = toy.tab
    assert (toy.tab_id, tab.level) == ("other", 7)
    assert str(toy.link()) == "toy/other?level=7"
    toy.open_link(Link.parse("toy?level=3"))
    assert tab.level == 3, "without a tab it is for the one that is open"


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("toy/none", "link.no_tab"),
        ("toy/other?level=0", "link.bad_value"),
        ("toy/other?level=x", "link.bad_value"),
        ("toy/other?colour=red", "link.bad_value"),
    ],
)
def test_a_wrong_link_changes_nothing(toy: Toy, link: str, key: str) -> None:
    with pytest.raises(LinkError) as error:
        toy.open_link(Link.parse(link))
    assert error.value.key == key
    assert toy.tab_id == "counter"


# ---------------------------------------------------------------------- commands


def test_keys_and_buttons_do_the_same(toy: Toy) -> None:
    tab: Any = toy.tab
    assert press(toy, pygame.K_r)
    assert tab.level == 2
    assert tab.commands.run("redo")
    assert tab.level == 3
    assert press(toy, pygame.K_z, pygame.KMOD_LCTRL)
    assert press(toy, pygame.K_DELETE)
    assert tab.level == 1
    assert not press(toy, pygame.K_z), "Z alone is no command"


def test_what_cannot_be_done_is_shown_and_not_done(toy: Toy) -> None:
    tab: Any = toy.tab
    toy.update(0.02)
    assert not buttons(toy)["undo"].is_enabled
    assert press(toy, pygame.K_DELETE), "the key is the table's all the same"
    assert tab.level == 1
    tab.level = 9
    toy.update(0.02)
    assert buttons(toy)["undo"].is_enabled
    assert buttons(toy)["redo"].is_selected


def test_letters_belong_to_what_is_being_typed(toy: Toy) -> None:
    tab: Any = toy.tab
    tab.editing = True
    assert not press(toy, pygame.K_r)
    assert tab.level == 1


def test_the_help_lists_every_command_with_its_keys(toy: Toy) -> None:
    t = toy.ctx.t
    (table,) = toy.commands()
    assert table.help(t) == [("Ctrl+Z / Del", t("canvas.undo")), ("R", t("canvas.redo"))]


def test_a_narrow_row_has_icons_and_a_wide_one_words(toy: Toy) -> None:
    tab: Any = toy.tab
    assert buttons(toy)["undo"].text
    for made in buttons(toy).values():
        made.kill()
    tab.commands.layout(toy.ctx, pygame.Rect(0, 0, 90, 40))
    assert not buttons(toy)["undo"].text
    assert tab.rest.x > tab.area.x


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("R", Key(pygame.K_r)),
        ("Ctrl+Shift+S", Key(pygame.K_s, control=True, shift=True)),
        ("+", Key(pygame.K_PLUS)),
        ("Ctrl++", Key(pygame.K_PLUS, control=True)),
        ("F5", Key(pygame.K_F5)),
        ("←", Key(pygame.K_LEFT)),
        ("Space", Key(pygame.K_SPACE)),
    ],
)
def test_keys_are_written_as_people_write_them(text: str, key: Key) -> None:
    assert Key.parse(text) == key


def test_a_key_that_does_not_exist_is_found_at_once() -> None:
    with pytest.raises(ValueError, match="key"):
        Command("undo", lambda: None, ("Hyper+Q",))


def test_what_a_tab_makes_later_goes_with_it(toy: Toy) -> None:
    made = toy.tab.overlay()  # type: ignore[attr-defined]
    toy.open("other")
    toy.update(0.01)
    assert not made.alive()
    strip = [each for each in toy.ctx.ui.get_sprite_group().sprites() if each.object_ids[-1] == "#tab_other"]
    assert len(strip) == 1
    again = toy.tab.overlay()  # type: ignore[attr-defined]
    toy.tab.rebuild()
    toy.update(0.01)
    assert not again.alive()


def test_tabs_that_are_not_on_the_screen_keep_no_picture_of_its_size(toy: Toy) -> None:
    toy.open("other")
    toy.update(0.01)
    pictures = {id(tab.backdrop.surface): tab.backdrop.surface for tab in toy.tabs.values()}
    assert [picture.get_size() != (0, 0) for picture in pictures.values()] == [True]
    toy.leave()
    assert all(tab.backdrop.surface.get_size() == (0, 0) for tab in toy.tabs.values())
