"""The page of a battery's readiness: what bars it, what to look at, what is done, and the days of its duties.

Each point says who must act, since when it is so, and where it is mended.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.manufacturer.figure_waiting import await_figure
from api.web.manufacturer.readiness_places import Where, where_of
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.translations.documents import has_text, number, period_words
from schemas.errors import sentence
from schemas.views.readiness import Point, Readiness, State

router = APIRouter(prefix=FIGURES, include_in_schema=False)
ORDER: Final[tuple[State, ...]] = ("bars", "look", "not_known", "done")
Verify = Literal["yes"] | None


class Line(NamedTuple):
    """A point as the page shows it; `foreign` is a sentence that exists in English only."""

    title: str
    words: str
    foreign: str
    actor: str
    since: str
    where: Where | None


@router.get("/{digits}/readiness.json")
def readiness_data(visit: Visited, digits: IdDigits, verify: Verify = None) -> Response:
    """Return the points as data."""
    return visit.data(_read(visit, digits, verify))


@router.get("/{digits}/readiness")
def readiness_page(visit: Visited, digits: IdDigits, verify: Verify = None) -> Response:
    """Show the points by state, and the days of the duties."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    found = _read(visit, digits, verify)
    bars = found.counted("bars")
    form = {0: "0", 1: "1"}.get(bars, "many")
    groups = [
        (state, [_line(visit, found, one) for one in found.points if one.state == state])
        for state in ORDER
    ]
    values: dict[str, object] = {
        "found": found,
        "digits": digits,
        "crumbs": (*figure_crumbs(visit, found.model, digits), Crumb(visit.say("readiness.crumb"))),
        "period": period_words(found.period, visit.language),
        "groups": [(state, lines) for state, lines in groups if lines],
        "counts": [(state, found.counted(state)) for state in ("bars", "look", "done")],
    }
    title = visit.say(f"readiness.title.{form}", count=str(bars))
    return visit.page("manufacturer/readiness.html", title, values, MANUFACTURER.frame("products"))


def _read(visit: Visit, digits: str, verify: Verify) -> Readiness:
    return visit.desk.readiness(f"sha256:{digits}", verify)


def _line(visit: Visit, found: Readiness, point: Point) -> Line:
    values = {one.name: one.value for one in point.values}
    return Line(
        title=_title(visit, point, values),
        words=" ".join(_words(visit, point, values)),
        foreign=_foreign(point, values),
        actor=_actor(visit, point, values),
        since=_since(visit, point),
        where=where_of(visit, found, point),
    )


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
    for name in ("total", "dqr", "limit", "effect", "materiality"):
        if name in shown:
            shown[name] = number(shown[name], visit.language)
    if "level" in shown:
        shown["level"] = visit.say(f"declaration.level.{shown['level']}")
    if "status" in shown:
        shown["status"] = visit.say(f"declaration.status.{shown['status']}")
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


def _since(visit: Visit, point: Point) -> str:
    if point.since_day is not None:
        return visit.say("readiness.since", day=point.since_day)
    if point.since_entry is not None:
        return visit.say("readiness.since.entry", position=str(point.since_entry))
    if point.since_position is not None:
        return visit.say("readiness.since.position", position=str(point.since_position))
    return ""
