"""The declaration document of what a ledger holds."""

from decimal import Decimal

from support.ledger_battery import MODEL, BatteryChain, freight, power
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.documents.declaration.build import ARTICLE_7
from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.standing import word_of
from ledger.service.answers.declaration import declaration_document
from schemas.signed.attestation import Depth, DepthException
from schemas.signed.calculation import Calculation, Composition, Exclusion
from schemas.signed.participant import BusinessDetails, Signatory
from schemas.signed.statement import SectionName
from schemas.views.declaration_document import DeclarationDocument
from schemas.vocabulary import ProcessCode, Stage

FORM = {
    "chemistry": "NMC811 and graphite",
    "date": "2026-03-09",
    "signatory": Signatory(name="A. Example", function="Head of Compliance"),
}
DETAILS = BusinessDetails(address="Example Street 1", contact="https://example.com")


def document(chain: BatteryChain, name: str) -> DeclarationDocument:
    """Build the document."""
    return declaration_document(chain.world.ledger, name)


def enter_lot(chain: BatteryChain, number: int, kwh: str) -> str:
    """Enter ten more packs, of a product of their own; returns the entry's id."""
    line = [made(chain.plant, product=f"urn:test:lot-{number}", batteries=10)]
    inputs = [power(kwh, Stage.MAIN_PRODUCTION), freight("10")]
    parts = {"inputs": inputs, "process": ProcessCode.PACK, "model": MODEL}
    return chain.world.enter(chain.plant, line, **parts)


def test_a_declaration_states_what_article_7_asks_for(chain: BatteryChain) -> None:
    """Points (a) to (g), each from the statement that says it."""
    calculation = calculate(chain)
    name = declare(chain, calculation, details=DETAILS, town="Exampletown", **FORM)
    found = document(chain, name)
    with chain.world.ledger.view() as view:
        stated = view.statement(calculation, Calculation)
    assert stated is not None
    assert (found.manufacturer.name, found.manufacturer.details) == ("Plant Ltd", DETAILS)
    assert (found.model, found.category.value) == (MODEL, "EV")
    assert (found.plant.site, found.plant.town, found.plant.country) == (
        "plant-1",
        "Exampletown",
        "SE",
    )
    assert abs(Decimal(found.total) / Decimal(stated.total) - 1) < Decimal("1e-5")
    assert [row.stage for row in found.stages] == [row.stage for row in stated.stages]
    assert (found.conformity, found.study) == ("TEST-1", "https://study.example/1")
    assert (found.standing.law, found.standing.state) == ("example", "in_force")
    assert {name: getattr(found, name) for name in FORM} == FORM
    assert found.standing.life[-1].day == FORM["date"]
    assert found.not_stated == ()
    assert found.digests.declaration == name


def test_what_is_not_stated_is_listed_and_never_filled(chain: BatteryChain) -> None:
    """A calculation alone has no conformity number, no study, and no address."""
    found = document(chain, calculate(chain))
    assert found.not_stated == (
        *("address", "contact", "town", "conformity", "study"),
        *("chemistry", "date", "signatory"),
    )
    assert set(found.not_stated) - ARTICLE_7 == set(FORM)
    assert (found.conformity, found.study, found.standing.audit) == (None, None, None)


def test_the_mass_is_that_of_one_battery(chain: BatteryChain) -> None:
    """By the product lines, each with its kg per unit, over the batteries that they count."""
    calculation = calculate(chain)
    with chain.world.ledger.view() as view:
        stated = view.statement(calculation, Calculation)
        assert stated is not None
        rows = view.section(stated, SectionName.COMPOSITION, Composition).rows
    treated = sum(Decimal(row.amount) for row in rows if row.role.value == "end_of_life")
    assert Decimal(document(chain, calculation).mass or "0") == treated / stated.batteries


def test_absolute_figures_are_the_relative_ones_times_the_energy(chain: BatteryChain) -> None:
    """The kg of one battery stand beside the kg per kWh."""
    found = document(chain, calculate(chain))
    each = Decimal(found.total) * Decimal(found.total_energy)
    assert abs(Decimal(found.per_battery) / each - 1) < Decimal("1e-3")
    for row in found.stages:
        net = Decimal(row.burdens) + Decimal(row.credits)
        assert abs(net - Decimal(row.value)) <= abs(net) * Decimal("1e-3")


def test_a_lot_that_is_left_out_stands_beside_the_counted_ones(chain: BatteryChain) -> None:
    """Cherry-picking shows: the excluded entry with its reason, its figure, and the share of batteries."""
    worse = enter_lot(chain, 1, "4000")
    excluded = (Exclusion(entry=worse, reason="prototype"),)
    found = document(chain, calculate(chain, exclusions=excluded))
    assert (found.batteries, found.share_counted) == (10, "0.5")
    assert found.spread is not None
    (lot,) = found.spread.left_out
    assert (lot.batteries, lot.why, lot.reason) == (10, "excluded", "prototype")
    assert Decimal(lot.value or 0) > 10 * Decimal(found.spread.highest)
    assert {row.code: row.value for row in found.asserted}["exclusions"] == "1"


def test_a_lot_that_was_withdrawn_is_still_listed(chain: BatteryChain) -> None:
    """Withdrawing a bad lot takes it out of the figure and not off the page."""
    worse = enter_lot(chain, 1, "4000")
    chain.world.withdraw(chain.plant, worse)
    found = document(chain, calculate(chain))
    assert found.spread is not None
    (lot,) = found.spread.left_out
    assert (lot.why, lot.batteries, lot.value) == ("withdrawn", 10, None)
    assert found.share_counted == "1"


def test_an_outlier_among_the_counted_lots_is_named(chain: BatteryChain) -> None:
    """Four lots alike and one far off: the spread has its ends, and the outlier stands apart."""
    for number, kwh in enumerate(("40", "41", "42", "400"), start=1):
        enter_lot(chain, number, kwh)
    spread = document(chain, calculate(chain)).spread
    assert spread is not None
    assert spread.entries == 5
    (outlier,) = spread.outliers
    assert outlier.value == spread.highest
    assert Decimal(spread.lowest) <= Decimal(spread.median) < Decimal(spread.highest)


def test_a_study_is_never_called_a_declaration(chain: BatteryChain) -> None:
    """Under the demo's rulebook the document is a study, declared or not."""
    calculation = calculate(chain, rulebook=chain.rulebook)
    assert document(chain, calculation).standing.law == "study"
    assert document(chain, declare(chain, calculation)).standing.law == "study"


def test_the_depth_of_the_audit_is_shown_by_share_of_the_figure(chain: BatteryChain) -> None:
    """The mine was only sampled, so its share is."""
    calculation = calculate(chain)
    exceptions = (DepthException(statement=chain.mined, depth="sampled"),)
    attest(chain, calculation, depth=Depth(default="recomputed", exceptions=exceptions))
    depth = document(chain, calculation).depth
    shares = {row.code: Decimal(row.share) for row in depth or ()}
    assert shares.keys() == {"recomputed", "sampled"}
    assert abs(sum(shares.values()) - 1) < Decimal("1e-5")


def test_an_exception_for_a_delivery_covers_all_behind_it(chain: BatteryChain) -> None:
    """The goods of the mine were examined by their documents, so nothing behind them was recomputed."""
    calculation = calculate(chain)
    exceptions = (DepthException(statement=chain.shipped, depth="documents"),)
    attest(chain, calculation, depth=Depth(default="recomputed", exceptions=exceptions))
    depth = document(chain, calculation).depth
    assert {row.code for row in depth or ()} == {"recomputed", "documents"}


def test_a_refused_calculation_has_no_auditor(chain: BatteryChain) -> None:
    """A refusal is shown as what it is, and nothing of the figure counts as examined."""
    calculation = calculate(chain)
    attest(chain, calculation, outcome="refused")
    found = document(chain, calculation)
    assert found.standing.audit is not None
    assert (found.standing.audit.outcome, found.depth) == ("refused", None)
    assert word_of(found.standing) == "refused"


def test_an_unknown_id_is_refused(shared: BatteryChain) -> None:
    """Neither a declaration nor a calculation."""
    with refused("calculation.unknown"):
        document(shared, "sha256:" + "0" * 64)


def test_a_correction_behind_the_figure_shows_on_the_page(chain: BatteryChain) -> None:
    """The mine corrects its entry: what was declared stands, and says that it is out of date."""
    name = declare(chain, calculate(chain))
    assert document(chain, name).standing.changed is None
    corrected = chain.world.entry(
        chain.mine, [made(chain.mine)], inputs=[power("120")], supersedes=replacing(chain.mined)
    )
    chain.world.submit(corrected, chain.mine.working)
    found = document(chain, name).standing
    assert found.changed is not None
    assert (found.state, found.changed.count, found.changed.causes) == ("in_force", 1, None)
    assert word_of(found) == "changed"


def test_a_superseded_declaration_says_so(chain: BatteryChain) -> None:
    """The earlier document names the later one, and bears a mark of it; the later one names the earlier."""
    first = declare(chain, calculate(chain))
    second = declare(chain, calculate(chain), supersedes=replacing(first))
    found = document(chain, first)
    assert found.standing.replaced is not None
    assert (found.standing.replaced.newest, found.digests.declaration) == (second, first)
    assert "Superseded by a later one" in str(layout_declaration(found, "en").mark)
    assert document(chain, second).supersedes == first
    assert document(chain, second).standing.replaced is None
