"""Inside a network: guesses, layers, filters, heat, the old way."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pygame

from game.app.app import App
from game.app.options import Options
from game.scenes.convolution.network.requests import CHANNELS, LAYERS
from game.ui.settings import Folders
from game.ui.widgets.mosaic import tiles
from models.base.gallery import picture
from models.classifier.network import Classifier
from tests.game.scenes.convolution.conftest import Use, frames, post, press, tap


def test_the_network_waits_for_its_library(lab: Use) -> None:
    app = lab("network")
    frames(app, 5)
    assert app.scene.tab.session.findings is None


def test_the_network_names_what_is_on_the_canvas(lab: Use) -> None:
    app = lab("network", load=True)
    tab = app.scene.tab
    frames(app, 5)
    assert tab.session.findings.guesses[0].en in ("Egyptian cat", "tabby cat", "tiger cat")
    assert tab.session.findings.guesses[0].ru
    app.scene.bench.painting.place(picture("coffee"))
    frames(app, 3)
    assert "espresso" in tab.session.findings.guesses[0].en


def test_layers_maps_filters_heat_and_the_old_way(lab: Use) -> None:
    app = lab("network", load=True)
    tab = app.scene.tab
    frames(app, 5)
    tap(app, pygame.K_PERIOD)
    frames(app, 3)
    assert tab.session.findings.question.layer == "block_4"
    assert tab.session.findings.size[0] == tab.session.findings.grid.count
    tap(app, pygame.K_RIGHT)
    frames(app, 20)  # the choice has settled
    assert (tab.filter.layer, tab.filter.channel) == ("block_4", 1)
    assert tab.filter.snapshot is not None
    assert len(tab.filter.places) == 9
    tab.choose_mode("heat")
    frames(app, 3)
    assert tab.session.findings.box is not None
    tap(app, pygame.K_DOWN)
    frames(app, 3)
    assert tab.session.findings.named == tab.session.findings.guesses[1]
    tab.choose_mode("hand")
    frames(app, 3)
    assert [name for name, _ in tab.session.findings.stages] == [
        "smooth",
        "edges",
        "outline",
        "segments",
        "rule",
    ]
    press(app, "#try_face")
    frames(app, 4)
    assert tab.session.findings.verdict == "face"


def test_the_list_of_filters_is_the_network_s_own() -> None:
    _, maps = Classifier().activations(picture("cat"), LAYERS)
    assert tuple(len(maps[layer]) for layer in LAYERS) == CHANNELS


def test_the_filter_follows_the_layer(lab: Use) -> None:
    app = lab("network", load=True)
    tab, session = app.scene.tab, app.scene.tab.session
    frames(app, 3)
    session.choose_layer(0)
    session.choose_channel(24)
    frames(app, 3)
    assert (tab.filter.layer, tab.filter.channel) == ("stem", 24)
    session.choose_layer(1)  # sixteen filters
    click = tab.view.room.move(2, 2).topleft
    post(app, pygame.MOUSEBUTTONDOWN, pos=click, button=1)
    frames(app, 3)
    assert (tab.filter.layer, tab.filter.channel) == ("block_1", 0)
    assert session.findings.question.layer == "block_1"
    assert not session.problem
    session.choose_channel(24)
    frames(app, 3)
    assert tab.filter.channel == 15, "the last one"
    session.look_at(3, 0)
    frames(app, 3)
    assert tab.view._title() == "Layer 4, filter 0", "which the lecture asks about"
    session.turn_famous(1)
    frames(app, 3)
    assert tab.view._famous_text() == "edges falling to the right"
    assert tab.view._title() == "Layer 4, filter 0: edges falling to the right"
    session.turn_famous(-1)
    frames(app, 3)
    assert tab.filter.layer == "class"
    assert tab.view._famous_text() == tab.view._title() != ""
    session.choose_layer(2)
    frames(app, 3)
    assert (tab.filter.layer, tab.filter.channel) == ("block_2", 0)


def test_maps_of_the_layer_before_choose_nothing_in_this_one(lab: Use) -> None:
    app = lab("network", load=True)
    tab, session = app.scene.tab, app.scene.tab.session
    session.choose_layer(0)
    frames(app, 3)
    session.layer = 1  # its maps are still being computed
    grid = session.findings.grid
    x, y = grid.place(24, 0)
    left, top = tab.view._corner(session.findings)
    assert not tab.view.handle(
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(left + x + 3, top + y + 3), button=1)
    )


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
        app.frame([], 1 / 60)
        while app.scene.tab.session.findings is None and time.perf_counter() < limit:
            app.frame(pygame.event.get(), 1 / 60)
            time.sleep(1 / 60)
        assert app.scene.tab.session.findings is not None
        assert "network" in {thread.name for thread in threading.enumerate()}
    finally:
        app.close()


def test_links_open_views_layers_and_filters(lab: Use) -> None:
    app = lab("network", load=True)
    frames(app, 5)
    app.go("convolution/network?layer=5&filter=2")
    frames(app, 5)
    session = app.scene.tab.session
    assert (session.findings.question.layer, session.findings.question.channel) == ("block_4", 2)
    assert str(app.scene.link()) == "convolution/network?layer=5&filter=2"
    app.go("convolution/network?layer=2&filter=24")
    frames(app, 3)
    assert (session.layer, session.channel) == (4, 2), "there are sixteen"
    assert any("24" in text for text in app.toasts.texts)
    app.go("convolution/network?layer=10&filter=81")
    frames(app, 5)
    assert session.findings.grid.place(81, session.findings.page) is not None, "the page that it is on"
    app.go("convolution/network?view=heat")
    frames(app, 5)
    assert session.findings.box is not None
    assert str(app.scene.link()) == "convolution/network?view=heat"
    app.go("convolution/network?layer=19")
    frames(app, 3)
    assert session.mode == "heat", "there are 18 layers"
