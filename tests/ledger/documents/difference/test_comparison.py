"""One battery under several rulebooks: figures side by side, refusals with reasons, and why they differ."""

from dataclasses import replace
from decimal import Decimal

from support.differing import Recipe, parts_by_cause, require_sums
from support.graph import STUDY
from support.refusal import refused
from support.terminal import lines_of

from ledger.documents.difference.comparison import all_rulebooks, compare_rulebooks
from ledger.documents.difference.layout import layout_comparison
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids

PEF = load_rulebook("pef-2021").model_copy(
    update={"version": "other", "electricity": None, "required_stages": ()}
)
HALF = STUDY.model_copy(
    update={
        "id": "half",
        "functional_units": (
            STUDY.functional_units[0].model_copy(
                update={"service_life": "one_cycle", "cycles_per_year": ()}
            ),
        ),
    }
)
BOOK = STUDY.model_copy(update={"version": "other", "required_stages": (), "required_roles": ()})


def test_the_first_rulebook_is_compared_with_each_other() -> None:
    """Two differences of three figures; each explains itself by rules alone."""
    state = replace(Recipe(), rulebook=BOOK).state()
    half = HALF.model_copy(update={"required_stages": (), "required_roles": ()})
    found = compare_rulebooks(state, [BOOK, half, PEF])
    assert [row.rulebook for row in found.figures] == [BOOK.id, "half", PEF.id]
    assert len(found.differences) == 2
    for one in found.differences:
        require_sums(one)
        assert set(parts_by_cause(one)) <= {"rulebook"}


def test_a_functional_unit_is_a_cause_of_its_own() -> None:
    """Per kWh of capacity the same kilograms are 480 times the figure, and the unit is said to differ."""
    state = replace(Recipe(), rulebook=BOOK).state()
    half = HALF.model_copy(update={"required_stages": (), "required_roles": ()})
    found = compare_rulebooks(state, [BOOK, half])
    (one,) = found.differences
    (group,) = (part.name for part in one.causes[0].parts)
    assert group == "functional unit"
    ratio = Decimal(one.after.total) / Decimal(one.before.total)
    assert abs(ratio - 480) < Decimal("1e-9")
    assert one.remarks == (
        "The units differ: kg CO2e per kWh of total energy and per kWh of capacity.",
    )


def test_a_rulebook_without_a_figure_is_named_with_its_reason() -> None:
    """The rules of a calculation hold under each rulebook, and the text names the one that is broken."""
    gate = load_rulebook("study-cradle-to-gate-1")
    unknown = load_rulebook("jrc-cfb-lmt")
    state = replace(Recipe(), rulebook=BOOK).state()
    found = compare_rulebooks(state, [BOOK, gate, unknown])
    codes = [(row.rulebook, row.code) for row in found.refusals]
    assert codes == [
        ("study-cradle-to-gate-1", "composition.boundary"),
        ("jrc-cfb-lmt", "rulebook.unknown_parts"),
    ]
    lines = lines_of(layout_comparison(found))
    assert any(line.startswith("- no figure under study-cradle-to-gate-1: ") for line in lines)


def test_no_figure_at_all_is_refused() -> None:
    """The refusal has the reason of every rulebook."""
    state = replace(Recipe(), rulebook=BOOK).state()
    with refused("comparison.no_figure"):
        compare_rulebooks(state, [load_rulebook("jrc-cfb-lmt")])


def test_all_rulebooks_begin_with_the_own_one() -> None:
    """Every rulebook that comes with Cradle is tried once, after the calculation's own."""
    listed = all_rulebooks(replace(Recipe(), rulebook=STUDY).state())
    assert listed[0] == STUDY
    assert sorted(one.id for one in listed) == sorted(rulebook_ids())
