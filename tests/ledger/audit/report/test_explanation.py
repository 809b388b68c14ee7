"""The explanation of a figure: its stages, its largest rows, and names beside ids."""

from decimal import Decimal

from support.signed_battery import honest
from support.signed_delivery import honest as delivered
from support.signed_delivery import redacted, whole
from support.verdicts import judge

from ledger.audit.report.explanation import LARGEST
from ledger.footprint.graph.numbers import explained_sum
from schemas.views.report import Report, StatementName

CHAIN, SOLD = honest(), delivered()
VERIFIED = judge(CHAIN.ledger.files())


def test_the_stages_are_the_total() -> None:
    """All digits of the four stages together are the recomputed total."""
    stages = VERIFIED.stages or ()
    assert [row.stage.value for row in stages] == [
        "raw_material",
        "main_production",
        "distribution",
        "end_of_life",
    ]
    assert explained_sum(Decimal(row.value) for row in stages) == Decimal(CHAIN.total)


def test_the_largest_rows_come_first_with_how_each_is_known() -> None:
    """Ten rows at most, by absolute amount; each has its address, its source and its share."""
    rows = VERIFIED.contributors or ()
    sizes = [abs(Decimal(row.kg)) for row in rows]
    assert len(rows) <= LARGEST
    assert sizes == sorted(sizes, reverse=True)
    (diesel,) = [row for row in rows if row.label == "db:diesel"]
    assert (diesel.entry, diesel.place) == (CHAIN.ids["mine 2"], "inputs/0")
    assert (diesel.source, diesel.known) == ("dataset", "metered")
    assert diesel.percent is not None
    share = Decimal(diesel.kg) * 100 / Decimal(CHAIN.total)
    assert abs(share - Decimal(diesel.percent)) < Decimal("0.01")


def test_a_delivery_is_explained_per_unit_of_its_line() -> None:
    """The rows of the refinery and of its mine are the recomputed total of the delivery."""
    report = judge(whole(SOLD), SOLD.ledger.policy())
    rows = report.contributors or ()
    total = explained_sum(Decimal(row.kg) for row in rows)
    assert report.recomputed_total is not None
    assert abs(total / Decimal(report.recomputed_total) - 1) < Decimal("0.0005")
    assert {row.entry for row in rows} == {SOLD.ids["mine"], SOLD.ids["refinery"]}


def test_what_was_not_recomputed_is_not_explained() -> None:
    """A customer's bundle shows no inventory, so there are no stages and no rows."""
    report = judge(redacted(SOLD), SOLD.ledger.policy())
    assert (report.stages, report.contributors) == (None, None)


def named(report: Report, statement: str) -> StatementName | None:
    """The name of a statement in a report."""
    return next((row for row in report.names if row.id == statement), None)


def test_statements_that_the_report_mentions_are_named() -> None:
    """An entry by site and firm, a registration by its firm; one that is not mentioned, not at all."""
    entry = named(VERIFIED, CHAIN.ids["mine 2"])
    assert entry is not None
    assert (entry.kind, entry.firm, entry.site, entry.country) == ("entry", "mine", "mine-1", "DE")
    firm = named(VERIFIED, CHAIN.ledger.parties["packer"])
    assert firm is not None
    assert (firm.kind, firm.firm, firm.site) == ("participant", "packer", None)
    rest = VERIFIED.model_copy(update={"names": ()}).model_dump_json()
    assert all(name.id in rest for name in VERIFIED.names)
    assert len(VERIFIED.names) < len(CHAIN.ledger.envelopes)


def test_a_firm_without_a_profile_is_named_by_its_id() -> None:
    """Without the profile in the bundle the issuer's id takes its place."""
    files = CHAIN.ledger.files()
    profile = next(key for key, at in CHAIN.ledger.sections.items() if b'"mine"' in at)
    files = {name: data for name, data in files.items() if profile[-64:] not in name}
    name = named(judge(files), CHAIN.ids["mine 2"])
    assert name is not None
    assert name.firm == CHAIN.ledger.parties["mine"]
