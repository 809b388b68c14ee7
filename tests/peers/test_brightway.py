"""Published battery inventories, imported by Cradle and by Brightway: every product has the same figure.

The workbooks are those of premise (PyPI, BSD-3-Clause), named by CRADLE_PREMISE; bw2io and bw2calc are of the extra
`background` and run in a process of their own. Inputs from ecoinvent, which is not available, are cut off on both
sides. The characterization factors are written here by name, so that the peer shares none of our tables.
"""

import json
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.background import choices
from support.need import need_set

from ledger.exchange.background.importing import Imported, import_background
from ledger.exchange.background.model import Background
from ledger.exchange.background.readers.brightway_excel import read_brightway_excel

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


@cache
def ours(name: str) -> tuple[Background, Imported]:
    """The workbook as Cradle reads it, and its factor set with all unlinked inputs cut off."""
    read = read_brightway_excel(workbook(name).read_bytes(), name)
    return read, import_background([read], choices(cut_off_unlinked=True))


@cache
def _answers() -> dict[str, Any]:
    """Brightway's figures of all workbooks, from one process."""
    asked = subprocess.run(
        [sys.executable, PROGRAM],
        input=json.dumps({"workbooks": [str(workbook(n)) for n in WORKBOOKS], "factors": EF_3_1}),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(WORKBOOKS, json.loads(asked.stdout), strict=True))


def theirs(name: str) -> dict[str, Any]:
    """Brightway's figures of a workbook."""
    found: dict[str, Any] = _answers()[name]
    return found


def figures(name: str) -> dict[tuple[str, ...], float]:
    """Brightway's figures by the words of a product, in lower case."""
    return {tuple(str(w).casefold() for w in words): f for words, f in theirs(name)["figures"]}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_product_has_the_same_figure(name: str) -> None:
    """To a billionth; a treatment of ours is a production below zero of theirs."""
    read, found = ours(name)
    words = {row.id: row.words for row in read.processes}
    theirs_by_words = figures(name)
    assert found.factor_set.rows
    for row in found.factor_set.rows:
        known = words[row.flow.partition(":")[2]]
        key = (known.name, known.product, known.location, known.unit)
        peer = theirs_by_words[tuple(" ".join(text.casefold().split()) for text in key)]
        own = float(sum((Decimal(value.value) for value in row.values), Decimal(0)))
        expected = peer if row.direction == "product" else -peer
        assert own == pytest.approx(expected, rel=1e-9, abs=1e-15), row.name


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_same_inputs_are_linked(name: str) -> None:
    """Both find as many makers in the file, and cut off as many inputs."""
    _, found = ours(name)
    assert (found.links, found.cut_off_inputs) == (theirs(name)["links"], theirs(name)["cut_off"])


def test_a_market_that_takes_too_little_is_found() -> None:
    """The markets of NMC532 and NMC955 batteries take 0.726 kg for each kg that they sell."""
    for name in ("lci-batteries-NMC622-NMC532", "lci-batteries-NMC955-LTO"):
        odd = [row for row in ours(name)[1].oddities if row.code == "background.market_sum"]
        assert any("takes 0.726 kilogram" in row.detail for row in odd)
