"""The lecture's vectors, exactly as they stand on the slides (part 3)."""

from __future__ import annotations

VECTORS: tuple[tuple[float, ...], ...] = (
    (0.4, -2, 0.9, 1.7, -0.4, 1),
    (0.05, -0.1, -1.2, -1.7, -0.9, 1.3),
    (0.05, 0.1, 1.2, 1.7, 0.9, 1.3),
)
"""The last one is the second one without its minus signs: another vector, another picture."""
NUMBERS = len(VECTORS[0])
"""How many numbers a slide's vector has."""


def written(vector: tuple[float, ...]) -> str:
    """A vector as the slide writes it: (0.4, −2, 0.9, 1.7, −0.4, 1)."""
    return f"({', '.join(f'{value:g}'.replace('-', '−') for value in vector)})"
