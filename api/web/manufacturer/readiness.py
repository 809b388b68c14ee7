"""The page of a battery's readiness: what bars it, what to look at, what is done, and the days of its duties.

Each point says who must act, since when it is so, and where it is mended: a link for a reader that may act there, else
words. The manufacturer's own pages are linked for the issuer of the calculation alone, and the operator's for the
operator. A place of another party is named with the party and its page. No page here is an auditor's, so an auditor's
act is always named; the manufacturer is led to the page that says who acts next.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, report_page
from api.web.manufacturer.figure_waiting import await_figure
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER, OPERATOR
from ledger.translations.documents import has_text, number
from schemas.errors import sentence
from schemas.views.readiness import Place, Point, Readiness, State

router = APIRouter(prefix=FIGURES, include_in_schema=False)
ORDER: Final[tuple[State, ...]] = ("bars", "look", "not_known", "done")
NUMBERS: Final = ("total", "dqr", "limit", "effect", "materiality")
"""The values of a point that are numbers."""

Verify = Literal["yes"] | None


@twins(router, "/{digits}/readiness")
def readiness(visit: Visited, digits: IdDigits, verify: Verify = None) -> Readiness:
    """Return the points as data."""
    return visit.desk.readiness(f"sha256:{digits}", verify)


@router.get("/{digits}/readiness")
def readiness_page(visit: Visited, digits: IdDigits, verify: Verify = None) -> Response:
    """Show the points by state, and the days of the duties."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    report = readiness(visit, digits, verify)
    groups = [
        (state, [_line(visit, report, point) for point in report.points if point.state == state])
        for state in ORDER
    ]
    return report_page(visit, digits, "readiness", report, groups=groups)


def _line(visit: Visit, report: Readiness, point: Point) -> dict[str, Any]:
    """A point as the page shows it; `foreign` is a sentence that exists in English only."""
    values = {value.name: value.value for value in point.values}
    return {
        "title": _title(visit, point, values),
        "words": " ".join(_words(visit, point, values)),
        "foreign": _foreign(point, values),
        "actor": _actor(visit, point, values),
        "point": point,
        "where": where_of(visit, report, point),
    }


def _foreign(point: Point, values: dict[str, str]) -> str:
    """The English words of the verifier or the rulebook, as a sentence."""
    words = values.get("detail") or (values["what"] if point.code == "not_covered" else "")
    return sentence(words) if words else ""


def _title(visit: Visit, point: Point, values: dict[str, str]) -> str:
    if point.code == "not_stated":
        return visit.say(f"declaration.{values['what']}")
    return visit.say(f"readiness.{point.code}", **values)


def _words(visit: Visit, point: Point, values: dict[str, str]) -> Iterator[str]:
    """The sentence of the point in its state, with numbers and words in the page's language."""
    shown = dict(values)
    for name, value in values.items():
        if name in NUMBERS:
            shown[name] = number(value, visit.language)
        elif name in {"level", "status"}:
            shown[name] = visit.say(f"declaration.{name}.{value}")
    for key in (f"readiness.{point.code}.{point.state}", f"readiness.{point.code}.words"):
        if has_text(key):
            yield visit.say(key, **shown)
    if "effect" in shown:
        yield visit.say("readiness.finding.effect", effect=shown["effect"])


def _actor(visit: Visit, point: Point, values: dict[str, str]) -> str:
    who = values.get("firm") or visit.say(f"readiness.actor.{point.actor}")
    if point.sites is None or point.actor != "supplier":
        return who
    form = "one" if point.sites == 1 else "many"
    return f"{who}, {visit.say(f'readiness.sites.{form}', count=str(point.sites))}"


Address = Callable[[Readiness, Point], str]


class Where(NamedTuple):
    """The place where a point is mended: its words, and an address for a reader that may go there."""

    words: str
    href: str = ""


def _own(page: str) -> Address:
    """The address of a page about the calculation."""
    return lambda report, _: f"{FIGURES}/{report.calculation[7:]}/{page}"


def _at(path: str) -> Address:
    """The address of a page about no single figure."""
    return lambda _found, _point: path


def _calculate(name: str) -> Address:
    """The address of the page that begins a calculation from this one."""
    return lambda report, _: f"{MANUFACTURER.root}/calculate?{name}={report.calculation[7:]}"


def _period(report: Readiness, _: Point) -> str:
    query = urlencode({"model": report.model, "site": report.site})
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


def where_of(visit: Visit, report: Readiness, point: Point) -> Where | None:
    """The place of a point; None for a point that is done and about no statement."""
    place = point.place
    if place is None and point.subject is not None:
        place = "statement"
    if place is None:
        return None
    for may, pages in _pages(visit, report):
        if may and place in pages:
            suffix = ".engage" if pages is OPERATORS and place == "attestation" else ""
            words = visit.say(f"readiness.link.{place}{suffix}")
            return Where(words, pages[place](report, point))
    return Where(visit.say(f"readiness.place.{place}"))


def _pages(visit: Visit, report: Readiness) -> tuple[tuple[bool, Mapping[Place, Address]], ...]:
    """The pages that the reader may go to."""
    caller = visit.caller
    return (
        (True, READERS),
        (caller.participant == report.issuer, ISSUERS),
        (OPERATOR.has(caller.roles), OPERATORS),
    )
