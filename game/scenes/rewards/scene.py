"""Rewards: examples or rewards, and what rewards are used for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from game.ui.tabs import TabbedScene


class RewardsScene(TabbedScene):
    """Tabs that share nothing."""

    id: ClassVar[str] = "rewards"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "paradigms": "game.scenes.rewards.paradigms.tab:ParadigmsTab",
        "trading": "game.scenes.rewards.trading.tab:TradingTab",
        "recommend": "game.scenes.rewards.recommend.tab:RecommendTab",
    }
