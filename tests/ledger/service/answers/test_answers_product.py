"""What is asked of a product's figure says its unit, or refuses with the code of what exists for batteries alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desks import operator_desk
from support.ledger_product import ProductChain, product_chain
from support.ledger_world import replacing
from support.refusal import refused

from ledger.desk.declared import page_of
from ledger.documents.rendering.markdown import render_markdown
from ledger.service.access.accounts import open_organisation
from ledger.service.access.principal import Principal
from ledger.service.products.offers import made_models
from schemas.shown import Shown
from schemas.vocabulary import CredentialKind, Role, Unit


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[ProductChain, str]]:
    """The chain with a figure of its frames."""
    with product_chain(tmp_path / "ledger") as chain:
        yield chain, chain.world.submit(chain.calculation(), chain.workshop.working).id


def shown(report: Shown) -> str:
    """The page of a report."""
    page = page_of(report)
    assert page is not None
    return render_markdown(page)


def test_reports_of_a_product_are_per_declared_unit(asked: tuple[ProductChain, str]) -> None:
    """Emissions, plan and portfolio say piece, and none of them a kWh of total energy."""
    chain, calculation = asked
    desk = operator_desk(chain.world.ledger)
    for report in (desk.emissions(calculation), desk.plan(calculation), desk.portfolio()):
        assert "piece" in shown(report)
        assert "total energy" not in shown(report)
    (row,) = (it for it in desk.products().items if it.calculation is not None)
    assert row.calculation is not None
    assert (row.calculation.per, row.calculation.unit) == ("declared_unit", Unit.PIECE)
    assert desk.standing(calculation).law == "product"


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
    desk = operator_desk(chain.world.ledger)
    found = desk.difference(calculation, later)
    assert (found.value, found.after.declared_unit) == ("1", Unit.PIECE)
    assert "kg CO2e per piece" in shown(found)
    (stale,) = desk.stale().items
    assert (stale.id, stale.unit) == (calculation, Unit.PIECE)


def test_answers_of_batteries_refuse_a_product(asked: tuple[ProductChain, str]) -> None:
    """Article 7's document, the points before it, and values for one battery."""
    chain, calculation = asked
    desk = operator_desk(chain.world.ledger)
    for ask in (desk.declaration_document, desk.readiness, desk.territory):
        with refused("calculation.no_battery", "calculation"):
            ask(calculation)


def test_a_product_is_attested_and_not_declared(asked: tuple[ProductChain, str]) -> None:
    """An auditor attests it as any figure; no rulebook of products may be declared yet."""
    chain, calculation = asked
    attested = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    standing = operator_desk(chain.world.ledger).standing(calculation)
    assert standing.audit is not None
    assert (standing.audit.attestation, standing.law) == (attested, "product")
    with refused("declaration.rulebook"):
        chain.world.submit(chain.declaration(calculation, attested), chain.workshop.working)


def test_the_form_of_batteries_offers_no_product(asked: tuple[ProductChain, str]) -> None:
    """It asks for capacity and service life, which a frame has not."""
    chain, _ = asked
    store = chain.world.ledger.store
    open_organisation(store, "workshop", "workshop", 1_760_000_000, chain.workshop.id)
    roles = frozenset({Role.MANUFACTURER})
    held = Principal("w", CredentialKind.SCRIPT, "workshop", chain.workshop.id, roles)
    assert made_models(chain.world.ledger, held) == ()
