"""The derived values of a hand-made chain: figures of deliveries, and the fields of a calculation.

Everything is read from the signed statements, as an auditor does. A statement that cannot be read, or
has no figure, is skipped: colluding firms then declare zero.
"""

import json
from collections.abc import Mapping
from typing import Any

from support.bundles import Ledger, Members, payload_of

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.battery.functional_unit import energy_of
from ledger.footprint.graph.cells import Cells, format_cells, state_cells
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import STATED_DIGITS
from ledger.footprint.graph.resolution import Change, DeliveryRecord, EntryRecord, Records, resolve
from ledger.footprint.valuation.figure import figures
from ledger.footprint.valuation.told import told_figures
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.rulebook import FactorSet, Rulebook


def read_records(ledger: Ledger, changes: Mapping[str, Change]) -> Records:
    """The entries and deliveries of a ledger."""
    entries, deliveries = {}, {}
    for name, envelope in ledger.envelopes.items():
        payload = payload_of(envelope)
        stated = json.loads(payload)
        try:
            if "process" in stated:
                entries[name] = _entry(ledger, name, payload)
            elif "recipient" in stated:
                deliveries[name] = DeliveryRecord(name, Delivery.parse(payload))
        except CradleError:
            continue
    return Records(entries, deliveries, dict(changes))


def _entry(ledger: Ledger, name: str, payload: bytes) -> EntryRecord:
    entry = Entry.parse(payload)
    named = entry.sections
    inventory, product = (
        canonical(json.loads(ledger.sections[digest])["value"])
        for digest in (named.inventory, named.product)
    )
    return EntryRecord(name, entry, Inventory.parse(inventory), Product.parse(product))


def line_cells(
    records: Records, entry: str, line: str, rulebook: Rulebook, factors: FactorSet
) -> Cells:
    """The cells per unit of a line."""
    table = FactorTable([factors], rulebook)
    resolution, newest = resolve([entry], [], records), records.newest(entry) or entry
    exact = figures(resolution, table, rulebook)
    if newest not in resolution.nodes:
        return {}
    issuer = resolution.record(newest).entry.issuer
    result = told_figures(exact, resolution, table, rulebook, None, issuer)
    figure = result.line(newest, line)
    return {} if figure is None else figure.cells


def round_cells(cells: Cells) -> Members:
    """Cells and total as a customer sees them."""
    stated = state_cells(cells, rounded=True)
    return {"cells": [row.to_json() for row in stated.cells], "total": stated.total}


def derive(
    members: Members, composition: Members, records: Records, rulebook: Rulebook, factors: FactorSet
) -> dict[str, Any]:
    """The derived members of a calculation, and its exact cells as `exact`; a stated total energy is kept."""
    is_product = "declared_unit" in members
    energy = {} if is_product else {"total_energy": {"numerator": "1", "denominator": "1"}}
    unknown: Members = {**energy, **_fields({}), **members}
    draft = Calculation.parse(canonical(unknown))
    if not is_product and "total_energy" not in members:
        draft = draft.model_copy(update={"total_energy": energy_of(draft.battery, rulebook)})
    composed = Composition.parse(canonical(composition))
    resolution = resolve(*cited_by(composed), records)
    rows = parts(composed, resolution, records)
    table = FactorTable([factors], rulebook)
    try:
        result = figures(resolution, table, rulebook)
        told = told_figures(result, resolution, table, rulebook, None, draft.issuer)
        cells = declared_cells(rows, result, draft, rulebook)
        header = declared_cells(rows, told, draft, rulebook)
    except CradleError:
        cells = header = None
    exact = {"cells": [row.to_json() for row in format_cells(cells or {})]}
    kept = {} if is_product else {"total_energy": draft.battery.total_energy.to_json()}
    return {**kept, **_fields(header or {}), "exact": exact}


def _fields(cells: Cells) -> dict[str, Any]:
    stated = state_cells(cells, rounded=True)
    return {
        "digits": STATED_DIGITS,
        "cells": [row.to_json() for row in stated.cells],
        "stages": [row.to_json() for row in stated.stages],
        "total": stated.total,
    }
