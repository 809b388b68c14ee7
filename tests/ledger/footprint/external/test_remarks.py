"""Findings on imported files, and their effect in kg CO2e over the entry's period."""

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest
from support.footprints import Json, battery_component, catena_x, file_of, mixed_pact_3, pact_3
from support.graph import STUDY, Graph, ident
from support.rows import imported, inventory, made

from ledger.footprint.external.remarks import external_faults
from ledger.trust.leaves import digest
from schemas.signed.rulebook import Rulebook


def remarks(
    content: Json,
    *,
    rulebook: Rulebook = STUDY,
    process: str = "main_production.pack",
    files: Mapping[str, bytes] | None = None,
    **members: object,
) -> list[tuple[str, Decimal | None]]:
    """Code and effect of the findings in an entry that uses 100 units from a file."""
    data, chain = file_of(content), Graph()
    rows = [imported(data, amount="100", **members)]
    chain.enter("plant", inventory(made("plant", "10"), inputs=rows), process=process)
    chain.enter("other", None)
    known = {digest(data): data} if files is None else files
    found = list(external_faults(chain.resolve("plant", "other"), rulebook, known))
    assert all(row.subject == ident("plant") for row in found)
    assert not any(row.detail.endswith(".") for row in found)
    return [(row.code, row.effect) for row in found]


def test_a_sound_file_has_no_remark() -> None:
    """Totals that add up, the rulebook's IPCC report, goods to the gate: no remark."""
    assert remarks(pact_3()) == []


@pytest.mark.parametrize(
    ("stated", "effect"), [("2.5", Decimal("-12.5")), ("1.5", Decimal("12.5"))]
)
def test_a_total_that_does_not_add_up(stated: str, effect: Decimal) -> None:
    """The difference of the parts from the stated total is missing in the figure, over the whole amount used."""
    found = remarks(pact_3(pcfExcludingBiogenicUptake=stated, pcfIncludingBiogenicUptake=stated))
    assert found == [("external.sum", effect)]


def test_a_second_total_that_does_not_follow_from_the_first() -> None:
    """Beside uptake, which does not count here, the second total has no effect of its own."""
    assert remarks(pact_3(pcfIncludingBiogenicUptake="1")) == [("external.sum", None)]


@pytest.mark.parametrize("used", [["AR5"], ["AR5", "AR6"]])
def test_another_ipcc_report(used: list[str]) -> None:
    """EF 3.1 uses AR6; a figure by another report, or by two, is a finding."""
    assert remarks(pact_3(ipccCharacterizationFactors=used)) == [("external.method", None)]


def test_a_method_whose_report_is_not_known_is_not_compared() -> None:
    """An unknown report gives no finding."""
    method = STUDY.characterization.model_copy(update={"method": "own"})
    rulebook = STUDY.model_copy(update={"characterization": method})
    assert remarks(pact_3(ipccCharacterizationFactors=["AR5"]), rulebook=rulebook) == []


def test_parts_that_do_not_count() -> None:
    """Uptake, removals and capture are reported once, without an effect: the rulebook excludes them."""
    assert remarks(mixed_pact_3()) == [("external.not_counted", None)]


def test_the_end_of_life_of_a_part() -> None:
    """The end of life of a part is counted by the battery's end of life too."""
    assert remarks(battery_component()) == [("external.boundary", Decimal(50))]
    assert remarks(battery_component(4, 2, 1, 0, total=7)) == []
    assert remarks(battery_component(), process="end_of_life.shredding") == []


def test_to_the_grave_without_stages() -> None:
    """A figure beyond the gate without stages has an unknown effect."""
    grave = file_of(catena_x(), (("scopeOfPcfForm", 0, "partialFullPcf"), "Cradle-to-grave"))
    assert remarks(json.loads(grave)) == [
        ("external.not_counted", None),
        ("external.boundary", None),
    ]


@pytest.mark.parametrize("data", [b"no file", b"{}"])
def test_files_that_cannot_be_read_have_no_remark(data: bytes) -> None:
    """Without a readable file there is no comparison."""
    content = pact_3(pcfExcludingBiogenicUptake="9")
    assert remarks(content, files={}) == []
    assert remarks(content, files={digest(file_of(content)): data}) == []
