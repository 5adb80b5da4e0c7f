"""How portraits come and go: as every picture does, but PNG files carry their latent."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.generator.crop_window import CropWindow
from game.scenes.generator.latent_files import Origin, portrait_png, read_origin
from game.scenes.generator.shared_state import Latent
from game.ui.context import Context
from game.ui.picture_io import SIDE, Opened, PictureIO
from game.ui.pictures import encoded
from models.base.arrays import Byte
from models.generator.data_sets import DataName

Take = Callable[[Byte, str, Latent | None, int | None], None]


class PortraitIO(PictureIO[Origin]):
    """Opens, pastes, copies and saves portraits with what they were made from."""

    def __init__(self, drawn: DataName) -> None:
        super().__init__(
            SIDE,
            examine=lambda source, picture: read_origin(source),
            encode=lambda image, origin: encoded(image) if origin is None else portrait_png(image, origin),
            group="generator",
            drawn=drawn,
        )


class FaceIO(PortraitIO):
    """Opens pictures, lets a square be chosen, and hands it over.

    Args:
        drawn: which pictures are bundled.
        take: called with a square picture, (S, S, 3) uint8, its name, its latent if that is known, and its
            number if it is one of the bundled portraits.
    """

    def __init__(self, drawn: DataName, take: Take) -> None:
        super().__init__(drawn)
        self._take = take

    def update(self, ctx: Context) -> Opened[Origin] | None:
        """Take what the workers have done; an opened picture is cropped and handed over."""
        opened = super().update(ctx)
        if opened is None:
            return None
        name, picture, origin = opened.name, opened.image, opened.extra
        if opened.portrait is not None:
            name = f"{ctx.t('generator.restyle_portrait')} {name}"
        square = picture.shape[0] == picture.shape[1]
        if (origin is not None and square) or opened.portrait is not None:
            self._take(picture, name, None if origin is None else origin.latent, opened.portrait)
        elif not ctx.modal():
            CropWindow(ctx, picture, lambda part: self._take(part, name, None, None))
        return opened
