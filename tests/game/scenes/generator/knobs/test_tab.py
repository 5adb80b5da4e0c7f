"""The generator's room: every knob, and what the portrait makes of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image

from game.scenes.generator import network_calls
from game.scenes.generator.enlarging import magnified
from game.scenes.generator.knobs.session import VECTORS
from game.scenes.generator.knobs.tab import written
from game.scenes.generator.latent_files import Origin, portrait_png, read_origin
from game.ui.settings import Folders
from game.ui.surfaces import to_array
from models.base.weights import WeightsError
from tests.game.conftest import Driver, QuickGan

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    driver = open_app("generator")
    driver.frames(20)
    return driver


def session(driver: Driver) -> Any:
    return driver.scene.tabs["knobs"].session


def latent(driver: Driver) -> np.ndarray:
    found: np.ndarray = session(driver).point.latent.copy()
    return found


def assert_drawn(driver: Driver, wanted: np.ndarray | None = None) -> None:
    """The portrait on the screen is the one of the latent in hand."""
    wanted = latent(driver) if wanted is None else wanted
    np.testing.assert_allclose(latent(driver), wanted, atol=1e-5)
    drawn = session(driver).drawn
    np.testing.assert_allclose(drawn.latent, wanted, atol=1e-5)
    np.testing.assert_array_equal(drawn.picture, QuickGan().make(drawn.latent))
    rect = driver.scene.tab.portrait.picture
    shown = to_array(driver.app.screen.subsurface(rect))
    middle = shown[rect.height * 33 // 64, rect.width // 2]
    assert abs(int(middle[0]) - int(drawn.picture[33, 32, 0])) < 60


def test_it_begins_with_the_portrait_of_the_seed(open_app: Open) -> None:
    driver = open_app("generator", seed=5)
    driver.frames(3)
    assert_drawn(driver, QuickGan().sample(5, 0.8))
    assert driver.widget("#seed").get_text() == "5"


def test_random_draws_another_portrait_and_says_its_seed(driver: Driver) -> None:
    before = latent(driver)
    driver.press_button("#random")
    driver.frames(2)
    seed = int(driver.widget("#seed").get_text())
    assert seed != 1
    assert np.abs(latent(driver) - before).max() > 0.5
    assert_drawn(driver, QuickGan().sample(seed, 0.8))
    driver.tap(pygame.K_r)
    driver.frames(2)
    assert int(driver.widget("#seed").get_text()) != seed


def enter(driver: Driver, text: str) -> None:
    """Type characters as SDL reports them: a key, and the text that it makes."""
    for character in text:
        key = pygame.key.key_code(character)
        driver.press(key, unicode=character)
        driver.post(pygame.TEXTINPUT, text=character)
        driver.release(key)


def test_a_seed_that_is_typed_draws_its_portrait(driver: Driver) -> None:
    driver.click(driver.widget("#seed").rect.center)
    assert driver.app.commands.typing
    driver.widget("#seed").set_text("")
    enter(driver, "42")
    assert driver.app.scene_id == "generator", "digits are typed, they do not change the scene"
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert_drawn(driver, QuickGan().sample(42, 0.8))
    assert not driver.app.commands.typing


def test_escape_leaves_the_seed_as_it_was(driver: Driver) -> None:
    before = latent(driver)
    driver.click(driver.widget("#seed").rect.center)
    enter(driver, "7")
    assert driver.widget("#seed").get_text() != "1"
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert driver.app.scene_id == "generator"
    assert driver.widget("#seed").get_text() == "1"
    np.testing.assert_array_equal(latent(driver), before)


# ---------------------------------------------------------------------- knobs


def drag(driver: Driver, name: str, share: float) -> None:
    """Drag a slider's grip to a share of its way."""
    slider = driver.widget(name)
    grip, bar = slider.sliding_button.rect, slider.rect
    half = grip.width // 2
    end = (round(bar.x + half + (bar.width - 2 * half) * share), bar.centery)
    driver.move(grip.center)
    driver.down(grip.center)
    for step in range(1, 7):
        at = (grip.centerx + (end[0] - grip.centerx) * step // 6, end[1])
        driver.move(at, 1)
    driver.up(end)
    driver.frames(3)


def test_dragging_a_named_slider_turns_that_one_and_no_other(driver: Driver) -> None:
    before = latent(driver)
    drag(driver, "#knob_hair_colour", 1.0)
    after = latent(driver)
    assert session(driver).positions["hair_colour"] == pytest.approx(1.0, abs=0.02)
    assert np.flatnonzero(np.abs(after - before) > 1e-5).tolist() == [22]
    assert_drawn(driver)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(3)
    np.testing.assert_allclose(latent(driver), before, atol=1e-6)
    assert_drawn(driver)
    driver.press_button("#redo")
    driver.frames(3)
    np.testing.assert_allclose(latent(driver), after, atol=1e-6)


def test_a_named_slider_is_turned_by_keyboard(driver: Driver) -> None:
    before = session(driver).positions["glasses"]
    for _ in range(200):
        driver.tap(pygame.K_TAB)
        current = driver.app.focus.current
        if current is not None and current.object_ids[-1] == "#knob_glasses":
            break
    driver.tap(pygame.K_LEFT if before > 0.5 else pygame.K_RIGHT)
    driver.frames(4)
    after = session(driver).positions["glasses"]
    assert abs(after - before) > 0.2
    assert_drawn(driver)


def test_a_click_on_a_swatch_takes_that_colour(driver: Driver) -> None:
    row = next(row for row in driver.scene.tab.knobs.rows if row.direction.name == "skin")
    strip = row._strip
    driver.click((strip.right - 5, strip.centery))
    driver.frames(3)
    assert session(driver).positions["skin"] == pytest.approx(1.0)
    assert row.value == driver.app.t("generator.class_skin_deep")
    driver.click((strip.x + 5, strip.centery))
    driver.frames(3)
    assert row.value == driver.app.t("generator.class_skin_pale")


def test_the_sliders_stand_where_the_latent_is_read(driver: Driver) -> None:
    driver.tap(pygame.K_r)
    driver.frames(20)
    wanted = QuickGan().read(latent(driver))
    for row in driver.scene.tab.knobs.rows:
        assert row.position == pytest.approx(wanted[row.direction.name], abs=1e-4)
        assert row.slider.get_current_value() == pytest.approx(row.position, abs=0.01)


def test_directions_without_names(driver: Driver) -> None:
    assert not driver.has("#knob_pc_1")
    driver.press_button("#knobs_unnamed")
    driver.frames(2)
    assert not driver.has("#knob_hair_colour")
    before = latent(driver)
    drag(driver, "#knob_pc_3", 1.0)
    changed = np.flatnonzero(np.abs(latent(driver) - before) > 1e-5)
    assert changed.tolist() == [2]
    assert latent(driver)[2] == pytest.approx(3.0, abs=0.1)
    driver.tap(pygame.K_d)
    driver.frames(2)
    assert driver.has("#knob_hair_colour")


# ---------------------------------------------------------------------- the vector


def chart(driver: Driver) -> Any:
    return driver.scene.tab.chart


def spot(driver: Driver, bar: int, value: float) -> tuple[int, int]:
    return chart(driver).bar(bar).centerx, chart(driver).height(value)


def test_a_hand_paints_across_the_bars_and_leaves_none_out(driver: Driver) -> None:
    before = latent(driver)
    driver.stroke(spot(driver, 10, 2.0), spot(driver, 30, -2.0))
    driver.frames(2)
    after = latent(driver)
    np.testing.assert_allclose(after[10:31], np.linspace(2, -2, 21), atol=0.15)
    np.testing.assert_allclose(np.delete(after, range(10, 31)), np.delete(before, range(10, 31)), atol=1e-5)
    assert_drawn(driver)
    driver.press_button("#undo")
    driver.frames(2)
    np.testing.assert_allclose(latent(driver), before, atol=1e-6)


def test_the_right_button_sets_a_number_to_zero_and_the_wheel_turns_it(driver: Driver) -> None:
    at = spot(driver, 40, 1.5)
    driver.stroke(at, button=3)
    driver.frames(2)
    assert latent(driver)[40] == pytest.approx(0, abs=1e-6)
    driver.wheel(at, 3)
    driver.frames(2)
    assert latent(driver)[40] == pytest.approx(0.3, abs=1e-5)


def test_a_number_is_changed_by_arrow_keys(driver: Driver) -> None:
    before = latent(driver)
    for key in (pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_UP, pygame.K_UP):
        driver.tap(key)
    driver.frames(2)
    wanted = before.copy()
    wanted[1] = min(before[1] + 0.2, 3)
    np.testing.assert_allclose(latent(driver), wanted, atol=1e-5)
    driver.tap(pygame.K_DOWN, pygame.KMOD_SHIFT)
    driver.frames(2)
    assert latent(driver)[1] == pytest.approx(wanted[1] - 0.5, abs=1e-5)


def test_the_slides_vectors_stand_on_the_screen_as_on_the_slides(driver: Driver) -> None:
    words = [driver.widget(f"#slide_{number}").text for number in (1, 2, 3)]
    assert words == [
        "(0.4, −2, 0.9, 1.7, −0.4, 1)",
        "(0.05, −0.1, −1.2, −1.7, −0.9, 1.3)",
        "(0.05, 0.1, 1.2, 1.7, 0.9, 1.3)",
    ]
    assert [written(vector) for vector in VECTORS] == words
    np.testing.assert_array_equal(np.abs(VECTORS[1]), VECTORS[2])


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_slides_vector_becomes_the_first_numbers(driver: Driver, index: int) -> None:
    before = latent(driver)
    driver.press_button(f"#slide_{index + 1}")
    driver.frames(2)
    np.testing.assert_allclose(latent(driver)[:6], VECTORS[index], atol=1e-5)
    np.testing.assert_allclose(latent(driver)[6:], before[6:], atol=1e-6)
    assert_drawn(driver)
    assert [driver.widget(f"#slide_{n + 1}").is_selected for n in range(3)] == [n == index for n in range(3)]


def test_v_goes_from_slide_to_slide(driver: Driver) -> None:
    for index in (0, 1, 2, 0):
        driver.tap(pygame.K_v)
        driver.frames(2)
        assert session(driver).slide == index


def test_flip_mean_and_reset(driver: Driver) -> None:
    before = latent(driver)
    driver.press_button("#flip")
    driver.frames(2)
    assert_drawn(driver, -before)
    driver.press_button("#mean")
    driver.frames(2)
    assert_drawn(driver, np.zeros(64, np.float32))
    driver.press_button("#reset")
    driver.frames(2)
    assert_drawn(driver, before)
    for _ in range(3):
        driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(2)
    np.testing.assert_allclose(latent(driver), before, atol=1e-6)


def test_truncation_scales_all_numbers_and_gives_them_back(driver: Driver) -> None:
    before = latent(driver)
    drag(driver, "#truncation", 0.0)
    assert_drawn(driver, np.zeros(64, np.float32))
    drag(driver, "#truncation", 1.0)
    assert_drawn(driver, before / 0.8 * 1.5)
    driver.tap(pygame.K_LEFTBRACKET)
    driver.frames(2)
    assert_drawn(driver, before / 0.8 * 1.45)


# ---------------------------------------------------------------------- neighbours


def test_the_neighbours_are_those_of_the_portrait(driver: Driver) -> None:
    wanted = QuickGan().neighbours(latent(driver), 0.4, 8, 0)
    found = session(driver).neighbours
    assert sorted(found) == list(range(8))
    for index, neighbour in found.items():
        np.testing.assert_allclose(neighbour.latent, wanted[index], atol=1e-5)
        np.testing.assert_array_equal(neighbour.picture, QuickGan().make(neighbour.latent))


def test_a_click_walks_to_a_neighbour(driver: Driver) -> None:
    before, wanted = latent(driver), session(driver).neighbours[2].latent.copy()
    driver.press_button("#neighbour_3")
    driver.frames(20)
    assert_drawn(driver, wanted)
    np.testing.assert_allclose(
        session(driver).neighbours[2].latent, QuickGan().neighbours(wanted, 0.4, 8, 0)[2], atol=1e-4
    )
    driver.press_button("#undo")
    driver.frames(2)
    np.testing.assert_allclose(latent(driver), before, atol=1e-6)


def test_radius_and_others_look_elsewhere(driver: Driver) -> None:
    first = session(driver).neighbours[0].latent.copy()
    driver.tap(pygame.K_n)
    driver.frames(20)
    second = session(driver).neighbours[0].latent.copy()
    assert np.abs(first - second).max() > 0.1
    before = np.abs(second - latent(driver)).mean()
    drag(driver, "#radius", 1.0)
    driver.frames(20)
    after = np.abs(session(driver).neighbours[0].latent - latent(driver)).mean()
    assert after == pytest.approx(before * 2.5, rel=0.05)


# ---------------------------------------------------------------------- from A to B


def test_between_a_and_b(driver: Driver) -> None:
    a = latent(driver)
    driver.tap(pygame.K_a)
    driver.tap(pygame.K_r)
    driver.frames(3)
    b = latent(driver)
    driver.press_button("#set_b")
    drag(driver, "#share", 0.5)
    share = session(driver).playback.share
    assert share == pytest.approx(0.5, abs=0.03)
    assert_drawn(driver, (1 - share) * a + share * b)
    driver.tap(pygame.K_a, pygame.KMOD_SHIFT)
    driver.frames(2)
    assert_drawn(driver, a)
    driver.press_button("#go_b")
    driver.frames(2)
    assert_drawn(driver, b)


def test_the_morph_goes_there_and_back_until_it_is_stopped(driver: Driver) -> None:
    playback = session(driver).playback
    driver.tap(pygame.K_SPACE)
    shares = []
    for _ in range(7 * 20):
        driver.frames(1, 0.05)
        shares.append(playback.share)
    assert max(shares) > 0.99
    assert max(abs(b - a) for a, b in pairwise(shares)) < 0.05
    turning = int(np.argmax(shares))
    assert min(shares[turning:]) < 0.05
    assert_drawn(driver)
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "generator"
    assert playback.playing is None
    before = latent(driver)
    driver.frames(10, 0.05)
    np.testing.assert_array_equal(latent(driver), before)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(2)
    assert_drawn(driver, QuickGan().sample(1, 0.8)), "one step back, and it is as before"


def test_the_walk_never_jumps_and_never_stands_still(driver: Driver) -> None:
    driver.press_button("#walk")
    path = [latent(driver)]
    for _ in range(160):
        driver.frames(1, 0.05)
        path.append(latent(driver))
    steps = [float(np.linalg.norm(b - a)) for a, b in pairwise(path)]
    assert max(steps) < 1.5
    assert np.linalg.norm(path[-1] - path[0]) > 3
    assert np.linalg.norm(path[60] - path[120]) > 3
    driver.press_button("#walk")
    assert session(driver).playback.playing is None


# ---------------------------------------------------------------------- files


def export(driver: Driver, path: Path) -> None:
    driver.scene.tab.save()
    driver.window().picked(path)
    driver.app.dialogs.close()
    driver.frames(3)


def test_an_exported_portrait_comes_back_exactly(driver: Driver, tmp_path: Path) -> None:
    drag(driver, "#knob_skin", 1.0)
    wanted = latent(driver)
    export(driver, tmp_path / "me.png")
    assert any("me.png" in words for words in driver.toasts)
    found = read_origin(tmp_path / "me.png")
    assert found is not None
    np.testing.assert_array_equal(found.latent, wanted)
    driver.tap(pygame.K_r)
    driver.frames(3)
    driver.post(pygame.DROPFILE, file=str(tmp_path / "me.png"))
    driver.frames(3)
    np.testing.assert_array_equal(latent(driver), wanted)
    assert_drawn(driver)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(2)
    assert np.abs(latent(driver) - wanted).max() > 0.1


def seed_box(driver: Driver) -> str:
    return str(driver.widget("#seed").get_text())


def open_portrait(driver: Driver, path: Path, picture: np.ndarray, origin: Origin) -> None:
    path.write_bytes(portrait_png(picture, origin))
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(4)


@pytest.mark.parametrize("truncation", [1.0, 0.3])
def test_a_seed_comes_back_with_the_file(driver: Driver, tmp_path: Path, truncation: float) -> None:
    wanted = QuickGan().sample(77) * np.float32(truncation)
    open_portrait(driver, tmp_path / "a.png", QuickGan().make(wanted), Origin(wanted, 77))
    assert seed_box(driver) == "77"
    assert session(driver).origin.seed == 77
    np.testing.assert_array_equal(latent(driver), wanted)
    assert f"seed=77&truncation={truncation:g}" in str(driver.scene.link())


@pytest.mark.parametrize("enlarged", [False, True])
def test_a_portrait_that_was_painted_over_is_not_restored(
    driver: Driver, tmp_path: Path, enlarged: bool
) -> None:
    wanted = QuickGan().sample(77)
    picture = QuickGan().make(wanted)
    if enlarged:
        picture = magnified(picture, 512, smooth=True)
    picture[10 : 10 + len(picture) // 16, 20 : 20 + len(picture) // 16] = (255, 0, 255)
    open_portrait(driver, tmp_path / "a.png", picture, Origin(wanted, 77))
    assert session(driver).found is not None, "it was looked for"
    assert seed_box(driver) == ""
    assert session(driver).origin.seed is None
    assert driver.app.t("generator.repainted", file="a.png") in driver.toasts
    assert driver.app.t("generator.restored", file="a.png") not in driver.toasts


def test_a_seed_that_does_not_draw_the_portrait_is_not_believed(driver: Driver, tmp_path: Path) -> None:
    wanted = QuickGan().sample(77)
    open_portrait(driver, tmp_path / "a.png", QuickGan().make(wanted), Origin(wanted, 7))
    np.testing.assert_array_equal(latent(driver), wanted)
    assert seed_box(driver) == ""
    assert session(driver).origin.seed is None


def test_the_seed_box_goes_with_the_portrait(driver: Driver, tmp_path: Path) -> None:
    assert seed_box(driver) == "1"
    Image.fromarray(QuickGan().make(np.linspace(-2, 2, 64, dtype=np.float32))).save(tmp_path / "b.png")
    driver.post(pygame.DROPFILE, file=str(tmp_path / "b.png"))
    driver.frames(4)
    assert seed_box(driver) == "", "no seed draws this one"
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(2)
    assert seed_box(driver) == "1"
    drag(driver, "#knob_skin", 1.0)
    assert seed_box(driver) == "1"
    assert driver.app.t("generator.edited", seed=1) in driver.scene.tab.side.status()


def test_any_other_picture_gives_the_nearest_portrait(driver: Driver, tmp_path: Path) -> None:
    wanted = np.linspace(-2, 2, 64, dtype=np.float32)
    Image.fromarray(QuickGan().make(wanted)).save(tmp_path / "b.png")
    driver.post(pygame.DROPFILE, file=str(tmp_path / "b.png"))
    driver.frames(4)
    np.testing.assert_allclose(latent(driver), wanted, atol=0.1)
    assert "24" in driver.scene.tab.side.status()
    assert driver.scene.tab.side.status() == driver.app.t("generator.found", psnr="24.0")
    driver.tap(pygame.K_r)
    driver.frames(3)
    assert session(driver).found is None


def test_a_scribble_is_said_to_be_far(driver: Driver, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "c.png")
    driver.post(pygame.DROPFILE, file=str(tmp_path / "c.png"))
    driver.frames(4)
    assert driver.scene.tab.side.status() == driver.app.t("generator.found_far", psnr="24.0")


def test_a_copied_portrait_is_pasted_exactly(driver: Driver) -> None:
    wanted = latent(driver)
    driver.tap(pygame.K_c, pygame.KMOD_CTRL)
    driver.tap(pygame.K_r)
    driver.frames(3)
    driver.tap(pygame.K_v, pygame.KMOD_CTRL)
    driver.frames(4)
    np.testing.assert_array_equal(latent(driver), wanted)


def test_a_broken_file_is_reported_and_changes_nothing(driver: Driver, tmp_path: Path) -> None:
    before = latent(driver)
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    driver.post(pygame.DROPFILE, file=str(tmp_path / "bad.png"))
    driver.frames(3)
    assert any("bad.png" in words for words in driver.toasts)
    np.testing.assert_array_equal(latent(driver), before)


@pytest.mark.parametrize("kind", ["morph", "walk"])
def test_a_film_ends_where_it_begins(driver: Driver, tmp_path: Path, kind: str) -> None:
    session(driver).playback.kind = kind
    driver.tap(pygame.K_s, pygame.KMOD_CTRL | pygame.KMOD_SHIFT)
    driver.window().picked(tmp_path / "film.gif")
    driver.app.dialogs.close()
    driver.frames(3)
    with Image.open(tmp_path / "film.gif") as film:
        count = film.n_frames
        shown = []
        for index in (0, 1, count // 4, count // 2, count - 1):
            film.seek(index)
            shown.append(np.asarray(film.convert("RGB")).astype(int))
    assert count > 40
    near = np.abs(shown[-1] - shown[0]).mean()
    assert near < 12
    assert np.abs(shown[3] - shown[0]).mean() > 2 * near
    assert any("film.gif" in words for words in driver.toasts)


def test_a_film_without_a_place_to_go_is_reported(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    driver.tap(pygame.K_s, pygame.KMOD_CTRL | pygame.KMOD_SHIFT)
    driver.window().picked(tmp_path / "file" / "film.gif")
    driver.app.dialogs.close()
    driver.frames(3)
    assert driver.toasts


# ---------------------------------------------------------------------- trouble


@pytest.mark.parametrize("code", ["missing", "changed"])
def test_missing_weights_are_explained(
    code: str, open_app: Open, monkeypatch: pytest.MonkeyPatch, cut_texts: list[str]
) -> None:
    def fail(weights: Path | None, data: str = "portraits") -> Any:
        raise WeightsError(code, "gan.safetensors")

    monkeypatch.setattr(network_calls, "load_networks", fail)
    for lang in ("en", "ru"):
        driver = open_app("generator", lang=lang)
        driver.frames(4)
        assert driver.scene.tab.portrait.trouble() == driver.app.t(f"generator.weights_{code}")
        for name in ("#random", "#flip", "#undo", "#slide_1", "#walk", "#morph", "#film", "#save", "#set_a"):
            driver.press_button(name)
            driver.frames(2)
        driver.tap(pygame.K_UP)
        driver.press_button("#pixels")
    assert not cut_texts


def test_it_says_that_it_waits_for_the_libraries(open_app: Open) -> None:
    driver = open_app("generator", load=False)
    driver.frames(3)
    assert session(driver).drawn is None
    assert driver.scene.tab.portrait.waiting() == driver.app.t("app.loading")
    driver.app.loader.start()
    driver.frames(5)
    assert_drawn(driver, QuickGan().sample(1, 0.8))


def test_an_error_is_shown_and_the_next_try_may_succeed(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: QuickGan, seed: int, truncation: float = 1.0) -> np.ndarray:
        raise RuntimeError("out of memory")

    before = latent(driver)
    with monkeypatch.context() as patch:
        patch.setattr(QuickGan, "sample", fail)
        driver.tap(pygame.K_r)
        driver.frames(2)
        assert "out of memory" in driver.scene.tab.portrait.trouble()
    np.testing.assert_array_equal(latent(driver), before)
    driver.tap(pygame.K_r)
    driver.frames(3)
    assert driver.scene.tab.portrait.trouble() == ""
    assert_drawn(driver)


# ---------------------------------------------------------------------- the scene


def test_what_was_set_is_remembered(open_app: Open, folders: Folders) -> None:
    driver = open_app("generator")
    driver.frames(5)
    drag(driver, "#truncation", 0.6)
    driver.tap(pygame.K_p)
    driver.tap(pygame.K_d)
    driver.app.go("menu")
    driver.frames(2)
    again = open_app("generator")
    again.frames(3)
    prefs = session(again).prefs
    assert prefs.truncation == pytest.approx(0.9, abs=0.03)
    assert not prefs.smooth
    assert prefs.knobs == "unnamed"
    assert again.widget("#pixels").is_selected


def test_a_new_layout_keeps_the_portrait(driver: Driver) -> None:
    drag(driver, "#knob_skin", 1.0)
    before = latent(driver)
    driver.app.change(language="ru")
    driver.frames(4)
    np.testing.assert_array_equal(latent(driver), before)
    assert_drawn(driver)
    assert sorted(session(driver).neighbours) == list(range(8))


def test_pixels_or_smooth(driver: Driver) -> None:
    driver.stroke(*(spot(driver, bar, 2.0 if bar % 2 else -2.0) for bar in range(64)))
    driver.frames(3)

    def colours() -> int:
        return len(
            np.unique(to_array(driver.app.screen.subsurface(driver.scene.tab.portrait.picture))[:, 50])
        )

    smooth = colours()
    driver.tap(pygame.K_p)
    driver.frames(3)
    assert colours() < smooth


def test_it_plays_itself(driver: Driver) -> None:
    seen = set()
    for _ in range(400):
        driver.scene.tab.attract(0.1)
        driver.frames(1, 0.1)
        seen.add(latent(driver).tobytes())
    assert len(seen) > 150
    assert driver.app.scene_id == "generator"


def test_leaving_stops_what_plays(driver: Driver) -> None:
    driver.tap(pygame.K_w)
    assert session(driver).playback.playing == "walk"
    driver.app.go("menu")
    driver.frames(2)
    assert driver.app.stage.scenes["generator"].tabs["knobs"].session.playback.playing is None


def test_a_late_answer_does_not_undo_what_was_done_meanwhile(driver: Driver) -> None:
    first = latent(driver)
    session(driver).turn("skin", 1.0)
    session(driver).undo()
    driver.frames(4)
    assert_drawn(driver, first)


# ---------------------------------------------------------------------- links


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_link_shows_a_slides_vector(number: int, open_app: Open) -> None:
    driver = open_app("generator")
    driver.app.go(f"generator/knobs?vector=slide-{number}&seed=7&truncation=0.6")
    driver.frames(5)
    wanted = QuickGan().sample(7, 0.6)
    wanted[:6] = VECTORS[number - 1]
    assert_drawn(driver, wanted)
    link = str(driver.scene.link())
    driver.tap(pygame.K_r)
    driver.frames(3)
    driver.app.go(link)
    driver.frames(3)
    assert_drawn(driver, wanted)
    assert str(driver.scene.link()) == link


def test_a_link_leads_to_the_same_portrait_after_free_play(driver: Driver) -> None:
    driver.app.go("generator/knobs?vector=slide-2")
    driver.frames(5)
    first = latent(driver).copy()
    driver.tap(pygame.K_r)
    driver.tap(pygame.K_RIGHTBRACKET)
    driver.frames(3)
    assert (latent(driver) != first).any()
    driver.app.go("generator/knobs?vector=slide-2")
    driver.frames(5)
    np.testing.assert_array_equal(latent(driver), first)


def test_a_slide_by_link_waits_for_the_libraries(open_app: Open) -> None:
    driver = open_app("generator", load=False)
    driver.app.go("generator/knobs?vector=slide-2")
    driver.frames(3)
    driver.app.loader.start()
    driver.frames(6)
    assert session(driver).slide == 1


def test_a_seed_by_link_is_told_again(driver: Driver) -> None:
    driver.app.go("generator/knobs?seed=42&truncation=1.1")
    driver.frames(3)
    assert_drawn(driver, QuickGan().sample(42, 1.1))
    assert str(driver.scene.link()) == "generator/knobs?seed=42&truncation=1.1"


@pytest.mark.parametrize(
    "wrong", ["vector=slide-4", "seed=-1", "seed=many", "truncation=9", "latent=AAAA", "latent=!", "size=3"]
)
def test_a_wrong_link_gives_a_message_and_changes_nothing(wrong: str, driver: Driver) -> None:
    before, said = latent(driver), len(driver.toasts)
    driver.app.go(f"generator/knobs?{wrong}")
    driver.frames(3)
    assert len(driver.toasts) > said
    np.testing.assert_array_equal(latent(driver), before)


def test_a_name_with_dots_is_kept_whole(driver: Driver, tmp_path: Path) -> None:
    export(driver, tmp_path / "holiday 12.07.2024")
    assert [path.name for path in tmp_path.glob("holiday*")] == ["holiday 12.07.2024.png"]


def test_the_chosen_sliders_stay_marked_when_they_are_chosen_again(driver: Driver) -> None:
    for _ in range(2):
        driver.press_button("#knobs_named")
        driver.frames(2)
        assert driver.widget("#knobs_named").is_selected
    driver.press_button("#knobs_unnamed")
    driver.frames(2)
    assert driver.widget("#knobs_unnamed").is_selected
    assert not driver.widget("#knobs_named").is_selected
