"""Learning from a rollout: what the three rungs share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import nll_loss

from agents.emulators.envs import NO_ADVICE, Games
from agents.learning.config import TrainConfig
from agents.learning.policy_losses import RUNGS, Steps
from agents.learning.returns import advantages, discounted_returns, explained_variance
from agents.learning.rollout import Rollout


def learn(
    rollout: Rollout,
    rules: Games,
    config: TrainConfig,
    policy: nn.Module,
    optimizer: torch.optim.Adam,
    generator: torch.Generator,
    advice_coef: float = 0.0,
) -> Iterator[Tensor]:
    """Improve policy and critic on one rollout, one minibatch per `next`.

    There are `config.passes × config.batches` of them, whatever was played.

    Args:
        rollout: What was played.
        rules: What ends an episode.
        config: Settings; `method` chooses the rung.
        policy: `agents.learning.policy.Policy`, or a wrapper that joins the gradients of several processes.
        optimizer: Of the policy's parameters.
        generator: Shuffles the steps.
        advice_coef: Weight of the cross-entropy between the policy and what a scripted player advised.

    Yields:
        Each minibatch's policy loss, value loss, entropy, divergence and clip fraction, float32 (5,).
    """
    # What the learner maximises are points of equal size (Mnih et al. 2015), so that one setting serves
    # every game.
    rewards = np.sign(rollout.rewards)
    terminated = rollout.terminated | (rules.points_end_episodes & (rewards != 0))
    terminated |= rules.lives_end_episodes & rollout.died
    ended = terminated | rollout.truncated
    values = rollout.values.numpy()
    gains = advantages(rewards, values, terminated, ended, config.gamma, config.lam)
    targets = gains + values[:-1]
    received = discounted_returns(rewards, ended, config.gamma)
    rollout.explained_variance = explained_variance(values[:-1][rollout.valid], targets[rollout.valid])

    policy_loss_of = RUNGS[config.method]
    value_coef = config.value_coef if config.method != "reinforce" else 0.0  # which has no critic
    observations = torch.from_numpy(rollout.observations[:-1]).flatten(0, 1)
    actions = rollout.actions.flatten()
    old_log_probs = _taken(torch.log_softmax(rollout.logits.flatten(0, 1), dim=1), actions)
    flat_gains, flat_targets, flat_received = (
        torch.from_numpy(array).flatten() for array in (gains, targets, received)
    )
    advice = torch.from_numpy(rollout.advice[:-1]).flatten()
    usable = torch.from_numpy(rollout.valid).flatten().nonzero().squeeze(1)
    for _ in range(config.passes):
        shuffled = usable[torch.randperm(len(usable), generator=generator)]
        for batch in shuffled.tensor_split(config.batches):
            with torch.autocast("cpu", torch.bfloat16, enabled=config.bfloat16):
                logits, predicted = policy(observations[batch])
            log_all = torch.log_softmax(logits, dim=1)
            steps = Steps(
                log_probs=_taken(log_all, actions[batch]),
                old_log_probs=old_log_probs[batch],
                returns=flat_received[batch],
                advantages=flat_gains[batch],
            )
            policy_loss = policy_loss_of(steps, config)
            value_loss = 0.5 * (predicted - flat_targets[batch]).square().mean()
            entropy = -(log_all.exp() * log_all).sum(1).mean()
            loss = policy_loss + value_coef * value_loss - config.entropy_coef * entropy
            if advice_coef:
                advised = advice[batch]
                told = advised != NO_ADVICE
                gap = nll_loss(log_all, advised, ignore_index=NO_ADVICE, reduction="sum")
                loss = loss + advice_coef * gap / told.sum().clamp(min=1)

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


def _taken(log_probs: Tensor, actions: Tensor) -> Tensor:
    return log_probs.gather(1, actions[:, None]).squeeze(1)
