"""Facts and claims: each field of a statement on which a figure can depend, and what it is.

    fact         a physical quantity, or an element that goods hold: taken for true
    reference    a statement, an issuer or an order that the log itself vouches for
    structure    a list or a part, whose own fields are in this table
    apart        a word on which no figure depends: names, documents, ratings, due diligence
    claim        every other word; a conservative figure takes it at its worst until it is settled

A claim names the kinds of choices that price it (`ledger.choices.kinds`). One without a kind is priced by no account,
and stands in docs/blind_spots.md with the size of what it can hide. A field that is not here fails a test, so a new
field cannot be forgotten. Registrations, keys, attestations and objections are no part of a figure's data.
"""

from typing import Literal, NamedTuple

Nature = Literal["fact", "reference", "structure", "apart", "claim"]


class Field(NamedTuple):
    """The nature of a field; of a claim, the kinds of choices that price it."""

    nature: Nature
    kinds: tuple[str, ...] = ()


def _claim(*kinds: str) -> Field:
    return Field("claim", kinds)


FACT, REFERENCE, STRUCTURE, APART = (
    Field("fact"),
    Field("reference"),
    Field("structure"),
    Field("apart"),
)

_ROW = {
    "amount": FACT,
    "unit": _claim("mass.gap", "mass.element_gap", "mass.unstated"),
    "known": APART,
    "document": APART,
    "evidence": APART,
    "rating": APART,
}
_MASS = ("mass.gap", "mass.element_gap", "mass.purpose")
_GOODS = ("selection.twin_entry", "selection.other_delivery", "history.look_alike")
_ISSUED = {"origin": REFERENCE, "issuer": REFERENCE}
_DATASET = ("factor.lower", "factor.geography", "factor.old", "factor.route", "supplier.dataset")

FIELDS: dict[str, dict[str, Field]] = {
    "Entry": {
        **_ISSUED,
        "site": STRUCTURE,
        "process": _claim("physics.process_floor", *_MASS),
        "period": STRUCTURE,
        "lot": _claim(*_GOODS),
        "basis": APART,
        "model": _claim("history.look_alike", "selection.excluded"),
        "supersedes": _claim("history.corrected"),
        "sections": REFERENCE,
    },
    "Site": {
        "code": _claim("transport.leg", *_GOODS),
        "country": _claim("site.country", "transport.leg"),
        "zone": _claim("electricity.below_mix"),
    },
    "Period": {
        "start": _claim("selection.period", "time.sample", "history.redated"),
        "end": _claim("selection.period", "time.sample", "history.redated"),
    },
    "Inventory": {
        "outputs": STRUCTURE,
        "allocation": _claim("allocation.co_product"),
        "inputs": STRUCTURE,
        "wastes": STRUCTURE,
        "emissions": STRUCTURE,
        "avoided": STRUCTURE,
        "recyclability": _claim("recovery.credit", "recovery.joint_process"),
        "offsets": APART,
        "carbon_prices": APART,
        "due_diligence": APART,
        "cuts": STRUCTURE,
    },
    "LoopCut": {
        "product": _claim("loop.cut"),
        "amount": FACT,
        "unit": _claim("loop.cut"),
        "effect": _claim("loop.cut"),
    },
    "Output": {
        "line": _claim(*_GOODS),
        "product": _claim(*_GOODS),
        "name": APART,
        "amount": FACT,
        "unit": _claim("mass.gap", "mass.element_gap", "mass.unstated"),
        "role": _claim("allocation.burden_free", "allocation.co_product"),
        "allocation_value": _claim("allocation.co_product"),
        "batteries": _claim("unit.capacity", "unit.batteries"),
    },
    "DeliveryInput": {
        **_ROW,
        "type": STRUCTURE,
        "delivery": REFERENCE,
        "purpose": _claim(*_MASS),
        "recycled": STRUCTURE,
    },
    "ActivityInput": {
        **_ROW,
        "type": STRUCTURE,
        "flow": _claim(*_DATASET, "electricity.below_mix", "electricity.carrier"),
        "purpose": _claim(*_MASS, "supplier.processing"),
        "stage": APART,
        "source": APART,
        "material": _claim("factor.route", "mass.element_gap"),
        "electricity": STRUCTURE,
        "leg": STRUCTURE,
        "recycled": STRUCTURE,
    },
    "ExternalInput": {
        **_ROW,
        "type": STRUCTURE,
        "file": REFERENCE,
        "format": REFERENCE,
        "product": _claim("supplier.external"),
        "purpose": _claim(*_MASS),
        "stage": APART,
        "boundary": REFERENCE,
        "declared_amount": REFERENCE,
        "valid": REFERENCE,
        "values": REFERENCE,
    },
    "Recycled": {
        "material": _claim("recovery.feedstock"),
        "evidence": _claim("recovery.feedstock"),
        "delivery": _claim("recovery.feedstock"),
        "flow": _claim("recovery.feedstock"),
    },
    "ElectricitySupply": {
        "supply": _claim("electricity.below_mix"),
        "certificates": _claim("electricity.below_mix"),
    },
    "TransportLeg": {"kg": FACT, "km": FACT, "deliveries": _claim("transport.leg")},
    "Waste": {**_ROW, "flow": _claim("factor.lower"), "purpose": APART, "stage": APART},
    "Emission": {**_ROW, "gas": _claim(), "origin": _claim("gas.origin"), "stage": APART},
    "Avoided": {
        **_ROW,
        "amount": _claim("recovery.credit", "recovery.energy"),
        "delivery": _claim("recovery.credit"),
        "flow": _claim("recovery.credit", "recovery.energy"),
        "material": _claim("recovery.credit"),
        "other_product": _claim("recovery.credit"),
        "recovery": _claim("recovery.credit", "recovery.energy"),
        "allocation_value": _claim("recovery.joint_process"),
        "stage": APART,
    },
    "Recyclability": {
        "collected": _claim("recovery.credit"),
        "facilities": _claim("recovery.credit"),
        "recycled": _claim("recovery.credit"),
    },
    "Product": {"lines": STRUCTURE, "installation": APART},
    "ProductLine": {
        "line": STRUCTURE,
        "name": APART,
        "form": APART,
        "formula": _claim("mass.gap"),
        "kg_per_unit": FACT,
        "kwh_per_unit": FACT,
        "kwp_per_unit": FACT,
        "elements": STRUCTURE,
        "cbam": APART,
    },
    "Element": {
        "element": FACT,
        "fraction": FACT,
        "recycled": APART,
    },
    "Delivery": {
        **_ISSUED,
        "recipient": REFERENCE,
        "entry": REFERENCE,
        "line": REFERENCE,
        "product": _claim(*_GOODS),
        "unit": _claim("mass.gap", "mass.unstated"),
        "number": APART,
        "use": _claim("time.sample", "selection.other_delivery"),
        "amount": FACT,
        "valid_until": _claim("time.old"),
        "figure": APART,
        "methods": APART,
        "supersedes": _claim("selection.other_delivery"),
        "sections": REFERENCE,
        "nonce": REFERENCE,
    },
    "AssertedCalculation": {
        **_ISSUED,
        "model": _claim("selection.excluded", "history.look_alike"),
        "site": _claim("selection.excluded", "history.look_alike"),
        "period": STRUCTURE,
        "category": _claim("unit.cycle_life", "unit.service_life"),
        "vehicle_category": _claim("unit.category"),
        "capacity_kwh": _claim(
            "unit.capacity", "physics.charge_carrier", "physics.specific_energy"
        ),
        "warranties": STRUCTURE,
        "cycle_life": _claim("unit.cycle_life"),
        "capacity_evidence": APART,
        "batteries_evidence": APART,
        "batteries": _claim("unit.batteries", "unit.capacity"),
        "total_energy": _claim("unit.capacity", "unit.service_life", "unit.cycle_life"),
        "declared_unit": STRUCTURE,
    },
    "DeclaredUnit": {"unit": STRUCTURE, "amount": FACT},
    "Ratio": {"numerator": STRUCTURE, "denominator": STRUCTURE},
    "Warranty": {
        "years": _claim("unit.service_life"),
        "km": _claim("unit.service_life"),
        "remaining_energy": _claim("unit.service_life"),
        "evidence": APART,
    },
    "Composition": {"rows": STRUCTURE, "exclusions": STRUCTURE},
    "CompositionRow": {
        "role": STRUCTURE,
        "entry": REFERENCE,
        "delivery": REFERENCE,
        "line": REFERENCE,
        "amount": FACT,
        "unit": STRUCTURE,
    },
    "Exclusion": {"entry": _claim("selection.excluded"), "reason": APART},
    "Filling": {"transport": STRUCTURE, "mass": STRUCTURE},
}
"""The fields of each model, by its name."""
