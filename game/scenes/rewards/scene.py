"""Rewards: examples or rewards, and what rewards are used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, ClassVar

from game.scenes.rewards.league.tab import LeagueOptions
from game.scenes.rewards.paradigms.tab import ParadigmsOptions
from game.scenes.rewards.recommend.tab import RecommendOptions
from game.scenes.rewards.trading.tab import TradingOptions
from game.ui.tabs import TabbedScene
from game.workers.preferences import Preferences
from models.base.typed_fields import OneOf

NAME = "rewards.json"
TABS = ("paradigms", "league", "trading", "recommend")


@dataclass(frozen=True)
class RewardsPreferences:
    """What is remembered from one run to the next: the open tab, and what each was set to."""

    room: Annotated[str, OneOf(lambda: TABS)] = TABS[0]
    paradigms: ParadigmsOptions = field(default_factory=ParadigmsOptions)
    league: LeagueOptions = field(default_factory=LeagueOptions)
    trading: TradingOptions = field(default_factory=TradingOptions)
    recommend: RecommendOptions = field(default_factory=RecommendOptions)


class RewardsScene(TabbedScene):
    """Tabs that share nothing but the file in which their settings are kept."""

    id: ClassVar[str] = "rewards"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "paradigms": "game.scenes.rewards.paradigms.tab:ParadigmsTab",
        "league": "game.scenes.rewards.league.tab:LeagueTab",
        "trading": "game.scenes.rewards.trading.tab:TradingTab",
        "recommend": "game.scenes.rewards.recommend.tab:RecommendTab",
    }

    def begin(self) -> str:
        """Read what is remembered."""
        self._store = Preferences(self.ctx.folders.config / NAME, RewardsPreferences, self.ctx.workers)
        return self._store.value.room

    def opened(self, name: str) -> None:
        """Remember which tab is open."""
        self._store.change(room=name)

    def _enter_tab(self) -> None:
        """Let a tab that comes on the screen for the first time be as it was left in the last run."""
        if not self.tab.begun and self._wanted is None:
            options = getattr(self._store.value, self.tab_id)
            seeds = {each.name: self.ctx.seed for each in fields(options) if each.name == "seed"}
            self._wanted = replace(options, **seeds)  # chance is the command line's
        super()._enter_tab()

    def _remember(self) -> None:
        self._store.change(**{name: tab.shown() for name, tab in self.tabs.items() if tab.begun})
        self._store.save()

    def leave(self) -> None:
        """Remember how everything was set."""
        self._remember()
        super().leave()

    def close(self) -> None:
        """Remember how everything was set, and end every tab's work."""
        if self._begun:
            self._remember()
            self._store.close()
        super().close()
