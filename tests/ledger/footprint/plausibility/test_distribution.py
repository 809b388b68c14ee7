"""Distribution compared with PEF's default legs."""

from decimal import Decimal

from support.graph import Graph, factors, ident, weighing
from support.graph_battery import MODEL, Declared, declared, row
from support.graph_circular import DRAFT, PEF, read
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.distribution import distribution_faults
from schemas.signed.rulebook import Rulebook

LEGS = factors({"pef:lorry_over_32t": "0.1", "test:lorry": "0.5"}, unit="tkm")
LORRY = {"unit": "tkm", "purpose": "transport", "stage": "distribution"}


def carried(*rows: Row, kg: str | None = "1") -> Declared:
    """200 kg of battery that are carried to the client by these rows."""
    it = declared()
    it.chain = Graph((*it.chain.factor_sets, LEGS), it.chain.entries, it.chain.deliveries)
    packs = inventory(made("plant", "200", batteries=4), inputs=[taken("ore", "300"), *rows])
    it.chain.enter("plant", packs, weighing(kg), model=MODEL)
    return it


def found(it: Declared, rulebook: Rulebook = PEF) -> list[Observation]:
    """The findings on the distribution."""
    return list(distribution_faults(it.parts(), read(it, rulebook)))


def test_less_than_the_local_default_is_found_with_what_it_would_add() -> None:
    """40 tkm for 0.2 t are 200 km; 240 tkm at 0.1 less 40 at 0.5 are 4 kg more."""
    (row_,) = found(carried(used("test:lorry", "40", **LORRY)))
    assert (row_.code, row_.subject) == ("transport.distribution", ident("plant"))
    assert row_.lines == {"main": Decimal(-4)}
    assert row_.detail.startswith("distribution is 200 tkm per t of product and states no leg")
    assert "1000 km lorry + 18000 km sea beyond, and 250 km van to the client" in row_.detail


def test_enough_or_a_stated_leg_is_no_fault() -> None:
    """1,200 km, or any distance with a stated leg."""
    assert found(carried(used("test:lorry", "240", **LORRY))) == []
    leg = {"kg": "200", "km": "10", "deliveries": []}
    assert found(carried(used("test:lorry", "2", **LORRY, leg=leg))) == []


def test_other_transport_is_not_distribution() -> None:
    """Inbound transport, and energy of distribution, carry no product; no transport at all is 0 km."""
    rows = (used("test:lorry", "240", **{**LORRY, "stage": "raw_material"}), used("test:lime", "1"))
    (row_,) = found(carried(*rows, used("test:lorry", "240", **{**LORRY, "purpose": "material"})))
    assert row_.detail.startswith("distribution is 0 tkm per t")


def test_a_row_of_distribution_counts() -> None:
    """Transport that the composition names for itself: half of 480 tkm, which is all that is asked."""
    it = carried()
    work = inventory(made("haulier", "2", unit="h"), inputs=[used("test:lorry", "480", **LORRY)])
    it.chain.enter("haulier", work, process="distribution.transport")
    it.chain.deliver("haul", "haulier", "plant", None, unit="h")
    it.rows.append(row("distribution", "1", delivery="haul", unit="h"))
    assert found(it) == []


def test_what_cannot_be_weighed_or_priced() -> None:
    """Without a mass, or a default of the rulebook, there is no comparison; without a price there is no effect."""
    short = used("test:lorry", "40", **LORRY)
    assert found(carried(short, kg=None)) == []
    assert found(carried(short), DRAFT) == []
    unpriced = carried(short)
    unpriced.chain.factor_sets = (
        *unpriced.chain.factor_sets[:-1],
        factors({"test:lorry": "0.5"}, unit="tkm"),
    )
    (row_,) = found(unpriced)
    assert (row_.effect, row_.lines) == (None, None)


def test_a_product_that_is_not_shown_carries_nothing() -> None:
    """Without its inventory its mass is unknown."""
    it = carried(used("test:lorry", "40", **LORRY))
    context, rows = read(it, PEF), it.parts()
    hidden = [
        part.__class__(part.row, part.entry, part.record._replace(inventory=None), None)
        for part in rows
    ]
    assert list(distribution_faults(hidden, context)) == []
