"""Processes that the company has to state itself."""

from decimal import Decimal

import pytest
from support.footprints import file_of, pact_3
from support.graph import STUDY, Graph, factors, ident
from support.rows import Row, emitted, imported, inventory, made, taken, used, wasted

from ledger.footprint.battery.company_specific import company_faults, missing_processes
from ledger.footprint.graph.numbers import format_rounded
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.graph.terms import Term
from ledger.rulebooks.catalog import load_rulebook
from schemas.vocabulary import DataBasis, ProcessCode

DRAFT = load_rulebook("eu-ev-draft-2024")
LISTED = tuple(row.process for row in DRAFT.company_specific)
SETS = (factors({"test:lime": "2"}), factors({"test:slag": "1"}, direction="treatment"))
GUESSED = {"known": "estimated"}


def chain(*rows: Row, process: str = "main_production.cell", **header: object) -> Graph:
    """A mine, and a plant that uses its ore and has these rows."""
    made_of = Graph(SETS)
    made_of.enter("mine", inventory(made("mine", "100"), inputs=[used("test:lime", "50")]))
    made_of.deliver("ore", "mine", "plant", "20")
    listed = inventory(made("plant", "10"), inputs=[taken("ore", "20"), *rows])
    made_of.enter("plant", listed, process=ProcessCode(process), **header)
    return made_of


def told(made_of: Graph, code: str) -> list[Observation]:
    """The findings under one code, under the draft."""
    found = list(company_faults(made_of.context("plant", rulebook=DRAFT)))
    assert all(row.effect is None for row in found)
    return [row for row in found if row.code == code]


def test_all_missing_processes_are_one_fault_on_the_product() -> None:
    """The cell is present, the other seven are not; the battery as delivered is named."""
    made_of = chain(model="urn:test:model")
    made_of.enter("recycler", inventory(made("recycler", "1")))
    found = list(company_faults(made_of.context("plant", "recycler", rulebook=DRAFT)))
    (missing,) = [row for row in found if row.code == "company_specific.missing"]
    assert missing.subject == ident("plant")
    assert missing.detail.count(",") == 6
    assert "main_production.pack" in missing.detail
    assert "main_production.cell" not in missing.detail


def test_without_a_battery_the_last_customer_is_named() -> None:
    """A graph that ends at a cell has no model."""
    (missing,) = told(chain(), "company_specific.missing")
    assert missing.subject == ident("plant")


def test_nothing_is_missing_where_nothing_is_demanded_or_everything_is_there() -> None:
    """The study rulebook has no list; and a graph with each process of the draft's list is complete."""
    assert missing_processes(chain().resolve("plant"), STUDY) == ()
    whole = Graph()
    for process in LISTED:
        whole.enter(process.value, inventory(made(process.value, "1")), process=process)
    names = [process.value for process in LISTED]
    assert missing_processes(whole.resolve(*names), DRAFT) == ()
    assert list(company_faults(whole.context(*names, rulebook=DRAFT))) == []


def test_a_graph_of_nothing_lacks_nothing() -> None:
    """An empty graph has no entry to report."""
    assert list(company_faults(Graph().context(rulebook=DRAFT))) == []


def test_the_share_that_is_estimated() -> None:
    """20 kg of ore at 1, 10 of lime at 2, 5 of slag at 1, a kg of gas at 5: of 50 kg the lime was estimated."""
    made_of = chain(used("test:lime", "10", **GUESSED))
    listed = inventory(
        made("plant", "10"),
        inputs=[taken("ore", "20"), used("test:lime", "10", **GUESSED)],
        wastes=[wasted("test:slag", "5")],
        emissions=[emitted("co2", "5")],
    )
    made_of.enter("plant", listed, process=ProcessCode.CELL)
    (found,) = told(made_of, "company_specific.secondary")
    detail = (
        "main_production.cell states estimated amounts: 40 % of the value of its rows, "
        "and the rulebook requires the company's own data"
    )
    assert (found.subject, found.detail) == (ident("plant"), detail)


def test_what_cannot_be_valued_has_no_share() -> None:
    """The row, the gas and the delivery have no value: 0 %, and still a fault."""
    made_of = Graph()
    made_of.enter("mine", inventory(made("mine", "1"), inputs=[used("test:lime", "1")]))
    made_of.deliver("ore", "mine", "plant", "1")
    rows = [taken("ore", "1"), used("test:lime", "1", **GUESSED)]
    gases = [emitted("ch4", "1", "uptake") | {"gas": "co2", "origin": "land_use_uptake"}]
    listed = inventory(made("plant", "1"), inputs=rows, emissions=gases)
    made_of.enter("plant", listed, process=ProcessCode.CELL)
    (found,) = told(made_of, "company_specific.secondary")
    assert " 0 % " in found.detail


def test_an_imported_figure_is_weighed_by_what_its_file_says() -> None:
    """20 kg of ore and 20 of lime, estimated, beside the values of a file; a file without a figure has no weight."""
    whole, broken = (
        file_of(pact_3()),
        file_of(pact_3(declaredUnitAmount="0." + "0" * 29 + "1", fossilGhgEmissions="20")),
    )
    weight = sum(term.value for term in figured(imported(whole, amount="6")))
    for file, percent in ((whole, 2000 / (40 + weight)), (broken, 50)):
        made_of = chain(used("test:lime", "10", **GUESSED), imported(file, amount="6"))
        found, _ = told(made_of, "company_specific.secondary")
        assert f" {format_rounded(Decimal(percent))} % " in found.detail


def test_a_row_that_does_not_say_how_it_is_known_is_no_own_data() -> None:
    """20 kg of ore, weighed, beside 20 of lime whose row is silent: half of the value is not stated."""
    silent = used("test:lime", "10")
    made_of = chain({key: value for key, value in silent.items() if key != "known"})
    (found,) = told(made_of, "company_specific.secondary")
    detail = (
        "main_production.cell does not state how it knows amounts: 50 % of the value of its rows, "
        "and the rulebook requires the company's own data"
    )
    assert (found.subject, found.detail) == (ident("plant"), detail)


def figured(row: Row) -> tuple[Term, ...]:
    """The terms of one row."""
    made_of = Graph(SETS)
    made_of.enter("alone", inventory(made("alone", "1"), inputs=[row]))
    return made_of.figures("alone", rulebook=DRAFT).entries[ident("alone")].terms


def test_what_a_customer_reports_is_not_own_data() -> None:
    """The basis decides, for any rows."""
    (found,) = told(chain(basis=DataBasis.REPORTED_BY_CUSTOMER), "company_specific.secondary")
    assert "is reported by a customer" in found.detail


@pytest.mark.parametrize("process", ["raw_material.refining", "main_production.unspecified"])
def test_other_processes_may_estimate(process: str) -> None:
    """Only listed processes must have own data."""
    made_of = chain(used("test:lime", "1", **GUESSED), process=process)
    assert told(made_of, "company_specific.secondary") == []
