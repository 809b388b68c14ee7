"""Tests for the context of the register: evidence and amounts in words."""

from support.chosen import choice_context
from support.graph import ident
from support.graph_battery import declared
from support.rows import inventory, made, used

from ledger.choices.context import DeliveryContext, evidence_of, in_words
from schemas.vocabulary import Unit


def test_a_row_names_its_document_its_certificates_and_its_digests() -> None:
    """All of them are evidence, and none of them is proof."""
    certificate = {"scheme": "GO", "first": 1, "last": 5, "kwh": "5000"}
    certificate["produced"] = {"start": "2025-01-01", "end": "2026-01-01"}
    row = used(
        "test:power",
        "5000",
        unit="kWh",
        purpose="energy",
        document="meter 7",
        evidence=[ident("photo")],
        electricity={"supply": "contract", "certificates": [certificate]},
    )
    (stated,) = inventory(made("plant", "1"), inputs=[row]).inputs
    assert evidence_of(stated) == ("meter 7", "GO 1 to 5", ident("photo"))


def test_amounts_have_four_digits() -> None:
    """A report discloses no issuer's exact amounts."""
    assert in_words("34602.7652804", Unit.KG) == "34600 kg"


def test_a_delivery_has_one_line_and_no_period() -> None:
    """Its figure is of goods, so no entry is dated into it or out of it."""
    of_battery = choice_context(declared())
    line = of_battery.products[0]
    about = DeliveryContext(
        subject=ident("delivery"), graph=of_battery.graph, log=of_battery.log, rows=(), line=line
    )
    assert (about.products, about.demand, about.period) == ((line,), {line: 1}, None)
