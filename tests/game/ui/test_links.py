from __future__ import annotations

import pytest

from game.ui.links import LONGEST, Link, LinkError


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("menu", Link("menu")),
        ("convolution/steal", Link("convolution", "steal")),
        ("convolution/microscope?example=3", Link("convolution", "microscope", {"example": "3"})),
        (
            "translation/rules?text=кот%20спит&grammar=on",
            Link("translation", "rules", {"text": "кот спит", "grammar": "on"}),
        ),
        (" arena/against/ ", Link("arena", "against")),
    ],
)
def test_links_are_read_and_written(text: str, link: Link) -> None:
    assert Link.parse(text) == link
    assert Link.parse(str(link)) == link


def test_a_link_is_written_as_people_write_it() -> None:
    assert str(Link("arena", "against", {"game": "pong"})) == "arena/against?game=pong"
    assert str(Link("menu")) == "menu"


@pytest.mark.parametrize(
    "text", ["", "/", "?a=1", "Arena", "a b", "a/b/c", "a/b?c", "a?" + "x" * LONGEST, "http://x"]
)
def test_what_is_no_link_is_refused_with_words(text: str) -> None:
    with pytest.raises(LinkError) as error:
        Link.parse(text)
    assert error.value.key == "link.malformed"
