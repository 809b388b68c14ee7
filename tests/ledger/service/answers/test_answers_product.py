"""What is asked of a product's figure says its unit, or refuses with the code of what exists for batteries alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desks import desk, operator_desk
from support.ledger_battery import power
from support.ledger_product import COIL, ProductChain, product_chain
from support.ledger_world import YEAR, made, replacing
from support.refusal import refused
from support.second_opinion import ALONE, judge_alone

from ledger.audit.policy import format_policy
from ledger.bundles.export import export_bundle
from ledger.desk.declared import page_of
from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf
from ledger.footprint.analysis.what_if import Exchange
from ledger.service.access.accounts import open_organisation
from ledger.service.access.principal import Principal
from ledger.service.answers.compromise_impact import DoubtedKey, assess_compromise
from ledger.service.products.offers import made_models
from schemas.exchanged.line_request import PreviewRequest
from schemas.shown import Shown
from schemas.signed.calculation import Exclusion
from schemas.values import Period
from schemas.vocabulary import CredentialKind, DataBasis, Role, Stage, Unit


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[ProductChain, str]]:
    """The chain with a figure of its frames."""
    with product_chain(tmp_path / "ledger") as chain:
        yield chain, chain.world.submit(chain.calculation(), chain.workshop.working).id


def workshop(chain: ProductChain) -> Principal:
    """The workshop's login."""
    roles = frozenset({Role.MANUFACTURER})
    return Principal("w", CredentialKind.SCRIPT, "workshop", chain.workshop.id, roles)


def shown(report: Shown) -> str:
    """The page of a report."""
    page = page_of(report)
    assert page is not None
    return render_markdown(page)


def test_reports_of_a_product_are_per_declared_unit(asked: tuple[ProductChain, str]) -> None:
    """Emissions, plan and portfolio say piece, and none of them a kWh of total energy."""
    chain, calculation = asked
    operator = operator_desk(chain.world.ledger)
    for report in (
        operator.emissions(calculation),
        operator.plan(calculation),
        operator.portfolio(),
    ):
        assert "piece" in shown(report)
        assert "total energy" not in shown(report)
    (row,) = (it for it in operator.products().items if it.calculation is not None)
    assert row.calculation is not None
    assert (row.calculation.per, row.calculation.unit) == ("declared_unit", Unit.PIECE)
    assert operator.standing(calculation).law == "product"


def test_a_rulebook_of_batteries_is_a_line_of_a_comparison(asked: tuple[ProductChain, str]) -> None:
    """The figures that exist are there; each rulebook that computes none says why."""
    chain, calculation = asked
    found = operator_desk(chain.world.ledger).comparison(calculation)
    assert {row.rulebook for row in found.figures} == {
        "study-cradle-to-gate-1",
        "iso-14067-partial-2018",
    }
    refusals = {row.rulebook: row.code for row in found.refusals}
    assert refusals["eu-ev-draft-2024"] == "functional_unit.declared_unit"
    assert "per piece" in shown(found)


def test_a_corrected_supply_is_a_difference_per_piece(asked: tuple[ProductChain, str]) -> None:
    """Another 40 kWh over 20 pieces at 0.5 is 1 kg CO2e more for each."""
    chain, calculation = asked
    more = chain.frames_of("80", supersedes=replacing(chain.frames))
    chain.world.submit(more, chain.workshop.working)
    later = chain.world.submit(chain.calculation(), chain.workshop.working).id
    operator = operator_desk(chain.world.ledger)
    found = operator.difference(calculation, later)
    assert (found.value, found.after.declared_unit) == ("1", Unit.PIECE)
    assert "kg CO2e per piece" in shown(found)
    (stale,) = operator.stale().items
    assert (stale.id, stale.unit) == (calculation, Unit.PIECE)


def test_answers_of_batteries_refuse_a_product(asked: tuple[ProductChain, str]) -> None:
    """The points before a declaration of Article 7, and the origin of the elements of batteries."""
    chain, calculation = asked
    operator = operator_desk(chain.world.ledger)
    for ask in (operator.readiness, operator.element_origin):
        with refused("calculation.no_battery", "calculation"):
            ask(calculation)


def test_the_document_of_a_product_has_no_word_of_the_battery_regulation(
    asked: tuple[ProductChain, str],
) -> None:
    """Unit, amount and mass are of a piece; what it lacks is what any firm states, and no point has a letter."""
    chain, calculation = asked
    document = operator_desk(chain.world.ledger).declaration_document(calculation)
    assert (document.per, document.total, document.mass) == ("declared_unit", "4", "3")
    assert document.declared_unit is not None
    assert document.declared_unit.to_json() == {"unit": "piece", "amount": "20"}
    assert (document.category, document.batteries, document.plausibility) == (None, None, None)
    assert {row.per_battery for row in document.stages} == {None}
    assert set(document.not_stated) == {"address", "contact", "town"}
    named = ("batter", "Batterie", "电池", "2023/1542", "Article 7", "(d)", "(a)", "kWh of total")
    for language, unit in (("en", "piece"), ("de", "Stück"), ("zh", "件")):
        page = layout_declaration(document, language)
        told = render_markdown(page)
        ours = "per kWh of usable capacity"  # the title of the rulebook
        assert f"20\u00a0{unit}" in told
        assert not [
            it for it in told.splitlines() if ours not in it and any(word in it for word in named)
        ]
        assert render_pdf(page).startswith(b"%PDF")


def test_an_entry_that_is_left_out_stands_in_the_document_with_its_amount(
    asked: tuple[ProductChain, str],
) -> None:
    """Ten more frames of 100 kWh x 0.5 / 10 = 5 kg each, excluded: a third of what was made."""
    chain, _ = asked
    inputs = [power("100", Stage.MAIN_PRODUCTION)]
    trial = {"lot": "trial", "basis": DataBasis.LOT_ACTUAL, "inputs": inputs}
    autumn = f"{YEAR.start[:4]}-10-01"
    early = Period(start=YEAR.start, end=autumn)
    shorter = chain.frames_of("40", period=early, supersedes=replacing(chain.frames))
    chain.world.submit(shorter, chain.workshop.working)
    late = Period(start=autumn, end=YEAR.end)
    draft = chain.frames_of("40", "10", period=late, **trial)
    more = chain.world.submit(draft, chain.workshop.working).id
    excluded = chain.request(exclusions=(Exclusion(entry=more, reason="trial"),))
    drafted = chain.calculation(excluded)
    calculation = chain.world.submit(drafted, chain.workshop.working).id
    document = operator_desk(chain.world.ledger).declaration_document(calculation)
    assert (document.share_counted, document.total) == ("0.6667", "4")
    assert document.spread is not None
    (left_out,) = document.spread.left_out
    assert (left_out.amount, left_out.batteries, left_out.reason) == ("10", None, "trial")
    assert left_out.value == "5"
    assert "trial: 10\u00a0piece at 5" in render_markdown(layout_declaration(document, "en"))


def test_a_product_is_attested_and_declared(asked: tuple[ProductChain, str]) -> None:
    """Under a standard, not a study: no number of conformity, no chemistry, and both verifiers agree."""
    chain, studied = asked
    attested = chain.world.submit(chain.attestation(studied), chain.auditor.working).id
    with refused("declaration.rulebook"):
        chain.world.submit(chain.declaration(studied, attested), chain.workshop.working)
    drafted = chain.calculation(chain.request(rulebook=chain.standard()))
    calculation = chain.world.submit(drafted, chain.workshop.working).id
    attested = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    standing = operator_desk(chain.world.ledger).standing(calculation)
    assert standing.audit is not None
    assert (standing.audit.attestation, standing.law) == (attested, "product")
    for member in ("conformity", "chemistry"):
        with refused("declaration.subject", member):
            wrong = chain.declaration(calculation, attested, **{member: "none"})
            chain.world.submit(wrong, chain.workshop.working)
    declared = chain.world.submit(chain.declaration(calculation, attested), chain.workshop.working)
    standing = operator_desk(chain.world.ledger).standing(calculation)
    assert (standing.declaration, standing.law) == (declared.id, "product")
    report = chain.judge(declared.id, rulebooks=(chain.standard(),))
    assert (report.verdict, report.recomputed_total) == ("verified", "4")
    policy = chain.world.policy(chain.standard(), chain.factors, chain.auditor.id)
    bundle = export_bundle(chain.world.ledger, declared.id)
    assert judge_alone(bundle, ALONE.parse_policy(format_policy(policy))) == (0, "", "4")
    document = operator_desk(chain.world.ledger).declaration_document(calculation)
    assert (document.study, document.conformity) == ("https://study.example/1", None)
    assert set(document.not_stated) == {"address", "contact", "town", "date", "signatory"}
    page = render_markdown(layout_declaration(document, "en"))
    assert "https://study.example/1" in page
    assert "conformity" not in page


def test_the_form_of_batteries_offers_no_product(asked: tuple[ProductChain, str]) -> None:
    """It asks for capacity and service life, which a frame has not."""
    chain, _ = asked
    store = chain.world.ledger.store
    open_organisation(store, "workshop", "workshop", 1_760_000_000, chain.workshop.id)
    assert made_models(chain.world.ledger, workshop(chain)) == ()


def test_an_exchange_is_per_declared_unit(asked: tuple[ProductChain, str]) -> None:
    """Frames of another mill at 2 kg CO2e per kg: 60 kg / 20 pieces x 1 kg more; the maker reads 4 digits of others."""
    chain, _ = asked
    other = chain.world.register("other", Role.SUPPLIER)
    goods = [made(other, product=COIL)]
    entry = chain.world.enter(other, goods, inputs=[power("400")])
    method = {"rulebook": chain.rulebook, "factor_sets": (chain.factors,)}
    operator = operator_desk(chain.world.ledger)
    figure = operator.preview(PreviewRequest(entry=entry, **method))
    sent = {"product": COIL, "amount": "60", "figure": figure}
    shipped = chain.world.deliver(other, entry, chain.workshop, **sent)
    calculation = chain.world.submit(chain.calculation(), chain.workshop.working).id
    own = desk(chain.world.ledger, workshop(chain))
    found = own.exchanges(calculation)
    (row,) = (it for it in found.inputs if it.alternatives[0].delivery == shipped)
    answer = own.what_if(calculation, *Exchange(row.entry, row.place, delivery=shipped))
    assert (found.unit, answer.unit) == (Unit.PIECE, Unit.PIECE)
    assert (answer.before, answer.after, answer.change) == ("4", "7", "3")


def test_a_key_in_doubt_puts_a_product_in_doubt(asked: tuple[ProductChain, str]) -> None:
    """With the unit of its figure."""
    chain, calculation = asked
    key = chain.mill.working.public.hex()
    impact = assess_compromise(chain.world.ledger, DoubtedKey(chain.mill.id, key, 0))
    (row,) = impact.calculations
    assert (row.id, row.total, row.unit) == (calculation, "4", Unit.PIECE)
