"""The arena's windows: files, games, what is needed seldom, high scores, replays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from agents.emulators.own_roms import SUFFIXES
from agents.emulators.replay import SUFFIX
from agents.opponents.ladder import ranked
from game.scenes.arena.games.selection import ladder_of
from game.scenes.arena.games.window import GamesAlbum, GamesWindow
from game.scenes.arena.scores.window import ScoresWindow
from game.scenes.arena.session import Session
from game.scenes.arena.view.crt_filter import CrtFilter
from game.scenes.arena.view.replay_window import ReplayWindow
from game.scenes.arena.view.windows import ForwardWindow, NewAgentWindow, OptionsWindow
from game.ui import training_files
from game.ui.context import Context, FileRequest
from game.workers.autosave import last_saved
from game.workers.training_session import autosave_path

TEXTS = "arena."
"""What the keys of texts about the agents' files begin with."""


class ArenaDialogs:
    """Opens them, one at a time."""

    def __init__(
        self,
        ctx: Context,
        session: Session,
        crt: CrtFilter,
        album: GamesAlbum,
        change_game: Callable[[str], None],
        show: Callable[[], None],
    ) -> None:
        self.ctx, self._session, self._crt, self._album = ctx, session, crt, album
        self._change_game, self._show = change_game, show

    def new_agent(self) -> None:
        """Ask by which method an agent shall learn that starts from nothing."""
        ctx, session, agent = self.ctx, self._session, self._session.agent
        if session.training is not None and ctx.loader.ready and not ctx.modal():
            method = agent.config.method if agent is not None else session.store.value.method
            NewAgentWindow(ctx, method, session.start_over)

    def fast_forward(self) -> None:
        """Ask from which trained agent of the ladder the own one shall go on learning."""
        ctx, training, ladder = self.ctx, self._session.training, ranked(ladder_of(self._session.spec.id))
        if not ladder:
            ctx.notify(ctx.t("games.no_ladder"), "info")
        elif training is not None and ctx.loader.ready and not ctx.modal():
            ForwardWindow(ctx, ladder, lambda rung: training.load(rung.path))

    def load_agent(self) -> None:
        """Ask for a file and go on with the agent in it."""
        if self._session.training is not None and self.ctx.loader.ready:
            training_files.ask_to_load(self.ctx, self._session.training, TEXTS)

    def save_agent(self) -> None:
        """Ask for a place and write the agent there."""
        training = self._session.training
        if training is not None:
            step = training.state.step if training.state is not None else 0
            training_files.ask_to_save(self.ctx, training, TEXTS, f"{training.game}-{step // 1000}k")

    def record(self) -> None:
        """Begin to record what is played, or end."""
        self._session.toggle_recording(self.ctx.folders.pictures)

    def games(self) -> None:
        """Let the user choose a game."""
        folder, game, window = self._session.agents_folder, self._session.spec.id, self.ctx.workers.window
        if not self.ctx.modal():
            kept = lambda game: last_saved(autosave_path(folder, game, window)) is not None  # noqa: E731
            GamesWindow(self.ctx, game, self._album.look, kept, self._change_game, self._choose_rom)

    def _choose_rom(self) -> None:
        """Ask for a ROM of the user's own."""
        self.ctx.pick_file(FileRequest("games.rom_title", SUFFIXES, self._session.roms.open))

    def options(self) -> None:
        """Show what is needed seldom."""
        session, race = self._session, self._session.race
        if self.ctx.modal() or session.play is None:
            return
        commands = {
            "record": self.record,
            "replay": session.save_replay,
            "scores": self._scores,
            "open_replay": self._choose_replay,
            "keys": self.ctx.choose_keys,
        }
        switches = len(race.human.game.difficulties).bit_length() - 1 if race is not None else 0
        recording = session.recorder.seconds
        chosen, game = (lambda: session.store.value), session.spec.id
        OptionsWindow(
            self.ctx, chosen, game, switches, self._choose, commands, recording=recording is not None
        )

    def _choose(self, name: str, value: bool | int | str) -> None:
        """Change a preference."""
        self._session.choose(name, value)
        if name in ("whole", "crt"):
            memory = self._session.store.value
            self._crt.crt, self._crt.whole = memory.crt, memory.whole
            self._show()

    def _scores(self) -> None:
        ScoresWindow(self.ctx, self._session.keeper.scores, self._session.spec)

    def _choose_replay(self) -> None:
        folder, replays = self._session.replays.folder, frozenset({SUFFIX})
        self.ctx.pick_file(FileRequest("more.open_replay", replays, self.open_replay, folder=folder))

    def open_replay(self, path: Path) -> None:
        """Watch a replay."""
        ReplayWindow(self.ctx, path, self._crt)
