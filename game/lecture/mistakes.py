"""What is wrong with a route, in the words of the screen's language.

The reasons that `route_file` gives are English: they stand in the log, and `tools.route` prints them. Here
each is found by its pattern, and said by the text `route.{name}` with what the pattern has caught.
"""

from __future__ import annotations

import re

from game.lecture.route_file import RouteError
from game.ui.language import Language

_QUOTED = r"(?P<what>.+)"
REASONS = {
    "no_files": r"no \.toml file in this folder",
    "count": r"(?P<n>\d+) stops; there must be 1 to (?P<most>\d+)",
    "large": r"larger than (?P<n>\d+) MB",
    "utf8": r"not UTF-8",
    "deep": r"nested too deeply",
    "unreadable": r"cannot be read: .+",
    "toml": r"no TOML: .+",
    "no_stops": r"no \[\[stop\]\]",
    "unknown": r"unknown",
    "missing": r"missing",
    "twice": rf"{_QUOTED} is the name of another stop, in (?P<file>.+)",
    "no_stop": rf"there is no stop {_QUOTED}",
    "empty": r"empty",
    "slides": r"neither a number such as .+",
    "either": r"a stop has either a link or a picture",
    "not_beside": rf"{_QUOTED} is not beside this file",
    "one_kind": r"exactly one of choices, number and place",
    "choices": r"two to four, as many in each language",
    "right": r"from 1 to (?P<n>\d+)",
    "name": rf"{_QUOTED} is no name of small letters, digits and -",
    "none_of": rf"{_QUOTED} is none of (?P<all>.+)",
    "no_text": rf"{_QUOTED} is no str",
    "no_whole": rf"{_QUOTED} is no int",
    "no_number": rf"{_QUOTED} is no float",
    "no_flag": rf"{_QUOTED} is no bool",
    "no_table": rf"no table|{_QUOTED} is no .+",
    "long": r"(?P<n>\d+) characters, at most (?P<most>\d+) are allowed",
    "between": rf"{_QUOTED} is not between (?P<low>\S+) and (?P<high>\S+)",
}
_FIELDS = re.compile(
    r"(?:stop (?P<stop>\d+): )?(?P<fields>(?:'?\w[\w-]*'?(?:, \w[\w-]*)*: )*)(?P<reason>.*)", re.DOTALL
)


def told(t: Language, error: RouteError) -> str:
    """A mistake with its file, line and reason, for a message."""
    why = reason(t, error.why)
    if error.line:
        return t("lecture.route_line", file=error.file, line=error.line, why=why)
    return t("lecture.route_broken", file=error.file, why=why)


def reason(t: Language, why: str) -> str:
    """A reason; the names of fields in it stay as they are in the file."""
    whole = _said(t, why)
    if whole:
        return whole
    parts = _FIELDS.fullmatch(why)
    if parts is None:
        return why
    stop = t("route.stop", n=int(parts["stop"])) + ": " if parts["stop"] else ""
    return stop + parts["fields"].replace("'", "") + (_said(t, parts["reason"]) or parts["reason"])


def _said(t: Language, why: str) -> str:
    for name, pattern in REASONS.items():
        found = re.fullmatch(pattern, why, re.DOTALL)
        if found is not None:
            return t(f"route.{name}", **{key: value or "" for key, value in found.groupdict().items()})
    return ""
