"""Rulebooks are exchanged by groups of members, and factors by flow or by grid."""

from support.graph import STUDY, factors, grids

from ledger.documents.difference.method import (
    EVIDENCE,
    FORMULA,
    Factors,
    RuleGroup,
    changed_rules,
    part_words,
    with_rules,
)
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")


def test_all_groups_together_are_the_other_rulebook() -> None:
    """Between any two rulebooks that come with Cradle the groups miss no member and no sentence."""
    books = [load_rulebook(name) for name in rulebook_ids()]
    for before in books:
        for after in books:
            assert with_rules(before, after, changed_rules(before, after)) == after


def test_a_formula_that_both_have_opens_into_its_parts() -> None:
    """Parameters and sentences are parts of their own; a formula that one side lacks is one part."""
    parts = [rule.part for rule in changed_rules(DRAFT, PEF) if rule.group == FORMULA]
    assert "materials" in parts
    assert "recyclability" not in parts
    assert RuleGroup(FORMULA) in changed_rules(STUDY, PEF)


def test_a_demand_for_evidence_is_exchanged_under_the_rulebook_that_has_it() -> None:
    """It comes after all rules, and goes before them; the formula without it is the formula alone."""
    demand = RuleGroup(EVIDENCE, "recyclability")
    for other in (STUDY, DRAFT):
        assert changed_rules(other, PEF)[-1] == demand
        assert changed_rules(PEF, other)[0] == demand
    alone = with_rules(STUDY, PEF, [RuleGroup(FORMULA)]).circular_footprint
    assert alone is not None
    assert PEF.circular_footprint is not None
    assert not alone.follows("recyclability")
    assert alone.model_copy(update={"rules": None}) == PEF.circular_footprint.model_copy(
        update={"rules": None}
    )


def test_one_sentence_is_exchanged_alone() -> None:
    """Every other member of the formula stays as it was."""
    rule = RuleGroup(EVIDENCE, "recyclability")
    formula = with_rules(DRAFT, PEF, [rule]).circular_footprint
    assert formula is not None
    assert [row.rule for row in formula.rules or ()] == ["recyclability"]
    assert formula.materials == (DRAFT.circular_footprint and DRAFT.circular_footprint.materials)
    assert part_words(DRAFT, PEF, "recyclability") == ("not required", "required")


def test_the_mixes_of_a_grid_are_exchanged_together() -> None:
    """The newer mix replaces the older one, which stays under its flow and no longer counts for the grid."""
    sets = Factors((grids({"FI": "0.1", "DE": "0.4"}),), (grids({"FI/average/2024": "0.2"}),))
    assert sets.changed == ("grid DE", "grid FI")
    (merged,) = sets.with_changes(["grid FI"])
    assert {row.flow: row.grid for row in merged.rows} == {
        "grid:DE.average.2025": "DE",
        "grid:FI.average.2025": None,
        "grid:FI.average.2024": "FI",
    }


def test_only_flows_that_a_figure_uses_are_exchanged_alone() -> None:
    """Both flows changed, and one of them values a row."""
    sets = Factors((factors({"t:a": "1", "t:b": "1"}),), (factors({"t:a": "2", "t:b": "2"}),))
    assert sets.used({"t:b"}) == ("t:b kg product",)
    assert sets.values("t:b kg product") == ("1", "2")
