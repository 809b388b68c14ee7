"""The way down in a delivery: whole for who sees all of it, and for its issuer by what it may read."""

import pytest
from support.desks import desk, operator_desk
from support.ledger_battery import BatteryChain
from support.ledger_blend import Blend, deliver_blend
from support.ledger_world import Party
from support.principals import principal
from support.refusal import refused

from ledger.documents.rendering.csv_table import page_tables
from ledger.documents.reports.plan import layout_plan
from ledger.service.access.engagements import engage
from schemas.views.plan import SettlingPlan
from schemas.vocabulary import Role


@pytest.fixture
def blend(chain: BatteryChain) -> Blend:
    """The delivery, on a chain of its own."""
    return deliver_blend(chain)


def read_as(chain: BatteryChain, name: str, role: Role, of: Party, delivery: str) -> SettlingPlan:
    """The plan as a login reads it."""
    return desk(chain.world.ledger, principal(chain, name, role, of)).plan(delivery)


def ids_of(plan: SettlingPlan, by: str) -> set[str]:
    """The ids of a firm's choices."""
    rows = (*plan.lines, *plan.unpriced)
    return {str(row.choice.id) for row in rows if row.choice.by == by}


def test_the_operator_and_an_engaged_auditor_read_the_whole_plan(
    chain: BatteryChain, blend: Blend
) -> None:
    """Choices of all firms behind it, and both sets."""
    whole = operator_desk(chain.world.ledger).plan(blend.delivery)
    assert (whole.delivery, whole.calculation) == (blend.delivery, None)
    assert len(whole.sets) == 2
    assert {row.firm for row in (*whole.lines, *whole.unpriced)} >= {"Mine Ltd", "Recycler Ltd"}
    operator = principal(chain, "operator", Role.OPERATOR)
    auditor = principal(chain, "audit", Role.AUDITOR)
    with refused("statement.unknown"):
        desk(chain.world.ledger, auditor).plan(blend.delivery)
    engage(chain.world.ledger, operator, auditor.organisation, blend.delivery, "e" * 8, 1)
    assert desk(chain.world.ledger, auditor).plan(blend.delivery).lines == whole.lines


def test_the_issuer_reads_its_own_rows_and_no_word_of_another(
    chain: BatteryChain, blend: Blend
) -> None:
    """Each with what settles it; no total, no set, no count and no id of what is behind the goods it bought."""
    whole = operator_desk(chain.world.ledger).plan(blend.delivery)
    own = read_as(chain, "mine", Role.SUPPLIER, chain.mine, blend.delivery)
    assert ids_of(own, chain.mine.id)
    assert ids_of(own, chain.mine.id) <= ids_of(whole, chain.mine.id)
    assert ids_of(own, chain.recycler.id) == set()
    assert (own.sets, own.conservative, own.hidden, own.suppliers) == ((), None, 0, None)
    assert all(row.settled_by and row.choice.subject == blend.entry for row in own.lines)
    shown = own.model_dump_json() + str(page_tables(layout_plan(own)))
    assert "conservative" not in str(page_tables(layout_plan(own)))
    for row in (*whole.lines, *whole.unpriced):
        if row.choice.by != chain.mine.id:
            assert row.choice.detail not in shown
            assert row.choice.subject not in shown


@pytest.mark.parametrize("who", ["plant", "recycler"])
def test_a_customer_and_a_supplier_do_not_read_it(
    chain: BatteryChain, blend: Blend, who: str
) -> None:
    """Neither the recipient, which reads the delivery itself, nor whoever is behind it."""
    with refused("statement.unknown"):
        read_as(chain, who, Role.SUPPLIER, getattr(chain, who), blend.delivery)


def test_a_delivery_without_a_figure_has_no_plan(chain: BatteryChain) -> None:
    """There is nothing to come down from."""
    with refused("plan.no_figure"):
        operator_desk(chain.world.ledger).plan(chain.shipped)
