"""The document of an origin: per battery, kWh and kg, and without entries, ids and digits for a customer."""

import json
from decimal import Decimal
from functools import cache

import pytest
from support.case_files import example_case
from support.graph import STUDY, firm, ident
from support.graph_case import calculation_of, composition_of, graph_of
from support.refusal import refused
from support.terminal import lines_of

from ledger.documents.difference.state import FigureState, state_of
from ledger.documents.origin.build import Firm, build_origin
from ledger.documents.origin.folding import fold_origin
from ledger.documents.origin.layout import layout_origin
from ledger.exchange.case_plan import plan
from ledger.footprint.graph.homes import Home
from ledger.footprint.graph.resolution import Records
from schemas.signed.rows import DueDiligence
from schemas.views.origin import ElementOrigin, Origin

SMELT = DueDiligence(standard="OECD", document="sha256:" + "a0" * 32)
MINE = DueDiligence(standard="IRMA", document="sha256:" + "b0" * 32)


@cache
def state() -> FigureState:
    """The state behind the calculation of the case `nmc811_pack`; its cobalt mine and refinery name documents."""
    planned = plan(example_case("nmc811_pack"))
    chain = graph_of(planned)
    composition = composition_of(chain, planned)
    for name, documents in (("S01", (SMELT, MINE)), ("S03", (SMELT,))):
        record = chain.entries[ident(name)]
        assert record.inventory is not None
        inventory = record.inventory.model_copy(update={"due_diligence": documents})
        chain.entries[ident(name)] = record._replace(inventory=inventory)
    calculation = calculation_of(planned)
    return state_of(ident("pack"), calculation, composition, chain.records(), STUDY, ())


@cache
def origin() -> Origin:
    """The whole document."""
    return build_origin(
        state(), lambda name: Firm("Mine AG", Home("CH")) if name == firm("S01") else None
    )


def row(found: Origin, element: str) -> ElementOrigin:
    """The row of an element."""
    return next(one for one in found.elements if one.element == element)


def test_cobalt_per_battery_kwh_and_kg() -> None:
    """5.705 kg a pack over 36000 kWh and 377.26 kg."""
    cobalt = row(origin(), "Co")
    assert cobalt.kg_per_battery.startswith("5.705364653")
    assert cobalt.kg_per_kg is not None
    assert cobalt.kg_per_kg.startswith("0.015123019906911")
    assert Decimal(cobalt.kg_per_kwh) * 36000 == pytest.approx(Decimal(cobalt.kg_per_battery))


def test_the_auditor_s_entries_name_mine_and_refinery() -> None:
    """The mine by its firm and ore, the refinery where the cobalt is first stated."""
    cobalt = row(origin(), "Co")
    assert cobalt.entries is not None
    (mine,) = cobalt.entries
    assert (mine.entry, mine.firm, mine.product) == (ident("S01"), "Mine AG", "copper-cobalt ore")
    assert (mine.country, mine.registered) == ("CD", "CH")
    (share,) = cobalt.shares
    assert share.unconfirmed == share.kg
    assert {one.unconfirmed for one in row(origin(), "Ni").shares} == {None}
    assert [one.entry for one in cobalt.refiners] == [ident("S02")]
    assert {one.country for one in row(origin(), "Ni").refiners} == {"FI", "CN"}


def test_one_document_on_two_entries_counts_once() -> None:
    """The list names each entry; the number is that of digests, so repeating one adds nothing."""
    found = origin()
    assert found.documents is not None
    assert [(one.entry, one.standard) for one in found.documents] == [
        (ident("S01"), "OECD"),
        (ident("S01"), "IRMA"),
        (ident("S03"), "OECD"),
    ]
    assert found.due_diligence == 2


def test_a_customer_is_shown_countries_and_four_digits() -> None:
    """No entry, firm, document or exact digit; shares still sum to 1."""
    folded = fold_origin(origin())
    text = json.dumps(folded.to_json())
    assert not folded.exact
    assert folded.documents is None
    assert folded.due_diligence == 2
    names = [ident(name) for name in ("S01", "S03", "S05", "S13")]
    for hidden in (*names, firm("S01"), "Mine AG", SMELT.document, "ore"):
        assert hidden not in text.replace("more", "").replace("Shares", "")
    for one in folded.elements:
        assert one.entries is None
        digits = one.kg_per_battery.replace(".", "").strip("0")
        assert len(digits) <= 4
        assert sum(Decimal(share.share) for share in one.shares) == 1


def test_a_customer_s_document_parses() -> None:
    """Both forms are documents of one model."""
    for found in (origin(), fold_origin(origin())):
        assert Origin.parse(json.dumps(found.to_json()).encode()) == found


def test_a_withheld_inventory_is_refused_by_name() -> None:
    """A bundle that withholds an inventory has no origin, and the refusal says whose."""
    held = state()
    entries = dict(held.records.entries)
    entries[ident("S01")] = entries[ident("S01")]._replace(inventory=None)
    records = Records(entries, held.records.deliveries, {})
    withheld = state_of("x", held.calculation, held.composition, records, STUDY, ())
    with refused("section.withheld", ident("S01")):
        build_origin(withheld, lambda _: None)


def test_a_missing_entry_is_refused() -> None:
    """A composition of which a row cannot be resolved has no origin."""
    held = state()
    entries = {name: one for name, one in held.records.entries.items() if name != ident("S32")}
    records = Records(entries, held.records.deliveries, {})
    missing = state_of("x", held.calculation, held.composition, records, STUDY, ())
    with refused("calculation.missing_figure"):
        build_origin(missing, lambda _: None)


def test_the_text_says_what_is_unknown_and_what_it_is_not() -> None:
    """Countries in order of size, unknown metal, untraced metal, and that it is not due diligence."""
    lines = lines_of(layout_origin(origin()))
    found = [line.split() for line in lines]
    assert "not due diligence" in lines[1]
    assert ["cobalt", "5.70536"] in found
    assert ["CD", "100.000", "%", "5.70536"] in [row[:4] for row in found]
    assert ["synthetic,", "CN", "66.0000", "%"] in [row[:4] for row in found]
    assert ["unknown", "100.000", "%"] in [row[:3] for row in found]
    assert any("in no share" in line for line in lines)
    assert ["IRMA", MINE.document, ident("S01")] in found
    bare = ElementOrigin(element="Pb", untraced_kg="0")
    only = lines_of(layout_origin(origin().model_copy(update={"elements": (bare,)})))
    assert ["Pb", "unknown", "no", "entry", "states", "it"] in [line.split() for line in only]
