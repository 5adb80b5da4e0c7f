"""Three rungs of one idea: make what turned out well more probable, and what turned out badly less.

The policy gradient is the same on each: the probability of an action taken is pushed up or down by a
weight. `reinforce` weighs with what was received, `a2c` with how much better that was than expected, and
`ppo` does so several times over with the same steps, as far as they can be trusted.

Each rung is a loss, to be minimised, of steps that were played.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from agents.learning.config import Method, TrainConfig


@dataclass(frozen=True, eq=False)
class Steps:
    """Some of a rollout's steps, float32 (steps,) each."""

    log_probs: Tensor
    """Logarithm of the probability that the network now gives the action taken. Only this has a gradient."""
    old_log_probs: Tensor
    """The same when the action was taken."""
    returns: Tensor
    """Discounted points from the step to the end of its rally or game."""
    advantages: Tensor
    """How much better than the critic expected that became."""


def reinforce(steps: Steps, config: TrainConfig) -> Tensor:
    """Weigh every action with all that came after it (Williams 1992; Karpathy 2016, "Pong from Pixels").

    No critic: a good move in a lost rally is punished, too, and only many rallies bring out the truth.
    Where a rally outlasts the rollout, what was received until then counts, and nothing is guessed.
    """
    return -(steps.log_probs * standardised(steps.returns, config)).mean()


def a2c(steps: Steps, config: TrainConfig) -> Tensor:
    """Weigh every action with its advantage over what a critic expected (Mnih et al. 2016).

    A good move in a lost rally improves the outlook, and is rewarded for just that.
    """
    return -(steps.log_probs * standardised(steps.advantages, config)).mean()


def ppo(steps: Steps, config: TrainConfig) -> Tensor:
    """Use the same steps several times, within limits (Schulman et al. 2017).

    After the first pass the network is no longer the one that played. The ratio of the two probabilities
    accounts for it. Equation 7: of the plain and the clipped gain the smaller counts, so that no step is
    rewarded for moving further than `clip` from the policy that played.
    """
    ratio = (steps.log_probs - steps.old_log_probs).exp()
    gain = standardised(steps.advantages, config)
    clipped = ratio.clamp(1 - config.clip, 1 + config.clip)
    return -torch.minimum(ratio * gain, clipped * gain).mean()


def standardised(weights: Tensor, config: TrainConfig) -> Tensor:
    """Shift to mean 0, so that about half of the actions are encouraged, and scale to deviation 1.

    Where the deviation is below `advantage_floor` it is hardly more than noise, and not blown up.
    """
    return (weights - weights.mean()) / weights.std(correction=0).clamp(min=config.advantage_floor)


POLICY_LOSSES: Mapping[Method, Callable[[Steps, TrainConfig], Tensor]] = {
    "reinforce": reinforce,
    "a2c": a2c,
    "ppo": ppo,
}
