"""Learning from a rollout: what the three methods share."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import nll_loss

from agents.emulators.envs import NO_ADVICE
from agents.emulators.games import GameSpec
from agents.learning.config import TrainConfig
from agents.learning.policy_losses import POLICY_LOSSES, Steps
from agents.learning.returns import advantages, discounted_returns, explained_variance
from agents.learning.rollout import Rollout


def learn(
    rollout: Rollout,
    rules: GameSpec,
    config: TrainConfig,
    policy: nn.Module,
    optimizer: torch.optim.Adam,
    generator: torch.Generator,
    advice_coef: float = 0.0,
) -> Iterator[Tensor]:
    """Improve policy and critic on one rollout, one minibatch per `next`: `config.passes × config.batches`.

    Args:
        rollout: What was played.
        rules: What ends an episode.
        config: Settings; `method` chooses the policy loss.
        policy: `agents.learning.policy.Policy`, or a wrapper that joins the gradients of several processes.
        optimizer: Of the policy's parameters.
        generator: Shuffles the steps.
        advice_coef: Weight of the cross-entropy between the policy and what a scripted player advised.

    Yields:
        Each minibatch's policy loss, value loss, entropy, divergence and clip fraction, float32 (5,).
    """
    data = _prepare(rollout, rules, config)
    value_coef = config.value_coef if config.method != "reinforce" else 0.0  # which has no critic
    usable = torch.from_numpy(rollout.valid).flatten().nonzero().squeeze(1)
    for _ in range(config.passes):
        shuffled = usable[torch.randperm(len(usable), generator=generator)]
        for batch in shuffled.tensor_split(config.batches):
            with torch.autocast("cpu", torch.bfloat16, enabled=config.bfloat16):
                logits, predicted = policy(data.observations[batch])
            log_all = torch.log_softmax(logits, dim=1)
            steps = Steps(
                log_probs=_taken(log_all, data.actions[batch]),
                old_log_probs=data.old_log_probs[batch],
                returns=data.returns[batch],
                advantages=data.advantages[batch],
            )
            policy_loss = POLICY_LOSSES[config.method](steps, config)
            value_loss = 0.5 * (predicted - data.targets[batch]).square().mean()
            entropy = -(log_all.exp() * log_all).sum(1).mean()
            loss = policy_loss + value_coef * value_loss - config.entropy_coef * entropy
            if advice_coef:
                loss = loss + advice_coef * _advice_loss(log_all, data.advice[batch])

            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(policy.parameters(), config.max_grad_norm)
            optimizer.step()
            with torch.no_grad():
                log_ratio = steps.log_probs - steps.old_log_probs
                ratio = log_ratio.exp()
                divergence = (ratio - 1 - log_ratio).mean()
                outside = ((ratio - 1).abs() > config.clip).float().mean()
                statistics = torch.stack([policy_loss, value_loss, entropy, divergence, outside])
            yield statistics


@dataclass(frozen=True, eq=False)
class _Data:
    """All steps of a rollout in one row, (steps × games, …), and what follows from them."""

    observations: Tensor
    actions: Tensor
    old_log_probs: Tensor
    returns: Tensor
    advantages: Tensor
    targets: Tensor
    """What the critic should have said."""
    advice: Tensor


def _prepare(rollout: Rollout, rules: GameSpec, config: TrainConfig) -> _Data:
    """Work out returns and advantages; the rollout is told how much of the returns its critic foresaw."""
    # What the learner maximises are points of equal size (Mnih et al. 2015), so that one setting serves
    # every game.
    rewards = np.sign(rollout.rewards)
    terminated = rollout.terminated | (rules.points_end_episodes & (rewards != 0))
    terminated |= rules.lives_end_episodes & rollout.died
    ended = terminated | rollout.truncated
    values = rollout.values.numpy()
    gains = advantages(rewards, values, terminated, ended, config.gamma, config.lam)
    targets = gains + values[:-1]
    rollout.explained_variance = explained_variance(values[:-1][rollout.valid], targets[rollout.valid])
    actions = rollout.actions.flatten()
    return _Data(
        observations=torch.from_numpy(rollout.observations[:-1]).flatten(0, 1),
        actions=actions,
        old_log_probs=_taken(torch.log_softmax(rollout.logits.flatten(0, 1), dim=1), actions),
        returns=torch.from_numpy(discounted_returns(rewards, ended, config.gamma)).flatten(),
        advantages=torch.from_numpy(gains).flatten(),
        targets=torch.from_numpy(targets).flatten(),
        advice=torch.from_numpy(rollout.advice[:-1]).flatten(),
    )


def _advice_loss(log_probs: Tensor, advice: Tensor) -> Tensor:
    """Return the mean cross-entropy to what was advised; 0 where there was no advice."""
    total = nll_loss(log_probs, advice, ignore_index=NO_ADVICE, reduction="sum")
    return total / (advice != NO_ADVICE).sum().clamp(min=1)


def _taken(log_probs: Tensor, actions: Tensor) -> Tensor:
    return log_probs.gather(1, actions[:, None]).squeeze(1)
