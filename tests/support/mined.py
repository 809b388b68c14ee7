"""The declaration of `declared` with other rows at its mine, to compare what a lie gains with what its choices add."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from support.chosen import BATTERY, VISITED, choice_context, conservative, declared_total, modest
from support.graph import STUDY, ident
from support.graph_battery import SETS, Declared
from support.rows import Row, avoided, inventory, made, used

from ledger.choices.conservative import WeighedChoice, conservative_figure
from ledger.choices.register import find_choices
from schemas.signed.rulebook import FactorSet, Rulebook

PER_KG = Decimal(300) / 1000 / BATTERY
"""The plant draws 300 of the mine's 1,000 kg for four batteries; kg CO2e at the mine times this are per kWh."""
NEAR = Decimal("1e-25")
FAMILIES = frozenset({"electricity", "factor", "gas"})
"""The families of kinds that `found` shows."""


def mined(
    *inputs: Row, sets: Iterable[FactorSet] = (), header: Row | None = None, **lists: object
) -> Declared:
    """The declaration with these rows at the mine."""
    it = modest()
    it.chain.factor_sets = (*SETS, *sets)
    content = inventory(made("mine", "1000"), inputs=list(inputs), **lists)
    it.chain.enter("mine", content, **(header or {}))
    return it


def recycled(*inputs: Row, sets: Iterable[FactorSet] = (), **lists: object) -> Declared:
    """The declaration with these rows at the recycler, of which PEF counts 0.8: A is 0.2 for copper."""
    it = mined(used("test:lime", "1000"), sets=sets)
    proof = dict.fromkeys(("collected", "facilities", "recycled"), ident("proof"))
    copper = avoided("4", flow="test:lime", material="Cu")
    lists |= {"inputs": list(inputs), "avoided": [copper], "recyclability": proof}
    content = inventory(made("recycler", "100"), **lists)
    it.chain.enter("recycler", content, process="end_of_life.shredding")
    return it


def recycler_kg(it: Declared, code: str, rulebook: Rulebook) -> Decimal:
    """The effect of one choice in kg CO2e at the recycler: two times its output is needed for four batteries."""
    rows = conservative(it, rulebook).choices
    (effect,) = (row.effect for row in rows if row.choice.kind.code == code)
    assert effect is not None
    return round(effect * BATTERY / 2, 20)


def unneeded(**lists: object) -> Declared:
    """The declaration with a supplier whose goods its mine only replaces elsewhere."""
    it = mined(used("test:lime", "1"), avoided=[avoided("1", delivery="goods")])
    it.chain.enter("other", inventory(made("other", "1"), **lists))
    it.chain.deliver("goods", "other", "mine", None)
    return it


def found(
    it: Declared, rulebook: Rulebook = STUDY, accepted: Sequence[FactorSet] = ()
) -> list[tuple[str, Decimal | None]]:
    """The codes and effects of the choices of energy, datasets and gases, in kg CO2e at the mine; most first."""
    whole = conservative_figure(replace(choice_context(it, rulebook), accepted=accepted))
    assert whole is not None
    return [
        (row.choice.kind.code, None if row.effect is None else round(row.effect / PER_KG, 20))
        for row in whole.choices
        if row.choice.kind.code.partition(".")[0] in FAMILIES
    ]


def only(it: Declared, rulebook: Rulebook = STUDY) -> WeighedChoice:
    """The one choice."""
    rows = conservative(it, rulebook).choices
    (row,) = (row for row in rows if row.choice.kind.code.partition(".")[0] in FAMILIES)
    return row


def details(it: Declared, rulebook: Rulebook = STUDY) -> list[str]:
    """The details of the choices."""
    return [row.detail for row in find_choices(choice_context(it, rulebook))]


def is_covered(lie: Declared, honest: Declared, rulebook: Rulebook = STUDY) -> bool:
    """True if the conservative figure of a lie is at or above the figure of the honest statement, and falls if settled.

    A settled choice keeps its value, and the lie is below the honest figure, as it would gain nothing otherwise.
    """
    stated, settled = declared_total(lie, rulebook), conservative(lie, rulebook, VISITED).total
    truth = declared_total(honest, rulebook)
    reached = conservative(lie, rulebook).total
    return stated < truth <= reached + NEAR and abs(settled - stated) < NEAR
