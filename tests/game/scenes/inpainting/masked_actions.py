"""Random things to do to a picture with its mask."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np
from hypothesis import strategies as st

from game.scenes.inpainting.masked_image import MaskedImage
from game.ui.canvas.strokes import Tool

SIZE = (40, 30)


points = st.tuples(st.integers(-15, 55), st.integers(-15, 45))


actions = st.one_of(
    st.tuples(st.just("stroke"), points, points, st.integers(1, 14), st.booleans()),
    st.tuples(st.just("area"), st.lists(points, min_size=1, max_size=6), st.booleans()),
    st.tuples(st.just("box"), points, points, st.booleans()),
    st.tuples(st.just("invert")),
    st.tuples(st.just("clear")),
    st.tuples(st.just("paint"), points, points),
    st.tuples(st.just("cancelled"), points, points),
    st.tuples(st.just("place"), st.integers(0, 9)),
    st.tuples(st.just("tell"), st.booleans(), st.booleans()),
)


def act(masked: MaskedImage, action: tuple) -> None:
    """Do one random thing."""
    if action[0] == "stroke":
        masked.begin_mask(action[1], action[3], erase=action[4])
        masked.move(action[2])
        masked.end()
    elif action[0] == "cancelled":
        masked.begin_mask(action[1], 5)
        masked.move(action[2])
        masked.cancel()
    elif action[0] == "area":
        masked.mask_area(action[1], erase=action[2])
    elif action[0] == "box":
        masked.mask_box(action[1], action[2], erase=action[3])
    elif action[0] == "invert":
        masked.invert_mask()
    elif action[0] == "tell":
        masked.tell(intact=action[1], rainy=action[2])
    elif action[0] == "clear":
        masked.clear_mask()
    elif action[0] == "paint":
        masked.begin(action[1], Tool((9, 90, 200), 4))
        masked.move(action[2])
        masked.end()
    else:
        chance = np.random.default_rng(action[1])
        height, width = chance.integers(5, 50, 2)
        bits = chance.random((height, width)) < 0.3
        image = chance.integers(0, 256, (height, width, 3), dtype=np.uint8)
        masked.place(image, bits=bits, kind="portrait" if action[1] % 2 else "")
