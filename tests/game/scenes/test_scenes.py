"""Every scene in every language at several sizes: entered, drawn, used, left, entered again, closed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest
from pygame_gui.elements import UIButton, UILabel, UITextBox

from game.scenes import SCENES
from game.ui.surfaces import to_array
from tests.game.conftest import Driver

SIZES = [(960, 600), (1280, 800), (1920, 1080)]
LOOKS = [(lang, size, "dark") for size in SIZES for lang in ("ru", "en")] + [("en", (1280, 800), "light")]
NAMES = [f"{lang}-{size[0]}x{size[1]}-{theme}" for lang, size, theme in LOOKS]
IDS = ["lecture", "splash", *(spec.id for spec in SCENES)]

Open = Callable[..., Driver]


def assert_nothing_sticks_out(driver: Driver) -> None:
    """No widget lies outside the window, and no button's or label's words outside their widget."""
    window = driver.app.screen.get_rect()
    seen = 0
    for widget in driver.widgets():
        if type(widget).__name__ in ("UIContainer", "UIAutoResizingContainer"):
            continue
        seen += 1
        assert window.contains(widget.rect), f"{widget.object_ids} at {widget.rect}"
        assert min(widget.rect.size) > 0, widget.object_ids
        if isinstance(widget, (UIButton, UILabel)) and widget.text:
            width, height = widget.font.get_rect(widget.text).size
            icon = 0
            above = getattr(widget, "text_vert_alignment", "") == "bottom"  # the icon stands over its caption
            if isinstance(widget, UIButton) and widget.normal_images and not above:
                icon = widget.normal_images[0].get_width()
            assert width + icon <= widget.rect.width, f"{widget.text!r} in {widget.rect}"
            assert height <= widget.rect.height, f"{widget.text!r} in {widget.rect}"
    assert seen > 2


def assert_no_two_overlap(buttons: list[UIButton]) -> None:
    for index, a in enumerate(buttons):
        for b in buttons[index + 1 :]:
            assert not a.rect.colliderect(b.rect), f"{a.object_ids} and {b.object_ids}"


def assert_drawn(driver: Driver) -> None:
    assert driver.colours() > 40, "the screen is all but blank"


def assert_draws_change_nothing(driver: Driver) -> None:
    """Drawing twice gives the same picture: it changes no state."""
    pictures = []
    for _ in range(2):
        screen = pygame.Surface(driver.app.screen.get_size(), depth=32)
        driver.scene.draw(screen)
        pictures.append(pygame.surfarray.array3d(screen))
    np.testing.assert_array_equal(pictures[0], pictures[1])


def use_convolution(driver: Driver) -> None:
    scene = driver.scene
    before, result = scene.bench.painting.array(), scene.tab.live.result.copy()
    canvas = scene.canvas.rect
    driver.stroke(canvas.center, (canvas.centerx + 40, canvas.centery + 30), (canvas.x + 20, canvas.y + 20))
    painted = scene.bench.painting.array()
    assert (painted != before).any(), "the stroke is on the canvas"
    assert (scene.tab.live.result != result).any(), "and the result follows"
    x, y = scene.canvas.to_picture(canvas.center)
    assert tuple(painted[int(y), int(x)]) == scene.canvas.colour

    assert driver.widget("#undo").is_enabled
    driver.press_button("#undo")
    np.testing.assert_array_equal(scene.bench.painting.array(), before)
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(scene.bench.painting.array(), painted)

    result = scene.tab.live.result.copy()
    driver.choose_kernel("identity")
    np.testing.assert_array_equal(scene.tab.panel.grid.matrix, [[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    assert driver.widget("#step_identity").is_selected
    assert driver.widget("#kernels").text == driver.app.t("kernel.identity")
    np.testing.assert_allclose(scene.tab.live.result, painted)
    assert (scene.tab.live.result != result).any()

    driver.click(scene.tab.panel.grid.place((1, 1)).center)
    driver.type("2")
    driver.tap(pygame.K_RETURN)
    assert scene.tab.panel.grid.matrix[1, 1] == 2
    np.testing.assert_allclose(scene.tab.live.result, 2.0 * painted)
    assert not driver.widget("#step_identity").is_selected
    assert driver.widget("#kernels").text == driver.app.t("kernel.own")
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "convolution", "Escape left the cell, not the scene"

    driver.press_button("#mode_signed")
    assert scene.tab.panel.setup.mode == "signed"
    driver.move(scene.tab.output.center)
    driver.frames()


def use_learning(driver: Driver) -> None:
    scene = driver.scene
    session, tab = scene.bench.session, scene.tab
    count, q = len(session.state.data), session.q
    at = tab.plane.at(0.9, -0.9)
    driver.click((round(at[0]), round(at[1])))
    assert len(session.state.data) == count + 1, "a click adds a point"
    assert session.q > q, "which lies far off"
    driver.press_button("#undo")
    assert len(session.state.data) == count
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert len(session.state.data) == count + 1

    dial = tab.dials.cell(1).center
    slope = float(session.w[1])
    driver.stroke(dial, (dial[0], dial[1] - 40))
    assert session.w[1] > slope, "a knob that is dragged up is turned up"
    for name in scene.names[1:]:
        driver.press_button(f"#tab_{name}")
        driver.frames(3)
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
        assert_drawn(driver)


def use_arena(driver: Driver) -> None:
    scene = driver.scene
    race = scene.race
    driver.press(pygame.K_UP)
    assert race.begun
    assert scene.action() == race.spec.actions[1]
    driver.frames(20)
    assert race.human.game.frames > 15
    driver.release(pygame.K_UP)
    assert scene.action() == 0

    seated = race.player.agent
    scene.training.step()
    driver.frames(2)
    assert scene.training.snapshot.agent.step > 0
    assert race.player.agent is scene.training.snapshot.agent, "the newest weights play"
    assert race.player.agent is not seated

    driver.press_button("#pause")
    frames = race.human.game.frames, race.machine.game.frames
    driver.frames(5)
    assert (race.human.game.frames, race.machine.game.frames) == frames
    assert driver.widget("#pause").is_selected
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    assert race.human.game.frames > frames[0]
    assert race.machine.game.frames > frames[1]


def use_inpainting(driver: Driver) -> None:
    scene = driver.scene
    masked, canvas = scene.shared.masked, scene.canvas
    before, picture = masked.bits.copy(), masked.array()
    at = canvas.rect.center
    driver.stroke(at, (at[0] + 60, at[1] + 50), (at[0] + 60, at[1] - 50))
    assert (masked.bits & ~before).any(), "the stroke is on the mask"
    driver.frames(2)
    result = to_array(scene.tab.result.outcome.surface)
    np.testing.assert_array_equal((result != picture).any(axis=2), masked.bits)

    driver.press_button("#undo")
    np.testing.assert_array_equal(masked.bits, before)
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert (masked.bits & ~before).any()

    driver.press_button("#layer_picture")
    driver.frames(2)
    driver.stroke(at, (at[0] - 40, at[1]))
    assert (masked.array() != picture).any(), "the other layer is the picture itself"
    driver.press_button("#layer_mask")
    driver.press_button("#look_error")
    driver.press_button("#mode_manual")
    driver.frames(2)


def use_gan(driver: Driver) -> None:
    driver.frames(12)
    session = driver.scene.tab.session
    first = session.point.latent.copy()
    assert len(session.neighbours) == 8
    driver.press_button("#slide_2")
    driver.frames(12)
    changed = session.point.latent.copy()
    assert (changed != first).any(), "the slide's vector is in place"
    np.testing.assert_array_equal(session.drawn.latent, changed)
    chart = driver.scene.tab.chart
    driver.stroke(chart.bar(20).center, (chart.bar(40).centerx, chart.room.y + 4))
    driver.press_button("#undo")
    driver.frames(12)
    np.testing.assert_array_equal(session.point.latent, changed)
    driver.press_button("#knobs_unnamed")
    driver.frames(3)
    assert_nothing_sticks_out(driver)
    assert_no_two_overlap(driver.buttons())
    driver.press_button("#knobs_named")
    driver.frames(3)
    assert_no_two_overlap(driver.buttons())


def use_detection(driver: Driver) -> None:
    scene = driver.scene
    bench = scene.bench
    assert scene.tab_id == "then"
    driver.tap(pygame.K_LEFT)
    assert bench.hand.step == bench.hand.last - 1
    driver.click(scene.canvas.rect.center)
    driver.frames(2)
    assert bench.hand.scanned.why is not None
    for link in ("now", "now?look=candidates&threshold=0.2", "now?look=anchors", "now?compare=1"):
        driver.app.go(f"detection/{link}")
        driver.frames(4)
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
        assert_drawn(driver)
    before = bench.painting.array()
    driver.tap(pygame.K_b)
    centre = scene.canvas.rect.center
    driver.stroke(centre, (centre[0] + 30, centre[1] + 20))
    assert (bench.painting.array() != before).any()
    driver.frames(2)
    assert bench.network.seen.question.version == bench.painting.version, "the network follows the stroke"
    driver.press_button("#undo")
    np.testing.assert_array_equal(bench.painting.array(), before)


def use_rewards(driver: Driver) -> None:
    session = driver.scene.tab.session
    assert session.progress is None
    driver.tap(pygame.K_SPACE)
    driver.frames(6)
    assert session.progress.reward.seen > 0
    assert session.progress.examples.seen > 0
    driver.press_button("#learn")
    seen = session.progress.reward.seen
    driver.frames(3)
    assert session.progress.reward.seen == seen, "it rests"
    driver.press_button("#teacher_more")
    assert session.settings.teacher == "weak"
    assert session.progress is None, "another teacher, another lesson"
    driver.press_button("#teacher_less")
    for name in driver.scene.names[1:]:
        driver.press_button(f"#tab_{name}")
        driver.frames(3)
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
        assert_drawn(driver)
    driver.press_button("#tab_paradigms")
    driver.frames(2)


def use_translation(driver: Driver) -> None:
    driver.frames(2)
    session = driver.scene.tab.session
    before = session.found.translation.text
    driver.press_button("#grammar")
    driver.frames(2)
    assert session.found.translation.text != before
    driver.press_button("#undo")
    driver.frames(2)
    assert session.found.translation.text == before
    for tab in ("learn", "compare"):
        driver.press_button(f"#tab_{tab}")
        driver.frames(2)
        assert driver.scene.tab_id == tab
        assert_nothing_sticks_out(driver)
    driver.press_button("#blind")
    driver.frames(3)
    assert driver.scene.tab.session.blind is not None
    assert_nothing_sticks_out(driver)
    driver.press_button("#blind")
    driver.frames(3)
    driver.press_button("#tab_rules")
    driver.frames(2)


def use_lecture(driver: Driver) -> None:
    driver.frames(4 * len(SCENES) + 4)
    for spec in SCENES:
        assert driver.has(f"#card_{spec.id}")
    before = driver.picture()
    driver.frames(60, 0.05)
    for spec in SCENES:
        card = driver.widget(f"#card_{spec.id}").rect
        now = driver.picture()
        part = (slice(card.y, card.bottom), slice(card.x, card.right))
        assert (now[part] != before[part]).any(), f"the preview of {spec.id} stands still"


def use_splash(driver: Driver) -> None:
    pass


USES = {
    "translation": use_translation,
    "convolution": use_convolution,
    "detection": use_detection,
    "learning": use_learning,
    "inpainting": use_inpainting,
    "generator": use_gan,
    "rewards": use_rewards,
    "arena": use_arena,
    "lecture": use_lecture,
    "splash": use_splash,
}


def state_of(driver: Driver) -> tuple[object, ...]:
    """What has to survive leaving a scene."""
    scene = driver.scene
    if scene.id == "convolution":
        return (
            scene.bench.painting.array().tobytes(),
            scene.tab.panel.grid.matrix.tobytes(),
            scene.tab.panel.setup.mode,
            scene.canvas.brush,
        )
    if scene.id == "inpainting":
        return (
            scene.shared.masked.array().tobytes(),
            scene.shared.masked.bits.tobytes(),
            scene.canvas.layer,
            scene.tab.session.look,
            scene.shared.prefs.live,
        )
    if scene.id == "learning":
        session = scene.bench.session
        return session.state.data.x.tobytes(), session.w.tobytes(), scene.tab_id
    if scene.id == "generator":
        session = scene.tab.session
        return session.point.latent.tobytes(), session.prefs.truncation, session.seed, scene.tab_id
    if scene.id == "detection":
        bench = scene.bench
        return bench.painting.array().tobytes(), bench.hand.settings, bench.network.threshold, scene.tab_id
    if scene.id == "rewards":
        return scene.tab.session.settings, scene.tab_id
    if scene.id == "translation":
        return scene.shared.prefs, scene.tab_id
    if scene.id == "arena":
        return scene.training.state, scene.race, scene.race.human.game.frames, scene.paused
    return ()


@pytest.mark.parametrize("scene_id", IDS)
@pytest.mark.parametrize(("lang", "size", "theme"), LOOKS, ids=NAMES)
def test_every_scene(
    scene_id: str,
    lang: str,
    size: tuple[int, int],
    theme: str,
    open_app: Open,
    cut_texts: list[str],
) -> None:
    driver = open_app(scene_id, lang=lang, size=size, theme=theme, load=scene_id != "splash")
    assert driver.app.scene_id == scene_id
    assert driver.app.screen.get_size() == size
    assert driver.app.t.code == lang
    assert_nothing_sticks_out(driver)
    assert_no_two_overlap(driver.buttons())
    assert_drawn(driver)

    USES[scene_id](driver)
    assert driver.app.scene_id == scene_id
    assert_nothing_sticks_out(driver)
    assert_drawn(driver)
    assert_draws_change_nothing(driver)
    assert not driver.toasts

    state = state_of(driver)
    driver.app.go("splash" if scene_id != "splash" else SCENES[0].id)
    driver.frames()
    assert driver.app.scene_id != scene_id
    driver.app.go(scene_id)
    driver.frames()
    assert driver.app.scene_id == scene_id
    assert_nothing_sticks_out(driver)
    assert_drawn(driver)
    if scene_id == "arena":
        assert state_of(driver)[:2] == state[:2]
    else:
        assert state_of(driver) == state
    assert not set(cut_texts)


@pytest.mark.parametrize("scene_id", ["lecture", *(spec.id for spec in SCENES)])
@pytest.mark.parametrize("scale", [0.75, 1.5])
def test_every_scale_that_the_window_has_room_for(
    scene_id: str, scale: float, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app(scene_id, lang="ru", size=(1920, 1080), scale=scale, load=scene_id != "splash")
    driver.frames(2)
    assert_nothing_sticks_out(driver)
    assert_no_two_overlap(driver.buttons())
    assert not set(cut_texts)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_settings_fit(size: tuple[int, int], lang: str, open_app: Open) -> None:
    driver = open_app("splash", lang=lang, size=size, load=False)
    driver.tap(pygame.K_F10)
    assert driver.app.dialog_open
    assert_nothing_sticks_out(driver)
    assert_inside(driver)
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open


@pytest.mark.parametrize("scene_id", IDS)
def test_every_scene_has_its_own_help(scene_id: str, open_app: Open) -> None:
    driver = open_app(scene_id, size=(960, 600), load=False)
    driver.tap(pygame.K_F1)
    box = next(w for w in driver.widgets() if isinstance(w, UITextBox))
    key = f"{scene_id}.help" if scene_id != "splash" else "lecture.help"
    assert box.html_text.startswith(driver.app.t(key))
    assert driver.app.t("help.keys") in box.html_text
    assert_nothing_sticks_out(driver)
    assert_inside(driver)
    driver.tap(pygame.K_F1)
    assert not driver.app.dialog_open


def assert_inside(driver: Driver) -> None:
    """The dialog's buttons and labels lie inside it."""
    window = driver.window()
    room = window.get_container().get_abs_rect()
    for widget in driver.widgets():
        if widget.ui_container is window.get_container():
            assert room.contains(widget.rect), f"{widget.object_ids} at {widget.rect} outside {room}"


def test_leaving_drops_all_widgets_of_the_scene(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.app.go("arena")
    driver.frames(2)
    names = {w.object_ids[-1] for w in driver.widgets()}
    assert "#undo" not in names
    assert "#pause" in names
    driver.app.go("convolution")
    driver.frames(2)
    count = len(driver.widgets())
    for _ in range(3):
        driver.app.go("arena")
        driver.frames(2)
        driver.app.go("convolution")
        driver.frames(2)
    assert len(driver.widgets()) == count, "widgets pile up"


def test_a_scene_that_fails_to_close_keeps_no_other_from_closing(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    driver = open_app("convolution")
    driver.app.go("arena")
    driver.frames(2)
    closed = []
    arena, convolution = driver.app.stage.scenes["arena"], driver.app.stage.scenes["convolution"]
    close = arena.close
    monkeypatch.setattr(arena, "close", lambda: closed.append("arena") or close())

    def fail() -> None:
        raise RuntimeError("stuck")

    monkeypatch.setattr(convolution, "close", fail)
    driver.app.close()
    assert closed == ["arena"]
    assert "convolution failed to close" in caplog.text


def test_a_preview_that_fails_leaves_the_start_working(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no emulator")

    monkeypatch.setattr("game.scenes.arena.preview.ArenaPreview.__init__", fail)
    driver = open_app("menu")
    driver.frames(20)
    driver.press_button("#card_arena")
    assert driver.app.scene_id == "arena"
