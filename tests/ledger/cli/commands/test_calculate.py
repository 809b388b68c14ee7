"""`cradle calculate`: deliveries that share the end of life, warranties with their share, and wrong options."""

import json
from pathlib import Path

import pytest
from support.command import Ran, cradle
from support.ledger_cli import EXAMPLES, ledger, register

WARRANTY = ("--warranty-years", "8", "--warranty-remaining", "0.8")
NOWHERE = "sha256:" + "0" * 64


class Place:
    """A ledger with the example's packs, and two recyclers that price their treatment."""

    def __init__(self, folder: Path) -> None:
        """Submit everything up to the calculation."""
        self.folder, self.book = folder, ledger(folder)
        factors = ("factors", "add", EXAMPLES / "factors.json", "--quiet", "--ledger", self.book)
        self.factors = self.told(cradle(*factors))
        roles = {"cells": "supplier", "packs": "manufacturer", "one": "supplier", "two": "supplier"}
        ids = {name: register(folder, self.book, name, role) for name, role in roles.items()}
        cells = self.signed("cells", "submit", EXAMPLES / "cell-entry.json")
        method = ("--factor-set", self.factors)
        sold = ("--to", ids["packs"], "--number", "1", "--amount", "27000", *method)
        bought = self.signed("cells", "deliver", "--entry", cells, *sold)
        self.signed("packs", "submit", EXAMPLES / "pack-entry.json", "--cite", f"cells={bought}")
        priced = ("--to", ids["packs"], "--number", "1", "--valid-until", "2027-01-01")
        self.treatments = []
        for name in ("one", "two"):
            entry = self.signed(name, "submit", EXAMPLES / "recycling-entry.json")
            self.treatments.append(self.signed(name, "deliver", "--entry", entry, *priced))

    def signed(self, name: str, *arguments: object) -> str:
        """The id of a firm's signed statement."""
        return self.told(self.run(name, *arguments))

    def run(self, name: str, *arguments: object) -> Ran:
        """Run a command of a firm."""
        signer = ("--identity", self.folder / name, "--ledger", self.book, "--quiet")
        return cradle(*arguments, *signer)

    @staticmethod
    def told(ran: Ran) -> str:
        """The output of a successful command."""
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def calculate(self, *options: object, capacity: str = "75") -> Ran:
        """Calculate the example's packs."""
        battery = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", capacity)
        period = ("--start", "2025-01-01", "--end", "2026-01-01", "--vehicle-category", "M1")
        method = ("--factor-set", self.factors)
        return self.run("packs", "calculate", *battery, *period, *method, *options)

    def shown(self, statement: str) -> dict[str, object]:
        """A statement with its sections."""
        return dict(json.loads(self.told(cradle("log", "show", statement, "--ledger", self.book))))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A ledger that these tests share; each makes a calculation of its own."""
    return Place(tmp_path_factory.mktemp("calculating"))


def test_a_delivery_without_an_amount_takes_the_remainder(place: Place) -> None:
    """The packs weigh 37,500 kg, of which the first recycler treats 12,500.5."""
    first, second = place.treatments
    options = (*WARRANTY, "--end-of-life", f"{first}=12500.5", "--end-of-life", second)
    ran = place.calculate(*options)
    composition = place.shown(place.told(ran))["sections"]["composition"]["value"]
    treated = {row["delivery"]: row["amount"] for row in composition["rows"] if "delivery" in row}
    assert treated == {first: "12500.5", second: "24999.5"}


def test_two_remainders_are_refused_with_the_remedy(place: Place) -> None:
    """The split of the remainder is undefined; the sentence explains how to state it."""
    first, second = place.treatments
    ran = place.calculate(*WARRANTY, "--end-of-life", first, "--end-of-life", second)
    assert ran.code == 1
    assert ran.err.startswith("refused: calculation.end_of_life at end_of_life: ")
    assert "DELIVERY=KG" in ran.err


def test_a_warranty_states_its_share(place: Place) -> None:
    """The share is signed as stated; without one the default of five years applies."""
    end = ("--end-of-life", place.treatments[0])
    stated = place.shown(place.told(place.calculate(*WARRANTY, *end)))
    assert stated["payload"]["warranties"] == [{"years": "8", "remaining_energy": "0.8"}]
    assert stated["payload"]["total_energy"] == {"numerator": "36000", "denominator": "1"}
    silent = place.shown(place.told(place.calculate("--warranty-years", "8", *end)))
    assert silent["payload"]["total_energy"] == {"numerator": "22500", "denominator": "1"}


@pytest.mark.parametrize(
    ("options", "capacity", "told"),
    [
        (("--warranty-remaining", "0.8"), "75", "option.warranty at --warranty-years"),
        (("--warranty-km", "160000"), "75", "option.warranty at --warranty-years"),
        (("--warranty-years", "8", "--warranty-remaining", "900"), "75", "share.grammar at "),
        (WARRANTY, "75,5", "quantity.positive at capacity_kwh"),
        (("--end-of-life", f"{NOWHERE}=1,5"), "75", "quantity.positive at kg"),
        (("--end-of-life", f"{NOWHERE}="), "75", "quantity.positive at kg"),
        (("--end-of-life", "S33"), "75", "digest.grammar at delivery"),
    ],
)
def test_wrong_options_are_refused_in_one_sentence(
    place: Place, options: tuple[str, ...], capacity: str, told: str
) -> None:
    """The refusal says what is wrong and where, without a stack trace."""
    ran = place.calculate("--end-of-life", place.treatments[0], *options, capacity=capacity)
    assert ran.code == 1
    assert ran.err.startswith(f"refused: {told}"), ran.err
    assert "Traceback" not in ran.err
