"""Tier by tier: each customer rests on the auditor of the tier before, and the report states the amounts."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from support.ledger_attested import REPRESENTATIVE, Audited, audited
from support.ledger_batches import batch
from support.ledger_tiers import path, stated
from support.ledger_world import replacing
from support.verdicts import found, remarks

from ledger.audit.report.text import format_report
from ledger.rulebooks.catalog import load_rulebook
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import Calculation, Exclusion
from schemas.signed.kinds import section_digests
from schemas.signed.statement import SectionName
from schemas.views.report import Basis, Report
from schemas.vocabulary import Audience

pytestmark = pytest.mark.traced

AUDITOR, MANUFACTURER = Audience.AUDITOR, Audience.MANUFACTURER
SUPPLIER, CUSTOMER = Audience.SUPPLIER, Audience.CUSTOMER


@pytest.fixture(name="it")
def audited_chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """A chain of this test alone."""
    with audited(tmp_path_factory.mktemp("audited") / "ledger") as built:
        yield built


def parts(report: Report) -> dict[str, Basis]:
    """On whose word a figure rests; each kind of word at most once here."""
    return {row.basis: row for row in report.basis or ()}


def test_nothing_attested_is_the_suppliers_word(it: Audited) -> None:
    """The plant recomputes its own part; its suppliers' stated figures make up the rest."""
    report = it.verdict(it.files("calculation", MANUFACTURER), "north")
    assert (report.verdict, report.exit_code) == ("incomplete", 2)
    rows = parts(report)
    assert rows.keys() == {"recomputed", "stated"}
    assert rows["stated"].deliveries == tuple(sorted((it.ids["salt"], it.ids["treatment"])))
    shares = [Decimal(row.percent or "0") for row in rows.values()]
    assert abs(sum(shares) - 100) < Decimal("0.1")


def test_the_rows_in_hand_are_the_plants_own(it: Audited) -> None:
    """40 kWh x 0.5 + 10 tkm x 0.1 is 21 kg CO2e, over the total energy of ten packs."""
    files = it.files("calculation", MANUFACTURER)
    calculation = stated(files)[it.ids["calculation"]]
    assert isinstance(calculation, Calculation)
    energy = calculation.total_energy
    per_kwh = Decimal(energy.denominator) / (10 * Decimal(energy.numerator))
    told = Decimal(parts(it.verdict(files, "north"))["recomputed"].kg)
    assert abs(told - 21 * per_kwh) < Decimal("1e-6")


def test_an_attested_supplier_carries_its_part(it: Audited) -> None:
    """With one of two attested the figure rests on three words; with both it is attested, exit 2 as before."""
    word = it.attest("salt", "north")
    report = it.verdict(it.files("calculation", MANUFACTURER), "north")
    rows = parts(report)
    assert (report.verdict, rows.keys()) == ("incomplete", {"recomputed", "attested", "stated"})
    assert rows["attested"].deliveries == (it.ids["salt"],)
    assert rows["stated"].deliveries == (it.ids["treatment"],)
    it.attest("treatment", "west")
    report = it.verdict(it.files("calculation", MANUFACTURER), "north", "west")
    assert (report.verdict, report.exit_code, report.recomputed_total) == ("attested", 2, None)
    assert {row.by for row in report.basis or ()} == {(), it.accepts("north"), it.accepts("west")}
    assert word in stated(it.files("calculation", MANUFACTURER))


def test_the_report_says_on_whose_word(it: Audited) -> None:
    """The report's text: recomputed here, attested by which auditor of what, and never verified."""
    it.attest("salt", "north")
    text = format_report(it.verdict(it.files("salt", CUSTOMER), "north"))
    assert text.startswith("Attested: not fully recomputed")
    lines = text.partition("Sources of the declared figure\n")[2].splitlines()
    assert lines[0] == "  attested, not recomputed here: 0.5879 kg CO2e per kg, 100 %"
    auditor, delivery = it.accepts("north")[0][7:19], it.ids["salt"][7:19]
    assert lines[1] == f"      by {auditor} (North Ltd)"
    assert lines[2].startswith(f"      of {delivery} (delivery ")


def test_many_deliveries_are_named_in_part(it: Audited) -> None:
    """The text names five, and counts the rest; the report holds all."""
    told = it.verdict(it.files("salt", CUSTOMER), "north")
    row = Basis(basis="stated", kg="1", deliveries=tuple(it.ids[name] for name in list(it.ids)[:7]))
    text = format_report(told.model_copy(update={"basis": (row,)}))
    assert "  stated by the supplier only: 1 kg CO2e per kg\n" in text
    assert len(re.findall("\n      of [0-9a-f]{12}", text)) == 5
    assert "      and of 2 more\n" in text


def test_two_hops(it: Audited) -> None:
    """The refinery's auditor sees no recipe of the mine; it rests on the mine's auditor, and says so to the plant."""
    files = it.files("salt", SUPPLIER)
    assert {it.ids["ore"], it.ids["mined"], it.ids["refined"]} <= stated(files).keys()
    assert it.verdict(files, "east").verdict == "incomplete"
    it.attest("ore", "east")
    seen = it.verdict(it.files("salt", SUPPLIER), "east")
    assert (seen.verdict, seen.exit_code) == ("attested", 2)
    assert parts(seen)["attested"].by == it.accepts("east")
    it.attest("salt", "north", seen)
    files = it.files("salt", CUSTOMER)
    assert it.ids["ore"] not in stated(files)
    report = it.verdict(files, "north")
    assert report.verdict == "attested"
    listed = {row.name: row.value for row in report.asserted}
    assert listed["attested by another auditor"] == f"{it.ids['salt']}: {it.ids['ore']}"
    assert listed["attested scope"].endswith("salt, on the word of others")


def test_what_the_stated_figures_do_not_explain_is_not_shown(it: Audited) -> None:
    """The treatment is priced without a figure: its part is the remainder, and nothing is attested whole."""
    world, chain = it.world, it.chain
    untold = world.deliver(chain.recycler, it.ids["treated"], chain.plant, **REPRESENTATIVE)
    draft = chain.calculation(end_of_life=(Treatment(delivery=untold),))
    calculation = world.submit(draft, chain.plant.working).id
    it.attest("salt", "north")
    report = it.verdict(it.files(calculation, MANUFACTURER), "north")
    rows = parts(report)
    assert (report.verdict, rows.keys()) == ("incomplete", {"recomputed", "attested", "not_told"})
    assert rows["not_told"].deliveries == (untold,)
    kg = sum((Decimal(row.kg) for row in rows.values()), Decimal(0))
    assert abs(kg - Decimal(report.declared_total or "0")) < Decimal("1e-5")


@pytest.mark.parametrize(
    ("folder", "gone"), [("statements", "salt"), ("sections", "packs"), ("statements", "refined")]
)
def test_without_a_piece_of_the_graph_there_is_no_basis(
    it: Audited, folder: str, gone: str
) -> None:
    """A delivery, an own recipe or a supplier's entry is missing: no share of the figure can be said."""
    it.attest("salt", "north")
    files = it.files("calculation", MANUFACTURER)
    name = it.ids[gone]
    if folder == "sections":
        name = section_digests(stated(files)[name])[SectionName.INVENTORY]
    del files[path(folder, name)]
    report = it.verdict(files, "north")
    assert [(row.basis, row.percent) for row in report.basis or ()] == [("not_told", "100")]
    assert report.verdict == "incomplete"


def test_without_the_method_there_is_no_basis(it: Audited) -> None:
    """A manufacturer without the factor set cannot say what its own rows come to."""
    files = it.files("calculation", MANUFACTURER)
    files = {name: data for name, data in files.items() if not name.startswith("blobs/")}
    report = it.verdict(files, "north")
    assert [(row.basis, row.percent) for row in report.basis or ()] == [("not_told", "100")]


def test_a_figure_by_another_method_does_not_count(it: Audited) -> None:
    """The delivery was attested under one rulebook; the calculation uses another."""
    it.attest("salt", "north")
    study = load_rulebook("study-full-substitution-1")
    closed = it.world.ledger.keep(study.model_copy(update={"version": "other", "declarable": "no"}))
    parts_of = {
        "end_of_life": (Treatment(delivery=it.ids["treatment"]),),
        "rulebook": closed,
    }
    draft = it.chain.calculation(**parts_of)
    calculation = it.world.submit(draft, it.chain.plant.working).id
    report = it.verdict(
        it.files(calculation, MANUFACTURER), "north", rulebooks=(closed, it.chain.rulebook)
    )
    assert parts(report).keys() == {"recomputed", "not_told"}
    assert "attestation.not_counted" in {code for code, _ in remarks(report)}


def test_a_corrected_delivery_has_to_be_attested_again(it: Audited) -> None:
    """The older attestation travels with the older version, and carries nothing."""
    it.attest("salt", "north")
    again = {"amount": "55", "supersedes": replacing(it.ids["salt"])}
    newer = it.told(it.ids["refined"], it.refinery, it.chain.plant, "S-1", **again)
    report = it.verdict(it.files(newer, CUSTOMER), "north")
    assert parts(report).keys() == {"stated"}
    it.attest(newer, "north")
    assert it.verdict(it.files(newer, CUSTOMER), "north").verdict == "attested"


def test_every_reader_of_a_delivery_has_the_attestations_of_it(it: Audited) -> None:
    """Recipient, supplier and auditor; another delivery's are not in its bundle."""
    salt, ore = it.attest("salt", "north"), it.attest("ore", "east")
    for audience in (CUSTOMER, SUPPLIER, AUDITOR):
        assert salt in stated(it.files("salt", audience))
    assert ore not in stated(it.files("salt", CUSTOMER))
    assert ore in stated(it.files("salt", SUPPLIER))
    whole = it.files("salt", AUDITOR)
    assert it.files("salt", SUPPLIER).items() < whole.items()
    assert found(it.verdict(whole, "north", "east")) == set()


def test_no_auditor_carries_a_batch_of_the_manufacturers_own(it: Audited) -> None:
    """Attested with the recipe of the batch that it excludes, incomplete without: attestations are of deliveries."""
    trial = batch(it.chain, "2025-03-01", "2025-04-01")
    parts_of = {
        "end_of_life": (Treatment(delivery=it.ids["treatment"]),),
        "exclusions": (Exclusion(entry=trial, reason="trial"),),
    }
    calculation = it.world.submit(it.chain.calculation(**parts_of), it.chain.plant.working).id
    it.attest("salt", "north")
    it.attest("treatment", "west")
    files = it.files(calculation, MANUFACTURER)
    assert it.verdict(files, "north", "west").verdict == "attested"
    del files[path("sections", section_digests(stated(files)[trial])[SectionName.INVENTORY])]
    report = it.verdict(files, "north", "west")
    assert (report.verdict, report.exit_code) == ("incomplete", 2)
    assert ("section.withheld", trial) in found(report)
