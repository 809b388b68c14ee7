"""The mix of a site's grid, which values electricity where the rulebook does not take the supply as stated.

A rulebook lists the supplies it takes and says which mix holds for any other: the average consumption mix, or the
residual one, of what nobody claimed. The mix is that of the site's grid zone, else of its country. Where no named set
has it the row keeps its stated factor, and the finding on its supply stands without an effect.
"""

from ledger.footprint.factors import FactorTable, Valued
from schemas.entry import Site
from schemas.rows import ElectricitySupply
from schemas.rulebook import Rulebook
from schemas.vocabulary import Supply


def takes(rulebook: Rulebook, supply: Supply) -> bool:
    """Whether the rulebook takes electricity by this supply as stated; without a rule it takes all."""
    return rulebook.electricity is None or supply in rulebook.electricity.allowed


def fallback_mix(site: Site, table: FactorTable, rulebook: Rulebook) -> Valued | None:
    """The mix that the rulebook falls back on at a site; None where no named set has it.

    Raises:
        CradleError: `factor.ambiguous`.
    """
    mix = None if rulebook.electricity is None else rulebook.electricity.fallback
    for grid in (site.zone, site.country):
        if mix is not None and grid is not None:
            found = table.of_grid(grid, mix)
            if found is not None:
                return found
    return None


def refused_mix(
    site: Site, stated: ElectricitySupply | None, table: FactorTable, rulebook: Rulebook
) -> Valued | None:
    """The mix that values a row whose supply the rulebook does not take; None where it is valued as stated.

    Args:
        site: where the row was taken in.
        stated: how the electricity was supplied; None for any other row.
        table: the factors of the calculation.
        rulebook: which supplies it takes, and what else holds.

    Raises:
        CradleError: `factor.ambiguous`.
    """
    if stated is None or takes(rulebook, stated.supply):
        return None
    return fallback_mix(site, table, rulebook)
