"""openEPD declarations: units, signs, methods, validity, scenarios."""

import pytest
from support.footprints import Place
from support.lint_files import found, only, openepd

GWP = ("impacts", "EF 3.1", "gwp")


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ((*GWP, "A1", "unit"), "tCO2e", ("error", "lint.unit")),
        ((*GWP, "A1", "unit"), "kg CO2 eq.", ("warning", "lint.unit")),
        ((*GWP, "A1", "unit"), ..., ("error", "lint.missing")),
        ((*GWP, "A1", "mean"), "7.25", ("error", "lint.type")),
        ((*GWP, "A1", "mean"), 1e300, ("error", "lint.range")),
        ((*GWP, "A1", "rsd"), -0.1, ("error", "lint.sign")),
        (
            ("impacts", "EF 3.1", "gwp-fossil", "A4"),
            {"mean": -1, "unit": "kgCO2e"},
            ("error", "lint.sign"),
        ),
        (("valid_until",), "2024-01-01T00:00:00Z", ("error", "lint.date")),
        (("valid_until",), "2029-13-01", ("error", "lint.date")),
        (("declared_unit", "qty"), 0, ("error", "lint.range")),
        (("declared_unit",), ..., ("error", "lint.missing")),
        (("declaration_url",), "ftp://a.b/c", ("error", "lint.placeholder")),
        (
            (*GWP, "C_scenarios"),
            [{"name": "Landfill", "likelihood": 0.5}],
            ("error", "lint.scenario"),
        ),
        (("kg_per_declared_unit",), {"qty": -1, "unit": "kg"}, ("error", "lint.sign")),
    ],
)
def test_a_member_that_is_wrong(place: Place, value: object, expected: tuple[str, str]) -> None:
    """One fault is one finding."""
    assert [row[:2] for row in found(openepd(), (place, value))] == [expected]


def test_benefits_beyond_the_boundary_may_be_below_zero() -> None:
    """Module D alone has them; the sound file has one of -3.25."""
    assert found(openepd()) == []


def test_a_total_below_zero_needs_its_biogenic_part() -> None:
    """Uptake that is not stated cannot be subtracted."""
    content = openepd()
    content["impacts"] = {"EF 3.1": {"gwp": {"A1A2A3": {"mean": -1.5, "unit": "kgCO2e"}}}}
    row = only(content)
    assert (row.code, row.place) == ("lint.sign", "impacts.EF 3.1.gwp.A1A2A3")
    content["impacts"]["EF 3.1"]["gwp-biogenic"] = {"A1A2A3": {"mean": -3.5, "unit": "kgCO2e"}}
    assert found(content) == []


def test_methods() -> None:
    """An unknown one is a warning; one without a footprint is a remark; none at all is an error."""
    content = openepd()
    content["impacts"]["Unknown LCIA"] = content["impacts"].pop("EF 3.1")
    assert only(content).code == "lint.method"
    content = openepd()
    content["impacts"]["CML 2012"] = {"odp": {"A1A2A3": {"mean": 1, "unit": "kgCFC11e"}}}
    assert found(content) == [("remark", "lint.missing", "impacts.CML 2012.gwp")]
    assert found(openepd(), (("impacts",), {})) == [("error", "lint.missing", "impacts")]


def test_likelihoods_that_are_rounded() -> None:
    """Three times 0.33 is one, by rounding."""
    rows = [{"name": "Landfill", "likelihood": 0.33}] * 3
    assert found(openepd(), ((*GWP, "C_scenarios"), rows)) == []
