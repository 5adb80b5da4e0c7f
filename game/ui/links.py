"""Links: every state worth showing has an address, `scene/tab?key=value&…`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

_NAME = re.compile(r"[a-z0-9-]*")
LONGEST = 4000
"""Characters."""


class LinkError(ValueError):
    """A link leads nowhere.

    Attributes:
        key: of the text that says why, in the language files.
        values: what stands in that text.
    """

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(f"{key} {values}")
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Link:
    """An address inside the app.

    Attributes:
        scene: id of the scene, such as "convolution".
        tab: id of its tab (or mode); empty for the one that was open last.
        query: what the tab is opened with, as texts; it says itself what it takes.
    """

    scene: str
    tab: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Whether it names a scene alone, which is shown as it was left."""
        return not (self.tab or self.query)

    @classmethod
    def parse(cls, text: str) -> Link:
        """Read `scene`, `scene/tab` or `scene/tab?key=value&key=value`.

        Raises:
            LinkError: It is none of these.
        """
        place, _, query = text.strip().partition("?")
        scene, _, tab = place.strip("/").partition("/")
        if not scene or not _NAME.fullmatch(scene) or not _NAME.fullmatch(tab) or len(text) > LONGEST:
            raise LinkError("link.malformed", link=text[:80])
        try:
            pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=50)
        except ValueError as error:
            if query:
                raise LinkError("link.malformed", link=text[:80]) from error
            pairs = []
        return cls(scene, tab, dict(pairs))

    def __str__(self) -> str:
        """The address."""
        place = f"{self.scene}/{self.tab}" if self.tab else self.scene
        query = urlencode(self.query, quote_via=quote, safe=",")
        return f"{place}?{query}" if query else place
