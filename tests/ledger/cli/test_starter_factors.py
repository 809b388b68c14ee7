"""A first figure without a database: a bicycle frame and a battery pack from the factor sets that come with Cradle."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from support.command import cradle, did
from support.ledger_cli import ledger, register

from ledger.rulebooks.catalog import load_factor_set, starter_set_ids

GATE, ISO = "study-cradle-to-gate-1", "iso-14067-partial-2018"
MIXES = "electricity_maps:GB.2025", Decimal("0.176")
SETS = (*starter_set_ids(), "mixes-electricity-maps-2026")
NAMED = [word for name in SETS for word in ("--factor-set", name)]

Row = tuple[str, str, str, str]
"""Flow, amount, unit and purpose of an input."""

FRAME: tuple[Row, ...] = (
    ("desnz:aluminium_primary.2025", "1200", "kg", "material"),
    ("ademe:caustic_soda_50.v22", "40", "kg", "material"),
    ("desnz:natural_gas_gross_cv.2025", "18000", "MJ", "energy"),
    (MIXES[0], "8000", "kWh", "energy"),
    ("desnz:lorry_average.2025", "2400", "tkm", "transport"),
)
PACK: tuple[Row, ...] = (
    ("desnz:battery_li_ion.2025", "28000", "kg", "material"),
    ("desnz:steel_primary.2025", "9500", "kg", "material"),
    (MIXES[0], "12100", "kWh", "energy"),
)


def entry(file: Path, rows: tuple[Row, ...], output: Mapping[str, object], **more: object) -> Path:
    """A draft of an entry in a file; the purpose of a row gives its stage."""
    stages = {
        "material": "raw_material",
        "energy": "main_production",
        "transport": "main_production",
    }
    inputs = [
        {"type": "activity", "flow": flow, "amount": amount, "unit": unit, "purpose": purpose}
        | {"stage": stages[purpose], "source": "dataset", "known": "metered"}
        | ({"electricity": {"supply": "grid"}} if flow == MIXES[0] else {})
        for flow, amount, unit, purpose in rows
    ]
    draft = {
        "site": {"code": "WORKS-1", "country": "GB"},
        "process": "main_production.pack",
        "period": {"start": "2025-01-01", "end": "2026-01-01"},
        "basis": "site_period_average",
        "inventory": {
            "outputs": [{"line": "main", "unit": "kg", "role": "main", **output}],
            "inputs": inputs,
        },
        "product": {"lines": [{"line": "main", "form": "as_is", "kg_per_unit": "1"}]},
    }
    file.write_text(json.dumps(draft | more), encoding="utf-8")
    return file


def by_hand(rows: tuple[Row, ...]) -> Decimal:
    """The kg CO2e of inputs, each amount times the value in its set."""
    values = {
        row.flow: Decimal(row.values[0].value)
        for name in SETS
        for row in load_factor_set(name).rows
    }
    assert values[MIXES[0]] == MIXES[1]
    return sum((Decimal(amount) * values[flow] for flow, amount, _, _ in rows), Decimal(0))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger with a manufacturer."""
    made = ledger(tmp_path)
    register(tmp_path, made, "works", "manufacturer")
    return made


def submitted(book: Path, draft: Path) -> str:
    """The id of an entry that the manufacturer signed."""
    signer = ("--identity", book.parent / "works", "--ledger", book, "--quiet")
    return did("submit", draft, *signer).out.strip()


@pytest.mark.parametrize("rulebook", [GATE, ISO])
def test_the_footprint_of_a_bicycle_frame(book: Path, rulebook: str) -> None:
    """Under both rulebooks the figure is the sum by hand: the mix of the year is the one that ISO 14067 takes too."""
    output = {"product": "urn:example:frame", "name": "bicycle frame", "amount": "1000"}
    draft = entry(book.parent / "frame.json", FRAME, output)
    figure = ("footprint", submitted(book, draft), "--rulebook", rulebook, *NAMED, "--json")
    told = json.loads(did(*figure, "--ledger", book).out)
    assert Decimal(told["total"]) == by_hand(FRAME) / 1000


def test_a_battery_pack_is_calculated(book: Path) -> None:
    """From the ids alone: the ledger stores open sets. The figure has 4 digits and is per kWh of capacity."""
    product = "urn:example:battery:75"
    output = {"product": product, "name": "pack", "amount": "37500", "batteries": 100}
    submitted(book, entry(book.parent / "pack.json", PACK, output, model=product))
    period = ("--start", "2025-01-01", "--end", "2026-01-01", "--vehicle-category", "M1")
    battery = ("--model", product, "--site", "WORKS-1", "--capacity", "75", *period)
    signer = ("--identity", book.parent / "works", "--ledger", book)
    ran = cradle("calculate", *battery, "--rulebook", GATE, *NAMED, *signer, "--json")
    assert ran.code == 0, ran.err
    shown = did("log", "show", json.loads(ran.out)["id"], "--ledger", book).out
    payload = json.loads(shown)["payload"]
    assert payload["total_energy"] == {"numerator": "75", "denominator": "1"}
    assert payload["total"] == str(round(by_hand(PACK) / 7500, 2)) == "27.46"
    listed = did("factors", "list", "--ledger", book).out
    assert all(name in listed for name in SETS)
