"""Both gradients in the numbers of this moment, line by line."""

from __future__ import annotations

from agents.classic.games import Array, Game
from agents.classic.lesson import Progress
from agents.classic.reinforce import LEAST_SPREAD, Decision
from game.ui.language import Language

ARROWS = {2: "←→", 3: "←○→"}
Lines = list[tuple[str, str]]
"""Words and the colour they have."""


def sign_number(t: Language, value: float) -> str:
    """A number with its sign."""
    return ("+" if value >= 0 else "") + t.number(value, 2)


def state_text(t: Language, game: Game, state: Array) -> str:
    """A state as a vector."""
    digits = 2 if len(state) > 2 else 3
    return "s = (" + ";  ".join(t.number(float(each), digits) for each in state) + ")"


def example_lines(t: Language, game: Game, progress: Progress) -> Lines:
    """One example: what the teacher did there, and where the gradient of its log-likelihood pushes."""
    if progress.shown is None:
        return [(t("rewards.no_examples_line"), "muted")]
    state, action, chances = progress.shown
    arrow, p = ARROWS[game.actions][action], float(chances[action])
    push = 1 - p
    return [
        (state_text(t, game, state), "muted"),
        (t("rewards.teacher_did", action=arrow) + f",  π({arrow} | s) = {t.number(p, 2)}", "text"),
        (f"1 − π = {sign_number(t, push)}: " + t("rewards.always_up", action=arrow), "good"),
    ]


def reward_lines(t: Language, game: Game, decision: Decision | None) -> Lines:
    """One decision: what came of it, and where the policy gradient pushes."""
    if decision is None:
        return [(t("rewards.no_decision"), "muted")]
    arrow, p = ARROWS[game.actions][decision.action], float(decision.chances[decision.action])
    lines = [
        (state_text(t, game, decision.state), "muted"),
        (t("rewards.it_drew", action=arrow) + f",  π({arrow} | s) = {t.number(p, 2)}", "text"),
    ]
    if decision.spread <= LEAST_SPREAD:
        return [*lines, (t("rewards.all_equal"), "muted")]
    a = decision.advantage
    push = a * (1 - p)
    g, b, spread = (t.number(each, 1) for each in (decision.later, decision.baseline, decision.spread))
    b = f"({b})" if decision.baseline < 0 else b
    why = t("rewards.pushed_up" if push >= 0 else "rewards.pushed_down", action=arrow)
    return [
        *lines,
        (f"A = (G − b)/σ = ({g} − {b})/{spread} = {sign_number(t, a)}", "text"),
        (f"A·(1 − π) = {sign_number(t, push)}: {why}", "good" if push >= 0 else "bad"),
    ]
