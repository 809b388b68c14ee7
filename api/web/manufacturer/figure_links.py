"""The addresses of the pages about one figure, and the trail of links that leads to them."""

from typing import Final, NamedTuple

from api.web.workspace import Visit
from api.web.workspaces import MANUFACTURER

FIGURES: Final = f"{MANUFACTURER.root}/figures"
"""The path of the pages about a calculation or declaration, by the digits of its id."""


class Crumb(NamedTuple):
    """A step of the trail; the last one is no link."""

    words: str
    href: str = ""


def figure_crumbs(visit: Visit, model: str, digits: str) -> tuple[Crumb, ...]:
    """The trail to the figure's own page."""
    return (
        Crumb(visit.say("frame.tab.products"), MANUFACTURER.root),
        Crumb(model, f"{FIGURES}/{digits}"),
    )
