"""An adversary that asks: a chain with planted secrets, the channels of each party, and what they recover.

Each attack is run twice: as its party, and where nothing is withheld, as the operator, whom no gate limits, or on the
exact cells that headers had. An attack that recovers nothing there would prove nothing.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.exact_figures import calculation_of
from support.ledger_world import made, replacing, taken
from support.questions.channels import (
    Asking,
    Claims,
    capacities,
    corrections,
    lots,
    own_factors,
    published_digits,
    read_all,
    stage_of,
)
from support.questions.planted import ORE, RECIPES, Planted, planted, recipe, used

from ledger.footprint.graph.cells import parse_cells, state_cells
from ledger.footprint.graph.numbers import format_rounded
from ledger.state.figures import Method, compute
from schemas.signed.entry import Site
from schemas.vocabulary import Stage

OTHERS = ("plant", "refinery", "dealer", "stranger")
RECIPE = {("amount", amount) for amount in RECIPES["refinery"].values()}


@pytest.fixture(scope="module")
def it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The chain, for all questions that change nothing."""
    with planted(tmp_path_factory.mktemp("planted") / "ledger") as made_once:
        yield made_once


@pytest.fixture(scope="module")
def everything(it: Planted) -> Claims:
    """What the operator reads, to whom all is shown."""
    return read_all(Asking(it, "operator"))


def recovered(it: Planted, name: str, claims: Claims) -> Claims:
    """The secrets of others that are claimed: a name as it is, an amount to three digits."""
    return {
        (row.sort, row.word)
        for row in it.of_others(name)
        if any(sort == row.sort and _is_close(word, row.word) for sort, word in claims)
    }


def _is_close(claimed: str, word: str) -> bool:
    if not word[0].isdigit():
        return claimed == word
    return abs(Decimal(claimed) / Decimal(word) - 1) < Decimal("5e-4")


def whole(it: Planted, **parts: object) -> Mapping[str, Any]:
    """A draft with all digits, as headers had them."""
    return calculation_of(it.chain.calculation(**parts)).to_json()


def rounded(it: Planted, **parts: object) -> Mapping[str, Any]:
    """A draft whose exact cells are rounded to 4 digits, and nothing else."""
    found = calculation_of(it.chain.calculation(**parts))
    stated = state_cells(parse_cells(found.cells), rounded=True)
    return found.model_copy(update=stated._asdict()).to_json()


@pytest.mark.parametrize("name", OTHERS)
def test_reading_everything_recovers_no_secret(it: Planted, everything: Claims, name: str) -> None:
    """The operator's reading has them all, so the search would find them."""
    assert recovered(it, name, read_all(Asking(it, name))) == set()
    assert {("amount", ORE), ("firm", "Mine Ltd"), *RECIPE} <= everything


@pytest.mark.parametrize("name", ["plant", "refinery", "dealer"])
def test_factors_of_ones_own_recover_no_secret(it: Planted, name: str) -> None:
    """Names from the refusals of an empty set, amounts by factors of 1 and 0; the operator is answered."""
    assert recovered(it, name, own_factors(Asking(it, name))) == set()
    before = recovered(it, name, own_factors(Asking(it, "operator")))
    assert name == "refinery" or before >= RECIPE
    assert {sort for sort, _ in before} >= {"flow"}


def test_published_digits_recover_no_recipe(it: Planted) -> None:
    """All digits of one stage were the refinery's recipe; its 4 digits are not."""
    stated = it.chain.calculation().statement.to_json()
    assert recovered(it, "plant", published_digits(stated, 4)) == set()
    assert published_digits(whole(it), 34) == RECIPE


def test_other_capacities_recover_no_digit(it: Planted) -> None:
    """Rounding alone gave the recipe to 60 drafts; what is told gives them all one figure."""
    asking = Asking(it, "plant")

    def ask(capacity: Decimal) -> Mapping[str, Any] | None:
        return asking.draft(capacity_kwh=f"{capacity:f}".rstrip("0").rstrip("."))

    assert recovered(it, "plant", capacities(ask)) == set()
    assert asking.count > 60

    def ask_before(capacity: Decimal) -> Mapping[str, Any]:
        return rounded(it, capacity_kwh=f"{capacity:f}".rstrip("0").rstrip("."))

    assert capacities(ask_before) == RECIPE


def test_other_lots_recover_no_digit(tmp_path: Path) -> None:
    """The figure that a delivery may state is told alike: 61 entries in the log, each a question, find no digit."""
    with planted(tmp_path / "ledger") as it:
        chain, asking = it.chain, Asking(it, "plant")
        method = Method(chain.rulebook, (chain.factors,))

        def enter(amount: str) -> str:
            product = f"urn:test:lot-{asking.count}-{amount}"
            output = made(chain.plant, amount, product=product)
            return chain.world.enter(
                chain.plant, [output], inputs=[taken(it.tiers.ids["salt"], "0.05")]
            )

        def ask(amount: str) -> Fraction | None:
            line = {
                "entry": enter(amount),
                "rulebook": chain.rulebook,
                "factor_sets": [chain.factors],
            }
            status, text = asking.ask("POST", "/v1/previews", json=line)
            assert status == 200, text
            return stage_of(json.loads(text))

        def ask_before(amount: str) -> Fraction | None:
            entry = enter(amount)
            with chain.world.ledger.view() as view:
                found = compute(view, [entry], [], view.registry().size, method)
            line = found.figures.line(entry, "main")
            assert line is not None
            stated = state_cells(line.cells, rounded=True)
            return stage_of({"cells": [row.to_json() for row in stated.cells]})

        assert recovered(it, "plant", lots(ask)) == set()
        assert asking.count == 61
        assert lots(ask_before) == RECIPE


def test_the_number_of_one_firm_in_its_country_is_not_told(it: Planted) -> None:
    """Of the mine, alone in Finland, the refinery, alone in Norway, and the recycler, beside the plant in Sweden."""
    path = f"/v1/calculations/{it.tiers.ids['calculation']}/study?scope=public"

    def countries(name: str) -> dict[str, str]:
        address = path.removesuffix("?scope=public") if name == "operator" else path
        answer = it.house.client.get(address, headers=it.house.as_(name))
        assert answer.status_code == 200
        return {row["country"]: row["kg"] for row in answer.json()["contributions"]["countries"]}

    exact = {code: format_rounded(Decimal(kg)) for code, kg in countries("operator").items()}
    for name in ("plant", "stranger"):
        told = countries(name)
        assert told.keys() == exact.keys() == {"FI", "NO", "SE"}
        assert all(told[code] != exact[code] for code in told)
        assert all(
            abs(Decimal(told[code]) - Decimal(exact[code])) < Decimal("0.001") for code in told
        )


def test_the_electricity_of_one_firm_is_not_told(it: Planted) -> None:
    """Beside the plant only the mine uses the grid, so the sum less the plant's own would be the mine's."""
    path = f"/v1/calculations/{it.tiers.ids['calculation']}/study"

    def grid(name: str, scope: str = "") -> Decimal:
        answer = it.house.client.get(path + scope, headers=it.house.as_(name))
        (supply,) = answer.json()["electricity"]["supplies"]
        return Decimal(supply["kg"])

    exact = grid("operator")
    for told in (grid("plant"), grid("stranger", "?scope=public")):
        assert format_rounded(told) != format_rounded(exact)
        assert abs(told - exact) < Decimal("0.001")


def test_a_correction_shows_its_difference(tmp_path: Path) -> None:
    """This stays: who knows which flow was corrected learns by how much, to two or three digits, and no more."""
    with planted(tmp_path / "ledger") as it:
        begun, ids = it.chain.world, it.tiers.ids
        rows = [row for row in recipe("refinery", Stage.MAIN_PRODUCTION) if row.flow != "test:acid"]
        more = used("test:acid", "52.17", Stage.MAIN_PRODUCTION)

        def correct() -> None:
            begun.enter(
                it.tiers.refinery,
                [made(it.tiers.refinery)],
                inputs=[taken(ids["ore"], ORE), *rows, more],
                site=Site(code="salt-1", country="NO"),
                supersedes=replacing(ids["refined"]),
            )

        ((_, change),) = corrections(Asking(it, "plant"), correct)
    assert abs(Decimal(change) / Decimal("6.34") - 1) < Decimal("0.005")
    assert Decimal(change) != Decimal("6.34")
