"""Handicaps, the look of pictures, recordings, high scores and replays: the parts, and in the running app."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT
from agents.emulators.replay import Replay, open_game
from agents.opponents.agent_player import MAX_DELAY
from game.scenes.arena import preferences
from game.scenes.arena.play.side_by_side import Handicap
from game.scenes.arena.preferences import LONGEST_DELAY, ArenaPreferences
from game.scenes.arena.recorder import LONGEST, RATES, Recorder, Reel
from game.scenes.arena.scores import table as scores
from game.scenes.arena.scores.table import KEPT, Entry, Scores
from game.scenes.arena.view.crt_filter import CrtFilter
from game.scenes.arena.view.replay_window import Projector
from game.ui.fixed_step import STEP
from game.ui.settings import Folders
from game.ui.surfaces import to_array
from game.workers import json_store
from game.workers.workers import Workers
from models.base.film import gif_bytes
from tests.fuzz import changed_text, mutations
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_nothing_sticks_out

INLINE = Workers(inline=True)

Open = Callable[..., Driver]
ALL = (0, 1, 2, 3)


# ---------------------------------------------------------------------- handicaps


def test_each_side_has_its_own_switch_and_unknown_ones_are_left_out() -> None:
    assert Handicap().switches("left", ALL) == 0
    assert [Handicap(mine=True).switches(side, ALL) for side in ("left", "right")] == [1, 2]
    assert [Handicap(theirs=True).switches(side, ALL) for side in ("left", "right")] == [2, 1]
    assert Handicap(mine=True, theirs=True).switches("right", ALL) == 3
    assert Handicap(mine=True, theirs=True).switches("left", (0, 1)) == 1
    assert Handicap(theirs=True).switches("left", (0, 1)) == 0


def test_choices_are_remembered_and_nonsense_is_not_believed(tmp_path: Path) -> None:
    chosen = ArenaPreferences(hard_mine=True, delay=7, whole=False, crt=True, film="mp4")
    json_store.write(tmp_path / preferences.NAME, asdict(chosen))
    assert preferences.load(tmp_path, INLINE).value == chosen
    assert chosen.handicap == Handicap(mine=True, delay=7)
    wrong = {"hard_mine": 1, "hard_theirs": "yes", "delay": True, "whole": None, "crt": [], "film": "exe"}
    for delay in (True, -1, 21, "3", 1e9, None):
        (tmp_path / preferences.NAME).write_text(json.dumps({**wrong, "delay": delay}))
        assert preferences.load(tmp_path, INLINE).value == ArenaPreferences()


def test_no_longer_delay_can_be_chosen_than_the_player_takes() -> None:
    assert LONGEST_DELAY == MAX_DELAY


# ---------------------------------------------------------------------- pictures


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (210, 160, 3), dtype=np.uint8)


def test_crisp_pixels_are_the_consoles_own(picture: np.ndarray) -> None:
    screen = pygame.Surface((480, 420))
    CrtFilter().draw(screen, picture, screen.get_rect())
    np.testing.assert_array_equal(to_array(screen), picture.repeat(2, axis=0).repeat(3, axis=1))


def test_a_television_has_lines_and_dark_corners_and_keeps_its_colours() -> None:
    screen, grey = pygame.Surface((480, 630)), np.full((210, 160, 3), 120, np.uint8)
    CrtFilter(crt=True).draw(screen, grey, screen.get_rect())
    shown = to_array(screen).astype(float)
    rows = shown[300:330, 200:260].mean(axis=(1, 2))
    assert rows[1::3].min() > rows[0::3].max(), "each row of the picture is bright in its middle"
    assert shown[:20, :20].mean() < 0.8 * shown[300:320, 230:250].mean()
    means = shown[300:330, 240:270].mean(axis=(0, 1))
    assert np.ptp(means) < 3


def test_bright_things_glow() -> None:
    screen, dark = pygame.Surface((160, 210)), np.zeros((210, 160, 3), np.uint8)
    dark[100:108, 80:88] = 255
    CrtFilter(crt=True).draw(screen, dark, screen.get_rect())
    shown = to_array(screen)
    assert shown[104, 90].any()
    assert not shown[104, 120].any()


def test_smoothed_pixels_fill_any_rectangle(picture: np.ndarray) -> None:
    screen = pygame.Surface((333, 401))
    CrtFilter(whole=False).draw(screen, picture // 2 + 100, screen.get_rect())
    assert (to_array(screen) >= 90).all()


# ---------------------------------------------------------------------- recording


def console_pictures(count: int) -> list[np.ndarray]:
    game = AtariGame(GAMES["pong"], 1)
    pictures = []
    for _ in range(count):
        for _ in range(6):
            game.step(RIGHT)
        pictures.append(game.screen())
    game.close()
    return pictures


def test_a_gif_has_the_consoles_own_colours() -> None:
    reel, pictures = Reel(), console_pictures(12)
    for shown in pictures:
        reel.add(shown)
    assert sum(len(data) for _, data in reel.packed) < pictures[0].nbytes
    film = Image.open(io.BytesIO(gif_bytes(reel, RATES["gif"], reel.colours())))
    assert (film.size, film.info["duration"], film.info["loop"]) == ((480, 420), 50, 0)
    film.seek(film.n_frames - 1)  # type: ignore[attr-defined]
    last = np.asarray(film.convert("RGB"))
    np.testing.assert_array_equal(last, pictures[-1].repeat(2, axis=0).repeat(3, axis=1))
    assert reel.progress.get() == 12


@pytest.mark.parametrize("kind", ["gif", "mp4"])
def test_recording_for_a_second_and_writing_it(kind: str, tmp_path: Path) -> None:
    recorder, pictures = Recorder(INLINE), console_pictures(60)
    recorder.start(tmp_path / "films", "pong", kind)
    for shown in pictures:
        recorder.pass_time(1 / 60, lambda shown=shown: shown)
    assert recorder.seconds == pytest.approx(1)
    recorder.stop()
    assert recorder.seconds is None
    (path,) = (tmp_path / "films").iterdir()
    assert path.name.startswith("pong-")
    if kind == "gif":
        assert Image.open(path).n_frames <= RATES["gif"]  # type: ignore[attr-defined]
    else:
        import cv2

        film = cv2.VideoCapture(str(path))
        assert film.get(cv2.CAP_PROP_FRAME_COUNT) == pytest.approx(RATES["mp4"], abs=1)
        film.release()


def test_a_recording_ends_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("game.scenes.arena.recorder.LONGEST", 0.5)
    assert LONGEST == 60
    recorder = Recorder(INLINE)
    tiny = np.zeros((210, 160, 3), np.uint8)
    recorder.start(tmp_path, "pong", "gif")
    for _ in range(40):
        recorder.pass_time(1 / 60, lambda: tiny)
    assert recorder.seconds is None
    assert len(list(tmp_path.iterdir())) == 1
    recorder.start(tmp_path / "other", "pong", "gif")
    recorder.pass_time(0.1, lambda: tiny)
    recorder.pass_time(0.1, lambda: np.zeros((210, 324, 3), np.uint8))
    assert recorder.seconds is None, "another mode has another size"
    assert len(list((tmp_path / "other").iterdir())) == 1


# ---------------------------------------------------------------------- high scores

GOOD = Entry(21, 3, "2026-11-24", 5)


def test_the_best_ten_in_their_order(tmp_path: Path) -> None:
    table = Scores(tmp_path, INLINE)
    places = [table.add("pong", "coach", replace(GOOD, mine=mine)) for mine in (5, 9, 7, 9, *range(20, 29))]
    assert places == [0, 0, 1, 1, *[0] * 9]
    best = table.best("pong", "coach")
    assert [entry.mine for entry in best] == [*range(28, 19, -1), 9]
    assert table.add("pong", "coach", replace(GOOD, mine=9)) is None, "equal ones come after"
    assert table.best("pong", "against") == table.best("boxing", "coach") == ()
    assert Scores(tmp_path, INLINE).best("pong", "coach") == best


def test_results_of_another_window_are_kept(tmp_path: Path) -> None:
    first, second = Scores(tmp_path, INLINE), Scores(tmp_path, INLINE)
    first.add("pong", "coach", GOOD)
    second.add("pong", "coach", replace(GOOD, mine=15))
    second.add("boxing", "coach", replace(GOOD, mine=9))
    again = Scores(tmp_path, INLINE)
    assert [entry.mine for entry in again.best("pong", "coach")] == [21, 15]
    assert [entry.mine for entry in again.best("boxing", "coach")] == [9]


def test_of_a_mutated_file_the_sound_results_are_kept(tmp_path: Path) -> None:
    table = Scores(tmp_path, INLINE)
    for mine in range(10, 21):
        table.add("pong", "coach", replace(GOOD, mine=mine))
    path, whole = tmp_path / scores.NAME, 0
    for mutated in mutations(path.read_bytes(), 400, changed_text):
        path.write_bytes(mutated)
        best = Scores(tmp_path, INLINE).best("pong", "coach")
        whole += len(best) == KEPT
        assert len(best) <= KEPT
        assert list(best) == sorted(best, key=lambda entry: entry.rank, reverse=True)
        for entry in best:
            assert type(entry.mine) is type(entry.seed) is int
            assert 0 <= entry.seed < 2**31
            assert 0 <= entry.delay <= LONGEST_DELAY
    assert whole >= 30


def test_a_lead_counts_more_than_points() -> None:
    assert replace(GOOD, mine=10, theirs=0).rank > replace(GOOD, mine=21, theirs=15).rank


@pytest.mark.parametrize(
    "item",
    [
        None,
        [],
        {},
        {"mine": 1},
        {**vars(GOOD), "mine": "21"},
        {**vars(GOOD), "mine": 10**9},
        {**vars(GOOD), "mine": True},
        {**vars(GOOD), "seed": -1},
        {**vars(GOOD), "delay": 21},
        {**vars(GOOD), "mine_hard": 1},
        {**vars(GOOD), "opponent": "<b>"},
        {**vars(GOOD), "date": "x" * 50},
        {**vars(GOOD), "more": 1},
    ],
)
def test_a_result_that_makes_no_sense_is_left_out(item: Any, tmp_path: Path) -> None:
    data = {"pong coach": [item, vars(GOOD)], "chess coach": [vars(GOOD)], "pong": 3}
    (tmp_path / scores.NAME).write_text(json.dumps(data))
    assert Scores(tmp_path, INLINE).best("pong", "coach") == (GOOD,)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "\udcff"])
def test_a_broken_file_is_set_aside(text: str, tmp_path: Path) -> None:
    (tmp_path / scores.NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
    table = Scores(tmp_path, INLINE)
    assert table.add("pong", "coach", GOOD) == 0
    assert Scores(tmp_path, INLINE).best("pong", "coach") == (GOOD,)
    assert text == "[]" or (tmp_path / "scores.broken.json").exists()


def test_more_than_ten_in_the_file_are_cut(tmp_path: Path) -> None:
    (tmp_path / scores.NAME).write_text(json.dumps({"pong coach": [vars(GOOD)] * 500}))
    assert len(Scores(tmp_path, INLINE).best("pong", "coach")) == KEPT


# ---------------------------------------------------------------------- replays


@pytest.fixture(scope="module")
def replay() -> Replay:
    game = AtariGame(GAMES["pong"], 3)
    for number in range(900):
        game.step((NOOP, RIGHT)[number // 20 % 2])
    made = Replay.of(game, ("human",))
    game.close()
    return made


def test_a_replay_is_played_to_its_end_bit_for_bit(replay: Replay) -> None:
    projector = Projector(replay, open_game(replay))
    assert projector.update(STEP) == 1
    assert projector.update(1.0) == 4, "a stall is not made up for"
    while not projector.done:
        projector.update(4 * STEP)
        assert not projector.differs
    assert projector.frame == replay.frames
    np.testing.assert_array_equal(projector.picture, projector.game.screen())
    assert projector.update(1.0) == 0
    projector.close()


def test_another_game_than_was_played_is_found_out(replay: Replay) -> None:
    wrong = replace(replay, actions=replay.actions[:100] + bytes([LEFT] * 40) + replay.actions[140:])
    projector = Projector(wrong, open_game(wrong))
    for _ in range(400):
        projector.update(4 * STEP)
    assert projector.differs
    assert projector.frame == 600, "at the first mark"
    assert not projector.done
    projector.close()


# ---------------------------------------------------------------------- in the running app


@pytest.fixture
def driver(open_app: Open) -> Iterator[Driver]:
    return open_app("arena")


def test_the_window_fits_and_its_choices_count_at_once(driver: Driver, folders: Folders) -> None:
    driver.tap(pygame.K_o)
    assert_nothing_sticks_out(driver)
    race = driver.scene.race
    driver.press_button("#hard_mine_on")
    assert race.human.game.difficulty == 2
    driver.press_button("#hard_theirs_on")
    assert race.human.game.difficulty == 3
    assert race.machine.game.difficulty == 0, "the agent's own game is as it was"
    for _ in range(3):
        driver.press_button("#delay_plus")
    driver.press_button("#delay_minus")
    assert race.player.delay == 2
    assert race.advisor.player.delay == 0, "advice sees everything at once"
    driver.press_button("#crt_on")
    driver.press_button("#film_mp4")
    kept = preferences.load(folders.config, INLINE).value
    assert (kept.handicap, kept.crt, kept.film) == (Handicap(True, True, 2), True, "mp4")
    driver.tap(pygame.K_F3)
    driver.frames(2)
    chosen = ("#hard_mine_on", "#hard_theirs_on", "#crt_on", "#film_mp4")
    assert all(driver.widget(name).is_selected for name in chosen), "a new layout shows what was chosen"
    driver.tap(pygame.K_ESCAPE)
    driver.press_button("#mode_watch")
    assert race.player.delay == 0, "nobody plays against it"


def test_handicaps_come_back_with_the_app(open_app: Open, folders: Folders) -> None:
    json_store.write(folders.config / preferences.NAME, asdict(ArenaPreferences(hard_mine=True, delay=9)))
    race = open_app("arena").scene.race
    assert race.human.game.difficulty == 2
    assert race.player.delay == 9


def test_recording_by_its_key_writes_a_file_and_says_where(driver: Driver, folders: Folders) -> None:
    driver.press(pygame.K_UP)
    before = driver.picture()
    driver.tap(pygame.K_c)
    driver.frames(30)
    assert driver.scene.session.recorder.seconds is not None
    rect = driver.scene.screen.pictures[0]
    dot = before[rect.y + 8 : rect.y + 24, rect.x + 8 : rect.x + 24]
    assert (driver.picture()[rect.y + 8 : rect.y + 24, rect.x + 8 : rect.x + 24] != dot).any()
    driver.tap(pygame.K_c)
    driver.frames(2)
    (path,) = folders.pictures.iterdir()
    assert driver.app.t("app.saved", file=str(path)) in driver.toasts
    assert Image.open(path).size == (3 * 324, 420), "both games side by side"


def test_a_full_disk_is_told(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.base.film.write_atomically", full)
    driver.tap(pygame.K_c)
    driver.frames(10)
    driver.tap(pygame.K_c)
    driver.frames(2)
    assert driver.app.t("app.disk_full") in driver.toasts[-1]


def lose(driver: Driver) -> None:
    """Play on until the human's game is over."""
    race = driver.scene.race
    while not race.human.over:
        race.update(1 / 15, RIGHT)
    driver.frames(2)


def test_a_finished_game_enters_the_table_and_is_shown(driver: Driver, folders: Folders) -> None:
    driver.press(pygame.K_UP)
    driver.frames(2)
    lose(driver)
    (entry,) = Scores(folders.data, INLINE).best("pong", "alongside")
    assert (entry.theirs, entry.opponent) == (21, "console")
    assert driver.toasts[-1] == driver.app.t("scores.entered", place=1)
    driver.tap(pygame.K_o)
    driver.press_button("#more_scores")
    assert f"{entry.mine}:21" in driver.widget("#scores_text").html_text


def test_what_was_helped_does_not_count(driver: Driver, folders: Folders) -> None:
    driver.press(pygame.K_UP)
    driver.tap(pygame.K_COMMA)
    driver.frames(2)
    lose(driver)
    assert Scores(folders.data, INLINE).best("pong", "alongside") == ()
    driver.release(pygame.K_UP)
    driver.tap(pygame.K_PERIOD)
    driver.press(pygame.K_UP)
    driver.tap(pygame.K_SPACE)
    driver.tap(pygame.K_SPACE)
    driver.frames(2)
    lose(driver)
    assert len(Scores(folders.data, INLINE).best("pong", "alongside")) == 1, (
        "the next one does; pauses are no help"
    )


def test_a_dropped_replay_is_watched(driver: Driver, replay: Replay, tmp_path: Path) -> None:
    path = tmp_path / "game.replay"
    replay.save(path)
    driver.post(pygame.DROPFILE, file=str(path))
    window: Any = driver.window()
    driver.frames(3)
    assert 2 <= window.projector.frame <= 5
    frames = driver.scene.race.frames
    driver.tap(pygame.K_SPACE)
    at = window.projector.frame
    driver.frames(5)
    assert window.projector.frame == at
    driver.tap(pygame.K_n)
    assert window.projector.frame == at + 1
    driver.press_button("#replay_pause")
    for _ in range(2):
        driver.tap(pygame.K_PERIOD)
    while not window.projector.done:
        driver.frames(1)
    assert driver.scene.race.frames == frames, "the arena waits"
    t = driver.app.t
    assert window.words.text == t("replay.same", game="Pong", frames=t.number(900))
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_file_that_is_no_replay_is_told(lang: str, open_app: Open, tmp_path: Path, replay: Replay) -> None:
    whole = tmp_path / "whole.replay"
    replay.save(whole)
    driver = open_app("arena", lang=lang)
    other = whole.read_bytes().replace(b'"game": "pong"', b'"game": "chess"')
    contents = {
        "foreign": b"dear diary",
        "damaged": whole.read_bytes()[:-20],
        "unknown": other,
        "missing": None,
    }
    for code, content in contents.items():
        path = tmp_path / f"{code}.replay"
        if content is not None:
            path.write_bytes(content)
        driver.post(pygame.DROPFILE, file=str(path))
        driver.frames(2)
        window: Any = driver.window()
        assert window.words.text == driver.app.t(f"replay.{code}", file=path.name)
        driver.tap(pygame.K_ESCAPE)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_without_whole_numbers_every_mode_fits(lang: str, open_app: Open, folders: Folders) -> None:
    json_store.write(folders.config / preferences.NAME, asdict(ArenaPreferences(whole=False, crt=True)))
    for size in ((960, 600), (1280, 800)):
        driver = open_app("arena", lang=lang, size=size)
        places = driver.scene.places
        assert places.human.height >= 210
        for mode in ("alongside", "coach"):
            driver.press_button(f"#mode_{mode}")
            driver.frames(2)
            for rect in driver.scene.screen.pictures:
                assert driver.app.screen.get_rect().contains(rect)
        driver.app.close()
