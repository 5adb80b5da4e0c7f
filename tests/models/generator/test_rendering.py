"""From latents to pictures: flat areas become flat, edges stay."""

import numpy as np

from models.generator.rendering import flatten_colours


def test_faint_texture_goes_and_edges_stay():
    truth = np.full((64, 64, 3), (220, 180, 150), np.uint8)
    truth[:, 32:] = (40, 60, 90)
    noise = np.random.default_rng(0).integers(-4, 5, truth.shape)
    finished = flatten_colours((truth + noise).astype(np.uint8)).astype(int)
    assert np.abs(finished - truth).mean() < 0.5 * np.abs(noise).mean()
    assert np.abs(finished[:, 31] - finished[:, 32]).min() > 55
    assert np.abs(finished - truth).max() < 12
