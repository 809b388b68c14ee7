"""What a careful reader finds in imported files, and what it is worth in kg CO2e over the entry's period."""

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest
from support.chains import STUDY, Chain, ident
from support.footprints import Json, battery_component, catena_x, file_of, mixed_pact_3, pact_3
from support.rows import imported, inventory, made

from ledger.footprint.external.remarks import external_faults
from ledger.trust.leaves import digest
from schemas.rulebook import Rulebook


def remarks(
    content: Json,
    *,
    rulebook: Rulebook = STUDY,
    process: str = "main_production.pack",
    files: Mapping[str, bytes] | None = None,
    **members: object,
) -> list[tuple[str, Decimal | None]]:
    """Code and effect of what is found in an entry that takes 100 units from a file."""
    data, chain = file_of(content), Chain()
    rows = [imported(data, amount="100", **members)]
    chain.enter("plant", inventory(made("plant", "10"), inputs=rows), process=process)
    chain.enter("other", None)
    known = {digest(data): data} if files is None else files
    found = list(external_faults(chain.resolve("plant", "other"), rulebook, known))
    assert all(row.subject == ident("plant") for row in found)
    assert not any(row.detail.endswith(".") for row in found)
    return [(row.code, row.effect) for row in found]


def test_a_sound_file_has_no_remark() -> None:
    """Totals that add up, the rulebook's IPCC report, goods to the gate: nothing to say."""
    assert remarks(pact_3()) == []


@pytest.mark.parametrize(
    ("stated", "effect"), [("2.5", Decimal("-12.5")), ("1.5", Decimal("12.5"))]
)
def test_a_total_that_does_not_add_up(stated: str, effect: Decimal) -> None:
    """What the parts lack of the stated total is too little in the figure, over all that is taken in."""
    found = remarks(pact_3(pcfExcludingBiogenicUptake=stated, pcfIncludingBiogenicUptake=stated))
    assert found == [("external.sum", effect)]


def test_a_second_total_that_does_not_follow_from_the_first() -> None:
    """Beside uptake, which nothing counts here, the second total has no effect of its own."""
    assert remarks(pact_3(pcfIncludingBiogenicUptake="1")) == [("external.sum", None)]


@pytest.mark.parametrize("used", [["AR5"], ["AR5", "AR6"]])
def test_another_ipcc_report(used: list[str]) -> None:
    """EF 3.1 goes by AR6; a figure by another report, or by two, is told apart."""
    assert remarks(pact_3(ipccCharacterizationFactors=used)) == [("external.method", None)]


def test_a_method_whose_report_is_not_known_is_not_compared() -> None:
    """Nothing is said of what cannot be told."""
    method = STUDY.characterization.model_copy(update={"method": "own"})
    rulebook = STUDY.model_copy(update={"characterization": method})
    assert remarks(pact_3(ipccCharacterizationFactors=["AR5"]), rulebook=rulebook) == []


def test_parts_that_do_not_count() -> None:
    """Uptake, removals and capture are told once, without an effect: the rulebook wants it so."""
    assert remarks(mixed_pact_3()) == [("external.not_counted", None)]


def test_the_end_of_life_of_a_part() -> None:
    """What a part says of its end of life, the battery's end of life says too."""
    assert remarks(battery_component()) == [("external.boundary", Decimal(50))]
    assert remarks(battery_component(4, 2, 1, 0, total=7)) == []
    assert remarks(battery_component(), process="end_of_life.shredding") == []


def test_to_the_grave_without_stages() -> None:
    """A figure beyond the gate that does not say how far has an effect that nobody can tell."""
    grave = file_of(catena_x(), (("scopeOfPcfForm", 0, "partialFullPcf"), "Cradle-to-grave"))
    assert remarks(json.loads(grave)) == [
        ("external.not_counted", None),
        ("external.boundary", None),
    ]


@pytest.mark.parametrize("data", [b"no file", b"{}"])
def test_files_that_cannot_be_read_are_told_elsewhere(data: bytes) -> None:
    """Without a readable file there is nothing to compare."""
    content = pact_3(pcfExcludingBiogenicUptake="9")
    assert remarks(content, files={}) == []
    assert remarks(content, files={digest(file_of(content)): data}) == []
