"""Remarks on assertions that an honest ledger admits: token amounts, odd capacities, incomplete warranties."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_battery import BatteryChain, battery_chain, copied, freight, power
from support.ledger_world import made, replacing, taken
from support.signed_battery import honest
from support.verdicts import judge

from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import CompositionRow, Warranty
from schemas.signed.entry import Product, ProductLine
from schemas.views.report import Finding, Report
from schemas.vocabulary import CompositionRole, ProcessCode, Stage, Unit

TOTAL = 56 / 9600
"""The figure of the small chain, kg CO2e per kWh."""

USUAL = {"balance.mass", "witness.none_required"}


@pytest.fixture(scope="module", name="built")
def built_chain(tmp_path_factory: pytest.TempPathFactory) -> tuple[BatteryChain, Path]:
    """The chain, built once and closed."""
    source = tmp_path_factory.mktemp("built") / "ledger"
    with battery_chain(source) as built:
        pass
    return built, source


@pytest.fixture(name="chain")
def changing_chain(built: tuple[BatteryChain, Path], tmp_path: Path) -> Iterator[BatteryChain]:
    """A copy of it that a test may change."""
    with copied(*built, tmp_path / "ledger") as chain:
        yield chain


def remarked(report: Report) -> list[Finding]:
    """The remarks without those that the small chain always has; the figure itself verifies."""
    assert report.verdict == "verified", report.findings
    return [row for row in report.findings if row.code not in USUAL]


def asserted(report: Report, name: str) -> list[str]:
    """The asserted values of a name."""
    return [row.value for row in report.asserted if row.name == name]


def test_an_honest_calculation_has_no_remark(chain: BatteryChain) -> None:
    """100 kg of packs carried 100 km, of 0.2 kWh a kg, under a warranty that states its share."""
    report = chain.judge()
    assert remarked(report) == []
    assert asserted(report, "distribution distance") == ["100 km"]


# ---- Warranty


def test_a_silent_warranty_is_the_shorter_life_and_a_remark(chain: BatteryChain) -> None:
    """Eight years without a share count as the default five: the figure is 8/5, and 3/8 of it is due to that."""
    report = chain.judge(warranties=(Warranty(years="8"),))
    (found,) = remarked(report)
    assert (found.code, found.severity) == ("functional_unit.warranty_share", "remark")
    assert found.subject == report.calculation
    assert "5 years, and would be 8" in found.detail
    assert float(report.declared_total or 0) == pytest.approx(TOTAL * 8 / 5)
    assert float(found.effect_kg or 0) == pytest.approx(TOTAL * 8 / 5 - TOTAL)
    assert asserted(report, "warranted share of usable energy") == ["not stated"]


def test_silence_that_helps_has_an_effect_below_zero(chain: BatteryChain) -> None:
    """Three years without a share count as the default five: the remark has the effect."""
    (found,) = remarked(chain.judge(warranties=(Warranty(years="3"),)))
    assert float(found.effect_kg or 0) == pytest.approx(TOTAL * 8 / 5 - TOTAL * 8 / 3)


# ---- Capacity


def test_more_energy_than_a_kilogram_holds_is_a_remark(chain: BatteryChain) -> None:
    """20 kWh in packs of 10 kg are 2 kWh a kg: at 0.5 the figure would be four times as much."""
    report = chain.judge(capacity_kwh="20")
    (found,) = remarked(report)
    assert (found.code, found.subject) == ("calculation.energy_density", report.calculation)
    assert float(found.effect_kg or 0) == pytest.approx(TOTAL / 10 - 4 * TOTAL / 10)


@pytest.mark.parametrize(("capacity", "expected"), [("5", False), ("5.01", True)])
def test_half_a_kilowatt_hour_is_the_bound(
    chain: BatteryChain,
    capacity: str,
    expected: bool,  # noqa: FBT001
) -> None:
    """0.5 kWh a kg is no remark, and above it is."""
    assert bool(remarked(chain.judge(capacity_kwh=capacity))) is expected


def test_without_a_mass_nothing_is_said_per_kilogram(chain: BatteryChain) -> None:
    """Packs without a mass, under a rulebook without end of life, have neither density nor distance."""
    product = Product(lines=(ProductLine(line="main", form="as_is"),))
    draft = chain.packs_of("40", supersedes=replacing(chain.packs), product=product)
    chain.world.submit(draft, chain.plant.working)
    book = load_rulebook("study-full-substitution-1")
    book = book.model_copy(
        update={"version": "other", "required_roles": (CompositionRole.PRODUCT,)}
    )
    kept = chain.world.ledger.keep(book)
    report = chain.judge(rulebook=kept, capacity_kwh="20", end_of_life=())
    assert remarked(report) == []
    assert asserted(report, "distribution distance") == []


# ---- Amounts


def test_a_plant_of_grams_is_extrapolated(chain: BatteryChain) -> None:
    """A recycler that treated 0.05 kg states a figure for 100 kg: 2,000 times its output."""
    work = {"inputs": [power("20", Stage.END_OF_LIFE)], "process": ProcessCode.SHREDDING}
    small = [made(chain.recycler, "0.05")]
    parts = {**work, "supersedes": replacing(chain.treated)}
    chain.world.submit(chain.world.entry(chain.recycler, small, **parts), chain.recycler.working)
    report = chain.judge()
    (found,) = remarked(report)
    assert (found.code, found.severity) == ("composition.extrapolated", "remark")
    assert "2000 times" in found.detail
    assert float(found.effect_kg or 0) == pytest.approx(10 / 0.05 * 100 / 9600)
    (row,) = [value for value in asserted(report, "composition row") if "delivery" in value]
    assert row == (
        f"end_of_life, delivery {chain.treatment}, line main, 100 kg, 2000 times the output of the line"
    )


def test_a_thousand_times_is_the_bound(chain: BatteryChain) -> None:
    """A recycler that treated 0.1 kg states a figure for exactly a thousand times as much."""
    work = {"inputs": [power("20", Stage.END_OF_LIFE)], "process": ProcessCode.SHREDDING}
    parts = {**work, "supersedes": replacing(chain.treated)}
    draft = chain.world.entry(chain.recycler, [made(chain.recycler, "0.1")], **parts)
    chain.world.submit(draft, chain.recycler.working)
    assert remarked(chain.judge()) == []


@pytest.mark.parametrize(
    ("tkm", "km", "codes"),
    [("0.099", "0.99", ["composition.distance"]), ("0.1", "1", [])],
)
def test_a_token_of_transport_is_a_remark(
    chain: BatteryChain, tkm: str, km: str, codes: list[str]
) -> None:
    """0.1 t carried for less than a kilometre is a remark; the report shows the distance."""
    work = [taken(chain.shipped, "50"), power("40", Stage.MAIN_PRODUCTION), freight(tkm)]
    draft = chain.packs_of("40", supersedes=replacing(chain.packs), inputs=work)
    chain.world.submit(draft, chain.plant.working)
    report = chain.judge()
    assert [row.code for row in remarked(report)] == codes
    assert asserted(report, "distribution distance") == [f"{km} km"]


def test_a_token_row_in_tonne_kilometres_is_a_remark(chain: BatteryChain) -> None:
    """A stage of 1e-30 tkm counts, and the report remarks on the distance."""
    work = [taken(chain.shipped, "50"), power("40", Stage.MAIN_PRODUCTION)]
    draft = chain.packs_of("40", supersedes=replacing(chain.packs), inputs=work)
    chain.world.submit(draft, chain.plant.working)
    lorry = made(chain.plant, "1000", product="urn:test:lorry", unit=Unit.TKM)
    entry = chain.world.enter(chain.plant, [lorry], inputs=[freight("1000")])
    row = {"role": CompositionRole.DISTRIBUTION, "entry": entry, "line": "main", "unit": Unit.TKM}
    report = chain.judge(rows=(CompositionRow(amount="0." + "0" * 29 + "1", **row),))
    (found,) = remarked(report)
    assert (found.code, found.subject) == ("composition.distance", "distribution")
    assert found.effect_kg is None


# ---- What is asserted, and the head


def test_amounts_of_all_rows_are_asserted(chain: BatteryChain) -> None:
    """Product, period and each row are in the list, regardless of their issuer."""
    report = chain.judge()
    assert asserted(report, "model") == ["urn:test:model:1"]
    assert asserted(report, "site") == ["plant-1"]
    assert asserted(report, "period") == ["2025-01-01 to 2026-01-01, end excluded"]
    assert asserted(report, "composition row") == [
        f"end_of_life, delivery {chain.treatment}, line main, 100 kg, 1 times the output of the line",
        f"product, entry {chain.packs}, line main, 100 kg",
    ]


def test_a_report_is_headed_by_firm_product_and_method(chain: BatteryChain) -> None:
    """The heading uses the names that the bundle shows."""
    heading = chain.judge().heading
    assert heading is not None
    assert (heading.firm, heading.issuer) == ("Plant Ltd", chain.plant.id)
    assert (heading.model, heading.site) == ("urn:test:model:1", "plant-1")
    assert (heading.period.start, heading.period.end) == ("2025-01-01", "2026-01-01")
    assert (heading.rulebook, heading.rulebook_digest) == (
        "study-full-substitution-1",
        chain.rulebook,
    )
    assert heading.rulebook_version


@pytest.mark.parametrize("damage", [b"", b"{}"])
def test_what_is_not_in_hand_is_headed_by_its_digest(damage: bytes) -> None:
    """Without profile and rulebook, firm and method appear by id and digest; an invalid rulebook counts as missing."""
    chain, files = honest(), honest().ledger.files()
    packer = chain.ledger.parties["packer"]
    (profile,) = [name for name in files if b'"legal_name":"packer"' in files[name]]
    (rulebook,) = [name for name in files if b'"legal_status"' in files[name]]
    del files[profile]
    files[rulebook] = damage
    if not damage:
        del files[rulebook]
    report = judge(files)
    assert report.heading is not None
    assert (report.heading.firm, report.heading.issuer) == (packer, packer)
    assert report.heading.rulebook == report.heading.rulebook_digest
    assert report.heading.rulebook_version is None


def test_a_row_that_cannot_be_resolved_is_asserted_without_a_ratio() -> None:
    """The recycler's inventory is withheld: its row shows the amount, without a multiple of the output."""
    chain, files = honest(), honest().ledger.files()
    del files[chain.section("recycler", "inventory")]
    (row, _) = asserted(judge(files), "composition row")
    assert row == f"end_of_life, delivery {chain.ids['treatment']}, line treated, 30170 kg"


def test_a_calculation_without_its_composition_asserts_no_row() -> None:
    """A withheld section makes no assertion."""
    chain, files = honest(), honest().ledger.files()
    del files[chain.section("calculation", "composition")]
    assert asserted(judge(files), "composition row") == []
