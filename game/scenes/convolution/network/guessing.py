"""Who names pictures better: a human or the network? Ten pictures, four classes of the thousand for each.

Every game has other dreams, and other views of the photographs: cut and mirrored at random.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from game.scenes.convolution.network.requests import Byte, Name, Network, named
from game.workers.workers import Workers

NICE = 6
CHOICES = 4


@dataclass(frozen=True)
class Card:
    """A picture with an answer.

    Attributes:
        picture: of the gallery, by its id; empty for one that was grown for the class.
        right: the classes that are to be seen on it, the best name first.
        wrong: offered where the network's guesses leave room.
    """

    picture: str
    right: tuple[int, ...]
    wrong: tuple[int, ...] = ()


CARDS = (
    Card("cat", (285, 281, 282), (283, 284)),
    Card("coffee", (967, 968, 504), (550,)),
    Card("temple", (698,)),
    Card("astronaut", (812,)),
    Card("rocket", (657, 744)),
    Card("camera", (872, 759)),
    Card("horse", (339,)),
    Card("brick", (825,)),
)
"""What people say of the bundled photographs."""
DREAMS = tuple(Card("", (index,)) for index in (251, 84, 949, 437, 817, 985))
"""Pictures that the network has made up itself, one for a class."""
ROUNDS, DREAMT = 10, 2
"""Pictures of a game, and how many of them are dreams."""
LEAST_VIEW = 0.72
"""The least share of a photograph's sides that a round shows."""


@dataclass(frozen=True)
class Round:
    """One picture, what can be said of it, and what the network says.

    Attributes:
        card: which one.
        image: (H, W, 3) uint8.
        choices: four names, a right one among them.
        right: which one, from 0.
        best: the network's guess.
        known: whether that is right.
    """

    card: Card
    image: Byte
    choices: tuple[Name, ...]
    right: int
    best: Name
    known: bool


class Dealer:
    """Makes rounds; keeps the network. Runs in a worker's thread."""

    def __init__(self) -> None:
        self._network = Network()

    def deal(self, request: tuple[Card, int]) -> Round:
        """Let the network guess, and offer its best wrong guesses beside a right name."""
        from models.base.gallery import picture, rendered_features

        card, seed = request
        chance = random.Random(seed)
        if card.picture:
            image = view_of(picture(card.picture), chance)
        else:
            image = next(
                each.load()
                for each in rendered_features()
                if each.layer == "class" and each.channel == card.right[0]
            )
        guesses, _ = self._network.classifier.activations(image, ())
        names = [named(guess) for guess in guesses]
        hits = [name for name in names if name.index in card.right]
        right = hits[0] if hits else named(None, card.right[0])
        wrong = [name for name in names if name.index not in card.right]
        choices = [right, *wrong, *(named(None, index) for index in card.wrong)][:CHOICES]
        chance.shuffle(choices)
        best = names[0]
        return Round(card, image, tuple(choices), choices.index(right), best, best.index in card.right)


def view_of(image: Byte, chance: random.Random) -> Byte:
    """A part of a photograph, at least `LEAST_VIEW` of its sides, mirrored or not."""
    share = chance.uniform(LEAST_VIEW, 1)
    height, width = (round(share * side) for side in image.shape[:2])
    y, x = chance.randint(0, image.shape[0] - height), chance.randint(0, image.shape[1] - width)
    part = image[y : y + height, x : x + width]
    return np.ascontiguousarray(part[:, ::-1] if chance.random() < 0.5 else part)


class GuessSession:
    """A game of ten rounds.

    Args:
        seed: of the games; 0 for others every time.
        workers: where the one comes from that asks the network.

    Attributes:
        round: the picture on the screen; None while it is looked at by the network.
        answers: what was chosen so far, from 0; one longer than `number` while the answer is told.
        results: of each round that was answered: whether the human was right, and whether the network.
        problem: why there is no picture.
    """

    def __init__(self, seed: int, workers: Workers) -> None:
        self._random = random.Random(seed or None)
        self._call = workers.call(Dealer().deal, name="guessing", nice=NICE)
        self.problem = ""
        self.restart()

    @property
    def number(self) -> int:
        """Which picture it is, from 0; all of them when the game is over."""
        return len(self.results) - int(self.told)

    @property
    def told(self) -> bool:
        """Whether the answer to this picture is told."""
        return self.chosen is not None

    @property
    def over(self) -> bool:
        """Whether all pictures were named."""
        return not self.told and len(self.results) == ROUNDS

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self.round is not None and not self.told and not self.over

    @property
    def points(self) -> tuple[int, int]:
        """How often the human and the network were right."""
        return sum(mine for mine, _ in self.results), sum(theirs for _, theirs in self.results)

    def restart(self) -> None:
        """Begin another game."""
        cards = [*self._random.sample(CARDS, ROUNDS - DREAMT), *self._random.sample(DREAMS, DREAMT)]
        self._cards = self._random.sample(cards, ROUNDS)
        self.round: Round | None = None
        self.chosen: int | None = None
        self.results: list[tuple[bool, bool]] = []
        self._asked: Card | None = None

    def guess(self, choice: int) -> None:
        """Name the picture by one of the choices, from 0."""
        if self.round is not None and self.asking:
            self.chosen = choice
            self.results.append((choice == self.round.right, self.round.known))

    def go_on(self) -> None:
        """The next picture, or another game."""
        if self.over:
            self.restart()
        elif self.told:
            self.chosen = self.round = None

    def update(self) -> None:
        """Have the next picture looked at; take it."""
        if self.round is None and not self.over and not self._call.busy and not self.problem:
            card = self._cards[self.number]
            if card is not self._asked:
                self._asked = card
                self._call.submit((card, self._random.randrange(1 << 31)))
        answer = self._call.poll()
        if answer is None:
            return
        self.problem = answer.error.error if answer.error is not None else ""
        if answer.value is not None and answer.value.card is self._asked and self.round is None:
            self.round = answer.value

    def close(self) -> None:
        """Stop the worker."""
        self._call.close()
