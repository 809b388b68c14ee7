"""Counted rows are compared per battery: what one side alone counts is boundary, another site supplier."""

from dataclasses import replace

from support.differing import Recipe, names_of, parts_by_cause, require_sums

from ledger.documents.difference.document import explain_difference
from schemas.views.difference import Difference

BASE = Recipe()


def explained(before: Recipe, after: Recipe) -> Difference:
    """The difference of two recipes, whose parts sum on every level."""
    found = explain_difference(before.state(), after.state())
    require_sums(found)
    return found


def test_a_role_that_one_side_counts_is_boundary() -> None:
    """End of life added, and end of life left out."""
    without = replace(BASE, treated=None)
    for before, after in ((without, BASE), (BASE, without)):
        found = explained(before, after)
        assert set(parts_by_cause(found)) == {"boundary"}
        assert names_of(found.causes[3]) == ["rows of the calculation", "end of life"]


def test_another_recycler_is_a_supplier() -> None:
    """Both sides count an end of life, at the same mass per battery, by two sites at two burdens."""
    other = replace(BASE, recycler="other-recycler")
    before, after = BASE.state(), other.state()
    work = after.records.entries
    name = next(key for key, row in work.items() if row.entry.site.code == "R-other-recycler")
    inventory = work[name].inventory
    assert inventory is not None
    dearer = inventory.model_copy(
        update={
            "inputs": tuple(row.model_copy(update={"amount": "250"}) for row in inventory.inputs)
        }
    )
    records = replace(after.records, entries={**work, name: work[name]._replace(inventory=dearer)})
    found = explain_difference(before, replace(after, records=records))
    require_sums(found)
    assert set(parts_by_cause(found)) == {"supplier"}
    row = found.causes[4].parts[0].parts[0]
    assert (row.before, row.after) == (
        "50.0000 kg of R-recycler per battery",
        "50.0000 kg of R-other-recycler per battery",
    )


def test_fewer_batteries_of_the_same_rows_are_heavier_ones() -> None:
    """Half the batteries from the same rows: each counts twice the kg, which is an amount per battery."""
    fewer = replace(BASE, batteries=2)
    found = explained(BASE, fewer)
    assert "boundary" not in parts_by_cause(found)
    assert set(parts_by_cause(found)) == {"amount"}
