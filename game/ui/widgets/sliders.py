"""What pygame_gui's sliders do not say themselves."""

from __future__ import annotations

from pygame_gui.elements import UIHorizontalSlider


def held(slider: UIHorizontalSlider) -> bool:
    """Whether a hand holds the grip."""
    return slider.sliding_button is not None and bool(slider.sliding_button.held)


def explain(slider: UIHorizontalSlider, words: str) -> None:
    """Show a tip over the grip."""
    if slider.sliding_button is not None:
        slider.sliding_button.set_tooltip(words)


def stand(slider: UIHorizontalSlider, value: float) -> None:
    """Stand at a value, unless a hand holds the grip; nothing is drawn anew when it stands there already."""
    low, high = slider.value_range
    value = min(max(value, low), high)
    if not held(slider) and abs(slider.get_current_value() - value) > 1e-3 * (high - low):
        slider.set_current_value(value)
