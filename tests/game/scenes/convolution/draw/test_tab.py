"""Draw and convolve: the canvas, the kernel, pictures in and out."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from game.app.app import App
from game.scenes.convolution.kernel_presets import preset
from game.ui.surfaces import to_array
from models.base.gallery import gallery
from tests.game.scenes.convolution.conftest import Use, frames, post, press, tap


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
    assert not canvas.painting.history.can_undo


def test_kernel_size_padding_and_typing(lab: Use) -> None:
    app = lab()
    panel = app.scene.tab.panel
    press(app, "#rows_more")
    press(app, "#columns_less")
    assert panel.setup.shape == (4, 2)
    press(app, "#padding_more")
    assert panel.setup.padding == "reflect"
    press(app, "#laid_convolution")
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
    app.dialogs.close()
    assert "mine" in [setup.name for setup in app.scene.tab.panel.all()]
    assert (app.folders.config / "kernels.json").exists()


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
    assert not app.scene.bench.painting.history.can_undo


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


def test_a_link_shows_the_numbers_of_pixels_and_leads_back_after_free_play(lab: Use) -> None:
    app = lab("shift")
    app.go("convolution/draw?picture=cat&zoom=pixels")
    frames(app, 4)
    tab, bench = app.scene.tab, app.scene.bench
    assert bench.picture == "cat"
    _, _, width, _ = bench.canvas.view.frame(bench.painting.size, bench.canvas.room)
    assert width / bench.painting.size[0] > 40, "large enough for three numbers"
    before = to_array(app.screen).copy()
    assert (cut(before, bench.canvas.room) > 220).all(axis=2).any(), "ink: the picture itself is darker"
    bench.painting.clear()
    bench.canvas.view.reset()
    tab.choose("gabor")
    frames(app, 3)
    assert bench.picture == ""
    app.go("convolution/draw?picture=cat&zoom=pixels")
    frames(app, 4)
    room = bench.canvas.room
    np.testing.assert_array_equal(to_array(app.screen.subsurface(room)), cut(before, room))
    assert "zoom=pixels" in str(app.scene.link())
    app.go("convolution/draw?kernel=box")
    frames(app, 3)
    assert (tab.panel.setup.name, bench.canvas.view.zoom) == ("box_3", 1.0)


def cut(picture: np.ndarray, rect: pygame.Rect) -> np.ndarray:
    return picture[rect.y : rect.bottom, rect.x : rect.right]


def test_sharpening_is_written_out_until_another_kernel_comes(lab: Use) -> None:
    app = lab("draw")
    app.go("convolution/draw?kernel=sharpen&built=1")
    frames(app, 3)
    tab = app.scene.tab
    assert (tab.built, tab.panel.setup.name) == (True, "sharpen")
    written = cut(to_array(app.screen), tab._strip)
    press(app, "#step_box_3")
    assert tab.built
    tab.choose("gabor")
    assert not tab.built
    frames(app)
    assert (cut(to_array(app.screen), tab._strip) != written).any()
    app.go("convolution/draw?kernel=sharpen")
    frames(app, 2)
    assert not tab.built


def test_a_kernel_by_link_comes_with_nothing_of_the_one_before(lab: Use) -> None:
    app = lab("draw")
    app.scene.tab.panel._set(stride=3, grey=True, flip=True)
    app.go("convolution/draw?kernel=sobel-horizontal")
    frames(app, 2)
    assert app.scene.tab.panel.setup == preset("sobel_horizontal")


def test_links_take_kernels_and_pictures_and_are_told_again(lab: Use) -> None:
    app = lab("steal")
    app.go("convolution/draw?kernel=sobel-vertical&picture=coffee")
    frames(app, 4)
    assert app.scene.tab.panel.setup.name == "sobel_vertical"
    assert app.scene.bench.painting.size[0] == 512
    assert str(app.scene.link()) == "convolution/draw?kernel=sobel-vertical&picture=coffee"
    for wrong in ("kernel=sobel", "picture=nothing", "zoom=9"):
        app.go(f"convolution/draw?{wrong}")
        frames(app, 2)
    assert app.scene.tab.panel.setup.name == "sobel_vertical"
    assert sum("link" in text.lower() for text in app.toasts.texts) >= 1
