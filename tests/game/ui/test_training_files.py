from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from game.ui import training_files
from game.ui.context import FileRequest
from game.workers.status import Status
from game.workers.training_session import News

TEXTS = "its."


class FakeContext:
    """Notes messages and dialogs."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.asked: list[FileRequest] = []

    class Texts:
        def __call__(self, key: str, **values: object) -> str:
            return " ".join([key, *map(str, values.values())])

        def number(self, value: float) -> str:
            return f"{value}"

    t = Texts()

    def why(self, status: Status) -> str:
        return status.error

    def notify(self, text: str, kind: str) -> None:
        self.told.append((text, kind))

    def pick_file(self, wanted: FileRequest) -> None:
        self.asked.append(wanted)


def test_each_piece_of_news_is_told() -> None:
    ctx: Any = FakeContext()
    path = Path("/there/mine.safetensors")
    for news in (
        News(saved=path),
        News(failed=Status(error="the disk is full"), saved=path),
        News(refused=(path, "damaged")),
        News(loaded=SimpleNamespace(step=640)),
        News(snapshots=(1, 2)),
    ):
        training_files.tell(ctx, news, TEXTS, "refused.")
    training_files.tell(ctx, News(saved=path), TEXTS, "refused.", whole_path=False)
    assert ctx.told == [
        ("its.saved /there/mine.safetensors", "good"),
        ("app.save_failed the disk is full", "bad"),
        ("refused.damaged mine.safetensors", "bad"),
        ("its.loaded 640", "good"),
        ("its.saved mine.safetensors", "good"),
    ]


def test_only_what_has_learned_is_saved() -> None:
    ctx: Any = FakeContext()
    saved: list[Path] = []
    session: Any = SimpleNamespace(state=None, folder=Path("/there"), save=saved.append)
    training_files.ask_to_save(ctx, session, TEXTS, "name")
    session.state = SimpleNamespace(step=0)
    training_files.ask_to_save(ctx, session, TEXTS, "name")
    assert ctx.told == [("its.nothing_to_save", "info")] * 2
    session.state = SimpleNamespace(step=1)
    training_files.ask_to_save(ctx, session, TEXTS, "name")
    (asked,) = ctx.asked
    assert (asked.title, asked.save, asked.folder) == ("its.save", "name.safetensors", Path("/there"))
    assert asked.suffixes == {".safetensors"}
    asked.callback(Path("/stick/mine.safetensors"))
    assert saved == [Path("/stick/mine.safetensors")]
