"""Every bundled picture opens, is small, is named in both languages and may be passed on."""

import pytest

from models.base.gallery import gallery, picture, rendered_feature, rendered_features
from models.classifier.features import CLASS_LAYER, channel_count
from models.classifier.network import LAYERS

FREE = {"CC0-1.0", "CC-BY-2.0", "public domain", "GPL-2.0-or-later"}


@pytest.mark.parametrize("item", gallery(), ids=lambda item: item.id)
def test_item(item):
    rgb = item.load()
    assert rgb.shape[2] == 3
    assert max(rgb.shape) <= 600
    assert item.path.stat().st_size <= 150_000
    assert set(item.title) == {"en", "ru"}
    assert all(item.title.values())
    assert item.licence in FREE
    assert item.author


def test_manifest_and_folder_agree():
    listed = {item.path for item in gallery()}
    assert listed == set(gallery()[0].path.parent.iterdir())
    assert len({item.id for item in gallery()}) == len(gallery())
    assert {"cat", "coffee"} <= {item.id for item in gallery() if item.kind == "photo"}
    assert sum(item.kind == "template" for item in gallery()) >= 4


def test_an_unknown_picture():
    with pytest.raises(KeyError):
        picture("dog")


def test_features_rendered_ahead_belong_to_the_network():
    features = rendered_features()
    assert len({(f.layer, f.channel) for f in features}) == len(features) >= 24
    order = [*LAYERS, CLASS_LAYER]
    positions = [order.index(f.layer) for f in features]
    assert positions == sorted(positions)
    for feature in features:
        assert 0 <= feature.channel < channel_count(feature.layer)
        assert feature.load().shape == (160, 160, 3)
        assert feature.path.stat().st_size < 30_000
        assert rendered_feature(feature.layer, feature.channel) is feature
    assert {f.path for f in features} == set(features[0].path.parent.iterdir())


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_filter_rendered_ahead_has_a_short_name_of_its_own(lang: str) -> None:
    names = [each.title[lang] for each in rendered_features() if each.layer != CLASS_LAYER]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 28 for name in names)
    assert rendered_feature("block_1", 0) is None
