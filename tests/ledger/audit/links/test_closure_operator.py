"""A closure against the operator, who assigns numbers and tags: what it shows contradicts its lies."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.ledger_twins import Twins, twins
from support.ledger_world import made, replacing
from support.verdicts import found

from ledger.append import marking
from ledger.append.marking import Marking
from ledger.audit.bundle.files import CLOSURE
from ledger.store.marks import MarkState
from ledger.trust.canonical import canonical
from ledger.trust.leaves import NOTHING_BOUND
from ledger.trust.marks import MarkedGoods, marked_delivery
from schemas.signed.closure import MarkCount
from schemas.values import Period
from schemas.views.report import Report


@pytest.fixture(name="own")
def own_twins(tmp_path: Path) -> Iterator[Twins]:
    """A chain of this test alone."""
    with twins(tmp_path / "ledger") as built:
        yield built


def shipped_again(it: Twins) -> str:
    """Submit a new version of the delivery that counts; return its id."""
    again = {"amount": "60", "supersedes": replacing(it.chain.shipped)}
    return it.world.deliver(it.chain.mine, it.chain.mined, it.chain.plant, **again)


def calculated(it: Twins) -> Report:
    """The report on a new calculation."""
    calculation = it.world.submit(it.chain.calculation(), it.chain.plant.working).id
    return it.judge(it.files(calculation))


def test_a_leaf_without_marks(own: Twins) -> None:
    """A delivery of a counted firm that has no number: the closure does not count what it should."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Marking, "commitments", lambda *_: NOTHING_BOUND)
        hidden = shipped_again(own)
    assert ("closure.count", hidden) in found(calculated(own))


def test_other_tags(own: Twins) -> None:
    """The operator gives a delivery tags of goods that it does not deliver, so that its entry has no twin."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marking, "tags", lambda _, keys: tuple(f"{len(key):032}" for key in keys))
        sent = shipped_again(own)
    assert ("closure.mark", sent) in found(calculated(own))


@pytest.mark.parametrize(
    "alter",
    [
        lambda it, rows: (rows[0]._replace(participant=it.chain.recycler.id), rows[1]),
        lambda _, rows: (
            rows[0]._replace(period=Period(start="2020-01-01", end="2021-01-01")),
            rows[1],
        ),
        lambda _, rows: (rows[0]._replace(keys=(*rows[0].keys, b"{}")), rows[1]),
        lambda _, rows: (rows[1], rows[0]),
        lambda _, rows: rows[:1],
    ],
    ids=["participant", "period", "goods", "roles", "number"],
)
def test_marks_that_do_not_describe_their_statement(
    own: Twins, alter: Callable[[Twins, tuple[MarkedGoods, ...]], tuple[MarkedGoods, ...]]
) -> None:
    """Whose, in which role, of when, and how many: the statement and its leaf say so themselves."""
    with pytest.MonkeyPatch.context() as patched:
        told = marked_delivery
        patched.setattr(marking, "marked_delivery", lambda *of: alter(own, told(*of)))
        sent = shipped_again(own)
    assert ("closure.mark", sent) in found(calculated(own))


def test_numbers_that_go_backwards(own: Twins) -> None:
    """A number that was kept free for a later leaf."""
    known = 9
    for number in (known + 1, known):
        with pytest.MonkeyPatch.context() as patched:
            states = marking.mark_states
            patched.setattr(
                marking,
                "mark_states",
                lambda *of, number=number, states=states: {
                    name: state._replace(issued=number) if name == own.chain.mine.id else state
                    for name, state in states(*of).items()
                },
            )
            own.world.enter(own.chain.mine, [made(own.chain.mine, product=f"urn:test:{number}")])
    assert ("closure.gap", CLOSURE) in found(calculated(own))


@pytest.mark.parametrize("by", [-1, 1])
def test_a_closure_that_counts_otherwise(own: Twins, by: int) -> None:
    """A count that leaves the last mark out, or one that a later leaf makes true."""

    def count(name: str, state: MarkState) -> MarkCount:
        return MarkCount(participant=name, issued=state.issued + by, received=state.received)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marking, "_count", count)
        calculation = own.world.submit(own.chain.calculation(), own.chain.plant.working).id
    assert "closure.count" in {code for code, _ in found(own.judge(own.files(calculation)))}
    for party in (own.chain.mine, own.chain.recycler, own.chain.plant):
        own.world.enter(party, [made(party, product="urn:test:later")])
    assert "closure.count" in {code for code, _ in found(own.judge(own.files(calculation)))}


@pytest.mark.parametrize("by", [set(), {"recycler", "mine", "plant", "auditor"}])
def test_a_closure_of_other_firms(own: Twins, by: set[str]) -> None:
    """A closure leaves firms out, and with them all that they made, or counts a firm that made nothing."""
    firms = frozenset(getattr(own.chain, name).id for name in by)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marking, "firms_behind", lambda _: firms)
        calculation = own.world.submit(own.chain.calculation(), own.chain.plant.working).id
    files = own.files(calculation)
    assert ("closure.count", CLOSURE) in found(own.judge(files))
    document = json.loads(files[CLOSURE])
    document["marks"] = json.loads(own.files()[CLOSURE])["marks"]
    assert ("closure.count", CLOSURE) in found(own.judge({**files, CLOSURE: canonical(document)}))
