"""Carbon monoxide: counted as zero, and reported."""

from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, ident
from support.rows import Row, emitted, inventory, made

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.uncounted_gases import gas_faults
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook


def smelter(*emissions: Row) -> Graph:
    """A furnace that makes 10 kg."""
    chain = Graph()
    chain.enter("smelter", inventory(made("smelter", "10"), emissions=list(emissions)))
    return chain


def faults(chain: Graph, rulebook: Rulebook = STUDY) -> list[Observation]:
    """The findings on the furnace, and on an entry that withholds its inventory."""
    chain.enter("withheld", None)
    return list(gas_faults(chain.resolve("smelter", "withheld"), rulebook))


def test_the_oxidised_amount_is_reported_beside_the_figure() -> None:
    """28.01 kg of carbon monoxide are 44.01 kg of dioxide once oxidised; the figure has none of it."""
    chain = smelter(emitted("co", "20"), emitted("co", "8.01", "land_use_change"))
    (fault,) = faults(chain)
    assert (fault.code, fault.subject) == ("gas.without_factor", ident("smelter"))
    assert fault.effect == Decimal("-44.01")
    assert "2.801 kg of carbon monoxide count as zero" in fault.detail
    assert fault.detail.endswith("4.401 kg of carbon dioxide")
    (line,) = chain.figures("smelter").entries[ident("smelter")].lines.values()
    assert total_of(line.cells) == 0


def test_the_ratio() -> None:
    """Oxidised, a kilogram is 1.5712 kg."""
    (fault,) = faults(smelter(emitted("co", "1")))
    assert round(fault.effect or Decimal(), 4) == Decimal("-1.5712")


@pytest.mark.parametrize(("gas", "origin"), [("co", "biogenic"), ("co2", "fossil")])
def test_what_loses_nothing_is_not_reported(gas: str, origin: str) -> None:
    """Biogenic carbon would count zero as dioxide too, and other gases have their factors."""
    assert faults(smelter(emitted(gas, "1", origin))) == []


def test_a_set_with_a_factor_loses_nothing() -> None:
    """EF 3.0 had 1.57: under such a set no carbon is left out; AR6 has no value either."""
    gases = STUDY.characterization
    rows = [
        row.model_copy(update={"value": "1.57"}) if row.gas == "co" else row for row in gases.rows
    ]
    older = STUDY.model_copy(
        update={"characterization": gases.model_copy(update={"rows": tuple(rows)})}
    )
    assert faults(smelter(emitted("co", "1")), older) == []
    (fault,) = faults(smelter(emitted("co", "1")), load_rulebook("iso-14067-partial-2018"))
    assert "for IPCC AR6 has no factor" in fault.detail
