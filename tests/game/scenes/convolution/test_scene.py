from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image
from pygame_gui.elements import UIButton

from game.scenes.convolution import arithmetic, number_grid
from game.scenes.convolution.number_grid import plain
from game.scenes.convolution.workbench import FIRST
from game.ui.context import FileRequest
from game.ui.picture_io import SIDE
from game.ui.pictures import fitted
from game.ui.settings import Folders
from game.ui.style import Style
from game.ui.surfaces import to_array
from models.base.images import load_picture
from models.convolution.convolve import convolve
from models.convolution.display import MODES
from models.convolution.kernels import KERNELS
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def png() -> bytes:
    """A picture file of some kilobytes."""
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "PNG")
    return buffer.getvalue()


PNG = png()


@pytest.fixture
def driver(open_app: Open) -> Driver:
    return open_app("convolution")


@pytest.fixture
def photograph(folders: Folders) -> Path:
    """A wide picture among the user's pictures: red at the left, blue at the right."""
    folders.pictures.mkdir(parents=True)
    pixels = np.zeros((60, 120, 3), np.uint8)
    pixels[:, :60, 0] = 255
    pixels[:, 60:, 2] = 255
    path = folders.pictures / "flag.png"
    Image.fromarray(pixels).save(path)
    return path


def middle_of(driver: Driver) -> tuple[int, int]:
    """Row and column of the picture's middle."""
    width, height = driver.scene.bench.painting.size
    return height // 2, width // 2


def shown_result(driver: Driver) -> pygame.Rect:
    """Where the result lies in the window: it keeps the picture's proportions inside its panel."""
    scene = driver.scene
    rect: pygame.Rect = scene.canvas.view.shown(scene.bench.painting.size, scene.tab.output)
    return rect


def pick(driver: Driver, name: str) -> None:
    """Choose a file in the open dialog and press its button."""
    dialog = driver.window()
    items = [w for w in driver.widgets() if isinstance(w, UIButton) and w.text == name]
    assert len(items) == 1, f"{name} is not listed once"
    driver.click(items[0].rect.center)
    driver.frames(2)
    driver.click(dialog.ok_button.rect.center)  # type: ignore[attr-defined]
    driver.frames(3)


# ---------------------------------------------------------------------- drawing


def test_it_begins_with_the_photograph_and_no_history(driver: Driver) -> None:
    expected = fitted(load_picture(driver.app.assets.path(*FIRST)).rgb, SIDE)
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), expected)
    assert not driver.widget("#undo").is_enabled
    assert not driver.widget("#redo").is_enabled


def test_the_result_is_on_the_screen_while_the_brush_is_down(driver: Driver) -> None:
    scene = driver.scene
    canvas = scene.canvas.rect
    driver.move(canvas.center)
    driver.down(canvas.center)
    before = driver.picture()
    driver.move((canvas.centerx + 60, canvas.centery + 60), button=1)
    after = driver.picture()
    for rect in (canvas, shown_result(driver)):
        part = (slice(rect.y, rect.bottom), slice(rect.x, rect.right))
        assert (before[part] != after[part]).any()
    whole = convolve(
        scene.bench.painting.array(), scene.tab.live.setup.weights, divisor=scene.tab.panel.setup.divisor
    )
    np.testing.assert_allclose(scene.tab.live.result, whole, atol=1e-2)
    driver.up((canvas.centerx + 60, canvas.centery + 60))
    assert driver.widget("#undo").is_enabled


def test_a_window_pixel_is_the_picture_pixel_under_it(driver: Driver) -> None:
    canvas = driver.scene.canvas
    driver.press_button("#clear")
    at = (canvas.rect.x + canvas.rect.width // 4, canvas.rect.y + canvas.rect.height // 3)
    driver.click(at)
    inked = np.argwhere((driver.scene.bench.painting.array() < 200).all(axis=2)).mean(axis=0)
    width, height = driver.scene.bench.painting.size
    assert inked == pytest.approx((height / 3, width / 4), abs=2)
    assert tuple(driver.picture()[at[1], at[0]]) != (255, 255, 255)


def test_the_right_button_and_the_eraser_make_paper(driver: Driver) -> None:
    canvas = driver.scene.canvas.rect
    middle = middle_of(driver)
    driver.stroke(canvas.center, canvas.move(30, 0).center, button=3)
    assert (driver.scene.bench.painting.array()[middle] == 255).all()
    driver.press_button("#undo")
    assert not (driver.scene.bench.painting.array()[middle] == 255).all()
    driver.press_button("#eraser")
    assert driver.widget("#eraser").is_selected
    driver.stroke(canvas.center, canvas.move(30, 0).center)
    assert (driver.scene.bench.painting.array()[middle] == 255).all()
    driver.tap(pygame.K_b)
    assert driver.widget("#brush").is_selected


def test_a_swatch_chooses_the_brush_and_its_colour(driver: Driver) -> None:
    driver.press_button("#eraser")
    rect, colour = driver.scene.bench.tools._swatches[2]
    driver.click(rect.center)
    assert driver.scene.canvas.tool == "brush"
    driver.click(driver.scene.canvas.rect.center)
    assert tuple(driver.scene.bench.painting.array()[middle_of(driver)]) == colour


def test_the_brushs_size_by_slider_wheel_and_keys(driver: Driver) -> None:
    canvas, slider = driver.scene.canvas, driver.scene.bench.tools.size_slider
    grip = slider.sliding_button.rect
    driver.stroke(grip.center, (slider.rect.right - 5, grip.centery))
    driver.frames(2)
    large = canvas.brush
    assert large > 100
    driver.wheel(canvas.rect.center, -2)
    assert canvas.brush < large
    assert round(slider.get_current_value()) == canvas.brush, "the slider follows"
    small = canvas.brush
    driver.tap(pygame.K_LEFTBRACKET)
    assert canvas.brush < small
    driver.tap(pygame.K_RIGHTBRACKET)
    driver.wheel(canvas.rect.center, 500)
    assert canvas.brush == 160
    driver.wheel(canvas.rect.center, -500)
    assert canvas.brush == 1


def test_undo_and_redo_by_keys_and_buttons(driver: Driver) -> None:
    painting, canvas = driver.scene.bench.painting, driver.scene.canvas.rect
    states = [painting.array()]
    for offset in (0, 40, 80):
        driver.stroke(canvas.center, (canvas.centerx + offset, canvas.centery + 50))
        states.append(painting.array())
    driver.tap(pygame.K_z, pygame.KMOD_LCTRL)
    np.testing.assert_array_equal(painting.array(), states[2])
    driver.press_button("#undo")
    np.testing.assert_array_equal(painting.array(), states[1])
    driver.tap(pygame.K_z, pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT)
    np.testing.assert_array_equal(painting.array(), states[2])
    driver.press_button("#redo")
    np.testing.assert_array_equal(painting.array(), states[3])
    driver.press_button("#clear")
    assert (painting.array() == 255).all()
    driver.press_button("#gallery")
    driver.frames(12)
    driver.press_button("#picture_cat")
    np.testing.assert_array_equal(painting.array(), states[0])
    driver.tap(pygame.K_y, pygame.KMOD_LCTRL)
    np.testing.assert_array_equal(painting.array(), states[0])


def test_leaving_in_the_middle_of_a_stroke_keeps_it(driver: Driver) -> None:
    canvas = driver.scene.canvas.rect
    before = driver.scene.bench.painting.array()
    driver.down(canvas.center)
    driver.move((canvas.centerx + 50, canvas.centery), button=1)
    driver.tap(pygame.K_ESCAPE)
    driver.app.go("convolution")
    driver.frames(2)
    assert not driver.scene.bench.painting.painting
    assert (driver.scene.bench.painting.array() != before).any()
    driver.press_button("#undo")
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)


# ---------------------------------------------------------------------- the kernel


@pytest.mark.parametrize("name", KERNELS)
def test_every_preset_is_the_named_kernel(name: str, driver: Driver) -> None:
    driver.choose_kernel(name)
    kernel = KERNELS[name]
    np.testing.assert_array_equal(
        driver.scene.tab.panel.grid.matrix.astype(np.float32), np.array(kernel.matrix, np.float32)
    )
    assert driver.widget("#kernels").text == driver.app.t(f"kernel.{name}")
    driver.press_button("#kernels")
    selected = [
        w.object_ids[-1] for w in driver.buttons() if w.is_selected and "#kernel_" in w.object_ids[-1]
    ]
    assert selected == [f"#kernel_{name}"]
    driver.tap(pygame.K_ESCAPE)
    expected = convolve(
        driver.scene.bench.painting.array(),
        np.array(kernel.matrix, np.float32),
        divisor=kernel.divisor,
        bias=kernel.bias,
    )
    np.testing.assert_allclose(driver.scene.tab.live.result, expected, atol=1e-2)


def test_the_lectures_sobel() -> None:
    assert KERNELS["sobel_horizontal"].weights.tolist() == [[1, 0, -1], [2, 0, -2], [1, 0, -1]]


def test_every_way_of_showing_differs(driver: Driver) -> None:
    driver.choose_kernel("sobel_horizontal")
    shown = []
    for mode in MODES:
        driver.press_button(f"#mode_{mode}")
        shown.append(to_array(driver.scene.tab.live.surface))
        assert driver.widget(f"#mode_{mode}").is_selected
    assert len(shown) == len(MODES)
    for one, another in itertools.combinations(shown, 2):
        assert (one != another).any()


def test_cells_by_typing_wheel_and_drag(driver: Driver) -> None:
    scene = driver.scene
    driver.choose_kernel("identity")
    driver.click(scene.tab.panel.grid.place((0, 0)).center)
    driver.type("-1/9")
    driver.tap(pygame.K_RETURN)
    assert scene.tab.panel.grid.matrix[0, 0] == pytest.approx(-1 / 9)
    driver.tap(pygame.K_ESCAPE)
    driver.wheel(scene.tab.panel.grid.place((2, 2)).center, 3)
    assert scene.tab.panel.grid.matrix[2, 2] == 3
    x, y = scene.tab.panel.grid.place((1, 0)).center
    driver.stroke((x, y), (x, y - 40))
    assert scene.tab.panel.grid.matrix[1, 0] > 0
    assert scene.tab.panel.setup.name == ""
    expected = convolve(
        scene.bench.painting.array(),
        scene.tab.panel.grid.matrix.astype(np.float32),
        divisor=scene.tab.panel.setup.divisor,
    )
    np.testing.assert_allclose(scene.tab.live.result, expected, atol=1e-2)
    assert driver.widget("#kernels").text == driver.app.t("kernel.own")
    driver.press_button("#kernels")
    assert not any(w.is_selected for w in driver.buttons() if w.object_ids[-1].startswith("#kernel_"))


def test_the_pointer_shows_the_arithmetic_of_its_pixel(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = driver.scene
    words: list[str] = []
    draw_text = arithmetic.draw_text

    def noted(screen: pygame.Surface, style: Style, text: str, *rest: Any, **options: Any) -> pygame.Rect:
        words.append(text)
        return draw_text(screen, style, text, *rest, **options)

    for module in (arithmetic, number_grid):
        monkeypatch.setattr(module, "draw_text", noted)
    output = shown_result(driver)
    driver.move(output.center)
    y, x = middle_of(driver)
    assert scene.tab.at == (x, y)
    assert f"= {plain(float(scene.tab.live.result[y, x].mean()))}" in words
    window = scene.bench.painting.array()[y - 1 : y + 2, x - 1 : x + 2].mean(axis=2)
    for value, weight in zip(window.flat, scene.tab.panel.setup.weights.flat, strict=True):
        assert plain(float(value), 0) in words or plain(float(value)) in words, "the pixels"
        product = float(value * weight)
        assert plain(product, 0) in words or plain(product) in words, "and the products"
    before = driver.picture()
    driver.move((output.x + 5, output.y + 5))
    assert (driver.picture() != before).any()
    assert scene.tab.at[0] < x
    assert scene.tab.at[1] < y


@pytest.mark.parametrize("corner", ["topleft", "topright", "bottomleft", "bottomright"])
def test_the_pointer_at_the_very_edge(corner: str, driver: Driver) -> None:
    for rect in (shown_result(driver), driver.scene.canvas.rect):
        inside = rect.inflate(-2, -2)
        driver.move(getattr(inside, corner))
        driver.frames()
        x, y = driver.scene.tab.at
        height, width = driver.scene.tab.live.result.shape[:2]
        assert abs(x - (0 if "left" in corner else width - 1)) <= 2
        assert abs(y - (0 if "top" in corner else height - 1)) <= 2


# ---------------------------------------------------------------------- files


def test_a_picture_is_opened_through_the_dialog(driver: Driver, photograph: Path) -> None:
    before = driver.scene.bench.painting.array()
    driver.tap(pygame.K_o, pygame.KMOD_LCTRL)
    assert driver.app.dialog_open
    pick(driver, photograph.name)
    assert not driver.app.dialog_open
    picture = driver.scene.bench.painting.array()
    assert picture.shape == (SIDE // 2, SIDE, 3), "it keeps its proportions"
    assert tuple(picture[SIDE // 4, 50]) == (255, 0, 0)
    assert tuple(picture[SIDE // 4, SIDE - 50]) == (0, 0, 255)
    driver.tap(pygame.K_z, pygame.KMOD_LCTRL)
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)


def test_the_dialog_lists_pictures_only(driver: Driver, photograph: Path) -> None:
    (photograph.parent / "letter.txt").write_text("no picture")
    driver.press_button("#open")
    texts = {w.text for w in driver.buttons()}
    assert photograph.name in texts
    assert "letter.txt" not in texts


def test_cancelling_the_dialog_changes_nothing(driver: Driver, photograph: Path) -> None:
    before = driver.scene.bench.painting.array()
    driver.press_button("#open")
    driver.click(driver.window().cancel_button.rect.center)  # type: ignore[attr-defined]
    driver.frames(2)
    assert not driver.app.dialog_open
    driver.press_button("#open")
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)
    assert not driver.toasts


@pytest.mark.parametrize("how", ["mouse", "return", "keypad", "return elsewhere"])
@pytest.mark.parametrize("what", ["drawing", "convolution"])
def test_drawing_and_result_are_saved_as_they_are_shown(
    what: str, how: str, driver: Driver, folders: Folders
) -> None:
    drawing = what == "drawing"
    driver.tap(pygame.K_s, pygame.KMOD_LCTRL | (0 if drawing else pygame.KMOD_LSHIFT))
    dialog: Any = driver.window()
    if how == "mouse":
        driver.click(dialog.ok_button.rect.center)
    else:
        driver.click(dialog.file_path_text_line.rect.center)
        if how == "return elsewhere":
            driver.click(dialog.file_selection_list.rect.center)
        assert dialog.file_path_text_line.is_focused == (how != "return elsewhere")
        driver.tap(pygame.K_KP_ENTER if how == "keypad" else pygame.K_RETURN)
    driver.frames(3)
    assert not driver.app.dialog_open
    path = folders.pictures / f"{what}.png"
    surface = driver.scene.bench.painting.surface if drawing else driver.scene.tab.live.surface
    np.testing.assert_array_equal(np.asarray(Image.open(path)), to_array(surface))
    assert driver.toasts == [driver.app.t("app.saved", file=str(path))]


def test_enter_deletes_and_saves_nothing_while_it_is_asked_about_deleting(
    driver: Driver, photograph: Path
) -> None:
    driver.tap(pygame.K_o, pygame.KMOD_LCTRL)
    dialog: Any = driver.window()
    (item,) = [w for w in driver.buttons() if w.text == photograph.name]
    driver.click(item.rect.center)
    driver.frames(2)
    driver.click(dialog.delete_button.rect.center)
    driver.frames(2)
    assert driver.window() is not dialog
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert photograph.exists()
    assert not driver.scene.bench.painting.history.can_undo, "nor is it opened"


def test_another_name_can_be_typed_and_confirmed_with_enter(driver: Driver, folders: Folders) -> None:
    driver.tap(pygame.K_s, pygame.KMOD_LCTRL)
    line = driver.window().file_path_text_line  # type: ignore[attr-defined]
    driver.click(line.rect.center)
    line.set_text(str(folders.pictures / "mine.png"))
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert not driver.app.dialog_open
    assert [path.name for path in folders.pictures.iterdir()] == ["mine.png"]


def test_enter_on_cancel_cancels(driver: Driver, folders: Folders) -> None:
    driver.tap(pygame.K_s, pygame.KMOD_LCTRL)
    dialog: Any = driver.window()
    for _ in range(20):
        if driver.app.focus.current is dialog.cancel_button:
            break
        driver.tap(pygame.K_TAB)
    assert driver.app.focus.current is dialog.cancel_button
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert not driver.app.dialog_open
    assert not list(folders.pictures.iterdir())
    assert not driver.toasts


def test_enter_without_a_choice_opens_nothing(driver: Driver, folders: Folders) -> None:
    before = driver.scene.bench.painting.array()
    driver.tap(pygame.K_o, pygame.KMOD_LCTRL)
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert driver.app.dialog_open, "there is nothing to open yet"
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)
    assert not driver.toasts


def test_a_result_that_cannot_be_saved_says_why(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    scene = driver.scene
    scene.bench.desk.save(scene.ctx, tmp_path / "file" / "result.png", scene.tab.live.surface)
    (message,) = driver.toasts
    assert message.startswith(driver.app.t("app.save_failed", why="|").partition("|")[0])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "missing"),
        (b"", "empty"),
        (b"a letter to a friend", "not_a_picture"),
        (PNG[: len(PNG) * 2 // 3], "damaged"),
    ],
    ids=["missing", "empty", "letter", "cut"],
)
def test_what_is_no_picture_leaves_the_canvas_and_says_why(
    content: bytes | None, code: str, driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "file.png"
    if content is not None:
        path.write_bytes(content)
    before = driver.scene.bench.painting.array()
    driver.scene.bench.desk.open(driver.scene.ctx, path)
    driver.frames()
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)
    assert not driver.scene.bench.painting.history.can_undo
    assert driver.toasts == [driver.app.t(f"picture.{code}", file="file.png")]


def test_half_a_photograph_is_refused(driver: Driver, tmp_path: Path) -> None:
    whole = driver.app.assets.path(*FIRST).read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    before = driver.scene.bench.painting.array()
    driver.post(pygame.DROPFILE, file=str(tmp_path / "half.jpg"))
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)
    assert driver.toasts == [driver.app.t("picture.damaged", file="half.jpg")]


def test_a_picture_can_be_dropped_on_the_window(driver: Driver, photograph: Path) -> None:
    driver.post(pygame.DROPFILE, file=str(photograph))
    driver.frames()
    assert tuple(driver.scene.bench.painting.array()[SIDE // 4, 50]) == (255, 0, 0)
    assert not driver.toasts


def test_a_file_is_written_over_only_after_a_question(
    open_app: Callable[..., Driver], tmp_path: Path
) -> None:
    driver = open_app(scene="convolution")
    app = driver.app
    taken: list[Path] = []
    old = tmp_path / "old.png"
    old.write_bytes(b"precious")
    for answer, expected in ((pygame.K_ESCAPE, []), (pygame.K_RETURN, [old])):
        app.dialogs.pick_file(
            FileRequest("canvas.save", frozenset({".png"}), taken.append, "old.png", tmp_path)
        )
        driver.frames(2)
        driver.tap(pygame.K_RETURN)
        driver.frames(2)
        assert not taken, "the question comes first"
        assert app.dialog_open
        driver.tap(answer)
        driver.frames(2)
        assert taken == expected
        assert not app.dialog_open
    assert old.read_bytes() == b"precious"
