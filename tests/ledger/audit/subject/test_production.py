"""The account of production: the figure of each entry that is left out, and the days of production."""

import pytest
from support.collusion import Row, update
from support.graph import STUDY, ident
from support.graph_battery import MODEL, SETS, Declared, declared, row
from support.rows import inventory, made, used
from support.signed_battery import build, honest
from support.verdicts import judge, remarks, report_text, words_of

from ledger.audit.findings import Findings
from ledger.audit.log.registry import build_registry
from ledger.audit.subject.method import Method
from ledger.audit.subject.production import Production, build_production
from ledger.audit.subject.subject import view_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.figure import figures
from schemas.values import Period

NOTHING = build_registry([])


def account(it: Declared, *names: str, computed: bool = True) -> Production:
    """The account of a product that these entries made, without later changes in the registry."""
    made_of = map(ident, names)
    records = it.chain.records()
    view = view_of(ident("calculation"), it.calculation, it.composition, made_of, records)
    method = Method(STUDY, FactorTable(SETS, STUDY))
    known = figures(view.resolution, method.table, STUDY)
    if not computed:
        return build_production(view, NOTHING, None, None, Findings())
    return build_production(view, NOTHING, method, known, Findings())


def night(it: Declared, lime: str, batteries: int | None = 1, **header: object) -> str:
    """Another entry of the model: 50 kg, by so much lime at 2 kg CO2e per kg."""
    lot = inventory(made("night", "50", batteries=batteries), inputs=[used("test:lime", lime)])
    it.chain.enter("night", lot, model=MODEL, issuer=it.calculation.issuer, **header)
    return ident("night")


def exclude(it: Declared) -> Declared:
    """The same, with the other entry excluded."""
    it.exclusions = [{"entry": ident("night"), "reason": "trial"}]
    return it


def test_a_batch_is_valued_per_kilowatt_hour_of_its_batteries() -> None:
    """18,000 kg of lime are 36,000 kg CO2e, one kg per kWh of one battery; counted, four become five.

    The four come to (300 x 2 + 10 x 2) kg over 144,000 kWh, 0.004306; all five to 36,620 over 180,000, 0.2034.
    """
    it = declared()
    night(it, "18000")
    (found,) = account(exclude(it), "plant", "night").left_out
    assert (found.why, found.batteries, found.kg, found.unit) == ("excluded", 1, "1", None)
    assert (found.effect_kg, found.effect_percent) == ("-0.1991", None)


def test_a_batch_without_batteries_is_valued_per_unit_and_has_no_effect() -> None:
    """25 kg of lime in 50 kg: one kg CO2e per kg."""
    it = declared()
    night(it, "25", batteries=None)
    (found,) = account(exclude(it), "plant", "night").left_out
    assert (found.batteries, found.kg, found.unit) == (None, "1", "kg")
    assert found.effect_kg is None


def test_without_a_method_nothing_has_a_figure() -> None:
    """The entry is listed nevertheless."""
    it = declared()
    night(it, "25")
    (found,) = account(exclude(it), "plant", "night", computed=False).left_out
    assert (found.kg, found.effect_kg) == (None, None)


def test_an_effect_needs_a_product_that_has_a_figure() -> None:
    """With a product row of no line, or without a product row, the exclusion has no known effect."""
    for change in (lambda it: it.rows[0].update(line="other"), lambda it: it.rows.pop(0)):
        it = declared()
        night(it, "25")
        change(it)
        (found,) = account(exclude(it), "plant", "night").left_out[:1]
        assert (found.kg is None, found.effect_kg) == (False, None)


def test_a_batch_whose_recipe_is_hidden_is_not_shown() -> None:
    """A batch without an inventory has no figure and no batteries, and is marked as not shown."""
    it = declared()
    night(it, "25")
    it.chain.entries[ident("night")] = it.chain.entries[ident("night")]._replace(inventory=None)
    listed = account(exclude(it), "plant", "night")
    assert (listed.left_out[0].batteries, listed.left_out[0].kg, listed.is_shown) == (
        None,
        None,
        False,
    )
    assert account(declared(), "plant").is_shown


@pytest.mark.parametrize(
    ("end", "why"),
    [("2025-01-01", "before"), ("2025-12-01", "within"), ("2026-12-01", "after")],
)
def test_where_a_batch_ends(end: str, why: str) -> None:
    """An end within the period contradicts by another rule; an end at most a year away is listed."""
    it = declared()
    night(it, "25", period=Period(start="2024-12-01", end=end))
    (found,) = account(it, "plant", "night").left_out
    assert (found.why, found.effect_kg, found.reason) == (why, None, None)


def test_the_largest_stand_first_after_the_excluded() -> None:
    """Three entries near the period are listed in the order of their figures."""
    it = declared()
    night(it, "1")
    for name, lime in (("small", "2"), ("large", "9"), ("middle", "5")):
        lot = inventory(made(name, "50", batteries=1), inputs=[used("test:lime", lime)])
        header = {"model": MODEL, "issuer": it.calculation.issuer}
        it.chain.enter(name, lot, period=Period(start="2024-01-01", end="2024-06-01"), **header)
    listed = account(exclude(it), "plant", "small", "night", "large", "middle").left_out
    assert [found.entry for found in listed] == list(
        map(ident, ("night", "large", "middle", "small"))
    )


@pytest.mark.parametrize(
    ("spans", "days"),
    [
        ([("2025-01-01", "2026-01-01")], 365),
        ([("2024-06-01", "2025-02-01")], 31),
        ([("2025-01-01", "2025-02-01"), ("2025-03-01", "2025-04-01")], 62),
        ([("2025-01-01", "2025-03-01"), ("2025-02-01", "2025-03-11")], 69),
        ([("2025-01-01", "2025-03-01"), ("2025-02-01", "2025-02-11")], 59),
        ([("2025-12-01", "2026-02-01")], 31),
    ],
)
def test_a_day_of_production_counts_once(spans: list[tuple[str, str]], days: int) -> None:
    """The days within the period are counted over all entries; an entry with two lines counts once."""
    it = declared()
    it.rows = []
    for number, (start, end) in enumerate(spans):
        name = f"lot-{number}"
        lot = inventory(made(name, "50", batteries=1))
        it.chain.enter(name, lot, issuer=it.calculation.issuer, period=Period(start=start, end=end))
        it.rows.append(row("product", "50", entry=name))
    (listed,) = account(it, "plant").asserted
    counted = {1: "1 entry", 2: "2 entries"}[len(spans)]
    assert listed.value == f"on {days} of the 365 days from 2025-01-01 to 2026-01-01, by {counted}"


def test_what_is_not_known_has_no_account() -> None:
    """Without the registry there is no graph and no account of production."""
    files = honest().ledger.files()
    assert judge(files).left_out
    del files["registry.json"]
    assert judge(files).left_out is None


def test_the_report_of_the_chain_lists_its_trial() -> None:
    """Its three packs used as much electricity as a hundred; the text shows the effect of leaving them out.

    33333.3 kWh, 7000 MJ, 9001 tkm, 700 kg of sulfate at 2.245 and 183 kg of steel are 17,796 kg CO2e, over 3 x
    29,250 kWh.
    """
    chain, report = honest(), judge(honest().ledger.files())
    (found,) = report.left_out or ()
    assert (found.entry, found.why, found.batteries) == (chain.ids["trial"], "excluded", 3)
    assert (found.kg, found.effect_kg, found.effect_percent) == ("0.2028", "-0.005341", "-29.07")
    assert ("composition.excluded", chain.ids["calculation"]) in remarks(report)
    named = f"{found.entry[7:19]} (packer-1, packer)"
    counted = "2025-11-01 to 2026-01-01, 3 batteries, 0.2028 kg"
    assert f" {named} is excluded: {counted}" in words_of(report)


def test_a_batch_that_only_begins_in_the_period_is_no_part_of_it() -> None:
    """It ends a month later, is neither used nor excluded, and is listed with its figure."""
    plan = {
        "trial header": update(period={"start": "2025-11-01", "end": "2026-02-01"}),
        "composition": update(exclusions=[]),
    }
    report = Row("", "", plan).report(build(plan))
    (found,) = report.left_out or ()
    assert (report.exit_code, found.why, found.kg) == (0, "after", "0.2028")


def test_more_than_five_neighbours_are_counted() -> None:
    """The text names five, the report has all."""
    report = judge(honest().ledger.files())
    (found,) = report.left_out or ()
    near = found.model_copy(update={"why": "after", "effect_kg": None, "unit": None})
    folded = report.model_copy(update={"left_out": (found, *[near] * 7)})
    text = report_text(folded)
    assert (text.count(" ends after the period: "), "and 2 more, which" in text) == (5, True)
