"""Inline charts, drawn as SVG with the colours and patterns of the maps."""
