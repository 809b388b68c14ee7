"""Stated recycled shares compared with the goods used."""

from support.graph import STUDY, Graph
from support.graph_circular import holding, nickel_graph
from support.rows import taken

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.recycled_shares import recycled_content_faults
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")


def faults(it: Graph, rulebook: Rulebook = DRAFT) -> list[Observation]:
    """The findings in the chain of the cell and its salts."""
    context = it.context("cell", "virgin", rulebook=rulebook)
    return list(recycled_content_faults(context))


def test_a_stated_share_is_held_against_what_went_in() -> None:
    """0.5 recycled is stated and a fourth of 90 % was used; a close share, or the mine's own, is accepted."""
    rows = [taken("virgin", "60"), taken("second", "20")]
    for stated, codes in (("0.5", ["recycled_content.differs"]), ("0.22", [])):
        found = faults(nickel_graph(*rows, product=holding("0.4", stated)))
        assert [row.code for row in found] == codes
    (fault,) = faults(nickel_graph(*rows, product=holding("0.4", "0.5")))
    assert "0.225" in fault.detail
    unbalanced = STUDY.model_copy(update={"balances": None})
    assert faults(nickel_graph(*rows, product=holding("0.4", "0.5")), unbalanced) == []


def test_what_is_unknown_is_no_fault() -> None:
    """A withheld inventory, or a line without mass, has no share to compare a statement with."""
    it = nickel_graph(product=holding("0.3", "0.5", kg=None))
    it.enter("virgin", None)
    assert faults(it) == []
