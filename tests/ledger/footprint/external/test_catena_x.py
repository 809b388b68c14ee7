"""Catena-X footprints: the parts of three stages added up, within the boundary of the file."""

import pytest
from support.footprints import Place, catena_x, file_of
from support.refusal import refused

from ledger.footprint.external.formats import parse_external

STAGES: Place = ("productLifeCycleStagesAndEmissions", 0)


def test_a_footprint() -> None:
    """Air freight is fossil, packaging within the boundary counts, distribution outside it does not."""
    figure = parse_external(file_of(catena_x()))
    assert {row.part.value: row.value for row in figure.values} == {
        "fossil": "2.25",
        "uptake": "-1",
    }
    assert all(row.stage is None for row in figure.values)
    assert (figure.unit, figure.declared_amount, figure.mass) == ("piece", "2", "3.5")
    assert (figure.id, figure.company, figure.methods) == ("a-1", "Parts Example", ("AR6",))
    assert (figure.valid.start, figure.valid.end) == ("2024-01-01", "2027-01-01")
    assert (figure.primary_share, figure.ratings) == ("56.12", (("technologicalDQR", "2"),))
    assert [row.stated == row.summed for row in figure.sums] == [True] * 3


def test_a_stage_within_the_boundary_counts() -> None:
    """A distribution that the file includes adds its parts and its own totals."""
    stage = (*STAGES, "distributionStage", 0)
    included = ((*stage, "distributionStageIncluded"), True)
    figure = parse_external(file_of(catena_x(), included))
    assert {row.part.value: row.value for row in figure.values}["fossil"] == "11.25"
    without = ((*STAGES, "packagingStage"), ...)
    assert parse_external(file_of(catena_x(), without)).values[0].value == "2"


def test_a_stage_without_fossil_emissions_is_not_split() -> None:
    """The rest of its total is of no group; without a rest, or a total, there is none."""
    production = (*STAGES, "productionStage", 0)
    unsplit = ((*production, "fossilGhgEmissions"), ...)
    figure = parse_external(file_of(catena_x(), unsplit))
    rest = {row.part.value: row.value for row in figure.values}
    assert "unspecified" in rest
    assert all(row.stated == row.summed for row in figure.sums)
    none = ((*production, "pcfExcludingBiogenicUptake"), 0)
    values = parse_external(file_of(catena_x(), unsplit, none)).values
    assert "unspecified" not in {row.part.value for row in values}


def test_to_the_grave() -> None:
    """The file states its boundary."""
    place: Place = ("scopeOfPcfForm", 0, "partialFullPcf")
    assert parse_external(file_of(catena_x(), (place, "Cradle-to-grave"))).boundary == (
        "cradle_to_grave"
    )


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (
            ("scopeOfPcfForm", 0, "specVersion"),
            "urn:io.catenax.pcf:datamodel:version:8.0.0",
            "format",
        ),
        (("scopeOfPcfForm", 0, "partialFullPcf"), "Gate-to-gate", "field"),
        ((*STAGES, "productionStage", 0, "fossilGhgEmissions"), "1.5", "field"),
        ((*STAGES, "productionStage", 0, "fossilGhgEmissions"), -1, "range"),
        ((*STAGES, "productionStage", 0, "pcfExcludingBiogenicUptake"), ..., "field"),
        ((*STAGES, "productionStage"), [], "field"),
        ((*STAGES, "packagingStage", 0, "packagingEmissionsIncluded"), ..., "field"),
    ],
)
def test_what_is_refused(place: Place, value: object, code: str) -> None:
    """Another version, numbers as strings, wrong signs and missing nodes are refused."""
    with refused(f"external.{code}"):
        parse_external(file_of(catena_x(), (place, value)))
