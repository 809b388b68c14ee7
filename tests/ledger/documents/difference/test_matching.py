"""A site is found again by lineage, by issuer, or by its code, process and product."""

from dataclasses import replace

from support.differing import Recipe
from support.graph import ident
from support.rows import inventory, made

from ledger.documents.difference.matching import match_sites
from ledger.documents.difference.state import FigureState, compute

BASE = Recipe()


def pairs(before: FigureState, after: FigureState) -> dict[str, str]:
    """The pairs of two states."""
    return dict(match_sites(before, compute(before), after, compute(after)))


def test_a_newer_version_is_the_same_site() -> None:
    """The recycler corrected its entry; the plant's delivery still names the old one."""
    before = BASE.state()
    graph = BASE.graph()
    graph.enter(
        "newer",
        inventory(made("recycler", "900")),
        process="end_of_life.shredding",
        site={"code": "R2", "country": "DE"},
    )
    graph.change("superseded", "recycler", "newer")
    after = replace(before, records=graph.records())
    assert pairs(before, after)[ident("recycler")] == ident("newer")
    assert pairs(after, before)[ident("newer")] == ident("recycler")


def test_a_plant_of_another_ledger_is_found_by_its_code() -> None:
    """The participant has another id there, and the code, process and product are the same."""
    there = replace(BASE, plant="plant there").state()
    assert pairs(BASE.state(), there)[ident("plant")] == ident("plant there")


def test_another_code_is_another_site() -> None:
    """Nothing says that they are one."""
    moved = replace(BASE, plant="plant there", site="P9").state()
    assert ident("plant") not in pairs(BASE.state(), moved)
