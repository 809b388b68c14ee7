"""Pictures: pure functions from figures to SVG, drawn once for page, print and PDF."""
