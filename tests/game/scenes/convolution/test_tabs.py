"""The laboratory's tabs, used as a person would, without threads or clock."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import io
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image

from game.app.app import App
from game.app.options import Options
from game.scenes.convolution.scene import ConvolutionScene
from game.ui.settings import Folders
from game.ui.surfaces import to_array
from game.ui.widgets.mosaic import tiles
from game.workers.workers import Workers
from models.base.gallery import gallery, picture
from models.convolution.kernels import LECTURE_EXAMPLES

Use = Callable[..., App]

TABS = tuple(ConvolutionScene.tab_classes)


def frames(app: App, count: int = 1, dt: float = 1 / 60) -> None:
    for _ in range(count):
        app.frame(pygame.event.get(), dt)


def post(app: App, kind: int, **fields: Any) -> None:
    pygame.event.post(pygame.event.Event(kind, **fields))
    frames(app)


def tap(app: App, key: int, mod: int = 0) -> None:
    post(app, pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)
    post(app, pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0)


def press(app: App, name: str) -> None:
    """Press the visible button of this name."""
    found = [s for s in app.ui.get_sprite_group().sprites() if name in (getattr(s, "object_ids", None) or [])]
    assert len(found) == 1, f"{name}: {len(found)}"
    at = found[0].rect.center
    pygame.mouse.set_pos(at)
    post(app, pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
    post(app, pygame.MOUSEBUTTONDOWN, pos=at, button=1)
    post(app, pygame.MOUSEBUTTONUP, pos=at, button=1)
    frames(app, 2)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Use]:
    opened = []

    def start(tab: str = "draw", *, load: bool = False, **fields: Any) -> App:
        fields = {"lang": "en", "size": (1280, 800), "headless": True, **fields}
        folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "pictures")
        app = App(Options(scene="convolution", **fields), folders=folders, workers=Workers(inline=True))
        opened.append(app)
        if load:
            app.loader.start()
        frames(app, 2)
        app.scene.open(tab)  # type: ignore[attr-defined]
        frames(app, 2)
        return app

    yield start
    for app in opened:
        app.close()


# ---------------------------------------------------------------------- all of them


@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
@pytest.mark.parametrize(("language", "theme"), [("ru", "dark"), ("en", "light")])
def test_every_tab_draws_in_every_look(lab: Use, size: tuple[int, int], language: str, theme: str) -> None:
    app = lab(lang=language, theme=theme, size=size)
    pictures = []
    for name in TABS:
        app.scene.open(name)
        frames(app, 3)
        shown = to_array(app.screen)[::2, ::2].reshape(-1, 3)
        assert len(np.unique(shown, axis=0)) > 40
        pictures.append(shown)
    assert all((a != b).any() for a, b in itertools.pairwise(pictures))


def test_tabs_by_keyboard_and_button(lab: Use) -> None:
    app = lab()
    names = list(TABS)
    for index, name in enumerate(names):
        tap(app, pygame.K_1 + index, pygame.KMOD_CTRL)
        assert app.scene.tab_id == name
    tap(app, pygame.K_PAGEDOWN)
    assert app.scene.tab_id == names[0]
    tap(app, pygame.K_PAGEUP)
    assert app.scene.tab_id == names[-1]
    press(app, "#tab_shift")
    assert app.scene.tab_id == "shift"
    assert app.scene_id == "convolution"


def test_what_tabs_hold_outlives_layouts_and_other_tabs(lab: Use) -> None:
    app = lab("microscope")
    app.scene.tab.choose_example(2)
    app.scene.tab.step()
    app.change(language="ru", theme="light")
    frames(app, 3)
    app.scene.open("draw")
    app.go("menu")
    frames(app, 2)
    app.go("convolution")
    frames(app, 2)
    app.scene.open("microscope")
    assert app.scene.tab.example == 2
    assert app.scene.tab.done == 1


def test_no_widgets_are_left_behind(lab: Use) -> None:
    app = lab()
    counts = []
    for _ in range(3):
        for name in TABS:
            app.scene.open(name)
            frames(app, 2)
        counts.append(len(app.ui.get_sprite_group().sprites()))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("name", TABS)
def test_tabs_play_themselves(lab: Use, name: str) -> None:
    app = lab(name)
    for _ in range(40):
        app.scene.attract(0.1)
        frames(app, 1, 0.1)
    assert app.scene.tab.id in TABS


# ---------------------------------------------------------------------- draw and convolve


def test_drawing_changes_the_result_and_any_tool_can_be_undone(lab: Use) -> None:
    app = lab()
    bench, live = app.scene.bench, app.scene.tab.live
    for key in (pygame.K_b, pygame.K_l, pygame.K_r, pygame.K_o, pygame.K_f):
        before, result = bench.painting.array(), live.result.copy()
        tap(app, key)
        rect = bench.canvas.rect
        a, b = (rect.x + 20, rect.y + 20), (rect.centerx, rect.centery)
        post(app, pygame.MOUSEMOTION, pos=a, rel=(0, 0), buttons=(0, 0, 0))
        post(app, pygame.MOUSEBUTTONDOWN, pos=a, button=1)
        post(app, pygame.MOUSEMOTION, pos=b, rel=(0, 0), buttons=(1, 0, 0))
        post(app, pygame.MOUSEBUTTONUP, pos=b, button=1)
        assert (bench.painting.array() != before).any()
        assert (live.result != result).any()
        tap(app, pygame.K_z, pygame.KMOD_CTRL)
        np.testing.assert_array_equal(bench.painting.array(), before)


def test_the_pipette_takes_the_colour_and_gives_the_brush_back(lab: Use) -> None:
    app = lab()
    canvas = app.scene.canvas
    canvas.choose("line")
    tap(app, pygame.K_i)
    at = canvas.rect.center
    wanted = canvas.painting.pick(canvas.to_picture(at))
    post(app, pygame.MOUSEBUTTONDOWN, pos=at, button=1)
    assert canvas.colour == wanted
    assert canvas.tool == "line"
    assert not canvas.painting.can_undo


def test_kernel_size_padding_and_typing(lab: Use) -> None:
    app = lab()
    panel = app.scene.tab.panel
    press(app, "#rows_more")
    press(app, "#columns_less")
    assert panel.setup.shape == (4, 2)
    press(app, "#padding_more")
    assert panel.setup.padding == "reflect"
    press(app, "#flip")
    press(app, "#grey")
    assert panel.setup.flip
    assert app.scene.tab.live.result.ndim == 2
    tap(app, pygame.K_RETURN)
    assert app.scene.typing
    post(app, pygame.KEYDOWN, key=pygame.K_5, mod=0, unicode="5", scancode=0)
    tap(app, pygame.K_RETURN)
    assert panel.setup.matrix[0][0] == 5
    tap(app, pygame.K_ESCAPE)
    assert not app.scene.typing
    assert app.scene_id == "convolution"


def test_numbers_are_typed_without_reaching_the_canvas(lab: Use) -> None:
    app = lab()
    panel, canvas = app.scene.tab.panel, app.scene.canvas
    field = panel._fields["bias"]
    canvas.view.zoom_at(canvas.rect.center, 2, canvas.painting.size, canvas.room)
    app.ui.set_focus_set(field)
    field.set_text("")
    for text in "-30":
        post(app, pygame.KEYDOWN, key=pygame.key.key_code(text), mod=0, unicode=text, scancode=0)
        post(app, pygame.TEXTINPUT, text=text)
    tap(app, pygame.K_RETURN)
    frames(app, 2)
    assert panel.setup.bias == -30
    assert canvas.view.zoom == 2
    assert not app.scene.typing
    assert app.scene_id == "convolution"


def test_sharpening_is_built_up_as_on_the_slide(lab: Use) -> None:
    app = lab()
    panel = app.scene.tab.panel
    found = {}
    for name in ("identity", "box_3", "detail", "sharpen"):
        press(app, f"#step_{name}")
        found[name] = panel.setup.weights / panel.setup.divisor
    np.testing.assert_allclose(found["detail"], found["identity"] - found["box_3"], atol=1e-6)
    np.testing.assert_allclose(found["sharpen"], found["identity"] + found["detail"], atol=1e-6)


def test_a_kernel_is_chosen_in_the_window_and_an_own_one_is_saved(lab: Use) -> None:
    app = lab()
    tap(app, pygame.K_k)
    assert app.dialog_open
    frames(app, 20)
    press(app, "#kernel_emboss")
    assert not app.dialog_open
    assert app.scene.tab.panel.setup.name == "emboss"
    app.scene.tab.panel._save("mine")
    tap(app, pygame.K_k)
    frames(app, 20)
    app.close_dialogs()
    assert "mine" in [setup.name for setup in app.scene.tab.panel.all()]
    assert (app.folders.config / "kernels.json").exists()


# ---------------------------------------------------------------------- pictures in and out


def open_bytes(app: App, tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    post(app, pygame.DROPFILE, file=str(path))


def test_a_dropped_picture_keeps_its_proportions(lab: Use, tmp_path: Path) -> None:
    app = lab()
    buffer = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 255, 0)).save(buffer, "PNG")
    open_bytes(app, tmp_path, "wide.png", buffer.getvalue())
    assert app.scene.bench.painting.size == (512, 171)
    assert any("wide.png" in text and "white" in text for text in app.toasts.texts)


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n1234"])
def test_a_file_that_is_none_leaves_the_canvas_and_says_why(lab: Use, tmp_path: Path, data: bytes) -> None:
    app = lab()
    before = app.scene.bench.painting.array()
    open_bytes(app, tmp_path, "bad.png", data)
    np.testing.assert_array_equal(app.scene.bench.painting.array(), before)
    assert any("bad.png" in text for text in app.toasts.texts)
    assert not app.scene.bench.painting.can_undo


def test_what_was_copied_can_be_pasted(lab: Use) -> None:
    app = lab()
    before = app.scene.bench.painting.array()
    tap(app, pygame.K_c, pygame.KMOD_CTRL)
    tap(app, pygame.K_DELETE)
    assert app.scene.bench.painting.blank
    tap(app, pygame.K_v, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(app.scene.bench.painting.array(), before)


def test_every_picture_of_the_gallery_opens_with_its_credit(lab: Use) -> None:
    app = lab()
    for item in gallery():
        tap(app, pygame.K_g)
        frames(app, 12)
        press(app, f"#picture_{item.id}")
        assert not app.dialog_open
        assert max(app.scene.bench.painting.size) == 512
        assert any(item.author in text for text in app.toasts.texts)


def test_the_result_is_saved_as_png(lab: Use, tmp_path: Path) -> None:
    app = lab()
    live = app.scene.tab.live
    app.scene.bench.desk.save(app.scene.ctx, tmp_path / "result", live.surface)
    with Image.open(tmp_path / "result.png") as saved:
        np.testing.assert_array_equal(np.asarray(saved.convert("RGB")), to_array(live.surface))


# ---------------------------------------------------------------------- microscope and shift


def test_the_six_examples_of_the_lecture(lab: Use) -> None:
    app = lab("microscope")
    tab, results = app.scene.tab, []
    for index in range(len(LECTURE_EXAMPLES)):
        press(app, f"#example_{index + 1}")
        tab.step()
        frames(app, 2)
        assert tab.done == tab.result.size == 1
        results.append(float(tab.result[0, 0]))
    assert results == [2, 2, 6, 1, 10, 0]


def test_the_window_slides_at_its_speed_and_stops_at_the_end(lab: Use) -> None:
    app = lab("microscope")
    tab = app.scene.tab
    tab.choose_kernel("box_3")
    tab.choose_picture("ring")
    assert tab.result.shape == (10, 10)
    tab.speed = 4  # four cells a second
    tap(app, pygame.K_SPACE)
    frames(app, 100, 0.05)
    assert 19 <= tab.done <= 21
    tap(app, pygame.K_SPACE)
    done = tab.done
    frames(app, 20, 0.05)
    assert tab.done == done
    tap(app, pygame.K_RIGHT)
    tap(app, pygame.K_LEFT)
    assert tab.done == done
    tab.speed = 8
    tap(app, pygame.K_SPACE)
    frames(app, 10)
    assert tab.done == 100
    assert not tab.playing


def test_hovering_an_output_cell_shows_it(lab: Use) -> None:
    app = lab("microscope")
    tab = app.scene.tab
    tab.choose_kernel("sobel_horizontal")
    at = tab.output.place((4, 7)).center
    post(app, pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
    assert tab.current == (4, 7)


def test_the_maximum_stays_while_its_place_travels(lab: Use) -> None:
    app = lab("shift")
    tab = app.scene.tab
    maximum, (x, y) = tab.maximum, tab.where
    for key, step in ((pygame.K_RIGHT, (1, 0)), (pygame.K_DOWN, (0, 1)), (pygame.K_LEFT, (-1, 0))):
        tap(app, key)
        x, y = x + step[0], y + step[1]
        assert tab.maximum == maximum
        assert tab.where == (x, y)
    for corner in ((-50, -50), (50, 50), (50, -50)):
        tab.move(*corner)
        assert tab.maximum == maximum


# ---------------------------------------------------------------------- steal a filter


@pytest.mark.parametrize("name", ["sobel_horizontal", "sharpen", "gaussian_5", "emboss"])
def test_filters_are_stolen(lab: Use, name: str) -> None:
    app = lab("steal")
    tab = app.scene.tab
    tab._pace.put(3000)
    tab.set_secret(name)
    tab.restart()
    for _ in range(40):
        frames(app)
        if tab.revealed:
            break
    assert tab.revealed
    assert tab.error is not None
    assert tab.error < 0.02
    losses = [y for _, y in tab._points]
    assert losses[-1] < losses[0] - 2


def test_a_held_knob_does_not_move_and_a_free_one_comes_back(lab: Use) -> None:
    app = lab("steal")
    tab = app.scene.tab
    tab.set_secret("sharpen")
    tab._pace.put(1000)
    tab.restart()
    frames(app, 40)
    tab.pin((0, 0))
    tab.grid.matrix[0, 0] = 1.5
    tab._put_hands()
    frames(app, 40)
    assert tab.snapshot.kernel[0, 0] == pytest.approx(1.5)
    assert tab.error > 0.5
    press(app, "#release")
    frames(app, 60)
    assert tab.error < 0.02


def test_two_pictures_of_different_size_are_refused(lab: Use, tmp_path: Path) -> None:
    app = lab("steal")
    for name, size in (("before", (60, 60)), ("after", (61, 60))):
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)).save(
            tmp_path / f"{name}.png"
        )
        app.scene.tab.open_file(name, tmp_path / f"{name}.png")
        frames(app, 2)
    assert any("size" in text for text in app.toasts.texts)
    assert app.scene.tab.snapshot is None


# ---------------------------------------------------------------------- inside a network


def test_the_network_waits_for_its_library(lab: Use) -> None:
    app = lab("network")
    frames(app, 5)
    assert app.scene.tab.findings is None


def test_the_network_names_what_is_on_the_canvas(lab: Use) -> None:
    app = lab("network", load=True)
    tab = app.scene.tab
    frames(app, 5)
    assert tab.findings.guesses[0].en in ("Egyptian cat", "tabby cat", "tiger cat")
    assert tab.findings.guesses[0].ru
    app.scene.bench.painting.place(picture("coffee"))
    frames(app, 3)
    assert "espresso" in tab.findings.guesses[0].en


def test_layers_maps_filters_heat_and_the_old_way(lab: Use) -> None:
    app = lab("network", load=True)
    tab = app.scene.tab
    frames(app, 5)
    tap(app, pygame.K_PERIOD)
    frames(app, 3)
    assert tab.findings.question.layer == "block_4"
    assert tab.findings.size[0] == tab.findings.grid.count
    tap(app, pygame.K_RIGHT)
    frames(app, 4)
    assert (tab.filter.layer, tab.filter.channel) == ("block_4", 0)
    assert tab.filter.snapshot is not None
    assert len(tab.filter.places) == 9
    tab.choose_mode("heat")
    frames(app, 3)
    assert tab.findings.box is not None
    tap(app, pygame.K_DOWN)
    frames(app, 3)
    assert tab.findings.named == tab.findings.guesses[1]
    tab.choose_mode("hand")
    frames(app, 3)
    assert [name for name, _ in tab.findings.stages] == ["smooth", "edges", "outline", "segments", "rule"]
    press(app, "#try_face")
    frames(app, 4)
    assert tab.findings.verdict == "face"


def test_the_maps_fit_whatever_their_number() -> None:
    for count in (1, 16, 24, 80, 192, 1280):
        grid = tiles(count, 460, 420, 44)
        width, height = grid.size
        assert width <= 460
        assert height <= 420
        assert grid.pages * grid.page_size >= count
        for index in range(count):
            page = index // grid.page_size
            place = grid.place(index, page)
            assert place is not None
            assert grid.at(place[0] + 1, place[1] + 1, page) == index


def test_the_network_answers_from_its_own_thread(tmp_path: Path) -> None:
    folders = Folders(tmp_path, tmp_path, tmp_path)
    app = App(Options(scene="convolution", lang="en", size=(1280, 800), headless=True), folders=folders)
    try:
        app.loader.start()
        limit = time.perf_counter() + 60
        app.frame([], 1 / 60)
        app.scene.open("network")
        while app.scene.tab.findings is None and time.perf_counter() < limit:
            app.frame(pygame.event.get(), 1 / 60)
            time.sleep(1 / 60)
        assert app.scene.tab.findings is not None
        assert "network" in {thread.name for thread in threading.enumerate()}
    finally:
        app.close()
