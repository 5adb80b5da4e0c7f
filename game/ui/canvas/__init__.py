"""The paint canvas: painting, strokes, tools, zoom and pan."""
