"""The frame of the supplier's pages: its tabs."""

from typing import Final

from api.web.frame import Frame, Tab

ROOT: Final = "/supplier"
TABS: Final = (
    Tab("requests", ROOT),
    Tab("submit", f"{ROOT}/submit"),
    Tab("deliveries", f"{ROOT}/deliveries"),
    Tab("history", f"{ROOT}/history"),
)


def supplier_frame(current: str) -> Frame:
    """Build the frame of a page under a tab."""
    return Frame("supplier", TABS, current)
