"""Rows, and a factor set, by which credits go past the circular formula on a small ledger."""

from support.ledger_battery import FACTORS, factor, freight, mix

from schemas.signed.rows import ActivityInput, Avoided, Waste
from schemas.vocabulary import Known, Purpose, Source, Stage, Unit

END = Stage.END_OF_LIFE
CIRCULAR_FACTORS = FACTORS.model_copy(
    update={
        "id": "circular",
        "rows": (
            factor("test:cheap", Unit.KG, "0.01"),
            factor("test:dirty", Unit.KG, "500"),
            factor("test:freight", Unit.TKM, "0.1"),
            factor("test:hydro", Unit.KWH, "0.006"),
            mix("test:power", "0.5"),
            factor("test:slag", Unit.KG, "-2").model_copy(update={"direction": "treatment"}),
        ),
    }
)
"""The chain's factors, a cheap flow and a dear one, clean power that is not a mix, and a treatment that takes off."""


def avoided(kg: str, **named: object) -> Avoided:
    """An avoided line of so many kg."""
    return Avoided(amount=kg, unit=Unit.KG, known=Known.WEIGHED, stage=END, **named)


def slag(kg: str) -> Waste:
    """Waste at end of life whose treatment has a factor of -2 kg CO2e a kg."""
    fields = {"flow": "test:slag", "amount": kg, "unit": Unit.KG, "known": Known.WEIGHED}
    return Waste(**fields, purpose=Purpose.MATERIAL, stage=END)


def nickel(kg: str) -> ActivityInput:
    """The flow with the highest factor, bought as nickel."""
    bought = {"flow": "test:dirty", "amount": kg, "unit": Unit.KG, "purpose": Purpose.MATERIAL}
    stated = {"stage": Stage.RAW_MATERIAL, "known": Known.INVOICED, "source": Source.DATASET}
    return freight(kg).model_copy(update={**bought, **stated, "material": "Ni"})


def cheap(kg: str) -> ActivityInput:
    """The flow with the lowest factor, bought as nickel."""
    return nickel(kg).model_copy(update={"flow": "test:cheap"})
