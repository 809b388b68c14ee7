"""The fields of each step as the page shows them: options with their words, numbers in the page's language."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from api.web.manufacturer.calculation_draft import Calculating
from api.web.manufacturer.calculation_form import ROWS, WARRANTIES, is_number
from api.web.offered_methods import offered_rulebooks, offered_sets
from api.web.supplier.delivery_choices import reason_options
from api.web.wording import format_period
from api.web.workspace import Visit
from ledger.translations.documents import number
from schemas.views.products import MadeEntry, OfferedRow
from schemas.vocabulary import Category, CompositionRole

Option = tuple[str, str]


class ListedPart(NamedTuple):
    """A delivery of end-of-life treatment that may be ticked."""

    digits: str
    words: str
    ticked: bool
    kg: str


class ListedEntry(NamedTuple):
    """An entry of the product that may be left out, with what it made."""

    digits: str
    words: str
    batteries: str
    ticked: bool
    why: str


def fields_of(visit: Visit, found: Calculating, step: str) -> dict[str, object]:
    """What the template of a step needs besides the typed text."""
    made = _FIELDS.get(step)
    return {
        "shown": defaultdict(str, {name: _shown(visit, found, name) for name in found.form.fields}),
        **({} if made is None else made(visit, found)),
    }


def _shown(visit: Visit, found: Calculating, name: str) -> str:
    """A field as it was typed; a number that was read, in the page's language."""
    form = found.form
    if is_number(name) and name in form.read:
        return number(form.read[name], visit.language)
    return form.fields[name]


def _product(visit: Visit, found: Calculating) -> dict[str, object]:
    models = found.offers.models.values()
    return {
        "models": [
            (one.subject, visit.say("calculate.product", model=one.model, site=one.site))
            for one in models
        ],
        "reasons": reason_options(visit),
        "entries": [_entry_words(visit, row) for row in found.entries],
    }


def _method(visit: Visit, found: Calculating) -> dict[str, object]:
    labels = dict(offered_rulebooks(visit))
    rulebooks = [
        (
            digest,
            f"{one.title}: {labels[digest]}",
            visit.say(f"calculate.status.{one.legal_status}"),
            one.declarable,
            one.unknown,
        )
        for digest, one in found.rulebooks.items()
        if digest in labels  # not removed in the meantime
    ]
    words = dict(offered_sets(visit))
    sets = [
        (digest, f"{one.title}: {words[digest]}")
        for digest, one in found.factor_sets.items()
        if digest in words
    ]
    return {"rulebooks": rulebooks, "factor_sets": sets}


def _battery(visit: Visit, found: Calculating) -> dict[str, object]:
    known = () if found.rulebook is None else found.rulebook.functional_units
    vehicles = dict.fromkeys(row.vehicle_category for unit in known for row in unit.cycles_per_year)
    rows = found.form.rows_of("warranties")
    count = min(max([-1, *rows]) + 2, WARRANTIES)
    return {
        "categories": [
            (one.value, visit.say(f"calculate.category.{one.value}")) for one in Category
        ],
        "vehicles": [(one, one) for one in vehicles],
        "warranties": range(count),
    }


def _end_of_life(visit: Visit, found: Calculating) -> dict[str, object]:
    form = found.form
    parts = [
        ListedPart(
            digits=(row.delivery or "")[7:],
            words=_part_words(visit, row),
            ticked=bool(form.get(f"use.{(row.delivery or '')[7:]}")),
            kg=_number(visit, found, f"kg.{(row.delivery or '')[7:]}"),
        )
        for row in found.offers.rows.values()
        if row.ends_life and row.delivery is not None
    ]
    return {"parts": parts}


def _rows(visit: Visit, found: Calculating) -> dict[str, object]:
    roles = (CompositionRole.DISTRIBUTION, CompositionRole.END_OF_LIFE)
    numbers = found.form.rows_of("rows")
    return {
        "roles": [(one.value, visit.say(f"declaration.stage.{one.value}")) for one in roles],
        "sources": [(key, _part_words(visit, row)) for key, row in found.offers.rows.items()],
        "rows": range(min(max([-1, *numbers]) + 2, ROWS)),
    }


def _exclusions(visit: Visit, found: Calculating) -> dict[str, object]:
    form = found.form
    listed = [
        ListedEntry(
            digits=row.id[7:],
            words=_entry_words(visit, row),
            batteries="" if row.batteries is None else number(str(row.batteries), visit.language),
            ticked=bool(form.get(f"leave.{row.id[7:]}")),
            why=form.get(f"why.{row.id[7:]}"),
        )
        for row in found.entries
    ]
    return {"listed": listed}


_FIELDS: Final[Mapping[str, Callable[[Visit, Calculating], dict[str, object]]]] = {
    "product": _product,
    "method": _method,
    "battery": _battery,
    "end_of_life": _end_of_life,
    "rows": _rows,
    "exclusions": _exclusions,
}


def _number(visit: Visit, found: Calculating, name: str) -> str:
    return _shown(visit, found, name) if name in found.form.fields else ""


def _entry_words(visit: Visit, row: MadeEntry) -> str:
    period = format_period(visit, row.period)
    if row.lot is None:
        return visit.say("calculate.entry", period=period, digits=row.id[7:19])
    return visit.say("calculate.entry.lot", period=period, lot=row.lot, digits=row.id[7:19])


def _part_words(visit: Visit, row: OfferedRow) -> str:
    """A part that may be counted: the firm, the goods, and how long the delivery is valid."""
    period = format_period(visit, row.period)
    if row.delivery is None:
        return visit.say("calculate.part.own", product=row.product, period=period)
    words = {"firm": row.firm or "", "product": row.product, "day": row.valid_until or ""}
    return visit.say("calculate.part.delivered", **words)
