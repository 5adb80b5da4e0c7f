"""Emoji beside doodles: which signs, and how they come."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from PIL import ImageFont

from models.base.weights import ASSETS
from tools import prepare_doodles
from tools.prepare_doodles import SIZE, drawn, pairs, signs

FONTS = [
    ImageFont.truetype(str(ASSETS / "fonts" / f"{name}.otf"), SIZE)
    for name in ("Inter-Regular", "InterDisplay-Bold")
]


def test_cats_of_all_kinds_are_left_out() -> None:
    names = {unicodedata.name(sign) for sign in signs()}
    assert {"DOG FACE", "SEEDLING", "GRINNING FACE"} <= names
    assert not {"CAT", "CAT FACE", "POUTING CAT FACE", "TIGER FACE", "LION FACE", "LEOPARD"} & names


def test_a_sign_is_drawn_by_a_font_that_has_it_or_by_none() -> None:
    picture = drawn("A", FONTS)
    assert picture is not None
    assert picture.shape == (2 * SIZE, 2 * SIZE, 3)
    assert 0.01 < (picture < 128).mean() < 0.2
    assert drawn("\U0001f436", FONTS) is None


def test_both_styles_show_the_same_signs_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare_doodles, "RANGES", ((ord("A"), ord("F")), (0x1F436, 0x1F437)))
    thin, bold = pairs(FONTS[:1], FONTS[1:])
    assert thin.shape == bold.shape == (5, 28, 28)
    alike = [[np.corrcoef(a.ravel(), b.ravel())[0, 1] for b in bold] for a in thin]
    assert np.argmax(alike, axis=1).tolist() == list(range(5))
    assert (bold > 128).sum() > (thin > 128).sum()
