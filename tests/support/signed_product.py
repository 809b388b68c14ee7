"""The packs of the signed chain as a product: per piece, from cradle to gate, without a declaration.

A battery may have a product footprint too, per unit of its line, under a rulebook that computes any product.
"""

from collections.abc import Mapping
from functools import cache

from support.bundles import Json, Members
from support.signed_battery import produced
from support.signed_chain import Alter, SignedChain

from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import BatteryUnit
from schemas.signed.rulebook import Rulebook


def to_gate(_: Rulebook) -> Rulebook:
    """The rulebook of any product."""
    return load_rulebook("study-cradle-to-gate-1")


def per_piece(amount: str = "100", unit: str = "piece") -> Alter:
    """A change of asserted members: a declared unit in place of the battery."""

    def declare(members: Json) -> Json:
        kept = {name: it for name, it in members.items() if name not in BatteryUnit.model_fields}
        return {**kept, "declared_unit": {"unit": unit, "amount": amount}}

    return declare


def build(plan: Mapping[str, Alter] | None = None) -> SignedChain:
    """The chain up to the calculation of its packs per piece, as the plan changes it."""
    usual = {"rulebook": to_gate, "asserted": per_piece()}
    chain, as_of = produced({**usual, **(plan or {})}, to_gate=True)
    pack = {"role": "product", "entry": chain.ids["pack"], "line": "pack"}
    composition: Members = {
        "rows": [{**pack, "amount": "100", "unit": "piece"}],
        "exclusions": [{"entry": chain.ids["trial"], "reason": "trial production, not sold"}],
    }
    chain.calculate(composition, {"as_of": as_of})
    chain.planned("then", chain)
    return chain


@cache
def honest() -> SignedChain:
    """The chain as it should be, built once; not to be changed."""
    return build()
