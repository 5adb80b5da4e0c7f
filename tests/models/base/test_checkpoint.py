from __future__ import annotations

import json
import os
import pickle
import stat
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save as safetensors_save

from models.base import checkpoint
from models.base.checkpoint import CheckpointError, layout, load, require, save
from tests.fuzz import changed_checkpoint, heavy_headers, joined_checkpoint, mutations, split_checkpoint

TENSORS = {
    "weight": torch.arange(6.0).reshape(2, 3),
    "picture": torch.ones(4, dtype=torch.uint8),
    "step": torch.tensor(7.0),
}
NOTES = {"kind": "test", "curve": [[1, 2.5, None]], "name": "Понг"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save(tmp_path / "file", TENSORS, NOTES)
    return tmp_path / "file"


def code_of(path: Path, **arguments: int) -> str:
    with pytest.raises(CheckpointError) as caught:
        load(path, **arguments)
    assert str(path) in str(caught.value) or caught.value.code == "not_finite"
    return caught.value.code


def test_round_trip(path: Path) -> None:
    tensors, notes = load(path)
    assert notes == NOTES
    assert tensors.keys() == TENSORS.keys()
    for name, tensor in TENSORS.items():
        assert torch.equal(tensors[name], tensor)
        assert tensors[name].dtype == tensor.dtype


def test_views_and_transposed_tensors_are_stored_as_seen(tmp_path: Path) -> None:
    base = torch.arange(6.0).reshape(2, 3)
    save(tmp_path / "f", {"turned": base.T, "row": base[0], "whole": base}, {})
    tensors, _ = load(tmp_path / "f")
    assert torch.equal(tensors["turned"], base.T)
    assert torch.equal(tensors["row"], base[0])


def test_a_failed_write_leaves_the_old_file_and_no_litter(path: Path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(CheckpointError, match="No space left") as caught:
        save(path, {"weight": torch.zeros(1)}, {})
    assert caught.value.code == "unwritable"
    assert [file.name for file in path.parent.iterdir()] == ["file"]
    assert load(path)[1] == NOTES


def test_a_directory_in_the_way_is_reported(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    with pytest.raises(CheckpointError) as caught:
        save(tmp_path / "f", TENSORS, {})
    assert caught.value.code == "unwritable"
    assert code_of(tmp_path / "f") == "missing"


def test_broken_weights_are_never_written(path: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        save(path, {"weight": torch.tensor([1.0, float("nan")])}, {})
    assert caught.value.code == "not_finite"
    assert load(path)[1] == NOTES


def test_missing(tmp_path: Path) -> None:
    assert code_of(tmp_path / "absent") == "missing"


def test_too_large_is_refused_unread(path: Path) -> None:
    assert code_of(path, max_bytes=path.stat().st_size - 1) == "too_large"
    load(path, max_bytes=path.stat().st_size)
    if sys.platform != "win32" and stat.S_ISCHR(Path("/dev/zero").stat().st_mode):
        # A device says that it is empty and never ends; a pipe never begins.
        assert code_of(Path("/dev/zero"), max_bytes=1000) == "missing"
        os.mkfifo(path.parent / "pipe")
        assert code_of(path.parent / "pipe") == "missing"


def test_pickles_are_foreign_and_never_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "sprung",))

    (tmp_path / "pickle").write_bytes(pickle.dumps(Trap()))
    assert code_of(tmp_path / "pickle") == "foreign"
    torch.save(TENSORS, tmp_path / "torch")
    assert code_of(tmp_path / "torch") == "foreign"
    assert not (tmp_path / "sprung").exists()


def test_other_safetensors_files_are_foreign(tmp_path: Path) -> None:
    for notes in (None, {"format": "pt"}, {"format": checkpoint.FORMAT, "version": "99", "metadata": "{}"}):
        (tmp_path / "f").write_bytes(safetensors_save(TENSORS, notes))
        assert code_of(tmp_path / "f") == "foreign"


def test_garbled_metadata_is_damage(tmp_path: Path) -> None:
    for metadata in ("{", "[]", "[" * 100_000):
        notes = {"format": checkpoint.FORMAT, "version": "1", "metadata": metadata}
        (tmp_path / "f").write_bytes(safetensors_save(TENSORS, notes))
        assert code_of(tmp_path / "f") == "damaged"


def test_infinite_numbers_are_refused(tmp_path: Path) -> None:
    notes = {"format": checkpoint.FORMAT, "version": "1", "metadata": "{}"}
    for value in (float("nan"), float("inf")):
        (tmp_path / "f").write_bytes(safetensors_save({"weight": torch.tensor([value])}, notes))
        assert code_of(tmp_path / "f") == "not_finite"


def test_header_that_lies_about_offsets_is_damage(path: Path) -> None:
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["weight"]["shape"] = [2**40, 2**40]
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + length :])
    assert code_of(path) == "damaged"


def test_every_truncation_is_an_error(path: Path) -> None:
    data = path.read_bytes()
    for size in range(len(data)):
        path.write_bytes(data[:size])
        assert code_of(path) == "damaged"


def refuse_or_load(path: Path) -> None:
    try:
        tensors, notes = load(path)
    except CheckpointError:
        return
    assert isinstance(notes, dict)
    assert all(isinstance(tensor, torch.Tensor) for tensor in tensors.values())


@given(st.binary(max_size=300))
def test_noise_never_crashes(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "noise"
    for prefix in (b"", len(noise).to_bytes(8, "little"), (len(noise) + 1).to_bytes(8, "little") + b"{"):
        path.write_bytes(prefix + noise)
        refuse_or_load(path)


@settings(max_examples=300)
@given(st.data())
def test_flipped_bytes_never_crash(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped"
    save(path, TENSORS, NOTES)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    refuse_or_load(path)


def test_require_names_what_differs() -> None:
    expected = dict(layout(TENSORS))
    require(expected, expected)
    for change, message in (
        ({"weight": ((3, 2), torch.float32)}, r"weight is .*\(2, 3\), expected"),
        ({"weight": ((2, 3), torch.float64)}, "expected torch.float64"),
        ({"bias": ((1,), torch.float32)}, "missing tensors: bias"),
    ):
        with pytest.raises(CheckpointError, match=message) as caught:
            require(expected, {**expected, **change})
        assert caught.value.code == "wrong_shape"
    with pytest.raises(CheckpointError, match="unexpected tensors: step"):
        require(expected, {name: expected[name] for name in ("weight", "picture")})
    require({"weight": ((2, 3), torch.float16)}, {"weight": ((2, 3), torch.float32)}, any_float=True)
    with pytest.raises(CheckpointError):
        require({"weight": ((2, 3), torch.int8)}, {"weight": ((2, 3), torch.float32)}, any_float=True)


def test_every_type_that_is_written_is_read(tmp_path: Path) -> None:
    tensors = {name: torch.tensor([[0, 1], [1, 1]]).to(dtype) for name, dtype in checkpoint.DTYPES.items()}
    tensors |= {"none": torch.zeros(0, 10), "one": torch.tensor(3.0)}
    save(tmp_path / "f", tensors, {})
    found, _ = load(tmp_path / "f")
    assert found.keys() == tensors.keys()
    assert all(torch.equal(found[name], tensor) for name, tensor in tensors.items())


def test_the_layout_is_judged_before_anything_is_read(path: Path, monkeypatch) -> None:
    monkeypatch.setattr(torch, "empty", lambda *_, **__: pytest.fail("a tensor was allocated"))

    def refuse(found: checkpoint.Layout, notes: dict[str, object]) -> None:
        assert found == layout(TENSORS)
        assert notes == NOTES
        raise ValueError("step: too far")

    with pytest.raises(CheckpointError, match="step: too far") as caught:
        checkpoint.read(path, refuse)
    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [1] * 65, "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [True], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [1.0], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [-1, -1], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [2**62, 0], "data_offsets": [4, 4]},
        {"dtype": "F99", "shape": [1], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [1], "data_offsets": [0, 4], "more": 1},
        {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]},
        {"dtype": "F32", "shape": [1], "data_offsets": [0, 8]},
        {"dtype": "BOOL", "shape": [4], "data_offsets": [0, 4]},
        [],
    ],
)
def test_a_tensor_described_wrongly_is_damage(path: Path, entry: object) -> None:
    header, _ = split_checkpoint(path.read_bytes())
    path.write_bytes(
        joined_checkpoint({"__metadata__": header["__metadata__"], "weight": entry}, b"\0\0\1\2")
    )
    assert code_of(path) == "damaged"


def test_too_many_tensors_are_damage(path: Path) -> None:
    header, _ = split_checkpoint(path.read_bytes())
    empty = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    for count, code in ((checkpoint.MAX_TENSORS, None), (checkpoint.MAX_TENSORS + 1, "damaged")):
        tensors = {f"t{number}": empty for number in range(count)}
        path.write_bytes(joined_checkpoint({"__metadata__": header["__metadata__"]} | tensors, b""))
        assert len(load(path)[0]) == count if code is None else code_of(path) == code


def test_absurd_numbers_are_refused(path: Path) -> None:
    for value in (1e20, -1e20):
        with pytest.raises(CheckpointError, match="weight holds numbers") as caught:
            save(path, {"weight": torch.tensor([0.0, value])}, {})
        assert caught.value.code == "not_finite"


@pytest.mark.parametrize(("name", "data"), list(heavy_headers()), ids=lambda value: str(value)[:30])
def test_heavy_headers_are_refused_at_once(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "f").write_bytes(data)
    tracemalloc.start()
    began = time.process_time()
    code = code_of(tmp_path / "f")
    seconds, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "damaged"
    assert seconds < 0.3
    assert most < 100e6


def test_the_heaviest_header_that_is_read_is_refused_soon(tmp_path: Path) -> None:
    for part in ("[],", "{},", "7,", '"",', "12345,", "1e9,"):
        text = json.dumps("[" + part * (checkpoint.MAX_HEADER // 2 // len(part)) + "0]")
        header = f'{{"__metadata__":{{"format":"latent-arcade","version":"1","metadata":{text}}}}}'.encode()
        (tmp_path / "f").write_bytes(len(header).to_bytes(8, "little") + header)
        began = time.process_time()
        assert code_of(tmp_path / "f") == "damaged"
        assert time.process_time() - began < 0.3
        tracemalloc.start()
        code_of(tmp_path / "f")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 100e6


def test_mutated_files_are_refused_or_read(path: Path) -> None:
    data = path.read_bytes()
    for mutated in mutations(data, 600, changed_checkpoint):
        path.write_bytes(mutated)
        refuse_or_load(path)
