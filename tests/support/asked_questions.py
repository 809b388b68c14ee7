"""Arguments for each declared question, on the chain of a battery with its calculation."""

from collections.abc import Mapping

from support.ledger_battery import BatteryChain
from support.trade_chain import MIXED, UNIFORM

from schemas.carbon_price import PriceRequest
from schemas.line_request import PreviewRequest

Arguments = Mapping[str, object]


def arguments(chain: BatteryChain, calculation: str) -> Mapping[str, Arguments]:
    """The arguments of each question by its name; what is left out has its default."""
    figure = {"statement": calculation}
    method = {"rulebook": chain.rulebook, "factor_set": (chain.factors,)}
    line = PreviewRequest(entry=chain.mined, rulebook=chain.rulebook, factor_sets=(chain.factors,))
    return {
        "border": {"statement": chain.mined, "factor_set": (chain.factors,), "year": 2026},
        "calculation_draft": {"request": chain.assertions()},
        "carbon_price": {**figure, "request": PriceRequest(scenarios=(UNIFORM, MIXED))},
        "choices": figure,
        "comparison": {"calculation": calculation, "rulebook": (chain.rulebook,)},
        "contested": {"subject": chain.mined},
        "declaration_document": figure,
        "difference": {"before": calculation, "after": calculation},
        "element_origin": figure,
        "exchanges": figure,
        "flows": figure,
        "footprint": {"statement": chain.packs, "line": "main", **method},
        "location": figure,
        "locations": {"beginning": chain.mined[7:17]},
        "methods": {},
        "names": {"id": (chain.mine.id, chain.plant.id)},
        "own_history": {},
        "portfolio": {"since": 1, "sigma": "0.1", "samples": 200},
        "preview": {"request": line},
        "preview_suppliers": {"request": line},
        "quality": figure,
        "readiness": {**figure, "verify": "yes"},
        "sample": figure,
        "study": {**figure, "scope": "full"},
        "stale": {},
        "shipped_prices": {**figure, "scenario": ("china-2026",)},
        "territory": {**figure, "per": "kwh", "market": "FR"},
        "what_if": {**figure, "entry": chain.packs, "country": "SE"},
    }
