"""The page of the choices behind a figure: what each is worth, what would settle it, and the conservative figure."""

from decimal import Decimal
from typing import NamedTuple

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.csv_file import csv_response
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.manufacturer.figure_waiting import await_figure
from api.web.wording import form_of
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.choices.report import distance_above
from ledger.documents.parts import parts_words
from ledger.translations.documents import number, percentage
from schemas.views.choices import CalculationChoices, ChoiceLine

router = APIRouter(prefix=FIGURES, include_in_schema=False)
COLUMNS = ("code", "subject", "effect", "state", "detail", "settled_by")


class Row(NamedTuple):
    """A choice as the page shows it."""

    line: ChoiceLine
    worth: str
    share: str


@router.get("/{digits}/choices.json")
def choices_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the choices as data."""
    return visit.data(_read(visit, digits))


@router.get("/{digits}/choices.csv")
def choices_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the choices as a table."""
    found = _read(visit, digits).choices
    rows = [{**dict(row.choice), "settled_by": row.settled_by} for row in found]
    return csv_response("choices", COLUMNS, ([row[name] for name in COLUMNS] for row in rows))


@router.get("/{digits}/choices")
def choices_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the choices, the one worth most first."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    found = _read(visit, digits)
    count = len(found.choices) + found.hidden
    values: dict[str, object] = {
        "found": found,
        "digits": digits,
        "crumbs": (*figure_crumbs(visit, found.model, digits), Crumb(visit.say("choices.crumb"))),
        "rows": [_row(visit, found, line) for line in found.choices],
        "declared": number(format(Decimal(found.total), ".6g"), visit.language),
        "conservative": _conservative(visit, found),
        "parts": _parts(visit, found),
        "number": lambda value: number(value, visit.language),
        "hidden_form": form_of(found.hidden),
    }
    title = visit.say(f"choices.title.{form_of(count)}", count=str(count))
    return visit.page("manufacturer/choices.html", title, values, MANUFACTURER.frame("products"))


def _read(visit: Visit, digits: str) -> CalculationChoices:
    return visit.desk.choices(f"sha256:{digits}")


def _row(visit: Visit, found: CalculationChoices, line: ChoiceLine) -> Row:
    effect = line.choice.effect
    if effect is None:
        return Row(line, visit.say("choices.unknown"), "")
    return Row(line, number(effect, visit.language), _share(visit, Decimal(effect), found))


def _conservative(visit: Visit, found: CalculationChoices) -> tuple[str, str] | None:
    """The conservative figure, and how far it is above the declared one; None if there is none."""
    if found.conservative is None:
        return None
    distance = distance_above(found.total, found.conservative)
    more = "" if distance is None else _share(visit, distance, found)
    words = visit.say("choices.more", percent=more) if more else ""
    return number(found.conservative.total, visit.language), words


def _parts(visit: Visit, found: CalculationChoices) -> str:
    """What raises the conservative figure, in two parts; empty if there is none."""
    total = found.conservative
    return "" if total is None else parts_words(total.parts, visit.language)


def _share(visit: Visit, part: Decimal, found: CalculationChoices) -> str:
    """A part of the declared figure in per cent; empty where that is not above zero."""
    whole = Decimal(found.total)
    return percentage(part / whole, visit.language) if whole > 0 else ""
