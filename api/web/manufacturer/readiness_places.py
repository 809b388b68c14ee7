"""The places where points of readiness are mended, as links for a reader that may act there, else as words.

The manufacturer's own pages are linked for the issuer of the calculation alone, and the operator's for the operator.
A place of another party is named with the party and its page. No page here is an auditor's, so an auditor's act is
always named; the manufacturer is led to the page that says who acts next.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

from api.web.manufacturer.figure_links import FIGURES
from api.web.workspace import Visit
from api.web.workspaces import MANUFACTURER, OPERATOR
from schemas.views.readiness import Place, Point, Readiness

Address = Callable[[Readiness, Point], str]


class Where(NamedTuple):
    """The place where a point is mended: its words, and an address for a reader that may go there."""

    words: str
    href: str = ""


def _own(page: str) -> Address:
    """The address of a page about the calculation."""
    return lambda found, _: f"{FIGURES}/{found.calculation[7:]}/{page}"


def _at(path: str) -> Address:
    """The address of a page about no single figure."""
    return lambda _found, _point: path


def _calculate(name: str) -> Address:
    """The address of the page that begins a calculation from this one."""
    return lambda found, _: f"{MANUFACTURER.root}/calculate?{name}={found.calculation[7:]}"


def _period(found: Readiness, _: Point) -> str:
    query = urlencode({"model": found.model, "site": found.site})
    return f"{MANUFACTURER.root}/calculate?{query}"


def _newer(_: Readiness, point: Point) -> str:
    by = next((row.value for row in point.values if row.name == "by"), "")
    return f"{FIGURES}/{by[7:]}"


def _statement(_: Readiness, point: Point) -> str:
    return f"/statements/{(point.subject or '')[7:]}"


ISSUERS: Final[Mapping[Place, Address]] = {
    "attestation": _own("declare"),
    "calculation": _calculate("supersedes"),
    "declaration": _own("declare"),
    "period": _period,
    "rulebook": _calculate("from"),
    "stale": _at(f"{MANUFACTURER.root}/stale"),
    "suppliers": _at(f"{MANUFACTURER.root}/asked"),
}
"""The places that are pages of the calculation's issuer."""

OPERATORS: Final[Mapping[Place, Address]] = {
    "attestation": _at(f"{OPERATOR.root}/engagements"),
    "server": _at(f"{OPERATOR.root}/health"),
    "witnesses": _at(f"{OPERATOR.root}/witnesses"),
}
"""The places that are pages of the operator."""

READERS: Final[Mapping[Place, Address]] = {
    "choices": _own("choices"),
    "newer": _newer,
    "statement": _statement,
    "verifier": _own("readiness?verify=yes"),
}
"""The places that are pages of all readers of the figure."""


def where_of(visit: Visit, found: Readiness, point: Point) -> Where | None:
    """The place of a point; None for a point that is done and about no statement."""
    place = point.place
    if place is None and point.subject is not None:
        place = "statement"
    if place is None:
        return None
    for may, pages in _pages(visit, found):
        if may and place in pages:
            suffix = ".engage" if pages is OPERATORS and place == "attestation" else ""
            words = visit.say(f"readiness.link.{place}{suffix}")
            return Where(words, pages[place](found, point))
    return Where(visit.say(f"readiness.place.{place}"))


def _pages(visit: Visit, found: Readiness) -> tuple[tuple[bool, Mapping[Place, Address]], ...]:
    """The pages that the reader may go to."""
    caller = visit.caller
    return (
        (True, READERS),
        (caller.participant == found.issuer, ISSUERS),
        (OPERATOR.has(caller.roles), OPERATORS),
    )
