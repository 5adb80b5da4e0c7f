"""Judge a model from the command line: ``python -m models.evaluate inpainting --images DIR --json``."""

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import tyro

from models.base import command_line
from models.base.typed_fields import verify
from models.detection.evaluate import Detection
from models.doodles.evaluate import Doodles
from models.evaluation.reports import Evaluation, EvaluationError, paths_in
from models.generator.evaluate import Gan
from models.generator.evaluate_judge import Judge
from models.generator.evaluate_restyle import Restyle
from models.inpainting.evaluate import Inpainting
from models.inpainting.evaluate_portrait import Portrait
from models.rain.evaluate import Rain
from models.translation.evaluate import Translation


@dataclass(frozen=True)
class Classifier:
    """Name the five most probable ImageNet classes of every picture in a folder."""

    images: Path
    """Folder with pictures, searched without its subfolders; or one picture."""
    json: bool = False
    """Print one JSON object instead of lines for people."""
    language: Literal["en", "ru"] = "en"
    """Language of the class names."""
    view: Literal["squash", "crop"] = "crop"
    """Show the network the picture's central square, or the whole picture forced to a square."""

    def run(self) -> int:
        """Print the guesses; return the exit status: 0, or 1 if there was no picture that could be read."""
        results = list(self.results())
        good = [result for result in results if "top5" in result]
        if self.json:
            milliseconds = statistics.median(r["ms"] for r in good) if good else None
            print(json.dumps({"pictures": results, "classifier_ms": milliseconds}, ensure_ascii=False))
        else:
            for result in results:
                guesses = [f"{g['name']} {100 * g['probability']:.1f}%" for g in result.get("top5", ())]
                print(f"{result['file']}: {', '.join(guesses) or 'cannot be read: ' + result['error']}")
        return 0 if good else 1

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield {"file", "top5": [{"index", "name", "probability"}], "ms"} or {"file", "error"} a picture."""
        from models.base.images import PictureError, load_picture
        from models.classifier import network as library

        network = library.Classifier()
        names = library.class_names(self.language)
        for path in paths_in(self.images):
            try:
                rgb = load_picture(path).rgb
            except PictureError as error:
                yield {"file": path.name, "error": error.code}
                continue
            start = time.perf_counter()
            guesses = network.classify(rgb, view=self.view)
            elapsed = 1e3 * (time.perf_counter() - start)
            top = [{**asdict(guess), "name": names[guess.index]} for guess in guesses]
            yield {"file": path.name, "top5": top, "ms": round(elapsed, 2)}


COMMANDS: dict[str, type[Classifier | Detection | Evaluation | Translation]] = {
    "classifier": Classifier,
    "detection": Detection,
    "doodles": Doodles,
    "gan": Gan,
    "inpainting": Inpainting,
    "judge": Judge,
    "portrait": Portrait,
    "rain": Rain,
    "restyle": Restyle,
    "translation": Translation,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    from models.base.checkpoint import CheckpointError
    from models.base.crops import DataError
    from models.base.weights import WeightsError
    from models.generator.data_sets import DATA_ERRORS

    def command() -> int:
        commands = tyro.extras.SubcommandApp()
        for name, kind in COMMANDS.items():
            commands.command(name=name)(kind)
        chosen: Classifier | Detection | Evaluation | Translation = commands.cli(
            args=arguments, description=__doc__
        )
        verify(chosen)
        return chosen.run()

    return command_line.run(command, EvaluationError, DataError, WeightsError, CheckpointError, *DATA_ERRORS)


if __name__ == "__main__":
    raise SystemExit(main())
