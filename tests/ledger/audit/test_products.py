"""The figure of a product, per unit of its line: recomputed, and each false word of it found by both verifiers."""

import pytest
from support import signed_product
from support.bundles import Json
from support.signed_chain import Alter
from support.signed_product import honest, per_piece
from support.verdicts import found, judge, words_of

from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook
from schemas.views.report import Report


def judged(**plan: Alter) -> Report:
    """The report on the chain that a plan changes."""
    chain = signed_product.build(plan)
    return judge(chain.ledger.bundle(), chain.ledger.policy())


def test_a_product_is_verified_per_piece_with_its_conservative_figure() -> None:
    """No battery's word stands in the report: no capacity, warranty or service life, and no such choice."""
    report = judge(honest().ledger.bundle(), honest().ledger.policy())
    assert (report.verdict, report.recomputed_total) == ("verified", honest().total)
    assert report.unit == "piece"
    asserted = {row.name: row.value for row in report.asserted}
    assert (asserted["declared unit"], asserted["amount of the product"]) == (
        "1 piece",
        "100 piece",
    )
    assert not asserted.keys() & {"capacity", "warranty", "category", "number of batteries"}
    assert report.conservative is not None
    assert report.choices is not None
    codes = {row.code for row in report.choices}
    assert not any(code.startswith(("unit.", "physics.charge", "physics.spec")) for code in codes)
    assert "life" not in {row.parameter for row in report.sensitivity or ()}
    assert "kg CO2e per piece" in words_of(report)


def test_an_entry_that_is_left_out_has_its_figure_per_piece() -> None:
    """The trial is excluded: its own figure per piece, and what leaving it out does to the declared one."""
    (row,) = judge(honest().ledger.bundle(), honest().ledger.policy()).left_out or ()
    assert (row.why, row.unit is None, row.kg is None) == ("excluded", False, False)
    assert row.effect_kg is not None


def other(**members: object) -> Alter:
    """Another rulebook: the same with members replaced."""

    def change(_: Rulebook) -> Rulebook:
        return load_rulebook("study-cradle-to-gate-1").model_copy(update=members)

    return change


def restated(row: Json) -> Alter:
    """The composition with its row replaced in part."""
    return lambda composed: {**composed, "rows": [{**composed["rows"][0], **row}]}


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        pytest.param({"asserted": per_piece("99")}, "calculation.declared_unit", id="amount"),
        pytest.param({"asserted": per_piece(unit="kg")}, "composition.product", id="unit"),
        pytest.param(
            {"rulebook": other(declared_unit=None, declarable="no")},
            "functional_unit.declared_unit",
            id="rulebook",
        ),
    ],
)
def test_a_false_word_of_the_unit_contradicts(plan: dict[str, Alter], code: str) -> None:
    """Another amount, another unit than the line's, and a rulebook that computes batteries alone."""
    report = judged(**plan)
    assert report.exit_code == 1
    assert code in {name for name, _ in found(report)}
    assert not any("battery" in row.detail for row in report.findings if row.code == code) or (
        code == "functional_unit.declared_unit"
    )


def test_a_line_that_the_entry_does_not_make_is_no_product() -> None:
    """A by-product beside the packs carries nothing, and cannot be what is calculated."""

    def add(inventory: Json) -> Json:
        scrap = {**inventory["outputs"][0], "line": "rest", "product": "urn:example:rest"}
        scrap = {name: it for name, it in scrap.items() if name != "batteries"}
        return {**inventory, "outputs": [*inventory["outputs"], {**scrap, "role": "by_product"}]}

    plan = {"pack": add, "composition": restated({"line": "rest"})}
    assert "composition.product" in {code for code, _ in found(judged(**plan))}


def test_the_mass_of_packs_is_bounded_by_no_capacity_of_a_product() -> None:
    """Packs per piece state no capacity, so an unstated mass of theirs is a choice without a price."""

    def weightless(product: Json) -> Json:
        (line,) = product["lines"]
        return {"lines": [{name: it for name, it in line.items() if name != "kg_per_unit"}]}

    report = judged(**{"pack product": weightless})
    assert report.verdict == "verified"
    found = [row for row in report.choices or () if row.code == "mass.unstated"]
    assert [row.effect for row in found if "the mass of a piece of" in row.detail] == [None]
