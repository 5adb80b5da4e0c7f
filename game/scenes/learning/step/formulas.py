"""The scheme's formulas with a moment's numbers in them."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.learning.step.session import Moment
from models.learning.losses import sigmoid
from models.learning.models import Network, Polynomial

Write = Callable[[float], str]
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def bracketed(text: str) -> str:
    """A negative number in brackets."""
    return f"({text})" if text.startswith("\N{MINUS SIGN}") else text


def power_names(model: Polynomial) -> list[str]:
    """What each knob is multiplied with: "1", "x", "x²"; for two inputs "x₁", "x₁x₂", "x₂²"."""
    names = []
    for powers in model.powers():
        variables = ("x",) if model.inputs == 1 else ("x₁", "x₂")
        parts = [
            variable + ("" if power == 1 else str(power).translate(POWERS))
            for variable, power in zip(variables, powers, strict=True)
            if power
        ]
        names.append("".join(parts) or "1")
    return names


def object_line(moment: Moment, write: Write) -> str:
    """What the model is shown."""
    if len(moment.x) == 1:
        return f"x = {write(moment.x[0])}"
    return f"x₁ = {write(moment.x[0])}, x₂ = {write(moment.x[1])}"


def answer_line(model: Polynomial | Network, moment: Moment, write: Write) -> str:
    """The answer and, where it is short, how it comes about."""
    result = f"a(x, w) = {write(moment.answer)}"
    if isinstance(model, Network) or model.size > 3:
        return result
    terms = [
        write(w) if name == "1" else f"{bracketed(write(w))}·{bracketed(write(part))}"
        for w, part, name in zip(moment.w.tolist(), moment.parts.tolist(), power_names(model), strict=True)
    ]
    order = [*terms[1:], terms[0]]
    total = " + ".join(bracketed(term) if index else term for index, term in enumerate(order))
    return f"a(x, w) = {total} = {write(moment.answer)}"


def loss_line(loss: str, moment: Moment, write: Write) -> str:
    """The loss with its numbers."""
    a, y, value = write(moment.answer), write(moment.y), write(moment.loss)
    sign = "+" if moment.y > 0.5 else "\N{MINUS SIGN}"
    if loss == "square":
        return f"L = (a − y)² = ({a} − {bracketed(y)})² = {value}"
    if loss == "absolute":
        return f"L = |a − y| = |{a} − {bracketed(y)}| = {value}"
    if loss == "hinge":
        return f"L = max(0, 1 − ({sign}1)·{bracketed(a)}) = {value}"
    share = float(sigmoid(moment.answer if moment.y > 0.5 else -moment.answer))  # type: ignore[arg-type]
    return f"L = −ln σ({'' if moment.y > 0.5 else '−'}a) = −ln {write(share)} = {value}"


def slope_line(loss: str, moment: Moment, write: Write) -> str:
    """How the loss grows with the answer."""
    a, y, value = write(moment.answer), bracketed(write(moment.y)), write(moment.slope)
    if loss == "square":
        return f"∂L/∂a = 2(a − y) = 2·({a} − {y}) = {value}"
    if loss == "absolute":
        return f"∂L/∂a = sign(a − y) = {value}"
    if loss == "hinge":
        return f"∂L/∂a = {value}"
    return f"∂L/∂a = σ(a) − y = {value}"


def turn_line(name: str, part: str, knob: int, moment: Moment, rate: str, write: Write) -> tuple[str, str]:
    """The derivative by a knob, and how it is turned."""
    slope, factor = bracketed(write(moment.slope)), bracketed(write(float(moment.parts[knob])))
    derivative = write(float(moment.gradient[knob]))
    middle = f" = ∂L/∂a·{part}" if part else " = ∂L/∂a·∂a/∂" + name
    first = f"∂L/∂{name}{middle} = {slope}·{factor} = {derivative}"
    before, after = write(float(moment.w[knob])), write(float(moment.after[knob]))
    return first, f"{name}: {before} − {rate}·{bracketed(derivative)} = {after}"
