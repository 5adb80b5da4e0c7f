"""Values from outside, checked against the types of a dataclass: for preferences, links, and files' metadata.

A field's type says what it takes: `bool`, `int`, `float`, `str`, `Literal[...]`, `tuple[T, ...]`,
`dict[str, T]`, a dataclass of such fields, or one of them `| None`. `Annotated[int, Range(1, 6)]` narrows a
number, `Annotated[str, OneOf(names)]` a text whose choices are only known at run time. In texts a field such
as `from_` is called `from`.
"""

import math
import reprlib
import sys
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

D = TypeVar("D")

LONGEST = 10_000
"""Characters of a text, entries of a list."""


@dataclass(frozen=True)
class Range:
    """Least and greatest value of a number, both allowed."""

    low: float
    high: float


@dataclass(frozen=True)
class OneOf:
    """A text out of several; `choices` is asked when a value is checked, so that it may need late imports."""

    choices: Callable[[], Collection[str]]


@cache
def _hints(cls: type) -> dict[str, Any]:
    # The namespace is named, for a lambda in an annotation has what it is evaluated in as its globals.
    first, *others = dict.fromkeys(each.__module__ for each in cls.__mro__[:-1])
    space = vars(sys.modules[first])
    for other in others:
        space = vars(sys.modules[other]) | space
    return get_type_hints(cls, space, include_extras=True)


def check(value: object, hint: Any, make: Callable[[Any, Any], Any] | None = None) -> Any:
    """Return a JSON value as what a type hint asks for; nothing is guessed: True is no number, "1" neither.

    Args:
        value: What was read.
        hint: The type.
        make: Makes the dataclasses inside, `read` or `parse`.

    Raises:
        ValueError: It is something else, or out of range.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        result = check(value, arguments[0], make)
        for narrower in arguments[1:]:
            _narrow(result, narrower)
        return result
    if origin in (Union, types.UnionType):
        if value is None and types.NoneType in arguments:
            return None
        (rest,) = (each for each in arguments if each is not types.NoneType)
        return check(value, rest, make)
    if origin is Literal:
        return _known(value, arguments)
    if origin is tuple and isinstance(value, list | tuple) and len(value) <= LONGEST:
        kinds = arguments[:1] * len(value) if arguments[-1] is ... else arguments
        return tuple(check(item, kind, make) for item, kind in zip(value, kinds, strict=True))
    if origin is dict and isinstance(value, dict) and len(value) <= LONGEST:
        return {check(name, arguments[0]): check(item, arguments[1], make) for name, item in value.items()}
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(value, Mapping):
        return (make or read)(value, hint)
    return _plain(value, hint)


def _known(value: object, choices: Collection[object]) -> object:
    if not any(value == each and type(value) is type(each) for each in choices):
        raise ValueError(f"{reprlib.repr(value)} is none of {', '.join(map(str, choices))}")
    return value


def _plain(value: object, kind: Any) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"{reprlib.repr(value)} is no {getattr(kind, '__name__', kind)}")
    if isinstance(value, str) and len(value) > LONGEST:
        raise ValueError(f"{len(value)} characters, at most {LONGEST} are allowed")
    return value


def _narrow(value: Any, narrower: object) -> None:
    if value is None:
        return
    if isinstance(narrower, Range) and not narrower.low <= value <= narrower.high:
        raise ValueError(f"{value} is not between {narrower.low:g} and {narrower.high:g}")
    if isinstance(narrower, OneOf):
        _known(value, narrower.choices())


def read(data: Mapping[str, Any], cls: type[D]) -> D:
    """Make a dataclass of a JSON object; what is missing or makes no sense keeps the field's default.

    Raises:
        TypeError: A field without a default is missing or makes no sense.
    """
    values = {}
    for name, hint in _hints(cls).items():  # type: ignore[arg-type]
        if name in data:
            try:
                values[name] = check(data[name], hint)
            except (ValueError, OverflowError):
                continue
    return cls(**values)


def parse(data: object, cls: type[D], *, more: bool = False) -> D:
    """Make a dataclass of a JSON object from a stranger; unlike `read` it takes no nonsense.

    Args:
        data: What was read.
        cls: The dataclass.
        more: Pass over names that are no fields; in the dataclasses inside they are refused all the same.

    Raises:
        ValueError: Naming the field that is missing, unknown, of another type or out of range.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"{reprlib.repr(data)} is no {cls.__name__}")
    hints = _hints(cls)  # type: ignore[arg-type]
    values = {}
    for name, value in data.items():
        if name in hints:
            try:
                values[name] = check(value, hints[name], parse)
            except (ValueError, OverflowError) as error:
                raise ValueError(f"{name}: {error}") from error
        elif not more:
            raise ValueError(f"{reprlib.repr(name)}: unknown")
    needed = {f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING}  # type: ignore[arg-type]
    if missing := sorted(needed - values.keys()):
        raise ValueError(f"{', '.join(missing)}: missing")
    return cls(**values)


def verify(value: Any, prefix: str = "--") -> None:
    """Refuse, by a ValueError that names the option, a dataclass with a number out of its field's range."""
    for name, hint in _hints(type(value)).items():  # type: ignore[arg-type]
        for narrower in getattr(hint, "__metadata__", ()):
            try:
                _narrow(getattr(value, name), narrower)
            except ValueError as error:
                raise ValueError(f"{prefix}{name.replace('_', '-')}: {error}") from error


def read_texts(texts: Mapping[str, str], cls: type[D]) -> D:
    """Make a dataclass of texts such as `example=3`; unlike `read` it takes no nonsense.

    Raises:
        ValueError: An unknown name, or a value that its field does not take.
    """
    hints = {name.removesuffix("_"): (name, hint) for name, hint in _hints(cls).items()}  # type: ignore[arg-type]
    values = {}
    for name, text in texts.items():
        if name not in hints:
            raise ValueError(f"{name}: unknown; there is {', '.join(hints) or 'nothing to choose'}")
        try:
            field, hint = hints[name]
            values[field] = check(_from_text(text, hint), hint)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{name}: {error}") from error
    return cls(**values)


def _from_text(text: str, hint: Any) -> object:
    """Read a text as the number, truth value or list that a hint asks for."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _from_text(text, arguments[0])
    if origin in (Union, types.UnionType):
        return _from_text(text, next(each for each in arguments if each is not types.NoneType))
    if origin is tuple:
        return [_from_text(part, arguments[0]) for part in text.split(",")]
    if origin is Literal:
        return next((each for each in arguments if str(each) == text), text)
    if hint is bool:
        return {"1": True, "on": True, "0": False, "off": False}.get(text, text)
    return hint(text) if hint in (int, float) else text


def texts_of(value: Any) -> dict[str, str]:
    """Return the fields of a dataclass that differ from their defaults, as `read_texts` takes them."""
    result = {}
    for each in fields(value):
        now = getattr(value, each.name)
        usual = each.default if each.default_factory is MISSING else each.default_factory()
        if now != usual and now is not None:
            result[each.name.removesuffix("_")] = _to_text(now)
    return result


def _to_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ",".join(map(_to_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
