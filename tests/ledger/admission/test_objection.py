"""Objections on a ledger: one open objection an issuer and subject, answered once by whom it is against."""

import pytest
from support.ledger_battery import BatteryChain, power
from support.ledger_objections import answer, objection
from support.ledger_world import Party, made, replacing

from ledger.append.submit import submit_many
from ledger.state.drafting import Draft, sign_draft
from schemas.signed.log import Receipt
from schemas.signed.objection import Ground
from schemas.vocabulary import Role

NOWHERE = "sha256:" + "00" * 32


def refuses(chain: BatteryChain, draft: Draft, by: Party, code: str, place: str) -> None:
    """Assert that a draft, signed by a party, is refused."""
    chain.world.refuses(sign_draft(draft, [by.working]), code, place)


def contest(chain: BatteryChain, by: Party, subject: str, **parts: object) -> str:
    """Submit an objection; return its id."""
    return chain.world.submit(objection(chain.world, by, subject, **parts), by.working).id


def reply(chain: BatteryChain, by: Party, to: str, **parts: object) -> str:
    """Submit an answer; return its id."""
    return chain.world.submit(answer(chain.world, by, to, **parts), by.working).id


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.WITNESS}))
def test_every_role_but_a_witness_objects(chain: BatteryChain, role: Role) -> None:
    """A registered participant contests the statement of another, whatever its role."""
    assert contest(chain, chain.world.register("other", role), chain.mined)


def test_a_witness_does_not_object(chain: BatteryChain) -> None:
    """A witness signs checkpoints and states nothing."""
    witness = chain.world.register("witness", Role.WITNESS)
    refuses(chain, objection(chain.world, witness, chain.mined), witness, "issuer.role", "issuer")


def test_statements_that_can_be_contested(chain: BatteryChain) -> None:
    """Entries, deliveries, calculations, attestations and declarations are contested, by their ids."""
    plant, auditor = chain.plant, chain.auditor
    calculation = chain.world.submit(chain.calculation(), plant.working).id
    word = chain.world.submit(chain.attestation(calculation), auditor.working).id
    declared = chain.world.submit(chain.declaration(calculation, word), plant.working).id
    for subject in (chain.mined, chain.shipped, calculation, word, declared):
        assert contest(chain, chain.recycler, subject)


def test_objection_to_nothing(chain: BatteryChain) -> None:
    """An unknown id, a registration, and a statement of another kind are not contested."""
    first = contest(chain, chain.plant, chain.mined)
    for subject, code in (
        (NOWHERE, "objection.unknown"),
        (chain.mine.id, "objection.unknown"),
        (first, "objection.subject"),
    ):
        draft = objection(chain.world, chain.recycler, subject)
        refuses(chain, draft, chain.recycler, code, "subject")


def test_an_issuer_cannot_contest_itself_and_look_cleared(chain: BatteryChain) -> None:
    """A declarer gets no objection of its own that it could then reject."""
    draft = objection(chain.world, chain.mine, chain.mined)
    refuses(chain, draft, chain.mine, "objection.own", "issuer")


def test_a_row_is_one_of_an_entry(chain: BatteryChain) -> None:
    """A delivery has no rows, and whether an entry has the row is not disclosed."""
    draft = objection(chain.world, chain.plant, chain.shipped, row="inputs/0")
    refuses(chain, draft, chain.plant, "objection.row", "row")
    assert contest(chain, chain.plant, chain.mined, row="inputs/77")


def test_objection_to_a_replaced_version(chain: BatteryChain) -> None:
    """Only a live statement is contested; the refusal does not name the version that counts."""
    new = chain.world.enter(
        chain.mine, [made(chain.mine)], supersedes=replacing(chain.mined), inputs=[power("90")]
    )
    sent = sign_draft(objection(chain.world, chain.plant, chain.mined), [chain.plant.working])
    (refusal,) = submit_many(chain.world.ledger, [sent])
    assert not isinstance(refusal, Receipt)
    assert (refusal.code, refusal.place) == ("objection.replaced", "subject")
    assert new not in refusal.detail
    assert contest(chain, chain.plant, new)


def test_a_second_open_objection_floods(chain: BatteryChain) -> None:
    """One firm cannot bury a supplier under objections to one statement, on whatever ground."""
    contest(chain, chain.plant, chain.mined)
    draft = objection(chain.world, chain.plant, chain.mined, ground=Ground.ORIGIN, row="inputs/0")
    refuses(chain, draft, chain.plant, "objection.duplicate", "subject")
    assert contest(chain, chain.recycler, chain.mined)
    assert contest(chain, chain.plant, chain.shipped)


def test_two_objections_in_one_batch_flood(chain: BatteryChain) -> None:
    """A batch does not slip a second open objection in."""
    drafts = [objection(chain.world, chain.plant, chain.mined) for _ in range(2)]
    sent = [sign_draft(draft, [chain.plant.working]) for draft in drafts]
    first, second = submit_many(chain.world.ledger, sent)
    assert isinstance(first, Receipt)
    assert not isinstance(second, Receipt)
    assert second.code == "objection.duplicate"


def test_an_answer_or_a_withdrawal_closes_an_objection(chain: BatteryChain) -> None:
    """After either the same firm may object again."""
    reply(chain, chain.mine, contest(chain, chain.plant, chain.mined))
    chain.world.withdraw(chain.plant, contest(chain, chain.plant, chain.mined))
    assert contest(chain, chain.plant, chain.mined)


def test_only_the_contested_issuer_answers(chain: BatteryChain) -> None:
    """Nobody answers in the name of another: not the objector, not the operator's other firms."""
    first = contest(chain, chain.plant, chain.mined)
    for other in (chain.plant, chain.recycler):
        refuses(chain, answer(chain.world, other, first), other, "answer.issuer", "issuer")
    assert reply(chain, chain.mine, first, outcome="accepts")


def test_an_objection_has_one_answer(chain: BatteryChain) -> None:
    """An issuer that rejected cannot accept later, or the other way round, when that suits it."""
    first = contest(chain, chain.plant, chain.mined)
    reply(chain, chain.mine, first)
    draft = answer(chain.world, chain.mine, first, outcome="accepts")
    refuses(chain, draft, chain.mine, "answer.duplicate", "objection")


def test_answer_to_nothing(chain: BatteryChain) -> None:
    """An answer is to an objection that was not withdrawn."""
    for name in (NOWHERE, chain.mined):
        draft = answer(chain.world, chain.mine, name)
        refuses(chain, draft, chain.mine, "answer.objection", "objection")
    first = contest(chain, chain.plant, chain.mined)
    chain.world.withdraw(chain.plant, first)
    refuses(
        chain, answer(chain.world, chain.mine, first), chain.mine, "answer.withdrawn", "objection"
    )


def test_a_version_that_is_replaced_is_answered_all_the_same(chain: BatteryChain) -> None:
    """A correction does not take away the right, or the need, to answer."""
    first = contest(chain, chain.plant, chain.mined)
    again = {"supersedes": replacing(chain.mined), "inputs": [power("90")]}
    chain.world.enter(chain.mine, [made(chain.mine)], **again)
    assert reply(chain, chain.mine, first, outcome="accepts")


def test_only_the_objector_withdraws_its_objection(chain: BatteryChain) -> None:
    """The contested issuer cannot withdraw an objection to its statement; an auditor withdraws its own."""
    first = contest(chain, chain.auditor, chain.mined)
    draft = chain.world.withdrawal(chain.mine, first)
    refuses(chain, draft, chain.mine, "withdrawal.issuer", "withdraws")
    assert chain.world.withdraw(chain.auditor, first)


def test_an_objection_changes_no_figure(chain: BatteryChain) -> None:
    """A calculation after an objection states the figure that it stated before."""
    before = chain.calculation().statement
    contest(chain, chain.recycler, chain.mined, claimed_kg="100000")
    assert chain.calculation().statement.total == before.total
