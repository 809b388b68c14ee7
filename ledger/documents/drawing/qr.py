"""A QR code (ISO/IEC 18004) as SVG, for paper that leads to a page."""

import segno


def draw_qr(address: str) -> str:
    """Draw the QR code of a web address, with the quiet zone that the standard asks for, black on white."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(scale=4, dark="#000", light="#fff", svgclass="code", lineclass=None))
