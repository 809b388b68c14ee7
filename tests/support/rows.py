"""Rows of an inventory as JSON, with defaults for irrelevant members; and the smallest graph of them."""

import json

from support.graph import LINE, Graph, ident

from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.rows import build_row
from ledger.trust.leaves import digest
from schemas.signed.inventory import Inventory

Row = dict[str, object]
KNOWN = {"unit": "kg", "known": "weighed"}


def made(name: str, amount: str, line: str = LINE, **members: object) -> Row:
    """An output line of the entry of that name; the main one unless a role is given."""
    product = f"urn:test:{name}:{line}"
    usual = {"line": line, "product": product, "name": line, "amount": amount, "role": "main"}
    return {"unit": "kg", **usual, **members}


def taken(delivery: str, amount: str, **members: object) -> Row:
    """An input under the delivery of that name."""
    cited = {"type": "delivery", "delivery": ident(delivery), "purpose": "material"}
    return {**KNOWN, **cited, "amount": amount, **members}


def used(flow: str, amount: str, **members: object) -> Row:
    """An activity."""
    usual = {"type": "activity", "flow": flow, "purpose": "material", "source": "dataset"}
    return {**KNOWN, **usual, "stage": "raw_material", "amount": amount, **members}


def wasted(flow: str, amount: str, **members: object) -> Row:
    """Waste sent to treatment."""
    usual = {"flow": flow, "purpose": "material", "stage": "raw_material"}
    return {**KNOWN, **usual, "amount": amount, **members}


def emitted(gas: str, amount: str, origin: str = "fossil", **members: object) -> Row:
    """A gas given off."""
    return {
        **KNOWN,
        "gas": gas,
        "origin": origin,
        "stage": "raw_material",
        "amount": amount,
        **members,
    }


def avoided(
    amount: str, flow: str | None = None, delivery: str | None = None, **members: object
) -> Row:
    """Production avoided: of a flow, of the goods of a representative delivery, or of a material alone."""
    named: Row = {}
    if flow is not None:
        named = {"flow": flow}
    elif delivery is not None:
        named = {"delivery": ident(delivery)}
    return {**KNOWN, **named, "stage": "end_of_life", "amount": amount, **members}


def inventory(*outputs: Row, **lists: object) -> Inventory:
    """An inventory of outputs, and of the lists given by name."""
    return Inventory.parse(json.dumps({"outputs": outputs, **lists}).encode())


def imported(data: bytes, **members: object) -> Row:
    """The row that takes its figure from a file."""
    return {**build_row(parse_external(data), digest(data)).to_json(), **members}


def ore_chain(
    drawn: str = "60", delivered: str = "60", output: str = "100", **delivery: object
) -> Graph:
    """A mine that delivers ore to a smelter."""
    graph = Graph()
    graph.enter("mine", inventory(made("mine", output)))
    graph.deliver("ore", "mine", "smelter", delivered, **delivery)
    graph.enter("smelter", inventory(made("smelter", "10"), inputs=[taken("ore", drawn)]))
    return graph
