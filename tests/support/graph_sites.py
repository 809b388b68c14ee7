"""A site that makes two products of one steel, and balances of it; figures use the first product.

The cells use 600 kg of steel at 2 kg CO2e, the packs 400 kg, both of firm `cells` at site P1. The
cells also use 50 kg of salt from a mine, whose salt costs 3 kg CO2e a kg.
"""

from collections.abc import Sequence
from typing import Any

from support.graph import NONCE, ORIGIN, STUDY, YEAR, Graph, factors, firm, ident
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.site_balance.balance import BalanceContext, BalanceRecord, site_contradictions
from ledger.footprint.site_balance.price import site_prices
from ledger.footprint.site_balance.remarks import site_remarks
from schemas.signed.rulebook import Rulebook
from schemas.signed.site_balance import Balance, SiteBalance
from schemas.vocabulary import Unit

STEEL, SALT = "test:steel", "urn:test:mine:main"


def steel(amount: str, **members: object) -> Row:
    """Steel used by the site."""
    return used(STEEL, amount, **members)


def site(
    cells: Sequence[Row] = (steel("600"), taken("salt", "50")),
    packs: Sequence[Row] = (steel("400"),),
    **header: object,
) -> Graph:
    """The chain, with other inputs where a test wants them; `header` is of the packs' entry."""
    chain = Graph((factors({STEEL: "2", "test:ore": "3"}),))
    chain.enter("mine", inventory(made("mine", "100"), inputs=[used("test:ore", "100")]))
    chain.deliver("salt", "mine", "cells", "90")
    chain.enter("cells", inventory(made("cells", "1000"), inputs=list(cells)))
    usual = {"issuer": firm("cells"), **header}
    chain.enter("packs", inventory(made("packs", "10"), inputs=list(packs)), **usual)
    return chain


def row(bought: str, shares: dict[str, str], **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """A row about the steel, unless it names something else; shares by the names of entries."""
    listed = [{"entry": ident(name), "amount": amount} for name, amount in shares.items()]
    listed.sort(key=lambda share: share["entry"])
    about = {} if "product" in members else {"flow": STEEL}
    return {**about, "unit": Unit.KG, "bought": bought, "entries": listed, **members}


def balance(*rows: dict[str, Any], name: str = "balance", **header: object) -> BalanceRecord:
    """A balance of the site over the year; `header` replaces members."""
    usual = {
        "origin": ORIGIN,
        "issuer": firm("cells"),
        "site": "P1",
        "period": YEAR,
        "sections": {"balance": ident(NONCE)},
    }
    statement = SiteBalance.model_validate({**usual, **header}, strict=False)
    return BalanceRecord(
        ident(name), statement, Balance.model_validate({"rows": rows}, strict=False)
    )


def balance_context(chain: Graph, *figured: str, rulebook: Rulebook = STUDY) -> BalanceContext:
    """The context of balances; the figure rests on the cells unless others are named."""
    names = figured or ("cells",)
    resolution, figures = chain.resolve(*names), chain.figures(*names, rulebook=rulebook)
    factor_table = FactorTable(chain.factor_sets, rulebook)
    prices = site_prices(chain.records(), resolution, figures, factor_table, rulebook)
    return BalanceContext(chain.records(), frozenset(resolution.order), prices)


def contradictions(chain: Graph, *balances: BalanceRecord) -> list[Observation]:
    """The contradictions of balances."""
    return [fault.seen for fault in site_contradictions(balances, balance_context(chain))]


def remarks(chain: Graph, *balances: BalanceRecord) -> list[Observation]:
    """The unexplained amounts of balances under the study's tolerance of 5 %."""
    return [fault.seen for fault in site_remarks(balances, balance_context(chain), STUDY)]
