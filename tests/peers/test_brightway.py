"""Published battery inventories, imported by Cradle and by Brightway: every product has the same figure.

The workbooks are those of premise (PyPI, BSD-3-Clause), named by CRADLE_PREMISE; bw2io and bw2calc are of the extra
`background` and run in a process of their own. Inputs from ecoinvent, which is not available, have made-up values on
both sides, each another by its name, so that no figure is zero. The characterization factors are written here by name,
so that the peer shares none of our tables.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.background import choices, total
from support.command import cradle
from support.ledger_served import EXAMPLES, RULEBOOK, Place, begin, ran, register_here
from support.need import need_set

from ledger.exchange.background.importing import Imported, import_background
from ledger.exchange.background.linking import link
from ledger.exchange.background.model import Background, ProductInput
from ledger.exchange.background.readers.brightway_excel import read_brightway_excel
from ledger.exchange.background.supplies import factor_name
from ledger.exchange.background.units import ledger_unit
from schemas.signed.rulebook import FactorSet

PROGRAM = Path(__file__).parent / "python" / "solve_inventories.py"
EF_3_1 = {
    "Carbon dioxide, fossil": 1,
    "Methane, fossil": 29.8,
    "Dinitrogen monoxide": 273,
    "Methane, dichloro-, HCC-30": 11.2,
    "Methane, monochloro-, R-40": 5.54,
    "Chloroform": 20.6,
    "Propane": 0.02,
    "Sulfur hexafluoride": 25200,
}
BASE, PER_LETTER = Decimal(1), Decimal("0.0625")
"""The made-up kg CO2e of an unlinked input; binary numbers hold both exactly."""

WORKBOOKS = [
    "lci-batteries-LiO2",
    "lci-batteries-LiS",
    "lci-batteries-NMC111-811-NCA-LFP",
    "lci-batteries-NMC622-NMC532",
    "lci-batteries-NMC955-LTO",
    "lci-batteries-SIB",
    "lci-batteries-organic-and-hybrid-redox-flow",
    "lci-batteries-vanadium-redox-flow",
    "lci-batteries-vanadium",
    "lci-battery-capacity",
]


def workbook(name: str) -> Path:
    """A workbook of premise."""
    return need_set("CRADLE_PREMISE") / "premise/data/additional_inventories" / f"{name}.xlsx"


def read(name: str) -> Background:
    """A workbook as Cradle reads it."""
    return read_brightway_excel(workbook(name).read_bytes(), name)


def made_up(inputs: Iterable[ProductInput]) -> FactorSet:
    """A factor for each product that the inputs mean."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for taken in inputs:
        words = taken.link.words
        word = ledger_unit(words.unit)
        assert word is not None
        each = BASE + PER_LETTER * len(words.name)
        row: dict[str, Any] = {
            "unit": word.unit.value,
            "direction": "treatment" if taken.amount < 0 else "product",
            "name": factor_name(words),
            "geography": words.location,
            "source": "made up",
            "values": [{"group": "fossil", "value": f"{word.per_unit(each).normalize():f}"}],
        }
        rows.setdefault((row["name"], row["geography"], row["unit"], row["direction"]), row)
    listed = [{"flow": f"own:{number:04}", **row} for number, row in enumerate(rows.values())]
    about = {
        "id": "own",
        "version": "1",
        "title": "Made up",
        "method": "EF 3.1 (AR6)",
        "licence": "open",
    }
    return FactorSet.model_validate({**about, "rows": listed}, strict=False)


def ours(name: str) -> tuple[Background, Imported]:
    """A workbook and its factor set."""
    found = read(name)
    unlinked = link(found.processes).unlinked
    supplies = (made_up(row.taken for row in unlinked),) if unlinked else ()
    return found, import_background([found], choices(supplies=supplies))


def theirs(*names: str) -> list[dict[str, Any]]:
    """The figures of Brightway, from one process for all workbooks."""
    question = {
        "workbooks": [str(workbook(name)) for name in names],
        "factors": EF_3_1,
        "unlinked": {"base": float(BASE), "per_letter": float(PER_LETTER)},
    }
    asked = subprocess.run(
        [sys.executable, PROGRAM],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[dict[str, Any]] = json.loads(asked.stdout)
    return answers


def plain(words: Iterable[object]) -> tuple[str, ...]:
    """The words of a product in lower case, with single spaces."""
    return tuple(" ".join(str(word).casefold().split()) for word in words)


def test_every_product_has_the_same_figure() -> None:
    """To a billionth, of as many links and unlinked inputs; a treatment of ours is theirs with the other sign."""
    for name, peer in zip(WORKBOOKS, theirs(*WORKBOOKS), strict=True):
        known, found = ours(name)
        assert (found.links, found.supplied) == (peer["links"], peer["unlinked"]), name
        figures = {plain(words): figure for words, figure in peer["figures"]}
        words = {row.id: row.words for row in known.processes}
        assert len(found.factor_set.rows) == len(words)
        for row in found.factor_set.rows:
            own = words[row.flow.partition(":")[2]]
            figure = figures[plain((own.name, own.product, own.location, own.unit))]
            expected = figure if row.direction == "product" else -figure
            assert float(total(row)) == pytest.approx(expected, rel=1e-9, abs=0), row.name


@pytest.mark.parametrize("name", ["lci-batteries-NMC622-NMC532", "lci-batteries-NMC955-LTO"])
def test_known_errors_of_published_inventories_are_found(name: str) -> None:
    """A market takes 0.726 kg for each kg that it sells, and a link names a product that no process makes."""
    found = [(row.code.partition(".")[2], row.detail) for row in ours(name)[1].oddities]
    assert any(code == "market_sum" and "takes 0.726 kilogram" in said for code, said in found)
    wrong = "in place of 'integrated battery interface system, for Li-ion battery'"
    assert any(code == "misspelt_link" and wrong in said for code, said in found)


def test_a_calculation_rests_on_a_published_inventory(tmp_path: Path) -> None:
    """The raw materials of a battery are an imported cell's figure: 180 t of it by weight over 3.6 GWh, to 4 digits."""
    name = "lci-batteries-NMC955-LTO"
    (peer,) = theirs(name)
    figures = {plain(words)[1]: figure for words, figure in peer["figures"]}
    supply = tmp_path / "own.json"
    unlinked = link(read(name).processes).unlinked
    supply.write_text(json.dumps(made_up(row.taken for row in unlinked).to_json()))
    place = begin(tmp_path)
    asked = ("--rulebook", RULEBOOK, "--supply", supply, "--ledger", place.folder, "--json")
    kept = json.loads(ran("factors", "import", workbook(name), *asked))
    show = ("factors", "show", kept["digest"], "--find", "cathode, NMC955", "--json")
    (cathode,) = json.loads(ran(*show, "--ledger", place.folder))
    calculation = calculated(place, kept["digest"], cathode["flow"])
    stages = {row["stage"]: float(row["value"]) for row in calculation["stages"]}
    per_battery_kwh = 180_000 * figures["cathode, nmc955, for li-ion battery"] * 27_000 / 500_000
    assert stages["raw_material"] == pytest.approx(per_battery_kwh / 3_600_000, rel=5e-4)


def calculated(place: Place, imported: str, flow: str) -> dict[str, Any]:
    """A calculation of the example's packs, whose cells take 180 t of a flow of an imported set."""
    ids = register_here(place)
    draft = json.loads((EXAMPLES / "cell-entry.json").read_text())
    draft["inventory"]["inputs"][0]["flow"] = flow
    entry = place.folder.parent / "draft.json"
    entry.write_text(json.dumps(draft))
    factors = place.did("packs", "factors", "add", EXAMPLES / "factors.json", "--quiet")
    method = ("--rulebook", RULEBOOK, "--factor-set", factors, "--factor-set", imported)
    cells = place.signed("cells", "submit", entry)
    sold = ("--entry", cells, "--to", ids["packs"], "--number", "1", "--amount", "27000", *method)
    bought = place.signed("cells", "deliver", *sold)
    place.signed("packs", "submit", EXAMPLES / "pack-entry.json", "--cite", f"cells={bought}")
    treated = place.signed("recycler", "submit", EXAMPLES / "recycling-entry.json")
    priced = ("--to", ids["packs"], "--number", "1", "--valid-until", "2027-01-01")
    treatment = place.signed("recycler", "deliver", "--entry", treated, *priced)
    battery = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", "75")
    period = ("--start", "2025-01-01", "--end", "2026-01-01", "--vehicle-category", "M1")
    warranty = ("--warranty-years", "8", "--warranty-remaining", "0.8")
    asked = ("calculate", *battery, *period, *warranty, *method, "--end-of-life", treatment)
    calculation = place.signed("packs", *asked)
    shown = cradle("log", "show", calculation, "--ledger", place.folder)
    payload: dict[str, Any] = json.loads(shown.out)["payload"]
    return payload
