"""Closures against the operator: what a bundle cannot check of them, a monitor does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_twins import Twins, twins
from support.ledger_world import replacing
from support.operator import edit, found_in

from ledger.append import marking
from ledger.state.same_goods import closure_of
from ledger.trust.marks import salted_digest
from schemas.signed.closure import Beside, LeftGoods


@pytest.fixture(name="own")
def own_twins(tmp_path: Path) -> Iterator[Twins]:
    """A chain of this test alone."""
    with twins(tmp_path / "ledger") as built:
        yield built


def calculated(it: Twins, beside: Beside | None = None) -> str:
    """A new calculation, whose closure states something else beside it if that is given."""
    with pytest.MonkeyPatch.context() as patched:
        if beside is not None:
            patched.setattr(marking, "beside_now", lambda *_: beside)
        return it.world.submit(it.chain.calculation(), it.chain.plant.working).id


def test_a_true_closure(own: Twins) -> None:
    """Nothing is found, also after a delivery was corrected, which changes what was left."""
    calculated(own)
    again = {"amount": "70", "supersedes": replacing(own.chain.shipped)}
    own.world.deliver(own.chain.mine, own.chain.mined, own.chain.plant, **again)
    calculated(own)
    assert found_in(own.world) == set()


@pytest.mark.parametrize("hidden", ["left", "twins", "amount"])
def test_an_operator_that_hides_what_is_beside_a_figure(own: Twins, hidden: str) -> None:
    """A delivery that nothing draws, an entry of the same goods, or a part of an amount."""
    with own.world.ledger.view() as view:
        bound = closure_of(view, own.ids["calculation"])
    assert bound is not None
    closure = bound.beside
    assert closure is not None
    assert closure.twins
    row, *others = closure.left
    less = LeftGoods(delivery=row.delivery, amount="0.001")
    false = {
        "left": closure.model_copy(update={"left": tuple(others)}),
        "twins": closure.model_copy(update={"twins": ()}),
        "amount": closure.model_copy(update={"left": (less, *others)}),
    }
    wrong = calculated(own, false[hidden])
    assert found_in(own.world) == {("closure.beside", wrong)}


def test_a_closure_that_is_lost(own: Twins) -> None:
    """The leaf binds a document that the database does not have."""
    with own.world.ledger.view() as view:
        bound = closure_of(view, own.ids["calculation"])
    assert bound is not None
    edit(own.world, "DELETE FROM document WHERE digest = ?", salted_digest(bound))
    assert ("closure.missing", own.ids["calculation"]) in found_in(own.world)
