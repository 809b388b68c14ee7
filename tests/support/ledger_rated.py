"""The small battery chain under the PEF rulebook and a rated factor set, one of whose datasets stands for ore.

Per 9600 kWh: ore 25, power of the packs 20, of the treatment 10, declared freight 1; 56 in all. Amounts are unrated, so
of the datasets rated 2 count TeR 2, GeR 2, TiR 3.5 and P 5. The dataset for ore, 1.6 in place of 0.5, is rated 4.
"""

from support.ledger_battery import FACTORS, BatteryChain, factor

from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.quality import Ratings
from schemas.signed.rulebook import FactorSet
from schemas.vocabulary import Unit

FAIR = Ratings(te_r="2", ge_r="2", ti_r="2")
WORSE = Ratings(te_r="4", ge_r="4", ti_r="4")


def rated_factors() -> FactorSet:
    """The chain's factors, rated, and a dataset that stands for the mine's ore."""
    freight, power = (row.model_copy(update={"rating": FAIR}) for row in FACTORS.rows)
    ore = factor("test:any-ore", Unit.KG, "1.6")
    stand_in = ore.model_copy(update={"rating": WORSE, "stands_for": "urn:test:mine"})
    return FACTORS.model_copy(update={"id": "rated", "rows": (stand_in, freight, power)})


def rated_calculation(chain: BatteryChain, rulebook: str = "pef-2021") -> str:
    """The id of a calculation under that rulebook, submitted."""
    ledger = chain.world.ledger
    named = {"rulebook": ledger.keep(load_rulebook(rulebook))}
    draft = chain.calculation(**named, factor_sets=(ledger.keep(rated_factors()),))
    return chain.world.submit(draft, chain.plant.working).id
