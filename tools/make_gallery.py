"""Make the gallery: free photographs scaled down, and drawing templates drawn here.

    python tools/make_gallery.py SKIMAGE_DATA_DIR SKLEARN_IMAGES_DIR
The folders are skimage/data of scikit-image 0.26 and sklearn/datasets/images of scikit-learn. Titles, authors
and licences, as their documentation gives them, stand in assets/images/gallery.json. These photographs are
for looking at and for evaluation; nothing may be trained on them.
"""

import io
import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "assets" / "images" / "gallery"
LONGEST = 600
MOST_BYTES = 150_000

# The pictures of the packages by the gallery's ids.
PHOTOS = {
    "scikit-image": {
        "cat": "chelsea.png",
        "coffee": "coffee.png",
        "astronaut": "astronaut.png",
        "rocket": "rocket.jpg",
        "camera": "camera.png",
        "galaxies": "hubble_deep_field.jpg",
        "brick": "brick.png",
        "gravel": "gravel.png",
        "horse": "horse.png",
    },
    "scikit-learn": {"flower": "flower.jpg", "temple": "china.jpg"},
}

SCALE = 4  # drawn large, then shrunk: smooth edges
WIDTH, HEIGHT = 480, 360
INK, PAPER = (30, 30, 40), (255, 255, 255)
RED, BLUE, GREEN, YELLOW, BROWN, SKIN = (
    (214, 69, 65), (52, 120, 200), (70, 150, 80), (245, 190, 60), (140, 90, 50), (250, 215, 180),
)  # fmt: skip


class Pen:
    """Draws in template coordinates onto a canvas SCALE times as large."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def polygon(self, points, fill=None, outline=INK, width=4):
        """Fill and outline a polygon."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.polygon(scaled, fill=fill)
        if outline:
            self.draw.line([*scaled, scaled[0], scaled[1]], fill=outline, width=width * SCALE, joint="curve")

    def ellipse(self, x, y, rx, ry, fill=None, outline=INK, width=4):
        """Draw an ellipse about (x, y)."""
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.draw.ellipse(box, fill=fill, outline=outline, width=width * SCALE)

    def line(self, points, fill=INK, width=4):
        """Draw a broken line."""
        self.draw.line(
            [(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=width * SCALE, joint="curve"
        )

    def rectangle(self, x, y, w, h, **style):
        """Draw a rectangle from its upper left corner."""
        self.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], **style)

    def finish(self):
        """Return the picture at its real size."""
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def house(pen):
    """A house with a tree and the sun, as children draw it."""
    pen.rectangle(-10, 300, 500, 80, fill=(150, 200, 120), outline=None)
    pen.ellipse(410, 60, 34, 34, fill=YELLOW)
    for i in range(12):
        a = i * math.pi / 6
        pen.line([(410 + r * math.cos(a), 60 + r * math.sin(a)) for r in (42, 58)])
    pen.rectangle(245, 85, 26, 60, fill=BROWN)
    pen.rectangle(110, 160, 190, 160, fill=(250, 230, 190))
    pen.polygon([(90, 165), (205, 70), (320, 165)], fill=RED)
    pen.rectangle(180, 235, 52, 85, fill=BROWN)
    pen.ellipse(222, 280, 3, 3, fill=INK)
    for x in (128, 246):
        pen.rectangle(x, 185, 40, 40, fill=(190, 220, 245))
        pen.line([(x + 20, 185), (x + 20, 225)])
        pen.line([(x, 205), (x + 40, 205)])
    pen.rectangle(375, 220, 22, 100, fill=BROWN)
    pen.ellipse(386, 190, 52, 60, fill=GREEN)


def face(pen):
    """A smiling face."""
    pen.ellipse(240, 180, 130, 150, fill=SKIN)
    pen.polygon([(112, 150), (120, 80), (180, 34), (240, 24), (300, 34), (360, 80), (368, 150), (330, 90),
    (240, 70),
                 (150, 90)], fill=BROWN)  # fmt: skip
    for x in (190, 290):
        pen.ellipse(x, 160, 26, 17, fill=PAPER)
        pen.ellipse(x, 160, 11, 11, fill=BLUE)
        pen.ellipse(x, 160, 5, 5, fill=INK)
        pen.line([(x - 30, 130), (x, 120), (x + 30, 130)], width=6)
    pen.line([(240, 165), (226, 215), (246, 218)])
    pen.draw.arc([170 * SCALE, 190 * SCALE, 310 * SCALE, 280 * SCALE], 20, 160, fill=RED, width=7 * SCALE)


def shapes(pen):
    """Twelve shapes in a grid, alternately full and empty."""
    for i in range(12):
        x, y = 70 + 113 * (i % 4), 70 + 110 * (i // 4)
        colour = (RED, BLUE, GREEN, YELLOW)[(i + i // 4) % 4]
        fill = colour if (i + i // 4) % 2 == 0 else None
        style = {"fill": fill, "outline": INK if fill else colour, "width": 4 if fill else 8}
        kind = i % 6
        if kind == 0:
            pen.ellipse(x, y, 40, 40, **style)
        elif kind == 1:
            pen.rectangle(x - 36, y - 36, 72, 72, **style)
        else:
            corners = {2: 3, 3: 4, 4: 5, 5: 6}[kind]
            turn = -math.pi / 2
            pen.polygon([(x + 44 * math.cos(turn + 2 * math.pi * k / corners),
                          y + 44 * math.sin(turn + 2 * math.pi * k / corners)) for k in range(corners)],
                        **style)  # fmt: skip


def letters(pen):
    """Latin and Cyrillic capitals, whose strokes go every way."""
    font = ImageFont.truetype(ROOT / "assets" / "fonts" / "Inter-SemiBold.otf", 96 * SCALE)
    for row, text in enumerate(("ABXEO", "КОТЖЯ", "12345")):
        for column, letter in enumerate(text):
            pen.draw.text(((56 + 92 * column) * SCALE, (66 + 114 * row) * SCALE), letter, fill=INK, font=font,
                          anchor="mm")  # fmt: skip


def stripes(pen):
    """Six patches of stripes, 30 degrees apart: each lights up under another Sobel or Gabor kernel."""
    for i in range(6):
        left, top, side, angle = 20 + 150 * (i % 3), 20 + 165 * (i // 3), 140, math.radians(30 * i)
        patch = Image.new("RGB", (side * SCALE, side * SCALE), PAPER)
        draw = ImageDraw.Draw(patch)
        c, s, half = math.cos(angle), -math.sin(angle), side * SCALE / 2
        for k in range(-8, 9):
            px, py = half - k * 14 * SCALE * s, half + k * 14 * SCALE * c
            draw.line([(px - 200 * SCALE * c, py - 200 * SCALE * s), (px + 200 * SCALE * c, py + 200 * SCALE *
            s)],
                      fill=INK, width=6 * SCALE)  # fmt: skip
        pen.image.paste(patch, (left * SCALE, top * SCALE))


def maze(pen):
    """Nested squares: nothing but vertical and horizontal edges, and corners."""
    for k in range(7):
        inset = 14 + 24 * k
        colour = (INK, RED, BLUE)[k % 3]
        pen.rectangle(inset + 60, inset, WIDTH - 120 - 2 * inset, HEIGHT - 2 * inset, outline=colour, width=7)


def shrink(image):
    """Return the picture as a JPEG that fits the limits."""
    image = image.convert("L" if image.mode in ("1", "L", "LA", "I;16") else "RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    for quality in range(92, 40, -4):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= MOST_BYTES:
            break
    return buffer.getvalue()


def main(skimage_dir, sklearn_dir):
    """Write the pictures."""
    OUT.mkdir(parents=True, exist_ok=True)
    for folder, photos in zip((skimage_dir, sklearn_dir), PHOTOS.values(), strict=True):
        for key, file in photos.items():
            with Image.open(Path(folder) / file) as image:
                (OUT / f"{key}.jpg").write_bytes(shrink(image))
    for draw in (house, face, shapes, letters, stripes, maze):
        pen = Pen()
        draw(pen)
        picture = pen.finish().quantize(64, dither=Image.Dither.NONE)
        picture.save(OUT / f"{draw.__name__}.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
