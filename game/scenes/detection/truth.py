"""What is on the bundled pictures, so that methods can be judged before anybody has marked anything."""

from __future__ import annotations

from collections.abc import Mapping

from game.scenes.detection.scoring import Thing

NOTHING = (
    *("flower", "temple", "rocket", "galaxies", "brick", "gravel"),
    *("house", "shapes", "stripes", "letters", "maze"),
)
"""Pictures without a face, a cat, a person, or any of the network's other classes."""

KNOWN: Mapping[str, tuple[Thing, ...]] = {
    "cat": (Thing("cat", (8, 0, 440, 341)), Thing("cat_face", (78, 8, 330, 312))),
    "astronaut": (Thing("person", (22, 8, 350, 504)), Thing("face", (178, 66, 96, 112))),
    "coffee": (
        Thing("cup", (148, 12, 194, 246)),
        Thing("spoon", (282, 54, 82, 222)),
        Thing("dining table", (0, 0, 512, 341)),
    ),
    "camera": (Thing("person", (0, 63, 300, 449)),),
    "horse": (Thing("horse", (20, 10, 478, 392)),),
    "face": (Thing("face", (120, 60, 274, 290)),),
    **dict.fromkeys(NOTHING, ()),
}
"""By the picture's id in the gallery; in pixels of the picture with its longer side made 512 long."""
