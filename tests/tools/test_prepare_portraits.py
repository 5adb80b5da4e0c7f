"""Which portraits are drawn for which split."""

from __future__ import annotations

from tools.prepare_portraits import DRAWN, SMALL, plan

COUNTS = {"train": 60, "valid": 20, "test": 20, "sample": 10}


def test_no_two_splits_share_a_combination_of_labels() -> None:
    planned = plan(COUNTS, 200)
    known = {
        split: {tuple(labels.values()) for _, labels in portraits} for split, portraits in planned.items()
    }
    assert {split: len(planned[split]) for split in COUNTS} == COUNTS
    splits = list(known)
    for number, split in enumerate(splits):
        assert all(known[split].isdisjoint(known[other]) for other in splits[number + 1 :])


def test_an_edit_is_a_training_portrait_with_one_attribute_replaced() -> None:
    planned = plan(COUNTS, 300)
    train, edits = dict(planned["train"]), planned["edits"]
    assert len(edits) == 300
    changed = [[name for name in DRAWN if train[seed][name] != labels[name]] for seed, labels in edits]
    assert {len(names) for names in changed} == {1}
    often = sum(names[0] in SMALL for names in changed)
    assert 0.7 < often / len(edits) < 0.95
    for (_, labels), names in zip(edits, changed, strict=True):
        assert labels["smile"] == (labels["mouth"] < 3), names
    assert plan(COUNTS, 300)["edits"] == edits
