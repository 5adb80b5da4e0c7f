"""The console's joystick: four directions and a button, and ALE's number for every position of them."""

from collections.abc import Collection, Iterable, Sequence

from agents.emulators.games import ACTION_NAMES, DOWN, LEFT, RIGHT, UP, GameSpec

SWITCHES = ("up", "down", "left", "right", "fire")
"""What a hand can hold, all of it at once."""
POSITIONS = tuple(frozenset(name.split("_")) - {"stay"} for name in ACTION_NAMES)
"""What is held in each of ALE's 18 actions, by its number."""
_NUMBERS = {held: number for number, held in enumerate(POSITIONS)}
_OPPOSITES = (frozenset({"up", "down"}), frozenset({"left", "right"}))
_DIRECTIONS = {"up": UP, "down": DOWN, "left": LEFT, "right": RIGHT}


def position(held: Iterable[str]) -> int:
    """Return the ALE action of what is held; two opposite directions hold still."""
    switches = set(held) & set(SWITCHES)
    for pair in _OPPOSITES:
        if pair <= switches:
            switches -= pair
    return _NUMBERS[frozenset(switches)]


def hand_action(spec: GameSpec, held: Iterable[str]) -> int:
    """Return the ALE action of a person's hand in one game.

    A game that goes by a turned knob has names for its directions ("up" is RIGHT in Pong), and a hand goes
    by the names of `SWITCHES`; directions without one of their own do what they do on the console.
    """
    turned = _turned(spec)
    return position(turned.get(switch, switch) for switch in held)


def _turned(spec: GameSpec) -> dict[str, str]:
    """Return, for every direction that means another one in a game, that other one."""
    numbers = {number: name for name, number in _DIRECTIONS.items()}
    named = zip(spec.action_names, spec.actions, strict=True)
    return {name: numbers[number] for name, number in named if name in _DIRECTIONS and number in numbers}


def action_name(spec: GameSpec, action: int) -> str:
    """Return an ALE action's name in a game, as the last part of a text key: "stay", "up_left_fire"."""
    if action in spec.actions:
        return spec.action_names[spec.actions.index(action)]
    back = {there: here for here, there in _turned(spec).items()}
    held = {back.get(switch, switch) for switch in POSITIONS[action]}
    return "_".join(switch for switch in SWITCHES if switch in held) or "stay"


def nearest(action: int, allowed: Collection[int]) -> Sequence[int]:
    """Return the allowed ALE actions that differ from one in the fewest switches, in their order."""
    distances = {other: len(POSITIONS[action] ^ POSITIONS[other]) for other in allowed}
    least = min(distances.values())
    return [other for other, distance in distances.items() if distance == least]
