"""Tests for the figure of any product, per unit of its line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.ledger_battery import power
from support.ledger_product import FRAME, ProductChain, product_chain
from support.refusal import refused

from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.canonical import canonical
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation
from schemas.values import Period
from schemas.vocabulary import Stage


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[ProductChain]:
    """A mill and a workshop."""
    with product_chain(tmp_path / "ledger") as built:
        yield built


def test_frames_have_a_figure_per_piece_and_a_coil_one_per_kg(chain: ProductChain) -> None:
    """(60 kg x 1 + 40 kWh x 0.5) / 20 pieces = 4, and 200 kWh x 0.5 / 100 kg = 1; both verified."""
    for request, signer, unit, amount, total in (
        (chain.request(), chain.workshop, "piece", "20", "4"),
        (chain.of_coil(), chain.mill, "kg", "100", "1"),
    ):
        draft = chain.calculation(request)
        statement = draft.statement
        assert isinstance(statement, Calculation)
        assert statement.declared_unit is not None
        assert statement.declared_unit.to_json() == {"unit": unit, "amount": amount}
        assert statement.total == total
        report = chain.judge(chain.world.submit(draft, signer.working).id)
        assert (report.verdict, report.recomputed_total) == ("verified", total), report.findings
        assert report.unit == unit


def test_a_product_has_a_figure_under_the_partial_standard_too(chain: ProductChain) -> None:
    """ISO 14067 partial: the mix of the site's country values the electricity; 4 kg CO2e per piece again."""
    rulebook = chain.world.ledger.keep(load_rulebook("iso-14067-partial-2018"))
    draft = chain.calculation(chain.request(rulebook=rulebook))
    calculation = chain.world.submit(draft, chain.workshop.working).id
    report = chain.judge(calculation, rulebooks=(rulebook,))
    assert (report.verdict, report.recomputed_total) == ("verified", "4")


def test_a_rulebook_of_batteries_refuses_a_product(chain: ProductChain) -> None:
    """No unit of it is a product's, so there is no figure that could be mistaken for a battery's."""
    rulebook = chain.world.ledger.keep(load_rulebook("study-full-substitution-1"))
    with refused("functional_unit.declared_unit"):
        chain.calculation(chain.request(rulebook=rulebook))


def test_all_production_of_the_period_counts(chain: ProductChain) -> None:
    """Frames of a second site period join the figure: what was made is the sum of both lines."""
    half = {"period": Period(start="2024-07-01", end="2025-01-01")}
    made = chain.frames_of("20", "10", inputs=[power("20", Stage.MAIN_PRODUCTION)], **half)
    chain.world.submit(made, chain.workshop.working)
    year = Period(start="2024-07-01", end="2026-01-01")
    statement = chain.calculation(chain.request(period=year)).statement
    assert isinstance(statement, Calculation)
    assert statement.declared_unit is not None
    assert (statement.declared_unit.amount, statement.total) == ("30", "3")


def test_a_product_without_entries_is_named(chain: ProductChain) -> None:
    """The id of no entry's model."""
    with refused("calculation.no_product", "model"):
        chain.calculation(chain.request(model="urn:test:wheel"))


def test_words_of_a_battery_need_its_category_and_capacity(chain: ProductChain) -> None:
    """A request with part of a battery is of neither."""
    whole = chain.request().to_json()
    for part in ({"capacity_kwh": "75"}, {"category": "EV"}, {"cycle_life": "100"}):
        with refused("calculation.subject"):
            CalculationRequest.parse(canonical({**whole, **part}))
    assert chain.request().model == FRAME
