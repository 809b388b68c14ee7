"""A battery from the mine to its declaration, signed by hand: the statements of `support.signed_chain` in order."""

from collections.abc import Mapping
from functools import cache

from support.bundles import Json, Ledger, Members
from support.signed_chain import MODEL, Alter, SignedChain, output, taken, used

from ledger.footprint.graph.cells import parse_cells, state_cells
from ledger.trust.canonical import canonical
from schemas.signed.delivery import Cell
from schemas.signed.statement import Kind

END = "end_of_life"
MAIN = "main_production"
RAW = "raw_material"
METERED = {"known": "metered"}


def build(plan: Mapping[str, Alter] | None = None) -> SignedChain:
    """The chain up to its declaration, as the plan changes it.

    Members of the plan: an entry or delivery by name, `<entry> header`, `<entry> product`, `composition`, `asserted`
    and `calculation` of the calculation, `attestation`, `declaration`, and who makes them, `attestor`
    and `declarer`; `rulebook` and `factors`;
    and with the chain as argument `before` all, `early` (before `as_of`), `late` (after it) and
    `after` the declaration.
    """
    chain, as_of = produced(plan)
    chain.calculate(_composition(chain), {"as_of": as_of, "batteries": 100})
    chain.planned("then", chain)
    declare(chain)
    chain.planned("after", chain)
    return chain


def produced(
    plan: Mapping[str, Alter] | None = None, *, to_gate: bool = False
) -> tuple[SignedChain, Json]:
    """The chain up to what the calculation is made from, and the registry's state as of it.

    To the gate it has neither a recycler nor an auditor.
    """
    chain = SignedChain(plan=plan or {}, ledger=Ledger())
    chain.rulebook = chain.planned("rulebook", chain.rulebook)
    chain.factors = chain.planned("factors", chain.factors)
    _register(chain.ledger, "mine", "refinery", *(() if to_gate else ("recycler", "auditor")))
    chain.planned("before", chain)
    _produce(chain)
    if not to_gate:
        _recycle(chain)
    chain.planned("early", chain)
    as_of = chain.planned("as_of", chain.ledger.registry.state().to_json())
    chain.known = dict(chain.changes)
    chain.planned("late", chain)
    return chain, as_of


@cache
def honest() -> SignedChain:
    """The chain as it should be, built once; not to be changed."""
    return build()


def settling(*rows: Members, **members: Json) -> SignedChain:
    """The honest chain, whose auditor settles the refinery's co-product; a row and `members` of its word change it."""
    ids: dict[str, str] = {}

    def settle(_: Json) -> Json:
        named = {"choice": "allocation.co_product", "statement": ids["refinery"]}
        look = {"coordinate": "sulfate", "depth": "documents", "evidence": ["sha256:" + "0" * 64]}
        return {"settled": {"choices": [{**named, **look, **row} for row in rows]}}

    plan = {"then": lambda it: ids.update(it.ids) or it, "settled": settle}
    return build({**plan, "attestation": lambda said: {**said, **members}})


def _register(ledger: Ledger, *others: str) -> None:
    ledger.register("registrar", "operator", "registrar", registrar=None)
    for name in sorted({*others} - {"auditor"}):
        ledger.register(name, "supplier")
    ledger.register("packer", "manufacturer", "supplier")
    if "auditor" in others:
        ledger.register("auditor", "auditor")


def _ore(amount: str) -> Members:
    return {
        "outputs": [output("ore", amount)],
        "inputs": [
            used("db:diesel", "81000", "MJ", "energy", RAW),
            used("db:grid", "25000.5", "kWh", "energy", RAW),
        ],
        "wastes": [
            {
                "flow": "db:tailings",
                "amount": "51234.5",
                "unit": "kg",
                "purpose": "material",
                "stage": RAW,
                **METERED,
            }
        ],
        "emissions": [
            {
                "gas": "ch4",
                "origin": "fossil",
                "amount": "3.21",
                "unit": "kg",
                "stage": RAW,
                **METERED,
            }
        ],
    }


def _produce(chain: SignedChain) -> None:
    ids = chain.ids
    chain.entry("mine", "mine", "raw_material.mining", _ore("90000"))
    chain.deliver("ore", "mine", "refinery", "ore", entry=ids["mine"], amount="60000")
    chain.entry("mine 2", "mine", "raw_material.mining", _ore("100000"), **chain.correct("mine"))
    if "recycler" in chain.ledger.parties:
        chain.deliver("ore price", "mine", "recycler", "ore", entry=ids["mine 2"])
    sulfate = {
        "outputs": [
            output("cobalt", "700", role="co_product", allocation_value="9.75"),
            output("gypsum", "4000", role="by_product"),
            output("sulfate", "15000", allocation_value="41.3"),
        ],
        "allocation": "revenue",
        "inputs": [
            taken(ids["ore"], "60000"),
            used("db:freight", "4567.8", "tkm", "transport", RAW),
            used("db:grid", "70000", "kWh", "energy", RAW),
        ],
    }
    chain.entry("refinery", "refinery", "raw_material.refining", sulfate)
    told = chain.told("refinery", "sulfate")
    sold = {"entry": ids["refinery"], "amount": "14500", "figure": told}
    chain.deliver("sulfate", "refinery", "packer", "sulfate", **sold)
    corrected = {**sold, "amount": "14000", **chain.correct("sulfate")}
    chain.deliver("sulfate 2", "refinery", "packer", "sulfate", **corrected)
    _pack(chain)


def _packs(chain: SignedChain, number: int, sulfate: str, product: str) -> Members:
    made = output("pack", str(number), "piece", batteries=number, product=product)
    return {
        "outputs": [made],
        "inputs": [
            taken(chain.ids["sulfate"], sulfate),
            used("db:freight", "9001", "tkm", "transport", "distribution"),
            used("db:grid", "33333.3", "kWh", "energy", MAIN),
            used("db:heat", "7000", "MJ", "energy", MAIN),
            {**used("db:steel", str(61 * number), "kg", "material", RAW), "material": "Fe"},
        ],
    }


def _pack(chain: SignedChain) -> None:
    product = [{"line": "pack", "form": "as_is", "kg_per_unit": "301.7", "kwh_per_unit": "75"}]
    made = {"model": MODEL, "product": product}
    packs = _packs(chain, 100, "13000", "urn:example:pack")
    chain.entry("pack", "packer", "main_production.pack", packs, **made)
    trial = {"period": {"start": "2025-11-01", "end": "2026-01-01"}, "lot": "trial"}
    trial |= {"basis": "lot_actual"}
    packs = _packs(chain, 3, "700", "urn:example:trial")
    chain.entry("trial", "packer", "main_production.pack", packs, **made, **trial)


def _recycle(chain: SignedChain) -> None:
    inventory = {
        "outputs": [output("treated", "20000")],
        "inputs": [used("db:grid", "12000", "kWh", "energy", END)],
        "emissions": [
            {
                "gas": "co2",
                "origin": "fossil",
                "amount": "2000",
                "unit": "kg",
                "stage": END,
                **METERED,
            }
        ],
        "avoided": [
            {
                "delivery": chain.ids["ore price"],
                "amount": "9000",
                "unit": "kg",
                "stage": END,
                **METERED,
            },
            {"flow": "db:steel", "amount": "4000", "unit": "kg", "stage": END, **METERED},
        ],
    }
    chain.entry("recycler", "recycler", "end_of_life.shredding", inventory)
    chain.deliver("treatment", "recycler", "packer", "treated", entry=chain.ids["recycler"])


def _composition(chain: SignedChain) -> Members:
    treatment = {"role": END, "delivery": chain.ids["treatment"], "line": "treated"}
    pack = {"role": "product", "entry": chain.ids["pack"], "line": "pack"}
    return {
        "rows": [
            {**treatment, "amount": "30170", "unit": "kg"},
            {**pack, "amount": "100", "unit": "piece"},
        ],
        "exclusions": [{"entry": chain.ids["trial"], "reason": "trial production, not sold"}],
    }


def in_older_form() -> dict[str, Alter]:
    """A plan whose calculation states all digits in its header and names no section of exact cells."""
    kept: list[Json] = []

    def take(exact: Json) -> None:
        kept.append(exact["cells"])

    def state(members: Json) -> Json:
        (cells,) = kept
        whole = state_cells(parse_cells(Cell.parse(canonical(row)) for row in cells), rounded=False)
        stated = {
            "cells": cells,
            "stages": [row.to_json() for row in whole.stages],
            "total": whole.total,
        }
        return {**{key: value for key, value in members.items() if key != "digits"}, **stated}

    return {"exact": take, "calculation": state}


def declare(chain: SignedChain) -> None:
    """Have the calculation attested, and declare it."""
    named = {"calculation": chain.ids["calculation"]}
    attestation = {
        **named,
        **dict.fromkeys(("bundle", "policy", "findings"), "sha256:" + "1" * 64),
        "scope": "cradle to grave",
        "level": "agreed_upon_procedures",
        "materiality": "5",
        "depth": {"default": "recomputed", "exceptions": []},
        "outcome": "verified",
    }
    said = chain.planned("attestation", attestation)
    chain.ids["attestation"] = chain.ledger.state(
        Kind.ATTESTATION,
        chain.planned("attestor", "auditor"),
        said,
        **chain.planned("settled", {}),
    )
    chain.ids["declaration"] = chain.ledger.state(
        Kind.DECLARATION,
        chain.planned("declarer", "packer"),
        chain.planned("declaration", _declaration(chain)),
    )


def declare_again(chain: SignedChain) -> None:
    """Supersede the declaration by one of the same calculation, as after a move of the firm."""
    chain.ids["declaration 2"] = chain.ledger.state(
        Kind.DECLARATION,
        "packer",
        chain.planned("declaration 2", {**_declaration(chain), **chain.correct("declaration")}),
    )


def _declaration(chain: SignedChain) -> Members:
    named = {name: chain.ids[name] for name in ("calculation", "attestation")}
    return {**named, "conformity": "DoC 1", "study": "https://packer.example/study"}
