"""The declaration of `graph_battery` with entries that were corrected, withdrawn or kept out."""

from decimal import Decimal

from support.graph import ident, weighing
from support.graph_battery import MODEL, PLANT, Declared, declared
from support.rows import inventory, made, used

ENERGY = Decimal(4 * 36000)
"""kWh of total energy of the four batteries."""

NARROW = Decimal("1e-25")
BEFORE = {"start": "2024-01-01", "end": "2025-01-01"}
LATER = {"start": "2025-06-01", "end": "2026-06-01"}


def mined(lime: str, **output: str) -> object:
    """1,000 kg of ore for some lime, at 2 kg CO2e a kg."""
    return inventory(made("mine", "1000", **output), inputs=[used("test:lime", lime)])


def correct(it: Declared, old: str, new: str, content: object, **header: object) -> Declared:
    """A correction of an entry."""
    entry = it.chain.entries[ident(old)].entry
    kept = {name: getattr(entry, name) for name in ("issuer", "site", "period", "model", "process")}
    again = {"supersedes": {"id": ident(old), "reason": "correction"}}
    it.chain.enter(new, content, weighing("1"), **{**kept, **again, **header})
    it.chain.change("superseded", old, new)
    return it


def corrected(*limes: str) -> Declared:
    """The mine whose lime was corrected, one version after another; 2 kg CO2e for each kg of lime."""
    it, versions = declared(), ["mine", *(f"mine {lime}" for lime in limes)]
    for old, new, lime in zip(versions, versions[1:], limes, strict=False):
        correct(it, old, new, mined(lime))
    return it


def packs(kg: str, batteries: int, lime: str, name: str = "plant") -> object:
    """Batteries by weight, for some lime."""
    rows = [used("test:lime", lime)]
    return inventory(made(name, kg, batteries=batteries), inputs=rows)


def second(it: Declared, name: str, lime: str, **header: object) -> Declared:
    """Another entry of four batteries, which the calculation does not count: lime over 100 kg CO2e per kg of it."""
    usual = {"issuer": PLANT, "model": MODEL}
    it.chain.enter(name, packs("200", 4, lime, name), weighing("1"), **{**usual, **header})
    return it
