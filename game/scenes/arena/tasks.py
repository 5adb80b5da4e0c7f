"""When the arena's tasks are done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.arena.session import Session

POINTS = 3


def three_points(session: Session, by_hand: Callable[[], bool]) -> Callable[[], bool]:
    """A human has scored three points since, in games against the console's own player.

    Args:
        session: what is played.
        by_hand: whether it is a human who plays.
    """
    race, total = session.race, 0
    last = race.score.mine if race is not None else 0

    def done() -> bool:
        nonlocal race, last, total
        now = session.race
        if now is not race:
            race, last = now, 0
        if race is not None:
            gained, last = race.score.mine - last, race.score.mine
            if gained > 0 and race.human_on and race.begun and by_hand():
                total += gained
        return total >= POINTS

    return done


def game_won(session: Session, by_hand: Callable[[], bool]) -> Callable[[], bool]:
    """A human has won a game against an agent since; see `three_points`."""

    def match() -> object:
        return session.consoles.match if session.consoles is not None else None

    def played() -> int:
        return len(session.consoles.match.results) if session.consoles and session.consoles.match else 0

    first, seen, won = match(), played(), False

    def done() -> bool:
        nonlocal first, seen, won
        if match() is not first or played() < seen:
            first, seen = match(), 0
        if session.consoles is not None and session.consoles.match is not None:
            new = session.consoles.match.results[seen:]
            won = won or (by_hand() and any(score.mine > score.theirs for score in new))
        seen = played()
        return won

    return done
