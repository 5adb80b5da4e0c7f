"""What a link opens the knobs with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from game.scenes.generator.knobs.session import Session
from game.scenes.generator.latent_files import LARGEST_SEED, decode_latent, encode_latent
from game.scenes.generator.preferences import HIGHEST_TRUNCATION
from game.ui.links import LinkError
from models.base.typed_fields import Range

SLIDES = ("slide-1", "slide-2", "slide-3")


@dataclass(frozen=True)
class KnobsOptions:
    """What a link may ask for.

    Attributes:
        vector: one of the slides' vectors as the first numbers.
        seed: draws the portrait.
        truncation: of the portrait.
        latent: all 64 numbers, as `latent_files.encode_latent` writes them.
    """

    vector: Literal["slide-1", "slide-2", "slide-3"] | None = None
    seed: Annotated[int, Range(0, LARGEST_SEED)] | None = None
    truncation: Annotated[float, Range(0.0, HIGHEST_TRUNCATION)] | None = None
    latent: str = ""


def open_with(session: Session, options: KnobsOptions) -> None:
    """Show what a link asks for.

    Raises:
        LinkError: the latent is none.
    """
    if options.truncation is not None:
        session.remember(truncation=options.truncation)
    if options.latent:
        latent = decode_latent(options.latent.replace("-", "+").replace("_", "/"))
        if latent is None:
            raise LinkError("generator.link_latent")
        session.take(latent)
    elif options.seed is not None or options.truncation is not None:
        session.take_seed(session.seed if options.seed is None else options.seed)
    if options.vector is not None:
        session.take_slide(SLIDES.index(options.vector))


def shown(session: Session) -> KnobsOptions:
    """What draws the portrait in hand."""
    point = session.point
    if point is None:
        return KnobsOptions()
    if point.seed is not None:
        return KnobsOptions(seed=point.seed, truncation=round(point.truncation, 4))
    return KnobsOptions(latent=encode_latent(point.latent).replace("+", "-").replace("/", "_"))
