"""The words beside the one picture of the modes that have but one."""

from __future__ import annotations

import pygame

from agents.emulators.joystick import action_name
from game.scenes.arena.play.advisor import Advisor
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.side_by_side import Score
from game.ui.language import Language
from game.ui.style import Style
from game.ui.widgets.bars import bar_height, draw_bars, most_probable
from game.ui.widgets.text import draw_paragraph, paragraph_height

RESULTS = 8


class SidePanel:
    """Draws with one style and one language, from the top of a room downwards.

    Args:
        style: colours, fonts, lengths.
        t: the texts.
        actions: what the game's actions are called.
    """

    def __init__(self, style: Style, t: Language, actions: list[str]) -> None:
        self.style = style
        self.t = t
        self.actions = actions

    def against(
        self, screen: pygame.Surface, room: pygame.Rect, match: HumanVsAgent, steps: int | None
    ) -> None:
        """Who plays where, and when newer weights enter."""
        t, colour = self.t, self.style.colour
        mine, theirs = ("left", "right") if match.side == "left" else ("right", "left")
        room = self._line(screen, room, t(f"arena.you_{mine}"), colour.human)
        words, game = t(f"arena.agent_{theirs}"), match.game.spec
        if theirs != game.trained_on:
            words += " " + t("arena.sees_mirrored" if game.turned is None else "arena.sees_turned")
        room = self._line(screen, room, words, colour.agent)
        if steps is not None:
            room = self._line(screen, room, t("arena.weights", steps=t.number(steps)))
        if match.waits:
            room = self._line(screen, room, t("arena.waits"), colour.agent)
        room = self._line(screen, room, t("arena.change_side"))
        room = self._line(screen, room, t("arena.silent"))
        self._results(screen, room, match.results)

    def watch(
        self, screen: pygame.Surface, room: pygame.Rect, results: list[Score], words: str, *, solo: bool
    ) -> None:
        """Who plays, and how the games on the screen went."""
        room = self._line(screen, room, words)
        self._results(screen, room, results, solo=solo)

    def coach(self, screen: pygame.Surface, room: pygame.Rect, advisor: Advisor | None) -> None:
        """What the agent would do, how sure it is, and how often the human does the same."""
        t, style = self.t, self.style
        if advisor is None:
            return
        decision = advisor.player.decision
        room = self._line(screen, room, t("arena.would"))
        items = list(zip(self.actions, decision.probabilities, strict=True))
        items, chosen = most_probable(items, decision.action, room.height // 2 // bar_height(style))
        bars = pygame.Rect(room.topleft, (room.width, bar_height(style) * len(items)))
        if bars.bottom > room.bottom:
            return
        draw_bars(screen, style, bars, items, colour=style.colour.agent, chosen=chosen)
        room = pygame.Rect(room.x, bars.bottom + style.px(6), room.width, room.bottom - bars.bottom)
        colour = style.colour.good if advisor.same else style.colour.human
        name = t(f"action.{action_name(advisor.player.spec, advisor.action)}")
        room = self._line(screen, room, t("arena.you_do", action=name), colour)
        if advisor.agreement is not None:
            share = f"{advisor.agreement:.0%}"
            self._line(screen, room, t("arena.agreement", share=share))

    def _results(
        self, screen: pygame.Surface, room: pygame.Rect, results: list[Score], *, solo: bool = False
    ) -> None:
        if results:
            last = results[-RESULTS:]
            games = "  ".join(str(one.mine) if solo else f"{one.mine}:{one.theirs}" for one in last)
            self._line(screen, room, self.t("arena.results", games=games))

    def _line(
        self, screen: pygame.Surface, room: pygame.Rect, text: str, colour: pygame.Color | None = None
    ) -> pygame.Rect:
        """Draw a paragraph if it fits; returns the room below it."""
        height = paragraph_height(self.style, text, room.width, size="small")
        if height > room.height:
            return room
        place = pygame.Rect(room.topleft, (room.width, height))
        draw_paragraph(
            screen, self.style, text, place, size="small", colour=colour or self.style.colour.muted
        )
        used = height + self.style.px(8)
        return pygame.Rect(room.x, room.y + used, room.width, room.height - used)
