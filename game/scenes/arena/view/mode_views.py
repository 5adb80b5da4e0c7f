"""What each way to play shows: its pictures, the words beside them, and how a game has ended."""

from __future__ import annotations

import pygame

from agents.emulators.joystick import SWITCHES, action_name
from game.scenes.arena.games.bar import rung_facts
from game.scenes.arena.play.side_by_side import Score
from game.scenes.arena.session import Session
from game.scenes.arena.view.arena_view import ArenaView
from game.scenes.arena.view.layout import ArenaLayout
from game.ui.context import Context
from game.ui.keymap import key_text
from game.ui.widgets.bars import bar_height, draw_bars, most_probable
from game.ui.widgets.text import draw_words

RESULTS = 8


class ModeView:
    """Draws one mode, for one layout; this one draws human and agent, each against the console."""

    def __init__(
        self, ctx: Context, session: Session, view: ArenaView, places: ArenaLayout, room: pygame.Rect
    ) -> None:
        self.ctx, self.session, self.view, self.places, self.room = ctx, session, view, places, room

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the pictures, and the words beside them."""
        race, t, colour = self.session.race, self.ctx.t, self.ctx.style.colour
        if race is not None:
            self.view.game(screen, race.human, self.places.human, t("arena.you"), colour.human)
            agent, place = t("arena.agent"), self.places.agent
            self.view.game(screen, race.machine, place, agent, colour.agent, self._steps())

    def _steps(self) -> str:
        """How much whoever is at the agent's sticks has learned from."""
        race, t = self.session.race, self.ctx.t
        if race is None or race.player is None:
            return ""
        return t("arena.after_steps", steps=t.number(race.player.agent.step))

    def result(self, score: Score) -> str:
        """What there is to say when the human's game has ended."""
        t, solo, race = self.ctx.t, self.session.spec.solo, self.session.race
        if not solo:
            return t(f"arena.{_outcome(score, 'won', 'drawn', 'lost')}")
        if race is None:
            return ""
        agent = race.rival
        key = _outcome(Score(score.mine, agent.mine), "ahead", "even", "behind")
        return t(f"arena.{key}", mine=t.number(score.mine), agent=t.number(agent.mine))

    def _line(
        self, screen: pygame.Surface, room: pygame.Rect, text: str, colour: pygame.Color | str = "muted"
    ) -> pygame.Rect:
        """Draw a paragraph if it fits; returns the room below it."""
        return draw_words(screen, self.ctx.style, room, text, colour, whole=True)

    def _results(
        self, screen: pygame.Surface, room: pygame.Rect, results: list[Score], *, solo: bool = False
    ) -> None:
        if results:
            last = results[-RESULTS:]
            games = "  ".join(str(one.mine) if solo else f"{one.mine}:{one.theirs}" for one in last)
            self._line(screen, room, self.ctx.t("arena.results", games=games))


class AgainstView(ModeView):
    """Both on one screen: who plays where, and when newer weights enter."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the match."""
        match = self.session.consoles.match if self.session.consoles is not None else None
        if match is None:
            return
        t, colour = self.ctx.t, self.ctx.style.colour
        people = [(t("arena.you"), colour.human), (t("arena.agent"), colour.agent)]
        points = [match.score.mine, match.score.theirs]
        mine, theirs = ("left", "right") if match.side == "left" else ("right", "left")
        if mine == "right":
            people.reverse()
            points.reverse()
        self.view.duel(screen, match.picture, self.places.stage, people, points)
        room = self._line(screen, self.room, t(f"arena.you_{mine}"), colour.human)
        words, game = t(f"arena.agent_{theirs}"), match.game.spec
        if theirs != game.trained_on:
            words += " " + t("arena.sees_mirrored" if game.turned is None else "arena.sees_turned")
        room = self._line(screen, room, words, colour.agent)
        if match.player is not None:
            steps = t.number(match.player.agent.step)
            room = self._line(screen, room, t("arena.weights", steps=steps))
        if match.waits:
            room = self._line(screen, room, t("arena.waits"), colour.agent)
        for name in self.ctx.settings.commands.get("arena.side", ("X",))[:1]:
            room = self._line(screen, room, t("arena.change_side", name=name))
        self._results(screen, room, match.results)

    def result(self, score: Score) -> str:
        """Who won."""
        return self.ctx.t(f"arena.{_outcome(score, 'beat_agent', 'drawn', 'agent_won')}")


class WatchView(ModeView):
    """The agent alone, or against another."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the game that is watched, and how those before it ended."""
        t, colour, selection = self.ctx.t, self.ctx.style.colour, self.session.selection
        consoles, stage = self.session.consoles, self.places.stage
        if consoles is None or consoles.race is None:
            return
        if not consoles.rivalry:
            machine, solo = consoles.race.machine, self.session.spec.solo
            self.view.game(screen, machine, stage, t("arena.agent"), colour.agent, self._steps())
            self._results(screen, self._line(screen, self.room, self._watched()), machine.results, solo=solo)
        elif consoles.bout is not None:
            bout = consoles.bout
            names = (t(f"ladder.{selection.rival.chosen}"), t(f"ladder.{selection.agent.chosen}"))
            left, right = names if bout.game.spec.trained_on == "right" else names[::-1]
            people = [(left, colour.accent), (right, colour.agent)]
            self.view.duel(screen, bout.picture, stage, people, [bout.score.mine, bout.score.theirs])
            room = self._line(screen, self.room, t("ladder.bout", left=left, right=right))
            self._results(screen, room, bout.results)

    def _watched(self) -> str:
        """Who plays."""
        t, rung = self.ctx.t, self.session.selection.agent.rung
        if self.session.guest is not None:
            return t("arena.watching_imitator")
        if rung is None:
            return t("arena.watching_solo" if self.session.spec.solo else "arena.watching")
        return t("ladder.watching", rung=t(f"ladder.{rung.id}")) + " " + rung_facts(self.ctx, rung)


class CoachView(ModeView):
    """The human, and what the agent would do."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the human's game, the advice, how sure the agent is, and how often the human follows it."""
        race, t, style = self.session.race, self.ctx.t, self.ctx.style
        if race is None:
            return
        self.view.game(screen, race.human, self.places.stage, t("arena.you"), style.colour.human)
        advisor = race.advisor
        if advisor is None:
            return
        decision, actions = advisor.player.decision, self.session.spec.action_names
        room = self._line(screen, self.room, t("arena.would"))
        names = [t(f"action.{name}") for name in actions]
        items = list(zip(names, decision.probabilities, strict=True))
        items, chosen = most_probable(items, decision.action, room.height // 2 // bar_height(style))
        bars = pygame.Rect(room.topleft, (room.width, bar_height(style) * len(items)))
        if bars.bottom > room.bottom:
            return
        draw_bars(screen, style, bars, items, colour=style.colour.agent, percent=t.percent, chosen=chosen)
        room = pygame.Rect(room.x, bars.bottom + style.px(6), room.width, room.bottom - bars.bottom)
        colour = style.colour.good if advisor.same else style.colour.human
        name = t(f"action.{action_name(advisor.player.spec, advisor.action)}")
        room = self._line(screen, room, t("arena.you_do", action=name), colour)
        if advisor.agreement is not None:
            self._line(screen, room, t("arena.agreement", share=t.percent(advisor.agreement)))

    def result(self, score: Score) -> str:
        """What a game came to; where there is nothing to win but points, those."""
        if self.session.spec.solo:
            return self.ctx.t("arena.over", points=self.ctx.t.number(score.mine))
        return super().result(score)


class TogetherView(ModeView):
    """Two people: their points, keys and gamepads, and which variant of the game is played."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the game."""
        people = self.session.consoles.people if self.session.consoles is not None else None
        t, colour, pair = self.ctx.t, self.ctx.style.colour, self.ctx.settings.pair
        tints = {"left": colour.human, "right": colour.accent}
        if people is not None:
            names = [(t(f"arena.player_{side}"), tint) for side, tint in tints.items()]
            points = [people.score.mine, people.score.theirs]
            self.view.duel(screen, people.picture, self.places.stage, names, points)
        room = self.room
        for side, tint in tints.items():
            *keys, fire = (key_text(pair[f"{side}_{switch}"][0], t) for switch in SWITCHES)
            line = t("arena.keys_of", player=t(f"arena.player_{side}"), keys=" ".join(keys), fire=fire)
            room = self._line(screen, room, line, tint)
        if people is not None and len(people.game.spec.modes) > 1:
            at, most = people.game.spec.modes.index(people.game.mode) + 1, len(people.game.spec.modes)
            names_of = self.ctx.settings.commands.get("arena.variant", ("T",))
            room = self._line(
                screen, room, t("arena.variant_now", n=at, most=most, name=" / ".join(names_of))
            )
        room = self._line(screen, room, t("arena.pads_of_two"))
        if people is not None:
            if not people.game.spec.alone:
                room = self._line(screen, room, t("arena.silent"))
            self._results(screen, room, people.results)

    def result(self, score: Score) -> str:
        """Who won."""
        return self.ctx.t(f"arena.{_outcome(score, 'left_won', 'drawn', 'right_won')}")


MODE_VIEWS: dict[str, type[ModeView]] = {
    "alongside": ModeView,
    "against": AgainstView,
    "watch": WatchView,
    "coach": CoachView,
    "together": TogetherView,
}


def _outcome(score: Score, more: str, even: str, less: str) -> str:
    return more if score.mine > score.theirs else less if score.mine < score.theirs else even
