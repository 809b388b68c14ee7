"""Objections and answers on a real ledger."""

from support.ledger_world import ORIGIN, Party, World

from ledger.state.drafting import Draft
from schemas.signed.objection import Answer, Ground, Objection


def objection(world: World, by: Party, subject: str, **parts: object) -> Draft:
    """The draft of an objection."""
    fields = {
        "origin": ORIGIN,
        "issuer": by.id,
        "subject": subject,
        "ground": Ground.AMOUNT,
        "reason": "More was used than is stated",
        "answer_by": "2026-03-01",
        "nonce": world.fresh(),
    }
    return Draft(Objection.model_validate({**fields, **parts}))


def answer(world: World, by: Party, to: str, **parts: object) -> Draft:
    """The draft of an answer."""
    fields = {
        "origin": ORIGIN,
        "issuer": by.id,
        "objection": to,
        "outcome": "rejects",
        "reason": "The meter was read by a third party",
        "nonce": world.fresh(),
    }
    return Draft(Answer.model_validate({**fields, **parts}))
