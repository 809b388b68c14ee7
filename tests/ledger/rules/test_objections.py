"""The rules of objections and answers on statements alone: the one open objection, and the one answer."""

from support.graph import ORIGIN, ident

from ledger.footprint.graph.resolution import Change
from ledger.rules.objections import (
    StatedAnswer,
    StatedObjection,
    replaced_subject_problem,
    second_answer_problem,
    second_objection_problem,
)
from schemas.signed.objection import Answer, Ground, Objection

ENTRY, OTHER = ident("entry"), ident("other")


def objection(by: str = "plant", subject: str = ENTRY) -> Objection:
    """An objection of a firm to an entry."""
    return Objection(
        origin=ORIGIN,
        issuer=ident(by),
        subject=subject,
        ground=Ground.AMOUNT,
        reason="More was used",
        answer_by="2026-03-01",
        nonce="0" * 32,
    )


def answer(to: str) -> Answer:
    """A rejection of an objection."""
    return Answer(
        origin=ORIGIN,
        issuer=ident("mine"),
        objection=ident(to),
        outcome="rejects",
        reason="It was not",
        nonce="0" * 32,
    )


def test_an_open_objection_bars_another_by_the_same_firm_to_the_same_statement() -> None:
    """Not by another firm, not to another statement, and not once it is closed."""
    earlier = [
        StatedObjection(ident("of another"), objection("recycler")),
        StatedObjection(ident("to another"), objection(subject=OTHER)),
        StatedObjection(ident("first"), objection()),
    ]
    assert second_objection_problem("new", objection(), earlier[:2], ()) is None
    assert second_objection_problem("new", objection(), earlier, {ident("first")}) is None
    found = second_objection_problem("new", objection(), earlier, {ident("of another")})
    assert found is not None
    assert (found.code, found.place) == ("objection.duplicate", "subject")
    assert ident("first") in found.detail


def test_an_answer_bars_another_to_the_same_objection_alone() -> None:
    """An answer to another objection is no answer to this one."""
    given = StatedAnswer(ident("given"), answer("first"))
    assert second_answer_problem("new", answer("second"), [given]) is None
    found = second_answer_problem("new", answer("first"), [given])
    assert found is not None
    assert (found.code, found.place) == ("answer.duplicate", "objection")


def test_the_successor_is_not_named() -> None:
    """Who objects to a replaced statement learns that it was replaced, and not by which."""
    found = replaced_subject_problem("new", objection(), Change("withdrawn", OTHER))
    assert found is not None
    assert found.code == "objection.replaced"
    assert OTHER not in found.detail
    assert replaced_subject_problem("new", objection(), None) is None
