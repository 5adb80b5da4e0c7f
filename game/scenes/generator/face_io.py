"""Where the pictures come from that are restyled or judged: portraits, files, the clipboard, photographs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.crop_window import CropWindow
from game.scenes.generator.portrait_io import Arrival, PortraitDesk
from game.scenes.generator.restyle.requests import Latent
from game.ui.context import Context
from game.ui.picture_io import PictureIO
from game.ui.portraits import PortraitPages, Sample
from game.ui.widgets.gallery_window import GalleryWindow
from game.ui.widgets.portrait_window import PortraitWindow
from models.base.gallery import GalleryItem

Byte = NDArray[np.uint8]
Take = Callable[[Byte, str, Latent | None], None]


class FaceDesk(PortraitDesk):
    """Opens pictures, lets a square be chosen, and hands it over.

    Args:
        take: called with a square picture, (S, S, 3) uint8, its name, and its latent if that is known.
    """

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take = take
        self._photographs: PictureIO[None] = PictureIO()
        self._cropping: CropWindow | None = None
        self.portraits = PortraitPages()

    # ------------------------------------------------------------------ windows

    def show_portraits(self, ctx: Context) -> None:
        """Let one of the bundled portraits be chosen."""
        if not ctx.modal():
            PortraitWindow(
                ctx,
                self.portraits,
                lambda sample: self.open_portrait(ctx, sample),
                "generator.restyle_portraits_note",
            )

    def show_gallery(self, ctx: Context) -> None:
        """Let one of the bundled photographs be chosen."""

        def choose(item: GalleryItem) -> None:
            title = item.title[ctx.settings.language or "en"]
            ctx.notify(ctx.t("gallery.credit", title=title, author=item.author, licence=item.licence), "info")
            self.open(ctx, item.path)

        def thumbnails() -> Mapping[str, Byte]:
            return self._photographs.thumbnails(ctx)

        if not ctx.modal():
            GalleryWindow(ctx, thumbnails, choose)

    # ------------------------------------------------------------------ portraits

    def open_portrait(self, ctx: Context, sample: Sample) -> None:
        """Take a portrait."""
        self._take(sample.image, f"{ctx.t('generator.restyle_portrait')} {sample.index + 1}", None)

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context) -> Arrival | None:
        """Take what the workers have done; an opened picture is cropped and handed over."""
        self.portraits.update()
        arrival = super().update(ctx)
        if arrival is not None:
            self._crop(ctx, arrival)
        return arrival

    def _crop(self, ctx: Context, arrival: Arrival) -> None:
        """Ask which square is meant, unless the portrait was made here."""
        name, picture = arrival.name, arrival.picture
        if arrival.origin is not None:
            self._take(picture, name, arrival.origin.latent)
        elif not ctx.modal():
            self._cropping = CropWindow(ctx, picture, lambda square: self._take(square, name, None))

    def reopen(self, ctx: Context) -> None:
        """Show the window for cropping anew, where it stood, after a change of size or language closed it."""
        before = self._cropping
        if before is not None and not before.answered and not ctx.modal():
            self._cropping = CropWindow(ctx, before.picture, before.done)
            self._cropping.frame(before.square)

    def close(self) -> None:
        """End the threads."""
        super().close()
        self._photographs.close()
        self.portraits.close()
