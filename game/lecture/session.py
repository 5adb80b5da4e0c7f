"""Where in the lecture one is: the stop, its phase, the answers and votes, and what of all that is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from game.lecture.route import ANSWERS, Phase, Route, Stop
from game.workers.preferences import Preferences
from game.workers.workers import Workers

HINT_SECONDS = 60.0
"""After so long at a stop a hint is offered."""


@dataclass(frozen=True)
class Progress:
    """What is kept in `lecture.json`: ids of stops that were seen, answered rightly, done; the last one.

    Attributes:
        answers: the newest one for each stop, as `LectureSession.answer` has it.
    """

    seen: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    last: str = ""
    answers: dict[str, float] = field(default_factory=dict)


def joined(mine: Progress, others: Progress) -> Progress:
    """What was seen, answered and done in two windows."""

    def both(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*getattr(others, name), *getattr(mine, name))))

    answers = others.answers | mine.answers
    return replace(mine, seen=both("seen"), right=both("right"), done=both("done"), answers=answers)


@dataclass(frozen=True)
class Counts:
    """How many stops were seen, answered rightly and done, each of how many that can be."""

    seen: tuple[int, int]
    right: tuple[int, int]
    done: tuple[int, int]


def counted(route: Route, progress: Progress) -> Counts:
    """How far one has come with a route; what was done on another one does not count."""

    def of(ids: tuple[str, ...], stops: list[Stop]) -> tuple[int, int]:
        return sum(stop.id in ids for stop in stops), len(stops)

    stops = list(route.stops)
    return Counts(
        of(progress.seen, stops),
        of(progress.right, [stop for stop in stops if stop.question is not None and stop.question.judged]),
        of(progress.done, [stop for stop in stops if stop.task is not None]),
    )


class LectureSession:
    """The lecture as it is given or taken.

    Args:
        route: the stops.
        folder: where the progress is kept.
        workers: where its writer comes from.

    Attributes:
        route: the stops.
        on: whether a stop is on; the bar is over every scene then.
        index: of the stop that is on, or was last.
        phase: what of the stop is shown.
        presenting: whether a lecturer gives it: choices are votes, and tasks are not shown.
        folded: whether the text is put away, so that the scene has the whole window.
        votes: hands up for each choice.
        answer: what was chosen (from 1) or typed, or 1 and 0 for the right place and another; None before.
        mark: where on the window a prediction was made, both from 0 to 1.
        hinted: whether the hint is shown.
        seconds: at this stop.
        elapsed: seconds of the lecture since it, or its presentation, began.
    """

    def __init__(self, route: Route, folder: Path, workers: Workers) -> None:
        self.route = route
        self._kept = Preferences(folder / "lecture.json", Progress, workers, joined)
        self.on = False
        self.presenting = False
        self.folded = False
        self.elapsed = 0.0
        self._due = False
        self._check: Callable[[], bool] | None = None
        self._at(self._last())

    def _last(self) -> int:
        ids = [stop.id for stop in self.route.stops]
        return ids.index(self.progress.last) if self.progress.last in ids else 0

    def _at(self, index: int, phase: Phase = "text") -> None:
        self.index = index
        self.phase: Phase = phase
        self.answer: float | None = None
        self.mark: tuple[float, float] | None = None
        self.hinted = False
        self.votes = [0] * (len(self.stop.question.choices("ru")) if self.stop.question else 0)
        self.seconds = 0.0
        self._check = None

    # ------------------------------------------------------------------ what there is

    @property
    def stop(self) -> Stop:
        """The stop that is on, or was last."""
        return self.route.stops[self.index]

    @property
    def progress(self) -> Progress:
        """What was seen and done."""
        return self._kept.value

    @property
    def phases(self) -> tuple[Phase, ...]:
        """What the stop has to show, one after the other."""
        return ("text", "question", "reveal") if self.stop.question else ("text",)

    @property
    def right(self) -> bool | None:
        """Whether the answer was right; None before, and where nothing is."""
        question = self.stop.question
        return question.is_right(self.answer) if question and self.answer is not None else None

    @property
    def done(self) -> bool:
        """Whether the stop's task has been done."""
        return self.stop.id in self.progress.done

    @property
    def doing(self) -> bool:
        """Whether a task stands on the bar."""
        return self.stop.task is not None and not self.presenting and self.phase != "question"

    @property
    def hint_due(self) -> bool:
        """Whether a hint may be offered."""
        task = self.stop.task
        return (
            self.doing
            and task is not None
            and bool(task.hint("ru"))
            and not self.done
            and self.seconds >= HINT_SECONDS
        )

    @property
    def coming(self) -> Literal["question", "reveal", "stop", ""]:
        """What `next` brings."""
        step = self.phases.index(self.phase) + 1
        if step < len(self.phases):
            return "question" if self.phases[step] == "question" else "reveal"
        return "stop" if self.index + 1 < len(self.route.stops) else ""

    @property
    def minutes(self) -> float:
        """What the whole lecture takes."""
        return sum(stop.minutes for stop in self.route.stops)

    @property
    def revealing(self) -> bool:
        """Whether the answer has a link of its own, and is shown."""
        question = self.stop.question
        return question is not None and self.phase == "reveal" and bool(question.reveal_link)

    def take_links(self) -> tuple[str, ...] | None:
        """What to bring on the screen, once after every move: the first of these that leads anywhere."""
        if not self._due:
            return None
        self._due = False
        stop, question = self.stop, self.stop.question
        if question is not None and self.revealing:
            return (question.reveal_link,)
        return stop.links

    # ------------------------------------------------------------------ moves

    def go(self, index: int, phase: Phase = "text") -> None:
        """Be at a stop."""
        if not self.on:
            self.on, self.elapsed = True, 0.0
        self._at(min(max(index, 0), len(self.route.stops) - 1), phase)
        self.again()
        seen = self.progress.seen
        seen = seen if self.stop.id in seen else (*seen, self.stop.id)
        self._keep(seen=seen, last=self.stop.id)

    def open(self, stop_id: str) -> None:
        """Be at the stop of an id.

        Raises:
            KeyError: there is none.
        """
        ids = [stop.id for stop in self.route.stops]
        if stop_id not in ids:
            raise KeyError(stop_id)
        self.go(ids.index(stop_id))

    def present(self, presenting: bool = True) -> None:
        """Give the lecture, from where one is, or take it alone."""
        if not self.on:
            self.go(self.index)
        if presenting and not self.presenting:
            self.elapsed = self.seconds = 0.0
        self.presenting = presenting

    def next(self) -> None:
        """Go on: to the question, to its answer, to the next stop; nothing after the last."""
        if self.coming == "stop":
            self.go(self.index + 1)
        elif self.coming:
            self._show(self.coming)

    def previous(self) -> None:
        """Go back the way that `next` came; nothing before the first."""
        step = self.phases.index(self.phase)
        if step:
            self._show(self.phases[step - 1])
        elif self.index:
            self.go(self.index - 1, self._last_phase(self.index - 1))

    def _last_phase(self, index: int) -> Phase:
        return "reveal" if self.route.stops[index].question else "text"

    def _show(self, phase: Phase) -> None:
        question = self.stop.question
        if question is not None and question.reveal_link and "reveal" in (phase, self.phase):
            self._due = True
        self.phase, self.hinted = phase, False

    def again(self) -> None:
        """Bring the stop's state on the screen again, after free play."""
        self._due = True

    def end(self) -> None:
        """Leave the lecture; where one was is kept."""
        self.on = self.presenting = False

    # ------------------------------------------------------------------ answers

    def vote(self, choice: int, hands: int = 1) -> None:
        """Count a hand for a choice, from 1, or take one away; alone it is the answer."""
        if self.phase != "question" or not 1 <= choice <= len(self.votes):
            return
        if self.presenting:
            self.votes[choice - 1] = max(0, self.votes[choice - 1] + hands)
        elif hands > 0:
            self.give(choice)

    def point(self, mark: tuple[float, float]) -> None:
        """Make a prediction on the picture; the next answer tells what it is worth."""
        if self.phase == "question" and self.stop.question is not None and self.stop.question.place:
            self.mark = mark

    def give(self, answer: float) -> None:
        """Answer by a choice (from 1), a number, or 1 for the right place and 0 for another."""
        self.answer = answer
        if self.phase != "reveal":
            self._show("reveal")
        self._keep(answers={**self.progress.answers, self.stop.id: answer})
        if self.right and self.stop.id not in self.progress.right:
            self._keep(right=(*self.progress.right, self.stop.id))

    # ------------------------------------------------------------------ tasks

    def show_hint(self) -> None:
        """Show the task's hint, or put it away."""
        self.hinted = not self.hinted and self.hint_due

    def watch(self, check: Callable[[], bool] | None) -> None:
        """Take the check of the stop's task, which is polled; None where the tab knows no such task."""
        self._check = check

    def update(self, dt: float) -> bool:
        """Let the time go on; True at the moment when the task has been done."""
        self.seconds += dt
        self.elapsed += dt
        task = self.stop.task
        if task is None or self.done:
            return False
        if task.check.startswith(ANSWERS):
            wanted = set(task.check.removeprefix(ANSWERS).split(","))
            done = wanted <= set(self.progress.right)
        else:
            done = self._check is not None and self._check()
        if done:
            self.hinted = False
            self._keep(done=(*self.progress.done, self.stop.id))
        return done

    # ------------------------------------------------------------------ what is kept

    def forget(self) -> None:
        """Reset the progress; outside a stop one is at the beginning again."""
        self._kept.change(seen=(), right=(), done=(), last="", answers={})
        self._kept.save(join=False)
        if not self.on:
            self._at(0)

    def take_route(self, route: Route) -> None:
        """Go on with another route, at its first stop that was not seen."""
        self.route = route
        self.end()
        self._at(self._last())

    def _keep(self, **fields: object) -> None:
        self._kept.change(**fields)
        self._kept.save()

    def close(self) -> None:
        """Write what is to be kept."""
        self._kept.close()
