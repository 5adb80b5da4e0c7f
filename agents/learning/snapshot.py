"""What a training yields after every update."""

from __future__ import annotations

from dataclasses import dataclass

from agents.learning.agent import Agent, Curve


@dataclass(frozen=True)
class Losses:
    """Means over one update.

    Attributes:
        policy: The policy loss of the method.
        value: Half the squared error of the critic, which REINFORCE does not teach.
        entropy: Of the action probabilities, in nats.
        kl: Estimated divergence of the new policy from the one that played.
        clip_fraction: Share of steps whose ratio left the clip range, in [0, 1].
        explained_variance: Share of the returns' variance that the critic foresaw, at most 1.
    """

    policy: float
    value: float
    entropy: float
    kl: float
    clip_fraction: float
    explained_variance: float


@dataclass(frozen=True)
class TimeSplit:
    """Where the trainer's own thread spent the time since the last update, as fractions that add up to 1.

    The emulators run beside it: "environment" is the time spent waiting for them and pooling their pictures.
    """

    environment: float
    inference: float
    update: float
    other: float


@dataclass(frozen=True)
class Snapshot:
    """The learner after one update.

    Attributes:
        step: Agent steps since the start of the agent's life, of all processes together.
        frames: Emulated frames, four per step.
        seconds: Training time over all runs; pauses do not count.
        steps_per_s: Over the last ten updates or so.
        episodes: Finished games.
        return_mean: Mean return of the last 20 finished games; None until one has ended.
        point_balance: Mean sign of the last 100 rewards, in [-1, 1]; None until the first.
        curve: (step, seconds, return_mean) since the start of the agent's life, thinned to at most 513
            points.
        losses: Of this update.
        time_split: Of this update.
        agent: Everything to play or resume with.
    """

    step: int
    frames: int
    seconds: float
    steps_per_s: float
    episodes: int
    return_mean: float | None
    point_balance: float | None
    curve: Curve
    losses: Losses
    time_split: TimeSplit
    agent: Agent

    @staticmethod
    def of(agent: Agent, steps_per_s: float, losses: Losses, time_split: TimeSplit) -> Snapshot:
        """Make a snapshot of an agent, with the figures that it does not keep."""
        return Snapshot(
            step=agent.step,
            frames=agent.step * agent.config.frame_skip,
            seconds=agent.seconds,
            steps_per_s=steps_per_s,
            episodes=agent.episodes,
            return_mean=agent.return_mean,
            point_balance=agent.point_balance,
            curve=agent.curve,
            losses=losses,
            time_split=time_split,
            agent=agent,
        )
